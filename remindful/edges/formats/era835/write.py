"""Writes remittances as an 835 (005010X221A1) from their frames: for copies, for the example, and to try the reader with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from remindful.edges.formats.era835 import write_lines
from remindful.edges.x12.write import (
    COMPONENT,
    ELEMENT,
    Interchange,
    SetHead,
    clean_texts,
    draft,
    join_triplets,
    plain_amount,
    plain_day,
    segment,
    write_interchange,
)

VERSION = "005010X221A1"
_MOST_CODES = 5  # remarks of a MOA, or of a MIA
_MOST_PAIRS = 6  # of a PLB
_DAYS = {"232": "service_from_on", "233": "service_to_on", "050": "received_on"}


@dataclass(frozen=True, slots=True)
class RemitHeader:
    """The envelope, and what the frames do not tell of the payer (1000A N3, N4, PER*BL)."""

    interchange: Interchange
    payer_line1: str | None = None
    payer_city: str | None = None
    payer_state: str | None = None
    payer_zip: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None


def write_remits(frames: Mapping[str, pl.DataFrame], *, header: RemitHeader) -> str:
    """The remittances of these frames (names as the reader's), one set each, in the order of remit_no and claim_no.

    What the reader reads of it is equal to the frames, save segment_no, and is_complete, which is true throughout.
    """
    texts = {name: clean_texts(frame, joined=("modifiers",)) for name, frame in frames.items()}
    claims = texts["remit_claims"].sort("remit_no", "claim_no")
    claims = claims.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias("at"))
    places = claims.lazy().select("claim_no", "at")
    adjusted = texts["remit_adjustments"].lazy().join(places, on="claim_no", maintain_order="left")
    drafts = [
        *_draft_claims(claims.lazy()),
        *_draft_adjustments(adjusted.filter(pl.col("line_no").is_null())),
        *write_lines.draft_lines(texts["remit_lines"].lazy(), places, adjusted),
    ]
    heads = list(_heads(texts["remits"], claims, texts["remit_provider_adjustments"], header))
    return write_interchange(header.interchange, heads, drafts, function="HP")


def _draft_claims(claims: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    is_first = (pl.col("remit_no") != pl.col("remit_no").shift(1)).fill_null(value=True)
    yield draft(claims.filter(is_first), 100, segment("LX", "1"))
    decided = segment(
        "CLP", pl.col("control_number"), pl.col("status_code"), plain_amount("charge_cents"), plain_amount("paid_cents"),
        plain_amount("patient_cents"), pl.col("filing_code"), pl.col("payer_control_number"), pl.col("facility_code"),
        pl.col("frequency_code"),
    )  # fmt: skip
    yield draft(claims, 110, decided)
    member, last = pl.col("member_id"), pl.col("patient_last_name")
    kind = pl.when(member.is_not_null()).then(pl.lit("MI"))
    patient = segment("NM1", "QC", "1", last, pl.col("patient_first_name"), "", "", "", kind, member)
    yield draft(claims, 130, patient)
    crossover = pl.col("crossover_payer")
    yield draft(claims, 140, segment("NM1", "TT", "2", crossover), when=crossover.is_not_null())
    yield from _draft_remarks(claims)
    for nth, (code, name) in enumerate(_DAYS.items()):
        yield draft(claims, 160, segment("DTM", code, plain_day(name)), when=pl.col(name).is_not_null(), nth=nth)


def _draft_remarks(claims: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    """MOA, and before it MIA where there are more than five remarks."""
    remarks = pl.col("remark_codes").list.eval(pl.element().str.replace_all(r"[*:~^\s]", ""))
    count = remarks.list.len()
    in_stay = remarks.list.head(_MOST_CODES)
    stay = segment(
        "MIA", "0", "", "", "", in_stay.list.get(0, null_on_oob=True), *[""] * 14,
        *(in_stay.list.get(place, null_on_oob=True) for place in range(1, _MOST_CODES)),
    )  # fmt: skip
    yield draft(claims, 150, stay, when=count > _MOST_CODES)
    rest = pl.when(count > _MOST_CODES).then(remarks.list.slice(_MOST_CODES, _MOST_CODES)).otherwise(remarks)
    yield draft(claims, 151, segment("MOA", "", "", rest.list.join(ELEMENT)), when=count > 0)


def _draft_adjustments(adjusted: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    yield draft(join_triplets(adjusted, ["at"]), 120, pl.col("text"), nth=pl.col("part"))


def _heads(
    remits: pl.DataFrame, claims: pl.DataFrame, provider_adjustments: pl.DataFrame, header: RemitHeader
) -> Iterator[SetHead]:
    plbs = _provider_adjustments(provider_adjustments)
    firsts = dict(claims.group_by("remit_no").agg(pl.col("at").min()).iter_rows())
    after = claims.height
    heads: list[SetHead] = []
    for row in remits.sort("remit_no", descending=True).iter_rows(named=True):
        after = firsts.get(row["remit_no"], after)
        control = row["control_number"] or f"{row['remit_no']:04d}"
        heads.append(
            SetHead(after, control, tuple(_head(row, control, header)), VERSION, tuple(plbs.get(row["remit_no"], ())))
        )
    yield from reversed(heads)


def _head(row: dict[str, Any], control: str, header: RemitHeader) -> Iterator[str]:
    """The segments from ST to the payee."""
    cents = row["paid_cents"]
    sign, paid = ("D" if (cents or 0) < 0 else "C"), "" if cents is None else _say_amount(abs(cents))
    day = f"{row['paid_on']:%Y%m%d}" if row["paid_on"] else ""
    yield _line("ST", "835", control)
    yield _line("BPR", row["handling_code"], paid, sign, row["method"], *[""] * 11, day)
    yield _line("TRN", "1", row["trace_number"], row["payer_originator"])
    yield _line("DTM", "405", f"{header.interchange.now:%Y%m%d}")
    yield _line("N1", "PR", row["payer_name"])
    if header.payer_line1:
        yield _line("N3", header.payer_line1)
        yield _line("N4", header.payer_city, header.payer_state, header.payer_zip)
    if row["payer_key"] and row["payer_key"] != row["payer_originator"]:
        yield _line("REF", "2U", row["payer_key"])
    if header.contact_name:
        yield _line("PER", "BL", header.contact_name, "TE", header.contact_phone)
    npi, tax = row["payee_npi"], row["payee_tax_id"]
    kind = "XX" if npi else "FI" if tax else ""
    yield _line("N1", "PE", row["payee_name"], kind, npi or tax)
    if npi and tax:
        yield _line("REF", "TJ", tax)


def _line(*elements: str | None) -> str:
    return ELEMENT.join(element or "" for element in elements).rstrip(ELEMENT)


def _say_amount(cents: int) -> str:
    whole, rest = divmod(cents, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)


def _provider_adjustments(rows: pl.DataFrame) -> dict[int, list[str]]:
    """The PLBs of each remit: of one provider and fiscal year, six pairs at most."""
    reason = pl.concat_str(
        pl.col("reason_code").fill_null(""), pl.col("reference").fill_null(""), separator=COMPONENT
    ).str.strip_chars_end(COMPONENT)
    pair = pl.concat_str(reason, plain_amount("amount_cents").fill_null(""), separator=ELEMENT)
    run = pl.struct("remit_no", "provider_key", "fiscal_end_on").rle_id()
    parted = rows.with_columns(pair.alias("pair"), run.alias("run"))
    parted = parted.with_columns((pl.int_range(pl.len()).over("run") // _MOST_PAIRS).alias("part"))
    keys = ("remit_no", "run", "part", "provider_key", "fiscal_end_on")
    joined = parted.group_by(keys, maintain_order=True).agg(pl.col("pair").str.join(ELEMENT))
    texts = joined.select(
        "remit_no", segment("PLB", pl.col("provider_key"), plain_day("fiscal_end_on"), pl.col("pair"))
    )
    of_remits: dict[int, list[str]] = {}
    for remit_no, text in texts.iter_rows():
        of_remits.setdefault(remit_no, []).append(text)
    return of_remits
