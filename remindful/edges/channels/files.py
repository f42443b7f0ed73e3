"""Files: a message put into a folder once, whole or not at all, readable by the owner only."""

import os
from pathlib import Path

from remindful.core.words.findings import WorldFault

__all__ = ["put_once", "write_whole"]


def write_whole(path: Path, body: bytes) -> None:
    """Write a file so that nobody ever sees half of it. WorldFault passing: the disk refuses, and nothing is there."""
    half = path.with_name(f".{path.name}.{os.getpid()}.half")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        half.touch(mode=0o600)  # what is in here is about people's health
        with half.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except OSError as fault:
        half.unlink(missing_ok=True)
        raise WorldFault(
            "passing", f"{path} could not be written: {fault.strerror}.", "Free the disk, then run again."
        ) from fault


def put_once(path: Path, body: bytes) -> None:
    """Put a message into its folder. Again with the same bytes is nothing; with others WorldFault permanent."""
    if path.exists():
        if path.read_bytes() == body:
            return
        raise WorldFault(
            "permanent",
            f"{path} is there already with other words.",
            "Find out why one message was written twice; the first one is kept.",
        )
    write_whole(path, body)
