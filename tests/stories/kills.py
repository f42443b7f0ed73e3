"""Killing a night: the moments at which a kill leaves another state behind, and three ways to kill it there.

What a night leaves behind changes when a transaction is committed and when a message has left for the mail server. In
between it only computes, or writes files that the next commit makes count. So each commit is killed just before it and
just after it, and each message between its text and the note that it was sent.
"""

import math
import os
import signal
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from multiprocessing.context import ForkServerProcess

import psutil
import pytest
from adbc_driver_manager import dbapi

END_OF_TEXT = b"\r\n.\r\n"  # RFC 5321: the line that ends a message
BEFORE_COMMIT, AFTER_COMMIT, AFTER_TEXT = "before a commit", "after a commit", "after the text of a message"


class Killed(BaseException):
    """Stands for the end of the process: no `except Exception` goes on after it, and nothing is committed."""


@contextmanager
def watched_moments(at: Callable[[int, str], None]) -> Iterator[None]:
    """Call `at` at each moment with its number, from 1 on, and what it is."""
    commit, send = dbapi.Connection.commit, smtplib.SMTP.send
    numbers = count(1)

    def watched_commit(connection: dbapi.Connection) -> None:
        writes = has_written(connection)
        if writes:
            at(next(numbers), BEFORE_COMMIT)
        commit(connection)
        if writes:
            at(next(numbers), AFTER_COMMIT)

    def watched_send(link: smtplib.SMTP, text: bytes | str) -> None:
        send(link, text)
        if isinstance(text, bytes) and text.endswith(END_OF_TEXT):
            at(next(numbers), AFTER_TEXT)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dbapi.Connection, "commit", watched_commit)
        patch.setattr(smtplib.SMTP, "send", watched_send)
        yield


def has_written(connection: dbapi.Connection) -> bool:
    """Whether the transaction has changed anything: PostgreSQL numbers only those that have."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
        row = cursor.fetchone()
    return row is not None and bool(row[0])


def find_moments(night: Callable[[], None]) -> list[str]:
    """The moments of a whole night, in order: what each is."""
    found: list[str] = []
    with watched_moments(lambda _, what: found.append(what)):
        night()
    return found


def end_here(moment: int, night: Callable[[], None]) -> None:
    """Run a night in this process and end it at a moment, as if the process had been killed."""

    def at(number: int, _: str) -> None:
        if number == moment:
            raise Killed

    with watched_moments(at), pytest.raises(Killed):
        night()


def die_here(moment: int, night: Callable[[], None]) -> None:
    """Run a night and have the system kill this process at a moment."""

    def at(number: int, _: str) -> None:
        if number == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    with watched_moments(at):
        night()


def wait_for_work(process: ForkServerProcess, cpu_seconds: float = math.inf) -> float:
    """Wait until a process has worked so long, however slow the machine, or has ended: how long it has worked."""
    spent = 0.0
    with suppress(psutil.Error):
        worker = psutil.Process(process.pid)
        while process.exitcode is None and spent < cpu_seconds:
            process.join(0.002)
            times = worker.cpu_times()
            spent = times.user + times.system
    return spent
