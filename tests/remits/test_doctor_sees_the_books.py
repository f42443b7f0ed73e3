"""`doctor` finds each planted break of what must hold of payers' money."""

from pathlib import Path

import psycopg
import pytest

from remindful.edges.store import close_connections, database_url
from remindful.flow.ask.examination import Check, examine
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import read_home
from tests.remits.desk import LATER
from tests.stories.offices import copy_office
from tests.stories.practice import Practice, claim_answer

#: What the planted statements may name: entries of decisions, and the claim that came last.
VIEWS = (
    "CREATE TEMP VIEW adjudicated AS SELECT entry_id FROM entry WHERE kind = 'adjudication'",
    "CREATE TEMP VIEW waiting AS SELECT max(remit_claim_id) AS remit_claim_id FROM remit_claim",
)


@pytest.fixture
def office(tmp_path, monkeypatch) -> Practice:
    return copy_office(open_office, folder=tmp_path, monkeypatch=monkeypatch)


def open_office(folder: Path) -> Practice:
    """A claim that is decided, and a second decision of it that waits."""
    office = Practice(folder).open().person("ana")
    office.visit("V1", "ana", ("99213", 150), on="2026-01-05")
    office.answer(claim_answer("V1", ("99213", 150, 60, "CO45:70 PR2:20")), day="2026-01-20")
    office.answer(claim_answer("V1", ("99213", 150, 65, "CO45:70 PR2:15"), number="ICN2"), day="2026-02-01")
    return office


def plant(*statements: str) -> None:
    """Change the books behind their guards."""
    close_connections()
    with psycopg.connect(database_url()) as owner:
        for table in ("posting", "remit_claim", "responsibility"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for view in VIEWS:
            owner.execute(view)
        for statement in statements:
            owner.execute(statement)
        for table in ("posting", "remit_claim", "responsibility"):
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def books() -> Check:
    [check] = [check for check in examine(home=read_home(), clock=Clock(LATER)).checks if check.what == "books"]
    return check


def test_sound_books_are_well(office: Practice):
    assert books().is_well, books().message


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("UPDATE posting SET amount_cents = -amount_cents WHERE entry_id IN (TABLE adjudicated)", "open for more than their charge"),
        ("UPDATE posting SET amount_cents = 3 * amount_cents WHERE group_code = 'CO' AND entry_id IN (TABLE adjudicated)", "written off by more"),
        ("UPDATE posting SET amount_cents = amount_cents + 1 WHERE ledger_account = 'contractual' AND entry_id IN (TABLE adjudicated)", "do not sum"),
        ("UPDATE posting SET amount_cents = 2 * amount_cents WHERE ledger_account = 'payer_cash'", "the cash that was posted"),
        ("UPDATE posting SET amount_cents = 2 * amount_cents WHERE ledger_account = 'payer_suspense'", "the suspense account to"),
    ],
)  # fmt: skip
def test_a_break_is_found(office: Practice, broken: str, message: str):
    plant(broken)

    assert not books().is_well
    assert message in books().message


def test_a_second_decision_that_stands_is_found(office: Practice):
    plant(
        "UPDATE remit_claim SET visit_id = (SELECT visit_id FROM visit), level_no = 1 WHERE remit_claim_id = (TABLE waiting)",
        "INSERT INTO responsibility (organization_id, item_id, visit_id, level_no, remit_claim_id, group_code, carc, amount_cents, "
        "adjudicated_on, recorded_at) SELECT organization_id, item_id, visit_id, level_no, (TABLE waiting), "
        "group_code, carc, amount_cents, adjudicated_on, recorded_at FROM responsibility",
    )

    assert "two decisions of one payer level" in books().message
