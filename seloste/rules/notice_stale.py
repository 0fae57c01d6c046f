"""The published notice no longer matches the registry.

A notice informs only as long as it is true: people are told what is done with their data now (Art. 13, 14, 5(1)(a)),
and the controller has to see to it actively (KHO:2023:81). `registry_hash` is the digest of what the notice tells, of
its activities and of everything these name, at the time of its version. Approvals, notes, systems, assessments and
other facts that a notice never tells are not part of it. The rule applies to a build that is final.

Fails:

    # final
    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice  # expect: notice-stale
    version: "1.0"

Fails:

    # final
    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice
    version: "1.0"
    registry_hash: sha256:62e71cf5439030f870e8c2b724ced1db330390e7f9b38e97152585349de5ccfd  # expect: notice-stale
    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    recipients: [{category_label: Insurance companies}]
    notices: [privacy-notice]

Passes:

    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice

Passes:

    # final
    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice
    version: "1.0"
    registry_hash: sha256:62e71cf5439030f870e8c2b724ced1db330390e7f9b38e97152585349de5ccfd
    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    recipients: none
    notices: [privacy-notice]

Passes:

    # final
    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice
    version: "1.1"
    registry_hash: sha256:62e71cf5439030f870e8c2b724ced1db330390e7f9b38e97152585349de5ccfd
    status: approved
    approved_on: 2026-11-01
    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    recipients: none
    notices: [privacy-notice]
    systems: [shop-system]
    started_on: 2020-01-01
    owner: Head of sales
    # file: systems/shop-system.yaml
    id: shop-system
    name: Shop system
    # file: activities/payroll.yaml
    id: payroll
    name: Payroll, told of in no notice
    role: controller
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.covered import digest
from seloste.findings import Severity
from seloste.rules import Broken, Case, name

severity = Severity.ERROR
citation = "Art. 13, 14, 5(1)(a); KHO:2023:81"
tags = ("notice", "governance", "final")


def broken(case: Case) -> Iterator[Broken]:
    """Every notice to be published whose recorded digest is not the digest of what it tells today."""
    if not case.final:
        return
    for notice in case.registry.notices.values():
        if notice.status == "retired":
            continue
        now = digest(case.registry, notice)
        if notice.registry_hash is None:
            yield Broken(
                at=notice.at / "title",
                message=f"It is not recorded which state of the registry “{name(notice.title)}” tells of.",
                fix=f"Write registry_hash: {now}",
                rests_on=(notice.at / "registry_hash",),
            )
        elif notice.registry_hash != now:
            yield Broken(
                at=notice.at / "registry_hash",
                message=f"What “{name(notice.title)}” tells has changed since its version "
                f"{notice.version or 'was made'}.",
                fix=f"Write registry_hash: {now}, raise version, set effective_from, and tell people of a material "
                "change before it takes effect.",
            )
