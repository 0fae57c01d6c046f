"""What every output format makes: a file, where it belongs and who may see it. One module per format."""

from __future__ import annotations

from dataclasses import dataclass

from seloste.render import Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """One file of the output. `path` is relative to the output folder, with forward slashes, and begins with the
    audience: `public/en-GB/privacy-notice.pdf`. What is `internal` is never published."""

    path: str
    data: bytes
    audience: Audience
