"""Every command, on a home where nothing is yet and with a key that nobody has: a sentence and what to do, never a stack trace."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from remindful.faces.cli.app import app
from tests.faces.commands import load_commands
from tests.faces.desk import Desk, Told
from tests.faces.files import PEOPLE

pytestmark = pytest.mark.xdist_group("faces-sentences")

SMALL = Path(__file__).parents[1] / "law" / "rulebook_small"
DONE, SICK, REFUSED = 0, 1, 2


@dataclass(frozen=True)
class Case:
    """words: what is typed after the command on an empty home, and how that ends. wrong: the same with a key, a word or a place
    that is not there, on a small office; None: the command takes none. FOLDER stands for a new folder, FILE for a file of people."""

    words: str = ""
    ends: int = REFUSED
    wrong: str | None = None


CASES = {
    "aging": Case(wrong="--start NOWHERE"),
    "status-inquiry": Case(wrong="--claim NOWHERE"),
    "audit": Case(wrong="--org NOWHERE"),
    "bill": Case(wrong="--not-billed NOWHERE"),
    "chain": Case("--shape NOWHERE", wrong="--from NOWHERE"),  # has a home of its own, and takes minutes
    "charge-lag": Case(),
    "claims": Case(),
    "code": Case("knee --procedures", wrong="NOWHERE --procedures"),  # nothing is loaded
    "codes check": Case("NOWHERE", wrong="NOWHERE"),
    "codes kinds": Case(ends=DONE),
    "codes list": Case(ends=DONE),
    "codes load": Case("FILE --kind cpt --from 2026-01-01", wrong="FILE --kind NOWHERE --from 2026-01-01"),
    "codes suggest": Case("NOWHERE", wrong="NOWHERE"),
    "credits": Case(wrong="--org NOWHERE"),
    "demo": Case("--accounts 1", wrong="--accounts NOWHERE"),  # has a home of its own, and takes minutes
    "denials letter": Case("V1", wrong="NOWHERE"),
    "denials limit": Case("AETNA --way appeal --days 60", wrong="NOWHERE --way appeal --days 60 --org lakeshore"),
    "denials list": Case(wrong="--by NOWHERE"),
    "denials show": Case("V1", wrong="NOWHERE"),
    "doctor": Case(ends=SICK),
    "encounters code": Case("E1 -d J02.9", wrong="NOWHERE -d J02.9"),
    "encounters list": Case(),
    "encounters show": Case("E1", wrong="NOWHERE"),
    "estimates give": Case("ann 99213=Visit --for 2026-05-20", wrong="NOWHERE 99213=Visit --for 2026-05-20"),
    "estimates list": Case(),
    "example": Case("--out FOLDER --accounts 2", ends=DONE, wrong="--out FILE"),
    "exceptions close": Case("1", wrong="999999"),
    "exceptions list": Case(wrong="--org NOWHERE"),
    "exceptions show": Case("1", wrong="999999"),
    "export": Case("--as fhir --out FOLDER/x.json", wrong="--as fhir --out FOLDER/x.json --account NOWHERE"),
    "import": Case("FILE", wrong="FILE --org NOWHERE"),
    "law check": Case(f"--folder {SMALL}", ends=DONE, wrong="--folder NOWHERE"),
    "law coverage": Case(ends=DONE),
    "law diff": Case(f"{SMALL} {SMALL}", ends=DONE, wrong=f"{SMALL} NOWHERE"),
    "law docs": Case("--out FOLDER", ends=DONE, wrong="--out FOLDER --on NOWHERE"),
    "law list": Case(ends=DONE, wrong="--act NOWHERE"),
    "law show": Case("md.wait_240", ends=DONE, wrong="NOWHERE"),
    "night": Case(wrong="--on NOWHERE"),
    "referrals authorizations": Case(),
    "referrals letter": Case("R1", wrong="NOWHERE"),
    "referrals list": Case(),
    "referrals needs": Case("AETNA --referral", wrong="AETNA --referral --org NOWHERE"),
    "referrals note": Case("R1 --sent", wrong="NOWHERE --sent"),
    "referrals request": Case("R1", wrong="NOWHERE"),
    "referrals show": Case("R1", wrong="NOWHERE"),
    "remits list": Case(),
    "remits match": Case("1 --visit V1", wrong="1 --visit NOWHERE"),
    "remits show": Case("T1", wrong="NOWHERE"),
    "remits underpaid": Case(wrong="--on NOWHERE"),
    "remits waiting": Case(),
    "resolve": Case("1 --sent", wrong="99999 --sent"),
    "statement": Case("ann", wrong="NOWHERE"),
    "trace": Case(wrong="NOWHERE"),
    "why": Case("ann", wrong="NOWHERE"),
}


def walk(group: Any, before: str = "") -> Iterator[str]:
    """The names of all commands under a group of Click's."""
    for name, command in load_commands(group).items():
        full = f"{before} {name}".strip()
        if hasattr(command, "commands"):
            yield from walk(command, full)
        else:
            yield full


def missing_cases(names: set[str]) -> list[str]:
    """Commands that the table has no case of, and cases of no command."""
    return sorted(names ^ set(CASES))


def run(desk: Desk, name: str, words: str) -> Told:
    folder, file = desk.folder / "new" / name.replace(" ", "_"), desk.file("people.csv", PEOPLE + "\n")
    given = [word.replace("FOLDER", str(folder)).replace("FILE", str(file)) for word in words.split()]
    return desk.run(*name.split(), *given)


def is_a_sentence(told: Told) -> bool:
    """What is wrong, and on another line what to do; no trace of Python's."""
    lines = [line for line in told.err.splitlines() if line.strip()]
    return told.out == "" and len(lines) >= 2 and "Traceback" not in told.err


def test_every_command_has_a_case():
    assert [] == missing_cases(set(walk(get_command(app))))
    assert ["dance"] == missing_cases({*CASES, "dance"}), "a planted new command is not seen"


@pytest.mark.parametrize("name", CASES)
def test_a_home_where_nothing_is_yet_gets_a_sentence(bare, name):
    case = CASES[name]
    told = run(bare, name, case.words)

    assert case.ends == told.code, told
    assert case.ends != REFUSED or is_a_sentence(told), told


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.wrong is not None])
def test_a_key_that_nobody_has_gets_a_sentence(desk, name):
    told = run(desk, name, CASES[name].wrong or "")

    assert REFUSED == told.code, told
    assert is_a_sentence(told), told


@pytest.mark.parametrize(
    ("out", "err", "wanted"),
    [
        ("", "There is no account.\nName another.\n", True),
        ("", "There is no account.\n", False),
        ("", "Traceback (most recent call last):\n  x\nKeyError\n", False),
        ("a table", "There is no account.\nName another.\n", False),
    ],
)
def test_what_is_no_sentence_is_seen(out, err, wanted):
    assert wanted == is_a_sentence(Told(2, out, err))
