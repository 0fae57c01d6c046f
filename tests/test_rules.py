"""Every rule's page is its test: the examples in its docstring go through the whole line."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from seloste import locale, pipeline, resources, vocabulary
from seloste.check import Rule, all_rules

RULES = all_rules()
AS_OF = date(2026, 11, 22)
BROKEN_PAGES = {"direct-marketing-objection-missing", "objection-not-separate", "right-omitted"}
"""No registry can break these, because the page is right by construction: tests/test_view_rules.py breaks the page."""
OF_CHECK = {rule.id for rule in RULES} | {"unconfirmed-fact", "waiver-expired", "waiver-unused", "waiver-of-error"}


@dataclass(frozen=True, slots=True)
class Example:
    """One `Fails:` or `Passes:` block: its files, and the lines on which the rule must be reported."""

    fails: bool
    files: dict[str, str]
    as_of: date
    final: bool


@cache
def read_law(folder: Path) -> object:
    return vocabulary.read(folder)


@cache
def read_words(folder: Path) -> object:
    return locale.read(folder)


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The law and the words are the same for every example; reading them is most of an example's time."""
    once_law, once_words = read_law(resources.schemas() / "vocabulary"), read_words(resources.templates() / "locales")
    monkeypatch.setattr(vocabulary, "read", lambda folder: once_law)
    monkeypatch.setattr(locale, "read", lambda folder: once_words)


def examples(rule: Rule) -> Iterator[Example]:
    blocks = re.split(r"^(Fails|Passes):\n", rule.page, flags=re.MULTILINE)[1:]
    for word, block in zip(blocks[::2], blocks[1::2], strict=True):
        body = textwrap.dedent(
            "".join(line for line in block.splitlines(True) if line.startswith("    ") or not line.strip())
        )
        as_of = re.search(r"^# as-of: (\S+)$", body, re.MULTILINE)
        parts = re.split(r"^# file: (\S+)\n", body, flags=re.MULTILINE)[1:]
        yield Example(
            word == "Fails",
            {name: text.rstrip() + "\n" for name, text in zip(parts[::2], parts[1::2], strict=True)},
            date.fromisoformat(as_of[1]) if as_of else AS_OF,
            re.search(r"^# final$", body, re.MULTILINE) is not None,
        )


CASES = [pytest.param(rule, example, id=f"{rule.id}-{n}") for rule in RULES for n, example in enumerate(examples(rule))]


def test_there_are_rules() -> None:
    assert len(RULES) >= 52


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_has_a_page_with_examples(rule: Rule) -> None:
    shown = list(examples(rule))
    assert rule.page.splitlines()[0].endswith("."), "the first line is a sentence"
    assert rule.citation, "a rule names what it follows"
    assert rule.tags
    assert any(example.fails for example in shown) or rule.id in BROKEN_PAGES
    assert sum(not example.fails for example in shown) >= 2, (
        "two examples that look like a failure to a careless reader"
    )


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_an_example_of_a_rule_holds(rule: Rule, example: Example, tmp_path: Path) -> None:
    expected = set()
    for name, text in example.files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        for number, line in enumerate(text.splitlines(), 1):
            if f"# expect: {rule.id}" in line:
                expected.add((name, number))
    assert bool(expected) is example.fails, "a failing example marks its lines, a passing one has none"
    folders = pipeline.Folders(
        registry=tmp_path, overlay=None, output=tmp_path, schemas=resources.schemas(), templates=resources.templates()
    )
    judged = pipeline.judge(folders, example.as_of, lambda *_: None, final=example.final)
    broken = [finding for finding in judged.findings if finding.rule not in OF_CHECK]
    assert broken == [], "an example must be a registry that can be read"
    spans = [judged.sources.locate(finding.at) for finding in judged.findings if finding.rule == rule.id]
    assert {(Path(span.file).relative_to(tmp_path).as_posix(), span.line) for span in spans} == expected
