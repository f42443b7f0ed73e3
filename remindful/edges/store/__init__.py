"""The store: one PostgreSQL, its tables, and the frames in and out of it."""

from remindful.edges.store.prepare import prepare
from remindful.edges.store.server import ServerReport, database_url, home_path, server_report, stop_server
from remindful.edges.store.store import Store, close_connections, open_store

__all__ = [
    "ServerReport",
    "Store",
    "close_connections",
    "database_url",
    "home_path",
    "open_store",
    "prepare",
    "server_report",
    "stop_server",
]
