"""The connection: Django's own for PostgreSQL, to whichever server `database_url` names at the moment of use."""

from typing import Any

from django.db.backends.postgresql import base
from psycopg.conninfo import conninfo_to_dict

from remindful.edges.store import server

_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


class DatabaseWrapper(base.DatabaseWrapper):
    """Django finds the class by this name."""

    def get_connection_params(self) -> dict[str, Any]:
        """Parameters for psycopg."""
        named = conninfo_to_dict(server.database_url())
        for name, setting in _NAMES.items():
            self.settings_dict[setting] = str(named.pop(name, ""))
        self.settings_dict["OPTIONS"] = {**named, **self.settings_dict["OPTIONS"]}
        return super().get_connection_params()
