"""A group in production, fresh for each test."""

from pathlib import Path

import pytest

from tests.intake.office import RealGroup, open_group
from tests.store.fixtures import copy_database
from tests.stories.offices import copy_office

__all__ = ["copy_database", "group"]


@pytest.fixture
def group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RealGroup:
    """An open group with Ana in it."""
    return copy_office(open_group, folder=tmp_path, monkeypatch=monkeypatch)
