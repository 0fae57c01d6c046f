"""Two controllers decide together, and no arrangement between them is recorded.

Joint controllers determine in a transparent manner, by an arrangement, who answers for which duty (Art. 26(1)).

Fails:

    # file: activities/page.yaml
    id: page
    name: Social media page
    role: joint_controller  # expect: joint-arrangement-missing

Fails:

    # file: activities/page.yaml
    id: page
    name: Social media page
    role: joint_controller
    joint_arrangement: page  # expect: joint-arrangement-missing
    # file: joint-arrangements/page.yaml
    id: page

Passes:

    # file: activities/page.yaml
    id: page
    name: Social media page
    role: joint_controller
    joint_arrangement: page
    # file: joint-arrangements/page.yaml
    id: page
    arrangement_ref: Contract archive 2025/17

Passes:

    # file: activities/page.yaml
    id: page
    name: Own web page
    role: controller
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case, name, own_activities

severity = Severity.ERROR
citation = "Art. 26(1)"
tags = ("identity", "joint-controllers")


def broken(case: Case) -> Iterator[Broken]:
    """Every joint activity without a recorded arrangement."""
    for activity in own_activities(case.registry):
        arrangement = activity.joint_arrangement
        if activity.role != "joint_controller" or (arrangement is not None and arrangement.arrangement_ref):
            continue
        yield Broken(
            at=activity.at / ("joint_arrangement" if arrangement else "role"),
            message=f"No arrangement is recorded for the joint activity “{name(activity.name)}”.",
            fix="Record where the arrangement is kept (arrangement_ref), or correct the role.",
            rests_on=(
                activity.at / "role",
                activity.at / "joint_arrangement",
                *((arrangement.at / "arrangement_ref",) if arrangement else ()),
            ),
        )
