"""What becomes of claims that were sent, as a biller would tell it."""

from datetime import date

import polars as pl

from remindful.core.submissions import claim_states, statuses, timely
from tests.statuses import written
from tests.statuses.rows import people, sent, taken, told


def after(ours, *words):
    return claim_states.find_claim_states(ours, statuses.match_statuses(pl.concat(words), sent=ours).frame)


def test_a_rejected_claim_is_found_corrected_and_sent_again(tmp_path):
    ours = sent({}, {})
    refused = written.receipt(
        tmp_path / "first.277", ("ACCT-1", "A7:164:IL", "DOE", "ANN", "M-1"), ("ACCT-2", "A2:20", "ROE", "CY", "M-2")
    )
    (work,) = claim_states.list_work(after(ours, refused), day=date(2026, 3, 10)).iter_rows(named=True)

    assert (work["control_number"], work["reason"]) == (
        "ACCT-1",
        "Refused, as something is wrong: the member ID (subscriber).",
    )
    assert work["remedy"].startswith("Compare name, date of birth and member ID with the card")

    again = {"control_number": "ACCT-1", "visit_id": 1, "sent_on": date(2026, 3, 12), "interchange_number": "000000008"}
    ours = sent({}, {}, again | {"is_resubmission": True, "file_name": "second.837"})
    accepted = written.receipt(
        tmp_path / "second.277", ("ACCT-1", "A2:20", "DOE", "ANN", "M-9"), day=date(2026, 3, 13), batch="0000000080001"
    )
    stood = after(ours, refused, accepted)

    assert stood["state"].to_list() == ["rejected", "accepted", "accepted"]
    assert claim_states.list_work(stood, day=date(2026, 3, 20)).is_empty()


def test_a_claim_that_was_accepted_and_then_met_with_silence_is_asked_for(tmp_path):
    accepted = written.receipt(tmp_path / "in.277", ("ACCT-1", "A2:20", "DOE", "ANN", "M-1"))
    stood = after(sent({}), accepted)

    assert claim_states.list_work(stood, day=date(2026, 4, 9)).is_empty()
    (work,) = claim_states.list_work(stood, day=date(2026, 4, 10)).iter_rows(named=True)
    assert (work["kind"], work["asks_status"]) == ("silent", True)
    assert work["reason"].startswith("31 days ago it was accepted, and no decision came.")


def test_a_999_refuses_a_whole_set_and_every_claim_of_it_is_unsent_again(tmp_path):
    ours = sent({}, {}, {"group_number": "8"})
    faults = ["IK3*CLM*22*2300*8", "CTX*CLM01:ACCT-2", "IK4*2*782*1"]
    refused = written.acknowledgment(tmp_path / "in.999", verdict="R", faults=faults)
    stood = after(ours, refused)
    payers = ours.select("visit_id", "level_no", payer_kind=pl.lit("medicare"))
    remits = pl.DataFrame(schema={"visit_id": pl.Int64, "level_no": pl.Int64, "adjudicated_on": pl.Date})

    assert stood["state"].to_list() == ["rejected", "rejected", "written"]
    assert timely.dues_of_sent(stood, payers=payers, remits=remits)["is_filed"].to_list() == [False] * 3
    works = claim_states.list_work(stood, day=date(2026, 3, 10))
    assert works["control_number"].to_list() == ["ACCT-1", "ACCT-2"]
    assert "Segment 22 CLM (loop 2300): element 2 is required and missing." not in works["reason"][0]
    assert "Segment 22 CLM (loop 2300): element 2 is required and missing." in works["reason"][1]


def test_five_days_are_left_to_file_what_was_refused_in_the_last_month(tmp_path):
    ours = sent({"service_from_on": date(2025, 3, 15)})
    refused = written.receipt(tmp_path / "in.277", ("ACCT-1", "A3:21", "DOE", "ANN", "M-1"))
    dues = timely.dues_of_sent(
        after(ours, refused),
        payers=ours.select("visit_id", "level_no", payer_kind=pl.lit("medicare")),
        remits=pl.DataFrame(schema={"visit_id": pl.Int64, "level_no": pl.Int64, "adjudicated_on": pl.Date}),
    )
    (finding,) = timely.say_timely(timely.filing_clocks(dues, day=date(2026, 3, 10)))

    assert finding.code == "timely.near"
    assert finding.message.endswith("by 2026-03-15 (1y from 2025-03-15; 42 CFR 424.44(a)): in 5 days.")


def test_a_newborn_on_the_mothers_number_is_found_by_its_own_control_number(tmp_path):
    ours = sent({"control_number": "MOTHER-1"}, {"control_number": "BABY-1"})
    both = people((1, "M-1", "DOE", "ANN"), (2, "M-1", "DOE", "BABY"))
    words = written.receipt(
        tmp_path / "in.277", ("BABY-1", "A7:679", "DOE", "ANN", "M-1"), ("MOTHER-1", "A2:20", "DOE", "ANN", "M-1")
    )
    matched = statuses.match_statuses(words, sent=ours, people=both)
    stood = claim_states.find_claim_states(ours, matched.frame)

    assert matched.unmatched.is_empty()
    assert stood.select("control_number", "state").rows() == [("MOTHER-1", "accepted"), ("BABY-1", "rejected")]
    (work,) = claim_states.list_work(stood, day=date(2026, 3, 10)).iter_rows(named=True)
    assert work["remedy"] == "Bill the newborn's care on the mother's claim, as this payer wants it."


def test_a_word_that_comes_twice_changes_nothing():
    once, twice = told(taken("ACCT-1")), told(taken("ACCT-1"), taken("ACCT-1"))

    assert after(sent({}), once).equals(after(sent({}), twice).with_columns(reason=after(sent({}), once)["reason"]))
    assert after(sent({}), once)["reason"].to_list() == after(sent({}), twice)["reason"].to_list()
