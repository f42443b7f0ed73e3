"""Columns from X12 segments: elements, components, amounts and days. Shared by every X12 reader.

A reader first lays out one row a segment, gives each its span by `cum_sum`, filters by id, and only then splits: what
is not read costs nothing. Empty is null throughout.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from remindful.core.words import money
from remindful.edges.x12.pieces import Separators

#: Amounts as nearly all are written. The rest goes the slower way, through the house's own reader of amounts.
_PLAIN_AMOUNT = r"^-?[0-9]{1,12}(?:\.[0-9]{1,2})?$"


@dataclass(frozen=True, slots=True)
class Segments:
    """Segments of one piece and how they are parted. `rows`: id, text, and whatever numbers the reader gave them."""

    rows: pl.DataFrame
    separators: Separators
    is_padded: bool

    def pick(self, segment_id: str, *, where: pl.Expr | None = None, **elements: int) -> pl.LazyFrame:
        """Segments of one id with the named elements as text, null where empty; other columns but id and text stay."""
        return self.name_elements(self.split(segment_id, where=where), **elements)

    def pick_coded(self, segment_id: str, codes: Sequence[str], *, where: pl.Expr, **elements: int) -> pl.LazyFrame:
        """As pick, and spares most of those whose first element begins with no such code: filter by it all the same."""
        rows = self.rows.filter((pl.col("id") == segment_id) & where)
        if not self.is_padded:
            heads = [f"{segment_id}{self.separators.element}{code}" for code in codes]
            rows = rows.filter(pl.any_horizontal(pl.col("text").str.starts_with(head) for head in heads))
        return self.name_elements(self._split(rows.lazy()), **elements)

    def split(self, segment_id: str, *, where: pl.Expr | None = None) -> pl.LazyFrame:
        """Segments of one id with their elements as the list `parts`, of which the first is the id."""
        is_wanted = pl.col("id") == segment_id
        return self._split(self.rows.lazy().filter(is_wanted if where is None else is_wanted & where))

    def _split(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        return rows.select(
            pl.exclude("id", "text", "is_landmark"), pl.col("text").str.split(self.separators.element).alias("parts")
        )

    def name_elements(self, split: pl.LazyFrame, **elements: int) -> pl.LazyFrame:
        """Of segments with `parts`, the named elements as text, null where empty."""
        named = [self.element(position).alias(name) for name, position in elements.items()]
        return split.select(pl.exclude("parts"), *named)

    def element(self, position: int) -> pl.Expr:
        """An element out of `parts`, null where empty or absent."""
        element = pl.col("parts").list.get(position, null_on_oob=True)
        return null_if_empty(element.str.strip_chars(" ") if self.is_padded else element)

    def components(self, frame: pl.LazyFrame, column: str, *names: str) -> pl.LazyFrame:
        """The first components of a composite element as columns instead of it, null where empty or absent."""
        split = pl.col(column).str.split(self.separators.component)
        parts = [null_if_empty(pl.col(column).list.get(position, null_on_oob=True)) for position in range(len(names))]
        named = [part.alias(name) for part, name in zip(parts, names, strict=True)]
        return frame.with_columns(split).with_columns(*named).drop(column)

    def procedure(self, frame: pl.LazyFrame, column: str) -> pl.LazyFrame:
        """A procedure (SVC01, SV101, SV202, SV301) as code_qualifier, procedure_code, modifiers, description."""
        names = (
            "code_qualifier",
            "procedure_code",
            "modifier_1",
            "modifier_2",
            "modifier_3",
            "modifier_4",
            "description",
        )
        frame = self.components(frame, column, *names)
        modifiers = pl.concat_str(
            [f"modifier_{position}" for position in (1, 2, 3, 4)], separator=":", ignore_nulls=True
        )
        return frame.with_columns(null_if_empty(modifiers).alias("modifiers"))


def plain_cents(text: str) -> pl.Expr:
    """Amounts as integer cents where they are written plainly, else null: `fill_cents` reads the rest once collected.

    An exact decimal of cents is its own integer: eight times faster than the general way, and equal on these.
    """
    plain = pl.when(pl.col(text).str.contains(_PLAIN_AMOUNT)).then(text)
    return plain.cast(pl.Decimal(18, 2)).to_physical().cast(pl.Int64)


def fill_cents(frame: pl.DataFrame, **texts: str) -> pl.DataFrame:
    """Read the amounts that `plain_cents` left: paid_cents="paid_text". Null stays what is no amount of whole cents."""
    for cents, text in texts.items():
        if frame[cents].null_count() > frame[text].null_count():
            frame = frame.with_columns(pl.coalesce(cents, money.cents_expr(pl.col(text))).alias(cents))
    return frame


def read_units(text: str) -> pl.Expr:
    """Counts of units; null where they are no number."""
    units = pl.col(text).cast(pl.Float64, strict=False)
    return pl.when(units.is_finite()).then(units)


def read_day(text: str) -> pl.Expr:
    """Days written as CCYYMMDD, or as a span, of which the first; null where they are no day."""
    return pl.col(text).str.head(8).str.to_date("%Y%m%d", strict=False)


def first_of(frame: pl.LazyFrame, key: str, *columns: str) -> pl.LazyFrame:
    """The first row of each key, of a frame in the order of the file, with only the key and these columns."""
    return frame.filter((pl.col(key) != pl.col(key).shift(1)).fill_null(value=True)).select(key, *columns)


def join_all(frame: pl.LazyFrame, parts: Iterable[pl.LazyFrame], *, on: str) -> pl.LazyFrame:
    """Add each part's columns to the rows with its key; rows keep their number and order."""
    for part in parts:
        frame = frame.join(part, on=on, how="left", maintain_order="left")
    return frame


def keep_contract(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """Exactly the columns of a contract, in its order, with its types."""
    return frame.select(pl.col(column).cast(dtype) for column, dtype in schema.items())


def null_if_empty(text: pl.Expr) -> pl.Expr:
    """Empty text is not known."""
    return pl.when(text != "").then(text)
