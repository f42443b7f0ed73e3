"""A desk: the command line of one installation, worked as a user works it, and what it said."""

import json
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from typer.testing import CliRunner

from remindful.faces.cli.app import app

PRACTICE_NOW = "2026-05-04T16:00+00:00"  # a Monday, noon in Tallahassee


@dataclass(frozen=True)
class Told:
    """How a command ended: its exit code, and what it wrote for readers (out) and about itself (err)."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """All of standard output, which must be one JSON value."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Desk:
    """One installation: its home, its database, and a folder for a test's own files."""

    home: Path
    url: str | None
    folder: Path

    def run(self, *words: object, **env: str | None) -> Told:
        """Run a command; whatever ends in anything but an exit code is a stack trace to its user, and fails."""
        given = {"REMINDFUL_HOME": str(self.home), "DATABASE_URL": self.url, "REMINDFUL_NOW": PRACTICE_NOW} | env
        done = CliRunner().invoke(app, [str(word) for word in words], env=given)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise AssertionError("a user would see:\n" + "".join(traceback.format_exception(done.exception)))
        return Told(done.exit_code, done.stdout, done.stderr)

    def file(self, name: str, text: str | bytes) -> Path:
        """A file of the test's own."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def rows(self) -> dict[str, int]:
        """How many rows each table holds."""
        assert self.url is not None
        with psycopg.connect(self.url) as connection:
            names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            return {
                name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
                for (name,) in names
            }
