"""What is wrong with the segments of a 277: which statuses wait, and why."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from remindful.core.submissions import status_words
from remindful.core.words.findings import At, Finding
from remindful.edges.formats.status277.layout import LEVELS, Layout
from remindful.edges.formats.status277.shape import Draft
from remindful.edges.x12.check import (
    find_unknown,
    raw_texts,
    report_unmatched_lines,
    say_days,
    say_text,
    say_unknown,
)

_ASK = "Ask the sender for a corrected file; until then the claim counts as not acknowledged."
_ONLY_KNOWN = "If a claim of the office is not among the statuses read, ask the sender for a corrected file."
_KNOWN_TEXT = """
    ISA TA1 GS ST BHT HL NM1 N3 N4 PER TRN STC REF DTP SVC QTY AMT DMG PWK SE GE IEA
"""
_KNOWN_IDS = frozenset(_KNOWN_TEXT.split())
_TOTALS = (("charge_text", "charge_cents", "charge"), ("paid_text", "paid_cents", "payment"))


@dataclass(frozen=True, slots=True)
class Checked:
    """bad_segments: the STC that wait. exception_count: segments that wait, or stand where none belongs."""

    findings: list[Finding]
    bad_segments: pl.Series
    exception_count: int


def check_draft(layout: Layout, draft: Draft, *, file: str, first_no: int) -> Checked:
    """Every finding on a piece. first_no: its first segment; those before are its context, checked already."""
    rows = layout.segments.rows.filter(pl.col("segment_no") >= first_no)
    new_statuses = draft.statuses.filter(pl.col("segment_no") >= first_no)
    cut = new_statuses.filter("is_cut")
    unmatched = new_statuses.filter((pl.col("depth") == 0) | (pl.col("set_no") == 0))
    empty = new_statuses.filter(pl.col("category_code").is_null())
    bad_segments = pl.concat([part["segment_no"] for part in (cut, unmatched, empty)]).unique()
    whole = new_statuses.filter(~pl.col("segment_no").is_in(bad_segments.implode()))
    unknown = find_unknown(rows, layout.ids, _KNOWN_IDS)
    acknowledged = rows.filter(pl.col("id") == "TA1")
    days = draft.days.filter(
        (pl.col("segment_no") >= first_no) & pl.col("day").is_null() & pl.col("day_text").is_not_null()
    )
    findings = [
        *_say_cut(cut, file),
        *report_unmatched_lines(
            _as_unmatched(rows, unmatched), file, by="run", code="status.outside_loop", remedy=_ASK
        ),
        *_say_empty(empty, raw_texts(rows, empty["segment_no"]), file),
        *_say_unnumbered(whole, raw_texts(rows, whole["segment_no"]), file),
        *_say_codes(whole, file),
        *_say_amounts(whole, raw_texts(rows, whole["segment_no"]), file),
        *_say_loops(layout, first_no, file),
        *say_unknown(unknown, file, noun="claim status", remedy=_ONLY_KNOWN),
        *say_days(days, raw_texts(rows, days["segment_no"]), file, code="status.day_unreadable"),
        *_say_acknowledged(acknowledged, file),
    ]
    excluded = pl.concat([bad_segments, unknown["segment_no"], acknowledged["segment_no"]])
    return Checked(findings, bad_segments, excluded.n_unique())


def _as_unmatched(rows: pl.DataFrame, unmatched: pl.DataFrame) -> pl.DataFrame:
    found = rows.filter(pl.col("segment_no").is_in(unmatched["segment_no"].implode()))
    return found.with_columns(run=pl.col("span_no"))


def _say_cut(cut: pl.DataFrame, file: str) -> Iterator[Finding]:
    for row in cut.unique("claim_span", keep="first", maintain_order=True).iter_rows(named=True):
        yield Finding(
            "status.cut_off",
            At(file, row["segment_no"], row["control_number"]),
            f"The file breaks off in the status of claim {row['control_number'] or 'without a number'}: it may lack what matters.",
            _ASK,
        )


def _say_empty(empty: pl.DataFrame, raws: dict[int, str], file: str) -> Iterator[Finding]:
    for row in empty.iter_rows(named=True):
        yield Finding(
            "status.without_category",
            At(file, row["segment_no"], row["control_number"]),
            f"The status of claim {row['control_number'] or 'without a number'} has no category code (STC01), so it changes nothing.",
            _ASK,
            raws.get(row["segment_no"]),
        )


def _say_unnumbered(rows: pl.DataFrame, raws: dict[int, str], file: str) -> Iterator[Finding]:
    is_claims = (pl.col("depth") >= LEVELS["22"]) & pl.col("control_number").is_null()
    for row in rows.filter(is_claims).iter_rows(named=True):
        yield Finding(
            "status.without_number",
            At(file, row["segment_no"]),
            "This status names no claim (no TRN02, no REF*EJ): it can be matched by member, day and charge only.",
            "Nothing, if it is matched; otherwise ask the sender which claim it means.",
            raws.get(row["segment_no"]),
        )


def _say_codes(rows: pl.DataFrame, file: str) -> Iterator[Finding]:
    """Codes that our tables do not have, each once a file: what they mean for the claim is not known."""
    known = {"category_code": list(status_words.CATEGORIES), "status_code": list(status_words.STATUSES)}
    for column, codes in known.items():
        strange = rows.filter(pl.col(column).is_not_null() & ~pl.col(column).is_in(codes))
        for row in strange.unique(column, keep="first", maintain_order=True).iter_rows(named=True):
            is_category = column == "category_code"
            noun = "category" if is_category else "status"
            effect = (
                "so the status of the claim is not known" if is_category else "so the reason is shown as the code alone"
            )
            yield Finding(
                f"status.{noun}_unknown",
                At(file, row["segment_no"], row["control_number"]),
                f'"{row[column]}" is no {noun} code that we have words for, {effect}.',
                "Look it up in the receiver's guide, and report it so that a description can be added.",
            )


def _say_amounts(rows: pl.DataFrame, raws: dict[int, str], file: str) -> Iterator[Finding]:
    for text, cents, noun in _TOTALS:
        bad = rows.filter(pl.col(cents).is_null() & pl.col(text).is_not_null())
        for row in bad.unique("segment_no", keep="first", maintain_order=True).iter_rows(named=True):
            yield Finding(
                "status.amount_unreadable",
                At(file, row["segment_no"], row["control_number"]),
                f"The {noun} of claim {row['control_number'] or 'without a number'} is {say_text(row[text])}: it counts as not known.",
                "Nothing, if the claim is matched by its number.",
                raws.get(row["segment_no"]),
            )


def _say_loops(layout: Layout, first_no: int, file: str) -> Iterator[Finding]:
    """Loops whose level is none, or whose parent (HL02) is not the loop that they stand in."""
    loops = layout.segments.pick("HL", number=1, parent=2, level=3)
    loops = layout.add_of_span(loops, "set_no", "hl_depth", *_ABOVE.values()).filter(pl.col("set_no") > 0).collect()
    numbers = loops.select("span_no", found="number")
    above = pl.coalesce([pl.when(pl.col("hl_depth") > depth).then(name) for depth, name in reversed(_ABOVE.items())])
    loops = loops.with_columns(above=above).join(
        numbers, left_on="above", right_on="span_no", how="left", maintain_order="left"
    )
    is_wrong = (pl.col("hl_depth") == 0) | pl.col("found").ne_missing(pl.col("parent"))
    for row in loops.filter(is_wrong & (pl.col("segment_no") >= first_no)).iter_rows(named=True):
        message = (
            f'The loop {row["number"]} has a level "{row["level"]}" that a claim status does not have: its statuses wait.'
            if row["hl_depth"] == 0
            else f"The loop {row['number']} should be in loop {row['parent'] or 'none'}, but is in {row['found'] or 'none'}:"
            " it was read in the order of the file."
        )
        yield Finding(
            "status.loop_wrong",
            At(file, row["segment_no"]),
            message,
            "Compare payer and provider of its claims with what was sent.",
        )


_ABOVE = {1: "source", 2: "receiver", 3: "provider", 4: "subscriber"}


def _say_acknowledged(rows: pl.DataFrame, file: str) -> Iterator[Finding]:
    for row in rows.iter_rows(named=True):
        yield Finding(
            "status.acknowledgment_inside",
            At(file, row["segment_no"]),
            "An acknowledgment of a whole file (TA1) is among the claim statuses: it was not read.",
            "Import that interchange as a file of its own.",
            row["text"],
        )
