"""An office of two organizations: what comes into the inbox finds whose it is by its numbers, or waits with the reason."""

from datetime import date

import pytest

from remindful.edges.store import reads
from remindful.edges.store.store import open_store
from remindful.flow.claims import acts
from remindful.flow.office.home import read_home
from tests.actors import CLERK
from tests.referrals.conftest import THERAPY
from tests.statuses import written
from tests.statuses.test_status_inquiry import at, state_of
from tests.statuses.two_offices import EVER, TwoOffices, findings, sent, words
from tests.stories.practice import GROUP, HOSPITAL

ANA, BOB = ("EXAMPLE", "ANA", "M1ANA"), ("EXAMPLE", "BOB", "M1BOB")
DAY = date(2026, 3, 5)


def takes(*claims: tuple[str, ...], status: str = "A2:20", batch: str = "THEIRS-1") -> list[str]:
    """A 277CA on these claims (number, last name, first name, member)."""
    rows = [(number, status, *who) for number, *who in claims]
    return written.receives(*rows, day=DAY, batch=batch, payer="AETNA")


def group_of(number: str) -> str:
    return str(sent()[number]["group_number"])


@pytest.mark.parametrize(("number", "who", "owner"), [("V1", ANA, GROUP), ("W1", BOB, HOSPITAL)])
def test_a_277ca_goes_to_whoever_sent_its_claim(pair: TwoOffices, number, who, owner):
    pair.comes(*takes((number, *who)))

    assert [owner, owner] == [key for key, *_ in words()], "the word on the batch goes with the claim"
    assert "accepted" == state_of(number, "2026-03-06")[0]


@pytest.mark.parametrize("number", ["V1", "W1"])
def test_a_999_goes_to_whoever_sent_its_group(pair: TwoOffices, number):
    pair.comes(*written.acknowledges(verdict="R", group=group_of(number), day=DAY), suffix=".999")
    other = {"V1": "W1", "W1": "V1"}[number]

    assert "rejected" == state_of(number, "2026-03-06")[0]
    assert "written" == state_of(other, "2026-03-06")[0]


@pytest.mark.parametrize("number", ["V1", "W1"])
def test_a_ta1_goes_to_whoever_sent_its_file(pair: TwoOffices, number):
    pair.comes(f"TA1*{sent()[number]['interchange_number']}*260303*1200*R*006", suffix=".ta1")

    assert "rejected" == state_of(number, "2026-03-06")[0]
    assert 1 == len(words())


def test_answers_for_both_in_one_file_go_each_to_its_own(pair: TwoOffices):
    count = pair.comes(
        *takes(("V1", *ANA), batch=str(sent()["V1"]["batch"])),
        *takes(("W1", *BOB), status="A7:33", batch=str(sent()["W1"]["batch"])),
    )

    assert "posted" == count.state
    assert [(HOSPITAL, "W1"), (GROUP, "V1")] == sorted(
        {(key, number) for key, number in words("control_number") if number}
    )
    assert ["accepted", "rejected"] == [state_of(number, "2026-03-06")[0] for number in ("V1", "W1")]


def test_a_file_with_one_claim_of_nobody_waits_whole_until_somebody_says_whose_it_is(pair: TwoOffices):
    segments = takes(("V1", *ANA), ("OTHERS-7", "ROE", "CY", "M-9"))
    count = pair.comes(*segments)

    assert ("set_aside", []) == (count.state, words())
    assert "written" == state_of("V1", "2026-03-06")[0]
    [message] = findings("file.nobodys")
    assert "1 of its 3 responses match nothing that one of them is known to have sent (OTHERS-7)" in message

    again = pair.comes(*segments, org=GROUP)
    assert "partly" == again.state
    assert "accepted" == state_of("V1", "2026-03-06")[0]


def test_a_strangers_file_waits_as_before(pair: TwoOffices):
    count = pair.comes(*written.acknowledges(verdict="A", group="4711", day=DAY), suffix=".999")

    assert ("set_aside", []) == (count.state, words())


def test_a_number_that_both_gave_is_the_claims_of_that_batch_or_of_nobody(pair: TwoOffices):
    for org, patient, dx in ((GROUP, "ana", "J02.9"), (HOSPITAL, "bob", "J03.90")):
        line = ("99213", 150) if org == GROUP else ("99212", 150)  # the same file again would change nothing
        pair.at(org).seen("X5", patient, line, on="2026-03-02", dx=(dx,))
    pair.bills("2026-03-04")
    with open_store(organizations="all", now=EVER, read_only=True) as store:
        batches = [
            f"{row['interchange_number']}{row['set_number']}"
            for row in reads.sent_claims(store).sort("organization_id").iter_rows(named=True)
            if row["control_number"] == "X5"
        ]

    assert "set_aside" == pair.comes(*takes(("X5", *BOB))).state
    assert "posted" == pair.comes(*takes(("X5", *BOB), batch=batches[1])).state
    assert {HOSPITAL} == {key for key, *_ in words()}


def test_a_277_that_answers_our_question_goes_to_whoever_asked(pair: TwoOffices):
    for number, who in (("V1", ANA), ("W1", BOB)):
        pair.comes(*takes((number, *who)))
    asked = acts.inquire_status(
        home=read_home(), clock=at("2026-04-05"), actor=CLERK, on=date(2026, 4, 5), claims=(), dry_run=False
    )
    answer = written.answers(trace="W1", status="F1:65", day=date(2026, 4, 6), payer="AETNA")
    pair.comes(*answer, day="2026-04-06")

    assert ["V1", "W1"] == sorted(one.control_number for one in asked.inquiries)
    assert ["accepted", "finalized"] == [state_of(number, "2026-04-07")[0] for number in ("V1", "W1")]


def test_a_999_on_a_file_of_questions_goes_to_whoever_asked(pair: TwoOffices):
    pair.comes(*takes(("W1", *BOB)))
    acts.inquire_status(
        home=read_home(), clock=at("2026-04-05"), actor=CLERK, on=date(2026, 4, 5), claims=("W1",), dry_run=False
    )
    with open_store(organizations="all", now=EVER, read_only=True) as store:
        [group] = reads.sent_requests(store)["group_number"]
    refusal = written.acknowledges(verdict="R", group=group, function="HR", day=date(2026, 4, 6))
    pair.comes(*refusal, suffix=".999", day="2026-04-06")

    [said] = findings("status.request_refused")
    assert said.startswith("The request for the status of W1 was refused (capital-2026-04-05-status-")


def test_a_278_goes_to_whoever_asked_for_the_authorization(pair: TwoOffices):
    pair.at(HOSPITAL).rows("referrals", THERAPY | {"party_key": "bob"}, day="2026-03-03")
    asked = acts.request_authorization(
        "R1", home=read_home(), clock=at("2026-03-10"), actor=CLERK, on=None, dry_run=False, anyway=False
    )
    body = [
        "BHT*0007*11*R1-A1*20260312*0900*18", "HL*1**20*1", "NM1*X3*2*AETNA*****PI*AETNA", "HL*2*1*21*1", "NM1*1P*2*CAPITAL*****XX*1888888884",
        "HL*3*2*22*1", "NM1*IL*1*EXAMPLE*BOB****MI*M1BOB", "HL*4*3*EV*1", f"TRN*2*{asked.authorization_key}*9990000002", "UM*SC*I*3",
        "HCR*A1*PA-100",
    ]  # fmt: skip
    answer = written.set_of("HI", "005010X217", "278", body, date(2026, 3, 12))
    count = pair.comes(*answer, suffix=".278", day="2026-03-12")
    with open_store(organizations="all", now=EVER, read_only=True) as store:
        kept = reads.authorizations(store).select("authorization_key", "party_key", "state", "number").rows()

    assert "posted" == count.state
    assert [("R1-A1", "bob", "approved", "PA-100")] == kept
    strange = [one.replace("R1-A1", "R9-A9") for one in answer]
    assert "set_aside" == pair.comes(*strange, suffix=".278", day="2026-03-13").state


def test_the_same_file_again_changes_nothing(pair: TwoOffices):
    segments = takes(("W1", *BOB))
    pair.comes(*segments)
    before = words("control_number")

    assert "seen_before" == pair.comes(*segments).state
    assert before == words("control_number")
