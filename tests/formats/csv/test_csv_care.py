"""Kinds of care: coverages, providers, visits with their codes, referrals, prices; and charge capture as three frames."""

import io
from datetime import date

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remindful.core.words import frames
from remindful.edges.formats.csv_rows import FORMAT, records
from remindful.edges.formats.csv_rows.known import KINDS, kind_of_header
from remindful.edges.formats.line_number import number_of
from remindful.edges.formats.npi import is_valid_npi
from tests.examples import examples

NPI, OTHER_NPI = "1234567893", "1234567802"
HEADERS = {
    "coverages": "party_key,level_no,from_on,to_on,payer_key,payer_name,payer_kind,member_id,relationship_code",
    "providers": "npi,is_person,last_name,first_name,taxonomy,state,zip,phone",
    "referrals": "referral_key,party_key,ordered_on,state,priority,reason_code,service_codes,referring_npi,expires_on,visits_allowed",
    "authorizations": "authorization_key,party_key,number,state,from_on,to_on,visits_allowed,units_allowed,service_codes,provider_npi",
    "appointments": "appointment_key,party_key,provider_npi,happens_on,state",
    "encounters": "encounter_key,party_key,form,started_on,ended_on,setting,place_of_service,rendering_npi,patient_paid_cents,is_finished",
    "diagnoses": "encounter_key,rank,system,code,present_on_admission",
    "charges": "encounter_key,line_no,procedure_code,modifiers,revenue_code,units,charge_cents,diagnosis_pointers,service_on,rendering_npi",
    "fees": "schedule,procedure_code,modifiers,from_on,to_on,unit_cents",
}
GOOD = {
    "coverages": ["P1,1,2026-01-01,2026-12-31,60054,Aetna,PPO,W123,self", "P1,2,,,MCD,Medicaid,,,spouse"],
    "providers": [f"{NPI},yes,Lee,Ana,207R00000X,Florida,32456,(850) 555-0100", f"{OTHER_NPI},no,Gulf Clinic,,,FL,32456-1234,"],
    "referrals": [f"R1,P1,2026-02-01,open,R,e119,\"97110, 97140\",{NPI},2026-08-01,12", "R2,P1,2026-02-02,,,,,,,"],
    "authorizations": [f"A1,P1,AUTH9,approved,2026-02-01,2026-08-01,12,48.5,97110 97140,{NPI}", "A2,P1,,pended,,,,,,"],
    "appointments": [f"X1,P1,{NPI},2026-03-02,Scheduled", "X2,P1,,2026-03-03,no-show"],
    "encounters": [f"V1,P1,professional,2026-03-02,,office,11,{NPI},2500,yes", "V2,P1,UB04,2026-03-01,2026-03-04,IP,,,,no"],
    "diagnoses": ["V1,1,,e119,", "V1,2,icd10,I10,y", "V1,3,,780.4,"],
    "charges": [f"V1,1,99214,\"25,59\",,1,26000,\"A,B\",2026-03-02,{NPI}", "V1,2,J1885,,,2.5,,1,2026-03-02,", "V2,1,,,450,1,90000,,2026-03-01,"],
    "fees": ["charges,99214,,2026-01-01,,26000", "60054,99214,25,2026-01-01,2026-12-31,11213"],
}  # fmt: skip
BAD = {
    "coverages": [
        ("P1,0,,,60054,,,,", "row.whole"),
        ("P1,1,,,,,,,", "row.missing"),
        ("P1,1,2026-02-01,2026-01-01,60054,,,,", "row.days"),
    ],
    "providers": [
        ("1234567890,yes,Lee,,,,,", "row.npi"),
        (f"{NPI},perhaps,Lee,,,,,", "person.yes_no"),
        ("123,no,Lee,,,,,", "row.npi"),
    ],
    "referrals": [
        ("R3,P1,2026-02-01,lost,,,,,,", "row.state"),
        ("R3,P1,2026-02-01,,,,,12,,", "row.npi"),
        ("R3,P1,2026-02-01,,,,,,2026-01-31,", "row.days"),
        ("R3,P1,2026-02-01,,,,,,,many", "row.whole"),
    ],
    "authorizations": [
        ("A3,P1,,maybe,,,,,,", "row.state"),
        ("A3,P1,,denied,2026-02-02,2026-02-01,,,,", "row.days"),
        ("A3,P1,,denied,,,,x,,", "row.number"),
        ("A3,P1,,denied,,,,,a phone call,", "row.codes"),
    ],
    "appointments": [
        ("X3,P1,,2026-13-01,booked", "row.day"),
        ("X3,P1,,2026-03-01,perhaps", "row.state"),
        ("X3,P1,1234567890,2026-03-01,booked", "row.npi"),
    ],
    "encounters": [
        ("V3,P1,X,2026-03-02,,,,,,yes", "row.form"),
        ("V3,P1,P,2026-03-02,2026-03-01,,,,,yes", "row.days"),
        ("V3,P1,P,2026-03-02,,,111,,,yes", "row.two_digits"),
        ("V3,P1,P,2026-03-02,,,,,,", "row.missing"),
        ("V3,P1,P,2026-03-02,,,,,-1,yes", "row.negative"),
    ],
    "diagnoses": [
        ("V1,0,,I10,", "row.whole"),
        ("V1,4,icd10,780.4,", "row.diagnosis"),
        ("V1,4,,high blood pressure,", "row.diagnosis"),
        ("V1,4,icd9,780.4,", "row.code_system"),
    ],
    "charges": [
        ("V1,3,,,,1,100,,2026-03-02,", "charge.no_code"),
        ("V1,3,99213,255,,1,100,,2026-03-02,", "row.modifiers"),
        ("V1,3,99213,,,-1,100,,2026-03-02,", "row.negative"),
        ("V1,3,99213,,,1,12.50,,2026-03-02,", "row.amount"),
        ("V1,3,99213,,,1,100,13,2026-03-02,", "row.pointers"),
        ("V1,3,450,,,1,100,,2026-03-02,", "row.procedure"),
        ("V1,3,99213,,,1,100,,,", "row.missing"),
    ],
    "fees": [
        ("charges,99213,,2026-01-01,,-5", "row.negative"),
        ("charges,99213,,2026-01-01,2025-01-01,5", "row.days"),
        ("charges,99213,,,,5", "row.missing"),
    ],
}
KEPT = {
    "coverages": {
        "from_on": [date(2026, 1, 1), date(1900, 1, 1)],
        "payer_kind": ["commercial", "unknown"],
        "relationship_code": ["18", "01"],
    },
    "providers": {
        "is_person": [True, False],
        "state": ["FL", "FL"],
        "zip": ["32456", "32456"],
        "phone": ["+18505550100", None],
    },
    "referrals": {
        "state": ["active", "active"],
        "reason_code": ["E11.9", None],
        "service_codes": ["97110:97140", None],
        "visits_allowed": [12, None],
    },
    "authorizations": {"state": ["approved", "pended"], "units_allowed": [48.5, None]},
    "appointments": {"state": ["booked", "missed"]},
    "encounters": {
        "form": ["P", "I"],
        "setting": ["ambulatory", "inpatient"],
        "patient_paid_cents": [2500, None],
        "is_finished": [True, False],
    },
    "diagnoses": {
        "code": ["E11.9", "I10", "780.4"],
        "system": ["icd10cm", "icd10cm", "unknown"],
        "present_on_admission": [None, "Y", None],
    },
    "charges": {
        "system": ["cpt", "hcpcs", "unknown"],
        "modifiers": ["25:59", None, None],
        "units": [1.0, 2.5, 1.0],
        "revenue_code": [None, None, "0450"],
        "diagnosis_pointers": ["1:2", "1", None],
        "line_no": [1, 2, 1],
    },
    "fees": {"modifiers": ["", "25"], "unit_cents": [26000, 11213]},
}


@pytest.mark.parametrize("kind", GOOD)
def test_good_rows_keep_their_contract(read_text, kind):
    whole = read_text("\n".join([HEADERS[kind], *GOOD[kind]]))

    assert [] == whole.codes()
    assert KEPT[kind] == {name: whole.frames[kind][name].to_list() for name in KEPT[kind]}


@pytest.mark.parametrize(("kind", "row", "code"), [(kind, *one) for kind, rows in BAD.items() for one in rows])
def test_a_wrong_row_is_set_aside_with_its_line_and_cure(read_text, kind, row, code):
    whole = read_text("\n".join([HEADERS[kind], row, *GOOD[kind]]))

    assert [(2, code)] == whole.codes()
    assert row == whole.findings[0].raw
    assert whole.findings[0].remedy
    assert len(GOOD[kind]) == whole.frames[kind].height


@pytest.mark.parametrize("kind", GOOD)
def test_the_same_key_twice_is_set_aside(read_text, kind):
    whole = read_text("\n".join([HEADERS[kind], *GOOD[kind], GOOD[kind][0]]))

    assert [(len(GOOD[kind]) + 2, "row.duplicate")] == whole.codes()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "charge_capture"])
def test_a_header_of_all_names_means_its_kind(kind):
    assert kind == kind_of_header([name.upper() for name in KINDS[kind].names]).name


def test_a_header_of_all_names_of_charge_capture_means_it():
    assert "charge_capture" == kind_of_header(KINDS["charge_capture"].names).name


def test_an_unreadable_value_that_a_row_can_do_without_is_not_known(read_text):
    whole = read_text(f"{HEADERS['coverages']}\nP1,1,,,60054,,pirates,,cousin")

    assert ["unknown"] == whole.frames["coverages"]["payer_kind"].to_list()
    assert [(2, "row.payer_kind"), (2, "row.relationship")] == sorted(whole.codes())


def test_charges_in_a_mapping_must_say_dollars_or_cents(read_text):
    mapping = (
        "kind: charges\ncolumns: {encounter_key: a, line_no: b, service_on: c, procedure_code: d, charge_cents: e}\n"
    )
    whole = read_text("a,b,c,d,e\nV1,1,2026-03-02,99213,185.00\n", mapping)
    with_money = read_text("a,b,c,d,e\nV1,1,2026-03-02,99213,185.00\n", mapping + "money: dollars\n")

    assert ["mapping.bad"] == [code for _, code in whole.codes()]
    assert [18_500] == with_money.frames["charges"]["charge_cents"].to_list()


def test_charges_without_amounts_need_no_money(read_text):
    mapping = "kind: charges\ncolumns: {encounter_key: a, line_no: b, service_on: c, procedure_code: d}\n"

    assert [None] == read_text("a,b,c,d\nV1,1,2026-03-02,99213\n", mapping).frames["charges"]["charge_cents"].to_list()


CAPTURE = (
    "encounter_key,charge_key,party_key,service_on,procedure_code,revenue_code,mod1,mod2,units,charge_cents,"
    "diagnosis_pointers,dx1,dx2,dx3,rendering_npi,is_finished"
)


def _capture(tmp_path, *rows, batch=records.BATCH_CHARS, monkeypatch=None):
    if monkeypatch is not None:
        monkeypatch.setattr(records, "BATCH_CHARS", batch)
    path = tmp_path / "capture.csv"
    path.write_text("\n".join([CAPTURE, *rows]) + "\n", "utf-8")
    pieces = list(FORMAT.read(path, None))
    frames = {name: frame for piece in pieces for name, frame in piece.frames.items()}
    findings = [finding for piece in pieces for finding in piece.findings]
    return frames, findings, sum(piece.rows_read for piece in pieces), sum(piece.exception_count for piece in pieces)


def test_a_captures_rows_become_visits_diagnoses_and_charges_wherever_they_stand(tmp_path, monkeypatch):
    rows = [
        f"V1,7,P1,2026-03-03,99214,,25,,1,26000,,I10,E119,,{NPI},",
        f"V2,8,P2,2026-03-03,,0450,,,1,90000,,R07.9,,,{NPI},no",
        f"V1,C-9,P1,2026-03-02,J1885,,,,2,,\"2,1\",M54.50,I10,,{OTHER_NPI},",
    ]  # fmt: skip
    frames, findings, _, _ = _capture(tmp_path, *rows, batch=40, monkeypatch=monkeypatch)
    charges = frames["charges"].select("encounter_key", "line_no", "modifiers", "diagnosis_pointers", "rendering_npi")

    assert [] == findings
    assert [("V1", "I10", 1), ("V1", "E11.9", 2), ("V1", "M54.50", 3), ("V2", "R07.9", 1)] == frames[
        "diagnoses"
    ].select("encounter_key", "code", "rank").sort("encounter_key", "rank").rows()
    assert [
        ("V1", 7, "25", "1:2", None),
        ("V1", number_of("C-9"), None, "1:3", OTHER_NPI),
        ("V2", 8, None, "1", None),
    ] == sorted(charges.rows())
    assert [("V1", "P", date(2026, 3, 2), True), ("V2", "I", date(2026, 3, 3), False)] == frames["encounters"].select(
        "encounter_key", "form", "started_on", "is_finished"
    ).rows()


def test_a_visit_of_two_patients_is_the_firsts(tmp_path):
    rows = ["V1,1,P1,2026-03-03,99214,,,,1,,,I10,,,,", "V1,2,P2,2026-03-03,99213,,,,1,,,I10,,,,"]
    frames, findings, read, aside = _capture(tmp_path, *rows)

    assert [(3, "charge.two_patients")] == [(one.at.line, one.code) for one in findings]
    assert (2, 1, 1) == (read, aside, frames["charges"].height)


def test_a_row_without_pointers_points_at_its_first_four_diagnoses(tmp_path):
    header = CAPTURE.replace("dx3", "dx3,dx4,dx5")
    path = tmp_path / "capture.csv"
    path.write_text(f"{header}\nV1,1,P1,2026-03-03,99214,,,,1,,,I10,E11.9,R07.9,M54.50,J02.9,,\n", "utf-8")
    frames = {name: frame for piece in FORMAT.read(path, None) for name, frame in piece.frames.items()}

    assert ["1:2:3:4"] == frames["charges"]["diagnosis_pointers"].to_list()
    assert 5 == frames["diagnoses"].height


def test_a_charges_number_is_the_same_in_every_file_and_its_own():
    names = [f"C-{number}" for number in range(2_000)] + ["007", "7"]

    assert 7 == number_of("7")
    assert len(names) == len({number_of(name) for name in names})
    assert all(0 < number_of(name) < 2**63 for name in names)
    assert 8_375_942_064_386_437 == number_of("C-9")


KEYS = st.text("ABCxyz0123456789-", min_size=1, max_size=6).filter(lambda text: text not in ("N", "NA"))
CHARGES = st.lists(
    st.tuples(
        KEYS, st.integers(0, 10**15), st.sampled_from([("cpt", "99213"), ("hcpcs", "J1885"), ("unknown", "ABC-1"[:3])]),
        st.sampled_from([None, "25", "25:59", "25:59:GP:KX"]), st.sampled_from([None, "0450"]),
        st.integers(0, 9_999).map(lambda tenths: tenths / 10), st.none() | st.integers(0, 10**9), st.sampled_from([None, "1", "2:1"]),
        st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from([None, NPI]),
    ),
    unique_by=lambda row: row[:2], max_size=6,
)  # fmt: skip


@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=CHARGES)
def test_charges_written_under_our_own_names_are_read_back_equal(tmp_path, rows):
    flat = [(row[0], row[1], *row[2], *row[3:]) for row in rows]
    columns = [
        "encounter_key", "line_no", "system", "procedure_code", "modifiers", "revenue_code", "units", "charge_cents",
        "diagnosis_pointers", "service_on", "rendering_npi",
    ]  # fmt: skip
    types = {name: column.dtype for name, column in frames.Charges.columns().items()}
    frame = pl.DataFrame(flat, {name: types[name] for name in columns}, orient="row")
    written = io.StringIO()
    frame.write_csv(written)
    path = tmp_path / "charges.csv"
    path.write_text(written.getvalue(), "utf-8")
    (piece,) = FORMAT.read(path, None)

    assert [] == list(piece.findings)
    assert frame.rows() == piece.frames["charges"].select(columns).rows()


def test_npis_by_their_check_digit():
    assert [True, True, False, False, False] == [
        is_valid_npi(one) for one in (NPI, OTHER_NPI, "1234567890", "123456789", "12345678٩3")
    ]
