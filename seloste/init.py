"""A new registry to start from: the explained skeleton, or the complete example of a fictional company."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from seloste.findings import At, Finding, Outcome, Severity, whole

README = "README.md"

_MODELINE = re.compile(rb"^(# yaml-language-server: \$schema=)(?:\.\./)+(?=schemas/)")


def create(folder: Path, registry: Path, readme: Path, schemas: Path) -> Outcome[tuple[str, ...]]:
    """Write `registry/`, `schemas/` and a README into `folder` and return what was written, by path below it.

    The schemas come along so that an editor can help: each file of the registry names its schema by a relative path.
    Nothing that stands there is overwritten: a file in the way is a finding, and then nothing is written at all. So is
    a file system that refuses, and no file that was begun stays.
    """
    plan = {
        **{f"registry/{path.relative_to(registry).as_posix()}": path for path in sorted(registry.rglob("*.yaml"))},
        **{f"schemas/{path.name}": path for path in sorted(schemas.glob("*.schema.json"))},
        README: readme,
    }
    begun: list[Path] = []
    try:
        in_the_way = [path for path in plan if (folder / path).exists() or (folder / path).is_symlink()]
        if in_the_way:
            return (), [_in_the_way(folder, in_the_way)]
        for path, source in plan.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            begun.append(folder / path)
            begun[-1].write_bytes(_at_home(path, source.read_bytes()))
    except OSError as error:
        for half in begun:
            with suppress(OSError):
                half.unlink()
        return (), [_refused(folder, error)]
    return tuple(plan), []


def _at_home(path: str, text: bytes) -> bytes:
    """The file, with its first line naming the schema from where the file stands now."""
    up = b"../" * path.count("/")
    return _MODELINE.sub(lambda modeline: modeline[1] + up, text)


def _in_the_way(folder: Path, paths: list[str]) -> Finding:
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return Finding(
        rule="init-refused",
        severity=Severity.ERROR,
        message=f"{folder / paths[0]}{more} would be overwritten, so nothing was written.",
        at=At(""),
        span=whole(str(folder)),
        fix="Name an empty folder.",
    )


def _refused(folder: Path, error: OSError) -> Finding:
    return Finding(
        rule="init-refused",
        severity=Severity.ERROR,
        message=f"The registry could not be written: {error.strerror or error}.",
        at=At(""),
        span=whole(str(folder)),
        fix=f"Make room and permission for {folder}, or name another folder.",
    )
