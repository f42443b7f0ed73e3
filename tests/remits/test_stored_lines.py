"""What an 835 says is in the store: nothing reads its file again, and homes of an earlier version are filled from theirs once."""

import json
import shutil
from datetime import UTC, datetime

import psycopg
import pytest
from psycopg import sql
from typer.testing import CliRunner

from remindful.edges.store import close_connections, database_url, reads
from remindful.edges.store.store import Store, open_store
from remindful.faces.cli import remits_desk
from remindful.flow.ask.exporting import ExportFormat, ExportScope, export
from remindful.flow.books import remit_lines
from remindful.flow.night import nights
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import read_home
from tests.remits.desk import LATER, ask, findings, ledger, receive, remit_of
from tests.stories import conftest as stories
from tests.stories.practice import GROUP, HOSPITAL, NPI, Practice, claim_answer, remit_text

practice = stories.practice  # a fixture

TABLES = ("remit_line", "remit_adjustment", "remit_provider_adjustment")
REMARKED = (
    "CLP*V1*1*150*60*50*12*ICN1*11*1~NM1*QC*1*EXAMPLE*X~MOA***MA01~SVC*HC:99213*150*60**1~DTM*472*20260105~CAS*CO*45*40~CAS*PR*2*50"
    "~REF*6R*V1-1~AMT*B6*110~LQ*HE*N362"
)
LOST = claim_answer("LOST1", ("99214", 200, 80, "CO45:100 PR1:20"), number="ICN2")


@pytest.fixture
def office(practice: Practice) -> Practice:
    """One payment with remarks, an interest and a claim that waits; and one of another organization, in the same file."""
    practice.person("ana").visit("V1", "ana", ("99213", 150), on="2026-01-05")
    practice.person("cy", org=HOSPITAL).visit("V9", "cy", ("99213", 150), on="2026-01-05", org=HOSPITAL)
    ours = remit_of(REMARKED, LOST, day="2026-01-20", trace="T1", plbs=(("L6", "LATE", "-1.50"), ("WO", "X", 10)))
    theirs = remit_text(
        [claim_answer("V9", ("99213", 150, 90, "CO45:60"))],
        payer="AETNA", day="2026-01-20", npi=NPI[HOSPITAL], trace="T2", plb_cents=0,
    )  # fmt: skip
    path = practice.folder / "both.835"
    path.write_text(ours + theirs)
    practice._import(path, day=datetime(2026, 1, 20, tzinfo=UTC).date(), org=None)
    return practice


def lose_files() -> None:
    shutil.rmtree(read_home().path / "received")


def forget_lines() -> None:
    """Leave the store as a version left it that did not store lines."""
    close_connections()
    with psycopg.connect(database_url()) as owner:
        for table in (*TABLES, "remit_claim"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for table in TABLES:
            owner.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        owner.execute("UPDATE remit_claim SET own_remark_codes = NULL")
        owner.execute("UPDATE source_file SET has_remit_lines = false")
        for table in (*TABLES, "remit_claim"):
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def stored() -> dict[str, list[dict[str, object]]]:
    """All that is stored of lines and adjustments."""
    every = sql.SQL("SELECT * FROM {} ORDER BY 1, 2, 3")
    tables = {table: every.format(sql.Identifier(table)).as_string() for table in TABLES}
    tables["own"] = "SELECT remit_claim_id, own_remark_codes FROM remit_claim ORDER BY 1"
    tables["files"] = "SELECT source_file_id, has_remit_lines FROM source_file ORDER BY 1"
    with open_store(organizations="all", now=LATER, read_only=True) as store:
        return {name: store.fetch(statement).to_dicts() for name, statement in tables.items()}


def exported(place) -> dict[str, list[dict]]:
    """What an export of the group says, by the kind of resource, and what it left out."""
    made = export(ExportScope(GROUP), shape=ExportFormat.FHIR_NDJSON, out=place, home=read_home(), clock=Clock(LATER))
    kinds = {path.stem: [json.loads(line) for line in path.read_text().splitlines()] for path in place.glob("*.ndjson")}
    return kinds | {"left_out": [(one.what, one.count) for one in made.left_out]}


def refused(*words: str) -> str:
    done = CliRunner().invoke(remits_desk.app, list(words))
    assert done.exit_code == 2, done.output
    return " ".join(done.output.split())


# --- without the file -------------------------------------------------------------------------------------------------


def test_a_remittance_is_shown_in_full_though_its_file_is_gone(office: Practice):
    lose_files()
    shown = ask("show", "T1")
    paid, lost = shown["claims"]

    assert ("V1", None) == (paid["visit_key"], paid["waits"])
    assert ["MA01", "N362"] == [remark.partition(":")[0] for remark in paid["remarks"]]
    assert [(1, "CO", "45", 4_000), (1, "PR", "2", 5_000)] == [
        tuple(one[name] for name in ("line_no", "group_code", "carc", "amount_cents")) for one in paid["adjustments"]
    ]
    assert "no claim with this control number" in lost["waits"]
    assert [("L6", "LATE", -150), ("WO", "X", 1_000)] == [
        (one["reason_code"], one["reference"], one["amount_cents"]) for one in shown["provider"]
    ]


def test_what_waits_is_proposed_and_posted_by_hand_though_its_file_is_gone(office: Practice):
    office.visit("LOST1X", "ana", ("99214", 200), on="2026-01-05")
    lose_files()
    [one] = ask("waiting")
    done = ask("match", str(one["remit_claim_id"]), "--visit", "LOST1X")

    assert [("LOST1X", 14 + 15 + 10 + 10)] == [(each["visit_key"], each["score"]) for each in one["proposals"][:1]]
    assert "both.835" == one["file"]
    assert done["is_posted"]
    assert {"patient": 7_000, "due": 7_000} == office.owed("ana", day="2026-01-21")
    assert [0, []] == [ledger("payer_suspense"), findings("remit.no_claim")]


def test_the_night_posts_what_waited_though_its_file_is_gone(office: Practice):
    office.visit("LOST1", "ana", ("99214", 200), on="2026-01-05", day="2026-01-22")
    lose_files()
    office.night("2026-01-22")

    assert {"patient": 7_000, "due": 7_000} == office.owed("ana", day="2026-01-23")
    assert [0, 23_000 - 850] == [ledger("payer_suspense"), ledger("payer_cash")]
    assert [] == ask("waiting")


def test_an_export_has_every_line_though_the_file_is_gone(office: Practice, tmp_path):
    with_files = exported(tmp_path / "with")
    lose_files()
    without = exported(tmp_path / "without")

    assert with_files == without
    assert ([], 2) == (without["left_out"], len(without["ExplanationOfBenefit"]))


def test_a_night_that_can_match_nothing_reads_no_lines(office: Practice, monkeypatch: pytest.MonkeyPatch):
    office.visit("V2", "ana", ("99214", 200), on="2026-01-05")
    asked: list[str] = []
    read = Store.read
    monkeypatch.setattr(Store, "read", lambda store, name, **more: asked.append(name) or read(store, name, **more))
    office.night("2026-01-22")

    assert "waiting_claims" in asked
    assert [] == [name for name in asked if name in {"remit_lines", "remit_adjustments", "charged_items"}]


# --- several files of one visit ---------------------------------------------------------------------------------------


def test_a_takeback_in_a_later_file_finds_the_payment_that_waited_in_an_earlier_one(practice: Practice):
    practice.person("ana").visit("V0", "ana", ("99213", 10), on="2026-01-05")
    practice.answer(claim_answer("V1", ("99213", 150, 60, "CO45:90")), day="2026-01-20")
    practice.answer(claim_answer("V1", ("99213", -150, -60, "CO45:-90"), status="22"), day="2026-02-10")
    practice.answer(claim_answer("V1", ("99213", 150, 80, "CO45:50 PR2:20"), number="ICN2"), day="2026-02-11")
    practice.visit("V1", "ana", ("99213", 150), on="2026-01-05", day="2026-02-12")
    told = practice.night("2026-02-12")

    assert "3 of 3 unmatched payments matched" in str(told.report)
    assert {"patient": 2_000, "due": 2_000, "payer": 1_000} == practice.owed("ana", day="2026-02-13")
    assert [8_000, 0] == [ledger("payer_cash"), ledger("payer_suspense")]


def test_a_denial_in_a_later_file_is_of_the_level_that_the_earlier_file_left(practice: Practice):
    practice.person("ana")
    practice.answer(claim_answer("V1", ("99213", 150, 60, "CO45:70 PR2:20"), status="19"), day="2026-01-20")
    denied = claim_answer("V1", ("99213", 150, 0, "CO27:150"), status="4", number="ICN2")
    practice.answer(denied, day="2026-02-10", payer="UNKNOWN")
    practice.visit("V1", "ana", ("99213", 150), on="2026-01-05", payers=("AETNA", "CIGNA"), day="2026-02-12")
    practice.night("2026-02-12")
    with open_store(organizations="all", now=LATER, read_only=True) as store:
        posted = reads.remit_claims(store).select("status_code", "level_no").rows()

    assert [("19", 1), ("4", 2)] == posted


def test_two_files_of_one_name_keep_their_reasons_apart(practice: Practice):
    practice.person("ana").visit("V1", "ana", ("99213", 150), on="2026-01-05")
    strange = claim_answer("NONE1", ("99213", 150, 70, "CO45:80"))
    untied = claim_answer("V1", ("99213", 150, 60, "CO45:80"))
    receive(practice, remit_of(strange, day="2026-01-20", trace="T1"), day="2026-01-20", name="daily.835")
    receive(practice, remit_of(untied, day="2026-01-21", trace="T2"), day="2026-01-21", name="daily.835")
    waits = {one["control_number"]: one["message"] for one in ask("waiting")}

    practice.visit("NONE1", "ana", ("99213", 150), on="2026-01-05")
    practice.night("2026-01-22")

    assert "no claim with this control number" in waits["NONE1"]
    assert "is not the charge of" in waits["V1"]
    assert (0, 1) == (len(findings("remit.no_claim")), len(findings("remit.claim_unbalanced")))


# --- homes of an earlier version --------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["show", "waiting", "night", "export"])
def test_what_an_earlier_version_left_in_the_files_is_stored_by_who_first_needs_it(office: Practice, first, tmp_path):
    before = stored()
    forget_lines()
    match first:
        case "show":
            ask("show", "T1")
        case "waiting":
            ask("waiting")
        case "night":
            office.night("2026-01-22")
        case _:
            exported(tmp_path / "out")

    assert before == stored()
    assert all(before.values()), "a table has no row in the scene"


def test_a_match_by_hand_stores_the_lines_that_it_needs(office: Practice):
    office.visit("LOST1X", "ana", ("99214", 200), on="2026-01-05")
    [one] = ask("waiting")
    forget_lines()
    ask("match", str(one["remit_claim_id"]), "--visit", "LOST1X")

    assert {"patient": 7_000, "due": 7_000} == office.owed("ana", day="2026-01-21")


def test_a_file_is_read_again_once(office: Practice, monkeypatch: pytest.MonkeyPatch):
    forget_lines()
    shown = ask("show", "T1")
    monkeypatch.setattr(remit_lines, "read_stored", None)

    assert shown == ask("show", "T1")


def test_where_the_file_is_gone_too_it_is_said_and_nothing_else_fails(office: Practice, tmp_path):
    office.visit("LOST1", "ana", ("99214", 200), on="2026-01-05")
    forget_lines()
    lose_files()
    for day in ("2026-01-22", "2026-01-23"):
        office.night(day)
    [waits] = ask("waiting")
    [ours, theirs] = findings("remit.lines_missing")

    assert "The lines of its 1 payments are not in the store" in ours == theirs
    assert -8_000 == ledger("payer_suspense")
    assert "no claim with this control number" in waits["message"]
    assert "The lines of remittance T1 are not in the store." in refused("show", "T1")
    assert "are not in the store." in refused("match", str(waits["remit_claim_id"]), "--visit", "LOST1")
    assert [("remittances", 1)] == exported(tmp_path / "out")["left_out"]


def test_a_claim_whose_lines_are_missing_never_posts_though_it_would_tie_without_them(office: Practice):
    office.answer(claim_answer("WHOLE1", ("99213", 150, 150, ""), number="ICN3"), day="2026-01-21")
    office.visit("WHOLE1", "ana", ("99213", 150), on="2026-01-05")
    forget_lines()
    lose_files()
    office.night("2026-01-22")

    assert -8_000 - 15_000 == ledger("payer_suspense")
    assert {"WHOLE1", "LOST1"} == {one["control_number"] for one in ask("waiting")}


def test_a_file_that_comes_back_from_a_backup_is_stored_by_the_next_night(office: Practice):
    office.visit("LOST1", "ana", ("99214", 200), on="2026-01-05")
    before, asks = stored(), findings("remit.provider_recoupment")
    forget_lines()
    received = read_home().path / "received"
    received.rename(received.with_name("backup"))
    office.night("2026-01-22")
    received.with_name("backup").rename(received)
    office.night("2026-01-23")

    assert before == stored()
    assert [[], 0] == [findings("remit.lines_missing"), ledger("payer_suspense")]
    assert asks == findings("remit.provider_recoupment")
    assert 1 == len(asks)


def test_a_file_that_reads_otherwise_now_stores_nothing(office: Practice, monkeypatch: pytest.MonkeyPatch):
    forget_lines()
    read = remit_lines.read_stored

    def read_otherwise(*said, **more):
        found = read(*said, **more)
        found.frames["remit_claims"] = found.frames["remit_claims"].with_columns(paid_cents=1)
        return found

    monkeypatch.setattr(remit_lines, "read_stored", read_otherwise)
    nights.run_night(home=read_home(), clock=Clock(LATER), on=LATER.date(), dry_run=False)

    assert 2 == len(findings("remit.lines_missing"))
    assert [[], [], []] == [stored()[table] for table in TABLES]
