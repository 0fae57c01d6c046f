"""It is not shown that the importer is on the Data Privacy Framework list today.

Decision (EU) 2023/1795 covers only organisations that are on the list, and certification has to be renewed every year
(Art. 1 of the Decision, Art. 45 GDPR). A look at the list counts for twelve months.

Fails:

    # file: transfers/newsletter.yaml
    id: newsletter
    country: US
    mechanism: framework
    # file: transfer-mechanisms/framework.yaml
    id: framework
    kind: us_dpf  # expect: dpf-unverified

Fails:

    # file: transfers/newsletter.yaml
    id: newsletter
    country: US
    mechanism: framework
    # file: transfer-mechanisms/framework.yaml
    id: framework
    kind: us_dpf
    dpf:
      listed_name: Example Inc
      verified_on: 2025-11-21  # expect: dpf-unverified

Fails:

    # file: transfers/newsletter.yaml
    id: newsletter
    country: US
    mechanism: framework
    # file: transfer-mechanisms/framework.yaml
    id: framework
    kind: us_dpf
    dpf:
      listed_name: Example Inc
      verified_on: 2026-10-01
      next_certification_due: 2026-11-21  # expect: dpf-unverified

Passes:

    # file: transfers/newsletter.yaml
    id: newsletter
    country: US
    mechanism: framework
    # file: transfer-mechanisms/framework.yaml
    id: framework
    kind: us_dpf
    dpf: {listed_name: Example Inc, verified_on: 2025-11-22, next_certification_due: 2026-11-22}

Passes:

    # file: transfers/newsletter.yaml
    id: newsletter
    country: US
    mechanism: clauses
    # file: transfer-mechanisms/clauses.yaml
    id: clauses
    kind: scc_2021_914
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import At, Severity
from seloste.period import Period
from seloste.rules import Broken, Case, mechanisms

severity = Severity.ERROR
citation = "(EU) 2023/1795 Art. 1; Art. 45"
tags = ("transfers", "dated")

_A_LOOK_COUNTS_FOR = Period(months=12)


def broken(case: Case) -> Iterator[Broken]:
    """Every listing in use that was never looked up, too long ago, or whose certification has run out."""
    for mechanism in mechanisms(case.registry, case.as_of):
        if mechanism.kind.id != "us_dpf":
            continue
        listing = mechanism.dpf
        if listing is None or listing.listed_name is None or listing.verified_on is None:
            place = mechanism.at / "dpf"
            missing = "verified_on" if listing is not None and listing.listed_name is not None else "listed_name"
            at = mechanism.at / "kind" if listing is None else place / missing
            yield _unverified(at, "Nobody has recorded a look at the Data Privacy Framework list.", place)
        elif _A_LOOK_COUNTS_FOR.after(listing.verified_on) < case.as_of:
            place = listing.at / "verified_on"
            yield _unverified(place, f"The list was last looked up on {listing.verified_on}.", place)
        elif listing.next_certification_due is not None and listing.next_certification_due < case.as_of:
            place = listing.at / "next_certification_due"
            yield _unverified(place, f"The certification was due on {listing.next_certification_due}.", place)


def _unverified(at: At, message: str, rests_on: At) -> Broken:
    return Broken(
        at=at,
        message=message,
        fix="Look the importer up on the list and record its name there, the day, whether staff data are covered, and "
        "when the next certification is due.",
        rests_on=(rests_on,),
    )
