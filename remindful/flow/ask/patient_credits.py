"""Patients' credits: money that we hold and that is on no open balance."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from remindful.core import ledger
from remindful.edges.store import reads
from remindful.flow.books.position import take_position
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import OrganizationDesk, open_desk


@dataclass(frozen=True, slots=True)
class PatientCredit:
    """One credit. since: the day of the oldest payment that it is from. note: what to look at before it is refunded."""

    organization: str
    account: str
    name: str
    visit: str | None
    amount_cents: int
    since: date | None
    age_days: int | None
    credit: str
    payments: tuple[str, ...]
    note: str


def list_credits(*, clock: Clock, on: date | None = None, organization: str | None = None) -> tuple[PatientCredit, ...]:
    """Every cent of patients' money that is on no open balance, oldest first. Raises Refusal as the desk does."""
    with open_desk(clock, on=on, organization=organization) as desk:
        found = [credit for one in desk for credit in _credits_of(one)]
    return tuple(sorted(found, key=lambda credit: (credit.since is None, credit.since or date.max, credit.account)))


def _credits_of(one: OrganizationDesk) -> list[PatientCredit]:
    position = take_position(one.store, account_ids=None, day=one.day)
    payments = reads.patient_payments(one.store).filter(pl.col("paid_on") <= one.day)
    pools = reads.unapplied_pools(one.store, day=one.day)
    names = pl.concat_str("first_name", "last_name", separator=" ", ignore_nulls=True)
    rows = (
        ledger.list_credits(pools, position.item_balances, payments)
        .join(
            position.accounts.select("account_id", "account_key", "guarantor_id"),
            on="account_id",
            maintain_order="left",
        )
        .join(position.visits.select("visit_id", "visit_key"), on="visit_id", how="left", maintain_order="left")
        .join(
            position.parties.select(guarantor_id="party_id", name=names),
            on="guarantor_id",
            how="left",
            maintain_order="left",
        )
    )
    return [
        PatientCredit(
            organization=one.key,
            account=row["account_key"],
            name=row["name"] or "",
            visit=row["visit_key"],
            amount_cents=row["amount_cents"],
            since=row["since_on"],
            age_days=(one.day - row["since_on"]).days if row["since_on"] else None,
            credit=row["credit"],
            payments=tuple(row["payment_keys"] or ()),
            note="perhaps the same payment twice" if row["is_perhaps_twice"] else "",
        )
        for row in rows.iter_rows(named=True)
    ]
