"""What every test may use: a server, and databases that are gone when the test, or the module, has ended."""

from collections.abc import Iterator

import pytest

from tests.store import fixtures
from tests.store.fixtures import StoreServer, settings


@pytest.fixture(scope="session")
def store_server() -> StoreServer:
    """The embedded server of this worker, with a migrated, empty database to copy from."""
    return fixtures.running_server()


@pytest.fixture(scope="session")
def server_url(store_server: StoreServer) -> str:
    """The URL of the migrated, empty database, for `copy_database`."""
    return store_server.url


@pytest.fixture
def fresh_database(store_server: StoreServer) -> Iterator[str]:
    """The URL of an empty, migrated database of this test's own, which DATABASE_URL names meanwhile."""
    with store_server.copy() as url, settings(DATABASE_URL=url, REMINDFUL_HOME=str(store_server.home)):
        yield url


@pytest.fixture(autouse=True)
def _copies_of_a_test() -> Iterator[None]:
    """Set up before a test's other fixtures, so it ends after them: databases that they made are dropped."""
    with fixtures.copies_dropped():
        yield


@pytest.fixture(scope="module", autouse=True)
def _copies_of_a_module() -> Iterator[None]:
    with fixtures.copies_dropped():
        yield


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """After the last fixture has ended."""
    fixtures.stop_running_server()
