"""The whole line, from the registry to the output."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from datetime import date
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
        (("check", "--registry", "x" * 300), "there is no folder x"),
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


@pytest.mark.parametrize(
    ("term", "columns", "bar"), [("xterm", "80", True), ("dumb", "80", False), ("xterm", "40", False)]
)
def test_a_bar_is_drawn_where_a_terminal_can_draw_it(term: str, columns: str, bar: bool, tmp_path: Path) -> None:
    master, screen = os.openpty()
    words = [sys.executable, str(ROOT / "build.py"), "--only", "start", "--format", "html", "--as-of", "2026-11-22"]
    with subprocess.Popen(
        [*words, "--registry", str(REGISTRIES / "complete"), "--output", str(tmp_path / "o")],
        stdout=subprocess.DEVNULL,
        stderr=screen,
        env={**os.environ, "TERM": term, "COLUMNS": columns},
    ) as build:
        os.close(screen)
        shown = b""
        with suppress(OSError):  # a terminal whose last writer has gone is an error to read
            while piece := os.read(master, 4096):
                shown += piece
        assert build.wait() == 0
    os.close(master)
    assert b"check against the law" in shown
    assert (b"\x1b[K" in shown) is bar


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


def test_an_edition_of_a_far_day_can_be_packed(tmp_path: Path) -> None:
    """A zip cannot write down a day after 2107."""
    (tmp_path / "registry").mkdir()
    shutil.copy(REGISTRIES / "complete/organisation.yaml", tmp_path / "registry")
    assert run("--format", "html", "--as-of", "9999-12-31", cwd=tmp_path).returncode == 0
    assert run("audit-pack", cwd=tmp_path).returncode == 0


def test_a_pack_takes_the_place_of_a_file_and_of_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "registry").mkdir()
    shutil.copy(REGISTRIES / "complete/organisation.yaml", tmp_path / "registry")
    assert run("--format", "html", "--as-of", "2026-11-22", cwd=tmp_path).returncode == 0
    (tmp_path / "loop.zip").symlink_to("loop.zip")
    for target in (".", "/", "/dev/null", "loop.zip", "x" * 300, "nowhere/pack.zip"):
        done = run("audit-pack", "--to", target, cwd=tmp_path)
        assert done.returncode == 2, (target, done.stderr)
        assert "Traceback" not in done.stderr
    assert Path("/dev/null").is_char_device()
    assert {path.name for path in tmp_path.iterdir()} == {"registry", "output", "loop.zip"}


def test_a_registry_without_an_organisation_is_told_so(tmp_path: Path) -> None:
    shutil.copytree(REGISTRIES / "complete", tmp_path / "registry")
    (tmp_path / "registry/organisation.yaml").unlink()
    judged = pipeline.judge(folders(tmp_path / "registry", Path("unused")), AS_OF, lambda *_: None, final=False)
    assert [finding.rule for finding in judged.findings] == ["controller-identity-missing"]


def test_a_broken_organisation_is_told_once(tmp_path: Path) -> None:
    shutil.copytree(REGISTRIES / "complete", tmp_path / "registry")
    (tmp_path / "registry/organisation.yaml").write_text("id: [", encoding="utf-8")
    judged = pipeline.judge(folders(tmp_path / "registry", Path("unused")), AS_OF, lambda *_: None, final=False)
    assert [finding.rule for finding in judged.findings] == ["yaml-syntax"]


def test_a_language_that_nobody_has_words_for_is_told(tmp_path: Path) -> None:
    shutil.copytree(REGISTRIES / "complete", tmp_path / "registry")
    notice = tmp_path / "registry/notices/staff-privacy-notice.yaml"
    notice.write_text(notice.read_text(encoding="utf-8").replace("[en-GB, fi]", "[en-GB, fi, en]"), encoding="utf-8")
    judged = pipeline.judge(folders(tmp_path / "registry", Path("unused")), AS_OF, lambda *_: None, final=True)
    found = [finding for finding in judged.findings if finding.rule == "language-unknown"]
    assert [str(finding.at) for finding in found] == ["notices/staff-privacy-notice#languages"]
    assert found[0].did_you_mean == "en-GB"


def test_an_edition_without_a_page_never_takes_the_place_of_one_that_has_them(tmp_path: Path) -> None:
    (tmp_path / "registry").mkdir()
    shutil.copy(REGISTRIES / "complete/organisation.yaml", tmp_path / "registry")
    assert run("--format", "html", "--as-of", "2026-11-22", cwd=tmp_path).returncode == 0
    before = (tmp_path / "output/manifest.json").read_bytes()
    none = run("--only", "service", "--as-of", "2026-11-22", cwd=tmp_path)
    organisation = tmp_path / "registry/organisation.yaml"
    words = organisation.read_text(encoding="utf-8").replace("  en-GB:", "  sv:")
    organisation.write_text(words, encoding="utf-8")
    untranslated = run("--format", "html", "--as-of", "2026-11-22", cwd=tmp_path)
    assert (none.returncode, untranslated.returncode) == (1, 1)
    assert "[nothing-to-publish]" in none.stdout
    assert "still missing in en-GB" in " ".join(untranslated.stdout.split())
    assert (tmp_path / "output/manifest.json").read_bytes() == before


@pytest.mark.parametrize("closed", ["stdin", "stdout", "stderr"])
def test_a_stream_that_the_caller_closed_stops_nothing(closed: str, tmp_path: Path) -> None:
    (tmp_path / "registry").mkdir()
    shutil.copy(REGISTRIES / "complete/organisation.yaml", tmp_path / "registry")
    shut = {"stdin": "<&-", "stdout": ">&-", "stderr": "2>&-"}[closed]
    words = [sys.executable, str(ROOT / "build.py"), "--format", "html", "--as-of", "2026-11-22"]
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {shut}', "sh", *words], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "output/manifest.json").is_file()


def test_a_report_that_cannot_be_written_is_no_mistake_of_the_program() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, str(ROOT / "build.py"), "check", "--registry", str(REGISTRIES / "complete")],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_encoding_of_the_last_century_still_gets_its_report(tmp_path: Path) -> None:
    (tmp_path / "purposes").mkdir()
    (tmp_path / "purposes/ä.yaml").write_text("id: ö\n", encoding="utf-8")
    done = run("check", "--registry", str(tmp_path), PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert "[id-not-file-name]" in done.stdout


def test_a_reader_who_goes_away_is_no_mistake_of_the_program() -> None:
    words = [sys.executable, str(ROOT / "build.py"), "check", "--format", "json", "--as-of", "2026-11-22"]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stderr is not None
        assert reader.stdout.read(1) == "{"
        reader.stdout.close()
        assert "Traceback" not in reader.stderr.read()


@pytest.mark.parametrize(
    ("day", "year_end"), [("0001-01-01", "12-31"), ("9999-12-31", "06-30"), ("9999-12-31", "02-29")]
)
def test_the_ends_of_the_calendar_are_days_like_others(day: str, year_end: str, tmp_path: Path) -> None:
    shutil.copytree(REGISTRIES / "complete", tmp_path / "registry")
    organisation = tmp_path / "registry/organisation.yaml"
    words = re.sub(r"financial_year_end: .*", f'financial_year_end: "{year_end}"', organisation.read_text())
    organisation.write_text(words, encoding="utf-8")
    place = folders(tmp_path / "registry", Path("unused"))
    judged = pipeline.judge(place, date.fromisoformat(day), lambda *_: None, final=True)
    assert judged.registry.organisation is not None
    assert judged.registry.organisation.financial_year_end == year_end
    assert judged.drawings


@pytest.mark.parametrize("name", ["x" * 300, "/proc/new"])
def test_init_into_a_place_that_cannot_be_is_refused(name: str, tmp_path: Path) -> None:
    done = run("init", name, cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "[init-refused]" in done.stdout


def test_doctor_says_that_this_machine_can_build() -> None:
    done = run("doctor")
    assert done.returncode == 0, done.stdout
    assert "PDF" in done.stdout


def test_a_process_that_the_system_ends_is_a_finding(complete: pipeline.Judged, tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.fail("this test finds the processes of the build under /proc")
    place = folders(REGISTRIES / "complete", tmp_path / "output")
    choice = pipeline.Choice(documents=("service",), languages=("fi",))
    killed: list[int] = []

    def kill_one(name: str, done: int, total: int) -> None:
        children = (
            Path(f"/proc/self/task/{os.getpid()}/children").read_text().split() if name == "write" and done == 1 else []
        )
        workers = [pid for pid in children if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()]
        if workers and not killed:
            os.kill(int(workers[0]), signal.SIGKILL)
            killed.append(int(workers[0]))

    paths, findings = pipeline.edition(complete, place, choice, AS_OF, kill_one, jobs=2)
    assert killed
    assert paths == ()
    assert [finding.rule for finding in findings] == ["worker-lost"]
    assert not (tmp_path / "output").exists()
