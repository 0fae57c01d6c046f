"""Folders of YAML become sources, and every trap of YAML becomes a sentence with a place."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from seloste import load as room
from seloste import report
from seloste.findings import At, Finding, Span, Step
from seloste.load import Source, Sources, load, parse

TRAPS = sorted(path for path in (Path(__file__).parent / "yaml-traps").glob("*.md") if path.name != "README.md")
PAGE = re.compile(r"(?P<head>.*?```yaml\n(?P<yaml>.*?)```\n\n)```(?P<kind>json|text)\n(?P<said>.*?)```\n", re.DOTALL)


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def read(text: str) -> Source:
    source, findings = parse(text, "a.yaml", "activities/a")
    assert findings == []
    assert source is not None
    return source


def told(text: str) -> list[tuple[str, int, int]]:
    """Rule, line and column of all that is wrong with a text."""
    source, findings = parse(text, "a.yaml", "activities/a")
    assert (source is None) == bool(findings)
    return [(finding.rule, span.line, span.column) for finding in findings if (span := finding.span)]


def only(findings: list[Finding]) -> Finding:
    assert len(findings) == 1, findings
    return findings[0]


# --- the pages of tests/yaml-traps ---


def test_there_are_pages_of_traps() -> None:
    assert len(TRAPS) > 40


@pytest.mark.parametrize("page", TRAPS, ids=lambda path: path.stem)
def test_a_trap_is_met_as_its_page_says(page: Path, request: pytest.FixtureRequest) -> None:
    parts = PAGE.fullmatch(page.read_text(encoding="utf-8"))
    assert parts, f"{page} has not the form of a page: a title, a yaml block, and a json or a text block"
    file, record = f"activities/{page.stem}.yaml", f"activities/{page.stem}"
    source, findings = parse(parts["yaml"], file, record)
    if source is not None:
        kind, said = "json", json.dumps(source.data, ensure_ascii=False, indent=2) + "\n"
    else:
        sources = Sources(records={}, texts={file: parts["yaml"]})
        kind, said = "text", report.text(findings, sources, width=80)
    if request.config.getoption("--update-golden", default=False):
        page.write_text(f"{parts['head']}```{kind}\n{said}```\n", encoding="utf-8")
    else:
        assert (kind, said) == (parts["kind"], parts["said"])


@pytest.mark.parametrize("page", TRAPS, ids=lambda path: path.stem)
def test_a_trap_is_met_without_the_c_library_too(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = PAGE.fullmatch(page.read_text(encoding="utf-8"))
    assert parts
    fast_source, fast = parse(parts["yaml"], "a.yaml")
    monkeypatch.setattr(room, "_LOADER", yaml.SafeLoader)
    slow_source, slow = parse(parts["yaml"], "a.yaml")
    assert (slow_source is None) == (fast_source is None)
    if fast_source and slow_source:
        assert slow_source.data == fast_source.data
        assert slow_source.spans.keys() == fast_source.spans.keys()
    assert [finding.rule for finding in slow] == [finding.rule for finding in fast]


# --- values ---


def test_norway_is_a_country() -> None:
    assert read("country: NO\n").data == {"country": "NO"}


def test_crlf_and_a_byte_order_mark_are_read_over(tmp_path: Path) -> None:
    write(tmp_path, {"purposes/a.yaml": b"\xef\xbb\xbfid: a\r\nname: x\r\nlong: |\r\n  one\r\n  two\r\n"})
    sources, findings = load(tmp_path)
    assert findings == []
    assert sources.records["purposes/a"].data == {"id": "a", "name": "x", "long": "one\ntwo\n"}
    assert sources.locate(At("purposes/a", ("name",))).line == 2


def test_a_number_of_a_million_digits_is_text() -> None:
    assert read(f"n: {'9' * 500_000}\n").data["n"] == "9" * 500_000


# --- places ---


@pytest.mark.parametrize(
    ("path", "line", "column", "end_column"),
    [
        (("id",), 2, 1, 9),
        (("purposes",), 3, 1, 9),
        (("purposes", 0), 4, 5, 21),
        (("purposes", 0, "purpose"), 4, 5, 21),
        (("purposes", 0, "basis"), 5, 5, 10),
        (("purposes", 0, "basis", "kind"), 6, 7, 21),
        (("systems",), 7, 1, 20),
        (("systems", 1), 7, 16, 19),
        (("text",), 8, 1, 5),
        (("matrix", 0), 11, 7, 8),
        (("matrix", 0, 1), 12, 7, 8),
        (("empty",), 13, 1, 7),
    ],
)
def test_every_key_and_item_has_its_place(path: tuple[Step, ...], line: int, column: int, end_column: int) -> None:
    source = read(
        "# a comment\nid: shop # x\npurposes:\n  - purpose: deliver\n    basis:\n      kind: contract\n"
        "systems: [crm, erp]\ntext: |\n  words\nmatrix:\n  - - 1\n    - 2\nempty:\n"
    )
    assert source.spans[path] == Span("a.yaml", line, column, line, end_column)


def test_the_whole_document_has_a_place_too() -> None:
    assert read("# a comment\nid: shop\nname: x\n").spans[()] == Span("a.yaml", 2, 1, 4, 1)


def test_a_key_that_is_not_there_is_shown_at_its_parent(tmp_path: Path) -> None:
    write(tmp_path, {"activities/a.yaml": "id: a\nretention:\n  period: P6Y\n"})
    sources, _ = load(tmp_path)
    assert sources.locate(At("activities/a") / "retention" / "trigger" / "event").line == 2
    assert sources.locate(At("activities/a") / "nothing").line == 1


def test_a_record_that_is_not_there_is_shown_at_the_top_of_its_file(tmp_path: Path) -> None:
    write(tmp_path, {"activities/a.yaml": "id: a\n"})
    sources, _ = load(tmp_path)
    assert sources.locate(At("activities/b")) == Span(f"{tmp_path.as_posix()}/activities/b.yaml", 1, 1, 1, 1)


def test_a_record_that_was_taken_out_keeps_its_places(tmp_path: Path) -> None:
    write(tmp_path, {"activities/a.yaml": "id: a\nname: x\n"})
    sources, _ = load(tmp_path)
    fewer = sources.without(["activities/a"])
    assert not fewer.records
    assert fewer.broken == {"activities/a"}
    assert fewer.locate(At("activities/a", ("name",))).line == 2


def test_front_matter_counts_its_lines_from_where_it_stands() -> None:
    source, _ = parse("view: clause\nformats: [html]\n", "clause.html", "clause", first_line=2)
    assert source is not None
    assert source.spans[("formats", 0)] == Span("clause.html", 3, 11, 3, 15)
    nothing, findings = parse("view clause\nx: 1\n", "clause.html", "clause", first_line=2)
    assert nothing is None
    assert only(findings).span == Span("clause.html", 2, 1, 2, 12)


# --- hostile files ---


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 100_000,
        "a: " + "{" * 100_000,
        "a: " + "[{" * 50_000,
        "? " * 100_000,
        "a:\n" + "".join(" " * depth + "-\n" for depth in range(1, 1000)),
    ],
    ids=["brackets", "braces", "both", "question marks", "indentation"],
)
def test_a_hundred_thousand_open_brackets_do_no_harm(text: str) -> None:
    assert ("yaml-too-deep") in {rule for rule, _, _ in told(text)}


@pytest.mark.parametrize("text", ["id: [", "id: [\n", "id: [a,\n  b\n\n", "id: {a: [b]\n"])
def test_brackets_that_the_end_of_the_file_leaves_open_are_shown_where_they_open(text: str) -> None:
    _, findings = parse(text, "a.yaml", "activities/a")
    finding = only(findings)
    assert finding.span is not None
    assert (finding.span.line, finding.span.column) == (1, 5)
    assert "is not closed" in finding.message


def test_what_a_person_nests_is_not_too_deep() -> None:
    assert told("a: " + "[" * 38 + "]" * 38) == []


def test_a_file_full_of_mistakes_is_read_until_it_is_enough() -> None:
    assert len(told("a: 1\n" * 50_000)) == room.MOST_FINDINGS_IN_A_FILE


def test_a_huge_file_is_never_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    huge = write(tmp_path, {"activities/huge.yaml": ""}) / "activities" / "huge.yaml"
    os.truncate(huge, 100 * 1024 * 1024)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the file was opened")

    monkeypatch.setattr(Path, "open", refuse)
    sources, findings = load(tmp_path)
    assert only(findings).rule == "file-too-large"
    assert "100.0 MiB" in findings[0].message
    assert sources.broken == {"activities/huge"}


@pytest.mark.parametrize(("more", "rules"), [(0, []), (1, ["file-too-large"])])
def test_one_mebibyte_is_the_limit(tmp_path: Path, more: int, rules: list[str]) -> None:
    start = b"id: a\nt: "
    write(tmp_path, {"activities/a.yaml": start + b"x" * (room.LARGEST_FILE - len(start) + more)})
    assert [finding.rule for finding in load(tmp_path)[1]] == rules


def test_bytes_that_are_not_utf8_are_shown_at_their_place(tmp_path: Path) -> None:
    write(tmp_path, {"purposes/a.yaml": "id: a\nname: Työ ".encode() + b"k\xe4yt\xe4nt\xf6\n"})
    sources, findings = load(tmp_path)
    finding = only(findings)
    assert finding.rule == "file-not-utf8"
    assert finding.span and (finding.span.line, finding.span.column) == (2, 12)
    assert "0xE4" in finding.message
    assert sources.broken == {"purposes/a"}


def test_utf16_is_named_as_such(tmp_path: Path) -> None:
    write(tmp_path, {"purposes/a.yaml": "id: a\n".encode("utf-16")})
    assert "UTF-16" in only(load(tmp_path)[1]).message


@pytest.mark.parametrize("hidden", ["\x00", "\x1b", "\x7f", "\x85", "\u2028", "\u202e", "\u2066", "\ufeff"])
def test_an_invisible_character_is_shown_at_its_place(hidden: str) -> None:
    assert told(f"id: a\nname: x{hidden}y\n") == [("control-character", 2, 8)]


@pytest.mark.parametrize("escape", ["\\0", "\\e", "\\u202E", "\\N"])
def test_an_invisible_character_cannot_hide_behind_an_escape(escape: str) -> None:
    assert told(f'id: a\nname: "x{escape}y"\n') == [("control-character", 2, 7)]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "---\n...\n"])
def test_an_empty_file_is_no_record(text: str) -> None:
    assert [rule for rule, _, _ in told(text)] == ["file-empty"]


# --- folders ---


def test_a_folder_becomes_records_sorted_by_name(tmp_path: Path) -> None:
    write(tmp_path, {"purposes/b.yaml": "id: b\n", "activities/a.yaml": "id: a\n", "organisation.yaml": "id: us\n"})
    write(tmp_path, {"README.md": "x", "purposes/notes.txt": "x", "purposes/.hidden.yaml": "{", ".git/a.yaml": "{"})
    sources, findings = load(tmp_path)
    assert findings == []
    assert list(sources.records) == ["activities/a", "organisation", "purposes/b"]
    assert [source.kind for source in sources.records.values()] == ["activities", "organisation", "purposes"]
    assert sources.kinds == ("activities", "organisation", "purposes")
    assert [source.record for source in sources.of_kind("purposes")] == ["purposes/b"]
    assert sources.texts[f"{tmp_path.as_posix()}/purposes/b.yaml"] == "id: b\n"


def test_all_mistakes_of_all_files_are_found_in_one_run(tmp_path: Path) -> None:
    write(
        tmp_path, {"purposes/a.yaml": "a: 1\na: 2\n5: x\n", "purposes/b.yaml": "x: [\n", "purposes/c.yaml": "id: c\n"}
    )
    sources, findings = load(tmp_path)
    assert [(finding.at.record, finding.rule) for finding in findings] == [
        ("purposes/a", "yaml-repeated-key"),
        ("purposes/a", "yaml-key-not-text"),
        ("purposes/b", "yaml-syntax"),
    ]
    assert list(sources.records) == ["purposes/c"]
    assert sources.broken == {"purposes/a", "purposes/b"}


@pytest.mark.parametrize("name", ["purposes/a.yml", "purposes/a.YAML", "waivers.yml"])
def test_another_ending_is_told_and_not_read(tmp_path: Path, name: str) -> None:
    write(tmp_path, {name: "id: a\n"})
    sources, findings = load(tmp_path)
    assert only(findings).rule == "file-ending"
    assert f"{Path(name).stem}.yaml" in findings[0].fix
    assert not sources.records


def test_a_folder_in_a_folder_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"activities/old/a.yaml": "id: a\n"})
    assert only(load(tmp_path)[1]).rule == "file-in-unknown-place"


def test_names_that_differ_only_in_capitals_clash(tmp_path: Path) -> None:
    write(tmp_path, {"purposes/Sales.yaml": "id: Sales\n", "purposes/sales.yaml": "id: sales\n"})
    if len(list((tmp_path / "purposes").iterdir())) == 1:
        pytest.fail("this test needs a file system that tells capitals apart")
    assert only(load(tmp_path)[1]).rule == "file-name-clash"


def test_a_name_that_is_not_text_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"purposes/a.yaml": "id: a\n"})
    (tmp_path / "purposes" / os.fsdecode(b"\xff.yaml")).write_text("id: x\n", encoding="utf-8")
    (tmp_path / "purposes" / "a\nb.yaml").write_text("id: x\n", encoding="utf-8")
    sources, findings = load(tmp_path)
    assert [finding.rule for finding in findings] == ["file-name-not-text"] * 2
    assert report.text(findings, sources).encode()


def test_a_link_may_stay_inside_the_registry_and_not_leave_it(tmp_path: Path) -> None:
    write(tmp_path, {"out/secret.yaml": "id: secret\n", "in/purposes/a.yaml": "id: a\n"})
    purposes = tmp_path / "in" / "purposes"
    (purposes / "b.yaml").symlink_to("a.yaml")
    (purposes / "secret.yaml").symlink_to(tmp_path / "out" / "secret.yaml")
    (purposes / "gone.yaml").symlink_to("nowhere.yaml")
    (purposes / "loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "in" / "systems").symlink_to(tmp_path / "out", target_is_directory=True)
    sources, findings = load(tmp_path / "in")
    assert list(sources.records) == ["purposes/a", "purposes/b"]
    assert {finding.at.record: finding.rule for finding in findings} == {
        "purposes/gone": "file-unreadable",
        "purposes/loop": "file-unreadable",
        "purposes/secret": "file-link-outside",
        "systems": "file-link-outside",
    }


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    write(tmp_path, {"purposes/a.yaml": "id: a\n"})
    os.mkfifo(tmp_path / "purposes" / "pipe.yaml")
    assert only(load(tmp_path)[1]).rule == "file-unreadable"


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"purposes/a.yaml": "id: a\n"})

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    finding = only(load(tmp_path)[1])
    assert (finding.rule, finding.message) == ("file-unreadable", "This file cannot be opened: permission denied.")


def test_a_folder_that_is_missing_or_empty_or_a_file_is_told(tmp_path: Path) -> None:
    assert only(load(tmp_path / "none")[1]).rule == "folder-missing"
    assert only(load(tmp_path)[1]).rule == "folder-empty"
    write(tmp_path, {"file": "x"})
    assert "not a folder" in only(load(tmp_path / "file")[1]).message


def test_a_file_is_named_as_the_root_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"registry/purposes/a.yaml": "id: a\n"})
    monkeypatch.chdir(tmp_path)
    assert list(load(Path("registry"))[0].texts) == ["registry/purposes/a.yaml"]
    assert list(load(tmp_path / "registry")[0].texts) == [f"{tmp_path.as_posix()}/registry/purposes/a.yaml"]


# --- the digest ---


def test_the_digest_follows_content_and_names_and_not_the_place(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"purposes/a.yaml": "id: a\n", "purposes/b.yaml": "id: b\n"}
    one, two = write(tmp_path / "one", files), write(tmp_path / "deeper" / "two", dict(reversed(files.items())))
    digest = load(one)[0].digest
    assert re.fullmatch("[0-9a-f]{64}", digest)
    assert load(two)[0].digest == digest
    (two / "README.md").write_text("not a record", encoding="utf-8")
    assert load(two)[0].digest == digest
    (two / "purposes" / "b.yaml").write_text("id: b \n", encoding="utf-8")
    assert load(two)[0].digest != digest
    (one / "purposes" / "b.yaml").rename(one / "purposes" / "c.yaml")
    assert load(one)[0].digest not in (digest, load(two)[0].digest)


def test_the_digest_covers_the_overlay(tmp_path: Path) -> None:
    root, over = (
        write(tmp_path / "r", {"purposes/a.yaml": "id: a\n"}),
        write(tmp_path / "o", {"parties/b.yaml": "id: b\n"}),
    )
    both = write(tmp_path / "both", {"purposes/a.yaml": "id: a\n", "parties/b.yaml": "id: b\n"})
    assert len({load(root)[0].digest, load(root, over)[0].digest, load(both)[0].digest}) == 3


# --- the overlay ---

BASE = """\
id: a
name: Repairs
data_categories:
  - category: contact
on_behalf_of: []
unconfirmed:
  name: What is it called?
  data_categories/0/retention: How long is it kept?
  on_behalf_of: Who are the controllers?
  on_behalf_of/0/name: And their names?
  on_behalf_of_note: Not the same key.
"""


def test_an_overlay_adds_records_and_replaces_keys(tmp_path: Path) -> None:
    root = write(tmp_path / "r", {"activities/a.yaml": BASE})
    over = write(
        tmp_path / "o",
        {"activities/a.yaml": "# private\non_behalf_of:\n  - acme\nextra: 1\n", "parties/acme.yaml": "id: acme\n"},
    )
    sources, findings = load(root, over)
    assert findings == []
    assert list(sources.records) == ["activities/a", "parties/acme"]
    record = sources.records["activities/a"]
    assert record.data["name"] == "Repairs"
    assert record.data["on_behalf_of"] == ["acme"]
    assert record.data["extra"] == 1
    assert sources.locate(At("activities/a", ("on_behalf_of", 0))) == Span(
        f"{over.as_posix()}/activities/a.yaml", 3, 5, 3, 9
    )
    assert sources.locate(At("activities/a", ("name",))).file == f"{root.as_posix()}/activities/a.yaml"
    assert sources.locate(At("parties/acme", ("id",))).file == f"{over.as_posix()}/parties/acme.yaml"


def test_an_overlay_answers_the_questions_about_the_keys_it_replaces(tmp_path: Path) -> None:
    root = write(tmp_path / "r", {"activities/a.yaml": BASE})
    over = write(tmp_path / "o", {"activities/a.yaml": "on_behalf_of: [acme]\n"})
    record = load(root, over)[0].records["activities/a"]
    assert record.data["unconfirmed"] == {
        "name": "What is it called?",
        "data_categories/0/retention": "How long is it kept?",
        "on_behalf_of_note": "Not the same key.",
    }
    assert ("unconfirmed", "on_behalf_of") not in record.spans
    assert record.spans[("unconfirmed", "name")].line == 7


def test_an_overlay_may_ask_again(tmp_path: Path) -> None:
    root = write(tmp_path / "r", {"activities/a.yaml": BASE})
    over = write(
        tmp_path / "o",
        {"activities/a.yaml": "on_behalf_of: [acme]\nname: x\nunconfirmed:\n  on_behalf_of: Are these all?\n"},
    )
    sources, _ = load(root, over)
    asked = sources.records["activities/a"].data["unconfirmed"]
    assert isinstance(asked, dict)
    assert asked["on_behalf_of"] == "Are these all?"
    assert "name" not in asked
    assert sources.locate(At("activities/a", ("unconfirmed", "on_behalf_of"))).file.startswith(over.as_posix())
    assert sources.locate(At("activities/a", ("unconfirmed", "on_behalf_of_note"))).file.startswith(root.as_posix())


def test_when_every_question_is_answered_none_is_left(tmp_path: Path) -> None:
    root = write(tmp_path / "r", {"parties/a.yaml": "id: a\nname: null\nunconfirmed:\n  name: Who?\n"})
    over = write(tmp_path / "o", {"parties/a.yaml": "name: Acme\n"})
    assert load(root, over)[0].records["parties/a"].data == {"id": "a", "name": "Acme"}


def test_a_broken_overlay_breaks_the_record_it_covers(tmp_path: Path) -> None:
    root = write(tmp_path / "r", {"parties/a.yaml": "id: a\n", "parties/b.yaml": "id: b\n"})
    over = write(tmp_path / "o", {"parties/a.yaml": "name: [\n"})
    sources, findings = load(root, over)
    assert only(findings).span and findings[0].span and findings[0].span.file == f"{over.as_posix()}/parties/a.yaml"
    assert list(sources.records) == ["parties/b"]
    assert sources.broken == {"parties/a"}


def test_an_overlay_that_does_not_exist_is_told_and_an_empty_one_is_fine(tmp_path: Path) -> None:
    root = write(tmp_path / "r", {"parties/a.yaml": "id: a\n"})
    finding = only(load(root, tmp_path / "none")[1])
    assert finding.rule == "folder-missing"
    assert finding.span and finding.span.file == (tmp_path / "none").as_posix()
    (tmp_path / "empty").mkdir()
    assert load(root, tmp_path / "empty")[1] == []


def test_sources_are_not_changed_by_taking_records_out(tmp_path: Path) -> None:
    write(tmp_path, {"parties/a.yaml": "id: a\n"})
    sources, _ = load(tmp_path)
    before = replace(sources)
    sources.without(["parties/a"])
    assert sources == before
