"""Text: a channel that tests add to the shipped ones by its folder alone. It hands each message to a gateway, here a folder of files."""

import hashlib
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from remindful.core.words.kinds import Act, EventKind, Medium, MessageState
from remindful.core.words.messages import MessageContent, Rendered
from remindful.core.words.money import say_cents
from remindful.edges.channels import Channel, Receipt, SendSettings, files, wording

__all__ = ["CHANNEL"]

_MESSAGE = (Path(__file__).parent / "templates" / "message.txt").read_text("utf-8")
_OPT_OUT = "Reply STOP to end texts."


def render(contents: Sequence[MessageContent]) -> Iterator[Rendered]:
    """Each message as plain text, in order."""
    for content in contents:
        words, sender = wording.load_wording(content.template, content.language), content.sender
        text = _MESSAGE.format(
            greeting=words.greeting.format(name=content.addressee.name),
            opening=" ".join(words.opening).format(sender=sender.name),
            due=say_cents(content.due_cents),
            pay_url=sender.pay_url,
            phone=sender.phone,
            help=" ".join(words.say_help(sender)),
            opt_out=_OPT_OUT,
        )
        body = text.encode()
        yield Rendered(content.message_id, None, text, body, hashlib.sha256(body).hexdigest(), words.version)


@dataclass(frozen=True, slots=True)
class Gateway:
    """Where texts are handed over."""

    settings: SendSettings

    def send(self, content: MessageContent, rendered: Rendered) -> Receipt:
        """Hand over one text, once."""
        path = _path_of(self.settings, self.settings.day, content.message_id)
        files.put_once(path, rendered.body)
        return Receipt(content.message_id, MessageState.SENT, Medium.TEXT, f"{content.addressee.phone} {path.name}")


@contextmanager
def open_gateway(settings: SendSettings) -> Generator[Gateway]:
    """The gateway of the day."""
    yield Gateway(settings)


def read_settings(environment: Mapping[str, str]) -> str | None:
    """The gateway's address; None: texts stay in a folder."""
    return environment.get("REMINDFUL_TEXT_GATEWAY")


def close_day(settings: SendSettings) -> None:
    """A list of the day's texts."""
    names = sorted(path.name for path in _folder(settings, settings.day).glob("*.txt"))
    if names:
        files.write_whole(_folder(settings, settings.day) / "list.csv", "\n".join(names).encode())


def withdraw(settings: SendSettings, day: date, message_id: int) -> None:
    """Remove a text that waits in its day's folder."""
    _path_of(settings, day, message_id).unlink(missing_ok=True)


def _folder(settings: SendSettings, day: date) -> Path:
    return settings.home / "texts" / day.isoformat()


def _path_of(settings: SendSettings, day: date, message_id: int) -> Path:
    return _folder(settings, day) / f"{message_id}.txt"


CHANNEL = Channel(
    name="text",
    description="Reminders by text",
    medium=Medium.TEXT,
    sent_events={Act.TEXT: EventKind.TEXT_SENT},
    languages=("en",),
    required_fields=("name", "phone"),
    batch_size=50,
    render=render,
    find_notices=lambda _: {"opt_out_line": _OPT_OUT},
    read_settings=read_settings,
    describe_outlet=lambda settings: f"texts are written to {settings.home / 'texts'}",
    open_outlet=open_gateway,
    may_resend=lambda settings: settings.of_channel.get("text") is None,
    withdraw=withdraw,
    close_day=close_day,
)
