"""A data protection officer is designated but cannot be contacted.

The contact details of the officer are published and told to people (Art. 37(7), 13(1)(b), 14(1)(b)) and stand in the
record (Art. 30(1)(a)). A function's address is enough; Art. 13 does not ask for a person's name.

Fails:

    # file: organisation.yaml
    id: organisation
    dpo:  # expect: dpo-contact-missing
      designated: true

Fails:

    # file: organisation.yaml
    id: organisation
    dpo:
      designated: true
      contact:  # expect: dpo-contact-missing
        name: Data protection officer

Passes:

    # file: organisation.yaml
    id: organisation
    dpo:
      designated: true
      contact: {email: dpo@example.com}

Passes:

    # file: organisation.yaml
    id: organisation
    dpo: {designated: false, reason: No large-scale monitoring and no special categories}
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case

severity = Severity.ERROR
citation = "Art. 13(1)(b), 14(1)(b), 30(1)(a), 37(7)"
tags = ("identity",)


def broken(case: Case) -> Iterator[Broken]:
    """A designated officer without any channel."""
    organisation = case.registry.organisation
    dpo = organisation.dpo if organisation else None
    if dpo is None or not dpo.designated:
        return
    contact = dpo.contact
    if contact is None or not (contact.email or contact.phone or contact.web_form or contact.postal_address):
        yield Broken(
            at=contact.at if contact else dpo.at,
            message="The data protection officer cannot be contacted.",
            fix="Write a functional address under contact, and tell it to the supervisory authority.",
            rests_on=(
                dpo.at / "designated",
                dpo.at / "contact",
                *(contact.at / way for way in ("email", "phone", "web_form", "postal_address") if contact),
            ),
        )
