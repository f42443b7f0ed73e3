"""What the database itself refuses, whoever asks: on each server, as the app and as its superuser or owner."""

# ruff: noqa: PT012, S608  several steps lead up to a refusal; the names are the tables'

from datetime import date, timedelta

import polars as pl
import psycopg
import pytest

from remindful.edges.store import open_store, reads
from tests.store.conftest import NOW, add_offices, add_visit, charge

KEEPS = (
    "entry", "posting", "event", "responsibility", "party", "party_version", "item", "remit", "remit_claim",
    "message_attempt", "station_run", "row_change", "finding", "visit", "visit_payer", "account", "organization",
    "message", "run", "source_file", "office_setting", "coverage", "provider", "encounter", "diagnosis", "charge", "fee", "referral",
    '"authorization"', "appointment", "claim_file", "claim_sent", "claim_status", "estimate",
    "request_sent", "remit_line", "remit_adjustment", "remit_provider_adjustment", "audit_event", "claim_number",
)  # fmt: skip
NEVER_CHANGED = (
    "entry", "posting", "event", "responsibility", "party", "party_version", "item", "remit", "message_attempt",
    "station_run", "row_change", "claim_file", "claim_sent", "request_sent", "remit_line", "remit_adjustment",
    "remit_provider_adjustment", "audit_event", "claim_number",
)  # fmt: skip


@pytest.mark.parametrize("table", KEEPS)
def test_no_role_removes_a_row(database: str, table: str):
    for statement in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
        with psycopg.connect(database) as owner, pytest.raises(psycopg.Error) as refused:
            owner.execute(statement)

        assert refused.value.sqlstate == "RM001"


@pytest.mark.parametrize("table", NEVER_CHANGED)
def test_no_role_changes_a_row_of_record(database: str, table: str):
    with psycopg.connect(database) as owner, pytest.raises(psycopg.Error) as refused:
        owner.execute(f"UPDATE {table} SET organization_{'ids' if table == 'station_run' else 'id'} = NULL")

    assert refused.value.sqlstate == "RM001"


def test_every_table_with_an_organization_forces_its_rows_apart(database: str):
    with psycopg.connect(database) as owner:
        loose = owner.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
            "AND NOT (relrowsecurity AND relforcerowsecurity) ORDER BY 1"
        ).fetchall()

    assert loose == [("django_migrations",), ("entry_check",)]


def test_the_app_role_is_bound(database: str):
    with psycopg.connect(database) as owner:
        role = owner.execute(
            "SELECT rolsuper, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname = 'remindful_app'"
        ).fetchone()

    assert role == (False, False, False)


def test_without_the_setting_nothing_is_seen(database: str):
    first, _ = add_offices()
    with open_store(organizations=[first], now=NOW) as store:
        charge(store, item_id=add_visit(store)["item_id"])
    with psycopg.connect(database) as owner:
        owner.execute("SET ROLE remindful_app")
        seen = {
            setting: [
                owner.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in ("organization", "party", "posting")
            ]
            for setting in ("", "nonsense", "1; DROP", f"{first}", "999")
            if owner.execute("SELECT set_config('remindful.organizations', %s, true)", [setting])
        }

    assert seen == {"": [0, 0, 0], "nonsense": [0, 0, 0], "1; DROP": [0, 0, 0], f"{first}": [1, 1, 2], "999": [0, 0, 0]}


@pytest.mark.usefixtures("database")
def test_another_organization_sees_nothing_of_it():
    first, second = add_offices()
    with open_store(organizations=[first], now=NOW) as store:
        charge(store, item_id=add_visit(store)["item_id"])
    with open_store(organizations=[second], now=NOW, read_only=True) as store:
        seen = [reads.parties(store).height, reads.visits(store).height, reads.ledger_lines(store).height]
    with open_store(organizations=[first, second], now=NOW, read_only=True) as store:
        both = [reads.parties(store).height, reads.visits(store).height, reads.ledger_lines(store).height]

    assert seen == [0, 0, 0]
    assert both == [1, 1, 2]


@pytest.mark.usefixtures("database")
def test_a_row_for_an_organization_that_is_not_open_is_refused():
    first, second = add_offices()

    with pytest.raises(AssertionError, match="not open here"), open_store(organizations=[first], now=NOW) as store:
        store.append("party", pl.DataFrame({"organization_id": [second], "party_key": ["p"]}))


@pytest.mark.usefixtures("database")
def test_no_row_points_into_another_organization():
    first, second = add_offices()
    with open_store(organizations=[first], now=NOW) as store:
        theirs = add_visit(store)

    def point(table: str, **columns: object) -> None:
        with open_store(organizations=[first, second], now=NOW) as store:
            store.append(
                table, pl.DataFrame({"organization_id": [second], **{name: [value] for name, value in columns.items()}})
            )

    for table, columns in (
        ("account", {"account_key": "x", "guarantor_id": theirs["party_id"]}),
        ("item", {"visit_id": theirs["visit_id"], "line_no": 9, "service_on": date(2026, 1, 5), "charge_cents": 1}),
        ("event", {"account_id": theirs["account_id"], "kind": "held", "happened_on": date(2026, 1, 5), "source": "x"}),
        ("party_version", {"party_id": theirs["party_id"], "effective_on": date(2026, 1, 5)}),
    ):
        with pytest.raises(AssertionError, match="same_organization"):
            point(table, **columns)


@pytest.mark.usefixtures("database")
def test_an_entry_never_takes_postings_or_items_of_another_organization():
    first, second = add_offices()
    with open_store(organizations=[first], now=NOW) as store:
        theirs = add_visit(store)
    with open_store(organizations=[second], now=NOW) as store:
        ours = add_visit(store)

    with (
        pytest.raises(AssertionError, match="not of its organization"),
        open_store(organizations=[second], now=NOW) as store,
    ):
        charge(store, item_id=theirs["item_id"])
    # With both open, the eye sees the item: the reference itself must be refused.
    entry = pl.DataFrame(
        {
            "organization_id": [second], "entry_key": ["y"], "kind": ["charge"], "source": ["x"],
            "effective_on": [date(2026, 1, 5)],
        }
    )  # fmt: skip
    legs = pl.DataFrame({"ledger_account": ["receivable", "revenue"], "amount_cents": [5, -5]})
    with (
        pytest.raises(AssertionError, match="not of its organization"),
        open_store(organizations=[first, second], now=NOW) as store,
    ):
        number = store.append_new("entry", entry)["entry_id"][0]
        store.append(
            "posting",
            legs.with_columns(
                entry_id=pl.lit(number), organization_id=pl.lit(second), item_id=pl.Series([theirs["item_id"], None])
            ),
        )
    with (
        pytest.raises(AssertionError, match="takes no postings"),
        open_store(organizations=[first, second], now=NOW) as store,
    ):
        legs = {
            "ledger_account": ["receivable", "revenue"],
            "item_id": [theirs["item_id"], None],
            "amount_cents": [5, -5],
        }
        entry = store.append_new(
            "entry",
            pl.DataFrame(
                {
                    "organization_id": [second], "entry_key": ["x"], "kind": ["charge"], "source": ["x"],
                    "effective_on": [date(2026, 1, 5)], "account_id": [ours["account_id"]],
                }
            ),
        )["entry_id"][0]  # fmt: skip
        store.append("posting", pl.DataFrame({**legs, "entry_id": [entry] * 2, "organization_id": [first] * 2}))


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("legs", "message"), [((100, -99), "does not balance"), ((0,), "does not balance"), ((), "no postings")]
)
def test_an_entry_that_does_not_balance_is_refused(legs: tuple[int, ...], message: str):
    first, _ = add_offices()

    with pytest.raises(AssertionError, match=message), open_store(organizations=[first], now=NOW) as store:
        charge(store, item_id=add_visit(store)["item_id"], legs=legs)


@pytest.mark.usefixtures("database")
def test_a_closed_entry_takes_no_more_postings():
    first, _ = add_offices()
    with open_store(organizations=[first], now=NOW) as store:
        item_id = add_visit(store)["item_id"]
        entry = charge(store, item_id=item_id)

    with pytest.raises(AssertionError, match="takes no postings"), open_store(organizations=[first], now=NOW) as store:
        store.append(
            "posting",
            pl.DataFrame({"entry_id": [entry] * 2, "ledger_account": ["discount", "revenue"], "amount_cents": [5, -5]}),
        )


def test_an_entry_cannot_hide_from_its_check_by_leaving_the_organization(database: str):
    first, second = add_offices()

    with psycopg.connect(database) as app, pytest.raises(psycopg.Error, match="no longer sees"):
        app.execute("SET ROLE remindful_app")
        app.execute("SELECT set_config('remindful.organizations', %s, true)", [str(first)])
        app.execute(
            "INSERT INTO entry (organization_id, entry_key, kind, effective_on, source) "
            "VALUES (%s, 'x', 'charge', '2026-01-05', 'x')",
            [first],
        )
        app.execute("SELECT set_config('remindful.organizations', %s, true)", [str(second)])
        app.commit()


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("ledger_account", "constraint"),
    [("receivable", "posting_receivable_has_item"), ("unapplied", "posting_unapplied_has_account")],
)
def test_a_posting_says_what_it_is_about(ledger_account: str, constraint: str):
    first, _ = add_offices()

    with pytest.raises(AssertionError, match=constraint), open_store(organizations=[first], now=NOW) as store:
        add_visit(store)
        entry = store.append_new(
            "entry",
            pl.DataFrame({"entry_key": ["x"], "kind": ["charge"], "effective_on": [date(2026, 1, 5)], "source": ["x"]}),
        )["entry_id"][0]
        store.append(
            "posting",
            pl.DataFrame(
                {"entry_id": [entry] * 2, "ledger_account": [ledger_account, "revenue"], "amount_cents": [5, -5]}
            ),
        )


@pytest.mark.usefixtures("database")
def test_an_entry_is_voided_once():
    first, _ = add_offices()

    def void(key: str) -> None:
        with open_store(organizations=[first], now=NOW) as store:
            entry = store.append_new(
                "entry",
                pl.DataFrame(
                    {
                        "entry_key": [key],
                        "kind": ["void"],
                        "effective_on": [date(2026, 1, 6)],
                        "source": ["x"],
                        "reverses_key": ["charge:1"],
                    }
                ),
                on=("organization_id", "entry_key"),
            )["entry_id"][0]
            store.append(
                "posting",
                pl.DataFrame(
                    {"entry_id": [entry] * 2, "ledger_account": ["discount", "revenue"], "amount_cents": [5, -5]}
                ),
            )

    with open_store(organizations=[first], now=NOW) as store:
        charge(store, item_id=add_visit(store)["item_id"])
    void("void:1")

    with pytest.raises(AssertionError, match="entry_voided_once"):
        void("void:2")


@pytest.mark.usefixtures("database")
def test_the_first_statement_of_a_visit_is_never_reset():
    first, _ = add_offices()
    with open_store(organizations=[first], now=NOW) as store:
        visit_id = add_visit(store)["visit_id"]
        store.amend(
            "visit", pl.DataFrame({"visit_id": [visit_id], "first_statement_on": [date(2026, 2, 1)]}), on=("visit_id",)
        )

    for later in (date(2026, 2, 2), None):
        frame = pl.DataFrame(
            {"visit_id": [visit_id], "first_statement_on": [later]}, schema_overrides={"first_statement_on": pl.Date}
        )
        with pytest.raises(AssertionError, match="never reset"), open_store(organizations=[first], now=NOW) as store:
            store.amend("visit", frame, on=("visit_id",))


def _message(account_id: int, *, day: date, step_no: int = 1, state: str = "queued") -> pl.DataFrame:
    return pl.DataFrame(
        {
            "account_id": [account_id], "day": [day], "cycle_on": [date(2026, 1, 1)], "step_no": [step_no],
            "step": ["first"], "act": ["statement"], "template": ["first_statement"], "language": ["en"],
            "state": [state], "due_cents": [100],
            "why": ["a test" if state == "suppressed" else None],
        },
        schema_overrides={"why": pl.String},
    )  # fmt: skip


@pytest.mark.usefixtures("database")
def test_an_account_gets_one_message_a_day_and_each_step_once():
    first, _ = add_offices()
    day = date(2026, 3, 2)
    with open_store(organizations=[first], now=NOW) as store:
        account_id = add_visit(store)["account_id"]
        store.append("message", _message(account_id, day=day))
        again = store.append_new(
            "message", _message(account_id, day=day, step_no=2), on=("organization_id", "account_id", "day")
        )

    assert again.height == 0
    with pytest.raises(AssertionError, match="message_step_once"), open_store(organizations=[first], now=NOW) as store:
        store.append("message", _message(account_id, day=day + timedelta(days=1)))


@pytest.mark.usefixtures("database")
def test_a_suppressed_step_may_be_taken_on_a_later_day():
    first, _ = add_offices()
    day = date(2026, 3, 2)
    with open_store(organizations=[first], now=NOW) as store:
        account_id = add_visit(store)["account_id"]
        store.append("message", _message(account_id, day=day, state="suppressed"))
        store.append("message", _message(account_id, day=day + timedelta(days=1)))

        assert reads.messages(store)["state"].to_list() == ["suppressed", "queued"]


@pytest.mark.usefixtures("database")
def test_a_message_that_was_sent_stays_sent():
    first, _ = add_offices()
    with open_store(organizations=[first], now=NOW) as store:
        account_id = add_visit(store)["account_id"]
        store.append("message", _message(account_id, day=date(2026, 3, 2)))
        message_id = reads.messages(store)["message_id"][0]
        for state in ("intent", "unsure", "sent"):
            moved = pl.DataFrame({"message_id": [message_id], "state": [state], "sent_at": [NOW]})
            store.amend("message", moved, on=("message_id",))

    for state in ("queued", "intent", "failed", "unsure"):
        with (
            pytest.raises(AssertionError, match=f"never goes from sent to {state}"),
            open_store(organizations=[first], now=NOW) as store,
        ):
            store.amend("message", pl.DataFrame({"message_id": [message_id], "state": [state]}), on=("message_id",))


@pytest.mark.usefixtures("database")
def test_a_finding_is_resolved_once_and_says_what_it_said():
    first, _ = add_offices()
    finding = {"station": "post", "code": "x.y", "at_file": "f", "message": "s", "remedy": "m"}
    with open_store(organizations=[first], now=NOW) as store:
        store.append("finding", pl.DataFrame({name: [text] for name, text in finding.items()}))
        number = reads.open_findings(store)["finding_id"][0]
        store.amend("finding", pl.DataFrame({"finding_id": [number], "resolved_at": [NOW]}), on=("finding_id",))
        store.amend("finding", pl.DataFrame({"finding_id": [number], "resolved_at": [NOW]}), on=("finding_id",))

    for change in ({"message": ["t"]}, {"resolved_at": [NOW + timedelta(days=1)]}):
        with pytest.raises(AssertionError, match="refused"), open_store(organizations=[first], now=NOW) as store:
            store.amend("finding", pl.DataFrame({"finding_id": [number], **change}), on=("finding_id",))


@pytest.mark.usefixtures("database")
def test_a_night_of_the_same_organizations_runs_once():
    first, second = add_offices()
    night = {"kind": ["night"], "day": [date(2026, 3, 2)], "state": ["running"]}
    with open_store(organizations="all", now=NOW) as store:
        store.append("run", pl.DataFrame({**night, "run_key": ["a"], "organization_ids": [[first, second]]}))
        again = store.append_new(
            "run", pl.DataFrame({**night, "run_key": ["b"], "organization_ids": [[first, second]]})
        )
    with open_store(organizations=[first], now=NOW, read_only=True) as store:
        seen = reads.runs(store)

    assert again.height == 0
    assert seen.height == 0  # a run over two organizations is seen by whoever may see both
