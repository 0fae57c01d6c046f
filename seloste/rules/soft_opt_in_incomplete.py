"""The exception for existing customers is used, and not all of its conditions are met.

Marketing by e-mail or message without consent is allowed only if the address was got in the context of a sale, only
the company's own similar products are offered, the customer could refuse free of charge and easily when giving the
address and can refuse in every message, and nobody else uses the address (Act 917/2014 s. 200; Directive 2002/58/EC
Art. 13(2); C-654/23 Inteligo Media). One condition that fails, or that nobody has recorded, and consent is needed.

Fails:

    # file: activities/marketing.yaml
    id: marketing
    name: Newsletter
    role: controller
    purposes:
      - purpose: newsletter
        eprivacy_basis: soft_opt_in  # expect: soft-opt-in-incomplete
    # file: purposes/newsletter.yaml
    id: newsletter
    label: We send customers our newsletter

Fails:

    # file: activities/marketing.yaml
    id: marketing
    name: Newsletter
    role: controller
    purposes:
      - purpose: newsletter
        eprivacy_basis: soft_opt_in
        soft_opt_in:
          from_sale: true
          own_similar: true
          opt_out_at_collection: false  # expect: soft-opt-in-incomplete
          opt_out_in_message: true
          shared_with: none
    # file: purposes/newsletter.yaml
    id: newsletter
    label: We send customers our newsletter

Fails:

    # file: activities/marketing.yaml
    id: marketing
    name: Newsletter
    role: controller
    purposes:
      - purpose: newsletter
        eprivacy_basis: soft_opt_in
        soft_opt_in:
          from_sale: true
          own_similar: true
          opt_out_at_collection: true
          opt_out_in_message: true
          shared_with: [sister]  # expect: soft-opt-in-incomplete
    # file: purposes/newsletter.yaml
    id: newsletter
    label: We send customers our newsletter
    # file: parties/sister.yaml
    id: sister
    kind: group_company

Passes:

    # file: activities/marketing.yaml
    id: marketing
    name: Newsletter
    role: controller
    purposes:
      - purpose: newsletter
        eprivacy_basis: soft_opt_in
        soft_opt_in:
          from_sale: true
          own_similar: true
          opt_out_at_collection: true
          opt_out_in_message: true
          shared_with: none
    # file: purposes/newsletter.yaml
    id: newsletter
    label: We send customers our newsletter

Passes:

    # file: activities/marketing.yaml
    id: marketing
    name: Newsletter
    role: controller
    purposes:
      - purpose: newsletter
        eprivacy_basis: consent
        soft_opt_in: {from_sale: false}
    # file: purposes/newsletter.yaml
    id: newsletter
    label: We send our newsletter to those who have asked for it

Passes:

    # file: activities/marketing.yaml
    id: marketing
    name: Newsletter
    role: controller
    purposes:
      - purpose: newsletter
        eprivacy_basis: soft_opt_in
        soft_opt_in: {from_sale: true, own_similar: true, opt_out_in_message: true, shared_with: none}
    unconfirmed:
      purposes/newsletter/soft_opt_in/opt_out_at_collection: Can the customer refuse when giving the address?
    # file: purposes/newsletter.yaml
    id: newsletter
    label: We send customers our newsletter
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import At, Severity
from seloste.model import PurposeEntry, SoftOptIn
from seloste.rules import Broken, Case, confirmed, name, own_purposes

severity = Severity.ERROR
citation = "Act 917/2014 s. 200; Directive 2002/58/EC Art. 13(2); C-654/23"
tags = ("marketing", "consent")


def broken(case: Case) -> Iterator[Broken]:
    """Every entry under the exception with a condition that fails or is not recorded, and is not being asked about."""
    for activity, entry in own_purposes(case.registry):
        if entry.eprivacy_basis != "soft_opt_in":
            continue
        facts = entry.at / "soft_opt_in"
        missing = {
            field: words
            for field, words in _missing(entry.soft_opt_in).items()
            if confirmed(case.registry, facts / field)
        }
        if missing:
            yield Broken(
                at=_place(entry, tuple(missing)),
                message=f"The exception for existing customers in “{name(activity.name)}” lacks: "
                f"{'; '.join(missing.values())}.",
                fix="Complete the facts under soft_opt_in if they are true; if not, ask for consent and write "
                "eprivacy_basis: consent.",
                rests_on=(entry.at / "eprivacy_basis",),
            )


def _missing(facts: SoftOptIn | None) -> dict[str, str]:
    """The conditions that are not shown to be met: the field of each, and what it asks in words."""
    met = {
        "from_sale": (facts and facts.from_sale, "the address was got in the context of a sale"),
        "own_similar": (facts and facts.own_similar, "only own similar products are offered"),
        "opt_out_at_collection": (facts and facts.opt_out_at_collection, "refusal offered when the address was given"),
        "opt_out_in_message": (facts and facts.opt_out_in_message, "refusal offered in every message"),
        "shared_with": (facts and facts.shared_with == (), "nobody else uses the address"),
    }
    return {field: words for field, (holds, words) in met.items() if not holds}


def _place(entry: PurposeEntry, missing: tuple[str, ...]) -> At:
    """The first fact that is written and fails; else the facts; else the claim of the exception."""
    facts = entry.soft_opt_in
    if facts is None:
        return entry.at / "eprivacy_basis"
    return next((facts.at / field for field in missing if getattr(facts, field) is not None), facts.at)
