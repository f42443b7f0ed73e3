"""Email: a short note with a link. It names no service, visit, patient or account, in the subject least of all."""

import hashlib
from collections.abc import Iterator, Sequence

from remindful.core.words.kinds import Act, EventKind, Medium
from remindful.core.words.messages import MessageContent, Rendered
from remindful.edges.channels import Channel, wording
from remindful.edges.channels.email import mime, note, outlets, settings

__all__ = ["CHANNEL", "render"]


def render(contents: Sequence[MessageContent]) -> Iterator[Rendered]:
    """Each message as a MIME email, in order. AssertionError when a message's sums do not tie."""
    for content in contents:
        written = note.compose_note(content)
        body = mime.build_message(content, written).as_bytes()
        yield Rendered(
            message_id=content.message_id,
            subject=written.subject,
            text=note.say_text(written),
            body=body,
            sha256=hashlib.sha256(body).hexdigest(),
            template_version=wording.load_wording(content.template, content.language).version,
        )


CHANNEL = Channel(
    name="email",
    description="Reminders by email",
    medium=Medium.EMAIL,
    sent_events={Act.EMAIL: EventKind.EMAIL_SENT},
    languages=wording.LANGUAGES,
    required_fields=("name", "email"),
    batch_size=20,
    render=render,
    find_notices=note.find_notices,
    read_settings=settings.read_settings,
    describe_outlet=outlets.describe_outlet,
    open_outlet=outlets.open_email_outlet,
    may_resend=outlets.may_resend,
    withdraw=outlets.withdraw,
    close_day=lambda _: None,  # each email has left on its own
)
