"""Folders of YAML -> Sources: the only room that knows YAML.

YAML is read without its traps. Only `null`, `true`/`false`, plain whole numbers and plain decimal numbers become
something else than text, so `NO` is Norway, `12:30` a time, `00100` a postcode, and dates stay text. Whatever makes a
file read differently from how it looks (a repeated key, an anchor, an alias, a merge key, a tag, a key that is not
text, an invisible character) is a finding with a place. Values and places are built in one pass over the parser's
events, with a limit on depth, so that no file can exhaust the stack or the memory.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import yaml

from seloste.findings import At, Finding, Outcome, Severity, Span, Step

LARGEST_FILE = 1024 * 1024
"""Bytes. A record is a few kilobytes; what is larger is not a record."""

DEEPEST_NESTING = 40
"""Levels of lists and maps inside each other."""

MOST_FINDINGS_IN_A_FILE = 100
"""A file with more mistakes than this is not read any further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One record as it stands in its file (or in the file and its overlay).

    `data` holds text, numbers, truth values, None, lists and maps with text keys. `spans` holds the place of every map
    entry (key and value where both stand on one line, else the key), of every list item, and under `()` of the whole.
    """

    record: str
    kind: str
    data: Mapping[str, object]
    spans: Mapping[tuple[Step, ...], Span]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Everything that was read.

    `records` is sorted by name. `broken` names the records that exist but could not be used, so that later rooms stay
    silent about references to them; of those that were read at all, `aside` keeps the places. `files` gives the file of
    every record, `texts` the text of every file (for excerpts), and `digest` is the sha256 over sorted file names and
    bytes, the same wherever the folder stands.
    """

    records: Mapping[str, Source]
    texts: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    broken: frozenset[str] = frozenset()
    aside: Mapping[str, Source] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    root: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that have at least one whole record, sorted."""
        return tuple(sorted({source.kind for source in self.records.values()}))

    def of_kind(self, kind: str) -> tuple[Source, ...]:
        """The whole records of a kind (a folder's name, or the stem of a top-level file), sorted by name."""
        return tuple(source for source in self.records.values() if source.kind == kind)

    def locate(self, at: At) -> Span:
        """Where a place stands in its file.

        A key that is not there falls back to the nearest parent that is; a record that could not be read, or is not
        there at all, to the first line of its file.
        """
        source = self.records.get(at.record) or self.aside.get(at.record)
        if source is not None:
            for length in range(len(at.path), -1, -1):
                span = source.spans.get(at.path[:length])
                if span is not None:
                    return span
        name = self.files.get(at.record) or _join(self.root, f"{at.record}.yaml" if at.record else "")
        return Span(name, 1, 1, 1, 1)

    def without(self, records: Iterable[str]) -> Sources:
        """The same sources with these records taken out and named among the broken ones."""
        gone = frozenset(records)
        kept = {name: source for name, source in self.records.items() if name not in gone}
        aside = {**self.aside, **{name: source for name, source in self.records.items() if name in gone}}
        return replace(self, records=MappingProxyType(kept), broken=self.broken | gone, aside=MappingProxyType(aside))


def load(root: Path, overlay: Path | None = None) -> Outcome[Sources]:
    """Read every `*.yaml` below `root`, and lay the private folder `overlay` over it.

    A file's kind is its first folder, or its stem where it stands at the top; which kinds exist is for later rooms to
    say. In the overlay a new file adds a record; a file that the root has too adds or replaces top-level keys of that
    record, and the root's questions under `unconfirmed` that lie at or below a replaced key are answered and dropped.

    What cannot be read is a finding, its record is left out and named in `Sources.broken`. All files are always read.
    """
    base, findings = _read_folder(root)
    if overlay is None:
        return _sources(root, base, {}), findings
    above, overlay_findings = _read_folder(overlay, empty_is_fine=True)
    return _sources(root, base, above), findings + overlay_findings


def parse(text: str, file: str, record: str = "", first_line: int = 1) -> Outcome[Source | None]:
    """Read one YAML text that is not a file of its own, such as the front matter of a template.

    `file` is the name to print, `first_line` the line of the file on which the text begins. The result is None where
    there is any finding. The source's kind is the first step of `record`.
    """
    findings, data, spans = _Reader(file, At(record), text, first_line).read()
    if findings:
        return None, findings
    return Source(record=record, kind=_kind(record), data=data, spans=MappingProxyType(spans)), []


# --- files ---


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A file of one folder: its text where it could be read, its source where it is whole."""

    name: str
    seal: bytes
    text: str | None = None
    source: Source | None = None


def _read_folder(root: Path, *, empty_is_fine: bool = False) -> Outcome[dict[str, _File]]:
    """Every record of a folder, whole or broken, by record name."""
    folder = At("")
    if not root.is_dir():
        what = "This is a file, not a folder." if root.exists() else "There is no such folder."
        fix = "Check the spelling of the folder's name, and that you started the program in the right place."
        return {}, [_error("folder-missing", what, folder, fix, _top(root.as_posix()))]
    files: dict[str, _File] = {}
    findings: list[Finding] = []
    folded: dict[str, str] = {}
    for path, problem in _walk(root, findings):
        record = path.removesuffix(".yaml")
        name = _join(root.as_posix(), path)
        if problem is not None:
            findings.append(problem)
            if problem.rule != "file-ending":
                files[record] = _File(name=name, seal=problem.rule.encode())
            continue
        fold = unicodedata.normalize("NFC", record).casefold()
        if fold in folded:
            findings.append(
                _error(
                    "file-name-clash",
                    f"This file and {folded[fold]}.yaml have the same name but for capital letters. Windows and macOS "
                    "cannot keep both, so one of them would be lost.",
                    At(record),
                    "Rename one of the two files; the id inside it must have the same name.",
                    _top(name),
                )
            )
            files[record] = _File(name=name, seal=b"file-name-clash")
            continue
        folded[fold] = record
        files[record], found = _read_file(root / path, name, record)
        findings.extend(found)
    if not files and not findings and not empty_is_fine:
        message = "There is no record in this folder: not one file ends in .yaml."
        fix = "Name the folder that holds the registry, or write a first registry with the command: seloste init"
        findings.append(_error("folder-empty", message, folder, fix, _top(root.as_posix())))
    return files, findings


def _walk(root: Path, findings: list[Finding]) -> Iterator[tuple[str, Finding | None]]:
    """The path below root of every file that means to be a record, with what is wrong with its name or place."""
    real_root = root.resolve()
    waiting = [""]
    found: list[tuple[str, Finding | None]] = []
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(root / folder) as entries:
                inside = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            findings.append(_unreadable(folder, _join(root.as_posix(), folder), error, "folder"))
            continue
        for entry in inside:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(path)
            elif entry.is_symlink() and (root / path).is_dir():
                found.append((path, _linked_folder(root, path)))
            elif entry.name.lower().endswith((".yaml", ".yml")):
                found.append((path, _misplaced(root, real_root, path)))
    yield from sorted(found, key=lambda pair: pair[0])


def _misplaced(root: Path, real_root: Path, path: str) -> Finding | None:
    record, name = path.removesuffix(".yaml"), _join(root.as_posix(), path)
    if not _is_clean(path):
        return _error(
            "file-name-not-text",
            "The name of this file holds characters that cannot be shown or written down.",
            At(record),
            "Rename the file: small letters a to z, digits and hyphens, then .yaml.",
            _top(name),
        )
    if not path.endswith(".yaml"):
        stem = path.rpartition(".")[0]
        return _error(
            "file-ending",
            "This file is not read, because its name does not end in .yaml (in small letters).",
            At(stem),
            f"Rename it to {stem.rpartition('/')[2]}.yaml.",
            _top(name),
        )
    if path.count("/") > 1:
        return _error(
            "file-in-unknown-place",
            "This file lies in a folder inside a folder. Records lie directly in the folder of their kind.",
            At(record),
            f"Move it to {path.split('/')[0]}/{path.rpartition('/')[2]}.",
            _top(name),
        )
    full = root / path
    if full.is_symlink() and full.exists() and not full.resolve().is_relative_to(real_root):
        return _error(
            "file-link-outside",
            "This is a link to a file outside the registry. What a document says must stand in the registry itself.",
            At(record),
            "Put a copy of the file here instead of the link.",
            _top(name),
        )
    return None


def _linked_folder(root: Path, path: str) -> Finding:
    return _error(
        "file-link-outside",
        "This is a link to another folder, and links to folders are not followed.",
        At(path),
        "Put the folder itself here instead of the link, or remove the link.",
        _top(_join(root.as_posix(), path)),
    )


def _read_file(path: Path, name: str, record: str) -> Outcome[_File]:
    at = At(record)
    try:
        if not path.is_file():
            raise OSError("it is not an ordinary file" if path.exists() else "it is a link that leads nowhere")
        # The size is asked first, so that a huge file is never read.
        size = path.stat().st_size
        content = b""
        if size <= LARGEST_FILE:
            with path.open("rb") as stream:
                content = stream.read(LARGEST_FILE + 1)
            size = max(size, len(content))
    except OSError as error:
        return _File(name=name, seal=b"unreadable"), [_unreadable(record, name, error, "file")]
    if size > LARGEST_FILE:
        message = (
            f"This file has {size / LARGEST_FILE:,.1f} MiB; a record may have 1 MiB at most. "
            "It is probably not a record but something else saved under this name."
        )
        fix = "Move the file away, or split it into one record per file."
        return _File(name=name, seal=b"too large %d" % size), [_error("file-too-large", message, at, fix, _top(name))]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _File(name=name, seal=content, text=content.decode("utf-8", "replace")), [
            _not_utf8(content, error, at, name)
        ]
    source, findings = parse(text, name, record)
    return _File(name=name, seal=content, text=text, source=source), findings


def _not_utf8(content: bytes, error: UnicodeDecodeError, at: At, name: str) -> Finding:
    fix = "Open the file in an editor that knows its encoding and save it again with the encoding UTF-8."
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        message = "This file is saved in the encoding UTF-16 (“Unicode” in some Windows programs), not UTF-8."
        return _error("file-not-utf8", message, at, fix, _top(name))
    # A stray byte becomes one replacement character, so the place is counted on the text before it.
    before = _lines(content[: error.start].decode("utf-8-sig", "replace"))
    line, column = len(before), len(before[-1]) + 1
    message = (
        f"The character here is stored as the byte 0x{content[error.start]:02X}, which is not UTF-8. "
        "The file was probably saved in an older Windows encoding, and letters such as ä or § would come out wrong."
    )
    return _error("file-not-utf8", message, at, fix, Span(name, line, column, line, column + 1))


def _unreadable(record: str, name: str, error: OSError, what: str) -> Finding:
    reason = error.strerror or str(error)
    return _error(
        "file-unreadable",
        f"This {what} cannot be opened: {reason[:1].lower()}{reason[1:]}.",
        At(record),
        f"Check that the {what} is there and that you are allowed to read it.",
        _top(name),
    )


# --- the overlay ---


def _sources(root: Path, base: Mapping[str, _File], above: Mapping[str, _File]) -> Sources:
    records: dict[str, Source] = {}
    broken: set[str] = set()
    names = sorted({*base, *above})
    for record in names:
        parts = [files[record] for files in (base, above) if record in files]
        whole = [part.source for part in parts if part.source is not None]
        if len(whole) < len(parts):
            broken.add(record)
        else:
            records[record] = whole[0] if len(whole) == 1 else _lay_over(*whole)
    every = [*base.values(), *above.values()]
    return Sources(
        records=MappingProxyType(records),
        texts=MappingProxyType({file.name: file.text for file in every if file.text is not None}),
        digest=_digest(base, above),
        broken=frozenset(broken),
        files=MappingProxyType({record: (base.get(record) or above[record]).name for record in names}),
        root=root.as_posix(),
    )


def _lay_over(base: Source, above: Source) -> Source:
    """The base record with the top-level keys of the overlay's record added or put in the place of its own."""
    data: dict[str, object] = {**base.data, **above.data}
    kept = {path: span for path, span in base.spans.items() if not path or path[0] not in above.data}
    asked, again = base.data.get("unconfirmed"), above.data.get("unconfirmed", {})
    if isinstance(asked, Mapping) and isinstance(again, Mapping):
        left = {path: ask for path, ask in asked.items() if path.split("/")[0] not in above.data}
        data.pop("unconfirmed")
        if left or again:
            data["unconfirmed"] = {**left, **again}
        kept = {path: span for path, span in kept.items() if path[:1] != ("unconfirmed",)}
        if left:
            kept |= {p: s for p, s in base.spans.items() if p[:1] == ("unconfirmed",) and (len(p) == 1 or p[1] in left)}
    spans = {**kept, **{path: span for path, span in above.spans.items() if path}}
    return Source(record=base.record, kind=base.kind, data=data, spans=MappingProxyType(spans))


def _digest(base: Mapping[str, _File], above: Mapping[str, _File]) -> str:
    total = hashlib.sha256()
    for layer, files in (("registry", base), ("overlay", above)):
        for record in sorted(files):
            # Hashes of fixed length, so that no choice of names and contents can pass for another.
            for part in (layer.encode(), record.encode("utf-8", "surrogatepass"), files[record].seal):
                total.update(hashlib.sha256(part).digest())
    return total.hexdigest()


# --- one text ---

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS: Mapping[str, object] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
# No leading zero and no plus: 00100 is a postcode, +358401 a telephone number. 18 digits at most, so int() is cheap.
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
# Control characters, line breaks that editors do not show as such, and marks that turn text around on the screen.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


class _Mark(NamedTuple):
    """A place in the text as the parser counts: from 0."""

    line: int
    column: int


@dataclass(slots=True)
class _Frame:
    """A list or map that is still open. `key` is a map's key that waits for its value."""

    values: dict[str, object] | list[object]
    path: tuple[Step, ...]
    start: _Mark
    flow: bool
    key: str | None = None
    key_start: _Mark | None = None
    key_end: _Mark | None = None


class _Reader:
    """One pass over the events of one text. Mutable, and lives no longer than the call of `read`."""

    def __init__(self, file: str, at: At, text: str, first_line: int) -> None:
        self.file, self.at, self.text, self.first_line = file, at, text, first_line
        self.lines = _lines(text)
        self.findings: list[Finding] = []
        self.spans: dict[tuple[Step, ...], Span] = {}
        self.stack: list[_Frame] = []
        self.data: dict[str, object] = {}
        self.names: set[str] = set()
        self.quoted: yaml.ScalarEvent | None = None

    def read(self) -> tuple[list[Finding], dict[str, object], dict[tuple[Step, ...], Span]]:
        if self._refuse_invisible():
            return self.findings, {}, {}
        try:
            self._follow()
        except yaml.MarkedYAMLError as error:
            # A line that cannot be read is why the file looked like something else than a map.
            self.findings = [finding for finding in self.findings if finding.rule != "yaml-not-a-map"]
            self.findings.append(self._explain(error))
        except (yaml.YAMLError, ValueError) as error:
            self._say("yaml-syntax", f"This file is not YAML: {error}.", self._top(), "Write the file anew.")
        return self.findings, self.data, self.spans

    def _follow(self) -> None:
        documents = 0
        for event in yaml.parse(self.text, Loader=_LOADER):
            if len(self.findings) >= MOST_FINDINGS_IN_A_FILE:
                return
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._say(
                        "yaml-several-documents",
                        "A line of three hyphens begins a second document here. A file holds one record.",
                        self._line(_start(event)),
                        "Move what follows into a file of its own, or remove the line ---.",
                    )
                    return
            elif isinstance(event, yaml.AliasEvent):
                self._refuse_alias(event, "*")
                self._scalar(None, event, "")
            elif isinstance(event, yaml.ScalarEvent):
                self._refuse_alias(event, "&")
                self._refuse_tag(event)
                self._scalar(self._value(event), event, event.value)
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                self._refuse_alias(event, "&")
                self._refuse_tag(event)
                if not self._open(event):
                    return
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                self._close(event)
        if not documents:
            self._empty()

    # values

    def _value(self, event: yaml.ScalarEvent) -> object:
        text: str = event.value
        if event.style in ("'", '"'):
            self.quoted = event
        if event.style == '"' and (hidden := _INVISIBLE.search(text)):
            self._say(
                "control-character",
                f"This text contains an invisible character ({_name(hidden[0])}), written with a backslash.",
                self._span(_start(event), _end(event)),
                "Remove the escape.",
            )
        if event.style or event.tag is not None:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _WHOLE.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return float(text)
        return text

    def _scalar(self, value: object, event: yaml.ScalarEvent | yaml.AliasEvent, text: str) -> None:
        if not self.stack:
            if isinstance(event, yaml.ScalarEvent) and not event.style and not text:
                self._empty()
            else:
                self._not_a_map(event)
            return
        frame = self.stack[-1]
        if isinstance(frame.values, dict) and frame.key is None:
            self._key(frame, value, event, text)
            return
        block = isinstance(event, yaml.ScalarEvent) and event.style in ("|", ">")
        self._attach(frame, value, _start(event), None if block else _end(event))

    def _key(self, frame: _Frame, value: object, event: yaml.ScalarEvent | yaml.AliasEvent, text: str) -> None:
        here = self._span(_start(event), _end(event))
        key = text
        if isinstance(event, yaml.AliasEvent):
            key = f"*{event.anchor}"
        elif text == "<<" and not event.style:
            self._say(
                "yaml-merge-key",
                "The key << copies entries of another map into this one, so the record would say more than it shows.",
                here,
                "Remove this line and write the entries out.",
            )
        elif not isinstance(value, str):
            shown = text or "nothing"
            self._say(
                "yaml-key-not-text",
                f"The key {shown} is read as {_in_words(value)}, and a key must be text.",
                here,
                f'Put it in quotes: "{text}":' if text else "Write the name of the key in front of the colon.",
            )
        elif not text:
            fix = "Write the name of the key in front of the colon."
            self._say("yaml-key-not-text", "This key is empty.", here, fix)
        if key in frame.values:
            first = self.spans.get((*frame.path, key))
            where = f" It stands on line {first.line} already." if first else ""
            self._say(
                "yaml-repeated-key",
                f"The key “{key}” is written twice in the same map.{where} Only one of the two could count.",
                here,
                "Remove one of the two lines, or put both values under one key.",
            )
        frame.key, frame.key_start, frame.key_end = key, _start(event), _end(event)

    def _attach(self, frame: _Frame, value: object, start: _Mark, end: _Mark | None) -> None:
        """Put a value into the open list or map, and note its place."""
        if isinstance(frame.values, list):
            path: tuple[Step, ...] = (*frame.path, len(frame.values))
            frame.values.append(value)
            self.spans[path] = self._span(start, end)
            return
        assert frame.key is not None and frame.key_start is not None and frame.key_end is not None
        path = (*frame.path, frame.key)
        if frame.key not in frame.values:
            frame.values[frame.key] = value
            self.spans[path] = self._entry(frame.key_start, frame.key_end, end)
        frame.key = None

    # lists and maps

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> bool:
        """Begin a list or map; False where reading must stop."""
        if len(self.stack) >= DEEPEST_NESTING:
            self._say(
                "yaml-too-deep",
                f"Lists and maps lie more than {DEEPEST_NESTING} deep inside each other here. No record needs that, "
                "so this is probably a slip, such as brackets that are opened and not closed.",
                self._span(_start(event), _end(event)),
                "Close the brackets, or write the value in quotes if it is text.",
            )
            return False
        is_map = isinstance(event, yaml.MappingStartEvent)
        values: dict[str, object] | list[object] = {} if is_map else []
        path: tuple[Step, ...] = ()
        if not self.stack:
            if not is_map:
                self._not_a_map(event)
                return False
            assert isinstance(values, dict)
            self.data = values
        else:
            frame = self.stack[-1]
            if isinstance(frame.values, dict) and frame.key is None:
                if "?" not in frame.path:
                    self._refuse_key(event, "map in braces" if is_map else "list in brackets")
                path = (*frame.path, "?")
                frame.key, frame.key_start, frame.key_end = "?", _start(event), _end(event)
                self.stack.append(_Frame(values, path, _start(event), bool(event.flow_style)))
                return True
            path = (*frame.path, len(frame.values) if isinstance(frame.values, list) else frame.key or "")
            self._attach(frame, values, _start(event), None)
        self.stack.append(_Frame(values, path, _start(event), bool(event.flow_style)))
        return True

    def _close(self, event: yaml.MappingEndEvent | yaml.SequenceEndEvent) -> None:
        frame = self.stack.pop()
        if not frame.path:
            self.spans[()] = self._whole(frame.start, _end(event))
            return
        before = self.spans.get(frame.path)
        end = _end(event)
        if frame.flow and before is not None and end.line == frame.start.line == before.line - self.first_line:
            self.spans[frame.path] = replace(before, end_column=end.column + 1)
        elif not frame.flow and isinstance(frame.path[-1], int) and frame.values:
            # An item that is itself a block is shown by its first entry.
            first: Step = next(iter(frame.values)) if isinstance(frame.values, dict) else 0
            self.spans[frame.path] = self.spans.get((*frame.path, first), self._span(frame.start, None))

    # what is refused

    def _refuse_invisible(self) -> bool:
        for number, line in enumerate(self.lines):
            for hidden in _INVISIBLE.finditer(line):
                at, column = number + self.first_line, hidden.start() + 1
                self._say(
                    "control-character",
                    f"There is an invisible character here ({_name(hidden[0])}). It can change what the line says.",
                    Span(self.file, at, column, at, column + 1),
                    "Delete it: retype the word, or paste the text again as plain text.",
                )
                break
            if len(self.findings) >= MOST_FINDINGS_IN_A_FILE:
                break
        return bool(self.findings)

    def _refuse_key(self, event: yaml.CollectionStartEvent, what: str) -> None:
        self._say(
            "yaml-key-not-text",
            f"A {what} stands where the name of a key is expected. In YAML, {{ and [ at the beginning of a value open "
            "a map or a list.",
            self._span(_start(event), _end(event)),
            "If this is meant as text, put the whole value in quotes.",
        )

    def _refuse_alias(self, event: yaml.Event, mark: str) -> None:
        anchor: str | None = getattr(event, "anchor", None)
        if anchor is None or anchor in self.names:
            return
        self.names.add(anchor)
        start: _Mark = _start(event)
        line, column = start.line + self.first_line, start.column + 1
        what = (
            "names this value, so that other lines can repeat it" if mark == "&" else "repeats a value from elsewhere"
        )
        self._say(
            "yaml-alias",
            f"{mark}{anchor} {what}. Such references are not allowed, because the record would say more than it shows.",
            Span(self.file, line, column, line, column + len(anchor) + 1),
            f'Write the value out at every place. If this is meant as text, put it in quotes: "{mark}{anchor} …".',
        )

    def _refuse_tag(self, event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        if event.tag is None:
            return
        shown = self._at(_start(event)).split(" ")[0] or str(event.tag)
        line, column = _start(event).line + self.first_line, _start(event).column + 1
        self._say(
            "yaml-tag",
            f"{shown} is a tag: an instruction to the program that reads the file. Tags are not allowed in a record.",
            Span(self.file, line, column, line, column + len(shown)),
            "Remove the tag. If the exclamation mark belongs to the text, put the whole value in quotes.",
        )

    def _empty(self) -> None:
        self._say(
            "file-empty",
            "There is no record in this file: it is empty or holds nothing but comments.",
            self._top(),
            "Write the record, or delete the file.",
        )

    def _not_a_map(self, event: yaml.ScalarEvent | yaml.AliasEvent | yaml.CollectionStartEvent) -> None:
        what = "a list" if isinstance(event, yaml.SequenceStartEvent) else "a single text"
        self._say(
            "yaml-not-a-map",
            f"This file begins as {what}, but a record is a map: lines of the form “key: value”.",
            self._line(_start(event)),
            "Write the name of a key, a colon and a space in front of the value, as in other records of the kind.",
        )

    # syntax errors

    def _explain(self, error: yaml.MarkedYAMLError) -> Finding:
        """Say what a person probably did. Both parsers' wordings are covered."""
        problem, context = error.problem or "", error.context or ""
        mark = _mark(error.problem_mark or error.context_mark)
        start = _mark(error.context_mark or error.problem_mark)
        tabbed = self._tab(mark) or self._tab(start)
        if tabbed is not None:
            return self._syntax(
                "A tab stands at the beginning of this line. YAML shows what belongs together by spaces only.",
                tabbed,
                "Replace the tab by spaces; two per level. (Most editors do so with “Convert indentation to spaces”.)",
            )
        here = self._at(mark)
        if "quoted scalar" in context and ("end of stream" in problem or "document" in problem):
            return self._unclosed(start)
        if self.quoted is not None and self._swallowed(self.quoted, mark):
            return self._unclosed(_start(self.quoted))
        if "simple key" in context:
            return self._no_colon(start)
        if "mapping values are not allowed" in problem:
            return self._stray_colon(mark)
        if "undefined tag" in problem:
            return self._syntax(
                "A value that begins with an exclamation mark is read as an instruction to the program.",
                self._word(mark),
                "Put the whole value in quotes.",
            )
        if "escape character" in problem or "hexdecimal" in problem or "hexadecimal" in problem or "escape" in problem:
            return self._syntax(
                "A backslash in text within double quotes begins an escape, and this escape does not exist.",
                self._span(mark, None, 2),
                "Use single quotes '…' instead of double quotes, or write the backslash twice.",
            )
        if "alias" in context or "anchor" in context:
            return self._syntax(
                f"A value that begins with {self._at(start)[:1]} is read as a reference to another value.",
                self._word(start),
                "Put the whole value in quotes; for a list, begin each item with a hyphen and a space.",
            )
        if self._text(mark).startswith("%") or "incompatible" in problem or "directive" in problem:
            return self._syntax(
                "A line that begins with % is an instruction to the program that reads the file.",
                self._line(mark),
                "Remove the line.",
            )
        if "cannot start any token" in problem:
            return self._syntax(
                f"A value cannot begin with the character {here[:1]} in YAML.",
                self._word(mark),
                "Put the whole value in quotes.",
            )
        if "block scalar" in context:
            return self._syntax(
                f"A value that begins with {self._at(start)[:1]} announces a text of several lines, which must begin "
                "on the next line.",
                self._word(start),
                f"If {self._at(start)[:1]} belongs to the text, put the whole value in quotes; "
                "otherwise begin the text on the next line.",
            )
        if "flow sequence" in context or "flow mapping" in context or "flow node" in context:
            return self._unclosed_bracket(start, mark)
        if "sequence entries are not allowed" in problem:
            return self._syntax(
                "A list item cannot begin on the line of its key.",
                self._word(mark),
                "Begin the first item on the next line, or put the value in quotes if the hyphen belongs to the text.",
            )
        if self._follows_a_quote(mark):
            return self._syntax(
                "Text goes on after the closing quote. That quote ends the value, so nothing may follow it here.",
                self._rest(mark),
                "Put the whole value in one pair of quotes. Inside single quotes an apostrophe is written twice ('').",
            )
        if here[:1] in ("]", "}"):
            message = f"This {here[0]} closes nothing that was opened."
            return self._syntax(message, self._span(mark, None, 1), "Remove it, or put the value in quotes.")
        if "document start" in problem and "..." in self.lines[: mark.line]:
            return self._syntax(
                "This line stands after three dots, which end a record.", self._line(mark), "Remove the line of dots."
            )
        if "document start" in problem or "block collection" in context or "block mapping" in context:
            return self._misaligned(start, mark)
        return self._syntax(
            "This place cannot be read as YAML.",
            self._rest(mark),
            "Compare the line with the lines around it: colons, hyphens, quotes, and spaces at the beginning.",
        )

    def _unclosed(self, start: _Mark) -> Finding:
        quote = self._at(start)[:1]
        return self._syntax(
            f"The quote {quote} opened here is never closed, or is closed in the wrong place.",
            self._rest(start),
            f"Write {quote} at the end of the text. If the text itself contains {quote}, "
            + ("write it twice ('')." if quote == "'" else 'write it as \\" or enclose the text in single quotes.'),
        )

    def _swallowed(self, event: yaml.ScalarEvent, mark: _Mark) -> bool:
        """Did the last quoted text run over line ends into what looks like the next entry, right before the error?"""
        end = _end(event)
        entry = re.match(r"\s*(?:- )?[\w-]+:\s*['\"]$", self._text(end)[: end.column])
        return entry is not None and end.line > _start(event).line and end.line == mark.line

    def _no_colon(self, start: _Mark) -> Finding:
        line = self._text(start).strip()
        glued = re.match(r"([\w-]+):(?=\S)", line)
        if glued:
            return self._syntax(
                "There is no space after the colon, so this line is read as text and not as a key with its value.",
                self._line(start),
                f"Write a space after the colon: {glued[1]}: …",
            )
        return self._syntax(
            "This line has no colon, so it is neither a key with a value nor the continuation of the text above it.",
            self._line(start),
            "If it is a key, write a colon and a space after it. "
            "If it continues the text above, indent it by two more spaces.",
        )

    def _stray_colon(self, mark: _Mark) -> Finding:
        before = self._text(mark)[: mark.column]
        if re.search(r":\s+\S", before):
            return self._syntax(
                "There is a second colon followed by a space in this line, so YAML cannot tell the text from a key.",
                self._span(mark, None, 1),
                "Put the whole value in quotes.",
            )
        above = self._line_above(mark)
        glued = above is not None and re.match(r"\s*(?:- )?([\w-]+):\S", self.lines[above])
        if glued and above is not None:
            return self._syntax(
                "There is no space after the colon, so this line is read as text and not as a key with its value.",
                self._whole_line(above),
                f"Write a space after the colon: {glued[1]}: …",
            )
        if re.match(r"-\w", before.strip()):
            return self._syntax(
                "There is no space after the hyphen.", self._line(mark), "Write a list item as: hyphen, space, value."
            )
        if above is not None and ":" not in self.lines[above]:
            return self._no_colon(_Mark(above, _indent(self.lines[above])))
        if above is not None and _indent(self._text(mark)) > _indent(self.lines[above]):
            return self._syntax(
                "This line is indented deeper than the line above it, but that line has a value already.",
                self._line(mark),
                "Remove the spaces at the beginning so that the keys stand below each other.",
            )
        return self._syntax(
            "There is a colon here where YAML expects none.",
            self._span(mark, None, 1),
            "If the colon belongs to the text, put the whole value in quotes; else check the spaces at the beginning.",
        )

    def _unclosed_bracket(self, start: _Mark, mark: _Mark) -> Finding:
        if not "".join((self._at(mark), *self.lines[mark.line + 1 :])).strip():  # the file ends inside the brackets
            start = next((frame.start for frame in reversed(self.stack) if frame.flow), start)
        bracket = self._at(start)[:1]
        closing = {"[": "]", "{": "}"}.get(bracket)
        if closing is None:
            return self._syntax(
                "A comma too many: there is no value between this comma and the one before it, or after it.",
                self._span(mark, None, 1),
                "Remove the comma.",
            )
        return self._syntax(
            f"The {bracket} opened here is not closed by {closing}, or a comma is missing between two of its values.",
            self._rest(start),
            f"Write {closing} at the end and a comma between the values. "
            f"If {bracket} belongs to the text, put the value in quotes.",
        )

    def _misaligned(self, start: _Mark, mark: _Mark) -> Finding:
        here = self._text(mark).strip()
        if here.startswith("- ") or here == "-":
            message = "A list item stands here among keys. A map holds keys, a list holds items; they cannot be mixed."
            fix = "Indent the item below the key whose list it belongs to."
        elif here.startswith(":"):
            message = "This line begins with a colon; there is no key in front of it."
            fix = "Write the name of the key in front of the colon."
        elif self._text(start)[start.column :].startswith("- "):
            message = "A key stands here among the items of a list."
            fix = "Write a hyphen and a space in front of it, or indent it to the level of the key it belongs to."
        else:
            message = "This line begins in a column where no line above it begins, so it is unclear what it belongs to."
            fix = "Give it exactly as many spaces at the beginning as the other lines of the same level have."
        return self._syntax(message, self._line(mark), fix)

    def _follows_a_quote(self, mark: _Mark) -> bool:
        return self._text(mark)[: mark.column].rstrip().endswith(("'", '"'))

    def _tab(self, mark: _Mark) -> Span | None:
        """The tab among the spaces at the beginning of the line of a mark, if there is one."""
        line = self._text(mark)
        column = line[: len(line) - len(line.lstrip(" \t"))].find("\t")
        number = mark.line + self.first_line
        return None if column < 0 else Span(self.file, number, column + 1, number, column + 2)

    def _syntax(self, message: str, span: Span, fix: str) -> Finding:
        return _error("yaml-syntax", message, self.at, fix, span)

    def _say(self, rule: str, message: str, span: Span, fix: str) -> None:
        self.findings.append(_error(rule, message, self.at, fix, span))

    # places

    def _text(self, mark: _Mark) -> str:
        return self.lines[mark.line] if mark.line < len(self.lines) else ""

    def _at(self, mark: _Mark) -> str:
        return self._text(mark)[mark.column :]

    def _line_above(self, mark: _Mark) -> int | None:
        """The number of the nearest line above that is neither empty nor a comment."""
        for number in range(min(mark.line, len(self.lines)) - 1, -1, -1):
            if self.lines[number].strip() and not self.lines[number].lstrip().startswith("#"):
                return number
        return None

    def _span(self, start: _Mark, end: _Mark | None, length: int | None = None) -> Span:
        """From start to end where both are on one line, else a number of characters, else to the end of the line."""
        line = start.line + self.first_line
        if end is not None and end.line == start.line:
            return Span(self.file, line, start.column + 1, line, max(end.column, start.column) + 1)
        stop = start.column + length if length is not None else len(self._text(start).rstrip())
        return Span(self.file, line, start.column + 1, line, max(stop, start.column) + 1)

    def _entry(self, key_start: _Mark, key_end: _Mark, end: _Mark | None) -> Span:
        stop = end if end is not None and end.line == key_start.line and end.column > key_end.column else key_end
        return self._span(key_start, stop)

    def _whole(self, start: _Mark, end: _Mark) -> Span:
        return Span(
            self.file, start.line + self.first_line, start.column + 1, end.line + self.first_line, end.column + 1
        )

    def _word(self, mark: _Mark) -> Span:
        word = self._at(mark).split(" ")[0]
        return self._span(mark, None, max(len(word), 1))

    def _rest(self, mark: _Mark) -> Span:
        return self._span(mark, None)

    def _line(self, mark: _Mark) -> Span:
        return self._whole_line(min(mark.line, len(self.lines) - 1))

    def _whole_line(self, number: int) -> Span:
        text, at = self.lines[number], number + self.first_line
        return Span(self.file, at, _indent(text) + 1, at, max(len(text.rstrip()), _indent(text)) + 1)

    def _top(self) -> Span:
        return Span(self.file, self.first_line, 1, self.first_line, 1)


def _mark(mark: object) -> _Mark:
    return _Mark(getattr(mark, "line", 0), getattr(mark, "column", 0))


def _start(event: yaml.Event) -> _Mark:
    return _mark(event.start_mark)


def _end(event: yaml.Event) -> _Mark:
    return _mark(event.end_mark)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _lines(text: str) -> list[str]:
    return _LINE_BREAK.split(text)


def _in_words(value: object) -> str:
    if value is None:
        return "“nothing”"
    if isinstance(value, bool):
        return "“true or false”"
    return "a number"


def _name(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def _is_clean(path: str) -> bool:
    return not _INVISIBLE.search(path) and "\n" not in path and "\r" not in path and "\t" not in path


def _kind(record: str) -> str:
    return record.split("/")[0]


def _join(root: str, path: str) -> str:
    return (Path(root) / path).as_posix() if path else root


def _top(file: str) -> Span:
    return Span(file, 1, 1, 1, 1)


def _error(rule: str, message: str, at: At, fix: str, span: Span) -> Finding:
    return Finding(rule=rule, severity=Severity.ERROR, message=message, at=at, fix=fix, span=span)
