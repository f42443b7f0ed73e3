"""Writes claims as an 837P or 837I file: checked first, then every segment as a column, sorted once. See docs/decisions/0007-writing-x12.md."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

import polars as pl

from remindful.core.words.findings import Finding
from remindful.edges.formats.claim837 import kinds, write_claim, write_lines, write_loops, write_others
from remindful.edges.formats.claim837.submission_edits import find_submission_edits
from remindful.edges.x12.write import (
    ELEMENT,
    Interchange,
    SetHead,
    clean_texts,
    group_numbers,
    wrap_sets,
    write_interchange,
    write_sets,
)

MOST_IN_SET = 5_000  # claims between ST and SE, as the guides advise
#: Columns whose ":" parts codes: no other text may hold one.
_JOINED = ("modifiers", "diagnosis_pointers", "accident_kinds")


@dataclass(frozen=True, slots=True)
class ClaimHeader:
    """Who sends the file and who takes it in (loops 1000A, 1000B), and its envelope. One of phone and email must be given."""

    interchange: Interchange
    submitter_name: str
    submitter_key: str  # NM109, as the receiver enrolled it
    contact_name: str
    receiver_name: str
    receiver_key: str
    contact_phone: str | None = None  # ten digits
    contact_email: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """A file as written. sent: claim_no, control_number, group_number, set_number. findings: on each claim that was left out."""

    text: str
    sent: pl.DataFrame
    findings: tuple[Finding, ...]


def write_claims(frames: Mapping[str, pl.DataFrame], *, header: ClaimHeader) -> ClaimFile:
    """The claims of these frames (names as the reader's) as one interchange, in the order of claim_no.

    A claim that lacks what its guide requires is left out as a whole and told in the findings. Professional and institutional
    claims stand in groups of their own; a set ends after 5,000 claims, and where the form or the day of billing changes.
    """
    found = find_submission_edits(frames, day=header.interchange.now.date())
    good = {name: frame.filter(~pl.col("claim_no").is_in(found.claim_nos.implode())) for name, frame in frames.items()}
    text, sent = render_claims(good, header=header)
    return ClaimFile(text, sent, found.findings)


def render_claims(frames: Mapping[str, pl.DataFrame], *, header: ClaimHeader) -> tuple[str, pl.DataFrame]:
    """As write_claims, of claims that nobody checked: whatever they lack, their segments lack. For copies, never for a payer."""
    claims, drafts = _draft(frames, day=header.interchange.now.date())
    heads = _heads(_sets(claims), header)
    text = write_interchange(header.interchange, heads, drafts, function="HC")
    return text, _sent(claims, heads, header)


def render_files(frames: Mapping[str, pl.DataFrame], *, headers: Sequence[ClaimHeader]) -> Iterator[str]:
    """As render_claims, of many files in one pass: the text of each, in the order of the headers.

    claims also has file_no: the place of its header, rising with claim_no; each header has claims.
    """
    claims, drafts = _draft(frames, day=headers[0].interchange.now.date())
    of_files = groupby(_sets(claims), key=lambda row: row["file_no"])
    heads = [_heads(rows, headers[file_no]) for file_no, rows in of_files]
    sets = iter(write_sets([head for of_file in heads for head in of_file], drafts))
    for header, of_file in zip(headers, heads, strict=True):
        yield wrap_sets(header.interchange, of_file, [next(sets) for _ in of_file], function="HC")


def _draft(frames: Mapping[str, pl.DataFrame], *, day: date) -> tuple[pl.DataFrame, list[pl.LazyFrame]]:
    """The claims as widened, and every segment of theirs."""
    texts = {name: clean_texts(frame, joined=_JOINED) for name, frame in frames.items()}
    claims = write_loops.widen_claims(texts, most_in_set=MOST_IN_SET, day=day)
    lazy = claims.lazy()
    places = lazy.select("claim_no", "at", "form", *write_others.OF_CLAIM)
    drafts = [
        *write_loops.draft_loops(lazy),
        *write_claim.draft_claims(lazy),
        *write_claim.draft_codes(texts["claim_codes"].lazy().join(places, on="claim_no", maintain_order="left")),
        *write_others.draft_providers(texts["claim_providers"].lazy().join(places, on="claim_no")),
        *write_others.draft_others(texts, places),
        *write_lines.draft_lines(texts, places),
    ]
    return claims, drafts


def _sets(claims: pl.DataFrame) -> Iterable[dict[str, Any]]:
    """One row a set: form, billed_on, first (the place of its first claim), and file_no where there are several files."""
    of_file = ["file_no"] if "file_no" in claims.columns else []
    sets = claims.group_by("set_no", maintain_order=True).agg(
        pl.col("form", "billed_on", *of_file).first(), pl.col("at").first().alias("first")
    )
    return sets.iter_rows(named=True)


def _heads(sets: Iterable[dict[str, Any]], header: ClaimHeader) -> list[SetHead]:
    """What stands before the claims of each set of a file: ST, BHT, who submits, who receives."""
    now = header.interchange.now
    ends = _ends(header)
    heads: list[SetHead] = []
    for number, row in enumerate(sets, start=1):
        version = kinds.VERSIONS.get(row["form"], kinds.VERSIONS["P"])
        control = f"{number:04d}"
        head = (
            f"ST*837*{control}*{version}",
            f"BHT*0019*00*{header.interchange.number:09d}{control}*{row['billed_on'] or now.date():%Y%m%d}*{now:%H%M}*CH",
            *ends,
        )
        heads.append(SetHead(int(row["first"]), control, head, version))
    return heads


def _ends(header: ClaimHeader) -> tuple[str, ...]:
    """1000A and 1000B."""
    return (
        _line("NM1", "41", "2", header.submitter_name, "", "", "", "", "46", header.submitter_key),
        _contact(header),
        _line("NM1", "40", "2", header.receiver_name, "", "", "", "", "46", header.receiver_key),
    )


def _contact(header: ClaimHeader) -> str:
    ways = [("TE", header.contact_phone), ("EM", header.contact_email)]
    contact_parts = [part for kind, way in ways if way for part in (kind, way)]
    assert contact_parts, "a submitter's contact needs a phone or an email (1000A PER)"
    return _line("PER", "IC", header.contact_name, *contact_parts)


@lru_cache(maxsize=1_000)
def _line(*elements: str) -> str:
    cleaned = clean_texts(pl.DataFrame({"text": pl.Series(elements, dtype=pl.String)}))["text"].fill_null("")
    return ELEMENT.join(cleaned).rstrip(ELEMENT)


def _sent(claims: pl.DataFrame, heads: list[SetHead], header: ClaimHeader) -> pl.DataFrame:
    groups = group_numbers(heads, first=header.interchange.group_number)
    sets = pl.DataFrame(
        {
            "set_no": claims["set_no"].unique(maintain_order=True),
            "group_number": pl.Series([str(number) for number in groups], dtype=pl.String),
            "set_number": pl.Series([head.control_number for head in heads], dtype=pl.String),
        }
    )
    of_claim = claims.select("claim_no", "control_number", "set_no")
    return of_claim.join(sets, on="set_no", how="left", maintain_order="left").drop("set_no")
