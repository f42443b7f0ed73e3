"""An office's own server by DATABASE_URL: what can be wrong with it, said in words."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from remindful.core.words.findings import WorldFault
from remindful.edges.store import database_url, open_store, prepare, reads, server, server_report
from tests.store.conftest import NOW, add_offices
from tests.store.fixtures import StoreServer, settings


def _fault(url: str | None = None) -> WorldFault:
    with settings(**({} if url is None else {"DATABASE_URL": url})), pytest.raises(WorldFault) as raised:
        prepare()
    return raised.value


@pytest.mark.parametrize(
    ("url", "message", "remedy"),
    [
        ("mysql://me@host/db", "not the URL of a PostgreSQL database", "postgresql://user:password@host:5432/database"),
        ("postgresql://me:secret@127.0.0.1:9/db", "does not answer", "DATABASE_URL"),
        ("postgresql://me:secret@no-such-host.invalid/db", "name in DATABASE_URL is not known", "host name"),
        ("postgresql://me:secret@/db?host=/no/such/folder", "does not answer", "DATABASE_URL"),
    ],
)
def test_a_server_that_cannot_be_reached_is_told_without_its_password(url: str, message: str, remedy: str):
    fault = _fault(url)

    assert message in fault.message
    assert remedy in fault.remedy
    assert "secret" not in str(fault)


def test_a_database_that_is_not_there_is_told(store_server: StoreServer):
    assert "is not there" in _fault(store_server.url_of("nowhere")).message


def test_a_user_that_is_not_there_is_told(store_server: StoreServer):
    assert "user of DATABASE_URL is not known" in _fault(store_server.url.replace("postgres@", "nobody_here@")).message


@contextmanager
def _user(database: str, rights: str) -> Iterator[str]:
    """A user of the server, for a while."""
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE newcomer LOGIN PASSWORD 'right' {rights}")
        try:
            yield database.replace("postgres@", "newcomer:wrong@")
        finally:
            admin.execute("DROP OWNED BY newcomer CASCADE")
            admin.execute("DROP ROLE newcomer")


def test_a_wrong_password_is_told(server_15: StoreServer):
    hba = server_15.home / "data" / "pg_hba.conf"
    before = hba.read_text()
    hba.write_text("local all owner scram-sha-256\n" + before)
    with psycopg.connect(server_15.url_of("postgres").replace("owner@", "admin@"), autocommit=True) as admin:
        try:
            admin.execute("ALTER ROLE owner PASSWORD 'right'")
            admin.execute("SELECT pg_reload_conf()")
            admin.execute("SELECT pg_sleep(0.3)")
            fault = _fault(server_15.url.replace("owner@", "owner:wrong@"))
        finally:
            hba.write_text(before)
            admin.execute("SELECT pg_reload_conf()")
            admin.execute("SELECT pg_sleep(0.3)")

    assert "refused the user or the password" in fault.message
    assert "wrong" not in str(fault)


def test_a_user_without_rights_is_told(store_server: StoreServer):
    with psycopg.connect(store_server.url_of("postgres"), autocommit=True) as admin:
        admin.execute("CREATE DATABASE bare")
        try:
            with _user(store_server.url_of("postgres"), "") as url:
                fault = _fault(url.replace("/postgres?", "/bare?"))
        finally:
            admin.execute("DROP DATABASE bare WITH (FORCE)")

    assert "lacks a right" in fault.message
    assert "GRANT remindful_app" in fault.remedy


@pytest.mark.usefixtures("fresh_database")
def test_a_server_that_is_too_old_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(server, "OLDEST_MAJOR", 99)
    fault = _fault()

    assert "needs 99 or later" in fault.message


def test_a_database_of_a_newer_remindful_is_told(fresh_database: str):
    with psycopg.connect(fresh_database, autocommit=True) as owner:
        owner.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('store', '0999_tomorrow', now())")
    fault = _fault()

    assert "0999_tomorrow" in fault.message


def test_a_server_that_takes_no_changes_is_told(fresh_database: str):
    with psycopg.connect(fresh_database, autocommit=True) as owner:
        owner.execute(
            "ALTER DATABASE "
            + fresh_database.partition("?")[0].rpartition("/")[2]
            + " SET default_transaction_read_only = on"
        )
    with open_store(organizations="all", now=NOW, read_only=True) as store:
        seen = reads.organizations(store).height

    assert seen == 0
    with settings(DATABASE_URL=f"{fresh_database}&options=-c%20default_transaction_read_only%3Don"):
        add_offices()  # we ask for READ WRITE ourselves, which a standby alone refuses


@pytest.mark.usefixtures("database")
def test_doctor_warns_of_a_user_who_could_look_past_the_guard():
    report = server_report()
    is_superuser = report.user == "postgres"

    assert not report.is_embedded
    assert report.rows_are_guarded
    assert report.user_bypasses_rows is is_superuser
    assert any("may bypass row-level security" in message for message in report.notes) is is_superuser


def test_two_commands_migrate_once(store_server: StoreServer):
    with psycopg.connect(store_server.url_of("postgres"), autocommit=True) as admin:
        admin.execute("CREATE DATABASE twice")
        try:
            with settings(DATABASE_URL=store_server.url_of("twice")):
                code = "from remindful.edges.store import prepare; prepare()"
                commands = [
                    subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True) for _ in range(3)
                ]
                said = [command.communicate(timeout=120)[1] for command in commands]
                with psycopg.connect(database_url()) as owner:
                    times = owner.execute("SELECT count(*) FROM django_migrations WHERE name = '0001_first'").fetchone()
        finally:
            admin.execute("DROP DATABASE twice WITH (FORCE)")

    assert said == ["", "", ""]
    assert times == (1,)
