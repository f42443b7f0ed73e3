"""Settings of an organization: JSON values by name, kept in the store."""

import json

import polars as pl

from remindful.edges.store import reads
from remindful.edges.store.store import Store

type Setting = dict[str, "Setting"] | list["Setting"] | str | int | float | bool | None


def read(store: Store, name: str) -> Setting:
    """A setting of the one organization that is open; None where it was never kept."""
    assert len(store.organizations) == 1, "a setting is one organization's"
    found = reads.office_settings(store, name=[name])
    return None if found.is_empty() else json.loads(found["value"][0])


def read_all(store: Store, name: str) -> dict[int, Setting]:
    """A setting of every open organization that has it, by organization_id."""
    rows = reads.office_settings(store, name=[name]).select("organization_id", "value").rows()
    return {organization_id: json.loads(value) for organization_id, value in rows}


def keep(store: Store, name: str, value: Setting) -> None:
    """Keep a setting of the one organization that is open, in place of what it was. What it was stays in the store's history."""
    [organization_id] = store.organizations
    row = pl.DataFrame({"organization_id": [organization_id], "name": [name], "value": [json.dumps(value)]})
    store.append_new("office_setting", row, on=("organization_id", "name"))
    store.amend("office_setting", row, on=("organization_id", "name"))
