"""Writes one remittance file as large as wanted, for measuring: several payees, transactions and adjustments."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from remindful.core.words import frames
from remindful.edges.example import names
from remindful.edges.example.cast import GROUP, HOSPITAL
from remindful.edges.example.envelope import make_interchange
from remindful.edges.example.frames import make_frame
from remindful.edges.example.office import ORGANIZATIONS
from remindful.edges.example.plans import GULF_BLUE
from remindful.edges.example.remits import Remit, make_header, make_remit_frames
from remindful.edges.example.span import make_span
from remindful.edges.formats.era835 import SetHead, wrap_sets, write_remit_sets

CLAIMS_A_SET = 2_000
MOST_SETS = 10  # that are made at once
PARTS = 4  # remits over which an overpayment is recovered
DAY = 400
_CODES = (("99213", 19_000), ("99214", 27_500), ("80053", 7_500), ("36415", 1_800), ("93000", 9_500), ("20610", 26_500))


@dataclass(frozen=True, slots=True)
class BigCounts:
    """What a big file holds. paid_cents: the sum of BPR02."""

    remits: int
    claims: int
    lines: int
    size_bytes: int
    paid_cents: int


def write_big_835(out: Path, *, megabytes: int, seed: int) -> BigCounts:
    """Write one 835 of about so many million bytes; every claim and transaction ties. Same arguments, same bytes."""
    rng = np.random.default_rng(seed)
    span = make_span(date(2026, 10, 31))
    header = make_header(make_interchange("GULFBLUE", "EXAMPLEOFFICE", 1, span.sent_at(DAY)), [GULF_BLUE])
    heads: list[SetHead] = []
    sets: list[str] = []
    lines = paid_cents = size = 0
    owed: dict[str, list[tuple[str, int]]] = {GROUP: [], HOSPITAL: []}  # parts still to be recovered
    carried: dict[str, int] = {GROUP: 0, HOSPITAL: 0}
    while size < megabytes * 1_000_000:
        # The first set tells how long the others will be.
        missing = (megabytes * 1_000_000 - size) * len(sets) // size + 1 if size else 1
        claims = _make_claims(rng, first=len(sets), count=min(missing, MOST_SETS), on=span.on(DAY))
        remits: list[Remit] = []
        paid = claims["remit_claims"].group_by("remit_no", maintain_order=True).agg(pl.col("paid_cents").sum())
        for number, cents in enumerate(paid["paid_cents"], start=len(sets)):
            remit = Remit(
                number, GULF_BLUE, ORGANIZATIONS[HOSPITAL if number % 3 == 2 else GROUP], DAY, str(number + 1)
            )
            remit.paid_cents = cents
            remit.adjustments = _adjust(remit, owed[remit.organization.key], carried)
            remits.append(remit)
        of_remits = make_remit_frames(remits, span, file_nos=[0] * len(remits), first_control=len(sets) + 1)
        new_heads, new_sets = write_remit_sets({**of_remits, **claims}, headers=[header])
        heads += new_heads[0]
        sets += new_sets
        lines += claims["remit_lines"].height
        paid_cents += sum(remit.net_cents for remit in remits)
        size += sum(map(len, new_sets))
    size_bytes = out.write_bytes(wrap_sets(header.interchange, heads, sets, function="HP").encode())
    return BigCounts(len(sets), len(sets) * CLAIMS_A_SET, lines, size_bytes, paid_cents)


def _make_claims(rng: np.random.Generator, *, first: int, count: int, on: date) -> dict[str, pl.DataFrame]:
    """remit_claims, remit_lines, remit_adjustments of `count` transactions after the first `first`."""
    claims = pl.DataFrame(
        {
            "claim_no": np.arange(first * CLAIMS_A_SET + 1, (first + count) * CLAIMS_A_SET + 1),
            "remit_no": np.repeat(np.arange(1, count + 1), CLAIMS_A_SET),
            "patient_last_name": _pick(rng, names.LAST, count * CLAIMS_A_SET),
            "patient_first_name": _pick(rng, names.WOMEN, count * CLAIMS_A_SET),
        }
    )
    lines = _make_lines(rng, claims, on)
    sums = lines.group_by("claim_no", maintain_order=True).agg(
        pl.col("charge_cents", "paid_cents").sum(), patient_cents=pl.col("share_cents").sum()
    )
    claim_no = pl.col("claim_no").cast(pl.String)
    claims = claims.hstack(sums.drop("claim_no")).with_columns(
        control_number=_key(),
        status_code=pl.lit("1"),
        filing_code=pl.lit("12"),
        payer_control_number=pl.concat_str(pl.lit("GB"), claim_no.str.zfill(11)),
        facility_code=pl.lit("11"),
        frequency_code=pl.lit("1"),
        member_id=pl.concat_str(pl.lit("XGB98"), claim_no.str.zfill(7)),
        service_from_on=on,
        service_to_on=on,
        remark_codes=_NO_CODES,
    )
    off = pl.col("charge_cents") - pl.col("allowed_cents")
    adjustments = pl.concat(
        lines.select("claim_no", "line_no", group_code=pl.lit(group), carc=pl.lit(carc), amount_cents=amount)
        for group, carc, amount in (("CO", "45", off), ("PR", "2", pl.col("share_cents")))
    ).filter(pl.col("amount_cents") != 0)
    return {
        "remit_claims": make_frame(frames.RemitClaims, claims.to_dict()),
        "remit_lines": make_frame(frames.RemitLines, lines.drop("share_cents").to_dict()),
        "remit_adjustments": make_frame(frames.RemitAdjustments, adjustments.to_dict()),
    }


def _make_lines(rng: np.random.Generator, claims: pl.DataFrame, on: date) -> pl.DataFrame:
    """One to three lines a claim, with share_cents, the patient's part."""
    claim_nos = np.repeat(claims["claim_no"].to_numpy(), rng.integers(1, 4, claims.height))
    codes = rng.integers(0, len(_CODES), len(claim_nos))
    charge = np.array([cents for _, cents in _CODES])[codes]
    allowed = charge - charge * rng.integers(40, 65, len(claim_nos)) // 100
    share = np.where(rng.random(len(claim_nos)) < 0.6, allowed * 20 // 100, 0)
    lines = pl.DataFrame(
        {
            "claim_no": claim_nos,
            "charge_cents": charge,
            "paid_cents": allowed - share,
            "share_cents": share,
            "allowed_cents": allowed,
        }
    )
    line_no = pl.int_range(1, pl.len() + 1).over("claim_no")
    return lines.with_columns(
        line_no=line_no,
        procedure_code=pl.Series([code for code, _ in _CODES]).gather(codes),
        line_control_number=pl.concat_str(_key(), pl.lit("-"), line_no.cast(pl.String)),
        code_qualifier=pl.lit("HC"),
        units=1.0,
        service_on=on,
        remark_codes=_NO_CODES,
    )


_NO_CODES = pl.lit([], dtype=pl.List(pl.String))


def _key() -> pl.Expr:
    return pl.concat_str(pl.lit("BG"), pl.col("claim_no").cast(pl.String).str.zfill(9))


def _pick(rng: np.random.Generator, texts: tuple[str, ...], count: int) -> pl.Series:
    return pl.Series(texts).str.to_uppercase().gather(rng.integers(0, len(texts), count))


def _adjust(remit: Remit, owed: list[tuple[str, int]], carried: dict[str, int]) -> list[tuple[str, str, int]]:
    """Interest, what is not reimbursed, a refund acknowledged, an overpayment in parts, a balance carried forward."""
    number, organization = remit.number, remit.organization
    adjustments = [("L6", f"INTEREST{number}", -1_234), ("J1", f"NONREIMB{number}", 2_500)]
    # The provider sent money back: the payer takes the overpayment (WO) and acknowledges the return (72).
    adjustments += [("72", f"RETURN{number}", -7_700), ("WO", f"RETURN{number}", 7_700)]
    if owed:
        reference, cents = owed.pop(0)
        adjustments.append(("WO", reference, cents))
    elif number % 5 == 0:
        over_cents = 1_000_003
        part = over_cents // PARTS
        adjustments.append(("WO", f"OVERPAID{number}", -over_cents))
        owed += [(f"OVERPAID{number}", part)] * (PARTS - 1) + [(f"OVERPAID{number}", over_cents - part * (PARTS - 1))]
    if carried[organization.key]:
        adjustments.append(("FB", f"FORWARD{organization.short}", carried[organization.key]))
        carried[organization.key] = 0
    elif number % 4 == 1:
        # Paid in the next transaction of this payee instead.
        adjustments.append(("FB", f"FORWARD{organization.short}", 50_000))
        carried[organization.key] = -50_000
    assert remit.paid_cents > sum(cents for _, _, cents in adjustments)
    return adjustments
