"""A text still promises a protection of transfers that has ended.

People are told of the safeguards on which a transfer rests (Art. 13(1)(f)), and what they are told must be true (Art.
5(1)(a)). Safe Harbour ended on 6 October 2015 (C-362/14), the Privacy Shield on 16 July 2020 (C-311/18), the standard
clauses of 2001 and 2010 on 28 December 2022 ((EU) 2021/914 Art. 4). A text may tell of them as history.

Fails:

    # file: fragments/transfers.yaml
    id: transfers
    placement: transfers
    text: Data are handled in the USA according to the Privacy Shield.  # expect: transfer-text-names-invalid-mechanism

Fails:

    # as-of: 2020-07-16
    # file: fragments/transfers.yaml
    id: transfers
    placement: transfers
    text:
      en-GB: |  # expect: transfer-text-names-invalid-mechanism
        Some of our suppliers are in the USA.
        They are certified under the EU-US Privacy-Shield.
      fi: Siirto perustuu Privacy Shield -järjestelyyn.  # expect: transfer-text-names-invalid-mechanism
    # file: activities/support.yaml
    id: support
    name: Support
    role: controller
    description: We use 2010/87/EU and Safe Harbor.  # expect: transfer-text-names-invalid-mechanism

Passes:

    # as-of: 2019-01-01
    # file: fragments/transfers.yaml
    id: transfers
    placement: transfers
    text: Data are handled in the USA according to the Privacy Shield.

Passes:

    # as-of: 2020-07-15
    # file: fragments/transfers.yaml
    id: transfers
    placement: transfers
    text: Data are handled in the USA according to the Privacy Shield.

Passes:

    # file: fragments/transfers.yaml
    id: transfers
    placement: transfers
    text:
      en-GB: Until 2020 we relied on the Privacy Shield, which was declared invalid. Today we use standard clauses.
      fi: Vuoteen 2020 asti siirto perustui Privacy Shield -järjestelyyn, joka todettiin pätemättömäksi.

Passes:

    # file: fragments/transfers.yaml
    id: transfers
    placement: transfers
    text:
      en-GB: The Data Privacy Framework is the successor of the Privacy Shield. We no longer use clauses of 2010/87/EU.
      fi: Emme enää käytä päätöksen 2010/87/EU lausekkeita.

Passes:

    # as-of: 2022-12-27
    # file: fragments/transfers.yaml
    id: transfers
    placement: transfers
    text: The transfer rests on the clauses of decision 2010/87/EU that we signed in 2019.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from seloste.findings import Severity
from seloste.rules import Broken, Case, Passage, passages, quoted, sentence_of
from seloste.vocabulary import Hit, MechanismKind

severity = Severity.ERROR
citation = "Art. 13(1)(f), 5(1)(a)"
tags = ("transfers", "texts", "dated")


def broken(case: Case) -> Iterator[Broken]:
    """Every public text that names a ground of transfer after its end, as if it still held."""
    for passage in passages(case.registry):
        lexicon = case.registry.vocabulary.lexicons.get(passage.language)
        ended: dict[str, tuple[MechanismKind, list[Hit]]] = {}
        for hit in lexicon.find("old_mechanism", passage.words) if lexicon else ():
            kind = case.registry.vocabulary.mechanism(hit.entry.row)
            past = kind is not None and kind.valid_until is not None and kind.valid_until < case.as_of
            if kind is not None and past and not _is_history(case, passage, hit):
                ended.setdefault(kind.id, (kind, []))[1].append(hit)
        if ended:
            named = tuple(hit for _, hits in ended.values() for hit in hits)
            ends = ", ".join(
                f"{kind.label['en-GB']} on {kind.valid_until + timedelta(days=1)}"
                for kind, _ in ended.values()
                if kind.valid_until is not None
            )
            yield Broken(
                at=passage.at,
                message=f"The text promises a protection that no longer exists ({quoted(named)}); invalid: {ends}.",
                fix="Delete the sentence: the notice shows each transfer with its ground from transfers/.",
            )


def _is_history(case: Case, passage: Passage, hit: Hit) -> bool:
    """Does the sentence speak of the ground as ended, or deny that it is used?"""
    lexicon = case.registry.vocabulary.lexicons[passage.language]
    return bool(lexicon.find("ended", sentence_of(passage, hit)))
