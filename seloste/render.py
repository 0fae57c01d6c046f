"""Document + view + locale -> Page: the only room that knows Jinja and Markdown.

A document is one file in `templates/documents/`: front matter that says which view it shows, then a template. Texts of
the registry are data: they are escaped, never evaluated, and their Markdown knows emphasis, lists and web links alone.
"""

from __future__ import annotations

import posixpath
import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

from seloste.findings import At, Finding, Outcome, Severity, Span
from seloste.load import Source, parse
from seloste.locale import Locale
from seloste.views import View

Audience = Literal["public", "internal"]
Per = Literal["notices", "services", "organisation"]
Format = Literal["html", "pdf"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One kind of document, as its template's front matter describes it.

    `view` names the module of `seloste.views` that fills it, `per` the records of which each gets a page, `article` the
    law it serves, `path` the name of its file without ending, where `{subject}` stands for the record's id.
    """

    slug: str
    view: str
    audience: Audience
    article: str
    per: Per
    formats: tuple[Format, ...]
    path: str

    def page_path(self, language: str, subject: str) -> str:
        """Where a page lies in the output, without ending: `public/fi/privacy-notice`."""
        return f"{self.audience}/{language}/{self.path.replace('{subject}', subject)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A finished page. `path` is its place in the output without ending; every link in `html` is relative to it."""

    document: Document
    language: str
    subject: str
    title: str
    html: str
    path: str


def documents(templates: Path) -> Outcome[tuple[Document, ...]]:
    """Every document in `templates/documents/`, by name.

    A file without front matter, with an unknown or missing key or value, is left out; each mistake is a finding of rule
    `document-front-matter` with its line.
    """
    found: list[Document] = []
    findings: list[Finding] = []
    for path in sorted((templates / "documents").glob("*.html")):
        document, wrong = _document(path)
        findings.extend(wrong)
        if document is not None:
            found.append(document)
    return tuple(found), findings


def render(
    document: Document,
    view: View,
    locale: Locale,
    *,
    templates: Path,
    shelf: Sequence[Document] = (),
    languages: Mapping[str, Locale] | None = None,
    formats: Sequence[str] = ("html", "pdf"),
) -> Outcome[Page | None]:
    """Fill the document's template with the view, in the language of the view.

    `shelf` are all documents of the build, for links between them; `languages` those in which this page is published;
    `formats` those that are written, so that no link leads nowhere. A mistake in a template gives no page and a finding
    of rule `template-error` with the file and line of the template.
    """
    path = document.page_path(locale.tag, view.subject)
    try:
        html = (
            _environment(templates)
            .get_template(f"documents/{document.slug}.html")
            .render(
                view=view,
                document=document,
                language=locale.tag,
                word=_word(locale),
                date=locale.date,
                country=locale.country,
                path=path,
                file_name=posixpath.basename(path),
                formats=tuple(name for name in document.formats if name in formats),
                assets=_relative(f"{document.audience}/assets", path),
                versions=_versions(document, view, locale, languages or {locale.tag: locale}),
                href=_links(shelf, locale, path),
            )
        )
    except Exception as error:  # whatever a template's expression raises is a mistake of the template
        return None, [_template_finding(templates, document, error)]
    page = Page(document=document, language=locale.tag, subject=view.subject, title=view.title, html=html, path=path)
    return page, []


def prose(text: str) -> str:
    """Markdown of the registry as HTML: paragraphs, emphasis, lists and web links; everything else stays text."""
    return cast(str, _markdown().render(text))


def paragraph(text: str) -> str:
    """The inside of the only paragraph of a Markdown text as HTML; empty if the text has more than one paragraph."""
    html = prose(text).strip()
    inside = html.removeprefix("<p>").removesuffix("</p>")
    return inside if len(html) == len(inside) + len("<p></p>") and "<p>" not in inside else ""


# --- documents ---

_KEYS = ("view", "audience", "article", "per", "formats", "path")
_SLUG = re.compile(r"[a-z][a-z0-9-]*")
_PATH = re.compile(r"(?:[a-z0-9-]+|\{subject\})+(?:/(?:[a-z0-9-]+|\{subject\})+)*")


def _document(path: Path) -> Outcome[Document | None]:
    name, record = path.as_posix(), f"documents/{path.stem}"
    front, _ = _split(path.read_text(encoding="utf-8"))
    if front is None:
        message = "The document does not begin with its front matter."
        fix = f"Begin the file with a line `---`, then {', '.join(_KEYS)}, then a line `---`."
        return None, [_wrong(At(record), message, fix, Span(name, 1, 1, 1, 1))]
    source, findings = parse(front, name, record, first_line=2)
    if source is None:
        return None, findings
    data = source.data
    wrong = [
        *(_at(source, name, key, f"`{key}` is missing.", f"Write `{key}:`.") for key in _KEYS if key not in data),
        *(
            _at(source, name, key, f"`{key}` is no key of a document.", f"Known keys: {', '.join(_KEYS)}.")
            for key in data
            if key not in _KEYS
        ),
        *_one_of(source, name, "audience", get_args(Audience)),
        *_one_of(source, name, "per", get_args(Per)),
    ]
    formats = data.get("formats")
    if "formats" in data and not (isinstance(formats, list) and formats and set(formats) <= set(get_args(Format))):
        wrong.append(_at(source, name, "formats", "`formats` is a list of html and pdf.", "Write [html, pdf]."))
    for key, pattern in (("view", r"[a-z_]+"), ("article", r".+"), ("path", _PATH.pattern)):
        if key in data and not re.fullmatch(pattern, str(data[key])):
            wrong.append(_at(source, name, key, f"`{key}` has a wrong form.", "Use small letters, digits and hyphens."))
    if wrong or not isinstance(formats, list):
        return None, wrong
    return Document(
        slug=path.stem,
        view=str(data["view"]),
        audience=cast(Audience, data["audience"]),
        article=str(data["article"]),
        per=cast(Per, data["per"]),
        formats=tuple(formats),
        path=str(data["path"]),
    ), []


def _one_of(source: Source, name: str, key: str, values: tuple[str, ...]) -> list[Finding]:
    if key not in source.data or source.data[key] in values:
        return []
    return [_at(source, name, key, f"`{source.data[key]}` is no {key}.", f"Write one of: {', '.join(values)}.")]


def _at(source: Source, name: str, key: str, message: str, fix: str) -> Finding:
    span = source.spans.get((key,)) or source.spans.get(()) or Span(name, 1, 1, 1, 1)
    return _wrong(At(source.record, (key,)), message, fix, span)


def _wrong(at: At, message: str, fix: str, span: Span) -> Finding:
    return Finding(rule="document-front-matter", severity=Severity.ERROR, message=message, at=at, fix=fix, span=span)


def _split(text: str) -> tuple[str | None, str]:
    """The front matter and the template, which keeps its line numbers: a comment stands where the matter stood."""
    match = re.match(r"---\n(.*?\n)---\n", text, re.DOTALL)
    if match is None:
        return None, text
    return match[1], "{#" + "\n" * match[0].count("\n") + "#}" + text[match.end() :]


# --- templates ---


class _Loader(BaseLoader):
    """Templates of one folder; the front matter of a document is no part of its template."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        path = self.root / template
        if ".." in Path(template).parts or not path.is_file():
            raise TemplateNotFound(template)
        return _split(path.read_text(encoding="utf-8"))[1], str(path), lambda: True


@cache
def _environment(templates: Path) -> Environment:
    environment = SandboxedEnvironment(
        loader=_Loader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["prose"] = lambda text: Markup(prose(text))
    environment.filters["paragraph"] = lambda text: Markup(paragraph(text))
    environment.globals.clear()
    return environment


def _word(locale: Locale) -> Callable[..., Markup]:
    """The locale's words for a template: what fills a placeholder may be markup that the template made."""

    def word(key: str, **placeholders: object) -> Markup:
        return Markup(escape(locale.words[key])).format(**placeholders)

    return word


def _versions(
    document: Document, view: View, locale: Locale, languages: Mapping[str, Locale]
) -> tuple[dict[str, object], ...]:
    """The same page in every language it is published in, each by its own name for itself."""
    here = document.page_path(locale.tag, view.subject)
    return tuple(
        {
            "tag": tag,
            "name": other.word("language.own_name"),
            "href": _relative(document.page_path(tag, view.subject), here) + ".html",
            "current": tag == locale.tag,
        }
        for tag, other in languages.items()
    )


def _links(shelf: Sequence[Document], locale: Locale, here: str) -> Callable[[str, str], str]:
    """Where the page of another document stands, seen from here: `href('clause', notice.id)`; empty if not made."""
    by_slug = {document.slug: document for document in shelf}

    def href(slug: str, subject: str) -> str:
        if slug not in by_slug:
            return ""
        return _relative(by_slug[slug].page_path(locale.tag, subject), here) + ".html"

    return href


def _relative(target: str, page: str) -> str:
    return posixpath.relpath(target, posixpath.dirname(page))


def _template_finding(templates: Path, document: Document, error: Exception) -> Finding:
    """The line of the template that is to blame; the last frame of the traceback is often a library's own."""
    file, line = (templates / "documents" / f"{document.slug}.html").as_posix(), 1
    if isinstance(error, TemplateSyntaxError):
        file, line = error.filename or file, error.lineno
    else:
        for frame in traceback.extract_tb(error.__traceback__):
            if Path(frame.filename).is_relative_to(templates):
                file, line = frame.filename, frame.lineno or 1
    return Finding(
        rule="template-error",
        severity=Severity.ERROR,
        message=f"The template cannot be filled: {_reason(error)}",
        at=At(f"documents/{document.slug}"),
        fix="Correct the template on this line.",
        span=Span(Path(file).as_posix(), line, 1, line, 1),
    )


def _reason(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no template {error.message}."
    if isinstance(error, TemplateError):
        return f"{error.message}."
    if isinstance(error, KeyError):
        return f"there are no words or document named {error.args[0]!r}."
    return f"{type(error).__name__}: {error}."


# --- Markdown ---

_WEB_LINK = re.compile(r"https?://[^/\s]|mailto:[^\s@]+@", re.IGNORECASE)


class _Markdown(MarkdownIt):
    """Begins with nothing and allows what prose in a legal text needs: no images, headings, HTML or bare addresses."""

    def __init__(self) -> None:
        super().__init__("zero", {"html": False, "linkify": False, "typographer": False})
        self.enable(["list", "emphasis", "link", "newline", "escape", "entity"])
        self.add_render_rule("link_open", _link_open)

    def validateLink(self, url: str) -> bool:
        return _WEB_LINK.match(url) is not None


def _link_open(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    tokens[index].attrSet("rel", "noopener noreferrer")
    return renderer.renderToken(tokens, index, options, env)


@cache
def _markdown() -> _Markdown:
    return _Markdown()
