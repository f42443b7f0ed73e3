"""A message that may have been sent: a finding of its organization, resolved once by a person, with an audit event."""

import json
import os
from datetime import UTC, date, datetime

import psycopg
import pytest

from remindful.core.words.findings import Refusal
from remindful.edges.store import reads
from remindful.edges.store.store import open_store
from remindful.flow.messages.acts import record_outcome
from remindful.flow.office.clock import Clock
from tests.actors import CLERK
from tests.stories.practice import HOSPITAL, OFFICE, Practice

NOON = datetime(2026, 2, 11, 16, 30, tzinfo=UTC)


@pytest.fixture
def doubtful(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> int:
    """The number of an email of the office's second organization whose run was killed before the mail server answered."""
    office = practice.folder / "office.yaml"
    office.write_text(OFFICE.replace("kind: tax_exempt_hospital", "kind: provider"))  # no rule requires paper then
    practice._import(office, day=date(2026, 1, 2), org=None)
    practice.person("ana", org=HOSPITAL).opens_with("ana", visit="H1", charge=100, open=60, on="2026-01-05", org=HOSPITAL)  # fmt: skip
    practice.night("2026-01-21")
    assert [("ana", "email", "gentle_reminder")] == practice.night("2026-02-11").sent
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute("SET session_replication_role = replica")  # the table itself lets no message go back
        found = connection.execute(
            "UPDATE message SET state = 'intent', sent_at = NULL WHERE act = 'email' RETURNING message_id"
        ).fetchall()
    monkeypatch.setenv("REMINDFUL_SMTP", "smtp+plain://127.0.0.1:1")
    practice.night("2026-02-11")
    [[number]] = found
    return number


def test_an_email_in_doubt_is_a_finding_of_its_own_organization(doubtful: int):
    with open_store(organizations="all", now=NOON, read_only=True) as store:
        second = reads.organizations(store, key=[HOSPITAL])["organization_id"][0]
        found = reads.open_findings(store, code=["message.unsure"]).select("organization_id", "station", "at_file")

    assert [(second, "reach", f"message {doubtful}")] == found.rows()


def test_a_person_resolves_it_once_and_the_audit_log_says_who(doubtful: int):
    record_outcome(doubtful, was_sent=True, clock=Clock(NOON), actor=CLERK)
    with open_store(organizations="all", now=NOON, read_only=True) as store:
        second = reads.organizations(store, key=[HOSPITAL])["organization_id"][0]
        audited = reads.audit_events(store, act=["resolve"]).row(0, named=True)
        [state] = reads.messages(store, message_id=[doubtful])["state"]

    assert "sent" == state
    assert (second, CLERK.name, f"message {doubtful}") == tuple(
        audited[name] for name in ("organization_id", "actor", "subject")
    )
    assert {"was_sent": True} == json.loads(audited["details"])
    with pytest.raises(Refusal, match="is not waiting to be resolved"):
        record_outcome(doubtful, was_sent=True, clock=Clock(NOON), actor=CLERK)
