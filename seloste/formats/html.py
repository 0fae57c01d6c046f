"""A page as HTML: the bytes that the web gets, as they are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from seloste.findings import Outcome
from seloste.formats import Artifact
from seloste.render import Page


def write(page: Page, assets: Path, created: date) -> Outcome[Artifact | None]:
    """The page's file. HTML needs neither `assets`, which lie beside it in the output, nor a date of its own; nothing
    can be wrong with it here."""
    return Artifact(path=f"{page.path}.html", data=page.html.encode(), audience=page.document.audience), []
