"""Each fact can be followed to the events behind it, each with its file and line."""

from datetime import date

from remindful.core.facts import FACTS
from remindful.core.facts.evidence import find_evidence, kinds_behind
from remindful.core.training import read_story
from remindful.core.words.kinds import EventKind

STORY = """organization: {kind: third_party, state: FL}
guarantor: {name: Ann Lee}
events:
  - {on: 2026-03-01, kind: attorney_named}
  - {on: 2026-03-02, kind: attorney_released}
  - {on: 2026-03-03, kind: held, value: asked to}
  - {on: 2026-03-09, kind: attorney_named}
"""


def test_a_fact_leads_to_its_lines():
    frames = read_story(STORY, "ann.yaml").frames
    found = find_evidence(frames, account_id=1, names=["has_attorney", "is_held", "due_cents"], day=date(2026, 3, 8))

    assert [
        ("is_held", "held", "ann.yaml:6"),
        ("has_attorney", "attorney_released", "ann.yaml:5"),
        ("has_attorney", "attorney_named", "ann.yaml:4"),
    ] == found.select("fact", "kind", "source").rows()


def test_the_table_of_facts_names_every_kind_of_event_that_it_says():
    said = [name for name, fact in FACTS.items() if "events: " in fact.source]

    assert len(said) > 20
    assert [] == [name for name in said if not kinds_behind(name)]


def test_no_kind_of_event_is_behind_no_fact():
    known = {kind for name in FACTS for kind in kinds_behind(name)}

    assert set(EventKind) == known
