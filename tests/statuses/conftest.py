"""A practice that bills here, for stories of what becomes of its claims."""

from pathlib import Path

import pytest

from tests.statuses.two_offices import TwoOffices
from tests.store.fixtures import copy_database
from tests.stories.care_practice import CarePractice
from tests.stories.offices import copy_office
from tests.stories.practice import HOSPITAL


@pytest.fixture
def folder(server_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a fresh office writes its files; it has a database and a home of its own."""
    monkeypatch.setenv("DATABASE_URL", copy_database(server_url))
    monkeypatch.setenv("REMINDFUL_HOME", str(tmp_path / "home"))
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CarePractice:
    """Ana, whom Aetna covers, was seen and billed; a 277CA took the claim V1 in on March 5."""
    return copy_office(open_house, folder=tmp_path, monkeypatch=monkeypatch)


def open_house(folder: Path) -> CarePractice:
    house = CarePractice(folder).open()
    house.person("ana").covered("ana", "AETNA")
    house.seen("V1", "ana", ("99213", 150), on="2026-03-02").bills("2026-03-03")
    return house


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TwoOffices:
    """Two organizations that bill here: Lakeshore's V1 is Ana's, Capital's W1 is Bob's; each went out in its own file."""
    return copy_office(open_pair, folder=tmp_path, monkeypatch=monkeypatch)


def open_pair(folder: Path) -> TwoOffices:
    pair = TwoOffices(folder).open()
    pair.person("ana").covered("ana", "AETNA").seen("V1", "ana", ("99213", 150), on="2026-03-02")
    pair.at(HOSPITAL).person("bob").covered("bob", "AETNA").seen("W1", "bob", ("99213", 150), on="2026-03-02")
    pair.bills("2026-03-03")
    return pair
