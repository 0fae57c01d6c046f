"""It is not said how long a category of data is kept.

Data may be kept no longer than necessary (Art. 5(1)(e)); people are told the period or the criteria for it (Art.
13(2)(a), 14(2)(a)), and the record holds the time limits for the different categories of data (Art. 30(1)(f)).

Fails:

    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    data_categories:
      - category: orders  # expect: retention-missing
    # file: data-categories/orders.yaml
    id: orders
    label: Orders

Fails:

    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    data_categories:
      - category: orders
        retention: orders
    # file: data-categories/orders.yaml
    id: orders
    label: Orders
    # file: retention-periods/orders.yaml
    id: orders  # expect: retention-missing

Passes:

    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    data_categories:
      - category: orders
        retention: orders
    # file: data-categories/orders.yaml
    id: orders
    label: Orders
    # file: retention-periods/orders.yaml
    id: orders
    criteria: Until the delivery is complete and paid

Passes:

    # file: activities/repair.yaml
    id: repair
    name: Repair for companies
    role: processor
    data_categories:
      - category: orders
    # file: data-categories/orders.yaml
    id: orders
    label: Orders
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case, name, own_data, retention_periods

severity = Severity.ERROR
citation = "Art. 5(1)(e), 13(2)(a), 14(2)(a), 30(1)(f)"
tags = ("retention",)


def broken(case: Case) -> Iterator[Broken]:
    """Every data category of an own activity without a period, and every period that says nothing.

    How long a customer's data are kept is for the customer to say (Art. 28(3)(g)), so processor activities pass.
    """
    for activity, entry in own_data(case.registry):
        if entry.retention is None:
            yield Broken(
                at=entry.at / "category",
                message="There is no storage period for "
                f"“{name(entry.category.label if entry.category else None)}” in “{name(activity.name)}”.",
                fix="Name a retention period with its start, or with criteria that let a reader work it out.",
                rests_on=(entry.at / "retention",),
            )
    for period in retention_periods(case.registry):
        if period.duration is None and period.criteria is None:
            yield Broken(
                at=period.at / "id",
                message="This storage period has neither a length nor criteria.",
                fix="Write duration and trigger, or criteria.",
                rests_on=(period.at / "duration", period.at / "criteria"),
            )
