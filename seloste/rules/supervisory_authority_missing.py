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

Fails:

    # file: organisation.yaml
    id: organisation
    established_in: FI
    supervisory_authority: fi-traficom  # expect: supervisory-authority-missing
    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice

Passes:

    # file: organisation.yaml
    id: organisation
    established_in: FI
    supervisory_authority: fi-data-protection-ombudsman
    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice

Passes:

    # file: organisation.yaml
    id: organisation
    established_in: FI

Passes:

    # file: organisation.yaml
    id: organisation
    established_in: FI
    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice
    status: retired
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case, clauses, name
from seloste.views import Supervisor

severity = Severity.ERROR
citation = "Art. 13(2)(d), 14(2)(e), 77(1)"
tags = ("identity", "notice", "rights")


def broken(case: Case) -> Iterator[Broken]:
    """An organisation that publishes a notice and names no authority, or a page that lost its name or contact."""
    organisation = case.registry.organisation
    if organisation is None or not any(notice.status != "retired" for notice in case.registry.notices.values()):
        return
    authority, place = organisation.supervisory_authority, organisation.at / "supervisory_authority"
    if authority is None:
        yield Broken(
            at=organisation.at / "id",
            message="No supervisory authority is named, so the notice cannot say where to complain.",
            fix="Name the authority under supervisory_authority; in Finland the Office of the Data Protection "
            "Ombudsman, fi-data-protection-ombudsman.",
            rests_on=(place,),
        )
        return
    if authority.task != "data_protection":
        yield Broken(
            at=place,
            message=f"{authority.label['en-GB']} does not supervise data protection, so a complaint there leads "
            "nowhere.",
            fix="Name the data protection authority; in Finland fi-data-protection-ombudsman.",
        )
        return
    silent = {notice.id: notice for view, notice in clauses(case) if not _can_be_reached(view.authority)}
    for notice in silent.values():
        yield Broken(
            at=place,
            message=f"The page of “{name(notice.title)}” does not show the authority's name and how to reach it.",
            fix="Show the authority with its name and at least one contact; complete its row in the vocabulary if it "
            "has none.",
        )


def _can_be_reached(shown: Supervisor | None) -> bool:
    """Does a page show the authority's name and one way to reach it?"""
    if shown is None or not shown.name.text:
        return False
    return bool(shown.visiting_address or shown.postal_address or shown.phones or shown.email or shown.website)
