"""link: ids become records, and what leads nowhere is said once."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from seloste import resources
from seloste.findings import At, Finding
from seloste.link import link
from seloste.load import load
from seloste.model import Registry
from seloste.vocabulary import Vocabulary, read


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    rows, findings = read(resources.schemas() / "vocabulary")
    assert findings == []
    return rows


def linked(folder: Path, vocabulary: Vocabulary, **files: str) -> tuple[Registry, list[Finding]]:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/').replace('_', '-')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    sources, findings = load(folder)
    assert findings == []
    return link(sources, vocabulary)


PURPOSE = "id: invoicing\nlabel: We invoice what you have ordered\n"
ACTIVITY = """
    id: sales
    name: Sales
    role: controller
    purposes:
      - purpose: invoicing
"""


def test_a_reference_becomes_the_record_it_names(tmp_path: Path, vocabulary: Vocabulary) -> None:
    registry, findings = linked(tmp_path, vocabulary, activities__sales=ACTIVITY, purposes__invoicing=PURPOSE)
    assert findings == []
    entries = registry.activities["sales"].purposes
    assert entries is not None
    assert entries[0].purpose is registry.purposes["invoicing"]


def test_a_text_without_a_language_is_in_the_default_one(tmp_path: Path, vocabulary: Vocabulary) -> None:
    registry, _ = linked(tmp_path, vocabulary, purposes__invoicing=PURPOSE)
    assert dict(registry.purposes["invoicing"].label.words) == {"en-GB": "We invoice what you have ordered"}


def test_a_dangling_reference_names_the_nearest_id_and_its_place(tmp_path: Path, vocabulary: Vocabulary) -> None:
    activity = ACTIVITY.replace("purpose: invoicing", "purpose: invoiceing")
    registry, findings = linked(tmp_path, vocabulary, activities__sales=activity, purposes__invoicing=PURPOSE)
    (finding,) = findings
    assert (finding.rule, finding.did_you_mean) == ("dangling-reference", "invoicing")
    assert finding.at == At("activities/sales", ("purposes", 0, "purpose"))
    assert registry.is_explained(finding.at)


def test_an_unknown_row_of_the_law_is_a_dangling_reference(tmp_path: Path, vocabulary: Vocabulary) -> None:
    basis = "id: interest\narticle: 6(1)(g)\n"
    registry, findings = linked(tmp_path, vocabulary, lawful_bases__interest=basis)
    assert [finding.rule for finding in findings] == ["dangling-reference"]
    assert registry.lawful_bases == {}


def test_none_is_an_empty_list_and_an_absent_list_is_unknown(tmp_path: Path, vocabulary: Vocabulary) -> None:
    activity = "id: sales\nname: Sales\nrole: controller\nrecipients: none\n"
    registry, findings = linked(tmp_path, vocabulary, activities__sales=activity)
    assert findings == []
    assert registry.activities["sales"].recipients == ()
    assert registry.activities["sales"].transfers is None


def test_parties_and_processors_are_one_namespace(tmp_path: Path, vocabulary: Vocabulary) -> None:
    system = "id: shop\nname: Shop\nvendor: hosting\n"
    vendor = "id: hosting\nkind: processor\n"
    registry, findings = linked(tmp_path, vocabulary, systems__shop=system, processors__hosting=vendor)
    assert findings == []
    assert registry.systems["shop"].vendor is registry.parties["hosting"]


def test_a_single_trigger_is_a_list_of_one(tmp_path: Path, vocabulary: Vocabulary) -> None:
    period = "id: orders\nduration: P2Y\ntrigger: contract_end\n"
    registry, findings = linked(tmp_path, vocabulary, retention_periods__orders=period)
    assert findings == []
    triggers = registry.retention_periods["orders"].trigger
    assert triggers is not None
    assert [trigger.id for trigger in triggers] == ["contract_end"]


def test_a_circle_of_references_is_found_and_ends(tmp_path: Path, vocabulary: Vocabulary) -> None:
    one = "id: one\nkind: representative\nrepresentative: two\n"
    two = "id: two\nkind: representative\nrepresentative: one\n"
    _, findings = linked(tmp_path, vocabulary, parties__one=one, parties__two=two)
    assert [finding.rule for finding in findings] == ["reference-cycle"]


def test_a_retired_record_may_not_be_used(tmp_path: Path, vocabulary: Vocabulary) -> None:
    purpose = PURPOSE + "status: retired\n"
    _, findings = linked(tmp_path, vocabulary, activities__sales=ACTIVITY, purposes__invoicing=purpose)
    assert [finding.rule for finding in findings] == ["dangling-reference"]
    activity = dedent(ACTIVITY) + "status: retired\n"
    _, findings = linked(tmp_path, vocabulary, activities__sales=activity, purposes__invoicing=purpose)
    assert findings == []


def test_an_unconfirmed_path_finds_an_item_by_the_id_it_holds(tmp_path: Path, vocabulary: Vocabulary) -> None:
    activity = dedent(ACTIVITY) + "unconfirmed:\n  purposes/invoicing/lawful_basis: On which basis do you invoice?\n"
    registry, findings = linked(tmp_path, vocabulary, activities__sales=activity, purposes__invoicing=PURPOSE)
    assert findings == []
    fact = registry.awaits_confirmation(At("activities/sales", ("purposes", 0, "lawful_basis")))
    assert fact is not None
    assert fact.question == "On which basis do you invoice?"
    assert registry.awaits_confirmation(At("activities/sales", ("purposes", 0, "purpose"))) is None


def test_everything_makes_the_whole_record_unconfirmed(tmp_path: Path, vocabulary: Vocabulary) -> None:
    purpose = PURPOSE + "unconfirmed: {everything: Do you invoice at all?}\n"
    registry, findings = linked(tmp_path, vocabulary, purposes__invoicing=purpose)
    assert findings == []
    assert registry.awaits_confirmation(At("purposes/invoicing", ("label",))) is not None


@pytest.mark.parametrize(
    "path",
    [
        "purpose/invoicing/lawful_basis",
        "purposes/marketing/lawful_basis",
        "name/fi/more",
        "purposes/0/lawful_basis/lia",
    ],
)
def test_an_unconfirmed_path_that_names_no_field_is_found(tmp_path: Path, vocabulary: Vocabulary, path: str) -> None:
    activity = dedent(ACTIVITY) + f"unconfirmed:\n  {path}: On which basis?\n"
    _, findings = linked(tmp_path, vocabulary, activities__sales=activity, purposes__invoicing=PURPOSE)
    assert [finding.rule for finding in findings] == ["unconfirmed-path"]
    assert findings[0].at == At("activities/sales", ("unconfirmed", path))
