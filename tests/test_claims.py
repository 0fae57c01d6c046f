"""What a text says, in sentences that differ by a word: the fault, and its innocent neighbours."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from seloste.findings import At
from seloste.model import Registry
from seloste.rules import Passage, claims
from seloste.vocabulary import Vocabulary, read

FAULTS = [
    (
        "en-GB",
        "acceptance",
        "Anyone using our services approves the terms of this information security clause by using our website.",
    ),
    ("en-GB", "acceptance", "You agree to this privacy policy when you order."),
    ("en-GB", "acceptance", "I have read and accept the privacy policy"),
    ("en-GB", "acceptance", "Please accept our privacy notice before you order."),
    ("en-GB", "acceptance", "Users must have accepted our data protection policy."),
    ("en-GB", "acceptance", "If you do not agree to this privacy policy, do not order. Customers accept this notice."),
    (
        "en-GB",
        "consent_by_use",
        "Anyone using our services approves the terms of this information security clause by using our website.",
    ),
    ("en-GB", "consent_by_use", "By using our website you accept the use of cookies."),
    (
        "en-GB",
        "consent_by_use",
        "By entering our shop the customer is deemed to have consented to camera surveillance.",
    ),
    ("en-GB", "consent_by_use", "By continuing to use the site, you give your consent to profiling."),
    ("en-GB", "consent_by_use", "Your continued use of the service means that you accept profiling."),
    ("en-GB", "consent_by_use", "Visiting our shop is regarded as consent."),
    ("en-GB", "consent_by_use", "You give your consent by using our website."),
    ("fi", "acceptance", "Käyttämällä palvelua hyväksyt tämän tietosuojaselosteen."),
    ("fi", "acceptance", "Asiakkaan on hyväksyttävä tietosuojaseloste ennen tilausta."),
    ("fi", "acceptance", "Käyttäjä hyväksyy tämän tietoturvalausekkeen ehdot käyttämällä verkkosivuja."),
    ("fi", "consent_by_use", "Käyttämällä verkkosivujamme hyväksyt evästeet."),
    ("fi", "consent_by_use", "Käyttäjä hyväksyy tämän tietoturvalausekkeen ehdot käyttämällä verkkosivujamme."),
    ("fi", "consent_by_use", "Asioimalla myymälässämme annat suostumuksesi kameravalvontaan."),
    ("fi", "consent_by_use", "Palvelua käyttämällä asiakas suostuu tietojensa käsittelyyn."),
    ("en-GB", "purpose_too_short", "Direct marketing"),
    ("en-GB", "purpose_too_short", "Customer-service."),
    ("fi", "purpose_too_short", "Laskutus."),
    ("en-GB", "section_of_law", "Accounting Act 1336/1997, ch. 2 s. 10"),
    ("fi", "section_of_law", "kirjanpitolaki 2 luku 10 §"),
]
INNOCENT = [
    ("en-GB", "acceptance", "You need not accept this privacy notice."),
    ("en-GB", "acceptance", "Our board has approved this privacy notice on 1 May 2026."),
    ("en-GB", "acceptance", "This policy must be approved by the management every year."),
    ("en-GB", "acceptance", "You accept our returns policy when you buy."),
    (
        "en-GB",
        "acceptance",
        "Customers accept the terms of sale in the checkout; the privacy notice is given there too.",
    ),
    (
        "en-GB",
        "acceptance",
        "This notice explains how we process your data. It is not a contract and you are not asked to accept it.",
    ),
    ("en-GB", "consent_by_use", "You can withdraw your consent by using our website's settings."),
    ("en-GB", "consent_by_use", "You withdraw your consent by using the app."),
    ("en-GB", "consent_by_use", "By using the website you can accept or reject cookies."),
    ("en-GB", "consent_by_use", "By using our services you accept the general terms and conditions of sale."),
    ("en-GB", "consent_by_use", "You do not consent to anything by using our website."),
    ("en-GB", "consent_by_use", "We never take your visit as a yes: using our website does not mean that you consent."),
    ("en-GB", "consent_by_use", "Use of our website is based on your consent to cookies."),
    ("en-GB", "consent_by_use", "You have accepted the cookies of this group on our website."),
    ("fi", "acceptance", "Johtoryhmä on hyväksynyt tämän tietosuojaselosteen 1.3.2026."),
    ("fi", "acceptance", "Komission hyväksymät tietosuojaa koskevat vakiolausekkeet suojaavat tiedot."),
    ("fi", "acceptance", "Sinun ei tarvitse hyväksyä tätä selostetta, etkä hyväksy tietosuojaselostetta tilaamalla."),
    ("fi", "acceptance", "Hyväksyt toimitusehdot kassalla. Tietosuojaseloste on luettavissa verkkosivulla."),
    ("fi", "consent_by_use", "Käyttäessäsi palvelua pyydämme suostumuksesi erikseen."),
    ("fi", "consent_by_use", "Käyttämällä sivuston evästetyökalua hyväksyt haluamasi evästeet."),
    ("fi", "consent_by_use", "Käyttämällä palvelua hyväksyt yleiset käyttöehdot."),
    ("fi", "consent_by_use", "Käyttämällä verkkosivujamme et hyväksy mitään."),
    ("fi", "consent_by_use", "Voit peruuttaa suostumuksesi käyttämällä palvelun asetuksia."),
    ("fi", "consent_by_use", "Olet hyväksynyt tämän ryhmän evästeet verkkosivustollamme."),
    ("en-GB", "purpose_too_short", "We invoice your orders"),
    ("fi", "purpose_too_short", "Tilaamiesi tuotteiden laskuttaminen"),
    ("en-GB", "section_of_law", "Accounting Act (1336/1997)"),
    ("fi", "section_of_law", "kirjanpitolaki (1336/1997)"),
]


@pytest.fixture(scope="module")
def law() -> Vocabulary:
    vocabulary, findings = read(Path(__file__).parents[1] / "schemas" / "vocabulary")
    assert findings == []
    return vocabulary


def _found(law: Vocabulary, language: str, lexicon: str, words: str) -> list[str]:
    registry = cast(Registry, SimpleNamespace(vocabulary=law))
    passage = Passage(at=At("fragments/intro"), language=language, words=words)
    return [hit.text for hit in claims(registry, passage, lexicon)]


@pytest.mark.parametrize(("language", "lexicon", "words"), FAULTS)
def test_a_sentence_with_the_fault_is_found(law: Vocabulary, language: str, lexicon: str, words: str) -> None:
    assert _found(law, language, lexicon, words)


@pytest.mark.parametrize(("language", "lexicon", "words"), INNOCENT)
def test_a_sentence_in_another_sense_is_left_alone(law: Vocabulary, language: str, lexicon: str, words: str) -> None:
    assert _found(law, language, lexicon, words) == []


def test_a_denial_counts_for_its_own_sentence_only(law: Vocabulary) -> None:
    words = "We do not sell data. You accept this privacy notice by ordering."
    assert _found(law, "en-GB", "acceptance", words) == ["You accept this privacy notice"]


def test_a_language_without_a_lexicon_says_nothing(law: Vocabulary) -> None:
    assert _found(law, "sv", "acceptance", "Du godkänner denna dataskyddsbeskrivning.") == []
