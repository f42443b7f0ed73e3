"""The layout of an 837: which segment stands in which loop, claim, other payer and line, as columns of numbers.

A part begins at each landmark: HL (billing provider, subscriber, patient), SBR, CLM, LX and the envelope. What a part
belongs to (its claim, the loops above it) is worked out on the small frame of parts, and looked up by part_no.
Loops go by their order, as every 837 is written; an HL whose parent number disagrees is a finding (check.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from remindful.edges.x12.elements import Segments
from remindful.edges.x12.envelope import ENVELOPE_IDS, Followed
from remindful.edges.x12.pieces import Piece, empty_segments, has_padding

LANDMARKS = ("HL", "SBR", "CLM", "LX", *ENVELOPE_IDS)
BILLING, SUBSCRIBER, PATIENT = "20", "22", "23"  # HL03
#: Where a segment stands: above the claims, in a claim's own part, in another payer's (2320), in a line (2400).
LOOP, CLAIM, PAYER, LINE = range(4)
_CUTS = ("ISA", "GS", "", "?")


@dataclass(frozen=True, slots=True)
class Layout:
    """Segments with numbers, and one row a part, its row number its part_no.

    rows: part_no, nm1_no (NM1s so far), is_of_name (the last NM1 is of the same part), place (where it stands: LOOP,
    CLAIM, PAYER, LINE), claim_part (0: in no claim), loop_part (HL or ST, 0: none).
    parts: id, segment_no, set_no (0: in none), claim_no, claim_part, loop_part, billing_part, subscriber_part,
    patient_part, head_part, level (HL03), hl_no, hl_parent, lx_no (LXs so far), is_claim, is_cut.
    by_id: the same segments, parted by id once instead of searched through for each.
    """

    segments: Segments
    parts: pl.DataFrame
    by_id: Mapping[str, Segments]

    def of_part(self, column: str, part_no: pl.Series) -> pl.Series:
        """A column of the parts, for each of these."""
        return self.parts[column].gather(part_no)

    def add_of_part(self, rows: pl.LazyFrame, *columns: str, by: str = "part_no") -> pl.LazyFrame:
        """Rows with columns of the parts that they name. By a join, for the reason told in era835's layout."""
        parts = self.parts.lazy().select(pl.col("part_no").alias(by), *columns)
        return rows.join(parts, on=by, how="left", maintain_order="left")

    def pick_at(self, segment_id: str, place: int, **elements: int) -> pl.LazyFrame:
        """As Segments.pick, of segments in one kind of place."""
        return self.of_id(segment_id).pick(segment_id, where=pl.col("place") == place, **elements)

    def of_id(self, segment_id: str) -> Segments:
        """The segments of one id."""
        found = self.by_id.get(segment_id)
        return found or Segments(self.segments.rows.clear(), self.segments.separators, self.segments.is_padded)

    def has_at(self, segment_id: str, *places: int) -> bool:
        """Whether there is such a segment in one of these places."""
        found = self.by_id.get(segment_id)
        return found is not None and bool(found.rows["place"].is_in(places).any())


def lay_out(piece: Piece, followed: Followed, *, context: pl.DataFrame, claims_before: int) -> Layout:
    """Number the segments of a piece. context: the header and the loops that were open when it began."""
    rows = pl.concat([context, followed.rows]) if context.height else followed.rows
    rows = rows.with_columns(
        (pl.col("id") == "NM1").cum_sum().set_sorted().alias("nm1_no"),
        (pl.col("id") == "LX").cum_sum().alias("lx_no"),
        pl.col("is_landmark").cum_sum().set_sorted().alias("part_no"),
    )
    is_padded = piece.is_padded or has_padding(context["text"], piece.separators)
    segments = Segments(rows.drop("lx_no"), piece.separators, is_padded)
    landmarks = rows.filter("is_landmark").select("part_no", "id", "segment_no", "lx_no")
    nothing = pl.DataFrame({"part_no": [0], "id": [""], "segment_no": [0], "lx_no": [0]}, schema=landmarks.schema)
    parts = _place_parts(pl.concat([nothing, landmarks]), segments, followed.sets, claims_before=claims_before)
    parts = _mark_claims(parts, ends_at=piece.ends_at)
    part_no = rows["part_no"]
    part_of_name = rows.filter(pl.col("id") == "NM1")["part_no"]
    part_of_name = pl.concat([pl.Series("part_no", [0], dtype=part_no.dtype), part_of_name])
    numbered = segments.rows.with_columns(
        (part_of_name.gather(rows["nm1_no"]) == part_no).alias("is_of_name"),
        *(parts[name].gather(part_no).alias(name) for name in ("place", "claim_part", "loop_part")),
    )
    return Layout(
        Segments(numbered, segments.separators, segments.is_padded),
        parts,
        {
            str(segment_id): Segments(rows, segments.separators, segments.is_padded)
            for (segment_id,), rows in numbered.partition_by("id", as_dict=True, maintain_order=True).items()
        },
    )


def _mark_claims(parts: pl.DataFrame, *, ends_at: str) -> pl.DataFrame:
    """Which parts are claims of an 837, which of them may be cut, and what kind of place each part is."""
    is_claim, in_claim = pl.col("id") == "CLM", pl.col("claim_part") > 0
    outer = parts.filter(~(pl.col("id").is_in(["SBR", "LX"]) & in_claim))
    cut = outer.filter(is_claim & pl.col("id").shift(-1).fill_null(ends_at).is_in(_CUTS))
    places = [(pl.col("id") == name, place) for name, place in (("CLM", CLAIM), ("SBR", PAYER), ("LX", LINE))]
    place = pl.lit(LOOP)
    for is_there, number in places:
        place = pl.when(in_claim & is_there).then(number).otherwise(place)
    return parts.with_columns(
        pl.col("part_no").set_sorted(),
        (is_claim & (pl.col("set_no") > 0)).alias("is_claim"),
        pl.col("part_no").is_in(cut["part_no"].implode()).alias("is_cut"),
        place.cast(pl.UInt8).alias("place"),
    )


def _place_parts(
    landmarks: pl.DataFrame, segments: Segments, sets: pl.DataFrame, *, claims_before: int
) -> pl.DataFrame:
    """What each part belongs to."""
    levels = segments.pick("HL", hl_no=1, hl_parent=2, level=3).select("part_no", "hl_no", "hl_parent", "level")
    parts = landmarks.join(sets.select("segment_no", "set_no"), on="segment_no", how="left", maintain_order="left")
    parts = parts.join(levels.collect(engine="in-memory"), on="part_no", how="left", maintain_order="left")
    segment_id, part_no, level = pl.col("id"), pl.col("part_no"), pl.col("level")
    ends_all = segment_id.is_in([*ENVELOPE_IDS, ""])
    is_billing, is_subscriber, is_patient = (
        (segment_id == "HL") & (level == name).fill_null(value=False) for name in (BILLING, SUBSCRIBER, PATIENT)
    )
    none = pl.lit(0, dtype=pl.UInt32)

    def last(opens: pl.Expr, *, until: pl.Expr) -> pl.Expr:
        return pl.when(opens).then(part_no).when(until).then(none).forward_fill()

    return parts.with_columns(
        pl.when(ends_all & (segment_id != "ST")).then(0).otherwise("set_no").forward_fill().alias("set_no"),
        (claims_before + (segment_id == "CLM").cum_sum()).cast(pl.Int64).alias("claim_no"),
        last(segment_id == "CLM", until=ends_all | (segment_id == "HL")).alias("claim_part"),
        last(is_billing, until=ends_all).alias("billing_part"),
        last(is_subscriber, until=ends_all | is_billing).alias("subscriber_part"),
        last(is_patient, until=ends_all | is_billing | is_subscriber).alias("patient_part"),
        last(segment_id.is_in(["HL", "ST"]), until=ends_all).alias("loop_part"),
        last(segment_id == "ST", until=ends_all).alias("head_part"),
    )


def open_loops(layout: Layout) -> pl.DataFrame:
    """The segments of the header and the loops that are open at the end of a piece: the context of the next."""
    last = layout.parts.tail(1)
    if int(last["set_no"][0]) == 0:
        return empty_segments()
    parts = [int(last[name][0]) for name in ("head_part", "billing_part", "subscriber_part", "patient_part")]
    is_open = (pl.col("loop_part") > 0) & pl.col("loop_part").is_in(parts) & (pl.col("place") == LOOP)
    return layout.segments.rows.filter(is_open).select(empty_segments().columns)
