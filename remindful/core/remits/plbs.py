"""Provider adjustments (PLB03-1) in words of our own: what moves the payment as a whole, and what is to be done about it."""

from dataclasses import dataclass
from enum import StrEnum


class PlbKind(StrEnum):
    """What a provider adjustment is to the books."""

    RECOUPMENT = "recoupment"  # taken back for an earlier claim
    FORWARD = "forward"  # a debt carried to the next payment, or brought from the last
    INTEREST = "interest"
    WITHHOLDING = "withholding"  # may come back
    TAX = "tax"
    ADVANCE = "advance"  # paid before the claims, and taken back from them
    INCENTIVE = "incentive"
    CAPITATION = "capitation"
    COSTS = "costs"  # costs that are paid apart from claims
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Plb:
    """One reason code. asks: whether a person must do something."""

    code: str
    kind: PlbKind
    asks: bool
    message: str
    remedy: str


_NOTHING = "Nothing: it is posted at the office level."
_CLAIM = "Find the claim that the reference names and check that it really was overpaid; dispute it in writing if not."
_FORWARD = "Look for its other half in the payer's next payment: the two come to nothing."
_ASK = "If the reference does not explain it, ask the payer what it is for."

_TABLE: tuple[tuple[str, PlbKind, bool, str, str], ...] = (
    ("50", PlbKind.WITHHOLDING, True, "A charge for filing late.", "Check the submission dates (999, 277CA); if the claims were on time, dispute it."),
    ("51", PlbKind.WITHHOLDING, True, "Interest charged because something came late.", "Ask the payer what was late, and dispute it if it was not."),
    ("72", PlbKind.RECOUPMENT, False, "Money that the office sent back, taken note of.", "Check that the amount is that of the refund check."),
    ("90", PlbKind.ADVANCE, False, "An early payment allowance.", _NOTHING),
    ("AH", PlbKind.OTHER, False, "The fee of the place where it began.", _NOTHING),
    ("AM", PlbKind.RECOUPMENT, True, "Withheld to repay a loan.", "Check it against the loan that the office took."),
    ("AP", PlbKind.ADVANCE, False, "A payment made ahead of time, or a part of it taken back.", _NOTHING),
    ("B2", PlbKind.OTHER, False, "A rebate.", _NOTHING),
    ("B3", PlbKind.RECOUPMENT, False, "Recovery allowance.", _ASK),
    ("BD", PlbKind.OTHER, False, "Medicare's part of bad debts.", "Book it against the bad-debt claim of the cost report."),
    ("BN", PlbKind.INCENTIVE, False, "A bonus.", _NOTHING),
    ("C5", PlbKind.ADVANCE, False, "A temporary allowance until the final settlement.", _NOTHING),
    ("CR", PlbKind.CAPITATION, False, "Interest on capitation.", _NOTHING),
    ("CS", PlbKind.OTHER, True, "An adjustment that fits no other code.", _ASK),
    ("CT", PlbKind.CAPITATION, False, "The capitation payment: so much a member and month.", "Compare it with the list of members."),
    ("CV", PlbKind.COSTS, False, "Capital costs, paid apart from claims.", _NOTHING),
    ("CW", PlbKind.COSTS, False, "The anesthetists' costs, paid apart from claims.", _NOTHING),
    ("DM", PlbKind.COSTS, False, "Direct costs of medical education.", _NOTHING),
    ("E3", PlbKind.WITHHOLDING, False, "Withheld by the contract's risk arrangement.", "Keep the sum: it may come back when the year is settled."),
    ("FB", PlbKind.FORWARD, True, "A balance that is carried forward between payments.", _FORWARD),
    ("FC", PlbKind.CAPITATION, False, "The office's part of a risk pool or fund.", _NOTHING),
    ("GO", PlbKind.COSTS, False, "Graduate medical education.", _NOTHING),
    ("HM", PlbKind.COSTS, False, "Clotting factor for hemophilia.", _NOTHING),
    ("IP", PlbKind.INCENTIVE, False, "A premium for an incentive program.", _NOTHING),
    ("IR", PlbKind.TAX, False, "Withheld for the Internal Revenue Service.", "Keep it for the tax return; check the W-9 that the payer has."),
    ("IS", PlbKind.ADVANCE, False, "An interim settlement.", _NOTHING),
    ("J1", PlbKind.OTHER, True, "Reverses payments shown on the claims, because a program's limit does not allow them.", _ASK),
    ("L3", PlbKind.WITHHOLDING, True, "A penalty.", "Ask the payer which rule was broken."),
    ("L6", PlbKind.INTEREST, False, "Interest for a payment that came late.", _NOTHING),
    ("LE", PlbKind.TAX, True, "Taken by a levy of the tax office.", "Show it to your accounting department: a notice of levy was sent first."),
    ("LS", PlbKind.OTHER, False, "A lump sum.", _ASK),
    ("OA", PlbKind.COSTS, False, "Costs of obtaining organs.", _NOTHING),
    ("OB", PlbKind.RECOUPMENT, True, "Set off for an affiliated provider's debt.", "Ask the payer which office owed the debt, and settle it with them."),
    ("PI", PlbKind.ADVANCE, False, "A periodic interim payment.", _NOTHING),
    ("PL", PlbKind.ADVANCE, False, "The final payment for a year.", _NOTHING),
    ("RA", PlbKind.CAPITATION, False, "Members or rates were changed for months that are past.", "Compare it with the list of members."),
    ("RE", PlbKind.COSTS, False, "Return on equity.", _NOTHING),
    ("SL", PlbKind.RECOUPMENT, False, "Withheld for a student loan.", "Inform the provider who has the loan."),
    ("TL", PlbKind.RECOUPMENT, True, "Recouped because another party is liable.", _CLAIM),
    ("WO", PlbKind.RECOUPMENT, True, "Taken back for an overpayment of an earlier claim.", _CLAIM),
    ("WU", PlbKind.RECOUPMENT, True, "Taken back without saying for which claim.", _ASK),
)  # fmt: skip

PLBS: dict[str, Plb] = {row[0]: Plb(*row) for row in _TABLE}
