"""A published document contains a record that nobody has approved.

The controller must be able to show that its processing complies (Art. 5(2), 24(1)); for what it tells the public, that
somebody answered for it before it was published. The rule applies to a build that is final; a draft may hold drafts.

Fails:

    # final
    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice
    status: in_review  # expect: unapproved-content-published

Fails:

    # final
    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice
    status: approved
    approved_on: 2026-11-01
    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    status: approved
    approved_on: 2026-11-23  # expect: unapproved-content-published
    purposes: [{purpose: delivery}]
    notices: [privacy-notice]
    # file: purposes/delivery.yaml
    id: delivery  # expect: unapproved-content-published
    label: Delivering what was ordered

Passes:

    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice
    status: draft

Passes:

    # final
    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice
    status: approved
    approved_on: 2026-11-22
    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    status: approved
    approved_on: 2026-11-01
    systems: [shop-system]
    notices: [privacy-notice]
    # file: systems/shop-system.yaml
    id: shop-system
    name: Shop system
    status: draft
    # file: activities/plans.yaml
    id: plans
    name: Plans that no notice tells of yet
    role: controller
    status: draft

Passes:

    # final
    # file: notices/old-notice.yaml
    id: old-notice
    title: Privacy notice
    status: retired
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.covered import of_notice, of_service
from seloste.findings import Severity
from seloste.model import Record, Registry
from seloste.rules import Broken, Case

severity = Severity.ERROR
citation = "Art. 24(1), 5(2)"
tags = ("governance", "final")


def broken(case: Case) -> Iterator[Broken]:
    """Every record that a notice or a service description shows and that is not approved on this day."""
    if not case.final:
        return
    for record in _published(case.registry).values():
        if record.status != "approved":
            yield Broken(
                at=record.at / "status" if record.status else record.at / "id",
                message=f"{record.at.record} is published and not approved.",
                fix="Have it approved and write status: approved, approved_by and approved_on, or take it out.",
                rests_on=(record.at / "status",),
            )
        elif record.approved_on is not None and record.approved_on > case.as_of:
            yield Broken(
                at=record.at / "approved_on",
                message=f"{record.at.record} is published and approved only from {record.approved_on}.",
                fix="Publish it from that day on, or correct the day.",
            )


def _published(registry: Registry) -> dict[str, Record]:
    notices = (of_notice(registry, one) for one in registry.notices.values() if one.status != "retired")
    services = (of_service(registry, one) for one in registry.services.values() if one.status != "retired")
    return {record.at.record: record for records in (*notices, *services) for record in records}
