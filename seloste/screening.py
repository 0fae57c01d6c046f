"""Does an activity need a data protection impact assessment? Derived from the facts, never ticked by hand (Art. 35).

Three ways lead to one: a case of Art. 35(3); a kind of processing on the authority's list under Art. 35(4) together
with one more criterion; two or more of the nine criteria of WP 248 rev.01. Every ground carries the places of the
facts it rests on, so that documents can print the reasoning. A fact that is not recorded counts for nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from seloste.findings import At
from seloste.model import Activity, AutomatedDecision, DataCategory, Registry

Criterion = Literal[
    "evaluation",
    "automated_decision",
    "monitoring",
    "sensitive_data",
    "large_scale",
    "combining",
    "vulnerable_people",
    "new_technology",
    "withheld_right",
]
"""The nine criteria of WP 248 rev.01, section III.B(a), in its order."""

Trigger = Literal["35(3)(a)", "35(3)(b)", "35(3)(c)"]
"""The cases in which Art. 35(3) itself asks for an assessment."""

Listed = Literal["biometric", "genetic", "location", "whistleblowing", "14(5)(b)"]
"""The kinds of processing on the Finnish list of 21 December 2018 (Art. 35(4))."""

_LISTED_KINDS: Mapping[str, Listed] = {"biometric_for_unique_identification": "biometric", "genetic": "genetic"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One reason for an assessment and the facts it rests on.

    The facts of a criterion are alternatives, any of them is enough; a case of Art. 35(3) or of the list rests on all.
    """

    id: Criterion | Trigger | Listed
    facts: tuple[At, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """The derived result for one activity. `departed`: somebody has decided otherwise, with a reason.

    A person can depart from the criteria, which are guidance, and can always ask for an assessment; from Art. 35(3)
    and from the authority's list nobody can depart.
    """

    criteria: tuple[Ground, ...]
    triggers: tuple[Ground, ...]
    listed: tuple[Ground, ...]
    derived: bool
    required: bool
    departed: bool


def screen(registry: Registry, activity: Activity, as_of: date) -> Screened:
    """Screen one activity as of a day (Art. 35(1), (3), (4)); the list counts where Finnish law applies."""
    criteria = tuple(_criteria(activity))
    triggers = tuple(_triggers(activity, criteria))
    listed = tuple(hit for hit in _listed(registry, activity, as_of) if any(beside(hit, criteria)))
    by_law = bool(triggers or listed)
    derived = by_law or len(criteria) >= 2
    typed = activity.dpia_screening
    decision = typed.decision if typed else None
    reasoned = typed is not None and bool((typed.reason or "").strip())
    required = decision == "required" or (derived and not (decision == "not_required" and reasoned and not by_law))
    return Screened(
        criteria=criteria,
        triggers=triggers,
        listed=listed,
        derived=derived,
        required=required,
        departed=required != derived,
    )


def beside(hit: Ground, criteria: tuple[Ground, ...]) -> Iterator[Ground]:
    """The criteria that rest on another fact than the listed kind of processing itself."""
    return (ground for ground in criteria if any(fact not in hit.facts for fact in ground.facts))


def _criteria(activity: Activity) -> Iterator[Ground]:
    facts: tuple[tuple[Criterion, Iterator[At]], ...] = (
        ("evaluation", _evaluates(activity)),
        ("automated_decision", _decides(activity)),
        ("monitoring", _when(activity.monitoring not in (None, "none"), activity.at / "monitoring")),
        ("sensitive_data", _is_sensitive(activity)),
        ("large_scale", _when(activity.scale == "large", activity.at / "scale")),
        ("combining", _when("combination" in (activity.operations or ()), activity.at / "operations")),
        ("vulnerable_people", _is_vulnerable(activity)),
        ("new_technology", _when(activity.new_technology is True, activity.at / "new_technology")),
        (
            "withheld_right",
            _when(activity.prevents_right_or_service is True, activity.at / "prevents_right_or_service"),
        ),
    )
    for criterion, places in facts:
        if found := tuple(dict.fromkeys(places)):
            yield Ground(id=criterion, facts=found)


def _triggers(activity: Activity, criteria: tuple[Ground, ...]) -> Iterator[Ground]:
    by_id = {ground.id: ground.facts for ground in criteria}
    decision = activity.automated_decision
    if (
        "evaluation" in by_id
        and isinstance(decision, AutomatedDecision)
        and decision.legal_or_similarly_significant_effect is True
        and activity.scale in ("medium", "large")
    ):
        effect = decision.at / "legal_or_similarly_significant_effect"
        yield Ground(id="35(3)(a)", facts=(by_id["evaluation"][0], effect, activity.at / "scale"))
    if "large_scale" in by_id:
        scale = by_id["large_scale"][0]
        grave = (one for one in _categories(activity) if one.sensitivity in ("special", "criminal"))
        special = [one.at / "sensitivity" for one in grave]
        if special:
            yield Ground(id="35(3)(b)", facts=(special[0], scale))
        if activity.monitoring == "systematic_public":
            yield Ground(id="35(3)(c)", facts=(activity.at / "monitoring", scale))


def _listed(registry: Registry, activity: Activity, as_of: date) -> Iterator[Ground]:
    act = registry.vocabulary.law_facts.get("dpia-list-fi")
    organisation = registry.organisation
    if act is None or not act.in_force(as_of) or organisation is None or organisation.established_in != "FI":
        return
    for category in _categories(activity):
        kind = _LISTED_KINDS.get(category.art9_kind.id) if category.art9_kind else None
        if kind is not None:
            yield Ground(id=kind, facts=(category.at / "art9_kind", category.at / "sensitivity"))
        if category.location is True:
            yield Ground(id="location", facts=(category.at / "location",))
    if "whistleblowing" in activity.tags:
        yield Ground(id="whistleblowing", facts=(activity.at / "tags",))
    for entry in activity.data_categories or ():
        for source in entry.sources or ():
            if source.art14_exemption == "14(5)(b)":
                yield Ground(id="14(5)(b)", facts=(source.at / "art14_exemption",))


def _when(true: bool, at: At) -> Iterator[At]:
    if true:
        yield at


def _evaluates(activity: Activity) -> Iterator[At]:
    if activity.profiling is not None and activity.profiling.used is True:
        yield activity.profiling.at / "used"
    if "profiling" in (activity.operations or ()):
        yield activity.at / "operations"
    for entry in activity.purposes or ():
        if entry.purpose is not None and entry.purpose.is_profiling is True:
            yield entry.purpose.at / "is_profiling"


def _decides(activity: Activity) -> Iterator[At]:
    decision = activity.automated_decision
    if (
        isinstance(decision, AutomatedDecision)
        and decision.solely_automated is True
        and decision.legal_or_similarly_significant_effect is True
    ):
        yield decision.at / "legal_or_similarly_significant_effect"


def _is_sensitive(activity: Activity) -> Iterator[At]:
    for category in _categories(activity):
        if category.sensitivity in ("special", "criminal"):
            yield category.at / "sensitivity"
        if category.may_contain_special is True:
            yield category.at / "may_contain_special"


def _is_vulnerable(activity: Activity) -> Iterator[At]:
    for subject in activity.data_subjects or ():
        if subject.vulnerable is True:
            yield subject.at / "vulnerable"
        if subject.children is True:
            yield subject.at / "children"
    if activity.children is not None and activity.children.targeted is True:
        yield activity.children.at / "targeted"


def _categories(activity: Activity) -> tuple[DataCategory, ...]:
    """The categories of data of an activity, each once."""
    entries = (entry.category for entry in activity.data_categories or ())
    special = (part.category for entry in activity.purposes or () for part in entry.special_data)
    found = {category.id: category for category in (*entries, *special) if category is not None}
    return tuple(found.values())
