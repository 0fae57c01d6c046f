"""What a room has to say: a place in the registry, and what is wrong there.

Every room of the straight line returns its result together with a list of `Finding`. Nothing is printed or raised on
the way; `report` is the only printer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

Step = str | int
"""One step from a record into its data: a key of a map or the index of a list item."""


@dataclass(frozen=True, slots=True, order=True)
class At:
    """A place, named and not numbered: a record and the path of keys inside it.

    `record` is the file's path below its root without the ending, with forward slashes (`activities/web-store-sales`).
    Line and column are looked up by `Sources.locate` when somebody prints the place.
    """

    record: str
    path: tuple[Step, ...] = ()

    def __truediv__(self, step: Step) -> At:
        """The place one step deeper: `activity.at / "retention" / "trigger"`."""
        return At(self.record, (*self.path, step))

    def __str__(self) -> str:
        """`activities/web-store-sales#purposes/0/purpose`: the form that documents carry in `data-fact`."""
        return f"{self.record}#{'/'.join(map(str, self.path))}" if self.path else self.record

    def covers(self, other: At) -> bool:
        """Is `other` this place or one below it?"""
        return self.record == other.record and self.path == other.path[: len(self.path)]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where a place stands in a file. Lines and columns count from 1; the end column is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


def whole(file: str) -> Span:
    """A file as a whole, such as one that cannot be written: it has no line to show."""
    return Span(file, 0, 0, 0, 0)


class Severity(StrEnum):
    """How much a finding weighs.

    `error`: the text of a binding act is not satisfied, or a document would say something untrue.
    `warning`: guidance, practice or a risk that a lawyer may accept with a written reason.
    `info`: housekeeping, or a change that is coming.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong, for a person to read.

    `rule` names the kind of finding and is stable; `citation` is the article that asks for it; `rests_on` lists the
    other facts the verdict rests on, so that an unconfirmed one among them can silence it. `span` is set only where the
    place has no name, such as a line that cannot be read at all; everything else is looked up by `at`.
    """

    rule: str
    severity: Severity
    message: str
    at: At
    fix: str = ""
    citation: str = ""
    did_you_mean: str = ""
    rests_on: tuple[At, ...] = ()
    span: Span | None = None


T = TypeVar("T")
Outcome = tuple[T, list[Finding]]
"""What every room returns: its result, and what it found wrong on the way."""


def has_errors(findings: Iterable[Finding]) -> bool:
    """Is there a finding that forbids to render?"""
    return any(finding.severity is Severity.ERROR for finding in findings)
