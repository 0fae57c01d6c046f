"""People are not told how to get a copy of the safeguards that protect their data abroad.

Where a transfer rests on safeguards (Art. 46, 47) or on compelling legitimate interests (Art. 49(1), second
subparagraph), the notice names them and says how to get a copy, or where they can be seen (Art. 13(1)(f), 14(1)(f)).
It is the controller who tells; a processor's transfer is told by its customer.

Fails:

    # file: activities/support.yaml
    id: support
    name: Support
    role: controller
    transfers: [support]
    # file: transfers/support.yaml
    id: support
    country: IN
    mechanism: clauses
    # file: transfer-mechanisms/clauses.yaml
    id: clauses
    kind: scc_2021_914  # expect: transfer-copy-means-missing

Passes:

    # file: activities/support.yaml
    id: support
    name: Support
    role: controller
    transfers: [support]
    # file: transfers/support.yaml
    id: support
    country: IN
    mechanism: clauses
    # file: transfer-mechanisms/clauses.yaml
    id: clauses
    kind: scc_2021_914
    copy_of_safeguards: Write to privacy@example.com and we send you the clauses.

Passes:

    # file: activities/support.yaml
    id: support
    name: Support for companies
    role: processor
    transfers: [support]
    # file: transfers/support.yaml
    id: support
    country: IN
    mechanism: clauses
    # file: transfer-mechanisms/clauses.yaml
    id: clauses
    kind: scc_2021_914

Passes:

    # file: activities/hosting.yaml
    id: hosting
    name: Hosting
    role: controller
    transfers: [hosting]
    # file: transfers/hosting.yaml
    id: hosting
    country: GB
    mechanism: adequacy
    # file: transfer-mechanisms/adequacy.yaml
    id: adequacy
    kind: adequacy
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case, own_activities, transfers

severity = Severity.ERROR
citation = "Art. 13(1)(f), 14(1)(f)"
tags = ("transfers", "notice")


def broken(case: Case) -> Iterator[Broken]:
    """Every mechanism of an own transfer that people may ask a copy of, without a word on how."""
    own = {transfer.id for activity in own_activities(case.registry) for transfer in activity.transfers or ()}
    told = {
        transfer.mechanism.id: transfer.mechanism
        for transfer in transfers(case.registry, case.as_of)
        if transfer.id in own and transfer.mechanism is not None
    }
    for mechanism in told.values():
        if mechanism.kind.needs_copy and mechanism.copy_of_safeguards is None:
            yield Broken(
                at=mechanism.at / "kind",
                message="People are not told how to get a copy of these safeguards.",
                fix="Write under copy_of_safeguards where they can be seen, or whom to ask for a copy.",
                rests_on=(mechanism.at / "copy_of_safeguards",),
            )
