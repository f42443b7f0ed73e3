"""Answers as entries: to the cent on the items, undone exactly by a reversal, once by their key."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remindful.core.remits import Posted, post_pairs
from remindful.core.words.frames import Entries, Postings
from remindful.core.words.kinds import EntryKind, LedgerAccount
from tests.remits.conftest import ANSWERED, Remit, unhurried


def sums(*posted: Posted, by="ledger_account") -> dict:
    """Cents by ledger account (or item of the receivable), those that are not nothing."""
    legs = pl.concat([one.postings for one in posted])
    if by == "item_id":
        legs = legs.filter(pl.col("ledger_account") == "receivable")
    return {name: cents for name, cents in legs.group_by(by).agg(pl.col("amount_cents").sum()).iter_rows() if cents}


def said(*posted: Posted) -> dict:
    """What payers said, by item, group and code; what is not nothing."""
    rows = pl.concat([one.responsibilities for one in posted]).group_by("item_id", "group_code", "carc")
    return {row[:3]: row[3] for row in rows.agg(pl.col("amount_cents").sum()).iter_rows() if row[3]}


def test_a_payment_and_what_the_contract_takes_come_off_the_receivable():
    posted = Remit().claim((10_000, 6_000, "CO45:3000 PR2:1000")).post(10_000)

    assert {"payer_cash": 6_000, "contractual": 3_000, "receivable": -9_000} == sums(posted)
    assert ["adjudication"] == posted.entries["kind"].to_list()


@pytest.mark.parametrize(
    "code", ["PR1", "PR2", "PR3", "PR96", "PR45", "PR197", "CO197", "CO29", "CO96", "CO22", "CO999", "OA23"]
)
def test_what_is_a_share_a_denial_or_unknown_is_said_and_stays_open(code):
    posted = Remit().claim((10_000, 6_000, f"{code}:4000")).post(10_000)

    assert {"payer_cash": 6_000, "receivable": -6_000} == sums(posted)
    assert {(1, code[:2], code[2:]): 4_000} == said(posted)


@pytest.mark.parametrize("group", ["OA", "PI"])
def test_another_groups_reduction_is_written_off_on_an_account_of_its_own(group):
    posted = Remit().claim((10_000, 6_000, f"{group}45:4000")).post(10_000)

    assert {"payer_cash": 6_000, "payer_other": 4_000, "receivable": -10_000} == sums(posted)


def test_a_later_payer_that_does_not_name_the_earlier_ones_work_takes_nothing_off_again():
    silent = Remit().claim((10_000, 1_500, "CO45:8000 PR2:500"), status="2").post(10_000, level=2)
    naming = Remit().claim((10_000, 1_500, "OA23:7000 CO45:1000 PR2:500"), status="2").post(10_000, level=2)

    assert {"payer_cash": 1_500, "receivable": -1_500} == sums(silent)
    assert {"payer_cash": 1_500, "contractual": 1_000, "receivable": -2_500} == sums(naming)


def test_an_answer_that_moves_no_money_makes_no_entry_but_is_said():
    posted = Remit().claim((10_000, 0, "PR1:10000")).post(10_000)

    assert (0, 0) == (posted.entries.height, posted.postings.height)
    assert {(1, "PR", "1"): 10_000} == said(posted)


@pytest.mark.parametrize("charge", [None, 10_000])
def test_an_adjustment_that_names_no_group_is_never_cash(charge):
    words = {"cas": "CO45:4000", "charge": charge, "paid": 6_000} if charge else {}
    remit = Remit().claim(*([] if charge else [(10_000, 6_000, "CO45:4000")]), **words)
    remit.adjustments[0]["group_code"] = None

    assert {"payer_cash": 6_000, "receivable": -6_000} == sums(remit.post(10_000))


def test_lines_post_on_their_own_items():
    posted = (
        Remit().claim((10_000, 6_000, "CO45:4000"), (5_000, 0, "PR1:5000"), (200, 200, "")).post(10_000, 5_000, 200)
    )

    assert {1: -10_000, 3: -200} == sums(posted, by="item_id")


def test_what_is_said_of_the_whole_claim_is_shared_out_by_charge_to_the_cent():
    posted = Remit().claim(charge=300, paid=100, cas="CO45:101 PR1:99").post(150, 100, 50)

    assert {"payer_cash": 100, "contractual": 101, "receivable": -201} == sums(posted)
    assert {1: -100, 2: -67, 3: -34} == sums(posted, by="item_id")
    assert 99 == sum(said(posted).values()) - 101


def test_adjustments_of_the_whole_claim_fall_on_the_items_answered_only():
    posted = Remit().claim((100, 80, ""), charge=100, cas="CO45:20").post(100, 900)

    assert {1: -100} == sums(posted, by="item_id")


def test_posting_twice_makes_the_same_keys_so_that_writing_it_again_changes_nothing():
    remit = Remit().claim((10_000, 6_000, "CO45:4000")).claim((10_000, 100, ""))
    first, again = remit.post(10_000), remit.post(10_000)

    assert ["answer:1", "answer:2"] == first.entries["entry_key"].to_list()
    assert first.entries.equals(again.entries)
    assert first.postings.sort(pl.all()).equals(again.postings.sort(pl.all()))


def test_what_it_writes_keeps_the_contracts():
    posted = Remit().claim((10_000, 6_000, "CO45:4000")).post(10_000)

    assert [1, 4] == [
        Entries.validate(posted.entries, cast=True).height,
        Postings.validate(posted.postings, cast=True).height,
    ]


def test_a_pair_of_nothing_is_no_entry():
    rows = pl.DataFrame({"entry_key": ["a", "b"], "organization_id": 1, "effective_on": ANSWERED, "remit_claim_id": 1, "source": "x",
                         "paid_cents": [0, -5]})  # fmt: skip
    entries, legs = post_pairs(rows, kind=EntryKind.UNMATCHED_PAYMENT, debit=LedgerAccount.PAYER_CASH,
                               credit=LedgerAccount.PAYER_SUSPENSE, cents="paid_cents")  # fmt: skip

    assert ["b"] == entries["entry_key"].to_list()
    assert [("payer_cash", -5), ("payer_suspense", 5)] == legs.select("ledger_account", "amount_cents").rows()


# --- reversals ----------------------------------------------------------------------------------------------------------------

CODES = ["CO45", "OA45", "PR1", "PR2", "CO197", "PI253", "OA23", "CO999"]
LINES = st.lists(
    st.tuples(st.integers(1, 9_999), st.dictionaries(st.sampled_from(CODES), st.integers(1, 5_000), max_size=4)),
    min_size=1,
    max_size=3,
)


def told(lines, *, sign=1):
    return [
        (
            sign * (paid + sum(words.values())),
            sign * paid,
            " ".join(f"{code}:{sign * cents}" for code, cents in words.items()),
        )
        for paid, words in lines
    ]


def charges(lines) -> list[int]:
    return [cents for cents, _, _ in told(lines)]


def test_a_reversal_and_its_correction_leave_the_correction():
    answer = Remit().claim((10_000, 6_000, "CO45:3000 PR2:1000")).post(10_000)
    pair = (
        Remit()
        .claim((-10_000, -6_000, "CO45:-3000 PR2:-1000"), status="22")
        .claim((10_000, 7_000, "CO45:2500 PR2:500"))
    )
    posted = pair.post(10_000)

    assert ["payer_reversal", "adjudication"] == posted.entries["kind"].to_list()
    assert {"payer_cash": 7_000, "contractual": 2_500, "receivable": -9_500} == sums(answer, posted)
    assert {(1, "CO", "45"): 2_500, (1, "PR", "2"): 500} == said(answer, posted)


@unhurried
@given(LINES, st.integers(1, 2))
def test_a_reversal_undoes_its_answer_exactly(lines, level):
    answer = Remit().claim(*told(lines)).post(*charges(lines), level=level)
    back = Remit().claim(*told(lines, sign=-1), status="22").post(*charges(lines), level=level)

    assert ({}, {}, {}) == (sums(answer, back), sums(answer, back, by="item_id"), said(answer, back))


@unhurried
@given(
    st.lists(st.integers(1, 9_999), min_size=1, max_size=4),
    st.integers(1, 9_999),
    st.integers(0, 999),
    st.integers(0, 999),
)
def test_a_reversal_of_a_whole_claim_undoes_its_cents_where_they_fell(items, paid, contract, share):
    whole = {"charge": sum(items), "cas": f"CO45:{contract} PR1:{share}"}
    gone = {"charge": -sum(items), "cas": f"CO45:{-contract} PR1:{-share}"}
    answer = Remit().claim(paid=paid, **whole).post(*items)
    back = Remit().claim(paid=-paid, status="22", **gone).post(*items)

    assert paid == sums(answer)["payer_cash"]
    assert ({}, {}, {}) == (sums(answer, back), sums(answer, back, by="item_id"), said(answer, back))


@unhurried
@given(LINES)
def test_every_entry_sums_to_nothing_and_cash_is_what_was_paid(lines):
    posted = Remit().claim(*told(lines)).post(*charges(lines))
    by_entry = posted.postings.group_by("entry_key").agg(pl.col("amount_cents").sum())

    assert [0] == by_entry["amount_cents"].to_list()
    assert sum(paid for paid, _ in lines) == sums(posted)["payer_cash"]
    assert sum(sum(words.values()) for _, words in lines) == sum(said(posted).values())


def test_a_reason_for_the_whole_claim_lowers_its_payment_and_not_that_of_its_lines():
    posted = Remit().claim((80_000, 50_000, "PR1:30000"), paid=45_000, cas="CO45:5000").post(80_000)
    cash = posted.postings.filter(pl.col("ledger_account") == "payer_cash")["amount_cents"].sum()
    off = posted.postings.filter(pl.col("ledger_account") == "contractual")["amount_cents"].sum()

    assert (45_000, 5_000) == (cash, off)
