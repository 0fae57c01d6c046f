"""A page as PDF: PDF/A-3a, the records PDF/UA-1 as well, the same bytes on every machine. The only room that knows
WeasyPrint.

WeasyPrint mends what it dislikes and only logs it: a bad declaration, a missing picture, a refused address, a dead
link. An archive must not hold a document that lost something on the way, so every such line is an error here.
"""

from __future__ import annotations

import gc
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from seloste.findings import At, Finding, Outcome, Severity, whole
from seloste.formats import Artifact
from seloste.render import Page

VARIANT = "pdf/a-3a"
"""What WeasyPrint is asked for: archivable, tagged, with room for attachments (ISO 19005-3, level A)."""

_NOWHERE = "file:///seloste/"
"""The address that pages stand at while they are drawn. There is no such folder: nothing of the disk it runs on gets
into a PDF, and the only files that can be read are those the fetcher below hands out."""

_TYPES = {
    ".css": "text/css",
    ".otf": "font/otf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".woff2": "font/woff2",
}

_ENOUGH = 5
"""How many characters a message about a strange font names."""

_LINK_SCHEMES = ("http", "https", "mailto", "tel")

# PDF/UA-1 is claimed in XMP, and PDF/A allows a name of a foreign schema only where the schema is described beside it
# (ISO 19005-3, 6.6.2.3). Both must stand inside the one rdf:RDF: validators do not see a claim in a second one.
_UNIVERSAL_ACCESS = """\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
""".encode("ascii")


class _LogRecord(Protocol):
    """The part of a line of WeasyPrint's log that is read here."""

    levelno: int

    def getMessage(self) -> str: ...


def write(page: Page, assets: Path, created: date) -> Outcome[Artifact | None]:
    """Draw one page as PDF, tagged, bookmarked and dated `created` (midnight UTC), with the bundled fonts alone.

    `assets` is the only folder that the page can read from, whatever addresses stand in it; nothing is ever fetched
    from the net. Every line that the engine logs, every link that leads out of the edition to a file and every
    character that the bundled fonts lack is an error of rule `pdf-engine` that names the document. The artifact is
    None where the engine is missing or gave up.
    """
    engine, reason = _engine()
    if engine is None:
        return None, [_engine_missing(reason)]
    complaints: list[str] = []
    try:
        with _log_into(complaints), _no_collector(), _counted_once(), _leaks_its_profile():
            data = _draw(engine, page, assets, created, complaints)
    except Exception as broken:  # the engine's own bugs are no bugs of ours: say which document it could not draw
        complaints.append(f"{type(broken).__name__}: {broken}")
        data = b""
    findings = [_complaint(page, line) for line in dict.fromkeys(complaints)]
    return (Artifact(path=f"{page.path}.pdf", data=data, audience=page.document.audience) if data else None), findings


def version() -> str:
    """The engine's version and its layout library's, as the manifest names them; empty where the engine is missing."""
    engine, _ = _engine()
    if engine is None:
        return ""
    from weasyprint.text.ffi import pango

    number = pango.pango_version()
    return f"WeasyPrint {engine.__version__}, Pango {number // 10000}.{number // 100 % 100}.{number % 100}"


def _engine() -> tuple[Any, str]:
    # Imported at the last moment: it costs most of a second, and a machine without Pango must still make HTML. Where a
    # library is missing, WeasyPrint prints advice to the screen before it raises.
    try:
        with redirect_stdout(StringIO()):
            import weasyprint
    except (ImportError, OSError) as missing:
        return None, str(missing).strip().partition("\n")[0]
    return weasyprint, ""


def _draw(engine: Any, page: Page, assets: Path, created: date, complaints: list[str]) -> bytes:
    fonts, families = _bundled_fonts()
    html = engine.HTML(string=page.html, base_url=f"{_NOWHERE}{page.path}.html", url_fetcher=_only_below(assets, page))
    _take_leave_of_neighbours(html.etree_element)
    document = html.render(font_config=fonts, pdf_variant=VARIANT)
    metadata = document.metadata
    metadata.created = metadata.modified = f"{created.isoformat()}T00:00:00Z"
    if page.document.audience == "internal":
        # A validator finds the records to be PDF/UA-1, but not yet some lists and links of the public pages.
        metadata.generate_rdf_metadata = _with_universal_access(metadata.generate_rdf_metadata)
    data: bytes = document.write_pdf(pdf_variant=VARIANT)
    if not metadata.title:
        complaints.append("The page has no title.")
    complaints.extend(_links_that_lead_nowhere(document))
    complaints.extend(_characters_in_other_fonts(document, families))
    return data


def _only_below(assets: Path, page: Page) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    root = assets.resolve()
    published = f"{_NOWHERE}{page.path.partition('/')[0]}/assets/"

    class AssetsAlone(URLFetcher):  # type: ignore[misc] # WeasyPrint ships no types
        def fetch(self, url: str, headers: object = None) -> Any:
            # Never handed on to the inherited method: that one opens sockets and any file.
            if not url.startswith(published):
                raise ValueError(f"a document may read nothing but the files that come with the program, not {url}")
            file = (root / unquote(urlsplit(url).path[len(urlsplit(published).path) :])).resolve()
            if not file.is_relative_to(root):
                raise ValueError(f"{url} leads out of the folder of the files that come with the program")
            return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": _TYPES[file.suffix]})

    return AssetsAlone()


def _bundled_fonts() -> tuple[Any, set[str]]:
    from weasyprint.text.fonts import FontConfiguration

    families: set[str] = set()

    class FontsOfThePage(FontConfiguration):  # type: ignore[misc] # WeasyPrint ships no types
        def add_font_face(self, rule_descriptors: dict[str, Any], url_fetcher: object) -> object:
            families.add(rule_descriptors["font_family"])
            # WOFF2 is for the browser's printer: the same font, which would have to be unpacked for every document.
            sources = [source for source in rule_descriptors["src"] if not str(source[1]).endswith(".woff2")]
            return super().add_font_face({**rule_descriptors, "src": sources}, url_fetcher)

    return FontsOfThePage(), families


def _with_universal_access(generate: Callable[..., bytes]) -> Callable[..., bytes]:
    def generate_both(*arguments: object) -> bytes:
        return generate(*arguments).replace(b"</rdf:RDF>", _UNIVERSAL_ACCESS + b"</rdf:RDF>")

    return generate_both


def _take_leave_of_neighbours(html: Any) -> None:
    # A PDF is opened far from the other pages of its edition: a relative link in it would point into the reader's own
    # disk, so the words stay and the link goes.
    for link in html.iter("a"):
        address = urlsplit(link.get("href", ""))
        if address.path and not address.scheme and not address.netloc:
            del link.attrib["href"]


def _links_that_lead_nowhere(document: Any) -> Iterator[str]:
    for sheet in document.pages:
        for kind, target, *_ in sheet.links:
            if kind == "external" and urlsplit(target).scheme not in _LINK_SCHEMES:
                yield f"A link leads to {target.removeprefix(_NOWHERE)}, which cannot be reached from a PDF."


def _characters_in_other_fonts(document: Any, families: set[str]) -> Iterator[str]:
    # The system's fonts differ from machine to machine, and with them the bytes.
    for font in document.fonts.values():
        if font.family not in families:
            characters = sorted({character for text in font.to_unicode.values() for character in text})
            shown = ", ".join(f"{one} (U+{ord(one):04X})" for one in characters[:_ENOUGH])
            more = f" and {len(characters) - _ENOUGH} more" if len(characters) > _ENOUGH else ""
            yield f"{shown}{more} would be set in {font.family}, a font of this machine and none of the bundled ones."


@contextmanager
def _log_into(complaints: list[str]) -> Iterator[None]:
    from weasyprint.logger import LOGGER

    warning = 30  # of the standard levels; below it WeasyPrint explains itself to its developers

    def keep(record: _LogRecord) -> bool:
        if record.levelno >= warning:
            complaints.append(record.getMessage())
        return False  # said here, so nobody else needs to say it

    LOGGER.addFilter(keep)
    try:
        yield
    finally:
        LOGGER.removeFilter(keep)


@contextmanager
def _no_collector() -> Iterator[None]:
    # Drawing makes millions of small objects that all live until the end: looking for cycles among them costs a fifth
    # of the time at a hundred pages and two fifths at four hundred, and finds nothing.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _leaks_its_profile() -> Iterator[None]:
    # WeasyPrint opens its colour profile and leaves it to Python to close it; Python may be told to complain of that.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield


@contextmanager
def _counted_once() -> Iterator[None]:
    # pydyf lists the references of all pages anew for every tag: quadratic, half of the time at a thousand pages.
    from weasyprint.pdf import pydyf

    original = pydyf.PDF.page_references
    known: dict[int, tuple[int, tuple[bytes, ...]]] = {}

    def page_references(pdf: Any) -> tuple[bytes, ...]:
        length = len(pdf.pages["Kids"])
        if known.get(id(pdf), (-1, ()))[0] != length:
            known[id(pdf)] = length, original.fget(pdf)
        return known[id(pdf)][1]

    pydyf.PDF.page_references = property(page_references)
    try:
        yield
    finally:
        pydyf.PDF.page_references = original


def _engine_missing(reason: str) -> Finding:
    # It says nothing of the page: the same finding for every page, so that it is told once.
    return Finding(
        rule="pdf-engine",
        severity=Severity.ERROR,
        message=f"PDFs cannot be made on this machine: the PDF engine does not start ({reason}).",
        at=At(""),
        fix="Run `build.py doctor`: it names the command that mends this. `--format html` builds without PDFs.",
    )


def _complaint(page: Page, line: str) -> Finding:
    return Finding(
        rule="pdf-engine",
        severity=Severity.ERROR,
        message=f"The PDF engine could not draw {page.path}.pdf faithfully: {line}",
        at=At(page.path),
        span=whole(f"{page.path}.pdf"),
        fix="Correct the template or the style that the message names, or the text of the registry that causes it.",
    )
