"""A legitimate interest is relied on, and nobody is told which one.

Whoever relies on Art. 6(1)(f) tells people the interest pursued (Art. 13(1)(d), 14(2)(b)). The Court of Justice
(C-394/23 Mousse) takes that seriously: who has not told the interest when collecting the data cannot rely on it. To
repeat the purpose is not to state an interest: the purpose says what is done, the interest what it is good for.

Fails:

    # file: activities/shop.yaml
    id: shop
    name: Shop security
    role: controller
    purposes:
      - {purpose: prevent-theft, lawful_basis: interest}
    # file: purposes/prevent-theft.yaml
    id: prevent-theft
    label: We prevent thefts in our shops
    # file: lawful-bases/interest.yaml
    id: interest
    article: 6(1)(f)  # expect: legitimate-interest-undescribed
    explanation: We have a legitimate interest

Fails:

    # file: activities/shop.yaml
    id: shop
    name: Shop security
    role: controller
    purposes:
      - {purpose: prevent-theft, lawful_basis: interest}
    # file: purposes/prevent-theft.yaml
    id: prevent-theft
    label:
      en-GB: We prevent thefts in our shops
      fi: Estämme varkauksia myymälöissämme
    # file: lawful-bases/interest.yaml
    id: interest
    article: 6(1)(f)
    legitimate_interest:
      en-GB: To protect our staff and our goods
      fi: estämme  varkauksia myymälöissämme.  # expect: legitimate-interest-undescribed

Passes:

    # file: activities/shop.yaml
    id: shop
    name: Shop security
    role: controller
    purposes:
      - {purpose: prevent-theft, lawful_basis: interest}
    # file: purposes/prevent-theft.yaml
    id: prevent-theft
    label: We prevent thefts in our shops
    # file: lawful-bases/interest.yaml
    id: interest
    article: 6(1)(f)
    legitimate_interest: To keep stolen devices out of our shops and our staff safe

Passes:

    # file: activities/shop.yaml
    id: shop
    name: Sales
    role: controller
    purposes:
      - {purpose: deliver-orders, lawful_basis: contract}
    # file: purposes/deliver-orders.yaml
    id: deliver-orders
    label: We deliver what you have ordered
    # file: lawful-bases/contract.yaml
    id: contract
    article: 6(1)(b)
    explanation: It is in our legitimate interest to keep our contracts
    # file: lawful-bases/spare.yaml
    id: spare
    article: 6(1)(f)

Passes:

    # file: activities/shop.yaml
    id: shop
    name: Shop security
    role: controller
    purposes:
      - {purpose: prevent-theft, lawful_basis: interest}
    # file: purposes/prevent-theft.yaml
    id: prevent-theft
    label: We prevent thefts in our shops
    # file: lawful-bases/interest.yaml
    id: interest
    article: 6(1)(f)
    unconfirmed:
      legitimate_interest: Which interest does the company pursue with the prevention of thefts?
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seloste.findings import At, Severity
from seloste.model import PurposeEntry, Text
from seloste.rules import BasisUse, Broken, Case, used_bases

severity = Severity.ERROR
citation = "Art. 13(1)(d), 14(2)(b); C-394/23"
tags = ("bases", "interests")


def broken(case: Case) -> Iterator[Broken]:
    """Every interest in use that is not stated, or that only repeats the purpose it is used for."""
    for basis, uses in used_bases(case.registry, "6(1)(f)"):
        interest = basis.legitimate_interest
        if interest is None:
            yield Broken(
                at=basis.at / "article",
                message="A legitimate interest is relied on, but the interest itself is not stated.",
                fix="Write the concrete interest under legitimate_interest, such as: "
                "to keep stolen devices out of our shops.",
                rests_on=(basis.at / "legitimate_interest", uses[0].at),
            )
            continue
        for at, use in _repeated(interest, uses):
            yield Broken(
                at=at,
                message="The interest only repeats the purpose. What is done is said twice, what it is good for never.",
                fix="Write which interest of the company, or of somebody else, the processing serves.",
                rests_on=(basis.at / "article", use.at),
            )


def _repeated(interest: Text, uses: tuple[BasisUse, ...]) -> Iterator[tuple[At, BasisUse]]:
    """The languages in which the interest has the words of a purpose, each once, with the use that shows it."""
    for language, words in interest.words.items():
        same = [use for use in uses if use.entry is not None and _bare(words) in _purpose(use.entry, language)]
        if same:
            yield interest.at / language, same[0]


def _purpose(entry: PurposeEntry, language: str) -> set[str]:
    purpose = entry.purpose
    said = (purpose.label, purpose.plain_text) if purpose else ()
    return {_bare(text.words[language]) for text in said if text is not None and language in text.words}


def _bare(words: str) -> str:
    """The words without capitals, punctuation and spacing, so that a full stop makes no difference."""
    return " ".join(re.findall(r"\w+", words.casefold()))
