"""The law as rules: one file per rule, found by being in this folder.

A rule module has a docstring (its page in `explain`: one line, the reason with the article, `Fails:` and `Passes:`
examples that the tests run), and these names:

    severity: Severity          what its findings weigh
    citation: str               the articles it enforces
    tags: tuple[str, ...]       what it is about
    def broken(case: Case) -> Iterator[Broken]

A rule knows neither its id (its file's name with hyphens) nor line numbers, and never looks at a sibling. What several
rules ask of the registry stands here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from seloste.findings import At, Severity
from seloste.model import (
    DEFAULT_LANGUAGE,
    Activity,
    Agreement,
    DataEntry,
    PurposeEntry,
    Recipient,
    Registry,
    RetentionPeriod,
    Text,
    Transfer,
    TransferMechanism,
)
from seloste.vocabulary import AdequacyDecision

V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a rule judges: the registry and the views made of it, on a day.

    `views` holds the view of every document in every language. `final` is true for a build that will be published.
    """

    registry: Registry
    views: tuple[object, ...]
    as_of: date
    final: bool = False

    def views_of(self, kind: type[V]) -> Iterator[V]:
        """The views of one kind, in every language, for rules about what a document says."""
        return (view for view in self.views if isinstance(view, kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """One place where a rule is not kept. `severity` differs from the rule's own only where the rule has degrees.

    `rests_on` names the other facts of the verdict: while one of them is unconfirmed, the rule gives way to its
    question.
    """

    at: At
    message: str
    fix: str
    rests_on: tuple[At, ...] = ()
    severity: Severity | None = None
    did_you_mean: str = ""


def activities(registry: Registry) -> Iterator[Activity]:
    """The activities that are part of the record today: all that are not retired."""
    return (activity for activity in registry.activities.values() if activity.status != "retired")


def own_activities(registry: Registry) -> Iterator[Activity]:
    """The activities for which the organisation answers itself, alone or jointly (Art. 30(1))."""
    return (activity for activity in activities(registry) if activity.role != "processor")


def processor_activities(registry: Registry) -> Iterator[Activity]:
    """The activities carried out on behalf of customers (Art. 30(2))."""
    return (activity for activity in activities(registry) if activity.role == "processor")


def own_purposes(registry: Registry) -> Iterator[tuple[Activity, PurposeEntry]]:
    """Every purpose entry of the organisation's own activities, with its activity."""
    return ((activity, entry) for activity in own_activities(registry) for entry in activity.purposes or ())


def own_data(registry: Registry) -> Iterator[tuple[Activity, DataEntry]]:
    """Every data entry of the organisation's own activities, with its activity."""
    return ((activity, entry) for activity in own_activities(registry) for entry in activity.data_categories or ())


def own_recipients(registry: Registry) -> Iterator[tuple[Activity, Recipient]]:
    """Every recipient of the organisation's own activities, with its activity."""
    return ((activity, recipient) for activity in own_activities(registry) for recipient in activity.recipients or ())


def agreements(registry: Registry, direction: str = "") -> Iterator[Agreement]:
    """The agreements that are not retired: all of them, or those of one direction."""
    return (
        agreement
        for agreement in registry.agreements.values()
        if agreement.status != "retired" and direction in ("", agreement.direction)
    )


def retention_periods(registry: Registry) -> Iterator[RetentionPeriod]:
    """The retention periods that are not retired."""
    return (period for period in registry.retention_periods.values() if period.status != "retired")


def name(text: Text | None) -> str:
    """What a finding calls a thing: its text in the default language, or in the first there is."""
    if text is None:
        return ""
    return text.words.get(DEFAULT_LANGUAGE) or next(iter(text.words.values()), "")


def transfers(registry: Registry, as_of: date) -> Iterator[Transfer]:
    """The transfers that need a ground of Chapter V on this day: to a third country or an international organisation.

    One whose destination is not known at all is left out; that is a matter of its own.
    """
    for transfer in registry.transfers.values():
        destination = transfer.country
        abroad = destination is not None and registry.vocabulary.is_third_country(destination, as_of)
        if transfer.status != "retired" and (abroad or transfer.international_organisation is not None):
            yield transfer


def mechanisms(registry: Registry, as_of: date) -> Iterator[TransferMechanism]:
    """The mechanisms that transfers rely on today, each once; those held in reserve are not among them."""
    used = {transfer.mechanism.id: transfer.mechanism for transfer in transfers(registry, as_of) if transfer.mechanism}
    yield from used.values()


def adequacy_decisions(registry: Registry, transfer: Transfer, as_of: date) -> tuple[AdequacyDecision, ...]:
    """The adequacy decisions in force for the destination of a transfer (Art. 45(3)); empty if there is none."""
    destination = transfer.country or transfer.international_organisation or ""
    return registry.vocabulary.adequacy_for(destination.upper(), as_of)
