"""What a person does about messages. Screens and commands never save; they call these."""

import polars as pl

from remindful.core.words.findings import Refusal
from remindful.core.words.kinds import MessageState
from remindful.edges.store import reads
from remindful.flow.messages.reach import sending_events
from remindful.flow.office.actors import Actor
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import open_desk


def record_outcome(message_id: int, *, was_sent: bool, clock: Clock, actor: Actor) -> None:
    """A person found out what became of an unsure message. Not sent: it waits again, and the next run judges and sends it.

    Raises Refusal where no such message is unsure.
    """
    with open_desk(clock, actor=actor) as desk:
        unsure = reads.messages(desk.store, states=[MessageState.UNSURE], message_id=[message_id])
        if unsure.is_empty():
            raise Refusal(
                f"Message {message_id} is not waiting to be resolved.",
                "`remindful doctor` lists those that are.",
            )
        one = desk.of(int(unsure["organization_id"][0]))
        state = MessageState.SENT if was_sent else MessageState.QUEUED
        outcome = unsure.select(
            "message_id",
            state=pl.lit(str(state)),
            why=pl.lit("a person says that it was sent" if was_sent else "a person says that it was not sent"),
        )
        one.store.amend("message", outcome, on=("message_id",))
        if was_sent:
            one.store.append("event", sending_events(unsure, day=unsure["day"][0], now=one.now))
        attempt = outcome.select("message_id", "state", message="why", attempted_at=pl.lit(one.now))
        one.store.append("message_attempt", attempt)
        one.audit("resolve", f"message {message_id}", was_sent=was_sent)
