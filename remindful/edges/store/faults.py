"""Faults: what the database says, turned into plain words with a cure. Never a row's values, never a password."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from remindful.core.words.findings import WorldFault

NOT_ENOUGH_SPACE = (
    "Free some space on that disk (1 GB or more), then run the command again; nothing that was stored is lost."
)

#: A part of what a server or a driver says, the fault's kind, what we say, and the cure. The first that fits wins.
_KNOWN_FAULTS: tuple[tuple[str, Literal["passing", "permanent", "unsure"], str, str], ...] = (
    (r"No space left on device|53100", "passing", "The disk of the database is full.", NOT_ENOUGH_SPACE),
    (
        r"Cannot allocate memory|out of memory|53200",
        "passing",
        "The database did not get enough memory.",
        "Close other programs or give the machine 1 GB or more, then run the command again.",
    ),
    (
        r"could not translate host name|Name or service not known|failed to resolve host",
        "permanent",
        "The database server's name in DATABASE_URL is not known.",
        "Correct the host name in DATABASE_URL.",
    ),
    (
        r"password authentication failed|no password supplied|28P01",
        "permanent",
        "The database server refused the user or the password of DATABASE_URL.",
        "Correct the user and the password in DATABASE_URL.",
    ),
    (
        r"no pg_hba\.conf entry|Peer authentication failed|28000",
        "permanent",
        "The database server does not let this user in from this machine.",
        "Ask its administrator for a line in pg_hba.conf for this user, database and machine.",
    ),
    (
        r'database "[^"]*" does not exist|3D000',
        "permanent",
        "The database named in DATABASE_URL is not there.",
        "Make it (createdb <name>), or correct the name in DATABASE_URL.",
    ),
    (
        r'role "remindful_app" does not exist',
        "permanent",
        "The database has no role remindful_app, under which Remindful works.",
        "Run `remindful doctor`, which makes it; or let an administrator run: CREATE ROLE remindful_app NOLOGIN;",
    ),
    (
        r'role "[^"]*" does not exist',
        "permanent",
        "The user of DATABASE_URL is not known to the database server.",
        "Correct the user in DATABASE_URL, or let an administrator make it.",
    ),
    (
        r"permission denied|must be owner|42501|must have CREATEROLE|must have admin option",
        "permanent",
        "The database user lacks a right that Remindful needs.",
        "Let an administrator make the user owner of the database and run: CREATE ROLE remindful_app NOLOGIN; "
        "GRANT remindful_app TO <user>;",
    ),
    (
        r"too many clients|remaining connection slots|53300",
        "passing",
        "The database server has no free connection.",
        "Wait until other work has ended, then run the command again.",
    ),
    (
        r"starting up|shutting down|57P03|57P01|in recovery mode",
        "passing",
        "The database server is starting or stopping.",
        "Wait a moment, then run the command again.",
    ),
    (
        r"deadlock detected|could not serialize|lock timeout|40P01|40001|55P03",
        "passing",
        "Another command was changing the same records.",
        "Run the command again; nothing was half done.",
    ),
    (
        r"Connection refused|could not connect|connection failed|server closed the connection|timeout expired|"
        r"No such file or directory|Connection reset|connection is closed|terminating connection|"
        r"no connection to the server|the connection is lost",
        "passing",
        "The database server does not answer.",
        "Check that it runs and that DATABASE_URL names the right host and port, then run the command again.",
    ),
    (
        r"read-only transaction|25006",
        "permanent",
        "The database takes no changes now (it is a read-only copy, or the work was opened for reading).",
        "Point DATABASE_URL at the primary server.",
    ),
)


def fault_from(driver_text: str, *, doing: str) -> WorldFault | None:
    """The fault behind what a driver or a server said; None where it is not the world's fault but ours."""
    for pattern, kind, message, remedy in _KNOWN_FAULTS:
        if re.search(pattern, driver_text, re.IGNORECASE):
            return WorldFault(kind, f"{doing}: {message}", remedy)
    return None


@contextmanager
def world_faults(doing: str) -> Generator[None]:
    """Errors of psycopg and Django's database layer inside become WorldFaults where the world is to blame."""
    try:
        yield
    except WorldFault:
        raise
    except Exception as error:
        fault = fault_from(str(error), doing=doing)
        if fault is None:
            raise
        raise fault from error


def first_line(text: str) -> str:
    """The first line of a server's message, without the DETAIL that could carry a row's values."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    return lines[0] if lines else "no message"


def hide_password(url: str) -> str:
    """A database URL fit to be shown."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    who = f"{parts.username}@" if parts.username else ""
    return urlunsplit((parts.scheme, who + host, parts.path, "", ""))
