"""Questions about claims are written as their guide wants them, and their answers come back to the claims."""

import logging
from collections import Counter
from datetime import date, datetime
from itertools import pairwise

import polars as pl
import pytest
from x12sdk.io import X12ModelReader

from remindful.core.submissions.status_requests import StatusRequests, compose_requests
from remindful.core.words import frames
from remindful.edges.formats.status277 import RequestHeader, write_requests
from remindful.edges.x12.envelope import ENVELOPE_IDS, Envelope
from remindful.edges.x12.pieces import read_pieces
from remindful.edges.x12.write import Interchange

NOW = datetime(2026, 4, 10, 8, 30)  # noqa: DTZ001 an office's own hour
HEADER = RequestHeader(Interchange("CLINIC01", "PLAN", 12, 12, NOW, is_production=False), "SAMPLE CLINIC", "CLINIC01")


def request(**said):
    plain = {
        "control_number": "ACCT-1", "form": "P", "payer_key": "77777", "payer_name": "SAMPLE HEALTH PLAN", "provider_npi": "1999999984",
        "provider_name": "SAMPLE CLINIC", "member_id": "MEM-1", "subscriber_last_name": "DOE", "subscriber_first_name": "ANN",
        "subscriber_birth_on": date(1980, 5, 5), "subscriber_sex": "F", "charge_cents": 15_050, "service_from_on": date(2026, 3, 2),
    }  # fmt: skip
    return dict.fromkeys(StatusRequests.column_names()) | plain | said


def requests(*rows):
    types = {name: column.dtype for name, column in StatusRequests.columns().items()}
    return StatusRequests.validate(pl.DataFrame(list(rows), schema=types))


CHILD = request(
    control_number="ACCT-2", payer_control_number="PCN-2", member_id="MEM-9", subscriber_last_name="NEW", subscriber_first_name="MOTHER",
    patient_last_name="NEW", patient_first_name="BABY", patient_birth_on=date(2026, 3, 1), patient_sex="M",
    service_to_on=date(2026, 3, 4), form="I", bill_type="111",
)  # fmt: skip
OTHER_PAYER = request(control_number="ACCT-3", payer_key="66666", payer_name="OTHER PLAN")
OTHER_PROVIDER = request(control_number="ACCT-4", provider_npi="1999999992", provider_name="SECOND CLINIC")
ALL = (request(), CHILD, OTHER_PAYER, OTHER_PROVIDER)


def segments(text):
    return [line.removesuffix("~").split("*") for line in text.splitlines()]


def test_a_question_is_what_the_guide_wants_segment_by_segment():
    text = write_requests(requests(request()), header=HEADER).text

    assert text.splitlines()[2:-2] == [
        "ST*276*0001*005010X212~",
        "BHT*0010*13*0000000120001*20260410*0830~",
        "HL*1**20*1~",
        "NM1*PR*2*SAMPLE HEALTH PLAN*****PI*77777~",
        "HL*2*1*21*1~",
        "NM1*41*2*SAMPLE CLINIC*****46*CLINIC01~",
        "HL*3*2*19*1~",
        "NM1*1P*2*SAMPLE CLINIC*****XX*1999999984~",
        "HL*4*3*22*0~",
        "DMG*D8*19800505*F~",
        "NM1*IL*1*DOE*ANN****MI*MEM-1~",
        "TRN*1*ACCT-1~",
        "REF*EJ*ACCT-1~",
        "AMT*T3*150.5~",
        "DTP*472*D8*20260302~",
        "SE*16*0001~",
    ]


def test_a_dependent_has_a_loop_below_the_subscriber():
    lines = [line.removesuffix("~") for line in write_requests(requests(CHILD), header=HEADER).text.splitlines()]

    at = lines.index("HL*5*4*23")
    assert lines[at - 2 : at] == ["HL*4*3*22*1", "NM1*IL*1*NEW*MOTHER****MI*MEM-9"]
    assert lines[at + 1 : at + 9] == [
        "DMG*D8*20260301*M", "NM1*QC*1*NEW*BABY", "TRN*1*ACCT-2", "REF*1K*PCN-2", "REF*BLT*111", "REF*EJ*ACCT-2", "AMT*T3*150.5",
        "DTP*472*RD8*20260302-20260304",
    ]  # fmt: skip


def test_an_independent_validator_accepts_every_kind_of_question():
    text = write_requests(requests(*ALL), header=HEADER).text
    logging.disable(logging.CRITICAL)
    try:
        with X12ModelReader(text.replace("~\n", "~")) as reader:
            models = list(reader.models())
    finally:
        logging.disable(logging.NOTSET)

    assert ["276", "276"] == [model.header.st_segment.transaction_set_identifier_code for model in models]


def test_that_validator_refuses_a_question_with_a_planted_fault():
    text = write_requests(requests(*ALL), header=HEADER).text.replace("~\n", "~").replace("HL*2*1*21*1~", "", 1)

    with X12ModelReader(text) as reader, pytest.raises(Exception, match=r"."):
        list(reader.models())


def test_each_payer_has_a_set_and_each_loop_the_parent_that_it_stands_in(tmp_path):
    written = write_requests(requests(*ALL), header=HEADER)
    path = tmp_path / "ask.276"
    path.write_text(written.text)
    envelope = Envelope(path.name, kind="276", noun="question")
    pieces = list(read_pieces(path, starts=("ST",), landmarks=ENVELOPE_IDS))

    assert [finding for piece in pieces for finding in envelope.follow(piece).findings] == []
    loops = [elements[1:4] for elements in segments(written.text) if elements[0] == "HL"]
    starts = [at for at, (number, _, _) in enumerate(loops) if number == "1"] + [len(loops)]
    for first, last in pairwise(starts):
        own = loops[first:last]
        above = {"21": "20", "19": "21", "22": "19", "23": "22"}
        levels = {number: level for number, _, level in own}
        assert [str(number) for number in range(1, len(own) + 1)] == [number for number, _, _ in own]
        assert all(levels[parent] == above[level] for _, parent, level in own if parent)
    assert Counter(written.requests["set_number"]) == {"0001": 1, "0002": 3}


def test_a_number_that_x12_cannot_carry_is_not_asked():
    written = write_requests(requests(request(control_number="A*1"), request()), header=HEADER)

    assert written.requests["control_number"].to_list() == ["ACCT-1"]
    assert [finding.at.key for finding in written.findings] == ["A*1"]


def test_no_separator_comes_in_from_a_name():
    text = write_requests(requests(request(subscriber_last_name="O*DOE~JR: \u00c9")), header=HEADER).text

    assert ["NM1", "IL", "1", "O DOE JR E", "ANN", "", "", "", "MI", "MEM-1"] in segments(text)


def claim(claim_no, **said):
    types = {name: column.dtype for name, column in frames.Claims.columns().items()}
    plain = {
        "claim_no": claim_no, "segment_no": claim_no, "form": "P", "control_number": f"ACCT-{claim_no}", "charge_cents": 100,
        "facility_code": "11", "frequency_code": "1", "billing_npi": "1999999984", "billing_name": "SAMPLE CLINIC",
        "patient_last_name": "DOE", "patient_first_name": "ANN", "patient_birth_on": date(1980, 5, 5), "relationship_code": "18",
        "service_from_on": date(2026, 3, 2),
    }  # fmt: skip
    return pl.DataFrame([dict.fromkeys(types) | plain | said], schema=types)


def payer(claim_no, **said):
    types = {name: column.dtype for name, column in frames.ClaimPayers.columns().items()}
    plain = {
        "claim_no": claim_no, "level_no": 1, "is_destination": True, "payer_name": "PLAN", "payer_key": "77777", "payer_kind": "commercial",
        "member_id": "MEM-1", "subscriber_last_name": "DOE", "relationship_code": "18",
    }  # fmt: skip
    return pl.DataFrame([dict.fromkeys(types) | plain | said], schema=types)


def asked(*controls):
    types = {"control_number": pl.String, "payer_control_number": pl.String}
    return pl.DataFrame(
        [{"control_number": control, "payer_control_number": None} for control in controls], schema=types
    )


def test_questions_are_composed_from_the_claims_as_sent():
    child = {"relationship_code": "19", "patient_last_name": "NEW", "patient_first_name": "BABY"}
    claims = pl.concat([claim(1), claim(2, **child, form="I", frequency_code="1")])
    payers = pl.concat(
        [
            payer(1),
            payer(2, relationship_code="19", subscriber_last_name="NEW"),
            payer(2, level_no=2, is_destination=False),
        ]
    )
    out = compose_requests(asked("ACCT-1", "ACCT-2"), claims=claims, payers=payers)

    assert out.findings == []
    columns = ("subscriber_last_name", "subscriber_birth_on", "patient_first_name", "patient_birth_on", "bill_type")
    assert out.frame.select(columns).rows() == [
        ("DOE", date(1980, 5, 5), None, None, None),
        ("NEW", None, "BABY", date(1980, 5, 5), "111"),
    ]


@pytest.mark.parametrize(
    ("claims", "payers", "reason"),
    [
        (claim(1), payer(1, member_id=None), "member ID"),
        (claim(1), payer(1, payer_key=None), "payer has no number"),
        (claim(1, billing_npi=None), payer(1), "no NPI"),
        (claim(1, patient_birth_on=None), payer(1), "date of birth"),
        (claim(2), payer(2), "not among the files"),
    ],
)
def test_what_cannot_be_asked_is_told(claims, payers, reason):
    out = compose_requests(asked("ACCT-1"), claims=claims, payers=payers)

    assert out.frame.is_empty()
    assert out.exceptions.height == 1
    assert reason in out.findings[0].message
