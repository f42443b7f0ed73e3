"""The embedded server: PostgreSQL under REMINDFUL_HOME, started on demand, stopped when its last user ends.

Who uses it is told by file locks, which the operating system lets go of when a process ends in any way, kill -9
included: each user holds `.postgres.users` shared; the last one to leave is the one that gets it alone.
`.postgres.lock` is held alone for the moment of starting or stopping.
"""

import atexit
import os
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from remindful.core.words.findings import WorldFault
from remindful.edges.store import cluster
from remindful.edges.store.cluster import Cluster

_TURN_SECONDS = 330


@dataclass(slots=True)
class _Hold:
    """That this process uses a server. A forked child leaves the stopping to its parent."""

    server: Cluster
    file: int
    pid: int


_holds: dict[Path, _Hold] = {}
_threads = threading.RLock()


def start_embedded(home: Path) -> Cluster:
    """The server of this home, made and started when needed, and held until this process ends.

    Raises WorldFault: disk full, damaged or foreign data, wrong owner, another major version, a home out of reach.
    """
    with _threads:
        hold = _holds.get(home)
        if hold is not None and hold.pid == os.getpid() and cluster.find_postmaster(hold.server.data) is not None:
            return hold.server
        _make_home(home)
        with _turn(home):
            server = cluster.find_cluster(home)
            _hold(server)
            if cluster.find_postmaster(server.data) is None:
                if not server.data.exists():
                    cluster.initialise(server)
                cluster.start(server)
            cluster.wait_until_ready(server)
            return server


def leave_embedded(home: Path) -> bool:
    """This process no longer uses the server; True where it was the last, and the server has been stopped."""
    with _threads:
        hold = _holds.pop(home, None)
        if hold is None or hold.pid != os.getpid():
            return False
        with _turn(home):
            os.close(hold.file)
            with _users(home) as users:
                if not _lock(users, alone=True):
                    return False
                return cluster.stop(hold.server)


def stop_embedded(home: Path) -> bool:
    """Stop a server that a killed command left behind; False: there is none. Raises WorldFault while it is used."""
    if leave_embedded(home):
        return True
    if not (home / "postgres" / "PG_VERSION").exists():
        return False
    with _threads, _turn(home):
        server = cluster.find_cluster(home)
        with _users(home) as users:
            if not _lock(users, alone=True):
                raise WorldFault(
                    "passing", f"Another command uses the database in {home}.", "Wait until it has ended, or end it."
                )
            return cluster.stop(server)


def _make_home(home: Path) -> None:
    try:
        # 0711 for root: the server's own account passes through, and sees nothing.
        home.mkdir(parents=True, exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)
        (home / ".postgres.lock").touch()
        (home / ".postgres.users").touch()
    except OSError as error:
        raise cluster.cannot_write(home, error) from error


def _hold(server: Cluster) -> None:
    held = _holds.get(server.home)
    if held is not None and held.pid == os.getpid():
        return
    file = os.open(server.home / ".postgres.users", os.O_RDWR)
    # Whoever takes it alone does so in its turn, and this is ours: it is free.
    assert _lock(file, alone=False), "the users' lock is held alone outside a turn"
    _holds[server.home] = _Hold(server, file, os.getpid())
    atexit.register(_leave_at_exit, server.home)


def _leave_at_exit(home: Path) -> None:
    """A server that cannot be stopped now is stopped by the next command; a home that is gone has none."""
    with suppress(WorldFault, OSError):
        leave_embedded(home)


@contextmanager
def _turn(home: Path) -> Generator[None]:
    """One process at a time starts or stops the server."""
    file = os.open(home / ".postgres.lock", os.O_RDWR)
    try:
        end = time.monotonic() + _TURN_SECONDS
        while not _lock(file, alone=True):
            if time.monotonic() > end:
                raise WorldFault(
                    "passing",
                    f"Another command has been starting or stopping the database in {home} for minutes.",
                    "Wait for it or end it, then run the command again.",
                )
            time.sleep(0.02)
        yield
    finally:
        os.close(file)


@contextmanager
def _users(home: Path) -> Generator[int]:
    file = os.open(home / ".postgres.users", os.O_RDWR)
    try:
        yield file
    finally:
        os.close(file)


def _lock(file: int, *, alone: bool) -> bool:
    import fcntl  # noqa: PLC0415  not on Windows

    try:
        fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise WorldFault(
            "permanent",
            f"Files of REMINDFUL_HOME cannot be locked ({error.strerror}), so two commands could harm the database.",
            "Set REMINDFUL_HOME to a folder on a disk of this machine, not on a network drive.",
        ) from error
    return True
