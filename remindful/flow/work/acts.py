"""What a person does about exceptions. Screens and commands never save; they call these."""

import json
from typing import Any

import polars as pl

from remindful.core.words.findings import Refusal
from remindful.core.words.kinds import EventKind
from remindful.core.words.money import say_cents
from remindful.edges.store import reads
from remindful.flow.books import identity
from remindful.flow.books.events import append_events
from remindful.flow.books.openings import change_opening
from remindful.flow.office.actors import Actor
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import OrganizationDesk, open_desk
from remindful.flow.work.exception_list import find_exception

#: Exceptions that put an account on hold, by what their key names; those of them whose new content can be accepted.
HOLDING = {"opening.changed": "visit", "claim.of_opening": "visit", identity.CODE: "person"}
ACCEPTABLE = ("opening.changed",)
#: What must be as on file, so that only the balance is another.
SAME = {"party_key": "party_key_was", "service_on": "service_on_was", "charge_cents": "charge_cents_was"}


def close_exception(number: int, *, accept: bool | None, clock: Clock, actor: Actor) -> str:
    """Close an exception. accept: book its new content (True) or leave what is on file (False); None: it is dealt with.

    Returns what was done. Raises Refusal where there is none, it is closed, or it must be, or cannot be, accepted or refused.
    """
    with open_desk(clock, actor=actor) as desk:
        one, row = find_exception(desk, number)
        _check(row, accept=accept)
        done = "Closed."
        if accept:
            done = _accept_balance(one, row)
        how = {True: "accepted", False: "refused", None: "closed"}[accept]
        closed = pl.DataFrame({"finding_id": [number], "closed_by": [actor.name], "closed_how": [how]})
        one.store.amend("finding", closed.with_columns(resolved_at=pl.lit(one.now)), on=("finding_id",))
        if row["code"] in HOLDING:
            done = f"{done} {_release(one, row)}"
        one.audit("close exception", f"exception {number}", code=row["code"], how=how)
        return done


def _check(row: dict[str, Any], *, accept: bool | None) -> None:
    number = row["finding_id"]
    if row["resolved_at"] is not None:
        raise Refusal(f"Exception {number} is closed already.", f"`remindful exceptions show {number}` shows by whom.")
    if row["code"] in HOLDING and accept is None:
        raise Refusal(
            f"Exception {number} holds an account.",
            "Say --accept to post the imported record, or --refuse to keep the one on file.",
        )
    if row["code"] not in ACCEPTABLE and accept:
        raise Refusal(f"Nothing of exception {number} can be accepted.", row["remedy"])
    if row["code"] not in HOLDING and accept is False:
        raise Refusal(
            f"Nothing of exception {number} can be refused.", "Close it without --refuse once it is dealt with."
        )


def _accept_balance(one: OrganizationDesk, row: dict[str, Any]) -> str:
    """Book the balance that came. Raises Refusal where more than the balance is another."""
    came: dict[str, Any] = json.loads(row["raw"])
    is_same = all(came[name] == came[was] for name, was in SAME.items())
    if not is_same or came["guarantor_key"] not in (None, came["account_key"]):
        raise Refusal(
            f"Exception {row['finding_id']} tells another charge, patient, guarantor or day, not only another balance.",
            "Correct it in the former system and export it again, or close it with --refuse.",
        )
    now_cents = change_opening(
        one.store, visit_id=came["visit_id"], open_cents=came["open_cents"], finding_id=row["finding_id"], day=one.day
    )
    return f"The balance of {row['at_key']} is {say_cents(came['open_cents'])} now; it was {say_cents(now_cents)}."


def _release(one: OrganizationDesk, row: dict[str, Any]) -> str:
    """Release the account that the exception held, unless another exception of the same visit or person still holds it."""
    others = reads.open_findings(one.store, code=list(HOLDING)).filter(
        (pl.col("at_key") == row["at_key"]) & (pl.col("finding_id") != row["finding_id"])
    )
    if others.height:
        return f"Its account stays on hold: exception {others['finding_id'][0]} is open."
    if HOLDING[row["code"]] == "visit":
        held = reads.visit_ids(one.store, visit_key=[row["at_key"]]).select("account_id", "visit_id")
    else:
        held = reads.party_accounts(one.store, party_key=[row["at_key"]]).select("account_id", "party_id").drop_nulls()
    events = held.with_columns(
        kind=pl.lit(str(EventKind.RELEASED)), happened_on=pl.lit(one.day), happened_at=pl.lit(one.now),
        value=pl.lit(f"exception {row['finding_id']} closed"), source=pl.lit(f"desk:{one.actor.name if one.actor else ''}"),
    )  # fmt: skip
    append_events(one.store, events)
    return "Its account is released."
