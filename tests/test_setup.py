"""What surrounds the program: the two commands, the locks, the pipelines, the fonts and the editor's settings."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from fontTools.ttLib import TTFont

from seloste import doctor, resources
from seloste.validate import KINDS, TOP_FILES

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = sorted(file for file in (ROOT / ".ci").iterdir() if file.is_file())
LOCKS = ("requirements.lock", "requirements-test.lock")
GITHUB = ROOT / ".github/workflows/publish.yml"
GITLAB = ROOT / ".gitlab-ci.yml"

# Stands in for the program: it notes how it was called and answers as it is told.
STAND_IN = """
import os, pathlib, sys
with open("calls", "a") as calls:
    print(*sys.argv[1:], file=calls)
command = sys.argv[1]
if command == "build":
    public = pathlib.Path("output/public")
    public.mkdir(parents=True, exist_ok=True)
    final = "--final" in sys.argv
    if final and os.environ.get("FINAL_EXIT", "0") != "0":
        sys.exit(int(os.environ["FINAL_EXIT"]))
    (public / "index.html").write_text("final" if final else "draft")
if command == "check":
    print("::error file=registry/organisation.yaml,line=1::x" if "github" in sys.argv else "a finding")
    sys.exit(int(os.environ.get("CHECK_EXIT", "0")))
"""


def run(*command: str, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        command, cwd=cwd, env={**clean, **(env or {})}, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository with the real shell steps and a stand-in for the program."""
    shutil.copytree(ROOT / ".ci", tmp_path / "tree/.ci")
    (tmp_path / "tree/stand_in.py").write_text(STAND_IN, encoding="utf-8")
    return tmp_path / "tree"


def step(tree: Path, script: str, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    program = f"{shlex.quote(sys.executable)} stand_in.py"
    return run(f".ci/{script}", *arguments, cwd=tree, env={"SELOSTE": program, **env})


def calls(tree: Path) -> list[str]:
    file = tree / "calls"
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


# The shell steps


def test_shellcheck_has_nothing_to_say() -> None:
    assert len(SCRIPTS) >= 8
    result = run("shellcheck", "--severity=style", *map(str, SCRIPTS), cwd=ROOT)
    assert (result.returncode, result.stdout) == (0, "")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.name)
def test_a_shell_step_is_strict_and_can_be_started(script: Path) -> None:
    lines = script.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in lines
    assert os.access(script, os.X_OK)


def test_ci_runs_make_test() -> None:
    assert "exec make test" in (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()


def test_check_and_build_writes_annotations_on_github(tree: Path) -> None:
    result = step(tree, "check-and-build", GITHUB_ACTIONS="true")
    assert result.returncode == 0, result.stderr
    assert "::error file=registry/organisation.yaml,line=1::x" in result.stdout
    assert calls(tree) == ["check --format github", "build"]


def test_check_and_build_writes_text_elsewhere(tree: Path) -> None:
    assert step(tree, "check-and-build").returncode == 0
    assert calls(tree) == ["check --format text", "build"]


def test_a_finding_of_error_level_stops_before_the_build(tree: Path) -> None:
    assert step(tree, "check-and-build", CHECK_EXIT="1").returncode == 1
    assert calls(tree) == ["check --format text"]
    assert not (tree / "output").exists()


def test_a_draft_is_not_published_and_stays_to_look_at(tree: Path, tmp_path: Path) -> None:
    answer = tmp_path / "answer"
    assert step(tree, "check-and-build").returncode == 0
    result = step(tree, "publish-or-keep", FINAL_EXIT="1", GITHUB_OUTPUT=str(answer), GITHUB_ACTIONS="true")
    assert result.returncode == 0, result.stderr
    assert answer.read_text(encoding="utf-8") == "published=false\n"
    assert "::notice" in result.stdout
    assert (tree / "output/public/index.html").read_text(encoding="utf-8") == "draft"


def test_a_final_build_is_published(tree: Path, tmp_path: Path) -> None:
    answer = tmp_path / "answer"
    assert step(tree, "check-and-build").returncode == 0
    assert step(tree, "publish-or-keep", GITHUB_OUTPUT=str(answer)).returncode == 0
    assert answer.read_text(encoding="utf-8") == "published=true\n"
    assert (tree / "output/public/index.html").read_text(encoding="utf-8") == "final"


def test_wrong_use_is_neither_a_draft_nor_published(tree: Path, tmp_path: Path) -> None:
    answer = tmp_path / "answer"
    assert step(tree, "publish-or-keep", FINAL_EXIT="2", GITHUB_OUTPUT=str(answer)).returncode == 2
    assert not answer.exists()


@pytest.mark.parametrize("visibility", ["true", "private"])
def test_records_may_leave_a_private_repository(tree: Path, visibility: str) -> None:
    assert step(tree, "refuse-public-records", visibility).returncode == 0


@pytest.mark.parametrize("visibility", [[], [""], ["false"], ["public"], ["internal"], ["null"]])
def test_records_never_leave_a_repository_that_is_not_private(tree: Path, visibility: list[str]) -> None:
    result = step(tree, "refuse-public-records", *visibility, GITHUB_ACTIONS="true")
    assert result.returncode == 1
    assert "Refused" in result.stderr
    assert "::error" in result.stdout


def test_the_audit_pack_is_made_of_a_fresh_build(tree: Path) -> None:
    assert step(tree, "pack-records").returncode == 0
    assert calls(tree) == ["build", "audit-pack --to audit-pack/audit-pack.zip"]
    assert (tree / "audit-pack").is_dir()


# The pipelines


def github_jobs() -> dict[str, Any]:
    jobs = yaml.safe_load(GITHUB.read_text(encoding="utf-8"))["jobs"]
    assert isinstance(jobs, dict) and jobs
    return jobs


def github_steps() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, job in github_jobs().items():
        yield from ((name, one) for one in job["steps"])


def test_every_action_is_pinned_to_a_commit() -> None:
    used = [one["uses"] for _, one in github_steps() if "uses" in one]
    assert used
    assert [name for name in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", name)] == []


def test_only_the_publishing_job_may_write() -> None:
    workflow = yaml.safe_load(GITHUB.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    assert {name for name, job in github_jobs().items() if "permissions" in job} == {"publish"}
    assert github_jobs()["publish"]["permissions"] == {"pages": "write", "id-token": "write"}


def test_the_website_is_published_only_after_a_final_build_and_the_tests() -> None:
    jobs = github_jobs()
    assert jobs["publish"]["needs"] == ["test", "build"]
    assert jobs["publish"]["if"] == "needs.build.outputs.published == 'true'"
    final = next(one for one in jobs["build"]["steps"] if one.get("run") == ".ci/publish-or-keep")
    assert "pull_request" in final["if"] and "refs/heads/main" in final["if"]
    handed = [one for _, one in github_steps() if "upload-pages-artifact" in one.get("uses", "")]
    assert [one["if"] for one in handed] == ["steps.final.outputs.published == 'true'"]


def test_only_the_public_folder_leaves_as_an_artefact_unless_the_records_were_refused_first() -> None:
    for name, job in github_jobs().items():
        refused = False
        for one in job["steps"]:
            refused = refused or one.get("run", "").startswith(".ci/refuse-public-records")
            if "upload" in one.get("uses", ""):
                assert one["with"]["path"] == "output/public" or refused, name


def test_no_text_from_outside_is_pasted_into_a_shell_step() -> None:
    steps = [one["run"] for _, one in github_steps() if "run" in one]
    assert steps
    assert [text for text in steps if "${{" in text] == []


def test_both_pipelines_take_the_same_shell_steps() -> None:
    gitlab = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))
    lines = [line for job in gitlab.values() if isinstance(job, dict) for line in job.get("script", [])]
    for text in ("\n".join(lines), "\n".join(one.get("run", "") for _, one in github_steps())):
        assert set(re.findall(r"\.ci/[\w-]+", text)) == {
            ".ci/run",
            ".ci/check-and-build",
            ".ci/publish-or-keep",
            ".ci/refuse-public-records",
            ".ci/pack-records",
        }


def test_gitlab_publishes_nothing_of_a_draft(tree: Path) -> None:
    pages = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))["pages"]
    script = "set -eo pipefail\n" + "\n".join(line for line in pages["script"] if not line.startswith("make "))
    program = {"SELOSTE": f"{shlex.quote(sys.executable)} stand_in.py"}

    draft = run("bash", "-c", script, cwd=tree, env={**program, "FINAL_EXIT": "1"})
    assert draft.returncode == pages["allow_failure"]["exit_codes"]
    assert not (tree / "public").exists()

    (tree / "answer.env").unlink()
    final = run("bash", "-c", script, cwd=tree, env=program)
    assert final.returncode == 0, final.stderr
    assert (tree / "public/index.html").read_text(encoding="utf-8") == "final"


# The two commands

# Stands in for the environment's Python: notes what it is asked, and loads no library where LIBRARIES is "none".
PYTHON_STAND_IN = """#!/bin/sh
echo "$@" >> calls
case "$2" in *ctypes*) [ "$LIBRARIES" != none ] ;; esac
"""


@pytest.fixture
def workshop(tree: Path) -> Path:
    """The tree with the real Makefile and locks, an environment that only takes notes, and an apt-get that does too."""
    for name in ("Makefile", *LOCKS):
        shutil.copy(ROOT / name, tree / name)
    program(tree / ".venv/bin/python", PYTHON_STAND_IN)
    program(tree / "bin/apt-get", '#!/bin/sh\necho "apt-get $*" >> calls\n')
    program(tree / "bin/sudo", '#!/bin/sh\necho sudo >> calls\nexec "$@"\n')
    return tree


def program(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    file.chmod(0o755)


def make(tree: Path, target: str, **env: str) -> subprocess.CompletedProcess[str]:
    path = f"{tree / 'bin'}:{os.environ['PATH']}"
    result = run("make", target, cwd=tree, env={"PATH": path, **env})
    assert result.returncode == 0, result.stderr
    return result


def installs(tree: Path) -> list[str]:
    return [line for line in calls(tree) if line.startswith("-m pip install")]


def test_make_ready_installs_the_lock_once_and_with_hashes(workshop: Path) -> None:
    make(workshop, "ready")
    make(workshop, "ready")
    (line,) = installs(workshop)
    assert "--require-hashes" in line and "--requirement requirements.lock" in line


def test_a_changed_lock_is_installed(workshop: Path) -> None:
    make(workshop, "ready")
    (workshop / "requirements.lock").write_text("# changed\n", encoding="utf-8")
    make(workshop, "ready")
    assert len(installs(workshop)) == 2


def test_missing_pango_is_installed_and_said(workshop: Path) -> None:
    result = make(workshop, "ready", LIBRARIES="none")
    assert "Installing with apt-get: libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0" in result.stdout
    asked = [line for line in calls(workshop) if line.startswith("apt-get")]
    assert len(asked) == 2 and asked[0].endswith("update") and "install" in asked[1]


def test_nothing_is_asked_of_apt_get_when_nothing_is_missing(workshop: Path) -> None:
    make(workshop, "ready")
    assert [line for line in calls(workshop) if "apt-get" in line or "sudo" in line] == []


@pytest.mark.parametrize(("user", "asks"), [("0", 0), ("1000", 2)])
def test_sudo_is_asked_only_by_a_person_who_is_not_root(workshop: Path, user: str, asks: int) -> None:
    program(workshop / "bin/id", f"#!/bin/sh\necho {user}\n")
    make(workshop, "ready", LIBRARIES="none")
    assert calls(workshop).count("sudo") == asks


def test_a_package_that_cannot_be_installed_is_a_failure(workshop: Path) -> None:
    program(workshop / "bin/apt-get", "#!/bin/sh\necho no such package >&2\nexit 100\n")
    path = f"{workshop / 'bin'}:{os.environ['PATH']}"
    result = run("make", "ready", cwd=workshop, env={"PATH": path, "LIBRARIES": "none"})
    assert result.returncode != 0
    assert "no such package" in result.stderr and "could not install: libharfbuzz-subset0" in result.stderr


def test_a_python_that_is_too_old_or_does_not_start_is_passed_over(tree: Path) -> None:
    program(tree / "bin/old", "#!/bin/sh\nexit 1\n")
    result = run(".ci/make-venv", "venv", cwd=tree, env={"PYTHON": f"{tree / 'bin/old'} {sys.executable}"})
    assert result.returncode == 0, result.stderr
    assert (tree / "venv/bin/python").exists()


def test_no_python_at_all_is_said_in_words(tree: Path) -> None:
    result = run(".ci/make-venv", "venv", cwd=tree, env={"PYTHON": "no-such-python"})
    assert result.returncode == 1
    assert "No Python 3.11 or newer" in result.stderr


def test_build_py_hands_over_to_the_program() -> None:
    result = run(sys.executable, "build.py", "--help", cwd=ROOT)
    assert result.returncode == 0, result.stderr
    assert "check" in result.stdout and "doctor" in result.stdout


# The locks


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_is_pinned_with_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", "")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert len(lines) > 20
    assert [line for line in lines if not re.match(r"[a-z0-9-]+==[^ ]+ .*--hash=sha256:[0-9a-f]{64}", line)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_a_host(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|--index|--extra-index|--find-links|--trusted-host", text)


def test_the_locks_hold_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = [set(re.findall(r"^([a-z0-9-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.M)) for lock in LOCKS]
    runtime = {re.split(r"[<>=!~]", name)[0] for name in project["dependencies"]}
    testing = {re.split(r"[<>=!~]", name)[0] for name in project["optional-dependencies"]["test"]}
    assert runtime - locked[0] == set()
    assert (runtime | testing) - locked[1] == set()


def test_both_locks_agree_on_every_version() -> None:
    runtime, testing = (
        dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / lock).read_text(encoding="utf-8"), re.M)) for lock in LOCKS
    )
    assert {name: version for name, version in runtime.items() if testing.get(name) != version} == {}


# The fonts

STYLES = {"Regular": 400, "It": 400, "Semibold": 600, "Bold": 700}
MUST_HAVE = (
    "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x180)]))  # Latin of the EU, with Finnish š ž and Sami đ ŋ ŧ
    + "ȘșȚțẞΑΒΓΔΩαβγδωάέήίόύώАБВГДабвгдщъьюя"
    + "‑–—‘’‚“”„‹›…•·†‡€™−≤≥≠\u202f\u2007\u2009"
    + "←↑→↓↔⇒☐☑✓✗■□▪●○▲▶▼"
)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("ending", ["ttf", "woff2"])
def test_the_bundled_font_has_every_character_that_documents_need(style: str, ending: str) -> None:
    with TTFont(resources.fonts() / f"SourceSans3-{style}.{ending}") as font:
        known = font.getBestCmap()
        assert [character for character in MUST_HAVE if ord(character) not in known] == []
        assert font["OS/2"].usWeightClass == STYLES[style]
        assert font["OS/2"].fsType == 0, "the font may not be embedded"


def test_the_licence_of_the_font_lies_beside_it() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (resources.fonts() / "OFL.txt").read_text(encoding="utf-8")


def test_the_web_fonts_are_small() -> None:
    sizes = [file.stat().st_size for file in resources.fonts().glob("*.woff2")]
    assert len(sizes) == len(STYLES)
    assert max(sizes) < 110_000


# The editor

REGISTRIES = ("registry", "tests/registries/complete", "seloste/skeleton/registry")


def schemas_by_pattern() -> dict[str, str]:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    return {pattern: schema for schema, patterns in settings["yaml.schemas"].items() for pattern in patterns}


def test_the_editor_knows_a_schema_for_every_file_of_every_registry() -> None:
    files = [file for root in REGISTRIES for file in records(root)]
    assert files
    patterns = schemas_by_pattern()
    homeless = [file for file in files if not any(Path(file).match(pattern) for pattern in patterns)]
    assert homeless == []


def records(root: str) -> list[str]:
    return [str(file.relative_to(ROOT)) for file in sorted((ROOT / root).rglob("*.yaml"))]


def test_the_editor_maps_every_folder_to_the_schema_of_its_kind() -> None:
    wanted = {
        f"{root}/{folder}.yaml" if folder in TOP_FILES else f"{root}/{folder}/*.yaml": f"./schemas/{kind}.schema.json"
        for root in REGISTRIES
        for folder, kind in KINDS.items()
    }
    assert schemas_by_pattern() == wanted


def test_every_schema_that_the_editor_is_given_exists() -> None:
    assert [schema for schema in schemas_by_pattern().values() if not (ROOT / schema).is_file()] == []


# What this machine has


def test_the_doctor_finds_this_machine_in_order() -> None:
    checks = doctor.examine(ROOT / "output")
    assert [(check.name, check.found) for check in checks if not check.ok] == []
    assert all(check.meaning and not check.mend for check in checks)


def test_the_doctor_names_the_command_that_mends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seloste.resources.fonts", lambda: tmp_path)
    monkeypatch.setattr("shutil.which", lambda name: None)
    (tmp_path / "a file").touch()
    sick = {check.name: check for check in doctor.examine(tmp_path / "a file" / "output") if not check.ok}
    assert {"Fonts", "git"} <= set(sick)
    assert all(check.mend for check in sick.values())


def test_the_doctor_sees_that_the_output_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    sick = [check for check in doctor.examine(tmp_path / "a file" / "output") if not check.ok]
    assert [check.name for check in sick] == ["Output folder"]


def test_the_doctor_quotes_why_the_pdf_engine_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = subprocess.CompletedProcess[str](
        [], 1, stdout="", stderr="Traceback\nOSError: cannot load library 'libpango'"
    )
    monkeypatch.setattr(doctor, "_ask", lambda question: broken)
    engine = next(check for check in doctor.examine() if check.name == "PDF engine")
    assert not engine.ok and not engine.needed
    assert "cannot load library 'libpango'" in engine.found
    assert "pango" in engine.mend
