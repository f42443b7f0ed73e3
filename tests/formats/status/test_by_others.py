"""What other people's programs say of our samples and of what we write: they share no code with ours."""

import io
import json
import logging
from datetime import date, datetime

import polars as pl
import pytest
import pyx12.params
import pyx12.x12n_document
from pyx12.x12file import X12Reader
from x12sdk.io import X12ModelReader

from remindful.core.words.frames import Authorizations, Coverages, Providers, Referrals
from remindful.edges.formats.authorization278 import FORMAT as AUTHORIZATIONS
from remindful.edges.formats.authorization278 import RequestHeader, write_requests
from remindful.edges.x12.write import Interchange
from tests.formats.x12.reading import SAMPLES, join_readings
from tests.statuses.rows import frame


def pyx12_errors(path):
    """pyx12's own answer, by its maps of the guides."""
    said = io.StringIO()
    logging.disable(logging.CRITICAL)
    try:
        pyx12.x12n_document.x12n_document(pyx12.params.ParamsBase(), str(path), None, None, None, said)
    finally:
        logging.disable(logging.NOTSET)
    return sorted(set(errors_in(json.loads(said.getvalue()))))


def errors_in(node):
    if isinstance(node, dict):
        yield from [node["err_str"]] if "err_str" in node else []
        node = list(node.values())
    for child in node if isinstance(node, list) else []:
        yield from errors_in(child)


#: pyx12's map of X214 wants STC02 of a line and forbids it, a status of every provider, and claims where a provider is refused.
QUIRKS_OF_X214 = [
    "(0) is not a valid code for Hierarchical Child Code (HL04)",
    'Data element "Status Information Effective Date" (STC02) is marked as Not Used',
    'Mandatory data element "Status Information Effective Date" (STC02) is missing',
    'Mandatory loop "Patient Level" (2000D) missing',
    'Mandatory segment "Billing Provider Status Information" (STC) missing',
]


def test_pyx12_takes_our_277ca_for_one_but_for_quirks_of_its_map():
    assert pyx12_errors(SAMPLES / "status277" / "samples" / "receipt.277ca") == QUIRKS_OF_X214


@pytest.mark.parametrize("name", ["partly.999", "files.ta1"])
def test_pyx12_takes_our_acknowledgments_for_some(name):
    assert pyx12_errors(SAMPLES / "ack999" / "samples" / name) == []


def test_x12sdk_takes_our_277_for_one():
    text = (SAMPLES / "status277" / "samples" / "answer.277").read_text()
    with X12ModelReader(text.replace("~\n", "~")) as reader:
        assert len(list(reader.models())) == 2


HEADER = RequestHeader(
    Interchange("CLINIC01", "PLAN", 12, 12, datetime(2026, 3, 10, 8, 30), is_production=False),  # noqa: DTZ001
    "SAMPLE CLINIC", "1999999984", "990000001", "ANN RIVERA", "8505550100",
)  # fmt: skip


REFERRAL = {
    "referral_key": "R-1", "party_key": "ann", "reason_code": "M54.50", "referred_npi": "1999999976", "referred_taxonomy": "225100000X",
    "priority": "urgent", "service_codes": "97110:97112", "visits_allowed": 12,
}  # fmt: skip
AUTHORIZATION = {
    "authorization_key": "AUTH-1", "party_key": "ann", "payer_key": "77777", "referral_key": "R-1", "state": "requested",
    "from_on": date(2026, 3, 10), "to_on": date(2026, 6, 10),
}  # fmt: skip
COVERAGE = {
    "party_key": "ann", "payer_key": "77777", "payer_name": "SAMPLE HEALTH PLAN", "member_id": "MEM-1", "relationship_code": "18",
}  # fmt: skip
PERSON = {"party_key": "ann", "last_name": "DOE", "first_name": "ANN", "birth_on": date(1980, 5, 5), "sex": "F"}
PROVIDER = {"npi": "1999999976", "last_name": "DOC", "first_name": "SAM", "is_person": True}
BABY = {"party_key": "baby", "relationship_code": "19", "subscriber_last_name": "DOE", "subscriber_first_name": "ANN"}


def written(authorizations=({},), coverages=({}, BABY), people=({}, {"party_key": "baby", "first_name": "BABY"})):
    frames = {
        "authorizations": frame(Authorizations, *(AUTHORIZATION | row for row in authorizations)),
        "referrals": frame(Referrals, REFERRAL),
        "coverages": frame(Coverages, *(COVERAGE | row for row in coverages)),
        "people": pl.DataFrame([PERSON | row for row in people]),
        "providers": frame(Providers, PROVIDER),
    }
    return write_requests(frames, header=HEADER)


BOTH = (
    {},
    {
        "authorization_key": "AUTH-2", "party_key": "baby", "referral_key": None, "provider_npi": "1999999976",
        "service_codes": "99460", "units_allowed": 2.0, "visits_allowed": 3, "to_on": None,
    },
)  # fmt: skip


def test_a_request_is_what_the_guide_wants_segment_by_segment():
    assert written().text.splitlines()[2:-2] == [
        "ST*278*0001*005010X217~",
        "BHT*0007*13*AUTH-1*20260310*0830~",
        "HL*1**20*1~",
        "NM1*X3*2*SAMPLE HEALTH PLAN*****PI*77777~",
        "HL*2*1*21*1~",
        "NM1*1P*2*SAMPLE CLINIC*****XX*1999999984~",
        "PER*IC*ANN RIVERA*TE*8505550100~",
        "HL*3*2*22*1~",
        "NM1*IL*1*DOE*ANN****MI*MEM-1~",
        "REF*EJ*ann~",
        "DMG*D8*19800505*F~",
        "HL*4*3*EV*1~",
        "TRN*1*AUTH-1*9990000001~",
        "UM*SC*I*3***U~",
        "DTP*AAH*RD8*20260310-20260610~",
        "HI*ABK:M5450~",
        "HSD*VS*12~",
        "NM1*SJ*1*DOC*SAM****XX*1999999976~",
        "PRV*PE*PXC*225100000X~",
        "HL*5*4*SS*0~",
        "SV1*HC:97110~",
        "HL*6*4*SS*0~",
        "SV1*HC:97112~",
        "SE*24*0001~",
    ]


def test_a_request_for_a_dependent_names_both():
    lines = [line.removesuffix("~") for line in written(BOTH).text.splitlines()]
    at = lines.index("HL*4*3*23*1")

    assert lines[at - 1 : at + 6] == [
        "NM1*IL*1*DOE*ANN****MI*MEM-1", "HL*4*3*23*1", "NM1*QC*1*DOE*BABY", "REF*EJ*baby", "DMG*D8*19800505*F", "INS*N*19", "HL*5*4*EV*1",
    ]  # fmt: skip
    assert lines[-4:-2] == ["SV1*HC:99460**UN*2", "SE*23*0002"]


def test_requests_are_read_back_as_they_were_asked(tmp_path):
    path = tmp_path / "ask.278"
    path.write_text(written(BOTH).text)
    frames, findings = join_readings(AUTHORIZATIONS.read(path, None))
    columns = (
        "authorization_key",
        "party_key",
        "payer_key",
        "state",
        "from_on",
        "to_on",
        "visits_allowed",
        "units_allowed",
        "service_codes",
    )

    assert findings == []
    assert frames["authorizations"].select(*columns, "provider_npi").rows() == [
        (
            "AUTH-1",
            "ann",
            "77777",
            "requested",
            date(2026, 3, 10),
            date(2026, 6, 10),
            12,
            None,
            "97110:97112",
            "1999999976",
        ),
        ("AUTH-2", "baby", "77777", "requested", date(2026, 3, 10), date(2026, 3, 10), 3, 2.0, "99460", "1999999976"),
    ]


def test_pyx12_finds_envelope_and_loops_of_a_request_in_order(tmp_path):
    path = tmp_path / "ask.278"
    path.write_text(written(BOTH).text)
    with X12Reader(str(path)) as reader:
        wrong = [error for _ in reader for error in reader.pop_errors()]

    assert wrong == []


def test_pyx12_finds_a_planted_fault_in_the_loops_of_a_request(tmp_path):
    path = tmp_path / "ask.278"
    path.write_text(written(BOTH).text.replace("HL*6*4*SS*0", "HL*9*8*SS*0"))
    with X12Reader(str(path)) as reader:
        wrong = [error for _ in reader for error in reader.pop_errors()]

    assert wrong


@pytest.mark.parametrize(
    ("authorization", "coverage", "reason"),
    [
        ({"payer_key": "99999"}, {}, "member ID"),
        ({"payer_key": None}, {}, "payer has no number"),
        ({"provider_npi": "1000000004"}, {}, "has no name"),
        ({"authorization_key": "A~1"}, {}, "characters"),
        ({}, {"member_id": None}, "member ID"),
    ],
)
def test_what_cannot_be_asked_is_told(authorization, coverage, reason):
    made = written((authorization,), coverages=(coverage,))

    assert made.requests.is_empty()
    assert reason in made.findings[0].message
