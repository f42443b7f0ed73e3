"""Payers and their benefit designs: what each pays, what it leaves to the patient, and when it sends its answers."""

from dataclasses import dataclass, field

from remindful.core.words.kinds import PayerKind
from remindful.edges.example.numbers import make_dice
from remindful.edges.example.services import CHARGES, LineKind
from remindful.edges.example.span import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY


@dataclass(frozen=True, slots=True)
class Plan:
    """A benefit design. copay: on an office visit or an emergency; else deductible first, then coinsurance."""

    name: str
    deductible_cents: int = 0
    coinsurance_percent: int = 0
    copay_cents: int = 0
    emergency_copay_cents: int = 0
    day_copay_cents: int = 0  # a day in hospital, at most five
    is_capitated: bool = False


@dataclass(frozen=True, slots=True)
class Bundle:
    """A mailbox from which 835 files are fetched: one payer's own, or a clearing house's with several payers."""

    name: str
    weekday: int  # of payment
    every_weeks: int
    line_end: str  # after each segment


@dataclass(frozen=True, slots=True)
class Payer:
    """One payer. filing: SBR09 for P and I; remit_filing: CLP06."""

    key: str
    name: str
    kind: PayerKind
    bundle: Bundle
    filing: str
    institutional_filing: str
    remit_filing: str
    member_prefix: str
    address: tuple[str, str, str, str]
    allowed_percent: int
    lag_days: tuple[int, int]  # soonest, median
    plans: tuple[Plan, ...] = ()
    sequesters: bool = False
    returns_line_numbers: bool = True
    full_fee_percent: int = 0  # of lab, drug and other codes whose fee is the charge, so that no CO-45 stands

    @property
    def originator(self) -> str:
        """TRN03: ten digits, the first a 1."""
        number = self.key[3:]
        return f"1{int(number):09d}" if number.isdigit() and len(number) < 10 else "1999999999"


GULF = Bundle("GULFBLUE", WEDNESDAY, 1, "\n")
CLEARING = Bundle("CLEARHSE", THURSDAY, 1, "")
CMS = Bundle("MEDICARE", TUESDAY, 1, "\n")
ADVANTAGE = Bundle("ADVANTAGE", MONDAY, 2, "\r\n")
STATE = Bundle("MEDICAID", FRIDAY, 1, "\r\n")
REST = Bundle("OTHERPAY", WEDNESDAY, 2, "\n")

PPO = Plan("PPO", 150_000, 20, 3_500, 35_000)
COPAY = Plan("COPAY", 50_000, 10, 2_500, 25_000)
HDHP = Plan("HDHP", 330_000, 20)
HMO = Plan("HMO", 0, 0, 2_000, 20_000, is_capitated=True)
BRONZE = Plan("BRONZE", 750_000, 40)
PART_B = Plan("PARTB", 25_700, 20)
NO_SHARE = Plan("NOSHARE")
MA_PLAN = Plan("MA", 0, 20, 2_000, 11_000, 32_500)
TRICARE_PLAN = Plan("SELECT", 18_600, 20, 3_100, 9_800)
MEDIGAP_G = Plan("MEDIGAPG", 0, 0)
PART_B_DEDUCTIBLES = {2025: 25_700, 2026: 28_300}  # CMS, yearly notice in the Federal Register
PART_A_DEDUCTIBLES = {2025: 167_600, 2026: 173_600}

_K = PayerKind
GULF_BLUE = Payer(
    "XGB01", "GULF BLUE HEALTH", _K.COMMERCIAL, GULF, "BL", "BL", "12", "XGB",
    ("1 EXAMPLE PLAZA", "JACKSONVILLE", "FL", "322560001"), 50, (6, 14), (PPO, PPO, COPAY, HDHP), full_fee_percent=85,
)  # fmt: skip
PINE_HARBOR = Payer(
    "XPH02", "PINE HARBOR HEALTH", _K.COMMERCIAL, CLEARING, "CI", "CI", "12", "PH",
    ("2 EXAMPLE PLAZA", "ATLANTA", "GA", "303030001"), 48, (7, 16), (PPO, HDHP, HDHP, COPAY), full_fee_percent=85,
)  # fmt: skip
MAGNOLIA = Payer(
    "XMM03", "MAGNOLIA MUTUAL", _K.COMMERCIAL, CLEARING, "CI", "CI", "15", "MM",
    ("3 EXAMPLE PLAZA", "MACON", "GA", "312010001"), 51, (8, 19), (PPO, HDHP, COPAY), full_fee_percent=85,
)  # fmt: skip
RED_HILLS = Payer(
    "XRH04", "RED HILLS HMO", _K.COMMERCIAL, CLEARING, "HM", "HM", "HM", "RH",
    ("4 EXAMPLE PLAZA", "TALLAHASSEE", "FL", "323010004"), 48, (7, 15), (HMO, COPAY), full_fee_percent=85,
)  # fmt: skip
MEDICARE = Payer(
    "XMC05", "MEDICARE CONTRACTOR", _K.MEDICARE, CMS, "MB", "MA", "MB", "9SL",
    ("5 EXAMPLE PLAZA", "JACKSONVILLE", "FL", "322560005"), 43, (14, 15), (PART_B,), sequesters=True,
    full_fee_percent=45,
)  # fmt: skip
SILVER_PALM = Payer(
    "XSP06", "SILVER PALM ADVANTAGE", _K.MEDICARE_ADVANTAGE, ADVANTAGE, "16", "16", "16", "SP",
    ("6 EXAMPLE PLAZA", "TAMPA", "FL", "336020001"), 37, (10, 17), (MA_PLAN,), full_fee_percent=45,
)  # fmt: skip
GULF_ADVANTAGE = Payer(
    "XGA07", "GULF BLUE ADVANTAGE", _K.MEDICARE_ADVANTAGE, ADVANTAGE, "16", "16", "16", "GA",
    ("1 EXAMPLE PLAZA", "JACKSONVILLE", "FL", "322560001"), 38, (9, 16), (MA_PLAN,), full_fee_percent=45,
)  # fmt: skip
FL_MEDICAID = Payer(
    "XFM08", "FLORIDA MEDICAID", _K.MEDICAID, STATE, "MC", "MC", "MC", "FM",
    ("8 EXAMPLE PLAZA", "TALLAHASSEE", "FL", "323010008"), 34, (7, 14), (NO_SHARE,), full_fee_percent=30,
)  # fmt: skip
GA_MEDICAID = Payer(
    "XGM09", "GEORGIA MEDICAID", _K.MEDICAID, STATE, "MC", "MC", "MC", "GM",
    ("9 EXAMPLE PLAZA", "ATLANTA", "GA", "303030009"), 34, (8, 16), (NO_SHARE,), full_fee_percent=30,
)  # fmt: skip
TRICARE = Payer(
    "XTR10", "MILITARY EAST REGION", _K.MILITARY, REST, "CH", "CH", "CH", "TR",
    ("10 EXAMPLE PLAZA", "FLORENCE", "SC", "295010001"), 38, (9, 17), (TRICARE_PLAN,), returns_line_numbers=False,
)  # fmt: skip
TIMBERLINE = Payer(
    "XTW11", "TIMBERLINE WORKERS COMP", _K.WORKERS_COMPENSATION, REST, "WC", "WC", "WC", "TW",
    ("11 EXAMPLE PLAZA", "ORLANDO", "FL", "328010001"), 70, (14, 28), (NO_SHARE,), returns_line_numbers=False,
)  # fmt: skip
COASTAL = Payer(
    "XCA12", "COASTAL AUTO MUTUAL", _K.AUTO, REST, "AM", "AM", "AM", "CA",
    ("12 EXAMPLE PLAZA", "MIAMI", "FL", "331010001"), 75, (14, 30), (NO_SHARE,), returns_line_numbers=False,
)  # fmt: skip
CANOPY = Payer(
    "XCN13", "CANOPY MEDIGAP", _K.COMMERCIAL, REST, "CI", "CI", "15", "CN",
    ("13 EXAMPLE PLAZA", "OMAHA", "NE", "681020001"), 100, (6, 10), (MEDIGAP_G,),
)  # fmt: skip

PAYERS = (
    GULF_BLUE, PINE_HARBOR, MAGNOLIA, RED_HILLS, MEDICARE, SILVER_PALM, GULF_ADVANTAGE, FL_MEDICAID, GA_MEDICAID,
    TRICARE,
    TIMBERLINE, COASTAL, CANOPY,
)  # fmt: skip
COMMERCIAL = (GULF_BLUE, GULF_BLUE, GULF_BLUE, PINE_HARBOR, PINE_HARBOR, MAGNOLIA, RED_HILLS)
PAYS_AT_CHARGE = {LineKind.LAB, LineKind.DRUG, LineKind.SHOT}


@dataclass(frozen=True, slots=True)
class Fees:
    """What each payer allows for a unit of each code: (payer key, code) -> cents."""

    cents: dict[tuple[str, str], int] = field(repr=False)

    def allowed_cents(self, payer: Payer, code: str, charge_cents: int) -> int:
        """Of one unit; of a code without a fee, the payer's usual part of the charge."""
        return self.cents.get((payer.key, code), charge_cents * payer.allowed_percent // 100)


def make_fees(seed: int) -> Fees:
    """The fee schedules of one example."""
    rng = make_dice(seed * 7919 + 17)
    cents: dict[tuple[str, str], int] = {}
    for payer in PAYERS:
        for code, (charge_cents, kind) in CHARGES.items():
            spread = 85 + int(rng.random() * 31)
            at_charge = rng.random() * 100 < payer.full_fee_percent
            fee = charge_cents * payer.allowed_percent * spread // 10_000
            cents[payer.key, code] = charge_cents if at_charge and kind in PAYS_AT_CHARGE else min(fee, charge_cents)
    return Fees(cents)
