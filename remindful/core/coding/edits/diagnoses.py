"""Edits of diagnoses: valid and billable on the day, specific, in order, not excluding each other, fit for the patient's age and sex."""

import polars as pl

from remindful.core.coding.edits.excludes import edit_excludes
from remindful.core.coding.edits.found import STOP, WARN, find
from remindful.core.coding.edits.tables import EditTables
from remindful.core.words.care import CodeSystem
from remindful.core.words.spans import in_force

MOST_DIAGNOSES = 12
_GUIDE = "ICD-10-CM Official Guidelines FY2026, section "
#: Categories and codes that may only stand first: section I.C.21.c.16.
FIRST_ONLY = (
    "Z00",
    "Z01",
    "Z02",
    "Z03",
    "Z04",
    "Z33.2",
    "Z31.81",
    "Z31.82",
    "Z31.83",
    "Z31.84",
    "Z34",
    "Z38",
    "Z39",
    "Z40",
    "Z42",
    "Z51.0",
    "Z51.1",
    "Z52",
    "Z76.1",
    "Z76.2",
    "Z99.12",
)
#: Diagnoses of one sex only, by how their codes begin: the sex conflicts of CMS's Medicare Code Editor, by range.
OF_WOMEN = (
    "C51",
    "C52",
    "C53",
    "C54",
    "C55",
    "C56",
    "C57",
    "C58",
    "D06",
    "D25",
    "D26",
    "D27",
    "D28",
    "D39",
    "N7",
    "N80",
    "N81",
    "N82",
    "N83",
    "N84",
    "N85",
    "N86",
    "N87",
    "N88",
    "N89",
    "N90",
    "N91",
    "N92",
    "N93",
    "N94",
    "N95",
    "N96",
    "N97",
    "N98",
    "O",
    "Q50",
    "Q51",
    "Q52",
    "Z32",
    "Z33",
    "Z34",
    "Z36",
    "Z37",
    "Z39",
    "Z3A",
    "Z01.4",
    "Z12.4",
)
OF_MEN = (
    "C60",
    "C61",
    "C62",
    "C63",
    "D07.4",
    "D07.5",
    "D07.6",
    "D29",
    "D40",
    "N40",
    "N41",
    "N42",
    "N43",
    "N44",
    "N45",
    "N46",
    "N47",
    "N48",
    "N49",
    "N50",
    "N51",
    "N52",
    "N53",
    "Q53",
    "Q54",
    "Q55",
    "Z12.5",
)
OF_ADULTS = ("M81.0", "H25", "N40", "F03")
OF_AN_AGE = ("O", "P", "Z00.0", "Z00.12", "Z38", *OF_ADULTS)
_EDITOR = "CMS Medicare Code Editor, age and sex conflicts"


def edit_diagnoses(
    encounters: pl.DataFrame, diagnoses: pl.DataFrame, people: pl.DataFrame, tables: EditTables
) -> list[pl.DataFrame]:
    """EditFindings of each kind. diagnoses: Diagnoses. people: party_key, birth_on, sex."""
    rows = diagnoses.join(
        encounters.select("encounter_key", "party_key", "started_on", "form"), on="encounter_key", maintain_order="left"
    )
    foreign = rows.filter(pl.col("system") != str(CodeSystem.ICD10CM))
    coded = rows.filter(pl.col("system") == str(CodeSystem.ICD10CM)).sort("encounter_key", "rank")
    known = _look_up(coded, tables)
    uncoded = find(
        foreign,
        "dx.uncoded",
        severity=STOP,
        message=pl.format(
            "Diagnosis {} ({}) is not in ICD-10-CM.", "code", pl.col("description").fill_null("no words")
        ),
        remedy="Choose the ICD-10-CM code: `remindful code` finds it by words.",
        source="45 CFR 162.1002: ICD-10-CM is the code set of claims",
    )
    return [
        uncoded,
        *_edit_codes(known),
        *_edit_order(known),
        *_edit_counts(coded),
        *_edit_people(coded, people),
        edit_excludes(coded, tables),
    ]


def _look_up(rows: pl.DataFrame, tables: EditTables) -> pl.DataFrame:
    """Each diagnosis with what the edition of its day says: is_known, is_in_force and the flags."""
    ever = tables.diagnoses.select("code").unique().with_columns(is_known=pl.lit(value=True))
    numbered = rows.with_row_index("row_no")
    dated = numbered.select("row_no", "code", "started_on").join(tables.diagnoses, on="code")
    current = dated.filter(in_force(pl.col("started_on"))).unique("row_no", keep="last", maintain_order=True)
    flags = current.drop("code", "started_on", "from_on", "to_on").rename({"description": "title"})
    nearest = dated.group_by("row_no").agg(last_from=pl.col("from_on").max(), last_to=pl.col("to_on").max())
    return (
        numbered.join(
            flags.with_columns(is_in_force=pl.lit(value=True)), on="row_no", how="left", maintain_order="left"
        )
        .join(nearest, on="row_no", how="left", maintain_order="left")
        .join(ever, on="code", how="left", maintain_order="left")
        .with_columns(pl.col("is_known", "is_in_force").fill_null(value=False))
    )


def _edit_codes(rows: pl.DataFrame) -> list[pl.DataFrame]:
    code, is_now = pl.col("code"), pl.col("is_in_force")
    edition = pl.format("ICD-10-CM, edition {}", pl.col("edition").fill_null("as loaded"))
    return [
        find(
            rows.filter(~pl.col("is_known")),
            "dx.unknown",
            severity=STOP,
            message=pl.format("{} is no ICD-10-CM code.", code),
            remedy="Correct it: `remindful code` finds a code by words or by its beginning.",
            source="ICD-10-CM tabular list",
        ),
        find(
            rows.filter(pl.col("is_known") & ~is_now),
            "dx.not_in_force",
            severity=STOP,
            message=pl.format(
                "{} does not count on {}: {}.",
                code,
                "started_on",
                pl.when(pl.col("last_to") < pl.col("started_on"))
                .then(pl.format("it ended on {}", "last_to"))
                .otherwise(pl.format("it begins on {}", "last_from")),
            ),
            remedy="Choose the code that was in force on the day of service; new editions begin on October 1 and April 1.",
            source="45 CFR 162.1002 and 162.1011: the code set in force on the day of service",
        ),
        find(
            rows.filter(is_now & ~pl.col("is_billable")),
            "dx.not_billable",
            severity=STOP,
            message=pl.format("{} is a category, not a billable code; use a more specific code.", code),
            remedy="Use the code below it that the record supports, to its last character.",
            source=f"{_GUIDE}I.B.2: code to the highest number of characters",
        ),
        find(
            rows.filter(is_now & pl.col("is_sideless")),
            "dx.side_not_said",
            severity=WARN,
            message=pl.format("{} leaves the side open, and codes with a side exist.", code),
            remedy="If the record states right or left, code that side.",
            source=f"{_GUIDE}I.B.13: laterality",
        ),
        find(
            rows.filter(is_now & pl.col("is_unspecified") & ~pl.col("is_sideless") & pl.col("is_billable")),
            "dx.unspecified",
            severity=WARN,
            message=pl.format("{} is unspecified, and more specific codes exist.", code),
            remedy="If the record is more specific, use the more specific code.",
            source=pl.format("{}; section I.B.18: unspecified codes", edition),
        ),
    ]


def _edit_order(rows: pl.DataFrame) -> list[pl.DataFrame]:
    """What may not, and what may only, stand first among the codes of the claim. rows: sorted by encounter_key, rank."""
    placed = rows.with_columns(is_first=pl.col("encounter_key").ne_missing(pl.col("encounter_key").shift(1)))
    is_first, code = pl.col("is_first"), pl.col("code")
    begins = pl.any_horizontal(code.str.starts_with(one) for one in FIRST_ONLY)
    return [
        find(
            placed.filter(is_first & pl.col("is_manifestation")),
            "dx.manifestation_first",
            severity=STOP,
            message=pl.format("{} is a manifestation code and cannot be listed first.", code),
            remedy="Put the underlying disease before it.",
            source=f"{_GUIDE}I.A.13: etiology and manifestation",
        ),
        find(
            placed.filter(is_first & pl.col("has_code_first") & ~pl.col("is_manifestation")),
            "dx.code_first",
            severity=WARN,
            message=pl.format("{} has a note to code something else first.", code),
            remedy="If what the note names is present, put it before.",
            source=f"{_GUIDE}I.A.13 and I.A.17: code first",
        ),
        find(
            placed.filter(is_first & code.str.contains(r"^[V-Y]")),
            "dx.external_cause_first",
            severity=STOP,
            message=pl.format("{} is an external cause code and cannot be listed first.", code),
            remedy="Put the injury or condition first.",
            source=f"{_GUIDE}I.C.20.a.6: never the first-listed diagnosis",
        ),
        find(
            placed.filter(~is_first & begins & (pl.col("form") == "P")),
            "dx.first_only",
            severity=WARN,
            message=pl.format("{} may only be listed first.", code),
            remedy="Put it first, or leave it out.",
            source=f"{_GUIDE}I.C.21.c.16: first-listed Z codes",
        ),
    ]


def _edit_counts(rows: pl.DataFrame) -> list[pl.DataFrame]:
    counted = rows.group_by("encounter_key", maintain_order=True).agg(count=pl.len(), form=pl.col("form").first())
    twice = rows.filter(pl.struct("encounter_key", "code").is_duplicated()).unique(
        ["encounter_key", "code"], keep="last", maintain_order=True
    )
    return [
        find(
            counted.filter((pl.col("count") > MOST_DIAGNOSES) & (pl.col("form") == "P")),
            "dx.too_many",
            severity=STOP,
            message=pl.format("It has {} diagnoses; a professional claim holds 12.", "count"),
            remedy="Keep those that the services were for.",
            source="X12 005010X222A1, HI segment: 12 diagnoses",
        ),
        find(
            twice,
            "dx.duplicate",
            severity=STOP,
            message=pl.format("{} is there twice.", "code"),
            remedy="Take one away and point the lines at the other.",
            source=f"{_GUIDE}I.B.12: each code once",
        ),
    ]


def _edit_people(rows: pl.DataFrame, people: pl.DataFrame) -> list[pl.DataFrame]:
    """Age and sex. Of people whose birth or sex is not known nothing is said."""
    code = pl.col("code")

    def begins(prefixes: tuple[str, ...]) -> pl.Expr:
        return pl.any_horizontal(code.str.starts_with(one) for one in prefixes)

    # Few codes are of an age or a sex: they are picked out first, by what is different among all.
    picked = rows.select("code").unique().filter(begins((*OF_WOMEN, *OF_MEN, *OF_AN_AGE)))
    of = (
        rows.join(picked, on="code", how="semi")
        .join(
            people.select("party_key", "birth_on", "sex").unique("party_key"),
            on="party_key",
            how="left",
            maintain_order="left",
        )
        .with_columns(
            days=(pl.col("started_on") - pl.col("birth_on")).dt.total_days(),
            years=pl.col("started_on").dt.year()
            - pl.col("birth_on").dt.year()
            - (
                (pl.col("started_on").dt.month() * 100 + pl.col("started_on").dt.day())
                < (pl.col("birth_on").dt.month() * 100 + pl.col("birth_on").dt.day())
            ).cast(pl.Int32),
        )
    )

    def conflict(edit: str, when: pl.Expr, message: str, *, severity: str = STOP) -> pl.DataFrame:
        return find(
            of.filter(when.fill_null(value=False)),
            edit,
            severity=severity,
            message=pl.format(f"{{}} {message}", code),
            remedy="Check the code, and the birth date and sex on file.",
            source=_EDITOR,
        )

    return [
        conflict(
            "dx.of_women", begins(OF_WOMEN) & (pl.col("sex") == "M"), "is for women, and the patient on file is a man."
        ),
        conflict(
            "dx.of_men", begins(OF_MEN) & (pl.col("sex") == "F"), "is for men, and the patient on file is a woman."
        ),
        conflict(
            "dx.newborn",
            code.str.starts_with("Z38") & (pl.col("days") > 28),
            "is for the birth itself, and the patient is older than 28 days.",
        ),
        conflict(
            "dx.perinatal",
            code.str.starts_with("P") & (pl.col("years") >= 1),
            "is of the newborn period, and the patient is a year old or more.",
            severity=WARN,
        ),
        conflict(
            "dx.maternity_age",
            code.str.starts_with("O") & ~pl.col("years").is_between(9, 64),
            "is of maternity, and the patient is not 9 to 64.",
        ),
        conflict(
            "dx.child_exam",
            code.str.starts_with("Z00.12") & (pl.col("years") >= 18),
            "is a child's examination, and the patient is 18 or older.",
        ),
        conflict(
            "dx.adult_exam",
            code.str.starts_with("Z00.0") & (pl.col("years") < 15),
            "is an adult's examination, and the patient is younger than 15.",
        ),
        conflict(
            "dx.age_related",
            begins(OF_ADULTS) & (pl.col("years") < 15),
            "is of adults, and the patient is younger than 15.",
        ),
    ]
