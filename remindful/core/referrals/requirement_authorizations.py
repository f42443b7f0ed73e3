"""Charge lines beside the authorizations that they name, or that would fit them."""

import polars as pl

from remindful.core.referrals import fits
from remindful.core.referrals.requirement_texts import say_authorization
from remindful.core.referrals.used import count_units, count_visits
from remindful.core.words.care import AuthorizationState
from remindful.core.words.spans import in_force

#: What can be wrong with an authorization, the nearest to right first: of several, the nearest is told.
FAULTS = (
    "fits", "span_unknown", "units_used", "visits_used", "expired", "not_begun", "wrong_provider", "wrong_service", "not_decided",
    "wrong_payer", "denied", "cancelled",
)  # fmt: skip
MISSING, NUMBER_MISSING, UNKNOWN, OTHER_PATIENT = "missing", "number_missing", "number_unknown", "other_patient"
OF_LINE = ("wrong_service", "units_used", MISSING, NUMBER_MISSING)
DOUBTFUL = ("span_unknown", UNKNOWN)
LINE = ("encounter_key", "line_no")


def check_authorizations(
    visits: pl.DataFrame,
    encounters: pl.DataFrame,
    charges: pl.DataFrame,
    authorizations: pl.DataFrame,
    referrals: pl.DataFrame,
) -> pl.DataFrame:
    """EditFindings `authorization.*`. visits: encounters with payer_key and what it requires (payer_requirements._with_payer)."""
    lines = _read_requirements(visits, charges, referrals)
    pairs = _judge(_pair(lines, authorizations), _count(encounters, charges, authorizations))
    freed = pairs.filter(
        (pl.col("state") == str(AuthorizationState.NOT_REQUIRED))
        & fits.of_service()
        & in_force(pl.col("service_on"))
        & ~fits.contradicts("payer_key", "payer_of")
    )
    is_freed = freed.select(*LINE, is_freed=pl.lit(value=True)).unique(LINE)
    lines = lines.join(is_freed, on=LINE, how="left", maintain_order="left").with_columns(
        is_required=pl.col("is_required") & ~pl.col("is_freed").fill_null(value=False)
    )
    real = pairs.filter(pl.col("state") != str(AuthorizationState.NOT_REQUIRED))
    proposals = _propose(real)
    named = _check_named(lines, real, authorizations)
    unnamed = _check_unnamed(lines, real)
    found = pl.concat([named, unnamed], how="diagonal_relaxed").join(
        proposals, on=LINE, how="left", maintain_order="left"
    )
    return say_authorization(_fold(found), visits)  # fmt: skip


def _read_requirements(visits: pl.DataFrame, charges: pl.DataFrame, referrals: pl.DataFrame) -> pl.DataFrame:
    """Charge lines with their encounter's payer and number, and `is_required`: whether the payer, or the order, asks for an authorization."""
    wide = visits.select(
        "encounter_key", "party_key", "payer_key", "authorization_codes", "has_requirements", "is_emergency", "referral_key",
        "rendering_npi", "biller", "facility_npi", named=fits.same_number("authorization_number"),
    )  # fmt: skip
    ordered = referrals.filter(pl.col("needs_authorization")).select(
        "referral_key", "party_key", ordered_codes="service_codes", is_ordered=pl.lit(value=True)
    )
    lines = (
        fits.read_lines(visits, charges)
        .join(wide, on="encounter_key", how="inner")
        .join(ordered, on=["referral_key", "party_key"], how="left", maintain_order="left")
    )
    wanted = pl.col("authorization_codes").str.to_uppercase().str.split(":")
    patterns = lines.select(*LINE, "code", pattern=wanted).explode("pattern").drop_nulls()
    begins = pl.col("pattern").str.ends_with("*") & pl.col("code").str.to_uppercase().str.starts_with(
        pl.col("pattern").str.strip_suffix("*")
    )
    listed = patterns.filter(begins | (pl.col("pattern") == pl.col("code").str.to_uppercase())).select(LINE).unique()
    by_order = pl.col("is_ordered").fill_null(value=False) & fits.of_service(codes="ordered_codes")
    # An order whose services are told in words or in another system than the charges: then all that is done on it.
    is_other_system = pl.col("is_ordered").fill_null(value=False) & ~by_order.any().over("encounter_key")
    return lines.join(listed.with_columns(is_listed=pl.lit(value=True)), on=LINE, how="left", maintain_order="left").with_columns(
        is_required=(pl.col("is_listed").fill_null(value=False) | by_order | is_other_system) & ~pl.col("is_emergency"),
        line_npi=pl.coalesce("line_npi", "rendering_npi"),
    )  # fmt: skip


def _pair(lines: pl.DataFrame, authorizations: pl.DataFrame) -> pl.DataFrame:
    """Each line beside each authorization of its patient."""
    candidates = authorizations.select(
        "authorization_key", "party_key", "state", "number", "decided_on", "from_on", "to_on", "visits_allowed", "units_allowed",
        "service_codes", "provider_npi", payer_of="payer_key", same_number=fits.same_number("number"),
    )  # fmt: skip
    return lines.join(candidates, on="party_key", how="inner")


def _count(encounters: pl.DataFrame, charges: pl.DataFrame, authorizations: pl.DataFrame) -> tuple[pl.DataFrame, ...]:
    """(visits by encounter, units by line, sums by authorization)."""
    visits, units = (
        count_visits(encounters, charges, authorizations),
        count_units(encounters, charges, authorizations),
    )
    of_visits = visits.group_by("authorization_key").agg(visits_used=pl.len().cast(pl.Int64))
    of_units = units.group_by("authorization_key").agg(units_used=pl.col("units").sum())
    sums = (
        authorizations.select("authorization_key")
        .join(of_visits, on="authorization_key", how="left")
        .join(of_units, on="authorization_key", how="left")
    )
    return visits, units.select("authorization_key", *LINE, "units_before"), sums.fill_null(0)  # fmt: skip


def _judge(pairs: pl.DataFrame, counted: tuple[pl.DataFrame, ...]) -> pl.DataFrame:
    """Pairs with `fault`, one of FAULTS, and whether the line's encounter names the number (is_named)."""
    visits, units, sums = counted
    rows = (
        pairs.join(visits, on=["authorization_key", "encounter_key"], how="left", maintain_order="left")
        .join(units, on=["authorization_key", *LINE], how="left", maintain_order="left")
        .join(sums, on="authorization_key", how="left", maintain_order="left")
        .with_columns(is_named=(pl.col("named") == pl.col("same_number")).fill_null(value=False))
        .with_columns(
            # Of a number that is not yet on the encounter: this visit would be the next one.
            visit_no=pl.coalesce("visit_no", pl.col("visits_used") + 1),
            units_before=pl.coalesce("units_before", "units_used"),
        )
    )
    undecided, decided = pl.col("state").is_in(fits.UNDECIDED), pl.col("decided_on")
    state = pl.col("state")
    givers = [
        (pl.col("provider_npi") == pl.col(name)).fill_null(value=False)
        for name in ("line_npi", "biller", "facility_npi")
    ]
    knows_giver = pl.any_horizontal(pl.col(name).is_not_null() for name in ("line_npi", "biller", "facility_npi"))
    over_visits = pl.col("visit_no") > pl.col("visits_allowed")
    over_units = pl.col("units_before") + pl.col("units") > pl.col("units_allowed")
    tests: list[tuple[str, pl.Expr]] = [
        ("cancelled", state == str(AuthorizationState.CANCELLED)),
        ("denied", state == str(AuthorizationState.DENIED)),
        ("not_decided", undecided),
        ("wrong_payer", fits.contradicts("payer_key", "payer_of")),
        ("wrong_service", ~fits.of_service()),
        ("wrong_provider", pl.col("provider_npi").is_not_null() & knows_giver & ~pl.any_horizontal(givers)),
        ("not_begun", pl.col("service_on") < pl.col("from_on")),
        ("expired", pl.col("service_on") > pl.col("to_on")),
        ("visits_used", over_visits),
        ("units_used", over_units),
        # Approved only after the visit, and nobody said from when it holds: not every payer looks back.
        ("span_unknown", pl.col("from_on").is_null() & (decided > pl.col("service_on"))),
    ]  # fmt: skip
    fault = pl.coalesce(
        [pl.when(test.fill_null(value=False)).then(pl.lit(name)) for name, test in tests] + [pl.lit("fits")]
    )
    order = {name: position for position, name in enumerate(FAULTS)}
    return rows.with_columns(fault=fault).with_columns(
        nearness=pl.col("fault").replace_strict(order, return_dtype=pl.Int64)
    )  # fmt: skip


def _propose(pairs: pl.DataFrame) -> pl.DataFrame:
    """encounter_key, line_no, would_fit: numbers not yet on the encounter that cover the line, joined by ", "."""
    good = pairs.filter((pl.col("fault") == "fits") & ~pl.col("is_named") & pl.col("number").is_not_null())
    return good.group_by(LINE).agg(would_fit=pl.col("number").unique().sort().str.join(", "))


def _check_named(lines: pl.DataFrame, pairs: pl.DataFrame, authorizations: pl.DataFrame) -> pl.DataFrame:
    """What is wrong with the number that an encounter names: of its needing lines, else of those that it is for, else of all."""
    numbered = lines.filter(pl.col("named").is_not_null())
    known = authorizations.select(same_number=fits.same_number("number"), is_known=pl.lit(value=True)).unique()
    by_number = pairs.filter("is_named")
    best = by_number.sort("nearness", "authorization_key").unique(LINE, keep="first", maintain_order=True)
    strange = numbered.join(by_number.select("encounter_key").unique(), on="encounter_key", how="anti").join(
        known, left_on="named", right_on="same_number", how="left"
    ).with_columns(
        fault=pl.when(pl.col("is_known").fill_null(value=False)).then(pl.lit(OTHER_PATIENT)).otherwise(pl.lit(UNKNOWN))
    )  # fmt: skip
    judged = best.drop("is_required", strict=False).join(lines.select(*LINE, "is_required"), on=LINE, how="inner")
    is_for = pl.col("is_required") | (pl.col("fault") != "wrong_service")
    judged = judged.filter(is_for | ~is_for.any().over("encounter_key"))
    return pl.concat([judged.filter(pl.col("fault") != "fits"), strange], how="diagonal_relaxed")


def _check_unnamed(lines: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """What is wrong where an authorization is needed and none is named: it is not there, or only its number is not."""
    needing = lines.filter(pl.col("is_required") & pl.col("named").is_null())
    of_line = pairs.filter(pl.col("fault") != "wrong_service").filter(pl.col("named").is_null())
    best = of_line.sort("nearness", "authorization_key").unique(LINE, keep="first", maintain_order=True)
    closest = best.select(
        *LINE, "authorization_key", "state", "number", "decided_on", "from_on", "to_on", "visits_allowed", "units_allowed",
        "service_codes", "provider_npi", "payer_of", "visit_no", "units_before",
        fault=pl.when(pl.col("fault") == "fits").then(pl.lit(NUMBER_MISSING)).otherwise("fault"),
    )  # fmt: skip
    return needing.join(closest, on=LINE, how="left", maintain_order="left").with_columns(
        pl.col("fault").fill_null(MISSING)
    )


def _fold(found: pl.DataFrame) -> pl.DataFrame:
    """One row an encounter and fault where it is about the whole of it; faults of lines stay with their lines. Adds severity."""
    is_of_line = pl.col("fault").is_in(OF_LINE)
    # A number that the payer does not ask for is doubtful, not fatal; where its needs are not known, it is taken to ask.
    matters = pl.col("is_required") | ~pl.col("has_requirements")
    severity = (
        pl.when(pl.col("fault").is_in(DOUBTFUL) | ~matters | pl.col("is_emergency"))
        .then(pl.lit("warn"))
        .otherwise(pl.lit("stop"))
    )
    rows = found.with_columns(severity=severity, edit_line_no=pl.when(is_of_line).then("line_no"))
    in_order = rows.sort("encounter_key", "severity", "line_no")  # stop before warn
    return in_order.unique(["encounter_key", "fault", "number", "edit_line_no"], keep="first", maintain_order=True)
