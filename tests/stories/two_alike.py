"""Offices whose organizations have the same keys for everything and other amounts: each alone, and both in one office."""

import csv
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

from remindful.flow.claims import acts as claim_acts
from remindful.flow.claims.estimates import EstimateRequest
from remindful.flow.intake import intake
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import Home
from tests.actors import CLERK
from tests.stories.practice import claim_answer, remit_text

DOCTOR = "1234567893"
#: key, NPI, tax number, zone, and by how much its prices are higher.
EAST = ("east", "1999999984", "990000001", "America/New_York", 1)
WEST = ("west", "1888888884", "990000002", "Pacific/Honolulu", 3)
SEEN = date(2026, 3, 4)
BILLED, ANSWERED, LOOKED = date(2026, 3, 9), date(2026, 3, 20), date(2026, 5, 20)

ORGANIZATION = """  - key: {key}
    name: {key} Physicians
    kind: provider
    npi: "{npi}"
    tax_id: "{tax_id}"
    line1: 100 Example Way
    city: Tallahassee
    state: FL
    zip: "323010000"
    zone: {zone}
    phone: (850) 555-0100
    email_from: billing@{key}.example.org
    pay_url: https://{key}.example.org/pay
    is_practice: true
    billing: {{submitter_id: {key}, receiver_id: CLEARHOUSE, contact: Ann Rivera, taxonomy: 207Q00000X, self_pay_discount_percent: 20}}
"""


def at(day: date) -> Clock:
    """18:30 UTC, the same calendar day in New York and Honolulu."""
    return Clock(datetime.combine(day, time(18, 30), tzinfo=UTC))


def build_office(home: Home, folder: Path, organizations: Sequence[tuple[str, str, str, str, int]]) -> None:
    """Months of an office, through the doors that anybody uses. Every organization's files have the same keys in them."""
    folder.mkdir(parents=True, exist_ok=True)
    office = folder / "office.yaml"
    described = [
        ORGANIZATION.format(key=key, npi=npi, tax_id=tax_id, zone=zone) for key, npi, tax_id, zone, _ in organizations
    ]
    office.write_text("organizations:\n" + "".join(described))
    bring(home, office, day=date(2026, 1, 2), organization=None)
    for key, _, _, _, times in organizations:
        for name, rows in care_of(times).items():
            bring(home, write_csv(folder / key / f"{name}.csv", rows), day=SEEN, organization=key)
    for key, *_ in organizations:
        wanted = EstimateRequest(
            patient=f"{key}/p3", services=("99213",), service_on=date(2026, 5, 4), scheduled_on=None, is_on_request=True, diagnosis_codes=(),
            encounter=None, language=None,
        )  # fmt: skip
        claim_acts.give_estimate(wanted, home=home, clock=at(SEEN), actor=CLERK)
    claim_acts.bill_now(home=home, clock=at(BILLED), on=BILLED, dry_run=False, actor=CLERK)
    for key, npi, tax_id, _, times in organizations:
        place = folder / key / "answers.835"
        place.write_text(answers_of(times, npi=(npi, tax_id)))
        bring(home, place, day=ANSWERED, organization=key)


def care_of(times: int) -> dict[str, list[dict[str, object]]]:
    """People, care and prices of one organization. Encounters: E1 to E3 and E7 are billed; E4 has no price, E5 a bad code, E6 is not finished."""
    people = [
        {
            "party_key": f"p{number}", "guarantor_key": f"p{number}", "first_name": f"Pat{number}", "last_name": "Example", "sex": "F",
            "birth_on": "1980-05-05", "language": "en", "line1": "1 Sample Street", "city": "Tallahassee", "state": "FL", "zip": "32301",
            "phone": "+18505550123", "email": f"p{number}@example.org", "as_of_on": "2026-01-02",
        }
        for number in range(1, 8)
    ]  # fmt: skip
    coverages = [
        {
            "party_key": f"p{number}", "level_no": 1, "from_on": "2025-01-01", "payer_key": "AETNA", "payer_name": "Aetna",
            "payer_kind": "commercial", "member_id": f"M{number}", "relationship_code": "18",
        }
        for number in (1, 2, 4, 5, 6, 7)
    ]  # fmt: skip
    encounters = [
        {
            "encounter_key": f"E{number}", "party_key": f"p{number}", "form": "P", "started_on": SEEN, "place_of_service": "11",
            "rendering_npi": DOCTOR, "is_finished": "no" if number == 6 else "yes", "referral_key": "R1" if number == 1 else "",
            "authorization_number": "AUTH1" if number == 1 else "",
        }
        for number in range(1, 8)
    ]  # fmt: skip
    diagnoses = [
        {"encounter_key": f"E{number}", "rank": 1, "system": "icd10cm", "code": "Z99.Z" if number == 5 else "J02.9"}
        for number in range(1, 8)
    ]
    charges = [
        {
            "encounter_key": f"E{number}", "line_no": line, "system": "cpt", "procedure_code": code, "units": 1, "diagnosis_pointers": "1",
            "charge_cents": "" if number == 4 else 10_000 * times * line, "service_on": SEEN, "captured_on": date(2026, 3, 4 + number % 5),
        }
        for number in range(1, 8)
        for line, code in ((1, "99213"), (2, "87880"))
    ]  # fmt: skip
    return {
        "demographics": people,
        "providers": [{"npi": DOCTOR, "is_person": "yes", "last_name": "Doe", "first_name": "Jo", "taxonomy": "207Q00000X"}],
        "coverages": coverages,
        "fees": [
            {"schedule": schedule, "procedure_code": "99213", "modifiers": "", "from_on": "2025-01-01", "unit_cents": cents * times}
            for schedule, cents in (("charges", 10_000), ("AETNA", 9_000))
        ],
        "referrals": [
            {"referral_key": f"R{number}", "party_key": f"p{number}", "ordered_on": "2026-02-02", "state": "active", "sent_on": sent,
             "referred_npi": DOCTOR, "payer_key": "AETNA", "needs_authorization": "yes"}
            for number, sent in ((1, "2026-02-03"), (2, ""))
        ],
        "authorizations": [
            {"authorization_key": "A1", "party_key": "p1", "payer_key": "AETNA", "referral_key": "R1", "number": "AUTH1", "state": "approved",
             "from_on": "2026-02-01", "to_on": "2026-05-01", "visits_allowed": 3 * times}
        ],
        "appointments": [
            {"appointment_key": "X1", "party_key": "p1", "referral_key": "R1", "happens_on": "2026-03-04", "state": "kept"}
        ],
        "encounters": encounters,
        "diagnoses": diagnoses,
        "charges": charges,
        "open_balances": [
            {"visit_key": "OLD1", "party_key": "p3", "guarantor_key": "p3", "service_on": "2025-11-01", "charge_cents": 8_000 * times,
             "open_cents": 5_000 * times, "reason": "self_pay", "description": "office visit"}
        ],
        "payments": [
            {"payment_key": "PAY1", "party_key": "p3", "visit_key": "", "paid_on": "2026-03-03", "amount_cents": 1_000 * times, "method": "check"}
        ],
    }  # fmt: skip


def answers_of(times: int, *, npi: tuple[str, str]) -> str:
    """E1: paid below the contract, with the patient's share; E2: one line denied; E9: a claim that nobody knows."""
    hundred, two = 100 * times, 200 * times
    claims = (
        claim_answer(
            "E1", ("99213", hundred, 40 * times, f"CO45:{30 * times} PR2:{30 * times}"), ("87880", two, two, "")
        ),
        claim_answer("E2", ("99213", hundred, 0, f"CO16:{hundred}"), ("87880", two, two, ""), number="ICN2"),
        claim_answer("E9", ("99213", hundred, 50 * times, f"CO45:{50 * times}"), number="ICN9"),
    )
    own_lines = [text.replace("REF*6R*E1-", "REF*6R*").replace("REF*6R*E2-", "REF*6R*") for text in claims]
    return remit_text(own_lines, payer="AETNA", day=str(ANSWERED), npi=npi, trace="T1", plb_cents=0)


def write_csv(place: Path, rows: list[dict[str, object]]) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return place


def bring(home: Home, place: Path, *, day: date, organization: str | None) -> None:
    report = intake.import_office_paths(
        [place], home=home, clock=at(day), actor=CLERK, organization=organization, mapping=None
    )
    assert all(file.state in {"posted", "partly"} for file in report.files), report.files
