"""A storage period is worded so that nobody can calculate when the data go.

People are told the period, or the criteria that determine it (Art. 13(2)(a)); criteria that say only "as long as
necessary" repeat the law (Art. 5(1)(e)) and determine nothing. "Normally" and "at least" name no longest time. A
criterion with an event that can be known, such as the end of the customer relationship, is fine; so is a text that
tells what a law asks for at the least.

Fails:

    # file: retention-periods/feedback.yaml
    id: feedback
    criteria: As long as it is necessary for our business.  # expect: retention-vague

Fails:

    # file: retention-periods/customers.yaml
    id: customers
    duration: P10Y
    trigger: contract_end
    criteria:
      en-GB: We normally retain customer information for ten years.  # expect: retention-vague
      fi: Kymmenen vuotta sopimuksen päättymisestä.

Fails:

    # file: fragments/retention.yaml
    id: retention
    placement: retention
    text:
      en-GB: Camera recordings are erased after 14 days.
      fi: Tietoja säilytetään niin kauan kuin se on tarpeellista.  # expect: retention-vague

Fails:

    # file: retention-periods/vouchers.yaml
    id: vouchers
    criteria: At least six years.  # expect: retention-vague

Passes:

    # file: retention-periods/customers.yaml
    id: customers
    criteria:
      en-GB: For as long as the customer relationship lasts and for two years after its end.
      fi: Niin kauan kuin asiakassuhde kestää ja kaksi vuotta sen päättymisestä.

Passes:

    # file: retention-periods/vouchers.yaml
    id: vouchers
    duration: P6Y
    trigger: end_of_calendar_year_of_fy_end
    justification: As long as necessary under the Accounting Act.

Passes:

    # file: fragments/retention.yaml
    id: retention
    placement: retention
    text:
      en-GB: The law requires us to keep vouchers for at least six years. They are then permanently deleted.
      fi: Kirjanpitolaki edellyttää, että säilytämme tositteet vähintään kuusi vuotta.

Passes:

    # file: fragments/children.yaml
    id: children
    placement: intro
    text: The club is for children of at least 13 years. We answer within a reasonable time.
    # file: fragments/security.yaml
    id: security
    placement: contact
    text: The shop in Oulu is closed for the time being.
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.model import Registry
from seloste.rules import Broken, Case, Passage, passages, quoted, sentence_of
from seloste.vocabulary import Hit

severity = Severity.ERROR
citation = "Art. 13(2)(a), 14(2)(a), 5(1)(e)"
tags = ("retention", "texts")

_REASONS = ("justification",)


def broken(case: Case) -> Iterator[Broken]:
    """Every storage period in words, and every public sentence on storage, that names no end."""
    registry = case.registry
    periods = {period.at.record for period in registry.retention_periods.values()}
    about = {one.at.record for one in registry.fragments.values() if one.placement == "retention"}
    for passage in passages(registry):
        if passage.at.record in periods and passage.at.path[0] in _REASONS:
            continue
        told = passage.at.record in periods or passage.at.record in about
        hits = tuple(hit for hit in _vague(registry, passage) if told or _says(registry, passage, hit, "storage"))
        if hits:
            yield Broken(
                at=passage.at,
                message=f"{quoted(hits)} does not let anyone calculate when the data go.",
                fix="Write a duration and a trigger, the event it runs from; in a text, the longest time or an event "
                "that can be known.",
            )


def _vague(registry: Registry, passage: Passage) -> Iterator[Hit]:
    lexicon = registry.vocabulary.lexicons.get(passage.language)
    if lexicon is None:
        return
    yield from lexicon.find("retention_vague", passage.words)
    for hit in lexicon.find("retention_minimum", passage.words):
        # A law may name a shortest time, and a text may tell so.
        if not _says(registry, passage, hit, "legal_duty"):
            yield hit


def _says(registry: Registry, passage: Passage, hit: Hit, lexicon: str) -> bool:
    return bool(registry.vocabulary.lexicons[passage.language].find(lexicon, sentence_of(passage, hit)))
