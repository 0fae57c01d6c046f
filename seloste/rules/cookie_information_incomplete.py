"""The cookie table lacks what people must be told.

Clear and comprehensive information includes the purpose, how long the storage lasts and whether third parties get
access to it (Act 917/2014 s. 205, Art. 13, C-673/17).

Fails:

    # file: cookies/visits.yaml
    id: visits
    name: _visits  # expect: cookie-information-incomplete
    purpose: Counts visits
    duration: P6M

Passes:

    # file: cookies/visits.yaml
    id: visits
    name: _visits
    purpose: Counts visits
    duration: session
    third_party_access: false

Passes:

    # file: cookies/visits.yaml
    id: visits
    name: _visits
    purpose: Counts visits
    duration: P6M
    third_party_access: false
    unconfirmed:
      duration: How long does the cookie last?
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case

severity = Severity.ERROR
citation = "Act 917/2014 s. 205; Art. 13; C-673/17"
tags = ("cookies", "notice")

_TOLD = {
    "purpose": "its purpose",
    "duration": "how long it lasts",
    "third_party_access": "whether third parties get access",
}


def broken(case: Case) -> Iterator[Broken]:
    """Every storage of which one of the three things is unknown."""
    for cookie in case.registry.cookies.values():
        missing = [
            words
            for field, words in _TOLD.items()
            if getattr(cookie, field) is None and not case.registry.awaits_confirmation(cookie.at / field)
        ]
        if missing and cookie.status != "retired":
            yield Broken(
                at=cookie.at / "name",
                message=f"Of “{cookie.name}” people are not told {' and '.join(missing)}.",
                fix="Complete purpose, duration and third_party_access.",
            )
