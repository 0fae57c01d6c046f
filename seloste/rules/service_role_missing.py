"""It is unclear whether the company acts for the customer or for itself.

Who is controller and who is processor decides on every duty (Art. 4(7)-(8), 28(3), 30). A service can be both, for
different parts of it; each part has one role.

Fails:

    # file: services/repair.yaml
    id: repair
    name: Repair  # expect: service-role-missing

Fails:

    # file: services/repair.yaml
    id: repair
    name: Repair
    roles:
      - scope: Contents of the device  # expect: service-role-missing
      - {scope: Invoicing, role: controller}

Passes:

    # file: services/repair.yaml
    id: repair
    name: Repair
    roles:
      - {scope: Contents of the device, role: processor}
      - {scope: Invoicing, role: controller}

Passes:

    # file: services/repair.yaml
    id: repair
    name: Repair
    roles:
      - {scope: The whole service, role: controller}
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case, name

severity = Severity.ERROR
citation = "Art. 4(7)-(8), 28(3), 30"
tags = ("services",)

_FIX = "List the parts of the service under roles, each with one role."


def broken(case: Case) -> Iterator[Broken]:
    """Every service without roles, and every part of one without its role or its scope."""
    for service in case.registry.services.values():
        if service.status == "retired":
            continue
        if not service.roles:
            yield Broken(
                at=service.at / "name",
                message=f"“{name(service.name)}” does not say for which part the company is processor or controller.",
                fix=_FIX,
                rests_on=(service.at / "roles",),
            )
        for part in service.roles or ():
            if part.role is None or part.scope is None:
                yield Broken(
                    at=part.at,
                    message=f"A part of “{name(service.name)}” has no {'role' if part.role is None else 'scope'}.",
                    fix=_FIX,
                    rests_on=(part.at / "role", part.at / "scope"),
                )
