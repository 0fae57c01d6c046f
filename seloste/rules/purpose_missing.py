"""An activity has no purpose.

Data are collected for specified, explicit and legitimate purposes (Art. 5(1)(b)); people are told the purposes (Art.
13(1)(c), 14(1)(c)) and the record holds them (Art. 30(1)(b)). Everything else follows from the purpose: the basis, the
period, the rights. For what is done on a customer's instructions the purpose is the customer's (Art. 30(2)).

Fails:

    # file: activities/sales.yaml
    id: sales  # expect: purpose-missing
    name: Sales
    role: controller
    description: We sell products in our shops

Fails:

    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    purposes:
      - lawful_basis: contract-of-sale  # expect: purpose-missing
    # file: lawful-bases/contract-of-sale.yaml
    id: contract-of-sale
    article: 6(1)(b)

Passes:

    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    purposes:
      - {purpose: deliver-orders}
    # file: purposes/deliver-orders.yaml
    id: deliver-orders
    label: We deliver what you have ordered

Passes:

    # file: activities/repair.yaml
    id: repair
    name: Repair for companies
    role: processor

Passes:

    # file: activities/sales.yaml
    id: sales
    name: Telephone sales, given up in 2024
    role: controller
    status: retired
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case, name, own_activities, own_purposes

severity = Severity.ERROR
citation = "Art. 5(1)(b), 13(1)(c), 14(1)(c), 30(1)(b)"
tags = ("purposes",)


def broken(case: Case) -> Iterator[Broken]:
    """Every own activity without a purpose, and every purpose entry that names none."""
    fix = "Name at least one purpose under purposes that says what is done with the data and to what end."
    for activity in own_activities(case.registry):
        if not activity.purposes:
            yield Broken(
                at=activity.at / "id",
                message=f"“{name(activity.name)}” has no purpose.",
                fix=fix,
                rests_on=(activity.at / "purposes", activity.at / "role"),
            )
    for activity, entry in own_purposes(case.registry):
        if entry.purpose is None:
            yield Broken(
                at=entry.at,
                message=f"This entry of “{name(activity.name)}” does not say which purpose it is about.",
                fix=fix,
                rests_on=(entry.at / "purpose", activity.at / "role"),
            )
