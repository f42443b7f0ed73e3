"""The desk: denials listed, shown, summed and appealed, deadlines kept, payments compared with the contract, a remittance in full."""

import io
from pathlib import Path

import pypdf
import pytest
from typer.testing import CliRunner

from remindful.faces.cli import remits_desk
from tests.remits.desk import ask, ask_denials, keep_fees, receive, remit_of
from tests.stories.offices import copy_office
from tests.stories.practice import GROUP, Practice, claim_answer

ON = ("--on", "2026-03-01")


@pytest.fixture
def denied(tmp_path, monkeypatch) -> Practice:
    """Ana's two lines: one paid below the contract, one denied for want of an authorization."""
    return copy_office(open_denied, folder=tmp_path, monkeypatch=monkeypatch)


def open_denied(folder: Path) -> Practice:
    practice = Practice(folder).open()
    practice.person("ana").visit("V1", "ana", ("99213", 150), ("97110", 90), on="2026-01-05")
    lines = (("99213", 150, 60, "CO45:70 PR2:20"), ("97110", 90, 0, "CO197:90"))
    plbs = (("L6", "LATE", "-1.50"),)
    text = remit_of(claim_answer("V1", *lines), day="2026-01-20", trace="T77", plbs=plbs)
    receive(practice, text, day="2026-01-20")
    return practice


def fails(*words: str, app=remits_desk.app, code: int = 1) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == code, done.output
    return done.output


def refuses(*words: str, app=remits_desk.app) -> str:
    return fails(*words, app=app, code=2)


def test_a_denied_line_is_listed_with_its_deadline_and_summed_by_cause(denied: Practice):
    [row] = ask_denials("list", *ON)
    sums = ask_denials("list", "--by", "cause", *ON)

    assert ("V1", "97110", "197", 9_000, "2026-07-19", 140) == tuple(
        row[name] for name in ("visit_key", "procedure_code", "carc", "recoverable_cents", "deadline_on", "days_left")
    )
    assert [("authorization", 1, 9_000)] == [(one["cause"], one["lines"], one["recoverable_cents"]) for one in sums]


def test_what_a_payer_told_of_its_deadline_is_kept_and_counts(denied: Practice):
    ask_denials("limit", "AETNA", "--way", "appeal", "--days", "60", "--org", "lakeshore")
    [row] = ask_denials("show", "V1", *ON)

    assert ("2026-03-21", 20, "set by the office: 60 days from the answer") == tuple(
        row[name] for name in ("deadline_on", "days_left", "deadline_text")
    )


def test_an_appeal_has_the_facts_of_the_claim(denied: Practice, tmp_path):
    place = tmp_path / "appeal.pdf"
    drafted = ask_denials("letter", "V1", "--to", "PO Box 1", "--to", "Dover, DE 19901", "--out", str(place), *ON)
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(place.read_bytes())).pages)

    assert ("authorization", 9_000, 1) == (drafted["cause"], drafted["denied_cents"], drafted["pages"])
    for fact in ("AETNA", "PO Box 1", "V1", "ICN1", "Mana", "Ana Example, born May 5, 1980", "January 5, 2026", "97110", "CO-197", "$90.00",
                 "July 19, 2026", "the record of the service"):  # fmt: skip
        assert fact in " ".join(text.split()), fact


@pytest.mark.parametrize(
    ("from_on", "to_on", "is_named"),
    [
        ("2026-01-05", "2026-01-05", True),
        ("2026-01-06", "", False),
        ("2025-12-01", "2026-01-04", False),
        ("", "2026-01-31", False),
    ],
)
def test_an_appeal_names_the_authorization_that_is_known_to_cover_the_day(
    denied: Practice, tmp_path, from_on, to_on, is_named
):
    held = {
        "authorization_key": "A1", "party_key": "ana", "payer_key": "AETNA", "number": "PA-909", "state": "approved", "from_on": from_on, "to_on": to_on,
    }  # fmt: skip
    denied._csv("authorizations", [held], day="2026-01-21", org=GROUP)
    place = tmp_path / "appeal.pdf"
    ask_denials("letter", "V1", "--out", str(place), *ON)
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(place.read_bytes())).pages)

    assert is_named == ("PA-909" in text)


def test_there_is_no_appeal_of_what_nobody_denied(denied: Practice):
    denied.visit("V2", "ana", ("99213", 150), on="2026-01-06")

    for command in ("letter", "show"):
        assert "There is no visit V9." in refuses(command, "V9", app=remits_desk.denials_app)
        assert "Nothing of claim V2 is denied now." in refuses(command, "V2", app=remits_desk.denials_app)


def test_payments_below_the_contract_are_found_once_its_fees_are_known(denied: Practice):
    without = refuses("underpaid", *ON)
    keep_fees(AETNA=9_500, charges=15_000)
    [row] = ask("underpaid", *ON)

    assert "no contract's fee schedule" in without
    assert ("V1", "99213", 8_000, 9_500, -1_500) == tuple(
        row[name] for name in ("visit_key", "procedure_code", "allowed_cents", "rate_cents", "difference_cents")
    )


def test_a_remittance_is_shown_in_full_and_in_words(denied: Practice):
    shown = ask("show", "T77")
    [claim] = shown["claims"]

    assert ("AETNA", 6_150, "V1", None) == (
        shown["payer_name"],
        shown["paid_cents"],
        claim["visit_key"],
        claim["waits"],
    )
    assert ["45", "2", "197"] == [one["carc"] for one in claim["adjustments"]]
    assert "No authorization, or no notice given, before the service." == claim["adjustments"][2]["message"]
    assert [("L6", "Interest for a payment that came late.")] == [
        (one["reason_code"], one["message"]) for one in shown["provider"]
    ]
    assert "There is no remittance T78." in refuses("show", "T78")


def test_every_list_is_shown_to_people_too(denied: Practice):
    denied.answer(claim_answer("LOST", ("99213", 150, 60, "CO45:90")), day="2026-01-21")
    shown = {
        words: CliRunner().invoke(app, [*words]).stdout
        for app, words in (
            (remits_desk.app, ("list",)),
            (remits_desk.app, ("show", "T77")),
            (remits_desk.app, ("waiting",)),
            (remits_desk.denials_app, ("list", *ON)),
            (remits_desk.denials_app, ("list", "--by", "payer", *ON)),
            (remits_desk.denials_app, ("show", "V1", *ON)),
        )
    }
    wanted = ("T77", "CO-197 $90.00", "LOST", "authorization", "AETNA", "29 CFR 2560.503-1(h)(3)(i)")

    assert [] == [words for (words, text), want in zip(shown.items(), wanted, strict=True) if want not in text]


def test_an_answer_that_does_not_wait_or_a_visit_that_is_not_there_is_said(denied: Practice):
    denied.visit("V2", "ana", ("99213", 150), on="2026-01-06")
    denied.answer(claim_answer("LOST", ("99213", 150, 60, "CO45:90")), day="2026-01-21")
    [one] = ask("waiting")
    number = str(one["remit_claim_id"])

    assert "its payer has decided this claim before" in refuses("match", number, "--visit", "V1")
    assert "No answer 999 waits." in refuses("match", "999", "--visit", "V1")
    assert "There is no visit V9" in refuses("match", number, "--visit", "V9")
    assert ask("match", number, "--visit", "V2")["is_posted"]
    assert f"No answer {number} waits." in refuses("match", number, "--visit", "V2")
