"""Sending by SMTP to a real server on the loopback: each way in which it can fail, at each stage of the talk."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, syntax

from remindful.core.words.findings import WorldFault
from remindful.core.words.kinds import Act, MessageState
from remindful.edges.channels import SendSettings
from remindful.edges.channels import email as email_channel
from remindful.edges.channels.email.settings import EmailSettings, SmtpSettings


class Desk:
    """A mail server's desk that keeps what it takes, and answers or hangs up as it is told, by stage."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.taken: list[bytes] = []
        self.dialled = 0

    def _answer(self, server, stage: str) -> str | None:
        answer = self.answers.get(stage)
        if answer == "hang up":
            server.transport.abort()
        if answer == "hang up once":
            self.answers.pop(stage)
            server.transport.abort()
        return answer

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):  # noqa: N802
        self.dialled += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, _session, envelope, address, _options):  # noqa: N802
        envelope.mail_from = address
        return self._answer(server, "mail") or "250 OK"

    async def handle_RCPT(self, server, _session, envelope, address, _options):  # noqa: N802
        answer = self._answer(server, f"rcpt {address}") or self._answer(server, "rcpt")
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802
        answer = self._answer(server, "dot")
        if answer is None or answer == "take and hang up":
            self.taken.append(envelope.original_content)
        if answer == "take and hang up":
            server.transport.abort()
        return answer or "250 OK"


class Cutting(SMTP):
    """A server that says 354 and hangs up before the text has come."""

    @syntax("DATA")
    async def smtp_DATA(self, arg):  # noqa: N802
        if self.event_handler.answers.get("data") == "hang up":
            self.transport.abort()
            return
        if self.event_handler.answers.get("data") == "354 and hang up":
            await self.push("354 go on")
            self.transport.abort()
            return
        if self.event_handler.answers.get("data"):
            await self.push(self.event_handler.answers["data"])
            return
        await super().smtp_DATA(arg)


class Office(Controller):
    def factory(self):
        return Cutting(self.handler, **self.SMTP_kwargs)


@contextmanager
def server(**answers: str) -> Iterator[tuple[Desk, SmtpSettings]]:
    desk = Desk(**{stage.replace("_", " "): answer for stage, answer in answers.items()})
    office = Office(desk, hostname="127.0.0.1", port=free_port())
    office.start()
    desk.dialled = 0
    try:
        yield desk, SmtpSettings("127.0.0.1", office.port, security="none", timeout_s=3)
    finally:
        office.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def mails(make_content):
    """Three messages and what they came from."""
    contents = [make_content(act=Act.EMAIL, message_id=number) for number in (1, 2, 3)]
    return list(zip(contents, email_channel.render(contents), strict=True))


def by(server: SmtpSettings, *, now: datetime | None = None) -> SendSettings:
    return SendSettings(home=None, day=date(2025, 3, 3), now=now, of_channel={"email": EmailSettings(smtp=server)})


def send(mails, settings: SmtpSettings, *, now: datetime | None = None) -> list[str]:
    """What became of each message, in order, over one outlet."""
    outcomes: list[str] = []
    opened = email_channel.CHANNEL.open_outlet(by(settings, now=now))
    with opened as outlet:
        for content, rendered in mails:
            try:
                outcomes.append(outlet.send(content, rendered).state.value)
            except WorldFault as fault:
                outcomes.append(fault.kind)
    return outcomes


def test_many_messages_go_over_one_connection_as_they_were_rendered(mails):
    with server() as (desk, settings):
        outcomes = send(mails, settings)

    assert outcomes == ["sent"] * 3
    assert desk.dialled == 1
    assert [rendered.body for _, rendered in mails] == desk.taken


def test_the_receipt_names_the_message_id(mails):
    with (
        server() as (_, settings),
        email_channel.CHANNEL.open_outlet(by(settings)) as outlet,
    ):
        receipt = outlet.send(*mails[1])

    assert (receipt.reference, receipt.state) == ("<remindful-2@lakeside.example>", MessageState.SENT)


def test_the_moment_of_sending_becomes_the_date(mails):
    with server() as (desk, settings):
        send(mails[:1], settings, now=datetime(2025, 3, 3, 14, 5, tzinfo=UTC))

    assert desk.taken[0].startswith(b"Date: Mon, 03 Mar 2025 14:05:00 +0000\r\n")


def test_a_line_that_begins_with_a_dot_arrives_whole(mails):
    content, rendered = mails[0]
    dotted = replace(rendered, body=rendered.body + b".\r\n..hidden\r\nend")
    with server() as (desk, settings):
        outcomes = send([(content, dotted)], settings)

    assert outcomes == ["sent"]
    assert [dotted.body + b"\r\n"] == desk.taken


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"mail": "hang up"}, "passing"),
        ({"mail": "451 4.3.0 later"}, "passing"),
        ({"mail": "421 4.3.2 closing"}, "passing"),
        ({"mail": "550 5.7.1 not your address"}, "passing"),
        ({"rcpt": "hang up"}, "passing"),
        ({"rcpt": "450 4.2.0 later"}, "passing"),
        ({"rcpt": "550 5.1.1 no such person"}, "permanent"),
        ({"data": "hang up"}, "passing"),
        ({"data": "451 4.3.0 later"}, "passing"),
        ({"data": "554 5.5.0 no"}, "permanent"),
        ({"data": "354 and hang up"}, "unsure"),
        ({"dot": "hang up"}, "unsure"),
        ({"dot": "take and hang up"}, "unsure"),
        ({"dot": "452 4.3.1 full"}, "passing"),
        ({"dot": "554 5.7.1 looks like junk"}, "permanent"),
    ],
)
def test_each_stage_has_its_own_outcome(mails, answers, outcome):
    with server(**answers) as (desk, settings):
        outcomes = send(mails[:1], settings)

    assert [outcome] == outcomes
    assert len(desk.taken) == (answers == {"dot": "take and hang up"})


def test_one_bad_address_does_not_stop_the_rest(make_content, ana):
    contents = [
        make_content(act=Act.EMAIL, message_id=1),
        make_content(act=Act.EMAIL, message_id=2, addressee=replace(ana, email="gone@mail.example")),
        make_content(act=Act.EMAIL, message_id=3),
    ]
    mails = list(zip(contents, email_channel.render(contents), strict=True))
    with server(**{"rcpt gone@mail.example": "550 5.1.1 no such person"}) as (desk, settings):
        outcomes = send(mails, settings)

    assert outcomes == ["sent", "permanent", "sent"]
    assert desk.dialled == 1
    assert len(desk.taken) == 2


def test_a_server_that_hung_up_between_two_messages_is_dialled_again(mails):
    with server(mail="hang up once") as (desk, settings):
        # The first message finds no server; the second dials anew; nothing is sent twice.
        outcomes = send(mails, settings)

    assert outcomes == ["passing", "sent", "sent"]
    assert desk.dialled == 2
    assert len(desk.taken) == 2


def test_a_stale_connection_is_opened_anew_for_the_same_message(mails):
    with (
        server() as (desk, settings),
        email_channel.CHANNEL.open_outlet(by(settings)) as outlet,
    ):
        outlet.send(*mails[0])
        desk.answers["mail"] = "hang up once"
        receipt = outlet.send(*mails[1])

    assert MessageState.SENT is receipt.state
    assert (desk.dialled, len(desk.taken)) == (2, 2)


def test_an_unsure_message_is_not_sent_again_by_the_outlet(mails):
    with server(dot="take and hang up") as (desk, settings):
        outcomes = send(mails, settings)

    assert outcomes == ["unsure"] * 3
    assert len(desk.taken) == 3


def test_a_fault_tells_no_address(mails):
    with (
        server(rcpt="550 5.1.1 <ana@mail.example> no such person") as (_, settings),
        email_channel.CHANNEL.open_outlet(by(settings)) as outlet,
        pytest.raises(WorldFault) as fault,
    ):
        outlet.send(*mails[0])

    assert "ana@" not in str(fault.value)
    assert "550 5.1.1" in str(fault.value)


def test_nobody_there_is_passing(mails):
    nobody = SmtpSettings("127.0.0.1", free_port(), security="none", timeout_s=2)

    assert send(mails, nobody) == ["passing"] * 3


@pytest.mark.parametrize("greeting", [b"", b"554 5.3.2 not today\r\n"])
def test_a_server_that_does_not_greet_is_passing(mails, greeting):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_greet_and_go, args=(listener, greeting), daemon=True)
        thread.start()
        settings = SmtpSettings("127.0.0.1", listener.getsockname()[1], security="none", timeout_s=2)
        outcomes = send(mails[:1], settings)
        thread.join(5)

    assert outcomes == ["passing"]


def _greet_and_go(listener: socket.socket, greeting: bytes) -> None:
    line, _ = listener.accept()
    with line:
        line.sendall(greeting)


def test_a_server_that_falls_silent_after_the_text_is_unsure(mails):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_take_and_sleep, args=(listener,), daemon=True)
        thread.start()
        settings = SmtpSettings("127.0.0.1", listener.getsockname()[1], security="none", timeout_s=1)
        outcomes = send(mails[:1], settings)
        thread.join(5)

    assert outcomes == ["unsure"]


def _take_and_sleep(listener: socket.socket) -> None:
    line, _ = listener.accept()
    with line, line.makefile("rwb", buffering=0) as talk:
        talk.write(b"220 hello\r\n")
        for answer in (b"250 ehlo", b"250 mail", b"250 rcpt", b"354 data"):
            talk.readline()
            talk.write(answer + b"\r\n")
        while line.recv(65_536):
            pass  # takes it all, and never says a word


def test_a_wrong_password_is_passing_for_all(mails):
    desk = Desk()
    office = Office(
        desk,
        hostname="127.0.0.1",
        port=free_port(),
        authenticator=lambda *_: AuthResult(success=False, handled=False),
        auth_require_tls=False,
        auth_required=True,
    )
    office.start()
    try:
        settings = SmtpSettings("127.0.0.1", office.port, security="none", user="a", password="b", timeout_s=3)  # noqa: S106
        outcomes = send(mails, settings)
    finally:
        office.stop()

    assert outcomes == ["passing"] * 3
    assert desk.taken == []


def test_a_server_without_tls_gets_no_message_when_tls_is_asked_for(mails):
    with server() as (desk, plain):
        settings = SmtpSettings(plain.host, plain.port, security="starttls", timeout_s=3)
        outcomes = send(mails[:1], settings)

    assert outcomes == ["passing"]
    assert desk.taken == []


def test_the_password_is_not_shown():
    assert "secret" not in repr(SmtpSettings("h", user="u", password="secret"))  # noqa: S106
