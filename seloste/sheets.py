"""What the records of processing are bound from: lines, tables and sections of a sheet, indexes, questions (Art. 30).

The record of the controller and the record of the processor ask for much the same (security, transfers, recipients);
what they share stands here, in the words of one language and ready to be set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TypeVar

from seloste.findings import At
from seloste.model import (
    DEFAULT_LANGUAGE,
    Activity,
    Agreement,
    DataCategory,
    DataSubject,
    Organisation,
    Party,
    Registry,
    System,
    Transfer,
    TransferMechanism,
    Unconfirmed,
)
from seloste.views import Basis, Fact, View, Voice, Who, is_draft, known

DIGEST_SHOWN = 12
"""How many digits of the registry's sha256 a cover shows: enough to tell any two states of one registry apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One labelled fact, or several: one below the other, or in a `run` with commas. `words` is said by the
    program."""

    label: str
    facts: tuple[Fact, ...] = ()
    words: str = ""
    run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells; a cell holds facts, one below the other, and the first cell names its row. `kind` is for its
    style."""

    kind: str
    headings: tuple[str, ...]
    rows: tuple[tuple[tuple[Fact, ...], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of a section: a heading (a fact, or words), paragraphs, labelled lines, a table. Each may be empty."""

    title: Fact | None = None
    heading: str = ""
    paragraphs: tuple[Fact, ...] = ()
    lines: tuple[Line, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One point of Art. 30(1) or (2): its letter, its article, its title and what the registry says to it.

    `missing` says that nothing is recorded, where that is so. Without a letter the section is one Art. 30 does not
    ask for.
    """

    id: str
    letter: str
    article: str
    title: str
    blocks: tuple[Block, ...]
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A fact that awaits confirmation: where it stands (a place of the registry), and what to ask the company."""

    where: str
    question: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One activity. `whole` is the question that covers all of it, where the whole activity awaits confirmation."""

    anchor: str
    number: int
    name: Fact
    ended: Fact | None
    description: Fact | None
    facts: tuple[Line, ...]
    whole: Fact | None
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """That something is named on a sheet; what has the same `key` is the same thing."""

    key: str
    name: Fact | None
    sheet: Sheet
    notes: tuple[Fact | None, ...] = ()


_Record = TypeVar("_Record", bound="Binder")

Pairs = Sequence[tuple[Activity, Sheet]]
"""Activities, each with its sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of an index: what it is about, what more there is to say, and the sheets it stands on."""

    name: Fact
    notes: tuple[Fact, ...]
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An index in the order of its language."""

    id: str
    title: str
    headings: tuple[str, str]
    note: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What stands on the first page: whose record it is, as of when, in which state, and who answers for what."""

    title: str
    article: str
    lead: str
    organisation: Fact | None
    who: tuple[Line, ...]
    about: tuple[Line, ...]
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Binder(View):
    """A whole record of processing activities. `unconfirmed` are the facts no sheet asks about or several do."""

    cover: Cover
    sheets_title: str
    nothing: str
    sheets: tuple[Sheet, ...]
    indexes: tuple[Index, ...]
    unconfirmed: tuple[Question, ...]
    questions: tuple[Fact, ...]


def cell(*facts: Fact | None) -> tuple[Fact, ...]:
    """The facts that are there, in order; "to be confirmed" is said once, however many of them are absent."""
    there, first = known(*facts), next((fact for fact in facts if fact is not None and fact.absent), None)
    return tuple(fact for fact in there if not fact.absent or fact is first)


def line(label: str, *facts: Fact | None) -> tuple[Line, ...]:
    """A labelled line, or no line where no fact is known."""
    there = cell(*facts)
    return (Line(label=label, facts=there),) if there else ()


def run(label: str, facts: Iterable[Fact]) -> tuple[Line, ...]:
    """A labelled line of short facts, set with commas; or no line where there is none."""
    there = tuple(facts)
    return (Line(label=label, facts=there, run=True),) if there else ()


def block(
    *,
    title: Fact | None = None,
    heading: str = "",
    paragraphs: Iterable[Fact] = (),
    lines: Iterable[Line] = (),
    table: Table | None = None,
) -> tuple[Block, ...]:
    """A block, or none where there is nothing to put below its heading or in it."""
    made = Block(
        title=title,
        heading=heading,
        paragraphs=tuple(paragraphs),
        lines=tuple(lines),
        table=table if table is not None and table.rows else None,
    )
    return (made,) if made.title or made.paragraphs or made.lines or made.table else ()


def section(voice: Voice, id: str, paragraph: int, letter: str, key: str, blocks: Iterable[Block]) -> Section:
    """A section of a sheet. `letter` is the point of Art. 30(`paragraph`), empty for what that article does not ask
    for."""
    filled = tuple(blocks)
    word = voice.locale.word
    return Section(
        id=id,
        letter=f"({letter})" if letter else "",
        article=voice.cite(f"30({paragraph})({letter})") if letter else "",
        title=word(key),
        blocks=filled,
        missing="" if filled else word("record.missing"),
    )


def bind(
    kind: type[_Record],
    voice: Voice,
    organisation: Organisation,
    key: str,
    provision: str,
    more: Iterable[Line],
    pairs: Pairs,
    indexes: tuple[Index, ...],
) -> _Record:
    """A record of one kind, bound from its sheets and indexes.

    `key` names the kind in the locale (`record.<key>`), `provision` is the paragraph that asks for it, `more` stands
    on the cover after who keeps the record.
    """
    word, who, sheets = voice.locale.word, voice.who(organisation), tuple(sheet for _, sheet in pairs)
    responsible = responsible_lines(voice, sheets, [activity for activity, _ in pairs])
    return kind(
        subject=organisation.id,
        title=word(f"record.{key}.title"),
        draft=is_draft(voice.registry),
        as_of=voice.as_of,
        cover=Cover(
            title=word(f"record.{key}.title"),
            article=voice.cite(provision),
            lead=word(f"record.{key}.lead"),
            organisation=called(voice, organisation),
            who=(*line(word(f"record.cover.{key}"), who.name), *who_lines(voice, who), *more),
            about=(*about_lines(voice, len(sheets)), *responsible),
            status=status(voice),
        ),
        sheets_title=word(f"record.{key}.contents"),
        nothing="" if sheets else word(f"record.{key}.none"),
        sheets=sheets,
        indexes=indexes,
        unconfirmed=all_questions(voice),
        questions=organisation_questions(voice, organisation),
    )


def sheet_of(
    voice: Voice, organisation: Organisation, activity: Activity, number: int, sections: Sequence[Section]
) -> Sheet:
    """The sheet of one activity: its head, its sections, and what is open on it.

    A section that Art. 30 does not ask for is left out where there is nothing to say.
    """
    spoken = voice.announcing(activity)
    word, at = voice.locale.word, activity.at
    ended = spoken.day(activity.ended_on, at / "ended_on")
    past = activity.ended_on is not None and activity.ended_on <= voice.as_of
    return Sheet(
        anchor=anchor(activity),
        number=number,
        name=spoken.text(activity.name, at / "name") or Fact(text=activity.id, at=at / "name"),
        ended=sentence(spoken, "record.sheet.ended" if past else "record.sheet.ends", ended, "date"),
        description=spoken.text(activity.description, at / "description", prose=True),
        facts=(
            *line(word("record.sheet.responsible"), spoken.text(activity.responsible, at / "responsible")),
            *line(word("record.sheet.role"), spoken.term("role", activity.role, at / "role")),
            *line(word("record.sheet.started"), spoken.day(activity.started_on, at / "started_on")),
            *line(
                word("record.sheet.changed"),
                spoken.day(activity.last_material_change_on, at / "last_material_change_on"),
            ),
        ),
        whole=whole_question(voice, activity),
        sections=tuple(part for part in sections if part.letter or part.blocks),
        questions=questions_of(spoken, organisation, activity, sections),
    )


def anchor(activity: Activity) -> str:
    """Where the sheet of an activity stands in the page; it does not change with the activity's name."""
    return f"activity-{activity.id}"


def people(voice: Voice, subjects: Sequence[DataSubject] | None, at: At) -> tuple[Block, ...]:
    """The categories of data subjects (Art. 30(1)(c))."""
    word = voice.locale.word
    rows = []
    for index, subject in enumerate(subjects or ()):
        notes = [word("record.c.vulnerable")] * (subject.vulnerable is True)
        notes += [word("record.c.children")] * (subject.children is True)
        rows.append(
            (
                cell(voice.text(subject.label, subject.at / "label", via=at / index)),
                known(
                    voice.text(subject.plain_text, subject.at / "plain_text"),
                    voice.said(voice.locale.list_of(notes), subject.at / "vulnerable"),
                ),
            )
        )
    headings = (word("record.c.people"), word("record.c.who"))
    absent = voice.said(None, at) if subjects is None else None
    return block(paragraphs=known(absent), table=Table(kind="people", headings=headings, rows=tuple(rows)))


def transfers(voice: Voice, activity: Activity) -> tuple[Block, ...]:
    """The transfers to third countries with their ground and the documents behind it (Art. 30(1)(e), 30(2)(c),
    49(6))."""
    at = activity.at / "transfers"
    if not activity.transfers:
        none = activity.transfers is not None
        stated = voice.said(voice.locale.word("record.e.none") if none else None, at, needed=True)
        return block(paragraphs=known(stated))
    made = [part for i, transfer in enumerate(activity.transfers) for part in _transfer(voice, transfer, at / i)]
    return tuple(made)


def security(voice: Voice, activity: Activity) -> tuple[Block, ...]:
    """The security measures in general terms (Art. 30(1)(g), 30(2)(d), 32(1)); or the reason why none is described."""
    word, at = voice.locale.word, activity.at / "security_measures"
    rows = []
    for index, measure in enumerate(activity.security_measures or ()):
        rows.append(
            (
                cell(voice.text(measure.label, measure.at / "label", via=at / index)),
                cell(voice.text(measure.public_text, measure.at / "public_text", prose=True)),
                known(
                    sentence(
                        voice,
                        "record.g.point_of",
                        voice.term("art32_point", measure.art32_point, measure.at / "art32_point"),
                        "words",
                        article=voice.cite(measure.art32_point or ""),
                    )
                ),
            )
        )
    reason = voice.text(activity.no_security_reason, activity.at / "no_security_reason")
    absent = voice.said(None, at) if activity.security_measures is None else None
    headings = (word("record.g.measure"), word("record.g.description"), word("record.g.point"))
    return block(
        paragraphs=known(absent),
        lines=line(word("record.g.none"), reason),
        table=Table(kind="security", headings=headings, rows=tuple(rows)),
    )


def systems(voice: Voice, activity: Activity) -> tuple[Block, ...]:
    """The systems that hold or reach the data, where they stand and who reaches them from where (Art. 32, 44)."""
    word, at = voice.locale.word, activity.at / "systems"
    rows = tuple(
        (
            known(
                system_name(voice, one, at / i),
                voice.text(one.description, one.at / "description") if one.name else None,
            ),
            known(
                *voice.described(one.vendor, one.at / "vendor"),
                voice.term("vendor_role", one.vendor_role, one.at / "vendor_role"),
            ),
            known(
                _places(voice, "record.more.hosted_in", one.hosting_locations, one.at / "hosting_locations"),
                _places(
                    voice,
                    "record.more.accessed_from",
                    one.support_access_locations,
                    one.at / "support_access_locations",
                ),
            ),
            known(
                sentence(
                    voice, "record.more.logs", voice.length(one.log_retention, one.at / "log_retention"), "period"
                ),
                sentence(
                    voice,
                    "record.more.backups",
                    voice.length(one.backup_retention, one.at / "backup_retention"),
                    "period",
                ),
            ),
        )
        for i, one in enumerate(activity.systems or ())
    )
    headings = tuple(word(f"record.more.{key}") for key in ("system", "vendor", "where", "retention"))
    return block(
        heading=word("record.more.systems"),
        paragraphs=cell(voice.said(None, at) if activity.systems is None else None),
        table=Table(kind="systems", headings=headings, rows=rows),
    )


def system_name(voice: Voice, system: System, via: At) -> Fact | None:
    """A system by its name, else by what it is."""
    return voice.said(system.name, system.at / "name", via=via) or voice.text(
        system.description, system.at / "description", via=via
    )


def basis_line(basis: Basis | None, label: str) -> tuple[Line, ...]:
    """A lawful basis by its name and article: `contract (Art. 6(1)(b) GDPR)`."""
    if basis is None or basis.name is None:
        return ()
    name = basis.name
    return line(
        label, name if name.absent or not basis.article else replace(name, text=f"{name.text} ({basis.article})")
    )


def sentence(voice: Voice, key: str, fact: Fact | None, placeholder: str, **others: object) -> Fact | None:
    """The words under `key` around a fact; an absent fact stays as it is."""
    if fact is None or fact.absent:
        return fact
    return replace(fact, text=voice.locale.word(key, **{placeholder: fact.text}, **others))


def who_lines(voice: Voice, who: Who) -> tuple[Line, ...]:
    """Who keeps a record, and how to reach it, its officer and its representative (Art. 30(1)(a), 30(2)(a))."""
    word = voice.locale.word
    other = who.representative
    return (
        *run(word("record.cover.trade_names"), who.trade_names),
        *line(word("record.cover.business_id"), who.business_id),
        *line(word("record.cover.established_in"), who.country),
        *line(word("record.cover.address"), who.address),
        *run(word("record.cover.contact"), who.contact.lines),
        *run(word("record.cover.privacy_contact"), who.privacy.lines),
        *line(word("record.cover.dpo"), who.officer_designated),
        *run(word("record.cover.dpo_contact"), who.officer.lines),
        *(
            run(word("record.cover.representative"), known(other.name, other.address, *other.contact.lines))
            if other
            else ()
        ),
    )


def agreement_with(registry: Registry, party: Party | None) -> Agreement | None:
    """The agreement under Art. 28(3) in which `party` is the processor of the registry's owner; None if none is
    recorded."""
    agreements = registry.agreements.values()
    return next(
        (
            one
            for one in agreements
            if one.direction == "we_are_controller"
            and one.status != "retired"
            and party is not None
            and one.party is not None
            and one.party.id == party.id
        ),
        None,
    )


def about_lines(voice: Voice, count: int) -> tuple[Line, ...]:
    """What stands on a cover about the record itself: the state of the registry, the day, the number of sheets."""
    word = voice.locale.word
    return (
        Line(label=word("record.cover.as_of"), words=voice.locale.date(voice.as_of)),
        Line(label=word("record.cover.version"), words=voice.registry.digest[:DIGEST_SHOWN]),
        Line(label=word("record.cover.activities"), words=voice.locale.number(count)),
    )


def status(voice: Voice) -> str:
    """Is the record a draft, and how many facts of the registry await confirmation?"""
    count = sum(map(len, voice.registry.unconfirmed.values()))
    word, number = voice.locale.word, voice.locale.number(count)
    return word("record.draft_note", count=number) if is_draft(voice.registry) else word("record.final")


def called(voice: Voice, organisation: Organisation) -> Fact | None:
    """What the organisation is called on a cover: its registered name, else, until that is known, its first trade
    name."""
    registered = voice.plain(organisation.legal_name, organisation.at / "legal_name", needed=True)
    trade = organisation.trade_names[0] if organisation.trade_names else None
    if registered is not None and not registered.absent:
        return registered
    return voice.plain(trade, organisation.at / "trade_names" / 0) or registered


def responsible_lines(voice: Voice, sheets: Sequence[Sheet], activities: Sequence[Activity]) -> tuple[Line, ...]:
    """The functions that answer for activities, each with the numbers of its sheets. Functions, never people's
    names."""
    numbers: dict[str, list[str]] = {}
    facts: dict[str, Fact] = {}
    for sheet, activity in zip(sheets, activities, strict=True):
        fact = voice.text(activity.responsible, activity.at / "responsible")
        if fact is not None:
            facts.setdefault(fact.text, fact)
            numbers.setdefault(fact.text, []).append(str(sheet.number))
    word = voice.locale.word
    shown = (
        replace(fact, text=word("record.cover.responsible_for", function=text, numbers=", ".join(numbers[text])))
        for text, fact in facts.items()
    )
    return line(word("record.cover.responsible"), *shown)


def questions_of(
    voice: Voice, organisation: Organisation, activity: Activity, sections: Iterable[Section]
) -> tuple[Question, ...]:
    """What to ask the company about a sheet: the activity's own open facts, then those of other records that it shows.

    What is open about the organisation itself is asked once for the whole record, not on every sheet.
    """
    own, shown = activity.at.record, [fact.at for fact in facts_in(sections) if fact.awaits]
    others = (one for one in dict.fromkeys(at.record for at in shown) if one not in (own, organisation.at.record))
    open_facts = voice.registry.unconfirmed
    asked = [fact for fact in open_facts.get(own, ()) if fact.at.path]
    for record in others:
        asked += [fact for fact in open_facts.get(record, ()) if any(fact.at.covers(at) for at in shown)]
    return tuple(question(voice, fact) for fact in asked)


def all_questions(voice: Voice) -> tuple[Question, ...]:
    """Every fact of the registry that awaits confirmation, in the order of the records."""
    records = sorted(voice.registry.unconfirmed)
    return tuple(question(voice, fact) for record in records for fact in voice.registry.unconfirmed[record])


def question(voice: Voice, fact: Unconfirmed) -> Question:
    """An open fact as a question; questions are written for the company, in the registry's default language."""
    return Question(where=str(fact.at), question=Fact(text=fact.question, at=fact.at, language=_foreign(voice)))


def whole_question(voice: Voice, activity: Activity) -> Fact | None:
    """The question that covers the whole activity, where all of it awaits confirmation."""
    if (fact := voice.registry.awaits_confirmation(activity.at)) is None:
        return None
    return question(voice, fact).question


def organisation_questions(voice: Voice, organisation: Organisation | None) -> tuple[Fact, ...]:
    """What the registry does not touch at all: questions that may lead to new activities."""
    if organisation is None:
        return ()
    at = organisation.at / "questions"
    asked = enumerate(organisation.questions)
    return known(*(voice.said(text, at / i, language=_foreign(voice)) for i, text in asked))


def facts_in(part: object) -> Iterator[Fact]:
    """Every fact inside a part of a view, in reading order."""
    if isinstance(part, Fact):
        yield part
    elif is_dataclass(part):
        for field in fields(part):
            yield from facts_in(getattr(part, field.name))
    elif isinstance(part, Iterable) and not isinstance(part, str):
        for item in part:
            yield from facts_in(item)


def index(
    voice: Voice, id: str, heading: str, mentions: Iterable[Mention], *, note: str = "", in_given_order: bool = False
) -> Index:
    """An index of everything that is mentioned under one key: its name, its notes and the sheets it stands on.

    Entries stand in alphabetical order, unless `in_given_order`; what is not known yet comes last, and what has no
    name cannot be looked up and is left out.
    """
    named = [mention for mention in mentions if mention.name is not None]
    groups = {mention.key: [one for one in named if one.key == mention.key] for mention in named}
    entries = [
        Entry(
            name=group[0].name,
            notes=tuple({note.text: note for one in group for note in known(*one.notes)}.values()),
            sheets=tuple({one.sheet.anchor: one.sheet for one in group}.values()),
        )
        for group in groups.values()
        if group[0].name is not None
    ]
    word = voice.locale.word
    order = (lambda entry: entry.name.absent) if in_given_order else _alphabetically
    return Index(
        id=f"index-{id}",
        title=word(f"record.index.{id}"),
        headings=(heading, word("record.index.activities")),
        note=note,
        entries=tuple(sorted(entries, key=order)),
    )


def index_of_countries(voice: Voice, pairs: Pairs) -> Index:
    """Every country that data can be in or be reached from, and why (Art. 30(1)(e), 30(2)(c), 44)."""
    word = voice.locale.word
    mentions = (mention for activity, sheet in pairs for mention in _countries(voice, activity, sheet))
    return index(voice, "countries", word("record.index.country"), mentions, note=word("record.index.countries_note"))


def index_of_systems(voice: Voice, pairs: Pairs) -> Index:
    """The systems, each with its vendor."""
    mentions = (
        Mention(
            key=system.id,
            name=system_name(voice, system, activity.at / "systems" / i),
            sheet=sheet,
            notes=(voice.party(system.vendor, system.at / "vendor"),),
        )
        for activity, sheet in pairs
        for i, system in enumerate(activity.systems or ())
    )
    return index(voice, "systems", voice.locale.word("record.more.system"), mentions)


def index_of_people(voice: Voice, pairs: Pairs) -> Index:
    """The categories of data subjects."""
    mentions = (
        Mention(
            key=one.id,
            name=voice.text(one.label, one.at / "label", via=activity.at / "data_subjects" / i),
            sheet=sheet,
        )
        for activity, sheet in pairs
        for i, one in enumerate(activity.data_subjects or ())
    )
    return index(voice, "people", voice.locale.word("record.c.people"), mentions)


def category_table(voice: Voice, categories: Sequence[DataCategory] | None, at: At) -> Table:
    """Categories of data with their examples."""
    word = voice.locale.word
    rows = tuple(
        (
            cell(voice.text(one.label, one.at / "label", via=at / i)),
            cell(voice.text(one.examples, one.at / "examples")),
        )
        for i, one in enumerate(categories or ())
    )
    return Table(kind="categories", headings=(word("record.c.category"), word("record.c.examples")), rows=rows)


def _transfer(voice: Voice, transfer: Transfer, via: At) -> tuple[Block, ...]:
    word, row, place = voice.locale.word, voice.transfer(transfer, via, name_importer=True), transfer.at
    ground = transfer.mechanism
    own = ground.at if ground else place / "mechanism"
    tia, derogation, clauses, listing = (
        (ground.tia, ground.derogation, ground.scc, ground.dpf) if ground else (None, None, None, None)
    )
    title = _joined(voice, row.importer, row.destination) or voice.text(transfer.label, place / "label")
    checked = voice.day(listing.verified_on, own / "dpf" / "verified_on") if listing else None
    concluded = voice.day(clauses.concluded_on, own / "scc" / "concluded_on") if clauses else None
    assessed = ground is not None and (tia is not None or ground.kind.needs_tia)
    done = voice.day(tia.done_on if tia else None, own / "tia" / "done_on")
    lines = (
        *run(word("record.e.data"), row.data),
        *line(
            word("record.e.ground"),
            _article(voice, ground),
            voice.row(ground.kind, own / "kind") if ground else voice.said(None, place / "mechanism", needed=True),
            row.decision,
            row.clauses,
            sentence(voice, "record.e.concluded", concluded, "date"),
            row.listing,
            sentence(voice, "record.e.checked", checked, "date"),
        ),
        *(
            line(
                word("record.e.tia"),
                done,
                voice.term("tia_result", tia.result if tia else None, own / "tia" / "result"),
                voice.text(
                    tia.supplementary_measures if tia else None, own / "tia" / "supplementary_measures", prose=True
                ),
            )
            if assessed
            else ()
        ),
        *(
            line(
                word("record.e.derogation"),
                voice.text(derogation.reason, derogation.at / "reason", prose=True),
                voice.yes_no(derogation.occasional, derogation.at / "occasional", "record.e.occasional"),
                voice.yes_no(derogation.explicit_consent, derogation.at / "explicit_consent", "record.e.consent"),
                voice.yes_no(derogation.risks_informed, derogation.at / "risks_informed", "record.e.risks"),
                voice.text(derogation.assessment, derogation.at / "assessment", prose=True),
                voice.text(derogation.safeguards, derogation.at / "safeguards", prose=True),
                sentence(
                    voice,
                    "record.e.informed_sa",
                    voice.day(derogation.sa_informed_on, derogation.at / "sa_informed_on"),
                    "date",
                ),
                voice.yes_no(
                    derogation.data_subjects_informed,
                    derogation.at / "data_subjects_informed",
                    "record.e.informed_people",
                ),
            )
            if derogation
            else ()
        ),
        *line(word("record.e.copy"), row.copy),
        *line(word("record.e.onward"), voice.text(transfer.onward_transfers, place / "onward_transfers", prose=True)),
        *line(word("record.e.instruction"), voice.plain(transfer.instruction_ref, place / "instruction_ref")),
    )
    return block(title=title, lines=lines)


def _article(voice: Voice, ground: TransferMechanism | None) -> Fact | None:
    """The articles of a ground by their numbers alone: the words some rows add to them are in one language."""
    if ground is None:
        return None
    numbers = [part.split()[0] for part in ground.kind.article.split(",") if part.strip()]
    return voice.said(", ".join(voice.cite(number) for number in numbers), ground.at / "kind")


def _countries(voice: Voice, activity: Activity, sheet: Sheet) -> Iterator[Mention]:
    for recipient in activity.recipients or ():
        at, party = recipient.at, recipient.party
        name = voice.text(recipient.category_label, at / "category_label") or voice.party(party, at / "party")
        if recipient.location:
            yield from _country(voice, recipient.location, at / "location", "as_recipient", name, sheet)
        elif party is not None:
            country = party.established_in
            yield from _country(voice, country, party.at / "established_in", "as_recipient", name, sheet)
    for transfer in activity.transfers or ():
        importer = voice.party(transfer.importer, transfer.at / "importer")
        yield from _country(voice, transfer.country, transfer.at / "country", "as_transfer", importer, sheet)
    for i, system in enumerate(activity.systems or ()):
        name = system_name(voice, system, activity.at / "systems" / i)
        for j, code in enumerate(system.hosting_locations or ()):
            yield from _country(voice, code, system.at / "hosting_locations" / j, "as_hosting", name, sheet)
        for j, code in enumerate(system.support_access_locations or ()):
            yield from _country(voice, code, system.at / "support_access_locations" / j, "as_support", name, sheet)


def _country(voice: Voice, code: str | None, at: At, key: str, name: Fact | None, sheet: Sheet) -> Iterator[Mention]:
    if code:
        third = voice.registry.vocabulary.is_third_country(code, voice.as_of)
        outside = voice.said(voice.locale.word("record.index.third_country") if third else None, at)
        why = sentence(voice, f"record.index.{key}", name, "name")
        yield Mention(key=code, name=voice.country(code, at), sheet=sheet, notes=(outside, why))


def _alphabetically(entry: Entry) -> tuple[bool, str]:
    return entry.name.absent, entry.name.text.casefold()


def _joined(voice: Voice, *facts: Fact | None) -> Fact | None:
    """Facts as one, separated by commas; the place and the doubt of the first one count, or of whichever is in
    doubt."""
    there = known(*facts)
    if not there:
        return None
    first = next((fact for fact in there if fact.awaits), there[0])
    return replace(first, text=", ".join(fact.text for fact in there), absent=all(fact.absent for fact in there))


def _places(voice: Voice, key: str, codes: Sequence[str] | None, at: At) -> Fact | None:
    if codes is None:
        return voice.said(None, at)
    names = [voice.locale.country(code) for code in codes]
    return voice.said(voice.locale.word(key, places=voice.locale.list_of(names)) if names else None, at)


def _foreign(voice: Voice) -> str:
    return "" if voice.locale.tag == DEFAULT_LANGUAGE else DEFAULT_LANGUAGE
