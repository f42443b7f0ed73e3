"""Answers as the frames of an 835: claims, lines, adjustments. The project's own writer makes segments of them."""

from collections.abc import Sequence

import polars as pl

from remindful.core.words import frames
from remindful.edges.example.answers import Answer, LineAnswer
from remindful.edges.example.frames import make_dates, make_frame, make_lists
from remindful.edges.example.span import Span

_NAMES = ("patient_last_name", "patient_first_name")


def make_remit_claim_frames(answers: Sequence[tuple[int, int, Answer]], span: Span) -> dict[str, pl.DataFrame]:
    """remit_claims, remit_lines and remit_adjustments of these (remit_no, claim_no, answer)."""
    return {
        "remit_claims": _claims(answers, span),
        "remit_lines": _lines(answers, span),
        "remit_adjustments": _adjustments(answers),
    }


def _claims(rows: Sequence[tuple[int, int, Answer]], span: Span) -> pl.DataFrame:
    answers = [answer for _, _, answer in rows]
    visits = [answer.visit for answer in answers]
    return make_frame(
        frames.RemitClaims,
        {
            "remit_no": [remit_no for remit_no, _, _ in rows],
            "claim_no": [claim_no for _, claim_no, _ in rows],
            "control_number": [visit.key for visit in visits],
            "status_code": [answer.status for answer in answers],
            "charge_cents": [answer.sign * answer.visit.charge_cents for answer in answers],
            "paid_cents": [answer.sign * answer.paid_cents for answer in answers],
            # A reversal says nothing of the patient's part.
            "patient_cents": [answer.share_cents if answer.sign > 0 else None for answer in answers],
            "filing_code": [answer.coverage.payer.remit_filing for answer in answers],
            "payer_control_number": [answer.number for answer in answers],
            "facility_code": [visit.facility_code for visit in visits],
            "frequency_code": [answer.frequency for answer in answers],
            "patient_last_name": [visit.patient.last_name for visit in visits],
            "patient_first_name": [visit.patient.first_name for visit in visits],
            "member_id": [answer.coverage.member_id for answer in answers],
            "crossover_payer": [answer.crossover and answer.crossover.name for answer in answers],
            "service_from_on": make_dates([visit.service_day for visit in visits], span),
            "service_to_on": make_dates([visit.until_day for visit in visits], span),
            "received_on": make_dates([min(answer.visit.billed_day + 1, answer.paid_day) for answer in answers], span),
            "remark_codes": make_lists([answer.remarks for answer in answers]),
        },
    ).with_columns(pl.col(*_NAMES).str.to_uppercase())


def _lines(rows: Sequence[tuple[int, int, Answer]], span: Span) -> pl.DataFrame:
    answered = [
        (claim_no, answer, line) for _, claim_no, answer in rows if not answer.is_claim_level for line in answer.lines
    ]
    lines = [answer_line.line for _, _, answer_line in answered]
    return make_frame(
        frames.RemitLines,
        {
            "claim_no": [claim_no for claim_no, _, _ in answered],
            "line_no": [line.line_no for _, _, line in answered],
            "line_control_number": [_line_number(answer, line) for _, answer, line in answered],
            "code_qualifier": ["HC" if line.code else "NU" for line in lines],
            "procedure_code": [line.fee_key for line in lines],
            "modifiers": [line.modifier or None for line in lines],
            "revenue_code": [line.revenue or None if line.code else None for line in lines],
            "charge_cents": [answer.sign * line.line.charge_cents for _, answer, line in answered],
            "paid_cents": [answer.sign * line.paid_cents for _, answer, line in answered],
            "units": [line.units for line in lines],
            "service_on": make_dates([answer.visit.service_day for _, answer, _ in answered], span),
            "allowed_cents": [line.allowed_cents or None if answer.sign > 0 else None for _, answer, line in answered],
            "remark_codes": make_lists([line.remarks for _, _, line in answered]),
        },
    )


def _line_number(answer: Answer, line: LineAnswer) -> str | None:
    return f"{answer.visit.key}-{line.line_no}" if answer.coverage.payer.returns_line_numbers else None


def _adjustments(rows: Sequence[tuple[int, int, Answer]]) -> pl.DataFrame:
    adjustments = [
        (claim_no, line_no, *adjustment)
        for _, claim_no, answer in rows
        for line_no, of_line in answer.adjustments()
        for adjustment in of_line
    ]
    names = ("claim_no", "line_no", "group_code", "carc", "amount_cents")
    return make_frame(
        frames.RemitAdjustments, {name: [row[place] for row in adjustments] for place, name in enumerate(names)}
    )
