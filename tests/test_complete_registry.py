"""The fictional, complete registry is the reference: it uses everything, in both languages, and no rule finds a fault.

The overlay that is laid over it and the skeleton that `seloste init` writes are held to their promises here too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

import pytest

from seloste import init, model, resources
from seloste.check import all_rules, check
from seloste.covered import digest
from seloste.findings import Finding, Severity
from seloste.model import Contact, Organisation, Party, Record, Registry, Text
from seloste.pipeline import Folders, Judged, judge

REGISTRIES = Path(__file__).parent / "registries"
COMPLETE = REGISTRIES / "complete"
OVERLAY = REGISTRIES / "overlay"
SKELETON = resources.skeleton()
AS_OF = date(2026, 11, 22)
LANGUAGES = {"en-GB", "fi"}

GOVERNANCE = {"effective_until", "change_note", "internal_note", "sources", "unconfirmed"}
"""Fields of every record that tell about the work on it; a finished registry without open questions needs none."""

NOT_USED = {
    ("Organisation", "representative"): "Art. 27 asks only a company outside the Union for one",
    ("Organisation", "questions"): "a finished registry asks nothing",
    ("Activity", "lawful_bases"): "a basis without its purpose is what a rule forbids",
    ("Activity", "no_security_reason"): "every activity has security measures",
}
"""Fields that no lawful and finished registry of this company can use, with the reason."""

FUNCTIONS = {
    "Managing Director",
    "Head of Legal",
    "Head of IT",
    "Head of Human Resources",
    "Head of Marketing",
    "Head of Shops",
    "Head of Services",
    "Head of Customer Service",
    "Chief Financial Officer",
}
CONTACT_WORDS = re.compile(
    r"service|team|office|desk|department|support|sales|officer|enquiries|appointments|resources|laboratory",
    re.IGNORECASE,
)
INVENTED_PHONES = re.compile(r"\+358 10 000 01\d\d|\+44 20 7946 0\d{3}|\+1 202 555 01\d\d")
DOMAIN = re.compile(r"[a-z0-9.-]+\.example")
NAMED_ADDRESS = re.compile(r"[a-z]+\.[a-z]+@")

MECHANISMS = {
    "adequacy",
    "us_dpf",
    "scc_2021_914",
    "bcr",
    "derogation_a",
    "derogation_b",
    "derogation_compelling",
}


@cache
def judged(overlay: bool = False) -> Judged:
    return _judge(COMPLETE, OVERLAY if overlay else None, final=True)


def registry() -> Registry:
    return judged().registry


def _judge(root: Path, overlay: Path | None, *, final: bool) -> Judged:
    folders = Folders(
        registry=root,
        overlay=overlay,
        output=Path("unused"),
        schemas=resources.schemas(),
        templates=resources.templates(),
    )
    return judge(folders, AS_OF, lambda *_: None, final=final)


def _said(findings: tuple[Finding, ...]) -> str:
    return "\n".join(f"{finding.rule} at {finding.at}: {finding.message}" for finding in findings)


def _parts(value: object) -> Iterator[object]:
    """Every record and part inside a record, but nothing of the records it names."""
    if isinstance(value, tuple):
        for item in value:
            yield from _parts(item)
    elif is_dataclass(value) and type(value).__module__ == model.__name__ and not isinstance(value, Record):
        yield value
        for field in fields(value):
            yield from _parts(getattr(value, field.name))


def everything() -> Iterator[object]:
    for record in registry().records():
        yield record
        for field in fields(record):
            yield from _parts(getattr(record, field.name))
    yield from registry().waivers


def _named(value: object) -> Iterator[Record]:
    if isinstance(value, Record):
        yield value
    else:
        for item in value if isinstance(value, tuple) else (value,) if is_dataclass(value) else ():
            if isinstance(item, Record):
                yield item
            elif is_dataclass(item):
                for field in fields(item):
                    yield from _named(getattr(item, field.name))


def _classes() -> dict[str, type]:
    abstract = {"Record", "Part", "Identity", "Registry", "Unconfirmed", "Text"}
    return {
        name: kind
        for name, kind in vars(model).items()
        if is_dataclass(kind) and isinstance(kind, type) and kind.__module__ == model.__name__ and name not in abstract
    }


def _unused() -> set[tuple[str, str]]:
    defaults = {(name, f.name): f.default for name, kind in _classes().items() for f in fields(kind)}
    used = {
        (type(part).__name__, field.name)
        for part in everything()
        for field in fields(part)  # type: ignore[arg-type]  # everything() yields dataclasses alone
        if getattr(part, field.name) != defaults.get((type(part).__name__, field.name))
    }
    return {(name, field) for name, field in defaults if field not in GOVERNANCE} - used


def _values(kind: str, field: str) -> set[object]:
    found: set[object] = set()
    for part in everything():
        if type(part).__name__ == kind:
            value = getattr(part, field)
            found |= set(value) if isinstance(value, tuple) else {value}
    return found - {None}


def test_no_rule_finds_anything_in_final_mode() -> None:
    assert not judged().findings, _said(judged().findings)


def test_no_rule_finds_anything_with_the_overlay() -> None:
    assert not judged(overlay=True).findings, _said(judged(overlay=True).findings)


def test_every_field_of_every_kind_is_used() -> None:
    assert _unused() - set(NOT_USED) == set()


def test_no_exception_is_out_of_date() -> None:
    assert set(NOT_USED) - _unused() == set()


def test_every_folder_of_the_registry_holds_a_record() -> None:
    kinds = {f.name: getattr(registry(), f.name) for f in fields(Registry) if f.name not in ("unconfirmed", "silent")}
    assert [name for name, records in kinds.items() if isinstance(records, Mapping) and not records] == []
    schemas = {file.name for file in resources.schemas().glob("*.schema.json")} - {"common.schema.json"}
    assert len(list(COMPLETE.iterdir())) == len(schemas)


def test_every_lawful_basis_is_used() -> None:
    assert {basis.article.id for basis in registry().lawful_bases.values()} == set(registry().vocabulary.lawful_bases)


def test_transfers_rest_on_every_way_that_a_company_can_go() -> None:
    assert {mechanism.kind.id for mechanism in registry().transfer_mechanisms.values()} == MECHANISMS


@pytest.mark.parametrize(
    ("kind", "field", "left_out"),
    [
        ("Activity", "role", set()),
        ("Activity", "operations", set()),
        ("Activity", "tags", {"whistleblowing"}),
        ("Activity", "frequency", set()),
        ("Party", "kind", set()),
        ("DataCategory", "sensitivity", set()),
        ("DataCategory", "origin", set()),
        ("DataCategory", "identifies", set()),
        ("DataSubject", "relationship", set()),
        ("DataSubject", "party_to_contract", set()),
        ("DataSource", "kind", set()),
        ("DataSource", "filed_under", set()),
        ("PurposeEntry", "eprivacy_basis", set()),
        ("Recipient", "role", set()),
        ("Recipient", "when", set()),
        ("RetentionPeriod", "action_at_end", set()),
        ("System", "vendor_role", set()),
        ("Provision", "nature", set()),
        ("Assessment", "kind", set()),
        ("Agreement", "direction", set()),
        ("Agreement", "form", set()),
        ("Agreement", "clauses_present", set()),
        ("Agreement", "sub_processor_authorisation", set()),
        ("SecurityMeasure", "art32_point", set()),
        ("LawfulBasis", "whose", set()),
        ("Duty", "duties", set()),
        ("AutomatedDecision", "safeguards", set()),
        ("Cookie", "category", set()),
        ("Fragment", "placement", set()),
        ("Transfer", "exporter_role", set()),
        ("Transfer", "importer_role", set()),
        ("Organisation", "customer_segments", set()),
        ("Organisation", "channels", set()),
    ],
)
def test_every_value_that_a_field_knows_is_shown(kind: str, field: str, left_out: set[str]) -> None:
    annotation = get_type_hints(_classes()[kind])[field]
    assert _literals(annotation) - _values(kind, field) == left_out


def _literals(annotation: object) -> set[object]:
    if get_origin(annotation) is Literal:
        return set(get_args(annotation))
    return {value for part in get_args(annotation) for value in _literals(part)}


def test_standard_clauses_come_with_three_modules() -> None:
    assert _values("StandardClauses", "module") == {1, 2, 3}


def test_a_third_country_and_an_international_organisation_are_named() -> None:
    assert len(_values("Transfer", "country")) >= 8
    assert _values("Transfer", "international_organisation") == {"EPO"}


def test_every_activity_of_a_usual_company_is_there() -> None:
    usual = {"hr", "recruitment", "accounting", "cctv", "supplier", "rights_requests", "breach_log"}
    assert usual <= _values("Activity", "tags")


def test_every_text_is_there_in_both_languages() -> None:
    missing = [str(part.at) for part in everything() if isinstance(part, Text) and set(part.words) != LANGUAGES]
    assert missing == []


def test_no_translation_is_a_copy() -> None:
    """Names of companies and products stay as they are; a sentence does not."""
    copied = [
        str(part.at)
        for part in everything()
        if isinstance(part, Text) and part.words["fi"] == part.words["en-GB"] and part.at.path[-1:] != ("label",)
    ]
    assert copied == []


def test_every_record_is_approved_and_in_force() -> None:
    for record in registry().records():
        assert record.status == "approved", record.at
        assert record.approved_on and record.effective_from and record.review_by, record.at
        assert record.approved_on <= record.effective_from <= AS_OF < record.review_by, record.at
        assert record.owner != record.approved_by, record.at
        assert not record.unconfirmed, record.at


def test_people_are_named_by_their_function() -> None:
    said = {name for record in registry().records() for name in (record.owner, record.approved_by)}
    said |= {waiver.approved_by for waiver in registry().waivers}
    assert said <= FUNCTIONS
    for part in everything():
        if isinstance(part, Contact) and part.name is not None:
            assert CONTACT_WORDS.search(part.name.words["en-GB"]), part.name.words
        if isinstance(part, Contact) and part.email is not None:
            assert not NAMED_ADDRESS.match(part.email), part.email


def test_addresses_and_numbers_lead_nowhere() -> None:
    for part in everything():
        if isinstance(part, Contact):
            assert part.email is None or DOMAIN.fullmatch(part.email.partition("@")[2]), part.email
            assert part.phone is None or INVENTED_PHONES.fullmatch(part.phone), part.phone
            assert part.web_form is None or DOMAIN.fullmatch(part.web_form.split("/")[2]), part.web_form


def test_business_ids_are_well_formed_and_unused() -> None:
    """The number ends in its check digit. Finnish numbers given out so far begin with 0 to 3; these begin with 9."""
    holders = [part for part in everything() if isinstance(part, Party | Organisation) and part.business_id]
    assert len({holder.business_id for holder in holders}) == len(holders) > 10
    for holder in holders:
        digits, _, check = str(holder.business_id).partition("-")
        rest = sum(int(digit) * weight for digit, weight in zip(digits, (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
        assert digits.startswith("9") and int(check) == (11 - rest) % 11, holder.business_id


def test_every_record_is_named_by_another() -> None:
    """Activities, services and what hangs on them from outside are the ends of the chain."""
    ends = {"organisation", "activities", "agreements", "rights", "services", "cookies", "fragments"}
    named = {
        other.at.record
        for record in registry().records()
        for field in fields(record)
        for other in _named(getattr(record, field.name))
    }
    alone = {record.at.record for record in registry().records()} - named
    assert {name for name in alone if name.partition("/")[0] not in ends} == set()


def test_the_waiver_would_be_missed() -> None:
    """Without the waiver there is exactly the one warning that it excuses."""
    bare = replace(registry(), waivers=())
    views = [drawing.view for drawing in judged().drawings]
    _, findings = check(bare, views, all_rules(), AS_OF, final=True)
    assert [(finding.rule, finding.at.record) for finding in findings] == [
        (waiver.rule, waiver.record) for waiver in registry().waivers
    ]
    assert all(finding.severity is Severity.WARNING for finding in findings)


def test_no_line_is_too_long_to_read() -> None:
    for file in (*COMPLETE.rglob("*.yaml"), *OVERLAY.rglob("*.yaml"), *SKELETON.rglob("*.*")):
        long = [line for line in file.read_text(encoding="utf-8").splitlines() if len(line) > 130]
        assert long == [], file


def test_every_file_names_a_schema_that_exists() -> None:
    for file in sorted((*COMPLETE.rglob("*.yaml"), *OVERLAY.rglob("*.yaml"))):
        assert _schema(file).is_file(), file


def test_the_overlay_adds_customers_that_the_registry_does_not_name() -> None:
    """Art. 30(2)(a): the processor's record names each controller, also those that are not public."""
    public, private = judged().registry, judged(overlay=True).registry
    added = {customer.id for customer in private.activities["remote-support"].on_behalf_of or ()} - set(public.parties)
    assert added == {"rautalehto", "sorvisaari"}
    everywhere = "\n".join(file.read_text(encoding="utf-8") for file in COMPLETE.rglob("*.yaml"))
    for customer in added:
        assert customer not in everywhere.lower()
        assert str(private.parties[customer].legal_name) not in everywhere


def test_the_overlay_replaces_one_key_and_keeps_the_others() -> None:
    public, private = judged().registry.parties["kuusilampi"], judged(overlay=True).registry.parties["kuusilampi"]
    assert private.legal_name == public.legal_name
    assert public.dpo and public.dpo.contact and private.dpo and private.dpo.contact
    assert _words(public.dpo.contact) == "Data protection officer"
    assert _words(private.dpo.contact) == "Senior counsel of the municipality, data protection officer"


def _words(contact: Contact) -> str:
    assert contact.name is not None
    return contact.name.words["en-GB"]


def test_the_overlay_changes_nothing_that_a_notice_tells() -> None:
    """The published notice stays the same document, with the private folder and without it."""
    for notice in registry().notices.values():
        assert digest(judged(overlay=True).registry, notice) == notice.registry_hash, notice.id


def test_the_skeleton_is_a_draft_without_an_error() -> None:
    outcome = _judge(SKELETON / "registry", None, final=False)
    assert {finding.severity for finding in outcome.findings} == {Severity.WARNING}, _said(outcome.findings)
    assert {finding.rule for finding in outcome.findings} == {"unconfirmed-fact"}, _said(outcome.findings)
    assert outcome.drawings


def test_the_skeleton_asks_everything_that_is_not_known() -> None:
    """Not one fact about the company is made up: its name, address and dates are questions."""
    outcome = _judge(SKELETON / "registry", None, final=False)
    asked = {str(finding.at) for finding in outcome.findings}
    assert {"organisation#legal_name", "organisation#postal_address", "organisation#dpo"} <= asked
    assert {"activities/customer-orders#recipients", "notices/privacy-notice#effective_from"} <= asked


def test_every_file_of_the_skeleton_explains_itself() -> None:
    for file in (SKELETON / "registry").rglob("*.yaml"):
        lines = file.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("# yaml-language-server: $schema="), file
        assert lines[1].startswith("# ") and len(lines[1]) > 60, file


@pytest.mark.parametrize("source", [SKELETON / "registry", COMPLETE], ids=["skeleton", "example"])
def test_a_new_registry_finds_its_schemas(source: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    written, findings = init.create(new, source, SKELETON / "README.md", resources.schemas())
    assert not findings and "README.md" in written
    for file in (new / "registry").rglob("*.yaml"):
        assert _schema(file).parent == new.resolve() / "schemas" and _schema(file).is_file(), file


def test_a_new_registry_says_the_same_as_the_one_it_came_from(tmp_path: Path) -> None:
    """Only the first line, which is for the editor, differs."""
    init.create(tmp_path, COMPLETE, SKELETON / "README.md", resources.schemas())
    for file in COMPLETE.rglob("*.yaml"):
        copy = tmp_path / "registry" / file.relative_to(COMPLETE)
        assert copy.read_bytes().splitlines()[1:] == file.read_bytes().splitlines()[1:], file


def test_the_readme_of_a_new_registry_fits_on_a_page_and_names_every_folder() -> None:
    text = (SKELETON / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 65
    for entry in COMPLETE.iterdir():
        assert f"`{entry.name}{'/' if entry.is_dir() else ''}`" in text, entry.name
    for command in ("seloste check", "seloste build", "seloste build --final"):
        assert f"`{command}`" in text


def _schema(file: Path) -> Path:
    line = file.read_text(encoding="utf-8").partition("\n")[0]
    return (file.parent / line.removeprefix("# yaml-language-server: $schema=")).resolve()
