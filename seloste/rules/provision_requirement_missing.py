"""People are not told whether they have to give their data, and what happens if they do not.

Where data are collected from the person, people are told whether a law or a contract requires them, or whether they
are needed to enter into a contract; whether they are obliged to give them; and what may follow if they do not (Art.
13(2)(e)). Where giving them is voluntary and nobody is obliged, nothing follows that had to be told.

Fails:

    # file: activities/sales.yaml
    id: sales
    name: Sales  # expect: provision-requirement-missing
    role: controller
    data_categories: [{category: contacts, sources: [person]}]
    # file: data-categories/contacts.yaml
    id: contacts
    label: Names and addresses
    # file: data-sources/person.yaml
    id: person
    kind: data_subject

Fails:

    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    data_categories: [{category: contacts, sources: [person]}]
    provision_of_data:
      nature: contractual  # expect: provision-requirement-missing
      obliged: false
    # file: data-categories/contacts.yaml
    id: contacts
    label: Names and addresses
    # file: data-sources/person.yaml
    id: person
    kind: data_subject

Fails:

    # file: activities/sales.yaml
    id: sales
    name: Sales  # expect: provision-requirement-missing
    role: controller
    data_categories: [{category: contacts}]
    # file: data-categories/contacts.yaml
    id: contacts
    label: Names and addresses
    origin: provided

Passes:

    # file: activities/sales.yaml
    id: sales
    name: Sales
    role: controller
    data_categories: [{category: contacts, sources: [person]}]
    provision_of_data: {nature: contractual, obliged: false, consequence: Without an address we cannot deliver.}
    # file: data-categories/contacts.yaml
    id: contacts
    label: Names and addresses
    # file: data-sources/person.yaml
    id: person
    kind: data_subject

Passes:

    # file: activities/survey.yaml
    id: survey
    name: Survey
    role: controller
    data_categories: [{category: answers, sources: [person]}]
    provision_of_data: {nature: voluntary, obliged: false}
    # file: data-categories/answers.yaml
    id: answers
    label: Answers
    # file: data-sources/person.yaml
    id: person
    kind: data_subject

Passes:

    # file: activities/cameras.yaml
    id: cameras
    name: Cameras in the shops
    role: controller
    data_categories: [{category: recordings, sources: [cameras]}]
    # file: data-categories/recordings.yaml
    id: recordings
    label: Recordings
    origin: observed
    # file: data-sources/cameras.yaml
    id: cameras
    kind: observation

Passes:

    # file: activities/hosting.yaml
    id: hosting
    name: Hosting for customers
    role: processor
    data_categories: [{category: contacts, sources: [person]}]
    # file: data-categories/contacts.yaml
    id: contacts
    label: Names and addresses
    # file: data-sources/person.yaml
    id: person
    kind: data_subject
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import At, Severity
from seloste.model import Activity, DataEntry, Provision
from seloste.rules import Broken, Case, clauses, confirmed, name, own_activities

severity = Severity.ERROR
citation = "Art. 13(2)(e)"
tags = ("notice", "sources")


def broken(case: Case) -> Iterator[Broken]:
    """Every own activity with data from the people themselves that leaves this open, in the registry or on its page."""
    whole = {}
    for activity in own_activities(case.registry):
        given = [entry for entry in activity.data_categories or () if _is_from_the_person(entry)]
        if not given:
            continue
        missing = _missing(activity.provision_of_data)
        if not missing:
            whole[activity.id] = activity
            continue
        firm = next((one for one in given if confirmed(case.registry, *_places(one))), given[0])
        yield Broken(
            at=_where(activity),
            message=f"“{name(activity.name)}” does not say {' and '.join(missing.values())}.",
            fix="Write nature, obliged and consequence under provision_of_data.",
            rests_on=(*(activity.at / "provision_of_data" / key for key in missing), *_places(firm)),
        )
    yield from _lost_on_the_page(case, whole)


def _is_from_the_person(entry: DataEntry) -> bool:
    if entry.sources is None:
        return entry.category is not None and entry.category.origin == "provided"
    return any(source.kind == "data_subject" for source in entry.sources)


def _places(entry: DataEntry) -> tuple[At, ...]:
    return (entry.at / "category", entry.at / "sources")


def _missing(provision: Provision | None) -> dict[str, str]:
    """What is not said: the field, and what it would tell."""
    nature = provision.nature if provision else None
    obliged = provision.obliged if provision else None
    consequence = provision.consequence if provision else None
    missing = {}
    if nature is None:
        missing["nature"] = "whether the data are required"
    if obliged is None:
        missing["obliged"] = "whether people are obliged to give them"
    if consequence is None and not (nature == "voluntary" and obliged is False):
        missing["consequence"] = "what happens without them"
    return missing


def _where(activity: Activity) -> At:
    provision = activity.provision_of_data
    if provision is None:
        return activity.at / "name"
    written = [key for key in ("nature", "obliged", "consequence") if getattr(provision, key) is not None]
    return provision.at / written[0] if written else provision.at


def _lost_on_the_page(case: Case, whole: dict[str, Activity]) -> Iterator[Broken]:
    """Activities whose registry says it all and whose section on a page does not."""
    for view, notice in clauses(case):
        for section in view.sections:
            activity = whole.get(section.id)
            provision = activity.provision_of_data if activity else None
            if activity is None or provision is None:
                continue
            if len(section.provision) < 2 or (provision.consequence is not None and section.consequence is None):
                del whole[section.id]
                yield Broken(
                    at=activity.at / "provision_of_data",
                    message=f"The page of “{name(notice.title)}” does not show whether people must give the data of "
                    f"“{name(activity.name)}”.",
                    fix="Show provision_of_data in the section of the activity.",
                )
