"""Open balances of a former system to the books: booked once; one that comes again with other content holds its account."""

from datetime import date

import polars as pl

from remindful.core import billing
from remindful.core.words.findings import Finding
from remindful.core.words.kinds import EntryKind, EventKind, LedgerAccount, Medium
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.books.booking import read_known, write_booked
from remindful.flow.books.events import append_events
from remindful.flow.books.people import open_guarantors
from remindful.flow.books.position import post_entries


def book_balances(
    store: Store, balances: pl.DataFrame, *, facility_state: str, file: str, day: date
) -> tuple[int, list[Finding]]:
    """Book the open balances of a former system. Returns (balances booked, findings).

    The guarantor that a row names owes for its visit. Statements that the former system sent count as sent. A balance that is on file with
    other content is an exception, and its account is held until a person decides.
    """
    known = read_known(
        store, visit_keys=balances["visit_key"], party_keys=balances["party_key"], visits=balances.height, items=balances.height
    )  # fmt: skip
    on_file = reads.opened_balances(store, visit_id=known.visits["visit_id"].to_list()) if known.visits.height else None
    new, repeated, findings = balances, None, list[Finding]()
    if on_file is not None:
        compared = billing.compare_openings(balances, on_file.drop("organization_id", "patient_id"), file=file)
        new, repeated, findings = compared.new, compared.repeated, list(compared.findings)
        _hold(store, compared.changed.filter("is_opening"), file=file, day=day)
    of_patients = new.join(known.people, on="party_key", how="semi")
    guarantors = open_guarantors(store, of_patients["guarantor_key"], facility_state=facility_state)
    booked = billing.book_opening(new, known=known, file=file, guarantors=guarantors)
    write_booked(store, booked)
    visits = booked.visits.select("visit_key", "visit_id", "account_id")
    if repeated is not None:
        visits = pl.concat([visits, repeated.select(visits.columns)])
    _keep_statements(store, balances.join(visits, on="visit_key"), file=file)
    return booked.booked, [*findings, *booked.findings]


def _hold(store: Store, changed: pl.DataFrame, *, file: str, day: date) -> None:
    """Hold the accounts of balances that came again with other content."""
    events = changed.select(
        "account_id", "visit_id", kind=pl.lit(str(EventKind.HELD)), happened_on=pl.lit(day), happened_at=pl.lit(store.now),
        value=pl.format("open balance of {} came again with other content", "visit_key"),
        source=pl.format("{}:{}", pl.lit(file), "line_no"),
    )  # fmt: skip
    append_events(store, events)


def _keep_statements(store: Store, rows: pl.DataFrame, *, file: str) -> None:
    """Statements that the former system sent: the first and the last, as events of their visit."""
    days = [rows.with_columns(sent_on=name) for name in ("first_statement_on", "last_statement_on")]
    sent = pl.concat(days).filter(pl.col("sent_on").is_not_null()).unique(["visit_id", "sent_on"], maintain_order=True)
    events = sent.select(
        "account_id", "visit_id", kind=pl.lit(str(EventKind.STATEMENT_SENT)), happened_on="sent_on", medium=pl.lit(str(Medium.MAIL)),
        value=pl.lit("former system"), source=pl.format("{}:{}", pl.lit(file), "line_no"),
    )  # fmt: skip
    append_events(store, events)


def change_opening(store: Store, *, visit_id: int, open_cents: int, finding_id: int, day: date) -> int:
    """Change an open balance to what a person accepted; returns what it was. The difference is of the former system, like what it settled."""
    item = reads.items(store, visit_id=[visit_id])
    was_cents = int(reads.opened_balances(store, visit_id=[visit_id])["open_cents"][0])
    if was_cents == open_cents:
        return was_cents
    key = pl.lit(f"opening:{visit_id}:{finding_id}")
    entries = item.select(
        "visit_id", entry_key=key, kind=pl.lit(str(EntryKind.OPENING_BALANCE)), effective_on=pl.lit(day),
        source=pl.lit(f"exception:{finding_id}"),
    )  # fmt: skip
    cents = pl.lit(open_cents - was_cents, dtype=pl.Int64)
    legs = item.select(entry_key=key, item_id="item_id", amount_cents=cents, group_code=pl.lit("OPENING"))
    receivable = legs.with_columns(ledger_account=pl.lit(str(LedgerAccount.RECEIVABLE)))
    opening = legs.with_columns(
        ledger_account=pl.lit(str(LedgerAccount.OPENING)), item_id=pl.lit(None, dtype=pl.Int64), amount_cents=-cents
    )
    post_entries(store, entries, pl.concat([receivable, opening]))
    return was_cents
