"""The notice does not tell people to whom they can complain.

People are told of their right to lodge a complaint with a supervisory authority (Art. 13(2)(d), 14(2)(e), 77(1));
they can use it only if they learn which authority that is and how to reach it.

Fails:

    # file: organisation.yaml
    id: organisation  # expect: supervisory-authority-missing
    established_in: FI
    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice

Passes:

    # file: organisation.yaml
    id: organisation
    established_in: FI
    supervisory_authority: fi-ombudsman
    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice

Passes:

    # file: organisation.yaml
    id: organisation
    established_in: FI
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case

severity = Severity.ERROR
citation = "Art. 13(2)(d), 14(2)(e), 77(1)"
tags = ("identity", "notice", "rights")


def broken(case: Case) -> Iterator[Broken]:
    """An organisation that publishes a notice and names no authority, and a page that lost the authority's contact."""
    organisation = case.registry.organisation
    if organisation is None or not any(notice.status != "retired" for notice in case.registry.notices.values()):
        return
    if organisation.supervisory_authority is None:
        yield Broken(
            at=organisation.at / "id",
            message="No supervisory authority is named, so the notice cannot say where to complain.",
            fix="Name the authority under supervisory_authority; in Finland the Office of the Data Protection Ombudsman.",
            rests_on=(organisation.at / "supervisory_authority",),
        )
