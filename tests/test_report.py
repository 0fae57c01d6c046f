"""Findings are printed so that a person sees what, where, why and what to do, whatever the registry holds."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence

import pytest

from seloste import report
from seloste.findings import At, Finding, Severity, Span
from seloste.load import Sources, parse

FILE = "registry/activities/a.yaml"


def sources_of(text: str, file: str = FILE) -> Sources:
    source, findings = parse(text, file, "activities/a")
    assert findings == [] and source is not None
    return Sources(records={"activities/a": source}, texts={file: text}, files={"activities/a": file})


def finding(path: Sequence[str | int] = (), **more: object) -> Finding:
    given: dict[str, object] = {
        "rule": "some-rule",
        "severity": Severity.ERROR,
        "message": "Something is wrong.",
        **more,
    }
    return Finding(at=At("activities/a", tuple(path)), **given)  # type: ignore[arg-type]


def printed(text: str, span: Span, width: int = 80) -> list[str]:
    """The lines of the excerpt of one finding."""
    whole = report.text([finding(span=span)], Sources(records={}, texts={span.file: text}), width=width)
    return [line for line in whole.splitlines() if line[5:7] == " |"]


def columns(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in words)


def under(excerpt: list[str]) -> str:
    """What stands above the mark, by columns of the screen."""
    _, line, mark = excerpt
    start, end = mark.index("^"), mark.rindex("^") + 1
    shown, column = "", 0
    for character in line:
        if start <= column < end:
            shown += character
        column += columns(character)
    return shown


def test_a_finding_shows_what_where_why_and_what_to_do() -> None:
    one = finding(
        ["retention", "period"],
        message="The period is longer than the law allows.",
        citation="Art. 5(1)(e) GDPR",
        fix="Shorten it, or name the statute that asks for it.",
        did_you_mean="P6Y",
    )
    assert report.text([one], sources_of("id: a\nretention:\n  period: P9Y # years\n")) == (
        "registry/activities/a.yaml:3:3: error[some-rule] The period is longer than the\n"
        "  law allows.\n"
        "      |\n"
        "    3 |   period: P9Y # years\n"
        "      |   ^^^^^^^^^^^\n"
        "  why: Art. 5(1)(e) GDPR\n"
        "  did you mean: P6Y\n"
        "  fix: Shorten it, or name the statute that asks for it.\n"
        "\n"
        "1 error\n"
    )


def test_nothing_found_is_said_in_one_line() -> None:
    assert report.text([], sources_of("id: a\n")) == "Nothing found.\n"


def test_findings_are_sorted_by_file_line_and_rule_and_never_doubled() -> None:
    one, two = finding(["b"], rule="z-rule"), finding(["b"], rule="a-rule")
    three = finding(["a"], rule="z-rule")
    sources = sources_of("a: 1\nb: 2\n")
    said = report.text([one, two, three, one], sources)
    heads = [line.split(" ")[1] + line.split(":")[1] for line in said.splitlines() if line.startswith("registry/")]
    assert heads == ["error[z-rule]1", "error[a-rule]2", "error[z-rule]2"]
    assert report.text([three, one, two], sources) == said


def test_the_totals_count_errors_warnings_notes_and_questions() -> None:
    many = [
        finding(),
        *[finding(message=str(number), severity=Severity.WARNING) for number in range(2)],
        *[finding(message=str(number), rule="unconfirmed-fact", severity=Severity.WARNING) for number in range(1200)],
        finding(severity=Severity.INFO),
    ]
    assert report.summary(many) == "1 error, 2 warnings, 1 note, 1,200 facts to confirm"
    assert report.summary([finding(rule="unconfirmed-fact", severity=Severity.ERROR)]) == "1 error"


def test_questions_are_listed_at_the_end_without_excerpts() -> None:
    ask = {"rule": "unconfirmed-fact", "severity": Severity.WARNING}
    said = report.text(
        [
            finding(
                ["name"], message="What is the registered name of the company, as it stands in the register?", **ask
            ),
            finding(["retention", "period"], message="How long are repair orders kept?", **ask),
            finding(["name"], rule="zz", severity=Severity.WARNING),
        ],
        sources_of("name: x\nretention:\n  period: P1Y\n"),
    )
    assert said.endswith(
        "Questions to answer (2)\n"
        "  registry/activities/a.yaml\n"
        "    1  name: What is the registered name of the company, as it stands in the\n"
        "       register?\n"
        "    3  retention/period: How long are repair orders kept?\n"
        "\n"
        "1 warning, 2 facts to confirm\n"
    )
    assert said.index("warning[zz]") < said.index("Questions")


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    text = "id: a\nname: " + "words and words " * 40 + "\n"
    one = finding(["name"], message="A long message. " * 20, fix="A long fix. " * 20, citation="Art. 1 " * 20)
    ask = finding(["name"], rule="unconfirmed-fact", message="A long question? " * 20)
    for line in report.text([one, ask], sources_of(text), width=width).splitlines():
        # A place is never broken, so that a terminal can make it a link.
        assert columns(line) <= width or line == f"{FILE}:2:1: error[some-rule]"


def test_a_tab_does_not_misplace_the_mark() -> None:
    assert under(printed("\ta:\tvalue # x", Span("f", 1, 5, 1, 10))) == "value"


def test_wide_and_combining_characters_do_not_misplace_the_mark() -> None:
    assert under(printed("名前: 会社 value", Span("f", 1, 8, 1, 13))) == "value"
    excerpt = printed("a\u0308: value", Span("f", 1, 5, 1, 10))
    assert excerpt[2].index("^") == excerpt[1].index("value") - 1


@pytest.mark.parametrize("column", [1, 500, 1990])
def test_a_long_line_is_cut_around_the_mark(column: int) -> None:
    text = "".join(chr(ord("a") + number % 26) for number in range(2000))
    excerpt = printed(text, Span("f", 1, column, 1, column + 5))
    assert len(excerpt[1]) <= 80
    assert under(excerpt) == text[column - 1 : column + 4]
    assert ("…" in excerpt[1][:12]) == (column > 1)


def test_a_place_longer_than_the_screen_is_marked_as_far_as_it_goes() -> None:
    excerpt = printed("name: " + "x" * 500, Span("f", 1, 1, 1, 507))
    assert excerpt[1].startswith("    1 | name: xxx") and excerpt[1].endswith("…")
    assert all(len(line) <= 80 for line in excerpt)


def test_a_place_of_several_lines_is_shown_by_its_first() -> None:
    assert printed("id: a\nname: x\n", Span("f", 1, 1, 3, 1)) == ["      |", "    1 | id: a", "      | ^^^^^"]


def test_a_whole_file_is_named_without_an_excerpt() -> None:
    assert printed("id: a\n", Span("f", 1, 1, 1, 1)) == []


@pytest.mark.parametrize("evil", ["\x1b[31m", "\x1b]0;title\x07", "\x9b2J", "\x00", "\x7f", "\x08", "\u202e", "\u200b"])
def test_nothing_in_the_registry_can_steer_the_terminal(evil: str) -> None:
    sources = Sources(records={}, texts={f"a{evil}b.yaml": f"name: {evil}x\n"})
    one = finding(
        span=Span(f"a{evil}b.yaml", 1, 7 + len(evil), 1, 8 + len(evil)),
        message=f"m{evil}",
        fix=f"f{evil}",
        citation=f"c{evil}",
        did_you_mean=f"d{evil}",
    )
    ask = finding([f"k{evil}"], rule="unconfirmed-fact", message=f"q{evil}")
    for said in (
        report.text([one, ask], sources),
        report.github([one, ask], sources),
        report.json([one, ask], sources),
    ):
        steering = [c for c in said if unicodedata.category(c) in ("Cc", "Cf") and c != "\n"]
        assert steering == []
    shown = [line for line in report.text([one], sources).splitlines() if line[5:7] == " |"]
    assert under(shown) == "x"


def test_a_line_break_in_a_message_cannot_forge_a_finding() -> None:
    one = finding(message="x\nregistry/a.yaml:1:1: error[forged] y", fix="f\n::error::z")
    said = report.text([one], sources_of("id: a\n"))
    assert not any(line.startswith("registry/a.yaml") for line in said.splitlines())
    assert len(report.github([one], sources_of("id: a\n")).splitlines()) == 1


def test_colour_is_only_added_and_never_changes_the_words() -> None:
    one = finding(["id"], severity=Severity.WARNING, citation="Art. 5", fix="Do so.", did_you_mean="b")
    ask = finding(["id"], rule="unconfirmed-fact", message="Who?")
    sources = sources_of("id: a\n")
    coloured = report.text([one, ask], sources, colour=True)
    assert "\x1b[1;33mwarning[some-rule]\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == report.text([one, ask], sources)


def test_github_gets_one_escaped_line_for_each_finding() -> None:
    one = finding(["name"], rule="a-rule", message="50% of it,\nand: more", citation="Art. 5", fix="Do so.")
    two = finding(["name"], rule="b-rule", severity=Severity.WARNING, message="w")
    three = finding(["name"], rule="c-rule", severity=Severity.INFO, message="i")
    sources = sources_of("id: a\nname: x\n", "registry/a,b:c%.yaml")
    assert report.github([one, two, three], sources) == (
        "::error file=registry/a%2Cb%3Ac%25.yaml,line=2,col=1,endLine=2,endColumn=8,title=a-rule"
        "::50%25 of it,%0Aand: more%0Awhy: Art. 5%0Afix: Do so.\n"
        "::warning file=registry/a%2Cb%3Ac%25.yaml,line=2,col=1,endLine=2,endColumn=8,title=b-rule::w\n"
        "::notice file=registry/a%2Cb%3Ac%25.yaml,line=2,col=1,endLine=2,endColumn=8,title=c-rule::i\n"
    )


def test_programs_get_json_with_a_version() -> None:
    one = finding(["purposes", 0], citation="Art. 5", fix="Do so.", did_you_mean="b")
    said = json.loads(report.json([one], sources_of("id: a\npurposes: [x]\n")))
    assert said == {
        "version": 1,
        "counts": {"error": 1, "warning": 0, "info": 0, "unconfirmed": 0},
        "findings": [
            {
                "rule": "some-rule",
                "severity": "error",
                "message": "Something is wrong.",
                "fix": "Do so.",
                "citation": "Art. 5",
                "did_you_mean": "b",
                "record": "activities/a",
                "path": ["purposes", 0],
                "file": FILE,
                "line": 2,
                "column": 12,
                "end_line": 2,
                "end_column": 13,
            }
        ],
    }
