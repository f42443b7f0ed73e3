"""One database server for the pages whose commands are run."""

from tests.store.fixtures import store_server

__all__ = ["store_server"]
