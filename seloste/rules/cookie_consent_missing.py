"""Something is stored on people's devices without asking them first.

Storing information on a device, or reading it there, needs consent unless it only carries a communication or is
strictly necessary for a service the person has explicitly asked for (Act 917/2014 s. 205, Directive 2002/58/EC Art.
5(3)); consent has the meaning of the GDPR (Art. 4(11), 7).

Fails:

    # file: cookies/visits.yaml
    id: visits
    name: _visits
    category: statistics  # expect: cookie-consent-missing

Fails:

    # file: cookies/visits.yaml
    id: visits
    name: _visits
    category: statistics
    consent:
      required: false  # expect: cookie-consent-missing

Passes:

    # file: cookies/visits.yaml
    id: visits
    name: _visits
    category: statistics
    consent: {required: true, method: consent_tool}

Passes:

    # file: cookies/basket.yaml
    id: basket
    name: basket
    category: strictly_necessary

Passes:

    # file: cookies/visits.yaml
    id: visits
    name: _visits
    category: marketing
    status: retired
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case

severity = Severity.ERROR
citation = "Act 917/2014 s. 205; Directive 2002/58/EC Art. 5(3); Art. 4(11), 7"
tags = ("cookies", "consent")


def broken(case: Case) -> Iterator[Broken]:
    """Every storage that is not strictly necessary and for which no consent is asked."""
    for cookie in case.registry.cookies.values():
        if cookie.status == "retired" or cookie.category in (None, "strictly_necessary"):
            continue
        consent = cookie.consent
        if consent is None or not consent.required or consent.method is None:
            unasked = consent is not None and consent.required is False
            yield Broken(
                at=consent.at / "required" if consent and unasked else cookie.at / "category",
                message=f"“{cookie.name}” needs consent before it is stored, and none is asked.",
                fix="Block it until people have agreed, and write how under consent.",
                rests_on=(
                    cookie.at / "category",
                    cookie.at / "consent",
                    *((consent.at / "required", consent.at / "method") if consent else ()),
                ),
            )
