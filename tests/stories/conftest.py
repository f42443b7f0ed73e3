"""A fresh home and a fresh database for each story."""

from pathlib import Path

import pytest

from tests.store.fixtures import copy_database
from tests.stories.practice import Practice

__all__ = ["copy_database", "practice"]


@pytest.fixture
def practice(server_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Practice:
    """An open office with nobody in it yet."""
    monkeypatch.setenv("DATABASE_URL", copy_database(server_url))
    monkeypatch.setenv("REMINDFUL_HOME", str(tmp_path / "home"))
    folder = tmp_path / "files"
    folder.mkdir()
    return Practice(folder).open()
