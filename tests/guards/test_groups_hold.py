"""Tests of one group run in one worker, so that what their module makes is made once."""

import subprocess
import sys
from pathlib import Path

import pytest

GROUPED = r"""
import pytest, time

pytestmark = pytest.mark.xdist_group("one")

@pytest.mark.parametrize("number", range(6))
def test_it(number, worker_id, request):
    time.sleep(0.05)
    with open(request.config.rootpath / "workers", "a") as file:
        file.write(worker_id + "\n")
"""


@pytest.mark.parametrize(("way", "is_one"), [("loadgroup", True), ("load", False)])
def test_a_group_is_run_by_one_worker_and_without_the_option_by_several(tmp_path: Path, way: str, *, is_one: bool):
    """A pytest that xdist does not know drops the mark without a word: each worker then makes everything anew."""
    (tmp_path / "pytest.ini").touch()
    (tmp_path / "test_grouped.py").write_text(GROUPED)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", way, "-p", "no:django", "test_grouped.py"]
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    workers = (tmp_path / "workers").read_text().split()

    assert (0, 6) == (done.returncode, len(workers)), done.stdout
    assert is_one == (len(set(workers)) == 1)
