"""A record that does not fit its schema is told in plain words, at the line that does not fit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seloste.findings import At, Finding, Severity
from seloste.load import Sources, load
from seloste.validate import KINDS, TOP_FILES, validate

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"

COMMON: dict[str, object] = {
    "definitions": {
        "id": {
            "type": "string",
            "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
            "description": "The name of the record. Small letters, digits and hyphens.",
            "examples": ["web-store-sales"],
        },
        "text": {
            "description": "Text for readers.",
            "anyOf": [
                {"type": "string", "pattern": "\\S"},
                {
                    "type": "object",
                    "properties": {"en-GB": {"type": "string"}, "fi": {"type": "string"}},
                    "additionalProperties": False,
                    "minProperties": 1,
                },
            ],
        },
        "date": {"type": "string", "format": "date"},
        "period": {"type": "string", "pattern": "^P[0-9]+[YMD]$", "examples": ["P6Y", "P24M"]},
    }
}

ACTIVITY: dict[str, object] = {
    "type": "object",
    "required": ["id", "role"],
    "additionalProperties": False,
    "properties": {
        "id": {"$ref": "common.schema.json#/definitions/id"},
        "name": {
            "description": "What the activity is called in the record (Art. 30(1)). A short phrase.",
            "examples": ["Web store"],
            "$ref": "common.schema.json#/definitions/text",
        },
        "role": {"enum": ["controller", "joint_controller", "processor"], "description": "Who decides (Art. 4(7))."},
        "version": {"type": "string"},
        "started_on": {"$ref": "common.schema.json#/definitions/date"},
        "retention": {
            "type": "object",
            "required": ["period"],
            "additionalProperties": False,
            "properties": {"period": {"$ref": "common.schema.json#/definitions/period"}, "why": {"type": "string"}},
        },
        "systems": {
            "type": "array",
            "minItems": 1,
            "maxItems": 3,
            "uniqueItems": True,
            "items": {"$ref": "common.schema.json#/definitions/id"},
        },
        "recipients": {"oneOf": [{"const": "none"}, {"type": "array", "items": {"type": "string"}}]},
        "targeted": {"type": "boolean"},
        "minimum_age": {"type": "integer", "minimum": 13, "maximum": 18},
        "email": {"type": "string", "format": "email"},
        "link": {"type": "string", "format": "uri"},
        "note": {"type": "string", "minLength": 1, "maxLength": 20},
        "country": {"type": "string", "enum": [f"C{number}" for number in range(40)] + ["Norway", "Finland"]},
        "source": {
            "oneOf": [
                {
                    "type": "object",
                    "required": ["kind", "from"],
                    "additionalProperties": False,
                    "properties": {"kind": {"const": "direct"}, "from": {"type": "string"}},
                },
                {
                    "type": "object",
                    "required": ["kind", "url"],
                    "additionalProperties": False,
                    "properties": {"kind": {"const": "public"}, "url": {"type": "string"}},
                },
            ]
        },
        "unconfirmed": {
            "type": "object",
            "propertyNames": {"pattern": "^[a-z_0-9/]+$"},
            "additionalProperties": {"type": "string", "minLength": 1},
        },
    },
}

PARTY: dict[str, object] = {
    "type": "object",
    "properties": {"id": {"$ref": "common.schema.json#/definitions/id"}},
    "required": ["id"],
    "anyOf": [{"required": ["email"]}, {"required": ["phone"]}],
}


def judge(root: Path, files: dict[str, str]) -> tuple[Sources, list[Finding]]:
    schemas = root / "schemas"
    schemas.mkdir()
    for name, schema in {"common": COMMON, "activity": ACTIVITY, "party": PARTY, "processor": PARTY}.items():
        whole = {"$schema": "http://json-schema.org/draft-07/schema#", **schema}
        (schemas / f"{name}.schema.json").write_text(json.dumps(whole), encoding="utf-8")
    (schemas / "purpose.schema.json").write_text("{}", encoding="utf-8")
    for name, text in files.items():
        path = root / "registry" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    sources, found = load(root / "registry")
    assert found == []
    return validate(sources, schemas)


def told(root: Path, lines: str) -> list[Finding]:
    """What is said about an activity that has these lines beside id and role, which stand on lines 1 and 2."""
    sources, findings = judge(root, {"activities/a.yaml": f"id: a\nrole: controller\n{lines}"})
    assert all(finding.severity is Severity.ERROR for finding in findings)
    assert all("given schemas" not in finding.message and "regex" not in finding.message for finding in findings)
    assert ("activities/a" in sources.records) == (not findings)
    assert ("activities/a" in sources.broken) == bool(findings)
    return findings


def test_a_record_that_fits_passes(tmp_path: Path) -> None:
    assert (
        told(
            tmp_path,
            "name: {en-GB: Shop, fi: Kauppa}\nstarted_on: 2024-02-29\nsystems: [crm]\nrecipients: none\n"
            "source: {kind: public, url: x}\nlink: https://example.com/a?b=c#d\nemail: privacy@example.com\n"
            "minimum_age: 13\nunconfirmed: {data/0/retention: How long?}\n",
        )
        == []
    )


@pytest.mark.parametrize(
    ("lines", "rule", "line", "column", "words"),
    [
        ("nmae: x\n", "unknown-key", 3, 1, "“nmae” is not known here"),
        ("retention:\n  period: P6Y\n  reason: x\n", "unknown-key", 5, 3, "“reason” is not known here"),
        ("name: {english: x}\n", "unknown-key", 3, 8, "“english” is not known here"),
        ("unconfirmed: {Name: x}\n", "unknown-key", 3, 15, "“Name” is not known here"),
        ("retention: {}\n", "missing-key", 3, 1, "“period” is missing in “retention”"),
        ("version: 1.10\n", "wrong-type", 3, 1, "“version” must be text, but 1.10 without quotes is a number"),
        ("version: true\n", "wrong-type", 3, 1, "but true without quotes is true or false"),
        ("version:\n", "wrong-type", 3, 1, "“version” has no value; text belongs here"),
        ("version: [1]\n", "wrong-type", 3, 1, "“version” must be one text, but a list stands here"),
        ("started_on: 2024\n", "wrong-type", 3, 1, "must be text, but 2024 without quotes is a number"),
        ("started_on:\n", "wrong-type", 3, 1, "a date such as 2026-11-22 belongs here"),
        ("systems: crm\n", "wrong-type", 3, 1, "“systems” must be a list, but text stands here"),
        ("systems: {a: b}\n", "wrong-type", 3, 1, "must be a list, but a map"),
        ("systems: [crm, 5]\n", "wrong-type", 3, 16, "Item 2 of “systems” must be text, but 5 without quotes"),
        ("systems:\n  - crm\n  -\n", "wrong-type", 5, 4, "Item 2 of “systems” has no value"),
        ("retention: P6Y\n", "wrong-type", 3, 1, "“retention” must be a map (lines of “key: value”), but text"),
        ("retention: [P6Y]\n", "wrong-type", 3, 1, "“retention” must be a map (lines of “key: value”), but a list"),
        ("targeted: yes\n", "wrong-type", 3, 1, "must be true or false, but yes is read as text"),
        ('minimum_age: "15"\n', "wrong-type", 3, 1, "must be a whole number, but “15” is text"),
        ("minimum_age: 15.5\n", "wrong-type", 3, 1, "must be a whole number, but 15.5 stands here"),
        ("name: 5\n", "wrong-type", 3, 1, "“name” must be text, but 5 without quotes is a number"),
        ("name: [x]\n", "wrong-type", 3, 1, "“name” must be text or a map (lines of “key: value”), but a list"),
        ("country: Nroway\n", "unknown-value", 3, 1, "“Nroway” is not one of the values that “country” can have"),
        (
            "recipients: nobody\n",
            "unknown-value",
            3,
            1,
            "“recipients” must be none or a list, but “nobody” stands here",
        ),
        ("source: {kind: pubic, url: x}\n", "unknown-value", 3, 10, "“pubic” is not one of the values"),
        ("source: {kind: public, ur: x}\n", "unknown-key", 3, 24, "“ur” is not known here"),
        ("source: {kind: direct}\n", "missing-key", 3, 1, "“from” is missing in “source”"),
        ("retention: {period: 6 years}\n", "wrong-form", 3, 13, "“6 years” does not have the form"),
        ("started_on: 22.11.2026\n", "wrong-form", 3, 1, "“22.11.2026” is not a date"),
        ("started_on: 2026-02-30\n", "impossible-date", 3, 1, "There is no day 2026-02-30 in the calendar"),
        ("email: me at home\n", "wrong-form", 3, 1, "“me at home” is not an e-mail address"),
        ("link: javascript:alert(1)\n", "wrong-form", 3, 1, "“javascript:alert(1)” is not a web address"),
        ("link: file:///etc/passwd\n", "wrong-form", 3, 1, "is not a web address"),
        ("link: 'https://example.com/\"onclick'\n", "wrong-form", 3, 1, "is not a web address"),
        ('note: ""\n', "empty-text", 3, 1, "“note” is empty"),
        ('name: "  "\n', "empty-text", 3, 1, "“name” is empty"),
        ("note: much longer than a note may be\n", "wrong-form", 3, 1, "at most 20 characters; this has 30"),
        ("systems: []\n", "too-few-items", 3, 1, "“systems” is empty; it must have at least one item"),
        ("name: {}\n", "too-few-items", 3, 1, "“name” is empty; it must have at least one entry"),
        ("systems: [a, b, c, d]\n", "too-many-items", 3, 1, "has 4 items, but may have 3 at most"),
        ("systems: [a, b, a]\n", "repeated-item", 3, 17, "“a” stands in the list twice"),
        ("minimum_age: 12\n", "number-out-of-range", 3, 1, "“minimum_age” must be at least 13, but is 12"),
    ],
)
def test_what_does_not_fit_is_told_once_at_its_place(
    tmp_path: Path, lines: str, rule: str, line: int, column: int, words: str
) -> None:
    findings = told(tmp_path, lines)
    assert len(findings) == 1, findings
    finding = findings[0]
    sources, _ = load(tmp_path / "registry")
    span = sources.locate(finding.at)
    assert (finding.rule, span.line, span.column) == (rule, line, column)
    assert words in finding.message
    assert finding.fix


@pytest.mark.parametrize(
    ("lines", "meant"),
    [
        ("nmae: x\n", "name"),
        ("Name: x\n", "name"),
        ("started-on: 2024-01-01\n", "started_on"),
        ("country: norway\n", "Norway"),
        ("targeted: No\n", "false"),
        ("targeted: kyllä\n", "true"),
        ("source: {kind: public, ur: x}\n", "url"),
        ("wholly_unlike_anything: x\n", ""),
    ],
)
def test_the_nearest_thing_that_would_fit_is_offered(tmp_path: Path, lines: str, meant: str) -> None:
    assert told(tmp_path, lines)[0].did_you_mean == meant


def test_a_fix_speaks_with_the_words_of_the_schema(tmp_path: Path) -> None:
    findings = judge(tmp_path, {"activities/a.yaml": "id: a\nname: ''\nretention: {period: x}\n"})[1]
    fixes = {finding.at.path[-1]: finding.fix for finding in findings}
    assert "What belongs here: what the activity is called in the record (Art. 30(1))." in fixes["name"]
    assert fixes["name"].endswith("For example: Web store.")
    assert fixes["period"] == "For example: P6Y or P24M."
    assert "Add a line role:" in fixes["role"]
    assert "who decides (Art. 4(7))." in fixes["role"]
    assert "controller, joint_controller, processor" in fixes["role"]


def test_a_misspelt_key_is_not_missing_as_well(tmp_path: Path) -> None:
    findings = judge(tmp_path, {"activities/a.yaml": "id: a\nrol: controller\n"})[1]
    assert [(finding.rule, finding.did_you_mean) for finding in findings] == [("unknown-key", "role")]


def test_one_of_several_keys_can_be_needed(tmp_path: Path) -> None:
    findings = judge(tmp_path, {"parties/a.yaml": "id: a\n"})[1]
    assert [(finding.rule, finding.message) for finding in findings] == [
        ("missing-key", "One of the keys “email” or “phone” is needed.")
    ]


def test_all_that_is_wrong_in_a_record_is_told(tmp_path: Path) -> None:
    findings = told(tmp_path, "nmae: x\nversion: 1\nretention:\n  period: x\n  why: 5\n")
    assert [finding.rule for finding in findings].count("wrong-type") == 2
    assert len(findings) == 4


def test_an_id_is_the_name_of_its_file(tmp_path: Path) -> None:
    sources, findings = judge(tmp_path, {"purposes/sell.yaml": "id: sale\n", "purposes/ship.yaml": "id: ship\n"})
    assert [(finding.rule, finding.at) for finding in findings] == [("id-not-file-name", At("purposes/sell", ("id",)))]
    assert list(sources.records) == ["purposes/ship"]
    assert {"purposes/sell", "purposes/sale"} <= sources.broken


@pytest.mark.parametrize("other", ["posti", "Posti"])
def test_parties_and_processors_share_their_ids(tmp_path: Path, other: str) -> None:
    files = {"parties/posti.yaml": "id: posti\nemail: x\n", f"processors/{other}.yaml": f"id: {other}\nemail: x\n"}
    sources, findings = judge(tmp_path, files)
    duplicate = next(finding for finding in findings if finding.rule == "duplicate-id")
    assert duplicate.at == At(f"processors/{other}", ("id",))
    assert "parties/posti.yaml" in duplicate.message
    assert "parties/posti" in sources.records


@pytest.mark.parametrize(
    ("file", "rule", "meant"),
    [
        ("activites/a.yaml", "unknown-folder", "activities"),
        ("qqq/a.yaml", "unknown-folder", ""),
        ("organization.yaml", "unknown-file", "organisation"),
        ("waivers/a.yaml", "unknown-folder", ""),
        ("activities.yaml", "unknown-file", ""),
    ],
)
def test_a_folder_nobody_knows_is_told_once(tmp_path: Path, file: str, rule: str, meant: str) -> None:
    files = {file: "id: a\n"}
    if "/" in file:
        files[file.replace("a.yaml", "b.yaml")] = "id: b\n"
    sources, findings = judge(tmp_path, files)
    assert [(finding.rule, finding.did_you_mean) for finding in findings] == [(rule, meant)]
    assert not sources.records
    assert sources.broken >= {name.removesuffix(".yaml") for name in files}


def test_a_schema_is_never_fetched_from_anywhere_else(tmp_path: Path) -> None:
    from referencing.exceptions import Unresolvable

    schemas = tmp_path / "schemas"
    schemas.mkdir()
    (tmp_path / "outside.json").write_text("{}", encoding="utf-8")
    (tmp_path / "registry" / "purposes").mkdir(parents=True)
    (tmp_path / "registry" / "purposes" / "a.yaml").write_text("id: a\n", encoding="utf-8")
    sources, _ = load(tmp_path / "registry")
    for reference in ("https://example.com/x.json", "../outside.json", "file:///etc/passwd", "missing.json"):
        (schemas / "purpose.schema.json").write_text(json.dumps({"allOf": [{"$ref": reference}]}), encoding="utf-8")
        with pytest.raises(Unresolvable):
            validate(sources, schemas)


def test_the_sources_given_are_not_changed(tmp_path: Path) -> None:
    judge(tmp_path, {"purposes/sell.yaml": "id: sale\n"})
    sources, _ = load(tmp_path / "registry")
    validate(sources, tmp_path / "schemas")
    assert list(sources.records) == ["purposes/sell"]
    assert not sources.broken


def test_every_kind_has_a_schema_that_is_sound() -> None:
    from jsonschema import Draft7Validator

    schemas = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.glob("*.schema.json")}
    assert set(schemas) == {f"{kind}.schema.json" for kind in [*KINDS.values(), "common"]}
    for schema in schemas.values():
        Draft7Validator.check_schema(schema)


@pytest.mark.parametrize(
    ("file", "text", "rule", "fix"),
    [
        (
            "retention-periods/a.yaml",
            "duration: 6\n",
            "wrong-type",
            "Write a period as P and a number with Y, M, W or D",
        ),
        ("retention-periods/a.yaml", "duration: 6 years\n", "wrong-form", "Write a period as P and a number"),
        ("cookies/a.yaml", "duration: 6 months\n", "wrong-form", "Or write session."),
        ("systems/a.yaml", "hosting_locations: [Norway]\n", "unknown-value", "two-letter code of a country"),
        (
            "activities/a.yaml",
            "purposes:\n  - delivery\n",
            "wrong-type",
            "Write it as keys with values, such as - purpose: ",
        ),
        ("activities/a.yaml", "recipients: []\n", "too-few-items", "Or write none."),
        ("activities/a.yaml", "automated_decision: no\n", "unknown-value", "Write none or a map"),
    ],
)
def test_the_schemas_of_the_house_are_told_in_plain_words(
    tmp_path: Path, file: str, text: str, rule: str, fix: str
) -> None:
    (tmp_path / file).parent.mkdir()
    (tmp_path / file).write_text(f"id: a\n{text}", encoding="utf-8")
    field = text.partition(":")[0]
    found = [f for f in validate(load(tmp_path)[0], SCHEMAS)[1] if field in f.at.path and f.rule != "missing-key"]
    assert [finding.rule for finding in found] == [rule]
    assert fix in found[0].fix


def test_a_missing_key_names_the_article_that_asks_for_it(tmp_path: Path) -> None:
    (tmp_path / "activities").mkdir()
    (tmp_path / "activities" / "a.yaml").write_text("id: a\nrole: controller\n", encoding="utf-8")
    findings = validate(load(tmp_path)[0], SCHEMAS)[1]
    assert [(finding.rule, finding.at.path, finding.citation) for finding in findings] == [
        ("missing-key", ("name",), "Art. 30(1), 30(2)(b)")
    ]


def test_every_kind_has_its_folder_or_file() -> None:
    assert len(set(KINDS.values())) == len(KINDS)
    assert all(KINDS[name] == name for name in TOP_FILES)
