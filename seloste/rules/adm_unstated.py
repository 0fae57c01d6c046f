"""People are profiled and not told whether machines decide about them.

Where data are used to form profiles, readers must be able to see whether decisions are taken by a machine alone, which
is told where it is so, with the logic and the consequences (Art. 13(2)(f), 14(2)(g)); that there are none is one word,
and fairness asks for it (Art. 5(1)(a)).

Fails:

    # file: activities/segments.yaml
    id: segments
    name: Segments
    role: controller
    profiling:
      used: true  # expect: adm-unstated

Fails:

    # file: activities/segments.yaml
    id: segments
    name: Segments
    role: controller
    operations: [storage, profiling]  # expect: adm-unstated
    automated_decision:
      logic: Purchases of the last year are counted.

Fails:

    # file: activities/segments.yaml
    id: segments
    name: Segments
    role: controller
    purposes:
      - purpose: targeting  # expect: adm-unstated
    # file: purposes/targeting.yaml
    id: targeting
    label: Choosing offers by what people bought before
    is_profiling: true

Passes:

    # file: activities/segments.yaml
    id: segments
    name: Segments
    role: controller
    profiling: {used: true}
    automated_decision: none

Passes:

    # file: activities/segments.yaml
    id: segments
    name: Segments
    role: controller
    profiling: {used: true}
    automated_decision: {solely_automated: false}

Passes:

    # file: activities/statistics.yaml
    id: statistics
    name: Statistics
    role: controller
    operations: [analysis, combination]
    profiling: {used: false}

Passes:

    # file: activities/segments.yaml
    id: segments
    name: Segments for customers
    role: processor
    profiling: {used: true}
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import At, Severity
from seloste.model import Activity, AutomatedDecision
from seloste.rules import Broken, Case, clauses, confirmed, name, own_activities

severity = Severity.WARNING
citation = "Art. 13(2)(f), 14(2)(g), 5(1)(a)"
tags = ("notice", "profiling")


def broken(case: Case) -> Iterator[Broken]:
    """Every own activity with profiles that leaves open, in the registry or on its page, whether a machine decides."""
    silent = {
        section.id
        for view, _ in clauses(case)
        for section in view.sections
        if section.decision.none is None and section.decision.effect is None
    }
    for activity in own_activities(case.registry):
        profiles = tuple(_profiles(activity))
        if not profiles or (_says(activity) and activity.id not in silent):
            continue
        at = next((place for place in profiles if confirmed(case.registry, place)), profiles[0])
        decision = activity.at / "automated_decision"
        yield Broken(
            at=at,
            message=f"“{name(activity.name)}” forms profiles, and it is not said whether a machine alone decides.",
            fix="Write automated_decision: none, or describe the decision there, beginning with solely_automated.",
            rests_on=(decision, decision / "solely_automated"),
        )


def _profiles(activity: Activity) -> Iterator[At]:
    """The places that say that profiles are formed."""
    if activity.profiling is not None and activity.profiling.used is True:
        yield activity.profiling.at / "used"
    if "profiling" in (activity.operations or ()):
        yield activity.at / "operations"
    for entry in activity.purposes or ():
        if entry.purpose is not None and entry.purpose.is_profiling is True:
            yield entry.at / "purpose"


def _says(activity: Activity) -> bool:
    decision = activity.automated_decision
    return decision == "none" or (isinstance(decision, AutomatedDecision) and decision.solely_automated is not None)
