"""Readers are not told whether a source of data is open to the public.

Where data come from somebody else than the person, people are told the source and whether it is publicly accessible
(Art. 14(2)(f)). A register kept by an authority can be open or closed, so its kind alone does not answer. No answer is
due where the duty to inform does not apply (Art. 14(5)).

Fails:

    # file: activities/marketing.yaml
    id: marketing
    name: Marketing
    role: controller
    data_categories: [{category: contacts, sources: [broker]}]
    # file: data-categories/contacts.yaml
    id: contacts
    label: Names and phone numbers
    # file: data-sources/broker.yaml
    id: broker
    kind: data_broker  # expect: source-public-flag-missing

Fails:

    # file: activities/accounts.yaml
    id: accounts
    name: User accounts
    role: controller
    data_categories: [{category: contacts, sources: [employer]}]
    # file: data-categories/contacts.yaml
    id: contacts
    label: Names and phone numbers
    # file: data-sources/employer.yaml
    id: employer
    kind: employer  # expect: source-public-flag-missing
    filed_under: "13"
    art14_exemption: none

Passes:

    # file: activities/accounts.yaml
    id: accounts
    name: User accounts
    role: controller
    data_categories: [{category: contacts, sources: [employer]}]
    # file: data-categories/contacts.yaml
    id: contacts
    label: Names and phone numbers
    # file: data-sources/employer.yaml
    id: employer
    kind: employer
    publicly_accessible: false

Passes:

    # file: activities/accounts.yaml
    id: accounts
    name: User accounts
    role: controller
    data_categories: [{category: contacts, sources: [person, logs]}]
    # file: data-categories/contacts.yaml
    id: contacts
    label: Names and phone numbers
    # file: data-sources/person.yaml
    id: person
    kind: data_subject
    # file: data-sources/logs.yaml
    id: logs
    kind: observation

Passes:

    # file: activities/salaries.yaml
    id: salaries
    name: Salaries
    role: controller
    data_categories: [{category: tax-rates, sources: [tax-office]}]
    # file: data-categories/tax-rates.yaml
    id: tax-rates
    label: Tax rates
    # file: data-sources/tax-office.yaml
    id: tax-office
    kind: public_register
    art14_exemption: 14(5)(c)
    exemption_reason: The law lays down that the rates are obtained from the Tax Administration.

Passes:

    # file: activities/hosting.yaml
    id: hosting
    name: Hosting for customers
    role: processor
    data_categories: [{category: contacts, sources: [customer]}]
    # file: data-categories/contacts.yaml
    id: contacts
    label: Names and phone numbers
    # file: data-sources/customer.yaml
    id: customer
    kind: customer_organisation
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.model import DataSource
from seloste.rules import Broken, Case, name, own_data

severity = Severity.ERROR
citation = "Art. 14(2)(f)"
tags = ("sources", "notice")

_FROM_THE_PERSON = ("data_subject", "observation", "own_derivation")


def broken(case: Case) -> Iterator[Broken]:
    """Every source of an own activity under Art. 14 that does not say whether it is public."""
    used: dict[str, DataSource] = {
        source.id: source for _, entry in own_data(case.registry) for source in entry.sources or ()
    }
    for source in used.values():
        exempt = source.art14_exemption not in (None, "none")
        if source.kind in _FROM_THE_PERSON or source.publicly_accessible is not None or exempt:
            continue
        if source.status != "retired":
            yield Broken(
                at=source.at / "kind",
                message=f"It is not said whether the source “{name(source.name or source.label) or source.id}” is "
                "publicly accessible.",
                fix="Write publicly_accessible: true or false.",
                rests_on=(source.at / "publicly_accessible", source.at / "art14_exemption"),
            )
