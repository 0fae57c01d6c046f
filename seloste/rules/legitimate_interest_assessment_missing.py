"""No balancing test is on file for a legitimate interest.

Art. 6(1)(f) holds only where the processing is necessary for the interest and people's interests and rights do not
override it, “in particular where the data subject is a child”. The controller has to be able to show that (Art. 5(2),
24(1)), so the three steps belong on paper: the interest, the necessity, the balance with its outcome. The law does not
prescribe the paper itself, so its absence is a warning; where children or special categories are concerned it is an
error. A file without necessity, balance or outcome is no test.

Fails:

    # file: activities/shop.yaml
    id: shop
    name: Shop security
    role: controller
    purposes:
      - {purpose: prevent-theft, lawful_basis: interest}
    # file: purposes/prevent-theft.yaml
    id: prevent-theft
    label: We prevent thefts in our shops
    # file: lawful-bases/interest.yaml
    id: interest
    article: 6(1)(f)  # expect: legitimate-interest-assessment-missing
    explanation: We believe the processing to be essential for our business

Fails:

    # file: activities/shop.yaml
    id: shop
    name: Shop security
    role: controller
    purposes:
      - {purpose: prevent-theft, lawful_basis: interest}
    data_subjects: [children]
    # file: purposes/prevent-theft.yaml
    id: prevent-theft
    label: We prevent thefts in our shops
    # file: data-subjects/children.yaml
    id: children
    label: Children
    children: true
    # file: lawful-bases/interest.yaml
    id: interest
    article: 6(1)(f)
    lia: theft
    # file: assessments/theft.yaml
    id: theft  # expect: legitimate-interest-assessment-missing
    kind: legitimate_interest
    interest: To keep stolen devices out of our shops
    balancing: Customers expect to be safe

Fails:

    # file: activities/shop.yaml
    id: shop
    name: Shop security
    role: controller
    purposes:
      - {purpose: prevent-theft, lawful_basis: interest}
    # file: purposes/prevent-theft.yaml
    id: prevent-theft
    label: We prevent thefts in our shops
    # file: lawful-bases/interest.yaml
    id: interest
    article: 6(1)(f)
    lia: cameras  # expect: legitimate-interest-assessment-missing
    # file: assessments/cameras.yaml
    id: cameras
    kind: dpia
    description: Cameras at the counters

Passes:

    # file: activities/shop.yaml
    id: shop
    name: Shop security
    role: controller
    purposes:
      - {purpose: prevent-theft, lawful_basis: interest}
    # file: purposes/prevent-theft.yaml
    id: prevent-theft
    label: We prevent thefts in our shops
    # file: lawful-bases/interest.yaml
    id: interest
    article: 6(1)(f)
    lia: theft
    # file: assessments/theft.yaml
    id: theft
    kind: legitimate_interest
    necessity: Milder means have been tried and did not help
    balancing: Customers expect to be safe
    outcome: prevails

Passes:

    # file: activities/website.yaml
    id: website
    name: Website
    role: controller
    purposes:
      - {purpose: count-visits, lawful_basis: consent}
    data_subjects: [children]
    # file: purposes/count-visits.yaml
    id: count-visits
    label: We count the visits to our website
    # file: data-subjects/children.yaml
    id: children
    label: Children
    children: true
    # file: lawful-bases/consent.yaml
    id: consent
    article: 6(1)(a)
    # file: lawful-bases/spare.yaml
    id: spare
    article: 6(1)(f)

Passes:

    # file: activities/shop.yaml
    id: shop
    name: Shop security
    role: controller
    purposes:
      - {purpose: prevent-theft, lawful_basis: interest}
    # file: purposes/prevent-theft.yaml
    id: prevent-theft
    label: We prevent thefts in our shops
    # file: lawful-bases/interest.yaml
    id: interest
    article: 6(1)(f)
    lia: theft
    # file: assessments/theft.yaml
    id: theft
    kind: legitimate_interest
    necessity: Milder means have been tried and did not help
    balancing: Customers expect to be safe
    unconfirmed:
      outcome: What was the outcome of the balancing test?
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import At, Severity
from seloste.model import Assessment, Registry
from seloste.rules import BasisUse, Broken, Case, confirmed, data_of, is_special, name, used_bases

severity = Severity.WARNING
citation = "Art. 6(1)(f), 5(2), 24(1); EDPB Guidelines 1/2024"
tags = ("bases", "interests", "assessments")


def broken(case: Case) -> Iterator[Broken]:
    """Every interest in use without a balancing test that has its necessity, its balance and its outcome."""
    for basis, uses in used_bases(case.registry, "6(1)(f)"):
        lacking = _lacking(case.registry, basis.lia)
        if basis.lia is not None and not lacking:
            continue
        grave = next((use for use in uses if _is_grave(case.registry, use)), None)
        use = grave or uses[0]
        at, message = _said(basis.at, basis.lia, lacking, use)
        yield Broken(
            at=at,
            message=message + (" Children or special categories of data are concerned." if grave else ""),
            fix="Write the test with interest, necessity, balancing and outcome in assessments/, and name it in lia.",
            rests_on=(basis.at / "article", basis.at / "lia", use.at),
            severity=Severity.ERROR if grave else None,
        )


def _said(basis: At, test: Assessment | None, lacking: tuple[str, ...], use: BasisUse) -> tuple[At, str]:
    """Where the gap is, and what it is."""
    of = f"“{name(use.entry.purpose.label if use.entry and use.entry.purpose else use.activity.name)}”"
    if test is None:
        return basis / "article", f"No balancing test is on file for {of}."
    if test.kind != "legitimate_interest":
        return basis / "lia", f"“{test.id}” is no balancing test, so none is on file for {of}."
    return test.at / "id", f"The balancing test for {of} lacks {' and '.join(lacking)}."


def _lacking(registry: Registry, test: Assessment | None) -> tuple[str, ...]:
    """The steps that the test lacks, apart from those about which the company is being asked."""
    if test is None or test.kind != "legitimate_interest":
        return ("everything",)
    steps = {"necessity": test.necessity, "balancing": test.balancing, "outcome": test.outcome}
    return tuple(step for step, done in steps.items() if done is None and confirmed(registry, test.at / step))


def _is_grave(registry: Registry, use: BasisUse) -> bool:
    """Are children or special categories concerned, so far as the company has confirmed it?"""
    activity = use.activity
    if any(one.children and confirmed(registry, one.at / "children") for one in activity.data_subjects or ()):
        return True
    if activity.children is not None and activity.children.targeted:
        return confirmed(registry, activity.children.at / "targeted")
    data = data_of(activity, use.entry) if use.entry else ()
    return any(is_special(one) and confirmed(registry, one.at / "sensitivity") for one in data)
