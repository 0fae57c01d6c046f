"""Data would be deleted before the law allows.

Where a statute obliges the company to keep data, a shorter period breaks that statute. The usual mistake is the
start: the Finnish Accounting Act (1336/1997, ch. 2 s. 10) counts vouchers from the end of the calendar year in which
the financial year ended, and books from the end of the financial year, not from the date of the invoice. The rule
compares the end of both periods for entries at the beginning and the end of the financial year.

Fails:

    # file: organisation.yaml
    id: organisation
    financial_year_end: "12-31"
    # file: activities/accounting.yaml
    id: accounting
    name: Accounting
    role: controller
    data_categories:
      - {category: invoices, retention: vouchers}
    # file: data-categories/invoices.yaml
    id: invoices
    label: Invoices
    statutory_class: fi_acc_vouchers
    # file: retention-periods/vouchers.yaml
    id: vouchers
    duration: P6Y
    trigger: order_completed  # expect: retention-below-statutory

Fails:

    # file: organisation.yaml
    id: organisation
    financial_year_end: "03-31"
    # file: activities/accounting.yaml
    id: accounting
    name: Accounting
    role: controller
    data_categories:
      - {category: invoices, retention: vouchers}
    # file: data-categories/invoices.yaml
    id: invoices
    label: Invoices
    statutory_class: fi_acc_vouchers
    # file: retention-periods/vouchers.yaml
    id: vouchers
    duration: P6Y
    trigger: end_of_financial_year  # expect: retention-below-statutory

Passes:

    # file: organisation.yaml
    id: organisation
    financial_year_end: "03-31"
    # file: activities/accounting.yaml
    id: accounting
    name: Accounting
    role: controller
    data_categories:
      - {category: invoices, retention: vouchers}
    # file: data-categories/invoices.yaml
    id: invoices
    label: Invoices
    statutory_class: fi_acc_vouchers
    # file: retention-periods/vouchers.yaml
    id: vouchers
    duration: P6Y
    trigger: end_of_calendar_year_of_fy_end

Passes:

    # file: organisation.yaml
    id: organisation
    financial_year_end: "12-31"
    # file: activities/accounting.yaml
    id: accounting
    name: Accounting
    role: controller
    data_categories:
      - {category: invoices, retention: vouchers}
    # file: data-categories/invoices.yaml
    id: invoices
    label: Invoices
    statutory_class: fi_acc_vouchers
    # file: retention-periods/vouchers.yaml
    id: vouchers
    duration: P72M
    trigger: end_of_financial_year

Passes:

    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    data_categories:
      - {category: feedback, retention: feedback}
    # file: data-categories/feedback.yaml
    id: feedback
    label: Feedback
    # file: retention-periods/feedback.yaml
    id: feedback
    duration: P1Y
    trigger: last_contact
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import MAXYEAR, date, timedelta

from seloste import period
from seloste.findings import Severity
from seloste.model import DataEntry
from seloste.period import Period
from seloste.rules import Broken, Case, own_data
from seloste.vocabulary import StatutoryPeriod

severity = Severity.ERROR
citation = "Art. 6(1)(c); Accounting Act 1336/1997 ch. 2 s. 10"
tags = ("retention", "dated", "finland")

_CALENDAR_YEAR = "12-31"


def broken(case: Case) -> Iterator[Broken]:
    """Every period that ends before the law's own, for some entry of the current financial year."""
    organisation = case.registry.organisation
    year_end = organisation.financial_year_end if organisation else None
    said: set[tuple[str, str]] = set()
    for _, entry in own_data(case.registry):
        law = _law(entry)
        if law is None or entry.retention is None or (entry.retention.id, law.id) in said:
            continue
        early = _too_early(entry, law, year_end or _CALENDAR_YEAR, case.as_of)
        if early is None:
            continue
        said.add((entry.retention.id, law.id))
        event, ends, lawful = early
        yield Broken(
            at=entry.retention.at / "trigger",
            message=f"Data of {event} would be deleted on {ends}, but the law asks to keep them until {lawful}.",
            fix=f"Count from {law.trigger} for {law.minimum}, or longer with a reason.",
            rests_on=(
                entry.retention.at / "duration",
                entry.at / "retention",
                *((entry.category.at / "statutory_class",) if entry.category else ()),
            ),
        )


def _law(entry: DataEntry) -> StatutoryPeriod | None:
    """The period of law for the category, or else the one that the retention period itself cites."""
    law = (entry.category.statutory_class if entry.category else None) or (
        entry.retention.statutory_basis if entry.retention else None
    )
    return law if law is not None and law.kind == "obligation" and law.minimum and law.trigger else None


def _too_early(entry: DataEntry, law: StatutoryPeriod, year_end: str, as_of: date) -> tuple[date, date, date] | None:
    """The first entry of the year that would go too early: its day, its end, and the lawful end; None if none would."""
    minimum = period.parse(law.minimum)
    kept = entry.retention
    if minimum is None or kept is None or kept.duration is None or not kept.trigger:
        return None
    last = _financial_year_end(as_of, year_end)
    first = _financial_year_end(Period(years=1).before(last).replace(day=1), year_end) + timedelta(days=1)
    for event in (first, last):
        ends = min(kept.duration.after(_start(trigger.id, event, year_end)) for trigger in kept.trigger)
        lawful = minimum.after(_start(law.trigger, event, year_end))
        if ends < lawful:
            return event, ends, lawful
    return None


def _start(trigger: str, event: date, year_end: str) -> date:
    """The day a period starts, at the earliest, for an entry of that day."""
    match trigger:
        case "end_of_financial_year":
            return _financial_year_end(event, year_end)
        case "end_of_calendar_year":
            return date(event.year, 12, 31)
        case "end_of_calendar_year_of_fy_end":
            return date(_financial_year_end(event, year_end).year, 12, 31)
        case _:  # an event of the customer relationship can fall on the day of the entry itself
            return event


def _financial_year_end(day: date, year_end: str) -> date:
    """The last day of the financial year that holds `day`; `year_end` is MM-DD."""
    month, last = map(int, year_end.split("-"))
    this_year = _day(day.year, month, last)
    return this_year if day <= this_year else _day(min(day.year + 1, MAXYEAR), month, last)


def _day(year: int, month: int, day: int) -> date:
    """29 February is the 28th in a common year."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 28)
