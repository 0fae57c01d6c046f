"""A notice about direct marketing does not state the right to refuse it without giving a reason.

Whoever is the target of direct marketing may object at any time, and it then stops: no reason is asked for and nothing
is weighed, whatever the lawful basis, and profiling for that marketing stops with it (Art. 21(2)-(3)). People are told
so explicitly (Art. 21(4), 13(2)(b)).

The page derives this right from the purposes, so no registry can take it away. The rule holds the page against the
registry all the same: a page that lost the right, that words it otherwise than the law does, or that grants it for
some of the marketing alone, is found (tests/test_view_rules.py breaks pages to prove it).

Passes:

    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice
    # file: activities/newsletter.yaml
    id: newsletter
    name: Newsletter
    role: controller
    purposes: [{purpose: newsletter, lawful_basis: consent}]
    notices: [privacy-notice]
    # file: purposes/newsletter.yaml
    id: newsletter
    label: Sending a newsletter about new repair services
    is_direct_marketing: true
    # file: lawful-bases/consent.yaml
    id: consent
    article: 6(1)(a)

Passes:

    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice
    # file: activities/customers.yaml
    id: customers
    name: Customer relations
    role: controller
    purposes: [{purpose: relations, lawful_basis: contract}]
    direct_marketing: {used: true, channels: [post]}
    notices: [privacy-notice]
    # file: purposes/relations.yaml
    id: relations
    label: Looking after customers and telling them of offers
    # file: lawful-bases/contract.yaml
    id: contract
    article: 6(1)(b)

Passes:

    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice
    # file: activities/repairs.yaml
    id: repairs
    name: Repairs
    role: controller
    purposes: [{purpose: repair, lawful_basis: contract}]
    direct_marketing: {used: false}
    notices: [privacy-notice]
    # file: purposes/repair.yaml
    id: repair
    label: Repairing the device as ordered
    is_direct_marketing: false
    # file: lawful-bases/contract.yaml
    id: contract
    article: 6(1)(b)
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case, clauses, confirmed, name, rights_owed, rights_shown

severity = Severity.ERROR
citation = "Art. 21(2)-(4), 13(2)(b)"
tags = ("notice", "rights", "marketing")

_MARKETING = "21(2)"


def broken(case: Case) -> Iterator[Broken]:
    """Every page about marketing that does not state the absolute right to object, whole and for all of it."""
    said = set()
    for view, notice in clauses(case):
        owed = {right.id: (right, holders) for right, holders in rights_owed(case.registry, notice, case.as_of)}
        if _MARKETING not in owed or notice.id in said:
            continue
        right, holders = owed[_MARKETING]
        reach = rights_shown(view).get(_MARKETING, frozenset())
        missing = [one for one in holders if one.id not in reach]
        box = view.marketing_objection
        # The words of the law table say "profiling included" in every language; other words need not.
        limited = box is not None and box.text.text not in right.public_text.values()
        if missing or limited:
            said.add(notice.id)
            affected = missing or holders
            where = ", ".join(f"“{name(one.name)}”" for one in affected)
            yield Broken(
                at=notice.at / "title",
                message=f"The notice does not state the unconditional right to refuse marketing for {where}.",
                fix="Show the box on the objection to direct marketing, with the words of the law, profiling included.",
                rests_on=(next((one.at for one in affected if confirmed(case.registry, one.at)), affected[0].at),),
            )
