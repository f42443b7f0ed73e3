"""Stories: the page's examples give the answers printed there, and a fault in a story is said with its line."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

# ruff: noqa: DTZ001 (an hour without offset is the guarantor's own)
import pytest

from remindful.core.training import StoryError, judge_story, read_story
from remindful.core.words.kinds import EventKind

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "stories.md").read_text()
EXAMPLES = re.findall(
    r"```yaml\n(.*?)```\n\nAsked: may we (?:bring a )?`(\w+)` at `([^`]+)`\?\n\n```json\n(.*?)```", PAGE, re.DOTALL
)

HERE = "organization: {kind: third_party, state: FL}\nguarantor: {name: Ann Lee, state: FL, zone: America/Chicago}\n"
DUE = "visits: [{service_on: 2025-11-01}]\nbalances: [{dollars: 300}]\n"


def test_the_page_has_its_three_examples():
    assert 3 == len(EXAMPLES)


@pytest.mark.parametrize(("story", "act", "at", "answer"), EXAMPLES)
def test_an_example_of_the_page_gives_the_answer_printed_there(story, act, at, answer, small):
    got = judge_story(story, act=act, at=datetime.fromisoformat(at), rulebook=small)

    assert json.loads(answer) == json.loads(json.dumps(got))
    assert list(json.loads(answer)) == list(got)


def test_every_kind_of_event_is_on_the_page():
    assert [] == [kind for kind in EventKind if f"`{kind}`" not in PAGE]


def test_a_moment_without_offset_is_the_guarantors_own(small):
    asked = {"act": "call", "rulebook": small}
    own = judge_story(HERE + DUE, at=datetime(2026, 3, 9, 20, 59), **asked)
    late = judge_story(HERE + DUE, at=datetime(2026, 3, 9, 21, 0), **asked)
    same = judge_story(HERE + DUE, at=datetime(2026, 3, 10, 2, 0, tzinfo=UTC), **asked)
    there = judge_story(HERE + DUE, at=datetime(2026, 3, 9, 22, 0, tzinfo=ZoneInfo("America/New_York")), **asked)

    assert ("free", "forbid") == (own["verdict"], late["verdict"])
    assert late == same == there


def test_what_happens_later_that_day_is_not_seen(small):
    story = HERE + DUE + "conversations: [{at: 2026-03-09 12:00}]\n"

    assert "free" == judge_story(story, act="call", at=datetime(2026, 3, 9, 11, 59), rulebook=small)["verdict"]
    assert "forbid" == judge_story(story, act="call", at=datetime(2026, 3, 9, 12, 0), rulebook=small)["verdict"]


def test_zones_are_asked_for_where_the_story_does_not_tell():
    story = HERE.replace("zone: America/Chicago", 'zip: "02101", phone: "+12125550100"')
    asked = []
    read = read_story(
        story,
        "x",
        zone_of_zip=lambda zip_code: asked.append(zip_code) or "America/New_York",
        zones_of_phone=lambda phone: asked.append(phone) or ["America/Denver"],
    )

    assert ["02101", "+12125550100"] == asked
    assert ZoneInfo("America/New_York") == read.zone
    assert [["America/Denver"]] == read.frames.parties.collect()["phone_zones"].to_list()


def test_a_zip_and_a_number_keep_their_zeros_without_quotes():
    read = read_story(HERE.replace("zone: America/Chicago", "zip: 01234, phone: +15185550100"), "x")

    assert [("01234", "+15185550100")] == read.frames.parties.select("zip", "phone").collect().rows()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("visists: []", "x:3: A story has no word `visists`. Did you mean `visits`?"),
        ("events: [{on: 2026-03-01, kind: helf}]", "x:3: `kind` of an event is 'helf'. Did you mean `held`?"),
        ("events: [{on: 2026-03-01, at: 2026-03-01 10:00, kind: held}]", "x:3: An event has one of `on` and `at`."),
        ("events: [{at: noon, kind: held}]", "x:3: `at` is 'noon', no day and hour."),
        ("events: [{on: 2026-03-01, kind: held, visit: z}]", "x:3: There is no visit 'z'."),
        ("events: [{on: 2026-03-01, kind: estimate_given}]", "x:3: An event needs its amount once."),
        ("calls: [{on: 2026-02-30}]", "x:3: '2026-02-30' cannot be read"),
        ("contacts: [{on: 2026-03-01}]", "x:3: A contact needs its medium."),
        ("balances: [{dollars: 5}]", "x:3: It does not say which visit it is about."),
        ("visits: [{service_on: 2026-01-01}]\nbalances: [{dollars: 1.005}]", "x:4: '1.005' has a part of a cent."),
        ("visits: [{visit: a}]", "x:3: A visit lacks `service_on`."),
        (
            "visits: [{service_on: 2026-01-01, patient: Nobody}]",
            "x:3: There is no person named 'Nobody'. Persons of the story: Ann Lee.",
        ),
        ("visits: [{service_on: 2026-01-01, payers: [{kind: medicar}]}]", "Did you mean `medicare`"),
        ("notices: [{on: 2026-01-01, acts: [sue]}]", "x:3: The act `sue` is not known."),
        (
            "applications: [{on: 2026-01-01, decided_on: 2026-01-02, decision: yes}]",
            "x:3: `decision` of an application is True.",
        ),
        ("patients: [{name: Kid, is_qmb: maybe}]", "x:3: `is_qmb` is 'maybe'."),
        ("guarantor: {name: X}", "x:3: `guarantor` is listed twice"),
    ],
)
def test_a_fault_is_said_with_its_line(text, said):
    with pytest.raises(StoryError) as caught:
        read_story(HERE + text + "\n", "x")

    assert said in str(caught.value)


def test_all_faults_are_said_at_once():
    with pytest.raises(StoryError) as caught:
        read_story("organization: {kind: bank}\nguarantor: {name: X, zone: Mars/Base}\ncalls: [{value: 1}]\n", "x")

    assert [1, 2, 3] == [finding.at.line for finding in caught.value.findings]
