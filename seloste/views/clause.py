"""The public clause: what one notice tells people under Arts 12-14, 21(4) and 26(2), in layers.

Only activities of the company as (joint) controller that name the notice stand in it. What is internal (systems, notes,
questions, references to files) is never read here, so it cannot reach the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import get_args

from seloste.findings import At
from seloste.locale import Locale
from seloste.model import (
    Activity,
    AutomatedDecision,
    Cookie,
    JointArrangement,
    Notice,
    Party,
    Placement,
    Recipient,
    Registry,
    RightsChannel,
    Service,
)
from seloste.views import (
    ContactBlock,
    DataRow,
    DerivedRight,
    Fact,
    PurposeRow,
    RecipientRow,
    SourceRow,
    Supervisor,
    TransferRow,
    View,
    Voice,
    Who,
    derive_rights,
    in_order,
    is_draft,
    known,
    listed,
    with_bases,
)

MARKETING_OBJECTION, OBJECTION, RESEARCH_OBJECTION = "21(2)", "21(1)", "21(6)"
COMPLAINT, REMEDY = "77", "79"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A section of the page: the id of its record, and its name."""

    id: str
    name: Fact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Which sections something applies to; `everywhere`: to all of them."""

    everywhere: bool
    sections: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surprise:
    """Something that readers may not expect: what it is (a key of the locale), the facts, and where to read on."""

    kind: str
    facts: tuple[Fact, ...]
    sections: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Automated decisions of an activity (Art. 13(2)(f), 22). `none`: the company states that there are none."""

    none: Fact | None
    effect: Fact | None
    ground: Fact | None
    logic: Fact | None
    significance: Fact | None
    consequences: Fact | None
    safeguards: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One activity, in full. `awaits`: the whole of it awaits confirmation."""

    id: str
    name: Fact | None
    awaits: bool
    description: Fact | None
    subjects: tuple[Fact, ...]
    purposes: tuple[PurposeRow, ...]
    data: tuple[DataRow, ...]
    sources: tuple[SourceRow, ...]
    recipients: tuple[RecipientRow, ...]
    no_recipients: Fact | None
    transfers: tuple[TransferRow, ...]
    no_transfers: Fact | None
    provision: tuple[Fact, ...]
    consequence: Fact | None
    decision: Decision
    profiling: Fact | None
    profiling_text: Fact | None
    marketing: Fact | None
    marketing_channels: tuple[Fact, ...]
    children: tuple[Fact, ...]
    account: Fact | None
    joint: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CookieRow:
    """One thing stored on a reader's device (Act 917/2014 s. 205)."""

    id: str
    name: Fact | None
    technology: Fact | None
    purpose: Fact | None
    category: Fact | None
    provider: Fact | None
    third_party: Fact | None
    access: Fact | None
    duration: Fact | None
    consent: Fact | None
    method: Fact | None
    withdrawal: Fact | None
    personal: Fact | None
    identifiers: tuple[Fact, ...]
    section: Link | None
    destination: Fact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RightRow:
    """A right with the processing it applies to, and its limits there."""

    id: str
    article: str
    label: str
    text: Fact
    reach: Reach
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """How people use their rights (Art. 12(2)-(6))."""

    contact: ContactBlock
    instructions: Fact | None
    identity: Fact | None
    response: Fact | None
    fee: Fact | None
    exceptions: tuple[tuple[str, Fact | None, Fact | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """The essence of a joint arrangement (Art. 26(2)). Duties without a party are the company's own."""

    id: str
    label: Fact | None
    parties: tuple[Fact, ...]
    duties: tuple[tuple[Fact | None, tuple[Fact, ...]], ...]
    contact: ContactBlock
    essence: Fact | None
    sections: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseView(View):
    """The page of one notice, layer by layer.

    `groups` explains whose data they are and `transfers` describes each transfer, once for all sections. `fragments`
    holds the free texts by placement, each possibly empty.
    """

    heading: Fact | None
    controller: Who | None
    segments: tuple[Fact, ...]
    channels: tuple[Fact, ...]
    audience: tuple[Fact, ...]
    version: Fact | None
    effective: Fact | None
    supersedes: Fact | None
    changes: Fact | None
    notified: Fact | None
    framework: tuple[Fact, ...]
    groups: tuple[tuple[Fact, Fact | None], ...]
    transfers: tuple[TransferRow, ...]
    purposes: tuple[tuple[Link, Fact], ...]
    surprises: tuple[Surprise, ...]
    sections: tuple[Section, ...]
    cookies: tuple[CookieRow, ...]
    rights: tuple[RightRow, ...]
    objection: RightRow | None
    marketing_objection: RightRow | None
    research_objection: RightRow | None
    complaint: RightRow | None
    remedy: RightRow | None
    how: tuple[Channel, ...]
    authority: Supervisor | None
    joints: tuple[Joint, ...]
    services: tuple[Link, ...]
    fragments: Mapping[str, tuple[Fact, ...]]


def view(registry: Registry, subject: Notice, locale: Locale, as_of: date) -> ClauseView:
    """The clause of one notice (Arts 12-14). Never fails: what is missing is absent or reads "to be confirmed"."""
    voice = Voice(registry=registry, locale=locale, as_of=as_of, public=True)
    activities = covered(registry, subject)
    derived = {row.right.id: _right(voice, row, activities) for row in derive_rights(registry, activities, as_of)}
    in_boxes = (OBJECTION, MARKETING_OBJECTION, RESEARCH_OBJECTION, COMPLAINT, REMEDY)
    organisation = registry.organisation
    at = subject.at
    title = voice.text(subject.title, at / "title")
    return ClauseView(
        subject=subject.id,
        title=title.text if title else subject.id,
        draft=is_draft(registry),
        as_of=as_of,
        heading=title,
        controller=voice.who(organisation) if organisation else None,
        segments=voice.terms("segment", organisation.customer_segments, organisation.at / "customer_segments")
        if organisation
        else (),
        channels=voice.terms("channel", organisation.channels, organisation.at / "channels") if organisation else (),
        audience=known(
            *(
                voice.text(one.label, at / "audience" / i, via=at / "audience" / i)
                for i, one in listed(subject.audience)
            )
        ),
        version=voice.plain(subject.version, at / "version"),
        effective=voice.day(subject.effective_from, at / "effective_from"),
        supersedes=voice.plain(subject.supersedes, at / "supersedes"),
        changes=voice.text(subject.change_summary, at / "change_summary", prose=True),
        notified=voice.text(subject.notified_how, at / "notified_how", prose=True),
        framework=known(
            *(
                voice.row(law, at / "legal_framework" / i, words=law.citation)
                for i, law in listed(subject.legal_framework)
            )
        ),
        groups=_groups(voice, activities),
        transfers=_transfers(voice, activities),
        purposes=_purposes(voice, activities),
        surprises=_surprises(voice, activities),
        sections=tuple(_section(voice.announcing(activity), activity) for activity in activities),
        cookies=tuple(_cookie(voice.announcing(cookie), cookie) for cookie in _cookies(registry, subject, activities)),
        rights=tuple(row for id, row in derived.items() if id not in in_boxes),
        objection=derived.get(OBJECTION),
        marketing_objection=derived.get(MARKETING_OBJECTION),
        research_objection=derived.get(RESEARCH_OBJECTION),
        complaint=derived.get(COMPLAINT),
        remedy=derived.get(REMEDY),
        how=tuple(_channel(voice, one) for one in registry.rights.values() if one.status != "retired"),
        authority=voice.supervisor(organisation.supervisory_authority, organisation.at / "supervisory_authority")
        if organisation
        else None,
        joints=_joints(voice, activities),
        services=tuple(
            Link(id=service.id, name=voice.text(service.name, service.at / "name"))
            for service in in_order(registry.services.values())
            if _is_processed_for_customers(service)
        ),
        fragments=_fragments(voice, subject),
    )


def covered(registry: Registry, notice: Notice) -> tuple[Activity, ...]:
    """The activities that a notice tells about: those of a (joint) controller that name it, in reading order."""
    return tuple(
        activity
        for activity in in_order(registry.activities.values())
        if activity.role != "processor" and any(one.id == notice.id for one in activity.notices or ())
    )


# --- the first layer ---


def _purposes(voice: Voice, activities: Sequence[Activity]) -> tuple[tuple[Link, Fact], ...]:
    """Each purpose once, with the section in which it is explained first."""
    seen: dict[str, tuple[Link, Fact]] = {}
    for activity in activities:
        for entry in activity.purposes or ():
            fact = entry.purpose and voice.text(
                entry.purpose.label, entry.purpose.at / "label", via=entry.at / "purpose"
            )
            if entry.purpose and fact:
                seen.setdefault(entry.purpose.id, (_link(voice, activity), fact))
    return tuple(seen.values())


def _surprises(voice: Voice, activities: Sequence[Activity]) -> tuple[Surprise, ...]:
    kinds: tuple[tuple[str, Callable[[Voice, Activity], Iterable[Fact | None] | None]], ...] = (
        ("transfers", _destinations),
        ("profiling", _profiles),
        ("decisions", _decides),
        ("marketing_disclosure", partial(_marketing_recipients, by_consent=False)),
        ("marketing_disclosure_by_consent", partial(_marketing_recipients, by_consent=True)),
        ("sources", _indirect_sources),
        ("special", _special_data),
        ("children", _children_targeted),
    )
    found = []
    for kind, ask in kinds:
        facts: dict[str, Fact] = {}
        sections = []
        for activity in activities:
            answer = ask(voice, activity)
            if answer is not None:
                sections.append(_link(voice, activity))
                for fact in known(*answer):
                    facts.setdefault(fact.text, fact)
        if sections:
            found.append(Surprise(kind=kind, facts=tuple(facts.values()), sections=tuple(sections)))
    return tuple(found)


def _destinations(voice: Voice, activity: Activity) -> Iterable[Fact | None] | None:
    outside = [
        transfer
        for transfer in activity.transfers or ()
        if not transfer.country or voice.registry.vocabulary.is_third_country(transfer.country, voice.as_of)
    ]
    if not outside:
        return None
    return [voice.transfer(transfer, transfer.at, name_importer=False).destination for transfer in outside]


def _profiles(voice: Voice, activity: Activity) -> Iterable[Fact | None] | None:
    return () if activity.profiling and activity.profiling.used else None


def _decides(voice: Voice, activity: Activity) -> Iterable[Fact | None] | None:
    decision = activity.automated_decision
    return () if isinstance(decision, AutomatedDecision) and decision.solely_automated is not False else None


def _marketing_recipients(voice: Voice, activity: Activity, *, by_consent: bool) -> Iterable[Fact | None] | None:
    """Who gets data for marketing; named only where the same basis does not also serve another purpose."""
    found = False
    names = []
    for one in activity.recipients or ():
        consented = one.lawful_basis is not None and one.lawful_basis.article.id == "6(1)(a)"
        if one.role != "independent_controller" or consented != by_consent:
            continue
        serves = _marketing_served(activity, one)
        found = found or any(serves)
        names += [voice.recipient(one).name] if serves and all(serves) else []
    return names if found else None


def _marketing_served(activity: Activity, recipient: Recipient) -> list[bool]:
    """Is each purpose that a disclosure can serve marketing? It serves those that share its basis, if any do."""
    if not activity.purposes:
        return [bool(activity.direct_marketing and activity.direct_marketing.used)]
    basis = recipient.lawful_basis.id if recipient.lawful_basis else None
    shared = [entry for entry in activity.purposes if entry.lawful_basis and entry.lawful_basis.id == basis]
    return [bool(entry.purpose and entry.purpose.is_direct_marketing) for entry in shared or activity.purposes]


def _indirect_sources(voice: Voice, activity: Activity) -> Iterable[Fact | None] | None:
    indirect = [source for source in _sources(voice, activity) if source.indirect]
    return [source.name for source in indirect] if indirect else None


def _special_data(voice: Voice, activity: Activity) -> Iterable[Fact | None] | None:
    rows = [row for row in voice.data(activity) if row.sensitivity is not None]
    return [row.label for row in rows] if rows else None


def _children_targeted(voice: Voice, activity: Activity) -> Iterable[Fact | None] | None:
    return () if activity.children and activity.children.targeted else None


# --- one activity ---


def _section(voice: Voice, activity: Activity) -> Section:
    at = activity.at
    locale = voice.locale
    provision, profiling, marketing = activity.provision_of_data, activity.profiling, activity.direct_marketing
    return Section(
        id=activity.id,
        name=voice.text(activity.name, at / "name"),
        awaits=voice.awaits_whole(activity),
        description=voice.text(activity.description, at / "description", prose=True),
        subjects=_subjects(voice, activity),
        purposes=tuple(voice.purpose(entry, basis_at) for entry, basis_at in with_bases(activity)),
        data=voice.data(activity),
        sources=_sources(voice, activity),
        recipients=tuple(
            voice.recipient(one) for one in activity.recipients or () if one.until is None or one.until >= voice.as_of
        ),
        no_recipients=_none(voice, activity.recipients, at / "recipients", "clause.recipients.none"),
        transfers=tuple(
            voice.transfer(one, at / "transfers" / i, name_importer=False) for i, one in listed(activity.transfers)
        ),
        no_transfers=_none(voice, activity.transfers, at / "transfers", "clause.transfers.none"),
        provision=known(
            voice.term(
                "provision_nature", provision.nature if provision else None, at / "provision_of_data" / "nature"
            ),
            voice.yes_no(
                provision.obliged if provision else None,
                at / "provision_of_data" / "obliged",
                "clause.provision.obliged",
            ),
        ),
        consequence=voice.text(
            provision.consequence if provision else None, at / "provision_of_data" / "consequence", prose=True
        ),
        decision=_decision(voice, activity),
        profiling=voice.yes_no(profiling.used if profiling else None, at / "profiling" / "used", "clause.profiling"),
        profiling_text=voice.text(profiling.description, at / "profiling" / "description", prose=True)
        if profiling
        else None,
        marketing=voice.yes_no(
            marketing.used if marketing else None, at / "direct_marketing" / "used", "clause.marketing"
        ),
        marketing_channels=voice.terms("marketing_channel", marketing.channels, at / "direct_marketing" / "channels")
        if marketing
        else (),
        children=_children(voice, activity, locale),
        account=voice.yes_no(activity.account_mandatory, at / "account_mandatory", "clause.account"),
        joint=Link(
            id=activity.joint_arrangement.id,
            name=voice.text(activity.joint_arrangement.label, activity.joint_arrangement.at / "label"),
        )
        if activity.joint_arrangement
        else None,
    )


def _none(voice: Voice, listed: Sequence[object] | None, at: At, key: str) -> Fact | None:
    """The sentence that there is none, where the author states it; "to be confirmed" where nothing is known yet."""
    return voice.said(voice.locale.word(key) if listed is not None else None, at, needed=True) if not listed else None


def _subjects(voice: Voice, activity: Activity) -> tuple[Fact, ...]:
    at = activity.at / "data_subjects"
    if activity.data_subjects is None:
        return known(voice.said(None, at))
    return known(*(voice.text(one.label, at / i, via=at / i) for i, one in enumerate(activity.data_subjects)))


def _groups(voice: Voice, activities: Sequence[Activity]) -> tuple[tuple[Fact, Fact | None], ...]:
    """The groups of people of all activities, each once, with who they are in plain words."""
    groups = {one.id: one for activity in activities for one in activity.data_subjects or ()}
    pairs = (
        (voice.text(one.label, one.at / "label"), voice.text(one.plain_text, one.at / "plain_text", prose=True))
        for one in groups.values()
    )
    return tuple((label, plain) for label, plain in pairs if label is not None)


def _transfers(voice: Voice, activities: Sequence[Activity]) -> tuple[TransferRow, ...]:
    """Each transfer of the activities once; the importer is named if it is a recipient that may be named."""
    rows: dict[str, TransferRow] = {}
    for activity in activities:
        named = {one.party.id for one in activity.recipients or () if one.party and one.public_by_name is not False}
        for one in activity.transfers or ():
            may_be_named = one.importer is not None and one.importer.id in named
            if one.id not in rows or (may_be_named and rows[one.id].importer is None):
                rows[one.id] = voice.transfer(one, one.at, name_importer=may_be_named)
    return tuple(rows.values())


def _sources(voice: Voice, activity: Activity) -> tuple[SourceRow, ...]:
    """Each source of the activity's data once."""
    rows: dict[str, SourceRow] = {}
    for entry in activity.data_categories or ():
        for source in entry.sources or ():
            rows.setdefault(source.id, voice.source(source, entry.at / "sources"))
    return tuple(rows.values())


def _decision(voice: Voice, activity: Activity) -> Decision:
    at, decision = activity.at / "automated_decision", activity.automated_decision
    if not isinstance(decision, AutomatedDecision):
        words = voice.locale.word("clause.decision.none") if decision == "none" else None
        return Decision(
            none=voice.said(words, at),
            effect=None,
            ground=None,
            logic=None,
            significance=None,
            consequences=None,
            safeguards=(),
        )
    kind = None
    if decision.solely_automated is not None:
        significant = decision.legal_or_similarly_significant_effect
        kind = "assisted" if not decision.solely_automated else "significant" if significant else "solely"
    return Decision(
        none=None,
        effect=voice.said(voice.locale.word(f"clause.decision.{kind}") if kind else None, at / "solely_automated"),
        ground=voice.term("ground22", decision.ground, at / "ground"),
        logic=voice.text(decision.logic, at / "logic", prose=True),
        significance=voice.text(decision.significance, at / "significance", prose=True),
        consequences=voice.text(decision.consequences, at / "consequences", prose=True),
        safeguards=voice.terms("safeguard22", decision.safeguards, at / "safeguards"),
    )


def _children(voice: Voice, activity: Activity, locale: Locale) -> tuple[Fact, ...]:
    children = activity.children
    if children is None:
        return ()
    at = activity.at / "children"
    age = children.minimum_age
    return known(
        voice.yes_no(children.targeted, at / "targeted", "clause.children.targeted"),
        voice.said(locale.word("clause.children.age", age=locale.number(age)) if age else None, at / "minimum_age"),
        voice.yes_no(children.parental_authorisation, at / "parental_authorisation", "clause.children.parents"),
        voice.text(children.verification, at / "verification"),
    )


# --- cookies ---

_COOKIE_ORDER = ("strictly_necessary", "preferences", "statistics", "marketing", None)


def _cookies(registry: Registry, notice: Notice, activities: Sequence[Activity]) -> tuple[Cookie, ...]:
    """The cookies of the covered activities, and those without an activity where the notice covers a website."""
    ids = {activity.id for activity in activities}
    on_the_web = notice.channels is None or bool({"website", "web_store"} & set(notice.channels))
    shown = [
        cookie
        for cookie in registry.cookies.values()
        if cookie.status != "retired" and (cookie.activity.id in ids if cookie.activity else on_the_web)
    ]
    return tuple(sorted(shown, key=lambda cookie: (_COOKIE_ORDER.index(cookie.category), cookie.name, cookie.id)))


def _cookie(voice: Voice, cookie: Cookie) -> CookieRow:
    at, consent = cookie.at, cookie.consent
    session = cookie.duration == "session"
    return CookieRow(
        id=cookie.id,
        name=voice.plain(cookie.name, at / "name"),
        technology=voice.term("cookie_technology", cookie.technology, at / "technology"),
        purpose=voice.text(cookie.purpose, at / "purpose"),
        category=voice.term("cookie_category", cookie.category, at / "category"),
        provider=voice.party(cookie.provider, at / "provider"),
        third_party=voice.yes_no(cookie.third_party, at / "third_party", "clause.cookies.third_party"),
        access=voice.yes_no(cookie.third_party_access, at / "third_party_access", "clause.cookies.access"),
        duration=voice.said(voice.locale.word("clause.cookies.session"), at / "duration")
        if session
        else voice.length(cookie.duration if cookie.duration != "session" else None, at / "duration"),
        consent=voice.yes_no(
            consent.required if consent else None, at / "consent" / "required", "clause.cookies.consent"
        ),
        method=voice.term("consent_method", consent.method if consent else None, at / "consent" / "method"),
        withdrawal=voice.text(consent.withdrawal if consent else None, at / "consent" / "withdrawal", prose=True),
        personal=voice.yes_no(cookie.contains_personal_data, at / "contains_personal_data", "clause.cookies.personal"),
        identifiers=voice.categories(cookie.identifiers, at / "identifiers"),
        section=_link(voice, cookie.activity) if cookie.activity else None,
        destination=voice.transfer(cookie.transfer, at / "transfer", name_importer=False).destination
        if cookie.transfer
        else None,
    )


# --- rights ---


def _right(voice: Voice, derived: DerivedRight, activities: Sequence[Activity]) -> RightRow:
    right = derived.right
    return RightRow(
        id=right.id,
        article=voice.cite(right.id),
        label=voice.words(right.label),
        text=Fact(text=voice.words(right.public_text), at=right.at),
        reach=Reach(
            everywhere=len(derived.activities) == len(activities),
            sections=tuple(_link(voice, activity) for activity in derived.activities),
        ),
        limits=tuple(voice.words(limit) for limit in derived.limits),
    )


def _channel(voice: Voice, channel: RightsChannel) -> Channel:
    at, locale = channel.at, voice.locale
    period = channel.response_period
    return Channel(
        contact=voice.contact(channel.contact, at / "contact"),
        instructions=voice.text(channel.instructions, at / "instructions", prose=True),
        identity=voice.text(channel.identity_check, at / "identity_check", prose=True),
        response=voice.said(
            locale.word("clause.how.response", period=locale.period(period)) if period else None, at / "response_period"
        ),
        fee=voice.said(locale.word("clause.how.free") if channel.fee == "none" else None, at / "fee"),
        exceptions=tuple(
            (
                voice.words(one.right.label) if one.right else "",
                voice.text(one.text, one.at / "text"),
                voice.law(one.law_reference, one.at / "law_reference"),
            )
            for one in channel.exceptions
        ),
    )


# --- everything else ---


def _joints(voice: Voice, activities: Sequence[Activity]) -> tuple[Joint, ...]:
    by_id: dict[str, tuple[JointArrangement, list[Link]]] = {}
    for activity in activities:
        if activity.joint_arrangement is not None:
            arrangement = activity.joint_arrangement
            by_id.setdefault(arrangement.id, (arrangement, []))[1].append(_link(voice, activity))
    return tuple(_joint(voice, arrangement, tuple(links)) for arrangement, links in by_id.values())


def _joint(voice: Voice, arrangement: JointArrangement, sections: tuple[Link, ...]) -> Joint:
    at = arrangement.at
    return Joint(
        id=arrangement.id,
        label=voice.text(arrangement.label, at / "label"),
        parties=known(*(voice.party(one, at / "parties" / i) for i, one in listed(arrangement.parties)))
        if arrangement.parties is not None
        else known(voice.said(None, at / "parties")),
        duties=tuple(
            (_doer(voice, duty.party, duty.at), voice.terms("duty", duty.duties, duty.at / "duties"))
            for duty in arrangement.responsibilities or ()
        ),
        contact=voice.contact(arrangement.contact_point, at / "contact_point"),
        essence=voice.text(arrangement.essence_for_data_subjects, at / "essence_for_data_subjects", prose=True),
        sections=sections,
    )


def _doer(voice: Voice, party: Party | None, at: At) -> Fact | None:
    """The party that takes on a duty; without one, the company itself."""
    if party is not None:
        return voice.party(party, at / "party")
    organisation = voice.registry.organisation
    return voice.plain(organisation.legal_name, organisation.at / "legal_name", needed=True) if organisation else None


def _is_processed_for_customers(service: Service) -> bool:
    return service.status != "retired" and any(role.role == "processor" for role in service.roles or ())


def _fragments(voice: Voice, notice: Notice) -> Mapping[str, tuple[Fact, ...]]:
    """The free texts of this notice, and those that belong to every notice, by their place on the page."""
    texts: dict[str, list[Fact]] = {placement: [] for placement in get_args(Placement)}
    for fragment in voice.registry.fragments.values():
        ours = fragment.notice is None or fragment.notice.id == notice.id
        if ours and fragment.status != "retired":
            texts[fragment.placement].extend(known(voice.text(fragment.text, fragment.at / "text", prose=True)))
    return {placement: tuple(facts) for placement, facts in texts.items()}


def _link(voice: Voice, activity: Activity) -> Link:
    return Link(id=activity.id, name=voice.announcing(activity).text(activity.name, activity.at / "name"))
