"""A contract with a processor lacks what the law asks it to hold.

The contract sets out the subject matter and duration, the nature and purpose, the type of data, the categories of
people and the obligations and rights of the controller, and it stipulates points (a) to (h) of Art. 28(3); by the
last sentence the processor tells the controller if an instruction infringes the law.

Fails:

    # file: agreements/hosting.yaml
    id: hosting
    direction: we_are_controller
    signed_on: 2025-01-15
    subject_matter: Hosting of the web store
    duration: As long as the service contract runs
    nature: Storage and backup
    purpose: Running the web store
    data_types: [orders]
    data_subjects: [consumers]
    controller_obligations_and_rights: As in Art. 28
    clauses_present: [a, b, c, d, e, f, g]  # expect: processor-agreement-incomplete
    # file: data-categories/orders.yaml
    id: orders
    label: Orders
    # file: data-subjects/consumers.yaml
    id: consumers
    label: Consumers

Fails:

    # file: agreements/hosting.yaml
    id: hosting  # expect: processor-agreement-incomplete
    direction: we_are_controller
    signed_on: 2025-01-15
    clauses_present: [a, b, c, d, e, f, g, h, infringing_instruction]

Passes:

    # file: agreements/hosting.yaml
    id: hosting
    direction: we_are_controller
    signed_on: 2025-01-15
    subject_matter: Hosting of the web store
    duration: As long as the service contract runs
    nature: Storage and backup
    purpose: Running the web store
    data_types: [orders]
    data_subjects: [consumers]
    controller_obligations_and_rights: As in Art. 28
    clauses_present: [infringing_instruction, h, g, f, e, d, c, b, a]
    # file: data-categories/orders.yaml
    id: orders
    label: Orders
    # file: data-subjects/consumers.yaml
    id: consumers
    label: Consumers

Passes:

    # file: agreements/hosting.yaml
    id: hosting
    direction: we_are_controller
    status: retired
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from seloste.findings import Severity
from seloste.model import AgreementClause
from seloste.rules import Broken, Case, agreements

severity = Severity.ERROR
citation = "Art. 28(3)(a)-(h)"
tags = ("processors", "contracts")

_TERMS = (
    "subject_matter",
    "duration",
    "nature",
    "purpose",
    "data_types",
    "data_subjects",
    "controller_obligations_and_rights",
)


def broken(case: Case) -> Iterator[Broken]:
    """Every agreement, in either direction, that lacks a term or a clause."""
    for agreement in agreements(case.registry):
        missing = [term for term in _TERMS if not getattr(agreement, term)]
        open_terms = [term for term in missing if case.registry.awaits_confirmation(agreement.at / term)]
        if lacking := [term.replace("_", " ") for term in missing if term not in open_terms]:
            yield Broken(
                at=agreement.at / "id",
                message=f"The agreement does not set out: {', '.join(lacking)}.",
                fix="Have the contract amended and write its terms here.",
            )
        absent = [clause for clause in get_args(AgreementClause) if clause not in (agreement.clauses_present or ())]
        if absent:
            names = [
                "the duty to tell of unlawful instructions" if one == "infringing_instruction" else f"({one})"
                for one in absent
            ]
            yield Broken(
                at=agreement.at / ("clauses_present" if agreement.clauses_present is not None else "id"),
                message=f"The agreement lacks what Art. 28(3) stipulates: {', '.join(names)}.",
                fix="Have the contract amended, then list the points under clauses_present.",
                rests_on=(agreement.at / "clauses_present",),
            )
