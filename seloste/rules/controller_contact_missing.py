"""People cannot reach the controller.

The notice and the record hold the contact details of the controller (Art. 13(1)(a), 14(1)(a), 30(1)(a)), and people
must be able to use their rights easily (Art. 12(2)). Without any electronic or telephone channel that is an error; a
postal address that is missing beside one is a warning, since the Regulation says "contact details".

Fails:

    # file: organisation.yaml
    id: organisation  # expect: controller-contact-missing
    postal_address: {street: Testikatu 1, postal_code: "00100", city: Helsinki, country: FI}

Fails:

    # file: organisation.yaml
    id: organisation
    contact_channels:  # expect: controller-contact-missing
      name: Customer service

Fails:

    # file: organisation.yaml
    id: organisation  # expect: controller-contact-missing
    contact_channels: {email: info@example.com}

Passes:

    # file: organisation.yaml
    id: organisation
    contact_channels: {phone: "+358 9 123 456"}
    postal_address: {street: Testikatu 1, postal_code: "00100", city: Helsinki, country: FI}

Passes:

    # file: organisation.yaml
    id: organisation
    contact_channels:
      email: info@example.com
      postal_address: {street: Testikatu 1, postal_code: "00100", city: Helsinki, country: FI}
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case

severity = Severity.ERROR
citation = "Art. 13(1)(a), 14(1)(a), 30(1)(a), 12(2)"
tags = ("identity",)


def broken(case: Case) -> Iterator[Broken]:
    """An organisation that cannot be reached at all, or only without a postal address."""
    organisation = case.registry.organisation
    if organisation is None:
        return
    channels = organisation.contact_channels
    if channels is None or not (channels.email or channels.phone or channels.web_form):
        yield Broken(
            at=organisation.at / ("contact_channels" if channels else "id"),
            message="There is no electronic or telephone channel to reach the controller.",
            fix="Write at least one of email, phone and web_form under contact_channels.",
            rests_on=(
                organisation.at / "contact_channels",
                *(channels.at / channel for channel in ("email", "phone", "web_form") if channels),
            ),
        )
    elif organisation.postal_address is None and channels.postal_address is None:
        yield Broken(
            at=organisation.at / "id",
            message="There is no postal address of the controller.",
            fix="Write postal_address.",
            rests_on=(organisation.at / "postal_address", channels.at / "postal_address"),
            severity=Severity.WARNING,
        )
