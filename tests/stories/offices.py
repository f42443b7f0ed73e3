"""Offices that are made once a worker: each test works in a copy of the database, the home and the files."""

import copy
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from remindful.edges.store import close_connections
from tests.store.fixtures import copy_database, running_server, session_folder, settings
from tests.stories.practice import Practice


@dataclass(frozen=True)
class MadeOffice:
    """An office as it was made, which nobody works in."""

    practice: Practice
    folder: Path  # home/ and files/
    url: str


_made: dict[Callable[[Path], Practice], MadeOffice] = {}


def copy_office[P: Practice](make: Callable[[Path], P], *, folder: Path, monkeypatch: pytest.MonkeyPatch) -> P:
    """The office that `make` opens in a folder of files, copied into `folder`; DATABASE_URL and REMINDFUL_HOME name the copy.

    make: a function of a module, which makes the same office each time.
    """
    if make not in _made:
        _made[make] = _make(make)
    made = _made[make]
    shutil.copytree(made.folder, folder, dirs_exist_ok=True)
    monkeypatch.setenv("DATABASE_URL", copy_database(made.url))
    monkeypatch.setenv("REMINDFUL_HOME", str(folder / "home"))
    practice = copy.deepcopy(made.practice)
    assert isinstance(practice, type(made.practice))
    practice.folder = folder / "files"
    return practice


def _make[P: Practice](make: Callable[[Path], P]) -> MadeOffice:
    folder, url = session_folder(), running_server().make_copy()
    (folder / "home").mkdir()
    (folder / "files").mkdir()
    with settings(DATABASE_URL=url, REMINDFUL_HOME=str(folder / "home")):
        practice = make(folder / "files")
    close_connections()
    return MadeOffice(practice, folder, url)
