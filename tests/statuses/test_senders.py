"""Whose a file of answers is: the numbers in it say so, and where not exactly one organization fits, nobody's."""

from datetime import date

import polars as pl
import pytest

from remindful.core.submissions import senders, statuses
from remindful.core.words import frames
from tests.statuses.rows import frame, of_set, people, refused, sent, taken, told

OTHER = {"organization_id": 2, "interchange_number": "000000008", "group_number": "16", "file_name": "other.837"}
#: ACCT-1 and ACCT-2 are the first organization's, ACCT-3 and ACCT-1's namesake of another day and charge the second's.
OURS = (
    {},
    {},
    OTHER,
    OTHER | {"control_number": "ACCT-1", "service_from_on": date(2026, 1, 9), "charge_cents": 9_900},
)
TOLD = {"service_from_on": date(2026, 3, 2), "charge_cents": 15_000}
OTHERS = {"service_from_on": date(2026, 1, 9), "charge_cents": 9_900}


def requests(*rows: dict[str, object]) -> pl.DataFrame:
    """SentRequests: of the second organization, about its claim 3, in set 0001 of group 18, interchange 9, unless a row says otherwise."""
    plain = {
        "organization_id": 2, "claim_sent_id": 3, "file_name": "other.276", "interchange_number": "000000009", "group_number": "18",
        "set_number": "0001", "sent_on": date(2026, 3, 9),
    }  # fmt: skip
    return frame(
        frames.SentRequests, *(plain | {"request_sent_id": number} | row for number, row in enumerate(rows, start=1))
    )


def split(*words, ours=OURS, asked=({},), who=None, known=None):
    rows, claims = told(*words), sent(*ours)
    matched = statuses.match_statuses(rows, sent=claims, people=who, known=known).frame
    return senders.split_statuses(rows, sent=claims, requests=requests(*asked), matched=matched)


def owners(found):
    return found.rows.sort(found.rows.columns[0])["organization_id"].to_list()


TA1 = {"kind": "TA1", "category_code": "A", "is_accepted": True}


@pytest.mark.parametrize(
    ("word", "owner"),
    [
        (TA1 | {"interchange_number": "7"}, [1]),
        (TA1 | {"interchange_number": "000000008"}, [2]),
        (TA1 | {"interchange_number": "9"}, [2]),
        (TA1 | {"interchange_number": "99"}, []),
        (of_set("A"), [1]),
        (of_set("A", None), [1]),
        (of_set("R", group_number="16"), [2]),
        (of_set("R", "0009"), []),
        (of_set("R", group_number="18"), []),
        (of_set("R", group_number="HR*18"), [2]),
        (of_set("R", None, group_number="HR*0018"), [2]),
        (of_set("R", group_number="HI*18"), []),
        (of_set("R", group_number="HR*7"), []),
        (taken(None, set_number="70001"), [1]),
        (refused(None, set_number="0000000080001"), [2]),
        (refused(None, set_number="OTHER-1"), []),
        (taken("ACCT-2", **TOLD), [1]),
        (taken("acct-3"), [2]),
        ({"kind": "277", "control_number": "ACCT-3", "category_code": "F1"}, [2]),
        ({"kind": "277", "category_code": "E0"}, []),
        (taken("ACCT-9", **TOLD), []),
    ],
)
def test_a_word_is_of_the_organization_that_sent_what_has_its_number(word, owner):
    found = split(word)

    assert owner == owners(found)
    assert (found.why is None) == bool(owner)


@pytest.mark.parametrize(
    ("said", "owner"),
    [
        (TOLD, [1]),
        (OTHERS, [2]),
        (OTHERS | {"charge_cents": 15_001}, [2]),
        ({"service_from_on": date(2026, 3, 2), "charge_cents": 9_900}, []),
        ({}, []),
        ({"set_number": "80001"}, [2]),
        (TOLD | {"set_number": "80001"}, [2]),
        ({"service_from_on": date(2026, 5, 5), "charge_cents": 1}, []),
    ],
)
def test_a_number_that_two_organizations_gave_is_settled_by_the_batch_then_by_day_and_charge(said, owner):
    assert owner == owners(split(taken("ACCT-1", **said)))


def test_a_number_whose_claim_has_another_day_and_another_charge_is_no_fit():
    word = taken("ACCT-3", service_from_on=date(2020, 1, 1), charge_cents=1)

    assert [] == owners(split(word))
    assert [2] == owners(split(taken("ACCT-3", service_from_on=date(2020, 1, 1), charge_cents=15_000)))
    assert [2] == owners(split(word | {"set_number": "80001"}))


def test_two_organizations_with_one_file_number_are_not_told_apart():
    found = split(of_set("R"), ours=({}, {"organization_id": 2, "file_name": "other.837"}))

    assert [] == owners(found)
    assert "1 of its 1 responses may belong to several of them (0001: 2 fit)" == found.why


def test_a_batch_of_one_and_a_claim_of_the_other_is_neithers():
    assert [] == owners(split(taken("ACCT-3", set_number="70001")))


def test_answers_for_two_are_split_each_to_its_own_and_in_any_order():
    words = [taken("ACCT-2", **TOLD), refused("ACCT-3", **TOLD), of_set("A"), of_set("R", group_number="16")]

    assert [1, 2, 1, 2] == owners(split(*words))
    assert [2, 1, 2, 1] == owners(split(*reversed(words)))


@pytest.mark.parametrize(
    "stray",
    [
        taken("NOBODYS"),
        taken("ACCT-1"),
        of_set("A", group_number="99"),
        taken(None, patient_last_name="DOE"),
        taken("ACCT-3", **OTHERS),
    ],
)
def test_one_word_on_a_claim_or_file_that_does_not_fit_keeps_the_whole_file_back(stray):
    found = split(taken("ACCT-2", **TOLD), stray)

    assert [] == owners(found)
    assert found.why is not None
    assert found.why.startswith("1 of its 2 answers ")


def test_a_word_on_a_strange_batch_or_a_provider_goes_with_the_claims_beside_it():
    batch, doctor = taken(None, set_number="OTHER-1"), refused(None, message="All of provider DOC: refused.")
    inside = {"set_number": "OTHER-1"} | TOLD

    assert [1, 1, 1] == owners(split(batch, doctor, taken("ACCT-2", **inside)))
    assert [2, 2, 1] == owners(
        split(batch, taken("ACCT-3", **inside), taken("ACCT-2", **(TOLD | {"set_number": "OTHER-2"})))
    )


def test_a_word_on_a_strange_batch_of_two_or_on_a_provider_beside_two_is_neithers():
    claims = [taken("ACCT-2", **TOLD, set_number="OTHER-1"), taken("ACCT-3", **TOLD, set_number="OTHER-1")]

    assert [1, 2] == owners(split(*claims))
    assert [] == owners(split(taken(None, set_number="OTHER-1"), *claims))
    assert [] == owners(split(refused(None, message="All of provider DOC: refused."), *claims))


def test_a_word_on_a_line_goes_with_its_claim_whatever_its_own_charge():
    line = {"at_segment": "SVC", "charge_cents": 9_900, "service_from_on": date(2026, 3, 2)}

    assert [1, 1] == owners(split(refused("ACCT-1", **TOLD), refused("ACCT-1", **line)))
    assert [] == owners(split(refused("ACCT-1", **line)))


def test_a_fault_in_a_set_is_of_whoever_sent_the_set():
    assert [1, 1] == owners(split(of_set("R"), of_set("R", control_number="MANGLED", at_segment="CLM")))


LIKE_ANN = TOLD | {"member_id": "M-1", "patient_last_name": "DOE", "patient_first_name": "ANN"}


def test_without_its_number_a_word_is_of_the_only_claim_with_this_member_day_charge_and_name():
    hers = people((3, "M-1", "DOE", "ANN"))
    both = people((3, "M-1", "DOE", "ANN"), (1, "M-1", "DOE", "ANN"))

    assert [2] == owners(split(taken("MANGLED", **LIKE_ANN), who=hers))
    assert [] == owners(split(taken("MANGLED", **LIKE_ANN), who=both))
    assert [] == owners(split(taken("MANGLED", **(LIKE_ANN | {"charge_cents": 1})), who=hers))


def test_a_payers_number_told_before_says_whose_it_is():
    known = pl.DataFrame({"payer_control_number": ["PCN-1"], "claim_sent_id": [3]})

    assert [2] == owners(split(taken(None, payer_control_number="PCN-1", member_id="M"), known=known))


# --- authorizations -------------------------------------------------------------------------------------------------------


def authorizations(*rows):
    """(organization, key, party)"""
    return frame(
        frames.Authorizations,
        *({"organization_id": one, "authorization_key": key, "party_key": party} for one, key, party in rows),
        organization_id=pl.Int64(),
    )


KNOWN = authorizations((1, "R1-A1", "ana"), (2, "R2-A1", "bob"), (1, "R3-A1", "ana"), (2, "R3-A1", "bob"))


def answered(*rows, asked=(), known=KNOWN):
    answers = frame(frames.Authorizations, *({"authorization_key": key, "party_key": party} for key, party in rows))
    coverages = frame(
        frames.Coverages, {"organization_id": 2, "party_key": "bob", "member_id": "M-2"}, organization_id=pl.Int64()
    )
    sent_requests = requests(
        *({"organization_id": one, "authorization_key": key, "claim_sent_id": None} for one, key in asked)
    )
    return senders.split_authorizations(answers, requests=sent_requests, authorizations=known, coverages=coverages)


@pytest.mark.parametrize(
    ("answer", "owner"),
    [
        (("R1-A1", "ana"), [1]),
        (("r2-a1", "M-77"), [2]),
        (("R1-A1/2", "ana"), [1]),
        (("R2-A1#2", "bob"), [2]),
        (("R3-A1", "ana"), [1]),
        (("R3-A1", "m-2"), [2]),
        (("R3-A1/1", "bob"), [2]),
        (("R3-A1", "M-77"), []),
        (("PA-100", "ana"), []),
    ],
)
def test_an_authorization_is_of_the_organization_that_asked_under_its_number_then_of_the_patients(answer, owner):
    assert owner == owners(answered(answer))


def test_what_was_asked_in_a_file_outweighs_what_is_only_known():
    assert [2] == owners(answered(("R3-A1", "M-77"), asked=[(2, "R3-A1")]))
    assert [] == owners(answered(("R3-A1", "M-77"), asked=[(1, "R3-A1"), (2, "R3-A1")]))


def test_authorizations_of_two_are_split_and_one_that_is_nobodys_keeps_all_back():
    assert [1, 2] == owners(answered(("R1-A1", "ana"), ("R2-A1", "bob")))
    assert [] == owners(answered(("R1-A1", "ana"), ("PA-100", "bob")))
