"""Sources x schemas -> findings: the only room that knows JSON Schema.

Every kind of record has a schema, and a record that does not fit it is taken out and named among the broken ones. What
the schema library says about it is never passed on: each violation is told again in the terms of the YAML file, with
the place, what stands there, what belongs there, and the nearest thing that would fit.
"""

from __future__ import annotations

import difflib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from seloste.findings import At, Finding, Outcome, Severity, Span, Step
from seloste.load import Source, Sources

if TYPE_CHECKING:
    from jsonschema import FormatChecker
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "organisation": "organisation",
        "waivers": "waivers",
        "activities": "activity",
        "agreements": "agreement",
        "assessments": "assessment",
        "cookies": "cookie",
        "data-categories": "data-category",
        "data-sources": "data-source",
        "data-subjects": "data-subject",
        "fragments": "fragment",
        "joint-arrangements": "joint-arrangement",
        "lawful-bases": "lawful-basis",
        "notices": "notice",
        "parties": "party",
        "processors": "processor",
        "purposes": "purpose",
        "retention-periods": "retention-period",
        "rights": "right",
        "security-measures": "security-measure",
        "services": "service",
        "systems": "system",
        "transfer-mechanisms": "transfer-mechanism",
        "transfers": "transfer",
    }
)
"""A folder of the registry, or a file at its top without the ending -> the kind of record, which names the schema."""

TOP_FILES = frozenset({"organisation", "waivers"})
"""The kinds that are one file at the top of the registry and not a folder."""

ONE_NAMESPACE = frozenset({"parties", "processors"})
"""Kinds whose ids stand in the same references, so that none may be used twice among them."""


def validate(sources: Sources, schemas: Path) -> Outcome[Sources]:
    """Hold every record against `<schemas>/<kind>.schema.json`.

    Returns the sources without the records that do not fit; those are named in `broken`, together with the name their
    `id` would give them. A schema that is missing or not sound is our own bug and raises.
    """
    shelf = _Shelf(schemas)
    findings: list[Finding] = []
    unfit: set[str] = set()
    for source in sources.records.values():
        found = list(_misplaced(source, sources)) or [*_misfits(source, sources, shelf), *_wrong_id(source)]
        if found:
            findings.extend(found)
            unfit.add(source.record)
            if isinstance(identity := source.data.get("id"), str):
                unfit.add(f"{source.kind}/{identity}")
    findings.extend(_shared_ids(sources))
    findings = _one_per_folder(findings)
    return sources.without(unfit), findings


# --- names and places ---


def _misplaced(source: Source, sources: Sources) -> Iterator[Finding]:
    """A record whose folder or file name is none that the registry knows."""
    folder, inside, _ = source.record.partition("/")
    at = At(source.record)
    file = sources.files.get(source.record, f"{source.record}.yaml")
    top = Span(file, 1, 1, 1, 1)
    if folder not in KINDS:
        near = _nearest(folder, KINDS)
        known = [f"{name}/" for name in sorted(KINDS) if name not in TOP_FILES]
        if inside:
            message = f"The registry has no folder “{folder}”, so its files are not read."
            fix = "Rename the folder, or move its files."
            fix += "" if near else f" The folders are: {_list(known)}."
        else:
            message = f"The registry has no file “{folder}.yaml” at its top; only organisation.yaml and waivers.yaml."
            fix = "Move the record into the folder of its kind, or rename the file."
        yield _error("unknown-folder" if inside else "unknown-file", message, at, fix, near, top)
    elif inside and folder in TOP_FILES:
        message = f"“{folder}” is one file at the top of the registry, not a folder."
        yield _error("unknown-folder", message, at, f"Write it all in {folder}.yaml.", span=top)
    elif not inside and folder not in TOP_FILES:
        message = f"“{folder}” is a folder with one file per record, not a file at the top of the registry."
        fix = f"Move the record to {folder}/, in a file named after its id."
        yield _error("unknown-file", message, at, fix, span=top)


def _one_per_folder(findings: Iterable[Finding]) -> list[Finding]:
    """An unknown folder is told once, at its first file."""
    kept: list[Finding] = []
    told: set[str] = set()
    for finding in findings:
        if finding.rule == "unknown-folder":
            folder = finding.at.record.partition("/")[0]
            if folder in told:
                continue
            told.add(folder)
        kept.append(finding)
    return kept


def _wrong_id(source: Source) -> Iterator[Finding]:
    stem, identity = source.record.rpartition("/")[2], source.data.get("id")
    if source.kind not in TOP_FILES and isinstance(identity, str) and identity and identity != stem:
        yield _error(
            "id-not-file-name",
            f"The id is “{identity}”, but the file is named “{stem}.yaml”. A record is found by its file's name, so "
            "the two must be the same.",
            At(source.record) / "id",
            f"Write id: {stem}, or rename the file to {identity}.yaml.",
        )


def _shared_ids(sources: Sources) -> Iterator[Finding]:
    """Two records of one namespace with one id, or with ids that differ only in capital letters."""
    taken: dict[str, Source] = {}
    for source in sources.records.values():
        if source.kind not in ONE_NAMESPACE:
            continue
        stem = source.record.rpartition("/")[2]
        first = taken.setdefault(stem.casefold(), source)
        if first is not source:
            where = sources.locate(At(first.record) / "id")
            yield _error(
                "duplicate-id",
                f"The id “{stem}” is taken: {where.file} has it too. Parties and processors are named in the same "
                "places, so a reference could mean either.",
                At(source.record) / "id",
                "Give one of the two another id and file name, and change the references to it.",
            )


# --- schemas ---


class _Shelf:
    """The schemas of one folder. They refer to each other by file name, and nothing else is ever read or fetched."""

    def __init__(self, folder: Path) -> None:
        from referencing import Registry
        from referencing.jsonschema import DRAFT7

        self.schemas: dict[str, dict[str, Any]] = {
            path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.schema.json"))
        }
        self.validators: dict[str, Validator] = {}
        resources = [(name, DRAFT7.create_resource(schema)) for name, schema in self.schemas.items()]
        # Crawled once: a registry that has to look for something begins anew every time.
        self.registry: Registry[Any] = Registry[Any]().with_resources(resources).crawl()

    def validator(self, kind: str) -> Validator:
        """What checks records of a kind."""
        from jsonschema import Draft7Validator

        if kind not in self.validators:
            schema = self.schemas[f"{kind}.schema.json"]
            self.validators[kind] = Draft7Validator(schema, registry=self.registry, format_checker=_formats())
        return self.validators[kind]

    def notes(self, kind: str, path: Sequence[str | int]) -> dict[str, Any]:
        """What a schema says to people about one place of it: title, description and examples.

        A property says it beside its `$ref` or behind it; what stands beside comes first, being about this property.
        Empty where the path leads nowhere.
        """
        file = f"{kind}.schema.json"
        node: Any = self.schemas[file]
        notes: dict[str, Any] = {}
        for number in range(len(path) + 1):
            if number:
                try:
                    node = node[path[number - 1]]
                except (KeyError, IndexError, TypeError):
                    return {}
                behind = path[number - 2] if number > 1 else ""
                if behind in ("properties", "patternProperties") or path[number - 1] in (
                    "items",
                    "additionalProperties",
                ):
                    notes = {}
            while isinstance(node, dict):
                notes = {**{key: node[key] for key in _SPOKEN if key in node}, **notes}
                if "$ref" not in node:
                    break
                target, _, pointer = node["$ref"].partition("#")
                file = target.rpartition("/")[2] or file
                node = self.schemas[file]
                for key in filter(None, pointer.split("/")):
                    node = node[key.replace("~1", "/").replace("~0", "~")]
        return notes


_SPOKEN = ("title", "description", "markdownDescription", "examples", "enum")

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]{2,}")
_WEB_ADDRESS = re.compile(r"https?://[^\s/?#@<>\"]+(?:[/?#][^\s<>\"]*)?", re.IGNORECASE)


def _formats() -> FormatChecker:
    """The formats that schemas may ask for. A format that is not text, or not one of these, is not checked."""
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    checker.checks("date")(lambda value: not isinstance(value, str) or _is_date(value))
    checker.checks("email")(lambda value: not isinstance(value, str) or _EMAIL.fullmatch(value) is not None)
    checker.checks("uri")(lambda value: not isinstance(value, str) or _WEB_ADDRESS.fullmatch(value) is not None)
    return checker


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


# --- violations ---


@dataclass(frozen=True, slots=True, kw_only=True)
class _Misfit:
    """One error of the schema library, with the names and types that this room uses.

    `path` leads to the value in the record and `in_schema` to the keyword it offends; `inside` and `inside_schema` are
    the same counted from the alternative they belong to, whose number is `branch`. `inner`: the alternatives' errors.
    """

    keyword: str
    wanted: Any
    value: Any
    schema: Any
    path: tuple[Step, ...]
    in_schema: tuple[Step, ...]
    inside: tuple[Step, ...]
    inside_schema: tuple[Step, ...]
    branch: int
    inner: tuple[_Misfit, ...]


def _misfit(error: ValidationError) -> _Misfit:
    near = tuple(error.relative_schema_path)
    return _Misfit(
        keyword=str(error.validator),
        wanted=error.validator_value,
        value=error.instance,
        schema=error.schema,
        path=tuple(error.absolute_path),
        in_schema=tuple(error.absolute_schema_path),
        inside=tuple(error.relative_path),
        inside_schema=near,
        branch=near[0] if near and isinstance(near[0], int) else 0,
        inner=tuple(_misfit(inner) for inner in error.context or ()),
    )


def _misfits(source: Source, sources: Sources, shelf: _Shelf) -> list[Finding]:
    """Everything in a record that its schema forbids, each thing once."""
    kind = KINDS[source.kind]
    teller = _Teller(source=source, sources=sources, shelf=shelf, kind=kind)
    found: dict[tuple[str, At, str], Finding] = {}
    errors = map(_misfit, shelf.validator(kind).iter_errors(_plain(source.data)))
    # A format is told before a pattern, because it knows what the value was meant to be.
    for error in sorted(errors, key=lambda error: error.keyword == "pattern"):
        for finding in teller.tell(error):
            found.setdefault((finding.rule, finding.at, finding.message), finding)
    return _without_consequences(list(found.values()))


def _without_consequences(findings: list[Finding]) -> list[Finding]:
    """One cause, one finding.

    A key that is missing because it is misspelt is told as the misspelt key. A value that offends several rules of its
    schema is told by what weighs most: that it is empty, that it is of another type, and only then its form.
    """
    weightiest: dict[At, Finding] = {}
    for finding in findings:
        if finding.rule in _BY_WEIGHT:
            other = weightiest.setdefault(finding.at, finding)
            if _BY_WEIGHT.index(finding.rule) < _BY_WEIGHT.index(other.rule):
                weightiest[finding.at] = finding
    findings = [f for f in findings if f.rule not in _BY_WEIGHT or weightiest[f.at] is f]
    meant = {
        (f.at.record, f.at.path[:-1], f.did_you_mean) for f in findings if f.rule == "unknown-key" and f.did_you_mean
    }
    return [
        finding
        for finding in findings
        if not (
            finding.rule == "missing-key"
            and (finding.at.record, finding.at.path[:-1], str(finding.at.path[-1])) in meant
        )
    ]


_BY_WEIGHT = ("empty-text", "wrong-type", "unknown-value", "impossible-date", "wrong-form")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Teller:
    """Tells the schema library's errors about one record again, for people."""

    source: Source
    sources: Sources
    shelf: _Shelf
    kind: str

    def tell(self, error: _Misfit) -> Iterator[Finding]:
        """One error as findings; an error of alternatives as those of the alternative that was probably meant."""
        keyword = error.keyword
        if keyword in ("anyOf", "oneOf") and error.inner:
            yield from self._alternatives(error)
            return
        at = self._at(error)
        if "propertyNames" in error.inside_schema:
            yield self._unknown_key(
                str(error.value), at, _allowed(error) if keyword == "enum" else [], self._note(error)
            )
            return
        match keyword:
            case "additionalProperties":
                yield from self._unknown_keys(error, at)
            case "required" | "dependencies" | "dependentRequired":
                yield from self._missing_keys(error, at)
            case "type":
                yield self._wrong_type(error, at, _listed(error.wanted))
            case "enum" | "const":
                allowed = error.wanted if keyword == "enum" else [error.wanted]
                yield self._unknown_value(error, at, allowed)
            case "format" if error.wanted == "date" and _DATE.fullmatch(str(error.value)):
                yield self._impossible_date(error, at)
            case "minLength" if not str(error.value).strip():
                yield self._empty(error, at)
            case "pattern" if not str(error.value).strip():
                yield self._empty(error, at)
            case "pattern" | "format" | "minLength" | "maxLength":
                yield self._wrong_form(error, at)
            case "minItems" | "minProperties" | "maxItems" | "maxProperties" | "contains" | "uniqueItems":
                yield self._wrong_number_of_items(error, at)
            case "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf":
                yield self._out_of_range(error, at)
            case _:
                yield self._other(error, at)

    # keys

    def _unknown_keys(self, error: _Misfit, at: At) -> Iterator[Finding]:
        schema = error.schema if isinstance(error.schema, dict) else {}
        known = list(schema.get("properties", {}))
        patterns = list(schema.get("patternProperties", {}))
        for key in error.value:
            if key not in known and not any(re.search(pattern, key) for pattern in patterns):
                unused = [name for name in known if name not in error.value]
                yield self._unknown_key(str(key), at, unused, self._note(error))

    def _unknown_key(self, key: str, parent: At, known: Sequence[str], note: str) -> Finding:
        near = _nearest(key, known)
        if near:
            fix = f"Write {near}: instead of {key}:, or remove the line."
        elif known and len(known) <= 12:
            fix = f"Remove the line, or use a key that is known here: {_list(known)}."
        elif known:
            fix = "Remove the line, or look up the right key; an editor lists the known keys as you type."
        else:
            fix = f"Remove the line.{note}" if not note else f"Remove the line, or use a key that fits.{note}"
        return _error(
            "unknown-key", f"The key “{key}” is not known here, so nothing would read it.", parent / key, fix, near
        )

    def _missing_keys(self, error: _Misfit, at: At) -> Iterator[Finding]:
        wanted = error.wanted
        if isinstance(wanted, Mapping):
            wanted = [
                name
                for key, names in wanted.items()
                if key in error.value and isinstance(names, Sequence)
                for name in names
            ]
        for key in wanted:
            if key not in error.value:
                path = [*error.in_schema[:-1], "properties", key]
                notes = self.shelf.notes(self.kind, path)
                where = f" in “{at.path[-1]}”" if at.path and isinstance(at.path[-1], str) else ""
                fix = f"Add a line {key}: and its value.{_about(notes)}{_choice(notes)}{_examples(notes)}"
                yield _error("missing-key", f"The key “{key}” is missing{where}.", at / str(key), fix, law=_law(notes))

    # values

    def _wrong_type(self, error: _Misfit, at: At, wanted: Sequence[str]) -> Finding:
        value, notes = error.value, self._notes(error)
        is_date = isinstance(error.schema, dict) and error.schema.get("format") == "date"
        what = "a date such as 2026-11-22" if is_date and "string" in wanted else _or(_TYPES[name] for name in wanted)
        name = _named(at)
        written = self._written(at)
        near = ""
        if value is None:
            message = f"{name} has no value; {what} belongs here."
            mark = "colon" if at.path and isinstance(at.path[-1], str) else "hyphen"
            fix = f"Write the value after the {mark}, or remove the line if there is nothing to say."
        elif "string" in wanted and isinstance(value, (bool, int, float)):
            message = f"{name} must be text, but {written or value} without quotes is {_found(value)}."
            fix = f'Put it in quotes: "{written or value}".'
            schema = error.schema if isinstance(error.schema, dict) else {}
            if "pattern" in schema and not re.search(schema["pattern"], written or str(value)):
                return _error("wrong-type", message, at, schema.get("patternErrorMessage", _examples(notes)))
        elif "boolean" in wanted and isinstance(value, str) and value.strip().lower() in _YES_NO:
            near = _YES_NO[value.strip().lower()]
            message = f"{name} must be true or false, but {value} is read as text."
            fix = f"Write {near}, without quotes."
        elif wanted and wanted[0] in ("integer", "number") and isinstance(value, str):
            message = f"{name} must be {what}, but “{_short(value)}” is text."
            fix = "Write digits only, without quotes, spaces or units."
        elif "array" in wanted and not isinstance(value, (list, dict)):
            message = f"{name} must be a list, but {_found(value)} stands here."
            fix = f"Write each item on a line of its own, beginning with a hyphen and a space: - {_short(str(value))}"
        elif "array" in wanted:
            message = f"{name} must be a list, but a map (lines of “key: value”) stands here."
            fix = (
                "Write a hyphen and a space in front of the first key of each item, and indent its other keys below it."
            )
        elif "object" in wanted and isinstance(value, list):
            message = f"{name} must be {what}, but a list stands here."
            fix = "Remove the hyphens or brackets, and write each entry as key, colon, space, value."
        elif wanted == ["string"] and isinstance(value, (list, dict)):
            message = f"{name} must be one text, but {_found(value)} stands here."
            fix = "Write one value after the colon. If it is text that contains a colon, put it in quotes."
        else:
            shown = written if isinstance(value, float) and written else _found(value)
            message = f"{name} must be {what}, but {shown} stands here."
            keys = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
            fix = f"Write {what} instead."
            if "object" in wanted and at.path and isinstance(at.path[-1], int) and keys:
                key = next(iter([*error.schema.get("required", ()), *keys]))
                fix = f"Write it as keys with values, such as - {key}: {_short(str(value))}"
                fix += f". The keys are: {_list(keys)}." if len(keys) <= 12 else ""
            elif "object" in wanted:
                fix = "Begin a new line after the colon, and write its entries below, indented by two spaces."
                fix += f" The keys are: {_list(keys)}." if 0 < len(keys) <= 12 else ""
        return _error("wrong-type", message, at, f"{fix}{_about(notes)}{_examples(notes)}", near)

    def _unknown_value(self, error: _Misfit, at: At, allowed: Sequence[object], others: Sequence[str] = ()) -> Finding:
        """`others` are the types that would fit as well, instead of one of the allowed values."""
        words = [_spell(value) for value in allowed]
        value = error.value
        near = _nearest(_spell(value), words) if isinstance(value, (str, int, float)) else ""
        shown = f"“{_short(_spell(value))}”" if not isinstance(value, (list, dict)) else _found(value)
        message = f"{shown} is not one of the values that {_named(at, middle=True)} can have."
        if value is None:
            message = f"{_named(at)} has no value."
        belongs = [*words, *(_TYPES[name] for name in dict.fromkeys(others))]
        if len(words) == 1:
            message = f"{_named(at)} must be {_or(belongs)}, but {shown} stands here."
        if len(words) <= 12:
            fix = f"Write {_or(belongs)}."
        else:
            closest = difflib.get_close_matches(_spell(value), words, n=5, cutoff=0.3)
            fix = f"There are {len(words)} values to choose from" + (f", such as {_list(closest)}." if closest else ".")
            # So many values share one description, which says what they are; the property says only what it is for.
            notes = {**self._notes(error), **(error.schema if isinstance(error.schema, dict) else {})}
            fix += f" An editor lists them as you type.{_about(notes)}{_examples(notes)}"
        return _error("unknown-value", message, at, fix, near)

    def _impossible_date(self, error: _Misfit, at: At) -> Finding:
        message = f"There is no day {error.value} in the calendar."
        return _error("impossible-date", message, at, "Write a day that exists, as year-month-day: 2026-11-22.")

    def _empty(self, error: _Misfit, at: At) -> Finding:
        notes = self._notes(error)
        fix = "Write the text, or remove the line if there is nothing to say."
        said = f"{_named(at)} is empty."
        return _error("empty-text", said, at, f"{fix}{_about(notes)}{_examples(notes)}", law=_law(notes))

    def _wrong_form(self, error: _Misfit, at: At) -> Finding:
        notes, value = self._notes(error), _short(str(error.value))
        wanted = _FORMS.get(str(error.wanted)) if error.keyword == "format" else None
        if error.keyword in ("minLength", "maxLength"):
            length = f"at {'least' if error.keyword == 'minLength' else 'most'} {error.wanted} characters"
            message = f"{_named(at)} must have {length}; this has {len(error.value)}."
            fix = "Shorten the text." if error.keyword == "maxLength" else "Write more."
        elif wanted:
            message = f"“{value}” is not {wanted[0]}."
            fix = wanted[1]
        elif error.keyword == "pattern" and isinstance(error.schema, dict) and "patternErrorMessage" in error.schema:
            message = f"“{value}” does not have the form that {_named(at, middle=True)} must have."
            return _error("wrong-form", message, at, str(error.schema["patternErrorMessage"]))
        else:
            message = f"“{value}” does not have the form that {_named(at, middle=True)} must have."
            fix = (
                ""
                if "examples" in notes or "description" in notes
                else f"The form, as a regular expression: {error.wanted}"
            )
        return _error("wrong-form", message, at, f"{fix}{_about(notes)}{_examples(notes)}")

    def _wrong_number_of_items(self, error: _Misfit, at: At) -> Finding:
        limit, value, notes = error.wanted, error.value, self._notes(error)
        thing = "entry" if isinstance(value, dict) else "item"
        things = "entries" if isinstance(value, dict) else "items"
        if error.keyword == "uniqueItems":
            twice = next((item for number, item in enumerate(value) if item in value[:number]), None)
            place = at / max(number for number, item in enumerate(value) if item == twice)
            shown = f"“{_short(str(twice))}”" if isinstance(twice, str) else "The same item"
            message = f"{shown} stands in the list twice."
            return _error("repeated-item", message, place, "Remove one of the two.")
        if error.keyword == "contains":
            return _error("too-few-items", f"{_named(at)} lacks an item it must have.", at, f"Add it.{_about(notes)}")
        if error.keyword in ("minItems", "minProperties"):
            if not value:
                message = f"{_named(at)} is empty; it must have at least {_count(limit, thing, things)}."
                fix = f"Write at least {_count(limit, thing, things)}, or remove the key if there is nothing to say."
            else:
                message = f"{_named(at)} has {_count(len(value), thing, things)}, but needs at least {limit}."
                fix = f"Add the {things} that are missing."
            return _error("too-few-items", message, at, f"{fix}{_about(notes)}{_examples(notes)}", law=_law(notes))
        message = f"{_named(at)} has {_count(len(value), thing, things)}, but may have {limit} at most."
        return _error("too-many-items", message, at, f"Remove the {things} that do not belong here.{_about(notes)}")

    def _out_of_range(self, error: _Misfit, at: At) -> Finding:
        limit = {
            "minimum": "at least",
            "maximum": "at most",
            "exclusiveMinimum": "more than",
            "exclusiveMaximum": "less than",
            "multipleOf": "a multiple of",
        }[str(error.keyword)]
        message = f"{_named(at)} must be {limit} {error.wanted}, but is {error.value}."
        return _error("number-out-of-range", message, at, f"Correct the number.{_about(self._notes(error))}")

    def _other(self, error: _Misfit, at: At) -> Finding:
        notes = self._notes(error)
        if error.keyword == "not" and isinstance(error.wanted, dict) and "required" in error.wanted:
            keys = error.wanted["required"]
            place = at / str(keys[0])
            message = f"{_list([f'“{key}”' for key in keys])} cannot stand here together with what else is written."
            return _error("unknown-key", message, place, f"Remove the line.{_about(notes)}")
        if error.schema is False:
            return _error("unknown-key", f"{_named(at)} has no place here.", at, "Remove the line.")
        message = f"{_named(at)} does not have the form it must have."
        return _error("wrong-form", message, at, f"{_about(notes)}{_examples(notes)}")

    # alternatives

    def _alternatives(self, error: _Misfit) -> Iterator[Finding]:
        """The errors of the alternative that comes nearest, or all alternatives in one sentence."""
        branches: dict[int, list[_Misfit]] = defaultdict(list)
        for inner in error.inner:
            branches[inner.branch].append(inner)
        at = self._at(error)
        if all(len(b) == 1 and b[0].keyword == "required" and not b[0].inside for b in branches.values()):
            keys = [key for inner in branches.values() for key in inner[0].wanted]
            names = [f"“{key}”" for key in dict.fromkeys(keys)]
            message = f"One of the keys {_or(names)} is needed{f' in {_named(at, middle=True)}' if at.path else ''}."
            yield _error(
                "missing-key", message, at / str(keys[0]), f"Add one of these lines.{_about(self._notes(error))}"
            )
            return
        typed = [b for b in branches.values() if not any(_is_about(e, "type") for e in b)]
        if not typed:
            wanted = [name for b in branches.values() for e in b if _is_about(e, "type") for name in _listed(e.wanted)]
            yield self._wrong_type(error, at, list(dict.fromkeys(wanted)))
            return
        plain = [b for b in typed if all(_is_about(e, "enum", "const") for e in b)]
        if plain and len(plain) == len(typed):
            allowed = [value for b in plain for e in b for value in _allowed(e)]
            others = [name for b in branches.values() for e in b if _is_about(e, "type") for name in _listed(e.wanted)]
            yield self._unknown_value(error, at, list(dict.fromkeys(map(_spell, allowed))), others)
            return
        told = [b for b in typed if not any(_is_discriminator(e) for e in b)]
        if not told and (wrong := _discriminators(typed)):
            first = wrong[0]
            yield self._unknown_value(
                first, self._at(first), list(dict.fromkeys(v for e in wrong for v in _allowed(e)))
            )
            return
        words = [_spell(e.wanted) for b in branches.values() for e in b if _is_about(e, "const")]
        instead = f" Or write {_or(words)}." if words else ""
        for inner in min(told or typed, key=_distance):
            for finding in self.tell(inner):
                yield replace(finding, fix=finding.fix + instead) if not inner.inside else finding

    # what the schema and the file say about a place

    def _at(self, error: _Misfit) -> At:
        return At(self.source.record, error.path)

    def _notes(self, error: _Misfit) -> dict[str, Any]:
        return self.shelf.notes(self.kind, error.in_schema[:-1])

    def _note(self, error: _Misfit) -> str:
        return _about(self._notes(error))

    def _written(self, at: At) -> str:
        """The value as it is written on the line, which may differ from what was read (1.10 is read as 1.1)."""
        span = self.source.spans.get(at.path)
        if span is None or span.line != span.end_line:
            return ""
        lines = re.split(r"\r\n|\r|\n", self.sources.texts.get(span.file, ""))
        written = lines[span.line - 1][span.column - 1 : span.end_column - 1] if span.line <= len(lines) else ""
        return written.partition(":")[2].strip() if at.path and isinstance(at.path[-1], str) else written.strip()


def _is_about(error: _Misfit, *keywords: str) -> bool:
    """Does the error concern the very value that has alternatives, and not something inside it?"""
    return error.keyword in keywords and not error.inside


def _is_discriminator(error: _Misfit) -> bool:
    """Does a key of the value say that it is another alternative?"""
    return error.keyword == "const" or (error.keyword == "enum" and len(error.inside) == 1)


def _discriminators(branches: Iterable[list[_Misfit]]) -> list[_Misfit]:
    """The errors that tell the alternatives apart, where all are about one and the same key."""
    wrong = [error for branch in branches for error in branch if _is_discriminator(error)]
    return wrong if len({error.path for error in wrong}) == 1 else []


def _distance(branch: list[_Misfit]) -> tuple[int, int]:
    """How far a value is from an alternative: unknown keys weigh more than missing ones, and depth speaks for it."""
    weight = sum(2 if error.keyword == "additionalProperties" else 1 for error in branch)
    return weight, -max(len(error.inside) for error in branch)


def _allowed(error: _Misfit) -> list[Any]:
    return list(error.wanted) if error.keyword == "enum" else [error.wanted]


# --- words ---

_TYPES = {
    "string": "text",
    "array": "a list",
    "object": "a map (lines of “key: value”)",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "null": "nothing",
}
_YES_NO = {
    "yes": "true",
    "y": "true",
    "on": "true",
    "kyllä": "true",
    "no": "false",
    "n": "false",
    "off": "false",
    "ei": "false",
}
_FORMS = {
    "date": ("a date", "Write year, month and day with hyphens: 2026-11-22."),
    "email": ("an e-mail address", "Write an address such as privacy@example.com."),
    "uri": ("a web address", "Write the whole address, beginning with https://."),
}


def _found(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
    return "a map (lines of “key: value”)"


def _named(at: At, *, middle: bool = False) -> str:
    """How a sentence names a place: its key, or the number of the list item."""
    if not at.path:
        return "the record" if middle else "The record"
    step = at.path[-1]
    if isinstance(step, str):
        return f"“{step}”"
    keys = [key for key in at.path if isinstance(key, str)]
    item = f"item {step + 1} of “{keys[-1]}”" if keys else f"item {step + 1}"
    return item if middle else item[0].upper() + item[1:]


def _about(notes: Mapping[str, Any]) -> str:
    """The first sentence of the schema's description, which says what to write."""
    description = re.split(r"\s(?:Asked for by|Shown in:|Internal:)\s", str(notes.get("description", "")))[0].strip()
    # A full stop ends the sentence only where a new one begins, so that "Art. 30(1)" does not.
    sentence = re.split(r"(?<=[a-zäö)”\d]{2}[.])\s+(?=[A-ZÄÖ])", description, maxsplit=1)[0]
    return (
        f" What belongs here: {sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() else sentence}"
        if sentence
        else ""
    )


def _law(notes: Mapping[str, Any]) -> str:
    """The articles that ask for a field, as its schema names them."""
    named = re.search(r"\*\*Asked for by:\*\* (.+)", str(notes.get("markdownDescription", "")))
    return named[1].strip() if named else ""


def _choice(notes: Mapping[str, Any]) -> str:
    values = [_spell(value) for value in notes.get("enum", ())]
    return f" It is one of: {_list(values)}." if 1 < len(values) <= 12 else ""


def _examples(notes: Mapping[str, Any]) -> str:
    examples = [_spell(example) for example in notes.get("examples", ()) if not isinstance(example, (list, dict))]
    return f" For example: {_or(examples[:3]).rstrip('.')}." if examples else ""


def _spell(value: object) -> str:
    """A value as one writes it in YAML."""
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57].rstrip()}…"


def _count(number: int, thing: str, things: str) -> str:
    return f"one {thing}" if number == 1 else f"{number} {things}"


def _listed(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)


def _or(words: Iterable[str]) -> str:
    every = list(words)
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} or {every[-1]}"


def _nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, or nothing."""
    folded = {re.sub(r"[\s_-]+", "-", name.casefold()): name for name in known}
    close = difflib.get_close_matches(re.sub(r"[\s_-]+", "-", word.casefold()), folded, n=1, cutoff=0.7)
    return folded[close[0]] if close else ""


def _plain(value: Any) -> Any:
    """The data in the types the schema library knows: dicts and lists, not any mapping or sequence."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def _error(
    rule: str, message: str, at: At, fix: str, near: str = "", span: Span | None = None, law: str = ""
) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.ERROR,
        message=message,
        at=at,
        fix=fix.strip(),
        did_you_mean=near,
        span=span,
        citation=law,
    )
