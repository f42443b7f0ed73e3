"""What is wrong with the segments of an acknowledgment: which verdicts wait, and why."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from remindful.core.submissions import ack_words
from remindful.core.words.findings import At, Finding
from remindful.edges.formats.ack999.layout import Layout
from remindful.edges.formats.ack999.shape import Draft
from remindful.edges.x12.check import find_unknown, raw_texts, say_unknown

_ASK = "Ask the receiver for the acknowledgment again; until then its claims count as not acknowledged."
_KNOWN_IDS = frozenset(["ISA", "TA1", "GS", "ST", "AK1", "AK2", "IK3", "CTX", "IK4", "IK5", "AK9", "SE", "GE", "IEA"])
_VERDICTS = ("IK5", "AK9", "TA1")


@dataclass(frozen=True, slots=True)
class Checked:
    """bad_segments: verdicts that wait. exception_count: segments that wait, or stand where none belongs."""

    findings: list[Finding]
    bad_segments: pl.Series
    exception_count: int


def check_draft(layout: Layout, draft: Draft, *, file: str, first_no: int) -> Checked:
    """Every finding on a piece. first_no: its first segment; those before are its context, checked already."""
    rows = layout.segments.rows.filter(pl.col("segment_no") >= first_no)
    new_statuses = draft.statuses.filter(pl.col("segment_no") >= first_no)
    lacks_set = pl.col("id").is_in(["IK5", "IK3", "IK4"]) & pl.col("ack_span").is_null()
    lacks_group = (pl.col("id") != "TA1") & pl.col("group_span").is_null()
    lacks_file = (pl.col("id") == "TA1") & pl.col("interchange_number").is_null()
    unmatched = new_statuses.filter(lacks_set | lacks_group | lacks_file)
    is_bare = pl.col("category_code").is_null() & pl.col("id").is_in(_VERDICTS)
    bare = new_statuses.filter(is_bare & ~pl.col("segment_no").is_in(unmatched["segment_no"].implode()))
    unknown = find_unknown(rows, layout.ids, _KNOWN_IDS)
    unsettled = draft.unsettled.filter(pl.col("segment_no") >= first_no)
    bad_segments = pl.concat([unmatched["segment_no"], bare["segment_no"]]).unique()
    strange = new_statuses.filter(
        pl.col("category_code").is_not_null() & ~pl.col("category_code").is_in(list(ack_words.TAKEN))
    )
    findings = [
        *_report_unmatched(unmatched, raw_texts(rows, unmatched["segment_no"]), file),
        *_say_bare(bare, raw_texts(rows, bare["segment_no"]), file),
        *_say_unsettled(unsettled, file),
        *_say_strange(strange.filter(pl.col("id").is_in(_VERDICTS)), file),
        *say_unknown(unknown, file, noun="999", remedy="If one of your files is not acknowledged, ask its receiver."),
    ]
    excluded = pl.concat([bad_segments, unknown["segment_no"]])
    return Checked(findings, bad_segments, excluded.n_unique())


def _report_unmatched(unmatched: pl.DataFrame, raws: dict[int, str], file: str) -> Iterator[Finding]:
    for row in unmatched.iter_rows(named=True):
        yield Finding(
            "ack.of_nothing",
            At(file, row["segment_no"]),
            f"This {row['id']} names no file, group or set, so it cannot be matched to a submission.",
            _ASK,
            raws.get(row["segment_no"]),
        )


def _say_bare(bare: pl.DataFrame, raws: dict[int, str], file: str) -> Iterator[Finding]:
    for row in bare.iter_rows(named=True):
        yield Finding(
            "ack.without_verdict",
            At(file, row["segment_no"], row["set_number"] or row["group_number"] or row["interchange_number"]),
            f"This {row['id']} does not state whether the file was accepted or rejected, so it changes nothing.",
            _ASK,
            raws.get(row["segment_no"]),
        )


def _say_unsettled(unsettled: pl.DataFrame, file: str) -> Iterator[Finding]:
    for row in unsettled.iter_rows(named=True):
        yield Finding(
            "ack.without_verdict",
            At(file, row["segment_no"], row["set_number"]),
            f"The set {row['set_number'] or 'without a number'} is named (AK2), but no verdict on it follows (IK5).",
            _ASK,
        )


def _say_strange(strange: pl.DataFrame, file: str) -> Iterator[Finding]:
    for row in strange.unique("category_code", keep="first", maintain_order=True).iter_rows(named=True):
        yield Finding(
            "ack.verdict_unknown",
            At(file, row["segment_no"], row["set_number"] or row["group_number"]),
            f'"{row["category_code"]}" is not a known result code, so it is not known whether the file was accepted.',
            "Look it up in the receiver's guide, and ask the receiver.",
        )
