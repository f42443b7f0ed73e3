"""What people call a claim or an encounter: its key, after the organization's where the office has several."""

import polars as pl

from remindful.flow.office.desk import OrganizationDesk


def name_key(one: OrganizationDesk, key: str, *, is_shared: bool) -> str:
    """The name under which `desk.find` finds a key of this organization. is_shared: the office has several organizations."""
    return f"{one.key}/{key}" if is_shared else key


def name_column(one: OrganizationDesk, column: str, *, is_shared: bool) -> pl.Expr:
    """The same of each key in a column; null stays null."""
    return pl.format("{}/{}", pl.lit(one.key), pl.col(column)) if is_shared else pl.col(column)
