"""The registry as frozen records: what a company knows about its processing of personal data.

One class per kind of record (a folder of `registry/`), one per part that stands inside a record. A field has the name
of its key in YAML. `None` means unknown, which is a finding where the law needs the fact and never means "no"; an
empty tuple means that the author stated `none`. A field typed with another record or a vocabulary row holds the thing
itself: `link` has resolved the id. The article behind each field stands in the schema of its kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal

from seloste.findings import At
from seloste.period import Period
from seloste.vocabulary import (
    AdequacyDecision,
    Authority,
    LawfulBasisTerm,
    MechanismKind,
    RightTerm,
    SpecialCondition,
    SpecialKind,
    Statute,
    StatutoryPeriod,
    Trigger,
    Vocabulary,
)

DEFAULT_LANGUAGE = "en-GB"
"""The language of a text that is written as a plain string."""

None_ = Literal["none"]
"""What an author writes to state that there is none, where an absent key would mean unknown."""

Status = Literal["draft", "in_review", "approved", "retired"]
Segment = Literal["consumer", "company", "public_organisation"]
Channel = Literal["website", "web_store", "shop", "phone", "on_site", "remote_support"]
Role = Literal["controller", "joint_controller", "processor"]
PartyKind = Literal[
    "group_company",
    "processor",
    "sub_processor",
    "joint_controller",
    "independent_controller",
    "authority",
    "customer",
    "supplier",
    "data_broker",
    "representative",
]
LegalForm = Literal[
    "limited_company", "partnership", "sole_trader", "association", "foundation", "public_body", "other"
]
Operation = Literal[
    "collection",
    "recording",
    "organisation",
    "structuring",
    "storage",
    "adaptation",
    "retrieval",
    "consultation",
    "use",
    "disclosure",
    "alignment",
    "combination",
    "restriction",
    "erasure",
    "destruction",
    "analysis",
    "profiling",
    "remote_access",
    "repair",
]
Tag = Literal[
    "hr",
    "recruitment",
    "accounting",
    "cctv",
    "supplier",
    "rights_requests",
    "breach_log",
    "web_store",
    "repair",
    "it_support",
    "data_recovery",
    "whistleblowing",
]
Scale = Literal["small", "medium", "large"]
Frequency = Literal["continuous", "regular", "occasional"]
Monitoring = Literal["none", "systematic", "systematic_public"]
MarketingChannel = Literal["email", "sms", "mms", "automated_call", "phone", "post", "online", "app"]
Relationship = Literal[
    "own_customer", "customers_staff", "customers_customer", "own_staff", "visitor", "supplier", "other"
]
Sensitivity = Literal["ordinary", "special", "criminal", "national_id"]
Origin = Literal["provided", "observed", "derived", "inferred", "obtained_from_third_party"]
Identifies = Literal["direct", "pseudonymised", "online_identifier"]
ConsentMethod = Literal[
    "tick_box",
    "button",
    "toggle",
    "consent_tool",
    "written_form",
    "oral_recorded",
    "use_of_service",
    "silence",
    "pre_ticked",
    "terms_acceptance",
    "browser_settings",
]
EprivacyBasis = Literal["consent", "soft_opt_in", "legal_person_opt_out", "strictly_necessary", "transmission"]
NationalIdGround = Literal[
    "consent", "law", "statutory_task", "rights_and_obligations", "research", "sector_listed_in_section_29"
]
SourceKind = Literal[
    "data_subject",
    "employer",
    "customer_organisation",
    "public_register",
    "data_broker",
    "group",
    "partner",
    "observation",
    "own_derivation",
]
InformedWhen = Literal["at_collection", "within_one_month", "first_communication", "first_disclosure"]
Art14Exemption = Literal["none", "14(5)(a)", "14(5)(b)", "14(5)(c)", "14(5)(d)"]
RecipientRole = Literal["processor", "joint_controller", "independent_controller", "authority", "internal"]
DisclosureTime = Literal["regular", "on_request", "event"]
VendorRole = Literal["processor", "independent_controller", "software_only"]
TransferRole = Literal["controller", "processor"]
AssessmentKind = Literal["legitimate_interest", "dpia", "compatibility"]
InterestOutcome = Literal["prevails", "overridden", "prevails_with_conditions"]
RiskLevel = Literal["low", "medium", "high"]
EndAction = Literal["erase", "anonymise", "restrict", "archive"]
Art32Point = Literal["32(1)(a)", "32(1)(b)", "32(1)(c)", "32(1)(d)", "32(4)"]
CookieTechnology = Literal["cookie", "local_storage", "session_storage", "pixel", "sdk_identifier", "fingerprint"]
CookieCategory = Literal["strictly_necessary", "preferences", "statistics", "marketing"]
AgreementClause = Literal["a", "b", "c", "d", "e", "f", "g", "h", "infringing_instruction"]
AgreementForm = Literal["contract", "scc_2021_915"]
Safeguard22 = Literal["human_intervention", "express_view", "contest"]
Ground22 = Literal["22(2)(a)", "22(2)(b)", "22(2)(c)", "none_of_these"]
Placement = Literal["intro", "purposes", "recipients", "transfers", "retention", "cookies", "rights", "contact"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Text:
    """A text that people read, in one or more languages (Art. 12(1)). A plain string is in the default language."""

    at: At
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Unconfirmed:
    """A fact that only the company can confirm: the place of the field, and the question to ask."""

    at: At
    question: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Record:
    """What every record carries: its identity and its governance (Art. 5(2), 24(1), 30(4))."""

    at: At
    id: str
    status: Status | None = None
    owner: str | None = None
    approved_by: str | None = None
    approved_on: date | None = None
    effective_from: date | None = None
    effective_until: date | None = None
    review_by: date | None = None
    change_note: str | None = None
    internal_note: str | None = None
    sources: tuple[str, ...] = ()
    unconfirmed: tuple[Unconfirmed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """Something that stands inside a record and has no id of its own."""

    at: At


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Address(Part):
    street: str | None = None
    postal_code: str | None = None
    city: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contact(Part):
    """Ways to reach a function, not a person by name. `name` is the function ("Privacy team")."""

    name: Text | None = None
    email: str | None = None
    phone: str | None = None
    web_form: str | None = None
    postal_address: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DataProtectionOfficer(Part):
    designated: bool | None = None
    mandatory: bool | None = None
    reason: str | None = None
    notified_to_sa_on: date | None = None
    contact: Contact | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RecordExemption(Part):
    claimed: bool | None = None
    reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Identity(Record):
    """Who somebody is and how to reach them: shared by the registry's owner and everyone else."""

    legal_name: str | None = None
    trade_names: tuple[str, ...] = ()
    business_id: str | None = None
    legal_form: LegalForm | None = None
    sector: str | None = None
    is_public_authority: bool | None = None
    established_in: str | None = None
    postal_address: Address | None = None
    contact_channels: Contact | None = None
    privacy_contact: Contact | None = None
    dpo: DataProtectionOfficer | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Party(Identity):
    """Everyone but the owner of the registry. `description` says what they do, for people who read the notice."""

    kind: PartyKind
    description: Text | None = None
    representative: Party | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Organisation(Identity):
    """The company whose registry this is."""

    representative: Party | None = None
    supervisory_authority: Authority | None = None
    customer_segments: tuple[Segment, ...] | None = None
    channels: tuple[Channel, ...] | None = None
    financial_year_end: str | None = None
    employee_count: int | None = None
    record_exemption: RecordExemption | None = None
    description: Text | None = None
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LawReference(Part):
    """A section of a law: a `statute` of the vocabulary, or another `act` by its name."""

    statute: Statute | None = None
    act: Text | None = None
    section: Text | None = None
    jurisdiction: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Purpose(Record):
    label: Text
    plain_text: Text | None = None
    dpv: str | None = None
    is_direct_marketing: bool | None = None
    is_profiling: bool | None = None
    is_statistical_or_research: bool | None = None
    serves_own_ends: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DataSubject(Record):
    label: Text
    plain_text: Text | None = None
    vulnerable: bool | None = None
    children: bool | None = None
    party_to_contract: Literal["yes", "no", "varies"] | None = None
    relationship: Relationship | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DataCategory(Record):
    label: Text
    examples: Text | None = None
    sensitivity: Sensitivity | None = None
    art9_kind: SpecialKind | None = None
    origin: Origin | None = None
    may_contain_special: bool | None = None
    location: bool | None = None
    identifies: Identifies | None = None
    statutory_class: StatutoryPeriod | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PriorConsultation(Part):
    needed: bool | None = None
    sent_on: date | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Assessment(Record):
    """A balancing test, an impact assessment or a compatibility test. Only the fields of its kind are used."""

    kind: AssessmentKind
    label: Text | None = None
    interest: Text | None = None
    lawful_specific_present: bool | None = None
    necessity: Text | None = None
    balancing: Text | None = None
    outcome: InterestOutcome | None = None
    opt_out_offered: bool | None = None
    assessed_on: date | None = None
    assessor: str | None = None
    description: Text | None = None
    necessity_proportionality: Text | None = None
    risks: Text | None = None
    measures: Text | None = None
    dpo_advice: Text | None = None
    data_subject_views: Text | None = None
    residual_risk: RiskLevel | None = None
    prior_consultation: PriorConsultation | None = None
    completed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Consent(Part):
    method: ConsentMethod | None = None
    explicit: bool | None = None
    granular: bool | None = None
    record_ref: str | None = None
    wording_ref: str | None = None
    withdrawal_channel: Text | None = None
    refresh_after: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LawfulBasis(Record):
    """The company's own reusable basis: this statute, this contract, this interest with its assessment."""

    article: LawfulBasisTerm
    explanation: Text | None = None
    law_reference: LawReference | None = None
    contract_ref: Text | None = None
    precontractual_request: Text | None = None
    legitimate_interest: Text | None = None
    whose: Literal["controller", "third_party"] | None = None
    lia: Assessment | None = None
    consent: Consent | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RetentionPeriod(Record):
    """How long, from which event, and why (Art. 13(2)(a), 30(1)(f)). Several triggers: whichever comes first."""

    label: Text | None = None
    duration: Period | None = None
    criteria: Text | None = None
    trigger: tuple[Trigger, ...] | None = None
    statutory_basis: StatutoryPeriod | None = None
    justification: Text | None = None
    action_at_end: EndAction | None = None
    backup_lag: Period | None = None
    review_cycle: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DataSource(Record):
    kind: SourceKind
    label: Text | None = None
    name: Text | None = None
    publicly_accessible: bool | None = None
    categories: tuple[DataCategory, ...] | None = None
    informed_when: InformedWhen | None = None
    within: Period | None = None
    filed_under: Literal["13", "14"] | None = None
    art14_exemption: Art14Exemption | None = None
    exemption_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class System(Record):
    """A program or service that holds or reaches the data. Its name never stands in a public document."""

    name: str | None = None
    description: Text | None = None
    vendor: Party | None = None
    vendor_role: VendorRole | None = None
    hosting_locations: tuple[str, ...] | None = None
    support_access_locations: tuple[str, ...] | None = None
    log_retention: Period | None = None
    backup_retention: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DpfListing(Part):
    listed_name: str | None = None
    covers_hr: bool | None = None
    verified_on: date | None = None
    next_certification_due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StandardClauses(Part):
    module: Literal[1, 2, 3, 4] | None = None
    concluded_on: date | None = None
    importer_subject_to_gdpr: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TransferImpactAssessment(Part):
    done_on: date | None = None
    result: Literal["adequate", "adequate_with_measures", "inadequate"] | None = None
    supplementary_measures: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Derogation(Part):
    occasional: bool | None = None
    reason: Text | None = None
    risks_informed: bool | None = None
    explicit_consent: bool | None = None
    assessment: Text | None = None
    safeguards: Text | None = None
    sa_informed_on: date | None = None
    data_subjects_informed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TransferMechanism(Record):
    """The company's own instance of a transfer ground: these signed clauses, this listing (Arts 44-49)."""

    kind: MechanismKind
    label: Text | None = None
    adequacy_decision: AdequacyDecision | None = None
    importer_within_scope: bool | None = None
    dpf: DpfListing | None = None
    scc: StandardClauses | None = None
    tia: TransferImpactAssessment | None = None
    derogation: Derogation | None = None
    approval_ref: str | None = None
    document_ref: str | None = None
    copy_of_safeguards: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Transfer(Record):
    """One importer, one destination (Art. 13(1)(f), 30(1)(e), 30(2)(c))."""

    label: Text | None = None
    exporter_role: TransferRole | None = None
    importer: Party | None = None
    importer_role: TransferRole | None = None
    country: str | None = None
    international_organisation: str | None = None
    data_categories: tuple[DataCategory, ...] | None = None
    purposes: tuple[Purpose, ...] | None = None
    mechanism: TransferMechanism | None = None
    fallback_mechanism: TransferMechanism | None = None
    includes_staff_data: bool | None = None
    instruction_ref: str | None = None
    onward_transfers: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SecurityMeasure(Record):
    """`internal_text` is for the internal records alone; public documents show `public_text`."""

    label: Text
    public_text: Text | None = None
    internal_text: str | None = None
    art32_point: Art32Point | None = None
    tested_on: date | None = None
    test_cycle: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Duty(Part):
    """Which duties one of the joint controllers takes on (Art. 26(1)). Without a `party` they are the owner's."""

    party: Party | None = None
    duties: tuple[Literal["information", "rights", "security", "breach"], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JointArrangement(Record):
    """An arrangement under Art. 26 between the owner of the registry and the `parties`."""

    label: Text | None = None
    parties: tuple[Party, ...] | None = None
    arrangement_ref: str | None = None
    signed_on: date | None = None
    responsibilities: tuple[Duty, ...] | None = None
    contact_point: Contact | None = None
    essence_for_data_subjects: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SubProcessor(Part):
    party: Party | None = None
    task: Text | None = None
    location: str | None = None
    transfer: Transfer | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EndOfService(Part):
    choice: Literal["delete", "return", "delete_or_return"] | None = None
    deadline: Period | None = None
    proof: Text | None = None
    backups: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Agreement(Record):
    """A contract under Art. 28(3), with a processor of ours or with our customers."""

    direction: Literal["we_are_controller", "we_are_processor"]
    label: Text | None = None
    party: Party | None = None
    signed_on: date | None = None
    valid_until: date | None = None
    doc_ref: str | None = None
    form: AgreementForm | None = None
    subject_matter: Text | None = None
    duration: Text | None = None
    nature: Text | None = None
    purpose: Text | None = None
    data_types: tuple[DataCategory, ...] | None = None
    data_subjects: tuple[DataSubject, ...] | None = None
    controller_obligations_and_rights: Text | None = None
    clauses_present: tuple[AgreementClause, ...] | None = None
    sub_processor_authorisation: Literal["specific", "general"] | None = None
    notice_period_days: int | None = None
    sub_processors: tuple[SubProcessor, ...] | None = None
    end_of_service: EndOfService | None = None
    breach_notice_hours: int | None = None
    assistance: Text | None = None
    audit: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RightException(Part):
    right: RightTerm | None = None
    text: Text | None = None
    law_reference: LawReference | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RightsChannel(Record):
    """How people use their rights (Art. 12(2)-(6)). The rights themselves are derived, never typed in."""

    contact: Contact | None = None
    instructions: Text | None = None
    identity_check: Text | None = None
    response_period: Period | None = None
    fee: None_ | None = None
    exceptions: tuple[RightException, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Notice(Record):
    """A publication under Arts 12-14: who is told, where, in which version."""

    title: Text
    audience: tuple[DataSubject, ...] | None = None
    languages: tuple[str, ...] | None = None
    channels: tuple[Channel, ...] | None = None
    version: str | None = None
    supersedes: str | None = None
    change_summary: Text | None = None
    changes_material: bool | None = None
    notified_how: Text | None = None
    published_url: str | None = None
    registry_commit: str | None = None
    registry_hash: str | None = None
    acceptance_required: bool | None = None
    legal_framework: tuple[Statute, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fragment(Record):
    """A free text in a notice. Free text is where untruths creep in, so the text rules read it."""

    notice: Notice | None = None
    placement: Placement
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SoftOptIn(Part):
    """The facts of the existing-customer exception (Act 917/2014 s. 200, Directive 2002/58/EC Art. 13(2))."""

    from_sale: bool | None = None
    own_similar: bool | None = None
    opt_out_at_collection: bool | None = None
    opt_out_in_message: bool | None = None
    shared_with: tuple[Party, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpecialData(Part):
    """Why special-category data may be used for this purpose (Art. 9(2))."""

    category: DataCategory | None = None
    condition: SpecialCondition | None = None
    law_reference: LawReference | None = None
    safeguards: Text | None = None
    consent: Consent | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PurposeEntry(Part):
    """One purpose of one activity with its lawful basis: Art. 13(1)(c) pairs the two."""

    purpose: Purpose | None = None
    lawful_basis: LawfulBasis | None = None
    data_categories: tuple[DataCategory, ...] | None = None
    applies_to: tuple[Segment | Channel, ...] | None = None
    eprivacy_basis: EprivacyBasis | None = None
    soft_opt_in: SoftOptIn | None = None
    special_data: tuple[SpecialData, ...] = ()
    art10_authorisation: LawReference | None = None
    national_id_ground: NationalIdGround | None = None
    further_purpose_of: Purpose | None = None
    compatibility_assessment: Assessment | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DataEntry(Part):
    """One category of data in one activity: where it comes from, how long it is kept, whether it must be given."""

    category: DataCategory | None = None
    sources: tuple[DataSource, ...] | None = None
    retention: RetentionPeriod | None = None
    mandatory: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recipient(Part):
    """One disclosure: to a party, or to a category of recipients in words (Art. 13(1)(e), 30(1)(d))."""

    party: Party | None = None
    category_label: Text | None = None
    role: RecipientRole | None = None
    location: str | None = None
    why: Text | None = None
    when: DisclosureTime | None = None
    lawful_basis: LawfulBasis | None = None
    since: date | None = None
    until: date | None = None
    public_by_name: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Provision(Part):
    """Must people give the data, and what happens if they do not (Art. 13(2)(e))."""

    nature: Literal["statutory", "contractual", "precontractual", "voluntary"] | None = None
    obliged: bool | None = None
    consequence: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AutomatedDecision(Part):
    """A decision by a machine about a person (Art. 13(2)(f), 22)."""

    solely_automated: bool | None = None
    legal_or_similarly_significant_effect: bool | None = None
    ground: Ground22 | None = None
    logic: Text | None = None
    significance: Text | None = None
    consequences: Text | None = None
    safeguards: tuple[Safeguard22, ...] | None = None
    uses_special_categories: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profiling(Part):
    used: bool | None = None
    description: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DirectMarketing(Part):
    used: bool | None = None
    channels: tuple[MarketingChannel, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Children(Part):
    targeted: bool | None = None
    minimum_age: int | None = None
    parental_authorisation: bool | None = None
    verification: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Screening(Part):
    """A person's departure from the screening that is derived from the facts (Art. 35(1))."""

    decision: Literal["required", "not_required"] | None = None
    reason: str | None = None
    date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Activity(Record):
    """One processing activity: one sheet of the record (Art. 30)."""

    name: Text
    role: Role
    order: int | None = None
    description: Text | None = None
    responsible: Text | None = None
    purposes: tuple[PurposeEntry, ...] | None = None
    lawful_bases: tuple[LawfulBasis, ...] = ()
    data_subjects: tuple[DataSubject, ...] | None = None
    data_categories: tuple[DataEntry, ...] | None = None
    operations: tuple[Operation, ...] | None = None
    recipients: tuple[Recipient, ...] | None = None
    systems: tuple[System, ...] | None = None
    transfers: tuple[Transfer, ...] | None = None
    security_measures: tuple[SecurityMeasure, ...] | None = None
    no_security_reason: Text | None = None
    provision_of_data: Provision | None = None
    automated_decision: AutomatedDecision | None_ | None = None
    profiling: Profiling | None = None
    direct_marketing: DirectMarketing | None = None
    children: Children | None = None
    joint_arrangement: JointArrangement | None = None
    tags: tuple[Tag, ...] = ()
    account_mandatory: bool | None = None
    employees_visible: bool | None = None
    monitoring: Monitoring | None = None
    new_technology: bool | None = None
    prevents_right_or_service: bool | None = None
    scale: Scale | None = None
    frequency: Frequency | None = None
    started_on: date | None = None
    ended_on: date | None = None
    last_material_change_on: date | None = None
    dpia: Assessment | None = None
    dpia_screening: Screening | None = None
    notices: tuple[Notice, ...] | None = None
    on_behalf_of: tuple[Party, ...] | None = None
    controller_category: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ServiceRole(Part):
    scope: Text | None = None
    role: Role | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Service(Record):
    """A service to customers, described for them in the terms of Art. 28(3)."""

    name: Text
    order: int | None = None
    public_description: Text | None = None
    terms_ref: Text | None = None
    version: str | None = None
    roles: tuple[ServiceRole, ...] | None = None
    customer_types: tuple[Segment, ...] | None = None
    activities: tuple[Activity, ...] | None = None
    agreement: Agreement | None = None
    instructions: Text | None = None
    change_notice: Text | None = None
    subject_matter: Text | None = None
    duration: Text | None = None
    nature: Text | None = None
    purpose: Text | None = None
    data_types: tuple[DataCategory, ...] | None = None
    data_subjects: tuple[DataSubject, ...] | None = None
    controller_rights: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CookieConsent(Part):
    required: bool | None = None
    method: ConsentMethod | None = None
    log_ref: str | None = None
    withdrawal: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cookie(Record):
    """Something stored on or read from a person's device (Act 917/2014 s. 205, Directive 2002/58/EC Art. 5(3))."""

    name: str
    technology: CookieTechnology | None = None
    purpose: Text | None = None
    category: CookieCategory | None = None
    provider: Party | None = None
    third_party: bool | None = None
    third_party_access: bool | None = None
    duration: Period | Literal["session"] | None = None
    consent: CookieConsent | None = None
    contains_personal_data: bool | None = None
    identifiers: tuple[DataCategory, ...] | None = None
    activity: Activity | None = None
    transfer: Transfer | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Waiver(Part):
    """A warning that a lawyer accepts, for a reason and until a day. Errors cannot be waived."""

    rule: str
    record: str
    reason: str
    approved_by: str
    approved_on: date
    expires_on: date


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Registry:
    """All records by id, linked to each other. `organisation` is None where its file is missing or broken.

    `silent` holds the places whose facts an earlier finding already explains: rules say nothing about them.
    `digest` is the sha256 of every file of the registry, overlay included.
    """

    organisation: Organisation | None
    waivers: tuple[Waiver, ...]
    activities: Mapping[str, Activity]
    purposes: Mapping[str, Purpose]
    data_subjects: Mapping[str, DataSubject]
    data_categories: Mapping[str, DataCategory]
    lawful_bases: Mapping[str, LawfulBasis]
    retention_periods: Mapping[str, RetentionPeriod]
    parties: Mapping[str, Party]
    data_sources: Mapping[str, DataSource]
    systems: Mapping[str, System]
    transfer_mechanisms: Mapping[str, TransferMechanism]
    transfers: Mapping[str, Transfer]
    security_measures: Mapping[str, SecurityMeasure]
    agreements: Mapping[str, Agreement]
    joint_arrangements: Mapping[str, JointArrangement]
    assessments: Mapping[str, Assessment]
    rights: Mapping[str, RightsChannel]
    services: Mapping[str, Service]
    cookies: Mapping[str, Cookie]
    notices: Mapping[str, Notice]
    fragments: Mapping[str, Fragment]
    vocabulary: Vocabulary
    unconfirmed: Mapping[str, tuple[Unconfirmed, ...]]
    silent: Mapping[str, tuple[At, ...]]
    digest: str

    def awaits_confirmation(self, at: At) -> Unconfirmed | None:
        """The unconfirmed fact that `at` is or belongs to, the narrowest of several; None where the company has
        confirmed it."""
        covering = (fact for fact in self.unconfirmed.get(at.record, ()) if fact.at.covers(at))
        return max(covering, key=lambda fact: len(fact.at.path), default=None)

    def is_explained(self, at: At) -> bool:
        """Has an earlier room already said what is wrong at this field, or at a reference above or below it?"""
        return any(place.covers(at) or (at.path != () and at.covers(place)) for place in self.silent.get(at.record, ()))

    def records(self) -> Iterator[Record]:
        """Every record, kind by kind, in the order of their ids."""
        if self.organisation is not None:
            yield self.organisation
        for field in fields(self):
            kind = getattr(self, field.name)
            if isinstance(kind, Mapping) and field.name not in ("unconfirmed", "silent"):
                yield from kind.values()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which the notices are to be published, in the order in which they are first named."""
        named = (tag for notice in self.notices.values() for tag in notice.languages or ())
        return tuple(dict.fromkeys(named)) or (DEFAULT_LANGUAGE,)


def texts(holder: Record | Part) -> Iterator[Text]:
    """Every text of a record or part and of the parts inside it, but not of the records it names."""
    for field in fields(holder):
        yield from _texts(getattr(holder, field.name))


def _texts(value: object) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Part):
        yield from texts(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
