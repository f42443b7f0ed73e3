"""What Synthea's care leaves unsaid, by one rule for its CSV and its FHIR. For people whom Synthea made up and nobody else: other files say it themselves.

A physicians' office bills all of it: Synthea calls emergencies and stays institutional, but tells nothing that such a claim asks for (type of
bill, revenue codes, admission).
"""

import polars as pl

from remindful.core.words.care import CodeSystem
from remindful.core.words.kinds import PayerKind

SYSTEM = "https://github.com/synthetichealth/synthea"  # of its identifiers: by it a file is known to be Synthea's
FORM = "P"
#: The place of service of each ENCOUNTERCLASS.
PLACES = {
    "wellness": "11", "ambulatory": "11", "outpatient": "11", "urgentcare": "20", "virtual": "10", "home": "12", "emergency": "23",
    "inpatient": "21", "snf": "31", "hospice": "34",
}  # fmt: skip
#: FHIR tells fewer classes than CSV; the code of the visit (SNOMED CT) tells the others.
VISITS = {
    ("ambulatory", "162673000"): "wellness",
    ("ambulatory", "410620009"): "wellness",
    ("ambulatory", "308646001"): "wellness",  # a death is certified
    ("ambulatory", "702927004"): "urgentcare",
    ("inpatient", "449411000124106"): "snf",
    ("home", "305336008"): "hospice",
}
NO_PAYER = "NO_INSURANCE"
DUAL = "Dual Eligible"
#: Payers that are programs; any other is private.
PROGRAMS = {
    "Medicare": PayerKind.MEDICARE.value,
    "Medicaid": PayerKind.MEDICAID.value,
    DUAL: PayerKind.MEDICARE.value,
    "TRICARE": PayerKind.MILITARY.value,
    "VA": PayerKind.MILITARY.value,
}
LONGEST_PAYER_KEY, LONGEST_MEMBER_NUMBER = 15, 12
DIAGNOSES_A_CLAIM = 12
#: A charge is for all that the visit was for: a claim points at the first four of these that it bears.
POINTERS = ":".join(str(rank) for rank in range(1, DIAGNOSES_A_CLAIM + 1))
NO_ZIP = "00000"  # Synthea's, of a town without one


def setting_of(encounter_class: str | None, visit_code: str | None) -> str | None:
    """The ENCOUNTERCLASS of an encounter whose class says no more than `encounter_class`."""
    return VISITS.get((encounter_class or "", visit_code or ""), encounter_class)


def tell_coverages(spans: pl.DataFrame) -> pl.DataFrame:
    """Coverages of spans: party_key, level_no, from_on, to_on, payer_id, payer_name, payer_kind, number. Spans with nobody are left out.

    A payer's key is its name as a claim can carry it; the member number is made of `number`. A dually eligible person has Medicare first and
    Medicaid second. Of a level that is told twice from one day on, the later row holds.
    """
    covered = spans.filter(pl.col("payer_name").ne_missing(NO_PAYER) & pl.col("from_on").is_not_null())
    is_dual = pl.col("payer_name").eq_missing(DUAL)
    medicare = covered.filter(is_dual).with_columns(
        payer_kind=pl.lit(PayerKind.MEDICARE.value), payer_name=pl.lit("Medicare")
    )
    medicaid = medicare.with_columns(
        payer_kind=pl.lit(PayerKind.MEDICAID.value),
        payer_name=pl.lit("Medicaid"),
        level_no=pl.lit(2, dtype=pl.Int64),
    )
    name = pl.coalesce("payer_name", "payer_id").str.to_uppercase().str.replace_all(r"[^A-Z0-9]", "")
    number = pl.col("number").str.replace_all("-", "", literal=True).str.to_uppercase()
    keys = ["party_key", "level_no", "from_on"]
    return (
        pl.concat([covered.filter(~is_dual), medicare, medicaid])
        .sort(*keys, maintain_order=True)
        .unique(keys, keep="last", maintain_order=True)
        .select(
            *keys, "to_on", "payer_kind", "payer_name", payer_key=name.str.slice(0, LONGEST_PAYER_KEY),
            member_id=number.str.slice(0, LONGEST_MEMBER_NUMBER), relationship_code=pl.lit("18"),
        )
    )  # fmt: skip


def rank_diagnoses(visits: pl.DataFrame, conditions: pl.DataFrame) -> pl.DataFrame:
    """What was found at a visit, then what the patient had on that day; and what the visit was for: first where it was wellness, else last.

    visits: encounter_key, party_key, started_on, setting, code, description. conditions: encounter_key, party_key, from_on, to_on, system, code,
    description, place_no (their order). Of one code that comes twice the first holds.
    """
    of_visit = visits.select("party_key", "started_on", visit="encounter_key")
    had = of_visit.join(conditions, on="party_key").with_columns(is_of_visit=pl.col("encounter_key") == pl.col("visit"))
    is_current = (pl.col("from_on") <= pl.col("started_on")) & (
        pl.col("to_on").is_null() | (pl.col("started_on") <= pl.col("to_on"))
    )
    found = had.filter(pl.col("is_of_visit") | is_current).select(
        "system",
        "code",
        "description",
        "place_no",
        encounter_key="visit",
        block=pl.when("is_of_visit").then(1).otherwise(2),
    )
    purposes = visits.drop_nulls("code").select(
        "code", "description", "encounter_key", system=pl.lit(str(CodeSystem.SNOMED)), place_no=pl.lit(0, dtype=pl.Int64),
        block=pl.when(pl.col("setting") == "wellness").then(0).otherwise(3),
    )  # fmt: skip
    return (
        pl.concat([found, purposes], how="diagonal")
        .sort("encounter_key", "block", "place_no")
        .unique(["encounter_key", "system", "code"], keep="first", maintain_order=True)
        .with_columns(rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("encounter_key"))
        .select("encounter_key", "rank", "system", "code", "description")
    )
