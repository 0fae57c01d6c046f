"""It is not said how consent is withdrawn.

Consent can be withdrawn at any time and as easily as it was given, and people are told so before they give it (Art.
7(3), 13(2)(c), 14(2)(d)). The right itself, and the sentence that what was done before stays lawful, stand in every
notice whose bases include consent; the way to do it is a fact that only the registry can hold. The same goes for
explicit consent to special categories (Art. 9(2)(a)), unless it is the same consent.

Fails:

    # file: activities/newsletter.yaml
    id: newsletter
    name: Newsletter
    role: controller
    purposes:
      - {purpose: send-newsletter, lawful_basis: consent}
    # file: purposes/send-newsletter.yaml
    id: send-newsletter
    label: We send you our newsletter
    # file: lawful-bases/consent.yaml
    id: consent
    article: 6(1)(a)
    consent:  # expect: consent-withdrawal-missing
      method: tick_box

Fails:

    # file: activities/newsletter.yaml
    id: newsletter
    name: Newsletter
    role: controller
    recipients:
      - {category_label: Carriers in Finland, role: independent_controller, lawful_basis: consent}
    # file: lawful-bases/consent.yaml
    id: consent
    article: 6(1)(a)  # expect: consent-withdrawal-missing

Fails:

    # file: activities/meals.yaml
    id: meals
    name: Meals
    role: controller
    purposes:
      - purpose: cook-meals
        lawful_basis: contract
        special_data:
          - category: allergies
            condition: 9(2)(a)  # expect: consent-withdrawal-missing
    # file: purposes/cook-meals.yaml
    id: cook-meals
    label: We cook what you can eat
    # file: data-categories/allergies.yaml
    id: allergies
    label: Allergies
    sensitivity: special
    # file: lawful-bases/contract.yaml
    id: contract
    article: 6(1)(b)

Passes:

    # file: activities/meals.yaml
    id: meals
    name: Meals
    role: controller
    purposes:
      - purpose: cook-meals
        lawful_basis: consent
        special_data:
          - {category: allergies, condition: 9(2)(a)}
    # file: purposes/cook-meals.yaml
    id: cook-meals
    label: We cook what you can eat
    # file: data-categories/allergies.yaml
    id: allergies
    label: Allergies
    sensitivity: special
    # file: lawful-bases/consent.yaml
    id: consent
    article: 6(1)(a)
    consent: {withdrawal_channel: A word to the cook}

Passes:

    # file: activities/meals.yaml
    id: meals
    name: Meals
    role: controller
    purposes:
      - purpose: cook-meals
        lawful_basis: contract
        special_data:
          - category: allergies
            condition: 9(2)(a)
            consent: {withdrawal_channel: A word to the cook}
    # file: purposes/cook-meals.yaml
    id: cook-meals
    label: We cook what you can eat
    # file: data-categories/allergies.yaml
    id: allergies
    label: Allergies
    sensitivity: special
    # file: lawful-bases/contract.yaml
    id: contract
    article: 6(1)(b)

Passes:

    # file: activities/newsletter.yaml
    id: newsletter
    name: Newsletter
    role: controller
    purposes:
      - {purpose: send-newsletter, lawful_basis: consent}
    # file: purposes/send-newsletter.yaml
    id: send-newsletter
    label: We send you our newsletter
    # file: lawful-bases/consent.yaml
    id: consent
    article: 6(1)(a)
    consent: {method: tick_box}
    unconfirmed:
      consent/withdrawal_channel: Where can people withdraw their consent to the newsletter?
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.model import SpecialData
from seloste.rules import Broken, Case, bases_of, name, own_purposes, used_bases

severity = Severity.ERROR
citation = "Art. 7(3), 13(2)(c), 14(2)(d)"
tags = ("consent", "rights")

_FIX = "Write under withdrawal_channel how people withdraw: as easily as they consented."


def broken(case: Case) -> Iterator[Broken]:
    """Every consent in use without a way to withdraw it."""
    for basis, uses in used_bases(case.registry, "6(1)(a)"):
        if basis.consent is None or basis.consent.withdrawal_channel is None:
            yield Broken(
                at=basis.consent.at if basis.consent else basis.at / "article",
                message="It is not said how people withdraw this consent.",
                fix=_FIX,
                rests_on=(basis.at / "article", basis.at / "consent" / "withdrawal_channel", uses[0].at),
            )
    for activity, entry in own_purposes(case.registry):
        same_consent = any(use.basis.article.id == "6(1)(a)" for use in bases_of(activity, entry))
        for part in entry.special_data:
            if _is_open(part) and (part.consent is not None or not same_consent):
                of = f"“{name(part.category.label)}”" if part.category else "special categories"
                yield Broken(
                    at=part.consent.at if part.consent else part.at / "condition",
                    message=f"It is not said how people withdraw their consent to {of} in “{name(activity.name)}”.",
                    fix=_FIX,
                    rests_on=(
                        part.at / "condition",
                        part.at / "consent" / "withdrawal_channel",
                        entry.at / "lawful_basis",
                    ),
                )


def _is_open(part: SpecialData) -> bool:
    consent = part.consent
    explicit = part.condition is not None and part.condition.id == "9(2)(a)"
    return explicit and (consent is None or consent.withdrawal_channel is None)
