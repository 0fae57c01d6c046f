"""Outside the repository: the wheel in an empty environment, a registry made by `init`, and a build of it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
INSIDE = {"schemas": "schemas", "templates": "templates", "tests/registries/complete": "example"}


def run(*command: str | Path, cwd: Path) -> str:
    """The standard output; a command that fails shows what it said."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    result = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=500
    )
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, cwd=ROOT)
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the locked packages and the wheel, and nothing else."""
    venv = tmp_path_factory.mktemp("empty") / "venv"
    run(sys.executable, "-m", "venv", venv, cwd=venv.parent)
    pip = (venv / "bin/python", "-m", "pip", "install", "--quiet", "--no-deps")
    lock = ROOT / "requirements.lock"
    run(*pip, "--require-hashes", "--only-binary", ":all:", "--requirement", lock, cwd=venv.parent)
    run(*pip, "--no-index", wheel, cwd=venv.parent)
    return venv / "bin"


def test_the_wheel_carries_all_that_the_repository_keeps_beside_the_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = set(archive.namelist())
    for folder, inside in INSIDE.items():
        files = [file for file in (ROOT / folder).rglob("*") if file.is_file() and "__pycache__" not in file.parts]
        assert files, folder
        wanted = {f"seloste/data/{inside}/{file.relative_to(ROOT / folder).as_posix()}" for file in files}
        assert wanted - carried == set()
    assert any(name.startswith("seloste/skeleton/") for name in carried)


def test_the_wheel_carries_no_registry_of_the_company_and_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = archive.namelist()
    assert {name.partition("/")[0].partition("-")[0] for name in carried} == {"seloste"}
    assert [
        name for name in carried if name.startswith(("registry/", "tests/", "output/", "seloste/data/registry"))
    ] == []


def test_the_wheel_asks_for_all_that_it_imports(programs: Path, tmp_path: Path) -> None:
    assert "No broken requirements found." in run(programs / "python", "-m", "pip", "check", cwd=tmp_path)


def test_the_example_of_the_wheel_builds_with_final(programs: Path, tmp_path: Path) -> None:
    run(programs / "seloste", "init", "house", "--example", cwd=tmp_path)
    run(programs / "seloste", "build", "--final", "--only", "clause", cwd=tmp_path / "house")
    public = tmp_path / "house/output/public"
    assert {file.suffix for file in public.rglob("*") if file.is_file()} >= {".html", ".pdf", ".css", ".woff2"}


def test_the_skeleton_of_the_wheel_builds_as_a_draft(programs: Path, tmp_path: Path) -> None:
    run(programs / "seloste", "init", "house", cwd=tmp_path)
    run(programs / "seloste", "build", "--format", "html", cwd=tmp_path / "house")
    assert list((tmp_path / "house/output/public").rglob("*.html"))


def test_the_doctor_of_the_wheel_is_content(programs: Path, tmp_path: Path) -> None:
    run(programs / "seloste", "doctor", cwd=tmp_path)
