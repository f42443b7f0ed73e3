"""One billing reads each table of its organization once, composes its claims once, and drops those that cannot be written."""

from collections import Counter

import pytest

from remindful.core import billing
from remindful.edges.store.store import Store
from tests.stories.care_practice import CarePractice, segments


@pytest.fixture
def busy(house: CarePractice) -> CarePractice:
    """V2 was answered by its first payer and has a second; V3 is new; V4 has no price; V5's payer knows its patient by no number."""
    house.person("bob").covered("bob", "AETNA", "CIGNA").seen("V2", "bob", ("99213", 150), on="2026-03-02")
    house.bills("2026-03-04")
    house.payer_status_text("V2", ("99213", 150, 100, "CO45:20 PR1:30"), day="2026-03-10")
    house.seen("V3", "ana", ("99213", 120), on="2026-03-09")
    house.seen("V4", "ana", ("99499", None), on="2026-03-09")
    house.person("cy").covered("cy", "AETNA", member_id="")
    return house.seen("V5", "cy", ("99213", 130), on="2026-03-09")


def test_a_billing_with_claims_holds_and_a_next_payer_reads_no_table_twice(busy: CarePractice, monkeypatch):
    whole: list[str] = []
    narrowed: list[tuple[str, str]] = []
    read = Store.read

    def counting(self, query_name, *, only=None, **params):
        given = {column: values for column, values in (only or {}).items() if values is not None}
        is_narrow = given or params.get("account_ids") is not None
        if is_narrow:
            narrowed.append((query_name, repr((given, params.get("account_ids")))))
        elif query_name not in (
            "organizations",
            "office_settings",
        ):  # each transaction finds out first whom it works for
            whole.append(query_name)
        return read(self, query_name, only=only, **params)

    monkeypatch.setattr(Store, "read", counting)
    report = busy.bills("2026-03-11")

    assert (3, 1, 2, 1) == (report.came_in, report.billed, report.held, report.next_payer_claims)
    assert {"encounters", "charges", "coverages", "remit_claims"} <= set(whole)
    assert [] == [name for name, count in Counter(whole).items() if count > 1]
    own = [name for name, said in set(narrowed) if name not in ("office_settings", "charged_items")]
    assert [] == [name for name, count in Counter([*whole, *own]).items() if count > 1]


def test_claims_are_composed_once_and_those_that_cannot_be_written_are_held(busy: CarePractice, monkeypatch):
    composed: list[int] = []
    compose = billing.compose_claims

    def counting(care, **said):
        composed.append(care.encounters.height)
        return compose(care, **said)

    monkeypatch.setattr(billing, "compose_claims", counting)
    report = busy.bills("2026-03-11")

    assert [2, 1] == composed, "those that nothing stopped, and those of the next payer"
    assert ["CLM*V3*120***11:B:1*Y*A*Y*Y", "CLM*V2*150***11:B:1*Y*A*Y*Y"] == segments(report, "CLM")
    assert [("V4", True), ("V5", True)] == [(key, bool(busy.held(key))) for key in ("V4", "V5")]
