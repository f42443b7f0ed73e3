"""Writes remittances as an 835 (005010X221A1) from their frames: for copies, for the example, and to try the reader with."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
    wrap_sets,
    write_sets,
)

VERSION = "005010X221A1"
_MOST_CODES = 5  # remarks of a MOA, or of a MIA
_MOST_PAIRS = 6  # of a PLB
_DAYS = {"232": "service_from_on", "233": "service_to_on", "050": "received_on"}


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Where an ACH payment comes from or goes to (BPR06 to BPR09, BPR12 to BPR15). A demand deposit account."""

    routing: str
    number: str


@dataclass(frozen=True, slots=True)
class PayerContact:
    """What the frames do not tell of a payer: its address (1000A N3, N4), who answers questions (PER*BL), its account."""

    line1: str
    city: str
    state: str
    zip: str
    contact_name: str
    phone: str
    account: BankAccount | None = None


@dataclass(frozen=True, slots=True)
class RemitHeader:
    """The envelope, and what the frames do not tell. Without its payer's contact and keys, an 835 is a copy, none that a validator passes.

    payers: by payer_key. crossover_keys: the key (NM1*TT NM109) of each crossover_payer, by its name.
    """

    interchange: Interchange
    payers: Mapping[str, PayerContact] = field(default_factory=dict)
    payee_account: BankAccount | None = None
    crossover_keys: Mapping[str, str] = field(default_factory=dict)


def write_remits(frames: Mapping[str, pl.DataFrame], *, header: RemitHeader) -> str:
    """The remittances of these frames (names as the reader's), one set each, in the order of remit_no and claim_no.

    What the reader reads of it is equal to the frames, save segment_no, and is_complete, which is true throughout.
    """
    heads, sets = write_remit_sets(frames, headers=[header])
    return wrap_sets(header.interchange, heads[0], sets, function="HP")


def write_files(frames: Mapping[str, pl.DataFrame], *, headers: Sequence[RemitHeader]) -> Iterator[str]:
    """As write_remits, of many files in one pass: the text of each, in the order of the headers.

    remits also has file_no: the place of its header, rising with remit_no.
    """
    heads, texts = write_remit_sets(frames, headers=headers)
    sets = iter(texts)
    for header, of_file in zip(headers, heads, strict=True):
        yield wrap_sets(header.interchange, of_file, [next(sets) for _ in of_file], function="HP")


def write_remit_sets(
    frames: Mapping[str, pl.DataFrame], *, headers: Sequence[RemitHeader]
) -> tuple[list[list[SetHead]], list[str]]:
    """The heads of each file, and the text of each set, for `wrap_sets`: a long file can be put together of several passes."""
    texts = _clean(frames)
    claims = _place_claims(texts)
    remits = texts["remits"].sort("remit_no")
    plbs, firsts = _provider_adjustments(texts["remit_provider_adjustments"]), _firsts(remits, claims)
    heads: list[list[SetHead]] = [[] for _ in headers]
    for row in remits.iter_rows(named=True):
        file_no = row.get("file_no", 0)
        heads[file_no].append(_head(row, firsts, plbs, headers[file_no]))
    crossover_keys = {name: key for header in headers for name, key in header.crossover_keys.items()}
    return heads, write_sets([head for of_file in heads for head in of_file], _draft(texts, claims, crossover_keys))


def _clean(frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    return {name: clean_texts(frame, joined=("modifiers",)) for name, frame in frames.items()}


def _place_claims(texts: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The claims in the order in which they are written, with that order as `at`."""
    claims = texts["remit_claims"].sort("remit_no", "claim_no")
    return claims.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias("at"))


def _draft(
    texts: Mapping[str, pl.DataFrame], claims: pl.DataFrame, crossover_keys: Mapping[str, str]
) -> list[pl.LazyFrame]:
    places = claims.lazy().select("claim_no", "at")
    adjusted = texts["remit_adjustments"].lazy().join(places, on="claim_no", maintain_order="left")
    return [
        *_draft_claims(claims.lazy(), crossover_keys),
        *_draft_adjustments(adjusted.filter(pl.col("line_no").is_null())),
        *write_lines.draft_lines(texts["remit_lines"].lazy(), places, adjusted),
    ]


def _draft_claims(claims: pl.LazyFrame, crossover_keys: Mapping[str, str]) -> Iterator[pl.LazyFrame]:
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
    key = crossover.replace_strict(dict(crossover_keys), default=None, return_dtype=pl.String)
    key_kind = pl.when(key.is_not_null()).then(pl.lit("PI"))
    next_payer = segment("NM1", "TT", "2", crossover, "", "", "", "", key_kind, key)
    yield draft(claims, 140, next_payer, when=crossover.is_not_null())
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


def _firsts(remits: pl.DataFrame, claims: pl.DataFrame) -> dict[int, int]:
    """The place of the first claim of each remit; of one without claims, that of the first claim after it."""
    firsts = claims.group_by("remit_no").agg(first=pl.col("at").min())
    placed = remits.select("remit_no").join(firsts, on="remit_no", how="left", maintain_order="left")
    return dict(placed.with_columns(pl.col("first").backward_fill().fill_null(claims.height)).iter_rows())


def _head(
    row: dict[str, Any], firsts: Mapping[int, int], plbs: Mapping[int, list[str]], header: RemitHeader
) -> SetHead:
    number = row["remit_no"]
    control = row["control_number"] or f"{number:04d}"
    return SetHead(firsts[number], control, tuple(_opening(row, control, header)), VERSION, tuple(plbs.get(number, ())))


def _opening(row: dict[str, Any], control: str, header: RemitHeader) -> Iterator[str]:
    """The segments from ST to the payee."""
    payer = header.payers.get(row["payer_key"] or "")
    yield _line("ST", "835", control)
    yield _payment(row, payer, header.payee_account)
    yield _line("TRN", "1", row["trace_number"], row["payer_originator"])
    if row["currency"]:
        yield _line("CUR", "PR", row["currency"])
    yield _line("DTM", "405", f"{header.interchange.now:%Y%m%d}")
    yield _line("N1", "PR", row["payer_name"])
    if payer is not None:
        yield _line("N3", payer.line1)
        yield _line("N4", payer.city, payer.state, payer.zip)
    if row["payer_key"] and row["payer_key"] != row["payer_originator"]:
        yield _line("REF", "2U", row["payer_key"])
    if payer is not None:
        yield _line("PER", "BL", payer.contact_name, "TE", payer.phone)
    npi, tax = row["payee_npi"], row["payee_tax_id"]
    kind = "XX" if npi else "FI" if tax else ""
    yield _line("N1", "PE", row["payee_name"], kind, npi or tax)
    if npi and tax:
        yield _line("REF", "TJ", tax)


def _payment(row: dict[str, Any], payer: PayerContact | None, payee_account: BankAccount | None) -> str:
    """BPR, of an ACH payment with both accounts, where they are known."""
    cents = row["paid_cents"]
    is_debit = bool(row["is_debit"])
    sign, paid = ("D" if is_debit else "C"), "" if cents is None else _say_amount(-cents if is_debit else cents)
    accounts = [""] * 11
    if row["method"] == "ACH" and payer is not None and payer.account is not None and payee_account is not None:
        sender = ("CCP", "01", payer.account.routing, "DA", payer.account.number, row["payer_originator"], "")
        accounts = [*sender, "01", payee_account.routing, "DA", payee_account.number]
    day = f"{row['paid_on']:%Y%m%d}" if row["paid_on"] else ""
    return _line("BPR", row["handling_code"], paid, sign, row["method"], *accounts, day)


def _line(*elements: str | None) -> str:
    return ELEMENT.join(element or "" for element in elements).rstrip(ELEMENT)


def _say_amount(cents: int) -> str:
    whole, rest = divmod(abs(cents), 100)
    minus = "-" if cents < 0 else ""
    return f"{minus}{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else f"{minus}{whole}"


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
