"""The embedded server: starts when needed, serves several commands at once, survives kills, stops at the end."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from remindful.core.words.findings import WorldFault
from remindful.edges.store import (
    cluster,
    database_url,
    embedded,
    open_store,
    prepare,
    programs,
    reads,
    server_report,
    stop_server,
)
from tests.store.conftest import NOW, add_offices, add_visit, charge
from tests.store.fixtures import settings

ROOT = Path(__file__).parents[2]


def _command(home: Path, code: str = "") -> subprocess.Popen[str]:
    """A command of its own process: opens the database, says so, then waits for a line (or does what `code` says)."""
    script = (
        "import sys; from remindful.edges.store import prepare, database_url; import psycopg; prepare(); "
        f"print(database_url(), flush=True); {code or 'sys.stdin.readline()'}"
    )
    env = {**os.environ, "REMINDFUL_HOME": str(home), "PYTHONPATH": str(ROOT)}
    env.pop("DATABASE_URL", None)
    return subprocess.Popen(
        [sys.executable, "-c", script],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _opened(command: subprocess.Popen[str]) -> str:
    assert command.stdout is not None
    line = command.stdout.readline().strip()
    assert line.startswith("postgresql://"), command.communicate()[1]
    return line


def _end(command: subprocess.Popen[str]) -> None:
    _, err = command.communicate("\n", timeout=60)
    assert command.returncode == 0, err


def _server_pid(home: Path) -> int | None:
    process = cluster.find_postmaster(home / "postgres")
    return None if process is None else process.pid


def test_a_first_command_makes_the_database_and_its_end_stops_the_server(home: Path):
    command = _command(home)
    _opened(command)
    running = _server_pid(home)
    _end(command)

    assert running is not None
    assert _server_pid(home) is None
    assert (home / "postgres" / "PG_VERSION").read_text().strip() == str(programs.MAJOR)


def test_two_first_commands_at_once_make_one_database(home: Path):
    commands = [_command(home) for _ in range(3)]
    urls = {_opened(command) for command in commands}
    for command in commands:
        _end(command)

    assert len(urls) == 1
    assert _server_pid(home) is None


def test_a_command_that_ends_leaves_the_server_to_the_others(home: Path):
    long, short = _command(home), _command(home)
    url = _opened(long)
    _opened(short)
    _end(short)
    with psycopg.connect(url) as connection:
        answer = connection.execute("SELECT 1").fetchone()
    _end(long)

    assert answer == (1,)
    assert _server_pid(home) is None


def test_a_killed_command_neither_keeps_the_server_nor_stops_it_under_another(home: Path):
    killed, other = _command(home), _command(home)
    _opened(killed)
    url = _opened(other)
    killed.kill()
    killed.wait()
    with psycopg.connect(url) as connection:
        answer = connection.execute("SELECT 1").fetchone()
    _end(other)

    assert answer == (1,)
    assert _server_pid(home) is None


def test_after_a_kill_of_the_only_command_the_next_one_works_and_stops_the_server(home: Path):
    killed = _command(home)
    _opened(killed)
    killed.kill()
    killed.wait()
    left = _server_pid(home)
    after = _command(home)
    _opened(after)
    _end(after)

    assert left is not None
    assert _server_pid(home) is None


def test_a_server_that_was_killed_recovers_what_was_kept(home: Path):
    prepare()
    with psycopg.connect(database_url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        server = cluster.find_postmaster(home / "postgres")
        assert server is not None
        server.kill()
        server.wait(timeout=30)
    prepare()
    with psycopg.connect(database_url()) as connection:
        kept = connection.execute("SELECT number FROM kept").fetchone()

    assert kept == (7,)


def test_a_stale_file_that_names_some_other_program_is_seen_through(home: Path):
    prepare()
    embedded.leave_embedded(home)
    lines = [str(os.getpid()), str(home / "postgres"), "1", "5432", str(home / "postgres"), "", "1 1", "ready"]
    stale = home / "postgres" / "postmaster.pid"
    stale.write_text("\n".join(lines) + "\n")
    prepare()

    assert _server_pid(home) not in {None, os.getpid()}


def test_a_forked_child_leaves_the_server_to_its_parent(home: Path):
    command = _command(
        home, "import os; p = os.fork(); p or sys.exit(0); os.waitpid(p, 0); psycopg.connect(database_url()).close()"
    )
    _opened(command)
    _end(command)

    assert _server_pid(home) is None


def test_a_long_path_gets_a_socket_elsewhere_that_nobody_else_enters(home: Path):
    deep = home.parent / ("a" * 90)
    with settings(REMINDFUL_HOME=str(deep)):
        prepare()
        sockets = embedded.start_embedded(deep).sockets
        report = server_report()
        embedded.leave_embedded(deep)

    assert report.is_embedded
    assert not sockets.is_relative_to(deep)
    assert sockets.stat().st_mode & 0o077 == 0
    shutil.rmtree(sockets)


def test_the_servers_files_and_socket_are_shut_to_others(home: Path):
    prepare()

    assert (home / "postgres").stat().st_mode & 0o077 == 0


def test_the_log_keeps_no_rows_values(home: Path):
    prepare()
    with psycopg.connect(database_url(), autocommit=True) as connection:
        for statement in (
            "SELECT 'Jane Doe'::int",
            "CREATE TABLE p (n text PRIMARY KEY)",
            "INSERT INTO p VALUES ('Jane Doe'), ('Jane Doe')",
        ):
            try:
                connection.execute(statement)
            except psycopg.Error:
                continue

    log = (home / "postgres" / "server.log").read_text()
    assert "duplicate key" in log
    assert "Doe'" not in log.replace('integer: "Jane Doe"', "")


def test_doctor_tells_of_the_server(home: Path):
    prepare()
    report = server_report()

    assert (report.is_embedded, report.where, report.has_app_role, report.rows_are_guarded) == (
        True, str(home / "postgres"), True, True,
    )  # fmt: skip
    assert report.version.startswith(f"{programs.MAJOR}.")
    assert report.size_bytes > 1_000_000
    assert report.notes == ()


@pytest.mark.usefixtures("home")
def test_a_table_that_lost_its_guard_is_told():
    prepare()
    with psycopg.connect(database_url(), autocommit=True) as owner:
        owner.execute("ALTER TABLE party NO FORCE ROW LEVEL SECURITY")
    report = server_report()

    assert not report.rows_are_guarded
    assert "party" in report.notes[0]


def test_a_dump_loads_into_a_new_database_with_its_guards(home: Path):
    prepare()
    offices = add_offices()
    with open_store(organizations=[offices[0]], now=NOW) as store:
        charge(store, item_id=add_visit(store)["item_id"])
    server = embedded.start_embedded(home)
    dump = home / "dump"
    subprocess.run([server.programs.bin / "pg_dump", "-Fc", "-f", dump, server.url()], check=True)
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute("CREATE DATABASE loaded")
    loaded = server.url("loaded")
    with settings(DATABASE_URL=loaded):
        prepare()
        load = ["--clean", "--if-exists", "--exit-on-error", "-d", loaded, dump]
        subprocess.run([server.programs.bin / "pg_restore", *load], check=True)
        prepare()
        report = server_report()
        with open_store(organizations="all", now=NOW) as store:
            legs = reads.ledger_lines(store)["amount_cents"].to_list()
        with pytest.raises(AssertionError, match="does not balance"), open_store(organizations=[1], now=NOW) as store:
            charge(store, item_id=1, key="charge:2", legs=(5, -4))

    assert report.rows_are_guarded
    assert sorted(legs) == [-10_000, 10_000]


def test_a_server_that_is_in_use_is_not_stopped(home: Path):
    command = _command(home)
    _opened(command)
    with pytest.raises(WorldFault, match="uses the database"):
        stop_server(home)
    command.kill()
    command.wait()
    time.sleep(0.1)

    assert stop_server(home)
    assert _server_pid(home) is None
