"""A channel is a folder: a night sends by one that was added, and no other file of the product knows of it."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import psycopg
import pytest

from remindful.core.law import Rulebook
from remindful.core.law.rule import SignOff
from remindful.core.words.findings import At, WorldFault
from remindful.edges.store import reads
from remindful.edges.store.store import open_store
from remindful.flow.ask.examination import examine
from remindful.flow.messages.rehearsal import rehearse
from remindful.flow.night import nights
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import open_desk
from remindful.flow.office.home import Home, read_home
from remindful.flow.office.tonight import read_ladder, read_rulebook
from tests.channels.added_channel import text_channel_added
from tests.stories.practice import Practice

NOON = datetime(2026, 2, 11, 16, 30, tzinfo=UTC)
LADDER = """
ladder: by_text
send_at: "10:30"
minimum_cents: 500
segments:
  - segment: all
    when: {}
    steps:
      - {step: first_statement, acts: [statement], template: first_statement, tone: friendly}
      - {step: short_reminder, acts: [text, letter], since_first: 21, since_last: 14, template: short_reminder, tone: friendly}
"""


def read_law_on_texts(home: Home) -> Rulebook:
    """The rulebook as if Florida's law on consent to texts had been read and asks for nothing more, and all rules were signed."""
    rulebook = read_rulebook(home)
    read = [
        replace(line, status="none_found") if (line.jurisdiction, line.topic) == ("fl", "consent") else line
        for line in rulebook.coverage
    ]
    signed = {rule: SignOff(rule, "A counsel", date(2026, 1, 2), At("signoffs.yaml")) for rule in rulebook.rules}
    return replace(rulebook, coverage=tuple(read), signoffs=signed)


@pytest.fixture
def texting(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> Iterator[Practice]:
    """An office whose ladder texts, where the law lets it, with Ana, who reads Spanish, has a mobile phone, and was mailed her statement on January 21."""
    monkeypatch.setattr(nights, "read_rulebook", read_law_on_texts)
    with text_channel_added():
        home = read_home()
        home.house.mkdir(parents=True, exist_ok=True)
        (home.house / "ladder.yaml").write_text(LADDER)
        practice.person("ana", language="es").opens_with("ana", visit="V1", charge=100, open=60, on="2026-01-05")
        assert [("ana", "statement", "first_statement")] == practice.night("2026-01-21").sent
        yield practice


def consenting(practice: Practice) -> Practice:
    practice.happens("consent_given", "ana", on="2026-01-22", medium="text")
    return practice


def texts_left() -> list[str]:
    return sorted(path.read_text() for path in read_home().path.glob("texts/2026-02-11/*.txt"))


def messages_by_text():
    with open_store(organizations="all", now=NOON, read_only=True) as store:
        messages = reads.messages(store)
        return messages.filter(messages["act"] == "text").row(0, named=True)


def test_a_night_sends_by_a_channel_that_is_only_a_folder(texting: Practice):
    night = consenting(texting).night("2026-02-11")
    [text] = texts_left()

    assert [("ana", "text", "short_reminder")] == night.sent
    assert "Part of your bill with Lakeshore Physicians is still open. The amount is $60.00." in text
    assert ("en", "short_reminder.en 1, labels 1") == tuple(
        messages_by_text()[name] for name in ("language", "template_version")
    )


def test_a_night_lets_it_close_its_day(texting: Practice):
    consenting(texting).night("2026-02-11")

    assert [f"{messages_by_text()['message_id']}.txt"] == (
        read_home().path / "texts/2026-02-11/list.csv"
    ).read_text().split()


def test_what_was_sent_by_it_is_an_event_of_its_kind(texting: Practice):
    consenting(texting).night("2026-02-11")
    with open_store(organizations="all", now=NOON, read_only=True) as store:
        events = reads.events(store).select("kind", "medium", "happened_on").rows()

    assert ("text_sent", "text", NOON.date()) in events


def test_without_consent_the_law_stops_the_text_and_the_letter_goes(texting: Practice):
    assert [("ana", "letter", "short_reminder")] == texting.night("2026-02-11").sent
    assert [] == texts_left()


@pytest.mark.parametrize(
    ("gateway", "state", "findings"), [(None, "sent", []), ("https://gateway.example", "unsure", ["message.unsure"])]
)
def test_an_interrupted_text_is_sent_again_only_where_its_channel_may_resend(
    texting: Practice, monkeypatch, gateway, state, findings
):
    consenting(texting).night("2026-02-11")
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute("SET session_replication_role = replica")  # the table itself lets no message go back
        connection.execute("UPDATE message SET state = 'intent', sent_at = NULL WHERE act = 'text'")
    if gateway:
        monkeypatch.setenv("REMINDFUL_TEXT_GATEWAY", gateway)
    texting.night("2026-02-11")
    with open_store(organizations="all", now=NOON, read_only=True) as store:
        found = reads.open_findings(store, code=["message.unsure"])["code"].to_list()

    assert (state, findings) == (messages_by_text()["state"], found)


def test_its_template_is_rehearsed_and_doctor_names_its_way_out(texting: Practice):
    with open_desk(Clock(NOON)) as desk:
        organizations = [one.organization for one in desk]
    home = read_home()
    faults = rehearse(
        read_ladder(home), rulebook=read_rulebook(home), organizations=organizations, day=date(2026, 2, 11)
    )
    [looked] = [check for check in examine(home=home, clock=Clock(NOON)).checks if check.what == "channels"]

    assert [] == faults
    assert f"text: texts are written to {home.path / 'texts'}" in looked.message


def test_the_same_ladder_is_refused_where_the_folder_is_missing(practice: Practice):
    home = read_home()
    home.house.mkdir(parents=True, exist_ok=True)
    (home.house / "ladder.yaml").write_text(LADDER)

    with pytest.raises(WorldFault, match="a night cannot text yet"):
        read_ladder(home)
