"""Denials for a referral or an authorization: what was missing, and that they never come to the patient."""

import pytest

from remindful.core.referrals import MISSING_BY_CARC, Missing, cause_of
from remindful.core.remits import carc_frame
from tests.ledger.conftest import Store


def balance_owner(group: str, carc: str, *, copay_cents: int = 0) -> tuple[str, int]:
    """Who is to act on an item of 150.00 that the only payer answered so, and what is asked of the patient."""
    copay = f" PR3:{copay_cents}" if copay_cents else ""
    said = f"{group}{carc}:{15_000 - copay_cents}{copay}"
    store = Store().visit(payers=("commercial",)).charge(15_000).answer((1, 0, said), status="4")
    owner, _, _, due = store.owed()
    return owner, due


@pytest.mark.parametrize("group", ["CO", "PR", "OA", "PI", "CR"])
@pytest.mark.parametrize("carc", sorted(MISSING_BY_CARC))
def test_a_denial_for_want_of_cover_is_never_the_patients(carc, group):
    owner, due = balance_owner(group, carc)

    assert owner in ("denied", "needs_review")
    assert due == 0


@pytest.mark.parametrize("carc", sorted(MISSING_BY_CARC))
def test_only_the_copay_that_was_told_beside_it_is_asked_for(carc):
    owner, due = balance_owner("PR", carc, copay_cents=2_000)

    assert (owner, due) in [("patient", 2_000), ("needs_review", 0)]


def test_a_copay_alone_is_the_patients():
    assert ("patient", 15_000) == balance_owner("PR", "3")


def test_the_table_of_reasons_says_the_same_cause():
    table = dict(carc_frame().select("carc", "cause").rows())

    assert {carc: cause_of(carc) for carc in MISSING_BY_CARC} == {carc: table[carc] for carc in MISSING_BY_CARC}


@pytest.mark.parametrize(
    ("carc", "missing"),
    [
        ("197", Missing.AUTHORIZATION), ("198", Missing.AMOUNT), ("15", Missing.FITTING_NUMBER), ("288", Missing.REFERRAL),
        ("39", Missing.APPROVAL), ("302", Missing.NOTICE_IN_TIME),
    ],
)  # fmt: skip
def test_a_reason_says_what_was_missing(carc, missing):
    assert missing is MISSING_BY_CARC[carc]


@pytest.mark.parametrize("carc", ["45", "1", "29", "96", "999"])
def test_other_reasons_are_none_of_it(carc):
    assert cause_of(carc) is None
