"""`law show`: one rule is shown by its name, whatever other files say."""

from pathlib import Path

import pytest

from remindful.flow.office.rule_files import RULEBOOK
from tests.store.fixtures import fresh_home

pytestmark = pytest.mark.xdist_group("faces-start")

OWN = """\
rule: house.known_person
says: No text without a person who owes.
law: [{cite: our own wish, read_on: 2026-01-14, read: house}]
topic: house
binds: {act: [text], party: [any]}
in_force: {from: 2020-01-01, to: null}
require: guarantor_is_known
cases:
  - {case: not known to owe, day: 2026-03-09, facts: {guarantor_is_known: false}, want: forbid}
  - {case: known to owe, day: 2026-03-09, facts: {guarantor_is_known: true}, want: free}
  - {case: nothing known, day: 2026-03-09, want: hold}
"""


@pytest.fixture
def house():
    with fresh_home() as home:
        (home / "house").mkdir(parents=True)
        yield home / "house"


def show(desk, house: Path, *words: str):
    return desk.run("law", "show", *words, REMINDFUL_HOME=str(house.parent))


def test_a_rule_is_shown_with_its_numbers_and_its_file(desk):
    told = desk.run("law", "show", "md.wait_240")

    assert 0 == told.code
    assert "240" in told.out
    assert (RULEBOOK / "states" / "md" / "wait_240.yaml").read_text() in told.out


def test_the_row_of_a_rule_is_the_one_that_the_list_has(desk):
    listed = {row["rule"]: row for row in desk.run("law", "list", "--json").json}

    assert len(listed) > 200
    assert listed["md.wait_240"] == desk.run("law", "show", "md.wait_240", "--json").json


def test_every_rule_of_the_list_is_found(desk):
    near = [row["rule"] for row in desk.run("law", "list", "--json").json]

    assert [] == [rule for rule in near[::40] if desk.run("law", "show", rule, "--json").json["rule"] != rule]


def test_a_rule_of_the_house_is_shown_too(desk, house):
    (house / "known_person.yaml").write_text(OWN)
    told = show(desk, house, "house.known_person")

    assert 0 == told.code
    assert "No text without a person who owes." in told.out
    assert "house/own/known_person.yaml" in told.out


def test_a_fault_elsewhere_hides_no_rule(desk, house):
    (house / "odd.yaml").write_text("rule: house.odd\nsays: Nothing.\n")

    assert 0 == show(desk, house, "md.wait_240").code
    assert 1 == desk.run("law", "list", REMINDFUL_HOME=str(house.parent)).code


def test_a_rule_with_a_fault_is_refused_with_its_line(desk, house):
    (house / "odd.yaml").write_text("rule: house.odd\nsays: Nothing.\n")
    told = show(desk, house, "house.odd")

    assert (1, "") == (told.code, told.out)
    assert "house/own/odd.yaml:1" in told.err
    assert "law check" in told.err


def test_a_name_that_two_rules_bear_is_refused(desk, house):
    (house / "one.yaml").write_text(OWN)
    (house / "two.yaml").write_text(OWN)
    told = show(desk, house, "house.known_person")

    assert (1, "") == (told.code, told.out)
    assert "house/own/one.yaml and house/own/two.yaml" in told.err


def test_a_rule_that_is_not_there_is_answered_with_those_near_it(desk, house):
    told = show(desk, house, "md.wait")

    assert (2, "") == (told.code, told.out)
    assert "md.wait_240" in told.err
