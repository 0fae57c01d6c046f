"""Whatever a person writes into a registry is met with findings: no exception, and nothing that points into the blue.

The complete example is damaged at random, always in the same way: keys lost, values of another type, ids of other
records, absurd lengths and dates, questions about anything, whole files gone. Each damaged registry goes through the
line up to the pages. Every seed is a case of its own, so that a failure can be run again alone.
"""

from __future__ import annotations

import copy
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

import pytest

from conftest import AS_OF, REGISTRIES, folders
from seloste import locale, pipeline, report, resources, vocabulary
from seloste.findings import Finding
from seloste.load import Source, Sources, load, parse
from seloste.render import render

COMPLETE = REGISTRIES / "complete"
DAYS = (AS_OF, AS_OF, date.min, date(1900, 1, 1), date(2028, 2, 29), date.max)
ABSURD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 13.0, 10**17, "", " ", "none", "x" * 300, "lorem " * 20_000, [], {}, [[]], [None]),
    *({"fi": "vain suomeksi"}, {"en-GB": "only"}, {"xx": "?"}, {"en-GB": ""}, ["xx"], ["none"], "everything", "ZZ"),
    *("P999Y", "P0D", "P999Y999M9999W99999D", "0001-01-01", "9999-12-31", "2026-02-30", "13-45", "02-29"),
    *("{{ x }}", "*bold* [a](javascript:1)", "\u202e", "ÄÖ", "\n\n", "12", "https://x.example/", "a@b.example"),
)
Place = tuple[Any, Any, tuple[Any, ...]]


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The law and the words are the same for every registry; reading them is most of the time."""
    law, words = cache(vocabulary.read), cache(locale.read)
    monkeypatch.setattr(vocabulary, "read", law)
    monkeypatch.setattr(locale, "read", words)


@cache
def example() -> Sources:
    sources, findings = load(COMPLETE)
    assert findings == []
    return sources


@cache
def words_in_use() -> Mapping[str, list[Any]]:
    """Key -> every value that stands under it anywhere: what fits the schema and is still out of place."""
    found: dict[str, list[Any]] = defaultdict(list)
    for source in example().records.values():
        for holder, key, _ in places(source.data):
            if isinstance(key, str):
                found[key].append(holder[key])
    return found


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[Place]:
    """Every entry of a record: what holds it, its key or number, and the path to it."""
    for key, value in list(data.items() if isinstance(data, dict) else enumerate(data)):
        yield data, key, (*path, key)
        if isinstance(value, (dict, list)):
            yield from places(value, (*path, key))


def damage(data: dict[str, Any], chance: random.Random) -> None:
    """Change one entry of a record in one of the ways in which people do."""
    holder, key, path = chance.choice(list(places(data)))
    match chance.randrange(9):
        case 0:
            del holder[key]
        case 1:
            holder[key] = copy.deepcopy(chance.choice(ABSURD))
        case 2 | 3 | 4:
            name = next(step for step in reversed(path) if isinstance(step, str))
            holder[key] = copy.deepcopy(chance.choice(words_in_use().get(name) or [key]))
        case 5:
            holder[key] = chance.choice(sorted(example().records)).rpartition("/")[2]
        case 6:
            holder[key] = [holder[key], copy.deepcopy(holder[key])]
        case 7:
            questions = data.setdefault("unconfirmed", {})
            if isinstance(questions, dict):
                questions["/".join(map(str, path))] = "Is this so?"
                questions.update({"everything": "Is all of it so?"} if chance.random() < 0.2 else {})
        case 8:
            data["status"] = chance.choice(("draft", "approved", "retired"))


def damaged(chance: random.Random) -> Sources:
    """The example with a few dozen records damaged and now and then some files gone."""
    records: dict[str, Source] = dict(example().records)
    for name in chance.sample(sorted(records), chance.choice((0, 0, 0, 1, 30, 200))):
        del records[name]
    for name in chance.sample(sorted(records), min(20, len(records))):
        data = copy.deepcopy(dict(records[name].data))
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            if data:
                damage(data, chance)
        records[name] = replace(records[name], data=data)
    return replace(example(), records=MappingProxyType(records))


def judged(sources: Sources, chance: random.Random, monkeypatch: pytest.MonkeyPatch) -> pipeline.Judged:
    monkeypatch.setattr(pipeline, "load", lambda *_: (sources, []))
    place = folders(COMPLETE, COMPLETE / "unused")
    return pipeline.judge(place, chance.choice(DAYS), lambda *_: None, final=chance.random() < 0.5)


def point_into_their_file(findings: tuple[Finding, ...] | list[Finding], sources: Sources) -> None:
    for finding in findings:
        span = finding.span or sources.locate(finding.at)
        text = sources.texts.get(span.file)
        if text is None:
            assert (span.line, span.column) == (1, 1), (finding, span)
        else:
            lines = re.split(r"\r\n|\r|\n", text)
            assert 1 <= span.line <= span.end_line <= len(lines), (finding, span)
            assert 1 <= span.column <= len(lines[span.line - 1]) + 1, (finding, span)


@pytest.mark.parametrize("seed", range(10))
def test_a_damaged_registry_is_judged_and_told(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    result = judged(damaged(chance), chance, monkeypatch)
    point_into_their_file(result.findings, result.sources)
    for tell in (report.text, report.json, report.github):
        assert tell(result.findings, result.sources)
    for drawing in result.drawings[seed % 3 :: 3]:
        _, broken = render(
            drawing.document, drawing.view, drawing.locale, templates=resources.templates(), shelf=result.shelf
        )
        assert broken == []


@pytest.mark.parametrize("seed", range(2))
def test_the_order_of_the_files_does_not_matter(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = damaged(random.Random(seed))
    turned = replace(sources, records=MappingProxyType(dict(reversed(list(sources.records.items())))))
    told = [
        report.json(result.findings, result.sources)
        for result in (judged(order, random.Random(seed), monkeypatch) for order in (sources, turned))
    ]
    assert told[0] == told[1]


@pytest.mark.parametrize("seed", range(2))
def test_a_damaged_text_is_read_or_told(seed: int) -> None:
    """The letters themselves: characters lost, doubled and strewn in, lines moved, the end cut off."""
    chance = random.Random(seed)
    for name, text in sorted(example().texts.items()):
        letters = list(text)
        for _ in range(chance.choice((1, 1, 2, 5))):
            at = chance.randrange(len(letters))
            letters[at : at + chance.choice((0, 1, 1, 40))] = chance.choice(
                (
                    "",
                    "\t",
                    "  ",
                    "[",
                    "{",
                    "- ",
                    ": ",
                    "'",
                    '"',
                    "&a ",
                    "*a",
                    "!x ",
                    "|",
                    "%",
                    "?",
                    "#",
                    "\r",
                    "\n---\n",
                    "<<: ",
                )
            )
        broken = "".join(letters)[: chance.choice((None, None, None, len(letters) // 2))]
        source, findings = parse(broken, name, "activities/x")
        assert (source is None) is bool(findings)
        read = Sources(records={}, texts={name: broken}, files={"activities/x": name})
        point_into_their_file(findings, read)
