"""A fresh home and a fresh database for each story, copied from one that is made once a run."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from remindful.edges.store import close_connections, database_url, prepare
from remindful.edges.store.embedded import stop_embedded
from tests.stories.practice import Practice


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """An embedded server with our tables in a database to copy from. Its own account must be able to pass through the folder."""
    folder = Path(tempfile.mkdtemp(prefix="remindful-server-"))
    folder.chmod(0o755)
    before = {name: os.environ.get(name) for name in ("REMINDFUL_HOME", "DATABASE_URL")}
    os.environ.pop("DATABASE_URL", None)
    os.environ["REMINDFUL_HOME"] = str(folder)
    prepare()
    url = database_url()
    yield url
    close_connections()
    stop_embedded(folder)
    for name, value in before.items():
        os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)
    shutil.rmtree(folder, ignore_errors=True)


def copy_database(url: str, *, template: str | None = None) -> str:
    """A new database of the same server, as the template is (default: as the url's own); its URL."""
    close_connections()
    base, _, options = url.partition("?")
    root, _, own = base.rpartition("/")
    name = f"copy_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{root}/postgres?{options}", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template or own}"')
    return f"{root}/{name}?{options}"


@pytest.fixture
def practice(server_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Practice:
    """An open office with nobody in it yet."""
    monkeypatch.setenv("DATABASE_URL", copy_database(server_url))
    monkeypatch.setenv("REMINDFUL_HOME", str(tmp_path / "home"))
    folder = tmp_path / "files"
    folder.mkdir()
    return Practice(folder).open()
