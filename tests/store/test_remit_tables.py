"""Remittances in the database: their lines belong to a claim of the same organization, each is there once, and a match is for good."""

from datetime import date

import polars as pl
import pytest

from remindful.edges.store import open_store, reads
from remindful.edges.store.store import Store
from tests.store.conftest import NOW, add_offices, add_visit

PAID_ON = date(2026, 1, 20)


def add_claim(store: Store) -> tuple[int, int]:
    """A remittance with one claim, in the one organization that is open: remit_id, remit_claim_id."""
    file = {"sha256": ["ab"], "name": ["a.835"], "bytes": [1], "received_on": [PAID_ON], "state": ["posted"]}
    source_file_id = store.append_new("source_file", pl.DataFrame(file))["source_file_id"][0]
    remit = {"source_file_id": [source_file_id], "remit_no": [1], "segment_no": [3], "is_complete": [True]}
    remit_id = store.append_new("remit", pl.DataFrame(remit))["remit_id"][0]
    claim = {"remit_id": [remit_id], "claim_no": [1], "segment_no": [9], "adjudicated_on": [PAID_ON]}
    row = pl.DataFrame(claim).with_columns(remark_codes=pl.lit([], dtype=pl.List(pl.String)))
    return remit_id, store.append_new("remit_claim", row)["remit_claim_id"][0]


def lines_of(remit_claim_id: int, count: int = 1) -> pl.DataFrame:
    none = pl.lit([], dtype=pl.List(pl.String))
    rows = pl.DataFrame({"line_no": range(1, count + 1)}, schema={"line_no": pl.Int64})
    return rows.with_columns(remit_claim_id=pl.lit(remit_claim_id), segment_no=pl.lit(10), remark_codes=none)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("table", ["remit_line", "remit_adjustment", "remit_provider_adjustment"])
def test_no_line_or_adjustment_belongs_to_another_organizations_remittance(table: str):
    first, second = add_offices()
    with open_store(organizations=[first], now=NOW) as store:
        remit_id, remit_claim_id = add_claim(store)
    adjustment = {"segment_no": [10], "adjustment_no": [1], "organization_id": [second]}
    rows = {
        "remit_line": lines_of(remit_claim_id).with_columns(organization_id=pl.lit(second)),
        "remit_adjustment": pl.DataFrame({**adjustment, "remit_claim_id": [remit_claim_id]}),
        "remit_provider_adjustment": pl.DataFrame({**adjustment, "remit_id": [remit_id]}),
    }

    for seen in ([second], [first, second]):
        with (
            pytest.raises(AssertionError, match="is not there or not of its organization"),
            open_store(organizations=seen, now=NOW) as store,
        ):
            store.append(table, rows[table])


@pytest.mark.usefixtures("database")
def test_of_many_lines_the_one_that_belongs_to_no_claim_is_found():
    first, _ = add_offices()
    with open_store(organizations=[first], now=NOW) as store:
        _, remit_claim_id = add_claim(store)
        store.append("remit_line", lines_of(remit_claim_id, 3_000))
        seen = reads.remit_lines(store, claim_no=[remit_claim_id])
    strays = pl.concat([lines_of(remit_claim_id, 4_000).tail(1_000), lines_of(remit_claim_id + 1)])

    assert list(range(1, 3_001)) == seen["line_no"].to_list()
    with (
        pytest.raises(AssertionError, match=f"names remit_claim {remit_claim_id + 1}"),
        open_store(organizations=[first], now=NOW) as store,
    ):
        store.append("remit_line", strays)


@pytest.mark.usefixtures("database")
def test_a_line_is_there_once():
    first, _ = add_offices()
    with open_store(organizations=[first], now=NOW) as store:
        _, remit_claim_id = add_claim(store)
        store.append("remit_line", lines_of(remit_claim_id))

    with pytest.raises(AssertionError, match="remit_line_pkey"), open_store(organizations=[first], now=NOW) as store:
        store.append("remit_line", lines_of(remit_claim_id))


@pytest.mark.usefixtures("database")
def test_the_visit_and_the_own_remarks_of_a_claim_become_known_once_and_nothing_else_changes():
    first, _ = add_offices()
    with open_store(organizations=[first], now=NOW) as store:
        _, remit_claim_id = add_claim(store)
        visit_id = add_visit(store)["visit_id"]
    claim = pl.DataFrame({"remit_claim_id": [remit_claim_id]})
    known = claim.with_columns(visit_id=pl.lit(visit_id), level_no=pl.lit(1), own_remark_codes=pl.lit(["MA01"]))
    with open_store(organizations=[first], now=NOW) as store:
        store.amend("remit_claim", known, on=("remit_claim_id",))
        seen = reads.remit_claims_as_sent(store).select("visit_id", "remark_codes").rows()

    assert [(visit_id, ["MA01"])] == seen
    for change, message in (
        ({"own_remark_codes": pl.lit(["N362"])}, "once set"),
        ({"level_no": pl.lit(2)}, "once set"),
        ({"paid_cents": pl.lit(5)}, "only visit_id, level_no, takes_back_id, own_remark_codes may change"),
        ({"remark_codes": pl.lit(["N362"])}, "only visit_id, level_no, takes_back_id, own_remark_codes may change"),
    ):
        with pytest.raises(AssertionError, match=message), open_store(organizations=[first], now=NOW) as store:
            store.amend("remit_claim", claim.with_columns(**change), on=("remit_claim_id",))
