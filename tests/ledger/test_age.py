"""Open money by age: buckets without gap or overlap, each start its own clock, every cent in exactly one bucket."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remindful.core.ledger import AGING_STARTS, age_items
from remindful.core.words.frames import Visits
from tests.ledger.conftest import DAY, Store, balance, balances, frame_of, unhurried, visit_row

BUCKETS = ["0-30", "31-60", "61-90", "91-120", "121-150", "151-180", ">180", "no start"]
EDGES = [(-5, "0-30"), (0, "0-30"), (30, "0-30"), (31, "31-60"), (60, "31-60"), (61, "61-90"), (90, "61-90"), (91, "91-120"),
         (120, "91-120"), (121, "121-150"), (150, "121-150"), (151, "151-180"), (180, "151-180"), (181, ">180"), (9_999, ">180")]  # fmt: skip
FAR = DAY - timedelta(days=9_999)


def placed(items, visits, *, start, day=DAY) -> dict[str, dict[str, int]]:
    """Cents by whose and bucket, those that are not nothing."""
    rows = age_items(balances(*items), frame_of(Visits, visits), day=day, start=start).iter_rows(named=True)
    return {row["balance_owner"]: {name: row[name] for name in BUCKETS if row[name]} for row in rows}


def started(start: str, on: date | None) -> tuple[dict, dict]:
    """An item of 10.00 and its visit, whose clock `start` began on `on`, and every other clock long ago."""
    days = dict.fromkeys(AGING_STARTS, FAR) | {start: on}
    visit = visit_row(
        service_from_on=FAR,
        service_to_on=days["discharge"],
        discharged_on=days["discharge"],
        billed_on=days["bill"],
        first_statement_on=days["first_statement"],
    )
    item = balance(due=1_000, on=days["service"] or FAR) | {"became_patients_on": days["patients"]}
    return item, visit


@pytest.mark.parametrize("start", [start for start in AGING_STARTS if start != "first_statement"])
@pytest.mark.parametrize(("days", "bucket"), EDGES)
def test_each_age_has_its_bucket_whatever_the_start(start, days, bucket):
    item, visit = started(start, DAY - timedelta(days=days))

    assert {"patient": {bucket: 1_000}, "total": {bucket: 1_000}} == placed([item], [visit], start=start)


@pytest.mark.parametrize(("days", "bucket"), EDGES[1:])
def test_each_age_has_its_bucket_from_the_first_statement(days, bucket):
    item, visit = started("first_statement", DAY - timedelta(days=days))

    assert {bucket: 1_000} == placed([item], [visit], start="first_statement")["total"]


def test_a_statement_that_is_still_to_come_has_not_started_a_clock():
    item, visit = started("first_statement", DAY + timedelta(days=1))

    assert {"no start": 1_000} == placed([item], [visit], start="first_statement")["total"]


@pytest.mark.parametrize("start", ["bill", "patients", "first_statement"])
def test_an_item_without_a_start_stands_apart(start):
    item, visit = started(start, None)

    assert {"no start": 1_000} == placed([item], [visit], start=start)["total"]


def test_without_a_discharge_the_last_day_of_service_starts_the_clock_else_the_items_own():
    item = balance(due=1_000, on=DAY - timedelta(days=70))
    last = visit_row(service_to_on=DAY - timedelta(days=31))

    assert {"31-60": 1_000} == placed([item], [last], start="discharge")["total"]
    assert {"61-90": 1_000} == placed([item], [visit_row()], start="discharge")["total"]


def test_credits_are_aged_beside_what_is_due_and_settled_items_not_at_all():
    items = [
        balance(1, due=1_000, visit=1),
        balance(2, opened=-300, balance_owner="credit", visit=1),
        balance(3, balance_owner="settled", visit=1),
    ]

    by_owner = {"credit": {"61-90": -300}, "patient": {"61-90": 1_000}, "total": {"61-90": 700}}
    assert by_owner == placed(items, [visit_row()], start="service")


def test_a_start_that_nobody_knows_is_refused_by_name():
    with pytest.raises(ValueError, match="'moon' is not one of service"):
        age_items(balances(balance(due=1)), frame_of(Visits, [visit_row()]), day=DAY, start="moon")


def test_with_nothing_open_there_is_a_total_of_nothing():
    assert {"total": {}} == placed([balance(balance_owner="settled")], [visit_row()], start="service")


def test_the_worked_example_holds():
    store = Store().visit(payers=["commercial"]).charge(15_000)
    store.answer((1, 8_000, "+CO45:2000 PR1:5000"), on=date(2026, 1, 20))
    before, after = date(2026, 1, 10), date(2026, 3, 31)

    def aged(day, start):
        return placed(store.items_owed(day=day).to_dicts(), [visit_row()], start=start, day=day)

    assert {"patient": {"61-90": 5_000}, "total": {"61-90": 5_000}} == aged(after, "service") == aged(after, "patients")
    assert {"payer": {"0-30": 15_000}, "total": {"0-30": 15_000}} == aged(before, "service")


@unhurried
@given(
    st.lists(st.tuples(st.integers(-9_999, 9_999), st.integers(-50, 400) | st.none()), min_size=1, max_size=9),
    st.sampled_from(AGING_STARTS),
)
def test_every_open_cent_is_in_exactly_one_bucket(drawn, start):
    rows, visits = [], []
    for number, (cents, days) in enumerate(drawn, start=1):
        item, visit = started(start, None if days is None else DAY - timedelta(days=days))
        balance_owner = "patient" if cents > 0 else "credit"
        rows.append(item | {"item_id": number, "visit_id": number, "open_cents": cents, "balance_owner": balance_owner})
        visits.append(visit | {"visit_id": number, "visit_key": f"V{number}"})
    aged = age_items(balances(*rows), frame_of(Visits, visits), day=DAY, start=start)
    by_owner, total = aged.filter(pl.col("balance_owner") != "total"), aged.row(-1, named=True)

    assert sum(cents for cents, _ in drawn) == total["total"] == sum(total[name] for name in BUCKETS)
    assert aged["total"].to_list() == aged.select(pl.sum_horizontal(BUCKETS)).to_series().to_list()
    assert total["total"] == by_owner["total"].sum()
