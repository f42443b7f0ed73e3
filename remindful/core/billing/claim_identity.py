"""Whether a claim with a number that is on file is the claim on file: the same patient, day and services, or another with its number."""

from collections.abc import Mapping

import polars as pl

REPLACES, VOIDS = "7", "8"
_ON_FILE = {"patient_id": pl.Int64, "patient_name": pl.String, "patient_born_on": pl.Date, "known_from_on": pl.Date}
_NO_TEXT = pl.lit(None, dtype=pl.String)


def compare_claims(
    claims: pl.DataFrame, lines: pl.DataFrame, *, visits: pl.DataFrame, items: pl.DataFrame
) -> pl.DataFrame:
    """Add identity_why (other_patient, other_day, other_services; null: none of them) and on_file, what is on file in words.

    claims: control_number, frequency, visit_id (null: the number is new), known_cents (charged now), party_id, medical_record_number, patient_last_name,
    patient_birth_on, service_from_on, is_fit, in the order of the file. visits: visit_id, patient_id, patient_name, patient_born_on,
    known_from_on of those on file. lines: ClaimLines. items: item_id, visit_id, procedure_code, revenue_code, charge_cents, charged now.
    Of several with one number in a file the first that is fit stands for what is on file. A replacement or void may correct day and
    services, never the patient. Claims go to each payer with the same number: a patient with another record number but the same
    surname and day of birth is the same.
    """
    visits, items = _fill(visits, _ON_FILE), _fill(items, {"procedure_code": pl.String, "revenue_code": pl.String})
    joined = (
        claims.join(visits, on="visit_id", how="left", maintain_order="left")
        .join(
            _services(lines, "claim_no").rename({"services": "own_services"}),
            on="claim_no",
            how="left",
            maintain_order="left",
        )
        .join(
            _services(items, "visit_id").rename({"services": "known_services"}),
            on="visit_id",
            how="left",
            maintain_order="left",
        )
    )
    in_file = {
        "patient_id": "party_id", "patient_name": "patient_last_name", "patient_born_on": "patient_birth_on",
        "known_from_on": "service_from_on", "known_services": "own_services",
    }  # fmt: skip
    is_new = pl.col("visit_id").is_null()
    first = [
        pl.when(is_new)
        .then(pl.col(column_in_file).filter("is_fit").first().over("control_number"))
        .otherwise(pl.col(known))
        .alias(known)
        for known, column_in_file in in_file.items()
    ]
    compared = joined.with_columns(first)
    # A visit whose claim was voided may be billed anew as it should have been.
    is_charged = is_new | pl.col("known_cents").is_not_null()
    is_correction = pl.col("frequency").is_in([REPLACES, VOIDS])
    is_same_name = _letters("patient_last_name") == _letters("patient_name")
    is_same_person = (is_same_name & (pl.col("patient_birth_on") == pl.col("patient_born_on"))).fill_null(value=False)
    why = (
        pl.when((pl.col("party_id") != pl.col("patient_id")) & ~is_same_person)
        .then(pl.lit("other_patient"))
        .when(~is_correction & is_charged & (pl.col("service_from_on") != pl.col("known_from_on")))
        .then(pl.lit("other_day"))
        .when(~is_correction & is_charged & (pl.col("own_services") != pl.col("known_services")))
        .then(pl.lit("other_services"))
        .otherwise(_NO_TEXT)
    )
    on_file = pl.format(
        "{} of {}", pl.coalesce("known_services", pl.lit("care")), pl.col("known_from_on").cast(pl.String)
    )
    return compared.with_columns(identity_why=pl.when("is_fit").then(why), on_file=on_file).drop(
        "own_services", "known_services", "patient_id", "patient_name", "patient_born_on", "known_from_on"
    )


def _fill(frame: pl.DataFrame, columns: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
    """A frame with these columns, unknown where it does not have them."""
    return frame.with_columns(
        pl.lit(None, dtype=dtype).alias(name) for name, dtype in columns.items() if name not in frame.columns
    )


def _letters(name: str) -> pl.Expr:
    return pl.col(name).str.to_uppercase().str.replace_all("[^A-Z]", "")


def _services(lines: pl.DataFrame, key: str) -> pl.DataFrame:
    """The codes of the lines that are charged, in one text that is the same whatever their order. A line without a code is `?`."""
    code = pl.coalesce("procedure_code", "revenue_code", pl.lit("?"))
    return (
        lines.filter(pl.col("charge_cents") != 0)
        .group_by(key)
        .agg(services=code.sort().unique(maintain_order=True).str.join(", "))
    )
