"""What a receiver's status codes mean, in our own words: how far the claim is, what is wrong, what to do.

Numbers are those of X12's external lists 507 (categories) and 508 (statuses), as they stood in 2024, and of data element 98 (who is meant).
"""

from dataclasses import dataclass
from enum import StrEnum

import polars as pl


class ClaimState(StrEnum):
    """How far a claim has come that was written for a payer."""

    WRITTEN = "written"  # nobody has answered
    RECEIVED = "received"  # somebody has it; not accepted yet for a decision
    ACCEPTED = "accepted"  # taken in: a decision will come
    REJECTED = "rejected"  # never taken in: it counts as not filed
    PENDING = "pending"  # the payer is at work, or waits for something
    FINALIZED = "finalized"  # decided: the 835 says how


@dataclass(frozen=True, slots=True)
class Category:
    """A category: state is null where it is about the question and not about the claim."""

    message: str
    state: ClaimState | None
    is_accepted: bool | None  # null: neither


_RECEIVED, _ACCEPTED, _REJECTED = ClaimState.RECEIVED, ClaimState.ACCEPTED, ClaimState.REJECTED
_PENDING, _FINALIZED = ClaimState.PENDING, ClaimState.FINALIZED

CATEGORIES: dict[str, Category] = {
    "A0": Category("Passed on to the next receiver", _RECEIVED, None),
    "A1": Category("Received, not accepted yet", _RECEIVED, None),
    "A2": Category("Accepted for adjudication", _ACCEPTED, True),
    "A3": Category("Refused, as it could not be processed", _REJECTED, False),
    "A4": Category("Not found at the payer", _REJECTED, False),
    "A5": Category("Accepted, and split into several claims", _ACCEPTED, True),
    "A6": Category("Refused, as something is missing", _REJECTED, False),
    "A7": Category("Refused, as something is wrong", _REJECTED, False),
    "A8": Category("Refused, as two things do not go together", _REJECTED, False),
    "P0": Category("Waiting at the payer", _PENDING, None),
    "P1": Category("Being decided", _PENDING, None),
    "P2": Category("Under the payer's review", _PENDING, None),
    "P3": Category("Waiting for information requested from the provider", _PENDING, None),
    "P4": Category("Waiting for information requested from the patient", _PENDING, None),
    "P5": Category("Waiting in the payer's own system", _PENDING, None),
    "F0": Category("Decided", _FINALIZED, True),
    "F1": Category("Decided and paid", _FINALIZED, True),
    "F2": Category("Decided and denied", _FINALIZED, True),
    "F3": Category("Adjudicated again", _FINALIZED, True),
    "F3F": Category("Decided, and passed on to the next payer", _FINALIZED, True),
    "F3N": Category("Decided, and not passed on to the next payer", _FINALIZED, True),
    "F4": Category("Decided, and nothing will be paid", _FINALIZED, True),
    "F5": Category("Closed, as it could not be processed", _REJECTED, False),
    "R0": Category("The payer asks for more", _PENDING, None),
    "R1": Category("The payer asks about a person named on the claim", _PENDING, None),
    "R3": Category("The payer asks about the claim or a line", _PENDING, None),
    "R4": Category("The payer asks for documents", _PENDING, None),
    "R5": Category("The payer asks for more detail", _PENDING, None),
    "R6": Category("The payer asks, because a regulation wants it", _PENDING, None),
    "R7": Category("The payer asks whether the care fits its policy", _PENDING, None),
    "R8": Category("The payer asks whether an exception of the plan fits", _PENDING, None),
    "R9": Category("The payer asks why the care was needed", _PENDING, None),
    "R10": Category("The payer asks for papers of a grievance or appeal", _PENDING, None),
    "R11": Category("The payer asks, to review before it pays", _PENDING, None),
    "R12": Category("The payer asks why this procedure code was chosen", _PENDING, None),
    "R13": Category("The payer cannot read the documents that it got", _PENDING, None),
    "R14": Category("The payer received other documents than it requested", _PENDING, None),
    "R15": Category("The payer asks whether workers' compensation covers it", _PENDING, None),
    "R16": Category("The payer asks whether the patient was covered", _PENDING, None),
    "R17": Category("The payer asks again, in place of an earlier request", _PENDING, None),
    "RQ": Category("The payer asks a question", _PENDING, None),
    "D0": Category("The search found nothing for this inquiry", None, None),
    "E0": Category("No response: the inquiry had an error", None, None),
    "E1": Category("No response: the payer's system is not available now", None, None),
    "E2": Category("No response from the payer", None, None),
    "E3": Category("No response: two values in the inquiry do not match", None, None),
    "E4": Category("No response: a trading partner agreement is missing", None, None),
}
#: The payer waits for something from the office.
ASKING = frozenset(code for code in CATEGORIES if code.startswith("R")) | {"P3"}
NOT_FOUND = frozenset({"A4", "D0"})

_MEMBER = "Compare name, date of birth and member ID with the card, ask the payer who is covered, correct the coverage, and bill again."
_COVERED = "Ask the payer (270) whether the patient was covered that day; bill the payer that covered the patient that day, or the claim cannot be paid."
_PROVIDER = "Correct the provider's entry (NPI, tax number, taxonomy, address), or finish the enrollment with this payer, and bill again."
_CODES = "Have the codes looked at by a coder, correct them, and bill again."
_VISIT = "Correct the visit's data, and bill again."
_OTHER_PAYER = "Add the other payer's adjudication from the 835 to the claim, and bill again."
_ROUTE = "Find out who takes this claim in, correct the payer's number, and bill again."
_NUMBERS = "Correct the number that the claim refers to, and bill again."
_AUTHORIZE = "Get the authorization or referral number, enter it, and bill again."
_DUPLICATE = "Look whether the first claim was accepted. If it is to be changed, send a replacement with the payer's own claim number."
_WAIT = "Nothing: wait for the decision, and ask again if none comes."
_SEND = "Send what was requested, with the payer's claim number on it, before the payer's deadline."
_REMIT = "See the remittance (835) for what was paid and why."
_LATE = "If it was sent in time, appeal with the receiver's acknowledgment (999, 277CA) as proof."
_FORMAT = (
    "Correct what is named in the acknowledgment; if the data look right, ask the receiver's support, and send again."
)
_ASK = "Ask the receiver what it wants; the code is in its guide."

#: Status: what is meant, and what to do. Words of things (the NPI, the day) get the entity's name after them.
STATUSES: dict[str, tuple[str, str]] = {
    "0": ("it cannot be sent electronically", _ASK), "1": ("see the remittance for details", _REMIT),
    "2": ("see the payer's letter for details", _ASK), "3": ("decided, waiting for the payment run", _WAIT),
    "6": ("the subscriber owes the rest", _REMIT), "12": ("procedure codes were combined", _REMIT),
    "15": ("procedure codes were changed", _REMIT), "16": ("passed on", _WAIT), "17": ("passed on by a third party", _WAIT),
    "18": ("received, and answered with an invalid status", _ASK), "19": ("receipt is acknowledged", _WAIT),
    "20": ("accepted for processing", _WAIT), "21": ("information is missing or wrong", _VISIT), "23": ("sent back", _ASK),
    "24": ("not approved to send electronically", _PROVIDER), "25": ("not approved", _PROVIDER), "26": ("not found", _PROVIDER),
    "27": ("the policy was cancelled", _COVERED), "29": ("subscriber and policy number do not go together", _MEMBER),
    "30": ("subscriber and member ID do not go together", _MEMBER), "31": ("subscriber and policyholder do not go together", _MEMBER),
    "32": ("subscriber and policy number are not on file", _MEMBER), "33": ("subscriber and member ID are not on file", _MEMBER),
    "34": ("subscriber and policyholder are not on file", _MEMBER),
    "35": ("the claim is not on file", "If it was acknowledged, send the payer the proof; otherwise bill again."),
    "38": ("waits for the next run", _WAIT), "40": ("waits for final approval", _WAIT), "41": ("needs special handling", _WAIT),
    "42": ("waits for related charges", _WAIT), "44": ("waits for an audit of the charges", _WAIT), "45": ("waits for the benefits", _WAIT),
    "46": ("under internal review", _WAIT), "49": ("waits for the provider's accreditation", _PROVIDER),
    "50": ("waits for a check of the provider", _WAIT), "51": ("an accident or illness at work is looked into", _WAIT),
    "52": ("another insurance is looked into", _OTHER_PAYER), "53": ("the member or group number is looked into", _MEMBER),
    "54": ("a duplicate of what was decided", _DUPLICATE), "55": ("with a person who decides", _WAIT),
    "56": ("waits whether the patient is covered", _COVERED), "65": ("paid", _REMIT),
    "78": ("a duplicate of what is being decided", _DUPLICATE), "83": ("newborns are not covered", _COVERED),
    "84": ("the service was not authorized", _AUTHORIZE), "85": ("is not the primary payer", _OTHER_PAYER),
    "86": ("diagnosis and sex do not go together", _CODES), "88": ("not covered on these days", _COVERED),
    "90": ("has no medical benefits on these days", _COVERED), "91": ("not approved on these days", _COVERED),
    "93": ("not the chosen primary care provider", _AUTHORIZE), "94": ("not referred by the primary care provider", _AUTHORIZE),
    "95": ("the requested information was not received", _SEND), "96": ("has no agreement", _PROVIDER), "97": ("coverage not found", _COVERED),
    "98": ("went to the deductible", _REMIT), "101": ("changes an earlier claim", _REMIT),
    "102": ("the newborn's charges are on the mother's claim", _REMIT), "103": ("combined with another claim", _REMIT),
    "104": ("decided by the plan's terms", _REMIT), "105": ("paid by the month (capitation)", _REMIT),
    "107": ("decided by the contract's terms", _REMIT), "109": ("not eligible", _COVERED),
    "114": ("another is to process it", _ROUTE), "116": ("sent to the wrong payer", _ROUTE), "117": ("the signature on file is missing", _VISIT),
    "121": ("more lines than the payer takes", "Split the claim, and bill again."),
    "123": ("more information is wanted", _SEND), "124": ("name, address, phone and number", _PROVIDER), "125": ("the name", _VISIT),
    "126": ("the address", _VISIT), "128": ("the tax number", _PROVIDER), "132": ("the Medicaid number", _PROVIDER),
    "135": ("the payer's own number", _PROVIDER), "142": ("the license", _PROVIDER), "143": ("the state license", _PROVIDER),
    "145": ("the taxonomy", _PROVIDER), "153": ("the number", _NUMBERS), "156": ("the relationship to the subscriber", _MEMBER),
    "157": ("the sex", _MEMBER), "158": ("the date of birth", _MEMBER), "159": ("the day of death", _VISIT),
    "162": ("the Medicare number", _MEMBER), "163": ("the group number", _MEMBER), "164": ("the member ID", _MEMBER),
    "171": ("other insurance", _OTHER_PAYER), "178": ("the charges", _VISIT), "182": ("what other payers allowed or paid", _OTHER_PAYER),
    "183": ("the amount paid before", _OTHER_PAYER), "187": ("the day of service", _VISIT), "188": ("the first and last day", _VISIT),
    "189": ("the day of admission", _VISIT), "190": ("the day of discharge", _VISIT), "216": ("the drug", _CODES), "218": ("the NDC", _CODES),
    "228": ("the type of bill", _VISIT), "229": ("the source of admission", _VISIT), "231": ("the type of admission", _VISIT),
    "232": ("the admitting diagnosis", _CODES), "234": ("the discharge status", _VISIT),
    "238": ("mother and baby are to be billed apart", "Bill the newborn's care on a claim of its own."), "247": ("a line", _CODES),
    "249": ("the place of service", _VISIT), "250": ("the type of service", _CODES), "252": ("the authorization number", _AUTHORIZE),
    "254": ("the principal diagnosis", _CODES), "255": ("a diagnosis", _CODES), "256": ("the DRG", _CODES),
    "258": ("days or units", _CODES), "259": ("how often it was done", _CODES),
    "286": ("the other payer's explanation of benefits", _OTHER_PAYER), "287": ("why the service was needed", _SEND),
    "294": ("supporting documents", _SEND), "297": ("the medical notes", _SEND), "298": ("the operative report", _SEND),
    "300": ("the results of tests", _SEND), "317": ("the medical record", _SEND),
    "363": ("workers' compensation may cover it", _OTHER_PAYER), "365": ("whether it was an accident", _VISIT),
    "400": ("the claim does not add up", "Make the charge the sum of its lines, and bill again."),
    "402": ("an amount must be more than zero", _VISIT), "453": ("a modifier", _CODES), "454": ("a procedure code", _CODES),
    "455": ("a revenue code", _CODES), "460": ("a condition code", _CODES), "464": ("the payer's claim number", _NUMBERS),
    "474": ("procedure and sex do not go together", _CODES), "475": ("the procedure does not fit the age", _CODES),
    "476": ("units", _CODES), "477": ("a diagnosis pointer", _CODES), "478": ("the patient control number", _NUMBERS),
    "479": ("the other payer's number", _OTHER_PAYER), "480": ("the kind of insurance", _MEMBER), "481": ("the format", _FORMAT),
    "483": ("the most that is covered is reached", _REMIT), "484": ("the payer's program does not work now", _WAIT),
    "485": ("there is more than fits into one response", _ASK), "487": ("it is not on file, and should go through another", _ROUTE),
    "488": ("the diagnoses of the services", _CODES), "495": ("another claim number is to be referred to", _NUMBERS),
    "496": ("the sender is not approved for the provider", _PROVIDER), "500": ("the ZIP code", _VISIT), "501": ("the state", _VISIT),
    "502": ("the city", _VISIT), "503": ("the street", _VISIT), "504": ("the last name", _MEMBER), "505": ("the first name", _MEMBER),
    "507": ("a HCPCS code", _CODES), "510": ("a day in the future", _VISIT), "511": ("a character that is not allowed", _FORMAT),
    "512": ("a length that the receiver cannot take", _FORMAT), "516": ("the day of the other payer's decision", _OTHER_PAYER),
    "521": ("an adjustment reason of the other payer", _OTHER_PAYER), "535": ("the frequency code", _NUMBERS),
    "544": ("the CLIA number", _PROVIDER), "560": ("a further number", _PROVIDER), "562": ("the NPI", _PROVIDER),
    "583": ("the charge of a line", _VISIT), "584": ("the number of a line", _NUMBERS), "588": ("the medical record number", _VISIT),
    "633": ("what caused it", _VISIT), "672": ("the other payer's amounts do not add up", _OTHER_PAYER), "673": ("the reason for the visit", _CODES),
    "674": ("more was done than authorized", _AUTHORIZE), "677": ("not affiliated", _PROVIDER),
    "679": ("the newborn's services belong on the mother's claim", "Bill the newborn's care on the mother's claim, as this payer wants it."),
    "684": ("there is a syntax error; the 999 names it", _FORMAT), "685": ("decided later, in a batch", _WAIT), "686": ("the claim was voided", _REMIT),
    "688": ("present on admission", _CODES), "693": ("an amount must not be below zero", _VISIT), "696": ("an adjustment group", _OTHER_PAYER),
    "700": ("an ICD-10 code", _CODES), "704": ("the claim's note", _ASK), "710": ("the other payer's adjudication of a line", _OTHER_PAYER),
    "717": ("split for processing", _WAIT), "718": ("it came too late (timely filing)", _LATE), "719": ("an occurrence code", _CODES),
    "725": ("a value code", _CODES), "727": ("the day of the accident", _VISIT), "728": ("the state of the accident", _VISIT),
    "732": ("it does not fit the payer's billing rules", _ASK), "735": ("included in another service", _REMIT),
    "742": ("the order of the payers", _OTHER_PAYER), "743": ("enrollment", _PROVIDER),
    "746": ("the file was sent before", "Nothing, if the first file was accepted; otherwise send it as a new file with a new number."),
    "755": ("the main number", _MEMBER), "761": ("the referral number", _AUTHORIZE),
    "770": ("a duplicate of a claim that the earlier payer passed on", "Nothing: the payer has it. Wait for the remittance."),
    "771": ("it came before the earlier payer could pass it on", "Wait 30 days after the earlier payer's remittance, then send it again."),
    "772": ("a more specific diagnosis is wanted", _CODES), "773": ("one claim for each calendar year", "Split it by year, and bill again."),
}  # fmt: skip

ENTITIES: dict[str, str] = {
    "03": "dependent", "13": "contracted provider", "1P": "provider", "2B": "third-party administrator", "36": "employer", "40": "receiver",
    "41": "submitter", "71": "attending provider", "72": "operating physician", "73": "other physician", "74": "corrected insured",
    "77": "service location", "82": "rendering provider", "85": "billing provider", "87": "pay-to provider", "AY": "clearinghouse",
    "DD": "assistant surgeon", "DK": "ordering provider", "DN": "referring provider", "DQ": "supervising provider", "FA": "facility",
    "GB": "other insured", "HH": "home health agency", "IL": "subscriber", "LI": "independent lab", "P3": "primary care provider",
    "P4": "earlier insurer", "PE": "payee", "PR": "payer", "PRP": "primary payer", "QB": "purchase service provider", "QC": "patient",
    "QD": "responsible party", "SEP": "secondary payer", "SJ": "service provider", "TL": "testing lab", "TTP": "tertiary payer",
    "TU": "third-party repricer", "X3": "utilization management", "Y2": "managed care organization", "ZZ": "provider",
}  # fmt: skip


def message_expr(category: str = "category_code", status: str = "status_code", entity: str = "entity_code") -> pl.Expr:
    """What three codes say together: "Refused, as something is wrong: the NPI (billing provider)." An unknown code is named as it is."""
    what = pl.col(category).replace_strict(
        {code: one.message for code, one in CATEGORIES.items()}, default=None, return_dtype=pl.String
    )
    about = pl.col(status).replace_strict(
        {code: one[0] for code, one in STATUSES.items()}, default=None, return_dtype=pl.String
    )
    entity_text = pl.col(entity).replace_strict(ENTITIES, default=None, return_dtype=pl.String)
    what = pl.coalesce(what, pl.format("Category {}", category), pl.lit("Without a category"))
    about = pl.coalesce(pl.format(": {}", about), pl.format(": status {}", status), pl.lit(""))
    entity_text = pl.coalesce(pl.format(" ({})", entity_text), pl.format(" (entity {})", entity), pl.lit(""))
    return what + about + entity_text + pl.lit(".")


def remedy_expr(category: str = "category_code", status: str = "status_code") -> pl.Expr:
    """What the office does about it."""
    cure = pl.col(status).replace_strict(
        {code: one[1] for code, one in STATUSES.items()}, default=None, return_dtype=pl.String
    )
    is_waiting = pl.col(category).is_in(list(ASKING)) & (cure.is_null() | cure.is_in([_WAIT, _REMIT]))
    return pl.when(is_waiting).then(pl.lit(_SEND)).otherwise(pl.coalesce(cure, pl.lit(_ASK)))


def state_expr(category: str = "category_code") -> pl.Expr:
    """The ClaimState that a category means; null where it means none."""
    known = {code: str(one.state) for code, one in CATEGORIES.items() if one.state is not None}
    return pl.col(category).replace_strict(known, default=None, return_dtype=pl.String)


def accepted_expr(category: str = "category_code") -> pl.Expr:
    """Whether a category says that the claim was taken in; null where it says neither."""
    known = {code: one.is_accepted for code, one in CATEGORIES.items() if one.is_accepted is not None}
    return pl.col(category).replace_strict(known, default=None, return_dtype=pl.Boolean)
