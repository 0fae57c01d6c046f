"""Golden pages: every document of the complete example, in every language, as it looked when somebody last looked.

A change of a page shows here as a difference to read. `pytest tests/test_golden.py --update-golden` accepts it.
"""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from conftest import AS_OF, REGISTRIES, folders
from seloste import pipeline

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def pages(complete: pipeline.Judged, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    output = tmp_path_factory.mktemp("golden") / "output"
    place = folders(REGISTRIES / "complete", output)
    _, findings = pipeline.edition(complete, place, pipeline.Choice(formats=("html",)), AS_OF, lambda *_: None)
    assert findings == []
    return {path.relative_to(output).as_posix(): path.read_text(encoding="utf-8") for path in output.rglob("*.html")}


def test_every_page_looks_as_it_did(pages: dict[str, str], update_golden: bool) -> None:
    if update_golden:
        for old in GOLDEN.rglob("*.html"):
            old.unlink()
        for name, text in pages.items():
            (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / name).write_text(text, encoding="utf-8")
    golden = {path.relative_to(GOLDEN).as_posix(): path.read_text(encoding="utf-8") for path in GOLDEN.rglob("*.html")}
    assert len(golden) >= 2 * (1 + 1 + 1 + 2), "the golden pages are gone"
    assert sorted(pages) == sorted(golden)
    for name, text in sorted(pages.items()):
        difference = difflib.unified_diff(golden[name].splitlines(), text.splitlines(), "golden", name, lineterm="")
        assert text == golden[name], "\n".join(list(difference)[:80])


def test_every_document_stands_there_in_every_language(pages: dict[str, str], complete: pipeline.Judged) -> None:
    for language in complete.published:
        names = [name for name in pages if f"/{language}/" in name]
        assert f"public/{language}/index.html" in names
        assert f"internal/{language}/record-controller.html" in names
        assert f"internal/{language}/record-processor.html" in names
        for notice in complete.registry.notices:
            assert f"public/{language}/{notice}.html" in names
        assert len([name for name in names if "service" in name]) == len(complete.registry.services)
