"""The samples beside the reader, told in full."""

from datetime import date

from tests.formats.hl7v2.messages import SAMPLES, read_path


def test_a_registration_tells_people_coverages_and_the_visit():
    whole = read_path(SAMPLES / "registration.hl7")

    assert [] == whole.codes()
    assert (9, 0) == (whole.rows_read, whole.exception_count)
    assert whole.row("demographics", 1) == {
        "line_no": 3, "party_key": "100345", "guarantor_key": "100344", "first_name": "María", "last_name": "Núñez",
        "birth_on": date(2019, 7, 4), "sex": "F", "language": "es", "line1": "12 Gulf Rd", "line2": "Apt 3",
        "city": "Port St. Joe", "state": "FL", "zip": "32456", "phone": "+18505550111", "phone_kind": "mobile",
        "email": "maria@mail.example", "as_of_on": date(2026, 3, 2),
    }  # fmt: skip
    assert ("100344", "100344", "Elena") == whole.frames["demographics"].row(0)[1:4]
    assert whole.row("encounters") == {
        "encounter_key": "V-700", "party_key": "100345", "form": "P", "setting": "ambulatory", "started_on": date(2026, 3, 2),
        "rendering_npi": "1234567893", "referring_npi": "1234567802", "authorization_number": "AUTH55",
        "reason": "Sore throat", "is_finished": False,
    }  # fmt: skip
    assert whole.row("coverages") == {
        "party_key": "100345", "level_no": 1, "from_on": date(2025, 1, 1), "payer_key": "60054", "payer_name": "Aetna",
        "payer_kind": "commercial", "member_id": "W998877", "group_number": "G-77", "relationship_code": "19",
        "subscriber_last_name": "Núñez", "subscriber_first_name": "Elena", "subscriber_birth_on": date(1988, 2, 3),
    }  # fmt: skip
    assert ("MCDFL", "medicaid", "9900112233", "18") == tuple(
        whole.row("coverages", 1)[name] for name in ("payer_key", "payer_kind", "member_id", "relationship_code")
    )
    assert ["Lee", "Ortiz"] == whole.column("providers", "last_name")


def test_a_batch_of_charges_tells_what_was_done_paid_and_taken_back():
    whole = read_path(SAMPLES / "charges.hl7")
    columns = (
        "line_no",
        "system",
        "procedure_code",
        "modifiers",
        "revenue_code",
        "units",
        "charge_cents",
        "diagnosis_pointers",
        "rendering_npi",
    )

    assert [
        (90001, "cpt", "99213", "25", None, 1.0, 18_500, "1", None),
        (90002, "cpt", "87880", "QW", None, 2.0, 6_200, "1:2", "1234567802"),
        (90003, "hcpcs", "J0561", None, "0636", 6.0, 24_000, None, None),
        (90004, "cpt", "99214", None, None, 0.0, None, None, None),
    ] == whole.frames["charges"].select(columns).rows()
    assert [("J02.9", 1), ("R50.9", 2)] == whole.frames["diagnoses"].select("code", "rank").rows()
    assert [("P-1", "100345", "V-700", 2_500, "cash")] == whole.frames["payments"].select(
        "payment_key", "party_key", "visit_key", "amount_cents", "method"
    ).rows()
    assert ("I", True) == (whole.row("encounters")["form"], whole.row("encounters")["is_finished"])
    assert [
        (3, "hl7v2.no_guarantor"),
        (13, "hl7v2.adjustment"),
        (19, "hl7v2.charge_repeated"),
        (20, "hl7v2.day"),
    ] == whole.codes()
    assert (18, 2) == (whole.rows_read, whole.exception_count)
    assert "message 2, C0002" == whole.findings[3].at.key
    assert str(whole.findings[3].raw).startswith("FT1|2|90009")
