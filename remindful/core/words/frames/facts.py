"""All that facts are derived from."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class FactFrames:
    """All that facts are derived from, each keeping its contract."""

    accounts: pl.LazyFrame  # Accounts
    parties: pl.LazyFrame  # Parties
    visits: pl.LazyFrame  # Visits
    visit_payers: pl.LazyFrame  # VisitPayers
    item_balances: pl.LazyFrame  # ItemBalances
    balances: pl.LazyFrame  # AccountBalances
    events: pl.LazyFrame  # Events, those known at the moment asked for
