"""Stories of remittances that come twice, come back, or come in pieces: posted right, or an exception, never doubled."""

from pathlib import Path

import pytest

from tests.remits.desk import ask, findings, ledger, receive, remit_of
from tests.stories.offices import copy_office
from tests.stories.practice import Practice, claim_answer

PAID = claim_answer("V1", ("99213", 150, 64, "CO45:70 PR2:16"), ("85025", 40, 0, "CO45:28 PR1:12"))
BACK = claim_answer("V1", ("99213", -150, -64, "CO45:-70 PR2:-16"), ("85025", -40, 0, "CO45:-28 PR1:-12"), status="22")
MORE = claim_answer("V1", ("99213", 150, 74, "CO45:66 PR2:10"), ("85025", 40, 0, "CO45:28 PR1:12"), number="ICN2")
AFTER = "2026-06-01"


@pytest.fixture
def office(tmp_path, monkeypatch) -> Practice:
    return copy_office(open_office, folder=tmp_path, monkeypatch=monkeypatch)


def open_office(folder: Path) -> Practice:
    office = Practice(folder).open().person("ana")
    office.visit("V1", "ana", ("99213", 150), ("85025", 40), on="2026-01-05", payers=("AETNA", "CIGNA"))
    office.person("bob").visit("V2", "bob", ("99213", 150), ("85025", 40), on="2026-01-05")
    return office


def of_bob(claim: str) -> str:
    return claim.replace("V1", "V2")


def books(office: Practice, *, who="bob") -> dict[str, int]:
    """The account's open money, and the accounts of the books that payers' money and write-offs went to."""
    accounts = {name: ledger(name) for name in ("payer_cash", "payer_suspense", "contractual", "payer_other")}
    return office.owed(who, day=AFTER) | {name: cents for name, cents in accounts.items() if cents}


PAID_ONCE = {"patient": 2_800, "due": 2_800, "payer_cash": 6_400, "contractual": 9_800}
NOTHING_YET = {"payer": 19_000, "due": 0}


# --- twice ------------------------------------------------------------------------------------------------------------------


def other_wrapping(text: str) -> str:
    """The same payment with another envelope, set number, payer's number and date."""
    return (
        text.replace("*000000001", "*000000777").replace("*0001~", "*0042~").replace("XV*AETNA", "XV*60054").replace("20260120", "20260127")
    )  # fmt: skip


def test_a_copy_in_another_wrapping_is_not_posted_again(office: Practice):
    one = remit_of(of_bob(PAID), day="2026-01-20", trace="T1")
    receive(office, one, day="2026-01-20")
    receive(office, other_wrapping(one), day="2026-01-28")

    assert PAID_ONCE == books(office)
    assert 1 == len(findings("remit.seen_before"))


def test_a_copy_in_the_same_file_is_not_posted_again(office: Practice):
    one = remit_of(of_bob(PAID), day="2026-01-20", trace="T1")
    receive(office, one + other_wrapping(one), day="2026-01-28")

    assert PAID_ONCE == books(office)


def test_a_payment_that_is_issued_anew_under_another_trace_waits(office: Practice):
    receive(office, remit_of(of_bob(PAID), day="2026-01-20", trace="CARD1"), day="2026-01-20")
    receive(office, remit_of(of_bob(PAID), day="2026-02-20", trace="CHECK9"), day="2026-02-20")

    assert PAID_ONCE | {"payer_cash": 12_800, "payer_suspense": -6_400} == books(office)
    assert 1 == len(findings("remit.second_adjudication"))


def test_denials_of_two_payers_that_share_a_trace_are_both_posted(office: Practice):
    first = claim_answer("V1", ("99213", 150, 0, "CO16:150"), ("85025", 40, 0, "CO16:40"), status="4")
    receive(office, remit_of(first, day="2026-01-20", trace="NOPAY"), day="2026-01-20")
    theirs = remit_of(first, day="2026-02-01", trace="NOPAY", payer="CIGNA").replace("1512345678", "1598765432")
    receive(office, theirs, day="2026-02-01")

    assert {"denied": 19_000, "due": 0} == books(office, who="ana")


def test_a_copy_of_one_part_of_a_split_claim_waits(office: Practice):
    part = claim_answer("V2", ("85025", 40, 20, "CO45:20"), first_line=2)
    receive(office, remit_of(part, day="2026-01-20", trace="T1"), day="2026-01-20")
    receive(office, remit_of(part, day="2026-01-27", trace="T2"), day="2026-01-27")

    assert NOTHING_YET["payer"] - 4_000 == books(office)["payer"]
    assert (-2_000, 2_000) == (ledger("payer_suspense"), ledger("contractual"))


# --- back -------------------------------------------------------------------------------------------------------------------


def test_a_reversal_of_what_waits_settles_both(office: Practice):
    receive(office, remit_of(of_bob(PAID), day="2026-01-20", trace="T1"), day="2026-01-20")
    receive(office, remit_of(of_bob(MORE), day="2026-02-01", trace="T2"), day="2026-02-01")
    back = claim_answer(
        "V2",
        ("99213", -150, -74, "CO45:-66 PR2:-10"),
        ("85025", -40, 0, "CO45:-28 PR1:-12"),
        status="22",
        number="ICN2",
    )
    receive(office, remit_of(back, day="2026-02-10", trace="T3", plbs=(("FB", "X", "-74"),)), day="2026-02-10")

    assert PAID_ONCE | {"payer_cash": 13_800} == books(office)
    assert [] == ask("waiting")
    assert [0, 0, 0] == [remit["waiting_cents"] for remit in ask("list")]


def test_what_is_taken_back_twice_waits_the_second_time(office: Practice):
    receive(office, remit_of(of_bob(PAID), day="2026-01-20", trace="T1"), day="2026-01-20")
    for trace in ("T2", "T3"):
        receive(
            office, remit_of(of_bob(BACK), day="2026-02-01", trace=trace, plbs=(("FB", trace, -64),)), day="2026-02-01"
        )

    assert {"payer": 19_000, "due": 0} == office.owed("bob", day=AFTER)
    assert 1 == len(findings("remit.nothing_to_reverse"))
    assert 0 == ledger("contractual")


def test_a_reversal_before_its_decision_and_after_its_correction_comes_out(office: Practice):
    receive(office, remit_of(of_bob(BACK), of_bob(MORE), day="2026-02-01", trace="T2"), day="2026-02-01")
    receive(office, remit_of(of_bob(PAID), day="2026-01-20", trace="T1"), day="2026-02-02")
    office.night("2026-02-02")

    assert {"patient": 2_200, "due": 2_200, "payer_cash": 7_400, "contractual": 9_400} == books(office)
    assert [] == ask("waiting")


def test_a_takeback_by_the_old_group_cr_goes_back_to_where_the_answer_was_posted(office: Practice):
    receive(office, remit_of(of_bob(PAID), day="2026-01-20", trace="T1"), day="2026-01-20")
    old = claim_answer(
        "V2", ("99213", -150, -64, "CR45:-70 CR2:-16"), ("85025", -40, 0, "CR45:-28 CR1:-12"), status="22"
    )
    receive(office, remit_of(old, day="2026-02-01", trace="T2", plbs=(("FB", "X", -64),)), day="2026-02-01")

    assert NOTHING_YET | {"payer_cash": 6_400} == books(office)


def test_a_denied_claim_that_is_decided_anew_needs_no_reversal(office: Practice):
    denied = claim_answer("V2", ("99213", 150, 0, "CO16:150"), ("85025", 40, 0, "CO16:40"), status="4")
    receive(office, remit_of(denied, day="2026-01-20", trace="T1"), day="2026-01-20")
    receive(office, remit_of(of_bob(PAID), day="2026-02-01", trace="T2"), day="2026-02-01")

    assert PAID_ONCE == books(office)


def test_a_denial_after_a_payment_waits(office: Practice):
    receive(office, remit_of(of_bob(PAID), day="2026-01-20", trace="T1"), day="2026-01-20")
    denied = claim_answer("V2", ("99213", 150, 0, "CO16:150"), ("85025", 40, 0, "CO16:40"), status="4")
    receive(office, remit_of(denied, day="2026-02-01", trace="T2"), day="2026-02-01")

    assert PAID_ONCE == books(office)
    assert 1 == len(findings("remit.second_adjudication"))


def test_a_takeback_that_is_not_marked_as_one_waits(office: Practice):
    receive(office, remit_of(of_bob(PAID), day="2026-01-20", trace="T1"), day="2026-01-20")
    unmarked = of_bob(BACK).replace("*22*", "*1*")
    receive(office, remit_of(unmarked, day="2026-02-01", trace="T2", plbs=(("FB", "X", -64),)), day="2026-02-01")

    assert PAID_ONCE | {"payer_suspense": 6_400} == books(office)
    assert 1 == len(findings("remit.negative_decision"))


def test_the_answer_to_a_replaced_claim_waits_and_the_new_ones_stands(office: Practice):
    office.visit("V2", "bob", ("99214", 200), on="2026-01-05", frequency="7", day="2026-01-25")
    receive(office, remit_of(of_bob(PAID), day="2026-01-28", trace="T1"), day="2026-01-28")
    new = claim_answer("V2", ("99214", 200, 90, "CO45:100 PR2:10"), number="ICN2")
    receive(office, remit_of(new, day="2026-02-10", trace="T2"), day="2026-02-10")

    assert {
        "patient": 1_000,
        "due": 1_000,
        "payer_cash": 15_400,
        "payer_suspense": -6_400,
        "contractual": 10_000,
    } == books(office)


def test_what_is_carried_forward_after_a_takeback_is_settled_by_its_recoupment(office: Practice):
    receive(office, remit_of(of_bob(PAID), day="2026-01-20", trace="T1"), day="2026-01-20")
    receive(office, remit_of(of_bob(BACK), day="2026-02-01", trace="T2", plbs=(("FB", "X", -64),)), day="2026-02-01")
    carried = findings("remit.forward_balance")
    other = remit_of(
        PAID, day="2026-02-10", trace="T3", plbs=(("WO", "ICN1", 60), ("WO", "V2", 64), ("L6", "LATE", "-1.50"))
    )
    receive(office, other, day="2026-02-10")

    assert 1 == len(carried)
    assert [] == findings("remit.forward_balance")
    assert ["lowers this payment by $60.00"] == [text[-30:-1] for text in findings("remit.provider_recoupment")]
    assert 6_400 + 0 + 6_400 - 12_400 + 150 == ledger("payer_cash")


# --- levels -----------------------------------------------------------------------------------------------------------------


def test_a_second_payer_that_calls_itself_primary_waits_for_the_first(office: Practice):
    second = claim_answer("V1", ("99213", 150, 16, "OA23:134"), ("85025", 40, 4, "OA23:28 PR1:8"), number="S1")
    receive(office, remit_of(second, day="2026-01-15", trace="S1", payer="CIGNA"), day="2026-01-15")
    early = findings("remit.level_differs"), office.owed("ana", day="2026-01-16")
    receive(office, remit_of(PAID, day="2026-01-20", trace="T1"), day="2026-01-20")
    office.night("2026-01-21")

    assert (1, {"payer": 19_000, "due": 0}) == (len(early[0]), early[1])
    assert {"patient": 800, "due": 800, "payer_cash": 8_400, "contractual": 9_800} == books(office, who="ana")
    assert [] == ask("waiting")


def test_a_first_payer_that_comes_after_a_second_never_writes_off_below_nothing(office: Practice):
    second = claim_answer(
        "V1", ("99213", 150, 64, "OA23:70 PR2:16"), ("85025", 40, 0, "OA23:28 PR1:12"), status="2", number="S1"
    )
    receive(office, remit_of(second, day="2026-01-15", trace="S1", payer="CIGNA"), day="2026-01-15")
    first = claim_answer("V1", ("99213", 150, 60, "CO45:90"), ("85025", 40, 0, "CO45:40"))
    receive(office, remit_of(first, day="2026-01-20", trace="T1"), day="2026-01-20")

    assert 1 == len(findings("remit.write_off_exceeds"))
    assert {"payer": 12_600, "due": 0} == office.owed("ana", day=AFTER)


def test_a_claim_that_crosses_over_waits_for_a_payer_that_the_claim_does_not_name(office: Practice):
    receive(office, remit_of(of_bob(PAID).replace("V2*1*", "V2*19*"), day="2026-01-20", trace="T1"), day="2026-01-20")
    between = office.owed("bob", day="2026-01-21")
    second = claim_answer(
        "V2", ("99213", 150, 16, "OA23:134"), ("85025", 40, 4, "OA23:28 PR1:8"), status="2", number="S1"
    )
    receive(office, remit_of(second, day="2026-02-01", trace="S1", payer="MEDIGAP"), day="2026-02-01")

    assert {"payer": 2_800, "due": 0} == between
    assert {"patient": 800, "due": 800} == office.owed("bob", day=AFTER)


def test_a_claim_that_a_payer_only_sent_on_is_not_decided(office: Practice):
    on = claim_answer("V2", ("99213", 150, 0, "OA109:150"), ("85025", 40, 0, "OA109:40"), status="23")
    receive(office, remit_of(on, day="2026-01-20", trace="T1"), day="2026-01-20")

    assert NOTHING_YET == books(office)
    assert 1 == len(findings("remit.forwarded"))


def test_a_correction_under_another_payer_number_is_at_the_level_of_the_reversal(office: Practice):
    receive(office, remit_of(PAID, day="2026-01-20", trace="T1"), day="2026-01-20")
    denied = claim_answer("V1", ("99213", 150, 0, "CO29:150"), ("85025", 40, 0, "CO29:40"), status="4", number="ICN9")
    text = remit_of(denied, BACK, day="2026-02-01", trace="T2", plbs=(("FB", "X", -64),)).replace(
        "XV*AETNA", "XV*60054"
    )
    receive(office, text, day="2026-02-01")
    levels = {claim["status_code"]: claim["visit_key"] for claim in ask("show", "T2")["claims"]}
    second = claim_answer("V1", ("99213", 150, 0, "CO29:150"), ("85025", 40, 0, "CO29:40"), status="2", number="S1")
    receive(office, remit_of(second, day="2026-02-10", trace="S1", payer="CIGNA"), day="2026-02-10")

    assert {"4": "V1", "22": "V1"} == levels
    assert {"denied": 19_000, "due": 0} == office.owed("ana", day=AFTER)


# --- in pieces --------------------------------------------------------------------------------------------------------------


def test_a_line_under_review_keeps_the_visit_with_the_payer_until_the_correction(office: Practice):
    partly = claim_answer("V2", ("99213", 150, 64, "CO45:70 PR2:16"), ("85025", 40, 0, "OA133:40"))
    receive(office, remit_of(partly, day="2026-01-20", trace="T1"), day="2026-01-20")
    between = office.owed("bob", day="2026-01-21")
    back = claim_answer("V2", ("99213", -150, -64, "CO45:-70 PR2:-16"), ("85025", -40, 0, "OA133:-40"), status="22")
    receive(office, remit_of(back, of_bob(PAID), day="2026-02-01", trace="T2"), day="2026-02-01")

    assert {"payer": 5_600, "due": 0} == between
    assert PAID_ONCE == books(office)


def test_a_claim_under_review_is_settled_by_its_reversal(office: Practice):
    review = claim_answer("V2", ("99213", 150, 0, "OA133:150"), ("85025", 40, 0, "OA133:40"))
    receive(office, remit_of(review, day="2026-01-20", trace="T1"), day="2026-01-20")
    between = books(office)
    back = claim_answer("V2", ("99213", -150, 0, "OA133:-150"), ("85025", -40, 0, "OA133:-40"), status="22")
    receive(office, remit_of(back, of_bob(PAID), day="2026-02-01", trace="T2"), day="2026-02-01")

    assert NOTHING_YET == between
    assert PAID_ONCE == books(office)
    assert [] == ask("waiting")
