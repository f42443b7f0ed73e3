"""Which database server serves us: the office's own by DATABASE_URL, else the embedded one under REMINDFUL_HOME."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs
import psycopg
from psycopg import sql

from remindful.core.words.findings import WorldFault
from remindful.edges.store import faults

OLDEST_MAJOR = 15
APP_ROLE = "remindful_app"
_CONNECT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class ServerReport:
    """What `doctor` tells of the database."""

    is_embedded: bool
    where: str  # the URL without its password, or the data folder
    version: str
    database: str
    size_bytes: int
    user: str
    user_bypasses_rows: bool  # a superuser or BYPASSRLS: only SET ROLE keeps tenants apart
    has_app_role: bool
    rows_are_guarded: bool  # under remindful_app every tenant table has forced row-level security
    notes: tuple[str, ...]  # what a person should know, in sentences


def home_path() -> Path:
    """REMINDFUL_HOME, else the user's data folder."""
    named = os.environ.get("REMINDFUL_HOME")
    return (Path(named).expanduser() if named else platformdirs.user_data_path("remindful")).resolve()


def database_url() -> str:
    """The URL of the database; the embedded server is started when it does not run yet.

    Raises WorldFault where DATABASE_URL is no PostgreSQL URL, or the embedded server cannot be started.
    """
    named = os.environ.get("DATABASE_URL", "").strip()
    if named:
        if not named.startswith(("postgresql://", "postgres://")) or not _can_be_split(named):
            raise WorldFault(
                "permanent",
                "DATABASE_URL is not the URL of a PostgreSQL database.",
                "Write postgresql://user:password@host:5432/database, or leave it unset for the one that we bring.",
            )
        return named
    if sys.platform == "win32":
        raise WorldFault(
            "permanent",
            "There is no embedded PostgreSQL for Windows.",
            "Set DATABASE_URL to a PostgreSQL server, version 15 or later.",
        )
    from remindful.edges.store import embedded  # noqa: PLC0415  psutil and more, which your own server does not need

    return embedded.start_embedded(home_path()).url()


def _can_be_split(url: str) -> bool:
    try:
        urlsplit(url)
    except ValueError:
        return False
    return True


def is_embedded() -> bool:
    """True where no DATABASE_URL is set."""
    return not os.environ.get("DATABASE_URL", "").strip()


def stop_server(home: Path) -> bool:
    """Stop the embedded server of a home, if one was left running. Raises WorldFault where another command uses it."""
    if sys.platform == "win32":
        return False
    from remindful.edges.store import embedded  # noqa: PLC0415  as above

    return embedded.stop_embedded(home.expanduser().resolve())


def connect(url: str, *, doing: str, autocommit: bool = False) -> psycopg.Connection:
    """A plain connection with the rights of the URL's own user. Raises WorldFault with the cure when refused."""
    try:
        return psycopg.connect(
            url, autocommit=autocommit, connect_timeout=_CONNECT_SECONDS, application_name="remindful"
        )
    except psycopg.Error as error:
        raise _connect_fault(url, str(error), doing) from error


def _connect_fault(url: str, driver_text: str, doing: str) -> WorldFault:
    fault = faults.fault_from(driver_text, doing=f"{doing} ({faults.hide_password(url)})")
    return fault or WorldFault(
        "permanent",
        f"{doing}: {faults.hide_password(url)} cannot be reached: {faults.first_line(driver_text)}",
        "Correct DATABASE_URL.",
    )


def check_version(connection: psycopg.Connection) -> None:
    """Raises WorldFault where the server is older than what we are written for."""
    major = connection.info.server_version // 10_000
    if major < OLDEST_MAJOR:
        raise WorldFault(
            "permanent",
            f"The database server is PostgreSQL {major}; Remindful needs {OLDEST_MAJOR} or later.",
            "Upgrade it, or leave DATABASE_URL unset for the database that comes with Remindful.",
        )


def make_embedded_database(url: str) -> None:
    """Create the database on a fresh embedded server."""
    base, _, options = url.partition("?")
    name = base.rpartition("/")[2]
    admin_url = f"{base.rpartition('/')[0]}/postgres?{options}"
    with connect(admin_url, doing="Making the database", autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if found is None:
            try:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                return  # another process was quicker


def server_report() -> ServerReport:
    """What serves us now, and whether rows are really kept apart. Raises WorldFault where no server answers."""
    url = database_url()
    with connect(url, doing="Looking at the database", autocommit=True) as connection:
        row = connection.execute(_REPORT).fetchone()
    assert row is not None
    version, database, size_bytes, user, bypasses, role_state, tables, unguarded = row
    has_role = role_state is not None
    guarded = role_state == "bound" and tables > 0 and not unguarded
    return ServerReport(
        is_embedded(),
        str(home_path() / "postgres") if is_embedded() else faults.hide_password(url),
        version, database, size_bytes, user, bypasses, has_role, guarded,
        tuple(_sentences(user, bypasses=bypasses, role_state=role_state, tables=tables, unguarded=unguarded)),
    )  # fmt: skip


_REPORT = f"""
SELECT current_setting('server_version'), current_database(), pg_database_size(current_database()), session_user,
       (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user),
       (SELECT CASE WHEN rolsuper OR rolbypassrls THEN 'free' ELSE 'bound' END
        FROM pg_roles WHERE rolname = '{APP_ROLE}'),
       (SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND relforcerowsecurity
        AND relnamespace = 'public'::regnamespace),
       (SELECT coalesce(array_agg(relname ORDER BY relname), '{{}}') FROM pg_class c WHERE relkind = 'r'
        AND relnamespace = 'public'::regnamespace AND NOT (relrowsecurity AND relforcerowsecurity)
        AND EXISTS (SELECT FROM pg_attribute
                    WHERE attrelid = c.oid AND attname IN ('organization_id', 'organization_ids')))
"""  # noqa: S608  both parts are ours


def _sentences(user: str, *, bypasses: bool, role_state: str | None, tables: int, unguarded: list[str]) -> list[str]:
    sentences: list[str] = []
    if role_state is None or tables == 0:
        sentences.append("The tables are not made yet; the first command that needs them makes them.")
    if role_state == "free":
        sentences.append(
            f"{APP_ROLE} may bypass row-level security. Run: ALTER ROLE {APP_ROLE} NOSUPERUSER NOBYPASSRLS;"
        )
    if unguarded:
        sentences.append(
            f"These tables do not keep organizations apart: {', '.join(unguarded)}. Run the migrations again."
        )
    if bypasses and not is_embedded():
        sentences.append(
            f"The user {user} of DATABASE_URL may bypass row-level security. Remindful works as {APP_ROLE}, which may "
            f"not; yet a user without SUPERUSER and BYPASSRLS is safer."
        )
    return sentences
