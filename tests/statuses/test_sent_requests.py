"""A receiver's word on a file of requests is about those requests, and about no others."""

import pytest

from remindful.core.submissions import sent_requests
from remindful.core.words import frames
from tests.statuses.rows import frame, of_set, told

OURS = (
    {"claim_sent_id": 1, "control_number": "V1"},
    {"claim_sent_id": 2, "control_number": "V2", "set_number": "0002"},
    {"authorization_key": "R1-A1", "group_number": "16", "interchange_number": "000000008", "file_name": "b.278"},
)


def requests(*rows):
    """SentRequests: in set 0001 of group 14, interchange 7, unless a row says otherwise."""
    plain = {"organization_id": 1, "file_name": "a.276", "interchange_number": "000000007"}
    plain |= {"group_number": "14", "set_number": "0001"}
    rows = [plain | {"request_sent_id": number} | row for number, row in enumerate(rows, start=1)]
    types = {"control_number": frames.SentClaims.columns()["control_number"].dtype}
    return frame(frames.SentRequests, *rows, **types)


def refused(word, ours=OURS):
    rows = told(word).with_columns(organization_id=1)
    words = sent_requests.match_words(rows, requests(*ours))
    return words, sent_requests.find_refused(words)["request_sent_id"].to_list()


@pytest.mark.parametrize(
    ("word", "numbers"),
    [
        (of_set("R", "0001", group_number="HR*14"), [1]),
        (of_set("R", "2", group_number="HR*0014"), [2]),
        (of_set("R", None, group_number="HR*14"), [1, 2]),
        (of_set("R", None, group_number="HI*16"), [3]),
        (of_set("R", None, group_number="HI*14"), []),
        (of_set("R", None, group_number="14"), []),
        (of_set("R", "0009", group_number="HR*14"), []),
        (of_set("A", None, group_number="HR*14"), []),
        (of_set("X", None, group_number="HR*14"), []),
        ({"kind": "TA1", "interchange_number": "7", "category_code": "R", "is_accepted": False}, [1, 2]),
        ({"kind": "TA1", "interchange_number": "8", "category_code": "R", "is_accepted": False}, [3]),
        ({"kind": "277CA", "interchange_number": "7", "is_accepted": False}, []),
    ],
)
def test_a_word_refuses_the_requests_of_its_file_group_or_set(word, numbers):
    assert numbers == refused(word)[1]


def test_a_word_of_another_organization_is_about_none_of_them():
    ours = [row | {"organization_id": 2} for row in OURS]

    assert [] == refused(of_set("R", None, group_number="HR*14"), ours)[1]


def test_a_set_that_was_refused_is_one_finding_that_names_its_first_claims():
    many = [{"claim_sent_id": number, "control_number": f"V{number}"} for number in range(1, 6)]
    words, _ = refused(of_set("R", group_number="HR*14"), many)
    [finding] = sent_requests.say_refused(words, file="in.999")

    assert "status.request_refused" == finding.code
    assert finding.message == (
        'The request for the status of V1, V2, V3 and 2 more was refused (a.276): "Refused: its count is wrong." '
        "The payer did not receive the request."
    )
