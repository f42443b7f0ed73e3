"""One transaction, several organizations: books of one show and touch that one's rows alone, whatever the others do meanwhile."""

import polars as pl
import pytest

from remindful.edges.store import named_sql, reads
from remindful.edges.store.store import open_store
from tests.store.conftest import NOW, add_offices, add_visit, charge


@pytest.fixture
def two(fresh_database: str) -> tuple[int, int]:
    return add_offices()


def test_books_of_one_show_its_rows_alone_turn_by_turn(two):
    with open_store(organizations="all", now=NOW) as store:
        first, second = (store.of(one) for one in two)
        mine = add_visit(first, key="V1")
        add_visit(second, key="V1", lines=3)

        assert [mine["visit_id"]] == reads.visit_ids(first)["visit_id"].to_list()
        assert 3 == reads.items(second).height
        assert [mine["item_id"]] == reads.items(first)["item_id"].to_list()
        assert 4 == reads.items(store).height
        assert 3 == reads.items(second).height


def test_a_change_of_one_leaves_the_same_key_of_another_as_it_was(two):
    with open_store(organizations="all", now=NOW) as store:
        for one in two:
            add_visit(store.of(one), key="V1")
        changed = pl.DataFrame({"account_key": ["a-V1"], "facility_state": ["GA"]})
        store.of(two[0]).amend("account", changed, on=("account_key",))

        states = dict(reads.accounts(store).select("organization_id", "facility_state").rows())
    assert "GA" == states[two[0]]
    assert "GA" != states[two[1]]


def test_entries_of_several_organizations_are_all_checked_when_work_is_kept(two):
    with open_store(organizations="all", now=NOW) as store:
        for one in two:
            own = store.of(one)
            charge(own, item_id=add_visit(own)["item_id"])
    with open_store(organizations="all", now=NOW, read_only=True) as store:
        assert 4 == reads.ledger_lines(store).height


def test_an_entry_without_postings_is_refused_whoever_is_looked_at_last(two):
    def leave_an_entry_bare() -> None:
        with open_store(organizations="all", now=NOW) as store:
            own = store.of(two[0])
            charge(own, item_id=add_visit(own)["item_id"], legs=())
            reads.visits(store.of(two[1]))

    with pytest.raises(AssertionError, match="no postings"):
        leave_an_entry_bare()


def test_books_open_no_organization_that_was_not_opened(two):
    with open_store(organizations=[two[0]], now=NOW) as store, pytest.raises(AssertionError, match="open here"):
        store.of(two[1])


@pytest.mark.parametrize(
    ("only", "want"),
    [
        ({"visit_key": ["V1"]}, 1),
        ({"visit_key": ["V1", "V2", "none"]}, 2),
        ({"visit_key": []}, 0),
        ({"visit_key": None}, 2),
    ],
)
def test_a_read_is_narrowed_by_the_values_of_its_columns(two, only, want):
    with open_store(organizations=[two[0]], now=NOW) as store:
        for key in ("V1", "V2"):
            add_visit(store, key=key)

        assert want == reads.visits(store, **only).height


def test_a_narrowed_read_gives_what_the_whole_read_has_of_these_keys(two):
    with open_store(organizations=[two[0]], now=NOW) as store:
        ids = [add_visit(store, key=f"V{number}", lines=number)["visit_id"] for number in (1, 2, 3)]
        whole = reads.items(store).filter(pl.col("visit_id").is_in(ids[1:]))

        assert whole.sort("item_id").equals(reads.items(store, visit_id=ids[1:]).sort("item_id"))


def test_values_are_quoted_and_columns_are_plain_names():
    assert "O''Brien" in named_sql.narrow_query("SELECT 1 AS name", {"name": ["O'Brien"]})
    with pytest.raises(AssertionError):
        named_sql.narrow_query("SELECT 1", {'x" = 1 OR "x': ["a"]})


@pytest.mark.parametrize(
    ("column", "impossible", "possible"),
    [("encounter_key", ["V\0", "\ud800"], ["V1"]), ("visit_id", [2**63, -(2**63) - 1], [2**63 - 1])],
)
def test_what_no_row_can_have_is_not_asked_for(two, column, impossible, possible):
    only = named_sql.narrow_query("SELECT 1", {column: [*impossible, *possible]})

    assert named_sql.narrow_query("SELECT 1", {column: possible}) == only
    assert named_sql.narrow_query("SELECT 1", {column: impossible}).endswith("WHERE false")
