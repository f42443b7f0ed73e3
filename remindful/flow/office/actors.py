"""Who acts: a person at a command line, or the night itself."""

import getpass
import os
from dataclasses import dataclass

from remindful.core.words.findings import Refusal

SETTING = "REMINDFUL_ACTOR"
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, and from where. An audit event names both."""

    name: str
    origin: str


#: The machine's own work: nights and what they import, bill and send.
NIGHT = Actor("night", "the night")


def read_actor() -> Actor:
    """Who works at this command line: REMINDFUL_ACTOR, else the system's user. Raises Refusal where the name cannot be used."""
    named = os.environ.get(SETTING)
    name = _system_user() if named is None else named.strip()
    if not name or len(name) > LONGEST or not name.isprintable():
        raise Refusal(
            f"{SETTING} is {named!r}: not the name of a person at work.",
            f"Set it to the name that the audit log should show, at most {LONGEST} printable characters.",
        )
    return Actor(name, "command line")


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have a number and no name
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "unknown user"
