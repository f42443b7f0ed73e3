"""Stories: which authorization an appeal names. Only the one that covered the day of service, and none where it is not clear which."""

import io
from pathlib import Path

import pypdf
import pytest

from tests.remits.desk import ask_denials, receive, remit_of
from tests.stories.practice import GROUP, Practice, claim_answer

SERVED = "2026-01-05"


def authorization(key: str = "A1", number: str = "PA-100", **changed: str) -> dict[str, object]:
    """Ana's authorization for January."""
    return {
        "authorization_key": key, "party_key": "ana", "payer_key": "AETNA", "number": number, "state": "approved",
        "from_on": "2026-01-01", "to_on": "2026-01-31",
    } | changed  # fmt: skip


@pytest.fixture
def denied(practice: Practice) -> Practice:
    """Ana's therapy was denied for want of an authorization."""
    practice.person("ana").visit("V1", "ana", ("97110", 90), on=SERVED)
    lines = (("97110", 90, 0, "CO197:90"),)
    receive(practice, remit_of(claim_answer("V1", *lines), day="2026-01-20", trace="T77"), day="2026-01-20")
    return practice


def letter(practice: Practice, folder: Path, *rows: dict[str, object]) -> str:
    """The text of the appeal of V1, where these authorizations are known."""
    practice._csv("authorizations", list(rows), day="2026-02-01", org=GROUP)
    place = folder / "appeal.pdf"
    ask_denials("letter", "V1", "--out", str(place), "--on", "2026-03-01")
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(place.read_bytes())).pages)


@pytest.mark.parametrize(
    ("changed", "is_named"),
    [
        ({"to_on": SERVED}, True),
        ({"to_on": "2026-01-04"}, False),
        ({"to_on": ""}, True),
        ({"from_on": SERVED}, True),
        ({"from_on": "2026-01-06"}, False),
        ({"from_on": ""}, False),
        ({"state": "partly"}, True),
        ({"state": "denied"}, False),
    ],
)
def test_an_authorization_counts_from_its_first_day_to_its_last(denied: Practice, tmp_path, changed, is_named):
    assert is_named == ("PA-100" in letter(denied, tmp_path, authorization(**changed)))


def test_of_two_authorizations_of_the_day_none_is_named(denied: Practice, tmp_path):
    text = letter(denied, tmp_path, authorization(), authorization("A2", "PA-200"))

    assert (False, False) == ("PA-100" in text, "PA-200" in text)


def test_an_authorization_that_ended_before_does_not_hide_the_one_of_the_day(denied: Practice, tmp_path):
    text = letter(denied, tmp_path, authorization(to_on="2026-01-04"), authorization("A2", "PA-200", from_on=SERVED))

    assert (False, True) == ("PA-100" in text, "PA-200" in text)
