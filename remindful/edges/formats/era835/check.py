"""What is wrong with the segments of an 835: which claims wait, and why. Balances are the business of core/remits."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from remindful.core.words.findings import At, Finding
from remindful.edges.formats.era835.layout import Layout
from remindful.edges.formats.era835.shape import Draft
from remindful.edges.x12.check import (
    find_unknown,
    raw_texts,
    report_unmatched_lines,
    say_days,
    say_text,
    say_unknown,
)

_ASK_PAYER = "Ask the payer for a corrected remittance; until then it is under Remits, Exceptions."
_ASK_UNKNOWN = "If its claim does not balance, ask the payer for a corrected remittance."
#: Segments that only a claim may hold, and those that an 835 may hold at all.
_CLAIM_ONLY = ("CLP", "CAS", "NM1", "MIA", "MOA", "SVC", "LQ", "AMT", "QTY")
_KNOWN_TEXT = """
    ISA TA1 GS ST BPR NTE TRN CUR REF DTM N1 N2 N3 N4 PER RDM LX TS3 TS2
    CLP CAS NM1 MIA MOA AMT QTY SVC LQ PLB SE GE IEA
"""
_KNOWN_IDS = frozenset(_KNOWN_TEXT.split())
#: Amounts without which nobody knows what the payer decided: frame, text, cents, what it is, may it be empty.
_AMOUNTS = (
    ("claims", "charge_text", "charge_cents", "charge (CLP03)", False),
    ("claims", "paid_text", "paid_cents", "payment (CLP04)", False),
    ("claims", "patient_text", "patient_cents", "patient's part (CLP05)", True),
    ("lines", "charge_text", "charge_cents", "charge of a line (SVC02)", False),
    ("lines", "paid_text", "paid_cents", "payment of a line (SVC03)", False),
    ("adjustments", "amount_text", "amount_cents", "adjusted amount (CAS)", False),
)


@dataclass(frozen=True, slots=True)
class Checked:
    """bad_spans: claims that wait as a whole. exception_count: segments that wait with them, or stand where none belongs."""

    findings: list[Finding]
    bad_spans: pl.Series
    exception_count: int


def check_draft(layout: Layout, draft: Draft, *, file: str, first_no: int) -> Checked:
    """Every finding on a piece. first_no: its first segment; those before are its context, checked already."""
    rows = layout.segments.rows
    rows = rows.filter(pl.col("segment_no") >= first_no)
    unreadable = _find_unreadable(draft)
    cut = draft.claims.filter("is_cut")
    bad_spans = pl.concat([unreadable["span_no"], cut["span_no"]]).unique()
    outside = rows.filter(~pl.col("is_in_claim"))
    unmatched = outside.filter(_is_unmatched(layout, outside))
    unknown = find_unknown(rows, layout.ids, _KNOWN_IDS)
    days = draft.days.filter(pl.col("day").is_null() & pl.col("day_text").is_not_null())
    findings = [
        *_say_unreadable(unreadable, draft, layout, file),
        *_say_cut(cut, raw_texts(rows, cut["segment_no"]), file),
        *report_unmatched_lines(unmatched, file, by="span_no", code="remit.outside_claim", remedy=_ASK_PAYER),
        *say_unknown(unknown, file, noun="remittance", remedy=_ASK_UNKNOWN),
        *say_days(days, raw_texts(rows, days["segment_no"]), file, code="remit.day_unreadable"),
        *_say_provider_adjustments(draft.provider_adjustments, layout, file),
        *_say_payments(draft.remits, file),
    ]
    waiting = rows.filter(pl.col("span_no").is_in(bad_spans.implode())) if bad_spans.len() else rows.clear()
    excluded = pl.concat([waiting["segment_no"], unmatched["segment_no"], unknown["segment_no"]])
    return Checked(findings, bad_spans, excluded.n_unique())


def _find_unreadable(draft: Draft) -> pl.DataFrame:
    """Amounts that cannot be read: segment_no, span_no, text, what."""
    found: list[pl.DataFrame] = []
    for frame_name, text, cents, what, may_be_empty in _AMOUNTS:
        frame: pl.DataFrame = getattr(draft, frame_name)
        is_bad = pl.col(cents).is_null() & (pl.col(text).is_not_null() if may_be_empty else True)
        found.append(
            frame.filter(is_bad).select("segment_no", "span_no", pl.col(text).alias("text"), pl.lit(what).alias("what"))
        )
    return pl.concat(found).sort("segment_no", maintain_order=True)


def _is_unmatched(layout: Layout, rows: pl.DataFrame) -> pl.Series:
    """Segments of claims where no claim is open, and provider adjustments outside a transaction."""
    is_outside = layout.of_span("set_no", rows) == 0
    opens_claim = layout.of_span("id", rows) == "CLP"
    return rows["id"].is_in(_CLAIM_ONLY) | opens_claim | ((rows["id"] == "PLB") & is_outside)


def _say_unreadable(unreadable: pl.DataFrame, draft: Draft, layout: Layout, file: str) -> Iterator[Finding]:
    if unreadable.is_empty():
        return
    claims = dict(zip(draft.claims["span_no"], draft.claims["control_number"], strict=True))
    raws = raw_texts(layout.segments.rows, unreadable["segment_no"])
    for row in unreadable.iter_rows(named=True):
        claim = claims[row["span_no"]] or "without a number"
        yield Finding(
            "remit.amount_unreadable",
            At(file, row["segment_no"], claim),
            f"Claim {claim}: the {row['what']} is {say_text(row['text'])}. Half a claim is never posted.",
            _ASK_PAYER,
            raws[row["segment_no"]],
        )


def _say_cut(cut: pl.DataFrame, raws: dict[int, str], file: str) -> Iterator[Finding]:
    for row in cut.select("segment_no", "control_number").iter_rows(named=True):
        claim = row["control_number"] or "without a number"
        yield Finding(
            "remit.claim_cut_off",
            At(file, row["segment_no"], claim),
            f"Claim {claim} is the last before the remittance breaks off, so it may lack lines or adjustments.",
            _ASK_PAYER,
            raws.get(row["segment_no"]),
        )


def _say_provider_adjustments(rows: pl.DataFrame, layout: Layout, file: str) -> Iterator[Finding]:
    bad = rows.filter(pl.col("amount_cents").is_null())
    if bad.is_empty():
        return
    raws = raw_texts(layout.segments.rows, bad["segment_no"])
    for row in bad.iter_rows(named=True):
        yield Finding(
            "remit.provider_adjustment_unreadable",
            At(file, row["segment_no"], row["reference"]),
            f"The amount of provider adjustment {row['reason_code']} is {say_text(row['amount_text'])}:"
            " the payment will not add up.",
            _ASK_PAYER,
            raws[row["segment_no"]],
        )


def _say_payments(remits: pl.DataFrame, file: str) -> Iterator[Finding]:
    for row in remits.filter(pl.col("paid_cents").is_null()).iter_rows(named=True):
        yield Finding(
            "remit.payment_unreadable",
            At(file, row["segment_no"], row["trace_number"]),
            f"The remittance's payment (BPR02) is {say_text(row['amount_text'])}:"
            " it cannot be compared with its claims or the bank.",
            _ASK_PAYER,
        )
