"""The internal records of an output folder as one zip to hand to an auditor, with the hashes to check them by."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from seloste.findings import At, Finding, Outcome, Severity, whole
from seloste.publish import MANIFEST, listed, read_manifest

SUMS = "SHA256SUMS"
"""The list that `sha256sum --check` reads."""

_OLDEST_ZIP, _NEWEST_ZIP = date(1980, 1, 1), date(2107, 12, 31)
"""The days that a zip can write down."""


def pack(output: Path) -> Outcome[bytes]:
    """The zip's bytes: every file below `internal/`, the manifest and `SHA256SUMS`; the same output, the same bytes.

    Nothing is packed from a folder that no build has made, that has no records, or in which a file is missing or is not
    the one that the manifest names: each of these is a finding, and the bytes are then empty.
    """
    manifest = read_manifest(output)
    if manifest is None:
        return b"", [
            _finding(
                output,
                "This folder holds no manifest of a build.",
                "Run build first, or name the folder with --output.",
            )
        ]
    hashes = {path: str(entry["sha256"]) for path, entry in listed(manifest).items()}
    wanted = sorted(path for path in hashes if path.startswith("internal/"))
    if not any(path.endswith((".pdf", ".html")) for path in wanted):
        return b"", [
            _finding(output, "This folder holds no internal record.", "Run build without --only, then pack again.")
        ]
    contents: dict[str, bytes] = {}
    findings: list[Finding] = []
    for path in wanted:
        try:
            contents[path] = (output / path).read_bytes()
        except OSError:
            findings.append(
                _finding(output / path, "The manifest names this file, and it is not there.", "Run build again.")
            )
            continue
        if hashlib.sha256(contents[path]).hexdigest() != hashes[path]:
            findings.append(
                _finding(output / path, "This file has been changed since the build wrote it.", "Run build again.")
            )
    if findings:
        return b"", findings
    contents[MANIFEST] = (output / MANIFEST).read_bytes()
    contents[SUMS] = _sums(contents)
    return _zip(contents, date.fromisoformat(str(manifest["as_of"]))), []


def _sums(contents: Mapping[str, bytes]) -> bytes:
    lines = (f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(contents.items()))
    return "".join(lines).encode()


def _zip(contents: Mapping[str, bytes], as_of: date) -> bytes:
    day = min(max(as_of, _OLDEST_ZIP), _NEWEST_ZIP)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, data in sorted(contents.items()):
            entry = zipfile.ZipInfo(path, date_time=(day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # Unix, readable: the same on every machine
            archive.writestr(entry, data)
    return buffer.getvalue()


def _finding(place: Path, message: str, fix: str) -> Finding:
    return Finding(
        rule="audit-pack-refused",
        severity=Severity.ERROR,
        message=message,
        at=At(""),
        span=whole(str(place)),
        fix=fix,
    )
