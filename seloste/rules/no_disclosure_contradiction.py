"""A text denies disclosures that the registry records.

Who says that data are not given to outsiders, and gives them to another controller, to an authority or to an importer
abroad, says something untrue about the recipients (Art. 5(1)(a), 13(1)(e)). A processor that works for the company is
no third party (Art. 4(10)), wherever it is; a text that only denies selling data denies no other disclosure; and what
the text about one activity denies is held against that activity alone.

Fails:

    # file: notices/privacy-notice.yaml
    id: privacy-notice
    title: Privacy notice
    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    recipients: [{category_label: Insurance companies, role: independent_controller}]
    notices: [privacy-notice]
    # file: fragments/recipients.yaml
    id: recipients
    notice: privacy-notice
    placement: recipients
    text: We do not give personal data to outsiders.  # expect: no-disclosure-contradiction

Fails:

    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    description:
      en-GB: Data are never disclosed to third parties.  # expect: no-disclosure-contradiction
      fi: Myyntiin liittyvät tiedot.
    recipients: [{category_label: Tax Administration, role: authority}]

Fails:

    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    purposes: [{purpose: delivery}]
    transfers: [brand]
    # file: purposes/delivery.yaml
    id: delivery
    label: Delivering what was ordered
    plain_text: Emme luovuta tietojasi ulkopuolisille.
    # file: transfers/brand.yaml
    id: brand
    country: US
    importer_role: controller
    # file: fragments/recipients.yaml
    id: recipients
    placement: recipients
    text:
      fi: Emme luovuta tietojasi ulkopuolisille.  # expect: no-disclosure-contradiction

Passes:

    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    recipients: [{category_label: Hosting services, role: processor}]
    transfers: [hosting]
    # file: transfers/hosting.yaml
    id: hosting
    country: US
    importer_role: processor
    # file: fragments/recipients.yaml
    id: recipients
    placement: recipients
    text: We do not disclose your data to third parties.

Passes:

    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    recipients: [{category_label: Tax Administration, role: authority}]
    # file: fragments/recipients.yaml
    id: recipients
    placement: recipients
    text: We do not sell your data to third parties, and we do not give them to others without telling you here.

Passes:

    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    recipients: [{category_label: Insurance companies, role: independent_controller, until: 2025-12-31}]
    # file: activities/survey.yaml
    id: survey
    name: Survey
    role: controller
    description: We do not give the answers to outsiders.
    recipients: none
    # file: activities/claims.yaml
    id: claims
    name: Claims
    role: controller
    recipients: [{category_label: Insurance companies, role: independent_controller}]
    # file: fragments/recipients.yaml
    id: recipients
    placement: recipients
    text: We do not disclose data to third parties except as stated here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from seloste.covered import activities_of, of_activity
from seloste.findings import At, Severity
from seloste.model import Activity, Registry
from seloste.rules import Broken, Case, confirmed, own_activities, passages, quoted

severity = Severity.ERROR
citation = "Art. 5(1)(a), 13(1)(e)"
tags = ("recipients", "texts")


def broken(case: Case) -> Iterator[Broken]:
    """Every public text that denies disclosures, while an activity it speaks of discloses data."""
    registry = case.registry
    speaks_of: Mapping[str, list[Activity]] | None = None
    for passage in passages(registry):
        lexicon = registry.vocabulary.lexicons.get(passage.language)
        hits = lexicon.find("contradiction", passage.words) if lexicon else ()
        if not hits:
            continue
        speaks_of = speaks_of if speaks_of is not None else _activities_by_record(registry)
        disclosed = _disclosures(registry, speaks_of.get(passage.at.record, ()), case.as_of)
        if not disclosed:
            continue
        rests_on, what = next((one for one in disclosed if confirmed(registry, *one[0])), disclosed[0])
        yield Broken(
            at=passage.at,
            message=f"{quoted(hits)} is untrue: the registry records {what}.",
            fix="Delete the sentence, or say to whom data are disclosed and why.",
            rests_on=rests_on,
        )


def _activities_by_record(registry: Registry) -> Mapping[str, list[Activity]]:
    """Which own activities the texts of a record speak of; texts of no activity in particular speak of all."""
    everything = list(own_activities(registry))
    found: dict[str, list[Activity]] = {}
    for activity in everything:
        for record in of_activity(activity):
            found.setdefault(record.at.record, []).append(activity)
    of_notices = {notice.id: list(activities_of(registry, notice)) for notice in registry.notices.values()}
    for notice in registry.notices.values():
        found[notice.at.record] = of_notices[notice.id]
    for fragment in registry.fragments.values():
        found[fragment.at.record] = of_notices[fragment.notice.id] if fragment.notice else everything
    for cookie in registry.cookies.values():
        found[cookie.at.record] = [cookie.activity] if cookie.activity else []
    for channel in registry.rights.values():
        found[channel.at.record] = everything
    if registry.organisation is not None:
        found[registry.organisation.at.record] = everything
    return found


def _disclosures(registry: Registry, activities: Iterable[Activity], as_of: date) -> list[tuple[tuple[At, ...], str]]:
    """The disclosures to others of these activities on this day: the places that say so, and in words."""
    found: list[tuple[tuple[At, ...], str]] = []
    for activity in activities:
        for one in activity.recipients or ():
            running = (one.since is None or one.since <= as_of) and (one.until is None or as_of <= one.until)
            if running and one.role in ("independent_controller", "authority"):
                kind = "an authority" if one.role == "authority" else "another controller"
                found.append(((one.at / "role", one.at / "party"), f"a disclosure to {kind} by {activity.id}"))
        for transfer in activity.transfers or ():
            importer = transfer.importer.kind if transfer.importer else None
            ours = transfer.importer_role == "processor" or importer in ("processor", "sub_processor")
            abroad = transfer.country is not None and registry.vocabulary.is_third_country(transfer.country, as_of)
            if transfer.status != "retired" and abroad and not ours:
                found.append(((activity.at / "transfers", transfer.at), f"a transfer abroad by {activity.id}"))
    return found
