"""Stories: a file of people changes only the columns that it has."""

from tests.stories.practice import Practice


def test_an_address_change_leaves_name_birth_phone_email_and_guarantor_as_they_were(practice: Practice):
    practice.person("ana").person("kid", guarantor_key="ana", birth_on="2015-01-01")
    practice.opens_with("ana", visit="V1", charge=60, open=60, on="2026-01-05")
    moved = {"line1": "9 New Road", "city": "Tallahassee", "state": "FL", "zip": "32303"}
    practice.brings("demographics", {"party_key": "ana"} | moved, {"party_key": "kid"} | moved, day="2026-03-05")
    row = {
        "visit_key": "V2",
        "party_key": "kid",
        "service_on": "2026-02-25",
        "charge_cents": 3_000,
        "open_cents": 3_000,
        "reason": "self_pay",
    }
    practice.brings("open_balances", row, day="2026-03-05")

    answer = practice.why("ana", "email", at="2026-03-06T15:30+00:00")
    assert {"patient": 9_000, "due": 9_000} == practice.owed("ana", day="2026-03-05")
    assert "free" == answer.verdict
    assert [("ana", "statement", "first_statement")] == practice.night("2026-03-06").sent


def test_a_column_that_the_file_has_and_that_is_empty_is_emptied(practice: Practice):
    practice.person("ana").opens_with("ana", visit="V1", charge=60, open=60, on="2026-01-05")
    practice.brings("demographics", {"party_key": "ana", "email": ""}, day="2026-03-05")

    assert "forbid" == practice.why("ana", "email", at="2026-03-06T15:30+00:00").verdict
    assert "free" == practice.why("ana", "letter", at="2026-03-06T15:30+00:00").verdict


def test_a_file_of_all_columns_tells_the_whole_person(practice: Practice):
    practice.person("ana").opens_with("ana", visit="V1", charge=60, open=60, on="2026-01-05")
    practice.person("ana", email="", day="2026-03-05")

    assert "forbid" == practice.why("ana", "email", at="2026-03-06T15:30+00:00").verdict
