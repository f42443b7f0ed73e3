"""Databases for tests: one embedded server a worker, one fresh copy of its migrated database a test (some 0.05 s).

`tests/conftest.py` offers the fixtures to every test. A test that names `fresh_database` finds DATABASE_URL set to an
empty, migrated database of its own: `open_store` just works. A test that needs more than one calls
`copy_database(server_url)`; what it gets is dropped when the test ends.

Each worker has a server of its own: roles and databases with fixed names belong to a whole server, so workers that
shared one would meet there. To start one takes two seconds.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

from remindful.edges.store import close_connections, embedded, prepare

#: A test's data need not outlive a power cut.
QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_wal_size": "256MB"}


@dataclass
class StoreServer:
    """A server with a migrated, empty database to copy from."""

    home: Path
    url: str  # of the database to copy from
    numbers: Iterator[int] = field(default_factory=count)

    def url_of(self, database: str) -> str:
        base, _, options = self.url.partition("?")
        return f"{base.rpartition('/')[0]}/{database}" + (f"?{options}" if options else "")

    def make_copy(self, template: str | None = None) -> str:
        """The URL of a new database, as `template` is (default: the migrated, empty one). Its files are copied, not logged."""
        name = f"copy_{os.getpid()}_{next(self.numbers)}"
        with psycopg.connect(self.url_of("postgres"), autocommit=True) as admin:
            admin.execute(
                f'CREATE DATABASE "{name}" TEMPLATE "{template or database_name(self.url)}" STRATEGY file_copy'
            )
        return self.url_of(name)

    def drop(self, url: str) -> None:
        with psycopg.connect(self.url_of("postgres"), autocommit=True) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{database_name(url)}" WITH (FORCE)')

    @contextmanager
    def copy(self) -> Iterator[str]:
        """A fresh database; gone afterwards."""
        url = self.make_copy()
        try:
            yield url
        finally:
            self.drop(url)


def database_name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def quick_folder() -> str | None:
    """Memory, where there is enough of it: a database is many small files. None: the usual temporary folder."""
    memory = Path("/dev/shm")  # noqa: S108
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2_000_000_000
    return str(memory) if roomy else None


@contextmanager
def fresh_home() -> Iterator[Path]:
    """An empty REMINDFUL_HOME that the server's account can reach, too (pytest's own folders are shut to it)."""
    folder = Path(tempfile.mkdtemp(prefix="rm-", dir=quick_folder()))
    folder.chmod(0o711)
    try:
        yield folder / "home"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def settings(**values: str | None) -> Iterator[None]:
    """Environment variables for a while; None: not set."""
    before = {name: os.environ.get(name) for name in values}
    try:
        for name, value in values.items():
            _set(name, value)
        yield
    finally:
        for name, value in before.items():
            _set(name, value)


def _set(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value


# --- the server of this process --------------------------------------------------------------------------------------

_running: list[StoreServer] = []
_until_the_end = ExitStack()
_copies: list[str] = []  # databases that `copy_database` made, oldest first


def running_server() -> StoreServer:
    """The server of this process, started by whoever needs it first; `stop_running_server` ends it."""
    if not _running:
        home = _until_the_end.enter_context(fresh_home())
        with settings(REMINDFUL_HOME=str(home), DATABASE_URL=None):
            prepare()
            server = StoreServer(home, embedded.start_embedded(home).url())
        _until_the_end.callback(embedded.leave_embedded, home)
        _until_the_end.callback(close_connections)
        with psycopg.connect(server.url_of("postgres"), autocommit=True) as admin:
            for name, value in QUICK.items():
                admin.execute(f"ALTER SYSTEM SET {name} = '{value}'")
            admin.execute("SELECT pg_reload_conf()")
        _running.append(server)
    return _running[0]


def session_folder() -> Path:
    """A new folder that is gone when the session ends."""
    folder = Path(tempfile.mkdtemp(prefix="rm-", dir=quick_folder()))
    _until_the_end.callback(shutil.rmtree, folder, ignore_errors=True)
    return folder


def stop_running_server() -> None:
    """When the session ends."""
    _running.clear()
    _until_the_end.close()


def copy_database(url: str, *, template: str | None = None) -> str:
    """A new database of the running server, as the template is (default: as the url's own); its URL.

    Dropped with the test, module or session that made it: see `copies_dropped`.
    """
    close_connections()
    made = running_server().make_copy(template or database_name(url))
    _copies.append(made)
    return made


@contextmanager
def copies_dropped() -> Iterator[None]:
    """Drop at the end what `copy_database` made in the meantime."""
    before = len(_copies)
    try:
        yield
    finally:
        if len(_copies) > before:
            close_connections()
        while len(_copies) > before:
            running_server().drop(_copies.pop())
