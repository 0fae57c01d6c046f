"""What all views share: facts, and how the recurring pieces of a document read.

A view is a frozen dataclass shaped like its page, with every word already in the page's language. It holds facts:
words together with the place in the registry they come from. A view never fails on an absent fact: what the company
must still confirm reads "to be confirmed", what is simply not there is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from seloste.findings import At
from seloste.locale import Locale
from seloste.model import (
    DEFAULT_LANGUAGE,
    Activity,
    Address,
    AutomatedDecision,
    Contact,
    DataCategory,
    DataSource,
    LawfulBasis,
    LawReference,
    Organisation,
    Party,
    PurposeEntry,
    Recipient,
    Record,
    Registry,
    RetentionPeriod,
    Service,
    Text,
    Transfer,
)
from seloste.period import Period, parse
from seloste.vocabulary import Authority, RightTerm, Row, Statute, StatutoryPeriod, Trigger, Words

_PROVISION = re.compile(r"([0-9]+(?:-[0-9]+)?)(?:\(([0-9]+)\)(?:\(([a-z])\))?)?")
_T = TypeVar("_T")
_Ordered = TypeVar("_Ordered", Activity, Service)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Words of a document and the place in the registry they come from.

    `awaits`: the company has not confirmed it. `absent`: nothing is written there yet, and `text` says that it is to be
    confirmed. `announced`: the page says once, above, that the whole record awaits confirmation. `prose`: the text is
    Markdown. `language` is set where the text is not in the language of the page, because it is not translated yet.
    """

    text: str
    at: At
    awaits: bool = False
    absent: bool = False
    announced: bool = False
    prose: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What every page has. `subject` is the id of the record the page is about, `title` what the browser's tab shows.

    `draft`: somewhere in the registry a fact awaits confirmation, so no document of this build is final.
    """

    subject: str
    title: str
    draft: bool
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactBlock:
    """How to reach somebody. `absent` is set where the whole block awaits confirmation and nothing else is known."""

    absent: Fact | None = None
    name: Fact | None = None
    email: Fact | None = None
    phone: Fact | None = None
    web_form: Fact | None = None
    address: Fact | None = None

    @property
    def lines(self) -> tuple[Fact, ...]:
        """Everything that is known, in reading order."""
        return known(self.absent, self.name, self.address, self.email, self.phone, self.web_form)


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """An organisation: who it is, and how to reach it, its privacy contact and its data protection officer."""

    name: Fact | None
    trade_names: tuple[Fact, ...]
    business_id: Fact | None
    description: Fact | None
    country: Fact | None
    address: Fact | None
    contact: ContactBlock
    privacy: ContactBlock
    officer: ContactBlock
    officer_designated: Fact | None
    representative: Who | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervisor:
    """A supervisory authority, with everything a complaint needs (Art. 13(2)(d), 77)."""

    name: Fact
    visiting_address: Fact | None
    postal_address: Fact | None
    phones: tuple[tuple[str, Fact], ...]
    email: Fact | None
    website: Fact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long data are kept: the period with its start, or the criteria, and the law that asks for it.

    `criteria` says more about a `period` that is a length of time (Art. 13(2)(a)).
    """

    period: Fact | None
    criteria: Fact | None
    law: Fact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A lawful basis in words, with its article and what the law wants told beside it (Art. 13(1)(c)-(d), (2)(c))."""

    id: str
    article: str
    name: Fact | None
    plain: Fact | None
    explanation: Fact | None
    law: Fact | None
    contract: Fact | None
    request: Fact | None
    interest: Fact | None
    whose: Fact | None
    consent_method: Fact | None
    withdrawal: Fact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Special:
    """The condition of Art. 9(2) for one category of special data."""

    category: Fact | None
    condition: Fact | None
    law: Fact | None
    safeguards: Fact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeRow:
    """One purpose of an activity with its basis."""

    id: str
    label: Fact | None
    plain: Fact | None
    basis: Basis | None
    no_basis_needed: bool
    data: tuple[Fact, ...]
    applies_to: tuple[Fact, ...]
    eprivacy: Fact | None
    further_purpose_of: Fact | None
    special: tuple[Special, ...]
    criminal_law: Fact | None
    national_id: Fact | None
    marketing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """Where data come from (Art. 14(1)(d), 14(2)(f), 14(3)). `indirect`: from somebody else than the person."""

    id: str
    name: Fact | None
    kind: Fact | None
    indirect: bool
    public: Fact | None
    categories: tuple[Fact, ...]
    informed: Fact | None
    within: Fact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRow:
    """One category of data in one activity."""

    id: str
    label: Fact | None
    examples: Fact | None
    sensitivity: Fact | None
    special_kind: Fact | None
    origin: Fact | None
    sources: tuple[Fact, ...]
    retention: Retention
    mandatory: Fact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientRow:
    """One recipient: by name, or by what kind of recipient it is (Art. 13(1)(e))."""

    name: Fact | None
    description: Fact | None
    role: Fact | None
    location: Fact | None
    why: Fact | None
    when: Fact | None
    basis: Basis | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRow:
    """A transfer to a third country or an international organisation (Art. 13(1)(f)), its mechanism in plain words."""

    id: str
    destination: Fact | None
    importer: Fact | None
    data: tuple[Fact, ...]
    mechanism: Fact | None
    decision: Fact | None = None
    scope: Fact | None = None
    listing: Fact | None = None
    clauses: Fact | None = None
    reason: Fact | None = None
    copy: Fact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedRight:
    """A right and the activities for which it arises from the bases used; `limits` holds the notes on its limits."""

    right: RightTerm
    activities: tuple[Activity, ...]
    limits: tuple[Words, ...]


def known(*facts: Fact | None) -> tuple[Fact, ...]:
    """The facts that are there, in order."""
    return tuple(fact for fact in facts if fact is not None)


def derive_rights(registry: Registry, activities: Sequence[Activity], as_of: date) -> tuple[DerivedRight, ...]:
    """The rights that arise from the bases which these activities use, in the order of the vocabulary (Arts 15-22, 77).

    Each purpose entry is asked with its basis; an entry whose basis is unknown gives the rights that every basis gives.
    A right that arises nowhere is left out, and so is a row of the vocabulary that is only from memory.
    """
    derived = []
    for right in registry.vocabulary.rights.values():
        if right.mark == "M" or not right.in_force(as_of):
            continue
        holders: list[Activity] = []
        limits: dict[str, Words] = {}
        for activity in activities:
            arises, notes = _arises(right, activity)
            if arises:
                holders.append(activity)
                limits.update(notes)
        if holders:
            derived.append(DerivedRight(right=right, activities=tuple(holders), limits=tuple(limits.values())))
    return tuple(derived)


def in_order(records: Iterable[_Ordered]) -> tuple[_Ordered, ...]:
    """Activities or services as documents show them: by their `order`, then by id; retired ones are left out."""
    shown = (record for record in records if record.status != "retired")
    return tuple(sorted(shown, key=lambda item: (item.order is None, item.order or 0, item.id)))


def with_bases(activity: Activity) -> tuple[tuple[PurposeEntry, At], ...]:
    """Every purpose entry with its lawful basis, and the place that names the basis (Art. 13(1)(c)).

    Of an activity with one purpose alone, the bases of the activity are those of the purpose: the entry stands once
    for each of them.
    """
    entries = activity.purposes or ()
    one_purpose = len({entry.purpose.id if entry.purpose else "" for entry in entries}) == 1
    found: list[tuple[PurposeEntry, At]] = []
    for entry in entries:
        if entry.lawful_basis is None and one_purpose and activity.lawful_bases:
            at = activity.at / "lawful_bases"
            found += [(replace(entry, lawful_basis=basis), at / i) for i, basis in enumerate(activity.lawful_bases)]
        else:
            found.append((entry, entry.at / "lawful_basis"))
    return tuple(found)


def is_draft(registry: Registry) -> bool:
    """Does any fact of the registry await confirmation?"""
    return any(registry.unconfirmed.values())


def listed(items: Sequence[_T] | None) -> Iterable[tuple[int, _T]]:
    """The items of a list that may be unknown, each with the index that names its place."""
    return enumerate(items or ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """The registry spoken in one language: every method turns a value and its place into a fact, or into None.

    `public`: the words are for a page that may be published, so rows of the vocabulary that are only from memory
    (mark M) are left out. `announced` names records of which the page says once that all of it awaits confirmation.
    `via` in the methods is the place that refers to the value: if that reference is unconfirmed, so is the fact.
    """

    registry: Registry
    locale: Locale
    as_of: date
    public: bool
    announced: frozenset[str] = frozenset()

    def announcing(self, record: Record) -> Voice:
        """The same voice inside a part of the page that says whether the whole of `record` awaits confirmation."""
        return replace(self, announced=self.announced | {record.at.record}) if self.awaits_whole(record) else self

    def awaits_whole(self, record: Record) -> bool:
        """Does the whole record await confirmation?"""
        return self.registry.awaits_confirmation(record.at) is not None

    def said(
        self,
        text: str | None,
        at: At,
        *,
        via: At | None = None,
        prose: bool = False,
        language: str = "",
        needed: bool = False,
    ) -> Fact | None:
        """A fact of ready words. Missing words are "to be confirmed" where exactly this place awaits confirmation, or
        an empty one that it belongs to; if the law needs the fact (`needed`), also where anything around it does."""
        open_facts = [self.registry.awaits_confirmation(place) for place in (at, via) if place is not None]
        awaiting = [fact.at for fact in open_facts if fact is not None]
        announced = bool(awaiting) and all(not place.path and place.record in self.announced for place in awaiting)
        if text:
            return Fact(text=text, at=at, awaits=bool(awaiting), announced=announced, prose=prose, language=language)
        if awaiting and (needed or any(place in (at, via) or self._is_empty(place) for place in awaiting)):
            return Fact(text=self.locale.word("awaits.absent"), at=at, awaits=True, absent=True)
        return None

    def text(
        self, text: Text | None, at: At, *, via: At | None = None, prose: bool = False, needed: bool = False
    ) -> Fact | None:
        """A text of the registry in the language of the page, else in the default one; `at` is its place if absent."""
        if text is None:
            return self.said(None, at, via=via, needed=needed)
        words, language = _in_language(text.words, self.locale.tag)
        return self.said(words, text.at, via=via, prose=prose, language=language, needed=needed)

    def plain(self, text: str | None, at: At, *, needed: bool = False) -> Fact | None:
        """A text that is the same in every language: a name, an address, a number."""
        return self.said(text, at, needed=needed)

    def day(self, day: date | None, at: At) -> Fact | None:
        """A date, written out."""
        return self.said(self.locale.date(day) if day else None, at)

    def length(self, period: Period | None, at: At, *, needed: bool = False) -> Fact | None:
        """A length of time, written out."""
        return self.said(self.locale.period(period) if period else None, at, needed=needed)

    def country(self, code: str | None, at: At, *, via: At | None = None, needed: bool = False) -> Fact | None:
        """A country by its name."""
        return self.said(self.locale.country(code) if code else None, at, via=via, needed=needed)

    def row(self, row: Row | None, at: At, *, words: Words | None = None, via: At | None = None) -> Fact | None:
        """A row of the vocabulary by its label, or by other `words` of it."""
        if row is None or (self.public and row.mark == "M"):
            return self.said(None, at, via=via)
        text, language = _in_language(words or row.label, self.locale.tag)
        return self.said(text, at, via=via, language=language)

    def term(
        self, group: str, value: str | None, at: At, *, via: At | None = None, needed: bool = False
    ) -> Fact | None:
        """The words of the vocabulary for a value of an enumeration; the bare value where it has none."""
        if value is None:
            return self.said(None, at, via=via, needed=needed)
        term = self.registry.vocabulary.terms.get(group, {}).get(value)
        words, language = _in_language(term.label, self.locale.tag) if term else (value.replace("_", " "), "")
        return self.said(words, at, via=via, language=language)

    def terms(self, group: str, values: Sequence[str] | None, at: At) -> tuple[Fact, ...]:
        """Several values of an enumeration, each with its place in the list."""
        if values is None:
            return known(self.said(None, at))
        return known(*(self.term(group, value, at / index) for index, value in enumerate(values)))

    def segment_or_channel(self, value: str, at: At) -> Fact | None:
        """The words for a kind of customer or a channel."""
        return self.term(
            "segment" if value in self.registry.vocabulary.terms.get("segment", {}) else "channel", value, at
        )

    def yes_no(self, value: bool | None, at: At, key: str, **placeholders: object) -> Fact | None:
        """A sentence for a truth value: the words of the locale under `key`.yes or `key`.no."""
        if value is None:
            return self.said(None, at)
        return self.said(self.locale.word(f"{key}.{'yes' if value else 'no'}", **placeholders), at)

    def cite(self, provision: str) -> str:
        """A provision of the Regulation as the language cites it: `6(1)(f)` is `Art. 6(1)(f) GDPR`."""
        match = _PROVISION.fullmatch(provision)
        if match is None:
            return self.locale.word("cited.article", article=provision)
        article, paragraph, point = match.groups()
        key = "point" if point else "paragraph" if paragraph else "article"
        parts = {"article": article.replace("-", "–"), "paragraph": paragraph, "point": point}
        return self.locale.word(f"cited.{key}", **parts)

    def law(self, reference: LawReference | None, at: At) -> Fact | None:
        """A section of a law: `Accounting Act (1336/1997), chapter 2, section 10`."""
        if reference is None:
            return self.said(None, at)
        cited = self._cited(reference.statute, self._words(reference.act), self._words(reference.section))
        return self.said(cited, reference.at, via=at)

    def address(self, address: Address | None, at: At) -> Fact | None:
        """A postal address on one line, the country by its name."""
        if address is None:
            return self.said(None, at)
        town = " ".join(part for part in (address.postal_code, address.city) if part)
        country = self.locale.country(address.country) if address.country else None
        return self.said(", ".join(part for part in (address.street, town, country) if part), at)

    def contact(self, contact: Contact | None, at: At) -> ContactBlock:
        """Ways to reach a function. Where all of them are missing and unconfirmed, the block says so once."""
        if contact is None and (absent := self.said(None, at)):
            return ContactBlock(absent=absent)
        return ContactBlock(
            name=self.text(contact.name if contact else None, at / "name"),
            email=self.plain(contact.email if contact else None, at / "email"),
            phone=self.plain(contact.phone if contact else None, at / "phone"),
            web_form=self.plain(contact.web_form if contact else None, at / "web_form"),
            address=self.address(contact.postal_address if contact else None, at / "postal_address"),
        )

    def who(self, identity: Organisation | Party) -> Who:
        """An organisation with its contacts, its data protection officer and its representative (Art. 13(1)(a)-(b))."""
        if isinstance(identity, Party) and self._is_confidential(identity):
            return _nobody(self.term("party_kind", identity.kind, identity.at / "kind"))
        at, officer = identity.at, identity.dpo
        designated = officer.designated if officer else None
        return Who(
            name=self.plain(identity.legal_name, at / "legal_name", needed=True),
            trade_names=known(*(self.plain(x, at / "trade_names" / i) for i, x in enumerate(identity.trade_names))),
            business_id=self.plain(identity.business_id, at / "business_id"),
            description=self.text(identity.description, at / "description", prose=True),
            country=self.country(identity.established_in, at / "established_in"),
            address=self.address(identity.postal_address, at / "postal_address"),
            contact=self.contact(identity.contact_channels, at / "contact_channels"),
            privacy=self.contact(identity.privacy_contact, at / "privacy_contact"),
            officer=self.contact(officer.contact, at / "dpo" / "contact")
            if officer and designated
            else ContactBlock(absent=self.said(None, at / "dpo" / "contact") if designated else None),
            officer_designated=self.yes_no(designated, at / "dpo" / "designated", "who.officer"),
            representative=self.who(identity.representative) if identity.representative else None,
        )

    def party(self, party: Party | None, at: At) -> Fact | None:
        """A party by its registered name; on a public page a customer by its kind, for its name is not ours to tell."""
        if party is None:
            return self.said(None, at)
        if self._is_confidential(party):
            return self.term("party_kind", party.kind, party.at / "kind")
        return self.said(party.legal_name, party.at / "legal_name", via=at, needed=True)

    def described(self, party: Party | None, at: At) -> tuple[Fact, ...]:
        """A party by its registered name; where that is to be confirmed, what the party does stands before it."""
        name = self.party(party, at)
        if party is None or name is None or not name.absent:
            return known(name)
        about = self.text(party.description, party.at / "description", via=at)
        return known(about if about and not about.absent else None, name)

    def supervisor(self, authority: Authority | None, at: At) -> Supervisor | None:
        """The supervisory authority with its contact data, or None where the registry names none."""
        name = self.row(authority, at)
        if authority is None or name is None:
            return (
                Supervisor(name=name, visiting_address=None, postal_address=None, phones=(), email=None, website=None)
                if name
                else None
            )
        return Supervisor(
            name=name,
            visiting_address=self.said(self._words(authority.visiting_address), at),
            postal_address=self.said(self._words(authority.postal_address), at),
            phones=tuple(
                (self._words(phone.label), fact) for phone in authority.phones if (fact := self.said(phone.number, at))
            ),
            email=self.said(authority.email, at),
            website=self.said(authority.website, at),
        )

    def retention(self, period: RetentionPeriod | None, at: At) -> Retention:
        """How a retention period reads, `6 years from the end of the contract`, and the law that asks for it.

        Several start events: whichever comes first (Art. 13(2)(a), 30(1)(f)).
        """
        if period is None:
            return Retention(period=self.said(None, at, needed=True), criteria=None, law=None)
        place = period.at / "duration"
        criteria = self.text(period.criteria, period.at / "criteria", via=at, prose=True)
        if period.duration is None and period.criteria is not None:
            length, criteria = criteria, None
        else:
            length = self.said(self._length_of(period), place, via=at, needed=True)
        law = period.statutory_basis
        cited = None
        if law is not None and not (self.public and law.mark == "M"):
            cited = self.said(self._statutory(law), period.at / "statutory_basis", via=at)
        return Retention(period=length, criteria=criteria, law=cited)

    def basis(self, basis: LawfulBasis | None, at: At) -> Basis | None:
        """A lawful basis with its article and all that the law wants told beside it; None where there is none."""
        if basis is None:
            absent = self.said(None, at, needed=True)
            return _bare_basis(absent) if absent else None
        consent, place = basis.consent, basis.at
        return Basis(
            id=basis.id,
            article=self.cite(basis.article.id),
            name=self.said(self._words(basis.article.label), place / "article", via=at),
            plain=self.said(self._words(basis.article.public_text), place / "article", via=at),
            explanation=self.text(basis.explanation, place / "explanation", via=at, prose=True),
            law=self.law(basis.law_reference, place / "law_reference"),
            contract=self.text(basis.contract_ref, place / "contract_ref"),
            request=self.text(basis.precontractual_request, place / "precontractual_request"),
            interest=self.text(basis.legitimate_interest, place / "legitimate_interest", prose=True),
            whose=self.said(
                self.locale.word(f"basis.interest_of.{basis.whose}") if basis.whose else None, place / "whose"
            ),
            consent_method=self.term(
                "consent_method", consent.method if consent else None, place / "consent" / "method"
            ),
            withdrawal=self.text(
                consent.withdrawal_channel if consent else None, place / "consent" / "withdrawal_channel", prose=True
            ),
        )

    def purpose(self, entry: PurposeEntry, basis_at: At) -> PurposeRow:
        """One purpose of an activity with its basis, and the special rules that apply to its data.

        `basis_at` is the place that names the basis, as `with_bases` gives it.
        """
        at, purpose = entry.at, entry.purpose
        data = entry.data_categories
        return PurposeRow(
            id=purpose.id if purpose else "",
            label=self.text(
                purpose.label if purpose else None,
                purpose.at / "label" if purpose else at / "purpose",
                via=at / "purpose",
            ),
            plain=self.text(purpose.plain_text, purpose.at / "plain_text", prose=True) if purpose else None,
            basis=self.basis(entry.lawful_basis, basis_at),
            no_basis_needed=entry.lawful_basis is None and entry.eprivacy_basis == "soft_opt_in",
            data=self.categories(data, at / "data_categories"),
            applies_to=known(
                *(self.segment_or_channel(one, at / "applies_to" / i) for i, one in enumerate(entry.applies_to or ()))
            ),
            eprivacy=self.term("eprivacy_basis", entry.eprivacy_basis, at / "eprivacy_basis"),
            further_purpose_of=self.text(
                entry.further_purpose_of.label if entry.further_purpose_of else None, at / "further_purpose_of"
            ),
            special=tuple(
                Special(
                    category=self.text(part.category.label if part.category else None, part.at / "category"),
                    condition=self.row(
                        part.condition,
                        part.at / "condition",
                        words=part.condition.public_text if part.condition else None,
                    ),
                    law=self.law(part.law_reference, part.at / "law_reference"),
                    safeguards=self.text(part.safeguards, part.at / "safeguards"),
                )
                for part in entry.special_data
            ),
            criminal_law=self.law(entry.art10_authorisation, at / "art10_authorisation"),
            national_id=self.term("national_id_ground", entry.national_id_ground, at / "national_id_ground"),
            marketing=bool(purpose and purpose.is_direct_marketing),
        )

    def categories(self, categories: Iterable[DataCategory] | None, at: At) -> tuple[Fact, ...]:
        """Categories of data by their labels."""
        if categories is None:
            return known(self.said(None, at))
        return known(*(self.text(one.label, at / i, via=at / i) for i, one in enumerate(categories)))

    def data(self, activity: Activity) -> tuple[DataRow, ...]:
        """The categories of data of an activity: source, how long each is kept, whether it must be given."""
        rows = []
        for entry in activity.data_categories or ():
            at, category = entry.at, entry.category
            place = category.at if category else at / "category"
            rows.append(
                DataRow(
                    id=category.id if category else "",
                    label=self.text(category.label if category else None, at / "category", via=at / "category"),
                    examples=self.text(category.examples, place / "examples") if category else None,
                    sensitivity=self.term("sensitivity", category.sensitivity, place / "sensitivity")
                    if category and category.sensitivity != "ordinary"
                    else None,
                    special_kind=self.row(category.art9_kind, place / "art9_kind") if category else None,
                    origin=self.term("origin", category.origin, place / "origin") if category else None,
                    sources=known(*(self.source_name(source, at / "sources") for source in entry.sources or ())),
                    retention=self.retention(entry.retention, at / "retention"),
                    mandatory=self.yes_no(entry.mandatory, at / "mandatory", "data.mandatory"),
                )
            )
        return tuple(rows)

    def source_name(self, source: DataSource, at: At) -> Fact | None:
        """A source by its name, else by its label, else by its kind."""
        text = source.name or source.label
        if text is not None:
            return self.text(text, text.at, via=at)
        return self.term("source_kind", source.kind, source.at / "kind")

    def source(self, source: DataSource, at: At) -> SourceRow:
        """Where data come from, whether the source is public, what comes from it, and when people are told."""
        place = source.at
        indirect = source.kind not in ("data_subject", "observation", "own_derivation")
        return SourceRow(
            id=source.id,
            name=self.source_name(source, at),
            kind=self.term("source_kind", source.kind, place / "kind"),
            indirect=indirect,
            public=self.yes_no(source.publicly_accessible, place / "publicly_accessible", "source.public")
            if indirect
            else None,
            categories=self.categories(source.categories, place / "categories"),
            informed=self.term("informed_when", source.informed_when, place / "informed_when") if indirect else None,
            within=self.length(source.within, place / "within") if indirect and not _says_month(source) else None,
        )

    def recipient(self, recipient: Recipient) -> RecipientRow:
        """One recipient. On a public page a party is named unless the registry says that it is not to be."""
        at, party = recipient.at, recipient.party
        told = None if party is None or self._is_confidential(party) else party
        named = told is not None and not (self.public and recipient.public_by_name is False)
        label = self.text(recipient.category_label, at / "category_label")
        about = self.text(told.description, told.at / "description") if told else None
        kind = self.term("party_kind", party.kind, party.at / "kind") if party else None
        name = self.party(party, at / "party") if named else None
        known_as = known(None if name and name.absent else name, label, about, kind)
        absent = name or self.said(None, at / "party", needed=True)
        return RecipientRow(
            name=known_as[0] if known_as else absent,
            description=name
            if name and name.absent
            else known_as[1]
            if known_as[1:] and known_as[1] is not kind
            else None,
            # The role rests on what the party is: a proposed processor is no confirmed one.
            role=self.term("recipient_role", recipient.role, at / "role", via=party.at / "kind" if party else None),
            location=self.country(recipient.location, at / "location")
            or (
                self.country(told.established_in, told.at / "established_in") if told and told.established_in else None
            ),
            why=self.text(recipient.why, at / "why"),
            when=self.term("disclosure_time", recipient.when, at / "when"),
            basis=self.basis(recipient.lawful_basis, at / "lawful_basis")
            if recipient.lawful_basis or recipient.role in ("independent_controller", "authority")
            else None,
        )

    def transfer(self, transfer: Transfer, at: At, *, name_importer: bool) -> TransferRow:
        """A transfer with its mechanism in plain words, the decision or clauses behind it, and how to get a copy.

        Without a mechanism nothing is said of decisions, clauses and listings: which of them apply is not known yet.
        """
        place, ground = transfer.at, transfer.mechanism
        row = TransferRow(
            id=transfer.id,
            destination=self.country(transfer.country, place / "country", via=at)
            or self.plain(transfer.international_organisation, place / "international_organisation"),
            importer=self.party(transfer.importer, place / "importer") if name_importer else None,
            data=self.categories(transfer.data_categories, place / "data_categories"),
            mechanism=self.said(None, place / "mechanism", needed=True),
        )
        if ground is None:
            return row
        own, decision, clauses, derogation = ground.at, ground.adequacy_decision, ground.scc, ground.derogation
        family, listed = ground.kind.family, ground.dpf
        names_importer = name_importer and not (transfer.importer and self._is_confidential(transfer.importer))
        scope_is_told = decision and decision.scope_kind != "whole" and not (self.public and decision.scope_mark == "M")
        return replace(
            row,
            mechanism=self.row(ground.kind, own / "kind", words=ground.kind.public_text, via=place / "mechanism"),
            decision=self.row(decision, own / "adequacy_decision") if decision or family == "adequacy" else None,
            scope=self.said(self._words(decision.scope), own / "adequacy_decision")
            if decision and scope_is_told
            else None,
            listing=self.plain(listed.listed_name if listed else None, own / "dpf" / "listed_name")
            if names_importer and (listed or ground.kind.id == "us_dpf")
            else None,
            clauses=self.term("scc_module", str(clauses.module), clauses.at / "module")
            if clauses and clauses.module
            else None,
            reason=self.text(derogation.reason if derogation else None, own / "derogation" / "reason")
            if derogation or family == "derogation"
            else None,
            copy=self.text(ground.copy_of_safeguards, own / "copy_of_safeguards", prose=True),
        )

    def _is_confidential(self, party: Party) -> bool:
        """Is it a customer of the company, on a page that may be published? Who its customers are is not told there."""
        return self.public and party.kind == "customer"

    def words(self, words: Words) -> str:
        """Words of the vocabulary in the language of the page, else in the default language."""
        return _in_language(words, self.locale.tag)[0]

    def _is_empty(self, at: At) -> bool:
        """Is nothing written at a place inside a record?"""
        found: object = next((record for record in self.registry.records() if record.at.record == at.record), None)
        for step in at.path:
            if isinstance(step, str):
                found = getattr(found, step, None)
            else:
                found = found[step] if isinstance(found, tuple) and step < len(found) else None
        return bool(at.path) and found is None

    def _words(self, words: Words | Text | None) -> str:
        if words is None:
            return ""
        return _in_language(words.words if isinstance(words, Text) else words, self.locale.tag)[0]

    def _cited(self, statute: Statute | None, act: str, section: str) -> str:
        """A section in its act. The name of a statute stands in the form that its language wants before a section."""
        if statute is None or act:
            return ", ".join(part for part in (act, section) if part)
        return f"{self._words(statute.before_section)} {section}" if section else self._words(statute.citation)

    def _statutory(self, period: StatutoryPeriod) -> str:
        cited = self._cited(self.registry.vocabulary.statutes.get(period.statute), "", self._words(period.section))
        return self.locale.word(f"retention.law.{period.kind}", law=cited) if cited else ""

    def _length_of(self, period: RetentionPeriod) -> str:
        shown = [trigger for trigger in period.trigger or () if not (self.public and trigger.mark == "M")]
        if period.duration is None:
            return ""
        if period.duration == parse("P0D") and shown:
            return self._until(shown)
        length = self.locale.period(period.duration)
        starts = [self._words(trigger.label) for trigger in shown]
        if not starts:
            return length
        if len(starts) == 1:
            return self.locale.word("retention.from", period=length, start=starts[0])
        return self.locale.word("retention.from_first", period=length, starts=self.locale.any_of(starts))

    def _until(self, triggers: Sequence[Trigger]) -> str:
        ends = [self._words(trigger.until) for trigger in triggers]
        return ends[0] if len(ends) == 1 else self.locale.word("retention.until_first", ends=self.locale.any_of(ends))


def _in_language(words: Words, tag: str) -> tuple[str, str]:
    """The words in a language, and the language they are in if it is another one; empty where there are none at all."""
    if words.get(tag):
        return words[tag], ""
    if words.get(DEFAULT_LANGUAGE):
        return words[DEFAULT_LANGUAGE], DEFAULT_LANGUAGE
    return next(((text, other) for other, text in words.items() if text), ("", ""))


def _says_month(source: DataSource) -> bool:
    """Do the words for the moment of informing already say the period?"""
    return source.informed_when == "within_one_month" and source.within == Period(months=1)


def _nobody(name: Fact | None) -> Who:
    """Somebody of whom nothing is told but a name in words."""
    nowhere = ContactBlock()
    return Who(
        name=name,
        trade_names=(),
        business_id=None,
        description=None,
        country=None,
        address=None,
        contact=nowhere,
        privacy=nowhere,
        officer=nowhere,
        officer_designated=None,
    )


def _bare_basis(absent: Fact) -> Basis:
    return Basis(
        id="",
        article="",
        name=absent,
        plain=None,
        explanation=None,
        law=None,
        contract=None,
        request=None,
        interest=None,
        whose=None,
        consent_method=None,
        withdrawal=None,
    )


def _arises(right: RightTerm, activity: Activity) -> tuple[bool, dict[str, Words]]:
    """Does the right arise for any purpose of the activity, and with which limits, by basis?"""
    arises, limits = False, dict[str, Words]()
    for entry, _ in with_bases(activity):
        if not _applies(right, activity, entry):
            continue
        basis = entry.lawful_basis.article.id if entry.lawful_basis else None
        entitlement = right.by_basis.get(basis) if basis else None
        if any(part.condition and part.condition.id in right.by_condition for part in entry.special_data):
            arises = True
        elif entitlement is not None:
            arises = arises or entitlement.verdict != "no"
            if entitlement.verdict == "limited" and entitlement.note and basis:
                limits[basis] = entitlement.note
        elif all(other.verdict != "no" for other in right.by_basis.values()):
            arises = True
    if right.applies_when == "always":
        # A disclosure with a basis of its own is processing on that basis: consent to it can be withdrawn.
        for one in activity.recipients or ():
            entitlement = right.by_basis.get(one.lawful_basis.article.id) if one.lawful_basis else None
            arises = arises or (entitlement is not None and entitlement.verdict != "no")
    return arises, limits


def _applies(right: RightTerm, activity: Activity, entry: PurposeEntry) -> bool:
    """Is the fact there that the right asks for besides the basis?"""
    purpose = entry.purpose
    match right.applies_when:
        case "always":
            return True
        case "provided_and_automated":
            used = entry.data_categories or [data.category for data in activity.data_categories or ()]
            # Observed data count as provided (WP 242 rev.01); derived and inferred data do not.
            return any(one is not None and one.origin in (None, "provided", "observed") for one in used) or not used
        case "direct_marketing":
            whole = activity.direct_marketing is not None and activity.direct_marketing.used is True
            return whole or (purpose is not None and purpose.is_direct_marketing is True)
        case "research_or_statistics":
            return purpose is not None and purpose.is_statistical_or_research is True
        case "solely_automated_decision":
            decision = activity.automated_decision
            return isinstance(decision, AutomatedDecision) and decision.solely_automated is not False
