"""The small rulebook, whole or with one file changed."""

import shutil
from pathlib import Path

import pytest

from remindful.core.facts import FACTS
from remindful.core.guard import load_rulebook
from remindful.core.law import read_rulebook

SMALL = Path(__file__).parent / "rulebook_small"


@pytest.fixture(scope="session")
def small():
    return load_rulebook(SMALL)


@pytest.fixture
def planted(tmp_path):
    """Copy the small rulebook, change one file (old text -> new text; old None: write it anew), and give all faults."""

    def plant(file, old, new):
        folder = tmp_path / "rulebook"
        if not folder.exists():
            shutil.copytree(SMALL, folder)
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if old is not None:
            text = path.read_text()
            assert old in text, "nothing planted"
            new = text.replace(old, new, 1)
        path.write_text(new)
        rulebook, findings = read_rulebook(folder, facts=FACTS)
        return rulebook, findings

    return plant
