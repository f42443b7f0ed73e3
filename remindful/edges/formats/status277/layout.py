"""The layout of a 277: which segment stands in which loop, claim and line, as columns of numbers.

A span begins at each landmark (HL, TRN, SVC and the envelope). Levels are told by their place: the payer, receiver, provider and
subscriber of a claim are the last ones before it. So a wrong parent number loses nothing, and a finding names it.
"""

from dataclasses import dataclass

import polars as pl

from remindful.edges.x12.elements import Segments
from remindful.edges.x12.envelope import ENVELOPE_IDS, Followed
from remindful.edges.x12.pieces import Piece, Separators, has_padding

LANDMARKS = ("HL", "TRN", "SVC", *ENVELOPE_IDS)
#: HL03 by depth: who answers, who asked, whose claim, whose insurance, who was treated (277CA says PT).
LEVELS: dict[str, int] = {"20": 1, "21": 2, "19": 3, "22": 4, "23": 5, "PT": 5}
NAMES = {1: "source", 2: "receiver", 3: "provider", 4: "subscriber", 5: "patient"}
_CUTS = ("ISA", "GS", "", "?")
_HEADER_IDS = ("GS", "ST", "BHT")


@dataclass(frozen=True, slots=True)
class Layout:
    """Segments with span_no; and one row a span.

    spans: span_no, id, segment_no, set_no (0: in none), version, depth (null: in no known loop), claim_span (its TRN; null: in none),
    line_span (its SVC; null: in none), line_no, is_cut, and for each of NAMES the span of the HL that holds.
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
    marks = rows.filter("is_landmark").select("span_no", "id", "segment_no", "text")
    sets = followed.sets.select("segment_no", "set_no", "version")
    spans = marks.join(sets, on="segment_no", how="left", maintain_order="left")
    ends_set = pl.col("id").is_in(["SE", "GE", "IEA", "GS", "ISA"])
    spans = spans.with_columns(
        pl.when(ends_set).then(0).otherwise("set_no").forward_fill().fill_null(0).alias("set_no"),
        pl.when(ends_set).then(pl.lit("")).otherwise("version").forward_fill().alias("version"),
        pl.when(pl.col("id") == "HL").then(_hl_depth(piece.separators)).alias("hl_depth"),
    )
    spans = _add_levels(spans).with_columns(
        pl.col("id").shift(-1).fill_null(piece.ends_at).is_in(_CUTS).alias("is_last")
    )
    is_cut = pl.col("claim_span").is_not_null() & pl.col("is_last").any().over("claim_span")
    spans = spans.with_columns(is_cut.alias("is_cut"))
    is_padded = piece.is_padded or has_padding(context["text"], piece.separators)
    return Layout(Segments(rows, piece.separators, is_padded), spans, frozenset(rows["id"].unique()))


def _hl_depth(separators: Separators) -> pl.Expr:
    level = pl.col("text").str.split(separators.element).list.get(3, null_on_oob=True).str.strip_chars(" ")
    return level.replace_strict(LEVELS, default=0, return_dtype=pl.Int64)


def _add_levels(spans: pl.DataFrame) -> pl.DataFrame:
    """The loop, claim and line of each span, and the loops around it. A set begins without any."""
    begins = pl.col("id").is_in(["HL", *ENVELOPE_IDS])
    loop = pl.when(begins).then("span_no").forward_fill()
    claim = pl.when(begins).then(-1).when(pl.col("id") == "TRN").then("span_no").forward_fill()
    line = pl.when(begins | (pl.col("id") == "TRN")).then(-1).when(pl.col("id") == "SVC").then("span_no").forward_fill()
    spans = spans.with_columns(
        loop.alias("loop_span"),
        pl.when(pl.col("id").is_in(ENVELOPE_IDS))
        .then(0)
        .otherwise("hl_depth")
        .forward_fill()
        .fill_null(0)
        .alias("depth"),
        pl.when(claim > 0).then(claim).alias("claim_span"),
        pl.when(line > 0).then(line).alias("line_span"),
    )
    starts_line = pl.col("id") == "SVC"
    spans = spans.with_columns(
        pl.when(pl.col("line_span").is_not_null())
        .then(starts_line.cum_sum().over("claim_span").cast(pl.Int64))
        .alias("line_no")
    )
    floor = pl.when(pl.col("id") == "ST").then("span_no").forward_fill().fill_null(0)
    columns: list[pl.Expr] = []
    for depth, name in NAMES.items():
        level_span = pl.when(pl.col("hl_depth") == depth).then("span_no").forward_fill()
        columns.append(pl.when(pl.col("depth") >= depth).then(level_span).alias(name))
        # What stands above ended what stood below it.
        floor_of = pl.when((pl.col("hl_depth") > 0) & (pl.col("hl_depth") < depth)).then("span_no").forward_fill()
        columns.append(pl.max_horizontal(floor, floor_of).alias(f"{name}_floor"))
    spans = spans.with_columns(columns)
    held = [pl.when(pl.col(name) > pl.col(f"{name}_floor")).then(name).alias(name) for name in NAMES.values()]
    return spans.with_columns(held).drop(f"{name}_floor" for name in NAMES.values())


def open_loops(layout: Layout, open_set_no: int | None) -> pl.DataFrame:
    """The segments that the next piece needs: the header of the set that goes on, and the loops that are open in it."""
    rows, spans = layout.segments.rows, layout.spans
    columns = [name for name in rows.columns if name != "span_no"]
    if open_set_no is None or spans.is_empty():
        last = rows.filter(pl.col("id") == "GS").tail(1)
        return last.select(columns)
    header = rows.filter(pl.col("id").is_in(_HEADER_IDS)).unique("id", keep="last", maintain_order=True)
    held = spans.row(spans.height - 1, named=True)
    loops = [held[name] for name in NAMES.values() if held[name] is not None]
    # The receiver's TRN names the batch that its claims came in.
    is_batch = (pl.col("loop_span") == (held["receiver"] or 0)) & (pl.col("id") == "TRN")
    batch = spans.filter(is_batch)["span_no"].to_list()[:1]
    is_open = pl.col("span_no").is_in([*loops, *batch]) & pl.col("id").is_in(["HL", "NM1", "TRN"])
    open_rows = rows.filter(is_open)
    return pl.concat([header, open_rows]).unique("segment_no", maintain_order=True).sort("segment_no").select(columns)
