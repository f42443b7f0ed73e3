"""SMTP: emails over one connection. The stage of the talk says if a failure is passing, permanent or unsure."""

import re
import smtplib
import ssl
from email.utils import format_datetime
from typing import Self

from remindful.core.words.findings import WorldFault
from remindful.core.words.kinds import Medium, MessageState
from remindful.core.words.messages import MessageContent, Rendered
from remindful.edges.channels import Receipt, SendSettings
from remindful.edges.channels.email import mime
from remindful.edges.channels.email.settings import SmtpSettings

__all__ = ["SmtpOutlet", "dated"]

_RETRY = "Nothing was sent. It is tried again on the next run."


class SmtpOutlet:
    """One connection for many messages: opened at the first, reopened when the server hung up between two."""

    def __init__(self, settings: SendSettings, server: SmtpSettings) -> None:
        self._settings, self._server = settings, server
        self._link: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._link is not None:
            try:
                self._link.quit()
            except (smtplib.SMTPException, OSError):
                self._link.close()  # every message has its answer already
            self._link = None

    def send(self, content: MessageContent, rendered: Rendered) -> Receipt:
        """Send one message once.

        WorldFault passing: no server, or it said "later", or it refused our own From: nothing was sent. permanent: it
        refused this addressee or this message. unsure: the line broke between the text's first byte and the answer.
        """
        assert content.addressee.email is not None
        sender, to = content.sender.email_from, content.addressee.email
        if not (sender + to).isascii():
            raise WorldFault(
                "permanent",
                f"Message {content.message_id} has letters in an address that mail can't carry.",
                "Ask for another.",
            )
        link = self._begin(sender)
        self._say(link, f"RCPT TO:<{to}>", "the addressee", refused="permanent")
        self._say(link, "DATA", "the message", refused="permanent", want=354)
        self._give_text(link, dated(rendered.body, self._settings), content.message_id)
        return Receipt(content.message_id, MessageState.SENT, Medium.EMAIL, message_id_of(content))

    def _begin(self, sender: str) -> smtplib.SMTP:
        """MAIL FROM. A line that broke since the last message is opened anew once: nothing was said of this one."""
        was_open = self._link is not None
        try:
            link = self._link or self._open()
            self._say(link, f"MAIL FROM:<{sender}>", "our own From address", refused="passing")
        except WorldFault:
            if not was_open or self._link is not None:
                raise
            link = self._open()
            self._say(link, f"MAIL FROM:<{sender}>", "our own From address", refused="passing")
        return link

    def _open(self) -> smtplib.SMTP:
        server = self._server
        try:
            if server.security == "tls":
                link = smtplib.SMTP_SSL(
                    server.host, server.port, timeout=server.timeout_s, context=ssl.create_default_context()
                )
            else:
                link = smtplib.SMTP(server.host, server.port, timeout=server.timeout_s)
        except (smtplib.SMTPException, OSError) as fault:
            raise self._no_server(fault) from fault
        try:
            if server.security == "starttls":
                link.starttls(context=ssl.create_default_context())
            if server.user is not None:
                link.login(server.user, server.password or "")
            link.ehlo_or_helo_if_needed()
        except (smtplib.SMTPException, OSError) as fault:
            link.close()
            raise self._no_server(fault) from fault
        self._link = link
        return link

    def _no_server(self, fault: Exception) -> WorldFault:
        where = f"{self._server.host}:{self._server.port}"
        remedy = "Nothing was sent. Check host, port, security, user and password; it is tried again on the next run."
        return WorldFault("passing", f"The mail server {where} can't be used: {type(fault).__name__}.", remedy)

    def _say(self, link: smtplib.SMTP, line: str, what: str, *, refused: str, want: int = 250) -> None:
        """One line and its answer, before any text of the message has left: the message can't have been sent."""
        try:
            code, answer = link.docmd(line)
        except (smtplib.SMTPException, OSError) as fault:
            self._drop()
            raise WorldFault("passing", f"The mail server hung up before {what} was taken.", _RETRY) from fault
        if code == want or (want == 250 and code == 251):
            return
        self._after_refusal(code)
        raise _refusal(code, answer, what, refused)

    def _give_text(self, link: smtplib.SMTP, body: bytes, message_id: int) -> None:
        # RFC 5321 4.5.2: a line that begins with a dot gets another, so that it does not end the message.
        stuffed = re.sub(rb"(?m)^\.", b"..", body)
        if not stuffed.endswith(b"\r\n"):
            stuffed += b"\r\n"
        try:
            link.send(stuffed + b".\r\n")
            code, answer = link.getreply()
        except (smtplib.SMTPException, OSError) as fault:
            self._drop()
            message = f"The mail server hung up while it took message {message_id}: it may have been sent."
            raise WorldFault(
                "unsure", message, "Look into the mail server's log, then mark it sent or send it again."
            ) from fault
        if code != 250:
            self._after_refusal(code)
            raise _refusal(code, answer, "the message", "permanent")

    def _after_refusal(self, code: int) -> None:
        """Clear the half-made message, or let go of a server that is leaving (421)."""
        if code == 421 or self._link is None:
            self._drop()
            return
        try:
            self._link.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None


def message_id_of(content: MessageContent) -> str:
    """The Message-ID that the message carries."""
    return f"<{mime.message_key(content)}@{content.sender.email_from.rpartition('@')[2]}>"


def dated(body: bytes, settings: SendSettings) -> bytes:
    """The message with the Date of its sending, where the caller tells it; else the server adds it (RFC 6409 8.2)."""
    return body if settings.now is None else f"Date: {format_datetime(settings.now)}\r\n".encode() + body


def _refusal(code: int, answer: bytes, what: str, refused: str) -> WorldFault:
    # The server's own words may quote the address, so only its code is told: logs hold no addresses.
    enhanced = re.match(rb"\d\.\d{1,3}\.\d{1,3}", answer)
    reply = f"{code} {enhanced.group().decode()}" if enhanced else str(code)
    if code >= 500 and refused == "permanent":
        return WorldFault(
            "permanent",
            f"The mail server refused {what} ({reply}).",
            "Correct the address, or reach the person another way.",
        )
    if code >= 500:
        return WorldFault(
            "passing",
            f"The mail server refused {what} ({reply}).",
            f"Correct the From address or the sign-in. {_RETRY}",
        )
    return WorldFault("passing", f"The mail server asked to try again later for {what} ({reply}).", _RETRY)
