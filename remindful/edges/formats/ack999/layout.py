"""The layout of a 999: which verdict stands in which group and set, as columns of numbers. A span begins at each landmark."""

from dataclasses import dataclass

import polars as pl

from remindful.edges.x12.elements import Segments
from remindful.edges.x12.envelope import ENVELOPE_IDS, Followed
from remindful.edges.x12.pieces import Piece, has_padding

LANDMARKS = ("AK1", "AK2", "IK3", "IK4", "IK5", "AK9", *ENVELOPE_IDS)
_CUTS = ("ISA", "GS", "", "?")
_HEADERS = ("ISA", "GS", "ST", "AK1")


@dataclass(frozen=True, slots=True)
class Layout:
    """Segments with span_no; and one row a span.

    spans: span_no, id, segment_no, set_no (0: in none), isa_span, gs_span, and the spans of the AK1, AK2 and IK3 that hold (null: none).
    ends_at: what follows the piece.
    """

    segments: Segments
    spans: pl.DataFrame
    ids: frozenset[str]

    def add_of_span(self, rows: pl.LazyFrame, *columns: str) -> pl.LazyFrame:
        """Rows with columns of their spans."""
        spans = self.spans.lazy().select("span_no", *columns)
        return rows.join(spans, on="span_no", how="left", maintain_order="left")


def lay_out(piece: Piece, followed: Followed, *, context: pl.DataFrame) -> Layout:
    """Number the segments of a piece. context: what was open when it began."""
    rows = pl.concat([context, followed.rows]) if context.height else followed.rows
    rows = rows.with_columns(pl.col("is_landmark").cum_sum().cast(pl.Int64).set_sorted().alias("span_no"))
    marks = rows.filter("is_landmark").select("span_no", "id", "segment_no")
    spans = marks.join(followed.sets.select("segment_no", "set_no"), on="segment_no", how="left", maintain_order="left")
    ends_set = pl.col("id").is_in(["SE", "GE", "IEA", "GS", "ISA"])
    spans = spans.with_columns(
        pl.when(ends_set).then(0).otherwise("set_no").forward_fill().fill_null(0).alias("set_no"),
        _last("ISA", until=()).alias("isa_span"),
        _last("GS", until=("ISA",)).alias("gs_span"),
        _last("AK1", until=ENVELOPE_IDS).alias("group_span"),
        _last("AK2", until=("AK1", "AK9", *ENVELOPE_IDS)).alias("ack_span"),
        _last("IK3", until=("AK1", "AK2", "IK5", "AK9", *ENVELOPE_IDS)).alias("fault_span"),
    )
    is_padded = piece.is_padded or has_padding(context["text"], piece.separators)
    return Layout(Segments(rows, piece.separators, is_padded), spans, frozenset(rows["id"].unique()))


def _last(segment_id: str, *, until: tuple[str, ...]) -> pl.Expr:
    """The span of the last segment of this id, null where one of `until` came after it."""
    is_end = pl.col("id").is_in(until) if until else pl.lit(value=False)
    found = pl.when(pl.col("id") == segment_id).then("span_no").when(is_end).then(-1).forward_fill()
    return pl.when(found > 0).then(found)


def open_headers(layout: Layout) -> pl.DataFrame:
    """The segments that the next piece needs: the interchange, group, set and AK1 that are open, whatever of them is."""
    rows = layout.segments.rows
    columns = [name for name in rows.columns if name != "span_no"]
    last = rows.filter(pl.col("id").is_in([*_HEADERS, "SE", "GE", "IEA"])).unique(
        "id", keep="last", maintain_order=True
    )
    at = dict(zip(last["id"], last["segment_no"], strict=True))
    closed = {
        "ST": at.get("SE", 0),
        "AK1": max(at.get("SE", 0), at.get("ST", 0)),
        "GS": at.get("GE", 0),
        "ISA": at.get("IEA", 0),
    }
    held = [name for name in _HEADERS if at.get(name, 0) > closed[name]]
    return last.filter(pl.col("id").is_in(held)).sort("segment_no").select(columns)
