"""The one list of exceptions: everything that was set aside, until somebody closes it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from remindful.core.words.findings import Refusal
from remindful.edges.store import reads
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import Desk, OrganizationDesk, open_desk

#: Who works on an exception, by the first word of its code; all others are for the billing desk.
OWNERS = {
    "payment": "payment posting", "remit": "payment posting", "ledger": "support", "message": "patient accounts", "contact": "front desk",
    "person": "front desk", "csv": "data import", "row": "data import", "mapping": "data import", "file": "data import",
}  # fmt: skip
OTHER_OWNER = "billing"


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """One exception. amount_cents None: it is about no amount. age_days: since it was found. state: open, or how it was closed."""

    number: int
    organization: str
    code: str
    file: str
    line: int | None
    key: str | None
    account: str | None
    amount_cents: int | None
    cause: str
    remedy: str
    found_on: date
    age_days: int
    owner: str
    state: str
    closed_by: str | None
    raw: str | None


def list_exceptions(
    *,
    clock: Clock,
    organization: str | None = None,
    code: str | None = None,
    account: str | None = None,
    closed: bool = False,
) -> tuple[ExceptionRow, ...]:
    """Exceptions, newest first. code: its first word, or all of it. closed: those that are closed too. Raises Refusal as the desk does."""
    with open_desk(clock, organization=organization) as desk:
        frames = [_narrow(reads.findings(one.store), code=code, account=account, closed=closed) for one in desk]
        rows = pl.concat(frames).sort("finding_id", descending=True).iter_rows(named=True)
        return tuple(_make_row(desk.of(row["organization_id"]), row) for row in rows)


def show_exception(number: int, *, clock: Clock) -> ExceptionRow:
    """One exception. Raises Refusal where there is none of that number."""
    with open_desk(clock) as desk:
        one, row = find_exception(desk, number)
        return _make_row(one, row)


def find_exception(desk: Desk, number: int) -> tuple[OrganizationDesk, dict[str, Any]]:
    """The finding of a number, and whose it is. Raises Refusal where there is none."""
    found = reads.findings(desk.store, finding_id=[number])
    if found.is_empty():
        raise Refusal(f"There is no exception {number}.", "`remindful exceptions list --all` shows their numbers.")
    row = found.row(0, named=True)
    return desk.of(row["organization_id"]), row


def _narrow(found: pl.DataFrame, *, code: str | None, account: str | None, closed: bool) -> pl.DataFrame:
    keep = pl.lit(value=True) if closed else pl.col("resolved_at").is_null()
    if code is not None:
        keep &= (pl.col("code") == code) | pl.col("code").str.starts_with(f"{code}.")
    if account is not None:
        keep &= pl.col("account_key") == account
    return found.filter(keep)


def _make_row(one: OrganizationDesk, row: dict[str, Any]) -> ExceptionRow:
    recorded_at: datetime = row["recorded_at"]
    found_on = recorded_at.astimezone(ZoneInfo(one.organization.zone)).date()
    is_open = row["resolved_at"] is None
    return ExceptionRow(
        number=row["finding_id"],
        organization=one.key,
        code=row["code"],
        file=row["at_file"],
        line=row["at_line"],
        key=row["at_key"],
        account=row["account_key"],
        amount_cents=row["amount_cents"],
        cause=row["message"],
        remedy=row["remedy"],
        found_on=found_on,
        age_days=(one.today - found_on).days,
        owner=OWNERS.get(row["code"].partition(".")[0], OTHER_OWNER),
        state="open" if is_open else (row["closed_how"] or "settled by itself"),
        closed_by=row["closed_by"],
        raw=row["raw"],
    )
