"""Sending in batches: each message is read once to plan and once to release it, each visit shown once, whatever the number of batches."""

from collections import Counter
from dataclasses import replace

import pytest

from remindful.edges import channels
from remindful.edges.store.store import Store
from remindful.flow.messages import reach
from tests.stories.practice import GROUP, HOSPITAL, Practice

PEOPLE = {GROUP: 5, HOSPITAL: 3}
SIZE = 2


@pytest.fixture
def owing(practice: Practice) -> Practice:
    """Eight people of two organizations, with the same keys, each owed their first statement; one has a visit that its payer has not answered."""
    for org, number in PEOPLE.items():
        for key in (f"p{place}" for place in range(number)):
            practice.person(key, org=org, last_name=org.title())
            practice.opens_with(key, visit=f"V-{key}", charge=100 + number, open=60, on="2026-01-05", org=org)
        practice.visit("W", "p0", ("99213", 150), on="2026-01-05", org=org)
    return practice


def test_a_message_is_read_twice_and_a_visit_once_however_many_batches_there_are(
    owing: Practice, monkeypatch: pytest.MonkeyPatch
):
    sending, read = reach.reach, Store.read
    fetched: dict[str, Counter[int]] = {"message_id": Counter(), "visit_id": Counter()}
    keys = {"messages": "message_id", "visit_ids": "visit_id"}
    batches: list[reach.Batch] = []

    def count_rows(store, query_name, **asked):
        rows = read(store, query_name, **asked)
        if query_name in keys:
            fetched[keys[query_name]].update(rows[keys[query_name]].to_list())
        return rows

    def send_counting(settings: reach.ReachSettings) -> None:
        batches.extend(reach.plan_batches(settings))
        with monkeypatch.context() as counting:
            counting.setattr(Store, "read", count_rows)
            sending(settings)

    small = tuple(replace(channel, batch_size=SIZE) for channel in channels.find_channels())
    monkeypatch.setattr(channels, "find_channels", lambda: small)
    monkeypatch.setattr(reach, "reach", send_counting)
    night = owing.night("2026-03-16")

    assert sum(PEOPLE.values()) == len(night.sent)
    assert [(GROUP, 2), (GROUP, 2), (GROUP, 1), (HOSPITAL, 2), (HOSPITAL, 1)] == [
        (batch.organization_key, len(batch.message_ids)) for batch in batches
    ]
    assert [2] * len(night.sent) == [*fetched["message_id"].values()]
    assert [1] * len(night.sent) == [*fetched["visit_id"].values()]
