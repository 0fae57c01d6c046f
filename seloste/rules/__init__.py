"""The law as rules: one file per rule, found by being in this folder.

A rule module has a docstring (its page in `explain`: one line, the reason with the article, `Fails:` and `Passes:`
examples that the tests run), and these names:

    severity: Severity          what its findings weigh
    citation: str               the articles it enforces
    tags: tuple[str, ...]       what it is about
    def broken(case: Case) -> Iterator[Broken]

A rule knows neither its id (its file's name with hyphens) nor line numbers, and never looks at a sibling. What several
rules ask of the registry stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from seloste.covered import activities_of
from seloste.findings import At, Severity
from seloste.model import (
    DEFAULT_LANGUAGE,
    Activity,
    Agreement,
    Assessment,
    AutomatedDecision,
    DataCategory,
    DataEntry,
    LawfulBasis,
    Notice,
    Organisation,
    PurposeEntry,
    Recipient,
    Registry,
    RetentionPeriod,
    Text,
    Transfer,
    TransferMechanism,
    texts,
)
from seloste.views.clause import ClauseView
from seloste.vocabulary import AdequacyDecision, Hit, RightTerm

V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a rule judges: the registry and the views made of it, on a day.

    `views` holds the view of every document in every language. `final` is true for a build that will be published.
    """

    registry: Registry
    views: tuple[object, ...]
    as_of: date
    final: bool = False

    def views_of(self, kind: type[V]) -> Iterator[V]:
        """The views of one kind, in every language, for rules about what a document says."""
        return (view for view in self.views if isinstance(view, kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """One place where a rule is not kept. `severity` differs from the rule's own only where the rule has degrees.

    `rests_on` names the other facts of the verdict: while one of them is unconfirmed, the rule gives way to its
    question.
    """

    at: At
    message: str
    fix: str
    rests_on: tuple[At, ...] = ()
    severity: Severity | None = None
    did_you_mean: str = ""


def activities(registry: Registry) -> Iterator[Activity]:
    """The activities that are part of the record today: all that are not retired."""
    return (activity for activity in registry.activities.values() if activity.status != "retired")


def own_activities(registry: Registry) -> Iterator[Activity]:
    """The activities for which the organisation answers itself, alone or jointly (Art. 30(1))."""
    return (activity for activity in activities(registry) if activity.role != "processor")


def processor_activities(registry: Registry) -> Iterator[Activity]:
    """The activities carried out on behalf of customers (Art. 30(2))."""
    return (activity for activity in activities(registry) if activity.role == "processor")


def own_purposes(registry: Registry) -> Iterator[tuple[Activity, PurposeEntry]]:
    """Every purpose entry of the organisation's own activities, with its activity."""
    return ((activity, entry) for activity in own_activities(registry) for entry in activity.purposes or ())


def own_data(registry: Registry) -> Iterator[tuple[Activity, DataEntry]]:
    """Every data entry of the organisation's own activities, with its activity."""
    return ((activity, entry) for activity in own_activities(registry) for entry in activity.data_categories or ())


def own_recipients(registry: Registry) -> Iterator[tuple[Activity, Recipient]]:
    """Every recipient of the organisation's own activities, with its activity."""
    return ((activity, recipient) for activity in own_activities(registry) for recipient in activity.recipients or ())


def agreements(registry: Registry, direction: str = "") -> Iterator[Agreement]:
    """The agreements that are not retired: all of them, or those of one direction."""
    return (
        agreement
        for agreement in registry.agreements.values()
        if agreement.status != "retired" and direction in ("", agreement.direction)
    )


def retention_periods(registry: Registry) -> Iterator[RetentionPeriod]:
    """The retention periods that are not retired."""
    return (period for period in registry.retention_periods.values() if period.status != "retired")


def name(text: Text | None) -> str:
    """What a finding calls a thing: its text in the default language, or in the first there is."""
    if text is None:
        return ""
    return text.words.get(DEFAULT_LANGUAGE) or next(iter(text.words.values()), "")


def transfers(registry: Registry, as_of: date) -> Iterator[Transfer]:
    """The transfers that need a ground of Chapter V on this day: to a third country or an international organisation.

    One whose destination is not known at all is left out; that is a matter of its own.
    """
    for transfer in registry.transfers.values():
        destination = transfer.country
        abroad = destination is not None and registry.vocabulary.is_third_country(destination, as_of)
        if transfer.status != "retired" and (abroad or transfer.international_organisation is not None):
            yield transfer


def mechanisms(registry: Registry, as_of: date) -> Iterator[TransferMechanism]:
    """The mechanisms that transfers rely on today, each once; those held in reserve are not among them."""
    used = {transfer.mechanism.id: transfer.mechanism for transfer in transfers(registry, as_of) if transfer.mechanism}
    yield from used.values()


def adequacy_decisions(registry: Registry, transfer: Transfer, as_of: date) -> tuple[AdequacyDecision, ...]:
    """The adequacy decisions in force for the destination of a transfer (Art. 45(3)); empty if there is none."""
    destination = transfer.country or transfer.international_organisation or ""
    return registry.vocabulary.adequacy_for(destination.upper(), as_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text that people read, in one language, and the place of that language."""

    at: At
    language: str
    words: str


def passages(registry: Registry) -> Iterator[Passage]:
    """Every public text in every language it has. Assessments are internal; what is retired is no longer said."""
    for record in registry.records():
        if isinstance(record, Assessment) or record.status == "retired":
            continue
        for text in texts(record):
            for language, words in text.words.items():
                yield Passage(at=text.at / language, language=language, words=words)


def claims(registry: Registry, passage: Passage, lexicon: str) -> tuple[Hit, ...]:
    """Where a passage says what a lexicon looks for. A sentence that denies it (“you need not accept …”) does not."""
    words = registry.vocabulary.lexicons.get(passage.language)
    if words is None:
        return ()
    return tuple(
        hit
        for hit in words.find(lexicon, passage.words)
        if not words.find("denial", passage.words[_sentence_start(passage.words, hit.start) : hit.end])
    )


def quoted(hits: tuple[Hit, ...]) -> str:
    """The words that were found, each once, in quotation marks and on one line."""
    found = dict.fromkeys(" ".join(hit.text.split()) for hit in hits)
    return ", ".join(f"“{words}”" for words in found)


_SENTENCE_END = re.compile(r"[.!?;:]\s+|\n\s*\n")


def _sentence_start(words: str, before: int) -> int:
    return max((end.end() for end in _SENTENCE_END.finditer(words, 0, before)), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisUse:
    """A lawful basis where it is used: for a purpose (`entry`), or for a disclosure or an activity as a whole."""

    at: At
    activity: Activity
    basis: LawfulBasis
    entry: PurposeEntry | None = None


def bases_of(activity: Activity, entry: PurposeEntry) -> tuple[BasisUse, ...]:
    """The basis of one purpose entry. Of an activity with one purpose alone, the bases of the activity are its own."""
    if entry.lawful_basis is not None:
        basis_at = entry.at / "lawful_basis"
        return (BasisUse(at=basis_at, activity=activity, basis=entry.lawful_basis, entry=entry),)
    if len({other.purpose.id if other.purpose else "" for other in activity.purposes or ()}) > 1:
        return ()
    whole = activity.at / "lawful_bases"
    return tuple(BasisUse(at=whole, activity=activity, basis=basis, entry=entry) for basis in activity.lawful_bases)


def basis_uses(registry: Registry) -> Iterator[BasisUse]:
    """Every use of a lawful basis in the organisation's own activities: for purposes, as a whole, for disclosures."""
    for activity in own_activities(registry):
        tied = [use for entry in activity.purposes or () for use in bases_of(activity, entry)]
        yield from tied
        for basis in activity.lawful_bases:
            if all(use.basis.id != basis.id for use in tied):
                yield BasisUse(at=activity.at / "lawful_bases", activity=activity, basis=basis)
        for recipient in activity.recipients or ():
            if recipient.lawful_basis is not None:
                yield BasisUse(at=recipient.at / "lawful_basis", activity=activity, basis=recipient.lawful_basis)


def used_bases(registry: Registry, *articles: str) -> Iterator[tuple[LawfulBasis, tuple[BasisUse, ...]]]:
    """Each basis of these articles once, with its uses: those that the company has confirmed, or else all of them."""
    uses: dict[str, list[BasisUse]] = {}
    for use in basis_uses(registry):
        if use.basis.article.id in articles:
            uses.setdefault(use.basis.id, []).append(use)
    for found in uses.values():
        yield found[0].basis, tuple(use for use in found if confirmed(registry, use.at)) or tuple(found)


def lacks_basis(case: Case, entry: PurposeEntry) -> bool:
    """Does a purpose entry lack a basis of Art. 6(1) of its own?

    Mail under the existing-customer exception needs none since the judgment C-654/23 (Art. 95).
    """
    judgment = case.registry.vocabulary.law_facts.get("soft-opt-in-without-art6")
    exempt = entry.eprivacy_basis == "soft_opt_in" and judgment is not None and judgment.in_force(case.as_of)
    return entry.lawful_basis is None and not exempt


def data_of(activity: Activity, entry: PurposeEntry) -> tuple[DataCategory, ...]:
    """The categories of data that a purpose entry uses: its own list, or else all of the activity's."""
    if entry.data_categories is not None:
        return entry.data_categories
    return tuple(data.category for data in activity.data_categories or () if data.category is not None)


def is_special(category: DataCategory) -> bool:
    """Is it a special category of Art. 9(1)? That free text may hold such data does not make it one."""
    return category.sensitivity == "special" or category.art9_kind is not None


def confirmed(registry: Registry, *places: At) -> bool:
    """Is none of these places waiting for the company's word?"""
    return all(registry.awaits_confirmation(place) is None for place in places)


def finnish(registry: Registry) -> Organisation | None:
    """The organisation if it is established in Finland, so that Finnish law applies; None elsewhere or if unknown."""
    organisation = registry.organisation
    return organisation if organisation is not None and organisation.established_in == "FI" else None


def clauses(case: Case) -> Iterator[tuple[ClauseView, Notice]]:
    """Every public clause as it is about to be shown, in every language, with its notice."""
    for view in case.views_of(ClauseView):
        notice = case.registry.notices.get(view.subject)
        if notice is not None:
            yield view, notice


def rights_owed(registry: Registry, notice: Notice, as_of: date) -> Iterator[tuple[RightTerm, tuple[Activity, ...]]]:
    """The rights that a notice must tell of (Art. 13(2)(b)-(d), 14(2)(c)-(e)), with the activities that give them.

    Read from the bases in the registry and from the law alone, so that a page can be held against it.
    """
    told = activities_of(registry, notice)
    for right in registry.vocabulary.rights.values():
        holders = tuple(one for one in told if _gives(right, one))
        if right.told_under and right.in_force(as_of) and holders:
            yield right, holders


def rights_shown(view: ClauseView) -> dict[str, frozenset[str]]:
    """The rights that a page tells of, each with the ids of the activities it says the right applies to."""
    boxes = (view.objection, view.marketing_objection, view.research_objection, view.complaint, view.remedy)
    everywhere = frozenset(section.id for section in view.sections)
    return {
        row.id: everywhere if row.reach.everywhere else frozenset(link.id for link in row.reach.sections)
        for row in (*view.rights, *boxes)
        if row is not None
    }


def sentence_of(passage: Passage, hit: Hit) -> str:
    """The sentence around a hit; an entry of a list counts as one."""
    words = passage.words
    ends = [0, *(found.end() for found in _BETWEEN_SENTENCES.finditer(words)), len(words)]
    return words[max(end for end in ends if end <= hit.start) : min(end for end in ends if end >= hit.end)].strip()


_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n\s*\n|\n\s*[-*] ")


def _gives(right: RightTerm, activity: Activity) -> bool:
    entries = [entry for entry in activity.purposes or () if _asks_for(right, activity, entry)]
    bases = [use.basis for entry in entries for use in bases_of(activity, entry)]
    nameless = any(not bases_of(activity, entry) for entry in entries)
    if right.applies_when == "always":
        # A disclosure on a basis of its own is processing on that basis.
        bases += [one.lawful_basis for one in activity.recipients or () if one.lawful_basis is not None]
    conditions = {part.condition.id for entry in entries for part in entry.special_data if part.condition}
    from_every = all(entitlement.verdict != "no" for entitlement in right.by_basis.values())
    return (
        bool(conditions & set(right.by_condition))
        or (nameless and from_every)
        or any(right.by_basis[use.article.id].verdict != "no" for use in bases if use.article.id in right.by_basis)
    )


def _asks_for(right: RightTerm, activity: Activity, entry: PurposeEntry) -> bool:
    """Is the fact there that the right asks for besides the basis?"""
    purpose, decision = entry.purpose, activity.automated_decision
    match right.applies_when:
        case "provided_and_automated":
            used = entry.data_categories or [one.category for one in activity.data_categories or ()]
            return not used or any(one and one.origin in (None, "provided", "observed") for one in used)
        case "direct_marketing":
            whole = activity.direct_marketing is not None and activity.direct_marketing.used is True
            return whole or (purpose is not None and purpose.is_direct_marketing is True)
        case "research_or_statistics":
            return purpose is not None and purpose.is_statistical_or_research is True
        case "solely_automated_decision":
            return isinstance(decision, AutomatedDecision) and decision.solely_automated is not False
        case _:
            return True
