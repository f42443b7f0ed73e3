"""Prepare: bring the database to the tables that this program knows. Fast where there is nothing to do."""

import os
import time
from pathlib import Path

import psycopg

from remindful.core.words.findings import WorldFault
from remindful.edges.store import faults, server

SETTINGS = "remindful.edges.store.settings"
#: Of PostgreSQL's advisory locks, ours for changing tables.
_LOCK = 7_364_637
_LONGEST_WAIT = "120s"


def prepare(*, with_django: bool = False) -> None:
    """Start the server if needed, make or change the tables if needed; with_django: for screens, which use its models.

    Safe for several processes at once: one changes the tables, the others wait. Raises WorldFault where the server
    cannot be reached or used, is too old, or was brought further by a newer Remindful.
    """
    url = server.database_url()
    if (os.getpid(), url) not in _prepared:
        _prepare_tables(url)
        _prepared.add((os.getpid(), url))
    if with_django:
        set_up_django()


#: What this process has looked at: a desk is opened hundreds of times, and a look costs a connection.
_prepared: set[tuple[int, str]] = set()


def forget_prepared() -> None:
    """Look again next time: before a server is stopped, or a database is copied or dropped."""
    _prepared.clear()


def _prepare_tables(url: str) -> None:
    is_external = not server.is_embedded()
    connection = (
        server.connect(url, doing="Opening the database", autocommit=True) if is_external else _connect_embedded(url)
    )
    with connection:
        server.check_version(connection)
        if _missing(connection):
            connection.execute("SELECT set_config('lock_timeout', %s, false)", [_LONGEST_WAIT])
            with faults.world_faults("Changing the tables"):
                connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])  # let go of with the connection
                if _missing(connection):
                    _migrate()


def set_up_django() -> None:
    """Load Django with the store's settings. Again is no harm."""
    import django  # noqa: PLC0415  half a second, which most commands do not need
    from django.apps import apps  # noqa: PLC0415

    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
        django.setup()


def _connect_embedded(url: str) -> psycopg.Connection:
    """Connect, making the database where it is not there yet. A server that dies this very moment is started again."""
    for wait_seconds in (0.2, 1.0, 0.0):
        try:
            return server.connect(url, doing="Opening the database", autocommit=True)
        except WorldFault as fault:
            if "is not there" in fault.message:
                server.make_embedded_database(url)
            elif fault.kind != "passing" or not wait_seconds:
                raise
        time.sleep(wait_seconds)
        url = server.database_url()
    raise AssertionError("the last attempt returns or raises")


def _missing(connection: psycopg.Connection) -> set[str]:
    """Names of the migrations that the database has not had."""
    known = {path.stem for path in (Path(__file__).parent / "migrations").glob("[0-9]*.py")}
    assert known, "the program came without its migrations"
    if connection.execute("SELECT to_regclass('public.django_migrations')").fetchone() == (None,):
        return known
    had = {name for (name,) in connection.execute("SELECT name FROM public.django_migrations WHERE app = 'store'")}
    if had - known:
        raise WorldFault(
            "permanent",
            f"The database was changed by a newer Remindful ({max(had - known)}), whose tables this one does not know.",
            "Install the newer Remindful again, or put a backup from before it in place.",
        )
    return known - had


def _migrate() -> None:
    set_up_django()
    from django.core.management import call_command  # noqa: PLC0415  only once Django is set up
    from django.db import connections  # noqa: PLC0415

    try:
        call_command("migrate", database="owner", verbosity=0, interactive=False)
    finally:
        connections.close_all()
