"""Writes questions what became of claims: 276 (ASC X12 005010X212), one set a payer, answered by the 277 that read.py reads."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from remindful.core.words.findings import At, Finding
from remindful.edges.x12.write import (
    ELEMENT,
    Interchange,
    SetHead,
    cannot_be_key,
    clean_texts,
    composite,
    draft,
    plain_amount,
    plain_day,
    segment,
    write_interchange,
)

VERSION = "005010X212"
_KEYS = ("control_number", "payer_key", "payer_control_number", "provider_npi", "member_id", "group_number")
_FIRST_HL = 2  # the payer's and the receiver's stand before


@dataclass(frozen=True, slots=True)
class RequestHeader:
    """Who asks (loop 2100B), and the envelope."""

    interchange: Interchange
    receiver_name: str  # who asks and is to get the answer: the office, or its clearinghouse
    receiver_key: str


@dataclass(frozen=True, slots=True)
class RequestFile:
    """A file as written. requests: control_number, payer_key, set_number. findings: on each question that was left out."""

    text: str
    requests: pl.DataFrame
    findings: tuple[Finding, ...]


def write_requests(requests: pl.DataFrame, *, header: RequestHeader) -> RequestFile:
    """StatusRequests as one interchange: a set for each payer, in it a loop for each provider, subscriber and claim.

    A question whose numbers X12 cannot carry unchanged is left out: its answer would match nothing.
    """
    is_bad = pl.any_horizontal(cannot_be_key(pl.col(name)).fill_null(value=False) for name in _KEYS)
    bad, good = requests.filter(is_bad), requests.filter(~is_bad)
    rows = _number_loops(clean_texts(good))
    text = write_interchange(header.interchange, _heads(rows, header), list(_draft(rows.lazy())), function="HR")
    findings = tuple(_report_left_out(row["control_number"]) for row in bad.iter_rows(named=True))
    return RequestFile(text, rows.select("control_number", "payer_key", "set_number"), findings)


def _number_loops(requests: pl.DataFrame) -> pl.DataFrame:
    """at, set_number and the numbers of loops (HL01): a provider is told again where it or the payer changes."""
    rows = requests.sort("payer_key", "provider_npi", maintain_order=True).with_columns(
        at=pl.int_range(pl.len(), dtype=pl.Int64),
        set_no=pl.col("payer_key").rle_id() + 1,
        provider_no=pl.struct("payer_key", "provider_npi").rle_id(),
        has_patient=pl.col("patient_last_name").is_not_null(),
    )
    rows = rows.with_columns(is_new=(pl.col("provider_no") != pl.col("provider_no").shift(1)).fill_null(value=True))
    loops = pl.col("is_new").cast(pl.Int64) + 1 + pl.col("has_patient").cast(pl.Int64)
    rows = rows.with_columns(last_hl=loops.cum_sum().over("set_no") + _FIRST_HL)
    rows = rows.with_columns(subscriber_hl=pl.col("last_hl") - pl.col("has_patient").cast(pl.Int64))
    provider = pl.when("is_new").then(pl.col("subscriber_hl") - 1).forward_fill()
    return rows.with_columns(provider_hl=provider, set_number=pl.col("set_no").cast(pl.String).str.zfill(4))


def _heads(rows: pl.DataFrame, header: RequestHeader) -> list[SetHead]:
    now, number = header.interchange.now, header.interchange.number
    sets = rows.group_by("set_no", maintain_order=True).agg(
        pl.col("at").first(), pl.col("set_number").first(), pl.col("payer_name").first(), pl.col("payer_key").first()
    )
    heads: list[SetHead] = []
    for row in sets.iter_rows(named=True):
        control = str(row["set_number"])
        head = (
            f"ST*276*{control}*{VERSION}",
            f"BHT*0010*13*{number:09d}{control}*{now:%Y%m%d}*{now:%H%M}",
            "HL*1**20*1",
            _line("NM1", "PR", "2", str(row["payer_name"]), "", "", "", "", "PI", str(row["payer_key"])),
            "HL*2*1*21*1",
            _line("NM1", "41", "2", header.receiver_name, "", "", "", "", "46", header.receiver_key),
        )
        heads.append(SetHead(int(row["at"]), control, head, VERSION))
    return heads


def _line(*elements: str) -> str:
    cleaned = clean_texts(pl.DataFrame({"text": pl.Series(elements, dtype=pl.String)}))["text"].fill_null("")
    return ELEMENT.join(cleaned).rstrip(ELEMENT)


def _draft(rows: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    """The segments of 2000C, 2000D, 2000E and their claims."""
    hl = {name: pl.col(f"{name}_hl").cast(pl.String) for name in ("provider", "subscriber", "last")}
    new, has_patient = pl.col("is_new"), pl.col("has_patient")
    yield draft(rows, 10, segment("HL", hl["provider"], str(_FIRST_HL), "19", "1"), when=new)
    provider = segment("NM1", "1P", "2", pl.col("provider_name"), "", "", "", "", "XX", pl.col("provider_npi"))
    yield draft(rows, 11, provider, when=new)
    yield draft(
        rows, 20, segment("HL", hl["subscriber"], hl["provider"], "22", has_patient.cast(pl.Int64).cast(pl.String))
    )
    yield _draft_birth(rows, 21, "subscriber", when=~has_patient)
    subscriber = segment(
        "NM1", "IL", "1", pl.col("subscriber_last_name"), pl.col("subscriber_first_name"), "", "", "", "MI", pl.col("member_id")
    )  # fmt: skip
    yield draft(rows, 22, subscriber)
    yield draft(rows, 30, segment("HL", hl["last"], hl["subscriber"], "23"), when=has_patient)
    yield _draft_birth(rows, 31, "patient", when=has_patient)
    yield draft(
        rows, 32, segment("NM1", "QC", "1", pl.col("patient_last_name"), pl.col("patient_first_name")), when=has_patient
    )
    yield from _draft_claims(rows)


def _draft_birth(rows: pl.LazyFrame, place: int, who: str, *, when: pl.Expr) -> pl.LazyFrame:
    birth = pl.col(f"{who}_birth_on")
    return draft(
        rows, place, segment("DMG", "D8", plain_day(birth), pl.col(f"{who}_sex")), when=when & birth.is_not_null()
    )


def _draft_claims(rows: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    yield draft(rows, 40, segment("TRN", "1", pl.col("control_number")))
    keys = {"1K": "payer_control_number", "BLT": "bill_type", "6P": "group_number", "EJ": "control_number"}
    for number, (kind, column) in enumerate(keys.items()):
        yield draft(rows, 41 + number, segment("REF", kind, pl.col(column)), when=pl.col(column).is_not_null())
    yield draft(rows, 50, segment("AMT", "T3", plain_amount("charge_cents")))
    first, last = pl.col("service_from_on"), pl.coalesce("service_to_on", "service_from_on")
    is_span = first != last
    kind = pl.when(is_span).then(pl.lit("RD8")).otherwise(pl.lit("D8"))
    days = (
        pl.when(is_span).then(pl.concat_str(plain_day(first), pl.lit("-"), plain_day(last))).otherwise(plain_day(first))
    )
    yield draft(rows, 51, segment("DTP", "472", kind, composite(days)))


def _report_left_out(control: str) -> Finding:
    return Finding(
        "status.cannot_ask",
        At("claims to ask about", key=control),
        f"The status of claim {control} cannot be requested electronically: one of its numbers has characters that X12 cannot carry.",
        "Correct the number (of the claim, member, payer or group), or ask by telephone.",
    )
