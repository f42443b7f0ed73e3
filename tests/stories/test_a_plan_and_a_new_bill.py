"""Stories: a payment plan covers the care that was there to agree on; a bill that came later goes out alone."""

from datetime import UTC, datetime

import pytest

from remindful.edges.store import reads
from remindful.edges.store.store import open_store
from tests.stories.practice import Practice, claim_answer

AT = "2026-03-06T15:30+00:00"


@pytest.fixture
def planned(practice: Practice) -> Practice:
    practice.person("ana").opens_with("ana", visit="V1", charge=300, open=300, on="2026-01-05")
    practice.happens("plan_agreed", "ana", on="2026-03-02", amount_cents=5_000)
    return practice


def verdicts(practice: Practice, *acts: str) -> list[str]:
    return [practice.why("ana", act, at=AT).verdict for act in acts]


def asked_cents() -> list[int]:
    with open_store(organizations="all", now=datetime(2026, 3, 9, tzinfo=UTC), read_only=True) as store:
        return reads.messages(store)["due_cents"].to_list()


def test_while_a_plan_covers_all_that_is_due_nothing_is_sent(planned: Practice):
    assert ["forbid", "forbid", "forbid"] == verdicts(planned, "statement", "letter", "call")
    assert [] == planned.night("2026-03-06").sent


def test_the_first_bill_of_care_that_the_plan_does_not_cover_goes_out_and_asks_for_that_alone(planned: Practice):
    planned.opens_with("ana", visit="V2", charge=80, open=80, on="2026-03-01", day="2026-03-05")

    assert ["free", "forbid", "forbid"] == verdicts(planned, "statement", "call", "agency_placement")
    assert [("ana", "statement", "first_statement")] == planned.night("2026-03-06").sent
    assert [8_000] == asked_cents()


def test_what_a_payer_left_to_the_patient_after_the_plan_is_a_new_bill(planned: Practice):
    planned.visit("V2", "ana", ("99213", 150), on="2026-02-20")
    planned.answer(claim_answer("V2", ("99213", 150, 60, "CO45:40 PR1:50")), day="2026-03-05")

    assert ["free"] == verdicts(planned, "statement")
    assert [("ana", "statement", "first_statement")] == planned.night("2026-03-06").sent
    assert [5_000] == asked_cents()


def test_a_plan_of_the_former_system_covers_the_balances_that_were_brought_in_with_it(practice: Practice):
    practice.person("ana").opens_with("ana", visit="V1", charge=300, open=300, on="2026-01-05", day="2026-03-02")
    practice.brings(
        "contacts", {"party_key": "ana", "kind": "plan_agreed", "happened_on": "2026-02-01"}, day="2026-03-02"
    )

    assert ["forbid"] == verdicts(practice, "statement")


def test_a_plan_for_one_visit_covers_that_visit(practice: Practice):
    practice.person("ana").opens_with("ana", visit="V1", charge=300, open=300, on="2026-01-05")
    practice.opens_with("ana", visit="V2", charge=80, open=80, on="2026-01-06")
    practice.happens("plan_agreed", "ana", on="2026-03-02", visit_key="V1")

    assert ["free"] == verdicts(practice, "statement")
    practice.night("2026-03-06")
    assert [8_000] == asked_cents()


def test_a_plan_that_ended_covers_nothing(planned: Practice):
    planned.happens("plan_ended", "ana", on="2026-03-04")

    assert ["free"] == verdicts(planned, "statement")
    planned.night("2026-03-06")
    assert [30_000] == asked_cents()
