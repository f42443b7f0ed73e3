"""Cents shared out: to the cent for any weights, the same in columns as alone."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remindful.core.words.money import share_out
from remindful.core.words.sharing import share_out_rows
from tests.ledger.conftest import unhurried

AMOUNTS = st.integers(-(10**9), 10**9)
WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=8)
WORKED = [
    ([1, 1, 1], [34, 33, 33]),
    ([2, 1], [67, 33]),
    ([150, 100, 50], [50, 33, 17]),
    ([0, 0], [50, 50]),
]


def share_in_columns(*groups: tuple[int, list[int]]) -> list[list[int]]:
    rows = [
        {"group": number, "cents": cents, "weight": weight, "place": place}
        for number, (cents, weights) in enumerate(groups)
        for place, weight in enumerate(weights)
    ]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(("group", "cents", "weight", "place"), pl.Int64))
    shared = share_out_rows(
        frame.sample(fraction=1, shuffle=True, seed=1), over=["group"], cents="cents", weight="weight", order="place"
    )
    by_place = shared.sort("group", "place")
    return [by_place.filter(pl.col("group") == number)["share_cents"].to_list() for number in range(len(groups))]


@pytest.mark.parametrize(("weights", "shares"), WORKED)
def test_the_worked_table_holds_alone_and_in_columns(weights, shares):
    assert shares == share_out(100, weights)
    assert [shares] == share_in_columns((100, weights))


@unhurried
@given(AMOUNTS, WEIGHTS)
def test_shares_sum_to_the_amount_whatever_the_weights(cents, weights):
    [shares] = share_in_columns((cents, weights))

    assert cents == sum(shares)


@unhurried
@given(AMOUNTS, WEIGHTS.filter(any))
def test_no_share_is_a_cent_or_more_from_what_its_weight_says(cents, weights):
    total = sum(weights)

    for share, weight in zip(share_out(cents, weights), weights, strict=True):
        assert abs(share * total - cents * weight) < total


@unhurried
@given(AMOUNTS, WEIGHTS)
def test_a_negative_amount_is_the_mirror_of_its_positive(cents, weights):
    assert share_out(cents, weights) == [-share for share in share_out(-cents, weights)]


@unhurried
@given(AMOUNTS, st.integers(1, 9))
def test_equal_weights_differ_by_at_most_a_cent(cents, places):
    shares = share_out(cents, [7] * places)

    assert max(shares) - min(shares) <= 1


@unhurried
@given(st.lists(st.tuples(AMOUNTS, WEIGHTS), min_size=1, max_size=4))
def test_many_amounts_in_one_frame_are_each_shared_as_if_alone(groups):
    assert [share_out(cents, weights) for cents, weights in groups] == share_in_columns(*groups)


@pytest.mark.parametrize("weights", [[], [2, -1], [0, -1]])
def test_no_weights_or_less_than_none_are_refused_alone(weights):
    with pytest.raises(ValueError, match="weights"):
        share_out(100, weights)
