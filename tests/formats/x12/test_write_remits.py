"""Remittances are written so that our own reader reads what was meant, whatever they hold."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from polars.testing import assert_frame_equal

from remindful.edges.formats import era835
from remindful.edges.formats.era835 import BankAccount, PayerContact, shape
from remindful.edges.formats.era835.write import RemitHeader, write_remits
from tests.examples import examples
from tests.formats.x12.made835 import FILES, render
from tests.formats.x12.made837 import HEADER
from tests.formats.x12.reading import SAMPLES, join_readings
from tests.formats.x12.validators import by_pyx12, by_x12sdk

REMITS = RemitHeader(replace(HEADER.interchange, is_production=True))


def read(path):
    frames, findings = join_readings(era835.FORMAT.read(path, None))
    return {name: frame.drop("segment_no") for name, frame in frames.items()}, findings


def write_and_read(frames, folder, header=REMITS):
    path = folder / "written.835"
    path.write_text(write_remits(frames, header=header))
    return read(path)


def frames_of(**rows):
    """Frames of one remittance, with what a test says of it."""
    plain = {
        "remits": [
            {
                "remit_no": 1,
                "segment_no": 3,
                "control_number": "0001",
                "is_production": True,
                "trace_number": "T1",
                "payer_originator": "1990000001",
                "handling_code": "I",
                "method": "CHK",
                "paid_cents": 10000,
                "paid_on": date(2026, 3, 2),
                "payer_name": "SAMPLE PAYER",
                "payer_key": "1990000001",
                "payee_name": "SAMPLE CLINIC",
                "is_complete": True,
            }
        ],
        "remit_claims": [
            {
                "remit_no": 1,
                "claim_no": 1,
                "segment_no": 9,
                "control_number": "ACCT-1",
                "status_code": "1",
                "charge_cents": 12000,
                "paid_cents": 10000,
                "remark_codes": [],
            }
        ],
    }
    whole = plain | rows
    return {
        name: pl.DataFrame(
            [{column: row.get(column) for column in schema} for row in whole.get(name, [])], schema=schema
        )
        for name, schema in shape.SCHEMAS.items()
    }


def test_a_sample_comes_back_as_it_was(tmp_path):
    frames, _ = join_readings(era835.FORMAT.read(SAMPLES / "era835" / "samples" / "two_payers.835", None))
    again, findings = write_and_read(frames, tmp_path)

    assert [] == findings
    for name, frame in again.items():
        assert_frame_equal(frames[name].drop("segment_no"), frame)


@given(made=FILES)
@settings(
    max_examples=examples(5),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_any_remittances_come_back_as_they_were_read(made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    path = folder / "made.835"
    path.write_bytes(render(made).encode())
    once, _ = read(path)
    if once["remits"].is_empty():
        return
    first, _ = write_and_read(with_places(once), folder)
    second, findings = write_and_read(with_places(first), folder)

    assert [] == [finding.code for finding in findings if finding.code.startswith("x12")]
    for name, frame in first.items():
        assert_frame_equal(frame, second[name])
    assert once["remit_claims"]["paid_cents"].to_list() == first["remit_claims"]["paid_cents"].to_list()
    assert once["remit_adjustments"]["amount_cents"].to_list() == first["remit_adjustments"]["amount_cents"].to_list()


def with_places(frames):
    return {name: frame.with_columns(segment_no=pl.lit(1, dtype=pl.Int64)) for name, frame in frames.items()}


@pytest.mark.parametrize("count", [1, 6, 7, 13])
def test_more_than_six_adjustments_of_a_group_take_more_segments(count, tmp_path):
    rows = [
        {
            "claim_no": 1,
            "segment_no": 1,
            "group_code": "CO",
            "carc": str(number),
            "amount_cents": number,
            "units": None if number % 2 else 2.0,
        }
        for number in range(1, count + 1)
    ]
    frames = frames_of(remit_adjustments=rows)
    again, _ = write_and_read(frames, tmp_path)

    assert_frame_equal(frames["remit_adjustments"].drop("segment_no"), again["remit_adjustments"])


@pytest.mark.parametrize("count", [1, 6, 7])
def test_provider_adjustments_come_back_with_their_signs(count, tmp_path):
    rows = [
        {
            "remit_no": 1,
            "segment_no": 1,
            "provider_key": "9999900019",
            "fiscal_end_on": date(2026, 12, 31),
            "reason_code": "WO",
            "reference": f"R{number}",
            "amount_cents": -100 * number,
        }
        for number in range(1, count + 1)
    ]
    frames = frames_of(remit_provider_adjustments=rows)
    again, _ = write_and_read(frames, tmp_path)

    assert_frame_equal(frames["remit_provider_adjustments"].drop("segment_no"), again["remit_provider_adjustments"])


@pytest.mark.parametrize("count", [0, 1, 5, 6, 10])
def test_up_to_ten_remarks_of_a_claim_come_back_in_their_order(count, tmp_path):
    claim = {
        "remit_no": 1,
        "claim_no": 1,
        "segment_no": 9,
        "charge_cents": 0,
        "paid_cents": 0,
        "remark_codes": [f"N{number}" for number in range(count)],
    }
    again, _ = write_and_read(frames_of(remit_claims=[claim]), tmp_path)

    assert claim["remark_codes"] == again["remit_claims"]["remark_codes"].to_list()[0]


def test_a_payment_that_is_taken_back_and_a_remittance_without_claims_come_back(tmp_path):
    frames = frames_of(remit_claims=[])
    frames["remits"] = frames["remits"].with_columns(paid_cents=pl.lit(-5025, dtype=pl.Int64))
    again, findings = write_and_read(frames, tmp_path)

    assert [] == findings
    assert (-5025, True) == again["remits"].select("paid_cents", "is_complete").row(0)


def test_many_files_of_one_pass_are_those_written_one_by_one():
    frames, _ = join_readings(era835.FORMAT.read(SAMPLES / "era835" / "samples" / "two_payers.835", None))
    remit_nos = frames["remits"]["remit_no"].to_list()
    headers = [replace(REMITS, interchange=replace(REMITS.interchange, number=number)) for number in remit_nos]
    in_files = frames["remits"].with_columns(file_no=pl.int_range(pl.len()))
    together = list(era835.write_files({**frames, "remits": in_files}, headers=headers))

    assert len(together) > 1
    assert together == [
        write_remits(of_remit(frames, remit_no), header=header)
        for remit_no, header in zip(remit_nos, headers, strict=True)
    ]


def of_remit(frames, remit_no):
    claims = frames["remit_claims"].filter(pl.col("remit_no") == remit_no)
    return {
        name: frame.filter(pl.col("remit_no") == remit_no)
        if "remit_no" in frame.columns
        else frame.join(claims, on="claim_no", how="semi", maintain_order="left")
        for name, frame in frames.items()
    }


@pytest.mark.parametrize("line_end", ["", "\r\n"])
def test_a_file_has_the_line_ends_of_its_sender(line_end, tmp_path):
    header = replace(REMITS, interchange=replace(REMITS.interchange, line_end=line_end))
    plain, other = write_remits(frames_of(), header=REMITS), write_remits(frames_of(), header=header)
    path = tmp_path / "written.835"
    path.write_bytes(other.encode())

    assert plain.replace("~\n", f"~{line_end}") == other
    assert read(path)[0]["remit_claims"].height == 1


def test_two_validators_find_nothing_in_a_payment_with_the_contact_of_its_payer_and_a_crossover(tmp_path):
    frames = complete_remit()
    bare = write_remits(frames, header=REMITS)
    whole = write_remits(frames, header=replace(REMITS, payers=CONTACTS, payee_account=ACCOUNT, crossover_keys=NEXT))

    assert ([], []) == (by_pyx12(whole, tmp_path), by_x12sdk(whole))
    assert by_pyx12(bare, tmp_path)
    assert by_x12sdk(bare)


ACCOUNT = BankAccount("999999992", "0001")
CONTACTS = {"XP1": PayerContact("1 SAMPLE ST", "TAMPA", "FL", "336020001", "DESK", "8005550100", ACCOUNT)}
NEXT = {"NEXT PAYER": "XN2"}


def complete_remit():
    """One payment by ACH of one claim, which is passed on to the next payer."""
    frames = frames_of()
    remits = frames["remits"].with_columns(
        pl.lit("ACH").alias("method"),
        pl.lit("XP1").alias("payer_key"),
        pl.lit("9999900019").alias("payee_npi"),
        pl.lit("990000001").alias("payee_tax_id"),
    )
    claims = frames["remit_claims"].with_columns(
        pl.lit("19").alias("status_code"),
        pl.lit(0, dtype=pl.Int64).alias("patient_cents"),
        pl.lit("MB").alias("filing_code"),
        pl.lit("P1").alias("payer_control_number"),
        pl.lit("11").alias("facility_code"),
        pl.lit("1").alias("frequency_code"),
        pl.lit("DOE").alias("patient_last_name"),
        pl.lit("M1").alias("member_id"),
        pl.lit("NEXT PAYER").alias("crossover_payer"),
        pl.lit(date(2026, 2, 1)).alias("service_from_on"),
    )
    row = {"claim_no": 1, "line_no": None, "segment_no": 1, "group_code": "CO", "carc": "45", "amount_cents": 2000}
    adjustments = pl.DataFrame([row | {"units": None}], schema=shape.SCHEMAS["remit_adjustments"])
    return frames | {"remits": remits, "remit_claims": claims, "remit_adjustments": adjustments}
