"""A transfer relies on an adequacy decision that does not exist for its destination on this day.

Without a decision of the Commission that is in force for the country, territory or organisation, Art. 45(3) gives no
ground, and the notice would promise one (Art. 13(1)(f)).

Fails:

    # file: transfers/support.yaml
    id: support
    country: IN
    mechanism: adequacy  # expect: adequacy-none
    # file: transfer-mechanisms/adequacy.yaml
    id: adequacy
    kind: adequacy

Fails:

    # as-of: 2031-12-28
    # file: transfers/hosting.yaml
    id: hosting
    country: GB
    mechanism: adequacy  # expect: adequacy-none
    # file: transfer-mechanisms/adequacy.yaml
    id: adequacy
    kind: adequacy

Fails:

    # file: transfers/hosting.yaml
    id: hosting
    country: JP
    mechanism: adequacy  # expect: adequacy-none
    # file: transfer-mechanisms/adequacy.yaml
    id: adequacy
    kind: adequacy
    adequacy_decision: CH

Passes:

    # as-of: 2031-12-27
    # file: transfers/hosting.yaml
    id: hosting
    country: GB
    mechanism: adequacy
    # file: transfer-mechanisms/adequacy.yaml
    id: adequacy
    kind: adequacy

Passes:

    # file: transfers/patents.yaml
    id: patents
    international_organisation: EPO
    mechanism: adequacy
    # file: transfer-mechanisms/adequacy.yaml
    id: adequacy
    kind: adequacy
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case, adequacy_decisions, transfers

severity = Severity.ERROR
citation = "Art. 45(3), 13(1)(f)"
tags = ("transfers", "dated")


def broken(case: Case) -> Iterator[Broken]:
    """Every transfer under Art. 45 whose destination has no decision in force, or not the one it names."""
    for transfer in transfers(case.registry, case.as_of):
        mechanism = transfer.mechanism
        if mechanism is None or mechanism.kind.family != "adequacy" or not mechanism.kind.in_force(case.as_of):
            continue
        there = adequacy_decisions(case.registry, transfer, case.as_of)
        named = mechanism.adequacy_decision
        destination = transfer.country or transfer.international_organisation
        if not there:
            message = f"There is no adequacy decision for {destination} on {case.as_of}."
        elif named is not None and named not in there:
            message = f"The decision {named.decision} is not one for {destination} on {case.as_of}."
        else:
            continue
        yield Broken(
            at=transfer.at / "mechanism",
            message=message,
            fix="Use safeguards under Art. 46, or a derogation under Art. 49 where its narrow conditions are met.",
            rests_on=(transfer.at / "country", mechanism.at / "adequacy_decision"),
        )
