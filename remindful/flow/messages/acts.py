"""Every change that a person may make, one function each. Screens and commands never save; they call these."""

import polars as pl

from remindful.core.words.findings import WorldFault
from remindful.core.words.kinds import MessageState
from remindful.edges.store import prepare, reads
from remindful.edges.store.books import open_books
from remindful.flow.messages.reach import sending_events
from remindful.flow.office.clock import Clock


def record_outcome(message_id: int, *, was_sent: bool, clock: Clock) -> None:
    """A person found out what became of an unsure message. Not sent: it waits again, and the next run judges and sends it."""
    prepare()
    with open_books(organizations="all", now=clock.now()) as books:
        unsure = reads.messages(books, states=[MessageState.UNSURE]).filter(pl.col("message_id") == message_id)
        if unsure.is_empty():
            raise WorldFault(
                "permanent",
                f"Message {message_id} is not waiting for anybody's word.",
                "`remindful doctor` lists those that are.",
            )
        state = MessageState.SENT if was_sent else MessageState.QUEUED
        told = unsure.select("message_id").with_columns(
            state=pl.lit(str(state)),
            why=pl.lit("a person says that it was sent" if was_sent else "a person says that it was not sent"),
        )
        books.amend("message", told, on=("message_id",))
        if was_sent:
            books.append("event", sending_events(unsure, day=unsure["day"][0], now=clock.now()))
        books.append(
            "message_attempt",
            unsure.select(
                "message_id",
                "organization_id",
                state=pl.lit(str(state)),
                says=told["why"],
                attempted_at=pl.lit(clock.now()),
            ),
        )
