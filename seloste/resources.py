"""Where the folders stand that the program brings along.

In a wheel they travel inside the package; in the repository they stand beside it, where people edit them.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_REPOSITORY = _PACKAGE.parent


def schemas() -> Path:
    """The folder of `<kind>.schema.json`, with `vocabulary/` below it."""
    return _either("schemas", "schemas")


def templates() -> Path:
    """The folder with `documents/`, `layout/`, `parts/`, `assets/` and `locales/`."""
    return _either("templates", "templates")


def fonts() -> Path:
    """The folder of the bundled fonts: TTF for the PDFs, WOFF2 of the same for the web, the licence beside them."""
    return templates() / "assets" / "fonts"


def example() -> Path:
    """The registry of the fictional company that uses every kind of record (`seloste init --example` copies it)."""
    return _either("example", "tests/registries/complete")


def skeleton() -> Path:
    """What `seloste init` copies: `registry/`, the smallest one, explained line by line, and `README.md` beside it."""
    return _PACKAGE / "skeleton"


def _either(packaged: str, in_repository: str) -> Path:
    inside = _PACKAGE / "data" / packaged
    return inside if inside.is_dir() else _REPOSITORY / in_repository
