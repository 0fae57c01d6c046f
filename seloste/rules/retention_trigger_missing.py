"""A storage period has no start.

Six years, counted from when? A period whose start is not known lets nobody work out the day on which the data go
(Art. 13(2)(a), 30(1)(f)).

Fails:

    # file: retention-periods/orders.yaml
    id: orders
    duration: P6Y  # expect: retention-trigger-missing

Passes:

    # file: retention-periods/orders.yaml
    id: orders
    duration: P6Y
    trigger: contract_end

Passes:

    # file: retention-periods/orders.yaml
    id: orders
    criteria: Until the guarantee has ended
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case, retention_periods

severity = Severity.ERROR
citation = "Art. 13(2)(a), 30(1)(f)"
tags = ("retention",)


def broken(case: Case) -> Iterator[Broken]:
    """Every period of a length without the event it is counted from."""
    for period in retention_periods(case.registry):
        if period.duration is not None and not period.trigger:
            yield Broken(
                at=period.at / "duration",
                message=f"The period {period.duration} does not say from which event it is counted.",
                fix="Name the event under trigger, such as contract_end; of several, the one that comes first counts.",
                rests_on=(period.at / "trigger",),
            )
