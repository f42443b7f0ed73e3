"""What a person does at the desk: lists, notes, letters; each note once."""

from datetime import UTC, date, datetime

import polars as pl
import pytest
from typer.testing import CliRunner

from remindful.core.words.findings import Refusal
from remindful.core.words.frames import Charges, Coverages, Encounters, Referrals
from remindful.edges.store import reads
from remindful.edges.store.store import open_store
from remindful.faces.cli.referrals_desk import app
from remindful.flow.books.care import store_care
from remindful.flow.office.clock import Clock
from remindful.flow.referrals import loops as referrals
from remindful.flow.referrals.acts import Granted, Noted, note_referral
from tests.actors import CLERK
from tests.referrals.rows import VISIT, encounter, frame, referral, therapy
from tests.stories.practice import Practice

NOON = datetime(2026, 3, 10, 17, tzinfo=UTC)
CLOCK = Clock(NOON)


@pytest.fixture
def office(practice: Practice) -> Practice:
    """Ana is sent to therapy; her coverage, one visit."""
    practice.person("ana", language="es")
    with open_store(organizations=[1], now=NOON) as store:
        frames = {
            "referrals": frame(Referrals, referral(party_key="ana", reason="Rotator cuff tear", needs_authorization=True)),
            "encounters": frame(Encounters, encounter(party_key="ana")),
            "charges": frame(Charges, therapy()),
            "coverages": frame(Coverages, {
                "party_key": "ana", "level_no": 1, "from_on": date(2025, 1, 1), "payer_key": "AETNA", "payer_kind": "commercial",
            }),
        }  # fmt: skip
        store_care(store, frames, source_file_id=None, bills_here=True)
    return practice


def run(*words: str) -> str:
    done = CliRunner().invoke(app, list(words), env={"REMINDFUL_NOW": NOON.isoformat(), "COLUMNS": "200"})

    assert done.exit_code == 0, done.output + repr(done.exception)
    return done.output


def stage_of(key: str = "R1", on: date | None = None) -> str:
    return referrals.show_referral(key, on=on, clock=CLOCK)[1].stage


def held() -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    with open_store(organizations="all", now=NOON, read_only=True) as store:
        return reads.referrals(store), reads.authorizations(store), reads.appointments(store)


def test_a_referral_is_followed_from_desk_to_report_and_each_note_counts_once(office: Practice):
    notes = [
        ("sent", Noted(is_sent=True), date(2026, 2, 3)),
        ("authorization_waited", Noted(is_requested=True), date(2026, 2, 4)),
        ("authorization_denied", Noted(is_denied=True), date(2026, 2, 6)),
        ("to_be_booked", Noted(granted=Granted("PA-100", date(2026, 2, 6), date(2026, 4, 6), 6)), date(2026, 2, 9)),
        ("booked", Noted(booked_on=date(2026, 2, 20)), date(2026, 2, 10)),
        ("booked", Noted(booked_on=date(2026, 2, 24)), date(2026, 2, 11)),
        ("missed", Noted(missed_on=date(2026, 2, 24)), date(2026, 2, 24)),
        ("booked", Noted(booked_on=VISIT), date(2026, 2, 25)),
        ("seen", Noted(appointment_kept_on=VISIT), VISIT),
        ("closed", Noted(is_reported=True), date(2026, 3, 9)),
    ]
    told = []
    for _, noted, on in notes:
        note_referral("R1", noted=noted, on=on, clock=CLOCK, actor=CLERK)
        once = held()
        note_referral("lakeshore/R1", noted=noted, on=on, clock=CLOCK, actor=CLERK)
        told.append(stage_of(on=on))

        assert all(one.equals(other) for one, other in zip(once, held(), strict=True))

    assert [stage for stage, _, _ in notes] == told


def test_an_open_request_becomes_the_authorization(office: Practice):
    note_referral("R1", noted=Noted(is_requested=True), on=date(2026, 2, 4), clock=CLOCK, actor=CLERK)
    note_referral(
        "R1", noted=Noted(granted=Granted("PA-100", visits_allowed=6)), on=date(2026, 2, 9), clock=CLOCK, actor=CLERK
    )
    row = held()[1].row(0, named=True)

    assert ("R1-A1", "PA-100", "approved", date(2026, 2, 4), date(2026, 2, 9), 6) == tuple(
        row[name] for name in ("authorization_key", "number", "state", "requested_on", "decided_on", "visits_allowed")
    )
    assert 1 == held()[1].height


@pytest.mark.parametrize(
    ("name", "noted", "on", "message"),
    [
        ("R9", Noted(is_sent=True), None, "There is no referral R9"),
        ("R1", Noted(), None, "Nothing is noted"),
        ("R1", Noted(is_sent=True), date(2026, 3, 11), "has not come yet"),
        ("R1", Noted(appointment_kept_on=date(2026, 3, 11)), None, "has not come yet"),
        ("R1", Noted(is_sent=True), date(2026, 2, 1), "It was ordered only on"),
        ("R1", Noted(granted=Granted("PA", date(2026, 3, 2), date(2026, 3, 1))), None, "before it begins"),
    ],
)
def test_what_cannot_be_noted_says_why(office: Practice, name, noted, on, message):
    with pytest.raises(Refusal, match=message):
        note_referral(name, noted=noted, on=on, clock=CLOCK, actor=CLERK)


def test_after_it_is_revoked_nothing_more_is_noted(office: Practice):
    note_referral("R1", noted=Noted(is_revoked=True), on=None, clock=CLOCK, actor=CLERK)

    with pytest.raises(Refusal, match="is revoked"):
        note_referral("R1", noted=Noted(is_sent=True), on=None, clock=CLOCK, actor=CLERK)
    assert "No referral is open." in run("list")


def test_the_desk_lists_shows_notes_and_writes_letters(office: Practice, tmp_path):
    assert "34 d" in run("list", "--overdue")  # ordered on February 2, to be sent by the 4th
    assert "sent on 2026-02-03" in run("note", "R1", "--sent", "--on", "2026-02-03")
    assert "authorized by PA-100" in run("note", "R1", "--authorized", "PA-100", "--visits", "1", "--to", "2026-03-20")
    assert "Bay Therapy" in run("show", "R1")
    assert '"stage": "to_be_booked"' in run("show", "R1", "--json")
    assert "1 of 1" in run("authorizations")
    for reader in ("patient", "office"):
        run("letter", "R1", "--to", reader, "--out", str(tmp_path / f"{reader}.pdf"))
    assert (tmp_path / "patient.pdf").read_bytes().startswith(b"%PDF")
    assert '"language": "es"' in run("letter", "R1", "--out", str(tmp_path / "again.pdf"), "--json")


def test_what_a_payer_asks_for_holds_the_claim_until_the_number_is_there(office: Practice):
    def edits() -> list[str]:
        with open_store(organizations=[1], now=NOON, read_only=True) as store:
            found = referrals.find_requirement_edits(
                store,
                encounters=reads.encounters(store),
                charges=reads.charges(store),
                coverages=reads.coverages(store),
                biller_npi="1999999984",
            )
        return found["edit"].to_list()

    before = edits()
    run("needs", "AETNA", "--no-referral", "--codes", "97*", "--source", "contract 2026", "--org", "lakeshore")
    asked = edits()
    note_referral("R1", noted=Noted(granted=Granted("PA-100")), on=date(2026, 2, 9), clock=CLOCK, actor=CLERK)

    assert ([], ["authorization.missing"], ["authorization.number_missing"]) == (before, asked, edits())
