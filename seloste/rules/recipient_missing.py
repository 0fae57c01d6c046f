"""Nobody is told who receives the data.

Recipients, or categories of recipients, are told to people (Art. 13(1)(e), 14(1)(e)) and recorded (Art. 30(1)(d)).
That there are none is a fact as well, and it has to be stated.

Fails:

    # file: activities/sales.yaml
    id: sales  # expect: recipient-missing
    name: Sales
    role: controller

Passes:

    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    recipients: none

Passes:

    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    recipients:
      - {category_label: Carriers in Finland, role: independent_controller}

Passes:

    # file: activities/repair.yaml
    id: repair
    name: Repair for companies
    role: processor
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case, name, own_activities

severity = Severity.ERROR
citation = "Art. 13(1)(e), 14(1)(e), 30(1)(d)"
tags = ("recipients",)


def broken(case: Case) -> Iterator[Broken]:
    """Every own activity that neither lists recipients nor states that there are none."""
    for activity in own_activities(case.registry):
        if activity.recipients is None:
            yield Broken(
                at=activity.at / "id",
                message=f"It is not said who receives the data of “{name(activity.name)}”.",
                fix="List the recipients, or write recipients: none.",
                rests_on=(activity.at / "recipients",),
            )
