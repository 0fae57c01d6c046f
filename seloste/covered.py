"""What a publication covers: the records behind a notice or a service, and one number that changes when they do.

A published notice is true as long as the facts it was made of stay the same (Art. 5(1)(a), 13, 14; KHO:2023:81). Its
`registry_hash` is the digest of those facts: of what readers are told, not of who approved it, of the company's own
tests, references and plans, nor of the publication itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from hashlib import sha256

from seloste.model import Activity, Cookie, Fragment, Notice, Part, Record, Registry, Service, Text
from seloste.period import Period
from seloste.vocabulary import Row

_GOVERNANCE = frozenset(field.name for field in fields(Record)) - {"id"}
_PUBLICATION = frozenset(
    {
        "version",
        "supersedes",
        "change_summary",
        "changes_material",
        "notified_how",
        "published_url",
        "registry_commit",
        "registry_hash",
    }
)
_BACKWARDS = frozenset({"notices", "notice"})
"""References from what is covered back to what covers it."""
_NEVER_TOLD = frozenset(
    {
        "internal_text",
        "systems",
        "security_measures",
        "no_security_reason",
        "responsible",
        "tags",
        "scale",
        "frequency",
        "monitoring",
        "new_technology",
        "prevents_right_or_service",
        "started_on",
        "ended_on",
        "last_material_change_on",
        "dpia",
        "dpia_screening",
        "lia",
        "compatibility_assessment",
        "tia",
        "fallback_mechanism",
        "instruction_ref",
        "onward_transfers",
        "record_ref",
        "wording_ref",
        "log_ref",
        "refresh_after",
        "doc_ref",
        "document_ref",
        "approval_ref",
        "arrangement_ref",
        "signed_on",
        "justification",
        "review_cycle",
        "backup_lag",
        "action_at_end",
        "exemption_reason",
        "dpv",
        "employee_count",
        "record_exemption",
        "financial_year_end",
        "questions",
        "sector",
        "legal_form",
        "notified_to_sa_on",
    }
)
"""Facts that a notice never tells: a change of them does not make the published text untrue."""
_OF_A_NOTICE = _GOVERNANCE | _PUBLICATION | _BACKWARDS | _NEVER_TOLD
_OF_A_SERVICE = (_GOVERNANCE | _BACKWARDS | _NEVER_TOLD) - {"security_measures"}


def digest(registry: Registry, notice: Notice) -> str:
    """The digest of what a notice tells, as `sha256:` and 64 hexadecimal digits.

    It does not depend on the order of files, nor on governance fields, nor on facts that a notice never tells.
    """
    told: dict[str, object] = {record.at.record: _plain(record) for record in of_notice(registry, notice)}
    # The notice links to the descriptions of the services by name; what stands there is not its own content.
    told["services"] = [[service.id, dict(service.name.words)] for service in _linked(registry)]
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"sha256:{sha256(text.encode()).hexdigest()}"


def of_notice(registry: Registry, notice: Notice) -> tuple[Record, ...]:
    """The records whose content a notice shows, in the order of their places, each once; retired ones are left out."""
    activities = activities_of(registry, notice)
    roots: list[Record] = [notice, *activities, *_cookies(registry, notice, activities), *_fragments(registry, notice)]
    roots.extend(channel for channel in registry.rights.values() if channel.status != "retired")
    if registry.organisation is not None:
        roots.append(registry.organisation)
    return _reach(roots, _OF_A_NOTICE)


def of_service(registry: Registry, service: Service) -> tuple[Record, ...]:
    """The records whose content the description of a service shows, in the order of their places, each once."""
    organisation = [registry.organisation] if registry.organisation is not None else []
    return _reach([service, *organisation], _OF_A_SERVICE)


def of_activity(activity: Activity) -> tuple[Record, ...]:
    """The activity and the records it names that a notice shows, in the order of their places, each once."""
    return _reach([activity], _OF_A_NOTICE)


def activities_of(registry: Registry, notice: Notice) -> tuple[Activity, ...]:
    """The own activities that name the notice and are not retired."""
    return tuple(
        activity
        for activity in registry.activities.values()
        if activity.role != "processor"
        and activity.status != "retired"
        and any(one.id == notice.id for one in activity.notices or ())
    )


def _cookies(registry: Registry, notice: Notice, activities: Iterable[Activity]) -> Iterator[Cookie]:
    ids = {activity.id for activity in activities}
    on_the_web = notice.channels is None or bool({"website", "web_store"} & set(notice.channels))
    for cookie in registry.cookies.values():
        if cookie.status != "retired" and (cookie.activity.id in ids if cookie.activity else on_the_web):
            yield cookie


def _fragments(registry: Registry, notice: Notice) -> Iterator[Fragment]:
    for fragment in registry.fragments.values():
        if fragment.status != "retired" and (fragment.notice is None or fragment.notice.id == notice.id):
            yield fragment


def _linked(registry: Registry) -> list[Service]:
    shown = (one for one in registry.services.values() if one.status != "retired")
    processed = (one for one in shown if any(role.role == "processor" for role in one.roles or ()))
    return sorted(processed, key=lambda service: service.id)


def _reach(roots: Iterable[Record], leave_out: frozenset[str]) -> tuple[Record, ...]:
    found: dict[str, Record] = {}
    waiting = list(roots)
    while waiting:
        record = waiting.pop()
        if record.at.record not in found and record.status != "retired":
            found[record.at.record] = record
            waiting.extend(_named(record, leave_out))
    return tuple(found[place] for place in sorted(found))


def _named(holder: Record | Part, leave_out: frozenset[str]) -> Iterator[Record]:
    for field in fields(holder):
        if field.name not in leave_out:
            yield from _records(getattr(holder, field.name), leave_out)


def _records(value: object, leave_out: frozenset[str]) -> Iterator[Record]:
    if isinstance(value, Record):
        yield value
    elif isinstance(value, Part):
        yield from _named(value, leave_out)
    elif isinstance(value, tuple):
        for item in value:
            yield from _records(item, leave_out)


def _plain(holder: Record | Part) -> dict[str, object]:
    """The told fields of a record as plain data. What is not written is left out; a stated `none` is a fact."""
    kept = ((field, getattr(holder, field.name)) for field in fields(holder) if field.name not in _OF_A_NOTICE)
    return {field.name: _value(value) for field, value in kept if value is not None and value != field.default}


def _value(value: object) -> object:
    match value:
        case Record():
            return value.at.record
        case Row():
            return value.id
        case Text():
            return dict(value.words)
        case Part():
            return _plain(value)
        case tuple():
            return [_value(item) for item in value]
        case date() | Period():
            return str(value)
        case _:
            return value
