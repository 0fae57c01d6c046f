"""A child below the Finnish age limit consents alone to an online service.

Where consent is the basis of an information society service offered directly to a child, the child can give it alone
only from the age that the Member State has chosen (Art. 8(1)); in Finland that is 13 (Data Protection Act 1050/2018
s. 5, from 1 January 2019). Below it, the holder of parental responsibility gives or authorises the consent, and the
controller makes reasonable efforts to verify that (Art. 8(2)). An age that is not recorded is no age limit.

Fails:

    # file: organisation.yaml
    id: organisation
    established_in: FI
    # file: activities/game.yaml
    id: game
    name: Game for children
    role: controller
    purposes:
      - {purpose: show-offers, lawful_basis: consent}
    children:
      targeted: true
      minimum_age: 12  # expect: child-consent-age-fi
    # file: purposes/show-offers.yaml
    id: show-offers
    label: We show offers in the game
    # file: lawful-bases/consent.yaml
    id: consent
    article: 6(1)(a)

Fails:

    # file: organisation.yaml
    id: organisation
    established_in: FI
    # file: activities/game.yaml
    id: game
    name: Game for children
    role: controller
    purposes:
      - {purpose: show-offers, lawful_basis: consent}
    children:
      targeted: true  # expect: child-consent-age-fi
    # file: purposes/show-offers.yaml
    id: show-offers
    label: We show offers in the game
    # file: lawful-bases/consent.yaml
    id: consent
    article: 6(1)(a)

Passes:

    # file: organisation.yaml
    id: organisation
    established_in: FI
    # file: activities/game.yaml
    id: game
    name: Game for children
    role: controller
    purposes:
      - {purpose: show-offers, lawful_basis: consent}
    children: {targeted: true, minimum_age: 13}
    # file: purposes/show-offers.yaml
    id: show-offers
    label: We show offers in the game
    # file: lawful-bases/consent.yaml
    id: consent
    article: 6(1)(a)

Passes:

    # file: organisation.yaml
    id: organisation
    established_in: FI
    # file: activities/game.yaml
    id: game
    name: Game for children
    role: controller
    purposes:
      - {purpose: show-offers, lawful_basis: consent}
    children: {targeted: true, minimum_age: 7, parental_authorisation: true}
    # file: purposes/show-offers.yaml
    id: show-offers
    label: We show offers in the game
    # file: lawful-bases/consent.yaml
    id: consent
    article: 6(1)(a)

Passes:

    # file: organisation.yaml
    id: organisation
    established_in: FI
    # file: activities/game.yaml
    id: game
    name: Game for children
    role: controller
    purposes:
      - {purpose: run-game, lawful_basis: contract}
    children: {targeted: true, minimum_age: 10}
    # file: purposes/run-game.yaml
    id: run-game
    label: We run the game that you play
    # file: lawful-bases/contract.yaml
    id: contract
    article: 6(1)(b)

Passes:

    # file: organisation.yaml
    id: organisation
    established_in: EE
    # file: activities/game.yaml
    id: game
    name: Game for children
    role: controller
    purposes:
      - {purpose: show-offers, lawful_basis: consent}
    children: {targeted: true, minimum_age: 12}
    # file: purposes/show-offers.yaml
    id: show-offers
    label: We show offers in the game
    # file: lawful-bases/consent.yaml
    id: consent
    article: 6(1)(a)
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.model import Activity
from seloste.rules import BasisUse, Broken, Case, bases_of, confirmed, finnish, name, own_activities

severity = Severity.ERROR
citation = "Art. 8(1)-(2); Data Protection Act 1050/2018 s. 5"
tags = ("children", "consent", "finland", "dated")


def broken(case: Case) -> Iterator[Broken]:
    """Every service for children on the basis of consent that a child below the age limit can give alone."""
    organisation = finnish(case.registry)
    law = case.registry.vocabulary.law_facts.get("child-consent-age-fi")
    if organisation is None or law is None or law.value is None or not law.in_force(case.as_of):
        return
    for activity in own_activities(case.registry):
        children, consents = activity.children, _consents(activity)
        if children is None or not children.targeted or children.parental_authorisation or not consents:
            continue
        age = children.minimum_age
        if age is not None and age >= law.value:
            continue
        use = next((use for use in consents if confirmed(case.registry, use.at, use.basis.at / "article")), consents[0])
        unknown = f"It is not recorded from which age a child consents alone in “{name(activity.name)}”"
        known = f"A child of {age} consents alone in “{name(activity.name)}”"
        yield Broken(
            at=children.at / ("targeted" if age is None else "minimum_age"),
            message=f"{unknown if age is None else known}; in Finland that is possible from the age of {law.value}.",
            fix=f"Set minimum_age to {law.value} or more, or have a parent authorise the consent and write "
            "parental_authorisation and how it is checked.",
            rests_on=(
                organisation.at / "established_in",
                children.at / "targeted",
                children.at / "minimum_age",
                children.at / "parental_authorisation",
                use.at,
                use.basis.at / "article",
            ),
        )


def _consents(activity: Activity) -> tuple[BasisUse, ...]:
    uses = (use for entry in activity.purposes or () for use in bases_of(activity, entry))
    return tuple(use for use in uses if use.basis.article.id == "6(1)(a)")
