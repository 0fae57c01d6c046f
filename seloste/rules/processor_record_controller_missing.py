"""The record of a processor does not name each controller.

The record contains the name and contact details of each controller on behalf of which the processor acts (Art.
30(2)(a)). A category such as "companies with a device-care contract" groups them but does not replace the list.
Customers can live in a private folder that is laid over the registry.

Fails:

    # file: activities/repair.yaml
    id: repair
    name: Repair for companies
    role: processor
    controller_category: Companies with a device-care contract  # expect: processor-record-controller-missing

Fails:

    # file: activities/repair.yaml
    id: repair
    name: Repair for companies
    role: processor  # expect: processor-record-controller-missing

Passes:

    # file: activities/repair.yaml
    id: repair
    name: Repair for companies
    role: processor
    on_behalf_of: [client]
    # file: parties/client.yaml
    id: client
    kind: customer
    legal_name: Client Oy

Passes:

    # file: activities/repair.yaml
    id: repair
    name: Repair for consumers
    role: controller
    controller_category: Consumers
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case, name, processor_activities

severity = Severity.ERROR
citation = "Art. 30(2)(a)"
tags = ("services", "record")


def broken(case: Case) -> Iterator[Broken]:
    """Every processor activity without a list of the controllers it is carried out for."""
    for activity in processor_activities(case.registry):
        if not activity.on_behalf_of:
            yield Broken(
                at=activity.at / ("controller_category" if activity.controller_category else "role"),
                message=f"The record does not name each controller for whom “{name(activity.name)}” is carried out.",
                fix="List the customers under on_behalf_of, here or in a private folder named with --overlay.",
                rests_on=(activity.at / "on_behalf_of", activity.at / "role"),
            )
