"""Facts from notices, duties, plans and deliveries, on each side of the day that they count from."""

from datetime import date

import pytest

from tests.facts.stories import facts_of

BASE = """
organization: {kind: tax_exempt_hospital, state: FL}
guarantor: {name: Ann Lee, born: 1980-05-01}
visits: [{visit: a, service_on: 2026-01-05}, {visit: b, service_on: 2026-02-10}]
balances: [{visit: a, dollars: 100}, {visit: b, dollars: 50}]
"""


def facts(*events, day=date(2026, 3, 8)):
    return facts_of(BASE + "events:\n" + "".join(f"  - {{{event}}}\n" for event in events), day=day)


@pytest.mark.parametrize(("on", "counts"), [("2026-02-09", False), ("2026-02-10", True)])
@pytest.mark.parametrize(
    ("event", "fact"),
    [
        ("kind: notice_sent, value: rights", "has_rights_notice"),
        ("kind: duty_met, value: screening", "has_screening"),
        ("kind: itemized_bill_sent", "has_itemized_bill"),
        ("kind: collection_notice_sent, value: suit", "has_collection_notice"),
        ("kind: oral_effort_made", "has_oral_effort"),
    ],
)
def test_what_was_sent_or_done_counts_from_the_newest_due_visit_on(event, fact, on, counts):
    assert counts is facts(f"on: {on}, {event}")[fact]


def test_a_lasting_duty_that_was_met_for_older_care_holds():
    assert facts("on: 2025-06-01, kind: duty_met, value: vendor_contract")["has_vendor_contract"]


def test_the_first_oral_effort_and_the_last_notice_count():
    found = facts(
        "on: 2026-02-20, kind: oral_effort_made",
        "on: 2026-02-25, kind: oral_effort_made",
        "on: 2026-02-20, kind: collection_notice_sent, value: suit",
        "on: 2026-02-25, kind: collection_notice_sent, value: suit",
    )

    assert (date(2026, 2, 20), date(2026, 2, 25)) == (found["oral_effort_on"], found["collection_notice_on"])


def test_an_event_of_the_day_itself_is_seen():
    held = "on: 2026-03-08, kind: held"

    assert (True, False) == (facts(held)["is_held"], facts(held, day=date(2026, 3, 7))["is_held"])


@pytest.mark.parametrize(
    ("verified_on", "is_open"), [("2026-03-01", True), ("2026-03-02", True), ("2026-03-03", False)]
)
def test_a_written_dispute_is_unverified_until_a_verification_after_its_day(verified_on, is_open):
    dispute = "on: 2026-03-02, kind: disputed, value: written"

    assert is_open is facts(dispute, f"on: {verified_on}, kind: notice_sent, value: verification")["has_unverified_dispute"]  # fmt: skip


def test_a_dispute_that_was_not_in_writing_needs_no_verification():
    assert not facts("on: 2026-03-02, kind: disputed")["has_unverified_dispute"]


@pytest.mark.parametrize(
    ("missed_on", "is_missed"), [("2026-02-14", False), ("2026-02-15", True), ("2026-03-01", True)]
)
def test_a_missed_payment_counts_against_the_plan_that_was_agreed_by_then(missed_on, is_missed):
    agreed = ("on: 2026-01-10, kind: plan_agreed", "on: 2026-02-15, kind: plan_agreed")

    assert is_missed is facts(*agreed, f"on: {missed_on}, kind: plan_missed")["has_missed_plan"]


def test_a_missed_payment_counts_where_the_agreement_was_not_told():
    assert facts("on: 2026-02-14, kind: plan_missed")["has_missed_plan"]


@pytest.mark.parametrize(("sent_on", "delivered_on"), [("2026-02-20", None), ("2026-02-21", date(2026, 2, 21))])
def test_a_letter_is_delivered_where_none_came_back_on_its_day_or_later(sent_on, delivered_on):
    returned = ("on: 2026-02-12, kind: letter_sent", "on: 2026-02-20, kind: mail_returned")

    assert delivered_on == facts(*returned, f"on: {sent_on}, kind: letter_sent")["first_delivered_on"]


def test_the_first_delivery_is_the_earlier_of_mail_and_email():
    mail, email = "on: 2026-02-12, kind: letter_sent", "on: 2026-02-14, kind: email_sent"
    bounced = "on: 2026-02-15, kind: email_bounced"

    assert date(2026, 2, 12) == facts(mail, email)["first_delivered_on"]
    assert date(2026, 2, 12) == facts(mail, email, bounced)["first_delivered_on"]
    assert date(2026, 2, 14) == facts(mail, email, "on: 2026-02-15, kind: mail_returned")["first_delivered_on"]


def test_a_cost_share_counts_by_its_largest_excess_and_only_where_something_is_due():
    shares = [f"on: 2026-02-15, kind: cost_share_set, visit: {visit}, dollars: 30" for visit in ("a", "b")]

    assert (True, 7_000) == (facts(*shares)["has_cost_share"], facts(*shares)["over_cost_share_cents"])
    assert facts(*shares, "on: 2026-02-16, kind: cost_share_set, dollars: 30")["over_cost_share_cents"] is None


def test_the_first_day_of_delinquency_and_of_death_counts():
    found = facts(*(f"on: 2026-0{month}-02, kind: {kind}" for kind in ("delinquent", "died") for month in (2, 1)))

    assert (date(2026, 1, 2), date(2026, 1, 2)) == (found["delinquent_on"], found["died_on"])
