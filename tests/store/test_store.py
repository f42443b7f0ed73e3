"""Store: frames in and out, one transaction, the run's clock, and what was known when."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import psycopg
import pytest

from remindful.core.words import frames
from remindful.core.words.findings import WorldFault
from remindful.core.words.kinds import Medium
from remindful.edges.store import named_sql, open_store, prepare, reads
from tests.store.conftest import NOW, add_offices, add_visit, charge

LATER = NOW + timedelta(days=10)


@pytest.mark.usefixtures("fresh_database")
def test_a_block_that_raises_leaves_nothing():
    first, _ = add_offices()
    with pytest.raises(ZeroDivisionError), open_store(organizations=[first], now=NOW) as store:  # noqa: PT012
        charge(store, item_id=add_visit(store)["item_id"])
        _ = 1 / 0
    with open_store(organizations=[first], now=NOW) as store:
        seen = [reads.parties(store).height, reads.ledger_lines(store).height]

    assert seen == [0, 0]


def test_rows_are_recorded_at_the_runs_clock_not_the_machines(fresh_database: str):
    first, _ = add_offices()
    with open_store(organizations=[first], now=NOW) as store:
        item_id = add_visit(store)["item_id"]
        charge(store, item_id=item_id)
        recorded = reads.ledger_lines(store)["recorded_at"].unique().to_list()
    with psycopg.connect(fresh_database) as owner:
        moments = owner.execute(
            "SELECT DISTINCT recorded_at FROM posting UNION SELECT recorded_at FROM visit"
        ).fetchall()

    assert recorded == [NOW]
    assert moments == [(NOW,)]


@pytest.mark.usefixtures("fresh_database")
def test_every_kind_of_column_passes():
    first, _ = add_offices()
    mediums = pl.Enum([str(medium.value) for medium in Medium])
    frame = pl.DataFrame(
        {
            "effective_on": [date(2026, 1, 1)] * 2,
            "phone_zones": [["America/New_York", "America/Chicago"], None],
            "preferred_medium": pl.Series(["email", None], dtype=mediums),
            "is_qmb": [True, None],
            "last_name": ['O\'Neil \\ "x"', "Łódź 東京 :known_at %s"],
            "birth_on": [date(1950, 2, 28), None],
            "email": [None, None],
        }
    )
    with open_store(organizations=[first], now=NOW) as store:
        party = store.append_new("party", pl.DataFrame({"party_key": ["a", "b"]}))["party_id"]
        store.append("party_version", frame.with_columns(party_id=party))
        store.append(
            "event",
            pl.DataFrame(
                {"party_id": party, "kind": ["held"] * 2, "happened_on": [date(2026, 1, 1)] * 2, "source": ["x"] * 2}
            ).with_columns(
                happened_at=pl.Series([datetime(2026, 1, 1, 23, 59, 59, 123456, tzinfo=UTC), None]),
                amount_cents=pl.lit(5).cast(pl.Int32),
            ),
        )
        parties, events = reads.parties(store), reads.events(store)

    names = ["phone_zones", "preferred_medium", "is_qmb", "last_name", "birth_on", "email"]
    assert parties.select(names).rows() == frame.select(names).rows()
    assert events["happened_at"].to_list() == [datetime(2026, 1, 1, 23, 59, 59, 123456, tzinfo=UTC), None]
    assert events["amount_cents"].to_list() == [5, 5]
    assert events["known_at"].to_list() == [NOW, NOW]


@pytest.mark.usefixtures("fresh_database")
@pytest.mark.parametrize(
    ("table", "columns", "message"),
    [
        ("party", {"nickname": ["x"]}, "party has no column nickname"),
        ("party", {"party_key": [5]}, "party.party_key is text"),
        ("event", {"happened_at": [datetime(2026, 1, 1)]}, "has no time zone"),  # noqa: DTZ001
        ("no_such", {"x": [1]}, "there is no table no_such"),
        ('party" --', {"x": [1]}, "is not a table's name"),
    ],
)
def test_a_frame_that_does_not_fit_is_our_mistake_and_told(table: str, columns: dict, message: str):
    first, _ = add_offices()

    with pytest.raises(AssertionError, match=message), open_store(organizations=[first], now=NOW) as store:
        store.append(table, pl.DataFrame(columns))


@pytest.mark.usefixtures("fresh_database")
def test_a_refusal_never_repeats_the_rows_values():
    first, _ = add_offices()

    with pytest.raises(AssertionError) as refused, open_store(organizations=[first], now=NOW) as store:
        store.append("party", pl.DataFrame({"party_key": ["Jane-Doe-1950", "Jane-Doe-1950"]}))
    with pytest.raises(AssertionError) as lacking, open_store(organizations=[first], now=NOW) as store:
        store.append("party_version", pl.DataFrame({"last_name": ["Doe"], "effective_on": [date(2026, 1, 1)]}))

    assert "party_office_key" in str(refused.value)
    assert "party_id" in str(lacking.value)
    assert "Doe" not in f"{refused.value}{lacking.value}{refused.value.__cause__}{lacking.value.__cause__}"


@pytest.mark.usefixtures("fresh_database")
def test_rows_must_say_whose_they_are_when_several_organizations_are_open():
    add_offices()

    with (
        pytest.raises(AssertionError, match="do not say whose they are"),
        open_store(organizations="all", now=NOW) as store,
    ):
        store.append("party", pl.DataFrame({"party_key": ["x"]}))


@pytest.mark.usefixtures("fresh_database")
def test_the_same_fact_is_added_once():
    first, _ = add_offices()
    on = ("organization_id", "party_key")
    with open_store(organizations=[first], now=NOW) as store:
        new = store.append_new("party", pl.DataFrame({"party_key": ["a", "b", "a"]}), on=on)
    with open_store(organizations=[first], now=LATER) as store:
        newer = store.append_new("party", pl.DataFrame({"party_key": ["b", "c"]}), on=on)
        none = store.append_new("party", pl.DataFrame({"party_key": []}, schema={"party_key": pl.String}), on=on)

    assert sorted(new["party_key"]) == ["a", "b"]
    assert newer["party_key"].to_list() == ["c"]
    assert none.is_empty()
    assert "party_id" in none.columns


@pytest.mark.usefixtures("fresh_database")
def test_the_same_organization_is_added_once_and_open_from_then_on():
    frame = pl.DataFrame({"key": ["group"], "name": ["G"], "kind": ["provider"]})
    with open_store(organizations="all", now=NOW) as store:
        first = store.append_new("organization", frame, on=("key",))["organization_id"][0]
        store.append("party", pl.DataFrame({"party_key": ["x"]}))
    with open_store(organizations="all", now=NOW) as store:
        again = store.append_new("organization", frame, on=("key",))
        store.amend("organization", frame.with_columns(name=pl.lit("Group")), on=("key",))
        names = reads.organizations(store)["name"].to_list()

    assert store.organizations == (first,)
    assert again.is_empty()
    assert names == ["Group"]


@pytest.mark.usefixtures("fresh_database")
def test_reserved_ids_are_nobody_elses():
    first, _ = add_offices()
    with open_store(organizations=[first], now=NOW) as store, open_store(organizations=[first], now=NOW) as others:
        mine = store.reserve_ids("party", 1000)
        theirs = others.reserve_ids("party", 1000)
        store.append(
            "party",
            pl.DataFrame({"party_id": range(mine, mine + 1000)}).with_columns(party_key=pl.format("k{}", "party_id")),
        )
        made = store.append_new("party", pl.DataFrame({"party_key": ["made"]}))["party_id"][0]

    assert abs(mine - theirs) >= 1000
    assert made not in {*range(mine, mine + 1000), *range(theirs, theirs + 1000)}


@pytest.mark.usefixtures("fresh_database")
def test_a_read_only_book_writes_nothing():
    first, _ = add_offices()

    with (
        pytest.raises(WorldFault, match="takes no changes"),
        open_store(organizations=[first], now=NOW, read_only=True) as store,
    ):
        store.append("party", pl.DataFrame({"party_key": ["x"]}))


@pytest.mark.usefixtures("fresh_database")
def test_all_reads_of_a_book_see_one_state():
    first, _ = add_offices()
    with open_store(organizations=[first], now=LATER) as store:
        before = reads.parties(store).height
        with open_store(organizations=[first], now=NOW) as others:
            add_visit(others)
        after = reads.parties(store).height
    with open_store(organizations=[first], now=LATER) as store:
        fresh = reads.parties(store).height

    assert (before, after, fresh) == (0, 0, 1)


@pytest.mark.usefixtures("fresh_database")
def test_what_was_known_then_can_be_read_later():
    first, _ = add_offices()
    with open_store(organizations=[first], now=NOW) as store:
        ids = add_visit(store)
        charge(store, item_id=ids["item_id"])
    with open_store(organizations=[first], now=LATER) as store:
        store.append(
            "party_version",
            pl.DataFrame({"party_id": [ids["party_id"]], "effective_on": [date(2026, 3, 1)], "last_name": ["Roe"]}),
        )
        store.amend(
            "visit",
            pl.DataFrame({"visit_id": [ids["visit_id"]], "first_statement_on": [date(2026, 3, 12)]}),
            on=("visit_id",),
        )
        store.amend(
            "account", pl.DataFrame({"account_id": [ids["account_id"]], "facility_state": ["GA"]}), on=("account_id",)
        )
        charge(store, item_id=ids["item_id"], key="charge:2")

    def known(at: datetime) -> tuple[object, ...]:
        with open_store(organizations=[first], now=LATER, known_at=at, read_only=True) as store:
            return (
                reads.parties(store)["last_name"].to_list(),
                reads.visits(store)["first_statement_on"].to_list(),
                reads.accounts(store)["facility_state"].to_list(),
                reads.ledger_lines(store).height,
            )

    assert known(NOW - timedelta(seconds=1)) == ([], [], [], 0)
    assert known(NOW) == (["Doe"], [None], ["FL"], 2)
    assert known(LATER) == (["Roe"], [date(2026, 3, 12)], ["GA"], 4)


def test_a_change_that_changes_nothing_leaves_no_trace(fresh_database: str):
    first, _ = add_offices()
    with open_store(organizations=[first], now=NOW) as store:
        visit_id = add_visit(store)["visit_id"]
        store.amend("visit", pl.DataFrame({"visit_id": [visit_id], "is_opening": [False]}), on=("visit_id",))
    with psycopg.connect(fresh_database) as owner:
        kept = owner.execute("SELECT count(*) FROM row_change").fetchone()

    assert kept == (0,)


@pytest.mark.usefixtures("fresh_database")
def test_reads_of_some_accounts_are_those_accounts():
    first, _ = add_offices()
    with open_store(organizations=[first], now=NOW) as store:
        one, two = add_visit(store, key="V1"), add_visit(store, key="V2")
        for number, ids in enumerate((one, two)):
            charge(store, item_id=ids["item_id"], key=f"charge:{number}")
        ids = [one["account_id"]]
        narrowed = {
            "visits": reads.visits(store, account_ids=ids)["visit_key"].to_list(),
            "parties": reads.parties(store, account_ids=ids)["party_key"].to_list(),
            "items": reads.items(store, account_ids=ids)["item_id"].to_list(),
            "legs": reads.ledger_lines(store, account_ids=ids)["amount_cents"].sort().to_list(),
            "none": reads.visits(store, account_ids=[]).height,
        }

    assert narrowed == {
        "visits": ["V1"],
        "parties": ["p-V1"],
        "items": [one["item_id"]],
        "legs": [-10_000, 10_000],
        "none": 0,
    }


@pytest.mark.usefixtures("fresh_database")
def test_a_setting_of_now_without_a_zone_is_our_mistake():
    with (
        pytest.raises(AssertionError, match="needs a time zone"),
        open_store(organizations="all", now=datetime(2026, 1, 1)),  # noqa: DTZ001
    ):
        pass


# --- named queries ----------------------------------------------------------------------------------------------------

SAMPLES: dict[str, object] = {
    "day": date(2026, 1, 1),
    "run_id": 1,
    "only_unmatched": False,
    "known_at": NOW,
    "now": NOW,
}


@pytest.mark.usefixtures("fresh_database")
@pytest.mark.parametrize("name", named_sql.query_names())
def test_every_query_says_what_it_returns_and_runs(name: str):
    first_line = (named_sql._FOLDER / f"{name}.sql").read_text().splitlines()[0]
    asked = named_sql.parameters(name)
    with open_store(organizations="all", now=NOW) as store:
        prepare()
        values = {key: SAMPLES[key] for key in asked & SAMPLES.keys()}
        frame = store.fetch(named_sql.fill_query(name, values | dict.fromkeys(asked - SAMPLES.keys())))

    assert first_line.startswith("-- Returns ")
    assert frame.columns


@pytest.mark.usefixtures("fresh_database")
def test_empty_reads_keep_their_contracts():
    with open_store(organizations="all", now=NOW, read_only=True) as store:
        assert reads.remit_claims(store).schema == frames.StoredRemitClaims.create_empty().schema
        assert reads.parties(store).schema == frames.Parties.create_empty().schema
        assert reads.ledger_lines(store).schema == frames.LedgerLines.create_empty().schema


@pytest.mark.usefixtures("fresh_database")
def test_a_value_is_quoted_whatever_is_in_it():
    nasty = "'; DROP TABLE party; -- \\ :day"
    with open_store(organizations="all", now=NOW) as store:
        echoed = store.fetch(f"SELECT {named_sql.write_value(nasty)}::text AS said")["said"][0]
        many = store.fetch(f"SELECT {named_sql.write_value([nasty, 'b'])}::text[] AS said")["said"][0].to_list()

    assert echoed == nasty
    assert many == [nasty, "b"]


@pytest.mark.usefixtures("fresh_database")
def test_a_query_that_is_asked_wrongly_is_our_mistake():
    with open_store(organizations="all", now=NOW) as store:
        with pytest.raises(AssertionError, match="there is no query nothing"):
            store.read("nothing")
        with pytest.raises(AssertionError, match="asks for"):
            store.read("organizations", day=date(2026, 1, 1))
