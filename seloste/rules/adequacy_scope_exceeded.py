"""An adequacy decision does not cover this importer or these data.

Some decisions hold only for a part of the country (Art. 45(1), (3)): in the United States for organisations on the
Data Privacy Framework list, and for staff data only where the listing covers them; in Canada for organisations under
PIPEDA; in Brazil for those under the LGPD. Whether the importer is inside is a fact the registry must hold; unknown
is not yes.

Fails:

    # file: transfers/payroll.yaml
    id: payroll
    country: US
    mechanism: framework
    includes_staff_data: true  # expect: adequacy-scope-exceeded
    # file: transfer-mechanisms/framework.yaml
    id: framework
    kind: us_dpf
    dpf: {listed_name: Example Inc, covers_hr: false, verified_on: 2026-10-01}

Fails:

    # file: transfers/support.yaml
    id: support
    country: CA
    mechanism: adequacy  # expect: adequacy-scope-exceeded
    # file: transfer-mechanisms/adequacy.yaml
    id: adequacy
    kind: adequacy

Passes:

    # file: transfers/support.yaml
    id: support
    country: CA
    mechanism: adequacy
    # file: transfer-mechanisms/adequacy.yaml
    id: adequacy
    kind: adequacy
    importer_within_scope: true

Passes:

    # file: transfers/newsletter.yaml
    id: newsletter
    country: US
    mechanism: framework
    # file: transfer-mechanisms/framework.yaml
    id: framework
    kind: us_dpf
    dpf: {listed_name: Example Inc, covers_hr: false, verified_on: 2026-10-01}

Passes:

    # file: transfers/support.yaml
    id: support
    country: CH
    mechanism: adequacy
    includes_staff_data: true
    # file: transfer-mechanisms/adequacy.yaml
    id: adequacy
    kind: adequacy
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.model import Transfer, TransferMechanism
from seloste.rules import Broken, Case, adequacy_decisions, transfers
from seloste.vocabulary import AdequacyDecision

severity = Severity.ERROR
citation = "Art. 45(1), (3)"
tags = ("transfers",)


def broken(case: Case) -> Iterator[Broken]:
    """Every transfer under a decision of partial scope whose importer or data are not shown to be inside."""
    for transfer in transfers(case.registry, case.as_of):
        mechanism = transfer.mechanism
        if mechanism is None or mechanism.kind.family != "adequacy":
            continue
        for decision in adequacy_decisions(case.registry, transfer, case.as_of)[:1]:
            yield from _outside(transfer, mechanism, mechanism.adequacy_decision or decision)


def _outside(transfer: Transfer, mechanism: TransferMechanism, decision: AdequacyDecision) -> Iterator[Broken]:
    fix = "Use the standard contractual clauses for this flow, or record what brings it under the decision."
    if decision.scope_kind in ("pipeda", "lgpd") and mechanism.importer_within_scope is not True:
        yield Broken(
            at=transfer.at / "mechanism",
            message=f"The decision {decision.decision} covers only a part of the importers in {transfer.country}, "
            "and it is not recorded that this one belongs to it.",
            fix=fix,
            rests_on=(mechanism.at / "importer_within_scope",),
        )
    if decision.scope_kind != "dpf_listed":
        return
    if mechanism.importer_within_scope is False:
        yield Broken(
            at=mechanism.at / "importer_within_scope",
            message="The importer is not on the Data Privacy Framework list.",
            fix=fix,
        )
    elif transfer.includes_staff_data and mechanism.dpf is not None and mechanism.dpf.covers_hr is not True:
        yield Broken(
            at=transfer.at / "includes_staff_data",
            message="The importer's listing does not cover data about staff.",
            fix=fix,
            rests_on=(mechanism.dpf.at / "covers_hr",),
        )
