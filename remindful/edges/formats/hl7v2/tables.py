"""What the codes of HL7's tables mean to us. User-defined tables: the codes that US senders write, others are not known."""

from remindful.core.words.care import AppointmentState, CodeSystem, ReferralState
from remindful.core.words.kinds import PayerKind

#: HL7 table 0396 and what senders write instead. None: a code set that is read as no code.
CODE_SYSTEMS: dict[str, CodeSystem] = {
    **dict.fromkeys(("I10", "I10C", "ICD10", "ICD-10", "ICD10CM", "ICD-10-CM", "I10CM", "10"), CodeSystem.ICD10CM),
    **dict.fromkeys(("I10P", "ICD10PCS", "ICD-10-PCS", "I10PCS"), CodeSystem.ICD10PCS),
    **dict.fromkeys(("C4", "CPT", "CPT4", "CPT-4", "C5", "CPT5", "CPTM", "AMA"), CodeSystem.CPT),
    **dict.fromkeys(("HCPCS", "HPC", "HCPC", "HC", "HCPCS2"), CodeSystem.HCPCS),
    "CVX": CodeSystem.CVX,
    **dict.fromkeys(("SCT", "SNM", "SNOMED", "SCT2", "SNOMED-CT", "SNOMEDCT"), CodeSystem.SNOMED),
}
ICD9 = {"I9", "I9C", "ICD9", "ICD-9", "ICD9CM", "ICD-9-CM", "9", "I9CM"}
REVENUE = {"NUBC", "REV", "RC", "UB", "UB92", "UB04", "UB-04", "REVENUE"}
NDC = {"NDC", "NDC11"}
SYSTEM_CODES: dict[CodeSystem, str] = {
    CodeSystem.ICD10CM: "I10",
    CodeSystem.ICD10PCS: "I10P",
    CodeSystem.CPT: "C4",
    CodeSystem.HCPCS: "HCPCS",
    CodeSystem.SNOMED: "SCT",
    CodeSystem.CVX: "CVX",
    CodeSystem.UNKNOWN: "L",  # table 0396: a local code
}

SEXES = {
    "F": "F",
    "M": "M",
    "U": "U",
    "X": "X",
    "O": "U",
    "A": "U",
    "N": "U",
    "FEMALE": "F",
    "MALE": "M",
    "UNKNOWN": "U",
}

#: PV1-2 (table 0004), and the v3 codes that some send there.
SETTINGS = {
    "I": "inpatient", "IMP": "inpatient", "ACUTE": "inpatient", "OBSENC": "inpatient", "INPATIENT": "inpatient", "B": "inpatient",
    "O": "ambulatory", "R": "ambulatory", "AMB": "ambulatory", "OUTPATIENT": "ambulatory", "P": "ambulatory", "SS": "ambulatory",
    "E": "emergency", "EMER": "emergency", "EMERGENCY": "emergency",
    "H": "home", "HH": "home", "V": "virtual", "VR": "virtual",
}  # fmt: skip
CLASSES = {"inpatient": "I", "ambulatory": "O", "emergency": "E", "home": "HH", "virtual": "VR"}
HOSPITAL = {"inpatient", "emergency"}

#: PV1-4 (table 0007) as the digits of CL101; digits pass.
ADMISSION_TYPES = {"E": "1", "U": "2", "C": "3", "N": "4"}

#: IN1-17 (table 0063) -> X12 1069. Bare numbers are of more than one list, see `insurance`.
RELATIONSHIPS = {
    **dict.fromkeys(("SEL", "SELF", "SLF", "S", "18"), "18"),
    **dict.fromkeys(("SPO", "SPOUSE", "SP"), "01"),
    **dict.fromkeys(("CHD", "CHILD", "C", "19"), "19"),
    **dict.fromkeys(("DOM", "DP", "LIF", "53"), "53"),
    **dict.fromkeys(("OTH", "OTHER", "O", "G8"), "G8"),
    **{code: code for code in ("20", "21", "39", "40")},
}
RELATIONSHIP_CODES = {"18": "SEL", "01": "SPO", "19": "CHD", "53": "DOM", "G8": "OTH"}

#: IN1-15 by our own names, by X12's claim filing codes, and by the words that senders write.
PAYER_KINDS: dict[str, PayerKind] = {
    **{kind.value.upper(): kind for kind in PayerKind},
    **dict.fromkeys(("MB", "MA", "MCR", "MEDICARE A", "MEDICARE B", "MEDICARE PART B"), PayerKind.MEDICARE),
    **dict.fromkeys(("16", "MEDICARE ADVANTAGE", "MCR HMO"), PayerKind.MEDICARE_ADVANTAGE),
    **dict.fromkeys(("MC", "MCD", "MEDICAID HMO"), PayerKind.MEDICAID),
    **dict.fromkeys(("CH", "TRICARE", "CHAMPUS", "VA", "CHAMPVA"), PayerKind.MILITARY),
    **dict.fromkeys(("WC", "WORKERS COMP", "WORKERS COMPENSATION"), PayerKind.WORKERS_COMPENSATION),
    **dict.fromkeys(("AM", "AUTO", "NO FAULT"), PayerKind.AUTO),
    **dict.fromkeys(
        ("BL", "CI", "HM", "12", "13", "14", "PPO", "HMO", "POS", "EPO", "COM", "BCBS"), PayerKind.COMMERCIAL
    ),
}
NAMED_PAYERS = {"medicare": PayerKind.MEDICARE, "medicaid": PayerKind.MEDICAID, "tricare": PayerKind.MILITARY}

ACCIDENTS = {"AUTO": "auto", "A": "auto", "AA": "auto", "EM": "employment", "EMPLOYMENT": "employment", "W": "employment", "OA": "other"}  # fmt: skip
ACCIDENT_CODES = {"auto": "AA", "employment": "EM", "other": "OA"}

#: FT1-6 (table 0017).
CHARGE, CREDITS, PAYMENTS, ADJUSTMENT = "CG", {"CR", "CD"}, {"PY", "CO"}, "AJ"

METHODS = {
    **dict.fromkeys(("CASH", "CA"), "cash"),
    **dict.fromkeys(("CHECK", "CK", "CHK", "CHEQUE"), "check"),
    **dict.fromkeys(
        ("CARD", "CC", "CREDIT", "CREDIT CARD", "VISA", "MC", "MASTERCARD", "AMEX", "DISCOVER", "DEBIT"), "card"
    ),
    **dict.fromkeys(("ACH", "EFT", "ECHECK"), "ach"),
}

#: SCH-25 (table 0278) before the event itself.
APPOINTMENT_STATUSES = {
    "BOOKED": AppointmentState.BOOKED, "OVERBOOK": AppointmentState.BOOKED, "PENDING": AppointmentState.BOOKED,
    "STARTED": AppointmentState.KEPT, "COMPLETE": AppointmentState.KEPT, "ARRIVED": AppointmentState.KEPT,
    "CHECKED IN": AppointmentState.KEPT, "CANCELLED": AppointmentState.CANCELLED, "CANCELED": AppointmentState.CANCELLED,
    "DC": AppointmentState.CANCELLED, "DELETED": AppointmentState.CANCELLED, "NOSHOW": AppointmentState.MISSED,
    "NO SHOW": AppointmentState.MISSED,
}  # fmt: skip
APPOINTMENT_EVENTS = {
    "S12": AppointmentState.BOOKED, "S13": AppointmentState.BOOKED, "S14": AppointmentState.BOOKED,
    "S15": AppointmentState.CANCELLED, "S16": AppointmentState.CANCELLED, "S17": AppointmentState.CANCELLED,
    "S26": AppointmentState.MISSED,
}  # fmt: skip

#: RF1-1 (table 0283) and RF1-2 (table 0280).
REFERRAL_STATES = {
    "A": ReferralState.ACTIVE,
    "P": ReferralState.ACTIVE,
    "E": ReferralState.ACTIVE,
    "R": ReferralState.REVOKED,
}
PRIORITIES = {"S": "stat", "A": "asap", "R": "routine", "U": "urgent"}

#: PID-3 and PID-11: which number or address is never the one meant.
NOT_RECORD_NUMBERS = {"SS", "SSN", "DL", "PPN", "MA", "MC", "MCR", "MI", "PNT", "VN", "AN", "XX", "NPI", "EI"}
RECORD_NUMBERS = ("MR", "MRN", "PI", "PT", "PN", "EPI", "MPI")
BAD_ADDRESSES = {"BA", "N", "BDL", "BR", "F"}
OTHER_NAMES = {"A", "M", "N", "NICK", "NAV", "BAD", "MSK", "S", "T"}  # aliases, maiden names, pseudonyms
