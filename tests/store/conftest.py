"""Servers that the store is tested on: the embedded one, and Debian's PostgreSQL 15 where it is installed."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import psycopg
import pytest

from remindful.core.words.findings import WorldFault
from remindful.edges.store import embedded, open_store, prepare, stop_server
from remindful.edges.store.store import Store
from tests.store.fixtures import StoreServer, fresh_home, quick_folder, settings

POSTGRES_15 = Path("/usr/lib/postgresql/15/bin")
NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


def _run_as_nobody() -> dict[str, object]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    import pwd

    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@pytest.fixture(scope="session")
def server_15() -> Iterator[StoreServer]:
    """A throw-away cluster of Debian's PostgreSQL 15, on a socket only; its owner of the database is no superuser."""
    if not (POSTGRES_15 / "initdb").exists():
        pytest.skip(f"PostgreSQL 15 is not installed ({POSTGRES_15})")
    folder = Path(tempfile.mkdtemp(prefix="pg15-", dir=quick_folder()))
    who = _run_as_nobody()
    if who:
        shutil.chown(folder, "nobody")
    subprocess.run(
        [POSTGRES_15 / "initdb", "-D", folder / "data", "-U", "admin", "--auth=trust", "-EUTF8", "--locale=C.UTF-8"],
        check=True, capture_output=True, cwd="/", **who,
    )  # fmt: skip
    server = subprocess.Popen(
        [POSTGRES_15 / "postgres", "-D", folder / "data", "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", **who,
    )  # fmt: skip
    try:
        _make_owner(folder)
        url = f"postgresql://owner@/remindful?host={folder}"
        with settings(DATABASE_URL=url):
            prepare()
        yield StoreServer(folder, url)
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _make_owner(folder: Path) -> None:
    for _ in range(100):
        try:
            with psycopg.connect(f"postgresql://admin@/postgres?host={folder}", autocommit=True) as admin:
                admin.execute("CREATE ROLE owner LOGIN CREATEROLE CREATEDB")
                admin.execute("CREATE DATABASE remindful OWNER owner")
                return
        except psycopg.OperationalError:
            time.sleep(0.1)
    pytest.fail("PostgreSQL 15 did not start")


@pytest.fixture(params=["embedded", "postgres_15"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database on each kind of server: where we connect as superuser, and where as a plain owner."""
    server: StoreServer = request.getfixturevalue("store_server" if request.param == "embedded" else "server_15")
    with server.copy() as url, settings(DATABASE_URL=url):
        yield url


@pytest.fixture
def home() -> Iterator[Path]:
    with fresh_home() as home, settings(REMINDFUL_HOME=str(home), DATABASE_URL=None):
        yield home
        embedded.leave_embedded(home)
        with suppress(WorldFault):  # some tests leave data behind that no server can read
            stop_server(home)


def add_offices() -> tuple[int, int]:
    """Two organizations."""
    with open_store(organizations="all", now=NOW) as store:
        frame = pl.DataFrame(
            {
                "key": ["group", "hospital"],
                "name": ["G", "H"],
                "kind": ["provider", "tax_exempt_hospital"],
                "state": ["FL", "FL"],
            }
        )
        first, second = store.append_new("organization", frame, on=("key",))["organization_id"]
    return first, second


def add_visit(store: Store, *, key: str = "V1", lines: int = 1) -> dict[str, int]:
    """A person with an account, a visit and its charge lines, in the one organization that is open: their first ids."""
    on = ("organization_id",)
    party = store.append_new("party", pl.DataFrame({"party_key": [f"p-{key}"]}), on=(*on, "party_key"))["party_id"][0]
    store.append(
        "party_version", pl.DataFrame({"party_id": [party], "effective_on": [date(2026, 1, 1)], "last_name": ["Doe"]})
    )
    account = store.append_new(
        "account", pl.DataFrame({"account_key": [f"a-{key}"], "guarantor_id": [party]}), on=(*on, "account_key")
    )["account_id"][0]
    visit = store.append_new(
        "visit",
        pl.DataFrame(
            {"account_id": [account], "patient_id": [party], "visit_key": [key], "service_from_on": [date(2026, 1, 5)]}
        ),
        on=(*on, "visit_key"),
    )["visit_id"][0]
    items = store.append_new(
        "item",
        pl.DataFrame({"line_no": list(range(1, lines + 1))}).with_columns(
            visit_id=pl.lit(visit), service_on=pl.lit(date(2026, 1, 5)), charge_cents=pl.lit(10_000)
        ),
    )
    return {"party_id": party, "account_id": account, "visit_id": visit, "item_id": items["item_id"][0]}


def charge(store: Store, *, item_id: int, key: str = "charge:1", legs: tuple[int, ...] = (10_000, -10_000)) -> int:
    """An entry with its postings: the first leg on the item's receivable, the others on revenue. Returns its id."""
    entry = store.append_new(
        "entry",
        pl.DataFrame(
            {"entry_key": [key], "kind": ["charge"], "effective_on": [date(2026, 1, 5)], "source": ["a test"]}
        ),
        on=("organization_id", "entry_key"),
    )["entry_id"][0]
    if legs:
        store.append(
            "posting",
            pl.DataFrame(
                {
                    "entry_id": [entry] * len(legs),
                    "ledger_account": ["receivable", *["revenue"] * (len(legs) - 1)],
                    "item_id": [item_id, *[None] * (len(legs) - 1)],
                    "amount_cents": list(legs),
                }
            ),
        )
    return entry
