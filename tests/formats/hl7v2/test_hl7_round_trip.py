"""What is written is read back equal; what is read and written again tells the same; damage loses no segment."""

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remindful.core.words import frames
from remindful.core.words.contracts import frame_of
from remindful.core.words.findings import At, Finding
from remindful.edges.formats.hl7v2 import FORMAT, write_ack, write_adt, write_dft
from remindful.edges.formats.hl7v2.collected import CONTRACTS
from remindful.edges.formats.hl7v2.segment import Message
from remindful.edges.formats.hl7v2.source import read_messages
from tests.examples import examples
from tests.formats.hl7v2.messages import SAMPLES, Whole, charge, message, read_path, visit

NOW = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
NPIS = ("1234567893", "1234567802")
UNCOUNTED = ("line_no",)  # where it stood, of people and payments


def read_written(text: str):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "written.hl7"
        path.write_bytes(text.encode())
        (piece,) = FORMAT.read(path, None)
    return Whole(dict(piece.frames), list(piece.findings), piece.rows_read, piece.exception_count)


def like(frame: pl.DataFrame, name: str) -> list[tuple[object, ...]]:
    """Rows without order, and without the lines on which people and payments stood."""
    is_place = name in ("demographics", "contacts", "payments")
    return sorted(frame.drop("line_no").rows() if is_place else frame.rows(), key=repr)


SIGNS = st.characters(codec="utf-8", exclude_categories=["Cs", "Zs", "Zl", "Zp", "Cc"])
WORD = st.text(SIGNS | st.sampled_from('|^~&\\"\r\n\x0b\x1c'), max_size=8).map(lambda text: f"k{text}k") | st.just('""')
KEY = st.text("ABCXYZ0123456789-", min_size=1, max_size=6)
DAY = st.dates(date(1920, 1, 1), date(2090, 12, 31))


def may(values):
    return st.none() | values


PHONE = st.sampled_from(
    [
        (None, None),
        ("+18505550100", "mobile"),
        ("+18505550111", "landline"),
        ("+18505550122", "work"),
        ("+442071838750", None),
    ]
)


@st.composite
def people(draw, keys):
    """Demographics: who answers for others answers for herself."""
    rows = []
    owners = {key: draw(st.sampled_from([key, keys[0], None])) for key in keys[1:]} | {keys[0]: keys[0]}
    for key in keys:
        phone, phone_kind = draw(PHONE)
        rows.append(
            {
                "line_no": 1,
                "party_key": key,
                "guarantor_key": owners[key],
                "first_name": draw(may(WORD)),
                "last_name": draw(may(WORD)),
                "birth_on": draw(may(DAY)),
                "sex": draw(st.sampled_from([None, "F", "M", "U", "X"])),
                "language": draw(st.sampled_from([None, "en", "es"])),
                "line1": draw(may(WORD)),
                "line2": draw(may(WORD)),
                "city": draw(may(WORD)),
                "state": draw(st.sampled_from([None, "FL"])),
                "zip": draw(st.sampled_from([None, "32456"])),
                "phone": phone,
                "phone_kind": phone_kind,
                "email": draw(st.sampled_from([None, "a.b@c.example"])),
                "preferred_medium": draw(st.sampled_from([None, "mail"])),
                "is_qmb": draw(st.sampled_from([None, True, False])),
                "as_of_on": date(2026, 3, 1),
            }
        )
    return rows  # fmt: skip


@st.composite
def encounter(draw, key, party_key):
    started_on, kind = draw(DAY), draw(st.sampled_from([None, "auto", "employment", "other"]))
    return {
        "encounter_key": key, "party_key": party_key, "form": draw(st.sampled_from(["P", "I"])),
        "setting": draw(st.sampled_from([None, "ambulatory", "emergency", "inpatient", "home", "virtual"])), "started_on": started_on,
        "ended_on": draw(st.sampled_from([None, started_on])), "place_of_service": draw(may(st.just("11"))), "bill_type": draw(may(st.just("11"))),
        "admission_type": draw(may(st.sampled_from("123"))), "admission_source": draw(may(st.just("7"))), "discharge_status": draw(may(st.just("01"))),
        "billing_npi": draw(may(st.just(NPIS[1]))), "rendering_npi": draw(may(st.just(NPIS[0]))), "referring_npi": draw(may(st.just(NPIS[1]))),
        "facility_npi": draw(may(st.just(NPIS[1]))), "referral_key": draw(may(KEY)), "authorization_number": draw(may(KEY)),
        "accident_kind": kind, "accident_state": draw(may(st.just("FL"))) if kind else None,
        "accident_on": draw(may(DAY)), "reason": draw(may(WORD)), "patient_paid_cents": draw(may(st.integers(0, 10**9))),
        "is_finished": draw(st.booleans()),
    }  # fmt: skip


CODES = [
    ("icd10cm", "E11.9"),
    ("icd10cm", "I10"),
    ("icd10cm", "S52.521A"),
    ("snomed", "44054006"),
    ("unknown", "780.4"),
]
ITEMS = [("cpt", "99213"), ("hcpcs", "J1885"), ("icd10pcs", "0DTJ4ZZ"), ("unknown", "CDM-7")]


@st.composite
def whole(draw):
    """Frames of an office, as the contracts bound them."""
    keys = draw(st.lists(KEY, min_size=1, max_size=3, unique=True))
    told = {
        "demographics": draw(people(keys)),
        "encounters": [],
        "diagnoses": [],
        "charges": [],
        "payments": [],
        "coverages": [],
    }
    for visit_key in draw(st.lists(KEY, max_size=3, unique=True)):
        told["encounters"].append(draw(encounter(visit_key, draw(st.sampled_from(keys)))))
        diagnoses = draw(st.lists(st.sampled_from(CODES), max_size=4, unique=True))
        for rank, (system, code) in enumerate(diagnoses, 1):
            told["diagnoses"].append(
                {
                    "encounter_key": visit_key,
                    "rank": rank,
                    "system": system,
                    "code": code,
                    "description": draw(may(WORD)),
                    "present_on_admission": draw(may(st.sampled_from("YNUW1"))),
                }
            )
        for line_no in draw(st.lists(st.integers(1, 10**17), min_size=1, max_size=3, unique=True)):
            told["charges"].append(draw(charge_row(visit_key, line_no, len(diagnoses))))
    for level_no, key in enumerate(keys, 1):
        told["coverages"].append(draw(coverage(key, level_no)))
    for number in range(draw(st.integers(0, 2))):
        owner = draw(st.sampled_from([None, *[(row["encounter_key"], row["party_key"]) for row in told["encounters"]]]))
        told["payments"].append(
            {
                "line_no": 1,
                "payment_key": f"P{number}",
                "party_key": owner[1] if owner else keys[0],
                "visit_key": owner[0] if owner else None,
                "paid_on": draw(DAY),
                "amount_cents": draw(st.integers(1, 10**9)),
                "method": draw(st.sampled_from([None, "cash", "check", "card", "ach"])),
            }
        )
    return {name: frame_of(CONTRACTS[name], rows) for name, rows in told.items()}  # fmt: skip


@st.composite
def charge_row(draw, visit_key, line_no, diagnoses):
    system, code = draw(st.sampled_from(ITEMS))
    revenue = draw(st.sampled_from([None, "0450"]))
    is_gone = draw(st.booleans()) and draw(st.booleans())
    ranks = draw(st.lists(st.integers(1, diagnoses), max_size=4, unique=True)) if diagnoses and not is_gone else []
    return {
        "encounter_key": visit_key, "line_no": line_no, "system": system, "procedure_code": code,
        "modifiers": draw(st.sampled_from([None, "25", "25:59", "25:59:GP:KX"])), "revenue_code": revenue, "description": draw(may(WORD)),
        "units": 0.0 if is_gone else draw(st.integers(1, 99_999).map(lambda tenths: tenths / 10)),
        "charge_cents": None if is_gone else draw(may(st.integers(0, 10**9))), "diagnosis_pointers": ":".join(map(str, ranks)) or None,
        "service_on": draw(DAY), "rendering_npi": None, "ndc": draw(st.sampled_from([None, "00002751001"])), "captured_on": draw(may(DAY)),
    }  # fmt: skip


@st.composite
def coverage(draw, party_key, level_no):
    from_on = draw(st.sampled_from([date(1900, 1, 1), date(2026, 1, 1)]))
    return {
        "party_key": party_key, "level_no": level_no, "from_on": from_on, "to_on": draw(st.sampled_from([None, date(2026, 12, 31)])), "payer_key": draw(KEY),
        "payer_name": draw(may(WORD)), "payer_kind": draw(st.sampled_from(["commercial", "medicare", "medicare_advantage", "unknown", "other"])),
        "member_id": draw(may(KEY)), "group_number": draw(may(KEY)), "relationship_code": draw(st.sampled_from([None, "18", "01", "19", "53", "G8", "20"])),
        "subscriber_key": draw(may(KEY)), "subscriber_last_name": draw(may(WORD)), "subscriber_first_name": draw(may(WORD)),
        "subscriber_birth_on": draw(may(DAY)), "subscriber_sex": draw(st.sampled_from([None, "F", "M", "U"])),
    }  # fmt: skip


@settings(max_examples=examples(10), deadline=None)
@given(told=whole())
def test_people_coverages_and_visits_written_as_adt_are_read_back_equal(told):
    back = read_written(write_adt(told, now=NOW))

    for name in ("demographics", "coverages", "encounters", "diagnoses"):
        found = back.frames.get(name, told[name].clear())
        assert like(told[name], name) == like(found, name)
    assert 0 == back.exception_count


@settings(max_examples=examples(10), deadline=None)
@given(told=whole())
def test_charges_and_payments_written_as_dft_are_read_back_equal(told):
    back = read_written(write_dft(told, now=NOW))

    for name in ("encounters", "diagnoses", "charges", "payments"):
        found = back.frames.get(name, told[name].clear())
        assert like(told[name], name) == like(found, name)
    assert 0 == back.exception_count


@pytest.mark.parametrize("sample", ["registration", "charges"])
def test_a_sample_read_written_and_read_again_tells_the_same(sample):
    first = read_path(SAMPLES / f"{sample}.hl7")
    adt, dft = read_written(write_adt(first.frames, now=NOW)), read_written(write_dft(first.frames, now=NOW))

    for name in {"demographics", "coverages", "encounters", "diagnoses"} & set(first.frames):
        assert like(first.frames[name], name) == like(adt.frames[name], name)
    for name in {"charges", "payments", "providers"} & set(first.frames) if sample == "charges" else ():
        assert like(first.frames[name], name) == like(dft.frames[name], name)


def test_a_death_is_written_and_read_back():
    event = {"line_no": 1, "party_key": "P1", "kind": "died", "happened_on": date(2026, 1, 10)}
    told = {
        "demographics": frame_of(frames.Demographics, [{"line_no": 1, "party_key": "P1", "as_of_on": date(2026, 3, 1)}])
    }
    back = read_written(write_adt(told | {"contacts": frame_of(frames.ContactRows, [event])}, now=NOW))

    assert [("P1", "died", date(2026, 1, 10))] == back.frames["contacts"].select(
        "party_key", "kind", "happened_on"
    ).rows()


def test_a_reversal_and_a_pointer_to_nothing_are_not_written():
    payment = {"line_no": 1, "payment_key": "P", "party_key": "X", "paid_on": date(2026, 1, 1), "amount_cents": -5}
    row = {
        "encounter_key": "V1",
        "line_no": 1,
        "system": "cpt",
        "procedure_code": "99213",
        "units": 1.0,
        "service_on": date(2026, 1, 1),
        "diagnosis_pointers": "2",
    }
    seen = {"encounter_key": "V1", "party_key": "X", "form": "P", "started_on": date(2026, 1, 1), "is_finished": True}
    visits = frame_of(frames.Encounters, [seen])

    with pytest.raises(ValueError, match="reversal"):
        write_dft({"payments": frame_of(frames.Payments, [payment])}, now=NOW)
    with pytest.raises(ValueError, match="points at diagnosis 2"):
        write_dft({"encounters": visits, "charges": frame_of(frames.Charges, [row])}, now=NOW)


PIECES = st.sampled_from(
    [
        "",
        "\r",
        "\n",
        "|",
        "^",
        "&",
        "~",
        "\\",
        '""',
        "\x0b",
        "\x1c",
        "MSH",
        "MSH|^~\\&|",
        "0",
        "-",
        "\xff",
        "FT1|",
        "99",
        "é",
    ]
)


@settings(max_examples=examples(20), deadline=None)
@given(cuts=st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 4), PIECES), min_size=1, max_size=5))
def test_damage_never_stops_the_reading_and_every_segment_is_counted(cuts):
    text = "".join(
        (SAMPLES / f"{name}.hl7").read_text("utf-8").replace("\n", "\r") for name in ("registration", "charges")
    )
    for at, length, piece in cuts:
        text = text[:at] + piece + text[at + length :]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "damaged.hl7"
        path.write_bytes(text.encode("latin-1", "replace"))
        (piece_read,) = FORMAT.read(path, None)
        inside = sum(
            len(one.segments) if isinstance(one, Message) else getattr(one, "why", "charset") != "charset"
            for one in read_messages(path)
        )

    assert inside == piece_read.rows_read
    assert piece_read.exception_count <= piece_read.rows_read
    assert all(finding.message and finding.remedy for finding in piece_read.findings)
    for name, frame in piece_read.frames.items():
        assert name in ("tellings", "charge_messages") or CONTRACTS[name].is_valid(frame)


def test_an_acknowledgement_goes_back_to_the_sender():
    said = message("DFT^P03", visit(), charge("1"))
    answer = write_ack(said, now=NOW, control_id="A1").split("\r")

    assert (
        r"MSH|^~\&|REMINDFUL|OFFICE|EHR|BAYVIEW|20260302200000||ACK^P03^ACK|A1|P|2.5.1||||||UNICODE UTF-8" == answer[0]
    )
    assert "MSA|AA|C1" == answer[1]


def test_an_acknowledgement_tells_what_was_set_aside():
    findings = [Finding("hl7v2.day", At("x", 3), "FT1-4 | is wrong.", "Correct it.")]
    answer = write_ack("\x0b" + message("DFT^P03"), now=NOW, control_id="A1", findings=findings).split("\r")

    assert "MSA|AE|C1" == answer[1]
    assert answer[2].endswith(r"|E|||hl7v2.day|FT1-4 \F\ is wrong. Correct it.")


def test_what_is_no_message_is_rejected():
    assert "MSA|AR" in write_ack("PID|1||X", now=NOW, control_id="A1").split("\r")
