"""The store as a Django app, and who may change its tables."""

from typing import Any

from django.apps import AppConfig


class StoreApp(AppConfig):
    """Label `store`."""

    name = "remindful.edges.store"
    label = "store"
    verbose_name = "Remindful's store"


class TablesByOwner:
    """Django's router: tables are made and changed through the connection `owner` only."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:  # noqa: ANN401, ARG002
        """True for `owner`."""
        return db == "owner"
