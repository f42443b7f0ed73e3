"""A database for tests: one embedded server a session, one fresh copy of the migrated database a test (about 0.1 s).

Use it from any conftest: `from tests.store.fixtures import fresh_database, store_server  # noqa: F401`. A test that
names `fresh_database` finds DATABASE_URL set to an empty, migrated database of its own: `open_books` just works.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
import pytest

from remindful.edges.store import embedded, prepare


@dataclass
class StoreServer:
    """A server with a migrated, empty database to copy from."""

    home: Path
    url: str  # of the database to copy from
    numbers: Iterator[int] = field(default_factory=count)

    def url_of(self, database: str) -> str:
        base, _, options = self.url.partition("?")
        return f"{base.rpartition('/')[0]}/{database}" + (f"?{options}" if options else "")

    @contextmanager
    def copy(self) -> Iterator[str]:
        """A fresh database; gone afterwards."""
        name = f"copy_{os.getpid()}_{next(self.numbers)}"
        template = self.url.partition("?")[0].rpartition("/")[2]
        with psycopg.connect(self.url_of("postgres"), autocommit=True) as admin:
            admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
            try:
                yield self.url_of(name)
            finally:
                admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


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


@pytest.fixture(scope="session")
def store_server() -> Iterator[StoreServer]:
    """One embedded server for the whole session, its database migrated."""
    with fresh_home() as home, settings(REMINDFUL_HOME=str(home), DATABASE_URL=None):
        prepare()
        yield StoreServer(home, embedded.start_embedded(home).url())
        embedded.leave_embedded(home)


@pytest.fixture
def fresh_database(store_server: StoreServer) -> Iterator[str]:
    """The URL of an empty, migrated database of this test's own, which DATABASE_URL names meanwhile."""
    with store_server.copy() as url, settings(DATABASE_URL=url, REMINDFUL_HOME=str(store_server.home)):
        yield url
