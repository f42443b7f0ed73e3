"""The layout of an 835: which segment stands in which transaction, claim and line, as columns of numbers.

A span begins at each landmark (LX, CLP, PLB and the envelope); a claim is the span of its CLP. All of it is two
cumulative sums over the segments and a small frame with one row a span.
"""

from dataclasses import dataclass

import polars as pl

from remindful.edges.x12.elements import Segments
from remindful.edges.x12.envelope import ENVELOPE_IDS, Followed
from remindful.edges.x12.pieces import Piece, has_padding

LANDMARKS = ("CLP", "LX", "PLB", *ENVELOPE_IDS)
#: A claim that one of these follows, or the end of the file, may have lost its last segments.
_CUTS = ("ISA", "GS", "", "?")


@dataclass(frozen=True, slots=True)
class Layout:
    """Segments with span_no, svc_no (SVCs so far), is_in_claim, is_in_line; and one row a span, numbered by span_no.

    spans: span_no, id, segment_no, set_no (0: in none), claim_no (CLPs so far), svc_before, is_claim, is_cut.
    ids: of the segments that there are, to spare the work on those that there are not.
    """

    segments: Segments
    spans: pl.DataFrame
    ids: frozenset[str]

    def of_span(self, column: str, rows: pl.DataFrame) -> pl.Series:
        """A column of the spans, for the span_no of each row."""
        return self.spans[column].gather(rows["span_no"])

    def add_of_span(self, rows: pl.LazyFrame, *columns: str) -> pl.LazyFrame:
        """Rows with columns of their spans.

        By a join: Polars 2.1 may take two short literal Series in one lazy query for one (false, false for 0, 0).
        """
        spans = self.spans.lazy().select("span_no", *columns)
        return rows.join(spans, on="span_no", how="left", maintain_order="left")

    def pick_in_claims(self, segment_id: str, **elements: int) -> pl.LazyFrame:
        """As Segments.pick, of segments within a claim."""
        return self.segments.pick(segment_id, where=pl.col("is_in_claim"), **elements)

    def pick_coded(self, segment_id: str, *codes: str, **elements: int) -> pl.LazyFrame:
        """As Segments.pick_coded, of segments within a claim."""
        return self.segments.pick_coded(segment_id, codes, where=pl.col("is_in_claim"), **elements)

    def headers(self) -> Segments:
        """The segments from each ST to its first claim or LX."""
        rows = self.segments.rows.filter(~pl.col("is_in_claim"))
        rows = rows.filter(self.of_span("id", rows) == "ST")
        return Segments(rows, self.segments.separators, self.segments.is_padded)


def lay_out(piece: Piece, followed: Followed, *, context: pl.DataFrame, claims_before: int) -> Layout:
    """Number the segments of a piece. context: the header of the transaction that was open when it began."""
    rows = pl.concat([context, followed.rows]) if context.height else followed.rows
    rows = rows.with_columns(
        # Told to be sorted, so that joins merge instead of hashing: five times faster.
        pl.col("is_landmark").cum_sum().set_sorted().alias("span_no"),
        (pl.col("id") == "SVC").cum_sum().set_sorted().alias("svc_no"),
    )
    landmarks = rows.filter("is_landmark").select("span_no", "id", "segment_no", pl.col("svc_no").alias("svc_before"))
    # Segments before any landmark, if ever: a span of no kind, so that a span's row is its number.
    before = pl.DataFrame({"span_no": [0], "id": [""], "segment_no": [0], "svc_before": [0]}, schema=landmarks.schema)
    spans = pl.concat([before, landmarks]).join(
        followed.sets.select("segment_no", "set_no"), on="segment_no", how="left", maintain_order="left"
    )
    is_claim = pl.col("id") == "CLP"
    ends_set = pl.col("id").is_in(["SE", "GE", "IEA", "GS", "ISA", ""])
    set_no = pl.when(ends_set).then(0).otherwise("set_no").forward_fill()
    spans = spans.with_columns(
        pl.col("span_no").set_sorted(),
        set_no.alias("set_no"),
        (claims_before + is_claim.cum_sum()).cast(pl.Int64).alias("claim_no"),
        (is_claim & (set_no > 0)).alias("is_claim"),
        (is_claim & pl.col("id").shift(-1).fill_null(piece.ends_at).is_in(_CUTS)).alias("is_cut"),
    )
    rows = rows.with_columns(
        spans["is_claim"].gather(rows["span_no"]).alias("is_in_claim"),
        (rows["svc_no"] > spans["svc_before"].gather(rows["span_no"])).alias("is_in_line"),
    )
    segments = Segments(rows, piece.separators, piece.is_padded or has_padding(context["text"], piece.separators))
    return Layout(segments, spans, frozenset(rows["id"].unique()))
