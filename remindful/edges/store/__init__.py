"""The store: one PostgreSQL, its tables, and the frames in and out of it."""

from remindful.edges.store.books import Books, close_connections, open_books
from remindful.edges.store.prepare import prepare
from remindful.edges.store.server import ServerReport, database_url, home_path, server_report, stop_server

__all__ = [
    "Books",
    "ServerReport",
    "close_connections",
    "database_url",
    "home_path",
    "open_books",
    "prepare",
    "server_report",
    "stop_server",
]
