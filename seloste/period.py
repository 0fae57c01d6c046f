"""Lengths of time as ISO 8601 durations in whole years, months, weeks and days: `P6Y`, `P1Y6M`, `P2W`.

A period without a start is not a period: the start event stands beside it in the registry (Art. 13(2)(a), 30(1)(f)).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

_ISO = re.compile(r"P(?=[0-9])(?:([0-9]{1,3})Y)?(?:([0-9]{1,3})M)?(?:([0-9]{1,4})W)?(?:([0-9]{1,5})D)?")
_LONGEST = date.max


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time in calendar units. Two periods are equal only if they are written in the same units."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    def after(self, start: date) -> date:
        """The day on which the period that began on `start` ends; 29 February ends on the 28th in a common year."""
        try:
            return start + relativedelta(years=self.years, months=self.months, weeks=self.weeks, days=self.days)
        except (OverflowError, ValueError):  # beyond the calendar's end: later than any date
            return _LONGEST

    def before(self, end: date) -> date:
        """The day on which a period that ends on `end` began."""
        try:
            return end - relativedelta(years=self.years, months=self.months, weeks=self.weeks, days=self.days)
        except (OverflowError, ValueError):
            return date.min

    def longer_than(self, other: Period) -> bool:
        """Is this period longer, counted from one and the same day?"""
        start = date(2001, 1, 1)
        return self.after(start) > other.after(start)

    def __str__(self) -> str:
        """The ISO 8601 form, as it stands in the registry."""
        parts = ((self.years, "Y"), (self.months, "M"), (self.weeks, "W"), (self.days, "D"))
        return "P" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0D")


def parse(text: str) -> Period | None:
    """Read `P6Y` or `P1Y6M`; None where the text is no such duration (ISO 8601-1, section 5.5.2)."""
    match = _ISO.fullmatch(text)
    return Period(*(int(group or 0) for group in match.groups())) if match else None
