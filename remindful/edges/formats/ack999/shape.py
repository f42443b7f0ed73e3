"""From the layout of a 999 to ClaimStatuses: one row a verdict on a set (IK5), on a group (AK9), on a file (TA1), and one a fault named."""

from dataclasses import dataclass

import polars as pl

from remindful.core.submissions import ack_words
from remindful.core.words import frames
from remindful.edges.formats.ack999.layout import Layout
from remindful.edges.x12.elements import first_of
from remindful.edges.x12.statuses import SCHEMA

CONTRACTS = {"claim_statuses": frames.ClaimStatuses}
#: CTX01 of what the set says of itself: the claim that a fault stands in.
_CLAIM = "CLM01"
_FURTHER = ("fault_2", "fault_3", "fault_4", "fault_5")


@dataclass(frozen=True, slots=True)
class Draft:
    """statuses: with their working columns (id, set_no, group_span, ack_span). unsettled: AK2 without IK5."""

    statuses: pl.DataFrame
    unsettled: pl.DataFrame


def draft_frames(layout: Layout) -> Draft:
    """Every verdict of a piece, in the order of the file."""
    parts = [_groups(layout), _sets(layout), _segments(layout), _elements(layout), _interchanges(layout)]
    rows = pl.concat(pl.collect_all(parts), how="diagonal").sort("segment_no", maintain_order=True)
    verdicts = (
        rows.filter(pl.col("id") == "IK5").select("ack_span", verdict="category_code").unique("ack_span", keep="first")
    )
    rows = rows.join(verdicts, on="ack_span", how="left", maintain_order="left").with_columns(
        category_code=pl.coalesce("category_code", "verdict")
    )
    acks = layout.add_of_span(layout.segments.pick("AK2", set_number=2), "set_no").collect()
    unsettled = acks.join(verdicts.select(span_no="ack_span"), on="span_no", how="anti", maintain_order="left")
    return Draft(_settle(rows), unsettled)


def _keys(layout: Layout) -> pl.LazyFrame:
    """span_no: the numbers of ours that its group and set were given, and the day of the acknowledgment."""
    groups = (
        layout.segments.pick("AK1", function=1, group_number=2).rename({"span_no": "group_span"}).drop("segment_no")
    )
    # Groups of other kinds (276, 278) are numbered by themselves: their numbers must match no claim's.
    is_of_claims = pl.col("function").is_null() | (pl.col("function") == "HC")
    numbered = pl.when(is_of_claims).then("group_number").otherwise(pl.format("{}*{}", "function", "group_number"))
    groups = groups.with_columns(group_number=numbered).drop("function")
    sets = layout.segments.pick("AK2", set_number=2).rename({"span_no": "ack_span"}).drop("segment_no")
    senders = layout.segments.pick("ISA", isa_text=9).rename({"span_no": "isa_span"}).drop("segment_no")
    days = layout.segments.pick("GS", gs_text=4).rename({"span_no": "gs_span"}).drop("segment_no")
    frame = layout.spans.lazy().select(
        "span_no", "set_no", "group_span", "ack_span", "fault_span", "isa_span", "gs_span"
    )
    for part, key in ((groups, "group_span"), (sets, "ack_span"), (senders, "isa_span"), (days, "gs_span")):
        frame = frame.join(part, on=key, how="left", maintain_order="left")
    day = pl.coalesce(
        pl.col("gs_text").str.to_date("%Y%m%d", strict=False), pl.col("isa_text").str.to_date("%y%m%d", strict=False)
    )
    return frame.with_columns(effective_on=day).drop("isa_span", "gs_span", "isa_text", "gs_text")


def _add_keys(layout: Layout, rows: pl.LazyFrame, segment_id: str) -> pl.LazyFrame:
    keyed = rows.join(_keys(layout), on="span_no", how="left", maintain_order="left")
    return keyed.with_columns(id=pl.lit(segment_id))


def _groups(layout: Layout) -> pl.LazyFrame:
    rows = layout.segments.pick(
        "AK9",
        category_code=1,
        included=2,
        received=3,
        taken=4,
        status_code=5,
        fault_2=6,
        fault_3=7,
        fault_4=8,
        fault_5=9,
    )
    counts = pl.when(pl.col("category_code") != "A").then(
        pl.format(
            " {} of {} sets were accepted.", pl.coalesce("taken", pl.lit("?")), pl.coalesce("received", pl.lit("?"))
        )
    )
    words = _say_verdict(ack_words.GROUP_FAULTS, "group") + counts.fill_null("")
    return _add_keys(layout, rows.with_columns(message=words), "AK9").with_columns(
        set_number=pl.lit(None, dtype=pl.String)
    )


def _sets(layout: Layout) -> pl.LazyFrame:
    rows = layout.segments.pick("IK5", category_code=1, status_code=2, fault_2=3, fault_3=4, fault_4=5, fault_5=6)
    return _add_keys(layout, rows.with_columns(message=_say_verdict(ack_words.SET_FAULTS, "set")), "IK5")


def _say_verdict(faults: dict[str, str], noun: str) -> pl.Expr:
    """ "Refused: its count of segments is wrong; one or more segments are wrong." """
    verdict = pl.col("category_code").replace_strict(ack_words.VERDICTS, default=None, return_dtype=pl.String)
    verdict = pl.coalesce(verdict, pl.format("Verdict {}", "category_code"), pl.lit(f"No verdict on this {noun}"))
    named = [_say_code(code, faults) for code in ("status_code", *_FURTHER)]
    reasons = pl.concat_str(named, separator="; ", ignore_nulls=True)
    return verdict + pl.when(reasons != "").then(pl.lit(": ") + reasons).otherwise(pl.lit("")) + pl.lit(".")


def _say_code(code: str, words: dict[str, str]) -> pl.Expr:
    known = pl.col(code).replace_strict(words, default=None, return_dtype=pl.String)
    return pl.coalesce(known, pl.format("code {}", code))


def _near(layout: Layout) -> pl.LazyFrame:
    """fault_span: the claim that a fault stands in, and what else the receiver names near it."""
    near = layout.segments.components(layout.segments.pick("CTX", unit=1), "unit", "name", "value")
    near = layout.add_of_span(near, "fault_span").filter(
        pl.col("fault_span").is_not_null() & pl.col("value").is_not_null()
    )
    claims = first_of(near.filter(pl.col("name") == _CLAIM), "fault_span", "value").rename({"value": "control_number"})
    others = near.filter(pl.col("name") != _CLAIM).group_by("fault_span", maintain_order=True)
    named = others.agg(near=pl.format("{} {}", "name", "value").str.join(", "))
    return claims.join(named, on="fault_span", how="full", coalesce=True)


def _segments(layout: Layout) -> pl.LazyFrame:
    """Faults of segments: IK3, with the claim that its CTX names."""
    rows = layout.segments.pick("IK3", at_segment=1, at_text=2, loop=3, status_code=4)
    keyed = _add_keys(layout, rows, "IK3").join(_near(layout), on="fault_span", how="left", maintain_order="left")
    fault = _say_code("status_code", ack_words.SEGMENT_FAULTS)
    return keyed.with_columns(
        message=_where() + pl.lit(" ") + fault.fill_null("has a fault") + _say_near() + pl.lit(".")
    )


def _elements(layout: Layout) -> pl.LazyFrame:
    """Faults of elements: IK4, with the segment of its IK3. What was written there is told, as the receiver copies it."""
    faults = layout.segments.pick("IK4", place=1, status_code=3, copied=4)
    above = (
        layout.segments.pick("IK3", at_segment=1, at_text=2, loop=3)
        .rename({"span_no": "fault_span"})
        .drop("segment_no")
    )
    keyed = (
        _add_keys(layout, faults, "IK4")
        .join(above, on="fault_span", how="left", maintain_order="left")
        .join(_near(layout), on="fault_span", how="left", maintain_order="left")
    )
    place = pl.col("place").str.replace_all(layout.segments.separators.component, "-", literal=True)
    fault = _say_code("status_code", ack_words.ELEMENT_FAULTS).fill_null("has a fault")
    copied = pl.format(' ("{}")', "copied").fill_null("")
    words = _where() + pl.format(": element {} ", place.fill_null("?")) + fault + copied + _say_near() + pl.lit(".")
    return keyed.with_columns(message=words)


def _where() -> pl.Expr:
    loop = pl.format(" (loop {})", "loop").fill_null("")
    return pl.format("Segment {} {}", pl.col("at_text").fill_null("?"), pl.col("at_segment").fill_null("?")) + loop


def _say_near() -> pl.Expr:
    return pl.format("; near {}", "near").fill_null("")


def _interchanges(layout: Layout) -> pl.LazyFrame:
    rows = layout.segments.pick("TA1", interchange_number=1, category_code=4, status_code=5)
    verdict = pl.col("category_code").replace_strict(ack_words.VERDICTS, default=None, return_dtype=pl.String)
    verdict = pl.coalesce(verdict, pl.format("Verdict {}", "category_code"), pl.lit("No verdict on this file"))
    is_fault = pl.col("status_code").is_not_null() & (pl.col("status_code") != "000")
    reason = pl.when(is_fault).then(_say_code("status_code", ack_words.INTERCHANGE_FAULTS))
    words = verdict + pl.format(": {}", reason).fill_null("") + pl.lit(".")
    return _add_keys(layout, rows.with_columns(message=words), "TA1").with_columns(
        pl.lit(None, dtype=pl.String).alias(name) for name in ("group_number", "set_number")
    )


def _settle(rows: pl.DataFrame) -> pl.DataFrame:
    nothing = {name: dtype for name, dtype in SCHEMA.items() if name not in (*rows.columns, "status_no")}
    is_taken = pl.col("category_code").replace_strict(
        {code: taken for code, taken in ack_words.TAKEN.items() if taken is not None},
        default=None,
        return_dtype=pl.Boolean,
    )
    return rows.with_columns(
        *(pl.lit(None, dtype=dtype).alias(name) for name, dtype in nothing.items()),
    ).with_columns(
        pl.when(pl.col("id") == "TA1").then(pl.lit("TA1")).otherwise(pl.lit("999")).alias("kind"),
        is_taken.alias("is_accepted"),
        pl.col("at_text").cast(pl.Int64, strict=False).alias("at_segment_no"),
    )
