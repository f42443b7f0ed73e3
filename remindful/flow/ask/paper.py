"""An account's statement on paper, as it stands now: for a person at the desk. Nothing is sent, no clock starts."""

import io
from pathlib import Path

import polars as pl
import pypdf

from remindful.core.words.findings import WorldFault
from remindful.core.words.kinds import Act
from remindful.edges import channels
from remindful.edges.store import prepare, reads
from remindful.edges.store.books import open_books
from remindful.flow.ask.asking import find_account
from remindful.flow.books.position import take_position
from remindful.flow.messages.contents import ContentFrames, build_contents
from remindful.flow.office.clock import Clock
from remindful.flow.office.organizations import build_sender, of_row

LANGUAGES = ("en", "es")


def write_statement(named: str, *, out: Path | None, language: str | None, clock: Clock) -> dict[str, object]:
    """Write the PDF. Raises WorldFault where nothing is the patient's, or nobody is known to write to."""
    prepare()
    if language is not None and language not in LANGUAGES:
        raise WorldFault("permanent", f"There are no texts in {language!r}.", f"Use {' or '.join(LANGUAGES)}.")
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        account_id = find_account(books, named)
        offices = reads.organizations(books)
        day = clock.today(offices["zone"][0])
        position = take_position(books, account_ids=[account_id], day=day)
    account = position.accounts.row(0, named=True)
    due_cents = int(position.balances["due_cents"].sum())
    if account["guarantor_id"] is None:
        raise WorldFault(
            "permanent", f"Nobody is known to owe {named}.", "Import the demographics with the guarantor's number."
        )
    if due_cents <= 0:
        raise WorldFault(
            "permanent", f"Nothing of {named} is the patient's now.", f"`remindful why {named}` says whose it is."
        )
    spoken = position.parties.filter(pl.col("party_id") == account["guarantor_id"])["language"][0]
    message = pl.DataFrame(
        {
            "message_id": [0],
            "account_id": [account_id],
            "day": [day],
            "act": [str(Act.STATEMENT)],
            "template": ["first_statement"],
            "language": [language or (spoken if spoken in LANGUAGES else "en")],
        }
    )
    [office] = offices.filter(pl.col("organization_id") == account["organization_id"]).rows(named=True)
    sender = build_sender(of_row(office, billing=None))
    channel = channels.channel_for(Act.STATEMENT)
    assert channel is not None
    [rendered] = channel.render(build_contents(message, ContentFrames.of(position), sender=sender))
    place = out or Path(f"statement-{account['account_key']}-{day}.pdf")
    place.write_bytes(rendered.body)
    return {
        "file": str(place),
        "due_cents": due_cents,
        "pages": len(pypdf.PdfReader(io.BytesIO(rendered.body)).pages),
        "sha256": rendered.sha256,
    }
