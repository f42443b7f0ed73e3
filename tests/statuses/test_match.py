"""A receiver's word finds the claim that it is about, or is named as found nowhere."""

from datetime import date, timedelta

import polars as pl
import pytest

from remindful.core.submissions import statuses
from tests.statuses.rows import DAY, of_set, people, refused, sent, taken, told


def pairs(matched):
    return [
        tuple(row)
        for row in matched.frame.select("status_no", "claim_sent_id").sort("status_no", "claim_sent_id").rows()
    ]


def whys(matched):
    return matched.unmatched["why"].to_list()


@pytest.mark.parametrize("number", ["ACCT-1", "acct-1", "00ACCT-1", " ACCT-1"])
def test_a_number_is_known_again_whatever_the_receiver_does_to_it(number):
    assert [(1, 1)] == pairs(statuses.match_statuses(told(taken(number)), sent=sent({}, {})))


def test_a_number_that_is_like_two_of_ours_is_neither():
    ours = sent({"control_number": "7"}, {"control_number": "07"})

    assert ["no_claim"] == whys(statuses.match_statuses(told(taken("007")), sent=ours))
    assert [(1, 2)] == pairs(statuses.match_statuses(told(taken("07")), sent=ours))


def test_of_a_claim_sent_twice_the_batch_decides_and_then_the_day():
    again = {
        "control_number": "ACCT-1",
        "sent_on": date(2026, 3, 20),
        "interchange_number": "000000008",
        "group_number": "8",
    }
    ours = sent({}, again)
    late = DAY + timedelta(days=20)

    assert [(1, 1)] == pairs(statuses.match_statuses(told(refused("ACCT-1")), sent=ours))
    assert [(1, 2)] == pairs(statuses.match_statuses(told(taken("ACCT-1", effective_on=late)), sent=ours))
    of_first = told(refused("ACCT-1", effective_on=late, set_number="0000000070001"))
    assert [(1, 1)] == pairs(statuses.match_statuses(of_first, sent=ours))


def test_of_a_claim_to_two_payers_the_one_of_the_payer_that_speaks():
    ours = sent({}, {"control_number": "ACCT-1", "level_no": 2, "payer_key": "88888"})

    assert [(1, 1)] == pairs(statuses.match_statuses(told(taken("ACCT-1", payer_key="77777")), sent=ours))
    assert [(1, 2)] == pairs(statuses.match_statuses(told(taken("ACCT-1", payer_key="88888")), sent=ours))


def test_a_word_on_a_set_is_about_each_claim_of_it_and_no_other():
    ours = sent({}, {}, {"set_number": "0002"}, {"group_number": "8"})

    assert [(1, 1), (1, 2)] == pairs(statuses.match_statuses(told(of_set("R")), sent=ours))


def test_a_word_on_a_group_a_file_or_a_batch_is_about_all_of_it():
    ours = sent({}, {"set_number": "0002"}, {"group_number": "8", "interchange_number": "000000008"})
    words = told(
        of_set("R", None),
        {"kind": "TA1", "interchange_number": "7", "category_code": "A"},
        taken(None, set_number="70001"),
    )

    assert [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1)] == pairs(statuses.match_statuses(words, sent=ours))


def test_a_fault_that_names_its_claim_is_about_that_claim():
    fault = of_set("R", control_number="ACCT-2", at_segment="CLM")

    assert [(1, 2)] == pairs(statuses.match_statuses(told(fault), sent=sent({}, {})))


def test_numbers_given_again_mean_the_last_file_sent_by_then():
    old = {"sent_on": date(2020, 1, 1), "file_name": "old.837"}
    later = {"sent_on": date(2026, 3, 11), "file_name": "later.837"}

    assert [(1, 2)] == pairs(statuses.match_statuses(told(of_set("A")), sent=sent(old, {}, later)))


def test_two_files_of_one_day_with_the_same_numbers_are_for_a_person():
    matched = statuses.match_statuses(told(of_set("R")), sent=sent({}, {"file_name": "other.837"}))

    assert ["two_files"] == whys(matched)
    assert matched.frame.is_empty()


def test_a_payers_number_told_before_finds_its_claim():
    known = pl.DataFrame({"payer_control_number": ["PCN-1", "PCN-2", "PCN-2"], "claim_sent_id": [1, 1, 2]})
    words = told(
        taken(None, payer_control_number="PCN-1", member_id="M"),
        taken(None, payer_control_number="PCN-2", member_id="M"),
    )
    matched = statuses.match_statuses(words, sent=sent({}, {}), known=known)

    assert [(1, 1)] == pairs(matched)
    assert ["no_claim"] == whys(matched)


LIKE_ANN = {
    "member_id": "m-1", "service_from_on": date(2026, 3, 2), "charge_cents": 15_000, "patient_last_name": "Doe",
    "patient_first_name": "Ann",
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "score", "why"),
    [
        ({}, 100, None),
        ({"patient_first_name": None, "patient_last_name": None}, 85, None),
        ({"patient_last_name": "Roe"}, 95, None),
        ({"patient_first_name": "Eve"}, 90, "doubtful"),
        ({"charge_cents": 15_001}, 75, "doubtful"),
        ({"service_from_on": date(2026, 3, 3)}, 75, "doubtful"),
        ({"charge_cents": 1, "service_from_on": None}, None, "no_claim"),
        ({"member_id": "M-2"}, None, "no_claim"),
    ],
)
def test_without_a_number_member_day_and_charge_decide_and_a_first_name_that_differs_stops(said, score, why):
    word = told(taken("THEIRS-1", **(LIKE_ANN | said)))
    matched = statuses.match_statuses(word, sent=sent({}, {}), people=people((1, "M-1", "DOE", "ANN")))

    assert ([] if why is None else [why]) == whys(matched)
    assert score == (matched.frame if why is None else matched.unmatched)["score"].to_list()[0]


def test_mother_and_newborn_alike_in_all_but_the_name_are_told_apart_by_it():
    ours, both = sent({}, {}), people((1, "M-1", "DOE", "ANN"), (2, "M-1", "DOE", "BABY"))
    named = statuses.match_statuses(
        told(taken("X", **(LIKE_ANN | {"patient_first_name": "Baby"}))), sent=ours, people=both
    )
    nameless = statuses.match_statuses(
        told(taken("X", **(LIKE_ANN | {"patient_first_name": None}))), sent=ours, people=both
    )

    assert [(1, 2)] == pairs(named)
    assert ["two_claims"] == whys(nameless)


@pytest.mark.parametrize(
    ("word", "why"),
    [
        (of_set("R", "0009"), "no_file"),
        (of_set("R", group_number="HR*7"), "other_kind"),
        ({"kind": "TA1", "interchange_number": "99"}, "no_file"),
        (refused(None, set_number="999"), "no_batch"),
        (refused(None, message="All of provider DOC: refused."), "of_provider"),
        ({"kind": "277", "category_code": "E0"}, "of_question"),
        (refused("NOBODY"), "no_claim"),
    ],
)
def test_what_is_about_no_known_claim_is_named_with_its_reason_and_cure(word, why):
    matched = statuses.match_statuses(told(word), sent=sent({}))
    (finding,) = statuses.say_unmatched(matched.unmatched, file="in.277")

    assert [why] == whys(matched)
    assert finding.code == f"status.{why}"
    assert finding.remedy


def test_every_word_is_matched_or_named_and_never_both():
    words = told(
        taken("ACCT-1"), refused("NOBODY"), of_set("R"), refused(None), taken("X", **LIKE_ANN), of_set("A", "0009")
    )
    matched = statuses.match_statuses(words, sent=sent({}, {}), people=people((2, "M-1", "DOE", "ANN")))
    found, missed = set(matched.frame["status_no"]), set(matched.unmatched["status_no"])

    assert found | missed == set(words["status_no"])
    assert not found & missed


def test_without_its_number_a_claim_that_was_sent_twice_is_one_claim_the_one_of_the_batch_or_of_the_day():
    again = {"control_number": "ACCT-1", "sent_on": date(2026, 3, 20), "interchange_number": "000000008"}
    ours, hers = sent({}, again), people((1, "M-1", "DOE", "ANN"), (2, "M-1", "DOE", "ANN"))
    word = taken("MANGLED", **LIKE_ANN)

    def found(**said: object) -> list[tuple[int, int]]:
        return pairs(statuses.match_statuses(told(word | said), sent=ours, people=hers))

    assert [(1, 1)] == found()
    assert [(1, 2)] == found(effective_on=DAY + timedelta(days=20))
    assert [(1, 1)] == found(effective_on=DAY + timedelta(days=20), set_number="70001")


def test_a_claim_that_may_have_said_two_member_numbers_is_no_two_claims():
    hers = people((1, "M-1", "DOE", "ANN"), (1, "M-2", "DOE", "ANN"), (1, "M-1", "DOE", "ANNA"))

    assert [(1, 1)] == pairs(
        statuses.match_statuses(told(taken("MANGLED", **LIKE_ANN)), sent=sent({}, {}), people=hers)
    )


def test_a_word_on_a_line_is_found_with_its_claim_and_never_by_its_own_charge():
    ours = sent({"charge_cents": 20_000}, {})
    both = people((1, "M-1", "DOE", "ANN"), (2, "M-1", "DOE", "ANN"))
    claim = refused("MANGLED", **(LIKE_ANN | {"charge_cents": 20_000}))
    line = refused("MANGLED", "453", at_segment="SVC", at_segment_no=1, **LIKE_ANN)

    assert [(1, 1), (2, 1)] == pairs(statuses.match_statuses(told(claim, line), sent=ours, people=both))
    assert ["no_claim"] == whys(statuses.match_statuses(told(line), sent=ours, people=both))
