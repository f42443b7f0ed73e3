"""Stories: open balances of a former system that come again, whose claim comes later, and what that system sent and knew."""

from datetime import UTC, date, datetime
from pathlib import Path

import pypdf
import pytest

from remindful.flow.ask.statement_pdf import write_statement
from remindful.flow.office.clock import Clock
from remindful.flow.office.report import ImportReport
from tests.stories.practice import Practice, claim_answer
from tests.stories.test_payments_that_come_again import codes, open_by_visit

ROW: dict[str, object] = {
    "visit_key": "V1", "party_key": "ana", "guarantor_key": "ana", "service_on": "2026-01-05", "charge_cents": 18_500,
    "open_cents": 6_000, "reason": "self_pay",
}  # fmt: skip


def bring(practice: Practice, *rows: dict[str, object], day: str = "2026-03-02") -> ImportReport:
    return practice.brings("open_balances", *(ROW | row for row in rows), day=day)


@pytest.fixture
def ana(practice: Practice) -> Practice:
    practice.person("ana").person("ben")
    bring(practice, {})
    return practice


@pytest.mark.parametrize(
    "told",
    [{"open_cents": 4_500}, {"open_cents": 7_000}, {"charge_cents": 19_000}, {"party_key": "ben"}, {"service_on": "2026-01-06"},
     {"guarantor_key": "ben"}],
)  # fmt: skip
def test_a_balance_that_comes_again_with_other_content_is_an_exception_and_nothing_is_asked_meanwhile(ana, told):
    again = bring(ana, told, day="2026-03-05")

    assert ["opening.changed"] == codes(again)
    assert "was $60.00 when it was brought in" in again.exceptions[0].example
    assert {"V1": 6_000} == open_by_visit(ana)
    assert "forbid" == ana.why("ana", "letter", at="2026-03-06T15:30+00:00").verdict


def test_the_same_balance_in_a_longer_export_says_nothing(ana: Practice):
    again = bring(ana, {}, {"visit_key": "V2", "open_cents": 1_000}, day="2026-03-05")

    assert [] == codes(again)
    assert "1 opening balances" == again.files[0].message
    assert "free" == ana.why("ana", "letter", at="2026-03-06T15:30+00:00").verdict


def test_a_balance_less_a_payment_that_both_systems_know_says_nothing(ana: Practice):
    ana.pays("ana", 15, on="2026-03-03", visit="V1")
    ana.night("2026-03-03")

    assert [] == codes(bring(ana, {"open_cents": 4_500}, day="2026-03-05"))
    assert {"V1": 4_500} == open_by_visit(ana)


def test_an_open_balance_of_a_visit_that_came_as_a_claim_is_an_exception(practice: Practice):
    practice.person("ana").visit("V1", "ana", ("99213", 185), on="2026-01-05")

    assert ["opening.visit_on_file"] == codes(bring(practice, {}))
    assert {"V1": 18_500} == open_by_visit(practice)


def test_a_claim_of_an_open_balance_is_an_exception_and_nobody_says_that_its_payer_answered(
    ana: Practice, tmp_path: Path
):
    report = ana.visit("V1", "ana", ("99213", 185), on="2026-01-05", day="2026-03-05")

    assert ["claim.of_opening"] == codes(report)
    assert "forbid" == ana.why("ana", "statement", at="2026-03-06T15:30+00:00").verdict
    text = read_statement("ana", folder=tmp_path)
    assert "insurance has answered" not in text
    assert "Billed to" not in text


def test_an_answer_to_an_open_balance_waits_for_a_person(ana: Practice):
    report = ana.answer(claim_answer("V1", ("99213", 185, 100, "CO45:25 PR1:60")), day="2026-03-05")

    assert ["remit.of_opening"] == codes(report)
    assert {"V1": 6_000} == open_by_visit(ana)


def read_statement(key: str, *, folder: Path, language: str = "en") -> str:
    out = folder / "statement.pdf"
    clock = Clock(datetime(2026, 3, 6, 15, tzinfo=UTC))
    write_statement(f"lakeshore/{key}", out=out, language=language, clock=clock)
    return " ".join("".join(page.extract_text() for page in pypdf.PdfReader(out).pages).split())


def test_what_became_of_the_rest_of_an_open_balance_is_printed_as_not_known(ana: Practice, tmp_path: Path):
    text = read_statement("ana", folder=tmp_path)

    assert "Paid or adjusted before March 2, 2026" in text
    assert "$125.00" in text
    assert "Plan savings" not in text
    assert "No insurance was billed" not in text


def test_the_reason_of_an_open_balance_is_printed_as_it_came(practice: Practice, tmp_path: Path):
    practice.person("ana")
    bring(practice, {"reason": "copay"})
    text = read_statement("ana", folder=tmp_path)

    assert "Your copay: $60.00" in text
    assert "Not billed to insurance" not in text


def test_in_spanish_too(ana: Practice, tmp_path: Path):
    assert "Pagado o ajustado antes del 2 de marzo de 2026" in read_statement("ana", folder=tmp_path, language="es")


def test_the_guarantor_that_a_row_names_owes_for_its_visit(practice: Practice):
    practice.person("mom").person("dad").person("kid", guarantor_key="dad")
    row = {"party_key": "kid"}
    bring(
        practice,
        row | {"guarantor_key": "mom", "open_cents": 2_200},
        row | {"visit_key": "V2", "guarantor_key": "dad", "open_cents": 3_300},
    )

    assert {"patient": 2_200, "due": 2_200} == practice.owed("mom", day="2026-03-02")
    assert {"patient": 3_300, "due": 3_300} == practice.owed("dad", day="2026-03-02")


def test_a_dispute_of_a_visit_belongs_to_the_visits_guarantor(practice: Practice):
    practice.person("mom").person("dad").person("kid", guarantor_key="dad")
    row = {"party_key": "kid"}
    bring(practice, row | {"guarantor_key": "mom"}, row | {"visit_key": "V2", "guarantor_key": "dad"})
    practice.happens("disputed", "kid", on="2026-03-03", visit_key="V1")

    assert "forbid" == practice.why("mom", "letter", at="2026-03-06T15:30+00:00").verdict
    assert "free" == practice.why("dad", "letter", at="2026-03-06T15:30+00:00").verdict


def test_a_guarantor_whom_nobody_described_is_not_written_to(practice: Practice):
    practice.person("kid")
    bring(practice, {"party_key": "kid", "guarantor_key": "stranger"})

    assert {"patient": 6_000, "due": 6_000} == practice.owed("stranger", day="2026-03-02")
    assert "free" != practice.why("stranger", "letter", at="2026-03-06T15:30+00:00").verdict


def test_a_statement_that_the_former_system_sent_counts_for_the_ladder(practice: Practice):
    practice.person("ana").person("ben").person("cleo").person("dan")
    for key in ("ana", "ben", "cleo", "dan"):
        bring(practice, {"visit_key": key, "party_key": key, "guarantor_key": key} | sent_days(key))
    practice.happens("statement_sent", "ana", on="2026-03-01", medium="mail")
    practice.happens("statement_sent", "ben", on="2026-03-02", medium="mail", visit_key="ben")

    told = practice.night("2026-03-02")

    assert [("dan", "statement", "first_statement")] == told.sent
    assert {"ana": "resting", "ben": "resting", "cleo": "resting"} == told.why_not


def sent_days(key: str) -> dict[str, object]:
    on = "2026-02-27" if key == "cleo" else ""
    return {"first_statement_on": on, "last_statement_on": on}


def test_a_visit_that_came_after_the_former_statement_still_gets_its_own(practice: Practice):
    practice.person("ana")
    bring(practice, {})
    practice.happens("statement_sent", "ana", on="2026-02-01", medium="mail")
    bring(practice, {"visit_key": "V2", "service_on": "2026-02-10"}, day="2026-03-02")

    assert [("ana", "statement", "first_statement")] == practice.night("2026-03-02").sent


def test_calls_of_one_day_are_told_apart_by_their_hour(practice: Practice):
    practice.person("ana")
    bring(practice, {})
    rows = [
        {"party_key": "ana", "kind": "call_placed", "happened_on": f"2026-03-0{day}", "happened_at": f"2026-03-0{day}T{hour}:00:00-05:00",
         "medium": "call"}
        for day in (3, 4, 5)
        for hour in ("09", "12", "15")
    ]  # fmt: skip
    report = practice.brings("contacts", *rows, rows[0], day="2026-03-05")
    again = practice.brings("contacts", *rows, rows[0] | {"kind": "conversation"}, day="2026-03-06")

    answer = practice.why("ana", "call", at="2026-03-06T16:00+00:00")
    assert ("9 events", "1 events") == (report.files[0].message, again.files[0].message)
    assert ("forbid", date(2026, 3, 10)) == (answer.verdict, answer.until)
