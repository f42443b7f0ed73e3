"""What a payment took or added as a whole (PLB), tied to the claim that it names, and forward balances paired over payments."""

import polars as pl

from remindful.core.remits.match import normalized_control_number
from remindful.core.remits.plbs import PLBS, PlbKind
from remindful.core.words.findings import At, Finding
from remindful.core.words.money import say_cents

FORWARD = "FB"


def tie_provider(rows: pl.DataFrame, *, visits: pl.DataFrame, answered: pl.DataFrame) -> pl.DataFrame:
    """Add visit_id and visit_key of the claim whose number the reference of a recoupment names; null: it names none, or several.

    rows: reason_code, reference. visits: visit_id, visit_key. answered: visit_id, payer_control_number.
    """
    recoups = [code for code, plb in PLBS.items() if plb.kind is PlbKind.RECOUPMENT]
    ours = visits.select("visit_id", normalized_number=normalized_control_number(pl.col("visit_key")))
    theirs = answered.select("visit_id", normalized_number=normalized_control_number(pl.col("payer_control_number")))
    named = pl.concat([ours, theirs]).drop_nulls().unique().filter(~pl.col("normalized_number").is_duplicated())
    is_recoupment = pl.col("reason_code").is_in(recoups)
    return (
        rows.with_columns(normalized_number=pl.when(is_recoupment).then(normalized_control_number(pl.col("reference"))))
        .join(named, on="normalized_number", how="left", maintain_order="left")
        .join(visits.select("visit_id", "visit_key"), on="visit_id", how="left", maintain_order="left")
        .drop("normalized_number")
    )


def forward_key(payer_key: str | None, reference: str | None, amount_cents: int) -> str:
    """By what a forward balance is known again in a later payment."""
    return f"{payer_key or ''}|{reference or ''}|{amount_cents}"


def find_carried(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows that carry a balance between payments: forward balances, and recoupments of a claim whose takeback is posted.

    rows: reason_code, amount_cents, is_reversed. A payer that takes a claim back has the money first (FB), then recoups it (WO) by
    the claim's number: the two are one balance.
    """
    recoups = [code for code, plb in PLBS.items() if plb.kind is PlbKind.RECOUPMENT]
    is_recouped = pl.col("reason_code").is_in(recoups) & pl.col("is_reversed") & (pl.col("amount_cents") > 0)
    return rows.filter((pl.col("reason_code") == FORWARD) | is_recouped)


def pair_forwards(rows: pl.DataFrame, waiting: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(balances that no other answers, finding_id of waiting ones that are answered now).

    rows: of find_carried: row_no, payer_key, reference, amount_cents. waiting: finding_id, payer_key, reference, amount_cents. A pair
    has opposite amounts: first of the same payer and reference, then the reference (a payer's number may change), then the payer's oldest.
    """
    settled = waiting.select("finding_id").head(0)
    left = waiting
    for same in (["payer_key", "reference"], ["reference"], ["payer_key"]):
        on = ["amount_cents", *same]
        named = pl.col("reference").is_not_null() if same == ["reference"] else pl.lit(value=True)
        balances = rows.filter(named).with_columns(-pl.col("amount_cents"))
        balances = balances.with_columns(position=pl.int_range(pl.len()).over(on))
        offered = left.with_columns(position=pl.int_range(pl.len()).over(on))
        pairs = balances.join(offered, on=[*on, "position"], nulls_equal=True)
        settled = pl.concat([settled, pairs.select("finding_id")])
        rows = rows.join(pairs, on="row_no", how="anti", maintain_order="left")
        left = left.join(pairs, on="finding_id", how="anti", maintain_order="left")
    return rows, settled


def pair_within(carried: pl.DataFrame) -> pl.DataFrame:
    """Balances of one file that no other of the same file answers. carried: of find_carried: row_no, payer_key, amount_cents."""
    size = ["payer_key", "size"]
    sized = carried.with_columns(size=pl.col("amount_cents").abs(), is_back=pl.col("amount_cents") > 0)
    sized = sized.with_columns(position=pl.int_range(pl.len()).over(*size, "is_back"))
    back, ahead = sized.filter("is_back"), sized.filter(~pl.col("is_back"))
    on = [*size, "position"]
    alone = [one.join(other, on=on, how="anti", nulls_equal=True) for one, other in ((back, ahead), (ahead, back))]
    return pl.concat(alone).sort("row_no").drop("size", "is_back", "position")


def read_forwards(findings: pl.DataFrame) -> pl.DataFrame:
    """finding_id, payer_key, reference, amount_cents of forward balances that wait. findings: finding_id, raw (forward_key)."""
    parts = pl.col("raw").str.split_exact("|", 2)
    texts = {name: parts.struct.field(f"field_{position}") for position, name in enumerate(("payer_key", "reference"))}
    return findings.select(
        "finding_id",
        *[pl.when(text != "").then(text).alias(name) for name, text in texts.items()],
        amount_cents=parts.struct.field("field_2").cast(pl.Int64, strict=False),
    ).drop_nulls("amount_cents")


def say_provider(rows: pl.DataFrame, *, file: str) -> list[Finding]:
    """One finding for each provider adjustment that asks something of a person, or that no table knows.

    rows: segment_no, payer_key, reason_code, reference, amount_cents, visit_key (of tie_provider).
    """
    return [found for row in rows.iter_rows(named=True) if (found := _say(row, file)) is not None]


def _say(row: dict[str, object], file: str) -> Finding | None:
    code, reference, cents = row["reason_code"], row["reference"], row["amount_cents"]
    assert isinstance(cents, int)
    known = PLBS.get(str(code))
    at = At(file, row["segment_no"], str(reference or code))  # type: ignore[arg-type]
    moved = f"{'lowers' if cents > 0 else 'raises'} this payment by {say_cents(abs(cents))}"
    if known is None:
        return Finding(
            "remit.provider_adjustment_unknown", at, f"The adjustment {code or '(no code)'} of the whole payment {moved}; its code is in no table.",
            "Ask the payer what it is for; the amount is posted at the office level.",
        )  # fmt: skip
    if not known.asks or cents == 0:
        return None
    about = f" (reference {reference})" if reference else ""
    raw = None
    remedy = known.remedy
    if code == FORWARD:
        message = f"{say_cents(abs(cents))} is carried {'back from an earlier payment' if cents > 0 else 'forward to a later payment'}{about}: it {moved}."
        raw = forward_key(row["payer_key"], reference, cents)  # type: ignore[arg-type]
        return Finding("remit.forward_balance", at, message, remedy, raw)
    if row["visit_key"] is not None:
        about = f" for claim {row['visit_key']}"
        remedy = (
            f"Compare it with the takeback on claim {row['visit_key']}; dispute it in writing if nothing was overpaid."
        )
    return Finding(f"remit.provider_{known.kind}", at, f"{known.message} {code}{about} {moved}.", remedy, raw)
