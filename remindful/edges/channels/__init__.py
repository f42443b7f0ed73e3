"""Channels: one folder a way to reach a person, each with a CHANNEL. Found by folder; siblings stay strangers."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Protocol

from remindful.core.words.kinds import Act, Medium, MessageState
from remindful.core.words.messages import Addressee, MessageContent, Rendered

__all__ = [
    "Channel",
    "Outlet",
    "Receipt",
    "SendSettings",
    "SmtpSettings",
    "channel_for",
    "find_channels",
    "missing_needs",
]

_ANY = re.compile(r".*\S.*")  # one line with something on it
_FORMS = {
    "email": re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
    "state": re.compile(r"[A-Z]{2}"),
    "zip": re.compile(r"\d{5}(?:-\d{4})?"),
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that one message left. `reference`: what the outside knows it by, a file or a Message-ID."""

    message_id: int
    state: MessageState
    medium: Medium
    reference: str


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """A mail server. security: tls (from the first byte, 465), starttls (587), none (loopback or a trusted relay)."""

    host: str
    port: int = 587
    security: str = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout_s: float = 30.0


@dataclass(frozen=True, slots=True)
class SendSettings:
    """Where messages go. `home`: letters wait in home/print, and emails in home/outbox when no server is set."""

    home: Path
    day: date
    now: datetime | None = None  # for the Date of an email; with a zone
    smtp: SmtpSettings | None = None
    django_backend: str | None = None  # dotted name of a Django email backend, django-anymail's for one


class Outlet(Protocol):
    """An open way out: one connection for many messages."""

    def send(self, content: MessageContent, rendered: Rendered) -> Receipt:
        """Send one message once. Raises WorldFault: passing, permanent, or unsure (may have been sent)."""
        ...


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach a person.

    needs: the fields of Addressee that must be known. render: contents to messages, in order; the same content gives
    the same bytes. open_outlet: the way out, as a context manager; closing it never loses or repeats a message.
    """

    name: str
    description: str
    medium: Medium
    acts: frozenset[Act]
    needs: tuple[str, ...]
    render: Callable[[Sequence[MessageContent]], Iterator[Rendered]]
    open_outlet: Callable[[SendSettings], AbstractContextManager[Outlet]]


@cache
def find_channels() -> tuple[Channel, ...]:
    """Every folder beside this file that has a CHANNEL, in name order."""
    folders = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)
    return tuple(importlib.import_module(f"{__name__}.{name}").CHANNEL for name in folders)


def channel_for(act: Act) -> Channel | None:
    """The one channel that serves an act; None where none does, so that the act waits for a person."""
    serving = [channel for channel in find_channels() if act in channel.acts]
    assert len(serving) <= 1, f"{act} is served by {[channel.name for channel in serving]}"
    return serving[0] if serving else None


def missing_needs(channel: Channel, addressee: Addressee) -> tuple[str, ...]:
    """What the channel needs to know of the addressee and does not, or not in a form that can be used.

    Such a message is set aside, never silently sent another way.
    """
    return tuple(need for need in channel.needs if not _FORMS.get(need, _ANY).fullmatch(getattr(addressee, need) or ""))
