"""Readers are asked to approve the privacy notice.

A notice informs (Art. 12(1), 13, 14). It is not a contract and needs nobody's approval; a tick under it is neither
consent nor proof of anything, because consent is asked separately from other matters (Art. 7(2)). Terms of sale may
ask for acceptance, and the company's own management may approve its notices.

Fails:

    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice
    acceptance_required: true  # expect: notice-acceptance-required

Fails:

    # file: fragments/intro.yaml
    id: intro
    placement: intro
    text: Anyone using our services approves the terms of this privacy notice.  # expect: notice-acceptance-required

Fails:

    # file: rights/channel.yaml
    id: channel
    instructions:
      en-GB: Write to our customer service.
      fi: Asiakkaan on hyväksyttävä tietosuojaseloste ennen pyyntöä.  # expect: notice-acceptance-required

Passes:

    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice
    acceptance_required: false
    # file: fragments/intro.yaml
    id: intro
    placement: intro
    text:
      en-GB: This notice explains how we process your data. You need not accept this notice.
      fi: Tässä selosteessa kerrotaan käsittelystä. Sinun ei tarvitse hyväksyä tätä selostetta.

Passes:

    # file: fragments/intro.yaml
    id: intro
    placement: intro
    text:
      en-GB: Our board approved this privacy notice on 1 May 2026.
      fi: Johtoryhmä on hyväksynyt tämän tietosuojaselosteen 1.5.2026.

Passes:

    # file: services/store.yaml
    id: store
    name: Web store
    public_description:
      en-GB: You accept the terms of sale and our returns policy in the checkout. The privacy notice is shown there too.
      fi: Hyväksyt toimitusehdot kassalla. Tietosuojaseloste on luettavissa samassa paikassa.
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case, claims, passages, quoted

severity = Severity.ERROR
citation = "Art. 12(1), 13, 14, 7(2)"
tags = ("publication", "consent", "text")


def broken(case: Case) -> Iterator[Broken]:
    """Every notice that has to be accepted, and every text that says so."""
    for notice in case.registry.notices.values():
        if notice.acceptance_required and notice.status != "retired":
            yield Broken(
                at=notice.at / "acceptance_required",
                message="Readers have to accept this notice. A notice informs; it needs no approval.",
                fix="Write false, and ask for acceptance in the terms of sale only.",
            )
    for passage in passages(case.registry):
        said = claims(case.registry, passage, "acceptance")
        if said:
            yield Broken(
                at=passage.at,
                message=f"The text says {quoted(said)}. A notice informs; it needs no approval.",
                fix="Say instead what the notice explains, and ask for acceptance in the terms of sale only.",
            )
