"""Channels: one folder a way to reach a person, each with a CHANNEL. Found by folder; siblings stay strangers."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Protocol

from remindful.core.words.kinds import Act, EventKind, Medium, MessageState
from remindful.core.words.messages import Addressee, MessageContent, Rendered

__all__ = [
    "Channel",
    "Outlet",
    "Receipt",
    "SendSettings",
    "channel_by_act",
    "channel_for",
    "find_acts",
    "find_channels",
    "missing_fields",
    "read_channel_settings",
]

_ANY = re.compile(r".*\S.*")  # one line with something on it
_FORMS = {
    "phone": re.compile(r"\+[1-9]\d{7,14}"),  # E.164
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
class SendSettings:
    """Where and when messages go. `home`: what a channel leaves as files is under it."""

    home: Path
    day: date
    now: datetime | None = None  # for the Date of an email; with a zone
    of_channel: Mapping[str, object] = field(
        default_factory=dict, repr=False
    )  # name -> what its read_settings returned


class Outlet(Protocol):
    """An open way out: one connection for many messages."""

    def send(self, content: MessageContent, rendered: Rendered) -> Receipt:
        """Send one message once. Raises WorldFault: passing, permanent, or unsure (may have been sent)."""
        ...


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach a person. It says everything about itself: no other file names its acts.

    name: the folder's. sent_events: the acts that it serves, each with the event that sending makes. languages: those in
    which it has texts, English among them. required_fields: the fields of Addressee that must be known. batch_size: the most
    messages that are judged and rendered together.
    render: contents to messages, in order; the same content gives the same bytes. find_notices: the notices that only
    this channel's messages carry: name -> wording in this message.
    read_settings: environment variables to its settings, for SendSettings.of_channel; WorldFault where one is malformed.
    describe_outlet: where its messages go now, for `doctor`. open_outlet: the way out, as a context manager; closing it
    never loses or repeats a message.
    may_resend: whether handing over the same message twice is handing it over once. If so, outcomes are recorded by
    the batch, and a message that a killed run interrupted is withdrawn and waits again. If not, each outcome is recorded
    before the next message leaves, and an interrupted one may have been sent: a person resolves it.
    withdraw: removes what a killed run left of a message (by its day and message_id) that was never recorded as sent.
    close_day: what ends a day of sending, such as a batch for the printer; again, it does nothing.
    """

    name: str
    description: str
    medium: Medium
    sent_events: Mapping[Act, EventKind]
    languages: tuple[str, ...]
    required_fields: tuple[str, ...]
    batch_size: int
    render: Callable[[Sequence[MessageContent]], Iterator[Rendered]]
    find_notices: Callable[[MessageContent], dict[str, str]]
    read_settings: Callable[[Mapping[str, str]], object]
    describe_outlet: Callable[[SendSettings], str]
    open_outlet: Callable[[SendSettings], AbstractContextManager[Outlet]]
    may_resend: Callable[[SendSettings], bool]
    withdraw: Callable[[SendSettings, date, int], None]
    close_day: Callable[[SendSettings], None]

    @property
    def acts(self) -> frozenset[Act]:
        """The acts that it serves."""
        return frozenset(self.sent_events)


@cache
def find_channels() -> tuple[Channel, ...]:
    """Every folder beside this file that has a CHANNEL, in name order."""
    folders = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)
    return tuple(importlib.import_module(f"{__name__}.{name}").CHANNEL for name in folders)


def channel_by_act() -> dict[Act, Channel]:
    """The one channel of each act that some channel serves, in the order of Act: what a night can do."""
    serving = {act: [channel for channel in find_channels() if act in channel.acts] for act in Act}
    for act, several in serving.items():
        assert len(several) <= 1, f"{act} is served by {[channel.name for channel in several]}"
    return {act: several[0] for act, several in serving.items() if several}


def find_acts() -> tuple[Act, ...]:
    """The acts that a night can do, in the order of Act. The others are judged when somebody asks."""
    return tuple(channel_by_act())


def channel_for(act: Act) -> Channel | None:
    """The one channel that serves an act; None where none does, so that the act waits for a person."""
    return channel_by_act().get(act)


def read_channel_settings(environment: Mapping[str, str]) -> dict[str, object]:
    """Each channel's settings, by its name. Raises WorldFault where a variable is malformed."""
    return {channel.name: channel.read_settings(environment) for channel in find_channels()}


def missing_fields(channel: Channel, addressee: Addressee) -> tuple[str, ...]:
    """What the channel needs to know of the addressee and does not, or not in a form that can be used.

    Such a message is set aside, never silently sent another way.
    """
    return tuple(
        field
        for field in channel.required_fields
        if not _FORMS.get(field, _ANY).fullmatch(getattr(addressee, field) or "")
    )
