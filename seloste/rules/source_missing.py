"""It is not said where data come from that were obtained from somebody else.

Where data were not obtained from the person, people are told from which source they originate (Art. 14(2)(f)), and may
ask for any available information on it (Art. 15(1)(g)).

Fails:

    # file: activities/marketing.yaml
    id: marketing
    name: Marketing
    role: controller
    data_categories:
      - category: company-facts  # expect: source-missing
    # file: data-categories/company-facts.yaml
    id: company-facts
    label: Positions and duties in companies
    origin: obtained_from_third_party

Fails:

    # file: activities/marketing.yaml
    id: marketing
    name: Marketing
    role: joint_controller
    data_categories:
      - category: company-facts  # expect: source-missing
        mandatory: false
      - {category: bankruptcies, sources: [trade-register]}
    # file: data-categories/company-facts.yaml
    id: company-facts
    label: Positions and duties in companies
    origin: obtained_from_third_party
    # file: data-categories/bankruptcies.yaml
    id: bankruptcies
    label: Bankruptcies
    origin: obtained_from_third_party
    # file: data-sources/trade-register.yaml
    id: trade-register
    kind: public_register

Passes:

    # file: activities/marketing.yaml
    id: marketing
    name: Marketing
    role: controller
    data_categories: [{category: company-facts, sources: [trade-register]}]
    # file: data-categories/company-facts.yaml
    id: company-facts
    label: Positions and duties in companies
    origin: obtained_from_third_party
    # file: data-sources/trade-register.yaml
    id: trade-register
    kind: public_register

Passes:

    # file: activities/marketing.yaml
    id: marketing
    name: Marketing
    role: controller
    data_categories: [{category: interests}]
    # file: data-categories/interests.yaml
    id: interests
    label: Interests that we infer from purchases
    origin: inferred

Passes:

    # file: activities/hosting.yaml
    id: hosting
    name: Hosting for customers
    role: processor
    data_categories: [{category: company-facts}]
    # file: data-categories/company-facts.yaml
    id: company-facts
    label: Positions and duties in companies
    origin: obtained_from_third_party
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case, name, own_data

severity = Severity.ERROR
citation = "Art. 14(2)(f), 15(1)(g)"
tags = ("sources", "notice")


def broken(case: Case) -> Iterator[Broken]:
    """Every category obtained from somebody else for which an own activity names no source."""
    for activity, entry in own_data(case.registry):
        category = entry.category
        if category is None or category.origin != "obtained_from_third_party" or entry.sources:
            continue
        yield Broken(
            at=entry.at / "category",
            message=f"It is not said where {name(category.label)} in “{name(activity.name)}” come from.",
            fix="Describe the source in data-sources/ and name it under sources.",
            rests_on=(entry.at / "category", entry.at / "sources", category.at / "origin"),
        )
