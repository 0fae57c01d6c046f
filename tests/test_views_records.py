"""The records hold what Art. 30 asks for, in its order, and nothing of another role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import AS_OF, folders
from seloste import pipeline
from seloste.findings import At
from seloste.model import Activity, Registry, Unconfirmed
from seloste.sheets import Binder, Entry, Index, Section, Sheet, facts_in, index
from seloste.views import Voice
from seloste.views import record_controller as controller
from seloste.views import record_processor as processor

ROOT = Path(__file__).parents[1]
LANGUAGES = ("en-GB", "fi")


@pytest.fixture(scope="module")
def aito() -> pipeline.Judged:
    """Aito Support's registry, full of facts that await confirmation."""
    return pipeline.judge(folders(ROOT / "registry", Path("unused")), AS_OF, lambda *_: None, final=False)


def binder(judged: pipeline.Judged, kind: type[Binder], language: str = "en-GB") -> Binder:
    return next(
        drawing.view for drawing in judged.drawings if isinstance(drawing.view, kind) and drawing.locale.tag == language
    )


def view_of(registry: Registry, judged: pipeline.Judged) -> controller.RecordControllerView:
    assert registry.organisation is not None
    return controller.view(registry, registry.organisation, judged.languages["en-GB"], AS_OF)


def with_activity(registry: Registry, **changes: object) -> tuple[Registry, Activity]:
    """The registry with its first own activity changed."""
    first = next(one for one in registry.activities.values() if one.role != "processor")
    changed = replace(first, **changes)  # type: ignore[arg-type]
    return replace(registry, activities={**registry.activities, first.id: changed}), changed


def sheet_of(record: Binder, activity: Activity) -> Sheet:
    return next(sheet for sheet in record.sheets if sheet.anchor == f"activity-{activity.id}")


def section_of(sheet: Sheet, letter: str) -> Section:
    return next(part for part in sheet.sections if part.letter == f"({letter})")


def texts(part: object) -> list[str]:
    return [fact.text for fact in facts_in(part)]


def own(registry: Registry) -> Sequence[Activity]:
    return [one for one in registry.activities.values() if one.role != "processor" and one.status != "retired"]


def on_behalf(registry: Registry) -> Sequence[Activity]:
    return [one for one in registry.activities.values() if one.role == "processor" and one.status != "retired"]


def test_the_two_records_share_no_activity_and_leave_none_out(complete: pipeline.Judged) -> None:
    registry = complete.registry
    ours = {sheet.anchor for sheet in binder(complete, controller.RecordControllerView).sheets}
    theirs = {sheet.anchor for sheet in binder(complete, processor.RecordProcessorView).sheets}
    assert ours == {f"activity-{one.id}" for one in own(registry)}
    assert theirs == {f"activity-{one.id}" for one in on_behalf(registry)}
    assert ours
    assert theirs
    assert not ours & theirs


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_points_of_article_30_stand_in_its_order(complete: pipeline.Judged, language: str) -> None:
    for sheet in binder(complete, controller.RecordControllerView, language).sheets:
        assert [part.letter for part in sheet.sections if part.letter] == [f"({x})" for x in "abcdefg"]
        assert len({part.article for part in sheet.sections if part.letter}) == 7
    for sheet in binder(complete, processor.RecordProcessorView, language).sheets:
        assert [part.letter for part in sheet.sections if part.letter] == [f"({x})" for x in "abcd"]
        assert len({part.article for part in sheet.sections if part.letter}) == 4


def test_a_point_is_cited_as_its_language_cites_it(complete: pipeline.Judged) -> None:
    english = binder(complete, controller.RecordControllerView).sheets[0].sections[1].article
    finnish = binder(complete, processor.RecordProcessorView, "fi").sheets[0].sections[1].article
    assert english == "Art. 30(1)(b) GDPR"
    assert finnish == "tietosuoja-asetuksen 30 artiklan 2 kohdan b alakohta"


@pytest.mark.parametrize("kind", [controller.RecordControllerView, processor.RecordProcessorView])
def test_every_point_of_the_complete_registry_says_something(complete: pipeline.Judged, kind: type[Binder]) -> None:
    silent = [(s.anchor, part.letter) for s in binder(complete, kind).sheets for part in s.sections if part.missing]
    assert silent == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_point_holds_its_facts(complete: pipeline.Judged, language: str) -> None:
    record = binder(complete, controller.RecordControllerView, language)
    for activity in own(complete.registry):
        sheet = sheet_of(record, activity)
        found = {letter: texts(section_of(sheet, letter)) for letter in "abcdefg"}
        for entry in activity.purposes or ():
            assert entry.purpose is not None
            assert entry.purpose.label.words[language] in found["b"]
            if entry.lawful_basis is not None:
                basis = entry.lawful_basis.article
                assert any(text.startswith(f"{basis.label[language]} (") for text in found["b"])
        for subject in activity.data_subjects or ():
            assert subject.label.words[language] in found["c"]
        for data in activity.data_categories or ():
            assert data.category is not None
            assert data.category.label.words[language] in found["c"]
            assert data.category.label.words[language] in found["f"]
        for recipient in activity.recipients or ():
            if recipient.party is not None:
                assert recipient.party.legal_name in found["d"]
            elif recipient.category_label is not None:
                assert recipient.category_label.words[language] in found["d"]
        for transfer in activity.transfers or ():
            name = complete.languages[language].country(transfer.country or "")
            assert any(name in text for text in found["e"])
        for measure in activity.security_measures or ():
            assert measure.label.words[language] in found["g"]


def test_every_controller_stands_in_the_record_of_the_processor(complete: pipeline.Judged) -> None:
    record, seen = binder(complete, processor.RecordProcessorView), 0
    for activity in on_behalf(complete.registry):
        found = texts(section_of(sheet_of(record, activity), "a"))
        for party in activity.on_behalf_of or ():
            seen += 1
            assert party.legal_name in found
            assert party.contact_channels is not None
            assert party.contact_channels.email in found
    assert seen


def test_what_protects_the_data_is_told_in_general_terms_only(complete: pipeline.Judged) -> None:
    secrets = [one.internal_text for one in complete.registry.security_measures.values() if one.internal_text]
    assert secrets
    for kind in (controller.RecordControllerView, processor.RecordProcessorView):
        shown = "\n".join(texts(binder(complete, kind)))
        assert [secret for secret in secrets if secret in shown] == []


def test_a_retired_activity_is_left_out(complete: pipeline.Judged) -> None:
    registry, gone = with_activity(complete.registry, status="retired")
    anchors = [sheet.anchor for sheet in view_of(registry, complete).sheets]
    assert f"activity-{gone.id}" not in anchors
    assert len(anchors) == len(own(complete.registry)) - 1


def test_an_ended_activity_stays_and_says_so(complete: pipeline.Judged) -> None:
    registry, ended = with_activity(complete.registry, ended_on=AS_OF.replace(year=2025))
    fact = sheet_of(view_of(registry, complete), ended).ended
    assert fact is not None
    assert fact.text == "Ended on 22 November 2025."
    registry, ending = with_activity(complete.registry, ended_on=AS_OF.replace(year=2027))
    fact = sheet_of(view_of(registry, complete), ending).ended
    assert fact is not None
    assert fact.text == "Ends on 22 November 2027."


def test_no_recipients_and_no_word_about_recipients_are_two_things(complete: pipeline.Judged) -> None:
    registry, stated = with_activity(complete.registry, recipients=(), transfers=())
    sheet = sheet_of(view_of(registry, complete), stated)
    assert texts(section_of(sheet, "d")) == ["The data are disclosed to nobody outside the organisation."]
    assert texts(section_of(sheet, "e")) == [
        "No data are transferred to a third country or to an international organisation."
    ]
    registry, unknown = with_activity(complete.registry, recipients=None, transfers=None)
    sheet = sheet_of(view_of(registry, complete), unknown)
    assert section_of(sheet, "d").missing == section_of(sheet, "e").missing == "Nothing is recorded."


def test_what_is_not_said_in_a_proposed_activity_is_to_be_confirmed(complete: pipeline.Judged) -> None:
    processed = replace(on_behalf(complete.registry)[0], transfers=None)
    registry = replace(
        complete.registry,
        activities={**complete.registry.activities, processed.id: processed},
        unconfirmed={processed.at.record: (Unconfirmed(at=At(processed.at.record), question="?"),)},
    )
    assert registry.organisation is not None
    record = processor.view(registry, registry.organisation, complete.languages["en-GB"], AS_OF)
    assert texts(section_of(sheet_of(record, processed), "c")) == ["to be confirmed"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reason_for_keeping_the_record_is_in_its_language(complete: pipeline.Judged, language: str) -> None:
    cover = binder(complete, controller.RecordControllerView, language).cover
    reasons = [fact for one in cover.who for fact in one.facts if str(fact.at).startswith("organisation#record_ex")]
    assert len(reasons) == 2
    assert not [fact for fact in reasons if fact.language]


def test_data_that_the_person_does_not_give_need_not_be_given(complete: pipeline.Judged) -> None:
    sources = complete.registry.data_sources.values()
    person = next(one for one in sources if one.kind == "data_subject")
    other = next(one for one in sources if one.kind != "data_subject")
    first = next(one for one in own(complete.registry) if one.data_categories)
    assert first.data_categories
    for source, shown in ((person, []), (other, ["\N{EN DASH}"])):
        entry = replace(first.data_categories[0], mandatory=None, sources=(source,))
        changed = replace(first, data_categories=(entry,))
        registry = replace(complete.registry, activities={**complete.registry.activities, first.id: changed})
        blocks = section_of(sheet_of(view_of(registry, complete), changed), "c").blocks
        table = next(one.table for one in blocks if one.table and one.table.kind == "data")
        assert texts(table.rows[0][3]) == shown


def test_a_bare_activity_still_has_every_point(complete: pipeline.Judged) -> None:
    nothing = dict.fromkeys(
        (
            *("description", "responsible", "purposes", "data_subjects", "data_categories", "operations", "recipients"),
            *("systems", "transfers", "security_measures", "provision_of_data", "automated_decision", "profiling"),
            *("direct_marketing", "joint_arrangement", "dpia", "dpia_screening", "notices", "started_on"),
        )
    )
    registry, bare = with_activity(complete.registry, **nothing)
    sheet = sheet_of(view_of(registry, complete), bare)
    assert [part.letter for part in sheet.sections if part.missing] == [f"({x})" for x in "bcdefg"]


def test_the_indexes_lead_to_the_sheets_that_name_the_thing(complete: pipeline.Judged) -> None:
    record = binder(complete, controller.RecordControllerView)
    recipients = next(one for one in record.indexes if one.id == "index-recipients")
    for entry in recipients.entries:
        for sheet in entry.sheets:
            assert entry.name.text in texts(section_of(sheet, "d"))
    named = {(entry.name.text, sheet.anchor) for entry in recipients.entries for sheet in entry.sheets}
    for activity in own(complete.registry):
        for recipient in activity.recipients or ():
            if recipient.party is not None:
                assert (recipient.party.legal_name, f"activity-{activity.id}") in named


def test_countries_outside_the_area_are_marked(complete: pipeline.Judged) -> None:
    record = binder(complete, controller.RecordControllerView)
    countries = next(one for one in record.indexes if one.id == "index-countries")
    marked = {
        entry.name.text: "outside the European Economic Area" in texts(entry.notes) for entry in countries.entries
    }
    assert marked["Finland"] is False
    abroad = {
        complete.languages["en-GB"].country(transfer.country)
        for activity in own(complete.registry)
        for transfer in activity.transfers or ()
        if transfer.country
    }
    assert abroad
    assert {name for name in abroad if not marked[name]} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_indexes_name_everything_once_and_in_order(complete: pipeline.Judged, language: str) -> None:
    for kind in (controller.RecordControllerView, processor.RecordProcessorView):
        for one in binder(complete, kind, language).indexes:
            assert one.entries, one.id
            assert all(entry.sheets for entry in one.entries)
            assert len({sheet.anchor for entry in one.entries for sheet in entry.sheets}) >= 1
            if one.id != "index-periods":
                names = [entry.name.text.casefold() for entry in one.entries]
                assert names == sorted(names)


def test_an_index_leaves_out_what_has_no_name(complete: pipeline.Judged) -> None:
    from seloste.sheets import Mention

    record = binder(complete, controller.RecordControllerView)
    sheet = record.sheets[0]
    voice = Voice(registry=complete.registry, locale=complete.languages["en-GB"], as_of=AS_OF, public=False)
    made: Index = index(
        voice,
        "people",
        "Name",
        [
            Mention(key="b", name=replace(sheet.name, text="b"), sheet=sheet),
            Mention(key="a", name=replace(sheet.name, text="A"), sheet=sheet),
            Mention(key="b", name=replace(sheet.name, text="b"), sheet=record.sheets[1]),
            Mention(key="", name=None, sheet=sheet),
        ],
    )
    entries: tuple[Entry, ...] = made.entries
    assert [(entry.name.text, len(entry.sheets)) for entry in entries] == [("A", 1), ("b", 2)]


def test_every_fact_comes_from_a_record_that_is_there(complete: pipeline.Judged) -> None:
    for kind in (controller.RecordControllerView, processor.RecordProcessorView):
        strangers = {fact.at.record for fact in facts_in(binder(complete, kind))} - set(complete.sources.records)
        assert strangers == set()


def test_a_confirmed_record_asks_nothing(complete: pipeline.Judged) -> None:
    for kind in (controller.RecordControllerView, processor.RecordProcessorView):
        record = binder(complete, kind)
        assert not record.draft
        assert record.unconfirmed == ()
        assert all(sheet.questions == () and sheet.whole is None for sheet in record.sheets)
        assert not any(fact.awaits for fact in facts_in(record))


def test_a_draft_asks_every_open_question_once_at_the_end(aito: pipeline.Judged) -> None:
    record = binder(aito, controller.RecordControllerView)
    assert record.draft
    places = [one.where for one in record.unconfirmed]
    assert sorted(places) == sorted(str(fact.at) for facts in aito.registry.unconfirmed.values() for fact in facts)
    assert len(set(places)) == len(places)
    assert aito.registry.organisation is not None
    assert texts(record.questions) == list(aito.registry.organisation.questions)


def test_a_sheet_asks_what_is_open_on_it(aito: pipeline.Judged) -> None:
    record, seen = binder(aito, controller.RecordControllerView), 0
    for activity in own(aito.registry):
        sheet = sheet_of(record, activity)
        asked = {one.where for one in sheet.questions}
        for fact in aito.registry.unconfirmed.get(activity.at.record, ()):
            if fact.at.path:
                seen += 1
                assert str(fact.at) in asked
        for shown in facts_in(sheet.sections):
            question = aito.registry.awaits_confirmation(shown.at)
            if question is not None and question.at.path and not question.at.record.startswith("organisation"):
                assert str(question.at) in asked
    assert seen > 50


def test_an_activity_that_awaits_confirmation_as_a_whole_says_it_once(aito: pipeline.Judged) -> None:
    whole = [
        (kind, activity)
        for kind, activities in (
            (controller.RecordControllerView, own(aito.registry)),
            (processor.RecordProcessorView, on_behalf(aito.registry)),
        )
        for activity in activities
        if any(not fact.at.path for fact in aito.registry.unconfirmed.get(activity.at.record, ()))
    ]
    assert whole
    for kind, activity in whole:
        sheet = sheet_of(binder(aito, kind), activity)
        assert sheet.whole is not None
        assert sheet.name.announced


def test_a_company_without_a_registered_name_is_called_by_its_trade_name(aito: pipeline.Judged) -> None:
    cover = binder(aito, controller.RecordControllerView).cover
    assert cover.organisation is not None
    assert cover.organisation.text == "Aito Support"
    assert any(fact.absent and str(fact.at) == "organisation#legal_name" for line in cover.who for fact in line.facts)
