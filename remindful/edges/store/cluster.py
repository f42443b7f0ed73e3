"""Cluster: one PostgreSQL data folder and its server: found, made, started, stopped. When: embedded.py."""

import errno
import hashlib
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil

from remindful.core.words.findings import WorldFault
from remindful.edges.store import faults, programs

DATABASE = "remindful"
START_SECONDS = 300  # after a power cut the server first replays its log
STOP_SECONDS = 60
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
class Cluster:
    """An embedded server: its data, its socket's folder, and the programs that run it."""

    home: Path
    data: Path
    sockets: Path
    programs: programs.Programs

    @property
    def log(self) -> Path:
        """What the server says, without rows' values."""
        return self.data / "server.log"

    def url(self, database: str = DATABASE) -> str:
        """The URL of one of its databases."""
        return f"postgresql://postgres@/{database}?host={quote(str(self.sockets), safe='')}"


def find_cluster(home: Path) -> Cluster:
    """The cluster of a home, there or to be made. Raises WorldFault where files are not ours or not of this version."""
    data = home / "postgres"
    owner = data.stat().st_uid if data.exists() else None
    if owner is not None and os.geteuid() not in {0, owner}:
        raise WorldFault(
            "permanent",
            f"The database's files in {data} belong to another user (number {owner}).",
            "Run Remindful as that user (or as root, if root ran it first), or set REMINDFUL_HOME to your own folder.",
        )
    if owner is not None:
        _check_data(data)
    tools = programs.find_programs(home, owner=owner)
    programs.check_reachable(home, tools.account)
    return Cluster(home, data, _socket_folder(data, tools.account), tools)


def _check_data(data: Path) -> None:
    version = data / "PG_VERSION"
    if not version.exists():
        raise WorldFault(
            "permanent",
            f"{data} is there but holds no PostgreSQL database: PG_VERSION is missing.",
            "Put the folder back from a backup; or, if it never held anything of worth, move it away and start again.",
        )
    major = version.read_text().strip()
    if major != str(programs.MAJOR):
        raise WorldFault(
            "permanent",
            f"PostgreSQL {major} wrote the data in {data}; this Remindful brings PostgreSQL {programs.MAJOR}.",
            "Install the Remindful that wrote them, dump the database with its pg_dump, move the folder away and load "
            "the dump with this one; docs/decisions/0002-one-database.md has the commands.",
        )


def _socket_folder(data: Path, account: programs.Account) -> Path:
    """The data folder; where its path is too long for a socket, a short one that only the server's account enters."""
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


def find_postmaster(data: Path) -> psutil.Process | None:
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

    PostgreSQL takes either for a living server: numbers are given out again after a power cut, and a container without
    an init process keeps its dead. Other stale files PostgreSQL sees through by itself, and more safely than we could.
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
        is_alive = process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE
        return is_alive and process.cwd() == str(data)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def initialise(cluster: Cluster) -> None:
    """Make the data folder beside its place, then move it there: a kill halfway leaves nothing half made."""
    new = cluster.home / "postgres.new"
    shutil.rmtree(new, ignore_errors=True)
    account = cluster.programs.account
    try:
        new.mkdir(mode=0o700)
        if account.name is not None:
            os.chown(new, account.uid, account.gid)
        done = cluster.programs.call(
            "initdb", "--pgdata", str(new), "--username=postgres", "--auth=trust", "--no-instructions",
            "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            cwd=new, timeout_seconds=120,
        )  # fmt: skip
        if done.returncode != 0:
            raise _start_fault(cluster, done.stdout)
        with (new / "postgresql.conf").open("a") as settings:
            settings.write("\ninclude_if_exists = 'remindful.conf'\n")
        new.rename(cluster.data)
    except OSError as error:
        raise cannot_write(cluster.home, error) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def start(cluster: Cluster) -> None:
    """Start the server, wait until it serves. Raises WorldFault with the server's own last word where it does not."""
    data = cluster.data
    try:
        data.chmod(0o700)  # a restored backup is often too open, which PostgreSQL refuses
        (data / "remindful.conf").write_text(SETTINGS)
        if cluster.log.exists() and cluster.log.stat().st_size > _LOG_BYTES:
            cluster.log.replace(data / "server.log.1")
        if (data / "postmaster.pid").exists():
            _wait_for_orphans(data)
            if _names_no_server(data):
                (data / "postmaster.pid").unlink()
                (cluster.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(data, error) from error
    options = f"-k {_quoted(cluster.sockets)}"
    log_bytes = cluster.log.stat().st_size if cluster.log.exists() else 0
    done = cluster.programs.call(
        "pg_ctl", "--pgdata", str(data), "--log", str(cluster.log), "--options", options, "--wait",
        f"--timeout={START_SECONDS}", "start", cwd=data, timeout_seconds=START_SECONDS + 10,
    )  # fmt: skip
    if done.returncode != 0:
        raise _start_fault(cluster, _log_since(cluster.log, log_bytes) + done.stdout)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "'\\''") + "'"


def _log_since(log: Path, log_bytes: int) -> str:
    try:
        with log.open("rb") as file:
            file.seek(log_bytes)
            return file.read(200_000).decode("utf-8", "replace")
    except OSError:
        return ""


def _start_fault(cluster: Cluster, server_log: str) -> WorldFault:
    """Why the server did not start, from what it said last."""
    if shutil.disk_usage(cluster.home).free < 50_000_000:
        return WorldFault("passing", f"The disk that holds {cluster.home} is full.", faults.NOT_ENOUGH_SPACE)
    if "Permission denied" in server_log or "wrong ownership" in server_log:
        return WorldFault(
            "permanent",
            f"The database in {cluster.data} did not start: some of its files belong to another user.",
            f"Give them all to one user: chown -R {cluster.programs.account.name or 'your user'} {cluster.data}",
        )
    known = (
        faults.fault_from(server_log, doing="Starting the database")
        if "No space left" in server_log or "memory" in server_log
        else None
    )
    if known is not None:
        return known
    loud = [line for line in server_log.splitlines() if "FATAL" in line or "PANIC" in line or "error:" in line]
    return WorldFault(
        "permanent",
        f"The database in {cluster.data} did not start: {loud[-1].strip() if loud else faults.first_line(server_log)}",
        f"Its files may be damaged. Keep a copy of the folder, read {cluster.log}, and put a backup in its place.",
    )


def wait_until_ready(cluster: Cluster) -> None:
    """A server that another process started may still be replaying its log."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            lines = (cluster.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            lines = []
        if len(lines) >= 8 and lines[7].strip() == "ready":
            return
        if find_postmaster(cluster.data) is None:
            break
        time.sleep(0.05)
    raise _start_fault(cluster, _log_since(cluster.log, max(0, cluster.log.stat().st_size - 4000)))


def stop(cluster: Cluster) -> bool:
    """Stop the server, ending what it does; True where it runs no more."""
    if find_postmaster(cluster.data) is None:
        return True
    done = cluster.programs.call(
        "pg_ctl", "--pgdata", str(cluster.data), "--mode=fast", "--wait", f"--timeout={STOP_SECONDS}", "stop",
        cwd=cluster.data, timeout_seconds=STOP_SECONDS + 10,
    )  # fmt: skip
    return done.returncode == 0


def cannot_write(folder: Path, error: OSError) -> WorldFault:
    """Why a folder of ours cannot be written."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return WorldFault("passing", f"The disk that holds {folder} is full.", faults.NOT_ENOUGH_SPACE)
    return WorldFault(
        "permanent",
        f"Remindful cannot write in its folder {folder} ({error.strerror}).",
        "Give this user the folder (chown), or set REMINDFUL_HOME to another one.",
    )
