"""Encounters beside the referrals that they name, or that would fit them."""

import polars as pl

from remindful.core.referrals import fits
from remindful.core.referrals.requirement_texts import say_referral
from remindful.core.words.care import ReferralState

IN_FORCE = (str(ReferralState.ACTIVE), str(ReferralState.COMPLETED))
#: Wrong on its face whatever the plan asks: a claim that carried it would say something untrue.
ALWAYS_STOP = ("other_patient",)
NEVER_STOP = ("wrong_service", "number_missing")
_BILLED_CODE = r"^[A-Z0-9]{5}$"


def check_referrals(visits: pl.DataFrame, charges: pl.DataFrame, referrals: pl.DataFrame) -> pl.DataFrame:
    """EditFindings `referral.*`. visits: encounters with payer_key and what it requires (payer_requirements._with_payer)."""
    lines = fits.read_lines(visits, charges).drop_nulls("code")
    codes = lines.group_by("encounter_key").agg(codes=pl.col("code").str.to_uppercase())
    seen = visits.join(codes, on="encounter_key", how="left", maintain_order="left").with_columns(
        is_required=(pl.col("needs_referral").fill_null(value=False)) & ~pl.col("is_emergency"), named="referral_key"
    )
    referral_columns = referrals.select(
        "referral_key", "ordered_on", "expires_on", "referred_npi", "referred_name", "service_codes", "visits_allowed",
        "payer_number", party_of="party_key", payer_of="payer_key", referral_state="state",
    )  # fmt: skip
    in_order = seen.sort("started_on", "encounter_key").with_columns(
        visit_no=pl.col("encounter_key").cum_count().over("referral_key").cast(pl.Int64)
    )
    named = _judge(in_order.join(referral_columns, on="referral_key", how="left", maintain_order="left"))
    named = named.filter(pl.col("named").is_not_null() & (pl.col("fault") != "fits"))
    bare = _find_unnamed(seen, referral_columns)
    found = pl.concat([named, bare], how="diagonal_relaxed")
    would = _propose(seen, referral_columns)
    with_proposals = found.drop("would_fit", strict=False).join(
        would, on="encounter_key", how="left", maintain_order="left"
    )
    stops = (pl.col("is_required") | pl.col("fault").is_in(ALWAYS_STOP)) & ~pl.col("fault").is_in(NEVER_STOP)
    severity = pl.when(stops).then(pl.lit("stop")).otherwise(pl.lit("warn"))
    return say_referral(with_proposals.with_columns(severity=severity))


def _judge(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of an encounter beside a referral, with `fault`."""
    codes = pl.col("service_codes").str.to_uppercase().str.split(":")
    billable = codes.list.eval(pl.element().filter(pl.element().str.contains(_BILLED_CODE)))
    none_charged = (billable.list.len() > 0) & (billable.list.set_intersection("codes").list.len() == 0)
    goes_elsewhere = ~pl.col("npis").list.contains(pl.col("referred_npi")) & (pl.col("npis").list.len() > 0)
    tests: list[tuple[str, pl.Expr]] = [
        ("unknown", pl.col("party_of").is_null()),
        ("other_patient", pl.col("party_of") != pl.col("party_key")),
        ("revoked", pl.col("referral_state") == str(ReferralState.REVOKED)),
        ("not_active", ~pl.col("referral_state").is_in(IN_FORCE)),
        ("expired", pl.col("started_on") > pl.col("expires_on")),
        ("after_visit", pl.col("started_on") < pl.col("ordered_on")),
        ("wrong_payer", fits.contradicts("payer_key", "payer_of")),
        ("wrong_provider", pl.col("referred_npi").is_not_null() & goes_elsewhere),
        ("visits_used", pl.col("visit_no") > pl.col("visits_allowed")),
        ("number_missing", pl.col("is_required") & pl.col("payer_number").is_null()),
        ("wrong_service", none_charged),
    ]
    fault = pl.coalesce(
        [pl.when(test.fill_null(value=False)).then(pl.lit(name)) for name, test in tests] + [pl.lit("fits")]
    )
    return rows.with_columns(fault=fault)


def _pair_others(seen: pl.DataFrame, referral_columns: pl.DataFrame) -> pl.DataFrame:
    """Encounters beside the referrals of their patient that they do not name, judged as if they did."""
    used = seen.filter(pl.col("referral_key").is_not_null()).group_by("referral_key").agg(used=pl.len())
    others = (
        referral_columns.join(used, on="referral_key", how="left")
        .with_columns(other_key="referral_key")
        .drop("referral_key")
    )
    pairs = seen.join(others, left_on="party_key", right_on="party_of", how="inner", coalesce=False)
    pairs = pairs.filter(pl.col("other_key").ne_missing(pl.col("named")))
    return _judge(pairs.with_columns(visit_no=(pl.col("used").fill_null(0) + 1).cast(pl.Int64)))


def _propose(seen: pl.DataFrame, referral_columns: pl.DataFrame) -> pl.DataFrame:
    """encounter_key, would_fit: keys of referrals that would fit, joined by ", "."""
    good = _pair_others(seen, referral_columns).filter(pl.col("fault").is_in(["fits", "number_missing"]))
    return good.group_by("encounter_key").agg(would_fit=pl.col("other_key").unique().sort().str.join(", "))


def _find_unnamed(seen: pl.DataFrame, referral_columns: pl.DataFrame) -> pl.DataFrame:
    """Encounters whose plan asks for a referral and that name none: not_named where one fits, else missing."""
    bare = seen.filter(pl.col("is_required") & pl.col("named").is_null())
    would = _propose(seen, referral_columns)
    empty = {
        name: dtype for name, dtype in referral_columns.schema.items() if name not in ("referral_key", *bare.columns)
    }
    return (
        bare.join(would, on="encounter_key", how="left", maintain_order="left")
        .with_columns(
            *[pl.lit(None, dtype=dtype).alias(name) for name, dtype in empty.items()],
            visit_no=pl.lit(None, dtype=pl.Int64),
            fault=pl.when(pl.col("would_fit").is_null()).then(pl.lit("missing")).otherwise(pl.lit("not_named")),
        )
    )  # fmt: skip
