"""What the codes of an 837 mean to us: its form, the kind of payer, the order of payers, and what is no bill at all."""

from remindful.core.words.kinds import PayerKind

#: SBR09, claim filing indicator. 5010 and 4010. Empty is unknown, the rest is other.
PAYER_KINDS: dict[str, PayerKind] = {
    "09": PayerKind.UNKNOWN,  # self-pay: no payer
    "MA": PayerKind.MEDICARE,
    "MB": PayerKind.MEDICARE,
    "16": PayerKind.MEDICARE_ADVANTAGE,  # HMO, Medicare risk
    "MC": PayerKind.MEDICAID,
    "CH": PayerKind.MILITARY,
    "WC": PayerKind.WORKERS_COMPENSATION,
    "AM": PayerKind.AUTO,
    "12": PayerKind.COMMERCIAL,  # preferred provider organization
    "13": PayerKind.COMMERCIAL,  # point of service
    "14": PayerKind.COMMERCIAL,  # exclusive provider organization
    "15": PayerKind.COMMERCIAL,  # indemnity
    "17": PayerKind.COMMERCIAL,  # dental maintenance organization
    "BL": PayerKind.COMMERCIAL,
    "CI": PayerKind.COMMERCIAL,
    "FI": PayerKind.COMMERCIAL,  # federal employees' plans are run by commercial insurers
    "HM": PayerKind.COMMERCIAL,
}

#: SBR01: who pays first, second, third; then the letters. U and what is unknown come last.
PAYER_ORDER: dict[str, int] = {"P": 1, "S": 2, "T": 3} | {
    letter: 4 + position for position, letter in enumerate("ABCDEFGH")
}
UNKNOWN_ORDER = 99

#: The guide's number in ST03 or GS08 tells the form.
FORMS: dict[str, str] = {
    "X222": "P",
    "X098": "P",
    "X291": "P",
    "X298": "P",
    "X223": "I",
    "X096": "I",
    "X292": "I",
    "X299": "I",
    "X224": "D",
    "X097": "D",
    "X293": "D",
    "X300": "D",
}
#: What is written: GS08 and ST03 of each form.
VERSIONS: dict[str, str] = {"P": "005010X222A1", "I": "005010X223A2", "D": "005010X224A2"}
SERVICE_FORMS: dict[str, str] = {"SV1": "P", "SV2": "I", "SV3": "D"}

#: Guides whose 837 asks or reports: nothing in them was billed, so nothing of them may become a charge.
ASKS = "a predetermination: it asks what a payer would pay"
REPORTS = "a report of a claim that a payer has already decided"
NO_BILLS: dict[str, str] = {
    "X291": ASKS,
    "X292": ASKS,
    "X293": ASKS,
    "X298": REPORTS,
    "X299": REPORTS,
    "X300": REPORTS,
}
PREDETERMINATION = "PB"  # CLM19
