"""Data observed from a person are treated as if they came from somebody else.

What a camera, a log file or a call recording takes from a person is collected from that person: Art. 13 applies, and
people are told at the time of the recording, not up to a month later (Art. 13(1); C-422/24 of 18 December 2025). The
timing and the exceptions of Art. 14 are not available.

Fails:

    # file: activities/cameras.yaml
    id: cameras
    name: Cameras in the shops
    role: controller
    data_categories: [{category: recordings, sources: [cameras]}]
    # file: data-categories/recordings.yaml
    id: recordings
    label: Recordings
    # file: data-sources/cameras.yaml
    id: cameras
    kind: observation
    filed_under: "14"  # expect: observed-data-filed-as-art14

Fails:

    # file: activities/website.yaml
    id: website
    name: Website
    role: controller
    data_categories: [{category: visits, sources: [logs]}]
    # file: data-categories/visits.yaml
    id: visits
    label: Pages visited
    # file: data-sources/logs.yaml
    id: logs
    kind: observation
    informed_when: within_one_month  # expect: observed-data-filed-as-art14

Passes:

    # file: activities/cameras.yaml
    id: cameras
    name: Cameras in the shops
    role: controller
    data_categories: [{category: recordings, sources: [cameras]}]
    # file: data-categories/recordings.yaml
    id: recordings
    label: Recordings
    # file: data-sources/cameras.yaml
    id: cameras
    kind: observation
    filed_under: "13"
    informed_when: at_collection
    art14_exemption: none

Passes:

    # as-of: 2025-12-17
    # file: activities/cameras.yaml
    id: cameras
    name: Cameras in the shops
    role: controller
    data_categories: [{category: recordings, sources: [cameras]}]
    # file: data-categories/recordings.yaml
    id: recordings
    label: Recordings
    # file: data-sources/cameras.yaml
    id: cameras
    kind: observation
    filed_under: "14"

Passes:

    # file: activities/claims.yaml
    id: claims
    name: Claims
    role: controller
    data_categories: [{category: recordings, sources: [neighbour]}]
    # file: data-categories/recordings.yaml
    id: recordings
    label: Recordings
    # file: data-sources/neighbour.yaml
    id: neighbour
    kind: partner
    label: Recordings that a neighbouring shop hands over
    filed_under: "14"
    informed_when: within_one_month
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import At, Severity
from seloste.model import DataSource
from seloste.rules import Broken, Case, name, own_data

severity = Severity.ERROR
citation = "Art. 13(1); C-422/24"
tags = ("sources", "notice", "dated")


def broken(case: Case) -> Iterator[Broken]:
    """Every source by observation of an own activity that is filed, timed or excused under Art. 14."""
    judgment = case.registry.vocabulary.law_facts.get("observed-data-is-art-13")
    if judgment is None or not judgment.in_force(case.as_of):
        return
    used = {source.id: source for _, entry in own_data(case.registry) for source in entry.sources or ()}
    for source in used.values():
        place = _where_art14_is_used(source)
        if source.kind == "observation" and source.status != "retired" and place is not None:
            yield Broken(
                at=place,
                message=f"“{name(source.name or source.label) or source.id}” takes data from the person, so Art. 13 "
                "applies, at once.",
                fix='File it under "13" with informed_when: at_collection and no exemption of Art. 14(5), and tell '
                "people on the spot: a sign, a pop-up, a spoken notice.",
                rests_on=(source.at / "kind",),
            )


def _where_art14_is_used(source: DataSource) -> At | None:
    if source.filed_under == "14":
        return source.at / "filed_under"
    if source.informed_when not in (None, "at_collection"):
        return source.at / "informed_when"
    if source.art14_exemption not in (None, "none"):
        return source.at / "art14_exemption"
    return None
