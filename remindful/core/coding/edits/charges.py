"""Edits of charge lines: codes, modifiers, pointers and days; with those of places."""

import polars as pl

from remindful.core.coding.edits.found import STOP, WARN, find
from remindful.core.coding.edits.places import edit_places
from remindful.core.coding.edits.tables import EditTables, first_days
from remindful.core.words.care import CodeSystem
from remindful.core.words.spans import in_force

#: Modifiers that tell one of two services of a day apart: NCCI Policy Manual, chapter I.E.
APART = (
    "59", "XE", "XP", "XS", "XU", "24", "25", "27", "57", "58", "78", "79", "91", "LT", "RT", "E1", "E2", "E3", "E4", "FA",
    "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "TA", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "LC",
    "LD", "LM", "RC", "RI",
)  # fmt: skip
CONFLICTS = (
    ("RT", "LT"),
    ("50", "RT"),
    ("50", "LT"),
    ("26", "TC"),
    ("59", "XE"),
    ("59", "XP"),
    ("59", "XS"),
    ("59", "XU"),
)
REPEATS = ("76", "77", "91", *APART)
_X12 = "X12 005010X222A1, SV1"
_NCCI = "CMS NCCI Policy Manual, chapter I.E: modifiers"


def edit_charges(
    lines: pl.DataFrame, diagnoses: pl.DataFrame, tables: EditTables, *, day_column: pl.Expr
) -> list[pl.DataFrame]:
    """EditFindings of each kind. lines: as join_lines gives them. day_column: the day on which is looked, which no service may be after."""
    return [
        *_edit_codes(lines, tables),
        *_edit_modifiers(lines, tables),
        *edit_places(lines, tables),
        *_edit_pointers(lines, diagnoses),
        *_edit_days(lines, day_column),
    ]


def _edit_codes(rows: pl.DataFrame, tables: EditTables) -> list[pl.DataFrame]:
    coded = rows.filter(pl.col("code").is_not_null())
    claimable = coded.filter("is_claim_system")
    is_shaped = pl.col("code").str.contains(r"^([A-V][0-9]{4}|[0-9]{4}[0-9FTUM])$") | (
        pl.col("system") == str(CodeSystem.ICD10PCS)
    )
    is_in_table_period = (pl.col("first_on") <= pl.col("service_on")).fill_null(value=False)
    first = first_days(tables.procedures, "system")
    dated = claimable.with_row_index("row_no").join(first, on="system", how="left", maintain_order="left")
    known = dated.select("row_no", "code", "system", "service_on").join(tables.procedures, on=["code", "system"])
    now = known.filter(in_force(pl.col("service_on"))).select("row_no").unique().with_columns(is_now=pl.lit(value=True))
    checked = dated.join(now, on="row_no", how="left", maintain_order="left").filter(is_in_table_period)
    unchecked = (
        dated.filter(~is_in_table_period & (pl.col("system") == str(CodeSystem.CPT))).select("encounter_key").unique()
    )
    return [
        find(
            coded.filter(~pl.col("is_claim_system")),
            "charge.uncoded",
            severity=STOP,
            message=pl.format(
                "Line {}: {} ({}) is no CPT or HCPCS code.",
                "line_no",
                "code",
                pl.col("description").fill_null("no words"),
            ),
            remedy="Choose the code, or take the line away where it is part of another service; a crosswalk does it for good.",
            source="45 CFR 162.1002: CPT and HCPCS are the code sets of claims",
        ),
        find(
            claimable.filter(~is_shaped),
            "charge.code_shape",
            severity=STOP,
            message=pl.format("Line {}: {} cannot be a CPT or HCPCS code.", "line_no", "code"),
            remedy="Correct it: five characters.",
            source="CMS HCPCS and AMA CPT code formats",
        ),
        find(
            checked.filter(pl.col("is_now").is_null()),
            "charge.not_in_force",
            severity=STOP,
            message=pl.format("Line {}: {} is not in force on {}.", "line_no", "code", "service_on"),
            remedy="Choose the code of that day; new HCPCS codes begin with a quarter, CPT with the year.",
            source="45 CFR 162.1002: the code set of the day of service",
        ),
        find(
            unchecked,
            "charge.cpt_unchecked",
            severity=WARN,
            message=pl.lit("CPT codes are not checked: no licensed table of that day is loaded."),
            remedy="Load your own CPT file: remindful codes load FILE --kind cpt --from DAY.",
            source="CPT is the AMA's; Remindful carries none of it",
            code=None,
        ),
    ]


def _edit_modifiers(rows: pl.DataFrame, tables: EditTables) -> list[pl.DataFrame]:
    single = (
        rows.select("encounter_key", "line_no", "code", "service_on", modifier="mods")
        .explode("modifier")
        .drop_nulls("modifier")
    )
    single = single.filter(pl.col("modifier") != "")
    misshaped = single.filter(~pl.col("modifier").str.contains(r"^[A-Z0-9]{2}$"))
    # HCPCS's and CPT's modifiers come from different files: the one is not missed in the other.
    is_cpt = pl.col("modifier").str.contains(r"^[0-9]")
    first = first_days(tables.modifiers.with_columns(is_cpt=is_cpt), "is_cpt")
    dated = (
        single.with_columns(is_cpt=is_cpt).join(first, on="is_cpt").filter(pl.col("first_on") <= pl.col("service_on"))
    )
    known = (
        single.join(tables.modifiers, on="modifier")
        .filter(in_force(pl.col("service_on")))
        .select("encounter_key", "line_no", "modifier")
    )
    unknown = dated.join(known, on=["encounter_key", "line_no", "modifier"], how="anti")
    message = pl.format("Line {}: modifier {}", "line_no", "modifier")
    found = [
        find(
            misshaped,
            "modifier.shape",
            severity=STOP,
            message=message + " is not two letters or digits.",
            remedy="Correct it.",
            source=f"{_X12}01-3",
        ),
        find(
            unknown.join(misshaped, on=["encounter_key", "line_no", "modifier"], how="anti"),
            "modifier.not_in_force",
            severity=STOP,
            message=message + " is not in force on that day.",
            remedy="Correct it, or load the newer table.",
            source="CMS HCPCS modifiers, as loaded",
        ),
        find(
            rows.filter(pl.col("mods").list.len() > 4),
            "modifier.too_many",
            severity=STOP,
            message=pl.format("Line {} has more than four modifiers.", "line_no"),
            remedy="Use modifier 99 and list the others in a note, or remove modifiers that do not affect payment.",
            source=f"{_X12}01-3 to 01-6",
        ),
        find(
            rows.filter(pl.col("mods").list.len() != pl.col("mods").list.n_unique()),
            "modifier.duplicate",
            severity=STOP,
            message=pl.format("Line {} has a modifier twice.", "line_no"),
            remedy="Take one away.",
            source=_NCCI,
        ),
        find(
            rows.filter(
                pl.col("mods").list.contains("25")
                & pl.col("code").str.contains(r"^[0-9]{5}$")
                & ~pl.col("code").str.contains(r"^(99[2-4]|920[01])")
            ),
            "modifier.25_on_no_visit",
            severity=STOP,
            message=pl.format(
                "Line {}: modifier 25 is only for evaluation and management visits; {} is none.", "line_no", "code"
            ),
            remedy="Put 25 on the visit, or use 59 or an X modifier here.",
            source=f"{_NCCI}, modifier 25",
        ),
    ]
    for one, other in CONFLICTS:
        both = rows.filter(pl.col("mods").list.contains(one) & pl.col("mods").list.contains(other))
        found.append(
            find(
                both,
                "modifier.conflict",
                severity=STOP,
                message=pl.format(f"Line {{}}: modifiers {one} and {other} contradict each other.", "line_no"),
                remedy="Keep the one that is true, or bill two lines.",
                source=_NCCI,
            )
        )
    return found


def _edit_pointers(rows: pl.DataFrame, diagnoses: pl.DataFrame) -> list[pl.DataFrame]:
    """SV107 of professional lines."""
    lines = rows.filter(pl.col("form") == "P").select("encounter_key", "line_no", "code", "diagnosis_pointers")
    is_run = (pl.col("rank").min() == 1) & (pl.col("rank").max() == pl.len())
    ranks = diagnoses.group_by("encounter_key").agg(diagnoses=pl.len(), is_run=is_run)
    counted = lines.join(ranks, on="encounter_key", how="left", maintain_order="left").with_columns(
        pl.col("diagnoses").fill_null(0)
    )
    is_missing = pl.col("diagnosis_pointers").is_null() | (pl.col("diagnosis_pointers") == "")
    return [
        find(
            counted.filter(pl.col("diagnoses") == 0).select("encounter_key").unique(),
            "dx.missing",
            severity=STOP,
            message=pl.lit("It has no diagnosis."),
            remedy="Code what the services were for.",
            source="X12 005010X222A1, HI segment is required",
            code=None,
        ),
        find(
            counted.filter(is_missing & (pl.col("diagnoses") > 1)),
            "pointer.missing",
            severity=STOP,
            message=pl.format("Line {} does not point to one of the {} diagnoses.", "line_no", "diagnoses"),
            remedy="Point it at one, the first the most important.",
            source=f"{_X12}07",
        ),
        find(
            _pointing_to_nothing(counted, diagnoses),
            "pointer.to_nothing",
            severity=STOP,
            message=pl.format("Line {} points at diagnoses that are not there.", "line_no"),
            remedy="Point it at diagnoses of this encounter.",
            source=f"{_X12}07",
        ),
    ]


def _pointing_to_nothing(lines: pl.DataFrame, diagnoses: pl.DataFrame) -> pl.DataFrame:
    """Lines none of whose pointers is the rank of a diagnosis of their encounter, which has some. lines: with diagnoses and is_run."""
    # Nearly all are settled by their first pointer: it is one of 1 to as many as there are.
    first = pl.col("diagnosis_pointers").str.extract(r"^([1-9][0-9]{0,3})(?::|$)").cast(pl.Int64)
    is_settled = (pl.col("is_run") & (first <= pl.col("diagnoses"))).fill_null(value=False)
    rest = lines.filter(~is_settled & pl.col("diagnosis_pointers").is_not_null() & (pl.col("diagnoses") > 0))
    pointed = rest.select("encounter_key", "line_no", pointer=pl.col("diagnosis_pointers").str.split(":")).explode(
        "pointer"
    )
    there = pointed.join(
        diagnoses.select("encounter_key", pointer=pl.col("rank").cast(pl.String)),
        on=["encounter_key", "pointer"],
        how="semi",
    )
    return rest.join(there, on=["encounter_key", "line_no"], how="anti")


def _edit_days(rows: pl.DataFrame, day: pl.Expr) -> list[pl.DataFrame]:
    on, last = pl.col("service_on"), pl.coalesce("ended_on", "started_on")
    same = ["encounter_key", "code", "modifiers", "service_on"]
    twice = rows.filter(
        pl.col("code").is_not_null()
        & pl.struct(same).is_duplicated()
        & ~pl.col("mods").list.eval(pl.element().is_in(REPEATS)).list.any()
    )
    return [
        find(
            rows.filter(on > day),
            "charge.in_the_future",
            severity=STOP,
            message=pl.format("Line {}: its day {} is to come.", "line_no", "service_on"),
            remedy="Correct the day.",
            source="18 USC 1347; a service is billed after it was given",
        ),
        find(
            rows.filter((on < pl.col("started_on")) | (on > last)),
            "charge.outside_encounter",
            severity=WARN,
            message=pl.format(
                "Line {}: its day {} is not of the encounter ({} to {}).", "line_no", "service_on", "started_on", last
            ),
            remedy="Check the day.",
            source=f"{_X12}, DTP*472",
        ),
        find(
            rows.filter(pl.col("units") <= 0),
            "units.none",
            severity=STOP,
            message=pl.format("Line {} has no units.", "line_no"),
            remedy="Enter how often it was done.",
            source=f"{_X12}04",
        ),
        find(
            twice.sort("line_no").unique(same, keep="last", maintain_order=True),
            "charge.duplicate",
            severity=WARN,
            message=pl.format("Line {}: {} is charged twice on {}.", "line_no", "code", "service_on"),
            remedy="Remove one, combine them as units, or add modifier 76, 77, 91 or 59 if the service was repeated.",
            source=_NCCI,
        ),
    ]
