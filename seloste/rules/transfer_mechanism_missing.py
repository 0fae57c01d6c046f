"""Data go to a third country without a legal ground for the transfer.

A transfer outside the EEA takes place only if the conditions of Chapter V are met (Art. 44). The notice names the
ground (Art. 13(1)(f)), and so does the record (Art. 30(1)(e)). Which countries are outside is a matter of the day:
the United Kingdom became a third country when its transition and the bridge after it had ended.

Fails:

    # file: transfers/support.yaml
    id: support
    country: IN  # expect: transfer-mechanism-missing

Fails:

    # file: transfers/patents.yaml
    id: patents
    international_organisation: EPO  # expect: transfer-mechanism-missing

Passes:

    # file: transfers/hosting.yaml
    id: hosting
    country: NO

Passes:

    # as-of: 2020-12-31
    # file: transfers/hosting.yaml
    id: hosting
    country: GB

Passes:

    # file: transfers/support.yaml
    id: support
    country: CH
    mechanism: adequacy
    # file: transfer-mechanisms/adequacy.yaml
    id: adequacy
    kind: adequacy
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case, transfers

severity = Severity.ERROR
citation = "Art. 44, 13(1)(f), 30(1)(e)"
tags = ("transfers",)


def broken(case: Case) -> Iterator[Broken]:
    """Every transfer that needs a ground of Chapter V and names none."""
    for transfer in transfers(case.registry, case.as_of):
        if transfer.mechanism is None:
            destination = "country" if transfer.country else "international_organisation"
            yield Broken(
                at=transfer.at / destination,
                message=f"Data go to {transfer.country or transfer.international_organisation} "
                "without a legal ground for the transfer.",
                fix="Name the ground under mechanism: an adequacy decision (Art. 45), safeguards such as the standard "
                "contractual clauses (Art. 46, 47), or a derogation (Art. 49).",
                rests_on=(transfer.at / "mechanism",),
            )
