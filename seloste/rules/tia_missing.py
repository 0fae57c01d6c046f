"""No transfer impact assessment backs these safeguards.

Whoever relies on safeguards of Art. 46 or 47 must have assessed whether the law and practice of the country let the
importer keep its promise (Art. 46(1), clause 14(d) of (EU) 2021/914, C-311/18). An assessment older than two years is
due for another look, which is a warning.

Fails:

    # file: transfers/support.yaml
    id: support
    country: IN
    mechanism: clauses
    # file: transfer-mechanisms/clauses.yaml
    id: clauses
    kind: scc_2021_914  # expect: tia-missing

Fails:

    # file: transfers/support.yaml
    id: support
    country: IN
    mechanism: clauses
    # file: transfer-mechanisms/clauses.yaml
    id: clauses
    kind: scc_2021_914
    tia:
      done_on: 2026-01-15
      result: inadequate  # expect: tia-missing

Fails:

    # file: transfers/support.yaml
    id: support
    country: IN
    mechanism: clauses
    # file: transfer-mechanisms/clauses.yaml
    id: clauses
    kind: scc_2021_914
    tia:
      done_on: 2024-11-21  # expect: tia-missing
      result: adequate

Passes:

    # file: transfers/support.yaml
    id: support
    country: IN
    mechanism: clauses
    # file: transfer-mechanisms/clauses.yaml
    id: clauses
    kind: scc_2021_914
    tia: {done_on: 2024-11-22, result: adequate_with_measures, supplementary_measures: Encryption with our own keys}

Passes:

    # file: transfers/support.yaml
    id: support
    country: JP
    mechanism: adequacy
    # file: transfer-mechanisms/adequacy.yaml
    id: adequacy
    kind: adequacy

Passes:

    # as-of: 2020-07-15
    # file: transfers/support.yaml
    id: support
    country: IN
    mechanism: old-clauses
    # file: transfer-mechanisms/old-clauses.yaml
    id: old-clauses
    kind: scc_2010_87
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.model import TransferMechanism
from seloste.period import Period
from seloste.rules import Broken, Case, mechanisms

severity = Severity.ERROR
citation = "Art. 46(1); (EU) 2021/914 clause 14(d); C-311/18"
tags = ("transfers", "assessments", "dated")

_A_LOOK_COUNTS_FOR = Period(months=24)


def broken(case: Case) -> Iterator[Broken]:
    """Every mechanism in use that needs an assessment and has none, a bad one without a remedy, or an old one."""
    for mechanism in mechanisms(case.registry, case.as_of):
        if mechanism.kind.needs_tia_on(case.as_of):
            yield from _unbacked(mechanism, case)


def _unbacked(mechanism: TransferMechanism, case: Case) -> Iterator[Broken]:
    tia = mechanism.tia
    if tia is None or tia.done_on is None:
        yield Broken(
            at=mechanism.at / "tia" / "done_on" if tia else mechanism.at / "kind",
            message="No transfer impact assessment backs this ground.",
            fix="Assess the law and practice of the country in the six steps of the EDPB, and write the day and the "
            "result under tia.",
            rests_on=(mechanism.at / "tia",),
        )
    elif tia.result == "inadequate":
        yield Broken(
            at=tia.at / "result",
            message="The assessment says that the data are not protected there.",
            fix="Stop the transfer, or take supplementary measures, assess again and record both.",
        )
    elif tia.result == "adequate_with_measures" and tia.supplementary_measures is None:
        yield Broken(
            at=tia.at / "result",
            message="The assessment relies on measures that are not recorded.",
            fix="Write the measures under supplementary_measures.",
            rests_on=(tia.at / "supplementary_measures",),
        )
    elif _A_LOOK_COUNTS_FOR.after(tia.done_on) < case.as_of:
        yield Broken(
            at=tia.at / "done_on",
            message=f"The transfer was last assessed on {tia.done_on}, more than two years ago.",
            fix="Look at it again and write the new day.",
            severity=Severity.WARNING,
        )
