"""The scenarios of the rules page, as story files: verdict, the first day on which it would be free, and the rule cited."""

from datetime import datetime
from pathlib import Path

import pytest

from remindful.core.guard import load_rulebook
from remindful.core.training import judge_story
from remindful.edges import places
from remindful.flow.office.rule_files import RULEBOOK

HERE = Path(__file__).parent / "scenarios"
BOOK = load_rulebook(RULEBOOK)
FREE, HOLD, FORBID = "free", "hold", "forbid"

REQUESTED = [
    # story, act, at, verdict, until, a rule that stops it
    ("01_calls", "call", "2026-03-08 10:00", FORBID, "2026-03-09", "us.regf.call_count"),
    ("01_calls", "call", "2026-03-09 10:00", FREE, None, None),
    ("03_conversation", "call", "2026-03-09 10:00", FORBID, "2026-03-10", "us.regf.conversation"),
    ("03_conversation", "call", "2026-03-10 10:00", FREE, None, None),
    ("06_asked_to_be_called", "call", "2026-03-04 15:00", FREE, None, None),
    ("06_asked_to_be_called", "call", "2026-03-09 15:00", FREE, None, None),
    ("09_albany", "call", "2026-11-01T01:30+00:00", FORBID, "2026-11-01", "us.regf.hours_evening"),
    ("09_albany", "call", "2026-11-02T01:30+00:00", FREE, None, None),
    ("09_albany", "call", "2026-03-09 08:00", FORBID, "2026-03-09", "us.regf.hours_morning"),
    ("09_albany", "call", "2026-03-09 08:01", FREE, None, None),
    ("09_albany", "call", "2026-03-09 20:59", FREE, None, None),
    ("09_albany", "call", "2026-03-09 21:00", FORBID, "2026-03-10", "us.regf.hours_evening"),
    ("10_phoenix", "call", "2026-03-07T15:30+00:00", FREE, None, None),
    ("10_phoenix", "call", "2026-03-09T15:30+00:00", FREE, None, None),
    ("12_two_zones", "call", "2026-03-09 10:59", FORBID, "2026-03-09", "us.regf.hours_morning"),
    ("12_two_zones", "call", "2026-03-09 11:01", FREE, None, None),
    ("12_two_zones", "call", "2026-03-09 21:15", FORBID, "2026-03-10", "us.regf.hours_evening"),
    ("09_albany", "email", "2026-03-09 21:10", FORBID, None, "us.regf.hours_evening"),
    ("15_text_without_opt_out", "text", "2026-03-09 10:00", FORBID, None, "us.regf.text_opt_out_line"),
    ("16_text_fresh", "text", "2026-03-10 10:00", FORBID, None, "us.regf.text_procedure"),
    ("17_stop", "text", "2026-12-05 10:00", FORBID, None, "house.medium_request"),
    ("18_no_consent", "text", "2026-03-09 10:00", FORBID, None, "us.tcpa.text_consent"),
    ("19_validation", "warning_letter", "2026-06-20 10:00", FORBID, "2026-06-26", "us.regf.validation_period"),
    ("19_validation", "suit", "2026-06-25 10:00", FORBID, "2026-06-26", "us.regf.validation_period"),
    ("20_written_dispute", "call", "2026-07-10 10:00", FORBID, None, "us.regf.dispute_hold"),
    ("21_cease", "letter", "2026-03-09 10:00", FORBID, None, "us.regf.cease"),
    ("22_furnish", "credit_report", "2026-04-14 10:00", FORBID, None, "us.regf.furnish_14"),
    ("22_furnish", "credit_report", "2026-04-15 10:00", FORBID, None, "house.credit_reporting"),
    ("22_furnish_by_law", "credit_report", "2026-04-14 10:00", FORBID, "2026-04-15", "us.regf.furnish_14"),
    ("23_small", "credit_report", "2026-04-15 10:00", FORBID, None, "us.credit.least"),
    ("25_both_clocks", "suit", "2026-05-09 10:00", FORBID, "2026-05-10", "us.r501.notification_120"),
    ("25_both_clocks", "suit", "2026-05-10 10:00", FREE, None, None),
    ("26_late_notice", "suit", "2026-06-07 10:00", FORBID, "2026-06-08", "us.r501.notice_30"),
    ("26_late_notice", "suit", "2026-06-08 10:00", FREE, None, None),
    ("27_other_act", "credit_report", "2026-06-19 10:00", FORBID, None, "us.r501.notice_30"),
    ("28_newest_episode", "suit", "2026-06-28 10:00", FORBID, "2026-06-29", "us.r501.notification_120"),
    ("28_newest_episode", "suit", "2026-06-29 10:00", FREE, None, None),
    ("29_application", "garnishment", "2026-08-28 10:00", FORBID, None, "us.r501.application_suspends"),
    ("30_late_application", "suit", "2026-09-10 10:00", FREE, None, None),
    ("31_overpaid_499", "keep_credit", "2026-04-01 10:00", FREE, None, None),
    ("31_overpaid_500", "keep_credit", "2026-04-01 10:00", FORBID, None, "us.r501.refund"),
    ("33_colorado", "suit", "2026-07-15 10:00", FORBID, "2026-07-16", "co.wait_182"),
    ("33_colorado", "suit", "2026-07-16 10:00", FREE, None, None),
    ("34_maryland", "suit", "2026-09-06 10:00", FORBID, "2026-09-07", "md.wait_240"),
    ("34_maryland", "suit", "2026-09-07 10:00", FREE, None, None),
    ("35_new_york", "suit", "2026-03-01 10:00", FORBID, None, "ny.limitations"),
    ("35_new_york", "suit", "2026-03-01 10:00", FORBID, None, "ny.income_400"),
    ("36_new_mexico", "suit", "2026-07-10 10:00", FORBID, None, "nm.indigent"),
    ("37_washington", "agency_placement", "2026-05-09 10:00", FORBID, "2026-05-10", "wa.assign_120"),
    ("37_washington", "agency_placement", "2026-05-10 10:00", FREE, None, None),
    ("38_qmb", "statement", "2026-03-09 10:00", FORBID, None, "us.medicaid.qmb"),
    ("40_nevada", "suit", "2026-04-01 10:00", FORBID, "2026-04-02", "nv.notice_60"),
    ("40_nevada", "call", "2026-04-02 10:00", FREE, None, None),
    ("41_wisconsin", "letter", "2026-03-09 10:00", FORBID, None, "wi.limitations"),
    ("42_no_zone", "call", "2026-03-09 10:00", HOLD, None, "us.regf.hours_morning"),
    ("43_estate", "letter", "2026-03-09 10:00", FORBID, None, "us.regf.deceased"),
    ("44_work_email", "email", "2026-03-09 10:00", FORBID, None, "us.regf.work_email"),
    ("45_bad_debt", "bad_debt", "2026-05-31 10:00", FORBID, "2026-06-01", "us.medicare.payment_120"),
    ("45_bad_debt", "bad_debt", "2026-06-01 10:00", FREE, None, None),
]
#: What the law alone leaves: no rule of the federation stops it, whatever a state has.
FREE_BY_LAW = [("22_furnish_by_law", "2026-04-15 10:00"), ("23_enough", "2026-04-15 10:00")]


def judged(story, act, at):
    text = (HERE / f"{story}.yaml").read_text()
    moment = datetime.fromisoformat(at)
    zones = {"zone_of_zip": places.zone_of_one_zip, "zones_of_phone": places.zones_of_one_phone}
    return judge_story(text, act=act, at=moment, rulebook=BOOK, **zones)


@pytest.mark.parametrize(("story", "act", "at", "want", "until", "rule"), REQUESTED)
def test_a_scenario_is_judged_as_the_page_says(story, act, at, want, until, rule):
    answer = judged(story, act, at)

    assert (want, until) == (answer["verdict"], answer["until"]), answer["rules"]
    assert rule is None or rule in [said["rule"] for said in answer["rules"] if said["verdict"] == want]
    assert all(said["cite"] for said in answer["rules"])


@pytest.mark.parametrize(("story", "at"), FREE_BY_LAW)
def test_by_the_law_alone_the_report_is_free(story, at):
    assert [] == judged(story, "credit_report", at)["rules"]


def test_every_story_is_asked_about():
    assert {path.stem for path in HERE.glob("*.yaml")} == {row[0] for row in (*REQUESTED, *FREE_BY_LAW)}
