"""A fresh home and a fresh database for each story."""

from pathlib import Path

import pytest

from tests.store.fixtures import copy_database
from tests.stories.care_practice import CarePractice
from tests.stories.offices import copy_office
from tests.stories.practice import Practice

__all__ = ["copy_database", "house", "practice"]


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Practice:
    """An open office with nobody in it yet."""
    return copy_office(open_practice, folder=tmp_path, monkeypatch=monkeypatch)


def open_practice(folder: Path) -> Practice:
    return Practice(folder).open()


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CarePractice:
    """An open group that bills here, with Ana, whom Aetna covers."""
    return copy_office(open_house, folder=tmp_path, monkeypatch=monkeypatch)


def open_house(folder: Path) -> CarePractice:
    house = CarePractice(folder).open()
    house.person("ana", sex="F")
    return house.covered("ana", "AETNA")
