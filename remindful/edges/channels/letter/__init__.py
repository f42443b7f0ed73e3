"""Letter: statements and reminders on paper. Rendered as tagged PDF/UA-1; sent by putting them into a print folder."""

import hashlib
from collections.abc import Iterator, Sequence

from remindful.core.words.kinds import Act, EventKind, Medium
from remindful.core.words.messages import MessageContent, Rendered
from remindful.edges.channels import Channel, SendSettings, wording
from remindful.edges.channels.letter import pages, print_folder, sheet
from remindful.edges.channels.letter.print_folder import Batch, close_batch

__all__ = ["CHANNEL", "Batch", "close_batch", "render", "render_png"]


def render(contents: Sequence[MessageContent]) -> Iterator[Rendered]:
    """Each message as its own PDF/UA-1, in order, one at a time in memory. AssertionError when its sums do not tie."""
    for content in contents:
        written = sheet.compose_sheet(content)
        body = pages.typeset([written], day=content.day)
        yield Rendered(
            message_id=content.message_id,
            subject=None,
            text=sheet.reading_order(written),
            body=body,
            sha256=hashlib.sha256(body).hexdigest(),
            template_version=wording.load_wording(content.template, content.language).version,
        )


def render_png(content: MessageContent, *, page: int = 1, dots_per_inch: int = 110) -> bytes:
    """One page of a letter as a PNG picture, for the screen and for docs/pictures. IndexError: no such page."""
    drawn = pages.draw_pages(sheet.compose_sheet(content), day=content.day, dots_per_inch=dots_per_inch)
    return drawn[page - 1]


def _close_day(settings: SendSettings) -> None:
    """One file for the printer, and its manifest, of the day's letters."""
    close_batch(settings.home, settings.day)


CHANNEL = Channel(
    name="letter",
    description="Statements and reminders by mail",
    medium=Medium.MAIL,
    sent_events={Act.STATEMENT: EventKind.STATEMENT_SENT, Act.LETTER: EventKind.LETTER_SENT},
    languages=wording.LANGUAGES,
    required_fields=("name", "line1", "city", "state", "zip"),
    batch_size=200,
    render=render,
    find_notices=lambda _: {},
    read_settings=lambda _: None,
    describe_outlet=lambda settings: f"letters are written to {settings.home / 'print'}",
    open_outlet=print_folder.open_print_folder,
    may_resend=lambda _: True,  # a letter is a file of its message's name
    withdraw=print_folder.withdraw,
    close_day=_close_day,
)
