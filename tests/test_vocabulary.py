"""The dated law: intervals at their edges, whole rows, a whole matrix, lexicons that find what they are meant to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree
from typing import Literal, get_args, get_origin

import pytest

from seloste import model
from seloste.findings import Finding
from seloste.vocabulary import LANGUAGES, Vocabulary, read

FOLDER = Path(__file__).parents[1] / "schemas" / "vocabulary"
BASES = ("6(1)(a)", "6(1)(b)", "6(1)(c)", "6(1)(d)", "6(1)(e)", "6(1)(f)")


@pytest.fixture(scope="module")
def law() -> Vocabulary:
    vocabulary, findings = read(FOLDER)
    assert findings == []
    return vocabulary


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(copytree(FOLDER, tmp_path / "vocabulary"))


def _read_with(folder: Path, file: str, old: str, new: str) -> tuple[Vocabulary, list[Finding]]:
    """Read the shipped vocabulary with one passage changed."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return read(folder)


# Intervals


def test_privacy_shield_is_in_force_on_the_day_before_the_judgment(law: Vocabulary) -> None:
    shield = law.mechanisms["privacy_shield"]
    assert shield.in_force(date(2020, 7, 15))
    assert not shield.in_force(date(2020, 7, 16))
    assert shield.in_force(date(2019, 1, 1))
    assert not shield.in_force(date(2016, 7, 11))


def test_nobody_knew_the_end_of_privacy_shield_before_the_judgment(law: Vocabulary) -> None:
    for row in (law.mechanisms["privacy_shield"], law.adequacy_decisions["US-PS"]):
        assert row.end_known_on(date(2020, 7, 15)) is None
        assert row.end_known_on(date(2020, 7, 16)) == date(2020, 7, 15)


def test_safe_harbour_ends_on_the_day_before_its_judgment(law: Vocabulary) -> None:
    assert law.mechanisms["safe_harbour"].in_force(date(2015, 10, 5))
    assert not law.mechanisms["safe_harbour"].in_force(date(2015, 10, 6))


def test_the_united_kingdom_is_adequate_through_27_december_2031(law: Vocabulary) -> None:
    assert [row.id for row in law.adequacy_for("GB", date(2031, 12, 27))] == ["GB"]
    assert law.adequacy_for("GB", date(2031, 12, 28)) == ()
    assert law.adequacy_for("GB", date(2021, 6, 27)) == ()


@pytest.mark.parametrize(
    ("as_of", "end"),
    [
        (date(2021, 6, 28), date(2025, 6, 27)),
        (date(2025, 6, 23), date(2025, 6, 27)),
        (date(2025, 6, 24), date(2025, 12, 27)),
        (date(2025, 12, 18), date(2025, 12, 27)),
        (date(2025, 12, 19), date(2031, 12, 27)),
        (date(2026, 11, 22), date(2031, 12, 27)),
    ],
)
def test_the_end_of_the_decision_on_the_united_kingdom_is_the_one_known_that_day(
    law: Vocabulary, as_of: date, end: date
) -> None:
    assert law.adequacy_decisions["GB"].end_known_on(as_of) == end


def test_a_decision_without_an_end_has_no_known_end(law: Vocabulary) -> None:
    assert law.adequacy_decisions["CH"].end_known_on(date(2026, 11, 22)) is None


def test_old_clauses_end_twice(law: Vocabulary) -> None:
    for id in ("scc_2001_497", "scc_2010_87"):
        clauses = law.mechanisms[id]
        assert clauses.new_contracts_until == date(2021, 9, 26)
        assert clauses.in_force(date(2022, 12, 27))
        assert not clauses.in_force(date(2022, 12, 28))
        assert clauses.end_known_on(date(2021, 6, 26)) is None
        assert clauses.end_known_on(date(2021, 6, 27)) == date(2022, 12, 27)


def test_new_clauses_begin_on_27_june_2021(law: Vocabulary) -> None:
    assert not law.mechanisms["scc_2021_914"].in_force(date(2021, 6, 26))
    assert law.mechanisms["scc_2021_914"].in_force(date(2021, 6, 27))


def test_set_two_of_2004_is_an_alias_of_2001(law: Vocabulary) -> None:
    assert law.mechanism("scc_2004_915") is law.mechanisms["scc_2001_497"]
    assert law.mechanism("scc_2010_87") is law.mechanisms["scc_2010_87"]
    assert law.mechanism("scc_1999_1") is None


def test_a_transfer_impact_assessment_is_due_since_the_judgment(law: Vocabulary) -> None:
    rules = law.mechanisms["bcr"]
    assert not rules.needs_tia_on(date(2020, 7, 15))
    assert rules.needs_tia_on(date(2020, 7, 16))
    assert law.mechanisms["scc_2021_914"].needs_tia_on(date(2021, 6, 27))
    assert not law.mechanisms["adequacy"].needs_tia_on(date(2026, 11, 22))
    assert not law.mechanisms["derogation_b"].needs_tia_on(date(2026, 11, 22))


def test_a_copy_of_the_safeguards_is_due_exactly_where_article_13_says_so(law: Vocabulary) -> None:
    for kind in law.mechanisms.values():
        appropriate = kind.family == "safeguards" or kind.id == "derogation_compelling"
        assert kind.needs_copy == appropriate, kind.id


def test_norway_is_a_country_of_the_eea(law: Vocabulary) -> None:
    assert law.in_eea("NO", date(2026, 11, 22))
    assert not law.is_third_country("NO", date(2026, 11, 22))


def test_the_eea_has_thirty_states(law: Vocabulary) -> None:
    as_of = date(2026, 11, 22)
    states = {row.code for row in law.memberships.values() if row.status == "member" and row.in_force(as_of)} - {"AX"}
    assert len(states) == 30
    assert {"IS", "LI", "NO", "GR", "HR"} <= states
    assert not states & {"GB", "CH", "EL"}


@pytest.mark.parametrize(
    ("as_of", "inside", "third"),
    [
        (date(2020, 1, 31), True, False),
        (date(2020, 2, 1), True, False),
        (date(2020, 12, 31), True, False),
        (date(2021, 1, 1), False, False),
        (date(2021, 6, 27), False, False),
        (date(2021, 6, 29), False, True),
    ],
)
def test_the_united_kingdom_leaves_step_by_step(law: Vocabulary, as_of: date, inside: bool, third: bool) -> None:
    assert law.in_eea("GB", as_of) is inside
    assert law.is_third_country("GB", as_of) is third


def test_the_united_kingdom_has_never_a_day_without_protection(law: Vocabulary) -> None:
    day, last = date(2019, 12, 1), date(2026, 11, 22)
    while day <= last:
        assert not law.is_third_country("GB", day) or law.adequacy_for("GB", day), day
        day += timedelta(days=1)


def test_croatia_joins_in_2013(law: Vocabulary) -> None:
    assert not law.in_eea("HR", date(2013, 6, 30))
    assert law.in_eea("HR", date(2013, 7, 1))


def test_safe_neighbours_are_no_members(law: Vocabulary) -> None:
    for code in ("CH", "FO", "GG", "JE", "IM", "GI", "GL", "US", "TR"):
        assert law.is_third_country(code, date(2026, 11, 22)), code


def test_brazil_is_adequate_since_the_decision_is_in_force(law: Vocabulary) -> None:
    assert law.adequacy_decisions["BR"].adopted == date(2026, 1, 26)
    assert law.adequacy_for("BR", date(2026, 1, 27)) == ()
    assert law.adequacy_for("BR", date(2026, 1, 28)) != ()


def test_decisions_with_a_partial_scope_say_so(law: Vocabulary) -> None:
    kinds = {id: row.scope_kind for id, row in law.adequacy_decisions.items()}
    assert kinds["US-DPF"] == "dpf_listed"
    assert kinds["CA"] == "pipeda"
    assert kinds["BR"] == "lgpd"
    assert kinds["CH"] == kinds["GB"] == "whole"
    assert law.adequacy_decisions["FO"].mark == "V2"
    assert law.adequacy_decisions["FO"].scope_mark == "M"


def test_the_united_states_had_three_schemes_one_after_the_other(law: Vocabulary) -> None:
    days = (date(2015, 10, 5), date(2016, 1, 1), date(2019, 1, 1), date(2022, 1, 1), date(2023, 7, 10))
    found = [[row.id for row in law.adequacy_for("US", day)] for day in days]
    assert found == [["US-SH"], [], ["US-PS"], [], ["US-DPF"]]


def test_old_finnish_law_ends_when_the_new_begins(law: Vocabulary) -> None:
    old, new = law.statutes["fi-523-1999"], law.statutes["fi-1050-2018"]
    assert old.in_force(date(2018, 12, 31)) and not new.in_force(date(2018, 12, 31))
    assert new.in_force(date(2019, 1, 1)) and not old.in_force(date(2019, 1, 1))


def test_dated_facts_begin_on_their_day(law: Vocabulary) -> None:
    for id, first in (
        ("soft-opt-in-without-art6", date(2025, 11, 13)),
        ("observed-data-is-art-13", date(2025, 12, 18)),
        ("ftc-independence-lost", date(2026, 6, 29)),
    ):
        assert law.law_facts[id].in_force(first)
        assert not law.law_facts[id].in_force(first - timedelta(days=1))
    assert law.law_facts["record-exemption-threshold"].value == 250
    assert law.law_facts["child-consent-age-fi"].value == 13
    assert not law.law_facts["browser-settings-no-consent-fi"].in_force(date(2019, 1, 1))


# Whole rows


def test_every_row_speaks_both_languages(law: Vocabulary) -> None:
    rows = list(law.rows())
    assert len(rows) > 300
    for row in rows:
        assert all(row.label.get(language, "").strip() for language in LANGUAGES), row.at


def test_every_row_has_a_source_and_a_mark(law: Vocabulary) -> None:
    for row in law.rows():
        assert row.source, row.at
        assert row.mark in ("V1", "V2", "V3", "M"), row.at
        assert row.seen_on == date(2026, 11, 22), row.at


def test_no_row_from_memory_claims_to_be_verified(law: Vocabulary) -> None:
    assert any(row.mark == "M" for row in law.rows())
    assert not [row.at for row in law.rows() if row.mark == "M" and row.verified_on]


def test_no_source_names_a_private_key(law: Vocabulary) -> None:
    for row in law.rows():
        assert not re.search(r"(?<![\w/(])[AEFJOT][1-9]\b", row.source), row.at


def test_the_matrix_of_rights_is_complete(law: Vocabulary) -> None:
    assert tuple(law.lawful_bases) == BASES
    assert set(law.rights) == {
        "13-14", "15", "16", "17", "18", "19", "20", "21(1)", "21(2)", "21(6)", "7(3)", "22", "77", "79",
    }  # fmt: skip
    for right in law.rights.values():
        assert tuple(right.by_basis) == BASES, right.id


@pytest.mark.parametrize(
    ("right", "verdicts"),
    [
        ("15", "yes yes yes yes yes yes"),
        ("17", "yes yes limited yes limited yes"),
        ("18", "yes yes yes yes yes yes"),
        ("20", "yes yes no no no no"),
        ("21(1)", "no no no no yes yes"),
        ("21(2)", "yes yes yes yes yes yes"),
        ("21(6)", "yes yes yes yes limited yes"),
        ("7(3)", "yes no no no no no"),
        ("22", "yes yes yes yes yes yes"),
        ("77", "yes yes yes yes yes yes"),
    ],
)
def test_a_right_arises_from_these_bases(law: Vocabulary, right: str, verdicts: str) -> None:
    assert [law.rights[right].by_basis[basis].verdict for basis in BASES] == verdicts.split()


def test_a_limited_right_says_how_it_is_limited(law: Vocabulary) -> None:
    for right in law.rights.values():
        for basis, entitlement in right.by_basis.items():
            if entitlement.verdict == "limited":
                assert all(entitlement.note.get(language) for language in LANGUAGES), (right.id, basis)


def test_explicit_consent_gives_the_rights_of_consent(law: Vocabulary) -> None:
    assert law.rights["20"].by_condition == law.rights["7(3)"].by_condition == ("9(2)(a)",)


def test_bases_and_conditions_that_need_law(law: Vocabulary) -> None:
    assert [id for id, basis in law.lawful_bases.items() if basis.needs_law] == ["6(1)(c)", "6(1)(e)"]
    needed = [id[-2] for id, condition in law.special_conditions.items() if condition.needs_law]
    assert "".join(needed) == "bghij"
    guarded = [id[-2] for id, condition in law.special_conditions.items() if condition.safeguards]
    assert "".join(guarded) == "bdgj"
    assert len(law.special_conditions) == 10
    assert len(law.special_kinds) == 8


def test_vouchers_run_from_the_calendar_year_in_which_the_financial_year_ended(law: Vocabulary) -> None:
    vouchers, books = law.statutory_periods["fi_acc_vouchers"], law.statutory_periods["fi_acc_books"]
    assert (vouchers.minimum, vouchers.trigger) == ("P6Y", "end_of_calendar_year_of_fy_end")
    assert (books.minimum, books.trigger) == ("P10Y", "end_of_financial_year")
    english = f"6 years {law.triggers[vouchers.trigger].label['en-GB']}"
    finnish = f"6 vuotta {law.triggers[vouchers.trigger].label['fi']}"
    assert english == "6 years from the end of the calendar year in which the financial year ended"
    assert finnish == "6 vuotta sen kalenterivuoden päättymisestä, jonka aikana tilikausi on päättynyt"


def test_a_start_event_follows_a_period(law: Vocabulary) -> None:
    for trigger in law.triggers.values():
        assert trigger.label["en-GB"].startswith("from "), trigger.id
        assert re.search(r"st[aä](,|$)", trigger.label["fi"]), trigger.id


def test_a_justification_is_no_duty_to_keep(law: Vocabulary) -> None:
    limitation = law.statutory_periods["fi_limitation_general"]
    assert limitation.kind == "justification"
    assert (limitation.minimum, limitation.ordinary, limitation.outer) == ("", "P3Y", "P10Y")


def test_an_unverified_period_has_no_length(law: Vocabulary) -> None:
    for period in law.statutory_periods.values():
        if period.mark == "M":
            assert not (period.minimum or period.maximum or period.ordinary or period.outer), period.id


def test_a_section_follows_its_statute(law: Vocabulary) -> None:
    period = law.statutory_periods["fi_acc_books"]
    statute = law.statutes[period.statute]
    cited = {tag: f"{statute.before_section[tag]} {period.section[tag]}" for tag in LANGUAGES}
    assert cited == {
        "en-GB": "Accounting Act (1336/1997), ch. 2 s. 10",
        "fi": "kirjanpitolain (1336/1997) 2 luvun 10 §",
    }


def test_the_finnish_authority_can_be_reached(law: Vocabulary) -> None:
    authority = law.authorities["fi-data-protection-ombudsman"]
    assert authority.label["sv"] == "Dataombudsmannens byrå"
    assert authority.postal_address["fi"] == "PL 800, 00531 Helsinki"
    assert authority.visiting_address["fi"] == "Lintulahdenkuja 4, 00530 Helsinki"
    assert [phone.number for phone in authority.phones] == ["+358 29 566 6700", "+358 29 566 6768"]
    assert authority.email == "tietosuoja@om.fi"


def _enumerations() -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, kind in vars(model).items():
        if get_origin(kind) is Literal and name != "None_":
            yield re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower(), get_args(kind)


def test_every_value_of_the_models_enumerations_has_words(law: Vocabulary) -> None:
    enumerations = dict(_enumerations())
    assert len(enumerations) > 30
    for group, values in enumerations.items():
        assert tuple(law.terms[group]) == values, group


# Lexicons

SEED = {
    "acceptance": "Anyone using our services approves the terms of this information security clause",
    "consent_by_use": "approves the terms of this information security clause by using our website",
    "retention_vague": "We normally retain customer information for ten years",
    "contradiction": "We do not give personal data to outsiders.",
    "no_personal_data": "No personal data is collected about the users of the website with cookies.",
    "disclaimer": "The third parties are responsible for their part for the protection of information security.",
    "old_mechanism": "handled according to the Privacy Shield protocol",
    "old_law": "adheres to the information security decree and the legislation",
    "purpose_vague": "opinion and marketing studies and other similar address requiring contacts",
    "hedges": "We may handle personal data with a third party",
    "ie": "We collect I.e.\n\n  • Contact information",
    "generic_recipient": "We may handle personal data with a third party I.e. the aforementioned operator partner.",
    "generic_source": "We use outside sources for updating and supplementing information.",
    "authority_on_request": "We may hand over or move information if a public officer calls for it.",
    "disclosure_opt_out": "The user may at any moment deny the handing over of information.",
    "browser_settings": "The removal of cookies can be done in the browser settings.",
    "cookies_necessary": "be aware of cookies being necessary for the intended functionality of the website",
    "right_limited": "cannot be deleted that is necessary for the use cases described in this clause",
    "processor_as_third_party": "within third party systems I.e. operator or software manufacturer systems",
    "glossary": "necessary for executing our rightful benefits",
}


@pytest.mark.parametrize("name", SEED)
def test_the_english_lexicon_finds_the_words_of_the_old_clause(law: Vocabulary, name: str) -> None:
    assert law.lexicons["en-GB"].find(name, SEED[name])


FINNISH = {
    "acceptance": "Käyttäjä hyväksyy tämän tietoturvalausekkeen ehdot",
    "consent_by_use": "Käyttämällä verkkosivujamme hyväksyt henkilötietojesi käsittelyn",
    "retention_vague": "Tietoja säilytetään niin kauan kuin se on tarpeellista",
    "contradiction": "Emme luovuta henkilötietoja ulkopuolisille.",
    "no_personal_data": "Evästeillä ei kerätä henkilötietoja.",
    "disclaimer": "Kolmannet osapuolet vastaavat omalta osaltaan tietoturvasta.",
    "old_mechanism": "Siirto perustuu Privacy Shieldiin",
    "old_law": "Noudatamme henkilötietolain (523/1999) säännöksiä",
    "purpose_vague": "Tietoja käytetään liiketoiminnan kehittämiseen",
    "hedges": "Tietoja saatetaan luovuttaa",
    "ie": "keräämme yhteystietoja eli nimen",
    "generic_recipient": "Tietoja luovutetaan yhteistyökumppaneille",
    "generic_source": "Päivitämme tietoja ulkopuolisista lähteistä",
    "marketing_limited": "Markkinoinnin voi kieltää lain puitteissa",
    "authority_on_request": "Luovutamme tietoja, jos viranomainen sitä vaatii",
    "disclosure_opt_out": "Käyttäjä voi kieltää tietojensa luovuttamisen",
    "browser_settings": "Evästeet voi poistaa selaimen asetuksista",
    "cookies_necessary": "Evästeet ovat välttämättömiä sivuston toiminnalle",
    "right_limited": "Tietoja, jotka ovat tarpeen tässä kuvattuihin käyttötarkoituksiin, ei poisteta",
    "rights_fee": "Pyynnöstä perimme kohtuullisen maksun",
    "rights_deadline": "Vastaamme kahden kuukauden kuluessa",
    "country_unidentified": "Tietoja siirretään EU:n ulkopuolelle",
    "withdrawal_swap": "Jos peruutat suostumuksen, jatkamme käsittelyä muulla perusteella",
    "processor_as_third_party": "Tietoja käsitellään kolmansien osapuolten järjestelmissä",
    "glossary": "Tietoturvaselosteessa kerrotaan",
}


@pytest.mark.parametrize("name", FINNISH)
def test_the_finnish_lexicon_finds_inflected_words(law: Vocabulary, name: str) -> None:
    assert law.lexicons["fi"].find(name, FINNISH[name])


@pytest.mark.parametrize(
    ("language", "name", "innocent"),
    [
        ("en-GB", "acceptance", "By placing an order you accept the terms of sale."),
        ("en-GB", "acceptance", "The service uses clauses that the European Commission has approved."),
        ("en-GB", "consent_by_use", "You can withdraw the consent you gave by using the consent tool."),
        ("en-GB", "retention_vague", "After two years the data are permanently deleted."),
        ("en-GB", "retention_vague", "After two years the data are deleted permanently."),
        ("en-GB", "retention_vague", "You must be at least 13 years old."),
        ("en-GB", "contradiction", "We do not disclose data to third parties unless you ask us to."),
        ("en-GB", "hedges", "This notice is in force from 25 May 2026."),
        ("en-GB", "old_law", "The Data Protection Act (1050/2018) applies."),
        ("en-GB", "rights_fee", "Requests are free of charge."),
        ("en-GB", "rights_fee", "We may charge a fee if a request is manifestly unfounded or excessive."),
        ("en-GB", "rights_deadline", "We answer within one month."),
        ("en-GB", "withdrawal_swap", "We erase the data when you withdraw your consent and there is no other basis."),
        ("en-GB", "cookies_necessary", "Strictly necessary cookies are needed for the shopping basket."),
        ("fi", "acceptance", "Käytämme komission hyväksymiä vakiosopimuslausekkeita."),
        ("fi", "acceptance", "Vastaanottaja noudattaa hyväksyttyjä käytännesääntöjä."),
        ("fi", "contradiction", "Emme luovuta tietoja ulkopuolisille ilman suostumustasi."),
        ("fi", "old_law", "Sovellamme tietosuojalakia (1050/2018)."),
        ("fi", "retention_vague", "Tiedot poistetaan kahden vuoden kuluttua."),
        ("fi", "retention_vague", "Tiedot poistetaan pysyvästi kuuden vuoden kuluttua."),
        ("fi", "rights_fee", "Pyynnöt ovat maksuttomia."),
        ("fi", "rights_deadline", "Vastaamme kuukauden kuluessa."),
        ("fi", "hedges", "Rekisterinpitäjä vastaa tietojen käsittelystä."),
        (
            "fi",
            "withdrawal_swap",
            "Poistamme tiedot, kun peruutat suostumuksesi eikä käsittelyyn ole muuta perustetta.",
        ),
        ("fi", "cookies_necessary", "Välttämättömät evästeet ovat tarpeellisia ostoskorille."),
    ],
)
def test_the_lexicons_leave_innocent_words_alone(law: Vocabulary, language: str, name: str, innocent: str) -> None:
    assert law.lexicons[language].find(name, innocent) == ()


def test_the_public_texts_of_the_law_have_none_of_the_faults_they_are_checked_for(law: Vocabulary) -> None:
    strict = (
        "acceptance",
        "consent_by_use",
        "retention_vague",
        "contradiction",
        "old_law",
        "withdrawal_swap",
        "rights_fee",
    )
    texts = [(id, right.public_text) for id, right in law.rights.items()]
    texts += [(id, basis.public_text) for id, basis in law.lawful_bases.items()]
    for id, words in texts:
        for language in LANGUAGES:
            for name in strict:
                assert law.lexicons[language].find(name, words[language]) == (), (id, language, name)


def test_every_language_has_every_lexicon(law: Vocabulary) -> None:
    assert set(law.lexicons) == set(LANGUAGES)
    assert set(law.lexicons["en-GB"].entries) == set(law.lexicons["fi"].entries)


def test_an_entry_knows_when_its_words_were_right(law: Vocabulary) -> None:
    (hit,) = law.lexicons["en-GB"].find("old_mechanism", "We rely on the Privacy Shield.")
    assert law.mechanisms[hit.entry.row].in_force(date(2019, 1, 1))
    assert not law.mechanisms[hit.entry.row].in_force(date(2020, 7, 16))


def test_a_phrase_is_found_across_a_line_break_and_once(law: Vocabulary) -> None:
    text = "We keep it until\n  further notice."
    (hit,) = law.lexicons["en-GB"].find("retention_vague", text)
    assert text[hit.start : hit.end] == hit.text == "until\n  further notice"
    (longest,) = law.lexicons["en-GB"].find("glossary", "the information security decree")
    assert longest.entry.use == "General Data Protection Regulation"


def test_an_unknown_lexicon_finds_nothing(law: Vocabulary) -> None:
    assert law.lexicons["fi"].find("no_such_lexicon", "mitä tahansa") == ()


# Mistakes


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("lawful-bases.yaml", "    mark: V1\n", "", "`mark` is missing"),
        ("lawful-bases.yaml", "mark: V1", "mark: V9", "`V9` is no value of `mark`"),
        ("lawful-bases.yaml", 'fi: "suostumus"', 'sv: "samtycke"', "in `fi` are missing"),
        ("lawful-bases.yaml", 'fi: "suostumus"', 'fi: ""', "in `fi` are empty"),
        ("lawful-bases.yaml", "seen_on: 2026-11-22", "seen_on: 2026-02-30", "no day of the calendar"),
        ("lawful-bases.yaml", "    seen_on: 2026-11-22\n", "", "`seen_on` is missing"),
        ("lawful-bases.yaml", "needs_law: false", 'needs_law: "false"', "neither true nor false"),
        ("lawful-bases.yaml", "valid_until:", "valid_untill:", "no field of this row"),
        (
            "mechanisms.yaml",
            "valid_until: 2020-07-15\n    source",
            "valid_until: 2010-07-15\n    source",
            "before it begins",
        ),
        ("mechanisms.yaml", "- scc_2004_915", "- scc_2010_87", "names another mechanism already"),
        ("mechanisms.yaml", "known_from: 2000-07-26", "known_from: 2020-07-26", "not in the order of time"),
        ("statutory-periods.yaml", "statute: fi-1336-1997", "statute: fi-1336-1979", "no statute `fi-1336-1979`"),
        ("statutory-periods.yaml", "trigger: recording", "trigger: recordin", "no trigger `recordin`"),
        ("statutory-periods.yaml", "minimum: P10Y", "minimum: 10 years", "`10 years` is no period"),
        ("statutory-periods.yaml", "    minimum: P10Y\n", "", "no length"),
        ("rights.yaml", '      "6(1)(c)":\n        verdict: "yes"\n', "", "whether it arises from 6(1)(c)"),
        ("rights.yaml", '- "9(2)(a)"', '- "9(2)(z)"', "no condition of Art. 9(2)"),
        ("lexicons/fi.yaml", r"\btoistaiseksi\b", "toistaiseksi(", "cannot be read"),
        ("lexicons/fi.yaml", r"\btoistaiseksi\b", "x*", "without any words"),
        ("lexicons/fi.yaml", "  rights_deadline:\n", "", "`rights_deadline` of `en-GB` is missing in `fi`"),
        ("lexicons/fi.yaml", "row: privacy_shield", "row: privacy_shiel", "no mechanism and no statute"),
        ("terms.yaml", 'fi: "kerääminen"', 'fi: ""', "in `fi` are empty"),
    ],
)
def test_a_mistake_in_a_row_is_a_finding(folder: Path, file: str, old: str, new: str, says: str) -> None:
    _, findings = _read_with(folder, file, old, new)
    assert [finding.rule for finding in findings] == ["vocabulary-row"]
    assert says in findings[0].message
    assert findings[0].fix


def test_a_verified_row_must_not_rest_on_memory(folder: Path) -> None:
    path = folder / "statutes.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "    mark: M\n    seen_on: 2026-11-22\n    verified_on:\n",
            "    mark: M\n    seen_on: 2026-11-22\n    verified_on: 2026-12-01\n",
            1,
        ),
        encoding="utf-8",
    )
    _, findings = read(folder)
    assert ["marked M" in finding.message for finding in findings] == [True]


def test_an_unknown_key_comes_with_the_nearest_one(folder: Path) -> None:
    _, findings = _read_with(folder, "lawful-bases.yaml", "valid_until:", "valid_untill:")
    assert [finding.did_you_mean for finding in findings] == ["valid_until"]
    assert str(findings[0].at) == "lawful-bases#rows/6(1)(a)/valid_untill"


def test_a_broken_row_is_left_out_and_the_others_stay(folder: Path) -> None:
    vocabulary, _ = _read_with(folder, "mechanisms.yaml", "  bcr:\n", "  bcr:\n    colour: red\n")
    assert "bcr" not in vocabulary.mechanisms
    assert "privacy_shield" in vocabulary.mechanisms


def test_a_missing_file_and_a_strange_file_are_findings(folder: Path) -> None:
    (folder / "triggers.yaml").rename(folder / "trigers.yaml")
    (folder / "lexicons" / "fi.yaml").unlink()
    _, findings = read(folder)
    messages = " ".join(finding.message for finding in findings)
    assert "no `triggers.yaml`" in messages
    assert "`trigers.yaml` is no kind of row" in messages
    assert "no lexicon for `fi`" in messages
    assert "triggers" in [finding.did_you_mean for finding in findings]
    assert len(findings) == 3


def test_a_file_that_cannot_be_read_is_said_once(folder: Path) -> None:
    (folder / "law-facts.yaml").write_text("rows: [", encoding="utf-8")
    vocabulary, findings = read(folder)
    assert vocabulary.law_facts == {}
    assert {finding.at.record for finding in findings} == {"law-facts"}
    assert "vocabulary-row" not in {finding.rule for finding in findings}
