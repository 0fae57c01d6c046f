"""A notice does not mention a right that people have.

People are told of their rights of access, rectification, erasure, restriction, portability and objection, of the
right to withdraw consent and of the right to complain (Art. 13(2)(b)-(d), 14(2)(c)-(e)). Which of them arise follows
from the lawful bases: portability from consent and contract (Art. 20(1)), objection from a public task and legitimate
interests (Art. 21(1)), withdrawal from consent (Art. 7(3)). The objection to direct marketing has a rule of its own.

The page derives its rights from the same bases, so no registry can take one away. The rule holds the page against the
registry all the same: a page that has lost a right is found (tests/test_view_rules.py breaks pages to prove it).

Passes:

    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice
    # file: activities/fraud.yaml
    id: fraud
    name: Prevention of fraud
    role: controller
    purposes: [{purpose: prevention}]
    lawful_bases: [own-interest]
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
    # file: activities/club.yaml
    id: club
    name: Customer club
    role: controller
    purposes: [{purpose: repair}]
    lawful_bases: [contract]
    notices: [privacy-notice]
    # file: purposes/repair.yaml
    id: repair
    label: Repairing the device as ordered
    # file: lawful-bases/contract.yaml
    id: contract
    article: 6(1)(b)

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
    # file: activities/bookkeeping.yaml
    id: bookkeeping
    name: Bookkeeping
    role: controller
    purposes: [{purpose: vouchers}]
    lawful_bases: [accounting-law]
    notices: [privacy-notice]
    # file: purposes/vouchers.yaml
    id: vouchers
    label: Keeping vouchers as the law asks
    # file: lawful-bases/accounting-law.yaml
    id: accounting-law
    article: 6(1)(c)

Passes:

    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice
    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    purposes: [{purpose: delivery, lawful_basis: contract}]
    recipients: [{category_label: Research institutes, role: independent_controller, lawful_basis: consent}]
    notices: [privacy-notice]
    # file: purposes/delivery.yaml
    id: delivery
    label: Delivering what was ordered
    # file: lawful-bases/contract.yaml
    id: contract
    article: 6(1)(b)
    # file: lawful-bases/consent.yaml
    id: consent
    article: 6(1)(a)

Passes:

    # as-of: 2018-05-24
    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice
    # file: activities/fraud.yaml
    id: fraud
    name: Prevention of fraud
    role: controller
    purposes: [{purpose: prevention}]
    lawful_bases: [own-interest]
    notices: [privacy-notice]
    # file: purposes/prevention.yaml
    id: prevention
    label: Preventing payments with stolen cards
    # file: lawful-bases/own-interest.yaml
    id: own-interest
    article: 6(1)(f)
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case, clauses, confirmed, name, rights_owed, rights_shown

severity = Severity.ERROR
citation = "Art. 13(2)(b)-(d), 14(2)(c)-(e)"
tags = ("notice", "rights")

_MARKETING = "21(2)"


def broken(case: Case) -> Iterator[Broken]:
    """Every right that a covered activity gives and that a page does not tell of for that activity."""
    said = set()
    for view, notice in clauses(case):
        shown = rights_shown(view)
        for right, holders in rights_owed(case.registry, notice, case.as_of):
            missing = [one for one in holders if right.id not in shown or one.id not in shown[right.id]]
            if right.id == _MARKETING or not missing or (notice.id, right.id) in said:
                continue
            said.add((notice.id, right.id))
            where = ", ".join(f"“{name(one.name)}”" for one in missing)
            yield Broken(
                at=notice.at / "title",
                message=f"The notice does not mention the {right.label['en-GB']} (Art. {right.id}) for {where}.",
                fix="The registry gives this right and the page has lost it: mend the view or the template.",
                rests_on=(next((one.at for one in missing if confirmed(case.registry, one.at)), missing[0].at),),
            )
