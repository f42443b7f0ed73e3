"""Charge capture: one row a charge, its visit and diagnoses repeated, as encounters, diagnoses and charges.

A visit's rows may stand anywhere in the file, so they are kept until its end.
"""

from collections.abc import Iterator

import polars as pl

from remindful.core.words import contracts, frames
from remindful.core.words.findings import At, Finding
from remindful.edges.formats import Reading
from remindful.edges.formats.csv_rows.care_columns import DX, ENCOUNTERS, MODS
from remindful.edges.formats.csv_rows.care_lists import diagnosis_systems_by_form
from remindful.edges.formats.csv_rows.kinds import RowKind
from remindful.edges.formats.csv_rows.rows import AT
from remindful.edges.formats.line_number import number_of

MOST_POINTERS = 4  # SV107, box 24E


def split_capture(pieces: Iterator[Reading], file: str) -> Iterator[Reading]:
    """Readings of charge_capture rows as one whole with its three frames; what was found on the way goes on as it comes."""
    batches: list[pl.DataFrame] = []
    for piece in pieces:
        batches += piece.frames.values()
        yield Reading({}, piece.findings, piece.rows_read, piece.exception_count)
    if not batches:
        return
    rows = pl.concat(batches)
    first = rows.select("encounter_key", first_party="party_key").unique(
        "encounter_key", keep="first", maintain_order=True
    )
    joined = rows.join(first, on="encounter_key", how="left", maintain_order="left")
    of_two = joined.filter(pl.col("party_key") != pl.col("first_party"))
    sound = joined.filter(pl.col("party_key") == pl.col("first_party")).drop("first_party")
    findings = [
        Finding(
            "charge.two_patients",
            At(file, row[AT]),
            f"Visit {row['encounter_key']} is {row['first_party']}'s in an earlier row and {row['party_key']}'s in this one.",
            "Correct the patient's number or the visit's; until then this row is an exception.",
            raw=str({name: row[name] for name in ("encounter_key", "charge_key", "party_key", "procedure_code")}),
        )
        for row in of_two.iter_rows(named=True)
    ]
    yield Reading(capture_frames(sound), findings, 0, of_two.height)


def capture_frames(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Encounters, Diagnoses and Charges of charge_capture rows."""
    coded = _ranked(rows)
    ranks = coded.unique(["encounter_key", "code"], keep="first", maintain_order=True)
    diagnoses = ranks.select(
        "encounter_key",
        "rank",
        "code",
        system=diagnosis_systems_by_form(pl.col("code")),
        description=pl.lit(None, pl.String),
        present_on_admission=pl.lit(None, pl.String),
    )
    encounters = _encounters(rows)
    return {
        str(RowKind.ENCOUNTERS): contracts.check(frames.Encounters, encounters),
        str(RowKind.DIAGNOSES): contracts.check(frames.Diagnoses, diagnoses),
        str(RowKind.CHARGES): contracts.check(frames.Charges, _charges(rows, coded, encounters)),
    }


def _ranked(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a told dx column: its place in the row, and the rank of its code in the visit, by first appearance."""
    diagnoses = (
        rows.select("encounter_key", "charge_key", AT, *DX)
        .unpivot(DX, index=["encounter_key", "charge_key", AT], variable_name="dx", value_name="code")
        .filter(pl.col("code").is_not_null())
        .with_columns(place=pl.col("dx").str.strip_prefix("dx").cast(pl.Int64))
        .sort(AT, "place")
    )
    firsts = diagnoses.unique(["encounter_key", "code"], keep="first", maintain_order=True).select(
        "encounter_key", "code", rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("encounter_key")
    )
    return diagnoses.join(firsts, on=["encounter_key", "code"], how="left", maintain_order="left")


def _encounters(rows: pl.DataFrame) -> pl.DataFrame:
    """A visit's columns are those that its first row with them tells; it begins with its first charge where nobody says."""
    names = [
        one.name
        for one in ENCOUNTERS
        if one.name not in ("encounter_key", "started_on", "ended_on", "form", "is_finished")
    ]
    has_revenue = pl.col("revenue_code").is_not_null().any()
    return (
        rows.group_by("encounter_key", maintain_order=True)
        .agg(
            *(pl.col(name).drop_nulls().first() for name in names),
            pl.coalesce(pl.col("started_on").drop_nulls().first(), pl.col("service_on").min()).alias("started_on"),
            pl.col("ended_on").drop_nulls().first(),
            pl.coalesce(
                pl.col("form").drop_nulls().first(), pl.when(has_revenue).then(pl.lit("I")).otherwise(pl.lit("P"))
            ).alias("form"),
            pl.col("is_finished").drop_nulls().first().fill_null(value=True),
        )
        .select(frames.Encounters.column_names())
    )


def _charges(rows: pl.DataFrame, coded: pl.DataFrame, encounters: pl.DataFrame) -> pl.DataFrame:
    """Charges with the ranks that their pointers mean; without pointers, those of the row's first four diagnoses."""
    wanted = (
        rows.select("encounter_key", "charge_key", place=pl.col("diagnosis_pointers").str.split(":"))
        .explode("place")
        .with_columns(pl.col("place").cast(pl.Int64), order=pl.int_range(pl.len()).over("encounter_key", "charge_key"))
    )
    pointed = wanted.filter(pl.col("place").is_not_null()).join(
        coded.select("encounter_key", "charge_key", "place", "rank"), on=["encounter_key", "charge_key", "place"]
    )
    plain = coded.join(pointed, on=["encounter_key", "charge_key"], how="anti").filter(pl.col("place") <= MOST_POINTERS)
    pointers = (
        pl.concat(
            [
                pointed.sort("order").select("encounter_key", "charge_key", "rank"),
                plain.select("encounter_key", "charge_key", "rank"),
            ]
        )
        .unique(maintain_order=True)
        .group_by("encounter_key", "charge_key", maintain_order=True)
        .agg(diagnosis_pointers=pl.col("rank").cast(pl.String).str.join(":"))
    )
    whole = rows.drop("diagnosis_pointers").join(
        pointers, on=["encounter_key", "charge_key"], how="left", maintain_order="left"
    )
    visits = encounters.select("encounter_key", visit_npi="rendering_npi")
    modifiers = pl.concat_str("modifiers", *MODS, separator=":", ignore_nulls=True)
    return (
        whole.join(visits, on="encounter_key", how="left", maintain_order="left")
        .with_columns(
            line_no=pl.col("charge_key").map_elements(number_of, return_dtype=pl.Int64),
            modifiers=modifiers.str.split(":").list.head(4).list.join(":").replace("", None),
            rendering_npi=pl.when(pl.col("rendering_npi") != pl.col("visit_npi")).then("rendering_npi"),
        )
        .select(frames.Charges.column_names())
    )
