"""Schemas, dataclasses and vocabulary say the same, and every schema speaks to a lawyer in an editor."""

from __future__ import annotations

import json
import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry as SchemaRegistry
from referencing import Resource
from referencing.jsonschema import DRAFT7

from seloste import load, model, period, resources, validate, vocabulary

SCHEMAS = resources.schemas()
FILES = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(SCHEMAS.glob("*.schema.json"))}
COMMON = "common.schema.json"

CLASSES: Mapping[str, type[model.Record]] = {
    "organisation": model.Organisation,
    "activity": model.Activity,
    "agreement": model.Agreement,
    "assessment": model.Assessment,
    "cookie": model.Cookie,
    "data-category": model.DataCategory,
    "data-source": model.DataSource,
    "data-subject": model.DataSubject,
    "fragment": model.Fragment,
    "joint-arrangement": model.JointArrangement,
    "lawful-basis": model.LawfulBasis,
    "notice": model.Notice,
    "party": model.Party,
    "processor": model.Party,
    "purpose": model.Purpose,
    "retention-period": model.RetentionPeriod,
    "right": model.RightsChannel,
    "security-measure": model.SecurityMeasure,
    "service": model.Service,
    "system": model.System,
    "transfer": model.Transfer,
    "transfer-mechanism": model.TransferMechanism,
}
KINDS = [*CLASSES, "waivers"]

MAY_STATE_NONE = {
    "activity.recipients",
    "activity.systems",
    "activity.transfers",
    "activity.automated_decision",
    "activity.purposes.soft_opt_in.shared_with",
    "agreement.sub_processors",
    "right.fee",
    "system.support_access_locations",
}
"""Where stating that there is none makes sense; elsewhere an empty list would only hide that something is missing."""

NOT_IN_ISO_3166 = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}
"""Two-letter codes that the Unicode locale data name besides the officially assigned ones."""

TABLES: Mapping[type, str] = {
    vocabulary.AdequacyDecision: "adequacy_decisions",
    vocabulary.Authority: "authorities",
    vocabulary.LawfulBasisTerm: "lawful_bases",
    vocabulary.MechanismKind: "mechanisms",
    vocabulary.RightTerm: "rights",
    vocabulary.SpecialCondition: "special_conditions",
    vocabulary.SpecialKind: "special_kinds",
    vocabulary.Statute: "statutes",
    vocabulary.StatutoryPeriod: "statutory_periods",
    vocabulary.Trigger: "triggers",
}
ANNOTATIONS = {"$ref", "title", "description", "markdownDescription", "examples"}

LAW, _ = vocabulary.read(SCHEMAS / "vocabulary")
STORE: SchemaRegistry[Any] = SchemaRegistry().with_resources(
    [(name, Resource.from_contents(schema, default_specification=DRAFT7)) for name, schema in FILES.items()]
)


# --- schema and dataclass ---


def test_every_kind_of_record_has_a_schema_and_every_schema_a_kind() -> None:
    assert set(FILES) == {f"{kind}.schema.json" for kind in KINDS} | {COMMON}
    assert set(validate.KINDS.values()) == set(KINDS)


def test_every_record_class_has_a_schema() -> None:
    shared = {model.Record, model.Identity}
    records = {
        value
        for value in vars(model).values()
        if isinstance(value, type) and issubclass(value, model.Record) and value not in shared
    }
    assert records == set(CLASSES.values())


@pytest.mark.parametrize("kind", CLASSES)
def test_the_schema_has_the_fields_of_the_dataclass_and_their_types(kind: str) -> None:
    name = f"{kind}.schema.json"
    assert list(_object_against(CLASSES[kind], FILES[name], name, kind)) == []


def test_a_waiver_has_the_fields_of_its_dataclass() -> None:
    name = "waivers.schema.json"
    schema = FILES[name]
    assert schema["required"] == list(schema["properties"]) == ["waivers"]
    items, file = _resolved(schema["properties"]["waivers"]["items"], name)
    assert list(_object_against(model.Waiver, items, file, "waivers")) == []


def test_processors_and_other_parties_share_the_kinds_of_a_party_between_them() -> None:
    kinds = {kind: FILES[f"{kind}.schema.json"]["properties"]["kind"]["enum"] for kind in ("processor", "party")}
    assert sorted([*kinds["processor"], *kinds["party"]]) == sorted(get_args(model.PartyKind))


def test_a_stated_none_is_allowed_where_it_makes_sense_and_nowhere_else() -> None:
    found = {
        place
        for kind in CLASSES
        for place, node in _fields_of(f"{kind}.schema.json", kind)
        if "none" in node.get("enum", ()) or any(branch.get("const") == "none" for branch in node.get("oneOf", ()))
    }
    # These values are called none, but belong to a list of choices.
    assert found - {"activity.monitoring", "data-source.art14_exemption"} == MAY_STATE_NONE


def test_a_lawyer_may_name_one_start_event_or_several() -> None:
    assert _is_valid("retention-period", {"id": "x", "trigger": "contract_end"})
    assert _is_valid("retention-period", {"id": "x", "trigger": ["account_closed", "account_inactive"]})
    assert not _is_valid("retention-period", {"id": "x", "trigger": []})
    assert not _is_valid("retention-period", {"id": "x", "trigger": "whenever"})


# --- schema and vocabulary ---


@pytest.mark.parametrize("row", TABLES, ids=lambda row: str(row.__name__))
def test_an_enumeration_of_the_law_has_the_ids_of_the_vocabulary(row: type) -> None:
    used = [
        tuple(_resolved(node, file)[0]["enum"])
        for kind, cls in CLASSES.items()
        for hint, node, file in _typed_nodes(cls, FILES[f"{kind}.schema.json"], f"{kind}.schema.json")
        if hint is row
    ]
    assert used
    assert set(used) == {tuple(_ids(row))}


def test_every_country_of_iso_3166_has_a_code_and_a_name_in_both_languages() -> None:
    codes = FILES[COMMON]["definitions"]["country"]["enum"]
    for language in ("en_GB", "fi"):
        named = {code for code in map(str, Locale.parse(language).territories) if re.fullmatch("[A-Z]{2}", code)}
        assert codes == sorted(named - NOT_IN_ISO_3166)
    assert len(codes) == 249


def test_every_country_the_law_knows_can_be_written() -> None:
    codes = set(FILES[COMMON]["definitions"]["country"]["enum"])
    assert {row.code for row in LAW.memberships.values()} <= codes
    assert {row.destination for row in LAW.adequacy_decisions.values() if row.destination_kind == "country"} <= codes


@settings(deadline=None)
@given(st.from_regex(r"P[0-9YMWD]{0,9}\n?", fullmatch=True) | st.text(max_size=8))
def test_the_schema_takes_a_period_exactly_where_the_model_reads_one(text: str) -> None:
    pattern = FILES[COMMON]["definitions"]["period"]["pattern"]
    assert bool(re.search(pattern, text)) == (period.parse(text) is not None)


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_of_two_centuries_can_be_written(day: date) -> None:
    assert re.search(FILES[COMMON]["definitions"]["date"]["pattern"], day.isoformat())


# --- what a person reads in the editor ---


@pytest.mark.parametrize("name", FILES)
def test_every_property_says_what_to_write(name: str) -> None:
    for place, node in _properties(FILES[name], name):
        spoken = _spoken(node, name)
        assert spoken.get("title", "").strip(), place
        assert spoken.get("description", "").rstrip("`").endswith((".", "?")), place


@pytest.mark.parametrize("name", FILES)
def test_every_part_and_shared_piece_says_what_it_is(name: str) -> None:
    for piece, node in FILES[name].get("definitions", {}).items():
        assert node["title"].strip(), piece
        assert node["description"].endswith("."), piece


@pytest.mark.parametrize("name", FILES)
def test_every_value_of_a_list_of_choices_has_a_sentence(name: str) -> None:
    for place, node in _nodes(FILES[name]):
        if "enum" in node and not place.endswith("definitions/country"):
            sentences = node["markdownEnumDescriptions"]
            assert len(sentences) == len(node["enum"]), place
            assert all(re.fullmatch(r"[A-Z0-9].*[.]", sentence) for sentence in sentences), place


@pytest.mark.parametrize("name", FILES)
def test_every_field_has_an_example(name: str) -> None:
    for place, node in _properties(FILES[name], name):
        target, _ = _resolved(node, name)
        assert _spoken(node, name).get("examples") or "const" in target, place


@pytest.mark.parametrize("name", FILES)
def test_every_example_is_valid(name: str) -> None:
    for place, node in _nodes(FILES[name]):
        for example in node.get("examples", ()):
            errors = [error.message for error in _validator(node, name).iter_errors(example)]
            assert errors == [], f"{place}: {example}"


@pytest.mark.parametrize("kind", KINDS)
def test_the_whole_example_of_a_kind_is_read_without_a_finding(kind: str, tmp_path: Path) -> None:
    example = FILES[f"{kind}.schema.json"]["examples"][0]
    folder = next(folder for folder, name in validate.KINDS.items() if name == kind)
    file = tmp_path / (f"{folder}.yaml" if folder in validate.TOP_FILES else f"{folder}/{example['id']}.yaml")
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(example, ensure_ascii=False, indent=2), encoding="utf-8")
    sources, unreadable = load.load(tmp_path)
    whole, misfits = validate.validate(sources, SCHEMAS)
    assert [finding.message for finding in (*unreadable, *misfits)] == []
    assert len(whole.records) == 1


@pytest.mark.parametrize("name", FILES)
def test_a_pattern_explains_itself(name: str) -> None:
    for place, node in _nodes(FILES[name]):
        if "pattern" in node:
            assert node["patternErrorMessage"].endswith("."), place


# --- the schemas themselves ---


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_sound_draft_07(name: str) -> None:
    schema = FILES[name]
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert schema["$id"] == name
    assert schema["title"]
    assert schema["description"]
    Draft7Validator.check_schema(schema)


@pytest.mark.parametrize("name", FILES)
def test_every_reference_leads_somewhere_and_has_only_words_beside_it(name: str) -> None:
    for place, node in _nodes(FILES[name]):
        if "$ref" in node:
            assert isinstance(_resolved(node, name)[0], dict), place
            assert set(node) <= ANNOTATIONS, f"{place}: draft-07 would not look at what stands beside $ref"


@pytest.mark.parametrize("name", FILES)
def test_every_shared_piece_is_used(name: str) -> None:
    everything = json.dumps(FILES)
    for piece in FILES[name].get("definitions", {}):
        assert f'#/definitions/{piece}"' in everything, piece


@pytest.mark.parametrize("name", FILES)
def test_no_map_takes_an_unknown_key(name: str) -> None:
    for place, node in _nodes(FILES[name]):
        if "properties" in node or "patternProperties" in node:
            assert node["additionalProperties"] is False, place


@pytest.mark.parametrize("name", FILES)
def test_no_list_is_empty_but_that_of_waivers(name: str) -> None:
    for place, node in _nodes(FILES[name]):
        if node.get("type") == "array":
            assert node.get("minItems", 0) == (0 if place == "properties/waivers" else 1), place


@pytest.mark.parametrize("name", FILES)
def test_a_list_of_ids_or_choices_holds_each_once(name: str) -> None:
    for place, node in _nodes(FILES[name]):
        if node.get("type") == "array" and _resolved(node["items"], name)[0].get("type") == "string":
            assert node["uniqueItems"] is True, place


@pytest.mark.parametrize("name", FILES)
def test_a_pattern_means_the_same_in_every_engine(name: str) -> None:
    for place, node in _nodes(FILES[name]):
        for pattern in (node.get("pattern", ""), *node.get("patternProperties", ())):
            assert not re.search(r"\\[dDpPwWbBAzZ]", pattern), place
            # A bare $ also matches before a last line break in some engines.
            assert not re.search(r"\$(?!\(\?!\\n\)$)", pattern), place


@pytest.mark.parametrize(
    ("piece", "good", "bad"),
    [
        ("id", ["web-store-sales", "a1"], ["Web", "web_store", "-a", "a-", "a--b", "ä", "", "a\n"]),
        ("date", ["2026-11-22", "2024-02-29"], ["2026-02-30", "2026-13-01", "22.11.2026", "2026-1-2", "2026-11-22\n"]),
        ("email", ["privacy@company.example"], ["privacy", "a@b", "a b@c.example", "<a@b.example>", "a@b.example\n"]),
        ("https_url", ["https://a.example/b?c=d"], ["http://a.example", "javascript:alert(1)", "https://", "//a.b"]),
        ("text", ["Hello.", {"fi": "Hei.", "sv": "Hej."}], ["", " ", "\n", {}, {"fi": " "}, {"Finnish": "Hei"}, 1, []]),
        ("line", ["Legal"], ["", "\t", 1, True, None, {"fi": "Hei"}]),
        ("country", ["NO", "FI"], ["UK", "EL", "no", "EU", "XK", False]),
        ("jurisdiction", ["EU", "FI"], ["USA", "eu"]),
        ("language", ["fi", "en-GB"], ["EN", "english", "en_GB"]),
        ("unconfirmed", [{"everything": "Is it so?"}, {"purposes/0/lawful_basis": "Why?"}], [{"/a": "b"}, {"a": ""}]),
    ],
)
def test_a_shared_piece_takes_what_it_should_and_nothing_else(piece: str, good: list[Any], bad: list[Any]) -> None:
    validator = _validator({"$ref": f"{COMMON}#/definitions/{piece}"}, COMMON)
    assert [value for value in good if not validator.is_valid(value)] == []
    assert [value for value in bad if validator.is_valid(value)] == []


def test_a_schema_asks_only_for_what_a_record_cannot_be_read_without() -> None:
    assert _is_valid("activity", {"id": "x", "name": "X", "role": "controller"})
    assert _is_valid("organisation", {"id": "organisation"})
    assert _is_valid("retention-period", {"id": "x"})
    assert not _is_valid("activity", {"id": "x", "name": "X"})
    assert not _is_valid("lawful-basis", {"id": "x"})


# --- comparing ---


def _object_against(cls: type, node: dict[str, Any], file: str, place: str) -> Iterator[str]:
    """Every difference between the fields of a dataclass and the properties of an object."""
    hints = get_type_hints(cls)
    expected = {field.name: field for field in fields(cls) if field.name != "at"}
    found = node.get("properties", {})
    for name in sorted(expected.keys() ^ found.keys()):
        yield f"{place}.{name}: only in the {'dataclass' if name in expected else 'schema'}"
    needed = {n for n, field in expected.items() if field.default is MISSING and field.default_factory is MISSING}
    if set(node.get("required", ())) != needed:
        yield f"{place}: required is {node.get('required')}, not {sorted(needed)}"
    for name in expected.keys() & found.keys():
        if (cls, name) == (model.Party, "kind"):
            continue  # shared between two schemas, which a test of its own adds up
        if name == "unconfirmed":
            if _shared_piece(found[name], file) != "unconfirmed":
                yield f"{place}.{name}: not the shared piece"
            continue
        yield from _value_against(hints[name], found[name], file, f"{place}.{name}")


def _value_against(hint: Any, node: dict[str, Any], file: str, place: str) -> Iterator[str]:
    options = _options(hint)
    target, where = _resolved(node, file)
    if all(get_origin(option) is Literal for option in options):
        values = [value for option in options for value in get_args(option)]
        if target.get("enum") != values or {type(value) for value in values} != {_TYPES_OF[target["type"]]}:
            yield f"{place}: {target.get('enum')} is not {values}"
        return
    if len(options) == 2:
        word = next(get_args(option)[0] for option in options if get_origin(option) is Literal)
        other = next(option for option in options if get_origin(option) is not Literal)
        branches = target.get("oneOf", ())
        if len(branches) != 2 or branches[0].get("const") != word:
            yield f"{place}: should be `{word}` or something else"
            return
        yield from _value_against(other, branches[1], where, place)
        return
    (hint,) = options
    if get_origin(hint) is tuple:
        yield from _list_against(get_args(hint)[0], target, where, place)
    elif hint is model.Text:
        if _shared_piece(node, file) != "text":
            yield f"{place}: is not a text"
    elif hint is period.Period:
        if _shared_piece(node, file) != "period":
            yield f"{place}: is not a period"
    elif hint is date:
        if target.get("format") != "date" or "pattern" not in target:
            yield f"{place}: is not a date"
    elif hint in TABLES:
        if target.get("enum") != _ids(hint):
            yield f"{place}: the values are not those of the vocabulary"
    elif is_dataclass(hint) and isinstance(hint, type) and issubclass(hint, model.Record):
        if _shared_piece(node, file) != "id":
            yield f"{place}: is not an id"
    elif is_dataclass(hint) and isinstance(hint, type):
        yield from _object_against(hint, target, where, place)
    elif hint is str and "oneOf" in target:
        for branch in target["oneOf"]:
            if not isinstance(branch.get("const"), str):
                yield from _value_against(str, branch, where, place)
    elif _TYPES_OF.get(target.get("type", "")) is not hint:
        yield f"{place}: is {target.get('type')}, not {hint}"


def _list_against(hint: Any, target: dict[str, Any], file: str, place: str) -> Iterator[str]:
    lists = [branch for branch in target.get("oneOf", (target,)) if branch.get("type") == "array"]
    if len(lists) != 1:
        yield f"{place}: is not a list"
        return
    yield from _value_against(hint, lists[0]["items"], file, place)
    for branch in target.get("oneOf", ()):
        if branch.get("type") != "array" and "const" not in branch:
            yield from _value_against(hint, branch, file, place)


_TYPES_OF = {"string": str, "integer": int, "boolean": bool}


@pytest.mark.parametrize("kind", CLASSES)
def test_every_reference_says_in_which_folder_the_other_record_lives(kind: str) -> None:
    name = f"{kind}.schema.json"
    folders: dict[type, list[str]] = {}
    for folder, other in validate.KINDS.items():
        if other in CLASSES:
            folders.setdefault(CLASSES[other], []).append(folder)
    for cls, part, file in _parts(CLASSES[kind], FILES[name], name):
        hints = get_type_hints(cls)
        for field, node in part["properties"].items():
            for hint in _options(hints[field]):
                target = get_args(hint)[0] if get_origin(hint) is tuple else hint
                if target in folders:
                    written = _spoken(node, file)["description"]
                    named = set(re.findall(r"registry/([a-z-]+)/", written))
                    assert named, f"{kind}.{field}"
                    assert named <= set(folders[target]), f"{kind}.{field}"


def _ids(row: type) -> list[str]:
    """The ids of a table of the law, each followed by its aliases."""
    rows: Mapping[str, vocabulary.Row] = getattr(LAW, TABLES[row])
    return [id for row_id, entry in rows.items() for id in (row_id, *getattr(entry, "aliases", ()))]


def _options(hint: Any) -> list[Any]:
    """The alternatives of a type hint, without None."""
    if get_origin(hint) in (Union, types.UnionType):
        return [option for option in get_args(hint) if option is not type(None)]
    return [hint]


def _parts(cls: type, node: dict[str, Any], file: str) -> Iterator[tuple[type, dict[str, Any], str]]:
    """A dataclass and every part inside it, each with its object in the schema."""
    yield cls, node, file
    hints = get_type_hints(cls)
    for name, child in node["properties"].items():
        for option in _options(hints[name]):
            hint = get_args(option)[0] if get_origin(option) is tuple else option
            if isinstance(hint, type) and issubclass(hint, model.Part):
                yield from _parts(hint, *_object_in(child, file))


def _object_in(node: dict[str, Any], file: str) -> tuple[dict[str, Any], str]:
    target, where = _resolved(node, file)
    while "properties" not in target:
        inner = target["items"] if "items" in target else target["oneOf"][-1]
        target, where = _resolved(inner, where)
    return target, where


def _typed_nodes(cls: type, node: dict[str, Any], file: str) -> Iterator[tuple[Any, dict[str, Any], str]]:
    """Every value of a record with its type; a list stands for its items."""
    for part, found, where in _parts(cls, node, file):
        hints = get_type_hints(part)
        for name, child in found["properties"].items():
            for option in _options(hints[name]):
                target, place = _resolved(child, where)
                if get_origin(option) is tuple:
                    lists = [branch for branch in target.get("oneOf", (target,)) if branch.get("type") == "array"]
                    for branch in lists:
                        yield get_args(option)[0], branch["items"], place
                else:
                    yield option, child, where


def _fields_of(file: str, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property of a kind of record and of its parts, by its path, resolved."""

    def walk(node: dict[str, Any], where: str, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for name, child in node.get("properties", {}).items():
            target, there = _resolved(child, where)
            yield f"{path}.{name}", target
            for inner in (target, target.get("items", {}), *target.get("oneOf", ())):
                deeper, below = _resolved(inner.get("items", inner), there)
                if "properties" in deeper and "patternProperties" not in deeper:
                    yield from walk(deeper, below, f"{path}.{name}")

    yield from dict(walk(FILES[file], file, place)).items()


def _resolved(node: dict[str, Any], file: str) -> tuple[dict[str, Any], str]:
    """What a `$ref` leads to, with the file it stands in; the node itself if it is none."""
    while "$ref" in node:
        target, _, pointer = node["$ref"].partition("#")
        file = target or file
        node = FILES[file]
        for key in pointer.strip("/").split("/"):
            node = node[key]
    return node, file


def _shared_piece(node: dict[str, Any], file: str) -> str:
    """The name of the shared piece that a value follows; empty if it follows none."""
    target, _, pointer = str(node.get("$ref", "")).partition("#/definitions/")
    return pointer if (target or file) == COMMON else ""


def _spoken(node: dict[str, Any], file: str) -> dict[str, Any]:
    """What an editor shows: the words beside a `$ref` before those behind it."""
    return {**_resolved(node, file)[0], **node}


def _nodes(node: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema inside a schema, with its place. Examples are data and no schemas."""
    if not isinstance(node, dict):
        return
    yield place, node
    for key in ("properties", "patternProperties", "definitions"):
        for name, child in node.get(key, {}).items():
            yield from _nodes(child, f"{place}/{key}/{name}".lstrip("/"))
    yield from _nodes(node.get("items"), f"{place}/items")
    for number, child in enumerate(node.get("oneOf", ())):
        yield from _nodes(child, f"{place}/oneOf/{number}")


def _properties(schema: dict[str, Any], file: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for place, node in _nodes(schema):
        for name, child in {**node.get("properties", {}), **node.get("patternProperties", {})}.items():
            yield f"{file}#{place}/{name}", child


def _validator(node: dict[str, Any], file: str) -> Draft7Validator:
    """A validator for one place of a schema; its references are read from where it stands."""
    rooted = json.loads(json.dumps(node).replace('"$ref": "#/', f'"$ref": "{file}#/'))
    rooted.pop("$id", None)
    return Draft7Validator(rooted, registry=STORE, format_checker=FormatChecker())


def _is_valid(kind: str, record: dict[str, Any]) -> bool:
    return _validator(FILES[f"{kind}.schema.json"], f"{kind}.schema.json").is_valid(record)
