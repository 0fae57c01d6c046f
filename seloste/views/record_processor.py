"""The record of processing activities of a processor: everything Art. 30(2)(a)-(d) asks for, one sheet an activity.

Internal: it names the controllers on whose behalf the organisation acts, with their representatives and officers. What
Art. 28 asks a processor to know (sub-processors, instructions, the end of the service) stands after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from seloste.findings import At
from seloste.locale import Locale
from seloste.model import Activity, Agreement, Organisation, Party, Registry, Service, SubProcessor
from seloste.sheets import (
    Binder,
    Block,
    Index,
    Line,
    Mention,
    Pairs,
    Sheet,
    Table,
    bind,
    block,
    called,
    category_table,
    cell,
    index,
    index_of_countries,
    index_of_people,
    index_of_systems,
    line,
    people,
    run,
    section,
    security,
    sentence,
    sheet_of,
    systems,
    transfers,
)
from seloste.views import Fact, Voice, in_order, known


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordProcessorView(Binder):
    """The whole record under Art. 30(2)."""


def view(registry: Registry, subject: Organisation, locale: Locale, as_of: date) -> RecordProcessorView:
    """The record of every activity that the organisation carries out on behalf of a controller, in one language.

    Retired activities are left out; ended ones stay and say so. Where the registry names only a kind of customer and
    no controller, the sheet says that kind, and that the controllers are to be confirmed if the registry asks for
    them.
    """
    voice = Voice(registry=registry, locale=locale, as_of=as_of, public=False)
    activities = [one for one in in_order(registry.activities.values()) if one.role == "processor"]
    pairs = [(one, _sheet(voice, subject, one, number)) for number, one in enumerate(activities, start=1)]
    return bind(RecordProcessorView, voice, subject, "processor", "30(2)", (), pairs, _indexes(voice, pairs))


def _sheet(voice: Voice, organisation: Organisation, activity: Activity, number: int) -> Sheet:
    spoken, id = voice.announcing(activity), activity.id
    services = _services(voice.registry, activity)
    sections = (
        section(spoken, f"{id}-a", 2, "a", "record.controllers.title", _controllers(spoken, organisation, activity)),
        section(spoken, f"{id}-b", 2, "b", "record.work.title", _categories(spoken, activity, services)),
        section(spoken, f"{id}-c", 2, "c", "record.e.title", transfers(spoken, activity)),
        section(spoken, f"{id}-d", 2, "d", "record.g.title", security(spoken, activity)),
        section(spoken, f"{id}-more", 2, "", "record.more.title", _more(spoken, activity, services)),
    )
    return sheet_of(voice, organisation, activity, number, sections)


def _services(registry: Registry, activity: Activity) -> tuple[Service, ...]:
    """The services that the activity is part of, in their own order."""
    using = (
        service
        for service in registry.services.values()
        if service.status != "retired" and any(one.id == activity.id for one in service.activities or ())
    )
    return tuple(sorted(using, key=lambda one: (one.order is None, one.order or 0, one.id)))


def _agreements(services: Sequence[Service]) -> tuple[Agreement, ...]:
    return tuple({one.agreement.id: one.agreement for one in services if one.agreement}.values())


# --- (a) ---


def _controllers(voice: Voice, organisation: Organisation, activity: Activity) -> Iterator[Block]:
    word, at = voice.locale.word, activity.at / "on_behalf_of"
    own = voice.plain(organisation.legal_name, organisation.at / "legal_name", needed=True)
    yield from block(
        lines=(
            *line(
                word("record.controllers.processor"), called(voice, organisation), own if own and own.absent else None
            ),
            *line(
                word("record.controllers.category"),
                voice.text(activity.controller_category, activity.at / "controller_category"),
            ),
            *line(word("record.controllers.controllers"), voice.said(None, at) if not activity.on_behalf_of else None),
        )
    )
    for i, party in enumerate(activity.on_behalf_of or ()):
        yield from _controller(voice, party, at / i)


def _controller(voice: Voice, party: Party, via: At) -> tuple[Block, ...]:
    word, who = voice.locale.word, voice.who(party)
    other = who.representative
    return block(
        title=voice.party(party, via),
        lines=(
            *line(word("record.cover.address"), who.address),
            *line(word("record.cover.contact"), *who.contact.lines),
            *(
                line(word("record.cover.representative"), other.name, other.address, *other.contact.lines)
                if other
                else ()
            ),
            *line(word("record.cover.dpo"), who.officer_designated, *who.officer.lines),
        ),
    )


# --- (b) ---


def _categories(voice: Voice, activity: Activity, services: Sequence[Service]) -> Iterator[Block]:
    word, at = voice.locale.word, activity.at
    purposes = (
        voice.text(entry.purpose.label, entry.purpose.at / "label", via=entry.at / "purpose")
        for entry in activity.purposes or ()
        if entry.purpose
    )
    yield from block(
        lines=(
            *run(word("record.work.operations"), voice.terms("operation", activity.operations, at / "operations")),
            *line(word("record.work.purposes"), *purposes),
            *line(word("record.work.services"), *(voice.text(one.name, one.at / "name") for one in services)),
        )
    )
    yield from people(voice, activity.data_subjects, at / "data_subjects")
    categories = [entry.category for entry in activity.data_categories or () if entry.category]
    absent = voice.said(None, at / "data_categories") if activity.data_categories is None else None
    yield from block(paragraphs=known(absent), table=category_table(voice, categories, at / "data_categories"))


# --- what Art. 30 does not ask for ---


def _more(voice: Voice, activity: Activity, services: Sequence[Service]) -> Iterator[Block]:
    word = voice.locale.word
    agreements = _agreements(services)
    yield from _sub_processors(voice, agreements)
    yield from systems(voice, activity)
    for service in services:
        at = service.at
        yield from block(
            title=voice.text(service.name, at / "name"),
            lines=(
                *line(
                    word("record.work.subject_matter"),
                    voice.text(service.subject_matter, at / "subject_matter", prose=True),
                ),
                *line(word("record.work.nature"), voice.text(service.nature, at / "nature", prose=True)),
                *line(word("record.work.purpose"), voice.text(service.purpose, at / "purpose", prose=True)),
                *line(word("record.work.duration"), voice.text(service.duration, at / "duration", prose=True)),
                *line(
                    word("record.work.instructions"), voice.text(service.instructions, at / "instructions", prose=True)
                ),
                *(_end(voice, service.agreement) if service.agreement else ()),
            ),
        )


def _sub_processors(voice: Voice, agreements: Sequence[Agreement]) -> Iterator[Block]:
    word = voice.locale.word
    headings = tuple(word(f"record.work.{key}") for key in ("sub_processor", "task", "location", "since"))
    for agreement in agreements:
        at = agreement.at
        rows = tuple(_sub_processor_row(voice, one) for one in agreement.sub_processors or ())
        none = agreement.sub_processors is not None and not rows
        days = agreement.notice_period_days
        yield from block(
            heading=word("record.work.sub_processors"),
            paragraphs=cell(
                voice.said(word("record.work.sub_processors_none") if none else None, at / "sub_processors")
                if not rows
                else None
            ),
            lines=line(
                word("record.work.authorisation"),
                voice.term(
                    "sub_processor_authorisation",
                    agreement.sub_processor_authorisation,
                    at / "sub_processor_authorisation",
                ),
                voice.said(
                    word("record.work.notice", days=voice.locale.number(days)) if days else None,
                    at / "notice_period_days",
                ),
            ),
            table=Table(kind="subprocessors", headings=headings, rows=rows),
        )


def _sub_processor_row(voice: Voice, one: SubProcessor) -> tuple[tuple[Fact, ...], ...]:
    at, transfer = one.at, one.transfer
    ground = transfer.mechanism if transfer else None
    return (
        cell(*voice.described(one.party, at / "party")),
        cell(voice.text(one.task, at / "task")),
        cell(
            voice.country(one.location, at / "location"),
            voice.row(ground.kind, ground.at / "kind") if ground else None,
        ),
        cell(voice.day(one.since, at / "since")),
    )


def _end(voice: Voice, agreement: Agreement) -> tuple[Line, ...]:
    word, end, at = voice.locale.word, agreement.end_of_service, agreement.at / "end_of_service"
    if end is None:
        return line(word("record.work.end"), voice.said(None, at))
    return line(
        word("record.work.end"),
        voice.term("end_of_service", end.choice, at / "choice"),
        sentence(voice, "record.work.end_deadline", voice.length(end.deadline, at / "deadline"), "period"),
        voice.text(end.proof, at / "proof", prose=True),
        voice.text(end.backups, at / "backups", prose=True),
    )


# --- indexes ---


def _indexes(voice: Voice, pairs: Pairs) -> tuple[Index, ...]:
    word = voice.locale.word
    controllers = (
        Mention(key=party.id, name=voice.party(party, activity.at / "on_behalf_of" / i), sheet=sheet)
        for activity, sheet in pairs
        for i, party in enumerate(activity.on_behalf_of or ())
    )
    sub_processors = (
        Mention(
            key=one.party.id if one.party else "",
            name=voice.party(one.party, one.at / "party"),
            sheet=sheet,
            notes=(voice.country(one.location, one.at / "location"),),
        )
        for activity, sheet in pairs
        for agreement in _agreements(_services(voice.registry, activity))
        for one in agreement.sub_processors or ()
    )
    return (
        index(voice, "controllers", word("record.controllers.controller"), controllers),
        index(voice, "sub_processors", word("record.work.sub_processor"), sub_processors),
        index_of_countries(voice, pairs),
        index_of_systems(voice, pairs),
        index_of_people(voice, pairs),
    )
