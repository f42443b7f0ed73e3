"""Which payers cover an encounter, at which level, on each side of every boundary."""

from datetime import timedelta

import polars as pl
import pytest

from remindful.core.coverage import payer_to_bill, payers_in_force, payers_of_person
from remindful.core.words.frames import Coverages, EncounterPayers, Encounters
from tests.billing.rows import DAY, coverage, encounter, frame

ONE = timedelta(days=1)


def payers(*coverages: dict[str, object], level_no: int | None = 1, **said: object) -> list[tuple[int, str, bool]]:
    """(level, payer, whether the claim asks it) of one encounter."""
    visits = frame(Encounters, encounter(**said)).with_columns(level_no=pl.lit(level_no, dtype=pl.Int64))
    found = payers_in_force(visits, frame(Coverages, *coverages))
    return found.select("level_no", "payer_key", "is_destination").rows()


@pytest.mark.parametrize(
    ("said", "is_covered"),
    [
        ({"from_on": DAY}, True),
        ({"from_on": DAY + ONE}, False),
        ({"to_on": DAY}, True),
        ({"to_on": DAY - ONE}, False),
        ({"from_on": DAY, "to_on": DAY}, True),
        ({"to_on": None}, True),
        ({"party_key": "bob"}, False),
    ],
)
def test_a_coverage_counts_from_its_first_day_to_its_last(said, is_covered):
    assert ([(1, "AETNA", True)] if is_covered else []) == payers(coverage(**said))


def test_only_the_first_day_of_the_encounter_counts():
    ends, begins = coverage(to_on=DAY), coverage(payer="CIGNA", from_on=DAY + ONE)

    assert [(1, "AETNA", True)] == payers(ends, begins, ended_on=DAY + 3 * ONE)


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ({"to_on": DAY}, [(1, "AETNA", True), (2, "CIGNA", False)]),
        ({"to_on": DAY - ONE}, [(1, "CIGNA", True)]),
        ({"from_on": DAY + ONE}, [(1, "CIGNA", True)]),
    ],
)
def test_when_the_first_level_is_not_in_force_the_next_moves_up(first, expected):
    assert expected == payers(coverage(**first), coverage(2, "CIGNA"))


def test_levels_are_counted_without_gaps_whatever_their_numbers_are():
    ended = coverage(3, "GONE", to_on=DAY - ONE)

    assert [(1, "A", True), (2, "B", False), (3, "C", False)] == payers(
        coverage(7, "C"), ended, coverage(2, "A"), coverage(5, "B")
    )


def test_of_two_coverages_of_one_level_the_one_that_began_last_counts():
    old, new = coverage(payer="OLD", from_on=DAY - 2 * ONE), coverage(payer="NEW", from_on=DAY - ONE)

    assert [(1, "NEW", True)] == payers(old, new) == payers(new, old)


def test_the_one_that_began_last_counts_only_while_it_is_in_force():
    old = coverage(payer="OLD", from_on=DAY - 2 * ONE)
    ended, future = (
        coverage(payer="ENDED", from_on=DAY - ONE, to_on=DAY - ONE),
        coverage(payer="NEXT", from_on=DAY + ONE),
    )

    assert [(1, "OLD", True)] == payers(ended, old, future)


@pytest.mark.parametrize("turned", [False, True])
def test_two_coverages_of_one_level_and_day_give_the_same_payer_in_any_order(turned):
    same_day = [coverage(payer="B"), coverage(payer="A"), coverage(payer="C", to_on=DAY)]

    assert [(1, "C", True)] == payers(*(same_day[::-1] if turned else same_day))


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_equal_coverages_of_a_payer_the_one_with_a_member_number_counts(turned):
    pair = [coverage(member_id="M1"), coverage(member_id=None)]
    found = payer_to_bill(frame(Encounters, encounter()), frame(Coverages, *(pair[::-1] if turned else pair)))

    assert ["M1"] == found["member_id"].to_list()


@pytest.mark.parametrize(("level_no", "asked"), [(1, "A"), (None, "A"), (2, "B"), (3, None)])
def test_the_level_that_the_claim_asks_is_counted_after_the_gaps_close(level_no, asked):
    found = payers(coverage(2, "A"), coverage(4, "B"), level_no=level_no)

    assert [asked] == ([payer for _, payer, is_asked in found if is_asked] or [None])


def test_where_no_level_is_named_the_first_payer_is_asked():
    visits, coverages = frame(Encounters, encounter()), frame(Coverages, coverage(2, "B"), coverage(1, "A"))

    assert [(1, "A")] == payer_to_bill(visits, coverages).select("level_no", "payer_key").rows()


def test_each_encounter_has_the_payers_of_its_own_patient_and_day():
    visits = [
        encounter("V1"), encounter("V2", started_on=DAY + ONE), encounter("V3", party_key="bob"),
        encounter("V4", party_key="cy"),
    ]  # fmt: skip
    coverages = [coverage(to_on=DAY), coverage(2, "CIGNA"), coverage(payer="MOLINA", party_key="bob")]
    found = payers_in_force(frame(Encounters, *visits), frame(Coverages, *coverages))

    assert [("V1", 1, "AETNA"), ("V1", 2, "CIGNA"), ("V2", 1, "CIGNA"), ("V3", 1, "MOLINA")] == found.select(
        "encounter_key", "level_no", "payer_key"
    ).rows()


def test_without_coverages_or_encounters_there_are_no_payers():
    empty = EncounterPayers.create_empty()

    assert empty.equals(payers_in_force(frame(Encounters, encounter()), frame(Coverages)))
    assert empty.equals(payer_to_bill(frame(Encounters), frame(Coverages, coverage())))


@pytest.mark.parametrize(
    ("day", "expected"), [(DAY, ["AETNA", "CIGNA"]), (DAY + ONE, ["CIGNA"]), (DAY - 999 * ONE, [])]
)
def test_a_persons_payers_on_a_day_are_those_of_an_encounter_on_it(day, expected):
    coverages = frame(Coverages, coverage(2, "CIGNA"), coverage(to_on=DAY), coverage(payer="MOLINA", party_key="bob"))

    assert expected == payers_of_person(coverages, party_key="ann", day=day)["payer_key"].to_list()
