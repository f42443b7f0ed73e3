"""The embedded server: PostgreSQL under REMINDFUL_HOME, started on demand and stopped when the last process that uses it ends.

Who uses it is told by file locks, which the operating system lets go of when a process ends in any way, kill -9 included:
each user holds `.postgres.users` shared; the last one to leave is the one that gets it alone. `.postgres.lock` is held
alone for the moment of starting or stopping.
"""

import atexit
import errno
import hashlib
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil

from remindful.core.words.findings import WorldFault
from remindful.edges.store import faults, programs

DATABASE = "remindful"
_START_SECONDS = 300  # after a power cut the server first replays its log
_STOP_SECONDS = 60
_TURN_SECONDS = 330
_ORPHAN_SECONDS = 20
_SOCKET_PATH_BYTES = 103  # macOS; Linux allows 107
_LOG_BYTES = 10_000_000

SETTINGS = """\
# Written by Remindful at every start of the server: changes made here are lost.
listen_addresses = ''
fsync = on
full_page_writes = on
synchronous_commit = on
shared_buffers = 256MB
work_mem = 64MB
maintenance_work_mem = 256MB
effective_cache_size = 1GB
max_connections = 40
# A command that was killed leaves no work running behind it.
client_connection_check_interval = 5s
max_wal_size = 2GB
checkpoint_timeout = 15min
wal_compression = on
jit = off
# A container's /dev/shm is often 64 MB, which a parallel join would overrun.
max_parallel_workers_per_gather = 0
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
# No statement and no row's values in the log: they name patients.
log_min_error_statement = panic
log_error_verbosity = terse
log_statement = none
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
"""


@dataclass(frozen=True, slots=True)
class Server:
    """An embedded server: its data, its socket's folder, and the programs that run it."""

    home: Path
    data: Path
    sockets: Path
    programs: programs.Programs

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    def url(self, database: str = DATABASE) -> str:
        return f"postgresql://postgres@/{database}?host={quote(str(self.sockets), safe='')}"


@dataclass(slots=True)
class _Hold:
    """That this process uses a server. A forked child leaves the stopping to its parent."""

    server: Server
    file: int
    pid: int


_holds: dict[Path, _Hold] = {}
_threads = threading.RLock()


def start_embedded(home: Path) -> Server:
    """The server of this home, made and started when needed, and held until this process ends.

    Raises WorldFault: disk full, damaged or foreign data, wrong owner, another major version, a home that cannot be reached.
    """
    with _threads:
        hold = _holds.get(home)
        if hold is not None and hold.pid == os.getpid() and _postmaster(hold.server.data) is not None:
            return hold.server
        _make_home(home)
        with _turn(home):
            server = _find_server(home)
            _hold(server)
            if _postmaster(server.data) is None:
                if not server.data.exists():
                    _initialise(server)
                _start(server)
            _wait_until_ready(server)
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
                return _stop(hold.server)


def stop_embedded(home: Path) -> bool:
    """Stop a server that a killed command left behind; False where none is there. Raises WorldFault where it is in use."""
    if leave_embedded(home):
        return True
    if not (home / "postgres" / "PG_VERSION").exists():
        return False
    with _threads, _turn(home):
        server = _find_server(home)
        with _users(home) as users:
            if not _lock(users, alone=True):
                raise WorldFault(
                    "passing", f"Another command uses the database in {home}.", "Wait until it has ended, or end it."
                )
            return _stop(server)


def running_pid(server: Server) -> int | None:
    """The process id of the server, where it runs."""
    process = _postmaster(server.data)
    return None if process is None else process.pid


# --- finding and holding ----------------------------------------------------------------------------------------------


def _make_home(home: Path) -> None:
    try:
        # 0711 for root: the server's own account passes through, and sees nothing.
        home.mkdir(parents=True, exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)
        (home / ".postgres.lock").touch()
        (home / ".postgres.users").touch()
    except OSError as error:
        raise _cannot_write(home, error) from error


def _cannot_write(folder: Path, error: OSError) -> WorldFault:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return WorldFault("passing", f"The disk that holds {folder} is full.", faults.NOT_ENOUGH_SPACE)
    return WorldFault(
        "permanent",
        f"Remindful cannot write in its folder {folder} ({error.strerror}).",
        "Give this user the folder (chown), or set REMINDFUL_HOME to another one.",
    )


def _find_server(home: Path) -> Server:
    data = home / "postgres"
    owner = data.stat().st_uid if data.exists() else None
    if owner is not None and os.geteuid() not in {0, owner}:
        raise WorldFault(
            "permanent",
            f"The database's files in {data} belong to another user (number {owner}).",
            "Run Remindful as that user (or as root, if it was first run so), or set REMINDFUL_HOME to a folder of your own.",
        )
    if owner is not None:
        _check_data(data)
    tools = programs.find_programs(home, owner=owner)
    programs.check_reachable(home, tools.account)
    return Server(home, data, _socket_folder(data, tools.account), tools)


def _check_data(data: Path) -> None:
    version = data / "PG_VERSION"
    if not version.exists():
        raise WorldFault(
            "permanent",
            f"{data} is there but holds no PostgreSQL database: PG_VERSION is missing.",
            "Put the folder back from a backup; or, if it never held anything of worth, move it away and run the command again.",
        )
    major = version.read_text().strip()
    if major != str(programs.MAJOR):
        raise WorldFault(
            "permanent",
            f"The data in {data} were written by PostgreSQL {major}; this Remindful brings PostgreSQL {programs.MAJOR}.",
            "Install the Remindful that wrote them, dump the database with its pg_dump, move the folder away and load the dump "
            "with this one; docs/decisions/0002-one-database.md has the commands.",
        )


def _socket_folder(data: Path, account: programs.Account) -> Path:
    """The data folder itself; where its path is too long for a socket, a short one that only the server's account enters."""
    if len(os.fsencode(data / ".s.PGSQL.5432")) <= _SOCKET_PATH_BYTES:
        return data
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"remindful-{account.uid}-{name}"
    if len(os.fsencode(folder / ".s.PGSQL.5432")) > _SOCKET_PATH_BYTES:
        folder = Path("/tmp") / folder.name  # noqa: S108  its owner and mode are checked below
    folder.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0 and folder.lstat().st_uid == 0:
        os.chown(folder, account.uid, account.gid, follow_symlinks=False)
    state = folder.lstat()
    if folder.is_symlink() or state.st_uid != account.uid or state.st_mode & 0o077:
        raise WorldFault(
            "permanent",
            f"{folder}, where the database's socket would go, was made by somebody else.",
            "Remove it, or set REMINDFUL_HOME to a folder with a path shorter than 80 letters.",
        )
    return folder


def _hold(server: Server) -> None:
    held = _holds.get(server.home)
    if held is not None and held.pid == os.getpid():
        return
    file = os.open(server.home / ".postgres.users", os.O_RDWR)
    # Whoever takes it alone does so in its turn, and this is ours: it is free.
    assert _lock(file, alone=False), "the users' lock is held alone outside a turn"
    _holds[server.home] = _Hold(server, file, os.getpid())
    atexit.register(leave_embedded, server.home)


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
    import fcntl  # not on Windows

    try:
        fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


# --- starting and stopping --------------------------------------------------------------------------------------------


def _postmaster(data: Path) -> psutil.Process | None:
    """The server's own process, where it lives; a pid that now belongs to some other program is not it."""
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return process if str(data) in process.cmdline() else None
    except (OSError, ValueError, psutil.NoSuchProcess, psutil.AccessDenied):
        return None


def _names_no_server(data: Path) -> bool:
    """Whether `postmaster.pid` names some other program, or a dead process that nobody has buried.

    PostgreSQL takes either for a living server: numbers are given out again after a power cut, and a container without an
    init process keeps its dead. Every other stale file PostgreSQL sees through by itself, and more safely than we could.
    """
    try:
        process = psutil.Process(int((data / "postmaster.pid").read_text().split("\n", 1)[0]))
        return process.status() == psutil.STATUS_ZOMBIE or str(data) not in process.cmdline()
    except psutil.ZombieProcess:
        return True
    except (OSError, ValueError, psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def _wait_for_orphans(data: Path) -> None:
    """Connections outlive a killed server until they notice; while one still writes, no new server may start."""
    end = time.monotonic() + _ORPHAN_SECONDS
    while any(_is_at_work(process, data) for process in psutil.process_iter()):
        if time.monotonic() > end:
            raise WorldFault(
                "passing",
                f"The database server of {data} was killed, and a connection of it is still at work.",
                "Wait a minute and run the command again; if that does not help, restart the machine.",
            )
        time.sleep(0.1)


def _is_at_work(process: psutil.Process, data: Path) -> bool:
    try:
        return process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE and process.cwd() == str(data)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def _initialise(server: Server) -> None:
    """Make the data folder beside its place, then move it there: a kill halfway leaves nothing half made."""
    new = server.home / "postgres.new"
    shutil.rmtree(new, ignore_errors=True)
    account = server.programs.account
    try:
        new.mkdir(mode=0o700)
        if account.name is not None:
            os.chown(new, account.uid, account.gid)
        done = server.programs.call(
            "initdb", "--pgdata", str(new), "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-instructions",
            "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", cwd=new, timeout_seconds=120,
        )  # fmt: skip
        if done.returncode != 0:
            raise _start_fault(server, done.stdout)
        with (new / "postgresql.conf").open("a") as settings:
            settings.write("\ninclude_if_exists = 'remindful.conf'\n")
        new.rename(server.data)
    except OSError as error:
        raise _cannot_write(server.home, error) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _start(server: Server) -> None:
    data = server.data
    try:
        data.chmod(0o700)  # a restored backup is often too open, which PostgreSQL refuses
        (data / "remindful.conf").write_text(SETTINGS)
        if server.log.exists() and server.log.stat().st_size > _LOG_BYTES:
            server.log.replace(data / "server.log.1")
        if (data / "postmaster.pid").exists():
            _wait_for_orphans(data)
            if _names_no_server(data):
                (data / "postmaster.pid").unlink()
                (server.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
    except OSError as error:
        raise _cannot_write(data, error) from error
    options = f"-k {_quoted(server.sockets)}"
    log_bytes = server.log.stat().st_size if server.log.exists() else 0
    done = server.programs.call(
        "pg_ctl", "--pgdata", str(data), "--log", str(server.log), "--options", options, "--wait",
        f"--timeout={_START_SECONDS}", "start", cwd=data, timeout_seconds=_START_SECONDS + 10,
    )  # fmt: skip
    if done.returncode != 0:
        raise _start_fault(server, _log_since(server.log, log_bytes) + done.stdout)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "'\\''") + "'"


def _log_since(log: Path, log_bytes: int) -> str:
    try:
        with log.open("rb") as file:
            file.seek(log_bytes)
            return file.read(200_000).decode("utf-8", "replace")
    except OSError:
        return ""


def _start_fault(server: Server, said: str) -> WorldFault:
    """Why the server did not start, from what it said last."""
    if shutil.disk_usage(server.home).free < 50_000_000:
        return WorldFault("passing", f"The disk that holds {server.home} is full.", faults.NOT_ENOUGH_SPACE)
    if "Permission denied" in said or "wrong ownership" in said:
        return WorldFault(
            "permanent",
            f"The database in {server.data} did not start: some of its files belong to another user.",
            f"Give them all to one user: chown -R {server.programs.account.name or 'your user'} {server.data}",
        )
    known = (
        faults.fault_from(said, doing="Starting the database") if "No space left" in said or "memory" in said else None
    )
    if known is not None:
        return known
    loud = [line for line in said.splitlines() if "FATAL" in line or "PANIC" in line or "error:" in line]
    return WorldFault(
        "permanent",
        f"The database in {server.data} did not start: {loud[-1].strip() if loud else faults.first_line(said)}",
        f"Its files may be damaged. Keep a copy of the folder, read {server.log}, and put a backup in its place.",
    )


def _wait_until_ready(server: Server) -> None:
    """A server that another process started may still be replaying its log."""
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        try:
            lines = (server.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            lines = []
        if len(lines) >= 8 and lines[7].strip() == "ready":
            return
        if _postmaster(server.data) is None:
            break
        time.sleep(0.05)
    raise _start_fault(server, _log_since(server.log, max(0, server.log.stat().st_size - 4000)))


def _stop(server: Server) -> bool:
    if _postmaster(server.data) is None:
        return True
    done = server.programs.call(
        "pg_ctl", "--pgdata", str(server.data), "--mode=fast", "--wait", f"--timeout={_STOP_SECONDS}", "stop",
        cwd=server.data, timeout_seconds=_STOP_SECONDS + 10,
    )  # fmt: skip
    return done.returncode == 0
