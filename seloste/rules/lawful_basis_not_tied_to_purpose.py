"""Readers cannot tell which basis covers which purpose.

People are told the purposes “as well as the legal basis” (Art. 13(1)(c), 14(1)(c)): the two belong together, because
the right to object, to withdraw and to take data along follow from the basis of each purpose. A list of bases beside
a list of purposes tells nobody. With a single purpose there is nothing to mix up, and a list that only repeats the
bases of the entries does no harm.

Fails:

    # file: activities/customers.yaml
    id: customers
    name: Customer register
    role: controller
    purposes:
      - {purpose: deliver-orders}
      - {purpose: ask-opinions}
    lawful_bases: [contract, consent]  # expect: lawful-basis-not-tied-to-purpose
    # file: purposes/deliver-orders.yaml
    id: deliver-orders
    label: We deliver what you have ordered
    # file: purposes/ask-opinions.yaml
    id: ask-opinions
    label: We ask customers for their opinion
    # file: lawful-bases/contract.yaml
    id: contract
    article: 6(1)(b)
    # file: lawful-bases/consent.yaml
    id: consent
    article: 6(1)(a)

Fails:

    # file: activities/customers.yaml
    id: customers
    name: Customer register
    role: controller
    purposes:
      - {purpose: deliver-orders, lawful_basis: contract}
      - {purpose: ask-opinions}
    lawful_bases:  # expect: lawful-basis-not-tied-to-purpose
      - contract
    # file: purposes/deliver-orders.yaml
    id: deliver-orders
    label: We deliver what you have ordered
    # file: purposes/ask-opinions.yaml
    id: ask-opinions
    label: We ask customers for their opinion
    # file: lawful-bases/contract.yaml
    id: contract
    article: 6(1)(b)

Passes:

    # file: activities/customers.yaml
    id: customers
    name: Customer register
    role: controller
    purposes:
      - {purpose: deliver-orders}
    lawful_bases: [contract]
    # file: purposes/deliver-orders.yaml
    id: deliver-orders
    label: We deliver what you have ordered
    # file: lawful-bases/contract.yaml
    id: contract
    article: 6(1)(b)

Passes:

    # file: activities/customers.yaml
    id: customers
    name: Customer register
    role: controller
    purposes:
      - {purpose: deliver-orders, lawful_basis: contract}
      - {purpose: ask-opinions, lawful_basis: consent}
    lawful_bases: [contract, consent]
    # file: purposes/deliver-orders.yaml
    id: deliver-orders
    label: We deliver what you have ordered
    # file: purposes/ask-opinions.yaml
    id: ask-opinions
    label: We ask customers for their opinion
    # file: lawful-bases/contract.yaml
    id: contract
    article: 6(1)(b)
    # file: lawful-bases/consent.yaml
    id: consent
    article: 6(1)(a)

Passes:

    # file: activities/customers.yaml
    id: customers
    name: Customer register
    role: controller
    purposes:
      - {purpose: deliver-orders, lawful_basis: contract}
      - {purpose: newsletter, eprivacy_basis: soft_opt_in}
    lawful_bases: [contract]
    # file: purposes/deliver-orders.yaml
    id: deliver-orders
    label: We deliver what you have ordered
    # file: purposes/newsletter.yaml
    id: newsletter
    label: We send customers our newsletter
    # file: lawful-bases/contract.yaml
    id: contract
    article: 6(1)(b)
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case, bases_of, confirmed, lacks_basis, name, own_activities

severity = Severity.ERROR
citation = "Art. 13(1)(c), 14(1)(c)"
tags = ("bases", "purposes")


def broken(case: Case) -> Iterator[Broken]:
    """Every activity whose bases stand beside several purposes of which at least one has no basis of its own."""
    for activity in own_activities(case.registry):
        untied = [
            entry
            for entry in activity.purposes or ()
            if lacks_basis(case, entry)
            and not bases_of(activity, entry)
            and confirmed(case.registry, entry.at / "lawful_basis")
        ]
        if activity.lawful_bases and untied:
            purposes = ", ".join(f"“{name(entry.purpose.label)}”" for entry in untied if entry.purpose)
            yield Broken(
                at=activity.at / "lawful_bases",
                message=f"The bases of “{name(activity.name)}” are not tied to its purposes. "
                f"Readers cannot tell which one covers {purposes}.",
                fix="Write the basis of each purpose under lawful_basis in its entry, and delete lawful_bases.",
                rests_on=(activity.at / "role",),
            )
