"""Private persons get electronic marketing without consent and without the existing-customer exception.

Direct marketing by e-mail, text or multimedia message or automated call may be sent to natural persons only with
their prior consent, or to the company's own customers under the exception of Act 917/2014 s. 200 (Directive
2002/58/EC Art. 13(1)-(2)). A legitimate interest is not enough for the sending. Companies and other legal persons may
be addressed until they refuse (s. 202); marketing by post or by a caller in person has rules of its own.

Fails:

    # file: organisation.yaml
    id: organisation
    established_in: FI
    # file: activities/marketing.yaml
    id: marketing
    name: Newsletter
    role: controller
    purposes:
      - purpose: newsletter  # expect: emarketing-basis-missing-fi
        lawful_basis: interest
    direct_marketing: {used: true, channels: [email]}
    # file: purposes/newsletter.yaml
    id: newsletter
    label: We send customers our newsletter
    is_direct_marketing: true
    # file: lawful-bases/interest.yaml
    id: interest
    article: 6(1)(f)

Fails:

    # file: organisation.yaml
    id: organisation
    established_in: FI
    # file: activities/marketing.yaml
    id: marketing
    name: Text messages
    role: controller
    purposes:
      - purpose: newsletter
        applies_to: [consumer, company]
        eprivacy_basis: legal_person_opt_out  # expect: emarketing-basis-missing-fi
    direct_marketing: {used: true, channels: [sms, post]}
    # file: purposes/newsletter.yaml
    id: newsletter
    label: We send customers our offers
    is_direct_marketing: true

Passes:

    # file: organisation.yaml
    id: organisation
    established_in: FI
    # file: activities/marketing.yaml
    id: marketing
    name: Newsletter
    role: controller
    purposes:
      - {purpose: newsletter, eprivacy_basis: consent, applies_to: [consumer]}
      - {purpose: newsletter, eprivacy_basis: soft_opt_in, applies_to: [web_store]}
      - {purpose: newsletter, eprivacy_basis: legal_person_opt_out, applies_to: [company, public_organisation]}
      - {purpose: choose-offers, lawful_basis: interest}
    direct_marketing: {used: true, channels: [email, sms]}
    # file: purposes/newsletter.yaml
    id: newsletter
    label: We send customers our newsletter
    is_direct_marketing: true
    # file: purposes/choose-offers.yaml
    id: choose-offers
    label: We choose the offers that suit you
    is_direct_marketing: true
    is_profiling: true
    # file: lawful-bases/interest.yaml
    id: interest
    article: 6(1)(f)

Passes:

    # file: organisation.yaml
    id: organisation
    established_in: FI
    # file: activities/marketing.yaml
    id: marketing
    name: Letters and calls
    role: controller
    purposes:
      - {purpose: letters, lawful_basis: interest}
    direct_marketing: {used: true, channels: [post, phone]}
    # file: purposes/letters.yaml
    id: letters
    label: We send customers letters and call them
    is_direct_marketing: true
    # file: lawful-bases/interest.yaml
    id: interest
    article: 6(1)(f)

Passes:

    # file: organisation.yaml
    id: organisation
    established_in: FI
    # file: activities/marketing.yaml
    id: marketing
    name: Letters to companies
    role: controller
    purposes:
      - {purpose: newsletter, lawful_basis: interest}
    data_subjects: [contact-persons]
    direct_marketing: {used: true, channels: [email]}
    # file: purposes/newsletter.yaml
    id: newsletter
    label: We write to the companies that buy from us
    is_direct_marketing: true
    # file: data-subjects/contact-persons.yaml
    id: contact-persons
    label: Contact persons of companies
    relationship: customers_staff
    # file: lawful-bases/interest.yaml
    id: interest
    article: 6(1)(f)

Passes:

    # file: organisation.yaml
    id: organisation
    established_in: FI
    # file: activities/orders.yaml
    id: orders
    name: Messages about orders
    role: controller
    purposes:
      - {purpose: tell-of-orders, lawful_basis: contract}
    direct_marketing: {used: true, channels: [email]}
    # file: purposes/tell-of-orders.yaml
    id: tell-of-orders
    label: We tell you by e-mail where your order is
    is_direct_marketing: false
    # file: lawful-bases/contract.yaml
    id: contract
    article: 6(1)(b)
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import Severity
from seloste.model import Activity, Organisation, PurposeEntry
from seloste.rules import Broken, Case, finnish, name, own_activities

severity = Severity.ERROR
citation = "Act 917/2014 s. 200; Directive 2002/58/EC Art. 13(1)"
tags = ("marketing", "consent", "finland")

_ELECTRONIC = ("email", "sms", "mms", "automated_call")
_ALLOWED = ("consent", "soft_opt_in")
_ORGANISATIONS = ("company", "public_organisation")
_ACTS_FOR_AN_ORGANISATION = ("customers_staff", "supplier")


def broken(case: Case) -> Iterator[Broken]:
    """Every purpose of electronic marketing to private persons without one of the two grounds for the sending."""
    organisation = finnish(case.registry)
    if organisation is None:
        return
    for activity in own_activities(case.registry):
        marketing = activity.direct_marketing
        if marketing is None or marketing.used is False:
            continue
        channels = [channel for channel in marketing.channels or () if channel in _ELECTRONIC]
        if not channels:
            continue
        for entry in activity.purposes or ():
            purpose = entry.purpose
            if purpose is None or not purpose.is_direct_marketing or entry.eprivacy_basis in _ALLOWED:
                continue
            if _only_chooses(activity, entry) or not _reaches_people(organisation, activity, entry):
                continue
            yield Broken(
                at=entry.at / ("eprivacy_basis" if entry.eprivacy_basis else "purpose"),
                message=f"“{name(purpose.label)}” in “{name(activity.name)}” reaches private persons "
                f"by {' and '.join(channel.replace('_', ' ') for channel in channels)}, without their consent and "
                "without the exception for existing customers.",
                fix="Write eprivacy_basis: consent, or soft_opt_in with its facts. If it reaches only organisations, "
                "say so under applies_to; if it goes by post or calls alone, make it an activity of its own.",
                rests_on=(
                    organisation.at / "established_in",
                    marketing.at / "channels",
                    marketing.at / "used",
                    purpose.at / "is_direct_marketing",
                    entry.at / "eprivacy_basis",
                    entry.at / "applies_to",
                ),
            )


def _only_chooses(activity: Activity, entry: PurposeEntry) -> bool:
    """Is this the choosing of recipients, while another entry of the activity is the sending with its ground?"""
    sent = any(other.eprivacy_basis in _ALLOWED for other in activity.purposes or ())
    return sent and entry.eprivacy_basis is None and entry.purpose is not None and bool(entry.purpose.is_profiling)


def _reaches_people(organisation: Organisation, activity: Activity, entry: PurposeEntry) -> bool:
    """Are natural persons among those addressed? People who act for an organisation stand for it (s. 202)."""
    applies_to = entry.applies_to or ()
    if "consumer" in applies_to:
        return True
    if applies_to and set(applies_to) <= {*_ORGANISATIONS, "phone"}:
        return False
    subjects = activity.data_subjects
    if subjects:
        return any(one.relationship not in _ACTS_FOR_AN_ORGANISATION for one in subjects)
    segments = organisation.customer_segments
    return not segments or "consumer" in segments
