"""What this machine has and what it lacks, each with the command that mends it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from seloste import resources

OLDEST_PYTHON = (3, 11)
FONT_STYLES = ("Regular", "It", "Semibold", "Bold")

_PACKAGES = ("yaml", "jsonschema", "jinja2", "markdown_it", "babel", "dateutil", "weasyprint")
_PANGO_BY_MANAGER = {
    "apt-get": "apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "dnf install pango harfbuzz",
    "brew": "brew install pango",
}
_INSTALL = "make build (in the repository), or: pip install --force-reinstall seloste"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing the program needs of the machine.

    `found` says what is there; `meaning` says in plain words what works only with it; `mend` is the command to run,
    empty if there is nothing to mend. `needed`: without it nothing can be built; otherwise only that part is missing.
    """

    name: str
    ok: bool
    found: str
    meaning: str
    mend: str = ""
    needed: bool = True


def examine(output: Path = Path("output")) -> list[Check]:
    """Every check, in the order in which a person would mend them; the slow one (the PDF engine) takes about a second.

    `output` is the folder that the build will replace; it need not exist yet.
    """
    return [_python(), _packages(), _yaml(), _pdf_engine(), _fonts(), _folders(), _output(output.absolute()), _git()]


def _python() -> Check:
    wanted = ".".join(map(str, OLDEST_PYTHON))
    ok = sys.version_info >= OLDEST_PYTHON
    return Check(
        name="Python",
        ok=ok,
        found=".".join(map(str, sys.version_info[:3])),
        meaning=f"The program runs on Python {wanted} or newer.",
        mend="" if ok else "apt-get install python3 python3-venv, then: make clean build",
    )


def _packages() -> Check:
    missing = [name for name in _PACKAGES if find_spec(name) is None]
    return Check(
        name="Python packages",
        ok=not missing,
        found=f"missing: {', '.join(missing)}" if missing else f"all {len(_PACKAGES)}",
        meaning="The libraries that read the registry and render the documents.",
        mend=_INSTALL if missing else "",
    )


def _yaml() -> Check:
    answer = _ask("import yaml; print(yaml.__version__ if yaml.__with_libyaml__ else '')")
    ok = bool(answer.stdout.strip())
    return Check(
        name="YAML reader",
        ok=ok,
        found=f"PyYAML {answer.stdout.strip()} with libyaml" if ok else "PyYAML without its C library",
        meaning="The registry is read by PyYAML's C library, libyaml.",
        mend="" if ok else "pip install --force-reinstall --only-binary :all: pyyaml",
    )


def _pdf_engine() -> Check:
    # In a process of its own: the import costs a second and, on a broken machine, may do worse than raise.
    answer = _ask(
        "import weasyprint\n"
        "from weasyprint.text.ffi import pango\n"
        "weasyprint.HTML(string='<p>a</p>').write_pdf()\n"
        "v = pango.pango_version()\n"
        "print(f'WeasyPrint {weasyprint.__version__}, Pango {v // 10000}.{v // 100 % 100}.{v % 100}')"
    )
    ok = answer.returncode == 0
    last = (answer.stderr.strip().splitlines() or ["it gave no reason"])[-1]
    return Check(
        name="PDF engine",
        ok=ok,
        found=answer.stdout.strip() if ok else f"does not start: {last}",
        meaning="PDFs are drawn by WeasyPrint with the system's Pango. Without it, HTML is still made (--format html).",
        mend="" if ok else _how_to_get_pango(),
        needed=False,
    )


def _how_to_get_pango() -> str:
    if find_spec("weasyprint") is None:
        return _INSTALL
    for manager, command in _PANGO_BY_MANAGER.items():
        if shutil.which(manager):
            return command
    return "install Pango with this system's package manager"


def _fonts() -> Check:
    folder = resources.fonts()
    wanted = [f"SourceSans3-{style}.{ending}" for style in FONT_STYLES for ending in ("ttf", "woff2")]
    missing = [name for name in wanted if not (folder / name).is_file()]
    return Check(
        name="Fonts",
        ok=not missing,
        found=f"missing in {folder}: {', '.join(missing)}" if missing else f"Source Sans 3, {len(FONT_STYLES)} styles",
        meaning="The documents bring their own font, so that they look the same on every machine.",
        mend="git checkout -- templates/assets/fonts (in the repository), or: pip install --force-reinstall seloste"
        if missing
        else "",
    )


def _folders() -> Check:
    folders = (resources.schemas(), resources.templates(), resources.skeleton(), resources.example())
    missing = [folder for folder in folders if not folder.is_dir() or not any(folder.iterdir())]
    return Check(
        name="Data folders",
        ok=not missing,
        found=f"missing: {', '.join(map(str, missing))}" if missing else str(resources.schemas().parent),
        meaning="The schemas, templates and example registries that come with the program.",
        mend=_INSTALL if missing else "",
    )


def _output(output: Path) -> Check:
    # The build writes beside the folder and exchanges the two, so it is the folder above that must take a new file.
    parent = output.parent
    while not parent.exists():
        parent = parent.parent
    reason = _cannot_write(parent)
    if not reason and output.exists():
        reason = _cannot_write(output)
    return Check(
        name="Output folder",
        ok=not reason,
        found=reason or str(output),
        meaning="The build writes its documents there and replaces the folder in one step.",
        mend="name another folder with --output DIR" if reason else "",
    )


def _cannot_write(folder: Path) -> str:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return f"cannot write in {folder}: {error.strerror}"


def _git() -> Check:
    path = shutil.which("git")
    return Check(
        name="git",
        ok=path is not None,
        found=path or "not on the PATH",
        meaning="Keeps the history of the registry. Building works without it.",
        mend="" if path else "apt-get install git",
        needed=False,
    )


def _ask(question: str) -> subprocess.CompletedProcess[str]:
    """What this very Python answers in a process of its own; its standard error is kept, its exit code not judged."""
    return subprocess.run(
        [sys.executable, "-c", question], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
