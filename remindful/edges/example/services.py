"""What the two organizations do and charge: codes, prices, diagnoses. CPT numbers only; the words are our own."""

from dataclasses import dataclass
from enum import StrEnum


class LineKind(StrEnum):
    """What a charge line is to a benefit design."""

    OFFICE = "office"
    PREVENTIVE = "preventive"
    LAB = "lab"
    SHOT = "shot"
    IMAGING = "imaging"
    PROCEDURE = "procedure"
    DRUG = "drug"
    EMERGENCY = "emergency"
    STAY = "stay"
    OTHER = "other"


_O, _V, _L, _S, _I, _P, _D = (
    LineKind.OFFICE, LineKind.PREVENTIVE, LineKind.LAB, LineKind.SHOT, LineKind.IMAGING, LineKind.PROCEDURE,
    LineKind.DRUG,
)  # fmt: skip
_E, _R, _X = LineKind.EMERGENCY, LineKind.STAY, LineKind.OTHER

#: Code -> (charge in cents, kind). Revenue codes have four digits and stand alone where a bill needs no procedure code.
CHARGES: dict[str, tuple[int, LineKind]] = {
    "99202": (16_500, _O), "99203": (24_500, _O), "99204": (36_500, _O), "99212": (11_500, _O), "99213": (19_000, _O),
    "99214": (27_500, _O), "99215": (38_500, _O), "99391": (22_000, _V), "99392": (23_500, _V), "99393": (23_500, _V),
    "99394": (25_500, _V), "99395": (26_500, _V), "99396": (28_500, _V), "G0439": (27_000, _V), "90471": (6_000, _S),
    "90472": (3_500, _S), "90686": (4_500, _S), "90715": (7_500, _S), "87880": (4_500, _L), "81003": (2_000, _L),
    "36415": (1_800, _L), "80053": (7_500, _L), "85025": (5_500, _L), "80061": (9_000, _L), "83036": (6_500, _L),
    "84443": (11_000, _L), "87804": (6_000, _L), "93000": (9_500, _P), "71046": (14_500, _I), "73610": (13_500, _I),
    "73562": (14_500, _I), "20610": (26_500, _P), "96372": (7_500, _P), "17110": (24_500, _P), "11102": (29_500, _P),
    "69210": (14_000, _P), "J1100": (1_200, _D), "J3420": (1_500, _D), "J0696": (2_800, _D), "99223": (62_000, _P),
    "99232": (24_000, _P), "99238": (24_500, _P), "97110": (11_000, _P), "97140": (10_500, _P), "90837": (22_500, _O),
    "99283": (98_000, _E), "99284": (165_000, _E), "99285": (248_000, _E), "70450": (185_000, _I),
    "74177": (365_000, _I),
    "77067": (48_000, _V), "45378": (285_000, _P), "76856": (78_000, _I), "93005": (32_000, _P), "84484": (24_500, _L),
    "96374": (42_000, _P), "J1885": (6_500, _D), "J2405": (4_800, _D), "J7613": (1_900, _D), "73221": (298_000, _I),
    "0120": (185_000, _R), "0250": (38_500, _D), "0258": (21_000, _D), "0270": (46_000, _X), "0300": (72_000, _L),
    "0360": (875_000, _P), "0370": (210_000, _P), "0710": (126_000, _P), "0320": (68_000, _I), "0170": (142_000, _R),
    "0722": (485_000, _P),
}  # fmt: skip

#: Our own words, as a biller would write them in the line's free text; most lines have none.
DESCRIPTIONS: dict[LineKind, str] = {
    LineKind.OFFICE: "office visit",
    LineKind.PREVENTIVE: "yearly check-up",
    LineKind.LAB: "lab test",
    LineKind.SHOT: "vaccine",
    LineKind.IMAGING: "imaging",
    LineKind.PROCEDURE: "treatment",
    LineKind.DRUG: "medicine",
    LineKind.EMERGENCY: "emergency room visit",
    LineKind.STAY: "hospital room",
    LineKind.OTHER: "supplies",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody comes: ages, weight, place of service, diagnoses, lines and lines that are sometimes added."""

    ages: tuple[int, int]
    weight: int
    place: str
    diagnoses: tuple[str, ...]
    lines: tuple[str, ...]
    sometimes: tuple[str, ...] = ()
    specialty: str = "family"
    sex: str = ""
    days: tuple[int, int] = (0, 0)  # nights in hospital


OFFICE_REASONS: tuple[Reason, ...] = (
    Reason((0, 1), 30, "11", ("Z00129",), ("99391", "90471"), ("90472", "90472"), "child"),
    Reason((1, 4), 18, "11", ("Z00129",), ("99392", "90471"), ("90472",), "child"),
    Reason((5, 11), 9, "11", ("Z00129",), ("99393",), ("90471", "90686"), "child"),
    Reason((12, 17), 9, "11", ("Z00129",), ("99394", "90471", "90715"), (), "child"),
    Reason((0, 17), 16, "11", ("J069",), ("99213",), ("87880", "87804"), "child"),
    Reason((0, 17), 9, "11", ("H6690",), ("99213",), ("69210",), "child"),
    Reason((3, 64), 7, "11", ("J029",), ("99213", "87880"), ("96372", "J0696")),
    Reason((18, 39), 6, "11", ("Z0000",), ("99395", "36415"), ("80053", "80061")),
    Reason((40, 64), 9, "11", ("Z0000", "E785"), ("99396", "36415", "80061"), ("80053", "83036", "90686")),
    Reason((65, 99), 8, "11", ("Z0000", "I10"), ("G0439",), ("36415", "80053", "80061")),
    Reason((25, 99), 15, "11", ("I10", "E785"), ("99214",), ("36415", "80053", "93000")),
    Reason((30, 99), 11, "11", ("E119", "Z794"), ("99214", "83036"), ("36415", "80053", "81003")),
    Reason((18, 99), 10, "11", ("M5450",), ("99213",), ("96372", "J1100")),
    Reason((45, 99), 7, "11", ("M1711",), ("99213", "20610"), ("73562", "J1100"), "bone"),
    Reason((18, 70), 4, "11", ("S93401A",), ("99203", "73610"), (), "bone"),
    Reason((18, 80), 6, "11", ("N390",), ("99213", "81003"), ("96372", "J0696")),
    Reason((18, 80), 5, "02", ("F419",), ("99213",), (), "family"),
    Reason((18, 70), 4, "11", ("F32A",), ("90837",), (), "mind"),
    Reason((50, 99), 7, "11", ("I4891", "I2510"), ("99214", "93000"), ("36415", "85025"), "heart"),
    Reason((50, 99), 5, "11", ("J449",), ("99214",), ("71046",)),
    Reason((18, 90), 4, "11", ("L0390",), ("99203",), ("11102", "17110")),
    Reason((18, 90), 4, "11", ("E039",), ("99213", "84443"), ("36415",)),
    Reason((18, 90), 4, "11", ("M25561",), ("97110", "97140"), ("97110",), "bone"),
    Reason((60, 99), 3, "21", ("J189", "I509"), ("99223", "99232", "99238"), ("99232", "99232"), "ward"),
)
HOSPITAL_REASONS: tuple[Reason, ...] = (
    Reason((0, 17), 22, "13", ("J069", "R509"), ("0450:99283",), ("0300:87804", "0250"), "emergency"),
    Reason((0, 64), 16, "13", ("S0181XA",), ("0450:99283", "0270"), ("0636:J1885",), "emergency"),
    Reason(
        (18, 64),
        18,
        "13",
        ("R109",),
        ("0450:99284", "0300:80053", "0300:85025"),
        ("0350:74177", "0260:96374", "0636:J2405"),
        "emergency",
    ),
    Reason(
        (35, 99),
        17,
        "13",
        ("R079", "I10"),
        ("0450:99285", "0730:93005", "0300:84484", "0320:71046"),
        ("0260:96374",),
        "emergency",
    ),
    Reason((18, 99), 8, "13", ("R519",), ("0450:99284", "0350:70450"), ("0260:96374", "0636:J1885"), "emergency"),
    Reason((18, 99), 22, "13", ("E785", "I10"), ("0300:80053", "0300:80061"), ("0300:85025", "0300:83036"), "family"),
    Reason((40, 74), 14, "13", ("Z1231",), ("0403:77067",), (), "family", "F"),
    Reason((45, 80), 9, "13", ("Z1211", "K5730"), ("0360:45378", "0710"), ("0250",), "bowel"),
    Reason((18, 80), 8, "13", ("M25561",), ("0610:73221",), (), "bone"),
    Reason((18, 50), 5, "13", ("R109",), ("0402:76856",), ("0300:81003",), "family", "F"),
    Reason(
        (55, 99),
        8,
        "11",
        ("J189", "I509", "E119"),
        ("0120", "0250", "0270", "0300"),
        ("0258", "0320"),
        "ward",
        "",
        (3, 6),
    ),
    Reason((18, 80), 4, "11", ("K3580",), ("0120", "0360", "0370", "0710", "0250"), ("0270",), "ward", "", (1, 3)),
    Reason(
        (60, 99), 4, "11", ("I214", "I10", "E785"), ("0120", "0250", "0270", "0300", "0360"), (), "ward", "", (3, 7)
    ),
)
BIRTH = Reason((18, 45), 0, "11", ("O80", "Z370", "Z3A39"), ("0120", "0722", "0250", "0300"), (), "birth", "F", (2, 3))
NEWBORN = Reason((0, 0), 0, "11", ("Z3800",), ("0170", "0300"), (), "child", "", (2, 3))

TAXONOMIES = {
    "family": "207Q00000X", "child": "208000000X", "bone": "207X00000X", "heart": "207RC0000X", "mind": "2084P0800X",
    "ward": "208M00000X", "emergency": "207P00000X", "bowel": "207RG0100X", "birth": "207V00000X",
}  # fmt: skip
