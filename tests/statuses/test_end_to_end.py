"""Our 837 goes out; a stranger's program acknowledges it, a receiver answers; every claim is found, and asked about."""

import io
import logging
from datetime import date

import polars as pl
import pytest
import pyx12.params
import pyx12.x12n_document
from x12sdk.io import X12ModelReader

from remindful.core.submissions import claim_states, statuses
from remindful.core.submissions.status_requests import compose_requests
from remindful.core.words.frames import SentClaims
from remindful.edges.formats import claim837, sniff_format
from remindful.edges.formats.status277 import RequestHeader, write_requests
from tests.formats.x12.made837 import HEADER, KINDS, as_frames, together
from tests.formats.x12.reading import join_readings
from tests.statuses import written
from tests.statuses.rows import frame

SENT_ON = HEADER.interchange.now.date()


@pytest.fixture(scope="module")
def sending():
    frames = as_frames(together(*(KINDS[kind](number) for number, kind in enumerate(KINDS, start=1))))
    file = claim837.write_claims(frames, header=HEADER)
    rows = file.sent.join(frames["claims"], on="claim_no").join(
        frames["claim_payers"].filter("is_destination"), on="claim_no"
    )
    ours = frame(
        SentClaims,
        *(
            {
                "claim_sent_id": row["claim_no"], "organization_id": 1, "control_number": row["control_number"], "level_no": row["level_no"],
                "form": row["form"], "frequency_code": "1", "payer_key": row["payer_key"], "charge_cents": row["charge_cents"],
                "service_from_on": row["service_from_on"] or SENT_ON, "sent_on": SENT_ON, "file_name": "out.837",
                "interchange_number": f"{HEADER.interchange.number:09d}", "group_number": row["group_number"],
                "set_number": row["set_number"], "is_resubmission": False,
            }
            for row in rows.iter_rows(named=True)
        ),
    )  # fmt: skip
    return frames, file, SentClaims.validate(ours)


def acknowledged(text, folder):
    """The 999 that pyx12 writes for an 837, as our reader reads it."""
    path, said = folder / "out.837", io.StringIO()
    path.write_text(text)
    logging.disable(logging.CRITICAL)
    try:
        pyx12.x12n_document.x12n_document(pyx12.params.ParamsBase(), str(path), said, None, None, None)
    finally:
        logging.disable(logging.NOTSET)
    answer = folder / "in.999"
    answer.write_text(said.getvalue())
    assert sniff_format(answer).name == "ack999"
    return join_readings(sniff_format(answer).read(answer, None))[0]["claim_statuses"]


def test_a_strangers_999_of_our_837_is_about_each_claim_of_it(sending, tmp_path):
    _, file, ours = sending
    told = acknowledged(file.text, tmp_path)
    stood = claim_states.find_claim_states(ours, statuses.match_statuses(told, sent=ours).frame)

    assert told["is_accepted"].to_list() == [True] * told.height
    assert set(stood["state"]) == {"received"}


def test_a_strangers_999_of_a_broken_837_makes_work_of_its_claims(sending, tmp_path):
    _, file, ours = sending
    first, rest = file.text.split("SBR*", 1)
    told = acknowledged(first + "SBX*" + rest, tmp_path)
    stood = claim_states.find_claim_states(ours, statuses.match_statuses(told, sent=ours).frame)
    works = claim_states.list_work(stood, day=date(2030, 1, 1)).filter(pl.col("kind") == "rejected")
    refused = set(works["control_number"])

    assert refused
    assert any("SBX" in reason for reason in works["reason"])


def test_a_277ca_finds_its_batch_by_the_number_that_our_837_gave_it(sending, tmp_path):
    _, file, ours = sending
    batch = next(line.split("*")[3] for line in file.text.splitlines() if line.startswith("BHT"))
    refused = written.receipt(tmp_path / "in.277", batch=batch, day=SENT_ON)
    found = statuses.match_statuses(refused, sent=ours).frame
    first = ours.filter(
        (pl.col("set_number") == ours["set_number"][0]) & (pl.col("group_number") == ours["group_number"][0])
    )

    assert set(found["claim_sent_id"]) == set(first["claim_sent_id"])
    assert set(found["matched_by"]) == {"batch"}


def test_every_claim_that_our_837_sent_can_be_asked_about(sending):
    frames, _, ours = sending
    asked = ours.select("control_number", payer_control_number=pl.lit(None, dtype=pl.String))
    out = compose_requests(asked, claims=frames["claims"], payers=frames["claim_payers"])
    text = write_requests(out.frame, header=RequestHeader(HEADER.interchange, "SAMPLE CLINIC", "CLINIC01")).text
    with X12ModelReader(text.replace("~\n", "~")) as reader:
        sets = len(list(reader.models()))

    assert out.findings == []
    assert out.frame.height == ours["control_number"].n_unique()
    assert sets == out.frame["payer_key"].n_unique()
