"""What may be published, and nothing else: canaries in every field, hostile text in every text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from conftest import AS_OF, REGISTRIES, folders
from seloste import pipeline
from seloste.findings import has_errors
from seloste.validate import KINDS

GOLDEN = Path(__file__).parent / "public-fields.txt"
CANARY = re.compile(r"Zq[0-9]{5}q")

CODES = {
    *("id", "kind", "role", "status", "direction", "placement", "established_in", "country", "location"),
    *("jurisdiction", "business_id", "financial_year_end", "dpv", "registry_hash", "registry_commit", "rule", "record"),
    *("hosting_locations", "support_access_locations", "languages", "web_form", "published_url"),
    *("adequacy_decision", "international_organisation", "legal_form", "dpf"),
}
"""Keys whose text is a code, an address or a name of something else: a canary there would not be a valid registry."""


def leaves(data: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any, Any, str]]:
    """Every free text of a record: its path without numbers and languages, and where to write it."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        name = path if isinstance(key, int) or key in ("en-GB", "fi", "sv") else (*path, key)
        if isinstance(value, str):
            yield name, data, key, value
        else:
            yield from leaves(value, name)


def is_free_text(kind: str, path: tuple[str, ...], value: str) -> bool:
    """A sentence or a name, and no code, id, date, period or address."""
    if not path or CODES & set(path) or path[0] == "unconfirmed":
        return False
    return not re.fullmatch(r"[a-z0-9_-]+|[A-Z]{2}|[0-9-]+|P[0-9YMWD]+|\S*[@/]\S*|\+?[0-9 ]+|[0-9()a-z]+", value)


def rewritten(registry: Path, target: Path, change: Callable[[str, tuple[str, ...], str], str]) -> Path:
    """A copy of a registry in which every free text went through `change(kind, path, text)`."""
    for path in sorted(registry.rglob("*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8").replace(": NO\n", ": 'NO'\n"))
        data = as_text(data)
        relative = path.relative_to(registry)
        kind = KINDS.get(relative.parts[0] if len(relative.parts) > 1 else relative.stem, "")
        if kind != "waivers":
            for name, holder, key, value in list(leaves(data)):
                if is_free_text(kind, name, value):
                    holder[key] = change(kind, name, value)
        (target / relative).parent.mkdir(parents=True, exist_ok=True)
        (target / relative).write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return target


def as_text(data: Any) -> Any:
    """Dates back to text: PyYAML's own loader makes dates of them, the program does not."""
    if isinstance(data, dict):
        return {key: as_text(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_text(value) for value in data]
    return data.isoformat() if hasattr(data, "isoformat") else data


def built(registry: Path, output: Path) -> pipeline.Judged:
    """The HTML of a registry, built in `output`; what forbids to build it is shown."""
    place = folders(registry, output)
    judged = pipeline.judge(place, AS_OF, lambda *_: None, final=False)
    errors = [finding for finding in judged.findings if has_errors([finding])]
    assert errors == []
    _, broken = pipeline.edition(judged, place, pipeline.Choice(formats=("html",)), AS_OF, lambda *_: None)
    assert broken == []
    return judged


def test_only_fields_that_are_meant_for_the_public_reach_it(tmp_path: Path, update_golden: bool) -> None:
    planted: dict[str, str] = {}

    def plant(kind: str, path: tuple[str, ...], text: str) -> str:
        canary = f"Zq{len(planted):05d}q"
        planted[canary] = f"{kind}.{'.'.join(path)}"
        return f"{text} {canary}"

    registry = rewritten(REGISTRIES / "complete", tmp_path / "registry", plant)
    built(registry, tmp_path / "output")
    public = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "output/public").rglob("*.html"))
    internal = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "output/internal").rglob("*.html"))
    seen = sorted({planted[canary] for canary in CANARY.findall(public)})
    assert len(planted) > 500, "the example has too few texts to prove anything"
    assert len(set(CANARY.findall(internal))) > 100, "the canaries do reach the internal record"
    if update_golden:
        GOLDEN.write_text("\n".join(seen) + "\n", encoding="utf-8")
    assert seen == GOLDEN.read_text(encoding="utf-8").splitlines()
    assert not [field for field in seen if "internal" in field or "note" in field.split(".")]


PAYLOADS = (
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}",
    "{{ view.__class__.__mro__ }}",
    '"><img src=x onerror=alert(1)>',
    "[go](javascript:alert(1))",
    "[go](data:text/html;base64,PHNjcmlwdD4=)",
    "![pixel](https://tracker.example/x.png)",
    "![secret](file:///etc/passwd)",
    "<style>@import url(https://tracker.example/x.css)</style>",
    "<iframe src=//tracker.example></iframe>",
    "<svg onload=alert(1)>",
    "<https://tracker.example>",
    "\n\n# A heading\n\n<div onclick=x>",
    "<a href='vbscript:x' style='position:fixed'>here</a>",
    "&lt;b&gt; &amp; ]]> --> <!--",
)


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


FORBIDDEN = {"script", "iframe", "object", "embed", "base", "form", "input", "style", "svg", "img", "video", "audio"}


def test_hostile_text_stays_text_in_every_document(tmp_path: Path) -> None:
    count = 0

    def poison(kind: str, path: tuple[str, ...], text: str) -> str:
        nonlocal count
        count += 1
        return f"{text} {PAYLOADS[count % len(PAYLOADS)]}"

    registry = rewritten(REGISTRIES / "complete", tmp_path / "registry", poison)
    built(registry, tmp_path / "output")
    pages = sorted((tmp_path / "output").rglob("*.html"))
    assert count > 500
    assert len(pages) > 6
    words = ""
    for path in pages:
        page = Elements(path.read_text(encoding="utf-8"))
        words += " ".join(page.text)
        for tag, attributes in page.found:
            assert tag not in FORBIDDEN, (path.name, tag, attributes)
            assert not [name for name in attributes if name.startswith("on") or name == "style"], (
                path.name,
                attributes,
            )
            for name in ("href", "src", "action", "data", "poster"):
                address = attributes.get(name)
                if address is None:
                    continue
                scheme = urlsplit(address).scheme
                assert scheme in ("", "https", "http", "mailto", "tel"), (path.name, address)
                assert not address.startswith("//"), (path.name, address)
                if tag == "link":
                    assert scheme == "", (path.name, address)
    assert "{{ 7*7 }}" in words
    assert "<script>alert(1)</script>" in words


@pytest.mark.parametrize("name", ["complete"])
def test_every_public_file_is_a_page_a_style_a_font_or_a_licence(tmp_path: Path, name: str) -> None:
    built(REGISTRIES / name, tmp_path / "output")
    kinds = {path.suffix for path in (tmp_path / "output/public").rglob("*") if path.is_file()}
    assert kinds == {".html", ".css", ".woff2", ".txt"}
