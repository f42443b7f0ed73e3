"""How long charges take to be entered, as the office looks at it."""

from datetime import date

import polars as pl

from remindful.core.billing import price_charges
from remindful.core.measures import watch_charges
from remindful.edges.store import reads
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import OrganizationDesk, open_desk


def watch_charge_lag(*, clock: Clock, on: date | None) -> pl.DataFrame:
    """measures.watch_charges of every encounter: one row an organization (its key) and provider, with first_name and last_name."""
    with open_desk(clock, on=on) as desk:
        return pl.concat([_watch_one(one) for one in desk])


def _watch_one(one: OrganizationDesk) -> pl.DataFrame:
    charges = price_charges(reads.charges(one.store), reads.fees(one.store))
    watched = watch_charges(reads.encounters(one.store), charges, day=one.day)
    names = reads.providers(one.store).select("npi", "last_name", "first_name").unique("npi")
    return watched.join(
        names, left_on="provider_npi", right_on="npi", how="left", maintain_order="left"
    ).with_columns(organization=pl.lit(one.key))  # fmt: skip
