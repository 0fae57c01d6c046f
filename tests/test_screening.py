"""The need for an impact assessment follows from facts, each with its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from conftest import AS_OF, folders
from seloste import pipeline
from seloste.screening import Screened, screen

ORGANISATION = "id: organisation\nestablished_in: FI\n"
DATA = """\
id: data
label: Data
sensitivity: special
art9_kind: biometric_for_unique_identification
location: true
"""
PEOPLE = "id: people\nlabel: People\nvulnerable: true\n"


def screened(folder: Path, facts: str, *, country: str = "FI", as_of: date = AS_OF) -> Screened:
    files = {
        "organisation.yaml": ORGANISATION.replace("FI", country),
        "activities/it.yaml": f"id: it\nname: It\nrole: controller\n{facts}",
        "data-categories/data.yaml": DATA,
        "data-subjects/people.yaml": PEOPLE,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    judged = pipeline.judge(folders(folder, folder), as_of, lambda *_: None, final=False)
    assert judged.registry.activities, "the facts must be a registry that can be read"
    return screen(judged.registry, judged.registry.activities["it"], as_of)


@pytest.mark.parametrize(
    ("facts", "criterion", "place"),
    [
        ("profiling: {used: true}", "evaluation", "activities/it#profiling/used"),
        ("operations: [profiling]", "evaluation", "activities/it#operations"),
        (
            "automated_decision: {solely_automated: true, legal_or_similarly_significant_effect: true}",
            "automated_decision",
            "activities/it#automated_decision/legal_or_similarly_significant_effect",
        ),
        ("monitoring: systematic", "monitoring", "activities/it#monitoring"),
        ("data_categories: [{category: data}]", "sensitive_data", "data-categories/data#sensitivity"),
        ("scale: large", "large_scale", "activities/it#scale"),
        ("operations: [combination]", "combining", "activities/it#operations"),
        ("data_subjects: [people]", "vulnerable_people", "data-subjects/people#vulnerable"),
        ("children: {targeted: true}", "vulnerable_people", "activities/it#children/targeted"),
        ("new_technology: true", "new_technology", "activities/it#new_technology"),
        ("prevents_right_or_service: true", "withheld_right", "activities/it#prevents_right_or_service"),
    ],
)
def test_a_criterion_names_the_fact_it_rests_on(tmp_path: Path, facts: str, criterion: str, place: str) -> None:
    result = screened(tmp_path, facts, country="SE")
    assert [(ground.id, str(ground.facts[0])) for ground in result.criteria] == [(criterion, place)]
    assert not result.required


@pytest.mark.parametrize(
    "facts",
    [
        "profiling: {used: false}",
        "monitoring: none\nscale: medium\noperations: [analysis]",
        "automated_decision: {solely_automated: true, legal_or_similarly_significant_effect: false}",
        "automated_decision: {solely_automated: false, legal_or_similarly_significant_effect: true}",
        "automated_decision: none",
        "new_technology: false\nprevents_right_or_service: false\nchildren: {targeted: false}",
    ],
)
def test_what_is_not_so_or_not_known_is_no_criterion(tmp_path: Path, facts: str) -> None:
    assert screened(tmp_path, facts).criteria == ()


def test_two_criteria_ask_for_an_assessment_and_a_reason_departs_from_them(tmp_path: Path) -> None:
    facts = "scale: large\nnew_technology: true\n"
    assert screened(tmp_path, facts).required
    departed = screened(tmp_path, facts + "dpia_screening: {decision: not_required, reason: Known risks.}")
    assert (departed.derived, departed.required, departed.departed) == (True, False, True)


def test_a_departure_without_a_reason_counts_for_nothing(tmp_path: Path) -> None:
    facts = "scale: large\nnew_technology: true\ndpia_screening: {decision: not_required}"
    assert screened(tmp_path, facts).required


def test_nobody_departs_from_the_law_itself(tmp_path: Path) -> None:
    facts = "scale: large\nmonitoring: systematic_public\ndpia_screening: {decision: not_required, reason: No risk.}"
    result = screened(tmp_path, facts)
    assert [ground.id for ground in result.triggers] == ["35(3)(c)"]
    assert result.required


def test_a_person_may_always_ask_for_an_assessment(tmp_path: Path) -> None:
    result = screened(tmp_path, "dpia_screening: {decision: required}")
    assert (result.derived, result.required) == (False, True)


def test_special_data_on_a_large_scale_is_a_case_of_the_law(tmp_path: Path) -> None:
    result = screened(tmp_path, "scale: large\ndata_categories: [{category: data}]", country="SE")
    assert [ground.id for ground in result.triggers] == ["35(3)(b)"]


def test_decisions_after_an_extensive_evaluation_are_a_case_of_the_law(tmp_path: Path) -> None:
    decision = "automated_decision: {solely_automated: false, legal_or_similarly_significant_effect: true}\n"
    found = screened(tmp_path, f"profiling: {{used: true}}\nscale: medium\n{decision}")
    assert [ground.id for ground in found.triggers] == ["35(3)(a)"]
    assert not screened(tmp_path, f"profiling: {{used: true}}\nscale: small\n{decision}").triggers


def test_the_finnish_list_asks_for_one_more_criterion_than_the_data_themselves(tmp_path: Path) -> None:
    alone = screened(tmp_path, "tags: [whistleblowing]")
    assert (alone.listed, alone.required) == ((), False)
    beside = screened(tmp_path, "tags: [whistleblowing]\nscale: large")
    assert ([ground.id for ground in beside.listed], beside.required) == (["whistleblowing"], True)
    biometric = screened(tmp_path, "data_categories: [{category: data}]\ndata_subjects: [people]")
    assert {ground.id for ground in biometric.listed} == {"biometric", "location"}


@pytest.mark.parametrize(("country", "as_of"), [("SE", AS_OF), ("FI", date(2018, 12, 20))])
def test_the_finnish_list_counts_in_finland_and_from_its_day(tmp_path: Path, country: str, as_of: date) -> None:
    assert screened(tmp_path, "tags: [whistleblowing]\nscale: large", country=country, as_of=as_of).listed == ()
