"""Outlets: the way an email leaves: a mail server, a Django email backend (django-anymail), or a folder."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from email.policy import Policy
from pathlib import Path

from remindful.core.words.findings import WorldFault
from remindful.core.words.kinds import Medium, MessageState
from remindful.core.words.messages import MessageContent, Rendered
from remindful.edges.channels import Outlet, Receipt, SendSettings, files
from remindful.edges.channels.email import mime
from remindful.edges.channels.email import note as notes
from remindful.edges.channels.email.settings import settings_of
from remindful.edges.channels.email.smtp import SmtpOutlet, message_id_of

__all__ = ["describe_outlet", "may_resend", "open_email_outlet", "withdraw"]


@contextmanager
def open_email_outlet(settings: SendSettings) -> Generator[Outlet]:
    """A Django backend where one is named, else a mail server where one is set, else home/outbox/<day>."""
    email = settings_of(settings)
    if email.django_backend is not None:
        yield DjangoOutlet(email.django_backend)
    elif email.smtp is not None:
        with SmtpOutlet(settings, email.smtp) as outlet:
            yield outlet
    else:
        yield FolderOutlet(settings)


def may_resend(settings: SendSettings) -> bool:
    """Whether sending the same email twice is sending it once: true of the outbox folder, not of a server."""
    email = settings_of(settings)
    return email.smtp is None and email.django_backend is None


def withdraw(settings: SendSettings, day: date, message_id: int) -> None:
    """Remove an email that waits in its day's outbox folder."""
    _path_of(settings.home, day, message_id).unlink(missing_ok=True)


def describe_outlet(settings: SendSettings) -> str:
    """By what emails leave, without user or password."""
    email = settings_of(settings)
    if email.django_backend:
        return f"by {email.django_backend}"
    if email.smtp is None:
        return f"no mail server is set (REMINDFUL_SMTP): emails are written to {settings.home / 'outbox'}"
    return f"by {email.smtp.host}:{email.smtp.port}, security {email.smtp.security}"


def _path_of(home: Path, day: date, message_id: int) -> Path:
    return home / "outbox" / day.isoformat() / f"{message_id}.eml"


@dataclass(frozen=True, slots=True)
class FolderOutlet:
    """Emails as .eml files, for an office without a mail server and for the demo."""

    settings: SendSettings

    def send(self, content: MessageContent, rendered: Rendered) -> Receipt:
        """Put a message into the folder, once, without a Date: who sends it on puts that."""
        path = _path_of(self.settings.home, self.settings.day, content.message_id)
        files.put_once(path, rendered.body)
        return Receipt(
            content.message_id, MessageState.SENT, Medium.EMAIL, path.relative_to(self.settings.home).as_posix()
        )


class DjangoOutlet:
    """Emails through a Django email backend, such as django-anymail's for mail services with an HTTP interface."""

    def __init__(self, backend: str) -> None:
        from django.core.mail import get_connection  # noqa: PLC0415 - only where a backend is named

        self._backend = get_connection(backend, fail_silently=False)

    def send(self, content: MessageContent, rendered: Rendered) -> Receipt:
        """Send one message once. WorldFault permanent when the service refused it; unsure for what nobody can tell."""
        from django.core.mail import EmailMultiAlternatives  # noqa: PLC0415

        made = mime.build_message(content, notes.compose_note(content))
        header_names = ("Message-ID", "Auto-Submitted", "List-Unsubscribe", "List-Unsubscribe-Post", "Content-Language")

        class PlainHeaders(EmailMultiAlternatives):
            """An email whose headers are folded as ours are, whatever backend writes it."""

            def message(self, *, policy: Policy | None = None) -> EmailMessage:
                made = super().message(policy=policy)
                made.policy = mime.POLICY
                return made

        message = PlainHeaders(
            subject=rendered.subject or "",
            body=notes.say_text(notes.compose_note(content)),
            from_email=str(made["From"]),
            to=[str(made["To"])],
            headers={name: str(made[name]) for name in header_names if made[name] is not None},
            connection=self._backend,
        )
        message.attach_alternative(notes.say_html(notes.compose_note(content)), "text/html")
        try:
            sent = message.send()
        except Exception as fault:
            raise _judge(fault, content.message_id) from fault
        if sent != 1:
            raise WorldFault(
                "permanent", f"The mail service took {sent} of message {content.message_id}.", "Check the address."
            )
        status = getattr(message, "anymail_status", None)
        reference = getattr(status, "message_id", None) or message_id_of(content)
        return Receipt(content.message_id, MessageState.SENT, Medium.EMAIL, str(reference))


def _judge(fault: Exception, message_id: int) -> WorldFault:
    """What a backend's exception means; unsure is all that does not say that nothing was sent."""
    status = getattr(fault, "status_code", None)
    message = f"The mail service failed with message {message_id}: {type(fault).__name__}" + (
        f" ({status})." if status else "."
    )
    if type(fault).__name__ in {
        "AnymailRecipientsRefused",
        "AnymailInvalidAddress",
        "SMTPRecipientsRefused",
    } or status in {400, 422}:
        return WorldFault("permanent", message, "Correct the address, or reach the person another way.")
    if isinstance(fault, ConnectionRefusedError) or status in {401, 402, 403, 404, 429}:
        return WorldFault(
            "passing", message, "Nothing was sent. Check the service's settings; it is tried again on the next run."
        )
    return WorldFault(
        "unsure", message, "It may have been sent. Look into the service's log, then mark it sent or send it again."
    )
