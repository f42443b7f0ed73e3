"""A person's mistake at the commands of claims ends in a sentence, with what to do, and exit code 2."""

from pathlib import Path

import pytest

from tests.statuses.test_status_inquiry import run
from tests.stories.care_practice import CarePractice

COMMANDS = (
    ("bill",), ("bill", "--dry-run"), ("bill", "--not-billed", "V1"), ("claims",), ("charge-lag",), ("status-inquiry",),
    ("encounters", "list"), ("encounters", "show", "V1"), ("encounters", "code", "V1", "--finished"), ("estimates", "list"),
    ("estimates", "give", "ana", "99213", "--for", "2026-04-01"), ("referrals", "request", "R1"),
)  # fmt: skip


def test_every_command_before_there_is_an_office_says_so(folder: Path):
    told = {words: run(*words) for words in COMMANDS}

    assert {} == {words: one.output for words, one in told.items() if one.exit_code != 2}
    assert [] == [words for words, one in told.items() if "There is no office yet." not in one.output]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("bill", "--on", "2026-04-06"), "The day 2026-04-06 has not come yet"),
        (("bill", "--not-billed", "V9"), "There is no encounter V9."),
        (("bill", "--not-billed", "V1"), "The encounter V1 is billed."),
        (("encounters", "show", "V9"), "There is no encounter V9."),
        (("encounters", "code", "V1"), "Nothing was decided."),
        (("encounters", "code", "V1", "-d", "throat"), "is no diagnosis code by its shape"),
        (("status-inquiry", "--claim", "V9"), "There is no sent claim V9."),
        (("status-inquiry", "--on", "2026-04-06"), "The day 2026-04-06 has not come yet"),
        (("estimates", "give", "zoe", "99213", "--for", "2026-05-01"), "There is no patient zoe."),
        (("estimates", "give", "ana", "99213", "--for", "2026-05-01"), "has no price for 99213"),
        (("estimates", "give", "ana", "visit", "--for", "2026-05-01"), "'visit' is not a service."),
        (("referrals", "request", "R9"), "There is no referral R9."),
    ],
)
def test_what_a_person_gets_wrong_is_refused(house: CarePractice, words, message):
    told = run(*words, day="2026-04-05")

    assert 2 == told.exit_code, told.output
    assert message in told.output


def test_without_terms_nothing_is_billed_and_the_cure_is_named(house: CarePractice):
    office = house.folder / "office.yaml"
    office.write_text(office.read_text().partition("    billing:")[0])
    told = [run("import", str(office)), run("bill"), run("status-inquiry")]

    assert [0, 2, 2] == [one.exit_code for one in told]
    assert ["Add `billing:`" in one.output for one in told] == [False, True, True]
