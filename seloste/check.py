"""Rules x Registry x views x waivers x date -> findings."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from seloste import rules
from seloste.findings import At, Finding, Outcome, Severity
from seloste.model import Registry, Waiver
from seloste.rules import Broken, Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of law: `id` is the pattern it forbids, `page` its explanation with examples."""

    id: str
    severity: Severity
    citation: str
    tags: tuple[str, ...]
    page: str
    broken: Callable[[Case], Iterable[Broken]]


def all_rules() -> tuple[Rule, ...]:
    """Every rule that has a file in `seloste/rules/`, by id."""
    names = sorted(module.name for module in pkgutil.iter_modules(rules.__path__))
    return tuple(_rule(name) for name in names)


def check(
    registry: Registry, views: Sequence[object], rules: Iterable[Rule], as_of: date, *, final: bool
) -> Outcome[Registry]:
    """Judge the registry as the law stood on `as_of`; the registry travels on unchanged.

    A rule gives way where an earlier finding already explains the place, or where its verdict rests on a fact that the
    company has not confirmed: that fact is one finding, `unconfirmed-fact`, with the question to ask. A warning that a
    lawyer has waived is not reported; a waiver that has expired, that waives an error or that no finding needs is.
    `final` is true where the documents are to be published; an unconfirmed fact is then an error.
    """
    case = Case(registry=registry, views=tuple(views), as_of=as_of, final=final)
    found = [finding for rule in rules for finding in _judge(rule, case)]
    return registry, [*_questions(registry, final), *_waive(found, registry.waivers, as_of)]


def _rule(name: str) -> Rule:
    module = importlib.import_module(f"{rules.__name__}.{name}")
    return Rule(
        id=name.replace("_", "-"),
        severity=module.severity,
        citation=module.citation,
        tags=module.tags,
        page=module.__doc__ or "",
        broken=module.broken,
    )


def _questions(registry: Registry, final: bool) -> Iterator[Finding]:
    for facts in registry.unconfirmed.values():
        for fact in facts:
            yield Finding(
                rule="unconfirmed-fact",
                severity=Severity.ERROR if final else Severity.WARNING,
                message=fact.question,
                at=fact.at,
                fix="Write the company's answer into the field and delete its question under unconfirmed.",
                citation="Art. 5(2), 24(1)",
            )


def _judge(rule: Rule, case: Case) -> Iterator[Finding]:
    for broken in rule.broken(case):
        if not _gives_way(broken, case.registry):
            yield Finding(
                rule=rule.id,
                severity=broken.severity or rule.severity,
                message=broken.message,
                at=broken.at,
                fix=broken.fix,
                citation=rule.citation,
                did_you_mean=broken.did_you_mean,
                rests_on=broken.rests_on,
            )


def _gives_way(broken: Broken, registry: Registry) -> bool:
    places = (broken.at, *broken.rests_on)
    return any(registry.awaits_confirmation(place) or registry.is_explained(place) for place in places)


def _waive(found: list[Finding], waivers: Sequence[Waiver], as_of: date) -> list[Finding]:
    """Take out what is waived; a waiver is valid through the day it expires."""
    alive = {(waiver.rule, waiver.record): waiver for waiver in waivers if as_of <= waiver.expires_on}
    kept = [finding for finding in found if finding.severity is Severity.ERROR or _key(finding) not in alive]
    keys = {_key(finding) for finding in found}
    errors = {_key(finding) for finding in found if finding.severity is Severity.ERROR}
    return [*kept, *(said for waiver in waivers for said in _about(waiver, keys, errors, as_of))]


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.at.record


def _about(waiver: Waiver, keys: set[tuple[str, str]], errors: set[tuple[str, str]], as_of: date) -> Iterator[Finding]:
    key = (waiver.rule, waiver.record)
    if waiver.expires_on < as_of:
        yield _waiver_finding(
            "waiver-expired",
            waiver.at / "expires_on",
            f"The waiver of {waiver.rule} for {waiver.record} ended on {waiver.expires_on}.",
            "Repair what it excused, or have it approved anew with a later date.",
        )
    elif key in errors:
        yield _waiver_finding(
            "waiver-of-error",
            waiver.at / "rule",
            f"{waiver.rule} is an error in {waiver.record}, and an error cannot be waived.",
            "Repair the registry. If the rule is wrong here, the rule is what has to change.",
        )
    elif key not in keys:
        yield _waiver_finding(
            "waiver-unused",
            waiver.at,
            f"No finding of {waiver.rule} in {waiver.record} needs this waiver.",
            "Delete the waiver, or correct the rule or the record it names.",
        )


def _waiver_finding(rule: str, at: At, message: str, fix: str) -> Finding:
    return Finding(rule=rule, severity=Severity.WARNING, message=message, at=at, fix=fix, citation="Art. 5(2), 24(1)")
