"""NPIs of referrals and authorizations whose check digit is wrong: a claim that carries one is rejected at the door."""

import polars as pl

from remindful.core.referrals import fits
from remindful.core.words.npi import is_npi

SOURCE = "45 CFR 162.406 (the NPI and its check digit)"


def check_numbers(visits: pl.DataFrame, referrals: pl.DataFrame, authorizations: pl.DataFrame) -> pl.DataFrame:
    """EditFindings `referral.npi_wrong` (stop where the claim carries the number, else warn) and `authorization.npi_wrong` (warn)."""
    of_referral = visits.join(referrals, on=["referral_key", "party_key"], how="inner", suffix="_of_order")
    referring = "referring_npi_of_order" if "referring_npi_of_order" in of_referral.columns else "referring_npi"
    numbered = visits.select("encounter_key", "party_key", number=fits.same_number("authorization_number"))
    of_authorization = numbered.drop_nulls("number").join(
        authorizations.select("party_key", "provider_npi", number=fits.same_number("number")), on=["party_key", "number"], how="inner"
    )  # fmt: skip
    found = [
        _wrong(visits, "referring_npi", edit="referral.npi_wrong", severity="stop", message="The referring provider's NPI"),
        # Where the encounter names nobody, the order's own number is what a person would copy.
        _wrong(of_referral.filter(pl.col("referring_npi").is_null()), referring, edit="referral.npi_wrong", severity="warn", message="The NPI of who refers"),
        _wrong(of_referral, "referred_npi", edit="referral.npi_wrong", severity="warn", message="The NPI of who the patient was sent to"),
        _wrong(of_authorization, "provider_npi", edit="authorization.npi_wrong", severity="warn", message="The NPI of the authorized provider"),
    ]  # fmt: skip
    return pl.concat(found)


def _wrong(rows: pl.DataFrame, npi: str, *, edit: str, severity: str, message: str) -> pl.DataFrame:
    odd = rows.filter(~is_npi(pl.col(npi)))
    return odd.select(
        "encounter_key",
        edit=pl.lit(edit),
        severity=pl.lit(severity),
        code=npi,
        message=pl.format("{}, {}, is not one: its digits do not fit together.", pl.lit(message), npi),
        remedy=pl.lit("Look the provider up in NPPES and correct the number."),
        source=pl.lit(SOURCE),
    ).unique()
