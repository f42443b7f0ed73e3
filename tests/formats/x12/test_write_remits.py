"""Remittances are written so that our own reader reads what was meant, whatever they hold."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from polars.testing import assert_frame_equal

from remindful.edges.formats import era835
from remindful.edges.formats.era835 import shape
from remindful.edges.formats.era835.write import RemitHeader, write_remits
from tests.examples import examples
from tests.formats.x12.made835 import FILES, render
from tests.formats.x12.made837 import HEADER
from tests.formats.x12.reading import SAMPLES, join_readings

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
