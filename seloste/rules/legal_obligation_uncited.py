"""A legal obligation or a public task is claimed, and no law is cited.

The bases of Art. 6(1)(c) and (e) exist only where Union or Member State law lays them down (Art. 6(3)), and people are
told the legal basis (Art. 13(1)(c), 14(1)(c)). “Because the law requires it” cannot be checked by anybody; an act of
hundreds of sections hardly better, so the section belongs to it.

Fails:

    # file: activities/accounting.yaml
    id: accounting
    name: Accounting
    role: controller
    purposes:
      - {purpose: keep-accounts, lawful_basis: law}
    # file: purposes/keep-accounts.yaml
    id: keep-accounts
    label: We keep the accounts that the law requires
    # file: lawful-bases/law.yaml
    id: law
    article: 6(1)(c)  # expect: legal-obligation-uncited
    explanation: The law obliges us to keep accounting material

Fails:

    # file: activities/accounting.yaml
    id: accounting
    name: Accounting
    role: controller
    purposes:
      - {purpose: keep-accounts, lawful_basis: law}
    # file: purposes/keep-accounts.yaml
    id: keep-accounts
    label: We keep the accounts that the law requires
    # file: lawful-bases/law.yaml
    id: law
    article: 6(1)(c)
    law_reference:  # expect: legal-obligation-uncited
      statute: fi-1336-1997

Fails:

    # file: activities/requests.yaml
    id: requests
    name: Requests by authorities
    role: controller
    recipients:
      - {category_label: The police in Finland, role: authority, lawful_basis: duty}
    # file: lawful-bases/duty.yaml
    id: duty
    article: 6(1)(c)  # expect: legal-obligation-uncited

Passes:

    # file: activities/accounting.yaml
    id: accounting
    name: Accounting
    role: controller
    purposes:
      - {purpose: keep-accounts, lawful_basis: law}
    # file: purposes/keep-accounts.yaml
    id: keep-accounts
    label: We keep the accounts that the law requires
    # file: lawful-bases/law.yaml
    id: law
    article: 6(1)(c)
    law_reference: {statute: fi-1336-1997, section: ch. 2 s. 10}

Passes:

    # file: activities/accounting.yaml
    id: accounting
    name: Accounting
    role: controller
    purposes:
      - {purpose: keep-accounts, lawful_basis: law}
    # file: purposes/keep-accounts.yaml
    id: keep-accounts
    label: We keep the accounts that the law requires
    # file: lawful-bases/law.yaml
    id: law
    article: 6(1)(c)
    law_reference:
      act: {en-GB: "Accounting Act (1336/1997), ch. 2 s. 10", fi: "kirjanpitolain (1336/1997) 2 luvun 10 §"}

Passes:

    # file: activities/warranty.yaml
    id: warranty
    name: Warranties
    role: controller
    purposes:
      - {purpose: answer-for-defects, lawful_basis: contract}
    # file: purposes/answer-for-defects.yaml
    id: answer-for-defects
    label: We answer for defects of what we have sold
    # file: lawful-bases/contract.yaml
    id: contract
    article: 6(1)(b)
    explanation: The contract obliges us to answer for defects
    # file: lawful-bases/law.yaml
    id: law
    article: 6(1)(c)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seloste.findings import Severity
from seloste.model import LawReference
from seloste.rules import Broken, Case, used_bases
from seloste.vocabulary import Vocabulary

severity = Severity.ERROR
citation = "Art. 6(1)(c), (e), 6(3), 13(1)(c), 14(1)(c)"
tags = ("bases",)


def broken(case: Case) -> Iterator[Broken]:
    """Every basis in use that exists only by law and does not name the act and the section."""
    vocabulary = case.registry.vocabulary
    by_law = [term.id for term in vocabulary.lawful_bases.values() if term.needs_law]
    for basis, uses in used_bases(case.registry, *by_law):
        law = basis.law_reference
        missing = _missing(law, vocabulary)
        if missing:
            yield Broken(
                at=law.at if law else basis.at / "article",
                message=f"{basis.article.label['en-GB'].capitalize()} is claimed, but the {missing} is not cited.",
                fix="Write under law_reference the statute or act, and the section "
                "(such as Accounting Act 1336/1997, ch. 2 s. 10). If no law lays this down, choose another basis.",
                rests_on=(
                    basis.at / "article",
                    basis.at / "law_reference",
                    *((law.at / "section", law.at / "act", law.at / "statute") if law else ()),
                    uses[0].at,
                ),
            )


def _missing(law: LawReference | None, vocabulary: Vocabulary) -> str:
    """What the reference lacks, in words; empty if it is whole. The act's own text may hold the section."""
    if law is None or (law.statute is None and law.act is None):
        return "law"
    if law.section is not None or (law.act is not None and _names_section(law.act.words, vocabulary)):
        return ""
    return "section of the law"


def _names_section(words: Mapping[str, str], vocabulary: Vocabulary) -> bool:
    lexicons = vocabulary.lexicons
    return any(lexicons[tag].find("section_of_law", text) for tag, text in words.items() if tag in lexicons)
