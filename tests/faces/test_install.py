"""An installation at the command line: doctor, the settings, the example, the rulebook; each fault with its cure."""

import subprocess
import sys
from pathlib import Path

import pytest

from remindful.flow.ask import law_desk
from tests.faces.files import SMALL_RULEBOOK
from tests.store.fixtures import fresh_home

pytestmark = pytest.mark.xdist_group("faces-install")

REMINDFUL = Path(sys.executable).with_name("remindful")


def test_doctor_finds_an_office_well(desk):
    told = desk.run("doctor", "--json")

    assert 0 == told.code
    assert ["checks"] == [*told.json]
    assert all(["what", "is_well", "message"] == [*check] for check in told.json["checks"])
    assert [
        "home",
        "database",
        "office",
        "books",
        "rulebook",
        "ladder",
        "templates",
        "channels",
        "messages",
        "clock",
    ] == [check["what"] for check in told.json["checks"]]


def test_doctor_says_of_a_bare_installation_what_to_do_first(bare):
    told = bare.run("doctor", "--json")

    assert 1 == told.code
    assert ["office"] == [check["what"] for check in told.json["checks"] if not check["is_well"]]
    assert "problem" in bare.run("doctor").out


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://x", "not the URL of a PostgreSQL database"),
        ("postgresql://ann:hunter2@localhost:1/x", "does not answer"),
        ("postgresql://ann:hunter2@localhost:port/x", "DATABASE_URL"),
        ("postgresql://no such", "Correct DATABASE_URL"),
        ("postgresql://ann:hunter2@[x/y", "not the URL of a PostgreSQL database"),
    ],
)
def test_a_bad_database_is_said_without_its_password(desk, url, said):
    for words in (["night"], ["import", __file__], ["aging", "--json"], ["why", "ann"], ["resolve", "1", "--sent"]):
        told = desk.run(*words, DATABASE_URL=url)

        assert (1, "") == (told.code, told.out)
        assert said in told.err
        assert "hunter2" not in told.err


def test_doctor_tells_a_bad_database_among_the_rest(desk):
    checks = {check["what"]: check for check in desk.run("doctor", "--json", DATABASE_URL="mysql://x").json["checks"]}

    assert not checks["database"]["is_well"]
    assert checks["rulebook"]["is_well"]


WORDS = [
    ["night"], ["import", __file__], ["why", "ann"], ["aging"], ["statement", "ann"], ["resolve", "1", "--sent"], ["doctor"],
    ["law", "list"], ["law", "check"], ["law", "coverage"],
]  # fmt: skip


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_a_home_that_cannot_be_written_is_said_with_its_place(desk, words):
    home = desk.file("a_file", "") / "home"
    told = desk.run(*words, REMINDFUL_HOME=str(home), DATABASE_URL=None)

    assert 1 == told.code
    assert str(home) in (told.err + told.out).replace("\n", "") or words == ["doctor"]
    assert "Not a directory" in told.err + told.out


@pytest.mark.parametrize("words", [["night"], ["import", __file__]], ids=" ".join)
def test_a_home_that_cannot_be_written_is_said_with_a_database_of_ones_own_too(desk, words):
    home = desk.file("a_file", "") / "home"
    told = desk.run(*words, REMINDFUL_HOME=str(home))

    assert (1, "") == (told.code, told.out)
    assert str(home) in told.err


@pytest.mark.parametrize("text", ["ladder: [", "ladder: 3", ""])
def test_a_bad_ladder_of_the_house_is_refused_with_its_place(desk, text):
    with fresh_home() as home:
        (home / "house").mkdir(parents=True)
        (home / "house" / "ladder.yaml").write_text(text)
        told = desk.run("night", REMINDFUL_HOME=str(home))

    assert (1, "") == (told.code, told.out)
    assert "house/ladder.yaml" in told.err


def test_the_example_is_written_once_and_counted(desk):
    folder = desk.folder / "example"
    told = desk.run("example", "--out", folder, "--accounts", "2", "--seed", "3", "--json")

    assert (0, 2) == (told.code, told.json["accounts"])
    assert {"people", "visits", "claims", "remits", "files", "cases", "planted"} <= {*told.json}
    assert (folder / "office.yaml").exists()
    again = desk.run("example", "--out", folder, "--accounts", "2")
    assert (2, "") == (again.code, again.out)
    assert "holds something already" in again.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "--out"),
        (["--out", "x", "--accounts", "0"], 2, "--accounts"),
        (["--out", "x", "--seed", "odd"], 2, "--seed"),
        (["--out", __file__], 2, "Name a folder that is new or empty."),
        (["--out", f"{__file__}/x"], 1, "Not a directory"),
    ],
)
def test_an_example_that_cannot_be_written_says_why(desk, words, code, said):
    told = desk.run("example", *words)

    assert (code, "") == (told.code, told.out)
    assert said in told.err


def test_law_list_gives_rules_that_fit(desk):
    rules = desk.run("law", "list", "--state", "FL", "--act", "email", "--json").json

    assert ["rule", "jurisdiction", "topic", "acts", "parties", "says", "cite", "read", "in_force"] == [*rules[0]]
    assert {"us", "fl", "house"} <= {rule["jurisdiction"] for rule in rules} <= {"us", "fl", "house", "program"}
    assert all(rule["acts"] == "any" or "email" in rule["acts"] for rule in rules)


def test_law_list_on_a_day_leaves_out_what_was_not_law_yet(desk):
    old, new = (desk.run("law", "list", "--on", day, "--json").json for day in ("1950-01-01", "2026-05-04"))

    assert len(old) < len(new)


def test_law_list_sums_up(desk):
    told = desk.run("law", "list", "--summary", "--json").json

    assert told["rules"] == len(desk.run("law", "list", "--json").json)
    assert {"rules", "cases", "citations"} <= {*told}


@pytest.mark.parametrize("words", [["list", "--act", "dance"], ["list", "--on", "2026-02-30"], ["dance"], []])
def test_asking_the_law_in_wrong_words_is_wrong_use(desk, words):
    assert 2 == desk.run("law", *words).code


@pytest.fixture
def small_rulebook(monkeypatch):
    """Remindful's own rulebook is a small one for a while."""
    monkeypatch.setattr(law_desk, "RULEBOOK", SMALL_RULEBOOK)


def test_law_check_finds_a_sound_rulebook_sound(desk, small_rulebook):
    told = desk.run("law", "check", "--json")

    assert (0, []) == (told.code, told.json["findings"])
    assert {"rules", "cases_run", "days_compiled", "version"} <= {*told.json}
    assert told.json == desk.run("law", "check", "--folder", SMALL_RULEBOOK, "--json").json


def test_law_check_ends_with_1_on_a_faulty_house_rule(desk, small_rulebook):
    with fresh_home() as home:
        (home / "house").mkdir(parents=True)
        (home / "house" / "odd.yaml").write_text("rule: house.odd\nsays: Nothing.\n")
        told = desk.run("law", "check", REMINDFUL_HOME=str(home))

    assert 1 == told.code
    assert "odd.yaml:1" in told.out


def test_law_coverage_tells_of_each_topic(desk):
    table = desk.run("law", "coverage", "--state", "fl", "--json").json

    assert {"jurisdiction", "topic", "status", "read_on"} <= {*table[0]}
    assert {"us", "fl"} <= {row["jurisdiction"] for row in table}
    assert "modelled" in desk.run("law", "coverage").out


def test_the_installed_command_speaks_on_the_right_streams(desk):
    env = {"REMINDFUL_HOME": str(desk.home), "DATABASE_URL": desk.url, "PATH": "/usr/bin"}
    asked = subprocess.run([REMINDFUL, "aging", "--json"], env=env, capture_output=True, text=True, check=False)
    wrong = subprocess.run([REMINDFUL, "why", "[/b]"], env=env, capture_output=True, text=True, check=False)

    assert (0, "", "[") == (asked.returncode, asked.stderr, asked.stdout[0])
    assert (2, "") == (wrong.returncode, wrong.stdout)
    assert "There is no account [/b]." in wrong.stderr
    assert "Traceback" not in wrong.stderr
