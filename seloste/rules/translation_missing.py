"""A text that people read is missing in a language in which the notices are published.

Information must be intelligible to the people it is for (Art. 12(1)). A page that falls back to another language in
the middle of a sentence is not, so no document is published in a language as long as one of its texts is missing.

Fails:

    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: {en-GB: Privacy notice, fi: Tietosuojaseloste}
    languages: [en-GB, fi]
    # file: purposes/invoicing.yaml
    id: invoicing
    label:  # expect: translation-missing
      en-GB: We invoice what you have ordered

Passes:

    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: {en-GB: Privacy notice, fi: Tietosuojaseloste}
    languages: [en-GB, fi]
    # file: purposes/invoicing.yaml
    id: invoicing
    label:
      en-GB: We invoice what you have ordered
      fi: Laskutamme tilauksesi
      sv: Vi fakturerar din beställning

Passes:

    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice
    languages: [en-GB]
    # file: purposes/invoicing.yaml
    id: invoicing
    label: We invoice what you have ordered
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.model import texts
from seloste.rules import Broken, Case

severity = Severity.WARNING
citation = "Art. 12(1)"
tags = ("text", "publication")


def broken(case: Case) -> Iterator[Broken]:
    """Every text that lacks one of the languages of the notices."""
    wanted = case.registry.languages
    for record in case.registry.records():
        for text in texts(record):
            missing = [tag for tag in wanted if not text.words.get(tag)]
            if missing:
                yield Broken(
                    at=text.at,
                    message=f"This text is missing in {' and '.join(missing)}; nothing is published in that language.",
                    fix="Write the text as a map with one line per language.",
                )
