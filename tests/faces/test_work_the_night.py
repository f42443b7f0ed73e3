"""The night and what follows it at the command line: a dry run does nothing, a night is done once, a message is resolved."""

import shutil

import psycopg
import pytest

from tests.faces.files import SMALL_RULEBOOK

pytestmark = pytest.mark.xdist_group("faces-night")

KEYS = ["day", "state", "stations", "owed_cents", "sent", "not_sent", "no_step", "held", "exceptions", "letters_folder"]


def test_there_is_no_night_before_there_is_an_office(bare):
    told = bare.run("night", "--json")

    assert (2, "") == (told.code, told.out)
    assert "There is no office yet" in told.err
    assert "office.yaml" in told.err


def test_a_dry_run_tells_all_and_changes_nothing(desk):
    before, files = desk.rows(), sorted(desk.home.rglob("*.pdf"))
    told = desk.run("night", "--on", "2026-05-04", "--dry-run", "--json")

    assert 0 == told.code
    assert KEYS == [*told.json]
    assert ("2026-05-04", "dry_run", {}) == tuple(told.json[key] for key in ("day", "state", "sent"))
    assert {"would be sent: statement": 2} == told.json["not_sent"]
    assert (before, files) == (desk.rows(), sorted(desk.home.rglob("*.pdf")))


def test_a_dry_run_says_in_words_that_nothing_was_done(desk):
    assert "dry run; nothing was done" in desk.run("night", "--dry-run").out


@pytest.mark.parametrize("on", ["2026-02-30", "04.05.2026", "yesterday", ""])
def test_a_bad_day_is_wrong_use(desk, on):
    told = desk.run("night", "--on", on)

    assert (2, "") == (told.code, told.out)
    assert "--on" in told.err


@pytest.mark.parametrize(
    "smtp", ["x", "http://host", "smtp://", "smtp://ann:hunter2@host:99999", "smtp://ann:hunter2@[x"]
)
def test_a_bad_mail_server_stops_the_night_before_it_begins_and_keeps_the_password(desk, smtp):
    before = desk.rows()
    told = desk.run("night", REMINDFUL_SMTP=smtp)

    assert (1, "") == (told.code, told.out)
    assert "REMINDFUL_SMTP is not a mail server's address." in told.err
    assert "Write smtp://user:password@host:587" in told.err
    assert "hunter2" not in told.err
    assert before == desk.rows()


def test_a_practice_clock_that_is_no_instant_is_said(desk):
    for clock in ("x", "2026-05-04T16:00"):
        told = desk.run("night", REMINDFUL_NOW=clock)

        assert (2, "") == (told.code, told.out)
        assert f"REMINDFUL_NOW is '{clock}'" in told.err


@pytest.fixture(scope="module")
def done(desk):
    """The night of May 4, once."""
    return desk.run("night", "--json")


def test_a_night_sends_what_it_may(desk, done):
    assert (0, "done", {"statement": 2}) == (done.code, done.json["state"], done.json["sent"])
    assert KEYS == [*done.json]
    assert 2 == len([*desk.home.glob("print/2026-05-04/letters/*.pdf")])


def test_the_same_night_again_sends_nothing_again_and_says_so(desk, done):
    before = desk.rows()
    told = desk.run("night")

    assert 0 == told.code
    assert "already run; nothing was repeated" in told.out
    assert before == desk.rows()


def test_a_night_before_the_last_one_is_refused_with_what_to_do(desk, done):
    told = desk.run("night", "--on", "2026-05-01")

    assert (2, "") == (told.code, told.out)
    assert "The night of 2026-05-04 has run already" in told.err
    assert "--dry-run" in told.err


def test_why_names_the_statement_that_stops_the_next_one(desk, done):
    told = desk.run("why", "ann", "--act", "statement", REMINDFUL_NOW="2026-05-05T16:00+00:00")

    assert 0 == told.code
    assert "ann, statement" in told.out


def test_a_message_that_nobody_asks_about_cannot_be_resolved(desk, done):
    for message in ("1", "99999"):
        told = desk.run("resolve", message, "--sent")

        assert (2, "") == (told.code, told.out)
        assert f"Message {message} is not waiting" in told.err
        assert "remindful doctor" in told.err


@pytest.mark.parametrize("words", [["1"], ["--sent"], ["one", "--sent"], ["1", "--perhaps"]])
def test_resolving_in_wrong_words_is_wrong_use(desk, words):
    assert 2 == desk.run("resolve", *words).code


def test_an_unsure_message_is_shown_by_doctor_and_resolved_once(desk, done):
    with psycopg.connect(desk.url) as connection:
        connection.execute(
            "SET session_replication_role = replica"
        )  # the table itself lets no message go back to unsure
        [number] = connection.execute(
            "UPDATE message SET state = 'unsure' WHERE message_id = (SELECT min(message_id) FROM message) RETURNING message_id"
        ).fetchone()
    sick = desk.run("doctor", "--json")
    told = desk.run("resolve", number, "--sent", "--json")

    assert 1 == sick.code
    assert any(f"sent: {number}." in check["message"] for check in sick.json["checks"] if not check["is_well"])
    assert (0, {"message": number, "was_sent": True}) == (told.code, told.json)
    assert 2 == desk.run("resolve", number, "--sent").code
    assert 0 == desk.run("doctor").code


def test_law_diff_says_whose_verdicts_would_change_and_by_which_rule(desk, done, tmp_path):
    other = tmp_path / "rulebook"
    shutil.copytree(SMALL_RULEBOOK, other)
    rule = other / "house" / "rest.yaml"
    rule.write_text(
        rule.read_text().replace("{rest: {unit: days, 2020-01-01: 3}}", "{rest: {unit: days, 2020-01-01: 0}}")
    )

    same = desk.run("law", "diff", SMALL_RULEBOOK, SMALL_RULEBOOK, "--json").json
    told = desk.run("law", "diff", SMALL_RULEBOOK, other, "--json").json

    assert ([], [], 0) == (same["changed"], same["changes"], len(same["added"]))
    assert ["house.rest"] == told["changed"]
    assert {"house.rest"} == {change["because"] for change in told["changes"]}
    assert all(change["example"].startswith("lakeshore/") for change in told["changes"]), "two organizations work here"
    assert {("statement", "forbid", "free", 2), ("letter", "forbid", "free", 2)} <= {
        tuple(change[name] for name in ("act", "was", "becomes", "accounts")) for change in told["changes"]
    }
    assert "house.rest" in desk.run("law", "diff", SMALL_RULEBOOK, other).out


def test_law_diff_of_something_else_is_said(desk, done, tmp_path):
    told = desk.run("law", "diff", SMALL_RULEBOOK, tmp_path)

    assert (2, "") == (told.code, told.out)
    assert "is no rulebook" in told.err


def test_law_show_tells_a_rules_numbers_by_day_and_its_near_names(desk):
    told = desk.run("law", "show", "md.wait_240")

    assert 0 == told.code
    assert all(word in told.out for word in ("2025-10-01", "240", "Md. Health-Gen.", "states/md/wait_240.yaml"))
    assert "md.wait_240" == desk.run("law", "show", "md.wait_240", "--json").json["rule"]
    missed = desk.run("law", "show", "md.wait")
    assert 2 == missed.code
    assert "md.wait_240" in missed.err
