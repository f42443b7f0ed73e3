"""A group in production, and one that rehearses, fresh for each test."""

from pathlib import Path

import pytest

from tests.intake.office import RealGroup, Rehearsal, open_group, open_rehearsal
from tests.store.fixtures import copy_database
from tests.stories.offices import copy_office

__all__ = ["copy_database", "group", "rehearsal"]


@pytest.fixture
def group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RealGroup:
    """An open group with Ana in it."""
    return copy_office(open_group, folder=tmp_path, monkeypatch=monkeypatch)


@pytest.fixture
def rehearsal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rehearsal:
    """The same group as a practice, whose nights run on the day that a test says."""
    return copy_office(open_rehearsal, folder=tmp_path, monkeypatch=monkeypatch)
