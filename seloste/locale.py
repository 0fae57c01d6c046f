"""The words, dates, periods, lists and names of one language: the only room that knows Babel.

A language is one file, `templates/locales/<tag>.yaml`. It has exactly the keys and placeholders of the default
language, or it is refused. What the law calls things stands in the vocabulary, not here.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

import babel
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit

from seloste.findings import At, Finding, Outcome, Severity, Step
from seloste.load import Source, Sources, load
from seloste.period import Period

DEFAULT_LANGUAGE = "en-GB"
"""The language whose file says which keys and placeholders every other file must have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locale:
    """One language, complete. `words` holds its texts by dotted key (`clause.rights.title`)."""

    tag: str
    words: Mapping[str, str]
    _cldr: babel.Locale = field(repr=False)

    def word(self, key: str, **placeholders: object) -> str:
        """The text under `key` with its placeholders filled in; a key that is not there is a mistake of ours."""
        return self.words[key].format(**placeholders)

    def date(self, day: date) -> str:
        """A date as people write it: `22 November 2026`, `22. marraskuuta 2026`."""
        return format_date(day, format="long", locale=self._cldr)

    def period(self, period: Period) -> str:
        """A length of time: `6 years`, `1 year 6 months`; the empty period is `0 days`."""
        parts = (("year", period.years), ("month", period.months), ("week", period.weeks), ("day", period.days))
        named = [(unit, number) for unit, number in parts if number] or [("day", 0)]
        return " ".join(format_unit(number, f"duration-{unit}", "long", locale=self._cldr) for unit, number in named)

    def list_of(self, items: Sequence[str]) -> str:
        """A list as it is read aloud: `a, b and c`; empty for no items."""
        return format_list(list(items), style="standard", locale=self._cldr) if items else ""

    def any_of(self, items: Sequence[str]) -> str:
        """Alternatives as they are read aloud: `a, b or c`; empty for no items."""
        return format_list(list(items), style="or", locale=self._cldr) if items else ""

    def country(self, code: str) -> str:
        """The name of a country or territory by its ISO 3166 code; the code itself where it names none."""
        return str(self._cldr.territories.get(code.upper(), code))

    def language_name(self, tag: str) -> str:
        """What this language calls the language of `tag`; the tag itself where it names none."""
        return str(self._cldr.languages.get(tag.split("-")[0].lower(), tag))

    def number(self, number: int) -> str:
        """A whole number with the separators of the language."""
        return format_decimal(number, locale=self._cldr)


def read(folder: Path) -> Outcome[Mapping[str, Locale]]:
    """Read every language in `folder` (`templates/locales`): tag -> locale, the default language first.

    A language that lacks a key or a placeholder of the default language, has another one, or that Babel does not know
    is left out, and each difference is a finding of rule `locale-incomplete` with its line.
    """
    sources, findings = load(folder)
    texts = {tag: dict(_flatten(source.data)) for tag, source in sources.records.items()}
    if DEFAULT_LANGUAGE not in texts:
        if DEFAULT_LANGUAGE not in sources.broken:
            findings.append(
                _finding(
                    sources,
                    At(DEFAULT_LANGUAGE),
                    f"The file of the default language, {DEFAULT_LANGUAGE}.yaml, is not there.",
                    "Put it back: it says which words every other language must have.",
                )
            )
        return MappingProxyType({}), findings
    wanted = {path: text for path, text in texts[DEFAULT_LANGUAGE].items() if isinstance(text, str)}
    locales: dict[str, Locale] = {}
    for tag in sorted(texts, key=lambda tag: (tag != DEFAULT_LANGUAGE, tag)):
        cldr = _cldr(tag)
        wrong = [*_not_known(sources, tag, cldr), *_differences(sources, sources.records[tag], texts[tag], wanted)]
        findings.extend(wrong)
        if not wrong and cldr is not None:
            words = {".".join(map(str, path)): str(text) for path, text in texts[tag].items()}
            locales[tag] = Locale(tag=tag, words=MappingProxyType(words), _cldr=cldr)
    return MappingProxyType(locales), findings


def spoken(
    wanted: Iterable[str], places: Iterable[tuple[str, At]], locales: Mapping[str, Locale]
) -> Outcome[Mapping[str, Locale]]:
    """The wanted languages that there are words for, in their order.

    `places` are tags with the place that names each: a tag without words is a finding there, because documents that
    somebody waits for (Art. 12(1)) would otherwise be left out without a word.
    """
    unknown = {(tag, at): None for tag, at in places if locales and tag not in locales}
    findings = [
        Finding(
            rule="language-unknown",
            severity=Severity.ERROR,
            message=f"“{tag}” is no language that the documents can be written in.",
            at=at,
            fix=f"Write one of: {', '.join(locales)}. A new language is a file of words, templates/locales/{tag}.yaml.",
            citation="Art. 12(1)",
            did_you_mean=next(iter(get_close_matches(tag, locales, n=1, cutoff=0.4)), ""),
        )
        for tag, at in unknown
    ]
    return MappingProxyType({tag: locales[tag] for tag in wanted if tag in locales}), findings


_Path = tuple[Step, ...]


def _flatten(value: object, path: _Path = ()) -> Iterator[tuple[_Path, object]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flatten(inner, (*path, key))
    else:
        yield path, value


def _cldr(tag: str) -> babel.Locale | None:
    try:
        return babel.Locale.parse(tag, sep="-")
    except (ValueError, babel.UnknownLocaleError):
        return None


def _not_known(sources: Sources, tag: str, cldr: babel.Locale | None) -> Iterator[Finding]:
    if cldr is None:
        near = get_close_matches(tag, [name.replace("_", "-") for name in babel.localedata.locale_identifiers()], n=1)
        yield _finding(
            sources,
            At(tag),
            f"`{tag}` is no language that dates, periods and countries can be written in.",
            "Name the file after its BCP 47 language tag, such as sv.yaml or de-AT.yaml.",
            near[0] if near else "",
        )


def _differences(
    sources: Sources, source: Source, texts: Mapping[_Path, object], wanted: Mapping[_Path, str]
) -> Iterator[Finding]:
    at = At(source.record)
    missing, unknown = [path for path in wanted if path not in texts], [path for path in texts if path not in wanted]
    for path in missing:
        yield _finding(
            sources,
            _deeper(at, path),
            f"`{_dotted(path)}` is missing. In {DEFAULT_LANGUAGE} it says: “{wanted[path]}”.",
            "Add the key with its words in this language.",
            _near(path, unknown),
        )
    for path in unknown:
        yield _finding(
            sources,
            _deeper(at, path),
            f"`{_dotted(path)}` is no key of {DEFAULT_LANGUAGE}.yaml, so nothing would ever show these words.",
            "Correct the key, remove it, or add it to every language.",
            _near(path, missing),
        )
    for path, text in texts.items():
        if path in wanted:
            yield from _wrong_text(sources, _deeper(at, path), text, wanted[path])


def _wrong_text(sources: Sources, at: At, text: object, wanted: str) -> Iterator[Finding]:
    if not isinstance(text, str) or not text.strip():
        message = f"`{_dotted(at.path)}` is no text."
        yield _finding(sources, at, message, "Write the words, in quotes if they look like a number or like true.")
        return
    found, asked = _placeholders(text), _placeholders(wanted) or set()
    if found is None:
        message = f"The braces in `{_dotted(at.path)}` are not whole."
        yield _finding(sources, at, message, "A placeholder is a name in braces: {name}. Write {{ and }} for braces.")
    elif found != asked:
        names = ", ".join(f"{{{name}}}" for name in sorted(asked)) or "no placeholder"
        extra = sorted(found - asked)
        yield _finding(
            sources,
            at,
            f"`{_dotted(at.path)}` must have {names}, exactly as in {DEFAULT_LANGUAGE}.yaml.",
            "Write the placeholders as they stand there; their order is free.",
            next(iter(get_close_matches(extra[0], sorted(asked), n=1)), "") if extra else "",
        )


def _placeholders(text: str) -> set[str] | None:
    """The names in braces; None where a brace stands alone or a placeholder is more than a name."""
    try:
        parts = [part for part in string.Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return None
    plain = all(name and name.isidentifier() and not spec and not conversion for _, name, spec, conversion in parts)
    return {str(name) for _, name, _, _ in parts} if plain else None


def _deeper(at: At, path: _Path) -> At:
    return At(at.record, (*at.path, *path))


def _dotted(path: _Path) -> str:
    return ".".join(map(str, path))


def _near(path: _Path, others: Sequence[_Path]) -> str:
    return next(iter(get_close_matches(_dotted(path), [_dotted(other) for other in others], n=1, cutoff=0.8)), "")


def _finding(sources: Sources, at: At, message: str, fix: str, did_you_mean: str = "") -> Finding:
    return Finding(
        rule="locale-incomplete",
        severity=Severity.ERROR,
        message=message,
        at=at,
        fix=fix,
        did_you_mean=did_you_mean,
        span=sources.locate(at),
    )
