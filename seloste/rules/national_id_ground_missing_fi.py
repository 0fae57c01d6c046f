"""The Finnish personal identity code is used without one of the grounds of the law.

A Member State may lay down when a national identification number may be processed (Art. 87). In Finland the personal
identity code (henkilötunnus) may be processed only on the grounds of the Data Protection Act 1050/2018 s. 29, in force
from 1 January 2019: consent, law, a statutory task, rights and obligations, research, or a sector that the section
lists. A lawful basis under Art. 6 does not replace the ground. A purpose without a list of data of its own uses all the
data of its activity.

Fails:

    # file: organisation.yaml
    id: organisation
    established_in: FI
    # file: activities/credit.yaml
    id: credit
    name: Instalments
    role: controller
    purposes:
      - purpose: grant-instalments  # expect: national-id-ground-missing-fi
        lawful_basis: contract
    data_categories:
      - {category: identity-code}
    # file: purposes/grant-instalments.yaml
    id: grant-instalments
    label: We decide whether you can pay in instalments
    # file: data-categories/identity-code.yaml
    id: identity-code
    label: Personal identity code
    sensitivity: national_id
    # file: lawful-bases/contract.yaml
    id: contract
    article: 6(1)(b)

Passes:

    # file: organisation.yaml
    id: organisation
    established_in: FI
    # file: activities/credit.yaml
    id: credit
    name: Instalments
    role: controller
    purposes:
      - {purpose: grant-instalments, national_id_ground: sector_listed_in_section_29}
      - {purpose: tell-of-offers, data_categories: [names]}
    data_categories:
      - {category: identity-code}
      - {category: names}
    # file: purposes/grant-instalments.yaml
    id: grant-instalments
    label: We decide whether you can pay in instalments
    # file: purposes/tell-of-offers.yaml
    id: tell-of-offers
    label: We tell you of our offers
    # file: data-categories/identity-code.yaml
    id: identity-code
    label: Personal identity code
    sensitivity: national_id
    # file: data-categories/names.yaml
    id: names
    label: Names

Passes:

    # file: organisation.yaml
    id: organisation
    established_in: FI
    # file: activities/sales.yaml
    id: sales
    name: Sales to companies
    role: controller
    purposes:
      - {purpose: deliver-orders}
    data_categories:
      - {category: business-id}
    # file: purposes/deliver-orders.yaml
    id: deliver-orders
    label: We deliver what has been ordered
    # file: data-categories/business-id.yaml
    id: business-id
    label: Business ID and customer number
    sensitivity: ordinary

Passes:

    # file: organisation.yaml
    id: organisation
    established_in: SE
    # file: activities/credit.yaml
    id: credit
    name: Instalments
    role: controller
    purposes:
      - {purpose: grant-instalments}
    data_categories:
      - {category: identity-code}
    # file: purposes/grant-instalments.yaml
    id: grant-instalments
    label: We decide whether you can pay in instalments
    # file: data-categories/identity-code.yaml
    id: identity-code
    label: Swedish personal identity number
    sensitivity: national_id

Passes:

    # as-of: 2018-12-31
    # file: organisation.yaml
    id: organisation
    established_in: FI
    # file: activities/credit.yaml
    id: credit
    name: Instalments
    role: controller
    purposes:
      - {purpose: grant-instalments}
    data_categories:
      - {category: identity-code}
    # file: purposes/grant-instalments.yaml
    id: grant-instalments
    label: We decide whether you can pay in instalments
    # file: data-categories/identity-code.yaml
    id: identity-code
    label: Personal identity code
    sensitivity: national_id
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.rules import Broken, Case, data_of, finnish, name, own_purposes

severity = Severity.ERROR
citation = "Art. 87; Data Protection Act 1050/2018 s. 29"
tags = ("special", "finland", "dated")


def broken(case: Case) -> Iterator[Broken]:
    """Every purpose of an own activity that uses the personal identity code without a ground."""
    organisation = finnish(case.registry)
    act = case.registry.vocabulary.statutes.get("fi-1050-2018")
    if organisation is None or act is None or not act.in_force(case.as_of):
        return
    for activity, entry in own_purposes(case.registry):
        codes = [one for one in data_of(activity, entry) if one.sensitivity == "national_id"]
        if entry.national_id_ground is None and codes:
            purpose = f"“{name(entry.purpose.label)}”" if entry.purpose else "A purpose"
            yield Broken(
                at=entry.at / ("purpose" if entry.purpose else "data_categories"),
                message=f"{purpose} in “{name(activity.name)}” uses “{name(codes[0].label)}” without a ground of the "
                "Data Protection Act.",
                fix="Choose the ground of section 29 under national_id_ground; or list under data_categories what the "
                "purpose really uses; or stop collecting the code.",
                rests_on=(
                    entry.at / "national_id_ground",
                    entry.at / "data_categories",
                    codes[0].at / "sensitivity",
                    organisation.at / "established_in",
                ),
            )
