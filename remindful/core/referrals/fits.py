"""When an authorization and what was done belong together: the same number, service, days, payer and provider."""

import polars as pl

from remindful.core.words.care import AuthorizationState

APPROVED = (str(AuthorizationState.APPROVED), str(AuthorizationState.PARTLY))
UNDECIDED = (str(AuthorizationState.REQUESTED), str(AuthorizationState.PENDED))


def same_number(number: str) -> pl.Expr:
    """A number as it is compared: payers and people write it with and without hyphens, blanks, and in small letters."""
    plain = pl.col(number).str.replace_all(r"[\s\-]", "").str.to_uppercase()
    return pl.when(plain != "").then(plain)


def of_service(code: str = "code", codes: str = "service_codes") -> pl.Expr:
    """Whether a code is among the codes joined by ":"; no codes = not limited to any."""
    listed = pl.col(codes).str.to_uppercase().str.split(":").list.contains(pl.col(code).str.to_uppercase())
    return pl.col(codes).is_null() | listed.fill_null(value=False)


def contradicts(one: str, other: str) -> pl.Expr:
    """Whether two texts are both known and differ."""
    return (pl.col(one) != pl.col(other)).fill_null(value=False)


def read_lines(encounters: pl.DataFrame, charges: pl.DataFrame) -> pl.DataFrame:
    """Charge lines as they are compared: encounter_key, line_no, code (procedure, else revenue), units, service_on, line_npi."""
    return charges.join(encounters.select("encounter_key"), on="encounter_key", how="semi").select(
        "encounter_key",
        "line_no",
        code=pl.coalesce("procedure_code", "revenue_code"),
        units="units",
        service_on="service_on",
        line_npi="rendering_npi",
    )
