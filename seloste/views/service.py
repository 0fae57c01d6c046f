"""The description of one service: what the company processes for its customers, in the terms of Art. 28(3).

Only what a customer may read stands here: of a security measure the public text, of a system nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from seloste.locale import Locale
from seloste.model import (
    Activity,
    Agreement,
    AgreementClause,
    DataCategory,
    DataSubject,
    Notice,
    Registry,
    Service,
    SubProcessor,
    Text,
    Transfer,
)
from seloste.views import Fact, Retention, TransferRow, View, Voice, Who, in_order, is_draft, known


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    """Who the company is in one part of the service."""

    scope: Fact | None
    role: Fact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataType:
    """One type of data, with how long it is kept where an activity says so."""

    id: str
    label: Fact | None
    examples: Fact | None
    special: Fact | None
    retention: Retention | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubProcessorRow:
    """Another processor that the company engages (Art. 28(2) and (4)): its name, or what it does while its name is
    to be confirmed."""

    name: tuple[Fact, ...]
    task: Fact | None
    location: Fact | None
    transfer: TransferRow | None
    since: Fact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term of Art. 28(3): its point, and what it says."""

    point: str
    words: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceView(View):
    """The page of one service. `processor`: in some part of it the company processes data for the customer."""

    heading: Fact | None
    awaits: bool
    description: Fact | None
    version: Fact | None
    terms_ref: Fact | None
    customers: tuple[Fact, ...]
    provider: Who | None
    roles: tuple[RoleRow, ...]
    processor: bool
    subject_matter: Fact | None
    duration: Fact | None
    nature: Fact | None
    purpose: Fact | None
    operations: tuple[Fact, ...]
    data: tuple[DataType, ...]
    subjects: tuple[tuple[Fact, Fact | None], ...]
    activities: tuple[tuple[Fact, Fact | None], ...]
    sub_processors: tuple[SubProcessorRow, ...]
    no_sub_processors: Fact | None
    authorisation: Fact | None
    notice_days: Fact | None
    transfers: tuple[TransferRow, ...]
    no_transfers: Fact | None
    security: tuple[Fact, ...]
    terms: tuple[Term, ...]
    exit: Fact | None
    exit_deadline: Fact | None
    exit_proof: Fact | None
    exit_backups: Fact | None
    breach: Fact | None
    assistance: Fact | None
    audit: Fact | None
    controller_rights: Fact | None
    instructions: Fact | None
    change_notice: Fact | None
    notices: tuple[tuple[str, Fact | None], ...]


def view(registry: Registry, subject: Service, locale: Locale, as_of: date) -> ServiceView:
    """The description of one service (Art. 28(3)). Never fails: what is missing is absent or "to be confirmed"."""
    voice = Voice(registry=registry, locale=locale, as_of=as_of, public=True).announcing(subject)
    at, organisation = subject.at, registry.organisation
    agreement = subject.agreement
    activities = in_order(one for one in subject.activities or () if one.role == "processor")
    processor = bool(activities) or any(role.role == "processor" for role in subject.roles or ())
    exit = agreement.end_of_service if agreement else None
    place = agreement.at if agreement else at / "agreement"
    title = voice.text(subject.name, at / "name")
    transfers = _transfers(activities, agreement)
    sub_processors = agreement.sub_processors if agreement else None
    return ServiceView(
        subject=subject.id,
        title=title.text if title else subject.id,
        draft=is_draft(registry),
        as_of=as_of,
        heading=title,
        awaits=voice.awaits_whole(subject),
        description=voice.text(subject.public_description, at / "public_description", prose=True),
        version=voice.plain(subject.version, at / "version"),
        terms_ref=voice.text(subject.terms_ref, at / "terms_ref"),
        customers=voice.terms("segment", subject.customer_types, at / "customer_types"),
        provider=voice.who(organisation) if organisation else None,
        roles=tuple(
            RoleRow(
                scope=voice.text(role.scope, role.at / "scope", prose=True),
                role=voice.term("role", role.role, role.at / "role", needed=True),
            )
            for role in subject.roles or ()
        ),
        processor=processor,
        subject_matter=_either(voice, subject, "subject_matter", subject.subject_matter, agreement),
        duration=_either(voice, subject, "duration", subject.duration, agreement),
        nature=_either(voice, subject, "nature", subject.nature, agreement),
        purpose=_either(voice, subject, "purpose", subject.purpose, agreement),
        operations=_operations(voice, activities),
        data=_data(voice, subject, agreement, activities),
        subjects=_subjects(voice, subject, _groups(subject, agreement, activities)),
        activities=tuple(
            (name, voice.text(one.description, one.at / "description", prose=True))
            for one in activities
            if (name := voice.text(one.name, one.at / "name"))
        ),
        sub_processors=tuple(_sub_processor(voice, one) for one in sub_processors or ()),
        no_sub_processors=voice.said(
            locale.word("service.sub_processors.none") if sub_processors is not None else None,
            place / "sub_processors",
            needed=True,
        )
        if not sub_processors
        else None,
        authorisation=voice.term(
            "sub_processor_authorisation",
            agreement.sub_processor_authorisation if agreement else None,
            place / "sub_processor_authorisation",
            needed=True,
        ),
        notice_days=voice.said(
            locale.word("service.sub_processors.notice", days=locale.number(agreement.notice_period_days))
            if agreement and agreement.notice_period_days is not None
            else None,
            place / "notice_period_days",
        ),
        transfers=tuple(voice.transfer(one, one.at, name_importer=True) for one in transfers),
        no_transfers=_no_transfers(voice, activities),
        security=_security(voice, activities),
        terms=_terms(voice, subject, agreement),
        exit=voice.term(
            "end_of_service", exit.choice if exit else None, place / "end_of_service" / "choice", needed=True
        ),
        exit_deadline=voice.length(exit.deadline if exit else None, place / "end_of_service" / "deadline"),
        exit_proof=voice.text(exit.proof if exit else None, place / "end_of_service" / "proof", prose=True),
        exit_backups=voice.text(exit.backups if exit else None, place / "end_of_service" / "backups", prose=True),
        breach=voice.said(
            locale.word("service.breach.within", hours=locale.number(agreement.breach_notice_hours))
            if agreement and agreement.breach_notice_hours is not None
            else None,
            place / "breach_notice_hours",
            needed=True,
        ),
        assistance=voice.text(
            agreement.assistance if agreement else None, place / "assistance", prose=True, needed=True
        ),
        audit=voice.text(agreement.audit if agreement else None, place / "audit", prose=True, needed=True),
        controller_rights=_rights(voice, subject, agreement),
        instructions=voice.text(subject.instructions, at / "instructions", prose=True, needed=True),
        change_notice=voice.text(subject.change_notice, at / "change_notice", prose=True, needed=True),
        notices=tuple(
            (notice.id, voice.text(notice.title, notice.at / "title"))
            for notice in _notices(registry, _groups(subject, agreement, activities))
        ),
    )


def _either(voice: Voice, service: Service, key: str, own: Text | None, agreement: Agreement | None) -> Fact | None:
    """A term as the service words it, else as its agreement does."""
    theirs: Text | None = getattr(agreement, key) if agreement else None
    return voice.text(own or theirs, service.at / key, prose=True, needed=True)


def _rights(voice: Voice, service: Service, agreement: Agreement | None) -> Fact | None:
    text = service.controller_rights or (agreement.controller_obligations_and_rights if agreement else None)
    return voice.text(text, service.at / "controller_rights", prose=True, needed=True)


def _operations(voice: Voice, activities: Sequence[Activity]) -> tuple[Fact, ...]:
    facts = {
        fact.text: fact
        for activity in reversed(activities)
        for fact in reversed(voice.terms("operation", activity.operations, activity.at / "operations"))
    }
    return tuple(reversed(facts.values()))


def _data(
    voice: Voice, service: Service, agreement: Agreement | None, activities: Sequence[Activity]
) -> tuple[DataType, ...]:
    """The types of data that the service names, else its agreement, else its activities; each once."""
    kept = {
        entry.category.id: voice.retention(entry.retention, entry.at / "retention")
        for activity in activities
        for entry in activity.data_categories or ()
        if entry.category is not None
    }
    types = service.data_types or (agreement.data_types if agreement else None)
    if not types:
        types = tuple(
            {
                entry.category.id: entry.category
                for activity in activities
                for entry in activity.data_categories or ()
                if entry.category is not None
            }.values()
        )
    if not types:
        absent = voice.said(None, service.at / "data_types", needed=True)
        return (DataType(id="", label=absent, examples=None, special=None, retention=None),) if absent else ()
    return tuple(_data_type(voice, one, kept.get(one.id)) for one in types)


def _data_type(voice: Voice, category: DataCategory, retention: Retention | None) -> DataType:
    at = category.at
    if category.sensitivity and category.sensitivity != "ordinary":
        special = voice.term("sensitivity", category.sensitivity, at / "sensitivity")
    elif category.may_contain_special:
        special = voice.said(voice.locale.word("service.may_contain_special"), at / "may_contain_special")
    else:
        special = None
    return DataType(
        id=category.id,
        label=voice.text(category.label, at / "label"),
        examples=voice.text(category.examples, at / "examples"),
        special=special,
        retention=retention,
    )


def _groups(service: Service, agreement: Agreement | None, activities: Sequence[Activity]) -> tuple[DataSubject, ...]:
    """Whose data they are: as the service names them, else its agreement, else its activities; each once."""
    named = service.data_subjects or (agreement.data_subjects if agreement else None)
    return named or tuple({one.id: one for activity in activities for one in activity.data_subjects or ()}.values())


def _notices(registry: Registry, groups: Sequence[DataSubject]) -> tuple[Notice, ...]:
    """The notices for the people of a service, where the company is the controller itself (Arts 13-14).

    A notice concerns them if it covers an activity about one of their groups. If none does, those that cover an
    activity about customers are named, so that nobody is sent to a notice for staff or one about cameras.
    """
    people = {group.id for group in groups}
    own = [one for one in in_order(registry.activities.values()) if one.role != "processor"]
    of_people = {notice.id for one in own if people & _ids(one.data_subjects) for notice in one.notices or ()}
    of_customers = {notice.id for one in own if _is_for_customers(one) for notice in one.notices or ()}
    told = of_people or of_customers
    return tuple(one for one in registry.notices.values() if one.status != "retired" and one.id in told)


def _ids(groups: Sequence[DataSubject] | None) -> set[str]:
    return {group.id for group in groups or ()}


def _is_for_customers(activity: Activity) -> bool:
    return any(
        one.relationship in ("own_customer", "customers_staff", "customers_customer")
        for one in activity.data_subjects or ()
    )


def _subjects(voice: Voice, service: Service, groups: Sequence[DataSubject]) -> tuple[tuple[Fact, Fact | None], ...]:
    if not groups:
        return tuple((fact, None) for fact in known(voice.said(None, service.at / "data_subjects", needed=True)))
    pairs = (
        (voice.text(one.label, one.at / "label"), voice.text(one.plain_text, one.at / "plain_text", prose=True))
        for one in groups
    )
    return tuple((label, plain) for label, plain in pairs if label is not None)


def _sub_processor(voice: Voice, one: SubProcessor) -> SubProcessorRow:
    at = one.at
    return SubProcessorRow(
        name=voice.described(one.party, at / "party"),
        task=voice.text(one.task, at / "task"),
        location=voice.country(one.location, at / "location", needed=True),
        transfer=voice.transfer(one.transfer, at / "transfer", name_importer=True) if one.transfer else None,
        since=voice.day(one.since, at / "since"),
    )


def _transfers(activities: Sequence[Activity], agreement: Agreement | None) -> tuple[Transfer, ...]:
    own = [transfer for activity in activities for transfer in activity.transfers or ()]
    theirs = [one.transfer for one in (agreement.sub_processors if agreement else None) or () if one.transfer]
    return tuple({transfer.id: transfer for transfer in (*own, *theirs)}.values())


def _no_transfers(voice: Voice, activities: Sequence[Activity]) -> Fact | None:
    """The sentence that there are none, if every activity states it; "to be confirmed" where one awaits it."""
    for activity in activities:
        if activity.transfers is None:
            return voice.said(None, activity.at / "transfers", needed=True)
    if not activities or any(activity.transfers for activity in activities):
        return None
    return voice.said(voice.locale.word("service.transfers.none"), activities[0].at / "transfers")


def _security(voice: Voice, activities: Sequence[Activity]) -> tuple[Fact, ...]:
    """What may be said in public about the security measures (Art. 28(3)(c), 32), each once."""
    measures = {one.id: one for activity in activities for one in activity.security_measures or ()}
    facts = [voice.text(one.public_text, one.at / "public_text", prose=True) for one in measures.values()]
    if not measures:
        facts = [voice.said(None, one.at / "security_measures", needed=True) for one in activities[:1]]
    return known(*facts)


def _terms(voice: Voice, service: Service, agreement: Agreement | None) -> tuple[Term, ...]:
    """The terms of Art. 28(3) that the agreement has, in the order of the article."""
    present = agreement.clauses_present if agreement else None
    at = (agreement.at if agreement else service.at / "agreement") / "clauses_present"
    if present is None:
        absent = voice.said(None, at, needed=True)
        return (Term(point="", words=absent),) if absent else ()
    said = (
        (clause, voice.said(voice.locale.word(f"service.terms.words.{clause}"), at / present.index(clause)))
        for clause in get_args(AgreementClause)
        if clause in present
    )
    return tuple(
        Term(point=voice.locale.word(f"service.terms.point.{clause}"), words=words) for clause, words in said if words
    )
