"""Bills as the frames of an 837: claims, and what belongs to each. The project's own writer makes segments of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from remindful.core.words import frames
from remindful.edges.example.answers import Answer
from remindful.edges.example.cast import GROUP
from remindful.edges.example.frames import make_dates, make_frame
from remindful.edges.example.office import ORGANIZATIONS
from remindful.edges.example.people import Coverage
from remindful.edges.example.plans import Payer
from remindful.edges.example.span import Span
from remindful.edges.example.visits import Line, Visit

#: Names and places, which an 837 has in capitals.
_CAPITALS = ("last_name", "first_name", "line1", "city")
_PATIENT = tuple(f"patient_{name}" for name in _CAPITALS)
_SUBSCRIBER = tuple(f"subscriber_{name}" for name in _CAPITALS)


@dataclass(frozen=True, slots=True)
class Bill:
    """One CLM. claim_no: unique in the example, in the order of a file. level_no: the payer level that it goes to."""

    claim_no: int
    file_no: int  # of ClaimFiles, in the order in which files were begun
    visit: Visit
    level_no: int
    frequency: str
    replaces: str | None
    prior: Answer | None
    patient_paid_cents: int
    billed_day: int

    @property
    def coverage(self) -> Coverage | None:
        """The coverage that it goes to; None: nobody but the patient pays."""
        return self.visit.coverages[self.level_no - 1] if self.visit.coverages else None


def make_claim_frames(bills: Sequence[Bill], span: Span) -> dict[str, pl.DataFrame]:
    """The seven frames of these claims, by the names of the 837's reader."""
    return {
        "claims": _claims(bills, span),
        "claim_payers": _payers(bills),
        "claim_lines": _lines(bills, span),
        "claim_codes": _codes(bills),
        "claim_providers": _providers(bills),
        "claim_adjudications": _adjudications(bills, span),
        "claim_payer_adjustments": _adjustments(bills),
    }


def _claims(bills: Sequence[Bill], span: Span) -> pl.DataFrame:
    visits = [bill.visit for bill in bills]
    patients = [visit.patient for visit in visits]
    is_group = [visit.organization == GROUP for visit in visits]
    stays = [_stay(visit) for visit in visits]
    accidents = [_accident(visit) for visit in visits]
    return make_frame(
        frames.Claims,
        {
            "claim_no": [bill.claim_no for bill in bills],
            "file_no": [bill.file_no for bill in bills],
            "form": ["P" if group else "I" for group in is_group],
            "control_number": [visit.key for visit in visits],
            "charge_cents": [visit.charge_cents for visit in visits],
            "facility_code": [visit.facility_code for visit in visits],
            "frequency_code": [bill.frequency for bill in bills],
            "payer_claim_number": [bill.replaces for bill in bills],
            "medical_record_number": [visit.patient.key(visit.organization) for visit in visits],
            "prior_authorization": [visit.authorization or None if visit.coverages else None for visit in visits],
            "referral_number": [visit.referral or None if group else None for visit, group in zip(visits, is_group, strict=True)],
            "billed_on": make_dates([bill.billed_day for bill in bills], span),
            "patient_last_name": [patient.last_name for patient in patients],
            "patient_first_name": [patient.first_name for patient in patients],
            "patient_birth_on": [patient.birth_on for patient in patients],
            "patient_sex": [patient.sex for patient in patients],
            "patient_line1": [patient.place.line1 for patient in patients],
            "patient_city": [patient.place.city for patient in patients],
            "patient_state": [patient.place.state for patient in patients],
            "patient_zip": [patient.place.zip for patient in patients],
            "relationship_code": [_relation(bill.coverage) for bill in bills],
            "service_from_on": make_dates([visit.service_day for visit in visits], span),
            "service_to_on": make_dates([visit.until_day for visit in visits], span),
            "patient_paid_cents": [bill.patient_paid_cents or None for bill in bills],
            "signature_code": ["Y" if group else None for group in is_group],
            "assignment_code": ["A"] * len(bills),
            "benefits_code": ["Y"] * len(bills),
            "release_code": ["Y"] * len(bills),
            "accident_kinds": [kinds for kinds, _ in accidents],
            "accident_state": [state for _, state in accidents],
            "accident_on": make_dates([visit.service_day if kinds else None for visit, (kinds, _) in zip(visits, accidents, strict=True)], span),
            "admitted_on": make_dates([visit.service_day if stay.is_dated else None for visit, stay in zip(visits, stays, strict=True)], span),
            "discharged_on": make_dates([visit.until_day if stay.is_dated else None for visit, stay in zip(visits, stays, strict=True)], span),
            "admitted_time": [stay.admitted_time for stay in stays],
            "discharged_time": [stay.discharged_time for stay in stays],
            "admission_type": [stay.admission_type for stay in stays],
            "admission_source": [stay.admission_source for stay in stays],
            "discharge_status": [stay.discharge_status for stay in stays],
        },
        file_no=pl.Int64(),
    ).with_columns(pl.col(*_PATIENT).str.to_uppercase())  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Stay:
    """What a claim says of a stay in hospital, by whoever bills it."""

    is_dated: bool = False
    admitted_time: str | None = None
    discharged_time: str | None = None
    admission_type: str | None = None
    admission_source: str | None = None
    discharge_status: str | None = None


_IN_OFFICE, _ON_WARD, _OUTPATIENT = _Stay(), _Stay(is_dated=True), _Stay(False, None, None, "3", "1", "01")
_BIRTH, _INPATIENT = (_Stay(True, "0900", "1100", *kind, "01") for kind in (("4", "5"), ("1", "1")))
_BIRTH_OUTPATIENT = _Stay(False, None, None, "4", "5", "01")


def _stay(visit: Visit) -> _Stay:
    if visit.organization == GROUP:
        return _ON_WARD if visit.reason.place == "21" else _IN_OFFICE
    is_birth = visit.reason.diagnoses[0].startswith("Z38")
    if visit.is_stay:
        return _BIRTH if is_birth else _INPATIENT
    return _BIRTH_OUTPATIENT if is_birth else _OUTPATIENT


def _accident(visit: Visit) -> tuple[str | None, str | None]:
    """CLM11: an accident at work, or of a car with its state. Only the group's claims tell."""
    filing = visit.coverages[0].payer.filing if visit.coverages and visit.organization == GROUP else ""
    return ("EM", None) if filing == "WC" else ("AA", "FL") if filing == "AM" else (None, None)


def _relation(coverage: Coverage | None) -> str:
    return coverage.relation if coverage else "18"


def _filing(payer: Payer, visit: Visit) -> str:
    return payer.institutional_filing if visit.is_institutional else payer.filing


def _group_number(coverage: Coverage) -> str | None:
    return (
        f"G{coverage.plan.name[:6]}"
        if coverage.plan.deductible_cents and coverage.payer.filing in {"CI", "BL"}
        else None
    )


def _payers(bills: Sequence[Bill]) -> pl.DataFrame:
    rows = [
        (bill, level_no, coverage)
        for bill in bills
        for level_no, coverage in enumerate(bill.visit.coverages or (None,), start=1)
    ]
    is_destination = [level_no == bill.level_no for bill, level_no, _ in rows]
    people = [coverage.subscriber if coverage else bill.visit.patient for bill, _, coverage in rows]
    # The subscriber's home is told where the subscriber is the patient; a dependent's is told in a loop of its own.
    homes = [
        person if is_payer and _relation(coverage) == "18" else None
        for person, is_payer, (_, _, coverage) in zip(people, is_destination, rows, strict=True)
    ]
    return make_frame(
        frames.ClaimPayers,
        {
            "claim_no": [bill.claim_no for bill, _, _ in rows],
            "level_no": [level_no for _, level_no, _ in rows],
            "is_destination": is_destination,
            "payer_name": [coverage.payer.name if coverage else None for _, _, coverage in rows],
            "payer_key": [coverage.payer.key if coverage else None for _, _, coverage in rows],
            # Who is not insured has no member number; the office's own stands in its place.
            "member_id": [
                coverage.member_id if coverage else bill.visit.patient.key(bill.visit.organization)
                for bill, _, coverage in rows
            ],
            "subscriber_last_name": [person.last_name for person in people],
            "subscriber_first_name": [person.first_name for person in people],
            "subscriber_birth_on": [home and home.birth_on for home in homes],
            "subscriber_sex": [home and home.sex for home in homes],
            "subscriber_line1": [home and home.place.line1 for home in homes],
            "subscriber_city": [home and home.place.city for home in homes],
            "subscriber_state": [home and home.place.state for home in homes],
            "subscriber_zip": [home and home.place.zip for home in homes],
            "relationship_code": [_relation(coverage) for _, _, coverage in rows],
            "group_number": [_group_number(coverage) if coverage else None for _, _, coverage in rows],
            "filing_code": [_filing(coverage.payer, bill.visit) if coverage else None for bill, _, coverage in rows],
        },
    ).with_columns(pl.col(*_SUBSCRIBER).str.to_uppercase())


def _lines(bills: Sequence[Bill], span: Span) -> pl.DataFrame:
    rows = [(bill, line_no, line) for bill in bills for line_no, line in enumerate(bill.visit.lines, start=1)]
    lines = [line for _, _, line in rows]
    visits = [bill.visit for bill, _, _ in rows]
    return make_frame(
        frames.ClaimLines,
        {
            "claim_no": [bill.claim_no for bill, _, _ in rows],
            "line_no": [line_no for _, line_no, _ in rows],
            "line_control_number": [f"{bill.visit.key}-{line_no}" for bill, line_no, _ in rows],
            "code_qualifier": ["HC" if line.code else None for line in lines],
            "procedure_code": [line.code or None for line in lines],
            "modifiers": [line.modifier or None for line in lines],
            "revenue_code": [line.revenue or None for line in lines],
            "description": [line.description or None if line.code else None for line in lines],
            "charge_cents": [line.charge_cents for line in lines],
            "units": [line.units for line in lines],
            "service_on": make_dates([None if visit.is_stay else visit.service_day for visit in visits], span),
            "unit_basis": ["DA" if line.revenue in {"0120", "0170"} else "UN" for line in lines],
            "diagnosis_pointers": [_pointers(visit) for visit in visits],
        },
    )


def _pointers(visit: Visit) -> str | None:
    return None if visit.is_institutional else "1:2" if len(visit.reason.diagnoses) > 1 else "1"


def _codes(bills: Sequence[Bill]) -> pl.DataFrame:
    rows = [
        (bill.claim_no, code_no, *code)
        for bill in bills
        for code_no, code in enumerate(_diagnoses(bill.visit), start=1)
    ]
    names = ("claim_no", "code_no", "qualifier", "code", "present_on_admission")
    return make_frame(frames.ClaimCodes, {name: [row[place] for row in rows] for place, name in enumerate(names)})


def _diagnoses(visit: Visit) -> list[tuple[str, str, str | None]]:
    """HI: qualifier, code, whether it was present on admission: a hospital stay tells it of codes that are not exempt."""
    first, *others = visit.reason.diagnoses

    def is_present(code: str) -> str | None:
        return "Y" if visit.is_stay and not code.startswith("Z") else None

    rows: list[tuple[str, str, str | None]] = [("ABK", first, is_present(first))]
    if visit.is_stay:
        rows.append(("ABJ", first, None))
    elif visit.is_institutional and visit.reason.specialty == "emergency":
        rows.append(("APR", first, None))
    return [*rows, *(("ABF", code, is_present(code)) for code in others)]


def _providers(bills: Sequence[Bill]) -> pl.DataFrame:
    rows = [(bill.claim_no, *provider) for bill in bills for provider in _providers_of(bill.visit)]
    names = (
        "claim_no",
        "role",
        "is_person",
        "last_name",
        "first_name",
        "npi",
        "tax_id",
        "taxonomy",
        "line1",
        "city",
        "state",
        "zip",
    )
    return make_frame(frames.ClaimProviders, {name: [row[place] for row in rows] for place, name in enumerate(names)})


_BILLING = {
    key: (
        "85", False, one.name.upper(), None, one.npi, one.x12_tax_id, one.taxonomy, one.line1.upper(), one.city.upper(), one.state,
        f"{one.zip}0000",
    )
    for key, one in ORGANIZATIONS.items()
}  # fmt: skip
_WARD = (
    "77", False, "CAPITAL MEMORIAL HOSPITAL", None, None, None, None, "200 EXAMPLE WAY", "TALLAHASSEE", "FL", "323010000",
)  # fmt: skip


def _providers_of(visit: Visit) -> list[tuple[object, ...]]:
    """Who bills, who gave the care, and where a doctor of the group gave it in hospital."""
    doctor = visit.doctor
    role = "82" if visit.organization == GROUP else "71"
    person = (
        role,
        True,
        doctor.last_name,
        doctor.first_name,
        doctor.npi,
        None,
        doctor.taxonomy,
        None,
        None,
        None,
        None,
    )
    is_on_ward = visit.organization == GROUP and visit.reason.place == "21"
    return [_BILLING[visit.organization], person, *([_WARD] if is_on_ward else [])]


def _adjudications(bills: Sequence[Bill], span: Span) -> pl.DataFrame:
    """What the first payer paid: of the claim, and of each line where it decided on lines."""
    rows: list[tuple[int, int | None, int, Line | None, int | None]] = []
    for bill in bills:
        if (prior := bill.prior) is not None:
            day = prior.paid_day
            rows.append((bill.claim_no, None, prior.paid_cents, None, day if prior.is_claim_level else None))
            if not prior.is_claim_level:
                rows += [(bill.claim_no, each.line_no, each.paid_cents, each.line, day) for each in prior.lines]
    return make_frame(
        frames.ClaimAdjudications,
        {
            "claim_no": [row[0] for row in rows],
            "level_no": [1] * len(rows),
            "line_no": [row[1] for row in rows],
            "paid_cents": [row[2] for row in rows],
            "procedure_code": [line.code or None if line else None for _, _, _, line, _ in rows],
            "modifiers": [line.modifier or None if line else None for _, _, _, line, _ in rows],
            "units": [line.units if line else None for _, _, _, line, _ in rows],
            "paid_on": make_dates([row[4] for row in rows], span),
        },
    )


def _adjustments(bills: Sequence[Bill]) -> pl.DataFrame:
    rows: list[tuple[int, int | None, str, str, int]] = []
    for bill in bills:
        if bill.prior is not None:
            for line_no, adjustments in bill.prior.adjustments():
                rows += [(bill.claim_no, line_no, *adjustment) for adjustment in adjustments]
    names = ("claim_no", "line_no", "group_code", "carc", "amount_cents")
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    return make_frame(frames.ClaimPayerAdjustments, {**columns, "level_no": [1] * len(rows)})
