"""What every test file may ask for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from seloste import pipeline, resources

REGISTRIES = Path(__file__).parent / "registries"
AS_OF = date(2026, 11, 22)
"""The day by which every test judges, so that none turns red by the calendar."""

Judge = Callable[..., pipeline.Judged]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew from what comes out now")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Is this run asked to write the golden files anew?"""
    return bool(request.config.getoption("--update-golden"))


def folders(registry: Path, output: Path, overlay: Path | None = None) -> pipeline.Folders:
    """The program's own schemas and templates around some registry."""
    return pipeline.Folders(
        registry=registry,
        overlay=overlay,
        output=output,
        schemas=resources.schemas(),
        templates=resources.templates(),
    )


@pytest.fixture(scope="session")
def complete() -> pipeline.Judged:
    """The complete example, judged for publication once for the whole session."""
    return pipeline.judge(folders(REGISTRIES / "complete", Path("unused")), AS_OF, lambda *_: None, final=True)
