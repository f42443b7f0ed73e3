"""Visits, diagnoses, charges, payments, appointments, referrals: what each message tells, takes back, or leaves to a person."""

from datetime import date

import pytest

from remindful.edges.formats.line_number import number_of
from tests.formats.hl7v2.messages import charge, message, visit

LEE = "1234567893"


def _charges(whole, *columns):
    return sorted(whole.frames["charges"].select(columns or ("line_no", "units", "charge_cents")).rows(), key=repr)


def test_a_discharge_finishes_the_visit_and_its_cancelling_opens_it_again(read_text):
    admitted = message("ADT^A01", visit("V1", "I", "20260301"))
    discharged = message("ADT^A03", visit("V1", "I", "20260301", "20260304"))
    cancelled = message("ADT^A13", visit("V1", "I", "20260301"))
    finished, opened = read_text(admitted + discharged), read_text(admitted + discharged + cancelled)

    assert (True, date(2026, 3, 4), "I") == tuple(
        finished.row("encounters")[name] for name in ("is_finished", "ended_on", "form")
    )
    assert (False, None) == (opened.row("encounters")["is_finished"], opened.row("encounters").get("ended_on"))
    assert ["hl7v2.discharge_cancelled"] == [code for _, code in opened.codes()]
    assert ("ended_on", "deleted") in opened.frames["tellings"].select("column", "how").rows()


def test_a_cancelled_visit_bills_nothing_and_a_person_is_told(read_text):
    whole = read_text(message("DFT^P03", visit("V1"), charge("1")) + message("ADT^A11", visit("V1")))

    assert False is whole.row("encounters")["is_finished"]
    assert [(1, 0.0, None)] == _charges(whole)
    assert [(10, "hl7v2.visit_cancelled")] == whole.codes()


def test_what_nobody_told_is_marked_as_assumed(read_text):
    whole = read_text(
        message("DFT^P03", visit("V1", start=""), charge("1", day="20260305"), charge("2", day="20260302"))
    )

    assert date(2026, 3, 2) == whole.row("encounters")["started_on"]
    assert {("V1", "started_on", "assumed"), ("V1", "form", "assumed")} == set(
        whole.frames["tellings"].select("key", "column", "how").rows()
    )


def test_a_visit_that_begins_on_no_known_day_is_set_aside(read_text):
    whole = read_text(message("ADT^A08", visit("V1", start=""), "DG1|1||I10^X^I10"))

    assert [(4, "hl7v2.day")] == whole.codes()
    assert not {"encounters", "diagnoses"} & set(whole.frames)


def test_a_visit_of_two_patients_stays_the_firsts(read_text):
    whole = read_text(
        message("DFT^P03", visit("V1"), charge("1")) + message("DFT^P03", visit("V1"), charge("2"), pid="PID|1||OTHER")
    )

    assert ["hl7v2.visit_of_two"] == [code for _, code in whole.codes()]
    assert [(1, 1.0, 10_000)] == _charges(whole)


@pytest.mark.parametrize(
    ("childs", "payers", "lines", "is_taken"),
    [
        ("GT1|1|MUM", "GT1|1|MUM||||||||SEL", ("PY",), True), ("GT1|1|MUM", "GT1|1|MUM||||||||SEL", ("PY", "CO"), True),
        ("GT1|1|MUM", "GT1|1|DAD||||||||SPO", ("PY",), False), ("GT1|1|MUM", None, ("PY",), False), (None, "GT1|1|MUM", ("PY",), False),
        ("GT1|1|MUM", "GT1|1|MUM||||||||SEL", ("PY", "CG"), False),
    ],
)  # fmt: skip
def test_a_payment_on_anothers_visit_is_taken_where_gt1_names_who_owes_for_it(
    read_text, childs, payers, lines, is_taken
):
    seen = message("DFT^P03", visit("V1"), charge("1"), pid="PID|1||KID||Lee^Kim", gt1=childs)
    paid = [charge(str(number), kind=kind, cents="5.00") for number, kind in enumerate(lines, 7)]
    whole = read_text(seen + message("DFT^P03", visit("V1"), *paid, pid="PID|1||MUM||Lee^Bo", gt1=payers))
    taken = [("MUM", "V1")] * len(lines) if is_taken else []

    assert ("hl7v2.visit_of_two" in [code for _, code in whole.codes()]) != is_taken
    assert taken == list(zip(whole.column("payments", "party_key"), whole.column("payments", "visit_key"), strict=True))
    assert ["KID"] == whole.column("encounters", "party_key")
    assert [(1, 1.0, 10_000)] == _charges(whole)


def test_a_payment_alone_tells_neither_whose_a_visit_is_nor_that_it_is_over(read_text):
    whole = read_text(message("DFT^P03", visit("V1"), charge("7", kind="PY")))

    assert {"party_key", "form", "is_finished"} == set(whole.column("tellings", "column"))
    assert False is whole.row("encounters")["is_finished"]


def test_codes_charged_in_a_hospital_tell_the_form_and_its_class_alone_does_not(read_text):
    charged = read_text(message("DFT^P03", visit("V1", "I"), charge("1")))
    admitted = read_text(message("ADT^A01", visit("V1", "I")))

    assert ("P", "I") == (charged.row("encounters")["form"], admitted.row("encounters")["form"])
    assert "form" not in charged.column("tellings", "column")
    assert "form" in admitted.column("tellings", "column")


def test_charges_without_a_visit_number_are_set_aside(read_text):
    whole = read_text(message("DFT^P03", "PV1|1|O", charge("1")))

    assert [(5, "hl7v2.no_visit")] == whole.codes()
    assert 1 == whole.exception_count


def test_the_account_number_stands_in_for_the_visit_number(read_text):
    assert ["ACC7"] == read_text(message("DFT^P03", charge("1"), pid="PID|1||100345|||||||||||||||ACC7")).column(
        "encounters", "encounter_key"
    )


def test_the_same_charge_in_two_messages_is_once(read_text):
    whole = read_text(message("DFT^P03", visit(), charge("A-1")) * 2)

    assert [(number_of("A-1"), 1.0, 10_000)] == _charges(whole)
    assert [(11, "hl7v2.charge_repeated")] == whole.codes()


def test_a_charge_told_otherwise_later_is_amended_and_said(read_text):
    whole = read_text(
        message("DFT^P03", visit(), charge("1")) + message("DFT^P03", visit(), charge("1", cents="120.00"))
    )

    assert [(1, 1.0, 12_000)] == _charges(whole)
    assert [(11, "hl7v2.charge_changed")] == whole.codes()


def test_charges_without_ids_are_two_within_a_message_and_one_across(read_text):
    twice = message("DFT^P03", visit(), charge(), charge())
    within, across = read_text(twice), read_text(twice * 2)

    assert 2 == within.frames["charges"].height == across.frames["charges"].height
    assert [] == within.codes()
    assert within.frames["charges"].equals(across.frames["charges"])
    assert ["hl7v2.charge_repeated"] == [code for _, code in across.codes()]


def test_one_id_for_all_charges_of_a_message_loses_none(read_text):
    whole = read_text(
        message(
            "DFT^P03", visit(), charge("S1"), charge("S1", code="87880"), charge("S1", code="87880", day="20260303")
        )
    )

    assert 3 == whole.frames["charges"]["line_no"].n_unique()
    assert [(5, "hl7v2.transaction_id")] == whole.codes()


def test_a_credit_takes_back_the_charge_of_its_id(read_text):
    whole = read_text(
        message("DFT^P03", visit(), charge("1"), charge("2")) + message("DFT^P03", visit(), charge("1", kind="CR"))
    )

    assert [(1, 0.0, None), (2, 1.0, 10_000)] == _charges(whole)
    assert [] == whole.codes()


def test_a_credit_of_its_own_id_takes_back_the_last_charge_like_it(read_text):
    told = message("DFT^P03", visit(), charge("1"), charge("2"), charge("3", cents="90.00"))
    whole = read_text(told + message("DFT^P03", visit(), charge("77", kind="CD", cents="-100.00", units="-1")))

    assert [(1, 1.0, 10_000), (2, 0.0, None), (3, 1.0, 9_000)] == _charges(whole)


def test_a_charge_with_a_minus_is_a_credit(read_text):
    whole = read_text(message("DFT^P03", visit(), charge("1"), charge("1", units="-1", cents="-100.00")))

    assert [(1, 0.0, None)] == _charges(whole)


def test_a_credit_of_a_part_leaves_the_rest(read_text):
    whole = read_text(
        message("DFT^P03", visit(), charge("1", units="3", cents="300.00"), charge("1", kind="CR", cents="100.00"))
    )

    assert [(1, 2.0, 20_000)] == _charges(whole)
    assert [(6, "hl7v2.credit_of_part")] == whole.codes()


def test_a_credit_that_fits_no_charge_of_its_id_is_left_to_a_person(read_text):
    whole = read_text(message("DFT^P03", visit(), charge("1"), charge("1", kind="CR", cents="40.00")))

    assert [(1, 1.0, 10_000)] == _charges(whole)
    assert [(6, "hl7v2.credit_amount")] == whole.codes()
    assert 1 == whole.exception_count


def test_a_credit_for_an_earlier_files_charge_goes_on_under_its_number_and_is_said(read_text):
    whole = read_text(message("DFT^P03", visit(), charge("A-1", kind="CR")))

    assert [(number_of("A-1"), 0.0, None)] == _charges(whole)
    assert [(5, "hl7v2.credit_alone")] == whole.codes()


def test_a_charge_taken_back_and_made_again_holds(read_text):
    whole = read_text(message("DFT^P03", visit(), charge("1"), charge("1", kind="CR"), charge("1", cents="80.00")))

    assert [(1, 1.0, 8_000)] == _charges(whole)


@pytest.mark.parametrize(
    ("ft1", "code"),
    [
        (charge("1", cents="10.005"), "hl7v2.amount"), (charge("1", cents="10&EUR"), "hl7v2.currency"), (charge("1", units="many"), "hl7v2.quantity"),
        (charge("1", units="0"), "hl7v2.quantity"), (charge("1", day=""), "hl7v2.day"), (charge("1", kind=""), "hl7v2.transaction_type"),
        (charge("1", kind="XX"), "hl7v2.transaction_type"), (charge("1", kind="AJ"), "hl7v2.adjustment"), (charge("1", code=""), "hl7v2.no_code"),
        (charge("1", kind="PY", cents="-5"), "hl7v2.payment_sign"), (charge("", kind="PY"), "hl7v2.transaction_id"),
        (charge("1", kind="PY", cents=""), "hl7v2.payment"), (charge("1", kind="PY", cents="5.00") + "||||", None),
        (charge("1", kind="PY", cents="5.00") + "|||PLAN1", "hl7v2.payer_payment"),
    ],
)  # fmt: skip
def test_a_wrong_transaction_is_set_aside_alone(read_text, ft1, code):
    whole = read_text(message("DFT^P03", visit(), ft1, charge("2")))

    assert ([] if code is None else [(5, code)]) == whole.codes()
    assert (0 if code is None else 1) == whole.exception_count
    assert [2] == whole.column("charges", "line_no")


@pytest.mark.parametrize(
    ("fields", "cents", "said"),
    [
        ({11: "100.00", 12: ""}, 10_000, []), ({11: "", 12: "50.00"}, 10_000, []), ({11: "100.00", 12: "50.00"}, 10_000, []),
        ({11: "50.00", 12: "50.00"}, 5_000, ["hl7v2.amount"]), ({11: "", 12: ""}, None, []), ({11: "", 12: "0.333"}, None, ["hl7v2.amount"]),
    ],
)  # fmt: skip
def test_an_amount_is_the_lines_or_the_units_by_the_quantity(read_text, fields, cents, said):
    ft1 = f"FT1|1|1||20260302||CG|99213^V^C4|||2|{fields[11]}|{fields[12]}"
    whole = read_text(message("DFT^P03", visit(), ft1))

    assert said == [code for _, code in whole.codes()]
    assert [cents] == (whole.column("charges", "charge_cents") or [None])


@pytest.mark.parametrize(
    ("item", "done", "wanted"),
    [
        ("99213^V^C4", "", ("cpt", "99213", None)), ("99213", "", ("cpt", "99213", None)), ("j1885^T", "", ("hcpcs", "J1885", None)),
        ("CDM7^Visit^L", "99213^V^C4", ("cpt", "99213", None)), ("CDM7^Visit^L", "", ("unknown", "CDM7", None)),
        ("0450^ER^NUBC", "", ("unknown", None, "0450")), ("99284^ER^C4^0450^^NUBC", "", ("cpt", "99284", "0450")),
        ("99213^V^HCPCS", "", ("cpt", "99213", None)), ("0DTJ4ZZ^Append^I10P", "", ("icd10pcs", "0DTJ4ZZ", None)),
    ],
)  # fmt: skip
def test_a_procedure_is_told_by_its_code_set_or_its_form(read_text, item, done, wanted):
    whole = read_text(message("DFT^P03", visit(), f"FT1|1|1||20260302||CG|{item}|||1" + "|" * 15 + done))

    assert wanted == tuple(whole.row("charges").get(name) for name in ("system", "procedure_code", "revenue_code"))


def test_hospital_procedures_are_charges_without_a_price(read_text):
    whole = read_text(message("ADT^A08", visit("V1", "I"), "PR1|1||0DTJ4ZZ^Append^I10P||20260302"))

    assert ("icd10pcs", "0DTJ4ZZ", None) == tuple(
        whole.row("charges").get(name) for name in ("system", "procedure_code", "charge_cents")
    )
    assert "I" == whole.row("encounters")["form"]


def test_diagnoses_told_again_are_told_whole_and_charges_point_at_the_same_codes(read_text):
    first = message("DFT^P03", visit(), charge("1", dx="I10~E11.9"), "DG1|1||I10^H^I10", "DG1|2||E119^D^I10")
    second = message("DFT^P03", visit(), charge("2", dx="J02.9"), "DG1|1||E11.9^D^I10", "DG1|2||J029^P^I10")
    whole = read_text(first + second)

    assert [("E11.9", 1), ("J02.9", 2), ("I10", 3)] == whole.frames["diagnoses"].select("code", "rank").rows()
    assert [(1, "3:1"), (2, "2")] == _charges(whole, "line_no", "diagnosis_pointers")


def test_final_diagnoses_come_before_admitting_ones_and_priorities_before_order(read_text):
    dg1 = (
        "DG1|1||R07.9^Pain^I10|||A",
        "DG1|2||I10^H^I10|||F|||||||||2",
        "DG1|3||I21.4^MI^I10|||F|||||||||1",
        "DG1|4||780.4^D^I9|||F",
    )
    whole = read_text(message("ADT^A03", visit("V1", "I"), *dg1))

    assert ["hl7v2.diagnosis_kind", "hl7v2.diagnosis"] == [code for _, code in whole.codes()]
    assert [("I21.4", 1), ("I10", 2)] == whole.frames["diagnoses"].select("code", "rank").rows()


def _siu(event, status="", happens="20260310093000"):
    sch = f"SCH|P1|F1|||||||||^^^{happens}" + "|" * 14 + status
    return message(f"SIU^{event}", sch, f"AIP|1||{LEE}^Lee^Ana")


@pytest.mark.parametrize(
    ("event", "status", "state"),
    [("S12", "", "booked"), ("S12", "Booked", "booked"), ("S14", "Complete", "kept"), ("S14", "Noshow", "missed"),
     ("S15", "Booked", "cancelled"), ("S26", "", "missed")],
)  # fmt: skip
def test_appointments(read_text, event, status, state):
    whole = read_text(_siu(event, status))
    row = whole.row("appointments")

    assert [] == whole.codes()
    assert ("F1", "100345", state, date(2026, 3, 10), LEE) == tuple(
        row[name] for name in ("appointment_key", "party_key", "state", "happens_on", "provider_npi")
    )
    assert (date(2026, 3, 2) if event == "S12" else None) == row.get("booked_on")


def test_a_cancelling_that_tells_no_time_keeps_the_day(read_text):
    whole = read_text(_siu("S12") + message("SIU^S15", "SCH|P1|F1"))

    assert [("cancelled", date(2026, 3, 10))] == whole.frames["appointments"].select("state", "happens_on").rows()


def test_an_appointment_without_a_day_is_set_aside(read_text):
    assert ["hl7v2.day"] == [code for _, code in read_text(message("SIU^S12", "SCH|P1|F1")).codes()]


def test_a_referral_with_its_authorization(read_text):
    segments = (
        "RF1|A|S|||^|R77|20260301|20260901||^Back pain",
        f"PRD|RP|Lee^Ana|||||{LEE}^NPI",
        "PRD|RT~225100000X^^NUCC|Ortiz^Luis|5 Bay St^^Ocala^FL^34470||(850)555-0100||1234567802^NPI",
        "AUT|PLAN|60054|Aetna|20260301|20260901|AU99|||12|20260302",
        "DG1|1||M5450^Low back pain^I10",
        "PR1|1||97110^Exercise^C4|",
    )
    whole = read_text(message("REF^I12", *segments))

    assert [] == whole.codes()
    assert whole.row("referrals") == {
        "referral_key": "R77", "party_key": "100345", "ordered_on": date(2026, 3, 1), "state": "active", "priority": "stat", "reason": "Back pain",
        "reason_code": "M54.50", "service_codes": "97110", "referring_npi": LEE, "referred_npi": "1234567802", "referred_name": "Luis Ortiz",
        "referred_taxonomy": "225100000X", "payer_key": "60054", "expires_on": date(2026, 9, 1), "visits_allowed": 12, "sent_on": date(2026, 3, 2),
    }  # fmt: skip
    assert ("AU99", "approved", 12, date(2026, 9, 1), "R77") == tuple(
        whole.row("authorizations")[name] for name in ("number", "state", "visits_allowed", "to_on", "referral_key")
    )
    assert ("Ocala", "+18505550100", "225100000X") == tuple(
        whole.row("providers", 1)[name] for name in ("city", "phone", "taxonomy")
    )
    assert ["revoked"] == read_text(message("REF^I15", *segments)).column("referrals", "state")


def test_messages_of_other_kinds_are_counted_and_said_once(read_text):
    whole = read_text(message("ORU^R01", "OBX|1") * 3 + message("ADT^A31"))

    assert [(1, "hl7v2.kind")] == whole.codes()
    assert "3 places" in whole.findings[0].message
    assert (19, 15) == (whole.rows_read, whole.exception_count)


def test_a_correction_under_the_same_id_holds_in_either_order(read_text):
    credit, corrected = charge("1", kind="CR"), charge("1", code="99214", cents="120.00")
    before = message("DFT^P03", visit(), charge("1"))
    first, last = (
        read_text(before + message("DFT^P03", visit(), *pair)) for pair in ((credit, corrected), (corrected, credit))
    )

    assert [(1, "99214", 1.0)] == _charges(first, "line_no", "procedure_code", "units")
    assert [(1, "99214", 1.0)] == _charges(last, "line_no", "procedure_code", "units")
    assert "hl7v2.credit_of_former" in [code for _, code in last.codes()]


def test_a_correction_of_an_earlier_files_charge_keeps_its_number(read_text):
    whole = read_text(message("DFT^P03", visit(), charge("1", kind="CR"), charge("1", code="99214")))

    assert [(1, "99214", 1.0)] == _charges(whole, "line_no", "procedure_code", "units")
