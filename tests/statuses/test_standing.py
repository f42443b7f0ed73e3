"""How far a claim is, and what is to be done."""

from datetime import date, timedelta

import polars as pl
import pytest

from remindful.core.submissions import claim_states, statuses
from tests.statuses.rows import DAY, of_set, refused, sent, taken, told

LATER = DAY + timedelta(days=5)
PAID = {"kind": "277", "control_number": "ACCT-1", "category_code": "F1", "status_code": "65", "is_accepted": True}
PENDING = {"kind": "277", "control_number": "ACCT-1", "category_code": "P1", "status_code": "46"}


def stand(*words, ours=None, answers=None):
    ours = sent({}) if ours is None else ours
    return claim_states.find_claim_states(
        ours, statuses.match_statuses(told(*words), sent=ours).frame, adjudications=answers
    )


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ((), "written"),
        ((of_set("A"),), "received"),
        ((of_set("E"),), "received"),
        ((of_set("P", None),), "received"),
        ((of_set("R"),), "rejected"),
        ((of_set("A"), of_set("R", None)), "rejected"),
        (({"kind": "TA1", "interchange_number": "7", "is_accepted": False, "category_code": "R"},), "rejected"),
        ((taken(None, set_number="70001"),), "received"),
        ((refused(None, set_number="70001"),), "rejected"),
        ((taken("ACCT-1", category_code="A1", is_accepted=None),), "received"),
        ((taken("ACCT-1"),), "accepted"),
        ((refused("ACCT-1"),), "rejected"),
        ((PENDING,), "pending"),
        ((PAID,), "finalized"),
        ((PAID | {"category_code": "F2"},), "finalized"),
        ((PAID | {"category_code": "A4"},), "rejected"),
        ((PAID | {"category_code": "E1"},), "written"),
        ((PAID | {"category_code": "D0"},), "written"),
    ],
)
def test_each_word_means_a_state(words, state):
    assert [state] == stand(*words)["state"].to_list()


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ((taken("ACCT-1"), refused("ACCT-1", effective_on=LATER)), "rejected"),
        ((refused("ACCT-1"), taken("ACCT-1", effective_on=LATER)), "accepted"),
        ((taken("ACCT-1"), refused("ACCT-1")), "rejected"),
        ((refused("ACCT-1"), taken("ACCT-1")), "rejected"),
        ((refused("ACCT-1"), of_set("A", effective_on=LATER)), "rejected"),
        ((refused("ACCT-1"), taken("ACCT-1", category_code="A1", is_accepted=None, effective_on=LATER)), "rejected"),
        ((taken("ACCT-1"), of_set("R", effective_on=DAY)), "accepted"),
        ((PAID, PENDING), "finalized"),
        ((PAID, PENDING | {"effective_on": LATER}), "pending"),
        ((taken("ACCT-1"), PAID | {"category_code": "E2", "effective_on": LATER}), "accepted"),
    ],
)
@pytest.mark.parametrize("is_turned", [False, True])
def test_the_claims_own_word_outweighs_the_files_then_the_latest_day_then_the_worst(words, state, is_turned):
    assert [state] == stand(*(reversed(words) if is_turned else words))["state"].to_list()


def test_a_remittance_after_it_was_sent_finishes_a_claim_and_one_before_does_not():
    of_visit = pl.DataFrame(
        {"visit_id": [1], "level_no": [1], "adjudicated_on": [date(2026, 3, 8)]},
        schema_overrides={"visit_id": pl.Int64},
    )
    after = of_visit.with_columns(adjudicated_on=date(2026, 4, 1))

    assert ["accepted"] == stand(taken("ACCT-1"), answers=of_visit)["state"].to_list()
    assert ["finalized"] == stand(taken("ACCT-1"), answers=after)["state"].to_list()


def test_a_rejection_becomes_work_with_all_its_reasons_and_cures():
    works = claim_states.list_work(stand(refused("ACCT-1", "562", entity_code="82"), refused("ACCT-1", "254")), day=DAY)

    assert works.select("kind", "reason").rows() == [
        (
            "rejected",
            "Refused, as something is wrong: the NPI (rendering provider). Refused, as something is wrong: the principal diagnosis.",
        )
    ]
    assert "enrollment" in works["remedy"][0]
    assert "coder" in works["remedy"][0]


def test_what_the_receiver_wrote_itself_is_told_beside_our_words():
    works = claim_states.list_work(stand(refused("ACCT-1", "33", message="MEMBER TERMED 01/31")), day=DAY)

    assert works["reason"].to_list() == [
        'Refused, as something is wrong: subscriber and member ID are not on file. "MEMBER TERMED 01/31"'
    ]


@pytest.mark.parametrize(
    ("words", "quiet_days", "kind", "asks"),
    [
        ((), 2, "unacknowledged", False),
        ((of_set("A"),), 7, "undecided", True),
        ((taken("ACCT-1"),), 30, "silent", True),
        ((PENDING,), 30, "silent", True),
    ],
)
def test_silence_is_worth_a_question_a_day_after_patience_ends(words, quiet_days, kind, asks):
    since = DAY if words else date(2026, 3, 9)
    told_last = stand(*words)

    assert claim_states.list_work(told_last, day=since + timedelta(days=quiet_days)).is_empty()
    late = claim_states.list_work(told_last, day=since + timedelta(days=quiet_days + 1))
    assert late.select("kind", "asks_status", "wait_days").rows() == [(kind, asks, quiet_days + 1)]


def test_what_the_payer_asks_for_is_work_at_once():
    asked = PENDING | {"category_code": "R4", "status_code": "297"}
    works = claim_states.list_work(stand(asked), day=DAY)

    assert works.select("kind", "reason").rows() == [("asked", "The payer asks for documents: the medical notes.")]


def test_a_paid_claim_and_one_that_was_sent_again_need_nothing():
    ours = sent({}, {"control_number": "ACCT-1", "is_resubmission": True, "sent_on": LATER})
    stood = stand(refused("ACCT-1"), PAID | {"effective_on": LATER}, ours=ours)

    assert [("rejected", False), ("finalized", True)] == stood.select("state", "is_current").rows()
    assert claim_states.list_work(stood, day=LATER).is_empty()


def test_each_sent_claim_stands_once():
    ours = sent({}, {}, {})
    stood = stand(of_set("A"), taken("ACCT-1"), refused("ACCT-1"), taken("ACCT-2"), ours=ours)

    assert ours["claim_sent_id"].to_list() == stood["claim_sent_id"].to_list()
