"""X12 text from columns: segments as expressions, in the order of their keys, in one interchange. Shared by every X12 writer.

A writer drafts one frame a kind of segment, with a key that says where each stands, and sorts once. Empty elements at the end
of a segment are left away. Source: ASC X12.5 and X12.6; the character sets are those of X12.6, appendix A (basic and extended).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from remindful.edges.x12.pieces import Piece

ELEMENT, COMPONENT, TERMINATOR, REPETITION = "*", ":", "~", "^"
#: What no text may hold: the separators, and whatever stands outside of X12's extended set.
_SEPARATORS = r"[*:~^]"
NOT_BASIC_TEXT = r"[^ !\"&'()+,\-./;?=%@\[\]_{}\\|<>#$`A-Za-z0-9]"
#: Marks and letters that decomposing does not reach.
_PLAIN = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2010": "-", "\u2011": "-",
    "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2026": "...", "\u00a0": " ", "\u00df": "ss", "\u00e6": "ae", "\u00c6": "AE",
    "\u00f8": "o", "\u00d8": "O", "\u0153": "oe", "\u0152": "OE", "\u0142": "l", "\u0141": "L", "\u0111": "d", "\u0110": "D",
    "\u00fe": "th", "\u00de": "TH", "\u00f0": "d", "\u00d0": "D", "\u0131": "i", "\u00b7": ".", "\u2022": ".",
}  # fmt: skip
#: A key: which claim, which of its lines (0: the claim itself), which segment, which of several. See `draft`.
_OF_CLAIM, _OF_LINE, _OF_PLACE = 10**13, 10**9, 10**5
MOST_CLAIMS = 900_000
_MOST_TRIPLETS = 6  # of a CAS


@dataclass(frozen=True, slots=True)
class Interchange:
    """ISA and GS of a file to be written. Keys are at most 15 characters; numbers at most nine digits."""

    sender_key: str
    receiver_key: str
    number: int  # ISA13
    group_number: int  # GS06 of the first group; others count on
    now: datetime
    is_production: bool
    sender_kind: str = "ZZ"
    receiver_kind: str = "ZZ"
    group_sender_key: str | None = None  # GS02, where not the interchange's
    group_receiver_key: str | None = None
    line_end: str = "\n"  # after each terminator; some senders write none, some CR LF


@dataclass(frozen=True, slots=True)
class SetHead:
    """One ST..SE to be written: the place of its first claim, the segments before its claims, ST first, and those after."""

    first_at: int
    control_number: str
    head: tuple[str, ...]
    group: str  # GS08; a new group begins where it changes
    tail: tuple[str, ...] = ()


def draft(
    rows: pl.LazyFrame,
    place: int,
    text: pl.Expr,
    *,
    when: pl.Expr | None = None,
    line: pl.Expr | int = 0,
    nth: pl.Expr | int = 0,
) -> pl.LazyFrame:
    """One kind of segment: `key`, `text`. rows has `at`, the place of its claim among those written, from 0.

    place: where the kind stands in its loop. nth: which of several of one place.
    """
    wanted = rows if when is None else rows.filter(when)
    line_no, nth_no = (part if isinstance(part, pl.Expr) else pl.lit(part) for part in (line, nth))
    key = (
        pl.col("at").cast(pl.Int64) * _OF_CLAIM
        + line_no.cast(pl.Int64) * _OF_LINE
        + place * _OF_PLACE
        + nth_no.cast(pl.Int64)
    )
    return wanted.select(key=key, text=text)


def segment(name: str, *elements: pl.Expr | str) -> pl.Expr:
    """A segment of these elements; empty ones at its end are left away."""
    return _join(name, *elements, separator=ELEMENT)


def composite(*parts: pl.Expr | str) -> pl.Expr:
    """A composite element of these parts, of which the last may hold more, parted already."""
    return _join(*parts, separator=COMPONENT)


def _join(*parts: pl.Expr | str, separator: str) -> pl.Expr:
    columns = [pl.lit(part) if isinstance(part, str) else part.fill_null("") for part in parts]
    return pl.concat_str(columns, separator=separator).str.strip_chars_end(separator)


def procedure(*, with_words: bool = True) -> pl.Expr:
    """SV101, SV202, SVC01, SVD03: the code with its modifiers in four places, and words in the seventh."""
    modifiers = pl.col("modifiers").fill_null("")
    gap = pl.lit(COMPONENT).repeat_by(3 - modifiers.str.count_matches(COMPONENT, literal=True).clip(0, 3)).list.join("")
    words = pl.col("description") if with_words else pl.lit("")
    padded = pl.when(words.is_not_null() & (words != "")).then(modifiers + gap).otherwise(modifiers)
    whole = composite(pl.coalesce("code_qualifier", pl.lit("HC")), pl.col("procedure_code"), padded, words)
    return pl.when(pl.col("procedure_code").is_not_null()).then(whole)


def join_triplets(adjustments: pl.LazyFrame, keys: Sequence[str]) -> pl.LazyFrame:
    """One CAS (`text`, `part` counted within the keys) for each run of a group code, of six triplets at most."""
    triplet = pl.concat_str(
        pl.col("carc").fill_null(""),
        plain_amount("amount_cents").fill_null(""),
        plain_number("units").fill_null(""),
        separator=ELEMENT,
    )
    rows = adjustments.sort(*keys, maintain_order=True).with_columns(
        triplet.alias("triplet"), pl.struct(*keys, "group_code").rle_id().alias("run")
    )
    rows = rows.with_columns((pl.int_range(pl.len()).over("run") // _MOST_TRIPLETS).alias("sixth"))
    joined = rows.group_by(*keys, "run", "sixth", "group_code", maintain_order=True).agg(
        pl.col("triplet").str.join(ELEMENT)
    )
    text = pl.concat_str(pl.lit("CAS"), pl.col("group_code").fill_null(""), "triplet", separator=ELEMENT)
    return joined.with_columns(
        text.str.strip_chars_end(ELEMENT).alias("text"), pl.int_range(pl.len()).over(keys).alias("part")
    )


def plain_amount(cents: str | pl.Expr) -> pl.Expr:
    """Cents as X12 has amounts: 12550 -> 125.5, -100 -> -1."""
    amount = pl.col(cents) if isinstance(cents, str) else cents
    size = amount.abs()
    rest = (size % 100).cast(pl.String).str.zfill(2)
    fraction = pl.when(size % 100 == 0).then(pl.lit("")).otherwise(pl.lit(".") + rest.str.strip_chars_end("0"))
    sign = pl.when(amount < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    return sign + (size // 100).cast(pl.String) + fraction


def plain_number(number: str) -> pl.Expr:
    """A quantity without a needless point: 2.0 -> 2."""
    return pl.col(number).cast(pl.String).str.replace(r"\.0$", "")


def plain_day(day: str | pl.Expr) -> pl.Expr:
    """CCYYMMDD."""
    date = pl.col(day) if isinstance(day, str) else day
    return (date.dt.year().cast(pl.Int32) * 10_000 + date.dt.month().cast(pl.Int32) * 100 + date.dt.day()).cast(
        pl.String
    )


def clean_texts(frame: pl.DataFrame, *, joined: Sequence[str] = ()) -> pl.DataFrame:
    """Every text of a frame as X12 can carry it: accents taken off, separators as blanks. joined: columns whose ":" parts codes.

    What no plain letter stands for is left away; whoever must not lose it asks `cannot_say` before.
    """
    cleaned: list[pl.Series] = []
    for name, dtype in frame.schema.items():
        texts = frame[name]
        if dtype == pl.String and texts.str.contains(rf"{NOT_BASIC_TEXT}|^ | $").any():
            keeps = COMPONENT if name in joined else ""
            cleaned.append(texts.to_frame().select(_clean(pl.col(name), keeps=keeps))[name])
    return frame.with_columns(cleaned) if cleaned else frame


def _clean(text: pl.Expr, *, keeps: str) -> pl.Expr:
    plain = plain_letters(text)
    unwanted = NOT_BASIC_TEXT.replace("[^", f"[^{keeps}", 1)
    blanked = plain.str.replace_all(r"[\r\n\t*~^]" if keeps else r"[\r\n\t*:~^]", " ").str.replace_all(unwanted, "")
    trimmed = blanked.str.replace_all(r" {2,}", " ").str.strip_chars(" ")
    return pl.when(trimmed != "").then(trimmed)


def plain_letters(text: pl.Expr) -> pl.Expr:
    """Text with accents taken off and typographer's marks as plain ones."""
    decomposed = text.str.replace_many(list(_PLAIN), list(_PLAIN.values())).str.normalize("NFKD")
    return decomposed.str.replace_all(r"\p{M}", "")


def cannot_say(text: pl.Expr) -> pl.Expr:
    """Whether letters would be lost: something that X12 cannot carry and no plain letter stands for."""
    rest = plain_letters(text).str.replace_all(r"[\r\n\t*:~^]", " ")
    return rest.str.contains(NOT_BASIC_TEXT).fill_null(value=False)


def cannot_be_key(text: pl.Expr) -> pl.Expr:
    """Whether a number or key would have to be changed to be written: then it would match nothing when it comes back."""
    return text.str.contains(rf"{NOT_BASIC_TEXT}|^ | $").fill_null(value=False)


def write_interchange(
    interchange: Interchange, heads: Sequence[SetHead], drafts: Sequence[pl.LazyFrame], *, function: str
) -> str:
    """The whole file. heads: the sets in their order. drafts: all their segments but ST..SE's own. function: GS01, "HC"."""
    return wrap_sets(interchange, heads, write_sets(heads, drafts), function=function)


def write_sets(heads: Sequence[SetHead], drafts: Sequence[pl.LazyFrame]) -> list[str]:
    """The text of each set, from ST to SE, in the order of the heads, for `wrap_sets`: one pass, however many files they go to."""
    assert not heads or heads[-1].first_at < MOST_CLAIMS, "more claims than keys can tell apart"
    body = pl.concat(pl.collect_all(drafts)).drop_nulls("text")
    body = body.sort("key")
    firsts = pl.Series([head.first_at for head in heads], dtype=pl.Int64)
    ends = pl.concat([firsts, pl.Series([MOST_CLAIMS], dtype=pl.Int64)])
    counts = (body["key"] // _OF_CLAIM).search_sorted(ends, side="left")
    texts = body["text"]
    sets: list[str] = []
    for number, head in enumerate(heads):
        segments = texts.slice(counts[number], counts[number + 1] - counts[number])
        parts = [*head.head, *([_join_texts(segments)] if segments.len() else []), *head.tail]
        parts.append(f"SE*{segments.len() + len(head.head) + len(head.tail) + 1}*{head.control_number}")
        sets.append((TERMINATOR + "\n").join(parts))
    return sets


def wrap_sets(interchange: Interchange, heads: Sequence[SetHead], sets: Sequence[str], *, function: str) -> str:
    """One file of sets that `write_sets` wrote, each with its head: ISA, a GS where the guide changes, GE, IEA."""
    parts: list[str] = [_isa(interchange)]
    group_no, sets_in_group, open_group = interchange.group_number - 1, 0, ""
    for head, text in zip(heads, sets, strict=True):
        if head.group != open_group:
            if open_group:
                parts.append(f"GE*{sets_in_group}*{group_no}")
            group_no, sets_in_group, open_group = group_no + 1, 0, head.group
            parts.append(_gs(interchange, function, group_no, head.group))
        sets_in_group += 1
        parts.append(text)
    groups = group_no - interchange.group_number + 1
    closing = [f"GE*{sets_in_group}*{group_no}"] if open_group else []
    parts += [*closing, f"IEA*{groups}*{interchange.number:09d}"]
    text = (TERMINATOR + "\n").join(parts) + TERMINATOR + "\n"
    # No text holds a terminator (`clean_texts`), so each "~\n" is the end of a segment.
    return text if interchange.line_end == "\n" else text.replace(TERMINATOR + "\n", TERMINATOR + interchange.line_end)


def group_numbers(heads: Sequence[SetHead], *, first: int) -> list[int]:
    """The number of the group that each set stands in."""
    numbers: list[int] = []
    for position, head in enumerate(heads):
        is_new = position == 0 or head.group != heads[position - 1].group
        numbers.append(first if position == 0 else numbers[-1] + int(is_new))
    return numbers


def write_pieces(pieces: Iterable[Piece]) -> str:
    """The segments of any X12 file as they were read, each piece with its own separators."""
    texts: list[str] = []
    for piece in pieces:
        end = piece.separators.terminator
        texts += [f"{text}{end}\n" if end not in "\r\n" else f"{text}{end}" for text in piece.rows["text"]]
    return "".join(texts)


def _join_texts(texts: pl.Series) -> str:
    joined = texts.str.join(TERMINATOR + "\n")[0]
    assert isinstance(joined, str)
    return joined


def _isa(interchange: Interchange) -> str:
    now = interchange.now
    fields = (
        "ISA", "00", " " * 10, "00", " " * 10, interchange.sender_kind, f"{interchange.sender_key:<15}", interchange.receiver_kind,
        f"{interchange.receiver_key:<15}", f"{now:%y%m%d}", f"{now:%H%M}", REPETITION, "00501", f"{interchange.number:09d}", "0",
        "P" if interchange.is_production else "T", COMPONENT,
    )  # fmt: skip
    text = ELEMENT.join(fields)
    assert len(text) == 105, f"an ISA is 105 characters and its terminator; this is {len(text)}"
    return text


def _gs(interchange: Interchange, function: str, number: int, version: str) -> str:
    sender = interchange.group_sender_key or interchange.sender_key
    receiver = interchange.group_receiver_key or interchange.receiver_key
    return ELEMENT.join(
        ("GS", function, sender, receiver, f"{interchange.now:%Y%m%d}", f"{interchange.now:%H%M}", str(number), "X", version)
    )  # fmt: skip
