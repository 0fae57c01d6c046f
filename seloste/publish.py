"""Artifacts -> the output folder, whole or not at all, with a manifest of what is in it.

The new folder is made beside the old one and takes its place in one step: the system exchanges the two folders where it
can. Elsewhere two renames do it, and a journal lets the next run complete what a killed one began.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from seloste.findings import At, Finding, Outcome, Severity, whole
from seloste.formats import Artifact

MANIFEST = "manifest.json"
_FORMAT = 1
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")
"""What file managers put into every folder they show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What a manifest says of the build as a whole: which registry, as of which day, made by what."""

    registry: str
    as_of: date
    draft: bool
    tools: Mapping[str, str]


def publish(
    artifacts: Iterable[Artifact], output: Path, imprint: Imprint, *, keep_others: bool
) -> Outcome[tuple[str, ...]]:
    """Replace `output` by a folder with these artifacts and return the paths that are in it, sorted.

    With `keep_others` the files of the folder that stands there stay beside the new ones, if it was made from the same
    registry, by the same tools and as of the same day. A folder that was not made by a build, or in which something
    else has been put, is never touched: that is a finding, and so is a file system that refuses; the folder then stays
    as it was.
    """
    output = Path(os.path.realpath(output))  # unlike Path.resolve, content with links that lead in a circle
    if not output.name:  # the root of the file system, beside which nothing can be made
        return (), [_not_ours(output)]
    try:
        with _alone(output):
            complete_interrupted(output)
            refusal = _refusal(output)
            if refusal is not None:
                return (), [refusal]
            return _replace(artifacts, output, imprint, keep_others), []
    except OSError as error:
        return (), [_refused(output, error)]


def complete_interrupted(output: Path) -> None:
    """Finish, or clear away, what a killed build left beside `output`. Does nothing where nothing is left."""
    if _journal(output).exists():
        if not output.exists():
            _staging(output).rename(output)
        _journal(output).unlink()
    for leftover in (_staging(output), _retired(output)):
        if leftover.exists():
            shutil.rmtree(leftover)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step of the file system; False where the system cannot."""
    if sys.platform != "linux":
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:  # a C library without the call
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP):
        return False
    raise OSError(code, os.strerror(code), str(other))


def read_manifest(output: Path) -> Mapping[str, object] | None:
    """The manifest of an output folder; None where there is none of the form that a build writes.

    A manifest is a file that somebody may have edited: its `as_of` is a date, and each of its `files` a path that stays
    below the folder, with the hash that stands there.
    """
    try:
        manifest = json.loads((output / MANIFEST).read_bytes())
        date.fromisoformat(manifest["as_of"])
        sound = manifest["seloste_manifest"] == _FORMAT and all(
            _inside(path) and isinstance(entry["sha256"], str) for path, entry in manifest["files"].items()
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return manifest if sound else None


def listed(manifest: Mapping[str, object]) -> Mapping[str, Mapping[str, object]]:
    """The files of a manifest that `read_manifest` has found sound: path -> its `sha256` and `bytes`."""
    return cast("Mapping[str, Mapping[str, object]]", manifest["files"])


def swap(staging: Path, output: Path, exchange: Callable[[Path, Path], bool] = exchange) -> None:
    """Put the whole folder `staging` in the place of `output`, whatever stood there."""
    if not output.exists():
        staging.rename(output)
    elif not exchange(staging, output):
        _write(_journal(output), b"the folder beside this file is whole and takes the place of the output\n")
        output.rename(_retired(output))
        staging.rename(output)
        _journal(output).unlink()
    for leftover in (staging, _retired(output)):
        shutil.rmtree(leftover, ignore_errors=True)  # the output is whole; what stays is cleared by the next run


@contextmanager
def _alone(output: Path) -> Iterator[None]:
    """Let only one build at a time work beside this output; another one waits. The lock dies with its process."""
    output.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(output.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _replace(artifacts: Iterable[Artifact], output: Path, imprint: Imprint, keep_others: bool) -> tuple[str, ...]:
    staging = _staging(output)
    files: dict[str, Mapping[str, object]] = {}
    try:
        staging.mkdir(parents=True)
        for path, entry in _kept(output, imprint).items() if keep_others else ():
            _write(staging / path, (output / path).read_bytes())
            files[path] = entry
        for artifact in artifacts:
            _write(staging / artifact.path, artifact.data)
            files[artifact.path] = {"sha256": hashlib.sha256(artifact.data).hexdigest(), "bytes": len(artifact.data)}
        _write(staging / MANIFEST, _manifest(imprint, files))
        swap(staging, output)
    except OSError:
        if not _journal(output).exists():  # else the next run completes what the journal has begun
            shutil.rmtree(staging, ignore_errors=True)
        raise
    return tuple(sorted(files))


def _kept(output: Path, imprint: Imprint) -> Mapping[str, Mapping[str, object]]:
    """The files of the standing output that the same registry, day and tools would make again, unchanged since."""
    manifest = read_manifest(output)
    if manifest is None or any(manifest.get(key) != value for key, value in _head(imprint).items()):
        return {}
    return {
        path: entry
        for path, entry in listed(manifest).items()
        if (output / path).is_file() and hashlib.sha256((output / path).read_bytes()).hexdigest() == entry["sha256"]
    }


def _inside(path: str) -> bool:
    """Does the path stay below the folder, and can it be the name of a file at all?"""
    return path.isprintable() and not path.startswith("/") and ".." not in Path(path).parts


def _head(imprint: Imprint) -> dict[str, object]:
    return {
        "seloste_manifest": _FORMAT,
        "registry": f"sha256:{imprint.registry}",
        "as_of": imprint.as_of.isoformat(),
        "draft": imprint.draft,
        "tools": dict(sorted(imprint.tools.items())),
    }


def _manifest(imprint: Imprint, files: Mapping[str, Mapping[str, object]]) -> bytes:
    body = {**_head(imprint), "files": dict(sorted(files.items()))}
    return (json.dumps(body, ensure_ascii=False, indent=2) + "\n").encode()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _staging(output: Path) -> Path:
    return output.with_name(f".{output.name}.new")


def _retired(output: Path) -> Path:
    return output.with_name(f".{output.name}.old")


def _journal(output: Path) -> Path:
    return output.with_name(f".{output.name}.journal")


def _refusal(output: Path) -> Finding | None:
    """Why the folder must stay: it holds something that no build has made. An empty folder is nobody's."""
    manifest = read_manifest(output)
    if manifest is None:
        is_free = not output.exists() or (output.is_dir() and not any(output.iterdir()))
        return None if is_free else _not_ours(output)
    ours = {MANIFEST, *listed(manifest)}
    found = (path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_symlink() or path.is_file())
    strangers = sorted(path for path in found if path not in ours and path.rpartition("/")[2] not in _LITTER)
    return _holds_more(output, strangers) if strangers else None


def _not_ours(output: Path) -> Finding:
    return Finding(
        rule="output-not-ours",
        severity=Severity.ERROR,
        message="This folder was not made by a build, so it is left as it is.",
        at=At(""),
        span=whole(str(output)),
        fix="Name another folder with --output, or move away what stands there.",
    )


def _holds_more(output: Path, strangers: Sequence[str]) -> Finding:
    more = f" and {len(strangers) - 1} more" if len(strangers) > 1 else ""
    return Finding(
        rule="output-holds-more",
        severity=Severity.ERROR,
        message=f"This folder also holds {strangers[0]}{more}, which no build has made and a new build would delete.",
        at=At(""),
        span=whole(str(output)),
        fix="Move it to another place: the output belongs to the build alone.",
    )


def _refused(output: Path, error: OSError) -> Finding:
    return Finding(
        rule="output-refused",
        severity=Severity.ERROR,
        message=f"The output could not be written: {error.strerror or error}"
        + (f" ({error.filename})." if error.filename else "."),
        at=At(""),
        span=whole(str(output)),
        fix=f"Make room and permission for {output}, or name another folder with --output.",
    )
