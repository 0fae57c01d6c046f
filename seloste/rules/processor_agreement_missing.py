"""A processor works for the company without a contract.

Processing by a processor is governed by a contract or other legal act, in writing (Art. 28(3), (9)). A contract is on
file when an agreement with that processor has a day of signature.

Fails:

    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    recipients:
      - party: hosting  # expect: processor-agreement-missing
        role: processor
    # file: processors/hosting.yaml
    id: hosting
    kind: processor
    legal_name: Hosting Oy

Fails:

    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    recipients:
      - party: hosting  # expect: processor-agreement-missing
        role: processor
    # file: processors/hosting.yaml
    id: hosting
    kind: processor
    legal_name: Hosting Oy
    # file: agreements/hosting.yaml
    id: hosting
    direction: we_are_controller
    party: hosting

Passes:

    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    recipients:
      - party: hosting
        role: processor
    # file: processors/hosting.yaml
    id: hosting
    kind: processor
    legal_name: Hosting Oy
    # file: agreements/hosting.yaml
    id: hosting
    direction: we_are_controller
    party: hosting
    signed_on: 2025-01-15

Passes:

    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    recipients:
      - party: bank
        role: independent_controller
    # file: parties/bank.yaml
    id: bank
    kind: independent_controller
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case, agreements, name, own_recipients

severity = Severity.ERROR
citation = "Art. 28(3), (9)"
tags = ("recipients", "processors", "contracts")


def broken(case: Case) -> Iterator[Broken]:
    """Every processor among the recipients of an own activity with whom no agreement is signed."""
    signed = {
        agreement.party.id
        for agreement in agreements(case.registry, "we_are_controller")
        if agreement.party is not None and agreement.signed_on is not None
    }
    unsigned = {
        agreement.party.id: agreement
        for agreement in agreements(case.registry, "we_are_controller")
        if agreement.party is not None and agreement.signed_on is None
    }
    for activity, recipient in own_recipients(case.registry):
        party = recipient.party
        if recipient.role != "processor" or party is None or party.id in signed:
            continue
        draft = unsigned.get(party.id)
        yield Broken(
            at=recipient.at / "party",
            message=f"{party.legal_name or party.id} processes data of “{name(activity.name)}” without a contract.",
            fix="Sign a contract under Art. 28(3), such as the clauses of (EU) 2021/915, and record it in agreements/ "
            "with its party and signed_on.",
            rests_on=(recipient.at / "role", *((draft.at / "signed_on",) if draft else ())),
        )
