"""Closed lists that the code branches on. Each is matched without a silent else."""

from enum import StrEnum


class OrganizationKind(StrEnum):
    """What an organization is to the law. It decides which rules bind it."""

    PROVIDER = "provider"  # in its own name; no hospital
    HOSPITAL = "hospital"  # one that 501(r) does not bind, in its own name
    TAX_EXEMPT_HOSPITAL = "tax_exempt_hospital"  # 26 USC 501(c)(3), bound by 501(r); in its own name
    EARLY_OUT = "early_out"  # a vendor with accounts not in default when obtained, in the provider's name
    THIRD_PARTY = "third_party"  # a debt collector, 15 USC 1692a(6)


class Medium(StrEnum):
    """How something reaches a person. `none`: the act reaches nobody directly (a credit report, a suit)."""

    MAIL = "mail"
    EMAIL = "email"
    TEXT = "text"
    CALL = "call"
    PORTAL = "portal"
    NONE = "none"


class Act(StrEnum):
    """What may be done about an account. Each is judged on its own."""

    STATEMENT = "statement"  # itemised statement by mail
    LETTER = "letter"  # reminder by mail
    WARNING_LETTER = "warning_letter"  # announces an extraordinary action, or a day to pay by
    EMAIL = "email"
    TEXT = "text"
    CALL = "call"
    PRERECORDED_CALL = "prerecorded_call"
    PORTAL_MESSAGE = "portal_message"
    DISCOUNT_OFFER = "discount_offer"
    PLAN_OFFER = "plan_offer"  # to agree on the plan that is proposed
    AGENCY_PLACEMENT = "agency_placement"
    CREDIT_REPORT = "credit_report"
    SALE = "sale"
    SUIT = "suit"
    LIEN = "lien"
    FORECLOSURE = "foreclosure"
    GARNISHMENT = "garnishment"
    ATTACHMENT = "attachment"  # of a bank account or other property
    ARREST = "arrest"  # civil arrest, writ of body attachment
    CARE_DENIAL = "care_denial"  # deferring, denying or prepaying care because of an old bill
    INTEREST = "interest"
    LATE_FEE = "late_fee"
    BAD_DEBT = "bad_debt"  # claiming it as a Medicare bad debt
    KEEP_CREDIT = "keep_credit"  # keeping what the patient overpaid, instead of refunding it


_REACHES: dict[Act, Medium] = {
    Act.STATEMENT: Medium.MAIL,
    Act.LETTER: Medium.MAIL,
    Act.WARNING_LETTER: Medium.MAIL,
    Act.EMAIL: Medium.EMAIL,
    Act.TEXT: Medium.TEXT,
    Act.CALL: Medium.CALL,
    Act.PRERECORDED_CALL: Medium.CALL,
    Act.PORTAL_MESSAGE: Medium.PORTAL,
    Act.DISCOUNT_OFFER: Medium.MAIL,
}
#: The medium by which an act reaches a person; `none` where it reaches nobody directly.
ACT_MEDIUM: dict[Act, Medium] = {act: _REACHES.get(act, Medium.NONE) for act in Act}

#: Extraordinary collection actions of 26 CFR 1.501(r)-6(b)(1).
EXTRAORDINARY_ACTS: frozenset[Act] = frozenset(
    {
        Act.CREDIT_REPORT,
        Act.SALE,
        Act.SUIT,
        Act.LIEN,
        Act.FORECLOSURE,
        Act.GARNISHMENT,
        Act.ATTACHMENT,
        Act.ARREST,
        Act.CARE_DENIAL,
    }
)

#: Acts that speak to a person.
CONTACT_ACTS: frozenset[Act] = frozenset(act for act, medium in ACT_MEDIUM.items() if medium is not Medium.NONE)


class PayerKind(StrEnum):
    """What stands behind a coverage (X12 SBR09, Synthea ownership)."""

    COMMERCIAL = "commercial"
    MEDICARE = "medicare"
    MEDICARE_ADVANTAGE = "medicare_advantage"
    MEDICAID = "medicaid"
    MILITARY = "military"
    WORKERS_COMPENSATION = "workers_compensation"
    AUTO = "auto"
    OTHER = "other"
    UNKNOWN = "unknown"


class EventKind(StrEnum):
    """What can happen to an account or a person, as a dated event. Facts are derived from these; the story format uses them."""

    # contacts
    CALL_PLACED = "call_placed"
    CONVERSATION = "conversation"  # by telephone, either side began
    STATEMENT_SENT = "statement_sent"
    LETTER_SENT = "letter_sent"
    EMAIL_SENT = "email_sent"
    TEXT_SENT = "text_sent"
    MAIL_RETURNED = "mail_returned"
    EMAIL_BOUNCED = "email_bounced"
    TEXT_RECEIVED = "text_received"  # the person wrote from this number
    NUMBER_CHECKED = "number_checked"  # in a register of reassigned numbers; value: same | reassigned
    NOTICE_SENT = "notice_sent"  # value: names of `Notice`, joined by +
    # a person's wishes
    OPTED_OUT = "opted_out"  # medium; value: the address or number, null = the whole medium
    OPT_OUT_WITHDRAWN = "opt_out_withdrawn"
    CONSENT_GIVEN = "consent_given"  # medium; given directly to the organization
    CEASE_REQUESTED = "cease_requested"  # in writing
    CEASE_WITHDRAWN = "cease_withdrawn"
    ATTORNEY_NAMED = "attorney_named"
    ATTORNEY_RELEASED = "attorney_released"
    ADDRESS_CHANGED = "address_changed"
    HOURS_REQUESTED = "hours_requested"  # medium; value: HH:MM-HH:MM that suit the person
    HOURS_REFUSED = "hours_refused"  # medium; value: HH:MM-HH:MM that do not; null = no hour does
    WORK_ADDRESS_REPORTED = "work_address_reported"  # medium: the address or number is the employer's
    EMPLOYER_FORBADE = "employer_forbade"  # calls at work
    OTHER_MEANS_REQUESTED = "other_means_requested"  # 45 CFR 164.522(b): only by this medium
    ESIGN_CONSENTED = "esign_consented"  # 15 USC 7001(c)
    # the account
    HELD = "held"  # by a person; value: why
    RELEASED = "released"
    DISPUTED = "disputed"  # value: written, or anything else
    DISPUTE_RESOLVED = "dispute_resolved"
    BANKRUPTCY_FILED = "bankruptcy_filed"  # value: chapter
    BANKRUPTCY_ENDED = "bankruptcy_ended"  # dismissed or stay lifted
    BANKRUPTCY_DISCHARGED = "bankruptcy_discharged"
    DIED = "died"
    REPRESENTATIVE_NAMED = "representative_named"
    ASSISTANCE_APPLIED = "assistance_applied"  # value: complete | incomplete
    ASSISTANCE_DECIDED = "assistance_decided"  # value: approved | denied | withdrawn
    COLLECTION_NOTICE_SENT = "collection_notice_sent"  # 501(r) 30-day notice; value: the acts named, joined by +
    ORAL_EFFORT_MADE = "oral_effort_made"
    ESTIMATE_GIVEN = "estimate_given"  # amount_cents
    DISPUTE_RESOLUTION_OPENED = "dispute_resolution_opened"  # No Surprises Act, patient-provider
    DISPUTE_RESOLUTION_CLOSED = "dispute_resolution_closed"
    CREDITOR_IS = "creditor_is"  # whose debt an agency or vendor collects; value: a kind of organization
    CREDITOR_REQUESTED = "creditor_requested"  # in writing: who is the original creditor?
    CREDITOR_NAMED = "creditor_named"
    ITEMIZATION_REQUESTED = "itemization_requested"
    ITEMIZED_BILL_SENT = "itemized_bill_sent"
    APPEAL_OPENED = "appeal_opened"  # of an insurer's decision, or a grievance
    APPEAL_CLOSED = "appeal_closed"
    COST_SHARE_SET = (
        "cost_share_set"  # visit, amount_cents: most that a protected patient may be asked (No Surprises Act)
    )
    CARE_MARKED = "care_marked"  # visit; value: names of `CareMark`, joined by +
    DUTY_MET = "duty_met"  # value: names of `Duty`, joined by +
    INCOME_REPORTED = (
        "income_reported"  # amount_cents: a month; value: percent of the federal poverty level, or household N
    )
    SERVICE_BEGAN = "service_began"  # active duty
    SERVICE_ENDED = "service_ended"
    DELINQUENT = "delinquent"  # the first day of it
    INVOICE_DUE = "invoice_due"  # the day on which the final invoice is due
    INTEREST_CHARGED = "interest_charged"  # value: basis points a year, then `agreed` where a contract or law allows it
    PLAN_PROPOSED = "plan_proposed"  # amount_cents: a month; value: payments, then `charge` where it bears one
    PLAN_MISSED = "plan_missed"  # a payment of the plan
    PLAN_AGREED = "plan_agreed"
    PLAN_ENDED = "plan_ended"
    PROMISE_MADE = "promise_made"  # amount_cents; value: promised day, ISO
    PLACED = "placed"
    RECALLED = "recalled"


class Notice(StrEnum):
    """A notice that some law asks for, by what it tells. Also the names by which content rules know it in a message."""

    VALIDATION = "validation"  # 12 CFR 1006.34
    VERIFICATION = "verification"  # of a disputed debt, 12 CFR 1006.38
    EMAIL_TRANSFER = "email_transfer"  # the creditor's, 12 CFR 1006.6(d)(4)(ii)
    ASSISTANCE_FORM = "assistance_form"  # the application form, with its last day
    ASSISTANCE = "assistance"  # a policy or notice of assistance, before an action
    RIGHTS = "rights"  # a state's notice of the patient's rights in collection
    ASSIGNMENT = "assignment"  # that the account will go to a collector
    INTENT_TO_SUE = "intent_to_sue"
    AGENCY = "agency"  # a state's notice that an agency sends before it acts
    PLAN_TERMS = "plan_terms"  # Regulation Z disclosures
    PLAN_DEFAULT = "plan_default"  # that a plan is about to end, and how to mend it


class Duty(StrEnum):
    """What must be done before some act, and was."""

    SCREENING = "screening"  # for assistance and public programs
    PAYER_BILLING = "payer_billing"  # every payer was billed
    PLAN_OFFER = "plan_offer"  # a reasonable payment plan was offered
    AGB_LIMIT = "agb_limit"  # the bill was cut to amounts generally billed, 26 CFR 1.501(r)-5
    VENDOR_CONTRACT = "vendor_contract"  # with whoever collects or buys, 26 CFR 1.501(r)-6(c)(10)
    ACTION_APPROVAL = "action_approval"  # of somebody whom the hospital authorised
    EXPERT_REVIEW = "expert_review"  # an affidavit that the review was made
    MILITARY_CHECK = "military_check"  # 50 USC 3931
    CREDIT_ENABLED = "credit_enabled"  # the house's compliance officer let credit reporting be used
    SUD_CONSENT = "sud_consent"  # 42 CFR 2.31


class CareMark(StrEnum):
    """What is special about a visit's care."""

    SUD = "sud"  # a substance use disorder program, 42 CFR part 2
    CONFIDENTIAL_MINOR = "confidential_minor"  # a minor consented alone
    VETERAN = "veteran"  # for which the Department of Veterans Affairs answers
    UNPRICED = "unpriced"  # the hospital published no prices as it had to
    EMERGENCY_NOW = "emergency_now"  # the patient is being screened or stabilised


class LedgerAccount(StrEnum):
    """The chart of accounts. Debits are positive."""

    RECEIVABLE = "receivable"  # always with an item: whose it is, `owe` derives, nobody stores
    REVENUE = "revenue"
    PAYER_CASH = "payer_cash"
    PATIENT_CASH = "patient_cash"
    CONTRACTUAL = "contractual"  # written off by contract with the payer
    PAYER_OTHER = "payer_other"  # OA and PI adjustments that end here (prior payer, sequestration)
    DISCOUNT = "discount"
    CHARITY = "charity"
    BAD_DEBT = "bad_debt"
    SMALL_BALANCE = "small_balance"
    PAYER_SUSPENSE = "payer_suspense"  # payer money that no item explains yet
    UNAPPLIED = "unapplied"  # patient money not yet on an item; with an account
    PROVIDER_LEVEL = "provider_level"  # PLB: interest, withholding, forward balance, recoupment
    OPENING = "opening"  # the other side of balances brought in from an older system


class EntryKind(StrEnum):
    """Why an entry was made."""

    CHARGE = "charge"
    OPENING_BALANCE = "opening_balance"
    ADJUDICATION = "adjudication"  # one claim of one 835: payment and adjustments on its items
    PAYER_REVERSAL = "payer_reversal"  # CLP02 = 22
    PROVIDER_ADJUSTMENT = "provider_adjustment"  # PLB
    UNMATCHED_PAYMENT = "unmatched_payment"  # payer money to suspense
    SUSPENSE_RELEASE = "suspense_release"
    PATIENT_PAYMENT = "patient_payment"  # cash to unapplied
    ALLOCATION = "allocation"  # unapplied to items
    ADJUSTMENT = "adjustment"
    REFUND = "refund"
    VOID = "void"  # the mirror of the entry it reverses


class BalanceOwner(StrEnum):
    """Who is to act on an item's open amount."""

    SETTLED = "settled"  # nothing is open
    PATIENT = "patient"
    PAYER = "payer"  # an adjudication is outstanding
    DENIED = "denied"  # the provider's denial work; never the patient's
    NEEDS_REVIEW = "needs_review"  # a person must decide (unknown CARC, coverage question, imbalance)
    NOT_BILLABLE = "not_billable"  # Medicaid, QMB: the law says that the patient does not owe it
    CREDIT = "credit"  # overpaid


class MessageState(StrEnum):
    """The life of a message. `unsure` may have been sent: only a person moves it on."""

    QUEUED = "queued"
    INTENT = "intent"
    SENT = "sent"
    SUPPRESSED = "suppressed"
    FAILED = "failed"
    UNSURE = "unsure"


class Verdict(StrEnum):
    """May we? Free, hold (something is not known, or a person decides), forbid."""

    FREE = "free"
    HOLD = "hold"
    FORBID = "forbid"


class Cause(StrEnum):
    """Where along the chain, from the referral to the patient's share, an open amount is stopped. In the chain's order."""

    REFERRAL = "referral"
    AUTHORIZATION = "authorization"
    DOCUMENTATION = "documentation"  # the encounter is not finished
    CHARGE_CAPTURE = "charge_capture"  # nothing charged, or no price
    CODING = "coding"  # an edit keeps it back, or the payer denied it for its codes
    REGISTRATION = "registration"  # who the patient is, who covers
    ELIGIBILITY = "eligibility"
    REJECTION = "rejection"  # the receiver did not take the claim in
    TIMELY_FILING = "timely_filing"
    PAYER = "payer"  # an answer is outstanding, and not yet late
    PAYER_LATE = "payer_late"
    NEXT_PAYER = "next_payer"  # another payer is to answer
    MEDICAL_NECESSITY = "medical_necessity"
    DENIAL = "denial"  # any other
    UNDER_REVIEW = "under_review"  # a person must look at what the payer answered
    PATIENT_SHARE = "patient_share"
    SELF_PAY = "self_pay"
    PROTECTED = "protected"
    CREDIT = "credit"
