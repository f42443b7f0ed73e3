"""An account's statement on paper, as it stands now: for a person at the desk. Nothing is sent, no clock starts."""

import io
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pypdf

from remindful.core.words.findings import Refusal
from remindful.core.words.kinds import Act
from remindful.edges import channels
from remindful.flow.books.position import take_position
from remindful.flow.messages.message_content import ContentFrames, build_contents
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import open_desk
from remindful.flow.office.organizations import build_sender
from remindful.flow.office.records import Account


@dataclass(frozen=True, slots=True)
class WrittenStatement:
    """A statement that was written as PDF."""

    file: str
    due_cents: int
    pages: int
    sha256: str


def write_statement(named: str, *, out: Path | None, language: str | None, clock: Clock) -> WrittenStatement:
    """Write the PDF. Raises Refusal where nothing is the patient's, or nobody is known to write to."""
    channel = channels.channel_for(Act.STATEMENT)
    assert channel is not None
    if language is not None and language not in channel.languages:
        raise Refusal(f"There are no texts in {language!r}.", f"Use {' or '.join(channel.languages)}.")
    with open_desk(clock) as desk:
        one, account = desk.find(Account, named)
        position = take_position(one.store, account_ids=[account.account_id], day=one.day)
    due_cents = int(position.balances["due_cents"].sum())
    if account.guarantor_id is None:
        raise Refusal(f"No guarantor is known for {named}.", "Import the demographics with the guarantor's number.")
    if due_cents <= 0:
        raise Refusal(f"Nothing of {named} is the patient's now.", f"`remindful why {named}` says whose it is.")
    spoken = position.parties.filter(pl.col("party_id") == account.guarantor_id)["language"][0]
    message = pl.DataFrame(
        {
            "message_id": [0],
            "account_id": [account.account_id],
            "day": [one.day],
            "act": [str(Act.STATEMENT)],
            "template": ["first_statement"],
            "language": [language or (spoken if spoken in channel.languages else "en")],
        }
    )
    sender = build_sender(one.organization)
    [rendered] = channel.render(build_contents(message, ContentFrames.of(position), sender=sender))
    place = out or Path(f"statement-{account.account_key}-{one.day}.pdf")
    place.write_bytes(rendered.body)
    return WrittenStatement(
        file=str(place),
        due_cents=due_cents,
        pages=len(pypdf.PdfReader(io.BytesIO(rendered.body)).pages),
        sha256=rendered.sha256,
    )
