"""An 835 ties out to the cent, or waits with both amounts in the sentence."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remindful.core.remits import check_remits, post_pairs, tie_claims
from remindful.core.words.kinds import EntryKind, LedgerAccount
from tests.remits.conftest import ANSWERED, Remit, unhurried


def checked(remit: Remit):
    """Of claims whose remittance ties, tie_claims says the same."""
    remits, claims, lines, adjustments, provider = remit.frames()
    found = check_remits(remits, claims, lines, adjustments, provider, file="june.835")
    again = tie_claims(claims.join(found.remits, on="remit_no", how="semi", maintain_order="left"), lines, adjustments)
    assert found.claims["is_tied"].to_list() == again["is_tied"].to_list()
    return found


def worked() -> Remit:
    """The table of docs/algorithms/tie_out.md."""
    remit = Remit().pays(7_500).claim((10_000, 6_000, "CO45:4000"), number="A")
    return remit.claim((2_500, 2_500, ""), number="B").takes(1_000)


def test_the_worked_table_ties():
    found = checked(worked())

    assert [7_500] == found.remits["paid_cents"].to_list()
    assert [True, True] == found.claims["is_tied"].to_list()
    assert (0, ()) == (found.exceptions.height, found.findings)


def test_the_worked_table_posts_cash_of_exactly_the_payment():
    remit = worked()
    answers = Remit().claim((10_000, 6_000, "CO45:4000"), number="A").post(10_000).postings
    frame = pl.DataFrame(
        {"organization_id": [1], "effective_on": [ANSWERED], "remit_claim_id": [2], "source": ["june.835:1"]}
    )
    _, suspense = post_pairs(
        frame.with_columns(entry_key=pl.lit("suspense:2"), paid_cents=2_500),
        kind=EntryKind.UNMATCHED_PAYMENT, debit=LedgerAccount.PAYER_CASH, credit=LedgerAccount.PAYER_SUSPENSE, cents="paid_cents",
    )  # fmt: skip
    _, taken = post_pairs(
        frame.with_columns(entry_key=pl.lit("plb:1:0"), amount_cents=1_000),
        kind=EntryKind.PROVIDER_ADJUSTMENT, debit=LedgerAccount.PROVIDER_LEVEL, credit=LedgerAccount.PAYER_CASH, cents="amount_cents",
    )  # fmt: skip
    legs = pl.concat([answers, suspense, taken], how="vertical_relaxed")
    sums = dict(legs.group_by("ledger_account").agg(pl.col("amount_cents").sum()).iter_rows())

    assert remit.remits[0]["paid_cents"] == sums["payer_cash"] == 7_500
    assert [-2_500, 1_000] == [sums["payer_suspense"], sums["provider_level"]]
    assert 0 == legs["amount_cents"].sum()


@pytest.mark.parametrize(("said", "text"), [(7_501, "$75.01"), (7_499, "$74.99")])
def test_a_remittance_that_is_a_cent_off_is_aside_with_both_amounts(said, text):
    remit = worked()
    remit.remits[0]["paid_cents"] = said
    found = checked(remit)
    [finding] = found.findings

    assert (0, 0, 1) == (found.remits.height, found.claims.height, found.exceptions.height)
    assert "remit.unbalanced" == finding.code
    assert f"says {text}," in finding.message
    assert "come to $75.00;" in finding.message
    assert "june.835:1 (T1)" == str(finding.at)


def test_a_remittance_whose_payment_nobody_can_read_is_aside():
    [finding] = checked(Remit().pays(None)).findings

    assert "The payment is nothing readable, but" in finding.message


def test_one_remittance_that_does_not_tie_leaves_the_others_of_its_file_alone():
    remit = Remit().pays(100).pays(100, remit=2).claim((100, 100, "")).claim((90, 90, ""), remit=2)
    found = checked(remit)

    assert [[1], [2]] == [found.remits["remit_no"].to_list(), found.exceptions["remit_no"].to_list()]
    assert [1] == found.claims["remit_no"].to_list()


def test_a_negative_provider_adjustment_raises_the_payment():
    assert 1 == checked(Remit().pays(110).claim((100, 100, "")).takes(-10)).remits.height


def test_a_payment_of_nothing_without_claims_ties():
    assert 1 == checked(Remit().pays(0)).remits.height


@pytest.mark.parametrize(("charge", "text"), [(10_001, "$100.01"), (9_999, "$99.99")])
def test_a_claim_that_is_a_cent_off_is_not_tied_and_says_both_amounts(charge, text):
    remit = Remit().pays(8_000).claim((10_000, 8_000, "CO45:1500 PR2:500"), number="1193", charge=charge)
    found = checked(remit)
    [finding] = found.findings

    assert [False] == found.claims["is_tied"].to_list()
    assert "remit.claim_unbalanced" == finding.code
    message = f"Claim 1193: paid $80.00 + adjusted $20.00 is not the charge of {text}. Its payment is held in suspense."
    assert message == finding.message


def test_a_line_that_is_a_cent_off_unties_its_claim_though_the_claim_adds_up():
    remit = Remit().pays(160).claim((100, 80, "CO45:19"), (100, 80, "CO45:21"), number="1193")
    found = checked(remit)

    assert [False] == found.claims["is_tied"].to_list()
    assert "2 of its lines do not add up" in found.findings[0].message


def test_adjustments_of_the_claim_as_a_whole_count_on_the_claim_only():
    assert [True] == checked(Remit().pays(80).claim(charge=100, paid=80, cas="CO45:20")).claims["is_tied"].to_list()
    assert [False] == checked(Remit().pays(80).claim((100, 80, ""), cas="CO45:20")).claims["is_tied"].to_list()


def test_a_claim_that_does_not_tie_leaves_the_others_of_its_remittance_tied():
    found = checked(Remit().pays(180).claim((100, 80, "CO45:20"), number="A").claim((100, 100, "CO45:20"), number="B"))

    assert [True, False] == found.claims["is_tied"].to_list()


def test_a_claim_whose_charge_nobody_can_read_is_not_tied():
    remit = Remit().pays(80).claim((100, 80, "CO45:20"))
    remit.claims[0]["charge_cents"] = None

    assert [False] == checked(remit).claims["is_tied"].to_list()


@pytest.mark.parametrize("column", ["group_code", "carc"])
def test_an_adjustment_without_group_or_reason_unties_its_claim_though_it_adds_up(column):
    remit = Remit().pays(160).claim((100, 80, "CO45:20"), number="1193").claim((100, 80, "CO45:20"))
    remit.adjustments[0] |= {column: None, "segment_no": 12}
    found = checked(remit)
    [finding] = found.findings

    assert [False, True] == found.claims["is_tied"].to_list()
    assert ("remit.adjustment_unnamed", "june.835:12 (1193)") == (finding.code, str(finding.at))
    message = "Claim 1193: the group or the reason is missing in 1 of its adjustments (CAS), $0.20 in all, so it is not known who owes that amount. "
    assert f"{message}Its payment is held in suspense." == finding.message


def test_a_claim_with_an_unnamed_adjustment_that_is_a_cent_off_says_both():
    remit = Remit().pays(80).claim((101, 80, "CO45:20"))
    remit.adjustments[0]["carc"] = None

    assert ["remit.claim_unbalanced", "remit.adjustment_unnamed"] == [one.code for one in checked(remit).findings]


def test_a_reversal_ties_with_its_negative_amounts():
    found = checked(Remit().pays(-80).claim((-100, -80, "CO45:-20"), status="22"))

    assert [True] == found.claims["is_tied"].to_list()


LINES = st.lists(st.tuples(st.integers(-9_999, 9_999), st.integers(-999, 999), st.integers(-999, 999)), max_size=3)


@unhurried
@given(st.lists(LINES, max_size=3), st.lists(st.integers(-999, 999), max_size=2), st.sampled_from([0, 0, 1, -1]))
def test_a_remittance_ties_exactly_where_its_sum_is_right(claims, taken, off):
    paid = sum(line[0] for lines in claims for line in lines) - sum(taken)
    remit = Remit().pays(paid + off)
    for lines in claims:
        remit.claim(
            *((pays + contract + share, pays, f"CO45:{contract} PR1:{share}") for pays, contract, share in lines)
        )
    for cents in taken:
        remit.takes(cents)
    found = checked(remit)

    assert (off == 0) == (found.remits.height == 1)
    assert found.remits.height + found.exceptions.height == 1
    assert found.claims["is_tied"].all()
    assert (off != 0) == any(finding.code == "remit.unbalanced" for finding in found.findings)
