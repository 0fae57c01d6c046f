"""A purpose has no lawful basis.

Processing is lawful only if and to the extent that one of the six bases applies (Art. 6(1)), and people are told the
basis together with the purpose (Art. 13(1)(c), 14(1)(c)). One thing needs none: since the judgment C-654/23 of 13
November 2025 the sending of messages under the existing-customer exception (Directive 2002/58/EC Art. 13(2)) is judged
by that exception alone (Art. 95). What is done on a customer's instructions has the customer's basis.

Fails:

    # file: activities/surveys.yaml
    id: surveys
    name: Surveys
    role: controller
    purposes:
      - purpose: ask-opinions  # expect: lawful-basis-missing
    # file: purposes/ask-opinions.yaml
    id: ask-opinions
    label: We ask customers for their opinion

Fails:

    # as-of: 2025-11-12
    # file: activities/marketing.yaml
    id: marketing
    name: Newsletter
    role: controller
    purposes:
      - purpose: newsletter  # expect: lawful-basis-missing
        eprivacy_basis: soft_opt_in
    # file: purposes/newsletter.yaml
    id: newsletter
    label: We send customers our newsletter

Fails:

    # file: activities/website.yaml
    id: website
    name: Website
    role: controller
    purposes:
      - purpose: keep-basket  # expect: lawful-basis-missing
        eprivacy_basis: strictly_necessary
    # file: purposes/keep-basket.yaml
    id: keep-basket
    label: We keep the basket of your order

Passes:

    # as-of: 2025-11-13
    # file: activities/marketing.yaml
    id: marketing
    name: Newsletter
    role: controller
    purposes:
      - purpose: newsletter
        eprivacy_basis: soft_opt_in
    # file: purposes/newsletter.yaml
    id: newsletter
    label: We send customers our newsletter

Passes:

    # file: activities/surveys.yaml
    id: surveys
    name: Surveys
    role: controller
    purposes:
      - purpose: ask-opinions
    lawful_bases: [consent]
    # file: purposes/ask-opinions.yaml
    id: ask-opinions
    label: We ask customers for their opinion
    # file: lawful-bases/consent.yaml
    id: consent
    article: 6(1)(a)

Passes:

    # file: activities/repair.yaml
    id: repair
    name: Repair for companies
    role: processor
    purposes:
      - purpose: repair-devices
    # file: purposes/repair-devices.yaml
    id: repair-devices
    label: We repair the customer's devices as instructed

Passes:

    # file: purposes/ask-opinions.yaml
    id: ask-opinions
    label: We ask customers for their opinion
    # file: activities/surveys.yaml
    id: surveys
    name: Surveys
    role: controller
    purposes:
      - purpose: ask-opinions
    unconfirmed:
      purposes/ask-opinions/lawful_basis: Are surveys based on consent or on a legitimate interest?
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case, lacks_basis, name, own_purposes

severity = Severity.ERROR
citation = "Art. 6(1), 13(1)(c), 14(1)(c)"
tags = ("bases", "dated")


def broken(case: Case) -> Iterator[Broken]:
    """Every purpose of an own activity without a basis.

    Where bases are known for the activity as a whole, the purposes are not without one; whether they are tied to them
    is another question.
    """
    for activity, entry in own_purposes(case.registry):
        if entry.purpose is None or activity.lawful_bases or not lacks_basis(case, entry):
            continue
        yield Broken(
            at=entry.at / "purpose",
            message=f"There is no lawful basis for “{name(entry.purpose.label)}” in “{name(activity.name)}”.",
            fix="Name under lawful_basis the one basis of Art. 6(1)(a)-(f) that this purpose rests on.",
            rests_on=(
                entry.at / "lawful_basis",
                entry.at / "eprivacy_basis",
                activity.at / "lawful_bases",
                activity.at / "role",
            ),
        )
