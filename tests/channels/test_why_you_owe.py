"""Why you owe this: the sentence, and that it never tells a sum that does not come out."""

from dataclasses import replace

import pytest

from remindful.edges.channels import reasons, wording


@pytest.fixture
def words():
    return wording.load_wording("first_statement", "en")


def with_line(content, **changes):
    """The content with its one line changed; charge and amount due follow."""
    line = replace(content.visits[0].lines[0], **changes)
    explained = line.payer_paid_cents + line.contract_cents + line.other_off_cents + line.patient_paid_cents
    line = replace(line, charge_cents=explained + line.due_cents)
    visit = replace(content.visits[0], lines=(line,))
    return replace(content, visits=(visit,), due_cents=line.due_cents - content.unapplied_cents)


def test_one_reason_is_one_sentence(make_content, words):
    content = with_line(make_content(), deductible_cents=4_000, coinsurance_cents=0)

    assert reasons.say_why(content, words) == "Your insurance has answered. The $40.00 is your plan's deductible."


def test_several_reasons_add_up(make_content, words):
    content = with_line(make_content(), deductible_cents=2_000, coinsurance_cents=2_000)
    said = reasons.say_why(content, words)

    assert "Your share is $40.00: $20.00 for your plan's deductible and $20.00 for your share of the cost" in said


def test_more_than_two_reasons_get_a_sentence_each(make_content, words):
    content = with_line(make_content(), deductible_cents=2_000, coinsurance_cents=1_500, copay_cents=500)
    said = reasons.say_why(content, words)

    assert "Your share is $40.00. Your plan's deductible: $20.00." in said
    assert said.endswith("Your copay: $5.00.")


def test_payments_and_money_not_tied_yet_are_taken_off(make_content, words):
    content = with_line(make_content(unapplied_cents=500), patient_paid_cents=1_000, due_cents=3_000)
    said = reasons.say_why(content, words)

    assert "You have paid $10.00 of it. Thank you!" in said
    assert said.endswith("We also have $5.00 from you that is not tied to a visit yet. That leaves $25.00.")


def test_help_from_us_is_told_when_it_came_off_the_share(make_content, words):
    content = with_line(make_content(), other_off_cents=1_000, due_cents=3_000)

    assert reasons.say_why(content, words).endswith("We took $10.00 off. That leaves $30.00.")


def test_a_share_that_does_not_come_out_is_told_without_sums(make_content, words):
    content = with_line(make_content(), deductible_cents=9_999, coinsurance_cents=0)

    assert reasons.say_why(content, words) == "What you owe comes from your plan's deductible."


def test_a_balance_without_reasons_is_told_so(make_content, words):
    content = with_line(make_content(), deductible_cents=0, coinsurance_cents=0)

    assert reasons.say_why(content, words) == "This is what is left to pay for the care listed here."
    line = content.visits[0].lines[0]
    assert reasons.say_line_reasons(line, words) == ("Left to pay from an older bill: $40.00",)


def test_insurance_has_answered_is_only_said_where_there_is_one(make_content, words):
    content = with_line(make_content(), deductible_cents=0, coinsurance_cents=0, self_pay_cents=4_000)
    uninsured = replace(content, visits=(replace(content.visits[0], payers=()),))

    assert reasons.say_why(uninsured, words) == "The $40.00 is care that was not billed to insurance."


def test_spanish_says_the_hours_in_spanish_or_not_at_all(office):
    spanish = wording.load_wording("first_statement", "es")

    assert spanish.say_hours(office.hours) == "lunes a viernes, 8 am a 5 pm"
    assert spanish.say_hours("By appointment") is None
    assert "By appointment" not in spanish.say_questions(replace(office, hours="By appointment"))
    assert office.phone in spanish.say_questions(replace(office, hours="By appointment"))
