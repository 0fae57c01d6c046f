"""A PDF is whole or it is a finding: nothing is fetched, nothing is lost in silence, one page gives the same bytes."""

from __future__ import annotations

import gc
import os
import re
import socket
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import weasyprint
from pypdf import PdfReader

from conftest import AS_OF
from seloste import resources
from seloste.findings import Finding, Severity
from seloste.formats import Artifact, html, pdf
from seloste.render import Document, Page

ASSETS = resources.templates() / "assets"
DOCUMENT = Document(
    slug="trial",
    view="trial",
    audience="internal",
    article="Art. 30(1)",
    per="organisation",
    formats=("html", "pdf"),
    path="trial",
)
STYLE = '<link rel="stylesheet" href="../assets/print.css" media="print">'


def page(body: str, head: str = "", *, title: str = "Seloste", lang: str = "fi") -> Page:
    whole = f"<head><title>{title}</title>{STYLE}{head}</head><body>{body}</body>"
    markup = f'<!DOCTYPE html><html lang="{lang}">{whole}</html>'
    return Page(
        document=DOCUMENT, language=lang, subject="organisation", title=title, html=markup, path="internal/fi/trial"
    )


def catalogue(data: bytes) -> Any:
    """The root of a PDF's objects, which pypdf types no further than that."""
    return PdfReader(BytesIO(data)).root_object


def drawn(body: str, head: str = "") -> Artifact:
    artifact, findings = pdf.write(page(body, head), ASSETS, AS_OF)
    assert findings == []
    assert artifact is not None
    return artifact


def complaints(body: str, head: str = "", **others: str) -> list[Finding]:
    return pdf.write(page(body, head, **others), ASSETS, AS_OF)[1]


def test_html_is_the_page_as_it_is() -> None:
    one = page("<h1>Hyvä päivä</h1>")
    artifact, findings = html.write(one, ASSETS, AS_OF)
    assert findings == []
    assert artifact == Artifact(path="internal/fi/trial.html", data=one.html.encode(), audience="internal")


def test_a_page_becomes_a_tagged_pdf_that_says_what_it_is() -> None:
    artifact = drawn("<h1>Seloste</h1><h2>Tarkoitukset</h2><p>Sisältö</p>", '<meta name="author" content="Malli Oy">')
    assert (artifact.path, artifact.audience) == ("internal/fi/trial.pdf", "internal")
    reader = PdfReader(BytesIO(artifact.data))
    about, root = reader.metadata, catalogue(artifact.data)
    assert about is not None
    assert (about.title, about.author) == ("Seloste", "Malli Oy")
    assert about.creation_date_raw == about.modification_date_raw == "D:20261122000000Z"
    assert root["/Lang"] == "fi"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    bookmarks = [one for one in reader.outline if not isinstance(one, list)]
    assert [one.title for one in bookmarks] == ["Seloste"]
    assert "Sisältö" in reader.pages[0].extract_text()


def test_both_standards_are_claimed_in_one_block_of_metadata() -> None:
    xmp = catalogue(drawn("<h1>a</h1>").data)["/Metadata"].get_object().get_data().decode()
    assert xmp.count("<rdf:RDF") == xmp.count("</rdf:RDF>") == 1
    assert re.search(r'pdfaid:part="3"', xmp)
    assert re.search(r'pdfaid:conformance="A"', xmp)
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>" in xmp
    assert xmp.index("pdfuaid:part") < xmp.index("</rdf:RDF>")


def test_only_the_bundled_fonts_are_embedded() -> None:
    data = drawn("<h1>Šakki, žeton, å ä ö, € §</h1><p><em>a</em> <strong>b</strong></p><ul><li>c</li></ul>").data
    first: Any = PdfReader(BytesIO(data)).pages[0]
    fonts = {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in first["/Resources"]["/Font"].values()}
    assert fonts
    assert all(font.startswith("Source-Sans-3") for font in fonts)


SECRET = "root:x:0"
OUTSIDE = {
    "a file of the machine": '<img src="file:///etc/passwd" alt="x">',
    "a host": '<img src="http://127.0.0.1:9/a.png" alt="x">',
    "a host over TLS": '<img src="https://localhost/a.png" alt="x">',
    "a host in a style": '<style>h1 { background: url("http://127.0.0.1:9/a.png") }</style>',
    "an import in a style": '<style>@import url("file:///etc/passwd");</style>',
    "a font elsewhere": '<style>@font-face { font-family: f; src: url("http://127.0.0.1:9/f.ttf") }</style>',
    "an attachment": '<link rel="attachment" href="file:///etc/passwd">',
    "a style sheet elsewhere": '<link rel="stylesheet" href="file:///etc/passwd">',
    "a way out of the folder": '<img src="../assets/../../../etc/passwd" alt="x">',
    "a hidden way out of the folder": '<img src="../assets/%2e%2e/%2e%2e/pyproject.toml" alt="x">',
    "a path with a host": '<img src="file://localhost/etc/passwd" alt="x">',
    "a base elsewhere": '<base href="http://127.0.0.1:9/"><img src="a.png" alt="x">',
}


@pytest.mark.parametrize("markup", OUTSIDE.values(), ids=OUTSIDE.keys())
def test_a_page_can_read_nothing_but_the_assets(markup: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def refuse(_: socket.socket, address: object) -> None:
        asked.append(address)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    artifact, findings = pdf.write(page(f"<h1>a</h1>{markup}"), ASSETS, AS_OF)
    assert asked == []
    assert findings
    assert {finding.rule for finding in findings} == {"pdf-engine"}
    assert artifact is not None
    assert "/EmbeddedFile" not in str(catalogue(artifact.data))
    assert SECRET not in PdfReader(BytesIO(artifact.data)).pages[0].extract_text()


LOST = {
    "a picture that is not there": ('<img src="../assets/none.png" alt="x">', "none.png"),
    "a declaration that is none": ("<style>p { colour: red }</style>", "colour: red"),
    "a selector that is none": ("<style>p:nonsense(1) { color: red }</style>", "nonsense"),
    "a link to nothing": ('<a href="#nowhere">b</a>', "#nowhere"),
    "a script as a link": ('<a href="javascript:alert(1)">b</a>', "javascript:alert(1)"),
    "two places of one name": ('<p id="a">b</p><p id="a">c</p>', "'a'"),
    "a character without a glyph": ("<p>\ue123</p>", "U+E123"),
    "a font of the machine": ('<p style="font-family: monospace">b</p>', "a font of this machine"),
}


def test_a_link_to_another_page_of_the_edition_stays_as_words() -> None:
    artifact, findings = pdf.write(page('<h1>a</h1><p><a href="../en-GB/trial.html">neighbour</a></p>'), ASSETS, AS_OF)
    assert findings == []
    assert artifact is not None
    (sheet,) = PdfReader(BytesIO(artifact.data)).pages
    assert "neighbour" in sheet.extract_text()
    assert "/Annots" not in sheet


@pytest.mark.parametrize(("markup", "named"), LOST.values(), ids=LOST.keys())
def test_what_would_be_lost_is_an_error_that_names_the_document(markup: str, named: str) -> None:
    findings = complaints(f"<h1>a</h1>{markup}")
    assert len(findings) == 1
    assert findings[0].severity is Severity.ERROR
    assert findings[0].rule == "pdf-engine"
    assert "internal/fi/trial.pdf" in findings[0].message
    assert named in findings[0].message
    assert findings[0].fix


def test_a_page_without_title_or_language_is_an_error() -> None:
    assert [finding.message for finding in complaints("<h1>a</h1>", title="")] == [
        "The PDF engine could not draw internal/fi/trial.pdf faithfully: The page has no title."
    ]
    assert any("lang" in finding.message for finding in complaints("<h1>a</h1>", lang=""))


def test_links_that_paper_does_not_show_are_no_error() -> None:
    drawn('<h1>a</h1><nav class="tools"><a href="trial.pdf">PDF</a></nav><a href="https://tietosuoja.fi/">b</a>')


def test_the_engine_says_nothing_anywhere_else(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    filters = list(weasyprint.LOGGER.filters)
    complaints("<h1>a</h1><style>p { colour: red }</style>")
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")
    assert weasyprint.LOGGER.filters == filters


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_is_as_it_was(on: bool) -> None:
    was_on = gc.isenabled()
    (gc.enable if on else gc.disable)()
    try:
        drawn("<h1>a</h1>")
        assert gc.isenabled() is on
    finally:
        (gc.enable if was_on else gc.disable)()


def test_a_machine_without_the_engine_gets_the_command_that_mends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    artifact, findings = pdf.write(page("<h1>a</h1>"), ASSETS, AS_OF)
    assert artifact is None
    assert [finding.rule for finding in findings] == ["pdf-engine"]
    assert "build.py doctor" in findings[0].fix
    assert pdf.version() == ""


def test_an_engine_that_gives_up_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise IndexError("no such box")

    monkeypatch.setattr(weasyprint.HTML, "render", broken)
    artifact, findings = pdf.write(page("<h1>a</h1>"), ASSETS, AS_OF)
    assert artifact is None
    assert "IndexError: no such box" in findings[0].message


def test_the_version_names_engine_and_layout_library() -> None:
    assert re.fullmatch(r"WeasyPrint 70\.\d+, Pango \d+\.\d+\.\d+", pdf.version())


def test_page_references_are_counted_as_ever() -> None:
    one = '<h2 id="p{0}">{0}</h2><p><a href="#p{1}">b</a></p><div class="n"></div>'
    many = "".join(one.format(n, (n + 7) % 30) for n in range(30))
    data = drawn(f"<h1>a</h1>{many}", "<style>.n { break-after: page }</style>").data
    reader = PdfReader(BytesIO(data))
    assert len(reader.pages) >= 30
    pages = {name: reader.get_destination_page_number(place) for name, place in reader.named_destinations.items()}
    assert pages == {f"p{n}": n for n in range(30)}


WRITER = """
import sys
from datetime import date
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
from test_pdf import page
from seloste.formats import pdf
body = "<h1>Ääkköset</h1>" + "<h2>a</h2><table><tr><th scope=row>b</th><td>c</td></tr></table>" * 9
sys.stdout.buffer.write(pdf.write(page(body), Path(sys.argv[2]), date(2026, 11, 22))[0].data)
"""


def test_the_same_page_gives_the_same_bytes_wherever_and_however_it_is_drawn(tmp_path: Path) -> None:
    def bytes_in(cwd: Path, assets: Path, **environment: str) -> bytes:
        root = Path(__file__).parents[1]
        return subprocess.run(
            [sys.executable, "-c", WRITER, str(root), str(assets)],
            cwd=cwd,
            env={**os.environ, **environment},
            capture_output=True,
            check=True,
        ).stdout

    elsewhere = tmp_path / "somewhere else"
    elsewhere.symlink_to(ASSETS)
    here = bytes_in(Path(__file__).parent, ASSETS, TZ="UTC", PYTHONHASHSEED="1", LC_ALL="C.UTF-8")
    there = bytes_in(tmp_path, elsewhere, TZ="Pacific/Kiritimati", PYTHONHASHSEED="2", LC_ALL="POSIX")
    assert here.startswith(b"%PDF-1.7")
    assert here == there
