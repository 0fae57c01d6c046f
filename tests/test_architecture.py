"""The house keeps its shape: which room may import which, where each library lives, and what only `cli` may know.

The tables below are the drawing. A new room gets a line here first.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "seloste"

# A room -> the rooms it may import. `views` and `rules` are the packages' own __init__, which hold what their members
# share; `views/*` is every member, which may import the shared part and never a sibling.
EVERY_ROOM_BUT_CLI = (
    "findings load validate vocabulary period model link locale views views/* rules rules/* "
    "sheets screening covered check render formats formats/* publish report resources doctor init audit_pack"
)
MAY_IMPORT = {
    "findings": "",
    "resources": "",
    "doctor": "resources",
    "load": "findings",
    "validate": "findings load",
    "vocabulary": "findings load",
    "period": "",
    "model": "findings vocabulary period",
    "link": "findings load model vocabulary period",
    "locale": "findings load period",
    "views": "findings model vocabulary locale period",
    "screening": "findings model",
    "covered": "model period vocabulary",
    "sheets": "findings model vocabulary locale period views screening",
    "views/*": "findings model vocabulary locale period views sheets screening",
    "rules": "findings model vocabulary period views views/* screening covered",
    "rules/*": "findings model vocabulary period views views/* rules screening covered",
    "check": "findings model vocabulary rules rules/* views views/*",
    "render": "findings load locale views views/*",
    "formats": "findings render",
    "formats/*": "findings render formats",
    "publish": "findings formats formats/* render",
    "audit_pack": "findings publish",
    "init": "findings",
    "report": "findings load",
    "pipeline": EVERY_ROOM_BUT_CLI,
    "cli": "pipeline report findings load doctor resources init audit_pack",  # load: the type that report quotes from
}

# A library -> the one room that knows it.
HOME = {
    "yaml": "load",
    "jsonschema": "validate",
    "referencing": "validate",
    "babel": "locale",
    "jinja2": "render",
    "markupsafe": "render",
    "markdown_it": "render",
    "weasyprint": "formats/pdf",
    "pydyf": "formats/pdf",
    "dateutil": "period",
}

# What only `cli` may touch: the clock, the environment, the network and the screen.
ONLY_CLI_IMPORTS = {"time", "socket", "ssl", "http", "http.client", "urllib.request", "getpass", "locale", "argparse"}
ONLY_CLI_CALLS = {"print", "input", "breakpoint"}
ONLY_CLI_NAMES = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "os.environ",
    "os.environb",
    "os.getenv",
    "os.putenv",
    "sys.argv",
    "sys.stdin",
    "sys.stdout",
    "sys.stderr",
    "sys.exit",
    "Path.cwd",
    "os.getcwd",
    "Path.home",
}
# A room and the one thing it is allowed all the same, with the reason.
EXCUSED: dict[tuple[str, str], str] = {}

NO_MODULE_IS_NAMED = ("util*", "helper*", "manager*", "*_util*", "*_helper*", "*_manager*", "common", "misc", "base")


def room_of(file: Path) -> str:
    """`seloste/views/clause.py` -> `views/clause`; a package's `__init__.py` is the package."""
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return "/".join(parts[:-1] if parts[-1] == "__init__" else parts)


def entry_of(room: str) -> str | None:
    """The line of a room in the table: its own, or the one of its package's members."""
    if room in MAY_IMPORT:
        return room
    members = f"{room.rpartition('/')[0]}/*"
    return members if members in MAY_IMPORT else None


FILES = {room_of(file): file for file in sorted(PACKAGE.rglob("*.py")) if room_of(file)}
TREES = {room: ast.parse(file.read_text(encoding="utf-8"), str(file)) for room, file in FILES.items()}
every_room = pytest.mark.parametrize("room", FILES)


def imports_of(room: str) -> Iterator[tuple[int, str]]:
    """Line and dotted name of all that a room imports, at the top or inside a function: `seloste.load`, `yaml`."""
    for node in ast.walk(TREES[room]):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, name.name) for name in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                assert not level, f"{FILES[room]}:{node.lineno}: write the whole name, `from seloste...`"
                for name in names:
                    dotted = f"{module}.{name.name}"
                    if dotted != "seloste.__version__":
                        yield node.lineno, dotted if is_room(dotted) else str(module)


def is_room(dotted: str) -> bool:
    return dotted.startswith("seloste.") and dotted.removeprefix("seloste.").replace(".", "/") in FILES


def rooms_imported_by(room: str) -> Iterator[tuple[int, str]]:
    for line, name in imports_of(room):
        if name.partition(".")[0] == "seloste":
            yield line, name.removeprefix("seloste").removeprefix(".").replace(".", "/")


def dotted_names_in(room: str) -> Iterator[tuple[int, str]]:
    """`date.today` for `date.today` and for `datetime.date.today`: the last two steps of every attribute."""
    for node in ast.walk(TREES[room]):
        if isinstance(node, ast.Attribute):
            owner = node.value
            last = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            yield node.lineno, f"{last}.{node.attr}"


def test_there_are_rooms_to_look_at() -> None:
    assert {"findings", "load", "model"} <= set(FILES)


@every_room
def test_every_room_stands_in_the_table(room: str) -> None:
    assert entry_of(room), f"{FILES[room]} is not in MAY_IMPORT: say there what it may import"


def test_every_line_of_the_table_has_a_room() -> None:
    lines = {entry_of(room) for room in FILES}
    assert set(MAY_IMPORT) - lines == set()


def test_the_table_names_only_lines_of_its_own() -> None:
    named = {name for line in MAY_IMPORT.values() for name in line.split()}
    assert named - set(MAY_IMPORT) == set()


def test_the_table_has_no_circle() -> None:
    finished: set[str] = set()
    rest = {room: set(line.split()) for room, line in MAY_IMPORT.items()}
    while free := {room for room, wanted in rest.items() if wanted <= finished}:
        finished |= free
        rest = {room: wanted for room, wanted in rest.items() if room not in free}
    assert rest == {}


@every_room
def test_a_room_imports_only_the_rooms_it_may(room: str) -> None:
    may = MAY_IMPORT.get(entry_of(room) or "", "").split()
    wrong = [
        f"{FILES[room]}:{line}: {room} may not import {other or 'the package itself'}"
        for line, other in rooms_imported_by(room)
        if entry_of(other) not in may
    ]
    assert wrong == []


@every_room
def test_rules_views_and_formats_never_import_a_sibling(room: str) -> None:
    family, _, name = room.rpartition("/")
    siblings = [other for _, other in rooms_imported_by(room) if name and family and other.startswith(f"{family}/")]
    assert siblings == []


@every_room
def test_a_library_has_one_home(room: str) -> None:
    wrong = [
        f"{FILES[room]}:{line}: {library} lives in {HOME[library]}"
        for line, name in imports_of(room)
        if (library := name.partition(".")[0]) in HOME and HOME[library] != room
    ]
    assert wrong == []


@every_room
def test_a_library_that_has_no_home_is_not_imported(room: str) -> None:
    known = {*HOME, *sys.stdlib_module_names, "seloste"}
    names = [(line, name) for line, name in imports_of(room) if name.partition(".")[0] not in known]
    strangers = [f"{FILES[room]}:{line}: {name}" for line, name in names]
    assert strangers == [], "add the library to HOME, with the one room that knows it"


@every_room
def test_clock_environment_network_and_screen_are_known_to_cli_alone(room: str) -> None:
    if room == "cli":
        return
    calls = [
        (node.lineno, node.func.id)
        for node in ast.walk(TREES[room])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ONLY_CLI_CALLS
    ]
    names = [(line, name) for line, name in dotted_names_in(room) if name in ONLY_CLI_NAMES]
    imports = [(line, name) for line, name in imports_of(room) if name in ONLY_CLI_IMPORTS]
    wrong = [f"{FILES[room]}:{line}: {name}" for line, name in calls + names + imports if (room, name) not in EXCUSED]
    assert wrong == []


def test_the_look_for_the_clock_finds_a_clock() -> None:
    TREES["trial"] = ast.parse("import datetime as dt\ndef f():\n    return dt.date.today(), os.environ['A']\n")
    try:
        assert {name for _, name in dotted_names_in("trial")} >= {"date.today", "os.environ"}
    finally:
        del TREES["trial"]


@every_room
def test_a_module_is_named_for_what_it_does(room: str) -> None:
    name = room.rpartition("/")[2]
    assert not any(fnmatchcase(name, pattern) for pattern in NO_MODULE_IS_NAMED)


@every_room
def test_every_module_says_what_it_is_for(room: str) -> None:
    assert ast.get_docstring(TREES[room])


def test_build_py_is_thin() -> None:
    assert len((ROOT / "build.py").read_text(encoding="utf-8").splitlines()) < 30
