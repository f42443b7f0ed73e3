"""`remindful claims`: what a collector sees of each claim that waits."""

import json
from datetime import date

import pytest

from tests.statuses import written
from tests.statuses.test_status_inquiry import run, takes_in
from tests.statuses.two_offices import TwoOffices, sent
from tests.stories.care_practice import CarePractice
from tests.stories.practice import GROUP, HOSPITAL

LAST = date(2026, 5, 31)  # 90 days from the day of service


def shown(*words: str, day: str) -> str:
    """The table as one text, without its folds."""
    told = run("claims", *words, day=day)
    assert told.exit_code == 0, told.output
    return " ".join(told.output.split())


def told(kind: str, *, day: str) -> list[dict[str, object]]:
    return json.loads(run("claims", "--json", day=day).output)[kind]


def test_a_claim_that_waits_shows_whose_it_is_what_it_is_worth_and_what_to_do(house: CarePractice):
    table = shown(day="2026-03-20")

    assert "claim patient, payer charge status, since time to file why, and what to do" in table
    assert "V1 Ana Example $150.00 unacknowledged 72 days 17 days ago it was sent, and the file" in table
    assert " Aetna 2026-03-03 " in table
    assert "or send the file again." in table


def test_no_name_of_a_column_or_of_a_list_is_shown(house: CarePractice):
    house.x12(
        written.whole(written.receives(("V1", "A4:35", "E", "ANA", "M1ANA"), payer="AETNA")), ".277", day="2026-03-10"
    )

    for words in ((), ("--all",)):
        assert "_" not in shown(*words, day="2026-03-20")
    assert "not found" in shown(day="2026-03-20")


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2026-05-16", " 15 days "),
        ("2026-05-17", " 14 days "),
        ("2026-05-30", " 1 day "),
        ("2026-05-31", " today "),
        ("2026-06-01", " 1 day late "),
        ("2026-06-02", " 2 days late "),
    ],
)
def test_the_days_left_to_file_are_shown_on_each_side_of_the_last(house: CarePractice, day, message):
    assert f" unacknowledged{message}" in shown(day=day)
    assert ("The claim of V1" in shown(day=day)) == (day > "2026-05-16")


def test_json_has_the_same_with_cents_and_days(house: CarePractice):
    [work] = told("work", day="2026-05-30")

    assert {
        "control_number": "V1", "organization": GROUP, "patient_key": "ana", "patient": "Ana Example", "payer_key": "AETNA",
        "payer_name": "Aetna", "charge_cents": 15_000, "state": "written", "kind": "unacknowledged", "since_on": "2026-03-03",
        "left_days": 1, "last_day_on": "2026-05-31", "filing": "near",
    }.items() <= work.items()  # fmt: skip
    assert {"reason", "remedy", "wait_days", "asks_status"} <= work.keys()


def test_a_claim_that_was_taken_in_is_filed_and_one_that_was_only_received_is_not(house: CarePractice):
    house.x12(
        written.whole(written.acknowledges(verdict="A", group=str(sent()["V1"]["group_number"]), day=date(2026, 3, 4))),
        ".999",
        day="2026-03-04",
    )
    [received] = told("claims", day="2026-03-20")
    takes_in(house, "V1")
    [filed] = told("claims", day="2026-03-20")

    assert ("received", 72) == (received["state"], received["left_days"])
    assert ("accepted", None, None) == (filed["state"], filed["left_days"], filed["filing"])
    assert [] == told("clocks", day="2026-03-20")


def test_the_next_payers_days_count_from_the_answer_before_it(house: CarePractice):
    house.person("bob").covered("bob", "AETNA", "CIGNA").seen("V2", "bob", ("99213", 150), on="2026-03-02")
    house.bills("2026-03-04")
    house.payer_status_text("V2", ("99213", 150, 100, "CO45:20 PR1:30"), day="2026-03-10")
    house.bills("2026-03-11")
    [clock] = [one for one in told("clocks", day="2026-03-20") if one["act"] == "secondary"]

    assert ("V2", "CIGNA", "2026-03-10", "2026-06-08", 80) == tuple(
        clock[name] for name in ("due_key", "payer_key", "counted_on", "last_day_on", "left_days")
    )


@pytest.mark.parametrize(
    ("seen_on", "expected"),
    [
        ("2026-02-28", ("MEDICARE", "2027-02-28")),
        ("2026-03-01", ("CIGNA", "2026-05-30")),
        ("2026-04-30", ("CIGNA", "2026-07-29")),
        ("2026-05-01", None),
    ],
)
def test_what_is_not_billed_has_the_days_of_the_payer_in_force_when_the_patient_was_seen(
    house: CarePractice, seen_on, expected
):
    house.person("bob").covered("bob", "MEDICARE", until="2026-02-28")
    house.covered("bob", "CIGNA", since="2026-03-01", until="2026-04-30", level_no=2)
    house.seen("V2", "bob", ("99213", 150), on=seen_on, is_finished="no")
    clocks = [one for one in told("clocks", day="2026-05-02") if one["due_key"] == "V2"]

    assert ([] if expected is None else [(*expected, 15_000)]) == [
        (one["payer_key"], one["last_day_on"], one["amount_cents"]) for one in clocks
    ]


def test_two_organizations_with_one_patient_key_have_each_the_days_of_their_own_payer(pair: TwoOffices):
    for org, payer, dollars in ((GROUP, "MEDICARE", 70), (HOSPITAL, "CIGNA", 90)):
        office = pair.at(org).person("kim", email=f"kim@{org}.example").covered("kim", payer)
        # Each file must differ: the same bytes again would change nothing.
        office.seen(
            "X6", "kim", ("99213", dollars), on="2026-03-01", is_finished="no", reason=org, dx=(f"J0{dollars // 10}.9",)
        )
    clocks = [one for one in told("clocks", day="2026-03-20") if one["due_key"].endswith("/X6")]

    assert {
        (f"{GROUP}/X6", "MEDICARE", 7_000, "2027-03-01"),
        (f"{HOSPITAL}/X6", "CIGNA", 9_000, "2026-05-30"),
    } == {(one["due_key"], one["payer_key"], one["amount_cents"], one["last_day_on"]) for one in clocks}


def test_of_several_organizations_each_claim_and_each_clock_has_its_own_before_it(pair: TwoOffices):
    for org, patient, code in ((GROUP, "ana", "99213"), (HOSPITAL, "bob", "99212")):
        pair.at(org).seen("X5", patient, (code, 99), on="2026-03-01", dx=("J02.9" if org == GROUP else "J03.90",))
    pair.bills("2026-03-04")
    table = shown(day="2026-03-20")

    assert f"{GROUP}/X5 Ana Example $99.00" in table
    assert f"{HOSPITAL}/X5 Bob Example $99.00" in table
    assert {
        f"{org}/{number}" for org, number in ((GROUP, "V1"), (GROUP, "X5"), (HOSPITAL, "W1"), (HOSPITAL, "X5"))
    } == {one["due_key"] for one in told("clocks", day="2026-03-20")}
