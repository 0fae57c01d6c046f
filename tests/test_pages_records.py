"""The records as pages and as paper: everything the view holds can be read on both, and both are well made."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader

from conftest import AS_OF, REGISTRIES, folders
from seloste import pipeline, resources
from seloste.formats import pdf
from seloste.period import Period
from seloste.render import Page, render
from seloste.sheets import Binder, facts_in

ROOT = Path(__file__).parents[1]
TEMPLATES = resources.templates()
SLUGS = ("record-controller", "record-processor")
LANGUAGES = ("en-GB", "fi")
VOID = {"meta", "link", "br", "img", "hr", "input"}


class Reading(HTMLParser):
    """What a page is made of: its elements with their attributes, and the text below each `data-fact`."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.facts: set[str] = set()
        self.parents: list[str] = []
        self.nested: list[tuple[str, str]] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        self.elements.append((tag, values))
        if "data-fact" in values:
            self.facts.add(values["data-fact"])
        if self.parents:
            self.nested.append((self.parents[-1], tag))
        if tag not in VOID:
            self.parents.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.parents.pop() == tag

    def of(self, *tags: str) -> list[tuple[str, dict[str, str]]]:
        return [(tag, values) for tag, values in self.elements if tag in tags]


def drawing(judged: pipeline.Judged, slug: str, language: str) -> pipeline.Drawing:
    return next(one for one in judged.drawings if one.document.slug == slug and one.locale.tag == language)


def page_of(judged: pipeline.Judged, slug: str, language: str) -> Page:
    one = drawing(judged, slug, language)
    page, findings = render(
        one.document, one.view, one.locale, templates=TEMPLATES, shelf=judged.shelf, languages=judged.languages
    )
    assert findings == []
    assert page is not None
    return page


def squeezed(text: str) -> str:
    """Without white space: paper breaks lines where it likes, inside long words too."""
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module", params=[(slug, language) for slug in SLUGS for language in LANGUAGES], ids="-".join)
def page(request: pytest.FixtureRequest, complete: pipeline.Judged) -> tuple[Page, pipeline.Drawing]:
    """Each record of the complete registry in each language, with the view it was made from."""
    slug, language = request.param
    return page_of(complete, slug, language), drawing(complete, slug, language)


class Paper:
    """A PDF as it is read back: its pages without white space, its bookmarks, the page on which each anchor stands."""

    def __init__(self, page: Page) -> None:
        artifact, findings = pdf.write(page, TEMPLATES / "assets", AS_OF)
        assert findings == []
        assert artifact is not None
        reader = PdfReader(BytesIO(artifact.data))
        self.pages = [squeezed(sheet.extract_text()) for sheet in reader.pages]
        self.bookmarks = _flat(reader.outline)
        places = {name: reader.get_destination_page_number(place) for name, place in reader.named_destinations.items()}
        self.starts = {name: number for name, number in places.items() if number is not None}


@pytest.fixture(scope="module")
def paper(page: tuple[Page, pipeline.Drawing]) -> Paper:
    """The same page as PDF, drawn without a word of complaint."""
    return Paper(page[0])


def test_every_fact_of_the_view_stands_on_the_page(page: tuple[Page, pipeline.Drawing]) -> None:
    shown = Reading(page[0].html).facts
    view = page[1].view
    assert isinstance(view, Binder)
    wanted = {str(fact.at) for fact in facts_in((view.cover.who, view.sheets, view.indexes, view.questions))}
    assert wanted
    assert wanted - shown == set()


def test_a_page_is_well_made(page: tuple[Page, pipeline.Drawing]) -> None:
    read = Reading(page[0].html)
    assert read.parents == []
    levels = [int(tag[1]) for tag, _ in read.of("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    cells = read.of("th")
    assert cells
    assert all(values.get("scope") in ("col", "row") for _, values in cells)
    assert not any({"colspan", "rowspan", "style", "onclick"} & set(values) for _, values in read.elements)
    assert read.of("script", "style", "img", "iframe", "form", "object") == []
    names = [values["id"] for _, values in read.elements if "id" in values]
    assert len(names) == len(set(names))
    targets = {values["href"][1:] for _, values in read.of("a") if values.get("href", "").startswith("#")}
    assert targets
    assert targets - set(names) == set()
    labels = {values["aria-labelledby"] for _, values in read.elements if "aria-labelledby" in values}
    assert labels - set(names) == set()


def test_a_page_asks_nobody_for_anything(page: tuple[Page, pipeline.Drawing]) -> None:
    read = Reading(page[0].html)
    loaded = [values["href"] for _, values in read.of("link") if values.get("rel") == "stylesheet"]
    assert loaded == ["../assets/screen.css", "../assets/print.css", "../assets/record.css"]
    assert all((TEMPLATES / href.removeprefix("../")).is_file() for href in loaded)


def test_every_cell_knows_its_column_on_a_phone(page: tuple[Page, pipeline.Drawing]) -> None:
    read = Reading(page[0].html)
    cells = read.of("td")
    assert cells
    assert all(values.get("data-label") for _, values in cells)
    assert all("cards-on-phone" in values["class"] for _, values in read.of("table"))


def test_a_record_says_that_it_is_internal(page: tuple[Page, pipeline.Drawing], paper: Paper) -> None:
    words = page[1].locale.word("record.internal")
    assert page[0].path.startswith("internal/")
    assert words in page[0].html
    assert all(squeezed(words) in sheet for sheet in paper.pages)


def test_everything_can_be_read_on_paper(page: tuple[Page, pipeline.Drawing], paper: Paper) -> None:
    read = "".join(paper.pages)
    view = page[1].view
    assert isinstance(view, Binder)
    facts = [fact for fact in facts_in((view.cover.who, view.sheets)) if not fact.prose]
    assert len(facts) > 100
    lost = {fact.text for fact in facts if squeezed(fact.text) not in read and not _torn(fact.text, read)}
    assert lost == set()


def test_every_purpose_basis_period_and_recipient_of_the_registry_is_on_paper(
    page: tuple[Page, pipeline.Drawing], paper: Paper, complete: pipeline.Judged
) -> None:
    if page[0].document.slug != "record-controller":
        return  # the processor's record has no bases or purposes of its own (Art. 30(2)); its facts are read above
    locale, read = page[1].locale, "".join(paper.pages)
    wanted: set[str] = set()
    for activity in complete.registry.activities.values():
        if activity.role == "processor":
            continue
        for entry in activity.purposes or ():
            assert entry.purpose is not None
            wanted.add(entry.purpose.label.words[locale.tag])
            if entry.lawful_basis is not None:
                wanted.add(entry.lawful_basis.article.label[locale.tag])
        for data in activity.data_categories or ():
            if data.retention is None or data.retention.duration is None:
                continue
            if data.retention.duration != Period():
                wanted.add(locale.period(data.retention.duration))
            elif len(data.retention.trigger or ()) == 1:  # a period of no length lasts until its event
                wanted.update(trigger.until[locale.tag] for trigger in data.retention.trigger or ())
        for recipient in activity.recipients or ():
            if recipient.party is not None and recipient.party.legal_name:
                wanted.add(recipient.party.legal_name)
            elif recipient.category_label is not None:
                wanted.add(recipient.category_label.words[locale.tag])
    assert len(wanted) > 60
    assert {words for words in wanted if squeezed(words) not in read and not _torn(words, read)} == set()


def _torn(text: str, read: str) -> bool:
    """Is the text there in two parts, because a page ends inside it?"""
    short = squeezed(text)
    return any(short[:cut] in read and short[cut:] in read for cut in range(6, len(short) - 5))


def test_every_sheet_begins_a_page_and_is_bookmarked(page: tuple[Page, pipeline.Drawing], paper: Paper) -> None:
    view = page[1].view
    assert isinstance(view, Binder)
    names = [sheet.name.text for sheet in view.sheets]
    starts = [paper.starts[sheet.anchor] for sheet in view.sheets]
    assert starts == sorted(set(starts))
    for name, number, start in zip(names, range(1, len(names) + 1), starts, strict=True):
        assert squeezed(page[1].locale.word("record.sheet.number", number=number) + name) in paper.pages[start]
    assert [one for one in paper.bookmarks if one in names] == names


def _flat(outline: object) -> list[str]:
    if isinstance(outline, list):
        return [name for one in outline for name in _flat(one)]
    return [str(getattr(outline, "title", ""))]


def test_the_contents_name_the_page_of_every_sheet(page: tuple[Page, pipeline.Drawing], paper: Paper) -> None:
    view = page[1].view
    assert isinstance(view, Binder)
    contents = paper.pages[1] + paper.pages[2]
    for sheet in view.sheets:
        page_number = paper.starts[sheet.anchor] + 1
        assert re.search(re.escape(squeezed(sheet.name.text)) + rf"\.+{page_number}", contents), sheet.name.text


def test_every_page_says_which_it_is_of_how_many(paper: Paper) -> None:
    count = len(paper.pages)
    for number, sheet in enumerate(paper.pages, start=1):
        assert f"{number}/{count}" in sheet


def test_a_draft_says_so_on_every_page() -> None:
    place = folders(ROOT / "registry", Path("unused"))
    aito = pipeline.judge(place, AS_OF, lambda *_: None, final=False)
    draft = Paper(page_of(aito, "record-processor", "fi"))
    mark = squeezed(drawing(aito, "record-processor", "fi").locale.word("record.internal_draft"))
    assert len(draft.pages) > 3
    assert all(mark in sheet for sheet in draft.pages)


def test_the_same_registry_gives_the_same_record(tmp_path: Path) -> None:
    def built(name: str, cwd: Path, **environment: str) -> bytes:
        output = tmp_path / name / "output"
        done = subprocess.run(
            [
                *(sys.executable, str(ROOT / "build.py"), "build", "--only", "record-processor", "--lang", "fi"),
                *("--format", "pdf", "--as-of", AS_OF.isoformat()),
                *("--registry", str(REGISTRIES / "complete"), "--output", str(output)),
            ],
            cwd=cwd,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return (output / "internal" / "fi" / "record-processor.pdf").read_bytes()

    one = built("one", ROOT, TZ="UTC", PYTHONHASHSEED="1", LC_ALL="C.UTF-8")
    other = built("another", tmp_path, TZ="Pacific/Kiritimati", PYTHONHASHSEED="2", LC_ALL="POSIX")
    assert one == other
