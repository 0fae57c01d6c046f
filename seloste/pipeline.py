"""The straight line from the registry to the documents, as a list of steps.

    load -> validate -> link -> view -> check -> render -> write -> publish

`judge` is the part that decides whether the registry is whole and lawful; `edition` makes the documents of what it
has let pass. Both tell `step` what they are about to do, so that a screen can show it; nothing here prints or asks the
clock.
"""

from __future__ import annotations

import importlib
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from platform import python_version

from seloste import __version__
from seloste import locale as locales
from seloste import vocabulary as law
from seloste.check import all_rules, check
from seloste.findings import At, Finding, Outcome, Severity, has_errors, whole
from seloste.formats import Artifact, html, pdf
from seloste.link import link
from seloste.load import Sources, load
from seloste.locale import Locale
from seloste.model import Record, Registry, texts
from seloste.publish import Imprint, publish
from seloste.render import Document, Page, documents, render
from seloste.validate import validate
from seloste.views import View

Step = Callable[[str, int, int], None]
"""Told before each piece of work: the step's name, how many pieces are done, and how many there are."""

_FORMATS = {"html": html, "pdf": pdf}
FORMATS = tuple(_FORMATS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """Where everything stands: the registry with what is laid over it, and what the program brings along."""

    registry: Path
    overlay: Path | None
    output: Path
    schemas: Path
    templates: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which part of the edition to make. An empty tuple means all."""

    documents: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Is the whole edition wanted?"""
        return not (self.documents or self.languages or self.formats)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One page to be: a document about a subject in a language, as a view."""

    document: Document
    locale: Locale
    view: View


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the first part of the line found out. `drawings` is empty where the registry could not be read at all."""

    sources: Sources
    registry: Registry
    shelf: tuple[Document, ...]
    languages: Mapping[str, Locale]
    drawings: tuple[Drawing, ...]
    findings: tuple[Finding, ...]

    @property
    def published(self) -> Mapping[str, Locale]:
        """The languages in which nothing is missing: the only ones that are rendered."""
        lacking = {
            tag
            for record in self.registry.records()
            for text in texts(record)
            for tag in self.languages
            if not text.words.get(tag)
        }
        return {tag: locale for tag, locale in self.languages.items() if tag not in lacking}


def judge(folders: Folders, as_of: date, step: Step, *, final: bool) -> Judged:
    """Read the registry and check it against the law as of a day; every mistake of every file is in `findings`."""
    step("read", 0, 1)
    sources, unread = load(folders.registry, folders.overlay)
    step("validate", 0, 1)
    sources, unfit = validate(sources, folders.schemas)
    step("link", 0, 1)
    vocabulary, lawless = law.read(folders.schemas / "vocabulary")
    tongues, speechless = locales.read(folders.templates / "locales")
    shelf, unshelved = documents(folders.templates)
    registry, unlinked = link(sources, vocabulary)
    step("view", 0, 1)
    named = [(tag, notice.at / "languages") for notice in registry.notices.values() for tag in notice.languages or ()]
    spoken, unspoken = locales.spoken(registry.languages, named, tongues)
    drawings = tuple(_drawings(registry, shelf, spoken, as_of))
    rules = all_rules()
    step("check", 0, len(rules))
    registry, unlawful = check(registry, [drawing.view for drawing in drawings], rules, as_of, final=final)
    return Judged(
        sources=sources,
        registry=registry,
        shelf=shelf,
        languages=spoken,
        drawings=drawings,
        findings=(*unread, *unfit, *lawless, *speechless, *unshelved, *unlinked, *unspoken, *unlawful),
    )


def edition(
    judged: Judged, folders: Folders, choice: Choice, as_of: date, step: Step, *, jobs: int = 1
) -> tuple[tuple[str, ...], list[Finding]]:
    """Render, write and publish what was judged; returns the paths now in the output.

    The formats are written in `jobs` processes; the bytes do not depend on how many. Nothing is rendered after an
    error, and nothing is published where a page or a file could not be made: the output then stays as it was and the
    findings say why.
    """
    if has_errors(judged.findings):
        return (), []
    pages, findings = _render(judged, folders, choice, step)
    artifacts, complaints = _written(pages, folders, choice, as_of, step, jobs)
    findings = [*findings, *complaints]
    if has_errors(findings):
        return (), findings
    if not artifacts:
        return (), [*findings, _nothing(judged)]
    step("publish", 0, 1)
    imprint = Imprint(
        registry=judged.registry.digest, as_of=as_of, draft=bool(judged.registry.unconfirmed), tools=tools()
    )
    everything = [*artifacts, *_assets(pages, folders)]
    paths, refused = publish(everything, folders.output, imprint, keep_others=not choice.is_everything)
    return paths, [*findings, *refused]


def tools() -> Mapping[str, str]:
    """What the documents are made with, and in which version: enough to make the same bytes again."""
    libraries = {name.lower(): version(name) for name in ("Babel", "Jinja2", "markdown-it-py")}
    return {"seloste": __version__, "python": python_version(), "pdf": pdf.version(), **libraries}


def _drawings(
    registry: Registry, shelf: Sequence[Document], languages: Mapping[str, Locale], as_of: date
) -> Iterator[Drawing]:
    for document in shelf:
        view = importlib.import_module(f"seloste.views.{document.view}").view
        for subject in _subjects(registry, document):
            for locale in languages.values():
                yield Drawing(document=document, locale=locale, view=view(registry, subject, locale, as_of))


def _subjects(registry: Registry, document: Document) -> tuple[Record, ...]:
    """The records of which the document gets a page each."""
    if document.per == "organisation":
        return (registry.organisation,) if registry.organisation is not None else ()
    records: Mapping[str, Record] = registry.notices if document.per == "notices" else registry.services
    return tuple(record for record in records.values() if record.status != "retired")


def _render(judged: Judged, folders: Folders, choice: Choice, step: Step) -> tuple[list[Page], list[Finding]]:
    published = judged.published
    wanted = [
        drawing
        for drawing in judged.drawings
        if drawing.locale.tag in published
        and _chosen(drawing.document.slug, choice.documents)
        and _chosen(drawing.locale.tag, choice.languages)
    ]
    pages: list[Page] = []
    findings: list[Finding] = []
    for number, drawing in enumerate(wanted):
        step("render", number, len(wanted))
        page, wrong = render(
            drawing.document,
            drawing.view,
            drawing.locale,
            templates=folders.templates,
            shelf=judged.shelf,
            languages=published,
            formats=choice.formats or FORMATS,
        )
        findings.extend(wrong)
        if page is not None:
            pages.append(page)
    return pages, findings


def _written(
    pages: Sequence[Page], folders: Folders, choice: Choice, as_of: date, step: Step, jobs: int
) -> tuple[list[Artifact], list[Finding]]:
    """Every page in every format that it has and that is wanted, the longest first, in `jobs` processes."""
    wanted = [
        (name, page)
        for name in FORMATS
        for page in sorted(pages, key=lambda page: -len(page.html))
        if name in page.document.formats and _chosen(name, choice.formats)
    ]
    assets = folders.templates / "assets"
    artifacts: list[Artifact] = []
    findings: list[Finding] = []
    with ExitStack() as stack:
        written: Iterator[tuple[Artifact | None, list[Finding]]]
        if jobs > 1 and len(wanted) > 1:
            # Spawned, not forked: a child that inherits the locks of its parent can hang. Ctrl-C is for the parent.
            ignore = (signal.SIGINT, signal.SIG_IGN)
            pool = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=signal.signal, initargs=ignore)
            stack.callback(pool.shutdown, cancel_futures=True)
            written = pool.map(_write, wanted, repeat(assets), repeat(as_of))
        else:
            written = map(_write, wanted, repeat(assets), repeat(as_of))
        step("write", 0, len(wanted))
        try:
            for number, (artifact, complaints) in enumerate(written, 1):
                step("write", number, len(wanted))
                findings.extend(one for one in complaints if one not in findings)
                if artifact is not None:
                    artifacts.append(artifact)
        except BrokenProcessPool:
            findings.append(_worker_lost(folders.output))
    return artifacts, findings


def _write(wanted: tuple[str, Page], assets: Path, as_of: date) -> Outcome[Artifact | None]:
    name, page = wanted
    write: Callable[[Page, Path, date], Outcome[Artifact | None]] = _FORMATS[name].write
    return write(page, assets, as_of)


def _worker_lost(output: Path) -> Finding:
    return Finding(
        rule="worker-lost",
        severity=Severity.ERROR,
        message="The system ended a process that was writing a document, most often for lack of memory.",
        at=At(""),
        span=whole(str(output)),
        fix="Build again with --jobs 1, or on a machine with more memory.",
    )


def _assets(pages: Sequence[Page], folders: Folders) -> Iterator[Artifact]:
    """The styles and web fonts that the pages of each audience link to."""
    root = folders.templates / "assets"
    for audience in sorted({page.document.audience for page in pages}):
        for path in sorted(root.rglob("*")):
            if path.suffix in (".css", ".woff2", ".txt"):
                name = f"{audience}/assets/{path.relative_to(root).as_posix()}"
                yield Artifact(path=name, data=path.read_bytes(), audience=audience)


def _nothing(judged: Judged) -> Finding:
    """An output without a page would take the place of one that has them."""
    lacking = [tag for tag in judged.languages if tag not in judged.published]
    return Finding(
        rule="nothing-to-publish",
        severity=Severity.ERROR,
        message="There is no document to make."
        + (f" Texts are still missing in {' and '.join(lacking)}, so nothing is published in it." if lacking else ""),
        at=At(""),
        span=whole(judged.sources.root),
        fix="Write the missing texts."
        if lacking
        else "Ask for documents, languages and formats that the registry has.",
    )


def _chosen(name: str, names: Sequence[str]) -> bool:
    return not names or name in names
