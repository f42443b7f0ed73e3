"""Stories: what leaves, and what does not, on which night."""

from datetime import date

import polars as pl

from remindful.core.words.kinds import MessageState
from remindful.edges.store import reads
from remindful.edges.store.store import open_store
from remindful.flow.office.clock import Clock
from tests.stories.practice import HOSPITAL, Practice, claim_answer

SHARE = ("99213", 150, 60, "CO45:40 PR1:50")


def first_statement(practice: Practice, key: str = "ana") -> Practice:
    """Fifty dollars of deductible, stated on January 21."""
    practice.person(key).visit("V1", key, ("99213", 150), on="2026-01-05")
    practice.answer(claim_answer("V1", SHARE), day="2026-01-20")
    assert [(key, "statement", "first_statement")] == practice.night("2026-01-21").sent
    return practice


def test_the_first_word_is_a_friendly_itemised_statement(practice: Practice):
    first_statement(practice)


def test_no_letter_to_whoever_paid_yesterday(practice: Practice):
    first_statement(practice).pays("ana", 50, on="2026-02-10")
    night = practice.night("2026-02-11")

    assert [] == night.sent
    assert {"due": 0} == practice.owed("ana", day="2026-02-11")


def test_a_part_payment_is_shown_and_the_rest_is_reminded(practice: Practice):
    first_statement(practice).pays("ana", 20, on="2026-02-10")
    night = practice.night("2026-02-11")

    assert [("ana", "email", "gentle_reminder")] == night.sent
    assert {"patient": 3_000, "due": 3_000} == practice.owed("ana", day="2026-02-11")


def test_while_the_insurer_is_silent_nobody_is_written_to(practice: Practice):
    practice.person("ana").visit("V1", "ana", ("99213", 150), on="2026-01-05")

    assert [] == practice.night("2026-03-05").sent


def test_two_visits_and_one_guarantor_are_one_statement(practice: Practice):
    practice.person("ana").visit("V1", "ana", ("99213", 150), on="2026-01-05")
    practice.visit("V2", "ana", ("99213", 150), on="2026-01-06")
    practice.answer(claim_answer("V1", SHARE), claim_answer("V2", SHARE, number="ICN2"), day="2026-01-20")
    night = practice.night("2026-01-21")

    assert [("ana", "statement", "first_statement")] == night.sent
    assert 10_000 == practice.owed("ana", day="2026-01-21")["due"]


def test_a_line_denied_for_authorization_never_reaches_the_patient(practice: Practice):
    practice.person("ana").visit("V1", "ana", ("99213", 150), ("72148", 900), on="2026-01-05")
    practice.answer(claim_answer("V1", SHARE, ("72148", 900, 0, "PR197:900")), day="2026-01-20")

    assert {"patient": 5_000, "denied": 90_000, "due": 5_000} == practice.owed("ana", day="2026-01-21")


def test_a_code_that_nobody_knows_waits_for_a_person(practice: Practice):
    practice.person("ana").visit("V1", "ana", ("99213", 150), on="2026-01-05")
    practice.answer(claim_answer("V1", ("99213", 150, 60, "CO45:40 PR999:50")), day="2026-01-20")

    assert {"needs_review": 5_000, "due": 0} == practice.owed("ana", day="2026-01-21")
    assert [] == practice.night("2026-01-21").sent


def test_after_a_missed_week_one_step_a_day_and_none_skipped(practice: Practice):
    first_statement(practice)
    late = practice.night("2026-03-20")
    next_day = practice.night("2026-03-21")

    assert [("ana", "email", "gentle_reminder")] == late.sent
    assert ({"ana": "resting"}, []) == (next_day.why_not, next_day.sent)
    assert [("ana", "statement", "second_statement")] == practice.night("2026-04-03").sent


def test_the_parent_gets_the_childs_statement(practice: Practice):
    practice.person("mia").person("leo", guarantor_key="mia", birth_on="2018-03-03", email="", phone="")
    practice.visit("V1", "leo", ("99213", 150), on="2026-01-05")
    practice.answer(claim_answer("V1", SHARE), day="2026-01-20")

    assert [("mia", "statement", "first_statement")] == practice.night("2026-01-21").sent


def test_a_child_who_is_put_down_as_guarantor_is_never_written_to(practice: Practice):
    practice.person("leo", birth_on="2018-03-03").visit("V1", "leo", ("99213", 150), on="2026-01-05")
    practice.answer(claim_answer("V1", SHARE), day="2026-01-20")
    night = practice.night("2026-01-21")

    assert ([], {"leo": "not_free"}) == (night.sent, night.why_not)
    assert "house.never_a_minor" in [
        rule.rule for rule in practice.why("leo", "statement", at="2026-01-21T16:30+00:00").rules
    ]


def test_an_opt_out_between_the_verdict_and_the_sending_stops_the_email(practice: Practice, monkeypatch):
    first_statement(practice)
    from remindful.flow.messages import reach

    judged_again = reach.take_position

    def opt_out_now(*args, **kwargs):
        monkeypatch.setattr(reach, "take_position", judged_again)
        return judged_again(*args, **kwargs)

    original = reach.plan_batches

    def plan_batches(settings):
        batches = original(settings)
        assert ["email"] == [batch.act for batch in batches]
        practice.happens("opted_out", "ana", on="2026-02-11", medium="email")
        return batches

    monkeypatch.setattr(reach, "take_position", opt_out_now)
    monkeypatch.setattr(reach, "plan_batches", plan_batches)
    night = practice.night("2026-02-11")

    assert [] == night.sent
    assert {"suppressed: forbid at the moment of sending": 1} == night.report.not_sent


def test_who_opted_out_of_email_gets_the_letter_that_the_ladder_names_next(practice: Practice):
    first_statement(practice).happens("opted_out", "ana", on="2026-02-01", medium="email")

    assert [("ana", "letter", "gentle_reminder")] == practice.night("2026-02-11").sent


def test_a_reversal_restores_the_balance(practice: Practice):
    practice.person("ana").visit("V1", "ana", ("99213", 150), on="2026-01-05")
    practice.answer(claim_answer("V1", SHARE), day="2026-01-20")
    before = practice.owed("ana", day="2026-01-20")
    practice.answer(claim_answer("V1", ("99213", -150, -60, "CO45:-40 PR1:-50"), status="22"), day="2026-02-01")

    assert {"patient": 5_000, "due": 5_000} == before
    assert {"payer": 15_000, "due": 0} == practice.owed("ana", day="2026-02-01")


def test_a_correction_after_a_reversal_is_the_new_truth(practice: Practice):
    practice.person("ana").visit("V1", "ana", ("99213", 150), on="2026-01-05")
    practice.answer(claim_answer("V1", SHARE), day="2026-01-20")
    practice.answer(
        claim_answer("V1", ("99213", -150, -60, "CO45:-40 PR1:-50"), status="22"),
        claim_answer("V1", ("99213", 150, 80, "CO45:40 PR1:30"), number="ICN9"),
        day="2026-02-01",
    )

    assert {"patient": 3_000, "due": 3_000} == practice.owed("ana", day="2026-02-01")


def test_what_a_secondary_has_still_to_answer_is_not_the_patients(practice: Practice):
    practice.person("ana").visit("V1", "ana", ("99213", 150), on="2026-01-05", payers=("MEDICARE", "MEDIGAP"))
    practice.answer(claim_answer("V1", ("99213", 150, 80, "CO45:50 PR2:20")), day="2026-01-20", payer="MEDICARE")
    waiting = practice.owed("ana", day="2026-01-21")
    practice.answer(
        claim_answer("V1", ("99213", 150, 15, "OA23:130 PR2:5"), status="2", number="ICN2"),
        day="2026-02-01",
        payer="MEDIGAP",
    )

    assert {"payer": 2_000, "due": 0} == waiting
    assert {"patient": 500, "due": 500} == practice.owed("ana", day="2026-02-01")


def test_aging_of_last_quarter_is_the_same_today_as_it_was_then(practice: Practice):
    first_statement(practice)
    then = practice.owed("ana", day="2026-03-31", known_at="2026-03-31")
    practice.answer(claim_answer("V1", ("99213", -150, -60, "CO45:-40 PR1:-50"), status="22"), day="2026-04-10")
    practice.pays("ana", 50, on="2026-03-20")  # told late: nobody knew of it in March

    assert then == practice.owed("ana", day="2026-03-31", known_at="2026-03-19T00:00")
    assert {"patient": 5_000, "due": 5_000} == then


def test_a_bankruptcy_stops_everything_and_why_says_so_with_its_citation(practice: Practice):
    first_statement(practice).happens("bankruptcy_filed", "ana", on="2026-02-01", value="7")
    night = practice.night("2026-02-11")
    answer = practice.why("ana", "email", at="2026-02-11T16:30+00:00")

    assert [] == night.sent
    assert ("forbid", None) == (answer.verdict, answer.until)
    assert [("us.bankruptcy.stay", "11 USC 362(a)(6)", {"is_in_bankruptcy": True})] == [
        (rule.rule, rule.cite, dict(rule.facts)) for rule in answer.rules
    ]
    assert "bankruptcy filed of 2026-02-01, contacts-4.csv:2" == answer.rules[0].sources["is_in_bankruptcy"]


def test_a_qualified_medicare_beneficiary_is_never_asked(practice: Practice):
    practice.person("rosa", is_qmb="true").visit("V1", "rosa", ("99213", 150), on="2026-01-05", payers=("MEDICARE",))
    practice.answer(claim_answer("V1", ("99213", 150, 80, "CO45:46 PR2:24")), day="2026-01-20", payer="MEDICARE")

    assert {"not_billable": 2_400, "due": 0} == practice.owed("rosa", day="2026-01-21")
    assert [] == practice.night("2026-01-21").sent


def test_an_application_for_help_rests_the_reminders_of_a_hospital(practice: Practice):
    practice.person("ana", org=HOSPITAL).opens_with(
        "ana", visit="H1", charge=900, open=900, on="2026-01-02", org=HOSPITAL
    )
    sent = practice.night("2026-01-10").sent
    practice.happens("assistance_applied", "ana", on="2026-01-20", value="complete", org=HOSPITAL)

    assert [("ana", "statement", "first_statement")] == sent
    assert ([], {"ana": "not_free"}) == ((night := practice.night("2026-02-20")).sent, night.why_not)


def test_the_same_file_twice_changes_nothing(practice: Practice):
    practice.person("ana").visit("V1", "ana", ("99213", 150), on="2026-01-05")
    practice.answer(claim_answer("V1", SHARE), day="2026-01-20")
    file = sorted(practice.folder.glob("*.835"))[0]
    copy = practice.folder / "the-same-under-another-name.835"
    copy.write_bytes(file.read_bytes())
    again = practice._import(copy, day=date(2026, 1, 25), org=None)

    assert ["seen_before"] == [count.state for count in again.files]
    assert {"patient": 5_000, "due": 5_000} == practice.owed("ana", day="2026-01-25")


def test_an_answer_that_came_before_its_claim_waits_and_is_found_again(practice: Practice):
    practice.person("ana")
    waiting = practice.answer(claim_answer("V1", SHARE), day="2026-01-20")
    practice.visit("V1", "ana", ("99213", 150), on="2026-01-05", day="2026-01-22")
    practice.night("2026-01-23")

    assert (0, 6_000) == (waiting.posted_cents, waiting.suspense_cents)
    assert {"patient": 5_000, "due": 5_000} == practice.owed("ana", day="2026-01-23")


def test_a_replaced_claim_takes_its_old_charges_back(practice: Practice):
    practice.person("ana").visit("V1", "ana", ("99213", 150), on="2026-01-05")
    practice.visit("V1", "ana", ("99214", 200), on="2026-01-05", day="2026-01-10", frequency="7")

    assert {"payer": 20_000, "due": 0} == practice.owed("ana", day="2026-01-11")


def test_a_returned_check_is_owed_again(practice: Practice):
    first_statement(practice).pays("ana", 50, on="2026-02-01")
    practice.night("2026-02-02")
    practice.pays("ana", -50, on="2026-02-08")
    practice.night("2026-02-09")

    assert {"patient": 5_000, "due": 5_000} == practice.owed("ana", day="2026-02-09")


def test_an_email_before_eight_waits_for_its_hour_on_the_same_day(practice: Practice):
    first_statement(practice)
    early = practice.night("2026-02-11", at="10:00")  # six in the morning in Tallahassee
    later = practice.night("2026-02-11", at="16:30")

    assert [] == early.sent
    assert [("ana", "email", "gentle_reminder")] == later.sent


def test_a_night_before_the_last_one_is_refused(practice: Practice):
    import pytest

    from remindful.core.words.findings import Refusal

    first_statement(practice)

    with pytest.raises(Refusal, match="has run already"):
        practice.night("2026-01-20")


def test_no_practice_clock_on_real_organizations(practice: Practice):
    import pytest

    from remindful.core.words.findings import Refusal

    office = practice.folder / "office.yaml"
    office.write_text(office.read_text().replace("is_practice: true", "is_practice: false"))
    practice._import(office, day=date(2026, 1, 2), org=None)

    with pytest.raises(Refusal, match="practice clock"):
        practice.night("2026-01-20")


def test_every_message_that_was_sent_is_an_event_and_starts_the_visits_clock(practice: Practice):
    first_statement(practice)
    with open_store(organizations="all", now=Clock().now(), read_only=True) as store:
        kinds = reads.events(store)["kind"].to_list()
        started = reads.visits(store)["first_statement_on"].to_list()
        states = reads.messages(store).filter(pl.col("state") != str(MessageState.SENT)).height

    assert (["statement_sent"], [date(2026, 1, 21)], 0) == (kinds, started, states)


def test_a_self_pay_bill_waits_for_no_insurer(practice: Practice):
    practice.person("ana").visit("V1", "ana", ("99213", 150), on="2026-01-05", payers=())

    assert {"patient": 15_000, "due": 15_000} == practice.owed("ana", day="2026-01-06")
    assert [("ana", "statement", "first_statement")] == practice.night("2026-01-06").sent


def test_a_stay_paid_as_a_whole_by_two_payers_comes_out_to_the_cent(practice: Practice):
    practice.person("ana").visit("V1", "ana", ("99213", "33.33"), ("99214", "33.33"), ("99215", "33.34"), on="2026-01-05",
                                 payers=("MEDICARE", "MEDIGAP"))  # fmt: skip
    first = "CLP*V1*1*100.00*50.01*29.98*12*I1*11*1~NM1*QC*1*EXAMPLE*X~CAS*CO*45*20.01~CAS*PR*1*29.98"
    second = "CLP*V1*2*100.00*10.01*19.97*12*I2*11*1~NM1*QC*1*EXAMPLE*X~CAS*OA*23*70.02~CAS*PR*1*19.97"
    practice.answer(first, day="2026-01-20", payer="MEDICARE")
    practice.answer(second, day="2026-02-01", payer="MEDIGAP")

    assert {"patient": 1_997, "due": 1_997} == practice.owed("ana", day="2026-02-02")
