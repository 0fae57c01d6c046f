"""A purpose does not let a reader know what happens with the data.

Purposes are specified and explicit (Art. 5(1)(b)) and told in clear and plain language (Art. 12(1)). “Developing our
services” or “other similar contacts” fit anything, so people cannot foresee what is done, and nobody can judge whether
a later use is compatible. The guidelines on transparency (WP260 rev.01) give such wordings as bad examples. A short
label is fine where the plain text says the rest. A sentence that denies such a use is no vague purpose.

Fails:

    # file: purposes/development.yaml
    id: development
    label: We use the data to develop our services  # expect: purpose-vague

Fails:

    # file: purposes/contacts.yaml
    id: contacts
    label: Carrying out opinion and market surveys
    plain_text:
      en-GB: We invite you to our own surveys.
      fi: Kutsumme sinut tutkimuksiin ja muihin vastaaviin yhteydenottoihin.  # expect: purpose-vague

Fails:

    # file: purposes/service.yaml
    id: service
    label: Customer service  # expect: purpose-vague

Passes:

    # file: purposes/service.yaml
    id: service
    label: Customer service
    plain_text: We answer your questions and help you with the products that you have bought.

Passes:

    # file: purposes/answers.yaml
    id: answers
    label: We report the answers as figures and never use them for research purposes of others

Passes:

    # file: purposes/invoicing.yaml
    id: invoicing
    label:
      en-GB: Billing what you have ordered
      fi: Tilaamiesi tuotteiden laskuttaminen

Passes:

    # file: purposes/development.yaml
    id: development
    label: Development of services
    status: retired
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.model import Purpose
from seloste.rules import Broken, Case, Passage, claims, quoted

severity = Severity.WARNING
citation = "Art. 5(1)(b), 12(1); WP260 rev.01"
tags = ("purposes", "text")

_FIX = "Say what is done, with which data and to what end. Make a purpose of its own of each thing that is done."


def broken(case: Case) -> Iterator[Broken]:
    """Every text of a purpose that holds an open-ended expression, or says too little, in the language it does so."""
    for purpose in case.registry.purposes.values():
        if purpose.status == "retired":
            continue
        for passage, whole in _texts(purpose):
            open_ended = claims(case.registry, passage, "purpose_vague")
            if open_ended:
                yield Broken(
                    at=passage.at,
                    message=f"The purpose says {quoted(open_ended)}, which can mean anything.",
                    fix=_FIX,
                )
            elif whole and claims(case.registry, passage, "purpose_too_short"):
                yield Broken(
                    at=passage.at,
                    message=f"The purpose “{passage.words}” does not let a reader know what happens with the data.",
                    fix=_FIX,
                    rests_on=(purpose.at / "plain_text",),
                )


def _texts(purpose: Purpose) -> Iterator[tuple[Passage, bool]]:
    """The texts of a purpose by language; true for the one that has to say it all in that language."""
    explained = purpose.plain_text.words if purpose.plain_text else {}
    for language, words in purpose.label.words.items():
        yield Passage(at=purpose.label.at / language, language=language, words=words), language not in explained
    if purpose.plain_text is not None:
        for language, words in explained.items():
            yield Passage(at=purpose.plain_text.at / language, language=language, words=words), True
