"""The start page of one language: what is published, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from seloste.locale import Locale
from seloste.model import Organisation, Registry
from seloste.views import Fact, View, Voice, Who, in_order, is_draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document to go to: the id of its subject, its title, and a line about it."""

    id: str
    title: Fact | None
    about: Fact | None
    version: Fact | None
    effective: Fact | None
    awaits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StartView(View):
    """The start page."""

    organisation: Who
    notices: tuple[Entry, ...]
    services: tuple[Entry, ...]


def view(registry: Registry, subject: Organisation, locale: Locale, as_of: date) -> StartView:
    """The list of the published notices and service descriptions."""
    voice = Voice(registry=registry, locale=locale, as_of=as_of, public=True)
    name = next(iter(subject.trade_names), None) or subject.legal_name
    return StartView(
        subject=subject.id,
        title=locale.word("start.title_of", name=name) if name else locale.word("start.title"),
        draft=is_draft(registry),
        as_of=as_of,
        organisation=voice.who(subject),
        notices=tuple(
            Entry(
                id=notice.id,
                title=voice.text(notice.title, notice.at / "title"),
                about=None,
                version=voice.plain(notice.version, notice.at / "version"),
                effective=voice.day(notice.effective_from, notice.at / "effective_from"),
                awaits=voice.awaits_whole(notice),
            )
            for notice in registry.notices.values()
            if notice.status != "retired"
        ),
        services=tuple(
            Entry(
                id=service.id,
                title=voice.announcing(service).text(service.name, service.at / "name"),
                about=voice.announcing(service).text(
                    service.public_description, service.at / "public_description", prose=True
                ),
                version=voice.plain(service.version, service.at / "version"),
                effective=None,
                awaits=voice.awaits_whole(service),
            )
            for service in in_order(registry.services.values())
        ),
    )
