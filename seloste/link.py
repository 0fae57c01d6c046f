"""Sources x vocabulary -> Registry: frozen records that hold the records they name.

An id that leads nowhere is reported once, here, with the nearest id there is; the place is then silent for the rules.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from seloste import period
from seloste.findings import At, Finding, Outcome, Severity, Step
from seloste.load import Source, Sources
from seloste.model import (
    DEFAULT_LANGUAGE,
    Activity,
    Agreement,
    Assessment,
    Cookie,
    DataCategory,
    DataSource,
    DataSubject,
    Fragment,
    JointArrangement,
    LawfulBasis,
    Notice,
    Organisation,
    Part,
    Party,
    Purpose,
    Record,
    Registry,
    RetentionPeriod,
    RightsChannel,
    SecurityMeasure,
    Service,
    System,
    Text,
    Transfer,
    TransferMechanism,
    Unconfirmed,
    Waiver,
)
from seloste.period import Period
from seloste.vocabulary import (
    AdequacyDecision,
    Authority,
    LawfulBasisTerm,
    MechanismKind,
    RightTerm,
    Row,
    SpecialCondition,
    SpecialKind,
    Statute,
    StatutoryPeriod,
    Trigger,
    Vocabulary,
)

WHOLE_RECORD = "everything"
"""The key under `unconfirmed` that stands for the record as a whole."""

R = TypeVar("R", bound=Record)


def link(sources: Sources, vocabulary: Vocabulary) -> Outcome[Registry]:
    """Turn validated sources into records and resolve every id.

    A reference to a record that is broken is left out without a word, because its own finding explains it. A dangling
    or circular reference, a reference to a retired record and an `unconfirmed` path that names no field are findings;
    the field is then None, or the item is left out of its list.
    """
    linker = _Linker(sources, vocabulary)

    def every(kind: type[R], *folders: str) -> Mapping[str, R]:
        found = (linker.record(source.record) for source in sources.records.values() if source.kind in folders)
        return types.MappingProxyType({record.id: record for record in found if isinstance(record, kind)})

    organisation = linker.record("organisation")
    if "organisation" in sources.broken:
        linker.silent["organisation"] = [At("organisation")]
    registry = Registry(
        organisation=organisation if isinstance(organisation, Organisation) else None,
        waivers=linker.waivers(),
        activities=every(Activity, "activities"),
        purposes=every(Purpose, "purposes"),
        data_subjects=every(DataSubject, "data-subjects"),
        data_categories=every(DataCategory, "data-categories"),
        lawful_bases=every(LawfulBasis, "lawful-bases"),
        retention_periods=every(RetentionPeriod, "retention-periods"),
        parties=every(Party, "processors", "parties"),
        data_sources=every(DataSource, "data-sources"),
        systems=every(System, "systems"),
        transfer_mechanisms=every(TransferMechanism, "transfer-mechanisms"),
        transfers=every(Transfer, "transfers"),
        security_measures=every(SecurityMeasure, "security-measures"),
        agreements=every(Agreement, "agreements"),
        joint_arrangements=every(JointArrangement, "joint-arrangements"),
        assessments=every(Assessment, "assessments"),
        rights=every(RightsChannel, "rights"),
        services=every(Service, "services"),
        cookies=every(Cookie, "cookies"),
        notices=every(Notice, "notices"),
        fragments=every(Fragment, "fragments"),
        vocabulary=vocabulary,
        unconfirmed=types.MappingProxyType(linker.unconfirmed),
        silent=types.MappingProxyType({record: tuple(places) for record, places in linker.silent.items()}),
        digest=sources.digest,
    )
    return registry, linker.findings


_FOLDERS: Mapping[type[Record], tuple[str, ...]] = {
    Activity: ("activities",),
    Agreement: ("agreements",),
    Assessment: ("assessments",),
    Cookie: ("cookies",),
    DataCategory: ("data-categories",),
    DataSource: ("data-sources",),
    DataSubject: ("data-subjects",),
    Fragment: ("fragments",),
    JointArrangement: ("joint-arrangements",),
    LawfulBasis: ("lawful-bases",),
    Notice: ("notices",),
    Party: ("parties", "processors"),
    Purpose: ("purposes",),
    RetentionPeriod: ("retention-periods",),
    RightsChannel: ("rights",),
    SecurityMeasure: ("security-measures",),
    Service: ("services",),
    System: ("systems",),
    Transfer: ("transfers",),
    TransferMechanism: ("transfer-mechanisms",),
}
_CLASSES: Mapping[str, type[Record]] = {
    "organisation": Organisation,
    **{folder: kind for kind, folders in _FOLDERS.items() for folder in folders},
}


@dataclass(frozen=True, slots=True)
class _Missing:
    """A value that could not be made; the reason has been reported, or stands in another record's finding."""


_MISSING = _Missing()


class _Linker:
    """The walk over the sources: what has been linked so far, and what was found on the way."""

    def __init__(self, sources: Sources, vocabulary: Vocabulary) -> None:
        self.findings: list[Finding] = []
        self.silent: dict[str, list[At]] = {}
        self.unconfirmed: dict[str, tuple[Unconfirmed, ...]] = {}
        self._sources = sources
        self._linked: dict[str, Record | None] = {}
        self._open: list[str] = []
        self._rows: Mapping[type[Row], Mapping[str, Row]] = {
            AdequacyDecision: vocabulary.adequacy_decisions,
            Authority: vocabulary.authorities,
            LawfulBasisTerm: vocabulary.lawful_bases,
            MechanismKind: {
                **vocabulary.mechanisms,
                **{alias: kind for kind in vocabulary.mechanisms.values() for alias in kind.aliases},
            },
            RightTerm: vocabulary.rights,
            SpecialCondition: vocabulary.special_conditions,
            SpecialKind: vocabulary.special_kinds,
            Statute: vocabulary.statutes,
            StatutoryPeriod: vocabulary.statutory_periods,
            Trigger: vocabulary.triggers,
        }

    def record(self, name: str) -> Record | None:
        """The record of that name, linked; None if there is none or it cannot be made."""
        if name not in self._linked:
            source = self._sources.records.get(name)
            if source is None or source.kind not in _CLASSES:
                return None
            self._open.append(name)
            self._linked[name] = self._build(source)
            self._open.pop()
        return self._linked[name]

    def waivers(self) -> tuple[Waiver, ...]:
        """The waivers of `waivers.yaml`; none where the file is missing or broken."""
        source = self._sources.records.get("waivers")
        items = source.data.get("waivers") if source is not None else None
        if not isinstance(items, list):
            return ()
        place = At("waivers", ("waivers",))
        made = (self._part(Waiver, item, place / number) for number, item in enumerate(items))
        return tuple(waiver for waiver in made if isinstance(waiver, Waiver))

    def _build(self, source: Source) -> Record | None:
        kind, at = _CLASSES[source.kind], At(source.record)
        questions = source.data.get("unconfirmed")
        facts = tuple(self._questions(kind, source, questions)) if isinstance(questions, Mapping) else ()
        if facts:
            self.unconfirmed[source.record] = facts
        values = self._values(kind, {key: value for key, value in source.data.items() if key != "unconfirmed"}, at)
        if not isinstance(values, dict):
            return None
        return kind(at=at, unconfirmed=facts, **values)

    def _questions(self, kind: type[Record], source: Source, questions: Mapping[str, object]) -> Iterator[Unconfirmed]:
        for path, question in questions.items():
            at = At(source.record)
            if path != WHOLE_RECORD:
                steps = _follow(kind, source.data, path.split("/"))
                if isinstance(steps, str):
                    self._say(
                        "unconfirmed-path",
                        f"“{path}” names no field of this record: {steps}.",
                        At(source.record, ("unconfirmed", path)),
                        "Write the field names with / between them; name an item of a list by the id it holds, "
                        "such as data_categories/contact-details/retention.",
                    )
                    continue
                at = At(source.record, steps)
            yield Unconfirmed(at=at, question=str(question))

    def _values(self, kind: type, data: Mapping[str, object], at: At) -> dict[str, Any] | _Missing:
        """The keyword arguments of a record or part; _MISSING if a field it cannot do without could not be made."""
        shape = _shape(kind)
        values: dict[str, Any] = {}
        for key, value in data.items():
            if value is None or key not in shape:
                continue
            made = self._value(shape[key], value, at / key)
            if made is not _MISSING:
                values[key] = made
        return _MISSING if any(name not in values for name in _required(kind)) else values

    def _value(self, hint: Any, value: object, at: At) -> object:
        """The value as the type hint wants it. The schema has checked the data: only references can fail here."""
        origin = get_origin(hint)
        if origin in (Union, types.UnionType):
            options = [option for option in get_args(hint) if option is not type(None)]
            literals = [option for option in options if get_origin(option) is Literal]
            if len(literals) == len(options) or any(value in get_args(option) for option in literals):
                return value
            return self._value(next(option for option in options if option not in literals), value, at)
        if origin is Literal:
            return value
        if origin is tuple:
            return self._items(get_args(hint)[0], value, at)
        if hint is Text:
            words = cast("dict[str, str]", value) if isinstance(value, Mapping) else {DEFAULT_LANGUAGE: str(value)}
            return Text(at=at, words=types.MappingProxyType(words))
        if hint is date:
            return date.fromisoformat(str(value))
        if hint is Period:
            made = period.parse(str(value))
            return _MISSING if made is None else made
        if is_dataclass(hint) and isinstance(hint, type):
            if issubclass(hint, Part):
                return self._part(hint, value, at)
            return self._named(hint, str(value), at)
        return value

    def _items(self, hint: Any, value: object, at: At) -> tuple[object, ...]:
        if value == "none":
            return ()
        if not isinstance(value, list):
            made = self._value(hint, value, at)
            return () if made is _MISSING else (made,)
        items = (self._value(hint, item, at / number) for number, item in enumerate(value))
        return tuple(item for item in items if item is not _MISSING)

    def _part(self, kind: type[Part], value: object, at: At) -> object:
        values = self._values(kind, cast("Mapping[str, object]", value), at)
        return kind(at=at, **values) if isinstance(values, dict) else _MISSING

    def _named(self, hint: type, id: str, at: At) -> object:
        """The record or the row of the law that an id names."""
        if issubclass(hint, Row):
            row = self._rows[hint].get(id)
            if row is None:
                self._dangling(id, at, sorted(self._rows[hint]), "the vocabulary of the law")
            return _MISSING if row is None else row
        folders = _FOLDERS[cast("type[Record]", hint)]
        for folder in folders:
            name = f"{folder}/{id}"
            if name in self._open:
                self._say(
                    "reference-cycle",
                    f"“{id}” leads back to this record, so neither can be read without the other.",
                    at,
                    "Take one of the references out of the circle.",
                )
                return self._hush(at)
            if name in self._sources.records:
                return self._alive(self.record(name), at)
            if name in self._sources.broken:
                return self._hush(at)
        known = [name.partition("/")[2] for name in self._sources.records if name.partition("/")[0] in folders]
        self._dangling(id, at, known, " or ".join(f"registry/{folder}/" for folder in folders))
        return _MISSING

    def _alive(self, record: Record | None, at: At) -> object:
        if record is None:
            return self._hush(at)
        user = self._sources.records[at.record].data
        if record.status == "retired" and user.get("status") != "retired":
            self._say(
                "dangling-reference",
                f"“{record.id}” is retired and may no longer be used.",
                at,
                "Name the record that replaces it, or retire this one too.",
                citation="Art. 5(2), 30",
            )
        return record

    def _dangling(self, id: str, at: At, known: Sequence[str], where: str) -> None:
        self._say(
            "dangling-reference",
            f"There is no “{id}” in {where}.",
            at,
            "Correct the id, or add the record it should name.",
            citation="Art. 5(2), 30",
            did_you_mean=next(iter(get_close_matches(id, known, n=1)), ""),
        )
        self._hush(at)

    def _hush(self, at: At) -> _Missing:
        self.silent.setdefault(at.record, []).append(at)
        return _MISSING

    def _say(self, rule: str, message: str, at: At, fix: str, *, citation: str = "", did_you_mean: str = "") -> None:
        self.findings.append(
            Finding(
                rule=rule,
                severity=Severity.ERROR,
                message=message,
                at=at,
                fix=fix,
                citation=citation,
                did_you_mean=did_you_mean,
            )
        )


@cache
def _shape(kind: type) -> Mapping[str, Any]:
    """Field name -> type, without the fields that the linker itself fills."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind) if field.name not in ("at", "unconfirmed")}


@cache
def _required(kind: type) -> tuple[str, ...]:
    return tuple(
        field.name
        for field in fields(kind)
        if field.name != "at" and field.default is MISSING and field.default_factory is MISSING
    )


def _follow(kind: Any, data: object, names: Sequence[str]) -> tuple[Step, ...] | str:
    """The steps that a written path means, walked through the types and the data side by side; else what is wrong."""
    if not names:
        return ()
    name, rest = names[0], names[1:]
    options = [option for option in _options(kind) if option is not type(None)]
    for option in options:
        if get_origin(option) is tuple:
            number = _item(data, name)
            if number is None:
                return f"the list has no item “{name}”"
            deeper = _follow(get_args(option)[0], cast("list[object]", data)[number], rest)
            return deeper if isinstance(deeper, str) else (number, *deeper)
        if option is Text:
            return (name,) if not rest else f"a text has nothing below “{name}”"
        if isinstance(option, type) and is_dataclass(option) and _has_fields(option, data):
            shape = _shape(option)
            if name not in shape:
                near = next(iter(get_close_matches(name, shape, n=1)), "")
                return f"there is no field “{name}”" + (f", did you mean “{near}”" if near else "")
            below = data.get(name) if isinstance(data, Mapping) else None
            deeper = _follow(shape[name], below, rest)
            return deeper if isinstance(deeper, str) else (name, *deeper)
    return f"there is nothing below the field before “{name}”"


def _has_fields(kind: type, data: object) -> bool:
    """A part always has fields; a record only where it stands itself, not where its id names it."""
    return issubclass(kind, Part) or isinstance(data, Mapping)


def _options(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)


def _item(data: object, name: str) -> int | None:
    """The index of the list item that is called by its number, or by an id it is or holds."""
    if not isinstance(data, list):
        return None
    if name.isdecimal():
        return int(name) if int(name) < len(data) else None
    for number, item in enumerate(data):
        if item == name or (isinstance(item, Mapping) and name in item.values()):
            return number
    return None
