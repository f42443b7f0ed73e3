"""Desks for tests: one server a session, one database and home a module."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faces.desk import Desk
from tests.faces.files import BALANCES, GROUP, OFFICE, PEOPLE
from tests.store.fixtures import StoreServer, fresh_home


@contextmanager
def open_desk(server: StoreServer) -> Iterator[Desk]:
    with server.copy() as url, fresh_home() as home, tempfile.TemporaryDirectory() as folder:
        yield Desk(home, url, Path(folder))


@pytest.fixture(scope="module")
def bare(store_server: StoreServer) -> Iterator[Desk]:
    """An installation that no office has used yet."""
    with open_desk(store_server) as desk:
        yield desk


@pytest.fixture(scope="module")
def desk(store_server: StoreServer) -> Iterator[Desk]:
    """An office with three people and their opening balances; no night has run."""
    with open_desk(store_server) as desk:
        desk.file("books/office.yaml", OFFICE)
        desk.file("books/people.csv", PEOPLE)
        desk.file("books/balances.csv", BALANCES)
        told = desk.run("import", desk.folder / "books", "--org", GROUP)
        assert 0 == told.code, told
        yield desk
