"""Templates fill with views, mistakes in them have a line, and the Markdown of the registry stays harmless."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from seloste import locale, resources
from seloste.findings import At, Finding
from seloste.render import Document, Page, documents, paragraph, prose, render
from seloste.views import Fact, View

LOCALES = locale.read(resources.templates() / "locales")[0]
FRONT = """---
view: clause
audience: public
article: Arts 12-14
per: notices
formats: [html, pdf]
path: '{subject}'
---
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(View):
    """A view of one fact."""

    fact: Fact


def templates(folder: Path, text: str, front: str = FRONT) -> Path:
    (folder / "documents").mkdir()
    (folder / "documents" / "page.html").write_text(front + text, encoding="utf-8")
    (folder / "parts").symlink_to(resources.templates() / "parts")
    return folder


def rendered(folder: Path, text: str, words: str = "", *, is_prose: bool = False) -> tuple[Page | None, list[Finding]]:
    place = templates(folder, text)
    (document,), wrong = documents(place)
    assert wrong == []
    view = Words(
        subject="notice",
        title="Notice",
        draft=False,
        as_of=date(2026, 11, 22),
        fact=Fact(text=words, at=At("notices/notice", ("title",)), prose=is_prose),
    )
    return render(document, view, LOCALES["en-GB"], templates=place, shelf=(document,), languages=LOCALES)


# --- documents ---


def test_the_documents_of_the_program_are_whole() -> None:
    shelf, findings = documents(resources.templates())
    assert findings == []
    assert {"clause", "service", "start"} <= {document.slug for document in shelf}
    assert all(document.audience == "public" for document in shelf if document.slug in ("clause", "service", "start"))


def test_a_page_lies_below_its_audience_and_its_language() -> None:
    document = Document(
        slug="service",
        view="service",
        audience="public",
        article="Art. 28(3)",
        per="services",
        formats=("html",),
        path="service-{subject}",
    )
    assert document.page_path("fi", "repair") == "public/fi/service-repair"


@pytest.mark.parametrize(
    ("front", "line", "words"),
    [
        ("", 1, "front matter"),
        (FRONT.replace("per: notices", "per: everybody"), 5, "everybody"),
        (FRONT.replace("audience: public", "audience: world"), 3, "world"),
        (FRONT.replace("formats: [html, pdf]", "formats: [docx]"), 6, "html and pdf"),
        (FRONT.replace("path: '{subject}'", "path: ../../etc"), 7, "path"),
        (FRONT.replace("---\nview", "---\nlogo: a\nview"), 2, "logo"),
        (FRONT.replace("view: clause\n", ""), 2, "view"),
    ],
)
def test_wrong_front_matter_is_a_finding_with_its_line(tmp_path: Path, front: str, line: int, words: str) -> None:
    found, findings = documents(templates(tmp_path, "x", front))
    assert found == ()
    assert findings[0].rule == "document-front-matter"
    assert findings[0].span is not None and findings[0].span.line == line
    assert any(words in finding.message for finding in findings)


# --- templates ---


def test_front_matter_leaves_no_trace_on_the_page(tmp_path: Path) -> None:
    page, findings = rendered(tmp_path, "<!DOCTYPE html>\n{{ view.title }}")
    assert findings == []
    assert page is not None
    assert page.html == "<!DOCTYPE html>\nNotice"
    assert (page.title, page.path, page.language) == ("Notice", "public/en-GB/notice", "en-GB")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("one\n{{ view.nothing }}", 10, "nothing"),
        ("one\n\n{% if %}", 11, "expression"),
        ("{{ word('no.such.words') }}", 9, "no.such.words"),
        ("\n{% include 'parts/nowhere.html' %}", 10, "nowhere"),
        ("{{ view.fact.__class__.__mro__ }}", 9, "unsafe"),
    ],
)
def test_a_mistake_in_a_template_is_a_finding_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    page, (finding,) = rendered(tmp_path, text)
    assert page is None
    assert finding.rule == "template-error"
    assert words in finding.message
    assert finding.span is not None
    assert (Path(finding.span.file).name, finding.span.line) == ("page.html", line)


def test_links_lead_from_one_language_and_document_to_another(tmp_path: Path) -> None:
    links = "{{ href('page', 'other') }} {{ href('nothing', 'x') }}|"
    page, _ = rendered(tmp_path, links + "{% for v in versions %}{{ v.tag }} {{ v.href }} {% endfor %}")
    assert page is not None
    assert page.html == "other.html |en-GB notice.html fi ../fi/notice.html "


# --- texts of the registry ---

FACT = '{% from "parts/facts.html" import fact with context %}{{ fact(view.fact) }}'

HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% include 'x' %}",
    '"><img src=x onerror=alert(1)>',
    "[x](javascript:alert(1))",
    "[x](//evil.example)",
    "[x](file:///etc/passwd)",
    "[x](data:text/html,x)",
    "![x](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "<https://evil.example>",
)


@pytest.mark.parametrize("is_prose", [False, True])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(tmp_path: Path, text: str, is_prose: bool) -> None:
    page, findings = rendered(tmp_path, FACT, text, is_prose=is_prose)
    assert findings == []
    assert page is not None
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    as_plain = escaped.replace('"', "&#34;").replace("'", "&#39;")
    as_prose = escaped.replace('"', "&quot;")
    assert (as_prose if is_prose else as_plain) in page.html
    assert "<a" not in page.html and "<img" not in page.html and "<script" not in page.html


def test_a_fact_carries_its_place(tmp_path: Path) -> None:
    page, _ = rendered(tmp_path, FACT, "Words")
    assert page is not None
    assert page.html == '<span data-fact="notices/notice#title">Words</span>'


def test_prose_knows_emphasis_lists_and_web_links() -> None:
    assert prose("*a* **b**") == "<p><em>a</em> <strong>b</strong></p>\n"
    assert prose("- a\n- b") == "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"
    assert prose("[a](https://a.example/)") == ('<p><a href="https://a.example/" rel="noopener noreferrer">a</a></p>\n')
    assert "mailto:a@b.example" in prose("[a](mailto:a@b.example)")


@pytest.mark.parametrize(
    "text", ["# a", "a\n===", "    a", "> a", "***", "|a|\n|-|\n|b|", "```\na\n```", "[a]: https://b.example\n\n[a]"]
)
def test_prose_makes_no_headings_tables_or_code(text: str) -> None:
    html = prose(text)
    assert html.startswith("<p>")
    assert not any(tag in html for tag in ("<h", "<pre", "<code", "<table", "<blockquote", "<a "))


def test_only_a_single_paragraph_is_a_paragraph() -> None:
    assert paragraph("a *b*") == "a <em>b</em>"
    assert paragraph("a\n\nb") == ""
    assert paragraph("- a") == ""
