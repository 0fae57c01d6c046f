"""The right to object stands in the list of all rights instead of on its own.

The rights to object to processing on legitimate interests or a public task, and to direct marketing, are brought to
people's attention explicitly and presented clearly and separately from any other information (Art. 21(4)). The right to
object to research and statistics (Art. 21(6)) may stand anywhere.

The page puts both into boxes of their own, so no registry can move them into the list. The rule holds the page against
the registry all the same: a page whose box is gone is found (tests/test_view_rules.py breaks pages to prove it). A
page that does not mention the right at all is a matter of other rules.

Passes:

    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice
    # file: activities/fraud.yaml
    id: fraud
    name: Prevention of fraud
    role: controller
    purposes: [{purpose: prevention, lawful_basis: own-interest}]
    notices: [privacy-notice]
    # file: purposes/prevention.yaml
    id: prevention
    label: Preventing payments with stolen cards
    # file: lawful-bases/own-interest.yaml
    id: own-interest
    article: 6(1)(f)

Passes:

    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice
    # file: activities/repairs.yaml
    id: repairs
    name: Repairs
    role: controller
    purposes: [{purpose: repair, lawful_basis: contract}]
    notices: [privacy-notice]
    # file: purposes/repair.yaml
    id: repair
    label: Repairing the device as ordered
    # file: lawful-bases/contract.yaml
    id: contract
    article: 6(1)(b)
    # file: fragments/rights.yaml
    id: rights
    placement: rights
    text: You have the right to access your data and to object to their use.

Passes:

    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice
    # file: activities/statistics.yaml
    id: statistics
    name: Statistics
    role: controller
    purposes: [{purpose: statistics, lawful_basis: consent}]
    notices: [privacy-notice]
    # file: purposes/statistics.yaml
    id: statistics
    label: Counting visits to each page of the website
    is_statistical_or_research: true
    # file: lawful-bases/consent.yaml
    id: consent
    article: 6(1)(a)
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case, clauses, confirmed, rights_owed

severity = Severity.ERROR
citation = "Art. 21(4)"
tags = ("notice", "rights")


def broken(case: Case) -> Iterator[Broken]:
    """Every objection that a page owes its readers and shows only among the other rights."""
    said = set()
    for view, notice in clauses(case):
        listed = {row.id for row in view.rights}
        boxes = {"21(1)": view.objection, "21(2)": view.marketing_objection}
        for right, holders in rights_owed(case.registry, notice, case.as_of):
            lost = right.id in boxes and boxes[right.id] is None and right.id in listed
            if lost and (notice.id, right.id) not in said:
                said.add((notice.id, right.id))
                yield Broken(
                    at=notice.at / "title",
                    message=f"The {right.label['en-GB']} (Art. {right.id}) is hidden among the other rights.",
                    fix="Show it under its own heading or in its own box, apart from everything else.",
                    rests_on=(next((one.at for one in holders if confirmed(case.registry, one.at)), holders[0].at),),
                )
