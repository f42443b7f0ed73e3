"""Killed and run again, a night ends as one that was not killed: each message goes out at most once, and none is lost.

Every commit point is killed in this process. The operating system really kills a process at some commit points, and at
random moments by the clock: five of them, or REMINDFUL_KILLS (`make test-long`: 50).
"""

import email
import json
import multiprocessing
import os
import random
import signal
import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from remindful.core.words.kinds import MessageState
from remindful.edges.store import reads
from remindful.edges.store.store import open_store
from remindful.flow.messages.acts import record_outcome
from remindful.flow.night.nights import run_night
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import read_home
from tests.actors import CLERK
from tests.store.fixtures import copies_dropped, copy_database, database_name, settings
from tests.stories import kills
from tests.stories.practice import HOSPITAL, Practice

pytestmark = pytest.mark.xdist_group("killed-nights")

KILLS_BY_CLOCK = int(os.environ.get("REMINDFUL_KILLS", "5"))
KILLS_AT_COMMITS = 5
SEED = 20_260_316
DAY = date(2026, 3, 16)
NOON = datetime(2026, 3, 16, 16, 30, tzinfo=UTC)


class Mailbox(Message):
    """A real SMTP server on loopback that keeps what it accepted, by Message-ID."""

    def __init__(self) -> None:
        super().__init__()
        self.accepted: Counter[str] = Counter()

    def handle_message(self, message: email.message.Message) -> None:
        time.sleep(0.01)  # as slow as a quick real one, so that kills fall into the middle of a delivery too
        self.accepted[str(message["Message-ID"])] += 1


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.socket() as spare:
        spare.bind(("127.0.0.1", 0))
        port = spare.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    box.url = f"smtp+plain://127.0.0.1:{port}"
    yield box
    server.stop()


def run_the_night() -> None:
    run_night(home=read_home(), clock=Clock(NOON), on=DAY, dry_run=False)


def run_as_a_process(environment: dict[str, str], moment: int | None) -> None:
    """In a process of its own, as cron would; killed at a moment, if one is named."""
    os.environ |= environment
    if moment is None:
        run_the_night()
    else:
        kills.die_here(moment, run_the_night)


@dataclass
class Afternoon:
    """An office on the day of the night: some are owed an email, the others their first statement."""

    server_url: str
    url: str
    mailbox: Mailbox
    folder: Path
    emails: int
    numbers: Iterator[int]

    @contextmanager
    def copy(self) -> Iterator[dict[str, str]]:
        """Work in a copy of this office, with a home of its own: the environment variables that name it."""
        home = self.folder / f"home-{next(self.numbers)}"
        home.mkdir()
        self.mailbox.accepted.clear()
        with copies_dropped():
            url = copy_database(self.server_url, template=database_name(self.url))
            environment = {"DATABASE_URL": url, "REMINDFUL_HOME": str(home), "REMINDFUL_SMTP": self.mailbox.url}
            with settings(**environment):
                yield environment


def prepare_afternoon(server_url: str, mailbox: Mailbox, folder: Path, *, emails: int, letters: int) -> Afternoon:
    """Half of the people got their statement three weeks ago and are owed an email; the others are owed their statement."""
    url = copy_database(server_url)
    (folder / "files").mkdir()
    with settings(DATABASE_URL=url, REMINDFUL_HOME=str(folder / "home")):
        practice = Practice(folder / "files").open()
        for number in range(emails):
            practice.person(f"e{number}")
            practice.opens_with(f"e{number}", visit=f"E{number}", charge=100, open=60 + number, on="2026-01-05")
        practice.night("2026-02-20")
        due = {"charge": 100, "on": "2026-01-05", "org": HOSPITAL, "day": "2026-03-01"}
        for number in range(letters):
            practice.person(f"l{number}", org=HOSPITAL)
            practice.opens_with(f"l{number}", visit=f"L{number}", open=60 + number, **due)
    return Afternoon(server_url, url, mailbox, folder, emails, count(1))


def end_state() -> list[tuple[object, ...]]:
    """What a night leaves: every message by account and step and how it ended, every event of sending, every letter by its address.

    A message's number is not compared: a killed transaction uses numbers up.
    """
    with open_store(organizations="all", now=NOON, read_only=True) as store:
        messages = reads.messages(store).select(
            "account_id", "day", "step", "act", "state", "due_cents", "template_version"
        )
        events = reads.events(store).select("account_id", "kind", "happened_on")
        runs = reads.runs(store).select("day", "state")
    folder = read_home().path / "print" / str(DAY)
    letters = sorted(json.loads(path.read_text())["name"] for path in (folder / "letters").glob("*.json"))
    letters += [
        str(len(list((folder / "letters").glob("*.pdf")))),
        *sorted(path.name for path in folder.glob("batch-*")),
    ]
    return [*sorted(messages.rows(), key=str), *sorted(events.rows(), key=str), *sorted(runs.rows(), key=str), *letters]


def ask_the_mail_server(accepted: Counter[str]) -> int:
    """What a person does with an unsure message: looks whether the server has it, and says so. How many there were."""
    with open_store(organizations="all", now=NOON, read_only=True) as store:
        unsure = reads.messages(store, states=[MessageState.UNSURE])["message_id"].to_list()
    for message_id in unsure:
        was_sent = any(key.startswith(f"<remindful-{message_id}@") for key in accepted)
        record_outcome(message_id, was_sent=was_sent, clock=Clock(NOON), actor=CLERK)
    return len(unsure)


def check_run_again(afternoon: Afternoon, expected: list[tuple[object, ...]], kill: str) -> None:
    """Run the killed night again; it ends as a whole one does. The environment is the killed night's."""
    run_the_night()
    if ask_the_mail_server(afternoon.mailbox.accepted):
        run_the_night()
    accepted = afternoon.mailbox.accepted

    assert max(accepted.values(), default=1) == 1, f"{kill}: a message came twice"
    assert sum(accepted.values()) == afternoon.emails, f"{kill}: a message was lost"
    assert end_state() == expected, kill


# --- every commit point, in this process -----------------------------------------------------------------------------

PARTS = 4


@dataclass(frozen=True)
class WholeNight:
    """A night that was not killed: its moments, and what it left."""

    moments: list[str]
    end: list[tuple[object, ...]]


def run_whole(afternoon: Afternoon) -> WholeNight:
    with afternoon.copy():
        whole = WholeNight(kills.find_moments(run_the_night), end_state())

    assert sum(afternoon.mailbox.accepted.values()) == afternoon.emails
    return whole


@pytest.fixture(scope="module")
def small(server_url, mailbox, tmp_path_factory) -> Afternoon:
    """Two of each: the first message of its kind, and one that comes after another."""
    return prepare_afternoon(server_url, mailbox, tmp_path_factory.mktemp("small"), emails=2, letters=2)


@pytest.fixture(scope="module")
def small_night(small: Afternoon) -> WholeNight:
    return run_whole(small)


@pytest.mark.parametrize("part", range(PARTS))
def test_a_night_killed_at_each_commit_ends_as_one_that_was_not(small, small_night, part):
    numbers = range(1 + part, len(small_night.moments) + 1, PARTS)
    for number in numbers:
        with small.copy():
            kills.end_here(number, run_the_night)
            check_run_again(small, small_night.end, f"killed at {number}, {small_night.moments[number - 1]}")

    assert len(numbers) > 4, "a night has more commits than that"


def test_the_moments_of_a_night_are_before_and_after_each_commit_and_within_each_delivery(small_night):
    assert 2 == small_night.moments.count(kills.AFTER_TEXT)
    assert small_night.moments.count(kills.BEFORE_COMMIT) == small_night.moments.count(kills.AFTER_COMMIT) > 10


def test_a_night_that_left_begun_messages_as_they_are_would_be_seen(small, small_night, monkeypatch):
    monkeypatch.setattr("remindful.flow.messages.reach.finish_interrupted", lambda settings: [])
    with small.copy():
        kills.end_here(small_night.moments.index(kills.AFTER_TEXT) + 1, run_the_night)
        with pytest.raises(AssertionError, match="message_id were lost"):  # by the line itself
            check_run_again(small, small_night.end, "a text")


# --- by the operating system -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def large(server_url, mailbox, tmp_path_factory) -> Afternoon:
    return prepare_afternoon(server_url, mailbox, tmp_path_factory.mktemp("large"), emails=6, letters=4)


@pytest.fixture(scope="module")
def large_night(large: Afternoon) -> WholeNight:
    return run_whole(large)


@pytest.fixture(scope="module")
def begin():
    """Begins a night in a process of its own, forked by a process that has imported everything and run nothing."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(
        ["remindful.flow.night.nights", "remindful.flow.messages.acts", "tests.stories.kills"]
    )

    def begin(environment: dict[str, str], moment: int | None = None):
        process = server.Process(target=run_as_a_process, args=(environment, moment))
        process.start()
        return process

    return begin


def test_a_process_killed_at_a_commit_is_finished_by_the_next_run(large, large_night, begin):
    for number in random.Random(SEED).sample(range(1, len(large_night.moments) + 1), KILLS_AT_COMMITS):
        with large.copy() as environment:
            process = begin(environment, number)
            process.join()
            assert process.exitcode == -signal.SIGKILL
            check_run_again(large, large_night.end, f"killed at {number}, {large_night.moments[number - 1]}")


def test_a_process_killed_at_a_random_moment_is_finished_by_the_next_run(large, large_night, begin):
    with large.copy() as environment:
        whole = begin(environment)
        whole_seconds = kills.wait_for_work(whole)
        assert whole.exitcode == 0
    chance = random.Random(SEED)
    killed = 0
    for _ in range(3 * KILLS_BY_CLOCK):
        with large.copy() as environment:
            process = begin(environment)
            seconds = chance.uniform(0.02, whole_seconds)
            kills.wait_for_work(process, seconds)
            process.kill()
            process.join()
            killed += process.exitcode == -signal.SIGKILL
            check_run_again(large, large_night.end, f"killed after {seconds:.2f} s of {whole_seconds:.2f} s")
        if killed == KILLS_BY_CLOCK:
            break

    assert killed == KILLS_BY_CLOCK, "too many nights ended before their kill"
