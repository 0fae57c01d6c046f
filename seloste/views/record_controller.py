"""The record of processing activities of a controller: everything Art. 30(1)(a)-(g) asks for, one sheet an activity.

Internal: it names systems, vendors and agreements that no public page shows. The facts stand in the order of the
article; what other articles ask a controller to know (Arts 5(2), 9, 10, 22, 26, 32, 35, 87) stands beside or after
them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from seloste.findings import At
from seloste.locale import Locale
from seloste.model import (
    Activity,
    Assessment,
    AutomatedDecision,
    DataEntry,
    DataSource,
    JointArrangement,
    LawfulBasis,
    Organisation,
    PurposeEntry,
    Recipient,
    Registry,
)
from seloste.screening import screen
from seloste.sheets import (
    Binder,
    Block,
    Index,
    Line,
    Mention,
    Pairs,
    Sheet,
    Table,
    agreement_with,
    basis_line,
    bind,
    block,
    called,
    cell,
    index,
    index_of_countries,
    index_of_people,
    index_of_systems,
    line,
    people,
    run,
    section,
    security,
    sentence,
    sheet_of,
    systems,
    transfers,
)
from seloste.views import Basis, Fact, Voice, in_order, known, with_bases


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordControllerView(Binder):
    """The whole record under Art. 30(1)."""


def view(registry: Registry, subject: Organisation, locale: Locale, as_of: date) -> RecordControllerView:
    """The record of every activity that the organisation answers for itself, alone or jointly, in one language.

    Retired activities are left out; ended ones stay and say so. An absent fact leaves its place empty or reads "to be
    confirmed"; an activity without anything to say to a point of Art. 30 says that nothing is recorded.
    """
    voice = Voice(registry=registry, locale=locale, as_of=as_of, public=False)
    word = locale.word
    activities = [one for one in in_order(registry.activities.values()) if one.role != "processor"]
    pairs = [(one, _sheet(voice, subject, one, number)) for number, one in enumerate(activities, start=1)]
    more = (
        *_joint_controllers(voice, activities),
        *line(word("record.cover.authority"), voice.row(subject.supervisory_authority, _authority(subject))),
        *_exemption(voice, subject),
    )
    return bind(RecordControllerView, voice, subject, "controller", "30(1)", more, pairs, _indexes(voice, pairs))


def _authority(organisation: Organisation) -> At:
    return organisation.at / "supervisory_authority"


def _joint_controllers(voice: Voice, activities: list[Activity]) -> tuple[Line, ...]:
    arrangements = {one.joint_arrangement.id: one.joint_arrangement for one in activities if one.joint_arrangement}
    parties = {
        party.id: voice.party(party, one.at / "parties" / i)
        for one in arrangements.values()
        for i, party in enumerate(one.parties or ())
    }
    return line(voice.locale.word("record.cover.joint_controllers"), *parties.values())


def _exemption(voice: Voice, organisation: Organisation) -> tuple[Line, ...]:
    exemption, word = organisation.record_exemption, voice.locale.word
    if exemption is None:
        return ()
    claimed = voice.yes_no(exemption.claimed, exemption.at / "claimed", "record.cover.exemption_claimed")
    reason = voice.text(exemption.reason, exemption.at / "reason")
    return line(word("record.cover.exemption"), claimed, reason)


def _sheet(voice: Voice, organisation: Organisation, activity: Activity, number: int) -> Sheet:
    spoken, at = voice.announcing(activity), activity.at
    sections = (
        section(spoken, f"{activity.id}-a", 1, "a", "record.a.title", _controllers(spoken, organisation, activity)),
        section(spoken, f"{activity.id}-b", 1, "b", "record.b.title", _purposes(spoken, activity)),
        section(
            spoken,
            f"{activity.id}-c",
            1,
            "c",
            "record.c.title",
            (*people(spoken, activity.data_subjects, at / "data_subjects"), *_data(spoken, activity)),
        ),
        section(spoken, f"{activity.id}-d", 1, "d", "record.d.title", _recipients(spoken, activity)),
        section(spoken, f"{activity.id}-e", 1, "e", "record.e.title", transfers(spoken, activity)),
        section(spoken, f"{activity.id}-f", 1, "f", "record.f.title", _retention(spoken, activity)),
        section(spoken, f"{activity.id}-g", 1, "g", "record.g.title", security(spoken, activity)),
        section(spoken, f"{activity.id}-more", 1, "", "record.more.title", _more(spoken, activity)),
    )
    return sheet_of(voice, organisation, activity, number, sections)


# --- (a) ---


def _controllers(voice: Voice, organisation: Organisation, activity: Activity) -> Iterator[Block]:
    word, joint = voice.locale.word, activity.joint_arrangement
    own = voice.plain(organisation.legal_name, organisation.at / "legal_name", needed=True)
    lines = [*line(word("record.a.controller"), called(voice, organisation), own if own and own.absent else None)]
    if joint is not None:
        lines += _joint_lines(voice, joint)
    elif activity.role == "joint_controller":
        lines += line(word("record.a.joint"), voice.said(None, activity.at / "joint_arrangement"))
    yield from block(lines=lines)


def _joint_lines(voice: Voice, joint: JointArrangement) -> Iterator[Line]:
    word, at = voice.locale.word, joint.at
    for i, party in enumerate(joint.parties or ()):
        who, name = voice.who(party), voice.party(party, at / "parties" / i)
        yield from line(word("record.a.joint"), name, who.address, *who.contact.lines)
        yield from line(word("record.cover.dpo"), *who.officer.lines)
    signed = voice.day(joint.signed_on, at / "signed_on")
    yield from line(
        word("record.a.arrangement"),
        voice.text(joint.label, at / "label"),
        voice.plain(joint.arrangement_ref, at / "arrangement_ref"),
        sentence(voice, "record.a.signed", signed, "date"),
    )
    for duty in joint.responsibilities or ():
        bearer = voice.party(duty.party, duty.at / "party") if duty.party else None
        bearer_name = bearer.text if bearer else word("record.a.ourselves")
        duties = [fact.text for fact in voice.terms("duty", duty.duties, duty.at / "duties")]
        yield from line(
            word("record.a.duties"),
            voice.said(word("record.a.duty", party=bearer_name, duties=voice.locale.list_of(duties)), duty.at),
        )
    contact = voice.contact(joint.contact_point, at / "contact_point")
    yield from line(word("record.a.contact_point"), *contact.lines)
    essence = voice.text(joint.essence_for_data_subjects, at / "essence_for_data_subjects", prose=True)
    yield from line(word("record.a.essence"), essence)


# --- (b) ---


def _purposes(voice: Voice, activity: Activity) -> Iterator[Block]:
    if activity.purposes is None:
        yield from block(paragraphs=cell(voice.said(None, activity.at / "purposes")))
    for entry, basis_at in with_bases(activity):
        row = voice.purpose(entry, basis_at)
        yield from block(
            title=row.label,
            paragraphs=known(row.plain),
            lines=(
                *_basis_lines(voice, row.basis, entry.lawful_basis),
                *run(voice.locale.word("record.b.applies_to"), row.applies_to),
                *run(voice.locale.word("record.b.data"), row.data),
                *_electronic(voice, entry),
                *_special(voice, entry),
                *_further(voice, entry),
            ),
        )


def _basis_lines(voice: Voice, shown: Basis | None, basis: LawfulBasis | None) -> Iterator[Line]:
    word = voice.locale.word
    yield from basis_line(shown, word("record.b.basis"))
    if shown is None or basis is None:
        return
    yield from line(word("record.b.because"), shown.explanation)
    yield from line(word("record.b.law"), shown.law)
    yield from line(word("record.b.contract"), shown.contract)
    yield from line(word("record.b.precontractual"), shown.request)
    yield from line(
        word("record.b.interest"), shown.interest, _own_words(voice, "whose", basis.whose, basis.at / "whose")
    )
    yield from line(word("record.b.assessment"), *_assessed(voice, basis.lia, basis.at / "lia"))
    if (consent := basis.consent) is not None:
        explicit = voice.yes_no(consent.explicit, consent.at / "explicit", "record.b.explicit")
        yield from line(word("record.b.consent"), shown.consent_method, explicit)
        yield from line(word("record.b.withdrawal"), shown.withdrawal)


def _assessed(voice: Voice, assessment: Assessment | None, via: At) -> tuple[Fact, ...]:
    if assessment is None:
        return cell(voice.said(None, via))
    at = assessment.at
    day = assessment.assessed_on or assessment.completed_on
    place = at / (
        "assessed_on" if assessment.assessed_on or assessment.kind == "legitimate_interest" else "completed_on"
    )
    return cell(
        voice.text(assessment.label, at / "label", via=via),
        voice.term("interest_outcome", assessment.outcome, at / "outcome"),
        sentence(voice, "record.b.assessed", voice.day(day, place), "date"),
    )


def _electronic(voice: Voice, entry: PurposeEntry) -> Iterator[Line]:
    word, exception = voice.locale.word, entry.soft_opt_in
    kind = voice.term("eprivacy_basis", entry.eprivacy_basis, entry.at / "eprivacy_basis")
    yield from line(word("record.b.eprivacy"), kind)
    if exception is not None:
        facts = (
            voice.yes_no(getattr(exception, name), exception.at / name, f"record.b.{name}")
            for name in ("from_sale", "own_similar", "opt_out_at_collection", "opt_out_in_message")
        )
        yield from line(word("record.b.soft_opt_in"), *facts)


def _special(voice: Voice, entry: PurposeEntry) -> Iterator[Line]:
    word = voice.locale.word
    for part in entry.special_data:
        at, condition = part.at, part.condition
        category = voice.text(part.category.label if part.category else None, at / "category")
        ground = voice.row(condition, at / "condition")
        article = voice.cite(condition.id) if condition else ""
        yield from line(
            word("record.b.special"),
            category,
            replace(ground, text=f"{ground.text} ({article})") if ground and not ground.absent else ground,
            voice.law(part.law_reference, at / "law_reference"),
        )
        yield from line(word("record.b.safeguards"), voice.text(part.safeguards, at / "safeguards", prose=True))
    yield from line(word("record.b.criminal"), voice.law(entry.art10_authorisation, entry.at / "art10_authorisation"))
    ground = voice.term("national_id_ground", entry.national_id_ground, entry.at / "national_id_ground")
    yield from line(word("record.b.national_id"), ground)


def _further(voice: Voice, entry: PurposeEntry) -> Iterator[Line]:
    word, first = voice.locale.word, entry.further_purpose_of
    origin = voice.text(first.label if first else None, entry.at / "further_purpose_of")
    yield from line(word("record.b.further"), sentence(voice, "record.b.further_of", origin, "purpose"))
    if first is not None or entry.compatibility_assessment is not None:
        via = entry.at / "compatibility_assessment"
        yield from line(word("record.b.compatibility"), *_assessed(voice, entry.compatibility_assessment, via))


# --- (c), (f) ---


def _data(voice: Voice, activity: Activity) -> tuple[Block, ...]:
    word = voice.locale.word
    headings = tuple(word(f"record.c.{key}") for key in ("category", "nature", "source", "mandatory"))
    rows = tuple(_data_row(voice, entry) for entry in activity.data_categories or ())
    absent = voice.said(None, activity.at / "data_categories") if activity.data_categories is None else None
    return block(paragraphs=known(absent), table=Table(kind="data", headings=headings, rows=rows))


def _data_row(voice: Voice, entry: DataEntry) -> tuple[tuple[Fact, ...], ...]:
    at, category = entry.at, entry.category
    sources = entry.sources or ()
    shown = (_source_name(voice, at / "sources" / i, source) for i, source in enumerate(sources))
    return (
        known(_category(voice, entry), voice.text(category.examples, category.at / "examples") if category else None),
        cell(
            voice.term("sensitivity", category.sensitivity, category.at / "sensitivity"),
            voice.row(category.art9_kind, category.at / "art9_kind"),
            _own_words(voice, "origin", category.origin, category.at / "origin"),
            voice.said(
                voice.locale.word("record.c.may_contain_special") if category.may_contain_special else None,
                category.at / "may_contain_special",
            ),
        )
        if category
        else (),
        known(*shown) or cell(voice.said(None, at / "sources")),
        cell(voice.yes_no(entry.mandatory, at / "mandatory", "record.c.given") or _not_asked(entry)),
    )


def _not_asked(entry: DataEntry) -> Fact | None:
    """A dash where the question does not arise, because the data do not come from the person (Art. 13(2)(e))."""
    if entry.sources is None:
        given = entry.category is None or entry.category.origin in (None, "provided")
    else:
        given = any(source.kind == "data_subject" for source in entry.sources)
    return None if given else Fact(text="\N{EN DASH}", at=entry.at / "mandatory")


def _category(voice: Voice, entry: DataEntry) -> Fact | None:
    at, category = entry.at / "category", entry.category
    return voice.text(category.label if category else None, category.at / "label" if category else at, via=at)


def _retention(voice: Voice, activity: Activity) -> tuple[Block, ...]:
    word = voice.locale.word
    headings = tuple(word(f"record.f.{key}") for key in ("category", "period", "why", "end"))
    rows = []
    for entry in activity.data_categories or ():
        period, shown = entry.retention, voice.retention(entry.retention, entry.at / "retention")
        rows.append(
            (
                known(_category(voice, entry)),
                cell(shown.period, shown.criteria),
                cell(
                    shown.law,
                    voice.text(period.justification, period.at / "justification", prose=True) if period else None,
                ),
                known(
                    voice.term("end_action", period.action_at_end, period.at / "action_at_end"),
                    sentence(
                        voice, "record.f.backup", voice.length(period.backup_lag, period.at / "backup_lag"), "period"
                    ),
                    sentence(
                        voice,
                        "record.f.review",
                        voice.length(period.review_cycle, period.at / "review_cycle"),
                        "period",
                    ),
                )
                if period
                else (),
            )
        )
    return block(table=Table(kind="retention", headings=headings, rows=tuple(rows)))


# --- (d) ---


def _recipients(voice: Voice, activity: Activity) -> tuple[Block, ...]:
    word, at = voice.locale.word, activity.at / "recipients"
    if not activity.recipients:
        stated = voice.said(word("record.d.none") if activity.recipients is not None else None, at, needed=True)
        return block(paragraphs=known(stated))
    headings = tuple(word(f"record.d.{key}") for key in ("recipient", "role", "why", "agreement"))
    rows = tuple(_recipient_row(voice, recipient) for recipient in activity.recipients)
    return block(table=Table(kind="recipients", headings=headings, rows=rows))


def _recipient_row(voice: Voice, recipient: Recipient) -> tuple[tuple[Fact, ...], ...]:
    at, row = recipient.at, voice.recipient(recipient)
    since, until = voice.day(recipient.since, at / "since"), voice.day(recipient.until, at / "until")
    basis = basis_line(row.basis, "")
    return (
        cell(
            row.name,
            row.description if row.description and row.name and row.description.text != row.name.text else None,
            sentence(voice, "record.d.location", row.location, "country"),
        ),
        known(row.role),
        cell(
            row.why,
            row.when,
            sentence(voice, "record.d.since", since, "date"),
            sentence(voice, "record.d.until", until, "date"),
            *(fact for one in basis for fact in one.facts),
        ),
        _agreement(voice, recipient),
    )


def _agreement(voice: Voice, recipient: Recipient) -> tuple[Fact, ...]:
    word, at = voice.locale.word, recipient.at
    if recipient.role != "processor":
        return cell(voice.said(word("record.d.agreement_not_needed") if recipient.role else None, at / "role"))
    agreement = agreement_with(voice.registry, recipient.party)
    if agreement is None:
        return cell(voice.said(word("record.d.agreement_none"), at / "party"))
    place = agreement.at
    signed = voice.day(agreement.signed_on, place / "signed_on")
    until = voice.day(agreement.valid_until, place / "valid_until")
    return cell(
        voice.term("agreement_form", agreement.form, place / "form"),
        sentence(voice, "record.d.signed", signed, "date")
        or voice.said(word("record.d.agreement_unsigned"), place / "signed_on"),
        sentence(voice, "record.d.valid_until", until, "date"),
        voice.plain(agreement.doc_ref, place / "doc_ref"),
    )


# --- what Art. 30 does not ask for ---


def _more(voice: Voice, activity: Activity) -> Iterator[Block]:
    word, at = voice.locale.word, activity.at
    yield from systems(voice, activity)
    yield from _sources(voice, activity)
    decisions = (*_automated(voice, activity), *_profiling(voice, activity))
    yield from block(heading=word("record.more.decisions"), lines=decisions)
    risk = (*_dpia(voice, activity), *_screening(voice, activity), *_scope(voice, activity))
    yield from block(heading=word("record.more.risk"), lines=risk)
    yield from block(heading=word("record.more.told"), lines=(*_told(voice, activity), *_children(voice, activity)))
    operations = voice.terms("operation", activity.operations, at / "operations")
    yield from block(heading=word("record.more.operations"), lines=run(word("record.more.done"), operations))


def _sources(voice: Voice, activity: Activity) -> tuple[Block, ...]:
    word = voice.locale.word
    used = {
        source.id: (source, entry.at / "sources" / i)
        for entry in activity.data_categories or ()
        for i, source in enumerate(entry.sources or ())
    }
    rows = tuple(_source_row(voice, source, via) for source, via in used.values())
    headings = (word("record.more.source"), word("record.more.what"))
    return block(heading=word("record.more.sources"), table=Table(kind="sources", headings=headings, rows=rows))


def _source_row(voice: Voice, source: DataSource, via: At) -> tuple[tuple[Fact, ...], ...]:
    row, at = voice.source(source, via), source.at
    name, kind = _source_name(voice, via, source), _own_words(voice, "source", source.kind, at / "kind")
    named = known(name, kind if kind and name and kind.text != name.text else None)
    if not row.indirect:
        return named, cell(voice.said(voice.locale.word("record.more.told_13"), at / "kind"))
    return named, known(
        voice.yes_no(source.publicly_accessible, at / "publicly_accessible", "record.more.of_public"),
        sentence(voice, "record.more.told_when", row.informed, "when"),
        sentence(voice, "record.more.told_within", row.within, "period"),
    )


def _automated(voice: Voice, activity: Activity) -> tuple[Line, ...]:
    word, at, decision = voice.locale.word, activity.at / "automated_decision", activity.automated_decision
    label = word("record.more.automated")
    if not isinstance(decision, AutomatedDecision):
        return line(label, voice.said(word("record.more.automated_none") if decision == "none" else None, at))
    both = decision.solely_automated and decision.legal_or_similarly_significant_effect
    known_both = decision.solely_automated is not None and decision.legal_or_similarly_significant_effect is not None
    sort = word("record.more.automated_yes" if both else "record.more.automated_no") if both or known_both else None
    return (
        *line(label, voice.said(sort, at / "solely_automated")),
        *line(word("record.more.ground"), voice.term("ground22", decision.ground, at / "ground")),
        *line(word("record.more.logic"), voice.text(decision.logic, at / "logic", prose=True)),
        *line(word("record.more.significance"), voice.text(decision.significance, at / "significance", prose=True)),
        *line(word("record.more.consequences"), voice.text(decision.consequences, at / "consequences", prose=True)),
        *line(word("record.more.safeguards"), *voice.terms("safeguard22", decision.safeguards, at / "safeguards")),
    )


def _profiling(voice: Voice, activity: Activity) -> Iterator[Line]:
    word, profiling, marketing = voice.locale.word, activity.profiling, activity.direct_marketing
    at = activity.at / "profiling"
    yield from line(
        word("record.more.profiling"),
        voice.yes_no(profiling.used if profiling else None, at / "used" if profiling else at, "record.more.profiled"),
        voice.text(profiling.description, at / "description", prose=True) if profiling else None,
    )
    at = activity.at / "direct_marketing"
    yield from line(
        word("record.more.marketing"),
        voice.yes_no(marketing.used if marketing else None, at / "used" if marketing else at, "record.more.marketed"),
        *(
            voice.terms("marketing_channel", marketing.channels, at / "channels")
            if marketing and marketing.used
            else ()
        ),
    )


def _dpia(voice: Voice, activity: Activity) -> tuple[Line, ...]:
    word, dpia, via = voice.locale.word, activity.dpia, activity.at / "dpia"
    label = word("record.more.dpia")
    if dpia is None:
        return line(label, voice.said(None, via) or voice.said(word("record.more.dpia_none"), via))
    at, prior = dpia.at, dpia.prior_consultation
    done = voice.day(dpia.completed_on, at / "completed_on")
    asked = voice.day(prior.sent_on, prior.at / "sent_on") if prior else None
    return line(
        label,
        voice.text(dpia.label, at / "label", via=via),
        sentence(voice, "record.more.dpia_done", done, "date")
        or voice.said(word("record.more.dpia_open"), at / "completed_on", via=via),
        sentence(
            voice, "record.more.dpia_risk", voice.term("risk_level", dpia.residual_risk, at / "residual_risk"), "risk"
        ),
        sentence(voice, "record.more.dpia_review", voice.day(dpia.review_by, at / "review_by"), "date"),
        sentence(voice, "record.more.dpia_consulted", asked, "date"),
    )


def _screening(voice: Voice, activity: Activity) -> tuple[Line, ...]:
    """The derived result with the facts it rests on, and who departed from it and why."""
    word, typed = voice.locale.word, activity.dpia_screening
    screened = screen(voice.registry, activity, voice.as_of)
    result = word("record.screening.required" if screened.required else "record.screening.not_required")
    grounds = (
        *(
            voice.said(word("record.screening.case", article=voice.cite(one.id)), one.facts[0])
            for one in screened.triggers
        ),
        *(_own_words(voice, "listed", one.id, one.facts[0]) for one in screened.listed),
        *(_own_words(voice, "criterion", one.id, one.facts[0]) for one in screened.criteria),
    )
    return (
        *line(word("record.screening.title"), voice.said(result, activity.at / "dpia_screening")),
        *(
            line(word("record.screening.because"), *grounds)
            or line(word("record.screening.because"), voice.said(word("record.screening.none"), activity.at))
        ),
        *(
            line(
                word("record.screening.decision"),
                voice.term("screening_decision", typed.decision, typed.at / "decision"),
                voice.plain(typed.reason, typed.at / "reason"),
                sentence(voice, "record.screening.decided", voice.day(typed.date, typed.at / "date"), "date"),
            )
            if typed
            else ()
        ),
    )


def _scope(voice: Voice, activity: Activity) -> tuple[Line, ...]:
    word, at = voice.locale.word, activity.at
    return line(
        word("record.more.scope"),
        voice.term("scale", activity.scale, at / "scale"),
        voice.term("frequency", activity.frequency, at / "frequency"),
        voice.term("monitoring", activity.monitoring, at / "monitoring"),
        voice.said(word("record.more.new_technology") if activity.new_technology else None, at / "new_technology"),
        voice.said(
            word("record.more.employees_visible") if activity.employees_visible else None, at / "employees_visible"
        ),
        voice.said(
            word("record.more.account_mandatory") if activity.account_mandatory else None, at / "account_mandatory"
        ),
    )


def _told(voice: Voice, activity: Activity) -> tuple[Line, ...]:
    word, at, provision = voice.locale.word, activity.at, activity.provision_of_data
    notices = (
        voice.text(notice.title, notice.at / "title", via=at / "notices" / i)
        for i, notice in enumerate(activity.notices or ())
    )
    return (
        *line(word("record.more.notices"), *notices),
        *(
            line(
                word("record.more.provision"),
                voice.term("provision_nature", provision.nature, provision.at / "nature"),
                voice.text(provision.consequence, provision.at / "consequence", prose=True),
            )
            if provision
            else line(word("record.more.provision"), voice.said(None, at / "provision_of_data"))
        ),
    )


def _children(voice: Voice, activity: Activity) -> tuple[Line, ...]:
    word, children = voice.locale.word, activity.children
    if children is None:
        return ()
    at, age = children.at, children.minimum_age
    return line(
        word("record.more.children"),
        voice.yes_no(children.targeted, at / "targeted", "record.more.aimed_at_children"),
        voice.said(word("record.more.minimum_age", age=voice.locale.number(age)) if age else None, at / "minimum_age"),
        voice.yes_no(children.parental_authorisation, at / "parental_authorisation", "record.more.parental"),
        voice.text(children.verification, at / "verification", prose=True),
    )


def _source_name(voice: Voice, via: At, source: DataSource) -> Fact | None:
    text = source.name or source.label
    if text is not None:
        return voice.text(text, text.at, via=via)
    return _own_words(voice, "source", source.kind, source.at / "kind")


def _own_words(voice: Voice, group: str, value: str | None, at: At) -> Fact | None:
    """The words of a record for a value that the vocabulary says to the person themselves ("provided by you")."""
    return voice.said(voice.locale.word(f"record.{group}_of.{value}") if value else None, at)


# --- indexes ---


def _indexes(voice: Voice, pairs: Pairs) -> tuple[Index, ...]:
    return (
        _index_of_recipients(voice, pairs),
        index_of_countries(voice, pairs),
        _index_of_periods(voice, pairs),
        index_of_systems(voice, pairs),
        index_of_people(voice, pairs),
    )


def _index_of_recipients(voice: Voice, pairs: Pairs) -> Index:
    mentions = []
    for activity, sheet in pairs:
        for recipient in activity.recipients or ():
            row = voice.recipient(recipient)
            key = recipient.party.id if recipient.party else row.name.text if row.name else ""
            mentions.append(Mention(key=key, name=row.name, sheet=sheet, notes=(row.role,)))
    return index(voice, "recipients", voice.locale.word("record.d.recipient"), mentions)


def _index_of_periods(voice: Voice, pairs: Pairs) -> Index:
    found = []
    for activity, sheet in pairs:
        for entry in activity.data_categories or ():
            shown = voice.retention(entry.retention, entry.at / "retention").period
            key = entry.retention.id if entry.retention else ""
            length = entry.retention.duration if entry.retention else None
            reaches = length.after(voice.as_of) if length else date.max
            mention = Mention(key=key, name=shown, sheet=sheet, notes=(_category(voice, entry),))
            found.append((reaches, mention))
    found.sort(key=lambda pair: pair[0])
    heading = voice.locale.word("record.f.period")
    return index(voice, "periods", heading, (mention for _, mention in found), in_given_order=True)
