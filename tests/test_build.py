"""The whole line, from the registry to the output."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import AS_OF, REGISTRIES, folders
from seloste import pipeline

ROOT = Path(__file__).parents[1]


def run(*words: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a person runs it."""
    plain = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "SOURCE_DATE_EPOCH")}
    return subprocess.run(
        [sys.executable, str(ROOT / "build.py"), *words],
        cwd=cwd,
        env={**plain, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_complete_example_is_final_without_a_finding(complete: pipeline.Judged) -> None:
    assert complete.findings == ()
    assert set(complete.published) == {"en-GB", "fi"}


def test_the_overlay_is_laid_over_without_a_finding() -> None:
    place = folders(REGISTRIES / "complete", Path("unused"), REGISTRIES / "overlay")
    judged = pipeline.judge(place, AS_OF, lambda *_: None, final=True)
    assert [finding for finding in judged.findings if finding.rule != "notice-stale"] == []
    public = pipeline.judge(folders(REGISTRIES / "complete", Path("unused")), AS_OF, lambda *_: None, final=True)
    assert len(judged.registry.parties) > len(public.registry.parties)
    assert judged.registry.digest != public.registry.digest


def test_aito_support_is_a_draft_without_an_error() -> None:
    judged = pipeline.judge(folders(ROOT / "registry", Path("unused")), AS_OF, lambda *_: None, final=False)
    assert [finding for finding in judged.findings if finding.severity == "error"] == []
    assert judged.registry.unconfirmed
    assert set(judged.published) == {"en-GB", "fi"}


def test_a_draft_cannot_be_final(tmp_path: Path) -> None:
    done = run("--final", "--output", str(tmp_path / "output"), "--as-of", "2026-11-22")
    assert done.returncode == 1
    assert "Nothing was rendered" in done.stdout
    assert not (tmp_path / "output").exists()


def test_a_build_of_one_document_says_what_it_made(tmp_path: Path) -> None:
    done = run(
        *("build", "--only", "clause", "--lang", "fi", "--format", "html"),
        *("--output", str(tmp_path / "output"), "--as-of", "2026-11-22"),
    )
    assert done.returncode == 0, done.stdout
    assert "This is a draft" in done.stdout
    pages = [path.relative_to(tmp_path).as_posix() for path in (tmp_path / "output").rglob("*.html")]
    assert pages == ["output/public/fi/privacy-notice.html"]


def test_two_builds_give_identical_bytes(tmp_path: Path) -> None:
    shutil.copytree(REGISTRIES / "complete", tmp_path / "elsewhere/registry")
    one, two = tmp_path / "one", tmp_path / "two"
    first = run("--registry", str(REGISTRIES / "complete"), "--output", str(one), "--as-of", "2026-11-22", TZ="UTC")
    second = run(
        *("--registry", "registry", "--output", str(two)),
        cwd=tmp_path / "elsewhere",
        SOURCE_DATE_EPOCH="1795305600",
        TZ="Pacific/Kiritimati",
        LC_ALL="C",
        PYTHONHASHSEED="7",
    )
    assert (first.returncode, second.returncode) == (0, 0), first.stdout + second.stdout
    assert json.loads((one / "manifest.json").read_text())["as_of"] == "2026-11-22"
    files = {path.relative_to(one): path.read_bytes() for path in one.rglob("*") if path.is_file()}
    assert {path.suffix for path in files} >= {".pdf", ".html", ".css", ".woff2", ".json"}
    assert files == {path.relative_to(two): path.read_bytes() for path in two.rglob("*") if path.is_file()}


def test_all_mistakes_of_all_files_come_in_one_run(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "registry", tmp_path / "registry")
    broken = {
        "purposes/one.yaml": "id: one\nlabel: [",
        "purposes/two.yaml": "id: three\nlabel: Sales of goods to people\n",
        "purposes/four.yaml": "id: four\nlable: Sales of goods to people\n",
        "data-categories/five.yaml": "id: five\nlabel: Names\norigin: provide\n",
        "systems/six.yaml": "id: six\nvendor: nobody-knows\n",
        "transfers/seven.yaml": "id: seven\ncountry: IN\n",
    }
    for name, text in broken.items():
        (tmp_path / "registry" / name).write_text(text, encoding="utf-8")
    done = run("check", "--registry", "registry", "--as-of", "2026-11-22", cwd=tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    for name in broken:
        assert f"registry/{name}:" in done.stdout, name
    for rule in ("yaml-syntax", "id-not-file-name", "unknown-key", "unknown-value", "dangling-reference"):
        assert f"[{rule}]" in done.stdout
    assert "[transfer-mechanism-missing]" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("biuld",), "did you mean: build"),
        (("--only", "claus"), "Did you mean clause?"),
        (("--lang", "xx"), "--lang xx"),
        (("--format", "docx"), "--format docx"),
        (("--as-of", "2026-02-30"), "no date"),
        (("--registry", "nowhere"), "there is no folder nowhere"),
        (("check", "--overlay", "nowhere"), "there is no folder nowhere"),
    ],
)
def test_a_wrong_call_is_told_how_to_be_right(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = run(*words, *(("--output", str(tmp_path / "o")) if words[0].startswith("--") else ()))
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_epoch_is_wrong_use() -> None:
    done = run("check", SOURCE_DATE_EPOCH="yesterday")
    assert done.returncode == 2
    assert "SOURCE_DATE_EPOCH" in done.stderr


def test_help_shows_examples() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert "examples:" in done.stdout


def test_a_pipe_gets_no_colour_and_no_bar(tmp_path: Path) -> None:
    done = run("--only", "start", "--format", "html", "--output", str(tmp_path / "o"), "--as-of", "2026-11-22")
    assert done.returncode == 0, done.stdout
    assert "\x1b" not in done.stdout + done.stderr
    assert "\r" not in done.stderr
    assert "check against the law" in done.stderr


def test_init_writes_a_registry_that_builds(tmp_path: Path) -> None:
    assert run("init", str(tmp_path / "mine")).returncode == 0
    assert (tmp_path / "mine/README.md").is_file()
    done = run("--format", "html", "--as-of", "2026-11-22", cwd=tmp_path / "mine")
    assert done.returncode == 0, done.stdout
    assert "This is a draft" in done.stdout
    assert (tmp_path / "mine/output/public/en-GB/index.html").is_file()


def test_init_writes_the_example_and_it_is_final(tmp_path: Path) -> None:
    assert run("init", str(tmp_path / "mine"), "--example").returncode == 0
    done = run("check", "--final", "--as-of", "2026-11-22", cwd=tmp_path / "mine")
    assert done.returncode == 0, done.stdout


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    done = run("init", str(tmp_path))
    assert done.returncode == 1
    assert "init-refused" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine"


def test_the_audit_pack_holds_the_records_and_hashes_that_sha256sum_accepts(tmp_path: Path) -> None:
    output = tmp_path / "output"
    built = run("--format", "html", "--output", str(output), "--as-of", "2026-11-22")
    assert built.returncode == 0, built.stdout
    pack = tmp_path / "pack.zip"
    assert run("audit-pack", "--output", str(output), "--to", str(pack)).returncode == 0
    first = pack.read_bytes()
    run("audit-pack", "--output", str(output), "--to", str(pack))
    assert pack.read_bytes() == first
    shutil.unpack_archive(pack, tmp_path / "unpacked")
    subprocess.run(["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"], cwd=tmp_path / "unpacked", check=True)
    names = {path.relative_to(tmp_path / "unpacked").as_posix() for path in (tmp_path / "unpacked").rglob("*.html")}
    assert {"internal/en-GB/record-controller.html", "internal/fi/record-processor.html"} <= names
    assert not (tmp_path / "unpacked/public").exists()


def test_the_audit_pack_refuses_a_record_that_somebody_changed(tmp_path: Path) -> None:
    output = tmp_path / "output"
    run("--format", "html", "--only", "record-controller", "--output", str(output), "--as-of", "2026-11-22")
    (output / "internal/fi/record-controller.html").write_text("nothing to see", encoding="utf-8")
    done = run("audit-pack", "--output", str(output), "--to", str(tmp_path / "pack.zip"))
    assert done.returncode == 1
    assert "has been changed" in done.stdout
    assert not (tmp_path / "pack.zip").exists()


def test_doctor_says_that_this_machine_can_build() -> None:
    done = run("doctor")
    assert done.returncode == 0, done.stdout
    assert "PDF" in done.stdout
