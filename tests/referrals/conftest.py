"""The stories' practices: a fresh office with its database, and one that bills here."""

from pathlib import Path

import pytest

from tests.store.fixtures import copy_database
from tests.stories.care_practice import DOCTOR, CarePractice
from tests.stories.conftest import practice

__all__ = ["practice"]

THERAPY = {
    "referral_key": "R1", "party_key": "ana", "ordered_on": "2026-03-02", "state": "active", "priority": "routine", "reason_code": "M54.50",
    "service_codes": "97110:97112", "referring_npi": DOCTOR, "referred_npi": "1999999976", "referred_name": "Bay Therapy",
    "referred_taxonomy": "225100000X", "visits_allowed": 12, "needs_authorization": "yes", "sent_on": "2026-03-03",
}  # fmt: skip


@pytest.fixture
def house(server_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CarePractice:
    """A group that bills here; Dr. Doe sends Ana, whom Aetna covers, to therapy, which needs an authorization."""
    monkeypatch.setenv("DATABASE_URL", copy_database(server_url))
    monkeypatch.setenv("REMINDFUL_HOME", str(tmp_path / "home"))
    folder = tmp_path / "files"
    folder.mkdir()
    house = CarePractice(folder).open()
    house.person("ana").covered("ana", "AETNA", "CIGNA")
    return house.rows("referrals", THERAPY, day="2026-03-03")
