"""Remittances that came before, in whatever wrapping: known again by their trace number, originator, amount and claims."""

import polars as pl

_CLAIM = ("control_number", "status_code", "charge_cents", "claim_paid_cents")
_SAME = ["trace_number", "paid_cents", "claims"]


def find_copies(remits: pl.DataFrame, claims: pl.DataFrame, *, known: pl.DataFrame) -> pl.DataFrame:
    """remit_no of remittances that are known, or that came earlier in this file.

    remits: remit_no, trace_number (TRN02), payer_originator (TRN03), paid_cents. claims: remit_no, control_number, status_code,
    charge_cents, paid_cents. known: remit_id, trace_number, payer_originator, paid_cents, and control_number, status_code,
    charge_cents, claim_paid_cents of their claims. The date (BPR16), the payer's number and the envelope may differ; an originator
    that only one of the two names is no difference. Payments of nothing share trace numbers, and are told apart by their claims.
    Source: 005010X221A1, TRN02 and TRN03 identify the payment.
    """
    named = remits.filter(pl.col("trace_number").is_not_null())
    ours = claims.select("remit_no", *_CLAIM[:3], claim_paid_cents="paid_cents")
    new = _gather(
        named.select("remit_no", "trace_number", "payer_originator", "paid_cents").join(
            ours, on="remit_no", how="left"
        ),
        "remit_no",
    )
    stored = _gather(known, "remit_id").select(*_SAME, theirs="payer_originator")
    earlier = new.select(*_SAME, theirs="payer_originator", their_no="remit_no")
    before = new.join(stored, on=_SAME, nulls_equal=True).filter(_is_same_originator())
    twice = new.join(earlier, on=_SAME, nulls_equal=True).filter(
        (pl.col("their_no") < pl.col("remit_no")) & _is_same_originator()
    )
    return pl.concat([before.select("remit_no"), twice.select("remit_no")]).unique()


def find_reused(remits: pl.DataFrame, copies: pl.DataFrame, *, known: pl.DataFrame) -> pl.DataFrame:
    """remit_no, their_cents: payments that have the trace number of another payment, on file or earlier in this file, and are no copy.

    remits, known: as find_copies has them. copies: of find_copies. Payments of nothing share trace numbers, and are not looked at.
    """
    paying = (pl.col("paid_cents") != 0) & pl.col("trace_number").is_not_null()
    ours = remits.join(copies, on="remit_no", how="anti").filter(paying)
    stored = (
        known.filter(paying)
        .unique("remit_id")
        .select("trace_number", theirs="payer_originator", their_cents="paid_cents", their_no=0)
    )
    earlier = ours.select("trace_number", theirs="payer_originator", their_cents="paid_cents", their_no="remit_no")
    others = pl.concat([stored.cast({"their_no": pl.Int64}), earlier])
    pairs = ours.join(others, on="trace_number").filter(
        (pl.col("their_no") < pl.col("remit_no")) & _is_same_originator()
    )
    return (
        pairs.sort("remit_no", "their_no")
        .unique("remit_no", keep="first", maintain_order=True)
        .select("remit_no", "their_cents")
    )


def _is_same_originator() -> pl.Expr:
    """TRN03 is 1 and the tax number by the standard; some payers leave the 1 out."""
    ours, theirs = (pl.col(name).str.strip_chars_start("01 ") for name in ("payer_originator", "theirs"))
    return (ours == theirs).fill_null(value=True)


def _gather(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    """One row a remittance, its claims as one sorted text. rows: one a claim (nulls: it has none)."""
    claim = pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in _CLAIM], separator=" ")
    return rows.group_by(key).agg(
        pl.col("trace_number", "payer_originator", "paid_cents").first(), claims=claim.sort().str.join("~")
    )
