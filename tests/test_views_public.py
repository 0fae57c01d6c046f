"""The public views: facts with their places, what awaits confirmation, and rights that follow from the bases used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from conftest import AS_OF, folders
from seloste import pipeline
from seloste.findings import At
from seloste.locale import Locale
from seloste.model import Activity, Notice, Registry, Text, Unconfirmed
from seloste.period import Period
from seloste.views import Fact, Voice, derive_rights, in_order, is_draft, with_bases
from seloste.views import clause as clause_view
from seloste.views import service as service_view
from seloste.views import start as start_view

NOWHERE = At("notices/nowhere", ("title",))


@pytest.fixture(scope="module")
def registry(complete: pipeline.Judged) -> Registry:
    return complete.registry


@pytest.fixture(scope="module")
def aito() -> pipeline.Judged:
    root = Path(__file__).parents[1] / "registry"
    return pipeline.judge(folders(root, Path("unused")), AS_OF, lambda *_: None, final=False)


def voice_of(judged: pipeline.Judged, language: str = "en-GB", *, public: bool = True) -> Voice:
    return Voice(registry=judged.registry, locale=judged.languages[language], as_of=AS_OF, public=public)


def facts_in(value: object) -> Iterator[Fact]:
    """Every fact of a view, however deep."""
    if isinstance(value, Fact):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from facts_in(getattr(value, field.name))
    elif isinstance(value, dict):
        yield from facts_in(tuple(value.values()))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from facts_in(item)


def everything(judged: pipeline.Judged, locale: Locale) -> Iterator[Fact]:
    registry = judged.registry
    for notice in registry.notices.values():
        yield from facts_in(clause_view.view(registry, notice, locale, AS_OF))
    for service in registry.services.values():
        yield from facts_in(service_view.view(registry, service, locale, AS_OF))
    assert registry.organisation is not None
    yield from facts_in(start_view.view(registry, registry.organisation, locale, AS_OF))


# --- facts ---


def test_every_fact_has_words_and_a_place(complete: pipeline.Judged) -> None:
    for locale in complete.languages.values():
        facts = list(everything(complete, locale))
        assert len(facts) > 1000
        assert not [fact.at for fact in facts if not fact.text.strip() or not fact.at.record]


def test_a_final_registry_has_nothing_to_confirm(complete: pipeline.Judged) -> None:
    assert not is_draft(complete.registry)
    assert not [fact for fact in everything(complete, complete.languages["fi"]) if fact.awaits]


def test_every_word_is_in_the_language_of_the_page(complete: pipeline.Judged) -> None:
    for locale in complete.languages.values():
        assert [fact for fact in everything(complete, locale) if fact.language] == []


def test_a_text_that_is_not_translated_says_in_which_language_it_is(complete: pipeline.Judged) -> None:
    text = Text(at=NOWHERE, words={"en-GB": "Words"})
    fact = voice_of(complete, "fi").text(text, NOWHERE)
    assert fact is not None
    assert (fact.text, fact.language) == ("Words", "en-GB")


def test_a_missing_fact_that_nobody_asked_about_is_absent(complete: pipeline.Judged) -> None:
    assert voice_of(complete).plain(None, NOWHERE) is None


def test_a_missing_fact_that_awaits_confirmation_says_so(complete: pipeline.Judged) -> None:
    unknown = Unconfirmed(at=NOWHERE, question="What is it called?")
    registry = replace(complete.registry, unconfirmed={"notices/nowhere": (unknown,)})
    fact = replace(voice_of(complete), registry=registry).plain(None, NOWHERE)
    assert fact == Fact(text="to be confirmed", at=NOWHERE, awaits=True, absent=True)


def awaiting(voice: Voice, *places: At) -> Voice:
    """The voice of a registry in which these places await confirmation and no others."""
    unconfirmed: dict[str, tuple[Unconfirmed, ...]] = {}
    for at in places:
        unconfirmed[at.record] = (*unconfirmed.get(at.record, ()), Unconfirmed(at=at, question="?"))
    return replace(voice, registry=replace(voice.registry, unconfirmed=unconfirmed))


def test_what_may_be_left_out_of_a_proposal_is_no_gap(complete: pipeline.Judged) -> None:
    activity = next(one for one in complete.registry.activities.values() if one.data_categories)
    assert activity.data_categories
    entry = activity.data_categories[0]
    voice = awaiting(voice_of(complete), activity.at / "data_categories")
    (row,) = voice.data(replace(activity, data_categories=(replace(entry, mandatory=None, retention=None),)))
    assert row.mandatory is None
    assert row.retention.period is not None and row.retention.period.absent
    asked = awaiting(voice_of(complete), entry.at / "mandatory")
    (row,) = asked.data(replace(activity, data_categories=(replace(entry, mandatory=None),)))
    assert row.mandatory is not None and row.mandatory.absent


def test_all_of_an_empty_part_that_awaits_confirmation_does(complete: pipeline.Judged) -> None:
    registry = complete.registry
    activity = replace(next(iter(registry.activities.values())), profiling=None)
    voice = voice_of(complete)
    emptied = replace(voice, registry=replace(registry, activities={**registry.activities, activity.id: activity}))
    at = activity.at / "profiling"
    fact = awaiting(emptied, at).yes_no(None, at / "used", "clause.profiling")
    assert fact is not None and fact.absent


@pytest.mark.parametrize("first", [True, False])
def test_the_order_of_the_questions_changes_no_page(complete: pipeline.Judged, first: bool) -> None:
    whole = At(NOWHERE.record)
    voice = awaiting(voice_of(complete), *((whole, NOWHERE) if first else (NOWHERE, whole)))
    fact = voice.plain(None, NOWHERE)
    assert fact is not None and fact.absent


def test_transfers_of_an_activity_that_is_wholly_a_proposal_are_to_be_confirmed(complete: pipeline.Judged) -> None:
    registry = complete.registry
    notice, activity = next(
        (notice, one) for notice in registry.notices.values() for one in clause_view.covered(registry, notice)
    )
    proposed = replace(activity, transfers=None)
    changed = replace(
        registry,
        activities={**registry.activities, activity.id: proposed},
        unconfirmed={activity.at.record: (Unconfirmed(at=At(activity.at.record), question="?"),)},
    )
    view = clause_view.view(changed, notice, complete.languages["en-GB"], AS_OF)
    section = next(one for one in view.sections if one.id == activity.id)
    assert section.no_transfers is not None and section.no_transfers.absent


def test_the_role_of_a_recipient_is_as_open_as_what_the_party_is(complete: pipeline.Judged) -> None:
    recipient = next(
        one for activity in complete.registry.activities.values() for one in activity.recipients or () if one.party
    )
    assert recipient.party is not None
    voice = voice_of(complete)
    confirmed, proposed = (
        one.recipient(recipient).role for one in (voice, awaiting(voice, recipient.party.at / "kind"))
    )
    assert confirmed is not None and not confirmed.awaits
    assert proposed is not None and proposed.awaits and proposed.text == confirmed.text


def marketing_disclosures(judged: pipeline.Judged) -> dict[str, tuple[list[str], list[str]]]:
    """What the first layer says of disclosures for marketing: the recipients it names, and the sections."""
    registry = judged.registry
    return {
        one.kind: ([fact.text for fact in one.facts], [link.id for link in one.sections])
        for notice in registry.notices.values()
        for one in clause_view.view(registry, notice, judged.languages["en-GB"], AS_OF).surprises
        if one.kind.startswith("marketing_disclosure")
    }


def test_only_disclosures_for_marketing_are_told_as_such(complete: pipeline.Judged, aito: pipeline.Judged) -> None:
    found = marketing_disclosures(complete)
    assert [sections for _, sections in found.values()] == [["targeted-advertising"]]
    found = marketing_disclosures(aito)
    assert list(found) == ["marketing_disclosure_by_consent"]
    named, sections = found["marketing_disclosure_by_consent"]
    assert sections == ["third-party-disclosure"]
    assert not [text for text in named if "survey" in text]


def test_a_proposal_keeps_its_words_and_awaits_confirmation(complete: pipeline.Judged) -> None:
    registry = replace(complete.registry, unconfirmed={"notices/nowhere": (Unconfirmed(at=NOWHERE, question="?"),)})
    fact = replace(voice_of(complete), registry=registry).plain("A name", NOWHERE)
    assert fact is not None
    assert fact.awaits and not fact.absent


def test_a_question_never_stands_in_a_public_view(aito: pipeline.Judged) -> None:
    questions = {one.question for found in aito.registry.unconfirmed.values() for one in found}
    assert len(questions) > 50
    assert not [fact for fact in everything(aito, aito.languages["en-GB"]) if fact.text in questions]


def test_a_draft_marks_every_unconfirmed_fact_it_shows(aito: pipeline.Judged) -> None:
    facts = list(everything(aito, aito.languages["en-GB"]))
    unmarked = [fact for fact in facts if aito.registry.awaits_confirmation(fact.at) and not fact.awaits]
    assert unmarked == []
    assert len([fact for fact in facts if fact.awaits]) > 100


def test_a_service_that_is_wholly_a_proposal_says_it_once(aito: pipeline.Judged) -> None:
    service = aito.registry.services["support-for-organisations"]
    view = service_view.view(aito.registry, service, aito.languages["en-GB"], AS_OF)
    assert view.awaits
    assert view.heading is not None and view.heading.awaits and view.heading.announced


# --- how things read ---


def test_a_retention_period_reads_with_its_start_and_its_law(complete: pipeline.Judged) -> None:
    entry = next(
        entry
        for activity in complete.registry.activities.values()
        for entry in activity.data_categories or ()
        if entry.retention
        and entry.retention.statutory_basis
        and entry.retention.statutory_basis.id == "fi_acc_vouchers"
    )
    read = voice_of(complete).retention(entry.retention, entry.at / "retention")
    assert read.period is not None and read.law is not None
    assert read.period.text == "6 years from the end of the calendar year in which the financial year ended"
    assert read.law.text == "Required by law: Accounting Act (1336/1997), ch. 2 s. 10"
    finnish = voice_of(complete, "fi").retention(entry.retention, entry.at / "retention")
    assert finnish.law is not None
    assert finnish.law.text == "Lakisääteinen säilytysaika: kirjanpitolain (1336/1997) 2 luvun 10 §"


@pytest.mark.parametrize(
    ("provision", "english", "finnish"),
    [
        ("6(1)(f)", "Art. 6(1)(f) GDPR", "tietosuoja-asetuksen 6 artiklan 1 kohdan f alakohta"),
        ("21(1)", "Art. 21(1) GDPR", "tietosuoja-asetuksen 21 artiklan 1 kohta"),
        ("13-14", "Art. 13–14 GDPR", "tietosuoja-asetuksen 13–14 artikla"),
    ],
)
def test_a_provision_is_cited_as_lawyers_do(
    complete: pipeline.Judged, provision: str, english: str, finnish: str
) -> None:
    assert voice_of(complete).cite(provision) == english
    assert voice_of(complete, "fi").cite(provision) == finnish


def test_a_row_from_memory_never_stands_on_a_public_page(complete: pipeline.Judged) -> None:
    row = replace(complete.registry.vocabulary.statutes["fi-1336-1997"], mark="M")
    assert voice_of(complete).row(row, NOWHERE) is None
    assert voice_of(complete, public=False).row(row, NOWHERE) is not None


def test_a_recipient_that_is_not_to_be_named_is_described(complete: pipeline.Judged) -> None:
    recipient = next(
        one
        for activity in complete.registry.activities.values()
        for one in activity.recipients or ()
        if one.party is not None and one.party.legal_name
    )
    hidden = voice_of(complete).recipient(replace(recipient, public_by_name=False))
    named = voice_of(complete).recipient(replace(recipient, public_by_name=True))
    assert recipient.party is not None and hidden.name is not None and named.name is not None
    assert named.name.text == recipient.party.legal_name
    assert recipient.party.legal_name not in (hidden.name.text, hidden.description and hidden.description.text)


def test_a_period_of_no_length_reads_until_its_event(complete: pipeline.Judged) -> None:
    triggers = complete.registry.vocabulary.triggers
    period = next(one for one in complete.registry.retention_periods.values() if one.duration)
    until = replace(period, duration=Period(), trigger=(triggers["consent_withdrawn"],), statutory_basis=None)
    read = voice_of(complete).retention(until, NOWHERE)
    assert read.period is not None
    assert read.period.text == triggers["consent_withdrawn"].until["en-GB"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en-GB", "1 year from the closing of the account or from the last contact, whichever comes first"),
        (
            "fi",
            "1 vuosi käyttäjätilin sulkemisesta tai viimeisestä yhteydenotosta sen mukaan, mikä näistä tapahtuu ensin",
        ),
    ],
)
def test_several_triggers_are_alternatives_and_criteria_stand_beside_them(
    complete: pipeline.Judged, language: str, words: str
) -> None:
    triggers = complete.registry.vocabulary.triggers
    period = next(one for one in complete.registry.retention_periods.values() if one.duration)
    starts = (triggers["account_closed"], triggers["last_contact"])
    criteria = Text(at=NOWHERE, words={"en-GB": "What decides.", "fi": "What decides."})
    both = replace(period, duration=Period(years=1), trigger=starts, criteria=criteria)
    read = voice_of(complete, language).retention(both, NOWHERE)
    assert read.period is not None and read.criteria is not None
    assert (read.period.text, read.criteria.text) == (words, "What decides.")
    alone = voice_of(complete, language).retention(replace(both, duration=None), NOWHERE)
    assert alone.period is not None and alone.criteria is None
    assert alone.period.text == "What decides."


def test_a_party_without_a_name_is_described_beside_the_gap(complete: pipeline.Judged) -> None:
    party = next(one for one in complete.registry.parties.values() if one.description and one.kind != "customer")
    voice = awaiting(voice_of(complete), party.at / "legal_name")
    assert party.description is not None
    about, name = voice.described(replace(party, legal_name=None), party.at)
    assert about.text == party.description.words["en-GB"]
    assert name.absent
    assert [fact.text for fact in voice.described(party, party.at)] == [party.legal_name]


def test_a_customer_is_told_by_its_kind_in_public_and_by_its_name_in_the_records(complete: pipeline.Judged) -> None:
    customer = next(one for one in complete.registry.parties.values() if one.kind == "customer")
    shown = [voice_of(complete, public=public).party(customer, customer.at) for public in (True, False)]
    assert [fact and fact.text for fact in shown] == ["customer", customer.legal_name]
    who = voice_of(complete).who(customer)
    assert [fact.text for fact in facts_in(who)] == ["customer"]


def test_a_transfer_without_a_mechanism_says_that_alone(complete: pipeline.Judged) -> None:
    transfer = next(one for one in complete.registry.transfers.values() if one.mechanism)
    voice = awaiting(voice_of(complete), transfer.at / "mechanism")
    row = voice.transfer(replace(transfer, mechanism=None), transfer.at, name_importer=True)
    assert row.mechanism is not None and row.mechanism.absent
    assert (row.decision, row.scope, row.listing, row.clauses, row.reason, row.copy) == (None,) * 6


# --- which activities, which rights ---


def test_a_processor_activity_never_stands_in_a_notice(registry: Registry) -> None:
    for notice in registry.notices.values():
        assert all(activity.role != "processor" for activity in clause_view.covered(registry, notice))
    covered = {
        activity.id for notice in registry.notices.values() for activity in clause_view.covered(registry, notice)
    }
    own = {activity.id for activity in registry.activities.values() if activity.role != "processor"}
    assert covered == own


def test_a_notice_without_activities_is_still_a_page(registry: Registry, complete: pipeline.Judged) -> None:
    empty = Notice(at=NOWHERE, id="nowhere", title=Text(at=NOWHERE, words={"en-GB": "Nothing"}))
    view = clause_view.view(registry, empty, complete.languages["en-GB"], AS_OF)
    assert (view.title, view.sections, view.rights) == ("Nothing", (), ())


def rights_of(registry: Registry, *bases: str) -> dict[str, set[str]]:
    """The rights that activities with exactly one of these bases give, with the bases they come from."""
    found: dict[str, set[str]] = {}
    for activity in registry.activities.values():
        for entry in activity.purposes or ():
            if entry.lawful_basis is None or entry.lawful_basis.article.id not in bases or entry.special_data:
                continue
            alone: Activity = replace(activity, purposes=(entry,), recipients=())
            for derived in derive_rights(registry, (alone,), AS_OF):
                found.setdefault(derived.right.id, set()).add(entry.lawful_basis.article.id)
    return found


def test_portability_comes_from_consent_and_contract_alone(registry: Registry) -> None:
    assert rights_of(registry, *(f"6(1)({point})" for point in "abcdef"))["20"] == {"6(1)(a)", "6(1)(b)"}


def test_objection_comes_from_public_task_and_legitimate_interests_alone(registry: Registry) -> None:
    assert rights_of(registry, *(f"6(1)({point})" for point in "abcdef"))["21(1)"] == {"6(1)(e)", "6(1)(f)"}


def test_withdrawal_comes_from_consent_alone(registry: Registry) -> None:
    assert rights_of(registry, *(f"6(1)({point})" for point in "abcdef"))["7(3)"] == {"6(1)(a)"}


def test_a_disclosure_gives_the_rights_of_its_own_basis(registry: Registry) -> None:
    activity, recipient = next(
        (activity, one)
        for activity in registry.activities.values()
        for one in activity.recipients or ()
        if one.lawful_basis is not None and one.lawful_basis.article.id == "6(1)(f)"
    )
    alone: Activity = replace(activity, purposes=(), recipients=(recipient,))
    assert "21(1)" in {derived.right.id for derived in derive_rights(registry, (alone,), AS_OF)}


def test_the_basis_of_an_activity_is_that_of_its_only_purpose(registry: Registry, complete: pipeline.Judged) -> None:
    activity, entry, basis = next(
        (one, entry, entry.lawful_basis)
        for one in registry.activities.values()
        for entry in one.purposes or ()
        if entry.lawful_basis is not None and entry.lawful_basis.article.id == "6(1)(a)"
    )
    bare = replace(entry, lawful_basis=None)
    alone: Activity = replace(activity, purposes=(bare,), lawful_bases=(basis,), recipients=())
    ((shown, at),) = with_bases(alone)
    row = voice_of(complete).purpose(shown, at)
    assert row.basis is not None and row.basis.article == "Art. 6(1)(a) GDPR"
    assert at == activity.at / "lawful_bases" / 0
    assert "7(3)" in {derived.right.id for derived in derive_rights(registry, (alone,), AS_OF)}
    other = next(one for one in registry.purposes.values() if one is not entry.purpose)
    several: Activity = replace(alone, purposes=(bare, replace(bare, purpose=other)))
    assert all(shown.lawful_basis is None for shown, _ in with_bases(several))
    assert "7(3)" not in {derived.right.id for derived in derive_rights(registry, (several,), AS_OF)}


def test_marketing_can_be_refused_whatever_the_basis(registry: Registry) -> None:
    for activity in registry.activities.values():
        if activity.direct_marketing and activity.direct_marketing.used and activity.purposes:
            assert "21(2)" in {derived.right.id for derived in derive_rights(registry, (activity,), AS_OF)}


def test_erasure_is_limited_where_a_law_obliges(registry: Registry) -> None:
    accounting = registry.activities["accounting"]
    erasure = next(one for one in derive_rights(registry, (accounting,), AS_OF) if one.right.id == "17")
    assert [words["en-GB"] for words in erasure.limits] == [
        "Not to the extent that the law obliges us to process the data (Art. 17(3)(b))."
    ]


def test_rights_are_those_of_the_day(registry: Registry) -> None:
    assert derive_rights(registry, tuple(registry.activities.values()), date(2010, 1, 1)) == ()


def test_activities_stand_in_their_order_and_retired_ones_nowhere(registry: Registry) -> None:
    one, two, *_ = registry.activities.values()
    first, last = replace(two, order=1), replace(one, order=None)
    assert in_order([last, first]) == (first, last)
    assert in_order([replace(first, status="retired")]) == ()
