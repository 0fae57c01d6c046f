"""A transfer relies on a mechanism that does not exist on this day.

The Court of Justice declared the Safe Harbour decision invalid on 6 October 2015 (C-362/14) and the Privacy Shield
decision on 16 July 2020 (C-311/18). A mechanism that has ended, or has not begun, protects nothing (Art. 44-46). The
old standard clauses have a rule of their own, `scc-repealed`.

Fails:

    # as-of: 2020-07-16
    # file: transfers/crm.yaml
    id: crm
    country: US
    mechanism: shield
    # file: transfer-mechanisms/shield.yaml
    id: shield
    kind: privacy_shield  # expect: transfer-mechanism-invalid

Fails:

    # as-of: 2023-07-09
    # file: transfers/crm.yaml
    id: crm
    country: US
    mechanism: framework
    # file: transfer-mechanisms/framework.yaml
    id: framework
    kind: us_dpf  # expect: transfer-mechanism-invalid

Passes:

    # as-of: 2020-07-15
    # file: transfers/crm.yaml
    id: crm
    country: US
    mechanism: shield
    # file: transfer-mechanisms/shield.yaml
    id: shield
    kind: privacy_shield

Passes:

    # file: transfer-mechanisms/shield.yaml
    id: shield
    kind: privacy_shield
    status: retired
    # file: transfers/crm.yaml
    id: crm
    country: US
    mechanism: clauses
    # file: transfer-mechanisms/clauses.yaml
    id: clauses
    kind: scc_2021_914
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case, mechanisms

severity = Severity.ERROR
citation = "Art. 44-46; C-311/18; C-362/14"
tags = ("transfers", "dated")


def broken(case: Case) -> Iterator[Broken]:
    """Every mechanism in use whose interval does not hold the day."""
    for mechanism in mechanisms(case.registry, case.as_of):
        kind = mechanism.kind
        if kind.in_force(case.as_of) or kind.new_contracts_until is not None:
            continue
        name = kind.label["en-GB"]
        over = kind.valid_until is not None and kind.valid_until < case.as_of
        yield Broken(
            at=mechanism.at / "kind",
            message=f"The ground “{name}” could last be used on {kind.valid_until}."
            if over
            else f"The ground “{name}” can be used from {kind.valid_from} on.",
            fix="Use a ground that is in force. For the United States: see whether the importer is on the Data Privacy "
            "Framework list; else sign the standard contractual clauses (EU) 2021/914 and assess the transfer; else "
            "stop.",
        )
