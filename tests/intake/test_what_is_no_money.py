"""Test files, prenotifications, notices, debits and other currencies post nothing, and say why."""

from pathlib import Path

import pytest

from tests.formats.hl7v2.messages import MSH, charge, message
from tests.intake.office import RealGroup, books_of, codes
from tests.store.fixtures import copy_database
from tests.stories.offices import copy_office
from tests.stories.practice import GROUP, NPI, claim_answer, claim_text, remit_text

__all__ = ["copy_database"]
DAY = "2026-02-15"
PAID = claim_answer("V1", ("99213", 100, 70, "CO45:10 PR3:20"))
NOTHING_PAID = claim_answer("V1", ("99213", 100, 0, "CO45:60 PR1:40"))


def remit(*claims: str, trace: str = "T1") -> str:
    text = remit_text(claims, payer="AETNA", day=DAY, npi=NPI[GROUP], trace=trace, plb_cents=0)
    return text.replace("*0*T*:", "*0*P*:")


def visit(group: RealGroup) -> RealGroup:
    group.visit("V1", "ana", ("99213", 100), on="2026-01-05")
    return group


@pytest.mark.parametrize(
    ("was", "is_now", "code"),
    [
        ("*0*P*:", "*0*T*:", "remit.test_file"),
        ("BPR*I*", "BPR*P*", "remit.prenotification"),
        ("BPR*I*", "BPR*H*", "remit.notification_amount"),
        ("*C*ACH*", "*C*NON*", "remit.notification_amount"),
        ("*C*ACH*", "*D*ACH*", "remit.debit"),
        ("DTM*405", "CUR*PR*CAD~\nDTM*405", "remit.currency"),
        ("DTM*405", "CUR*PR*eur~\nDTM*405", "remit.currency"),
    ],
)
def test_a_remittance_that_is_no_money_posts_nothing_and_says_why(group, was, is_now, code):
    text = remit(PAID)
    assert was in text
    report = visit(group).brings(text.replace(was, is_now), "a.835", day=DAY)

    assert [code] == [one for one in codes(report) if one.startswith("remit.")]
    assert 0 == books_of("payer_cash") == books_of("payer_suspense")
    assert {"payer": 10_000, "due": 0} == group.owed("ana", day="2026-03-01")


def test_the_same_payment_in_a_file_of_production_posts(group):
    report = visit(group).brings(remit(PAID), "a.835", day=DAY)

    assert [] == codes(report)
    assert (7_000, {"patient": 2_000, "due": 2_000}) == (books_of("payer_cash"), group.owed("ana", day="2026-03-01"))


def test_a_remittance_in_dollars_by_name_posts(group):
    visit(group).brings(remit(PAID).replace("DTM*405", "CUR*PR*USD~\nDTM*405"), "a.835", day=DAY)

    assert 7_000 == books_of("payer_cash")


def test_a_notice_without_payment_moves_no_cash_and_its_decisions_post(group):
    notice = remit(NOTHING_PAID).replace("BPR*I*", "BPR*H*").replace("*C*ACH*", "*C*NON*")
    report = visit(group).brings(notice, "a.835", day=DAY)

    assert ([], 0) == (codes(report), books_of("payer_cash"))
    assert {"patient": 4_000, "due": 4_000} == group.owed("ana", day="2026-03-01")


def test_a_predetermination_in_a_notice_is_never_posted(group):
    asked = claim_answer("V1", ("99213", 100, 0, "CO45:60 PR1:40"), status="25")
    report = visit(group).brings(remit(asked).replace("BPR*I*", "BPR*H*"), "a.835", day=DAY)

    assert ["remit.predetermination"] == codes(report)
    assert {"payer": 10_000, "due": 0} == group.owed("ana", day="2026-03-01")


def test_only_the_test_interchange_of_a_file_of_two_is_set_aside(group):
    group.visit("V2", "ana", ("99213", 100), on="2026-01-06")
    other = remit(claim_answer("V2", ("99213", 100, 60, "CO45:40")), trace="T2").replace("*0*P*:", "*0*T*:")
    report = visit(group).brings(remit(PAID) + other, "a.835", day=DAY)

    assert (["remit.test_file"], 7_000) == (codes(report), books_of("payer_cash"))


def claim(key: str, group: RealGroup, **said: str) -> str:
    text = claim_text(
        key, group.people["ana"], [("99213", 100)], on="2026-01-05", payers=["AETNA"], npi=NPI[GROUP], frequency="1",
        discharged_on=None,
    )  # fmt: skip
    for was, is_now in said.items():
        text = text.replace({"usage": "*0*T*:"}[was], is_now)
    return text


def test_a_test_claim_is_not_charged(group):
    report = group.brings(claim("V1", group), "a.837")

    assert (["file.test"], {"due": 0}) == (codes(report), group.owed("ana", day="2026-03-01"))
    assert "set_aside" == report.files[0].state


def test_only_the_test_claims_of_a_file_are_left_out(group):
    report = group.brings(claim("V1", group, usage="*0*P*:") + claim("V2", group), "a.837")

    assert (["file.test"], {"payer": 10_000, "due": 0}) == (codes(report), group.owed("ana", day="2026-03-01"))


def test_a_claim_in_another_currency_is_not_charged(group):
    foreign = claim("V1", group, usage="*0*P*:").replace("HL*2*1*22*0", "CUR*85*CAD~\nHL*2*1*22*0")
    report = group.brings(foreign, "a.837")

    assert "claim.currency" in codes(report)
    assert {"due": 0} == group.owed("ana", day="2026-03-01")


@pytest.mark.parametrize("usage", ["T", "D"])
def test_messages_for_training_or_debugging_tell_nothing(group, usage):
    said = message("DFT^P03", charge("99213", "100"), pid="PID|1||bob||Test^Bob||19800101|M", gt1=None)
    report = group.brings(said.replace("|C1|P|", f"|C1|{usage}|"), "a.hl7")

    assert "|C1|P|" in MSH
    assert (["file.test"], "set_aside") == (codes(report), report.files[0].state)


def test_an_organization_in_test_takes_test_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    group = copy_office(open_group_in_test, folder=tmp_path, monkeypatch=monkeypatch)
    report = group.brings(claim("V1", group), "a.837", day="2026-01-06")
    answered = group.brings(remit(PAID).replace("*0*P*:", "*0*T*:"), "a.835", day=DAY)

    assert ([], []) == (codes(report), codes(answered))
    assert 7_000 == books_of("payer_cash")


class GroupInTest(RealGroup):
    """A group that sends its own claims, in test."""

    more = "    billing: {submitter_id: LAKESHORE, receiver_id: CLEARHOUSE, contact: Ann Rivera}\n"


def open_group_in_test(folder: Path) -> RealGroup:
    group = GroupInTest(folder).open()
    group.person("ana")
    return group
