"""What must always hold of the books is found where it does not: each check has its planted fault."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remindful.core.ledger import check_cash, check_decisions, check_items, check_ledger
from tests.ledger.conftest import Store, unhurried


def healthy() -> Store:
    return Store().visit(payers=["commercial"]).charge(10_000).answer((1, 7_000, "+CO45:1000 PR1:2000")).pays(500)


def found(lines: pl.DataFrame, items: pl.DataFrame) -> list[tuple[str, str]]:
    return [(finding.code, finding.message) for finding in check_ledger(lines, items)]


def with_cell(frame: pl.DataFrame, column: str, plus: int, *, row: int) -> pl.DataFrame:
    here = pl.int_range(pl.len()) == row
    return frame.with_columns(pl.when(here).then(pl.col(column) + plus).otherwise(column).alias(column))


def test_healthy_books_have_no_fault():
    store = healthy()

    assert [] == found(store.lines(), store.items_owed())


@pytest.mark.parametrize("cents", [1, -1])
def test_an_entry_that_is_a_cent_off_is_found(cents):
    store = healthy()
    lines = with_cell(store.lines(), "amount_cents", cents, row=1)

    assert [("ledger.unbalanced", "1 entries do not sum to nothing.")] == found(lines, store.items_owed())


def test_two_entries_whose_faults_cancel_are_both_found():
    store = healthy()
    lines = with_cell(with_cell(store.lines(), "amount_cents", 1, row=1), "amount_cents", -1, row=3)

    assert [("ledger.unbalanced", "2 entries do not sum to nothing.")] == found(lines, store.items_owed())


def test_a_receivable_that_no_open_item_explains_is_found_with_both_amounts():
    store = healthy()
    message = "Open items sum to $0.00, the receivable to $15.00."

    assert [("ledger.receivable", message)] == found(store.lines(), store.items_owed().clear())


@pytest.mark.parametrize(
    "part",
    [
        "charge_cents",
        "payer_paid_cents",
        "contractual_cents",
        "other_off_cents",
        "opening_off_cents",
        "patient_paid_cents",
    ],
)
def test_an_item_whose_parts_are_not_its_charge_is_found(part):
    store = healthy()
    items = with_cell(store.items_owed(), part, 1, row=0)

    assert [("ledger.parts", "The parts of 1 items are not their charge.")] == found(store.lines(), items)


@pytest.mark.parametrize("plus", [1, -1_501])
def test_an_item_that_asks_for_more_than_is_open_or_less_than_nothing_is_found(plus):
    store = healthy()
    items = with_cell(store.items_owed(), "patient_due_cents", plus, row=0)

    assert [("ledger.due", "1 items ask the patient for more than is open.")] == found(store.lines(), items)


@unhurried
@given(
    st.lists(
        st.tuples(st.sampled_from(["commercial", "medicare"]), st.integers(-9_999, 9_999), st.integers(-9_999, 9_999)),
        max_size=4,
    )
)
def test_whatever_payers_say_the_books_hold(answers):
    store = Store().visit(payers=["commercial", "medicare"]).charge(10_000).charge(2_500, item=2)
    for kind, paid, off in answers:
        level = 1 if kind == "commercial" else 2
        store.answer((1, paid, f"+CO45:{off} PR1:{paid}"), (2, off, f"PR2:{off}"), level=level)

    assert [] == found(store.lines(), store.items_owed())


# --- what the truths say ----------------------------------------------------------------------------------------------------


def item_codes(store: Store) -> list[str]:
    return [finding.code for finding in check_items(store.items_owed())]


def test_an_item_that_is_open_for_more_than_its_charge_is_found():
    store = healthy()
    assert [] == item_codes(store)
    store.answer((1, -7_001, ""), status="22").leg(2_500, kind="payer_reversal", group="CO", other="contractual")

    assert ["ledger.over_charge"] == item_codes(store)


def test_an_item_that_is_written_off_below_nothing_is_found_and_one_that_was_overpaid_is_not():
    assert [] == item_codes(healthy().pays(9_000))
    assert [] == item_codes(healthy().answer((1, 9_000, ""), level=2, status="2"))
    assert ["ledger.written_off_below_zero"] == item_codes(
        healthy().leg(-9_001, kind="adjudication", group="CO", other="contractual")
    )


def test_a_charge_that_was_taken_back_may_keep_a_write_off_until_the_payer_takes_it_back():
    assert [] == item_codes(healthy().leg(-10_000, kind="void"))


def decided(*rows: tuple[int, int, int]) -> list[str]:
    """rows: (remit_claim_id, level, item) of decisions that stand on visit 1."""
    standing = pl.DataFrame(
        [(n, 1, level) for n, level, _ in rows], schema=["remit_claim_id", "visit_id", "level_no"], orient="row"
    )
    lines = pl.DataFrame([(n, item) for n, _, item in rows], schema=["remit_claim_id", "item_id"], orient="row")
    return [finding.code for finding in check_decisions(standing.unique(), lines)]


def test_two_decisions_of_one_line_at_one_level_are_found():
    assert [] == decided((1, 1, 1), (2, 1, 2), (3, 2, 1))
    assert ["ledger.decided_twice"] == decided((1, 1, 1), (2, 1, 1))


def test_cash_that_is_not_what_remittances_come_to_is_found():
    def codes(told: int, posted: int, waiting: int, suspense: int) -> list[str]:
        found = check_cash(remitted_cents=told, posted_cents=posted, waiting_cents=waiting, suspense_cents=suspense)
        return [finding.code for finding in found]

    assert [] == codes(100, 100, 20, 20)
    assert ["ledger.cash"] == codes(100, 99, 20, 20)
    assert ["ledger.suspense"] == codes(100, 100, 20, 21)
