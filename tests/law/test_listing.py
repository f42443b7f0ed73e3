"""The rulebook shown: rules by filter, and coverage with what stands nowhere."""

from datetime import date

from remindful.core.guard import coverage_table, list_rules
from remindful.core.words.kinds import Act, OrganizationKind


def test_rules_are_listed_by_every_filter(small):
    def ids(**asked):
        return set(list_rules(small, **asked)["rule"])

    assert set(small.rules) == ids()
    assert {"fl.suit", "fl.evening"} == ids(jurisdiction="fl")
    assert {"fl.suit", "us.zed.notice", "us.zed.statement", "program.qmb.never"} == ids(act=Act.SUIT)
    assert "us.zed.call_count" not in ids(party=OrganizationKind.PROVIDER)
    assert {"us.zed.opt_out_words"} == ids(topic="notices")
    assert "house.rest" not in ids(day=date(2027, 1, 1))


def test_a_list_says_what_may_free_and_who_signed(small, planted):
    signed = list_rules(small).filter(rule="us.zed.statement").row(0, named=True)
    unsigned = list_rules(planted("house/signoff.yaml", None, "")[0]).filter(rule="us.zed.statement").row(0, named=True)
    doubtful = list_rules(small).filter(rule="program.qmb.never").row(0, named=True)

    assert (True, "A. Counsel", "knowledge") == (signed["frees"], signed["signed_by"], signed["read"])
    assert (False, None) == (unsigned["frees"], unsigned["signed_by"])
    assert (False, "uncertain") == (doubtful["frees"], doubtful["read"])


def test_coverage_shows_what_stands_nowhere_as_unread(small):
    table = coverage_table(small)
    texas = coverage_table(small, state="TX", today=date(2026, 1, 24))

    assert {"unread"} == set(table.filter(jurisdiction="tx")["status"])
    assert 5 == table.filter(jurisdiction="tx").height
    assert {"us", "tx"} == set(texas["jurisdiction"])
    assert {10, None} == set(texas["read_days_ago"])
    assert [2] == table.filter(jurisdiction="us", topic="collection_wait")["rules"].to_list()
