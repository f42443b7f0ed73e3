"""Whose codes stand behind a URI, and what FHIR's own codes mean to us."""

from remindful.core.words.care import AppointmentState, AuthorizationState, CodeSystem, ReferralState
from remindful.core.words.kinds import PayerKind

US_DOLLAR = "USD"
NATIVE = "urn:remindful"  # identifiers and columns of our own writing
NATIVE_KEY = "urn:remindful:key"
NATIVE_COLUMN = "urn:remindful:column:"
NATIVE_ROLE = "urn:remindful:nm101"
NATIVE_QUALIFIER = "urn:remindful:hi"
NATIVE_PAYER_KIND = "urn:remindful:payer-kind"

HL7 = "http://terminology.hl7.org/CodeSystem"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
ICD10PCS = "http://www.cms.gov/Medicare/Coding/ICD10"
CPT = "http://www.ama-assn.org/go/cpt"
HCPCS = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
SNOMED = "http://snomed.info/sct"
CVX = "http://hl7.org/fhir/sid/cvx"
NDC = "http://hl7.org/fhir/sid/ndc"
REVENUE = "https://www.nubc.org/CodeSystem/RevenueCodes"
PLACE = "https://www.cms.gov/Medicare/Coding/place-of-service-codes"
TYPE_OF_BILL = "https://www.nubc.org/CodeSystem/TypeOfBill"
ADMISSION_TYPE = "https://www.nubc.org/CodeSystem/PriorityTypeOfAdmitOrVisit"
ADMISSION_SOURCE = "https://www.nubc.org/CodeSystem/PointOfOrigin"
DISCHARGE = "https://www.nubc.org/CodeSystem/PatDischargeStatus"
MODIFIER = "https://www.cms.gov/Medicare/Coding/HCPCSModifiers"
TAXONOMY = "http://nucc.org/provider-taxonomy"
NPI = "http://hl7.org/fhir/sid/us-npi"
EIN = "urn:oid:2.16.840.1.113883.4.4"
CARC = "https://x12.org/codes/claim-adjustment-reason-codes"
RARC = "https://x12.org/codes/remittance-advice-remark-codes"
GROUP = "https://x12.org/codes/claim-adjustment-group-codes"
ADJUDICATION = f"{HL7}/adjudication"
ACT = f"{HL7}/v3-ActCode"
IDENTIFIER_TYPE = f"{HL7}/v2-0203"
CLAIM_TYPE = f"{HL7}/claim-type"
RELATIONSHIP = f"{HL7}/subscriber-relationship"
PARTICIPATION = f"{HL7}/v3-ParticipationType"
REFERRAL_ORDER = "3457005"  # SNOMED, patient referral

#: The URIs under which a code set is known, the current one first.
CODE_SYSTEMS: dict[str, CodeSystem] = {
    ICD10CM: CodeSystem.ICD10CM,
    "urn:oid:2.16.840.1.113883.6.90": CodeSystem.ICD10CM,
    ICD10PCS: CodeSystem.ICD10PCS,
    "http://www.cms.gov/Medicare/Coding/ICD10PCS": CodeSystem.ICD10PCS,
    "urn:oid:2.16.840.1.113883.6.4": CodeSystem.ICD10PCS,
    CPT: CodeSystem.CPT,
    "urn:oid:2.16.840.1.113883.6.12": CodeSystem.CPT,
    HCPCS: CodeSystem.HCPCS,
    "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets": CodeSystem.HCPCS,
    "http://terminology.hl7.org/CodeSystem/HCPCS-all-codes": CodeSystem.HCPCS,
    "urn:oid:2.16.840.1.113883.6.285": CodeSystem.HCPCS,
    SNOMED: CodeSystem.SNOMED,
    CVX: CodeSystem.CVX,
    "urn:oid:2.16.840.1.113883.12.292": CodeSystem.CVX,
}
URI_OF: dict[CodeSystem, str] = {
    CodeSystem.ICD10CM: ICD10CM,
    CodeSystem.ICD10PCS: ICD10PCS,
    CodeSystem.CPT: CPT,
    CodeSystem.HCPCS: HCPCS,
    CodeSystem.SNOMED: SNOMED,
    CodeSystem.CVX: CVX,
}
#: Which of several codes of one thing is the billable one.
BILLABLE_FIRST = (
    CodeSystem.CPT,
    CodeSystem.HCPCS,
    CodeSystem.ICD10CM,
    CodeSystem.ICD10PCS,
    CodeSystem.CVX,
    CodeSystem.SNOMED,
    CodeSystem.UNKNOWN,
)
RARCS = (RARC, "https://x12.org/codes/remittance-advice-remark-codes/", f"{HL7}/remittance-advice-remark-codes")
CARCS = (
    CARC,
    "https://x12.org/codes/claim-adjustment-reason-codes/",
    "http://hl7.org/fhir/us/carin-bb/CodeSystem/X12ClaimAdjustmentReasonCodesCMSRemittanceAdviceRemarkCodes",
    "http://terminology.hl7.org/CodeSystem/claim-adjustment-reason-codes",
)

SEXES = {"female": "F", "male": "M", "other": "U", "unknown": "U"}
GENDERS = {"F": "female", "M": "male", "U": "unknown"}
FORMS = {"professional": "P", "institutional": "I", "oral": "D", "pharmacy": "P", "vision": "P"}
CLAIM_TYPES = {"P": "professional", "I": "institutional", "D": "oral"}

#: HL7 v3 ActCode of Encounter.class, by meaning.
SETTINGS = {
    "AMB": "ambulatory",
    "EMER": "emergency",
    "IMP": "inpatient",
    "ACUTE": "inpatient",
    "NONAC": "inpatient",
    "OBSENC": "inpatient",
    "SS": "ambulatory",
    "PRENC": "ambulatory",
    "FLD": "ambulatory",
    "HH": "home",
    "VR": "virtual",
}
CLASSES = {"ambulatory": "AMB", "emergency": "EMER", "inpatient": "IMP", "home": "HH", "virtual": "VR"}

#: subscriber-relationship -> X12 1069.
RELATIONSHIPS = {"self": "18", "spouse": "01", "child": "19", "common": "53", "other": "G8"}
RELATIONSHIP_CODES = {code: word for word, code in RELATIONSHIPS.items()}

#: Coverage.type in HL7 v3 ActCode, and in the source of payment typology by its first digits.
POLICY_KINDS = {
    "EHCPOL": PayerKind.COMMERCIAL,
    "HIP": PayerKind.COMMERCIAL,
    "HMO": PayerKind.COMMERCIAL,
    "PPO": PayerKind.COMMERCIAL,
    "POS": PayerKind.COMMERCIAL,
    "MCPOL": PayerKind.COMMERCIAL,
    "DENTPRG": PayerKind.COMMERCIAL,
    "PUBLICPOL": PayerKind.OTHER,
    "SUBSIDIZ": PayerKind.OTHER,
    "WCBPOL": PayerKind.WORKERS_COMPENSATION,
    "AUTOPOL": PayerKind.AUTO,
    "VET": PayerKind.MILITARY,
    "MILITARY": PayerKind.MILITARY,
}
PAYMENT_SOURCES = {
    "11": PayerKind.MEDICARE_ADVANTAGE,
    "1": PayerKind.MEDICARE,
    "2": PayerKind.MEDICAID,
    "31": PayerKind.MILITARY,
    "32": PayerKind.MILITARY,
    "3": PayerKind.OTHER,
    "4": PayerKind.OTHER,
    "5": PayerKind.COMMERCIAL,
    "6": PayerKind.COMMERCIAL,
    "95": PayerKind.WORKERS_COMPENSATION,
    "96": PayerKind.AUTO,
}
PAYMENT_SOURCE = "https://nahdo.org/sopt"
NAMED_PAYERS = {
    "medicare": PayerKind.MEDICARE,
    "medicaid": PayerKind.MEDICAID,
    "tricare": PayerKind.MILITARY,
    "va": PayerKind.MILITARY,
}
NO_PAYERS = ("NO_INSURANCE", "no_insurance")
DUAL_PAYERS = ("Dual Eligible", "dual eligible")

REFERRAL_STATES = {
    "draft": ReferralState.DRAFT,
    "active": ReferralState.ACTIVE,
    "on-hold": ReferralState.ON_HOLD,
    "completed": ReferralState.COMPLETED,
    "revoked": ReferralState.REVOKED,
}
APPOINTMENT_STATES = {
    "booked": AppointmentState.BOOKED,
    "arrived": AppointmentState.KEPT,
    "checked-in": AppointmentState.KEPT,
    "fulfilled": AppointmentState.KEPT,
    "cancelled": AppointmentState.CANCELLED,
    "noshow": AppointmentState.MISSED,
}
AUTHORIZATION_OUTCOMES = {
    "queued": AuthorizationState.PENDED,
    "complete": AuthorizationState.APPROVED,
    "partial": AuthorizationState.PARTLY,
    "error": AuthorizationState.DENIED,
}
#: X12 306, as Da Vinci's PAS writes it into reviewAction.
REVIEW_ACTIONS = {
    "A1": AuthorizationState.APPROVED,
    "A2": AuthorizationState.PARTLY,
    "A3": AuthorizationState.DENIED,
    "A4": AuthorizationState.PENDED,
    "A6": AuthorizationState.PARTLY,
    "C": AuthorizationState.CANCELLED,
    "CT": AuthorizationState.REQUESTED,
    "NA": AuthorizationState.NOT_REQUIRED,
}
