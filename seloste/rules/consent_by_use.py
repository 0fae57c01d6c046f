"""Using a website, entering a shop or keeping silent is taken for consent.

Consent is a clear affirmative act by which a person signifies agreement (Art. 4(11)); silence, pre-ticked boxes or
inactivity are none (recital 32; C-673/17 Planet49), and agreement tucked into other terms does not bind (Art. 7(2)).
The controller has to prove consent (Art. 7(1)), and a visit proves nothing. The rule looks at how consent is recorded,
and at what the texts say. That a contract of sale or use is concluded by using a service is another matter.

Fails:

    # file: activities/statistics.yaml
    id: statistics
    name: Statistics
    role: controller
    purposes:
      - {purpose: count-visits, lawful_basis: consent}
    # file: purposes/count-visits.yaml
    id: count-visits
    label: We count the visits to our website
    # file: lawful-bases/consent.yaml
    id: consent
    article: 6(1)(a)
    consent:
      method: use_of_service  # expect: consent-by-use
      withdrawal_channel: A message to customer service

Fails:

    # file: fragments/intro.yaml
    id: intro
    placement: intro
    text:
      en-GB: >-  # expect: consent-by-use
        Anyone using our services approves the terms of this privacy notice by using our website and/or other
        services, such as our shops.
      fi: Kerromme tässä, miten käsittelemme henkilötietojasi.

Fails:

    # file: fragments/intro.yaml
    id: intro
    placement: intro
    text:
      en-GB: We tell here how we process your personal data.
      fi: Käyttämällä verkkosivujamme hyväksyt henkilötietojesi käsittelyn.  # expect: consent-by-use

Passes:

    # file: fragments/cookies.yaml
    id: cookies
    placement: cookies
    text:
      en-GB: >-
        By using our website you do not consent to anything. You can accept or reject cookies by using the consent
        tool of the website, and withdraw your consent by using the website's settings.
      fi: >-
        Käyttämällä verkkosivujamme et hyväksy mitään. Käyttäessäsi palvelua pyydämme suostumuksesi erikseen.

Passes:

    # file: services/store.yaml
    id: store
    name: Web store
    public_description:
      en-GB: By using our web store you accept the general terms and conditions of sale.
      fi: Käyttämällä verkkokauppaamme hyväksyt yleiset toimitusehdot.

Passes:

    # file: activities/statistics.yaml
    id: statistics
    name: Statistics
    role: controller
    purposes:
      - {purpose: count-visits, lawful_basis: consent}
    # file: purposes/count-visits.yaml
    id: count-visits
    label: We count the visits to our website
    # file: lawful-bases/consent.yaml
    id: consent
    article: 6(1)(a)
    explanation: You have accepted the cookies of this group on our website
    consent: {method: consent_tool, withdrawal_channel: The cookie settings}
    # file: lawful-bases/old-consent.yaml
    id: old-consent
    article: 6(1)(a)
    consent: {method: pre_ticked}
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import At, Severity
from seloste.model import Consent
from seloste.rules import Broken, Case, claims, own_purposes, passages, quoted, used_bases

severity = Severity.ERROR
citation = "Art. 4(11), 7(1)-(2), recital 32; C-673/17"
tags = ("consent", "text")

_NO_ACT = ("use_of_service", "silence", "pre_ticked", "terms_acceptance", "browser_settings")


def broken(case: Case) -> Iterator[Broken]:
    """Every consent in use that rests on no act of the person, and every text that takes use for consent."""
    for basis, uses in used_bases(case.registry, "6(1)(a)"):
        yield from _no_act(case, basis.consent, (basis.at / "article", uses[0].at))
    for _, entry in own_purposes(case.registry):
        for part in entry.special_data:
            if part.condition is not None and part.condition.id == "9(2)(a)":
                yield from _no_act(case, part.consent, (part.at / "condition",))
    for passage in passages(case.registry):
        said = claims(case.registry, passage, "consent_by_use")
        if said:
            yield Broken(
                at=passage.at,
                message=f"The text says {quoted(said)}. Using something is not consent.",
                fix="Delete the sentence. Where consent is needed, ask for it separately, by a clear affirmative act.",
            )


def _no_act(case: Case, consent: Consent | None, rests_on: tuple[At, ...]) -> Iterator[Broken]:
    if consent is not None and consent.method in _NO_ACT:
        term = case.registry.vocabulary.terms.get("consent_method", {}).get(consent.method)
        way = term.label["en-GB"] if term else consent.method
        yield Broken(
            at=consent.at / "method",
            message=f"Consent is recorded as given by “{way}”. That is no clear affirmative act, so no consent.",
            fix="Ask separately, for example by a box that is not ticked beforehand, and write that method.",
            rests_on=rests_on,
        )
