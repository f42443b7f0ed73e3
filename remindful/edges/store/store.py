"""Store: one transaction, for the named organizations, at one moment. Frames go in, frames come out."""

import itertools
import os
import re
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import polars as pl
from adbc_driver_manager import dbapi as driver
from adbc_driver_postgresql import dbapi

from remindful.core.words.findings import WorldFault
from remindful.edges.store import faults, named_sql, server, staging
from remindful.edges.store.named_sql import Keys, Value
from remindful.edges.store.prepare import forget_prepared

#: Columns that are filled with the run's moment where a frame does not bring them.
_MOMENTS = ("recorded_at", "known_at")
#: Values that narrow a read: where they are not given, it is not narrowed.
_NARROWING = ("account_ids", "states", "since", "kind")
_MOST_AT_REST = 2
_OURS = re.compile(r"^(22|23|25|26|2B|34|3B|42|0A|RM)")


@dataclass(slots=True)
class _Transaction:
    """What all books of one transaction share. seen: the organizations that row-level security lets its next statement see."""

    connection: dbapi.Connection
    types: dict[str, dict[str, str]] = field(default_factory=dict)
    staged: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    seen: str = ""


class Store:
    """What can be done within the transaction, for some organizations. Made by `open_store`, and by `of` for fewer of them."""

    def __init__(
        self,
        transaction: _Transaction,
        *,
        now: datetime,
        known_at: datetime,
        organizations: Sequence[int] | Literal["all"],
    ) -> None:
        self.now = now
        self.known_at = known_at
        self._transaction = transaction
        self.organizations: tuple[int, ...] = ()
        if organizations == "all":
            listed = self._fetch_as("*", "SELECT organization_id FROM organization ORDER BY 1")
            organizations = listed["organization_id"].to_list()
        self.organizations = tuple(sorted(set(organizations)))

    def of(self, *organization_ids: int) -> "Store":
        """The same transaction for some of its organizations: no read shows, and no write touches, a row of another one."""
        assert set(organization_ids) <= set(self.organizations), f"not all of {organization_ids} are open here"
        return Store(self._transaction, now=self.now, known_at=self.known_at, organizations=organization_ids)

    def read(self, query_name: str, *, only: Mapping[str, Keys | None] | None = None, **params: Value) -> pl.DataFrame:
        """The rows of a named query, of `only` these values of its columns (None: of all). For the reads; others call those.

        `known_at` is the books' own where it is not given.
        """
        statement = named_sql.fill_query(query_name, self._with_moment(query_name, params))
        return self.fetch(named_sql.narrow_query(statement, only or {}))

    def append(self, table: str, frame: pl.DataFrame) -> int:
        """Add rows. What the frame does not bring is filled: ids by the database, the moment, the only organization."""
        if frame.is_empty():
            return 0
        frame, types = self._fitted(table, frame)
        with self._staging(frame) as staged:
            return self._execute(staging.insert_sql(table, staged, frame, types))

    def append_new(self, table: str, frame: pl.DataFrame, *, on: Sequence[str] = ()) -> pl.DataFrame:
        """Add the rows whose key is not there yet; all columns of those really added. `on` empty: any unique key."""
        if frame.is_empty():
            return self.fetch(f'SELECT * FROM "{self._known(table)}" WHERE false')  # noqa: S608
        if table == "organization":
            return self._append_organizations(frame)
        frame, types = self._fitted(table, frame)
        key = f"({', '.join(self._quoted(table, name) for name in on)})" if on else ""
        with self._staging(frame) as staged:
            insert = staging.insert_sql(table, staged, frame, types)
            return self.fetch(f"{insert} ON CONFLICT {key} DO NOTHING RETURNING *")

    def amend(self, table: str, frame: pl.DataFrame, *, on: Sequence[str]) -> int:
        """Change the rows with the frame's keys to the frame's other columns. Tables of record refuse it."""
        if frame.is_empty():
            return 0
        types = self._types_of(table)
        assert on, "which rows to change is not said"
        assert frame.select(on).is_unique().all(), f"the frame names a row of {table} twice"
        frame = staging.fit_columns(table, frame, types)
        with self._staging(frame) as staged:
            return self._execute(staging.update_sql(table, staged, frame, types, on=tuple(on)))

    def reserve_ids(self, table: str, count: int) -> int:
        """The first of `count` ids in a row that nobody else will get."""
        assert count > 0, "no ids are asked for"
        self._types_of(table)
        sequence = f"pg_get_serial_sequence('public.\"{table}\"', '{table}_id')"
        for _ in range(10):
            got = self.fetch(
                f"SELECT min(id) AS first, max(id) AS last FROM (SELECT nextval({sequence}) AS id FROM generate_series(1, {count})) s"  # noqa: S608
            )
            first, last = got.row(0)
            if (
                last - first + 1 == count
            ):  # else another transaction took ids in between: numbers are left out, never shared
                return first
        raise WorldFault("passing", f"Other commands are adding to {table} all the time.", "Run the command again.")

    def fetch(self, statement: str) -> pl.DataFrame:
        """The rows of a statement. For the store itself; others name a query."""
        return self._fetch_as(self._scope(), statement)

    def _fetch_as(self, organizations: str, statement: str) -> pl.DataFrame:
        self._see(organizations)
        with self._words(), self._transaction.connection.cursor() as cursor:
            cursor.execute(statement)
            frame = pl.from_arrow(cursor.fetch_arrow_table())
            assert isinstance(frame, pl.DataFrame)
            return frame

    # --- inner -------------------------------------------------------------------------------------------------------

    def _append_organizations(self, frame: pl.DataFrame) -> pl.DataFrame:
        """New organizations are opened by the transaction that adds them. Known by their key, whoever may see them."""
        there = self._fetch_as("*", "SELECT organization_id, key FROM organization")
        new = frame.join(there, on="key", how="anti", maintain_order="left")
        first = self.reserve_ids("organization", max(new.height, 1))
        new = new.with_columns(pl.int_range(first, first + new.height, dtype=pl.Int64).alias("organization_id"))
        self.organizations = tuple(sorted({*self.organizations, *new["organization_id"]}))
        self.append("organization", new)
        return self.fetch(f"SELECT * FROM organization WHERE organization_id >= {first}").sort("organization_id")  # noqa: S608

    def _known(self, table: str) -> str:
        self._types_of(table)
        return table

    def see_all(self) -> None:
        """Have what the database does by itself at the end see all the organizations of these books."""
        self._see(self._scope())

    def _scope(self) -> str:
        return ",".join(str(number) for number in self.organizations)

    def _see(self, organizations: str) -> None:
        """Have row-level security show the organizations to the statements that follow."""
        if self._transaction.seen == organizations:
            return
        with self._words(), self._transaction.connection.cursor() as cursor:
            cursor.execute(f"SELECT set_config('remindful.organizations', '{organizations}', true)")
            cursor.fetchall()
        self._transaction.seen = organizations

    def _with_moment(self, query_name: str, params: dict[str, Value]) -> dict[str, Value]:
        session_values: dict[str, Value] = {"known_at": self.known_at, "now": self.now} | dict.fromkeys(_NARROWING)
        expected = named_sql.parameters(query_name)
        return {name: value for name, value in session_values.items() if name in expected} | params

    def _fitted(self, table: str, frame: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, str]]:
        types = self._types_of(table)
        missing = [name for name in _MOMENTS if name in types and name not in frame.columns]
        frame = frame.with_columns([pl.lit(self.now, dtype=pl.Datetime("us", "UTC")).alias(name) for name in missing])
        if "organization_id" in types and "organization_id" not in frame.columns:
            assert len(self.organizations) == 1, (
                f"rows of {table} do not say whose they are, and not just one organization is open"
            )
            frame = frame.with_columns(pl.lit(self.organizations[0], dtype=pl.Int64).alias("organization_id"))
        return staging.fit_columns(table, frame, types), types

    def _types_of(self, table: str) -> dict[str, str]:
        types = self._transaction.types
        if table not in types:
            assert re.fullmatch("[a-z_]+", table), f"{table!r} is not a table's name"
            found = self.fetch(
                "SELECT attname::text AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute "  # noqa: S608
                f"WHERE attnum > 0 AND NOT attisdropped AND attrelid = to_regclass('public.\"{table}\"') ORDER BY 1"
            )
            assert found.height, f"there is no table {table}"
            types[table] = dict(found.iter_rows())
        return types[table]

    def _quoted(self, table: str, name: str) -> str:
        assert name in self._types_of(table), f"{table} has no column {name}"
        return f'"{name}"'

    @contextmanager
    def _staging(self, frame: pl.DataFrame) -> Generator[str]:
        """A temporary table with the frame's rows."""
        name = f"staged_{next(self._transaction.staged)}"
        with self._words(), self._transaction.connection.cursor() as cursor:
            cursor.adbc_ingest(
                name, frame.to_arrow(compat_level=pl.CompatLevel.oldest()), mode="create", temporary=True
            )
        yield name
        self._execute(f'DROP TABLE "{name}"')

    def _execute(self, statement: str) -> int:
        self._see(self._scope())
        with self._words(), self._transaction.connection.cursor() as cursor:
            cursor.adbc_statement.set_sql_query(statement)
            return cursor.adbc_statement.execute_update()

    @contextmanager
    def _words(self) -> Generator[None]:
        try:
            yield
        except driver.Error as error:
            raise explain(error) from None  # the driver's own text repeats the statement, with the values in it


def explain(error: driver.Error) -> Exception:
    """A driver's error in our words: a WorldFault, or an AssertionError where the mistake is ours."""
    driver_text = str(error)
    found = re.search(r"(?:ERROR|FATAL|PANIC):\s*(.+)", driver_text)
    line = found.group(1).strip() if found else faults.first_line(driver_text)
    state = error.sqlstate or ""
    if "row-level security" in line:
        return AssertionError(f"A row is of an organization that is not open here: {line}")
    if _OURS.match(state) and state not in {"42501", "25006"}:
        return AssertionError(f"The database refused: {line} [{state}]")
    fault = faults.fault_from(f"{line} {state}", doing="Working with the database")
    return fault or WorldFault(
        "permanent",
        f"The database failed: {line} [{state}]",
        "Run `remindful doctor`; if it finds nothing, put in a backup.",
    )


@contextmanager
def open_store(
    *,
    organizations: Sequence[int] | Literal["all"],
    now: datetime,
    read_only: bool = False,
    known_at: datetime | None = None,
) -> Generator[Store]:
    """One transaction: kept when the block ends, undone when it raises. All its reads see one state of the database.

    organizations: whose rows are seen and may be written. now: the run's clock, which `recorded_at` gets.
    known_at: reads show what was known then (default: now). Raises WorldFault for what the world does, AssertionError
    where a row breaks a rule of the database.
    """
    assert now.tzinfo is not None, "now is an instant and needs a time zone"
    url = server.database_url()
    connection = _take_connection(url)
    try:
        with connection.cursor() as cursor:
            for statement in _opening(now, read_only=read_only):
                cursor.execute(statement)
        store = Store(_Transaction(connection), now=now, known_at=known_at or now, organizations=organizations)
        yield store
        store.see_all()  # the checks at commit look at every organization that was written for
        _commit(connection)
    except BaseException as error:
        connection.close()  # undoes what was not committed
        if isinstance(error, driver.Error):
            raise explain(error) from None
        raise
    _keep_connection(url, connection)


def _commit(connection: dbapi.Connection) -> None:
    """The one place where work is kept: tests count and break it here."""
    connection.commit()


#: Connections at rest, by URL: opening one takes a tenth of a second, and a command opens books hundreds of times.
_at_rest: dict[tuple[int, str], list[dbapi.Connection]] = {}


def _take_connection(url: str) -> dbapi.Connection:
    """A connection of this process that is at rest and still answers, else a new one."""
    resting = _at_rest.get((os.getpid(), url), [])
    while resting:
        connection = resting.pop()
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
                cursor.fetchone()
            connection.rollback()
        except driver.Error:
            connection.close()
        else:
            return connection
    try:
        return dbapi.connect(url)
    except driver.Error as error:
        raise explain(error) from None


def _keep_connection(url: str, connection: dbapi.Connection) -> None:
    resting = _at_rest.setdefault((os.getpid(), url), [])
    if len(resting) < _MOST_AT_REST:
        resting.append(connection)
    else:
        connection.close()


def close_connections() -> None:
    """Close what is at rest: before the server is stopped, or a database is copied or dropped."""
    forget_prepared()
    for key in list(_at_rest):
        for connection in _at_rest.pop(key):
            if key[0] == os.getpid():
                connection.close()


def _opening(now: datetime, *, read_only: bool) -> list[str]:
    return [
        f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, {'READ ONLY' if read_only else 'READ WRITE'}",
        "SET LOCAL ROLE " + server.APP_ROLE,
        "SET LOCAL TIME ZONE 'UTC'",
        "SET LOCAL jit = off",
        f"SELECT set_config('remindful.now', '{now.isoformat()}', true)",
    ]
