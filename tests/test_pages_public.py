"""The public pages as a reader gets them: everything the law asks for, in order, with a place, and nothing internal."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from conftest import AS_OF, REGISTRIES, folders
from seloste import pipeline, resources

AITO = Path(__file__).parents[1] / "registry"
ASSETS = resources.templates() / "assets"


class Html(HTMLParser):
    """What the tests ask of a page: its headings, ids, links, facts and table cells, its language and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.elements if attribute in attributes]


def pages_of(registry: Path, output: Path) -> dict[str, Html]:
    place = folders(registry, output)
    judged = pipeline.judge(place, AS_OF, lambda *_: None, final=False)
    _, findings = pipeline.edition(judged, place, pipeline.Choice(formats=("html",)), AS_OF, lambda *_: None)
    assert findings == []
    public = output / "public"
    return {path.relative_to(public).as_posix(): Html(path.read_text("utf-8")) for path in public.rglob("*.html")}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Html]:
    return pages_of(REGISTRIES / "complete", tmp_path_factory.mktemp("example") / "output")


@pytest.fixture(scope="module")
def aito(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Html]:
    return pages_of(AITO, tmp_path_factory.mktemp("aito") / "output")


@pytest.fixture(scope="module")
def every_page(example: dict[str, Html], aito: dict[str, Html]) -> dict[str, Html]:
    assert len(example) >= 10 and len(aito) >= 8
    return {**{f"example/{name}": page for name, page in example.items()}, **aito}


# --- form ---


def test_headings_stand_in_order(every_page: dict[str, Html]) -> None:
    for name, page in every_page.items():
        assert page.headings.count(1) == 1, name
        for before, level in pairwise(page.headings):
            assert level <= before + 1, (name, page.headings)


def test_the_first_heading_is_the_title(every_page: dict[str, Html]) -> None:
    assert {page.headings[0] for page in every_page.values()} == {1}


def test_no_id_stands_twice_and_no_link_leads_nowhere(every_page: dict[str, Html]) -> None:
    for name, page in every_page.items():
        ids = page.all("id")
        assert len(ids) == len(set(ids)), (name, sorted(one for one in ids if ids.count(one) > 1))
        dead = [href for href in page.all("href") if href.startswith("#") and href[1:] not in ids]
        assert dead == [], name


def test_links_between_pages_lead_to_pages(example: dict[str, Html], aito: dict[str, Html]) -> None:
    for pages in (example, aito):
        for name, page in pages.items():
            folder = Path(name).parent
            for tag, attributes in page.elements:
                href = attributes.get("href", "")
                if tag != "a" or re.match(r"#|https?:|mailto:|tel:", href) or href.endswith(".pdf"):
                    continue
                target = re.sub(r"[^/]+/\.\./", "", (folder / href).as_posix())
                assert target in pages, (name, href)


def test_every_header_cell_has_a_scope_and_spans_nothing(every_page: dict[str, Html]) -> None:
    cells = 0
    for name, page in every_page.items():
        for tag, attributes in page.elements:
            if tag in ("th", "td"):
                cells += 1
                assert tag == "td" or attributes.get("scope") in ("col", "row"), name
                assert not {"colspan", "rowspan"} & set(attributes), name
    assert cells > 500


def test_every_cell_that_becomes_a_card_has_its_label(every_page: dict[str, Html]) -> None:
    for name, page in every_page.items():
        for tag, attributes in page.elements:
            assert tag != "td" or attributes.get("data-label"), name


def test_a_page_has_its_landmarks_and_its_language(every_page: dict[str, Html]) -> None:
    for name, page in every_page.items():
        tags = [tag for tag, _ in page.elements]
        assert (tags.count("main"), tags.count("footer")) == (1, 1), name
        assert {"header", "nav"} <= set(tags), name
        language = next(attributes["lang"] for tag, attributes in page.elements if tag == "html")
        assert language in name.split("/")
        assert "#content" in page.all("href"), name


def test_a_page_needs_no_script_no_inline_style_and_nobody_else(every_page: dict[str, Html]) -> None:
    for name, page in every_page.items():
        assert not page.all("style"), name
        for tag, attributes in page.elements:
            assert tag not in ("script", "style", "iframe", "img", "form"), name
            if tag == "link":
                assert not re.match(r"[a-z]+:|//", attributes["href"]), (name, attributes)


def test_styles_load_their_own_fonts_alone() -> None:
    for sheet in ("screen.css", "print.css"):
        text = (ASSETS / sheet).read_text("utf-8")
        addresses = re.findall(r"url\(\"?([^\")]+)", text)
        assert len(addresses) >= 4
        assert all((ASSETS / address).is_file() for address in addresses)
        assert not re.search(r"@import|opacity\s*:", text)


def test_the_page_links_to_itself_in_every_language(example: dict[str, Html]) -> None:
    page = example["en-GB/privacy-notice.html"]
    alternates = {
        attributes["hreflang"]: attributes["href"]
        for tag, attributes in page.elements
        if tag == "link" and attributes["rel"] == "alternate"
    }
    assert alternates == {"en-GB": "privacy-notice.html", "fi": "../fi/privacy-notice.html"}


# --- content ---

NOTICE_ITEMS = {
    "13(1)(a), 14(1)(a)": [
        "organisation#legal_name",
        "organisation#postal_address",
        "organisation#contact_channels/email",
    ],
    "13(1)(b), 14(1)(b)": ["organisation#dpo/contact/email"],
    "13(1)(c), 14(1)(c)": ["purposes/.*#label", "lawful-bases/.*#article"],
    "13(1)(d), 14(2)(b)": ["lawful-bases/.*#legitimate_interest"],
    "14(1)(d)": ["data-categories/.*#label"],
    "13(1)(e), 14(1)(e)": ["(processors|parties)/.*#legal_name", "activities/.*#recipients/[0-9]+/role"],
    "13(1)(f), 14(1)(f)": [
        "transfers/.*#country",
        "transfer-mechanisms/.*#kind",
        "transfer-mechanisms/.*#adequacy_decision",
        "transfer-mechanisms/.*#copy_of_safeguards",
    ],
    "13(2)(a), 14(2)(a)": ["retention-periods/.*#duration", "retention-periods/.*#criteria"],
    "13(2)(b), 14(2)(c)": [
        r"rights#rows/15",
        r"rights#rows/16",
        r"rights#rows/17",
        r"rights#rows/18",
        r"rights#rows/20",
    ],
    "13(2)(c), 14(2)(d)": ["lawful-bases/.*#consent/withdrawal_channel", r"rights#rows/7\(3\)"],
    "13(2)(d), 14(2)(e)": ["organisation#supervisory_authority", "rights#rows/77"],
    "13(2)(e)": ["activities/.*#provision_of_data/nature", "activities/.*#provision_of_data/consequence"],
    "13(2)(f), 14(2)(g)": ["activities/.*#automated_decision/logic", "activities/.*#profiling/used"],
    "14(2)(f)": ["data-sources/.*#(name|label)", "data-sources/.*#publicly_accessible"],
    "13(3), 14(4)": ["notices/.*#change_summary"],
    "14(3)": ["data-sources/.*#informed_when"],
    "21(4)": [r"rights#rows/21\(1\)", r"rights#rows/21\(2\)"],
    "26(1)-(2)": ["joint-arrangements/.*#essence_for_data_subjects", "joint-arrangements/.*#contact_point/email"],
    "8": ["activities/.*#children/targeted", "activities/.*#children/parental_authorisation"],
    "9": ["activities/.*#purposes/[0-9]+/special_data/[0-9]+/condition"],
    "10": ["activities/.*#purposes/[0-9]+/art10_authorisation"],
    "87": ["activities/.*#purposes/[0-9]+/national_id_ground"],
    "12(2)-(6)": ["rights/.*#contact/email", "rights/.*#response_period", "rights/.*#fee", "rights/.*#identity_check"],
    "917/2014 s. 205": [
        "cookies/.*#name",
        "cookies/.*#duration",
        "cookies/.*#third_party_access",
        "cookies/.*#consent/.*",
    ],
    "version": ["notices/.*#version", "notices/.*#effective_from"],
}


@pytest.mark.parametrize("language", ["en-GB", "fi"])
@pytest.mark.parametrize("article", NOTICE_ITEMS)
def test_the_notices_say_what_the_article_asks_for(example: dict[str, Html], article: str, language: str) -> None:
    notices = [page for name, page in example.items() if re.fullmatch(f"{language}/.*notice.html", name)]
    facts = {fact for page in notices for fact in page.all("data-fact")}
    missing = [one for one in NOTICE_ITEMS[article] if not any(re.fullmatch(one, fact) for fact in facts)]
    assert missing == []


SERVICE_ITEMS = (
    *("name", "public_description", "roles/[0-9]+/scope", "roles/[0-9]+/role", "customer_types/[0-9]+"),
    *("subject_matter", "duration", "nature", "purpose", "instructions", "controller_rights", "change_notice"),
)
AGREEMENT_ITEMS = (
    *("sub_processors/[0-9]+/task", "sub_processors/[0-9]+/location", "sub_processor_authorisation"),
    *("end_of_service/choice", "breach_notice_hours", "assistance", "audit", "clauses_present/[0-9]+"),
)


def test_a_service_description_has_every_term_of_article_28(example: dict[str, Html]) -> None:
    page = example["en-GB/service-managed-workstations.html"]
    facts = page.all("data-fact")
    wanted = [f"services/managed-workstations#{item}" for item in SERVICE_ITEMS]
    wanted += [f"agreements/.*#{item}" for item in AGREEMENT_ITEMS]
    wanted += ["data-categories/.*#label", "data-subjects/.*#label", "security-measures/.*#public_text"]
    assert [one for one in wanted if not any(re.fullmatch(one, fact) for fact in facts)] == []
    for point in "abcdefgh":
        assert f"({point}) " in page.text


def test_the_right_to_object_stands_in_a_box_of_its_own(example: dict[str, Html]) -> None:
    page = example["en-GB/privacy-notice.html"]
    boxes = [attributes for tag, attributes in page.elements if attributes.get("class") == "box"]
    assert [box["id"] for box in boxes] == ["objection"]
    rights = [one for one in page.all("id") if one.startswith("right-")]
    assert rights and not any("21" in one for one in rights)


def test_the_start_page_leads_to_every_notice_and_service(example: dict[str, Html]) -> None:
    hrefs = set(example["fi/index.html"].all("href"))
    wanted = {Path(name).name for name in example if name.startswith("fi/") and not name.endswith("index.html")}
    assert wanted <= hrefs


def test_a_final_page_is_no_draft_and_a_draft_says_so(example: dict[str, Html], aito: dict[str, Html]) -> None:
    assert "awaits" not in " ".join(cls for page in example.values() for cls in page.all("class")).split()
    for name, page in aito.items():
        assert "draft" in page.all("class"), name
        assert ("Draft." in page.text) or ("Luonnos." in page.text), name
        assert "noindex, nofollow" in page.all("content"), name


def test_what_awaits_confirmation_is_marked_in_words(aito: dict[str, Html]) -> None:
    page = aito["en-GB/privacy-notice.html"]
    marks = page.all("class").count("awaits")
    assert marks > 50
    assert page.text.count("to be confirmed") >= marks


INTERNAL = (
    "systems/",
    "assessments/",
    "#internal",
    "#change_note",
    "#owner",
    "#doc_ref",
    "#unconfirmed",
    "_ref#",
    "#lia",
)


def test_no_internal_place_stands_on_a_public_page(every_page: dict[str, Html]) -> None:
    for name, page in every_page.items():
        facts = page.all("data-fact")
        assert not [fact for fact in facts if any(part in fact for part in INTERNAL)], name
        assert not [fact for fact in facts if fact.endswith(("record_ref", "wording_ref", "log_ref"))], name


CUSTOMER = """id: secret-customer
kind: customer
legal_name: Zanarkanda Oy
trade_names: [Zanarkanda]
established_in: BR
description: Zanarkanda makes fictional bells.
status: approved
owner: Head of Services
"""


def test_a_customer_is_never_named_in_public(tmp_path: Path) -> None:
    overlay, output = tmp_path / "overlay", tmp_path / "output"
    for path, text in {
        "parties/secret-customer.yaml": CUSTOMER,
        "transfers/night-desk-in-brazil.yaml": "id: night-desk-in-brazil\nimporter: secret-customer\n",
        "joint-arrangements/keto-programme.yaml": "id: keto-programme\nparties: [secret-customer]\n",
        "cookies/visit-counter.yaml": "id: visit-counter\nprovider: secret-customer\n",
    }.items():
        assert path.startswith("parties/") or (REGISTRIES / "complete" / path).is_file()
        (overlay / path).parent.mkdir(parents=True, exist_ok=True)
        (overlay / path).write_text(text, encoding="utf-8")
    place = folders(REGISTRIES / "complete", output, overlay)
    judged = pipeline.judge(place, AS_OF, lambda *_: None, final=False)
    _, findings = pipeline.edition(judged, place, pipeline.Choice(formats=("html",)), AS_OF, lambda *_: None)
    assert findings == []
    internal = "".join(path.read_text("utf-8") for path in (output / "internal").rglob("*.html"))
    public = {path.name: path.read_text("utf-8") for path in (output / "public").rglob("*.html")}
    assert "Zanarkanda" in internal
    assert [name for name, text in public.items() if "Zanarkanda" in text] == []
    told = Html((output / "public" / "en-GB" / "service-managed-workstations.html").read_text("utf-8"))
    assert "parties/secret-customer#kind" in told.all("data-fact")


def test_a_service_leads_to_the_notices_of_its_people_alone(example: dict[str, Html]) -> None:
    for name, page in example.items():
        if name.startswith("en-GB/service-"):
            hrefs = page.all("href")
            assert "privacy-notice.html" in hrefs, name
            assert not {"camera-surveillance-notice.html", "staff-privacy-notice.html"} & set(hrefs), name
