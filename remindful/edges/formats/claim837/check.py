"""What is wrong with the segments of an 837: which claims wait, and why, in a biller's words."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from remindful.core.words.findings import At, Finding
from remindful.edges.formats.claim837 import kinds
from remindful.edges.formats.claim837.layout import PATIENT, SUBSCRIBER, Layout
from remindful.edges.formats.claim837.shape import Draft
from remindful.edges.x12.check import (
    find_unknown,
    raw_texts,
    report_unmatched_lines,
    say_days,
    say_text,
    say_unknown,
)

_REMEDY = "Correct it in the billing system and export it again; until then the claim is under Claims, Exceptions."
_LOOK = "Compare the patient and the payer of its claims with the billing system."
_KNOWN_TEXT = """
    ISA TA1 GS ST BHT NM1 N2 N3 N4 PER REF HL PRV CUR SBR PAT DMG CLM DTP CL1 PWK CN1 AMT K3 NTE CR1 CR2 CR3 CR4 CR5
    CR6 CR7 HSD CRC HI HCP LX SV1 SV2 SV3 SV4 SV5 SV6 SV7 LIN CTP SVD CAS OI MIA MOA MEA LQ FRM PS1 QTY DN1 DN2 DSB
    TOO IMM UR SE GE IEA
"""
_KNOWN_IDS = frozenset(_KNOWN_TEXT.split())
_CLAIM_ONLY = ("CLM", "LX", "SV1", "SV2", "SV3", "HI")


@dataclass(frozen=True, slots=True)
class Checked:
    """bad_parts: CLM parts of claims that wait as a whole. exception_count: segments that wait or stand nowhere."""

    findings: list[Finding]
    bad_parts: pl.Series
    exception_count: int


def check_draft(layout: Layout, draft: Draft, *, file: str, first_no: int) -> Checked:
    """Every finding on a piece. first_no: its first segment; those before are its context, checked already."""
    rows = layout.segments.rows.filter(pl.col("segment_no") >= first_no)
    rows = rows.with_columns(layout.of_part("set_no", rows["part_no"]).alias("set_no"))
    bad = _find_bad(draft)
    unmatched = rows.filter(
        (pl.col("id").is_in(_CLAIM_ONLY) & (pl.col("claim_part") == 0))
        | ((pl.col("claim_part") > 0) & (pl.col("set_no") == 0))
    )
    unknown = find_unknown(rows, frozenset(rows["id"].unique()), _KNOWN_IDS)
    days = draft.days.filter(
        ((pl.col("shape") != "TM").fill_null(value=True))
        & pl.col("day_text").is_not_null()
        & (pl.col("first_on").is_null() | ((pl.col("shape") == "RD8") & pl.col("last_on").is_null()))
    )
    findings = [
        *_say_bad(bad, rows, file),
        *_say_parents(layout, file, first_no=first_no),
        *report_unmatched_lines(unmatched, file, by="part_no", code="claim.outside_claim", remedy=_REMEDY),
        *_say_nobodys(rows.filter(pl.col("segment_no").is_in(draft.answered.nobodys.implode())), file),
        *say_unknown(
            unknown,
            file,
            noun="claim file",
            remedy="Ask the sender of the file; compare its claims with the billing system.",
        ),
        *say_days(days, raw_texts(rows, days["segment_no"]), file, code="claim.day_unreadable"),
    ]
    bad_parts = bad["claim_part"].unique()
    waiting = rows.filter(pl.col("claim_part").is_in(bad_parts.implode())) if bad_parts.len() else rows.clear()
    nobodys = draft.answered.nobodys
    excluded = pl.concat([waiting["segment_no"], unmatched["segment_no"], unknown["segment_no"], nobodys])
    return Checked(findings, bad_parts, excluded.n_unique())


def _find_bad(draft: Draft) -> pl.DataFrame:
    """Why claims wait: segment_no, claim_part, control_number, code, text, what."""
    claims = draft.claims.filter(pl.col("is_claim"))
    lines = draft.lines.join(
        claims.select("claim_part", "control_number"), on="claim_part", how="inner", maintain_order="left"
    )
    guide_meaning = pl.col("guide").replace_strict(kinds.NO_BILLS, default=None, return_dtype=pl.String)
    is_predetermination = (pl.col("response") == kinds.PREDETERMINATION).fill_null(value=False)
    no_bill = pl.coalesce(guide_meaning, pl.when(is_predetermination).then(pl.lit(kinds.ASKS)))
    no_lines = claims.join(draft.lines.select("claim_part"), on="claim_part", how="anti", maintain_order="left")
    is_empty_service = pl.col("service_id").is_null()
    found = [
        _bad(
            claims.filter(pl.col("charge_cents").is_null()), "claim.amount_unreadable", "charge (CLM02)", "charge_text"
        ),
        _bad(lines.filter(is_empty_service), "claim.line_empty", "line", None),
        _bad(
            lines.filter(~is_empty_service & pl.col("charge_cents").is_null()),
            "claim.amount_unreadable",
            "charge of a line (SV1, SV2, SV3)",
            "charge_text",
        ),
        _bad(no_lines, "claim.no_lines", "lines", None),
        _bad(claims.filter("is_cut"), "claim.cut_off", "end", None),
        _bad(claims.filter(pl.col("currency").str.to_uppercase() != "USD"), "claim.currency", "currency", "currency"),
        _bad(claims.with_columns(no_bill.alias("no_bill")).drop_nulls("no_bill"), "claim.no_bill", "bill", "no_bill"),
    ]
    return pl.concat(found).sort("segment_no", maintain_order=True)


def _bad(rows: pl.DataFrame, code: str, what: str, text: str | None) -> pl.DataFrame:
    text_column = pl.lit(None, dtype=pl.String) if text is None else pl.col(text)
    return rows.select(
        "segment_no",
        "claim_part",
        "control_number",
        pl.lit(code).alias("code"),
        text_column.alias("text"),
        pl.lit(what).alias("what"),
    )


def _say_bad(bad: pl.DataFrame, rows: pl.DataFrame, file: str) -> Iterator[Finding]:
    raws = raw_texts(rows, bad["segment_no"]) if bad.height else {}
    for row in bad.iter_rows(named=True):
        claim = row["control_number"] or "without a number"
        remedy = _REMEDY
        match row["code"]:
            case "claim.amount_unreadable":
                message = f"Claim {claim}: the {row['what']} is {say_text(row['text'])}. Half a claim is never billed."
            case "claim.line_empty":
                message = f"Claim {claim} has a line without a service or charge, so the whole claim waits."
            case "claim.no_lines":
                message = f"Claim {claim} has no service lines, so the services are not known."
            case "claim.currency":
                message = f"Claim {claim} is in {row['text']} (CUR02); only claims in US dollars become charges."
            case "claim.cut_off":
                message = f"Claim {claim} is the last before the file breaks off, so it may lack lines."
            case "claim.no_bill":
                message = f"Claim {claim} is {row['text']}. It is no bill, and nothing of it becomes a charge."
                remedy = "Nothing, if that is what it is; a claim that was billed comes in a claim file."
            case _:
                raise AssertionError(row["code"])
        yield Finding(
            row["code"],
            At(file, row["segment_no"], row["control_number"]),
            message,
            remedy,
            raws.get(row["segment_no"]),
        )


def _say_nobodys(rows: pl.DataFrame, file: str) -> Iterator[Finding]:
    """What another payer is said to have paid of a line, of a claim that names no other payer."""
    for row in rows.iter_rows(named=True):
        yield Finding(
            "claim.answer_of_nobody",
            At(file, row["segment_no"]),
            f"A line has another payer's adjudication ({row['id']}), but its claim names no other payer. It was skipped.",
            _LOOK,
            row["text"],
        )


def _say_parents(layout: Layout, file: str, *, first_no: int) -> Iterator[Finding]:
    """Loops that name another parent than the one they stand under: whose they are is doubtful."""
    parts = layout.parts
    parents = {
        SUBSCRIBER: parts["hl_no"].gather(parts["billing_part"]),
        PATIENT: parts["hl_no"].gather(parts["subscriber_part"]),
    }
    is_new_loop = (pl.col("id") == "HL") & (pl.col("segment_no") >= first_no)
    for level, above in parents.items():
        wrong = parts.with_columns(above.alias("above")).filter(
            is_new_loop & (pl.col("level") == level) & pl.col("hl_parent").ne_missing(pl.col("above"))
        )
        for row in wrong.iter_rows(named=True):
            noun = "subscriber" if level == SUBSCRIBER else "patient"
            yield Finding(
                "claim.loop_parent",
                At(file, row["segment_no"]),
                f"A {noun} (HL {row['hl_no']}) names {row['hl_parent'] or 'nothing'} as its parent, but is under"
                f" {row['above'] or 'nothing'}."
                " It was read in the order of the file.",
                _LOOK,
            )
