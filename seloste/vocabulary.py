"""The dated law as typed terms: what the law knows, since when, until when, and who says so.

Every row of `schemas/vocabulary/` becomes one frozen term here. A row carries its interval (both ends inclusive), its
source in words, the mark of how well it was checked, and the words that documents use for it in every language. Asking
with a date in the past gives what was valid, and what was known, on that day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, TypedDict, TypeVar, get_args

from seloste.findings import At, Finding, Outcome, Severity
from seloste.load import load

Words = Mapping[str, str]
"""A text in several languages: language tag -> text. A row's label always has `en-GB` and `fi`."""

LANGUAGES = ("en-GB", "fi")
"""The languages every row of the vocabulary speaks; a row may add others (an authority's Swedish name)."""

Mark = Literal["V1", "V2", "V3", "M"]
"""How well a row was checked: V1 primary text or official page read; V2 two independent secondary sources agree;
V3 one secondary source; M memory, nothing found: such a row never appears on a public page."""

Verdict = Literal["yes", "limited", "no"]
AppliesWhen = Literal[
    "always", "provided_and_automated", "direct_marketing", "research_or_statistics", "solely_automated_decision"
]
MechanismFamily = Literal["adequacy", "safeguards", "derogation"]
ScopeKind = Literal["whole", "dpf_listed", "pipeda", "lgpd", "limited"]
DestinationKind = Literal["country", "organisation"]
EeaStatus = Literal["member", "transition", "bridge", "adequacy", "outside"]
PeriodKind = Literal["obligation", "maximum", "justification"]
AuthorityTask = Literal["data_protection", "electronic_communications"]
LawStatus = Literal["proposed", "announced", "pending", "in_force", "withdrawn", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Row:
    """What every dated row of the law has. `valid_until` is inclusive; an absent end is open.

    `verified_on` is the day a lawyer checked the row against its source, empty until then; `seen_on` the day the source
    was read. `note` is for the people who keep the law and never appears in a document.
    """

    at: At
    id: str
    label: Words
    valid_from: date | None
    valid_until: date | None
    source: str
    mark: Mark
    seen_on: date
    verified_on: date | None
    note: str = ""

    def in_force(self, as_of: date) -> bool:
        """Does the interval hold `as_of`? Both ends are inside."""
        return (self.valid_from is None or self.valid_from <= as_of) and (
            self.valid_until is None or as_of <= self.valid_until
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LawfulBasisTerm(Row):
    """A basis of Art. 6(1); the id is the point itself, `6(1)(a)`.

    `needs_law`: Art. 6(3) asks for Union or Member State law. `public_text` explains the basis to the public.
    """

    needs_law: bool
    public_text: Words


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpecialCondition(Row):
    """A condition of Art. 9(2); the id is the point itself, `9(2)(a)`.

    `needs_law`: the condition works only with Union or Member State law (point (h) also with a contract with a health
    professional, see `law_or_contract`). `safeguards`: the registry must say which safeguards are in place.
    """

    needs_law: bool
    law_or_contract: bool
    safeguards: bool
    public_text: Words


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpecialKind(Row):
    """One of the eight kinds of special-category data of Art. 9(1)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entitlement:
    """Does a right arise from a basis, and with which limit? `note` is for readers and may be empty."""

    verdict: Verdict
    note: Words


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RightTerm(Row):
    """A right of the data subject; the id is its article (`15`, `21(1)`, `7(3)`, `13-14`).

    `by_basis` has an entry for each of the six bases. `applies_when` is the fact besides the basis that the right asks
    for. `by_condition` lists conditions of Art. 9(2) that give the right too. `told_under` is the provision that makes
    the notice mention the right, empty where Arts 13 and 14 do not ask for it.
    """

    public_text: Words
    applies_when: AppliesWhen
    told_under: str
    by_basis: Mapping[str, Entitlement]
    by_condition: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KnownEnd:
    """What was known about an end from a day on: that it is open (`valid_until` empty) or the last valid day."""

    known_from: date
    valid_until: date | None
    act: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MechanismKind(Row):
    """A ground for a transfer to a third country (Arts 45-49), or one that has ended.

    `new_contracts_until` is the last day on which it could be concluded anew. `tia_from` is the day since which a
    transfer impact assessment is due. `needs_copy`: people are told how to get a copy (Art. 13(1)(f)).
    `historic`: it has ended. `public_text` says in a sentence what protects the data.
    """

    article: str
    family: MechanismFamily
    needs_tia: bool
    tia_from: date | None
    needs_copy: bool
    historic: bool
    aliases: tuple[str, ...]
    new_contracts_until: date | None
    public_bodies_only: bool
    not_for_public_authorities: bool
    authority_authorisation: bool
    occasional_only: bool
    explicit_consent: bool
    ends_as_known: tuple[KnownEnd, ...]
    public_text: Words

    def needs_tia_on(self, as_of: date) -> bool:
        """Is a transfer impact assessment due on this day (C-311/18)?"""
        return self.needs_tia and (self.tia_from is None or self.tia_from <= as_of)

    def end_known_on(self, as_of: date) -> date | None:
        """The last valid day as it was known on `as_of`; None if no end was known then."""
        return _end_known_on(self.valid_until, self.ends_as_known, as_of)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AdequacyDecision(Row):
    """A Commission decision under Art. 45(3) GDPR or Art. 25(6) of Directive 95/46/EC.

    `destination` is an ISO 3166 code or, for an international organisation, its short name. `valid_until` is the end
    as the row stands today; `end_known_on` tells what was known earlier. `scope_mark` is the mark of the scope alone,
    which can be weaker than the mark of the decision.
    """

    destination: str
    destination_kind: DestinationKind
    decision: str
    adopted: date
    scope_kind: ScopeKind
    scope: Words
    scope_mark: Mark
    amendments: tuple[str, ...]
    ends_as_known: tuple[KnownEnd, ...]

    def end_known_on(self, as_of: date) -> date | None:
        """The last valid day as it was known on `as_of`; None if no end was known then."""
        return _end_known_on(self.valid_until, self.ends_as_known, as_of)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Membership(Row):
    """How a country or territory stands to the European Economic Area during an interval."""

    code: str
    status: EeaStatus


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Statute(Row):
    """An act: `id` like `fi-1336-1997`, `number` like `1336/1997`, `jurisdiction` `EU` or an ISO 3166 code.

    The label is the name alone; `citation` is name and number as they are cited in a text; `before_section` is the form
    that a section follows ("Accounting Act (1336/1997)," + "ch. 2 s. 10"; Finnish: genitive). `url` is empty where no
    source gives it.
    """

    number: str
    jurisdiction: str
    citation: Words
    before_section: Words
    url: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trigger(Row):
    """The event a retention period runs from.

    The label follows a period: "6 years" + "from the end of the contract" (Finnish: elative, "6 vuotta" + "sopimuksen
    päättymisestä"). `until` stands alone for a period of no length ("until consent is withdrawn"). `by_person`: the
    data subject alone makes the event happen, so that it is no limit by itself.
    """

    until: Words
    by_person: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StatutoryPeriod(Row):
    """A period of law for a class of data. Periods are ISO 8601; empty means not verified, never zero.

    `obligation`: `minimum` must be kept. `maximum`: `maximum` may not be passed. `justification`: no duty to keep;
    `ordinary` and `outer` are the limitation periods that can justify keeping, and `trigger` may be empty. `section`
    stands behind the statute's `before_section`; it is empty where the section is not verified.
    """

    statute: str
    section: Words
    kind: PeriodKind
    minimum: str
    maximum: str
    ordinary: str
    outer: str
    trigger: str
    covers: Words
    sources_disagree: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Phone:
    """A telephone line of an authority: what it is for and its number in international form."""

    label: Words
    number: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Authority(Row):
    """A supervisory authority with everything a complaint needs (Art. 13(2)(d), Art. 77)."""

    country: str
    task: AuthorityTask
    visiting_address: Words
    postal_address: Words
    phones: tuple[Phone, ...]
    email: str
    website: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PendingLaw(Row):
    """A file that may change the law, or has just changed it: its number, what it would change, where it stands."""

    file: str
    status: LawStatus
    content: Words
    state: Words


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LawFact(Row):
    """A dated fact that is no row elsewhere; `value` is its number where it has one (the threshold of Art. 30(5))."""

    citation: str
    text: Words
    value: int | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Term(Row):
    """The words for one value of an enumeration of the model: `group` `operation`, `id` `collection`."""

    group: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entry:
    """One expression of a lexicon.

    `use` is the standard term to write instead; glossary entries have it. `row` is the id of a transfer mechanism or a
    statute: the words are right while that row is in force, and wrong outside its interval.
    """

    at: At
    expression: str
    pattern: re.Pattern[str]
    use: str = ""
    row: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hit:
    """A place in a text where an entry matched: offsets into the text, and the words that stand there."""

    start: int
    end: int
    text: str
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """What the text rules look for in one language: lexicon name -> its entries."""

    at: At
    language: str
    entries: Mapping[str, tuple[Entry, ...]]

    def find(self, name: str, text: str) -> tuple[Hit, ...]:
        """Every match of the lexicon `name` in `text`, in order, none inside another; empty if there is none.

        Where two entries match at the same place the longer match counts, so that one phrase is one hit.
        """
        hits = [
            Hit(start=found.start(), end=found.end(), text=found.group(), entry=entry)
            for entry in self.entries.get(name, ())
            for found in entry.pattern.finditer(text)
            if found.group()
        ]
        kept: list[Hit] = []
        for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
            if not kept or hit.start >= kept[-1].end:
                kept.append(hit)
        return tuple(kept)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vocabulary:
    """All rows by id. Terms are by group and value; lexicons by language tag."""

    lawful_bases: Mapping[str, LawfulBasisTerm]
    special_conditions: Mapping[str, SpecialCondition]
    special_kinds: Mapping[str, SpecialKind]
    rights: Mapping[str, RightTerm]
    mechanisms: Mapping[str, MechanismKind]
    adequacy_decisions: Mapping[str, AdequacyDecision]
    memberships: Mapping[str, Membership]
    statutes: Mapping[str, Statute]
    triggers: Mapping[str, Trigger]
    statutory_periods: Mapping[str, StatutoryPeriod]
    authorities: Mapping[str, Authority]
    pending_law: Mapping[str, PendingLaw]
    law_facts: Mapping[str, LawFact]
    terms: Mapping[str, Mapping[str, Term]]
    lexicons: Mapping[str, Lexicon]

    def rows(self) -> Iterator[Row]:
        """Every dated row of every kind, lexicons excepted, in the order of the files."""
        tables: tuple[Mapping[str, Row], ...] = (
            self.lawful_bases,
            self.special_conditions,
            self.special_kinds,
            self.rights,
            self.mechanisms,
            self.adequacy_decisions,
            self.memberships,
            self.statutes,
            self.triggers,
            self.statutory_periods,
            self.authorities,
            self.pending_law,
            self.law_facts,
            *self.terms.values(),
        )
        for table in tables:
            yield from table.values()

    def in_eea(self, code: str, as_of: date) -> bool:
        """Is the country inside the EEA on this day? A state in transition (the UK in 2020) counts as inside."""
        return self._has_status(code, as_of, "member", "transition")

    def is_third_country(self, code: str, as_of: date) -> bool:
        """Does a transfer there need Chapter V on this day? Not inside the EEA, nor during a treaty's bridge."""
        return not self._has_status(code, as_of, "member", "transition", "bridge")

    def mechanism(self, id: str) -> MechanismKind | None:
        """The kind of transfer mechanism by its id or one of its aliases; None if there is no such kind."""
        return self.mechanisms.get(id) or next((kind for kind in self.mechanisms.values() if id in kind.aliases), None)

    def adequacy_for(self, destination: str, as_of: date) -> tuple[AdequacyDecision, ...]:
        """The adequacy decisions for a country code or organisation in force on this day, in the order of the file."""
        return tuple(
            decision
            for decision in self.adequacy_decisions.values()
            if decision.destination == destination and decision.in_force(as_of)
        )

    def _has_status(self, code: str, as_of: date, *statuses: EeaStatus) -> bool:
        return any(
            row.code == code and row.status in statuses and row.in_force(as_of) for row in self.memberships.values()
        )


def read(folder: Path) -> Outcome[Vocabulary]:
    """Read every row of the law in `folder` (`schemas/vocabulary`).

    A row that is not whole is left out and each of its mistakes is a finding of rule `vocabulary-row`: a field that is
    missing, unknown or of the wrong form, an interval that ends before it begins, a reference to a row that is not
    there, an expression that does not compile. What `load` finds in the files comes along unchanged.
    """
    sources, found = load(folder)
    # A file that could not be read is None: its own finding has said so.
    files: dict[str, Mapping[str, object] | None] = dict.fromkeys(sources.broken)
    files |= {name: source.data for name, source in sources.records.items()}
    said: list[Finding] = list(found)
    vocabulary = Vocabulary(
        lawful_bases=_table(files, "lawful-bases", _lawful_basis, said),
        special_conditions=_table(files, "special-conditions", _special_condition, said),
        special_kinds=_table(files, "special-kinds", _special_kind, said),
        rights=_table(files, "rights", _right, said),
        mechanisms=_table(files, "mechanisms", _mechanism, said),
        adequacy_decisions=_table(files, "adequacy-decisions", _adequacy_decision, said),
        memberships=_table(files, "memberships", _membership, said),
        statutes=_table(files, "statutes", _statute, said),
        triggers=_table(files, "triggers", _trigger, said),
        statutory_periods=_table(files, "statutory-periods", _statutory_period, said),
        authorities=_table(files, "authorities", _authority, said),
        pending_law=_table(files, "pending-law", _pending_law, said),
        law_facts=_table(files, "law-facts", _law_fact, said),
        terms=_terms(files, said),
        lexicons=_lexicons(files, said),
    )
    return vocabulary, [*said, *_unknown_files(files), *_loose_ends(vocabulary, files)]


_RULE = "vocabulary-row"
_PERIOD = re.compile(r"P(?=[0-9])([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KINDS = (
    "lawful-bases",
    "special-conditions",
    "special-kinds",
    "rights",
    "mechanisms",
    "adequacy-decisions",
    "memberships",
    "statutes",
    "triggers",
    "statutory-periods",
    "authorities",
    "pending-law",
    "law-facts",
    "terms",
)

_R = TypeVar("_R", bound=Row)
_Files = Mapping[str, Mapping[str, object] | None]


class _RowParts(TypedDict):
    at: At
    id: str
    label: Words
    valid_from: date | None
    valid_until: date | None
    source: str
    mark: Mark
    seen_on: date
    verified_on: date | None
    note: str


def _finding(at: At, message: str, fix: str, did_you_mean: str = "") -> Finding:
    return Finding(rule=_RULE, severity=Severity.ERROR, message=message, at=at, fix=fix, did_you_mean=did_you_mean)


def _nearest(word: str, words: Sequence[str]) -> str:
    return next(iter(get_close_matches(word, words, n=1)), "")


class _Fields:
    """One map of a file, asked for its fields one by one. What is wrong with an answer is noted; what was not asked for
    is an unknown key in the end. The value that stands in for a wrong answer never travels on: the row is left out."""

    def __init__(self, at: At, data: object, said: list[Finding]) -> None:
        self.at = at
        self._said = said
        self._asked: list[str] = []
        self._before = len(said)
        self._data: Mapping[str, Any] = {}
        if isinstance(data, Mapping):
            self._data = data
        else:
            self.wrong(at, "Here should stand a map of fields.", "Write `key: value` lines, one field on each.")

    def wrong(self, at: At, message: str, fix: str, did_you_mean: str = "") -> None:
        self._said.append(_finding(at, message, fix, did_you_mean))

    def is_whole(self) -> bool:
        """Close the map: note the keys nobody asked for, and tell whether anything was wrong."""
        for key in self._data:
            if key not in self._asked:
                self.wrong(
                    self.at / key,
                    f"`{key}` is no field of this row.",
                    "Remove it or correct its name.",
                    _nearest(key, self._asked),
                )
        return len(self._said) == self._before

    def get(self, key: str) -> Any:
        self._asked.append(key)
        return self._data.get(key)

    def keys(self) -> tuple[str, ...]:
        return tuple(self._data)

    def text(self, key: str, *, required: bool = True) -> str:
        value = self.get(key)
        if value is None and not required:
            return ""
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.wrong(self.at / key, f"`{key}` is missing or is no text.", f"Write `{key}:` with its text.")
        return ""

    def flag(self, key: str) -> bool:
        value = self.get(key)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.wrong(self.at / key, f"`{key}` is neither true nor false.", "Write true or false, without quotes.")
        return False

    def whole_number(self, key: str) -> int | None:
        value = self.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self.wrong(self.at / key, f"`{key}` is no whole number.", "Write digits, without quotes.")
        return None

    def day(self, key: str) -> date | None:
        value = self.get(key)
        if value is None:
            return None
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        self.wrong(self.at / key, f"`{key}` is no day of the calendar.", "Write year-month-day, such as 2018-05-25.")
        return None

    def needed_day(self, key: str) -> date:
        said = len(self._said)
        day = self.day(key)
        if day is None and len(self._said) == said:
            self.wrong(self.at / key, f"`{key}` is missing.", "Write the day as year-month-day, such as 2018-05-25.")
        return day or date.min

    def choice(self, key: str, kind: Any, *, default: str = "") -> Any:
        """One of the values of the Literal `kind`; `default` stands in for an absent key."""
        values: tuple[str, ...] = get_args(kind)
        value = self.get(key)
        if value is None and default:
            return default
        if value not in values:
            self.wrong(
                self.at / key,
                f"`{key}` is missing." if value is None else f"`{value}` is no value of `{key}`.",
                f"Write one of: {', '.join(values)}.",
                _nearest(str(value), values),
            )
            return values[0]
        return value

    def words(self, key: str, *, required: bool = True) -> Words:
        value = self.get(key)
        if value is None and not required:
            return {}
        return _words(self.at / key, value, self._said)

    def period(self, key: str) -> str:
        value = self.text(key, required=False)
        if value and not _PERIOD.fullmatch(value):
            self.wrong(self.at / key, f"`{value}` is no period.", "Write an ISO 8601 period, such as P6Y or P18M.")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.get(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, str) and item for item in value):
            return tuple(value)
        self.wrong(self.at / key, f"`{key}` is no list of texts.", "Write each on its own line after a dash.")
        return ()

    def maps(self, key: str) -> tuple[_Fields, ...]:
        """The maps of a list, or none if the key is absent; each is to be closed with `is_whole`."""
        value = self.get(key)
        if value is None:
            return ()
        if isinstance(value, list):
            return tuple(_Fields(self.at / key / index, item, self._said) for index, item in enumerate(value))
        self.wrong(self.at / key, f"`{key}` is no list.", "Write each item after a dash.")
        return ()

    def row(self, id: str) -> _RowParts:
        """The fields that every dated row has."""
        parts: _RowParts = {
            "at": self.at,
            "id": id,
            "label": self.words("label"),
            "valid_from": self.day("valid_from"),
            "valid_until": self.day("valid_until"),
            "source": self.text("source"),
            "mark": self.choice("mark", Mark),
            "seen_on": self.needed_day("seen_on"),
            "verified_on": self.day("verified_on"),
            "note": self.text("note", required=False),
        }
        begin, end = parts["valid_from"], parts["valid_until"]
        if begin and end and end < begin:
            self.wrong(
                self.at / "valid_until",
                f"The row ends on {end}, before it begins on {begin}.",
                "Both days are inside the interval: correct one of them.",
            )
        if parts["mark"] == "M" and parts["verified_on"]:
            self.wrong(
                self.at / "mark",
                "The row is marked M (from memory) and verified at the same time.",
                "Write V1 once you have read the primary text, and name it in `source`.",
            )
        return parts


def _words(at: At, value: object, said: list[Finding]) -> Words:
    if not isinstance(value, Mapping):
        said.append(_finding(at, "Words in each language are missing.", f"Write a line for each of {LANGUAGES}."))
        return {}
    for language in LANGUAGES:
        if language not in value:
            said.append(_finding(at, f"The words in `{language}` are missing.", f"Write `{language}:` and the words."))
    for language, text in value.items():
        if not isinstance(text, str) or not text.strip():
            said.append(_finding(at / language, f"The words in `{language}` are empty.", "Write them, in quotes."))
    return {language: str(text) for language, text in value.items()}


def _table(files: _Files, name: str, build: Callable[[_Fields, str], _R], said: list[Finding]) -> Mapping[str, _R]:
    """The rows of one file by id, in the order of the file; a row with a mistake is left out."""
    table: dict[str, _R] = {}
    for id, data, at in _rows_of(files, name, "rows", said):
        fields = _Fields(at, data, said)
        row = build(fields, id)
        if fields.is_whole():
            table[id] = row
    return table


def _rows_of(files: _Files, name: str, key: str, said: list[Finding]) -> Iterator[tuple[str, object, At]]:
    if name not in files:
        said.append(_finding(At(name), f"The vocabulary has no `{name}.yaml`.", "Put the file back."))
    if files.get(name) is None:
        return
    file = _Fields(At(name), files[name], said)
    rows = file.get(key)
    if file.is_whole() and not isinstance(rows, Mapping):
        file.wrong(At(name) / key, f"`{key}` holds no rows.", f"Write `{key}:` and below it each row under its id.")
    if isinstance(rows, Mapping):
        for id, data in rows.items():
            yield id, data, At(name) / key / id


def _lawful_basis(fields: _Fields, id: str) -> LawfulBasisTerm:
    return LawfulBasisTerm(
        **fields.row(id),
        needs_law=fields.flag("needs_law"),
        public_text=fields.words("public_text"),
    )


def _special_condition(fields: _Fields, id: str) -> SpecialCondition:
    return SpecialCondition(
        **fields.row(id),
        needs_law=fields.flag("needs_law"),
        law_or_contract=fields.flag("law_or_contract"),
        safeguards=fields.flag("safeguards"),
        public_text=fields.words("public_text"),
    )


def _special_kind(fields: _Fields, id: str) -> SpecialKind:
    return SpecialKind(**fields.row(id))


def _right(fields: _Fields, id: str) -> RightTerm:
    at = fields.at / "by_basis"
    by_basis: dict[str, Entitlement] = {}
    matrix = fields.get("by_basis")
    if isinstance(matrix, Mapping):
        for basis, data in matrix.items():
            cell = _Fields(at / basis, data, fields._said)
            by_basis[basis] = Entitlement(
                verdict=cell.choice("verdict", Verdict), note=cell.words("note", required=False)
            )
            cell.is_whole()
    else:
        fields.wrong(at, "`by_basis` is missing.", "Write each basis with its verdict.")
    return RightTerm(
        **fields.row(id),
        public_text=fields.words("public_text"),
        applies_when=fields.choice("applies_when", AppliesWhen),
        told_under=fields.text("told_under", required=False),
        by_basis=by_basis,
        by_condition=fields.texts("by_condition"),
    )


def _known_ends(fields: _Fields) -> tuple[KnownEnd, ...]:
    ends: list[KnownEnd] = []
    for item in fields.maps("ends_as_known"):
        ends.append(
            KnownEnd(
                known_from=item.needed_day("known_from"), valid_until=item.day("valid_until"), act=item.text("act")
            )
        )
        item.is_whole()
    if ends != sorted(ends, key=lambda end: end.known_from):
        fields.wrong(fields.at / "ends_as_known", "The known ends are not in the order of time.", "Sort them.")
    return tuple(ends)


def _mechanism(fields: _Fields, id: str) -> MechanismKind:
    return MechanismKind(
        **fields.row(id),
        article=fields.text("article"),
        family=fields.choice("family", MechanismFamily),
        needs_tia=fields.flag("needs_tia"),
        tia_from=fields.day("tia_from"),
        needs_copy=fields.flag("needs_copy"),
        historic=fields.flag("historic"),
        aliases=fields.texts("aliases"),
        new_contracts_until=fields.day("new_contracts_until"),
        public_bodies_only=fields.flag("public_bodies_only"),
        not_for_public_authorities=fields.flag("not_for_public_authorities"),
        authority_authorisation=fields.flag("authority_authorisation"),
        occasional_only=fields.flag("occasional_only"),
        explicit_consent=fields.flag("explicit_consent"),
        ends_as_known=_known_ends(fields),
        public_text=fields.words("public_text"),
    )


def _adequacy_decision(fields: _Fields, id: str) -> AdequacyDecision:
    parts = fields.row(id)
    return AdequacyDecision(
        **parts,
        destination=fields.text("destination"),
        destination_kind=fields.choice("destination_kind", DestinationKind, default="country"),
        decision=fields.text("decision"),
        adopted=fields.needed_day("adopted"),
        scope_kind=fields.choice("scope_kind", ScopeKind),
        scope=fields.words("scope"),
        scope_mark=fields.choice("scope_mark", Mark, default=parts["mark"]),
        amendments=fields.texts("amendments"),
        ends_as_known=_known_ends(fields),
    )


def _membership(fields: _Fields, id: str) -> Membership:
    return Membership(**fields.row(id), code=fields.text("code"), status=fields.choice("status", EeaStatus))


def _statute(fields: _Fields, id: str) -> Statute:
    return Statute(
        **fields.row(id),
        number=fields.text("number"),
        jurisdiction=fields.text("jurisdiction"),
        citation=fields.words("citation"),
        before_section=fields.words("before_section"),
        url=fields.text("url", required=False),
    )


def _trigger(fields: _Fields, id: str) -> Trigger:
    return Trigger(**fields.row(id), until=fields.words("until"), by_person=fields.flag("by_person"))


def _statutory_period(fields: _Fields, id: str) -> StatutoryPeriod:
    period = StatutoryPeriod(
        **fields.row(id),
        statute=fields.text("statute", required=False),
        section=fields.words("section", required=False),
        kind=fields.choice("kind", PeriodKind),
        minimum=fields.period("minimum"),
        maximum=fields.period("maximum"),
        ordinary=fields.period("ordinary"),
        outer=fields.period("outer"),
        trigger=fields.text("trigger", required=False),
        covers=fields.words("covers"),
        sources_disagree=fields.flag("sources_disagree"),
    )
    value = {"obligation": period.minimum, "maximum": period.maximum}.get(period.kind, "-")
    if period.mark != "M" and not value:
        fields.wrong(fields.at, "The period has no length.", "Write it, or mark the row M until it is known.")
    return period


def _authority(fields: _Fields, id: str) -> Authority:
    phones: list[Phone] = []
    for item in fields.maps("phones"):
        phones.append(Phone(label=item.words("label"), number=item.text("number")))
        item.is_whole()
    return Authority(
        **fields.row(id),
        country=fields.text("country"),
        task=fields.choice("task", AuthorityTask),
        visiting_address=fields.words("visiting_address", required=False),
        postal_address=fields.words("postal_address", required=False),
        phones=tuple(phones),
        email=fields.text("email", required=False),
        website=fields.text("website", required=False),
    )


def _pending_law(fields: _Fields, id: str) -> PendingLaw:
    return PendingLaw(
        **fields.row(id),
        file=fields.text("file"),
        status=fields.choice("status", LawStatus),
        content=fields.words("content"),
        state=fields.words("state"),
    )


def _law_fact(fields: _Fields, id: str) -> LawFact:
    return LawFact(
        **fields.row(id),
        citation=fields.text("citation"),
        text=fields.words("text"),
        value=fields.whole_number("value"),
    )


def _terms(files: _Files, said: list[Finding]) -> Mapping[str, Mapping[str, Term]]:
    """Groups share interval, source and mark; each value has its own words."""
    groups: dict[str, Mapping[str, Term]] = {}
    for group, data, at in _rows_of(files, "terms", "groups", said):
        fields = _Fields(at, data, said)
        parts = fields.row(group)
        values = fields.get("values")
        if not isinstance(values, Mapping):
            fields.wrong(at / "values", "The group has no values.", "Write each value with its words.")
            values = {}
        terms: dict[str, Term] = {}
        for value, words in values.items():
            place = at / "values" / value
            own: _RowParts = {**parts, "at": place, "id": value, "label": _words(place, words, said)}
            terms[value] = Term(**own, group=group)
        if fields.is_whole():
            groups[group] = terms
    return groups


def _lexicons(files: _Files, said: list[Finding]) -> Mapping[str, Lexicon]:
    lexicons: dict[str, Lexicon] = {}
    for name, data in sorted(files.items()):
        if name.startswith("lexicons/") and data is not None:
            fields = _Fields(At(name), data, said)
            lexicon = _lexicon(fields, name.removeprefix("lexicons/"), said)
            if fields.is_whole():
                lexicons[lexicon.language] = lexicon
    for language in LANGUAGES:
        if f"lexicons/{language}" not in files:
            said.append(_finding(At(f"lexicons/{language}"), f"There is no lexicon for `{language}`.", "Put it back."))
    return lexicons


def _lexicon(fields: _Fields, language: str, said: list[Finding]) -> Lexicon:
    lists = fields.get("lexicons")
    entries: dict[str, tuple[Entry, ...]] = {}
    if not isinstance(lists, Mapping):
        fields.wrong(fields.at / "lexicons", "The file has no lexicons.", "Write each with its expressions.")
        lists = {}
    for name, items in lists.items():
        at = fields.at / "lexicons" / name
        if isinstance(items, list) and items:
            found = [_entry(at / index, item, said) for index, item in enumerate(items)]
            entries[name] = tuple(entry for entry in found if entry is not None)
        else:
            fields.wrong(at, "The lexicon is empty.", "Write each expression after a dash.")
    for key in ("source", "note"):
        fields.text(key, required=key == "source")
    fields.choice("mark", Mark)
    fields.needed_day("seen_on")
    fields.day("verified_on")
    return Lexicon(at=fields.at, language=language, entries=entries)


def _entry(at: At, item: object, said: list[Finding]) -> Entry | None:
    fields = _Fields(at, {"match": item} if isinstance(item, str) else item, said)
    expression, use, row = fields.text("match"), fields.text("use", required=False), fields.text("row", required=False)
    try:
        # A blank in an expression stands for any white space, so that a phrase is found across a line break.
        pattern = re.compile(expression.replace(" ", r"(?:\s+)"), re.IGNORECASE)
    except re.error as error:
        fields.wrong(
            at, f"The regular expression cannot be read: {error}.", "Correct it; write a dot or bracket as \\."
        )
        return None
    if pattern.search(""):
        fields.wrong(at, "The expression matches a text without any words.", "Make it ask for at least one word.")
        return None
    entry = Entry(at=at, expression=expression, pattern=pattern, use=use, row=row)
    return entry if fields.is_whole() else None


def _unknown_files(files: _Files) -> Iterator[Finding]:
    for name in files:
        if name not in _KINDS and not name.startswith("lexicons/"):
            yield _finding(
                At(name), f"`{name}.yaml` is no kind of row.", "Remove or rename the file.", _nearest(name, _KINDS)
            )


def _loose_ends(vocabulary: Vocabulary, files: _Files) -> Iterator[Finding]:
    """References between rows that lead nowhere, and tables that have a hole."""
    yield from _loose_periods(vocabulary, _ids(files, "statutes"), _ids(files, "triggers"))
    yield from _loose_rights(vocabulary, _ids(files, "lawful-bases"), _ids(files, "special-conditions"))
    yield from _loose_aliases(vocabulary)
    yield from _loose_entries(vocabulary, _ids(files, "mechanisms"), _ids(files, "statutes"))
    yield from _loose_lexicons(vocabulary)


def _ids(files: _Files, name: str) -> tuple[str, ...] | None:
    """The ids a file has rows for, whole or not: a row with a mistake has its own finding. None if there is no file."""
    rows = (files.get(name) or {}).get("rows")
    return tuple(rows) if isinstance(rows, Mapping) else None


def _loose_periods(
    vocabulary: Vocabulary, statutes: tuple[str, ...] | None, triggers: tuple[str, ...] | None
) -> Iterator[Finding]:
    for period in vocabulary.statutory_periods.values():
        for key, id, ids in (("statute", period.statute, statutes), ("trigger", period.trigger, triggers)):
            if id and ids is not None and id not in ids:
                yield _finding(
                    period.at / key, f"There is no {key} `{id}`.", f"Write the id of a {key}.", _nearest(id, ids)
                )
        if period.kind != "justification" and period.mark != "M" and not (period.statute and period.trigger):
            yield _finding(
                period.at,
                "A period of law needs a statute and a start event.",
                "Write `statute:` and `trigger:`, or mark the row M until they are known.",
            )


def _loose_rights(
    vocabulary: Vocabulary, bases: tuple[str, ...] | None, conditions: tuple[str, ...] | None
) -> Iterator[Finding]:
    for right in vocabulary.rights.values():
        for basis in bases or ():
            if basis not in right.by_basis:
                yield _finding(
                    right.at / "by_basis",
                    f"The right {right.id} does not say whether it arises from {basis}.",
                    f'Write `"{basis}":` and below it `verdict:` with "yes", limited or "no".',
                )
        for basis in right.by_basis:
            if bases is not None and basis not in bases:
                yield _finding(
                    right.at / "by_basis" / basis,
                    f"`{basis}` is no lawful basis.",
                    "Write the point of Art. 6(1).",
                    _nearest(basis, bases),
                )
        for index, condition in enumerate(right.by_condition):
            if conditions is not None and condition not in conditions:
                yield _finding(
                    right.at / "by_condition" / index,
                    f"`{condition}` is no condition of Art. 9(2).",
                    "Write its point.",
                    _nearest(condition, conditions),
                )


def _loose_aliases(vocabulary: Vocabulary) -> Iterator[Finding]:
    taken = set(vocabulary.mechanisms)
    for kind in vocabulary.mechanisms.values():
        for index, alias in enumerate(kind.aliases):
            if alias in taken:
                yield _finding(
                    kind.at / "aliases" / index, f"`{alias}` names another mechanism already.", "Choose another alias."
                )
            taken.add(alias)


def _loose_entries(
    vocabulary: Vocabulary, mechanisms: tuple[str, ...] | None, statutes: tuple[str, ...] | None
) -> Iterator[Finding]:
    if mechanisms is None or statutes is None:
        return
    dated = (*mechanisms, *statutes)
    for lexicon in vocabulary.lexicons.values():
        for entry in (entry for entries in lexicon.entries.values() for entry in entries):
            if entry.row and entry.row not in dated:
                yield _finding(
                    entry.at / "row",
                    f"There is no mechanism and no statute `{entry.row}`.",
                    "Write the id of a row in mechanisms.yaml or statutes.yaml.",
                    _nearest(entry.row, dated),
                )


def _loose_lexicons(vocabulary: Vocabulary) -> Iterator[Finding]:
    names = {name: lexicon.language for lexicon in vocabulary.lexicons.values() for name in lexicon.entries}
    for lexicon in vocabulary.lexicons.values():
        for name, other in names.items():
            if name not in lexicon.entries:
                yield _finding(
                    lexicon.at / "lexicons",
                    f"The lexicon `{name}` of `{other}` is missing in `{lexicon.language}`.",
                    "Write it with the expressions of that language.",
                    _nearest(name, tuple(lexicon.entries)),
                )


def _end_known_on(valid_until: date | None, ends: Sequence[KnownEnd], as_of: date) -> date | None:
    if not ends:
        return valid_until
    known = [end for end in ends if end.known_from <= as_of]
    return known[-1].valid_until if known else None
