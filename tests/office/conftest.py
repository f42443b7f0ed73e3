"""A database of its own for each test of the desk."""

from tests.store.conftest import fresh_database, store_server

__all__ = ["fresh_database", "store_server"]
