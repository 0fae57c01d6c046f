"""The contract is with somebody else than the person whose data are used.

Art. 6(1)(b) covers what is necessary for a contract “to which the data subject is party”. A contact person of a
company, a member of the household or the sender of an e-mail is not; the contract of the company is no basis for their
data. The second half of the point, steps before a contract, asks for no party yet, but for a request by the person:
applicants pass, people who act for an organisation do not.

Fails:

    # file: activities/contacts.yaml
    id: contacts
    name: Contact persons of companies
    role: controller
    purposes:
      - purpose: agree-orders
        lawful_basis: contract  # expect: contract-basis-subject-not-party
        applies_to: [company]
    data_subjects: [contact-persons]
    # file: purposes/agree-orders.yaml
    id: agree-orders
    label: We agree orders with the people who act for a company
    # file: data-subjects/contact-persons.yaml
    id: contact-persons
    label: Contact persons
    party_to_contract: "no"
    # file: lawful-bases/contract.yaml
    id: contract
    article: 6(1)(b)

Fails:

    # file: activities/orders.yaml
    id: orders
    name: Orders
    role: controller
    purposes:
      - purpose: deliver-orders
        lawful_basis: contract  # expect: contract-basis-subject-not-party
    data_subjects: [consumers, contact-persons]
    # file: purposes/deliver-orders.yaml
    id: deliver-orders
    label: We deliver what has been ordered
    # file: data-subjects/consumers.yaml
    id: consumers
    label: Consumers
    party_to_contract: "yes"
    # file: data-subjects/contact-persons.yaml
    id: contact-persons
    label: Contact persons
    party_to_contract: "no"
    # file: lawful-bases/contract.yaml
    id: contract
    article: 6(1)(b)

Fails:

    # file: activities/offers.yaml
    id: offers
    name: Offers to companies
    role: controller
    purposes:
      - {purpose: make-offers}
    lawful_bases: [offer]  # expect: contract-basis-subject-not-party
    data_subjects: [contact-persons]
    # file: purposes/make-offers.yaml
    id: make-offers
    label: We make the offers that companies ask for
    # file: data-subjects/contact-persons.yaml
    id: contact-persons
    label: Contact persons
    party_to_contract: "no"
    relationship: customers_staff
    # file: lawful-bases/offer.yaml
    id: offer
    article: 6(1)(b)
    precontractual_request: A request for an offer

Passes:

    # file: activities/orders.yaml
    id: orders
    name: Orders
    role: controller
    purposes:
      - {purpose: deliver-orders, lawful_basis: contract, applies_to: [consumer]}
      - {purpose: deliver-orders, lawful_basis: interest, applies_to: [company]}
    data_subjects: [consumers, contact-persons]
    # file: purposes/deliver-orders.yaml
    id: deliver-orders
    label: We deliver what has been ordered
    # file: data-subjects/consumers.yaml
    id: consumers
    label: Consumers
    party_to_contract: "yes"
    # file: data-subjects/contact-persons.yaml
    id: contact-persons
    label: Contact persons
    party_to_contract: "no"
    # file: lawful-bases/contract.yaml
    id: contract
    article: 6(1)(b)
    # file: lawful-bases/interest.yaml
    id: interest
    article: 6(1)(f)

Passes:

    # file: activities/recruitment.yaml
    id: recruitment
    name: Recruitment
    role: controller
    purposes:
      - {purpose: choose-applicants, lawful_basis: application}
    data_subjects: [applicants]
    # file: purposes/choose-applicants.yaml
    id: choose-applicants
    label: We consider the applications that we are sent
    # file: data-subjects/applicants.yaml
    id: applicants
    label: Applicants
    party_to_contract: "no"
    relationship: other
    # file: lawful-bases/application.yaml
    id: application
    article: 6(1)(b)
    precontractual_request: The application

Passes:

    # file: activities/orders.yaml
    id: orders
    name: Orders
    role: controller
    purposes:
      - {purpose: deliver-orders, lawful_basis: contract}
    data_subjects: [sole-traders]
    # file: purposes/deliver-orders.yaml
    id: deliver-orders
    label: We deliver what has been ordered
    # file: data-subjects/sole-traders.yaml
    id: sole-traders
    label: Sole traders and the people who act for them
    party_to_contract: varies
    # file: lawful-bases/contract.yaml
    id: contract
    article: 6(1)(b)
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.model import DataSubject
from seloste.rules import Broken, Case, bases_of, name, own_purposes

severity = Severity.ERROR
citation = "Art. 6(1)(b)"
tags = ("bases",)

_ACTS_FOR_ANOTHER = ("customers_staff", "customers_customer")


def broken(case: Case) -> Iterator[Broken]:
    """Every purpose on the basis of a contract that nobody concerned is party to; a warning where only some are not."""
    for activity, entry in own_purposes(case.registry):
        subjects = activity.data_subjects or ()
        for use in bases_of(activity, entry):
            if use.basis.article.id != "6(1)(b)":
                continue
            outside = [one for one in subjects if _is_outside(one, use.basis.precontractual_request is not None)]
            everybody = len(outside) == len(subjects)
            if not outside or not (everybody or entry.applies_to is None):
                continue
            who = ", ".join(f"“{name(one.label)}”" for one in outside)
            yield Broken(
                at=use.at,
                message=f"“{name(activity.name)}” rests on a contract, but {who} "
                f"{'are' if everybody else 'are among its people and'} not party to it.",
                fix="Use another basis for them, such as 6(1)(f) with a balancing test for contact persons. "
                "Where others are party, split the entry with applies_to.",
                rests_on=(
                    use.basis.at / "article",
                    use.basis.at / "precontractual_request",
                    activity.at / "data_subjects",
                    entry.at / "applies_to",
                    *(one.at / "party_to_contract" for one in outside),
                ),
                severity=None if everybody else Severity.WARNING,
            )


def _is_outside(subject: DataSubject, requested: bool) -> bool:
    """Is the person no party to the contract, nor somebody who has asked for one of their own?"""
    return subject.party_to_contract == "no" and (not requested or subject.relationship in _ACTS_FOR_ANOTHER)
