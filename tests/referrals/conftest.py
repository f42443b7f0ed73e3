"""The stories' practices: a fresh office with its database, and one that bills here."""

from pathlib import Path

import pytest

from tests.stories.care_practice import DOCTOR, CarePractice
from tests.stories.conftest import practice
from tests.stories.offices import copy_office

__all__ = ["practice"]

THERAPY = {
    "referral_key": "R1", "party_key": "ana", "ordered_on": "2026-03-02", "state": "active", "priority": "routine", "reason_code": "M54.50",
    "service_codes": "97110:97112", "referring_npi": DOCTOR, "referred_npi": "1999999976", "referred_name": "Bay Therapy",
    "referred_taxonomy": "225100000X", "visits_allowed": 12, "needs_authorization": "yes", "sent_on": "2026-03-03",
}  # fmt: skip


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CarePractice:
    """A group that bills here; Dr. Doe sends Ana, whom Aetna covers, to therapy, which needs an authorization."""
    return copy_office(open_house, folder=tmp_path, monkeypatch=monkeypatch)


def open_house(folder: Path) -> CarePractice:
    house = CarePractice(folder).open()
    house.person("ana").covered("ana", "AETNA", "CIGNA")
    return house.rows("referrals", THERAPY, day="2026-03-03")
