"""The pages in a real browser: every page of every document and language, as a reader meets it.

A page is visited once, with scripts switched off, from a server on the loopback that sends the strictest policy and
writes down who asks it for what; the tests then read what the visit saw. `browser.js` holds the questions.
"""

from __future__ import annotations

import functools
import http.server
import itertools
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from conftest import AS_OF, REGISTRIES, folders
from seloste import pipeline
from seloste.findings import has_errors

ROOT = Path(__file__).parents[1]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
"""On top of those that keep the browser from calling its maker; the last one leaves it no name to call anybody by."""

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'"
HEIGHT = 800
WINDOWS = ((1280, "light"), (1280, "dark"), (320, "dark"), (320, "light"), (768, "light"))
"""In the order in which the fewest things change: a long record takes its time to be laid out anew."""
QUESTIONS = (Path(__file__).parent / "browser.js").read_text(encoding="utf-8").partition("\n")[2]
FACTS, LOOK = f"{QUESTIONS.strip()}.facts()", f"{QUESTIONS.strip()}.look()"

# Contrast is measured in `browser.js` for light and dark; axe takes half a minute for that on a long record.
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast": {"enabled": False}},
    "resultTypes": ["violations", "incomplete"],
    "preload": False,
}
ALIKE = ", ".join(
    " ~ ".join([one] * 3) for one in (".record-sheet", ".activity", ".contents li", ".record-index li", ".columns li")
)
"""The third and later of what one template draws alike. They leave the page before axe walks it."""


@dataclass(kw_only=True)
class Site:
    """A folder behind a server on the loopback, which remembers what browsers complained of."""

    folder: Path
    address: str
    reports: list[str] = field(default_factory=list)

    def pages(self) -> list[str]:
        """Every page, as a path below the folder."""
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))


@dataclass(kw_only=True)
class Visit:
    """What one page turned out to be. `requests` are addresses, `trouble` everything that was refused or not found."""

    page: str
    facts: dict[str, Any]
    looks: dict[tuple[int, str], dict[str, list[str]]]
    requests: list[str]
    trouble: list[str]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Both registries as web pages."""
    folder = tmp_path_factory.mktemp("site")
    for name, registry in (("complete", REGISTRIES / "complete"), ("aito", ROOT / "registry")):
        place = folders(registry, folder / name)
        judged = pipeline.judge(place, AS_OF, lambda *_: None, final=False)
        assert not has_errors(judged.findings), judged.findings
        choice = pipeline.Choice(formats=("html",))
        paths, findings = pipeline.edition(judged, place, choice, AS_OF, lambda *_: None)
        assert paths, findings
    with serving(folder) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert program, "no Chromium on this machine: .ci/install-programs test"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[BrowserContext]:
    """A reader who allows no script."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": HEIGHT})
    yield context
    context.close()


@pytest.fixture(scope="module")
def visits(site: Site, plain: BrowserContext) -> dict[str, Visit]:
    return {page: visit(plain, site, page) for page in site.pages()}


def visit(context: BrowserContext, site: Site, name: str) -> Visit:
    page = context.new_page()
    requests, trouble = _watched(page)
    page.goto(site.address + name)
    facts: dict[str, Any] = page.evaluate(FACTS)
    looks = {}
    for width, scheme in WINDOWS:
        if page.viewport_size != {"width": width, "height": HEIGHT}:
            page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        while page.evaluate("document.body.offsetHeight && document.fonts.status") != "loaded":
            page.wait_for_timeout(20)
        looks[width, scheme] = page.evaluate(LOOK)
    page.close()
    return Visit(page=name, facts=facts, looks=looks, requests=requests, trouble=trouble)


def seen(visits: dict[str, Visit], question: str) -> list[str]:
    """The complaints of one kind, of all pages in all windows."""
    return [
        f"{visit.page} at {width} px, {scheme}: {complaint}"
        for visit in visits.values()
        for (width, scheme), look in visit.looks.items()
        for complaint in look[question]
    ]


def test_every_document_is_visited_in_every_language(visits: dict[str, Visit]) -> None:
    for registry in ("complete", "aito"):
        for language in ("en-GB", "fi"):
            names = [page for page in visits if page.startswith(f"{registry}/") and f"/{language}/" in page]
            assert {Path(name).stem for name in names} >= {
                *("index", "privacy-notice", "record-controller", "record-processor"),
            }
            assert any("/service-" in name for name in names)


def test_without_scripts_everything_is_there_to_read(visits: dict[str, Visit], site: Site) -> None:
    assert seen(visits, "unseen") == []
    for name, visit in visits.items():
        source = (site.folder / name).read_text(encoding="utf-8")
        assert visit.facts["text"] == _text(source), name
        assert len(visit.facts["text"]) > 300, name


def test_no_page_brings_a_script_a_frame_a_form_or_a_style_of_its_own(visits: dict[str, Visit]) -> None:
    assert {name: visit.facts["active"] for name, visit in visits.items() if visit.facts["active"]} == {}


def test_a_page_asks_only_its_own_folder_and_gets_what_it_asks_for(visits: dict[str, Visit], site: Site) -> None:
    for name, visit in visits.items():
        assert visit.trouble == [], name
        own = site.address + "/".join(name.split("/")[:2]) + "/"
        assert [request for request in visit.requests if not request.startswith(own)] == [], name
        assert any(request.endswith("/screen.css") for request in visit.requests), name
        assert any(request.endswith(".woff2") for request in visit.requests), name


def test_the_strictest_policy_forbids_nothing_that_a_page_does(visits: dict[str, Visit], site: Site) -> None:
    assert visits
    assert site.reports == []


def test_every_word_stands_in_a_font_that_was_loaded_and_none_is_slanted_or_thickened_by_machine(
    visits: dict[str, Visit],
) -> None:
    assert seen(visits, "fonts") == []


def test_nothing_scrolls_sideways_on_a_phone_a_tablet_or_a_desk(visits: dict[str, Visit]) -> None:
    assert seen(visits, "sideways") == []
    assert seen(visits, "beyond") == []


def test_no_text_runs_out_of_its_own_box(visits: dict[str, Visit]) -> None:
    assert seen(visits, "spilling") == []


def test_text_stands_out_from_its_ground_in_light_and_in_dark(visits: dict[str, Visit]) -> None:
    assert seen(visits, "faint") == []


def test_every_link_leads_somewhere_and_no_public_page_leads_inside(visits: dict[str, Visit], site: Site) -> None:
    astray = []
    for name, visit in visits.items():
        for href in visit.facts["links"]:
            target = urlsplit(urljoin(site.address + name, href))
            if target.scheme in ("mailto", "tel") or (target.scheme == "https" and target.netloc):
                continue
            path = unquote(target.path).lstrip("/")
            inside = path.startswith("/".join(name.split("/")[:2]) + "/")
            known = visits[path].facts["ids"] if path in visits else []
            if not (
                f"{target.scheme}://{target.netloc}/" == site.address
                and inside
                and (site.folder / path).is_file()
                and (not target.fragment or unquote(target.fragment) in known)
            ):
                astray.append(f"{name} -> {href}")
    assert astray == []


def test_the_language_switch_leads_to_the_same_document_and_back(visits: dict[str, Visit]) -> None:
    for name, visit in visits.items():
        assert len(visit.facts["switch"]) == 1, name
        tag, href = visit.facts["switch"][0]
        other = visits[urljoin(name, href)]
        assert (other.facts["language"], Path(other.page).name) == (tag, Path(name).name)
        assert tag != visit.facts["language"] == name.split("/")[2]
        back, home = other.facts["switch"][0]
        assert (back, urljoin(other.page, home)) == (visit.facts["language"], name)
        assert set(other.facts["ids"]) == set(visit.facts["ids"]), name


def test_headings_tables_and_names_serve_those_who_listen(visits: dict[str, Visit]) -> None:
    for name, visit in visits.items():
        levels = [level for level, _ in visit.facts["headings"]]
        assert levels.count(1) == 1, name
        skipped = [
            visit.facts["headings"][index + 1]
            for index, (before, after) in enumerate(itertools.pairwise(levels))
            if after > before + 1
        ]
        assert skipped == [], name
        assert levels[0] == 1, name
        assert all(text for _, text in visit.facts["headings"]), name
        assert visit.facts["title"].strip(), name
        assert visit.facts["twice"] == [], name
        assert visit.facts["scopeless"] == [], name
    for folder in {Path(name).parent for name in visits}:
        titles = [visit.facts["title"] for name, visit in visits.items() if Path(name).parent == folder]
        assert len(titles) == len(set(titles)), titles


def test_axe_finds_no_barrier(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": HEIGHT}, bypass_csp=True)
    barriers = []
    # The other language has the same elements, as another test proves; the records of both registries share a template.
    for name in [page for page in site.pages() if "/en-GB/" in page and not page.startswith("aito/internal/")]:
        page = context.new_page()
        page.goto(site.address + name)
        barriers += [f"{name}: {barrier}" for barrier in _axe(page)]
        page.close()
    context.close()
    assert barriers == []


def test_a_reader_finds_the_way_by_keyboard_and_finger(site: Site, plain: BrowserContext) -> None:
    page = plain.new_page()
    page.set_viewport_size({"width": 390, "height": HEIGHT})
    start = site.address + "complete/public/en-GB/privacy-notice.html"
    page.goto(start)
    skip = page.locator("a.skip")
    page.keyboard.press("Tab")
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    page.keyboard.press("Enter")
    assert page.url == start + "#content"
    assert page.evaluate("document.querySelector('#short').getBoundingClientRect().top") < 800

    first, contents = page.locator("#short").bounding_box(), page.locator("nav.contents").bounding_box()
    assert first is not None
    assert contents is not None
    assert first["y"] + first["height"] <= contents["y"], "on a phone the answer comes before the contents list"

    page.locator("nav.contents a[href='#rights']").click()
    assert page.url == start + "#rights"
    assert 0 <= page.evaluate("document.querySelector('#rights').getBoundingClientRect().top") < 100

    folded = page.locator("details").first
    assert not folded.locator("li").first.is_visible()
    folded.locator("summary").click()
    assert folded.locator("li").first.is_visible()

    page.locator("nav.tools a[hreflang=fi]").click()
    assert page.evaluate("document.documentElement.lang") == "fi"
    page.locator("nav.tools a[hreflang=en-GB]").click()
    assert page.url == start
    page.close()


def test_a_page_opened_from_a_folder_prints_every_word(site: Site, plain: BrowserContext) -> None:
    # The records are long to print and drawn by one template: they are printed in one language, all else in each.
    for name in [page for page in site.pages() if "/internal/fi/" not in page]:
        page = plain.new_page()
        requests, trouble = _watched(page)
        page.goto((site.folder / name).as_uri())
        text = page.evaluate(f"{QUESTIONS.strip()}.words()")
        printed = _printed(page.pdf(prefer_css_page_size=True))
        page.close()
        own = (site.folder / "/".join(name.split("/")[:2])).as_uri() + "/"
        assert [request for request in requests if not request.startswith(own)] == [], name
        assert any(request.endswith("/print.css") for request in requests), name
        assert trouble == [], name
        lost = [word for word in sorted(set(re.findall(r"[^\W\d_]{3,}", text))) if word not in printed]
        assert lost == [], name


def test_these_tests_see_a_bad_page(tmp_path: Path, plain: BrowserContext, browser: Browser) -> None:
    (tmp_path / "bad.html").write_text(
        """<!DOCTYPE html><html lang="en"><title></title>
        <link rel="stylesheet" href="gone.css"><img src="https://example.com/eye.png">
        <style>p { color: #999; background: #fff; opacity: .9 } div { width: 400px; height: 1em }</style>
        <script>document.write("more")</script>
        <h1>One</h1><h3 id="a">Three</h3><div id="a">wide</div><p>faint <i style="width: 9px">slanted</i></p>
        <section style="display: inline-block; width: 20px"><b>Donaudampfschiff</b></section>
        <table><tr><th>no scope</th></tr></table><noscript>still</noscript><em hidden>never shown</em>""",
        encoding="utf-8",
    )
    with serving(tmp_path) as bad, browser.new_context(bypass_csp=True) as context:
        visited = visit(plain, bad, "bad.html")
        page = context.new_page()
        page.goto(bad.address + "bad.html")
        barriers = " ".join(_axe(page))
    assert any("gone.css" in trouble for trouble in visited.trouble)
    assert not all(request.startswith(bad.address) for request in visited.requests + visited.trouble)
    assert any("style-src" in report for report in bad.reports)
    assert any("img-src" in report for report in bad.reports)
    assert len(visited.facts["active"]) >= 3
    assert visited.facts["twice"] == ["a"]
    assert len(visited.facts["scopeless"]) == 1
    assert "document-title" in barriers
    assert "image-alt" in barriers
    wide = (
        (tmp_path / "bad.html").read_text(encoding="utf-8").replace("<style>", '<link rel="stylesheet" href="a.css">')
    )
    (tmp_path / "wide.html").write_text(wide, encoding="utf-8")
    styles = "p { color: #999; background: #fff } div { width: 400px } section { display: block; width: 20px }"
    (tmp_path / "a.css").write_text(styles, encoding="utf-8")
    with serving(tmp_path) as wide_site:
        look = visit(plain, wide_site, "wide.html").looks[320, "light"]
    for question in ("sideways", "beyond", "spilling", "faint", "unseen", "fonts"):
        assert look[question], question


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    """The folder behind a server, for as long as it takes."""
    site = Site(folder=folder, address="")

    class Handler(http.server.SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", f"{POLICY}; report-uri /complaint")
            super().end_headers()

        def do_GET(self) -> None:
            if self.path == "/favicon.ico":  # a browser asks every host for it, whatever the page says
                self.send_response(204)
                self.end_headers()
            else:
                super().do_GET()

        def do_POST(self) -> None:
            site.reports.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Keeps quiet: what matters, the browser tells."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder))) as server:
        site.address = f"http://127.0.0.1:{server.server_port}/"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


def _watched(page: Page) -> tuple[list[str], list[str]]:
    """The addresses that the page will ask for, and what will go wrong; both lists fill while the page lives."""
    requests: list[str] = []
    trouble: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("requestfailed", lambda request: trouble.append(f"{request.url} failed: {request.failure}"))
    page.on("response", lambda answer: trouble.append(f"{answer.url}: {answer.status}") if not answer.ok else None)
    page.on("console", lambda message: trouble.append(message.text))
    return requests, trouble


def _axe(page: Page) -> list[str]:
    page.evaluate(AXE_SCRIPT)
    page.evaluate("(alike) => document.querySelectorAll(alike).forEach((one) => one.remove())", ALIKE)
    result = page.evaluate("(options) => axe.run(document, options)", AXE)
    return [
        f"{rule['id']}: {rule['help']}: {node['target']}"
        for rule in (*result["violations"], *result["incomplete"])
        for node in rule["nodes"]
    ]


def _text(source: str) -> str:
    """The text of the body, read without a browser."""

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            words.append(data)

    words: list[str] = []
    Reader().feed(source[source.index("<body") :])
    return re.sub(r"\s+", " ", "".join(words)).strip()


def _printed(pdf: bytes) -> str:
    """The letters of a PDF in their order. Where a line ends says nothing, for a narrow cell breaks words too."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"[\W\d_]+", "", done.stdout.decode())
