"""Claims as frames, made for tests of the writer: whole by default, and whatever a test says otherwise."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import polars as pl

from remindful.core.words import frames
from remindful.edges.formats.claim837.write import ClaimHeader
from remindful.edges.x12.write import Interchange

CONTRACTS = {
    "claims": frames.Claims,
    "claim_payers": frames.ClaimPayers,
    "claim_lines": frames.ClaimLines,
    "claim_codes": frames.ClaimCodes,
    "claim_providers": frames.ClaimProviders,
    "claim_adjudications": frames.ClaimAdjudications,
    "claim_payer_adjustments": frames.ClaimPayerAdjustments,
}
NOW = datetime(2026, 5, 4, 9, 30)  # noqa: DTZ001 the hour of an ISA is the sender's own
CLINIC, DOCTOR, OTHER_DOCTOR, HOSPITAL = "9999900019", "9999901009", "9999902007", "9999900027"
BIRTH = {"subscriber_birth_on": date(1980, 1, 2), "subscriber_sex": "F"}
PLACE = {"is_person": False, "line1": "200 EXAMPLE WAY", "city": "TALLAHASSEE", "state": "FL", "zip": "323010000"}
HEADER = ClaimHeader(
    Interchange("SAMPLECLINIC", "CLEARING", 42, 7, NOW, is_production=False),
    submitter_name="SAMPLE CLINIC",
    submitter_key="SUB1",
    contact_name="BILLING DESK",
    receiver_name="SAMPLE CLEARING HOUSE",
    receiver_key="REC1",
    contact_phone="8505550100",
)

Row = dict[str, Any]
Rows = dict[str, list[Row]]


def as_frames(rows: Mapping[str, Iterable[Row]]) -> dict[str, pl.DataFrame]:
    """Frames that keep their contracts; what a row does not say is null."""
    made: dict[str, pl.DataFrame] = {}
    for name, contract in CONTRACTS.items():
        schema = contract.create_empty().schema
        whole = [{column: row.get(column) for column in schema} for row in rows.get(name, ())]
        made[name] = contract.validate(pl.DataFrame(whole, schema=schema))
    return made


def claim(number: int = 1, **message: Any) -> Row:
    return {
        "claim_no": number, "segment_no": number, "form": "P", "control_number": f"ACCT-{number}", "charge_cents": 25000,
        "facility_code": "11", "frequency_code": "1", "medical_record_number": f"MRN-{number}", "billed_on": NOW.date(),
        "billing_npi": CLINIC, "billing_tax_id": "990000001", "billing_name": "SAMPLE CLINIC", "billing_state": "FL",
        "patient_last_name": "DOE", "patient_first_name": "ANN", "patient_birth_on": date(1980, 1, 2), "patient_sex": "F",
        "patient_line1": "2 HOME ST", "patient_city": "TALLAHASSEE", "patient_state": "FL", "patient_zip": "32312",
        "relationship_code": "18", "service_from_on": date(2026, 4, 1), "service_to_on": date(2026, 4, 1), "signature_code": "Y",
        "assignment_code": "A", "benefits_code": "Y", "release_code": "Y",
    } | message  # fmt: skip


def payer(number: int = 1, level: int = 1, **message: Any) -> Row:
    names = {1: ("SAMPLE BLUE", "XBLUE1"), 2: ("SAMPLE HEALTH PLAN", "XPLAN2"), 3: ("FLORIDA MEDICAID", "XFM08")}
    return {
        "claim_no": number, "level_no": level, "is_destination": level == 1, "payer_name": names[level][0], "payer_key": names[level][1],
        "payer_kind": "commercial", "member_id": f"MEM{number}{level}", "subscriber_last_name": "DOE", "subscriber_first_name": "ANN",
        "subscriber_birth_on": date(1980, 1, 2) if level == 1 else None, "subscriber_sex": "F" if level == 1 else None,
        "subscriber_line1": "2 HOME ST", "subscriber_city": "TALLAHASSEE", "subscriber_state": "FL", "subscriber_zip": "32312",
        "relationship_code": "18", "group_number": "GRP1", "filing_code": "CI",
    } | message  # fmt: skip


def line(number: int = 1, line_no: int = 1, **message: Any) -> Row:
    return {
        "claim_no": number, "line_no": line_no, "segment_no": line_no, "line_control_number": f"{number}-{line_no}",
        "code_qualifier": "HC", "procedure_code": "99213" if line_no == 1 else "80053", "modifiers": None,
        "charge_cents": 15000 if line_no == 1 else 10000, "units": 1.0, "service_on": date(2026, 4, 1), "unit_basis": "UN",
        "diagnosis_pointers": "1",
    } | message  # fmt: skip


def code(number: int = 1, code_no: int = 1, qualifier: str = "ABK", code: str = "J209", **message: Any) -> Row:
    return {"claim_no": number, "code_no": code_no, "segment_no": 1, "qualifier": qualifier, "code": code} | message


def billing(number: int = 1, **message: Any) -> Row:
    return {
        "claim_no": number, "segment_no": 1, "role": "85", "is_person": False, "last_name": "SAMPLE CLINIC", "npi": CLINIC,
        "tax_id": "990000001", "taxonomy": "207Q00000X", "line1": "1 CLINIC WAY", "city": "TALLAHASSEE", "state": "FL",
        "zip": "323080000",
    } | message  # fmt: skip


def doctor(number: int = 1, role: str = "82", **message: Any) -> Row:
    return {
        "claim_no": number, "segment_no": 2, "role": role, "is_person": True, "last_name": "DOCTOR", "first_name": "ANY", "npi": DOCTOR,
        "taxonomy": "207Q00000X" if role in ("82", "71") else None,
    } | message  # fmt: skip


def answer(number: int = 1, level: int = 1, **message: Any) -> Row:
    return {"claim_no": number, "level_no": level, "segment_no": 1} | message


def professional(number: int = 1, **message: Any) -> Rows:
    """Two lines of an office visit, to one payer."""
    return {
        "claims": [claim(number, **message)],
        "claim_payers": [payer(number)],
        "claim_lines": [line(number), line(number, 2)],
        "claim_codes": [code(number), code(number, 2, "ABF", "E119")],
        "claim_providers": [billing(number), doctor(number)],
        "claim_adjudications": [],
        "claim_payer_adjustments": [],
    }


def inpatient(number: int = 1) -> Rows:
    """A stay of three days with an operation."""
    day = {"service_on": None, "diagnosis_pointers": None}
    rows = professional(
        number, form="I", facility_code="11", billing_npi=HOSPITAL, billing_name="SAMPLE HOSPITAL", signature_code=None,
        charge_cents=400000, service_to_on=date(2026, 4, 4), admitted_on=date(2026, 4, 1), admitted_time="0915",
        discharged_on=date(2026, 4, 4), discharged_time="1100", admission_type="1", admission_source="1", discharge_status="01",
    )  # fmt: skip
    rows["claim_lines"] = [
        line(
            number,
            revenue_code="0120",
            procedure_code=None,
            code_qualifier=None,
            charge_cents=300000,
            units=3.0,
            unit_basis="DA",
            **day,
        ),
        line(number, 2, revenue_code="0300", charge_cents=100000, units=4.0, **day),
    ]
    rows["claim_codes"] = [
        code(number, 1, "ABK", "K3580", present_on_admission="Y"),
        code(number, 2, "ABJ", "R1031"),
        code(number, 3, "ABF", "E119", present_on_admission="Y"),
        code(number, 4, "ABF", "I10", present_on_admission="N"),
        code(number, 5, "BBR", "0DTJ4ZZ", code_on=date(2026, 4, 2)),
        code(number, 6, "BI", "71", code_on=date(2026, 3, 1), to_on=date(2026, 3, 5)),
        code(number, 7, "BH", "11", code_on=date(2026, 4, 1)),
        code(number, 8, "BE", "80", amount_text="3"),
        code(number, 9, "BG", "09"),
    ]
    rows["claim_providers"] = [
        billing(number, last_name="SAMPLE HOSPITAL", npi=HOSPITAL, taxonomy="282N00000X"),
        doctor(number, "71"),
        doctor(number, "72", npi=OTHER_DOCTOR, last_name="SURGEON"),
    ]
    return rows


def outpatient(number: int = 1) -> Rows:
    """A visit to a hospital's clinic."""
    rows = inpatient(number)
    rows["claims"][0] |= {
        "facility_code": "13", "admitted_on": None, "admitted_time": None, "discharged_on": None, "discharged_time": None,
        "charge_cents": 10000, "service_to_on": date(2026, 4, 1), "admission_type": "3",
    }  # fmt: skip
    rows["claim_lines"] = [line(number, 1, revenue_code="0300", procedure_code="80053", charge_cents=10000, diagnosis_pointers=None)]  # fmt: skip
    rows["claim_codes"] = [code(number, 1, "ABK", "E119"), code(number, 2, "APR", "E119")]
    rows["claim_providers"] = rows["claim_providers"][:2]
    return rows


def dependent(number: int = 1) -> Rows:
    """A child on the mother's plan."""
    rows = professional(
        number, patient_first_name="CAT", patient_birth_on=date(2015, 6, 7), patient_sex="F", relationship_code="19"
    )
    own = {"relationship_code": "19"} | {f"subscriber_{name}": None for name in ("birth_on", "sex", "line1", "city", "state", "zip")}  # fmt: skip
    rows["claim_payers"][0] |= own
    return rows


def secondary(number: int = 1, *, form: str = "P") -> Rows:
    """To the second payer, with what the first decided on each line."""
    rows = professional(number) if form == "P" else outpatient(number)
    charges = [row["charge_cents"] for row in rows["claim_lines"]]
    rows["claim_payers"] = [
        payer(number, 1, is_destination=False, subscriber_birth_on=None, subscriber_sex=None),
        payer(number, 2, is_destination=True, **BIRTH),
    ]
    paid = [cents * 6 // 10 for cents in charges]
    rows["claim_adjudications"] = [
        answer(number, paid_cents=sum(paid), patient_cents=sum(cents // 10 for cents in charges))
    ]
    for line_no, (charge, cents) in enumerate(zip(charges, paid, strict=True), start=1):
        row = rows["claim_lines"][line_no - 1]
        rows["claim_adjudications"].append(
            answer(number, line_no=line_no, paid_cents=cents, procedure_code=row["procedure_code"], units=1.0, paid_on=date(2026, 4, 20))
        )  # fmt: skip
        rows["claim_payer_adjustments"] += [
            answer(
                number,
                line_no=line_no,
                group_code="CO",
                carc="45",
                amount_cents=charge - cents - charge // 10 - charge // 20,
            ),
            answer(number, line_no=line_no, group_code="CO", carc="253", amount_cents=charge // 20, units=1.0),
            answer(number, line_no=line_no, group_code="PR", carc="2", amount_cents=charge // 10),
        ]
    return rows


def tertiary(number: int = 1) -> Rows:
    """To the third payer; the first answered each line, the second the whole claim."""
    rows = secondary(number)
    rows["claim_payers"][1] |= {"is_destination": False, "subscriber_birth_on": None, "subscriber_sex": None}
    rows["claim_payers"].append(payer(number, 3, is_destination=True, payer_kind="medicaid", filing_code="MC", **BIRTH))
    rows["claim_adjudications"].append(
        answer(number, 2, paid_cents=1000, patient_cents=1500, paid_on=date(2026, 4, 28))
    )
    rows["claim_payer_adjustments"] += [
        answer(number, 2, group_code="OA", carc="23", amount_cents=22500),
        answer(number, 2, group_code="PR", carc="3", amount_cents=1500),
    ]
    return rows


def replaced(number: int = 1, frequency: str = "7") -> Rows:
    return professional(number, frequency_code=frequency, payer_claim_number="PCN-4711")


def drug(number: int = 1) -> Rows:
    """An injection with its NDC, modifiers and words."""
    rows = professional(number, service_to_on=date(2026, 4, 2))
    rows["claim_lines"][1] |= {
        "procedure_code": "J3301", "modifiers": "JZ:59", "description": "TRIAMCINOLONE", "ndc": "00003029305", "ndc_units": 0.5,
        "ndc_basis": "ML", "units": 4.0, "service_to_on": date(2026, 4, 2), "prior_authorization": "LINEAUTH-1",
        "place_of_service": "12", "diagnosis_pointers": "2:1",
    }  # fmt: skip
    return rows


def authorized(number: int = 1) -> Rows:
    """With referral and authorization, a car accident, an onset, a note, a place of service of its own, and what was paid."""
    rows = professional(
        number, prior_authorization="AUTH-1", referral_number="REFERRAL-1", accident_kinds="AA:OA", accident_state="FL",
        accident_on=date(2026, 3, 30), onset_on=date(2026, 3, 29), note="SEEN TWICE ON ONE DAY", patient_paid_cents=1250, facility_code="21",
        admitted_on=date(2026, 3, 31), discharged_on=date(2026, 4, 2),
    )  # fmt: skip
    rows["claim_providers"] += [
        doctor(number, "DN", npi=OTHER_DOCTOR, last_name="SENDER"),
        PLACE | {"claim_no": number, "segment_no": 9, "role": "77", "last_name": "SAMPLE HOSPITAL", "npi": HOSPITAL},
        doctor(number, "DK", line_no=1, npi=OTHER_DOCTOR, last_name="ORDERER"),
        PLACE | {"claim_no": number, "segment_no": 1, "role": "87", "line1": "PO BOX 1"},
    ]  # fmt: skip
    return rows


def medicare_second(number: int = 1) -> Rows:
    """Medicare after an employer's plan: SBR05 says why."""
    rows = secondary(number)
    rows["claim_payers"][1] |= {
        "payer_kind": "medicare",
        "filing_code": "MB",
        "insurance_type": "12",
        "group_number": None,
    }
    return rows


KINDS = {
    "professional": professional, "inpatient": inpatient, "outpatient": outpatient, "dependent": dependent, "secondary": secondary,
    "secondary institutional": lambda number=1: secondary(number, form="I"), "tertiary": tertiary, "replacement": replaced,
    "void": lambda number=1: replaced(number, "8"), "drug": drug, "authorized": authorized, "medicare second": medicare_second,
}  # fmt: skip


def together(*parts: Rows) -> Rows:
    """Several claims in one set of rows."""
    return {name: [row for part in parts for row in part[name]] for name in CONTRACTS}
