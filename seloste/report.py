"""Findings -> text for a person, a terminal, a continuous integration service or another program: the only printer.

Every format sorts the same way (file, line, rule), so that the same input always gives the same text. Excerpts come
from the registry, which is written by people: what in it could steer a terminal is shown as a visible sign instead.
"""

from __future__ import annotations

import json as _json
import re
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from seloste.findings import Finding, Severity, Span
from seloste.load import Sources

UNCONFIRMED = "unconfirmed-fact"
"""The rule whose findings are questions to the company; they are printed as a list of questions."""

JSON_VERSION = 1
"""Raised when a program that reads the JSON would have to change."""


def text(findings: Iterable[Finding], sources: Sources, colour: bool = False, width: int = 80) -> str:
    """Everything that was found, for a person at a terminal `width` columns wide.

    Each finding has its place, the line it is about with a mark under it, why it matters and what to do; the questions
    that await an answer follow as one list, and a line of totals ends it. Nothing found gives that line alone.
    """
    paint = _Paint(colour)
    wide = max(width, 40)
    placed = _sorted(findings, sources)
    blocks = [_block(one, sources, paint, wide) for one in placed if one.finding.rule != UNCONFIRMED]
    questions = [one for one in placed if one.finding.rule == UNCONFIRMED]
    if questions:
        blocks.append(_questions(questions, paint, wide))
    blocks.append(paint.bold(summary([one.finding for one in placed])))
    return "\n\n".join(blocks) + "\n"


def github(findings: Iterable[Finding], sources: Sources) -> str:
    """The same as workflow commands, which GitHub shows as annotations at the lines of a pull request.

    A file name should be relative to the repository's top, which it is where the registry was named that way.
    """
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
    lines = []
    for finding, span in ((one.finding, one.span) for one in _sorted(findings, sources)):
        place: dict[str, str | int] = {"file": visible(span.file)}
        if span.line:
            place |= {"line": span.line, "col": span.column}
        if span.end_line == span.line and span.end_column > span.column:
            place |= {"endLine": span.end_line, "endColumn": span.end_column}
        place["title"] = finding.rule
        properties = ",".join(f"{key}={_escape(str(value), ',:')}" for key, value in place.items())
        said = [finding.message, *(f"{label} {value}" for label, value in _advice(finding))]
        lines.append(f"::{levels[finding.severity]} {properties}::{_escape(chr(10).join(map(visible, said)))}\n")
    return "".join(lines)


def json(findings: Iterable[Finding], sources: Sources) -> str:
    """The same as one JSON object, for programs: `version`, `counts`, and `findings` with both forms of place."""
    placed = _sorted(findings, sources)
    every = [
        {
            "rule": one.finding.rule,
            "severity": one.finding.severity.value,
            "message": one.finding.message,
            "fix": one.finding.fix,
            "citation": one.finding.citation,
            "did_you_mean": one.finding.did_you_mean,
            "record": one.finding.at.record,
            "path": list(one.finding.at.path),
            "file": one.span.file,
            "line": one.span.line,
            "column": one.span.column,
            "end_line": one.span.end_line,
            "end_column": one.span.end_column,
        }
        for one in placed
    ]
    whole = {"version": JSON_VERSION, "counts": _counts([one.finding for one in placed]), "findings": every}
    return _json.dumps(whole, ensure_ascii=True, indent=2) + "\n"


def summary(findings: Iterable[Finding]) -> str:
    """The totals in one line: `3 errors, 12 warnings, 37 facts to confirm`."""
    words = {
        "error": ("error", "errors"),
        "warning": ("warning", "warnings"),
        "info": ("note", "notes"),
        "unconfirmed": ("fact to confirm", "facts to confirm"),
    }
    counts = _counts(findings)
    parts = [
        f"{counts[key]:,} {one if counts[key] == 1 else many}" for key, (one, many) in words.items() if counts[key]
    ]
    return ", ".join(parts) or "Nothing found."


def visible(line: str) -> str:
    """A text of the registry with every character that could steer a terminal or hide something made visible.

    Tabs and line ends are left to the caller; U+001B becomes ␛, other control characters likewise or <U+202E>.
    """
    return _STEERING.sub(_show, line)


# --- places ---


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    finding: Finding
    span: Span


def _sorted(findings: Iterable[Finding], sources: Sources) -> list[_Placed]:
    placed = {_Placed(finding=finding, span=finding.span or sources.locate(finding.at)): None for finding in findings}
    return sorted(
        placed,
        key=lambda one: (one.span.file, one.span.line, one.finding.rule, one.span.column, one.finding.message),
    )


def _counts(findings: Iterable[Finding]) -> dict[str, int]:
    counts = {**{severity.value: 0 for severity in Severity}, "unconfirmed": 0}
    for finding in findings:
        # An unconfirmed fact is an error only where a final build asks for it, and is counted as one then.
        asked = finding.rule == UNCONFIRMED and finding.severity is not Severity.ERROR
        counts["unconfirmed" if asked else finding.severity.value] += 1
    return counts


# --- text ---


@dataclass(frozen=True, slots=True)
class _Paint:
    on: bool

    def _with(self, code: str, words: str) -> str:
        return f"\x1b[{code}m{words}\x1b[0m" if self.on and words else words

    def bold(self, words: str) -> str:
        return self._with("1", words)

    def dim(self, words: str) -> str:
        return self._with("2", words)

    def blue(self, words: str) -> str:
        return self._with("34", words)

    def green(self, words: str) -> str:
        return self._with("32", words)

    def severity(self, severity: Severity, words: str) -> str:
        return self._with({Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}[severity], words)


def _block(one: _Placed, sources: Sources, paint: _Paint, width: int) -> str:
    finding, span = one.finding, one.span
    place = f"{_flat(span.file)}:{span.line}:{span.column}" if span.line else _flat(span.file)
    label = f"{finding.severity.value}[{finding.rule}]"
    # Where the place leaves no room for words, they begin on the next line.
    head = f"{place}: {label}"
    room = width - len(head) > 20
    first, *more = _wrapped(finding.message, f"{head} ", "  ", width) if room else [head]
    lines = [f"{paint.bold(place)}: {paint.severity(finding.severity, label)}{first[len(head) :]}", *more]
    lines += [] if room else _wrapped(finding.message, "  ", "  ", width)
    lines += _excerpt(span, sources, paint, finding.severity, width)
    for title, words in _advice(finding):
        lead = f"  {title} "
        wrapped = _wrapped(words, lead, " " * len(lead), width)
        painted = paint.green(title) if title == "fix:" else paint.dim(title)
        lines += [wrapped[0].replace(title, painted, 1), *wrapped[1:]]
    return "\n".join(lines)


def _advice(finding: Finding) -> Iterator[tuple[str, str]]:
    if finding.citation:
        yield "why:", finding.citation
    if finding.did_you_mean:
        yield "did you mean:", finding.did_you_mean
    if finding.fix:
        yield "fix:", finding.fix


def _wrapped(words: str, first: str, rest: str, width: int) -> list[str]:
    """Wrapped at the width with a hanging indent; what cannot be broken, such as an address, stays whole."""
    return textwrap.wrap(
        _flat(words),
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first.rstrip()]


def _questions(questions: Sequence[_Placed], paint: _Paint, width: int) -> str:
    """The facts that await an answer, file by file."""
    lines = [paint.bold(f"Questions to answer ({len(questions):,})")]
    file = ""
    for one in questions:
        if one.span.file != file:
            file = one.span.file
            lines.append(f"  {paint.blue(_flat(file))}")
        number = f"{one.span.line:>5}  "
        field = "/".join(map(str, one.finding.at.path))
        said = f"{_flat(field)}: {one.finding.message}" if field else one.finding.message
        first, *more = _wrapped(said, number, " " * len(number), width)
        lines += [paint.dim(number) + first[len(number) :], *more]
    return "\n".join(lines)


# --- excerpts ---

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_TAB = 4


def _excerpt(span: Span, sources: Sources, paint: _Paint, severity: Severity, width: int) -> list[str]:
    """The line a finding is about, its number in the margin, and a mark under the place."""
    lines = _LINE_BREAK.split(sources.texts.get(span.file, ""))
    whole_file = (span.line, span.column, span.end_line, span.end_column) == (1, 1, 1, 1)
    if whole_file or not 1 <= span.line <= len(lines):
        return []
    line = lines[span.line - 1]
    start = min(span.column - 1, len(line))
    # A place that spans several lines is shown by its first line.
    end = min(span.end_column - 1, len(line)) if span.end_line == span.line else len(line.rstrip())
    cells = [_cell(character, column) for character, column in _columns(line)]
    number = f"{span.line:>5}"
    room = width - len(number) - 3
    first, last = _window(cells, start, max(end, start + 1), room)
    shown = "".join(cells[first:last])
    before = "…" if first else ""
    after = "…" if last < len(cells) else ""
    left = _width("".join(cells[first:start])) + len(before)
    length = max(_width("".join(cells[start : min(end, last)])), 1)
    bar = paint.blue("|")
    margin = " " * len(number)
    mark = paint.severity(severity, "^" * length)
    return [
        f"{margin} {bar}",
        f"{paint.blue(number)} {bar} {before}{shown}{after}".rstrip(),
        f"{margin} {bar} {' ' * left}{mark}",
    ]


def _columns(line: str) -> Iterator[tuple[str, int]]:
    """Every character with the column of the screen in which it begins."""
    column = 0
    for character in line:
        yield character, column
        column += _width(_cell(character, column))


def _cell(character: str, column: int) -> str:
    """What is printed for one character of a line."""
    return " " * (_TAB - column % _TAB) if character == "\t" else visible(character)


def _window(cells: Sequence[str], start: int, end: int, room: int) -> tuple[int, int]:
    """From which to which cell a line is shown so that it fits the room and the place stays in view."""
    widths = [_width(cell) for cell in cells]
    if sum(widths) <= room:
        return 0, len(cells)
    room -= 2  # a sign at either end says that something was cut
    first = last = min(start, len(cells))
    used = 0
    while last < len(cells) and used + widths[last] <= room and last < end:
        used += widths[last]
        last += 1
    # What room is left goes a third to what stands before, the rest to what follows.
    lead = max((room - used) // 3, room - used - sum(widths[last:]))
    while first > 0 and lead >= widths[first - 1]:
        first -= 1
        lead -= widths[first]
        used += widths[first]
    while last < len(cells) and used + widths[last] <= room:
        used += widths[last]
        last += 1
    return first, last


def _width(words: str) -> int:
    """How many columns of a terminal the words take."""
    return sum(_character_width(character) for character in words)


def _character_width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _show(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"


def _flat(words: str) -> str:
    """On one line, with nothing in it that could steer a terminal."""
    return visible(" ".join(words.split()))


def _escape(words: str, more: str = "") -> str:
    """The escapes of workflow commands: for the message, and with `,:` for a property."""
    for character in f"%\r\n{more}":
        words = words.replace(character, f"%{ord(character):02X}")
    return words
