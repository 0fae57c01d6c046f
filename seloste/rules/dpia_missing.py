"""Processing that is likely to bring a high risk runs without a data protection impact assessment.

The controller assesses the impact before such processing starts (Art. 35(1)). It is due in the cases of Art. 35(3), for
what the authority has put on its list together with one more criterion (Art. 35(4), in Finland from 21 December 2018),
and as a rule where two of the nine criteria of WP 248 rev.01 are met. From the rule of thumb of the criteria a
controller may depart with a reason; from the law and the list it may not. An assessment counts from the day of its
latest version, which may be later than the start.

Fails:

    # file: activities/cameras.yaml
    id: cameras
    name: Cameras in the shops  # expect: dpia-missing
    role: controller
    monitoring: systematic_public
    scale: large

Fails:

    # file: organisation.yaml
    id: organisation
    established_in: FI
    # file: activities/doors.yaml
    id: doors
    name: Fingerprint locks  # expect: dpia-missing
    role: controller
    data_categories: [{category: fingerprints}]
    data_subjects: [staff]
    dpia_screening: {decision: not_required, reason: We see no risk., date: 2025-01-10}
    # file: data-categories/fingerprints.yaml
    id: fingerprints
    label: Fingerprints
    sensitivity: special
    art9_kind: biometric_for_unique_identification
    # file: data-subjects/staff.yaml
    id: staff
    label: Staff
    vulnerable: true

Fails:

    # file: activities/club.yaml
    id: club
    name: Customer club
    role: controller
    profiling: {used: true}
    operations: [combination]
    dpia: club-dpia  # expect: dpia-missing
    # file: assessments/club-dpia.yaml
    id: club-dpia
    kind: dpia

Fails:

    # file: activities/club.yaml
    id: club
    name: Customer club  # expect: dpia-missing
    role: controller
    dpia_screening: {decision: required, reason: A new kind of processing for us., date: 2026-01-10}

Passes:

    # file: activities/club.yaml
    id: club
    name: Customer club
    role: controller
    profiling: {used: true}
    operations: [combination]
    started_on: 2021-05-01
    dpia: club-dpia
    # file: assessments/club-dpia.yaml
    id: club-dpia
    kind: dpia
    completed_on: 2026-03-01

Passes:

    # file: activities/club.yaml
    id: club
    name: Customer club
    role: controller
    profiling: {used: true}
    operations: [combination]
    dpia_screening: {decision: not_required, reason: Only two purchase counts of adults are combined., date: 2026-01-10}

Passes:

    # file: organisation.yaml
    id: organisation
    established_in: FI
    # file: activities/doors.yaml
    id: doors
    name: Fingerprint locks for one visitor
    role: controller
    data_categories: [{category: fingerprints}]
    # file: data-categories/fingerprints.yaml
    id: fingerprints
    label: Fingerprints
    sensitivity: special
    art9_kind: biometric_for_unique_identification

Passes:

    # file: activities/shop.yaml
    id: shop
    name: Web store
    role: controller
    scale: large
    monitoring: none
    new_technology: false
    profiling: {used: false}
    automated_decision: {solely_automated: false, legal_or_similarly_significant_effect: false}

Passes:

    # file: activities/cameras.yaml
    id: cameras
    name: Cameras in a shop that opens next year
    role: controller
    monitoring: systematic_public
    scale: large
    started_on: 2027-01-01

Passes:

    # file: activities/cameras.yaml
    id: cameras
    name: Cameras in a customer's shop
    role: processor
    monitoring: systematic_public
    scale: large
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from seloste.findings import At, Severity
from seloste.model import Activity, Registry
from seloste.rules import Broken, Case, confirmed, name, own_activities
from seloste.screening import Ground, Screened, beside, screen

severity = Severity.ERROR
citation = "Art. 35(1), (3), (4); WP 248 rev.01"
tags = ("assessments", "dated")

_IN_WORDS: Mapping[str, str] = {
    "35(3)(a)": "extensive evaluation with decisions that affect people (Art. 35(3)(a))",
    "35(3)(b)": "special or criminal data on a large scale (Art. 35(3)(b))",
    "35(3)(c)": "monitoring of public places on a large scale (Art. 35(3)(c))",
    "biometric": "biometric data (Finnish list)",
    "genetic": "genetic data (Finnish list)",
    "location": "location data (Finnish list)",
    "whistleblowing": "a channel for reports of wrongdoing (Finnish list)",
    "14(5)(b)": "people who are not informed, under Art. 14(5)(b) (Finnish list)",
    "evaluation": "evaluation or scoring",
    "automated_decision": "automated decisions with an effect on people",
    "monitoring": "systematic monitoring",
    "sensitive_data": "sensitive data",
    "large_scale": "a large scale",
    "combining": "combining of data sets",
    "vulnerable_people": "vulnerable people",
    "new_technology": "a new technology",
    "withheld_right": "a decision on whether people get a right or a service",
}


def broken(case: Case) -> Iterator[Broken]:
    """Every running own activity that needs an assessment and has none that is completed."""
    for activity in own_activities(case.registry):
        if (activity.started_on and activity.started_on > case.as_of) or (
            activity.ended_on and activity.ended_on < case.as_of
        ):
            continue
        dpia = activity.dpia
        if dpia is not None and dpia.completed_on is not None and dpia.completed_on <= case.as_of:
            continue
        screened = screen(case.registry, activity, case.as_of)
        if not screened.required:
            continue
        grounds, facts = _firmest(case.registry, activity, screened)
        yield Broken(
            at=activity.at / ("name" if dpia is None else "dpia"),
            message=f"“{name(activity.name)}” needs an impact assessment and has no completed one: {grounds}.",
            fix="Assess the impact now (Art. 35(7)), suspend the processing if the risk is high, and name the "
            "assessment with completed_on under dpia.",
            rests_on=(
                *facts,
                activity.at / "dpia",
                activity.at / "started_on",
                *((dpia.at / "completed_on",) if dpia else ()),
            ),
        )


def _firmest(registry: Registry, activity: Activity, screened: Screened) -> tuple[str, tuple[At, ...]]:
    """The grounds in words, and the facts the verdict rests on: confirmed ones wherever they suffice."""
    ways: list[tuple[Ground, ...]] = [(trigger,) for trigger in screened.triggers]
    ways += [(hit, other) for hit in screened.listed for other in beside(hit, screened.criteria)]
    departable = list(combinations(screened.criteria, 2))
    typed = activity.at / "dpia_screening"
    if not screened.derived:
        return "the company's own screening asks for one", (typed, typed / "decision")
    options = [(way, _facts(registry, way)) for way in ways]
    options += [(way, (*_facts(registry, way), typed, typed / "decision", typed / "reason")) for way in departable]
    way, facts = next(((way, facts) for way, facts in options if confirmed(registry, *facts)), options[0])
    return " and ".join(_IN_WORDS[ground.id] for ground in way), facts


def _facts(registry: Registry, way: tuple[Ground, ...]) -> tuple[At, ...]:
    """Every fact of a case of law or list; of a criterion one that is confirmed, if there is one."""
    found: list[At] = []
    for ground in way:
        if ground.id in ("35(3)(a)", "35(3)(b)", "35(3)(c)", "biometric", "genetic"):
            found.extend(ground.facts)
        else:
            found.append(next((fact for fact in ground.facts if confirmed(registry, fact)), ground.facts[0]))
    return tuple(found)
