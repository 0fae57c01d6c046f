"""Rules about what a page shows are held against pages that lost something on the way from the registry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conftest import AS_OF, folders
from seloste import pipeline
from seloste.check import all_rules, check
from seloste.views.clause import ClauseView, Reach, RightRow

FILES = {
    "organisation.yaml": """
        id: organisation
        supervisory_authority: fi-data-protection-ombudsman
    """,
    "notices/privacy-notice.yaml": """
        id: privacy-notice
        title: Privacy notice
        languages: [en-GB, fi]
    """,
    "activities/marketing.yaml": """
        id: marketing
        name: Marketing
        role: controller
        purposes: [{purpose: offers, lawful_basis: own-interest}]
        data_categories: [{category: contacts, sources: [person]}]
        provision_of_data: {nature: contractual, obliged: false, consequence: We cannot send offers.}
        profiling: {used: true}
        automated_decision: none
        notices: [privacy-notice]
    """,
    "activities/newsletter.yaml": """
        id: newsletter
        name: Newsletter
        role: controller
        purposes: [{purpose: offers, lawful_basis: consent}]
        notices: [privacy-notice]
    """,
    "purposes/offers.yaml": """
        id: offers
        label: Sending offers to customers by post and e-mail
        is_direct_marketing: true
    """,
    "lawful-bases/own-interest.yaml": """
        id: own-interest
        article: 6(1)(f)
    """,
    "lawful-bases/consent.yaml": """
        id: consent
        article: 6(1)(a)
    """,
    "data-categories/contacts.yaml": """
        id: contacts
        label: Names and addresses
    """,
    "data-sources/person.yaml": """
        id: person
        kind: data_subject
    """,
}

Break = Callable[[ClauseView], ClauseView]


def row_of(view: ClauseView, box: str) -> RightRow:
    row: RightRow | None = getattr(view, box)
    assert row is not None
    return row


def changed(view: ClauseView, field: str, value: object) -> ClauseView:
    changes: dict[str, Any] = {field: value}
    return replace(view, **changes)


def without(box: str) -> Break:
    return lambda view: changed(view, box, None)


def listed(box: str) -> Break:
    """The page shows the right among the others instead of in its box."""
    return lambda view: changed(replace(view, rights=(*view.rights, row_of(view, box))), box, None)


def narrowed(box: str) -> Break:
    """The page says that the right applies to the first of its sections alone."""

    def narrow(view: ClauseView) -> ClauseView:
        row = row_of(view, box)
        reach = Reach(everywhere=False, sections=row.reach.sections[:1])
        return changed(view, box, replace(row, reach=reach))

    return narrow


def reworded(box: str, words: str) -> Break:
    def reword(view: ClauseView) -> ClauseView:
        row = row_of(view, box)
        return changed(view, box, replace(row, text=replace(row.text, text=words)))

    return reword


def without_right(id: str) -> Break:
    return lambda view: replace(view, rights=tuple(row for row in view.rights if row.id != id))


def in_sections(**lost: Any) -> Break:
    """Every section of the page lost something."""
    return lambda view: replace(view, sections=tuple(replace(one, **lost) for one in view.sections))


def without_contact(view: ClauseView) -> ClauseView:
    assert view.authority is not None
    bare = replace(view.authority, visiting_address=None, postal_address=None, phones=(), email=None, website=None)
    return replace(view, authority=bare)


def undecided(view: ClauseView) -> ClauseView:
    sections = (replace(one, decision=replace(one.decision, none=None, effect=None)) for one in view.sections)
    return replace(view, sections=tuple(sections))


BREAKS: list[tuple[str, Break, str]] = [
    ("direct-marketing-objection-missing", without("marketing_objection"), "notices/privacy-notice"),
    ("direct-marketing-objection-missing", narrowed("marketing_objection"), "notices/privacy-notice"),
    (
        "direct-marketing-objection-missing",
        reworded("marketing_objection", "You may refuse marketing if you have a weighty reason."),
        "notices/privacy-notice",
    ),
    ("objection-not-separate", listed("objection"), "notices/privacy-notice"),
    ("objection-not-separate", listed("marketing_objection"), "notices/privacy-notice"),
    ("right-omitted", without("objection"), "notices/privacy-notice"),
    ("right-omitted", without("complaint"), "notices/privacy-notice"),
    ("right-omitted", without_right("15"), "notices/privacy-notice"),
    ("right-omitted", without_right("20"), "notices/privacy-notice"),
    ("supervisory-authority-missing", without("authority"), "organisation"),
    ("supervisory-authority-missing", without_contact, "organisation"),
    ("provision-requirement-missing", in_sections(provision=()), "activities/marketing"),
    ("provision-requirement-missing", in_sections(consequence=None), "activities/marketing"),
    ("adm-unstated", undecided, "activities/marketing"),
]
RULES_ABOUT_PAGES = {rule for rule, _, _ in BREAKS}


@pytest.fixture
def judged(tmp_path: Path) -> pipeline.Judged:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace("\n        ", "\n").strip() + "\n", encoding="utf-8")
    return pipeline.judge(folders(tmp_path, tmp_path), AS_OF, lambda *_: None, final=False)


def findings_about(judged: pipeline.Judged, change: Break) -> list[tuple[str, str]]:
    views = [change(one.view) if isinstance(one.view, ClauseView) else one.view for one in judged.drawings]
    _, found = check(judged.registry, views, all_rules(), AS_OF, final=False)
    return [(one.rule, one.at.record) for one in found if one.rule in RULES_ABOUT_PAGES]


def test_the_pages_are_there_in_both_languages_and_nothing_is_lost_on_them(judged: pipeline.Judged) -> None:
    assert sum(isinstance(one.view, ClauseView) for one in judged.drawings) == 2
    assert findings_about(judged, lambda view: view) == []


@pytest.mark.parametrize(("rule", "change", "record"), BREAKS)
def test_a_page_that_lost_something_is_found_once_by_the_rule_about_it(
    judged: pipeline.Judged, rule: str, change: Break, record: str
) -> None:
    assert findings_about(judged, change) == [(rule, record)]


def test_every_rule_that_no_registry_can_break_is_broken_here() -> None:
    assert {rule.id for rule in all_rules() if "\nFails:\n" not in rule.page} <= RULES_ABOUT_PAGES
