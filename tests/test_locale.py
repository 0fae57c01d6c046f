"""A language is complete or refused, and it writes dates, periods, lists and countries as its readers do."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from seloste import locale, resources
from seloste.locale import Locale
from seloste.period import Period

LOCALES = resources.templates() / "locales"


@pytest.fixture(scope="module")
def english() -> Locale:
    return locale.read(LOCALES)[0]["en-GB"]


@pytest.fixture(scope="module")
def finnish() -> Locale:
    return locale.read(LOCALES)[0]["fi"]


def with_locale(folder: Path, tag: str, old: str, new: str) -> Path:
    """The real locales, in which the file of one language has other words somewhere."""
    shutil.copytree(LOCALES, folder, dirs_exist_ok=True)
    text = (folder / f"{tag}.yaml").read_text(encoding="utf-8")
    assert old in text
    (folder / f"{tag}.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_the_languages_of_the_program_are_complete() -> None:
    locales, findings = locale.read(LOCALES)
    assert findings == []
    assert list(locales) == ["en-GB", "fi"]
    assert locales["fi"].words.keys() == locales["en-GB"].words.keys()


def test_a_date_is_written_out(english: Locale, finnish: Locale) -> None:
    day = date(2026, 11, 22)
    assert (english.date(day), finnish.date(day)) == ("22 November 2026", "22. marraskuuta 2026")


@pytest.mark.parametrize(
    ("period", "words", "sanat"),
    [
        (Period(years=6), "6 years", "6 vuotta"),
        (Period(years=1, months=6), "1 year 6 months", "1 vuosi 6 kuukautta"),
        (Period(weeks=2), "2 weeks", "2 viikkoa"),
        (Period(days=1), "1 day", "1 päivä"),
        (Period(), "0 days", "0 päivää"),
    ],
)
def test_a_period_is_written_out(english: Locale, finnish: Locale, period: Period, words: str, sanat: str) -> None:
    assert (english.period(period), finnish.period(period)) == (words, sanat)


def test_a_list_is_read_aloud(english: Locale, finnish: Locale) -> None:
    assert english.list_of(["a", "b", "c"]) == "a, b and c"
    assert finnish.list_of(["a", "b", "c"]) == "a, b ja c"
    assert english.list_of([]) == ""


def test_norway_is_a_country(english: Locale, finnish: Locale) -> None:
    assert (english.country("NO"), finnish.country("NO")) == ("Norway", "Norja")
    assert english.country("Atlantis") == "Atlantis"


def test_a_language_has_a_name(english: Locale, finnish: Locale) -> None:
    assert (english.language_name("fi"), finnish.language_name("en-GB")) == ("Finnish", "englanti")


def test_a_number_has_the_separators_of_the_language(english: Locale, finnish: Locale) -> None:
    assert english.number(1234567) == "1,234,567"
    assert finnish.number(1234567) == "1\u00a0234\u00a0567"


def test_a_placeholder_is_filled_and_never_read_as_a_format(english: Locale) -> None:
    assert english.word("start.title_of", name="{0.__class__}") == "Privacy: {0.__class__}"


def test_a_missing_key_refuses_the_language_on_its_line(tmp_path: Path) -> None:
    folder = with_locale(tmp_path, "fi", "  skip: Siirry tekstiin\n", "  skipp: Siirry tekstiin\n")
    locales, findings = locale.read(folder)
    assert list(locales) == ["en-GB"]
    missing, unknown = findings
    assert {finding.rule for finding in findings} == {"locale-incomplete"}
    assert "page.skip" in missing.message and missing.did_you_mean == "page.skipp"
    assert "page.skipp" in unknown.message and unknown.did_you_mean == "page.skip"
    assert unknown.span is not None
    line = (folder / "fi.yaml").read_text(encoding="utf-8").splitlines()[unknown.span.line - 1]
    assert line == "  skipp: Siirry tekstiin"


def test_another_placeholder_refuses_the_language(tmp_path: Path) -> None:
    folder = with_locale(tmp_path, "fi", '"Tilanne {date}."', '"Tilanne {dat}."')
    locales, (finding,) = locale.read(folder)
    assert "fi" not in locales
    assert "{date}" in finding.message and finding.did_you_mean == "date"


@pytest.mark.parametrize("text", ['"Tilanne {date."', '"Tilanne {date.year}."', '"Tilanne {date!r}."', '"{0}"'])
def test_a_placeholder_is_a_name_in_whole_braces(tmp_path: Path, text: str) -> None:
    locales, findings = locale.read(with_locale(tmp_path, "fi", '"Tilanne {date}."', text))
    assert "fi" not in locales
    assert [finding.rule for finding in findings] == ["locale-incomplete"]


def test_words_that_yaml_makes_a_truth_value_of_are_refused(tmp_path: Path) -> None:
    locales, (finding,) = locale.read(with_locale(tmp_path, "fi", "skip: Siirry tekstiin", "skip: true"))
    assert "fi" not in locales
    assert "page.skip" in finding.message


def test_a_language_that_nobody_speaks_is_refused(tmp_path: Path) -> None:
    shutil.copytree(LOCALES, tmp_path, dirs_exist_ok=True)
    (tmp_path / "fi.yaml").rename(tmp_path / "finnish.yaml")
    locales, (finding,) = locale.read(tmp_path)
    assert list(locales) == ["en-GB"]
    assert "finnish" in finding.message


def test_without_the_default_language_there_is_none(tmp_path: Path) -> None:
    shutil.copytree(LOCALES, tmp_path, dirs_exist_ok=True)
    (tmp_path / "en-GB.yaml").unlink()
    locales, (finding,) = locale.read(tmp_path)
    assert not locales
    assert "en-GB.yaml" in finding.message
