"""Every published 999, 277CA, 277 and 278 at hand is read whole; a table says what each gives. Our 276 is the published one."""

import os
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from remindful.core.submissions.status_requests import StatusRequests
from remindful.core.words import frames
from remindful.edges.formats import sniff_format
from remindful.edges.formats.status277 import RequestHeader, write_requests
from remindful.edges.x12.envelope import ENVELOPE_IDS
from remindful.edges.x12.pieces import read_pieces
from remindful.edges.x12.write import Interchange
from tests.formats.x12.reading import join_readings

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("REMINDFUL_SHARED_DATA", ROOT.parent / "shared" / "data")) / "x12"
FILES = sorted(path for kind in ("999", "277", "278") for path in (DATA / kind).glob("*") if path.is_file())
CONTRACTS = {"claim_statuses": frames.ClaimStatuses, "authorizations": frames.Authorizations}

pytestmark = pytest.mark.skipif(not FILES, reason=f"no published X12 files under {DATA} (set REMINDFUL_SHARED_DATA)")

#: What each file gives: its rows as the code that matters, and the codes of its findings.
TABLE = {
    "999-accept-with-errors.edi": ("E E E E", "x12.se_count"),
    "999-accept.edi": ("A A", ""),
    "999-reject-control-number-mismatch.edi": ("R R", "x12.se_count"),
    "x12_999_accepted.txt": ("A A", "x12.iea_control"),
    "x12_999_rejected.txt": ("R R R", ""),
    "response-to-functional-group-containing-3-837s.edi": ("A R R R R R P", ""),
    "golden_277.edi": ("A2 A2", ""),
    "golden_277ca.edi": ("A1 A2 A7", ""),
    "277-unknown-status.edi": ("ZZ", "status.category_unknown status.status_unknown"),
    "277ca-hl-orphan.edi": ("A7", "status.loop_wrong"),
    "277CA_accepted.txt": ("A1 A2", ""),
    "277CA_rejected.txt": ("A1 A7", ""),
    "277_x212.txt": ("A1 A1 A1 A1 A1 A1 A1 A1", "x12.iea_control"),
    "claim-ncpdp-response.edi": ("F2", "status.status_unknown"),
    "claim-response.edi": ("P3 F0 F2 F2", ""),
    "info-receiver-response.edi": ("E0", ""),
    "provider-response.edi": ("P3 E0", ""),
    "Notification_pass_1.era": ("P5", "x12.iea_control"),
    "278-comprehensive.edi": (
        "approved pended",
        "x12.ge_control authorization.pending authorization.loop_wrong authorization.day_unreadable",
    ),
    "278-edge.edi": ("requested", "x12.ge_control authorization.outside_event"),
    "278-request.edi": ("requested", ""),
    "278-response.edi": ("approved", ""),
    "referral-response-to-request-for-review.edi": ("approved", ""),
    "pass_admission-request-for-review.edi": ("requested", "x12.se_count"),
    "request-for-home-health-care.edi": ("requested", "x12.se_count authorization.pattern"),
    "emergency-admission-request-for-review.edi": ("requested", ""),
    "emergency-admission-response-to-request-for-review.edi": ("pended", "authorization.pending"),
    "referral-request-for-review.edi": ("requested", ""),
    "pass_admission-response-to-request-for-review.edi": ("partly approved", ""),
    "request-for-medical-services-reservation.edi": ("requested", ""),
    "request-for-non-emergency-transportation.edi": ("requested", ""),
    "response-to-medical-services-reservation.edi": ("approved", "authorization.pattern"),
    "response-to-non-emergency-transportation.edi": ("approved", ""),
}


def read(path):
    return join_readings(sniff_format(path).read(path, None))


def test_the_table_has_every_file_and_no_other():
    named = [name for path in FILES for name in TABLE if path.name.endswith(name)]

    assert sorted(TABLE) == sorted(named)
    assert len(FILES) == len(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_each_file_gives_what_the_table_says(name):
    (path,) = [path for path in FILES if path.name.endswith(name)]
    frames, findings = read(path)
    (frame,) = frames.values()
    rows, codes = TABLE[name]

    assert rows.split() == frame["state" if "authorizations" in frames else "category_code"].to_list()
    assert Counter(codes.split()) == Counter(finding.code for finding in findings)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[-60:])
def test_each_frame_keeps_its_contract(path):
    frames, _ = read(path)

    for name, frame in frames.items():
        CONTRACTS[name].validate(frame)


def test_every_status_segment_of_every_277_is_a_row():
    for path in (path for path in FILES if path.parent.name == "277"):
        frames, _ = read(path)
        pieces = read_pieces(path, starts=("HL",), landmarks=ENVELOPE_IDS)
        written = [number for piece in pieces for number in piece.rows.filter(pl.col("id") == "STC")["segment_no"]]

        assert written == frames["claim_statuses"]["segment_no"].unique(maintain_order=True).to_list(), path.name


def test_a_rejected_claim_of_a_published_277ca_says_which_and_why():
    (path,) = [path for path in FILES if path.name.endswith("277CA_rejected.txt")]
    row = read(path)[0]["claim_statuses"].row(1, named=True)

    assert (row["control_number"], row["payer_control_number"], row["charge_cents"]) == (
        "3920394930203",
        "1107000000001120",
        19_914,
    )
    assert (row["is_accepted"], row["service_from_on"]) == (False, date(2009, 3, 11))
    assert row["message"] == "Refused, as something is wrong: the NPI (billing provider)."


PUBLISHED = DATA / "276"


def asked(**said):
    plain = {
        "form": "I", "payer_key": "12345", "payer_name": "ABC INSURANCE", "provider_npi": "1666666661", "provider_name": "HOME HOSPITAL",
        "bill_type": "111",
    }  # fmt: skip
    return dict.fromkeys(StatusRequests.column_names()) | plain | said


def test_our_276_of_the_published_example_is_the_published_one():
    (path,) = PUBLISHED.glob("*pass_claim-request.edi")
    rows = [
        asked(
            control_number="SM123456", subscriber_last_name="SMITH", subscriber_first_name="FRED", subscriber_birth_on=date(1930, 12, 10),
            subscriber_sex="M", member_id="123456789A", charge_cents=851_388, service_from_on=date(2005, 8, 31), service_to_on=date(2005, 9, 6),
        ),
        asked(
            control_number="JO234567", subscriber_last_name="JONES", subscriber_first_name="MARY", subscriber_birth_on=date(1930, 11, 15),
            subscriber_sex="F", member_id="234567890A", charge_cents=759_900, service_from_on=date(2005, 7, 31), service_to_on=date(2005, 8, 9),
        ),
        asked(
            control_number="MA345678", form="P", bill_type=None, provider_npi="1666666666", provider_name="HOME HOSPITAL PHYSICIANS",
            subscriber_last_name="MANN", subscriber_first_name="JOHN", member_id="345678901", patient_last_name="MANN",
            patient_first_name="JOSEPH", patient_birth_on=date(1995, 11, 1), patient_sex="M", charge_cents=15_000,
            service_from_on=date(2005, 5, 1),
        ),
    ]  # fmt: skip
    types = {name: column.dtype for name, column in StatusRequests.columns().items()}
    now = datetime(2005, 9, 15, 14, 25)  # noqa: DTZ001 an office's own hour
    envelope = Interchange("123456789012345", "123456789012346", 10216, 20213, now, is_production=False)
    header = RequestHeader(envelope, "XYZ SERVICE", "X67E")
    ours = write_requests(StatusRequests.validate(pl.DataFrame(rows, schema=types)), header=header).text
    # Their trace numbers and references are their own; they ask the last claim by its line, we ask by its charge.
    own = ("ISA", "GS", "ST", "BHT", "TRN", "SVC", "AMT", "DTP", "SE", "GE", "IEA")
    theirs = [
        text for piece in read_pieces(path, starts=("ST",), landmarks=ENVELOPE_IDS) for text in piece.rows["text"]
    ]

    assert [text for text in theirs if not text.startswith(own)] == [
        line.removesuffix("~") for line in ours.splitlines() if not line.startswith(own)
    ]
    amounts = [text for text in theirs if text.startswith(("AMT", "DTP"))]
    assert amounts[:4] == [line.removesuffix("~") for line in ours.splitlines() if line.startswith(("AMT", "DTP"))][:4]
