"""A transfer relies on standard contractual clauses that are repealed.

Decision (EU) 2021/914 repealed the clauses of 2001, 2004 and 2010 with effect from 27 September 2021; contracts made
before that day counted as safeguards through 27 December 2022 (Art. 4 of the Decision, Art. 46(2)(c) GDPR).

Fails:

    # file: transfers/support.yaml
    id: support
    country: IN
    mechanism: old-clauses
    # file: transfer-mechanisms/old-clauses.yaml
    id: old-clauses
    kind: scc_2010_87  # expect: scc-repealed
    scc: {concluded_on: 2019-03-01}

Fails:

    # as-of: 2022-01-10
    # file: transfers/support.yaml
    id: support
    country: IN
    mechanism: old-clauses
    # file: transfer-mechanisms/old-clauses.yaml
    id: old-clauses
    kind: scc_2001_497  # expect: scc-repealed
    scc: {concluded_on: 2021-09-27}

Passes:

    # as-of: 2022-12-27
    # file: transfers/support.yaml
    id: support
    country: IN
    mechanism: old-clauses
    # file: transfer-mechanisms/old-clauses.yaml
    id: old-clauses
    kind: scc_2010_87
    scc: {concluded_on: 2021-09-26}

Passes:

    # file: transfers/support.yaml
    id: support
    country: IN
    mechanism: clauses
    # file: transfer-mechanisms/clauses.yaml
    id: clauses
    kind: scc_2021_914
    scc: {concluded_on: 2021-09-27}
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case, mechanisms

severity = Severity.ERROR
citation = "Art. 46(2)(c); (EU) 2021/914 Art. 4"
tags = ("transfers", "dated")


def broken(case: Case) -> Iterator[Broken]:
    """Every old set of clauses in use that was concluded too late, or that has run out."""
    for mechanism in mechanisms(case.registry, case.as_of):
        last_signing = mechanism.kind.new_contracts_until
        if last_signing is None:
            continue
        signed = mechanism.scc.concluded_on if mechanism.scc else None
        if not mechanism.kind.in_force(case.as_of):
            message = f"These clauses stopped being a safeguard on {mechanism.kind.valid_until}."
        elif signed is not None and signed > last_signing:
            message = f"These clauses could be signed until {last_signing}, but were signed on {signed}."
        else:
            continue
        yield Broken(
            at=mechanism.at / "kind",
            message=message,
            fix="Sign the clauses of Decision (EU) 2021/914 in the right module, assess the transfer, and write both "
            "here.",
        )
