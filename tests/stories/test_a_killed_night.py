"""Killed at fifty random moments and run again: the same end as a night that was not killed, each message at most once, none lost."""

import email
import json
import multiprocessing
import os
import random
import signal
import socket
import time
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from remindful.core.words.kinds import MessageState
from remindful.edges.store import close_connections, reads
from remindful.edges.store.books import open_books
from tests.actors import CLERK
from tests.stories.conftest import copy_database
from tests.stories.practice import HOSPITAL, Practice

KILLS = int(os.environ.get("REMINDFUL_KILLS", "50"))
DAY = date(2026, 3, 16)
NOON = datetime(2026, 3, 16, 16, 30, tzinfo=UTC)
EMAILS, LETTERS = 6, 4


class Mailbox(Message):
    """A real SMTP server on loopback that keeps what it accepted, by Message-ID."""

    def __init__(self) -> None:
        super().__init__()
        self.accepted: Counter[str] = Counter()

    def handle_message(self, message: email.message.Message) -> None:
        time.sleep(0.01)  # as slow as a quick real one, so that kills fall into the middle of a delivery too
        self.accepted[str(message["Message-ID"])] += 1


def run_a_night(url: str, home: str, smtp: str) -> None:
    """In a process of its own, as cron would."""
    os.environ |= {"DATABASE_URL": url, "REMINDFUL_HOME": home, "REMINDFUL_SMTP": smtp}
    from remindful.flow.night.nights import run_night
    from remindful.flow.office.clock import Clock
    from remindful.flow.office.home import read_home

    run_night(home=read_home(), clock=Clock(NOON), on=DAY, dry_run=False)


@pytest.fixture
def mailbox():
    box = Mailbox()
    with socket.socket() as spare:
        spare.bind(("127.0.0.1", 0))
        port = spare.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    box.url = f"smtp+plain://127.0.0.1:{port}"
    yield box
    server.stop()


@pytest.fixture
def before_the_night(practice: Practice) -> Practice:
    """Half of the people got their statement three weeks ago and are owed an email; the others are owed their statement."""
    for number in range(EMAILS):
        practice.person(f"e{number}").opens_with(
            f"e{number}", visit=f"E{number}", charge=100, open=60 + number, on="2026-01-05"
        )
    practice.night("2026-02-20")
    for number in range(LETTERS):
        practice.person(f"l{number}", org=HOSPITAL)
        practice.opens_with(
            f"l{number}",
            visit=f"L{number}",
            charge=100,
            open=60 + number,
            on="2026-01-05",
            org=HOSPITAL,
            day="2026-03-01",
        )
    return practice


def end_state(url: str, home: Path) -> list[tuple[object, ...]]:
    """What a night leaves: every message by account and step and how it ended, every event of sending, every letter by its address.

    A message's number is not compared: a killed transaction uses numbers up.
    """
    os.environ["DATABASE_URL"] = url
    with open_books(organizations="all", now=NOON, read_only=True) as books:
        messages = reads.messages(books).select(
            "account_id", "day", "step", "act", "state", "due_cents", "template_version"
        )
        events = reads.events(books).select("account_id", "kind", "happened_on")
        runs = reads.runs(books).select("day", "state")
    folder = home / "print" / str(DAY)
    letters = sorted(json.loads(path.read_text())["name"] for path in (folder / "letters").glob("*.json"))
    letters += [
        str(len(list((folder / "letters").glob("*.pdf")))),
        *sorted(path.name for path in folder.glob("batch-*")),
    ]
    return [*sorted(messages.rows(), key=str), *sorted(events.rows(), key=str), *sorted(runs.rows(), key=str), *letters]


def ask_the_mail_server(url: str, accepted: Counter[str]) -> int:
    """What a person does with an unsure message: looks whether the server has it, and says so. How many there were."""
    from remindful.flow.messages.acts import record_outcome
    from remindful.flow.office.clock import Clock

    os.environ["DATABASE_URL"] = url
    with open_books(organizations="all", now=NOON, read_only=True) as books:
        unsure = reads.messages(books, states=[MessageState.UNSURE])["message_id"].to_list()
    for message_id in unsure:
        was_sent = any(key.startswith(f"<remindful-{message_id}@") for key in accepted)
        record_outcome(message_id, was_sent=was_sent, clock=Clock(NOON), actor=CLERK)
    return len(unsure)


def test_a_night_killed_at_fifty_random_moments_ends_as_one_that_was_not(
    before_the_night, server_url, mailbox, tmp_path, monkeypatch
):
    template_url = os.environ["DATABASE_URL"]
    template = template_url.partition("?")[0].rpartition("/")[2]
    spawn = multiprocessing.get_context("forkserver")
    spawn.set_forkserver_preload(["remindful.flow.night.nights", "remindful.flow.messages.acts"])

    def fresh(name: str) -> tuple[str, Path]:
        home = tmp_path / name
        home.mkdir()
        return copy_database(server_url, template=template), home

    def begin(url: str, home: Path):
        process = spawn.Process(target=run_a_night, args=(url, str(home), mailbox.url))
        process.start()
        return process

    begin(*fresh("warm")).join()  # the first one waits for the imports of the server that forks
    mailbox.accepted.clear()
    url, home = fresh("whole")
    started = time.monotonic()
    whole = begin(url, home)
    whole.join()
    seconds = time.monotonic() - started
    expected = end_state(url, home)
    assert whole.exitcode == 0
    assert sum(mailbox.accepted.values()) == EMAILS

    chance = random.Random(20_260_316)
    killed = 0
    for number in range(KILLS):
        mailbox.accepted.clear()
        url, home = fresh(f"killed-{number}")
        process = begin(url, home)
        time.sleep(chance.uniform(0.05, seconds))
        process.kill()
        process.join()
        killed += process.exitcode == -signal.SIGKILL
        again = begin(url, home)
        again.join()
        assert again.exitcode == 0
        if ask_the_mail_server(url, mailbox.accepted):
            once_more = begin(url, home)
            once_more.join()
            assert once_more.exitcode == 0

        assert max(mailbox.accepted.values(), default=1) == 1, f"kill {number}: a message came twice"
        assert sum(mailbox.accepted.values()) == EMAILS, f"kill {number}: a message was lost"
        assert end_state(url, home) == expected, f"kill {number}"
        close_connections()
        with psycopg.connect(
            server_url.partition("?")[0].rpartition("/")[0] + "/postgres?" + server_url.partition("?")[2],
            autocommit=True,
        ) as link:
            link.execute(f'DROP DATABASE "{url.partition("?")[0].rpartition("/")[2]}" WITH (FORCE)')
    monkeypatch.setenv("DATABASE_URL", template_url)

    assert killed >= KILLS // 2, f"only {killed} of {KILLS} kills met a night at work"
