"""The frames of one told account: what is not told is not known, and amounts that are not told are 0."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import dataframely as dy
import polars as pl

from remindful.core.training.story_events import StoryEvent, midnight
from remindful.core.words import contracts, frames
from remindful.core.words.frames import FactFrames
from remindful.core.words.kinds import BalanceOwner, EventKind

ACCOUNT_ID, ORGANIZATION_ID = 1, 1


@dataclass(frozen=True, slots=True)
class StoryRows:
    """Rows of each frame as a story tells them. The guarantor, if any, is the first of parties and has a zone."""

    organization: Mapping[str, object]
    parties: Sequence[dict[str, object]]
    visits: Sequence[dict[str, object]]
    payers: Sequence[dict[str, object]]
    items: Sequence[dict[str, object]]
    events: Sequence[StoryEvent]
    last_payment_on: date | None


def date_first_statements(visits: Sequence[dict[str, object]], events: Sequence[StoryEvent]) -> None:
    """A visit's first statement is the first one sent after the patient left, unless the story tells the day."""
    for visit in visits:
        left_on = visit["discharged_on"] or visit["service_to_on"] or visit["service_on"]
        sent = [
            event.happened_on
            for event in events
            if event.kind is EventKind.STATEMENT_SENT
            and event.visit_key in (None, visit["visit_key"])
            and isinstance(left_on, date)
            and event.happened_on >= left_on
        ]
        visit["first_statement_on"] = visit["first_statement_on"] or min(sent, default=None)


def build_frames(rows: StoryRows, *, name: str) -> FactFrames:
    """The frames of one account, each keeping its contract."""
    guarantor_id = 1 if rows.parties and "zone" in rows.parties[0] else None
    account = {
        "account_id": ACCOUNT_ID,
        "account_key": name,
        "organization_id": ORGANIZATION_ID,
        "guarantor_id": guarantor_id,
    }
    of_organization = {"organization_id": ORGANIZATION_ID}
    parties = [person | of_organization | {"party_id": number} for number, person in enumerate(rows.parties, start=1)]
    visits = [
        visit | of_organization | {"account_id": ACCOUNT_ID, "service_from_on": visit["service_on"]}
        for visit in rows.visits
    ]
    keys = {str(visit["visit_key"]): visit["visit_id"] for visit in rows.visits}
    event_rows = [_event_row(event, keys, name) for event in rows.events]
    return FactFrames(
        accounts=_frame(frames.Accounts, [account | dict(rows.organization)]),
        parties=_frame(frames.Parties, parties),
        visits=_frame(frames.Visits, visits),
        visit_payers=_frame(frames.VisitPayers, rows.payers),
        item_balances=_frame(frames.ItemBalances, rows.items),
        balances=_frame(frames.AccountBalances, [_sum_items(rows.items, rows.last_payment_on)]),
        events=_frame(frames.Events, event_rows),
    )


def _event_row(event: StoryEvent, keys: Mapping[str, object], name: str) -> dict[str, object]:
    return {
        "organization_id": ORGANIZATION_ID,
        "account_id": ACCOUNT_ID,
        "visit_id": keys.get(event.visit_key) if event.visit_key else None,
        "kind": str(event.kind),
        "happened_on": event.happened_on,
        "happened_at": event.happened_at,
        "medium": None if event.medium is None else str(event.medium),
        "value": event.value,
        "amount_cents": event.amount_cents,
        "source": f"{name}:{event.line}",
        "known_at": event.happened_at or midnight(event.happened_on),
    }


def _sum_items(items: Sequence[Mapping[str, object]], last_payment_on: date | None) -> dict[str, object]:
    def cents(*balance_owner: BalanceOwner) -> int:
        return sum(int(str(item["open_cents"])) for item in items if item["balance_owner"] in balance_owner)

    due = [item for item in items if int(str(item["patient_due_cents"])) > 0]
    return {
        "account_id": ACCOUNT_ID,
        "due_cents": cents(BalanceOwner.PATIENT),
        "patient_cents": cents(BalanceOwner.PATIENT),
        "pending_payer_cents": cents(BalanceOwner.PAYER),
        "denied_cents": cents(BalanceOwner.DENIED),
        "review_cents": cents(BalanceOwner.NEEDS_REVIEW),
        "protected_cents": cents(BalanceOwner.NOT_BILLABLE),
        "credit_cents": cents(BalanceOwner.CREDIT),
        "visits_due": len({item["visit_id"] for item in due}),
        "last_payment_on": last_payment_on,
    }


def _frame(contract: type[dy.Schema], rows: Sequence[Mapping[str, object]]) -> pl.LazyFrame:
    """Rows as a frame that keeps its contract: amounts that are not told are 0, all else is not known."""
    schema = contracts.schema_of(contract)
    empty = {name: 0 if name.endswith("_cents") and not contract.columns()[name].nullable else None for name in schema}
    known = [{name: row.get(name, empty[name]) for name in schema} for row in rows]
    return contracts.check(contract, pl.DataFrame(known, schema=schema, orient="row")).lazy()
