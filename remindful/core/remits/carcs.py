"""What a claim adjustment reason code (CARC) means for money: who is to act. Numbers are X12's; the words are ours."""

from enum import StrEnum

import polars as pl


class Meaning(StrEnum):
    """What an adjustment means for the balance. Only the first five are written off or assigned without a person."""

    DEDUCTIBLE = "deductible"
    COINSURANCE = "coinsurance"
    COPAY = "copay"
    NOT_COVERED = "not_covered"  # the plan does not pay for it; with group PR the patient's
    OFF = "off"  # the contract, a fee schedule, sequestration: nobody owes it
    PRIOR_PAYER = "prior_payer"  # what an earlier payer did: already on the books
    DENIED = "denied"  # the provider's work: never the patient's, whatever the group says
    COVERAGE = "coverage"  # another payer, ended coverage: a person asks the patient, nobody bills
    UNKNOWN = "unknown"  # not in this table: a person looks


MEANINGS: dict[Meaning, tuple[str, ...]] = {
    Meaning.DEDUCTIBLE: ("1", "66", "247"),
    Meaning.COINSURANCE: ("2", "122", "248"),
    Meaning.COPAY: ("3", "241", "249"),
    Meaning.NOT_COVERED: ("49", "96", "119", "149", "204"),
    Meaning.OFF: (
        "24", "44", "45", "54", "59", "70", "78", "90", "91", "94", "97", "100", "101", "103", "104", "105", "118", "121",
        "131", "132", "137", "139", "144", "161", "172", "187", "194", "223", "231", "235", "236", "237", "253", "276", "B10",
    ),
    Meaning.PRIOR_PAYER: ("23",),
    Meaning.DENIED: (
        "4", "5", "6", "7", "8", "9", "10", "11", "12", "15", "16", "18", "29", "38", "39", "40", "50", "51", "55", "56", "58",
        "95", "107", "110", "112", "116", "125", "129", "133", "138", "146", "147", "150", "151", "152", "163", "164", "165",
        "170", "171", "173", "174", "175", "176", "177", "178", "179", "181", "182", "183", "184", "185", "189", "190", "192",
        "193", "197", "198", "199", "206", "207", "208", "213", "222", "226", "227", "234", "240", "243", "250", "251", "252",
        "256", "272", "284", "286", "288", "296", "B7", "B8", "B12", "B15", "B16", "B20", "A1", "D",
    ),
    Meaning.COVERAGE: ("13", "14", "19", "20", "21", "22", "26", "27", "31", "32", "33", "34", "35", "109", "135", "200", "201",
                       "209", "242", "270", "B1", "B9", "B11", "B13"),
}  # fmt: skip

_BY_CODE = {code: str(meaning) for meaning, codes in MEANINGS.items() for code in codes}


def meaning_expr(group_code: str = "group_code", carc: str = "carc") -> pl.Expr:
    """The meaning of each adjustment. A payer's own reduction (CO, OA, PI) of what it does not cover is off, unless a denial."""
    by_code = pl.col(carc).replace_strict(_BY_CODE, default=str(Meaning.UNKNOWN), return_dtype=pl.String)
    is_patients = pl.col(group_code) == "PR"
    share = [str(Meaning.DEDUCTIBLE), str(Meaning.COINSURANCE), str(Meaning.COPAY)]
    return (
        pl.when(is_patients & (by_code == str(Meaning.OFF)))
        .then(pl.lit(str(Meaning.UNKNOWN)))  # PR-45 and its kin: balance billing, so a person looks first
        .when(~is_patients & by_code.is_in(share))
        .then(pl.lit(str(Meaning.UNKNOWN)))
        .when(~is_patients & (by_code == str(Meaning.NOT_COVERED)))
        .then(pl.lit(str(Meaning.DENIED)))
        .otherwise(by_code)
        .fill_null(str(Meaning.UNKNOWN))
    )
