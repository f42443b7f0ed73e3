"""Questions at the command line: why, aging, statement. Asking changes nothing."""

import pytest

pytestmark = pytest.mark.xdist_group("faces-ask")

STORY = """\
organization: {kind: third_party, state: FL}
guarantor: {name: Ann Lee, state: FL, zip: "32301"}
visits: [{service_on: 2025-11-01}]
balances: [{dollars: 300}]
"""


def test_why_answers_every_act_of_a_night_in_words(desk):
    told = desk.run("why", "ann")

    assert 0 == told.code
    assert all(f"ann, {act} at 2026-05-04 16:00 UTC" in told.out for act in ("statement", "letter", "email"))
    assert "$40.00 is patient responsibility" in told.out


def test_why_as_json_has_its_keys_and_nothing_else_on_stdout(desk):
    [answer] = desk.run("why", "lakeshore/ann", "--act", "letter", "--json").json

    assert [
        "account",
        "act",
        "at",
        "verdict",
        "until",
        "owed",
        "rules",
        "rules_checked",
        "rulebook_version",
        "coverage",
    ] == [*answer]
    assert ("lakeshore/ann", "letter", "free", None) == tuple(
        answer[key] for key in ("account", "act", "verdict", "until")
    )


def test_why_names_rule_citation_and_fact_of_what_stops_an_act(desk):
    [answer] = desk.run("why", "ann", "--act", "email", "--at", "2026-05-04T05:00", "--json").json

    assert "2026-05-04T09:00:00+00:00" == answer["at"], "an hour without offset is the office's"
    assert {"rule", "verdict", "until", "cite", "message", "facts", "sources", "note"} == {*answer["rules"][0]}
    assert any(rule["rule"].startswith("house.hours") and rule["cite"] and rule["facts"] for rule in answer["rules"])


def test_an_unknown_account_is_said_with_what_a_key_is(desk):
    told = desk.run("why", "zoe", "--json")

    assert (2, "") == (told.code, told.out)
    assert "There is no account zoe." in told.err
    assert "guarantor's number" in told.err


@pytest.mark.parametrize("name", ["[/b]", "[red]", "a/b/c", "'; drop table account; --", ""])
def test_a_strange_account_name_is_unknown_and_shown_as_written(desk, name):
    told = desk.run("why", name)

    assert 2 == told.code
    assert f"There is no account {name}." in told.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("why",), "Name an account, or a story"),
        (("why", "ann", "--story", __file__), "Name an account, or a story"),
        (("why", "--story", __file__), "Add --act"),
        (("why", "--story", "nowhere.yaml", "--act", "call"), "nowhere.yaml"),
        (("why", "ann", "--act", "dance"), "'letter'"),
        (("why", "ann", "--at", "tomorrow"), "--at"),
        (("aging", "--on", "2026-02-30"), "--on"),
        (("aging", "--known", "lately"), "--known"),
        (("statement",), "account"),
        (("dance",), "dance"),
        (("why", "ann", "--dance"), "--dance"),
    ],
)
def test_wrong_use_ends_with_2_and_names_the_word(desk, words, said):
    told = desk.run(*words)

    assert (2, "") == (told.code, told.out)
    assert said in told.err


def test_a_moment_at_the_edge_of_the_calendar_is_refused_in_words(desk):
    for moment in ("0001-01-01", "9999-12-31T23:59"):
        told = desk.run("why", "ann", "--at", moment)

        assert 1 <= told.code <= 2
        assert "--at" in told.err


def test_a_story_is_judged_without_a_database(desk):
    words = ("why", "--story", desk.file("story.yaml", STORY), "--act", "call", "--at", "2026-03-09T22:30", "--json")
    answer = desk.run(*words, DATABASE_URL="postgresql://nobody@localhost:1/none").json

    assert ["verdict", "until", "coverage", "rules"] == [*answer]
    assert "forbid" == answer["verdict"]


def test_a_story_is_told_in_words_too(desk):
    told = desk.run("why", "--story", desk.file("story.yaml", STORY), "--act", "call", "--at", "2026-03-09T22:30")

    assert 0 == told.code
    assert "call: NOT ALLOWED" in told.out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stori: x\n", "bad.yaml:1: A story has no word `stori`. Did you mean `story`?"),
        ("story: [\n", "bad.yaml:2: This is not YAML"),
        ("", "bad.yaml:1: The file is empty"),
        ('"[/b]": x\n', "no word `[/b]`"),
        (b"\xff\xfe\x00", "UTF-8"),
        (STORY + "events: [{on: 2026-13-01, kind: died}]\n", "bad.yaml:5"),
    ],
)
def test_a_bad_story_is_refused_with_line_and_cure(desk, text, said):
    told = desk.run("why", "--story", desk.file("bad.yaml", text), "--act", "call", "--json")

    assert (2, "") == (told.code, told.out)
    assert said in told.err


def test_aging_sums_open_money_by_whose_and_age(desk):
    table = desk.run("aging", "--on", "2026-05-04", "--json").json

    assert ["balance_owner", "0-30", "31-60", "61-90", "91-120", "121-150", "151-180", ">180", "no start", "total"] == [
        *table[0]
    ]
    assert ("total", 19_200, 19_200) == (table[-1]["balance_owner"], table[-1]["91-120"], table[-1]["total"])
    assert "$192.00" in desk.run("aging").out


def test_aging_as_known_before_the_import_knows_nothing(desk):
    assert 0 == desk.run("aging", "--known", "2026-05-01", "--json").json[-1]["total"]


def test_an_unknown_start_of_aging_is_answered_with_the_known_ones(desk):
    told = desk.run("aging", "--start", "birth")

    assert (2, "") == (told.code, told.out)
    assert "'birth'" in told.err
    assert "first_statement" in told.err


def test_a_statement_is_a_pdf_where_it_was_asked_for(desk):
    place = desk.folder / "ann.pdf"
    told = desk.run("statement", "ann", "--out", place, "--json").json

    assert {"file", "due_cents", "pages", "sha256"} == {*told}
    assert (str(place), 4000) == (told["file"], told["due_cents"])
    assert place.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("zoe",), 2, "There is no account zoe."),
        (("ann", "--language", "fr"), 2, "Use en or es."),
        (("ann", "--out", "no/such/folder/ann.pdf"), 1, "no/such/folder/ann.pdf"),
        (("ann", "--out", "."), 1, "."),
    ],
)
def test_a_statement_that_cannot_be_written_says_why(desk, words, code, said):
    told = desk.run("statement", *words)

    assert (code, "") == (told.code, told.out)
    assert said in told.err


def test_asking_changes_nothing(desk):
    before = desk.rows()
    for words in (["why", "ann"], ["aging"], ["statement", "ann", "--out", desk.folder / "x.pdf"]):
        desk.run(*words)

    assert before == desk.rows()
    assert before["account"] >= 2
