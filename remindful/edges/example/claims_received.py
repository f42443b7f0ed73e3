"""Claims as a payer receives them: the frames of an 837 as the visits, lines and coverages on which payers decide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zlib import crc32

import polars as pl

from remindful.core.words.kinds import PayerKind
from remindful.edges.example import plans
from remindful.edges.example.answers import LineAnswer
from remindful.edges.example.cast import GROUP, HOSPITAL
from remindful.edges.example.office import Organization
from remindful.edges.example.people import Coverage, Person, Place
from remindful.edges.example.plans import Payer, Plan
from remindful.edges.example.services import CHARGES, LineKind, Reason
from remindful.edges.example.span import Span
from remindful.edges.example.visits import Doctor, Line, Visit

#: Whose fees, address and plan a payer of each kind takes; of a kind that is not named, those of a commercial one.
MODELS: dict[str, tuple[Payer, Plan]] = {
    str(PayerKind.MEDICARE): (plans.MEDICARE, plans.PART_B),
    str(PayerKind.MEDICARE_ADVANTAGE): (plans.SILVER_PALM, plans.MA_PLAN),
    str(PayerKind.MEDICAID): (plans.FL_MEDICAID, plans.NO_SHARE),
    str(PayerKind.MILITARY): (plans.TRICARE, plans.TRICARE_PLAN),
    str(PayerKind.WORKERS_COMPENSATION): (plans.TIMBERLINE, plans.NO_SHARE),
    str(PayerKind.AUTO): (plans.COASTAL, plans.NO_SHARE),
}
COMMERCIAL = (plans.PINE_HARBOR, plans.PPO)
NOWHERE = Place("", "", "", "", "", "", "")
NOBODY = Doctor("", "", "", "")
OFFICE_CODES = ("99202", "99203", "99211", "99212", "99213", "99214", "99215", "99243", "S9083")


@dataclass(frozen=True, slots=True)
class ReceivedClaim:
    """One CLM. left: what the payers before left to the patient, as an answer to each line; empty for the first payer."""

    visit: Visit
    level_no: int
    frequency: str
    payee: Organization
    left: tuple[LineAnswer, ...]

    @property
    def coverage(self) -> Coverage:
        """The coverage of the payer that is asked."""
        return self.visit.coverages[self.level_no - 1]

    @property
    def key(self) -> tuple[str, str]:
        """What tells one answer from another: the provider's number of the claim, and the payer."""
        return self.visit.key, self.coverage.payer.key


def receive_claims(frames: Mapping[str, pl.DataFrame], span: Span) -> Iterator[ReceivedClaim]:
    """The claims of a file (names as the 837's reader) that go to a payer, in their order."""
    payers, lines = (_by_claim(frames[name]) for name in ("claim_payers", "claim_lines"))
    paid, adjusted = (_by_claim(frames[name]) for name in ("claim_adjudications", "claim_payer_adjustments"))
    for claim in frames["claims"].iter_rows(named=True):
        number = claim["claim_no"]
        levels = sorted(payers.get(number, []), key=lambda row: row["level_no"])
        level_no = next((place for place, row in enumerate(levels, start=1) if row["is_destination"]), None)
        if level_no is None:
            continue
        visit = _visit(claim, levels, lines[number], span)
        before = levels[level_no - 2]["level_no"] if level_no > 1 else None
        left = _left(visit, paid.get(number, []), adjusted.get(number, []), before) if before is not None else ()
        yield ReceivedClaim(visit, level_no, claim["frequency_code"] or "1", _payee(claim), left)


def _by_claim(frame: pl.DataFrame) -> dict[int, list[dict[str, Any]]]:
    rows: dict[int, list[dict[str, Any]]] = {}
    for row in frame.iter_rows(named=True):
        rows.setdefault(row["claim_no"], []).append(row)
    return rows


def _visit(claim: dict[str, Any], levels: list[dict[str, Any]], lines: list[dict[str, Any]], span: Span) -> Visit:
    patient = _person(claim, "patient_", claim["control_number"])
    authorization = claim["prior_authorization"] or next(
        filter(None, (line["prior_authorization"] for line in lines)), ""
    )
    first_on, last_on = claim["service_from_on"], claim["service_to_on"] or claim["service_from_on"]
    return Visit(
        key=claim["control_number"],
        organization=GROUP if claim["form"] == "P" else HOSPITAL,
        patient=patient,
        guarantor=patient,
        coverages=tuple(_coverage(row, patient) for row in levels),
        reason=Reason((0, 0), 0, claim["facility_code"], (), ()),
        lines=tuple(_line(row) for row in lines),
        doctor=NOBODY,
        service_day=_day(first_on, span),
        until_day=_day(last_on, span),
        billed_day=_day(claim["billed_on"], span),
        authorization=authorization,
        referral="",
    )


def _day(on: date, span: Span) -> int:
    return (on - span.first_on).days


def _person(row: dict[str, Any], prefix: str, key: str) -> Person:
    first_name, last_name = row[f"{prefix}first_name"] or "", row[f"{prefix}last_name"] or ""
    birth_on = row[f"{prefix}birth_on"] or date.min
    return Person(crc32(key.encode()), first_name, last_name, birth_on, "", "", NOWHERE, "", "", "", "")


def _coverage(row: dict[str, Any], patient: Person) -> Coverage:
    model, plan = MODELS.get(row["payer_kind"] or "", COMMERCIAL)
    key = row["payer_key"] or row["payer_name"]
    payer = replace(model, key=key, name=row["payer_name"] or key, returns_line_numbers=True)
    member_id = row["member_id"] or ""
    subscriber = replace(patient, number=crc32(member_id.encode()))
    return Coverage(payer, plan, member_id, subscriber, row["relationship_code"] or "18")


def _line(row: dict[str, Any]) -> Line:
    code, revenue = row["procedure_code"] or "", row["revenue_code"] or ""
    kind = LineKind.OFFICE if code in OFFICE_CODES else CHARGES.get(code or revenue, (0, LineKind.OTHER))[1]
    units = max(int(row["units"] or 1), 1)
    return Line(code, row["modifiers"] or "", revenue, kind, units, row["charge_cents"], "")


def _payee(claim: dict[str, Any]) -> Organization:
    npi, tax_id = claim["billing_npi"], claim["billing_tax_id"] or ""
    return Organization(npi, "", claim["billing_name"], "provider", npi, tax_id, "", "", "", "", "", "", "")


def _left(
    visit: Visit, paid: list[dict[str, Any]], adjusted: list[dict[str, Any]], level_no: int
) -> tuple[LineAnswer, ...]:
    """What the payer of this level answered on each line."""
    answers: list[LineAnswer] = []
    for line_no, line in enumerate(visit.lines, start=1):
        of_line = [row for row in adjusted if (row["level_no"], row["line_no"]) == (level_no, line_no)]
        adjustments = tuple((row["group_code"], row["carc"], row["amount_cents"]) for row in of_line)
        paid_cents = sum(
            row["paid_cents"] or 0 for row in paid if (row["level_no"], row["line_no"]) == (level_no, line_no)
        )
        answers.append(LineAnswer(line, line_no, paid_cents, adjustments))
    return tuple(answers)
