"""Arguments, the clock, the environment, the screen and the exit code: the only room that knows them."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from difflib import get_close_matches
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from seloste import __version__, doctor, resources
from seloste.findings import Finding, has_errors

# Everything that needs a library is imported by the command that uses it: `doctor` must run where a library is missing.
if TYPE_CHECKING:
    from seloste import pipeline
    from seloste.load import Sources

COMMANDS = ("build", "check", "init", "audit-pack", "doctor")

_EXAMPLES = """\
examples:
  python build.py                                   check the registry and render everything
  python build.py check                             only check, with every finding explained
  python build.py check --as-of 2027-01-01          what the law says on another day
  python build.py --only clause --lang fi --format html
  python build.py --final                           refuse to publish while a fact is unconfirmed
  python build.py --overlay ../private              with the customers that are not in git
  python build.py init my-company --example         a complete registry to learn from
  python build.py audit-pack                        the records and their hashes as one zip
  python build.py doctor                            what this machine lacks, and what mends it

exit code: 0 when nothing forbids to publish (warnings and drafts included), 1 after
an error, 2 for a wrong call, 3 for a mistake of the program itself.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 clean, 1 findings of error level, 2 wrong use, 3 our own mistake."""
    _open_streams()
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help", "--version")):
        words = ["build", *words]
    try:
        options = _parser().parse_args(words)
        return int(options.run(options))
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 2
    except BrokenPipeError:  # the reader of our output went away, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception:  # a mistake of ours: told apart from findings, so that no script takes a crash for a draft
        sys.stderr.write(f"\n{traceback.format_exc()}\nThis is a mistake of seloste itself. The output is as it was.\n")
        return 3
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. The output is as it was.\n")
        return 130


def _open_streams() -> None:
    """Make the streams take whatever is written: what a caller has closed, and what an old encoding cannot say."""
    sys.stdout = sys.stdout or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _say(words: str) -> None:
    """Write to the standard output now, so that what stops the words is noticed here and not at the end of Python."""
    try:
        sys.stdout.write(words)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still buffered must not stop us again
        _wrong_use(f"the report cannot be written: {error.strerror}.")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="seloste",
        description="Privacy notices, service descriptions and records of processing (GDPR Arts 12-14,\n"
        "28, 30), rendered from one registry and checked against the law.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"seloste {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    build = commands.add_parser("build", help="check the registry and render everything (the default)")
    _add_registry(build)
    build.add_argument("--output", type=Path, default=Path("output"), metavar="DIR", help="where to (output)")
    build.add_argument("--only", type=_names, default=(), metavar="DOCUMENT[,…]", help="only these documents")
    build.add_argument("--lang", type=_names, default=(), metavar="TAG[,…]", help="only these languages")
    build.add_argument("--format", type=_names, default=(), metavar="FORMAT[,…]", help="only html or pdf")
    build.add_argument("--final", action="store_true", help="for publication: refuse while a fact is unconfirmed")
    build.add_argument("--jobs", type=_count, default=os.cpu_count() or 1, metavar="N", help="processes (one per core)")
    build.set_defaults(run=_build)

    check = commands.add_parser("check", help="only check, and explain every finding")
    _add_registry(check)
    check.add_argument("--format", choices=("text", "github", "json"), default="text", help="how to report (text)")
    check.add_argument("--final", action="store_true", help="judge as for publication: unconfirmed facts are errors")
    check.set_defaults(run=_check)

    init = commands.add_parser("init", help="write a new registry to start from")
    init.add_argument("folder", type=Path, metavar="DIR", help="where to; nothing that stands there is overwritten")
    init.add_argument("--example", action="store_true", help="the complete registry of a fictional company instead")
    init.set_defaults(run=_init)

    pack = commands.add_parser("audit-pack", help="the records, the manifest and the hashes as one zip")
    pack.add_argument("--output", type=Path, default=Path("output"), metavar="DIR", help="which output (output)")
    pack.add_argument("--to", type=Path, default=Path("audit-pack.zip"), metavar="FILE", help="where to")
    pack.set_defaults(run=_audit_pack)

    medic = commands.add_parser("doctor", help="what this machine lacks, and the command that mends it")
    medic.add_argument("--output", type=Path, default=Path("output"), metavar="DIR", help="the folder to build into")
    medic.set_defaults(run=_doctor)
    return parser


def _add_registry(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--registry", type=_folder, default=Path("registry"), metavar="DIR", help="(registry)")
    parser.add_argument("--overlay", type=_folder, metavar="DIR", help="a private folder to lay over the registry")
    parser.add_argument("--as-of", type=_day, default=None, metavar="DATE", help="judge as of this day (today)")


class _Parser(argparse.ArgumentParser):
    """argparse that guesses what a mistyped command was meant to be."""

    def error(self, message: str) -> NoReturn:
        mistyped = next((word for word in sys.argv[1:] if f"'{word}'" in message), "")
        near = get_close_matches(mistyped, COMMANDS, n=1)
        super().error(message + (f"\ndid you mean: {near[0]}" if near else ""))


def _folder(text: str) -> Path:
    if not os.path.isdir(text):  # noqa: PTH112 - unlike Path.is_dir, it has an answer to every name, however long
        raise argparse.ArgumentTypeError(f"there is no folder {text}")
    return Path(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it like 2026-11-22") from None


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes; write 1 or more")
    return int(text)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _as_of(options: argparse.Namespace) -> date:
    """The day to judge by: `--as-of`, else `SOURCE_DATE_EPOCH`, else today."""
    if options.as_of is not None:
        return date.fromisoformat(options.as_of.isoformat())
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now().astimezone().date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        _wrong_use(f"SOURCE_DATE_EPOCH is {epoch!r}, which is no number of seconds since 1970.")


def _wrong_use(message: str) -> NoReturn:
    sys.stderr.write(f"seloste: {message}\n")
    raise SystemExit(2)


def _known(option: str, names: Sequence[str], known: Sequence[str]) -> None:
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            _wrong_use(
                f"{option} {name}: there is no such one. "
                + (f"Did you mean {near[0]}? " if near else "")
                + f"Known: {', '.join(known)}."
            )


def _check(options: argparse.Namespace) -> int:
    from seloste import pipeline, report

    folders = _folders(options, Path("output"))
    judged = pipeline.judge(folders, _as_of(options), lambda *_: None, final=options.final)
    match options.format:
        case "github":
            _say(report.github(judged.findings, judged.sources))
        case "json":
            _say(report.json(judged.findings, judged.sources))
        case _:
            _say(_text(judged.findings, judged.sources, sys.stdout))
    return 1 if has_errors(judged.findings) else 0


def _build(options: argparse.Namespace) -> int:
    from seloste import pipeline

    signal.signal(signal.SIGTERM, _stop)
    as_of = _as_of(options)
    folders = _folders(options, options.output)
    choice = pipeline.Choice(documents=options.only, languages=options.lang, formats=options.format)
    screen = _Screen(sys.stderr)
    judged = pipeline.judge(folders, as_of, screen.step, final=options.final)
    _known("--only", choice.documents, [document.slug for document in judged.shelf])
    _known("--lang", choice.languages, list(judged.languages))
    _known("--format", choice.formats, pipeline.FORMATS)
    paths, broken = pipeline.edition(judged, folders, choice, as_of, screen.step, jobs=options.jobs)
    screen.end()
    findings = (*judged.findings, *broken)
    if findings:
        _say("\n" + _text(findings, judged.sources, sys.stdout))
    _say("\n" + _next(folders.output, paths, findings, bool(judged.registry.unconfirmed)))
    return 1 if has_errors(findings) else 0


def _stop(*_: object) -> NoReturn:
    """Leave through every `finally`, so that no process that helps stays behind."""
    raise SystemExit(128 + signal.SIGTERM)


def _next(output: Path, paths: Sequence[str], findings: Sequence[Finding], draft: bool) -> str:
    """What was made, and what to do next."""
    if has_errors(findings):
        return f"Nothing was rendered, and {output} is as it was. Next: mend the errors above and build again.\n"
    made = f"{output} holds {len(paths)} files: public/ may be published, internal/ is for you and your auditor.\n"
    if draft:
        questions = sum(finding.rule == "unconfirmed-fact" for finding in findings)
        return (
            f"{made}This is a draft: {questions} facts await confirmation, and each is marked in the documents.\n"
            "Next: put the questions above to the company and write the answers into the registry;\n"
            "      `build --final` makes the edition to publish when none is left.\n"
        )
    return f"{made}Next: publish public/, and hand the records over with `audit-pack`.\n"


def _init(options: argparse.Namespace) -> int:
    from seloste.init import create

    source = resources.example() if options.example else resources.skeleton() / "registry"
    readme = resources.skeleton() / "README.md"
    written, findings = create(options.folder, source, readme, resources.schemas())
    if findings:
        return _refuse(findings)
    _say(
        f"{options.folder} holds a registry of {sum(path.startswith('registry/') for path in written)} records.\n"
        f"Next: cd {options.folder}, read README.md, then run: seloste build\n"
    )
    return 0


def _audit_pack(options: argparse.Namespace) -> int:
    from seloste.audit_pack import pack

    data, findings = pack(options.output)
    if findings:
        return _refuse(findings)
    target = Path(os.path.realpath(options.to))
    if os.path.lexists(target) and not target.is_file():
        _wrong_use(f"{options.to} is no ordinary file; --to names the file to write.")
    half = target.with_name(f".{target.name}.new")
    try:
        half.write_bytes(data)
        half.replace(target)
    except OSError as error:
        with suppress(OSError):
            half.unlink()
        _wrong_use(f"{options.to} cannot be written: {error.strerror}.")
    _say(f"{options.to} holds the records, the manifest and SHA256SUMS ({len(data) // 1024} kB).\n")
    return 0


def _doctor(options: argparse.Namespace) -> int:
    checks = doctor.examine(options.output)
    for check in checks:
        mark = "ok " if check.ok else "LACK" if check.needed else "note"
        _say(f"{mark:<5}{check.name:<18}{check.found}\n")
        if not check.ok:
            _say(f"     {check.meaning}\n" + (f"     mend: {check.mend}\n" if check.mend else ""))
    return 1 if any(check.needed and not check.ok for check in checks) else 0


def _folders(options: argparse.Namespace, output: Path) -> pipeline.Folders:
    from seloste import pipeline

    if not options.registry.is_dir():
        _wrong_use(f"there is no folder {options.registry}. Name one with --registry, or begin with: seloste init DIR")
    return pipeline.Folders(
        registry=options.registry,
        overlay=options.overlay,
        output=output,
        schemas=resources.schemas(),
        templates=resources.templates(),
    )


def _refuse(findings: Sequence[Finding]) -> int:
    from seloste.load import Sources

    _say(_text(findings, Sources(records={}), sys.stdout))
    return 1


def _text(findings: Sequence[Finding], sources: Sources, stream: TextIO) -> str:
    from seloste import report

    return report.text(findings, sources, colour=_colour(stream), width=_width())


def _colour(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _width() -> int:
    return min(shutil.get_terminal_size((80, 24)).columns, 100)


_WORDS = {
    "read": "read the registry",
    "validate": "compare with the schemas",
    "link": "resolve the references",
    "view": "compose the documents",
    "check": "check against the law",
    "render": "render the pages",
    "write": "write every format",
    "publish": "replace the output",
}


_LONGEST_LINE = 64
"""Columns that a step with its bar takes."""


class _Screen:
    """One line per step with its time; on a terminal a bar while a step has many pieces."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        # A bar is drawn over itself, which takes a terminal that can and a line that is not broken.
        self._live = (
            stream.isatty() and os.environ.get("TERM") != "dumb" and shutil.get_terminal_size().columns >= _LONGEST_LINE
        )
        self._name = ""
        self._total = 0
        self._began = 0.0

    def step(self, name: str, done: int, total: int) -> None:
        """Show that a piece of work begins."""
        if name != self._name:
            self.end()
            self._name, self._total, self._began = name, total, time.perf_counter()
        if self._live:
            self._stream.write(f"\r  {_WORDS[name]:<28}{_bar(done, total) if total > 1 else ''}\x1b[K")
            self._stream.flush()

    def end(self) -> None:
        """Finish the line of the step that is running, if one is."""
        if self._name:
            amount = f"{self._total:>6} " if self._total > 1 else " " * 7
            line = f"  {_WORDS[self._name]:<28}{amount}{time.perf_counter() - self._began:>9.2f} s"
            self._stream.write(f"\r{line}\x1b[K\n" if self._live else f"{line}\n")
        self._name = ""


def _bar(done: int, total: int) -> str:
    filled = 24 * done // total
    return f"[{'#' * filled}{'.' * (24 - filled)}] {done}/{total}"
