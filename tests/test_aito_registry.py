"""Aito Support's registry keeps what the previous clause said, corrects what the law dictates and invents nothing."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest

from seloste import vocabulary as law
from seloste.cli import main
from seloste.findings import At
from seloste.link import link
from seloste.load import Sources, load
from seloste.model import Agreement, Part, Record, Registry, Service, texts
from seloste.validate import validate

ROOT = Path(__file__).parents[1]
REGISTRY = ROOT / "registry"
AUDIT = ROOT / "docs" / "seed-statements.md"

R = TypeVar("R", bound=Record)

LANGUAGES = ("en-GB", "fi")
DEAD_BASIS = re.compile(r"privacy[\s-]?shield|safe[\s-]?harbou?r|2016/1250", re.IGNORECASE)
WRONG_LAW = re.compile(r"information security decree", re.IGNORECASE)
PLACE = re.compile(r"`([a-z-]+(?:/[a-z0-9-]+)?)(?:#([a-z0-9_/]+))?`")
NUMBER = re.compile(r"\b[SWL][0-9]{2}\b")

# What Art. 28(3) asks a description of processing on behalf of somebody to say.
SERVICE_TERMS = (
    "roles",
    "agreement",
    "activities",
    "instructions",
    "change_notice",
    "subject_matter",
    "duration",
    "nature",
    "purpose",
    "data_types",
    "data_subjects",
    "controller_rights",
)
AGREEMENT_TERMS = (
    "subject_matter",
    "duration",
    "nature",
    "purpose",
    "data_types",
    "data_subjects",
    "controller_obligations_and_rights",
    "clauses_present",
    "sub_processor_authorisation",
    "notice_period_days",
    "sub_processors",
    "end_of_service",
    "breach_notice_hours",
    "assistance",
    "audit",
)
FOR_PEOPLE_TO_ENTER = {
    "approved_by",
    "approved_on",
    "assessed_on",
    "assessor",
    "outcome",
    "completed_on",
    "tested_on",
    "signed_on",
    "concluded_on",
    "done_on",
    "verified_on",
    "notified_to_sa_on",
    "sa_informed_on",
    "effective_from",
    "version",
    "dpf",
    "scc",
    "tia",
}
# A few words by which a reader recognises each statement that is still true: English, Finnish.
STILL_TRUE = {
    "S01": ("privately owned service company", "yksityisomisteinen palveluyritys"),
    "S02": (
        "companies, public organisations and consumers",
        "yrityksille, julkisille organisaatioille ja kuluttajille",
    ),
    "S04": (
        "visitors to our website, the customers of our web store and our other customers",
        "verkkosivustomme kävijöiden, verkkokauppamme asiakkaiden ja muiden asiakkaidemme",
    ),
    "S06": ("in our shops", "myymälöissämme"),
    "S07": ("for our customers as a processor", "asiakkaidemme puolesta henkilötietojen käsittelijänä"),
    "S08": ("service descriptions and contract terms", "palvelukuvauksissa ja sopimusehdoissa"),
    "S09": ("Giving customer service", "Asiakaspalvelu"),
    "S10": ("manage, tend and maintain the customer relationship", "Hoidamme ja ylläpidämme asiakassuhdetta"),
    "S11": ("advance our sales", "Edistämme myyntiämme"),
    "S12": ("remote sales", "etämyynnissä"),
    "S13": ("direct marketing", "suoramarkkinointia"),
    "S14": ("Targeting marketing", "Markkinoinnin kohdentaminen"),
    "S15": (
        "produce and carry out the services that you have ordered",
        "Tuotamme ja toteutamme palvelut, jotka olet tilannut",
    ),
    "S16": ("Without the information we cannot", "Ilman tietoja emme voi"),
    "S17": ("We tell you about your orders", "Kerromme tilauksistasi"),
    "S18": ("collect payments that have fallen due", "perimme erääntyneet saatavat"),
    "S19": ("Targeting the advertisements", "mainosten kohdentaminen"),
    "S20": ("opinion and market surveys", "mielipide- ja markkinatutkimuksi"),
    "S22": ("compile statistics", "Laadimme tilastoja"),
    "S23": ("segments and profiles", "segmentteihin ja profiileihin"),
    "S24": ("to make it more appealing", "jotta sisältö olisi kiinnostavampaa"),
    "S26": ("Name, e-mail address, phone number", "Nimi, sähköpostiosoite, puhelinnumero"),
    "S29": ("Contact details of the company", "Edustamasi yrityksen tai muun organisaation yhteystiedot"),
    "S30": ("Your position in the organisation", "Asemasi organisaatiossa"),
    "S31": ("Orders and cancellations", "Tilaukset ja peruutukset"),
    "S32": ("Payment and billing information", "Maksu- ja laskutustiedot"),
    "S33": ("Customer feedback", "Asiakaspalaute"),
    "S34": ("Consents, permissions and refusals", "Suostumukset, luvat ja kiellot"),
    "S35": ("Interests you have told us", "Ilmoittamasi kiinnostuksen kohteet"),
    "S36": ("User name and other registration details", "Käyttäjätunnus ja muut tilisi rekisteröintitiedot"),
    "S37": ("we update and supplement customer details", "josta päivitämme ja täydennämme asiakastietoja"),
    "S38": ("activate your user account", "Aktivoimme käyttäjätilisi"),
    "S39": ("Your employer, when it orders a service for you", "Työnantajasi, kun se tilaa sinulle palvelun"),
    "S40": (
        "the information you give and the information collected from your use",
        "antamiasi ja palveluidemme käytöstä kerättyjä tietoja",
    ),
    "S41": ("infer from it what interests you", "päättelemme niistä, mikä sinua kiinnostaa"),
    "S43": (
        "our rights and duties concerning the product or service that you have ordered or bought",
        "tilaamaasi tai ostamaasi tuotetta tai palvelua koskevat oikeutemme ja velvollisuutemme",
    ),
    "S44": ("to create customer relationships", "luodaksemme asiakassuhteita"),
    "S48": ("Preventing and investigating abuse", "väärinkäytön estäminen ja selvittäminen"),
    "S49": ("Keeping our systems and services secure", "tietoturvan varmistaminen"),
    "S54": (
        "systems of our operator partner and of software manufacturers",
        "operaattorikumppanimme ja ohjelmistovalmistajien järjestelmissä",
    ),
    "S56": ("Accounting Act", "kirjanpitolain"),
    "S57": ("other compelling legislation", "muu pakottava lainsäädäntö"),
    "S58": ("also after the customer relationship has ended", "myös asiakassuhteen päätyttyä"),
    "S60": ("so that it is easy to use", "jotta sivustoa on helppo käyttää"),
    "S61": (
        "They keep the website and your visit to it secure",
        "Ne huolehtivat verkkosivuston ja käyntisi tietoturvasta",
    ),
    "S62": ("correct and change the functions of the website", "uudistamme sivuston toimintoja"),
    "S63": (
        "files commonly used by websites that your browser saves",
        "verkkosivustojen yleisesti käyttämiä tiedostoja, jotka selain tallentaa",
    ),
    "S64": ("whether you have visited the website before", "oletko käynyt sivustolla aiemmin"),
    "S67": ("in the settings of your browser", "selaimesi asetuksista"),
    "S71": ("Contracts with our subcontractors ensure", "Varmistamme alihankkijoidemme kanssa tehdyillä sopimuksilla"),
    "S73": ("With your consent we disclose your details", "Luovutamme suostumuksellasi tietosi"),
    "S76": ("sale, purchase, merger or reorganisation of a business", "Yritysjärjestelyt"),
    "S77": ("when a law obliges us to", "kun laki velvoittaa meidät"),
    "S78": ("We process personal data in Finland", "Käsittelemme henkilötietoja Suomessa"),
    "S79": (
        "elsewhere in the European Economic Area or in the United States",
        "muualla Euroopan talousalueella tai Yhdysvalloissa",
    ),
    "S83": ("if you refuse marketing", "jos kiellät markkinoinnin"),
    "S84": ("go through our personal data regularly", "Käymme henkilötietomme läpi säännöllisesti"),
    "S87": (
        "correct, update or complete data that are inaccurate, incomplete or outdated",
        "oikaisemaan, päivittämään tai täydentämään virheelliset, puutteelliset tai vanhentuneet",
    ),
    "S89": ("information that the law obliges us to keep", "tietoja, jotka laki velvoittaa meidät säilyttämään"),
    "S91": ("block cookies and delete them", "estää evästeet ja poistaa ne"),
    "S92": (
        "the website and its services do not work as intended",
        "verkkosivusto ja sen palvelut eivät toimi tarkoitetulla tavalla",
    ),
    "S94": ("contact our customer service", "ota yhteyttä asiakaspalveluumme"),
    "S95": ("withdraw your consent at any time", "peruuttaa suostumuksesi milloin tahansa"),
}
CANDIDATES = ("services", "agreements", "activities")


@pytest.fixture(scope="module")
def sources() -> Sources:
    read, findings = load(REGISTRY)
    assert findings == []
    fit, findings = validate(read, ROOT / "schemas")
    assert findings == []
    return fit


@pytest.fixture(scope="module")
def registry(sources: Sources) -> Registry:
    vocabulary, findings = law.read(ROOT / "schemas" / "vocabulary")
    assert findings == []
    linked, findings = link(sources, vocabulary)
    assert findings == []
    return linked


@pytest.fixture(scope="module")
def audit() -> Mapping[str, str]:
    """The rows of the table, by their number."""
    rows = [line.split("|")[1:-1] for line in AUDIT.read_text("utf-8").splitlines() if line.startswith("| ")]
    numbered = {cells[0].strip(): " | ".join(cells[1:]) for cells in rows if NUMBER.fullmatch(cells[0].strip())}
    assert len(numbered) == sum(1 for cells in rows if NUMBER.fullmatch(cells[0].strip())), "a number stands twice"
    return numbered


# --- the table ---


def test_every_statement_error_and_gap_stands_in_the_table(audit: Mapping[str, str]) -> None:
    expected = [
        f"{kind}{number:02}" for kind, last in (("S", 99), ("W", 22), ("L", 30)) for number in range(1, last + 1)
    ]
    assert list(audit) == expected


def test_every_row_of_the_table_names_a_place(audit: Mapping[str, str]) -> None:
    assert [number for number, row in audit.items() if not PLACE.search(row)] == []


def test_every_place_in_the_table_exists(audit: Mapping[str, str], sources: Sources) -> None:
    missing = []
    for number, row in audit.items():
        for record, path in PLACE.findall(row):
            source = sources.records.get(record)
            if source is None or (path and not _stands(source.data, path)):
                missing.append(f"{number}: {record}#{path}")
    assert missing == []


def test_the_table_covers_the_registry(audit: Mapping[str, str], registry: Registry) -> None:
    """An activity, purpose or service that no statement stands behind would be an invention."""
    named = {record for row in audit.values() for record, _ in PLACE.findall(row)}
    by_the_table = {At("activities/" + id) for id in registry.activities if f"activities/{id}" in named}
    candidates = {record.at for record in registry.activities.values() if _is_wholly_unconfirmed(record)}
    assert {record.at for record in registry.activities.values()} == by_the_table | candidates
    assert {f"services/{id}" for id in registry.services} <= named
    assert {f"cookies/{id}" for id in registry.cookies} <= named
    assert {f"fragments/{id}" for id in registry.fragments} <= named


def test_the_table_speaks_of_the_clause_and_of_nothing_private() -> None:
    text = AUDIT.read_text("utf-8")
    assert "previous information security clause" in text
    assert "/work" not in text and "shared/" not in text


# --- the corrections ---


@pytest.mark.parametrize("number", [f"W{number:02}" for number in range(1, 23)])
def test_each_error_is_named_by_the_records_that_correct_it(
    number: str, audit: Mapping[str, str], sources: Sources
) -> None:
    corrected = [record for record, _ in PLACE.findall(audit[number])]
    silent = [record for record in corrected if number not in str(sources.records[record].data.get("change_note", ""))]
    assert corrected
    assert silent == []


def test_the_dead_basis_for_the_united_states_stands_in_change_notes_alone(sources: Sources) -> None:
    assert [str(at) for at, text in _strings(sources) if DEAD_BASIS.search(text) and "change_note" not in at.path] == []
    assert "Privacy Shield" in str(sources.records["transfers/united-states"].data["change_note"])


def test_the_law_that_never_existed_stands_in_change_notes_alone(sources: Sources) -> None:
    assert [str(at) for at, text in _strings(sources) if WRONG_LAW.search(text) and "change_note" not in at.path] == []


def test_the_transfer_to_the_united_states_has_no_ground_until_the_company_names_one(registry: Registry) -> None:
    transfer = registry.transfers["united-states"]
    assert transfer.country == "US"
    for field in ("mechanism", "importer", "data_categories", "purposes"):
        assert getattr(transfer, field) is not None or registry.awaits_confirmation(transfer.at / field), field
    assert transfer.mechanism is None or not transfer.mechanism.kind.historic


def test_contact_persons_are_never_bound_by_a_contract(registry: Registry) -> None:
    assert registry.data_subjects["company-contacts"].party_to_contract == "no"
    activity = registry.activities["company-contacts"]
    articles = [entry.lawful_basis.article.id for entry in activity.purposes or () if entry.lawful_basis]
    assert articles == ["6(1)(f)"]


def test_the_accounting_act_is_confirmed_and_its_periods_are_those_of_the_law(registry: Registry) -> None:
    basis = registry.lawful_bases["accounting-act"]
    assert basis.article.id == "6(1)(c)" and basis.unconfirmed == ()
    assert basis.law_reference is not None and basis.law_reference.statute is not None
    assert basis.law_reference.statute.id == "fi-1336-1997"
    for id, period, trigger, law_row in (
        ("accounting-vouchers", "P6Y", "end_of_calendar_year_of_fy_end", "fi_acc_vouchers"),
        ("accounting-books", "P10Y", "end_of_financial_year", "fi_acc_books"),
    ):
        retention = registry.retention_periods[id]
        assert str(retention.duration) == period
        assert [row.id for row in retention.trigger or ()] == [trigger]
        assert retention.statutory_basis is not None and retention.statutory_basis.id == law_row
        for field in ("duration", "trigger", "statutory_basis"):
            assert registry.awaits_confirmation(retention.at / field) is None


def test_every_period_that_no_statute_sets_is_a_proposal(registry: Registry) -> None:
    chosen = [record for record in _drafts(registry.retention_periods) if record.statutory_basis is None]
    assert chosen
    assert [record.id for record in chosen if not _is_wholly_unconfirmed(record)] == []


def test_nobody_has_to_accept_the_notice(registry: Registry) -> None:
    assert registry.notices["privacy-notice"].acceptance_required is False


def test_the_supervisory_authority_is_known(registry: Registry) -> None:
    organisation = registry.organisation
    assert organisation is not None and organisation.supervisory_authority is not None
    assert organisation.supervisory_authority.id == "fi-data-protection-ombudsman"
    assert registry.awaits_confirmation(organisation.at / "supervisory_authority") is None


# --- nothing invented ---


@pytest.mark.parametrize(
    "field",
    [
        "legal_name",
        "business_id",
        "legal_form",
        "postal_address",
        "contact_channels",
        "privacy_contact",
        "dpo",
        "financial_year_end",
    ],
)
def test_what_only_the_company_knows_about_itself_is_a_question(field: str, registry: Registry) -> None:
    organisation = registry.organisation
    assert organisation is not None
    known = getattr(organisation, field) is not None
    asked = registry.awaits_confirmation(organisation.at / field) is not None
    assert known != asked


def test_no_approval_assessment_test_or_signature_is_written_into_a_draft(sources: Sources) -> None:
    drafts = [source for source in sources.records.values() if source.data.get("status") == "draft"]
    assert drafts
    written = [
        f"{source.record}#{key}" for source in drafts for key in _keys(source.data) if key in FOR_PEOPLE_TO_ENTER
    ]
    assert written == []


def test_no_date_is_written_into_a_draft(registry: Registry) -> None:
    drafts = [record for record in registry.records() if record.status == "draft"]
    assert drafts
    assert [str(at) for record in drafts for at, value in _values(record) if isinstance(value, date)] == []


def test_every_record_says_how_far_it_is(registry: Registry) -> None:
    assert [record.id for record in registry.records() if record.status is None] == []


def test_every_basis_that_is_a_choice_is_a_proposal(registry: Registry) -> None:
    """Contract as the clause stated it and statutes stand; consent and interests are for the company to choose."""
    chosen = [basis for basis in _drafts(registry.lawful_bases) if basis.article.id in ("6(1)(a)", "6(1)(f)")]
    assert chosen
    assert [basis.id for basis in chosen if not basis.unconfirmed] == []
    assert [basis.id for basis in chosen if basis.article.id == "6(1)(f)" and basis.lia is None] == []


def test_every_balancing_test_is_a_draft_without_an_outcome(registry: Registry) -> None:
    tests = _drafts(registry.assessments)
    assert tests
    for assessment in tests:
        assert assessment.interest and assessment.necessity and assessment.balancing, assessment.id
        assert assessment.outcome is None and assessment.assessed_on is None, assessment.id
        assert registry.awaits_confirmation(assessment.at / "outcome"), assessment.id


def test_the_class_and_the_name_of_every_cookie_are_proposals(registry: Registry) -> None:
    drafts = _drafts(registry.cookies)
    assert drafts
    for cookie in drafts:
        for field in ("name", "category", "duration", "provider", "third_party_access"):
            assert registry.awaits_confirmation(cookie.at / field), f"{cookie.id}: {field}"


def test_every_question_is_a_question_and_asked_once(registry: Registry) -> None:
    asked = [fact.question for facts in registry.unconfirmed.values() for fact in facts]
    assert sorted(asked) == sorted(set(asked))
    assert [question for question in asked if "?" not in question] == []


def test_what_the_clause_does_not_touch_is_a_question_and_no_activity(registry: Registry) -> None:
    organisation = registry.organisation
    assert organisation is not None
    topics = " ".join(organisation.questions)
    for topic in ("Staff", "Recruitment", "Cameras", "Suppliers", "Rights requests", "Breaches"):
        assert topic in topics
    tags = {tag for activity in registry.activities.values() for tag in activity.tags}
    assert tags & {"hr", "recruitment", "cctv", "supplier", "rights_requests", "breach_log"} == set()


# --- the notice ---


@pytest.fixture(scope="module")
def notices(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The text of the notice in each language, in small letters, as the build writes it."""
    output = tmp_path_factory.mktemp("output")
    call = ["build", "--registry", str(REGISTRY), "--output", str(output), "--only", "clause", "--format", "html"]
    assert main([*call, "--as-of", "2026-11-22"]) == 0
    pages = {tag: (output / "public" / tag / "privacy-notice.html").read_text("utf-8") for tag in LANGUAGES}
    return {tag: " ".join(_text_of(page).split()).lower() for tag, page in pages.items()}


@pytest.mark.parametrize("number", STILL_TRUE)
def test_the_notice_says_what_is_still_true_of_the_previous_clause(number: str, notices: Mapping[str, str]) -> None:
    for tag, words in zip(LANGUAGES, STILL_TRUE[number], strict=True):
        assert words.lower() in notices[tag], tag


def test_the_notice_names_no_law_and_no_ground_that_is_not_there(notices: Mapping[str, str]) -> None:
    for page in notices.values():
        assert not DEAD_BASIS.search(page)
        assert not WRONG_LAW.search(page)


# --- activities and services ---


def test_there_are_about_twenty_activities(registry: Registry) -> None:
    assert 18 <= len(registry.activities) <= 24


def test_every_controller_activity_is_complete_or_asks(registry: Registry) -> None:
    asked = (
        "purposes",
        "data_subjects",
        "data_categories",
        "operations",
        "recipients",
        "systems",
        "transfers",
        "security_measures",
        "provision_of_data",
        "automated_decision",
        "profiling",
        "direct_marketing",
        "responsible",
        "started_on",
        "notices",
    )
    for activity in registry.activities.values():
        if activity.role == "processor":
            continue
        for field in asked:
            known = getattr(activity, field) is not None
            assert known or registry.awaits_confirmation(activity.at / field), f"{activity.id}: {field}"
        for entry in activity.data_categories or ():
            assert entry.category and entry.sources and entry.retention, str(entry.at)


@pytest.mark.parametrize("folder", CANDIDATES)
def test_candidate_services_are_wholly_unconfirmed(folder: str, registry: Registry) -> None:
    candidates: Mapping[str, list[Record]] = {
        "services": list(_drafts(registry.services)),
        "agreements": [a for a in _drafts(registry.agreements) if a.direction == "we_are_processor"],
        "activities": [a for a in _drafts(registry.activities) if a.role == "processor"],
    }
    assert candidates[folder]
    assert [record.id for record in candidates[folder] if not _is_wholly_unconfirmed(record)] == []


def test_candidate_services_have_every_term_of_article_28(registry: Registry) -> None:
    for service in registry.services.values():
        assert _absent(service, SERVICE_TERMS) == []
        assert isinstance(service.agreement, Agreement)
        assert _absent(service.agreement, AGREEMENT_TERMS) == []
        assert set(service.agreement.clauses_present or ()) == {*"abcdefgh", "infringing_instruction"}
        end = service.agreement.end_of_service
        assert end is not None and end.choice and end.deadline and end.proof and end.backups
        assert {role.role for role in service.roles or ()} == {"processor", "controller"}
        assert "consumer" not in (service.customer_types or ())


def test_the_controllers_of_each_processor_activity_are_asked_for(registry: Registry) -> None:
    processing = [activity for activity in _drafts(registry.activities) if activity.role == "processor"]
    assert processing
    for activity in processing:
        assert activity.on_behalf_of is None
        asked = [fact.question for fact in activity.unconfirmed if fact.at == activity.at / "on_behalf_of"]
        assert len(asked) == 1 and "Art. 30(2)(a)" in asked[0]
        assert all(entry.lawful_basis is None for entry in activity.purposes or ())


# --- the words ---


def test_every_text_stands_in_both_languages(registry: Registry) -> None:
    lacking = [
        f"{text.at} ({tag})"
        for record in registry.records()
        for text in texts(record)
        for tag in LANGUAGES
        if not text.words.get(tag, "").strip()
    ]
    assert lacking == []


def test_the_languages_do_not_share_a_text(registry: Registry) -> None:
    copied = [str(t.at) for record in registry.records() for t in texts(record) if t.words["en-GB"] == t.words["fi"]]
    assert copied == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_purposes_data_recipients_and_transfers_do_not_hedge(language: str, registry: Registry) -> None:
    lexicon = registry.vocabulary.lexicons[language]
    holders: list[Record] = [
        *registry.purposes.values(),
        *registry.data_categories.values(),
        *registry.data_subjects.values(),
        *registry.data_sources.values(),
        *registry.parties.values(),
        *registry.transfers.values(),
        *registry.cookies.values(),
        *registry.fragments.values(),
    ]
    hits = [
        f"{text.at}: {hit.text}"
        for record in holders
        for text in texts(record)
        for name in ("hedges", "ie")
        for hit in lexicon.find(name, text.words[language])
    ]
    assert hits == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name",
    [
        "acceptance",
        "consent_by_use",
        "contradiction",
        "no_personal_data",
        "disclaimer",
        "old_mechanism",
        "old_law",
        "authority_on_request",
        "disclosure_opt_out",
        "cookies_necessary",
        "right_limited",
        "glossary",
    ],
)
def test_no_text_repeats_an_error_of_the_previous_clause(language: str, name: str, registry: Registry) -> None:
    lexicon = registry.vocabulary.lexicons[language]
    assert name in lexicon.entries
    hits = [
        f"{text.at}: {hit.text}"
        for record in registry.records()
        for text in texts(record)
        for hit in lexicon.find(name, text.words[language])
    ]
    assert hits == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_purposes_are_concrete(language: str, registry: Registry) -> None:
    lexicon = registry.vocabulary.lexicons[language]
    for purpose in registry.purposes.values():
        assert purpose.plain_text is not None, purpose.id
        for text in (purpose.label, purpose.plain_text):
            assert lexicon.find("purpose_vague", text.words[language]) == (), str(text.at)
        assert len(purpose.plain_text.words[language].split()) >= 4, purpose.id


def test_every_file_names_its_schema_for_the_editor() -> None:
    files = sorted(REGISTRY.rglob("*.yaml"))
    assert len(files) > 100
    for file in files:
        first = file.read_text("utf-8").splitlines()[0]
        found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert found and (file.parent / found[1]).resolve().is_file(), str(file)


def _text_of(page: str) -> str:
    without = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", without))


def _stands(data: object, path: str) -> bool:
    """Is the field written, or asked for under `unconfirmed`?"""
    assert isinstance(data, Mapping)
    asked = data.get("unconfirmed", {})
    field = path.split("/")[0]
    return field in data or (
        isinstance(asked, Mapping) and any(key.split("/")[0] in (field, "everything") for key in asked)
    )


def _drafts(records: Mapping[str, R]) -> tuple[R, ...]:
    return tuple(record for record in records.values() if record.status == "draft")


def _is_wholly_unconfirmed(record: Record) -> bool:
    return any(fact.at == record.at for fact in record.unconfirmed)


def _absent(record: Service | Agreement, terms: tuple[str, ...]) -> list[str]:
    return [f"{record.id}: {term}" for term in terms if getattr(record, term) in (None, ())]


def _strings(sources: Sources) -> Iterator[tuple[At, str]]:
    for source in sources.records.values():
        yield from _strings_in(source.data, At(source.record))


def _strings_in(value: object, at: At) -> Iterator[tuple[At, str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _strings_in(item, at / key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _strings_in(item, at / index)


def _keys(value: object) -> Iterator[str]:
    """Every key that holds a fact; the paths under `unconfirmed` are questions."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key != "unconfirmed":
                yield key
                yield from _keys(item)
    elif isinstance(value, list):
        for item in value:
            yield from _keys(item)


def _values(holder: Record | Part) -> Iterator[tuple[At, object]]:
    """Every plain value of a record and of the parts inside it."""
    for field in fields(holder):
        yield from _values_in(getattr(holder, field.name), holder.at / field.name)


def _values_in(value: object, at: At) -> Iterator[tuple[At, object]]:
    if isinstance(value, Part):
        yield from _values(value)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _values_in(item, at / index)
    elif not isinstance(value, Record):
        yield at, value
