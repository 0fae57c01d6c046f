"""publish: the output is replaced whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from seloste import publish as room
from seloste.formats import Artifact
from seloste.publish import Imprint, complete_interrupted, publish, read_manifest

IMPRINT = Imprint(registry="0" * 64, as_of=date(2026, 11, 22), draft=True, tools={"seloste": "0.1.0"})


def artifact(path: str, words: str) -> Artifact:
    return Artifact(path=path, data=words.encode(), audience="internal" if path.startswith("internal") else "public")


def contents(output: Path) -> dict[str, str]:
    return {
        path.relative_to(output).as_posix(): path.read_text(encoding="utf-8")
        for path in output.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }


def test_the_manifest_names_every_file_with_its_hash(tmp_path: Path) -> None:
    output = tmp_path / "output"
    paths, findings = publish([artifact("public/en-GB/a.html", "one")], output, IMPRINT, keep_others=False)
    assert (paths, findings) == (("public/en-GB/a.html",), [])
    manifest = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["files"]["public/en-GB/a.html"]["sha256"] == hashlib.sha256(b"one").hexdigest()
    assert manifest["registry"] == "sha256:" + "0" * 64
    assert manifest["as_of"] == "2026-11-22"
    assert manifest["tools"] == {"seloste": "0.1.0"}


def test_a_second_build_replaces_everything(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish([artifact("public/a.html", "one"), artifact("public/b.html", "two")], output, IMPRINT, keep_others=False)
    publish([artifact("public/a.html", "three")], output, IMPRINT, keep_others=False)
    assert contents(output) == {"public/a.html": "three"}
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


def test_other_files_stay_beside_a_part_of_the_same_edition(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish([artifact("public/a.html", "one"), artifact("public/b.html", "two")], output, IMPRINT, keep_others=False)
    paths, _ = publish([artifact("public/a.html", "three")], output, IMPRINT, keep_others=True)
    assert paths == ("public/a.html", "public/b.html")
    assert contents(output) == {"public/a.html": "three", "public/b.html": "two"}


@pytest.mark.parametrize(
    "other",
    [
        replace(IMPRINT, registry="1" * 64),
        replace(IMPRINT, as_of=date(2026, 11, 23)),
        replace(IMPRINT, tools={"seloste": "0.2.0"}),
        replace(IMPRINT, draft=False),
    ],
)
def test_no_file_of_another_edition_stays(tmp_path: Path, other: Imprint) -> None:
    output = tmp_path / "output"
    publish([artifact("public/a.html", "one"), artifact("public/b.html", "two")], output, other, keep_others=False)
    publish([artifact("public/a.html", "three")], output, IMPRINT, keep_others=True)
    assert contents(output) == {"public/a.html": "three"}


def test_a_file_that_somebody_changed_does_not_stay(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish([artifact("public/a.html", "one"), artifact("public/b.html", "two")], output, IMPRINT, keep_others=False)
    (output / "public/b.html").write_text("changed by hand", encoding="utf-8")
    publish([artifact("public/a.html", "three")], output, IMPRINT, keep_others=True)
    assert contents(output) == {"public/a.html": "three"}


def test_a_manifest_cannot_lead_outside_the_folder(tmp_path: Path) -> None:
    output = tmp_path / "output"
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    publish([artifact("public/a.html", "one")], output, IMPRINT, keep_others=False)
    manifest = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"]["../secret.txt"] = {"sha256": hashlib.sha256(b"secret").hexdigest()}
    (output / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    paths, findings = publish([artifact("public/a.html", "one")], output, IMPRINT, keep_others=True)
    assert paths == ()
    assert [finding.rule for finding in findings] == ["output-not-ours"]


@pytest.mark.parametrize(
    "manifest",
    [
        "[" * 100_000,
        "[]",
        '{"seloste_manifest": 1}',
        '{"seloste_manifest": 1, "as_of": "soon", "files": {}}',
        '{"seloste_manifest": 1, "as_of": "2026-11-22", "files": []}',
        '{"seloste_manifest": 1, "as_of": "2026-11-22", "files": {"public/a.html": "no map"}}',
        '{"seloste_manifest": 1, "as_of": "2026-11-22", "files": {"public/a.html": {}}}',
        '{"seloste_manifest": 1, "as_of": "2026-11-22", "files": {"public/\\u0000": {"sha256": ""}}}',
        '{"seloste_manifest": 1, "as_of": "2026-11-22", "files": {"/etc/passwd": {"sha256": ""}}}',
    ],
)
def test_what_only_looks_like_a_manifest_makes_no_output(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "manifest.json").write_text(manifest, encoding="utf-8")
    assert read_manifest(tmp_path) is None
    findings = publish([artifact("public/a.html", "one")], tmp_path, IMPRINT, keep_others=True)[1]
    assert [finding.rule for finding in findings] == ["output-not-ours"]
    assert (tmp_path / "manifest.json").read_text(encoding="utf-8") == manifest


def test_what_somebody_put_into_an_output_is_not_lost(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish([artifact("public/a.html", "one")], output, IMPRINT, keep_others=False)
    (output / "registry").mkdir()
    (output / "registry/organisation.yaml").write_text("id: organisation\n", encoding="utf-8")
    paths, findings = publish([artifact("public/a.html", "two")], output, IMPRINT, keep_others=False)
    assert paths == ()
    assert [finding.rule for finding in findings] == ["output-holds-more"]
    assert "registry/organisation.yaml" in findings[0].message
    assert contents(output) == {"public/a.html": "one", "registry/organisation.yaml": "id: organisation\n"}


def test_the_marks_of_a_file_manager_are_in_nobodys_way(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish([artifact("public/a.html", "one")], output, IMPRINT, keep_others=False)
    (output / "public/.DS_Store").write_text("where the window stood", encoding="utf-8")
    assert publish([artifact("public/a.html", "two")], output, IMPRINT, keep_others=False)[1] == []
    assert contents(output) == {"public/a.html": "two"}


def test_a_link_that_leads_to_itself_is_no_place_for_an_output(tmp_path: Path) -> None:
    (tmp_path / "output").symlink_to("output")
    findings = publish([artifact("public/a.html", "one")], tmp_path / "output", IMPRINT, keep_others=False)[1]
    assert [finding.rule for finding in findings] == ["output-refused"]


def test_the_root_of_the_file_system_is_no_place_for_an_output() -> None:
    findings = publish([artifact("public/a.html", "one")], Path("/"), IMPRINT, keep_others=False)[1]
    assert [finding.rule for finding in findings] == ["output-not-ours"]


def test_a_build_that_is_refused_in_the_middle_leaves_nothing_beside_the_output(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish([artifact("public/a.html", "one")], output, IMPRINT, keep_others=False)
    unwritable = artifact(f"public/{'x' * 300}.html", "a name that no file system takes")
    findings = publish([artifact("public/a.html", "two"), unwritable], output, IMPRINT, keep_others=False)[1]
    assert [finding.rule for finding in findings] == ["output-refused"]
    assert contents(output) == {"public/a.html": "one"}
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


def test_a_folder_that_no_build_made_is_left_alone(tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "thesis.txt").write_text("years of work", encoding="utf-8")
    paths, findings = publish([artifact("public/a.html", "one")], documents, IMPRINT, keep_others=False)
    assert paths == ()
    assert [finding.rule for finding in findings] == ["output-not-ours"]
    assert contents(documents) == {"thesis.txt": "years of work"}


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    assert publish([artifact("public/a.html", "one")], tmp_path / "output", IMPRINT, keep_others=False)[1] == []


def test_a_place_that_cannot_be_written_is_a_finding_and_nothing_is_lost(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    paths, findings = publish([artifact("public/a.html", "1")], tmp_path / "file/output", IMPRINT, keep_others=False)
    assert paths == ()
    assert [finding.rule for finding in findings] == ["output-refused"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "not a folder"


KILLED_BUILD = """
import os, sys
from pathlib import Path
from seloste import publish as room
sys.path.insert(0, {tests!r})
from test_publish import IMPRINT, artifact
output, step, can_exchange = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "exchange"
room.swap.__defaults__ = (room.exchange if can_exchange else lambda one, other: False,)
watched = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree", "ctypes.dlsym")
seen = 0
def hook(event, arguments):
    global seen
    if event in watched:
        seen += 1
        if seen > step:
            os._exit(9)
sys.addaudithook(hook)
room.publish([artifact("public/a.html", "new"), artifact("public/b.html", "new")], output, IMPRINT, keep_others=False)
os._exit(0)
"""


@pytest.mark.parametrize("way", ["exchange", "renames"])
def test_a_build_killed_at_any_step_leaves_a_whole_output_old_or_new(tmp_path: Path, way: str) -> None:
    script = tmp_path / "killed_build.py"
    script.write_text(dedent(KILLED_BUILD).format(tests=str(Path(__file__).parent)), encoding="utf-8")
    old, new = ({"public/a.html": word, "public/b.html": word} for word in ("old", "new"))
    outcomes = []
    for step in range(200):
        output = tmp_path / f"{way}-{step}" / "output"
        publish([artifact(path, word) for path, word in old.items()], output, IMPRINT, keep_others=False)
        root = Path(room.__file__).parents[1]
        ended = subprocess.run(
            [sys.executable, str(script), str(output), str(step), way],
            check=False,
            env={**os.environ, "PYTHONPATH": str(root)},
        )
        assert ended.returncode in (0, 9)
        if way == "exchange":
            assert read_manifest(output) is not None, f"killed at step {step}"
            assert contents(output) in (old, new), f"killed at step {step}"
        complete_interrupted(output)
        assert read_manifest(output) is not None, f"killed at step {step}"
        assert contents(output) in (old, new), f"killed at step {step}"
        assert [path.name for path in output.parent.iterdir()] == ["output"]
        outcomes.append(contents(output) == new)
        shutil.rmtree(output.parent)
        if ended.returncode == 0:
            break
    assert outcomes[0] is False
    assert outcomes[-1] is True
    assert len(outcomes) > 8, "the build was killed at too few steps to prove anything"
