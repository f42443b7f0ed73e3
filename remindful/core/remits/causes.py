"""Why payers do not pay: root causes of denials, how often the money comes after all, and the ways to get it."""

from enum import StrEnum


class RootCause(StrEnum):
    """Where along the way to the claim it went wrong: that is where it is mended for good."""

    REGISTRATION = "registration"
    ELIGIBILITY = "eligibility"
    AUTHORIZATION = "authorization"
    REFERRAL = "referral"
    CODING = "coding"
    BUNDLING = "bundling"
    DOCUMENTATION = "documentation"
    MEDICAL_NECESSITY = "medical_necessity"
    TIMELY_FILING = "timely_filing"
    DUPLICATE = "duplicate"
    COORDINATION = "coordination"  # of benefits: who pays first
    NON_COVERED = "non_covered"
    CONTRACTUAL = "contractual"
    PATIENT_SHARE = "patient_share"
    ENROLLMENT = "enrollment"  # of the provider with the payer
    PAYER_ERROR = "payer_error"
    INFORMATION = "information"  # something lacks, or is only told


class Recovery(StrEnum):
    """How often money that was refused for this comes after all. A judgement of ours, to sort work by; no statistics."""

    LIKELY = "likely"
    SOMETIMES = "sometimes"
    RARELY = "rarely"


class Way(StrEnum):
    """How a decision is challenged; each way has its own deadline. `none`: there is nothing to challenge."""

    CORRECTED = "corrected"  # a corrected claim (frequency 7), or a claim to the right payer
    RECONSIDERATION = "reconsideration"  # the payer is asked to look again, with papers
    APPEAL = "appeal"
    NONE = "none"


#: Percent of the money that the sorting reckons with. See docs/algorithms/denials.md.
PERCENT: dict[Recovery, int] = {Recovery.LIKELY: 80, Recovery.SOMETIMES: 40, Recovery.RARELY: 10}

#: What to do first about each cause.
REMEDIES: dict[RootCause, str] = {
    RootCause.REGISTRATION: "Compare name, birth date, sex and member number with the card, correct them, and send a corrected claim.",
    RootCause.ELIGIBILITY: "Check the coverage on the day of service (270/271), ask the patient for other coverage, and bill that.",
    RootCause.AUTHORIZATION: "Look for the authorization; send a corrected claim with its number, or ask for one after the fact. Never bill the patient.",
    RootCause.REFERRAL: "Get the referral from the referring office and send its number. Never bill the patient.",
    RootCause.CODING: "Have a coder look at code, modifier, diagnosis and place; send a corrected claim.",
    RootCause.BUNDLING: "Check the pair in the NCCI edits; where the record shows a distinct service, send it with the modifier, else leave it.",
    RootCause.DOCUMENTATION: "Send the requested records, with the claim number on each page.",
    RootCause.MEDICAL_NECESSITY: "Compare the record with the payer's policy; appeal with the clinician's note if it is met.",
    RootCause.TIMELY_FILING: "Find the proof that the claim was sent in time (999, 277CA) and appeal with it; else it is a loss of the office.",
    RootCause.DUPLICATE: "Look for the first adjudication. If it was a separate service, add the modifier; if it was paid, nothing to do.",
    RootCause.COORDINATION: "Find out who pays first, bill that payer, and send its remittance with the claim to the next.",
    RootCause.NON_COVERED: "Look into the plan's policy and for a signed notice; appeal if the exclusion does not fit.",
    RootCause.CONTRACTUAL: "Compare with the contract; if it is right, there is nothing to do.",
    RootCause.PATIENT_SHARE: "Nothing: it is the patient's share.",
    RootCause.ENROLLMENT: "Check the provider's NPI, taxonomy and enrollment with this payer; then send a corrected claim.",
    RootCause.PAYER_ERROR: "Call the payer with the claim's number and ask that it be processed again.",
    RootCause.INFORMATION: "Read the remark codes for what is missing. Add it and send a corrected claim.",
}
