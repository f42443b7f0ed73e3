"""The same accounts, seed and last day give the same bytes, anywhere."""

import hashlib
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from remindful.edges.example import write_example

#: Of accounts=40, seed=7. It changes only where the example itself is meant to change; then say so in the changelog.
GOLDEN = "87c9773ca7b9d7f8058afd69efb52709001f8c574061290c46f789a03b293871"


def digest(root: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        found.update(f"{path.relative_to(root).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return found.hexdigest()


def test_the_example_of_forty_accounts_is_the_one_that_we_know(tmp_path):
    write_example(tmp_path, accounts=40, seed=7)

    assert digest(tmp_path) == GOLDEN


def test_two_runs_are_equal_byte_for_byte_whatever_the_hash_seed(tmp_path):
    code = (
        "import sys, pathlib; from remindful.edges.example import write_example; "
        "write_example(pathlib.Path(sys.argv[1]), accounts=120, seed=3)"
    )
    for hash_seed in ("1", "2"):
        environment = os.environ | {
            "PYTHONHASHSEED": hash_seed,
            "TZ": "Asia/Tokyo",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        subprocess.run([sys.executable, "-c", code, str(tmp_path / hash_seed)], env=environment, check=True)

    assert digest(tmp_path / "1") == digest(tmp_path / "2")


def test_another_seed_is_another_practice(tmp_path):
    write_example(tmp_path / "a", accounts=20, seed=1)
    write_example(tmp_path / "b", accounts=20, seed=2)

    assert digest(tmp_path / "a") != digest(tmp_path / "b")


def test_texts_that_were_spilled_to_disk_come_back_in_their_order(tmp_path, monkeypatch):
    write_example(tmp_path / "memory", accounts=60, seed=5)
    monkeypatch.setattr("remindful.edges.example.spool.LIMIT_BYTES", 10_000)
    monkeypatch.setattr("remindful.edges.example.frame_spool.LIMIT_BYTES", 10_000)
    monkeypatch.setattr("remindful.edges.example.write_837.BATCH", 20)
    monkeypatch.setattr("remindful.edges.example.write_835.BATCH", 20)
    monkeypatch.setattr("remindful.edges.example.frame_spool.BATCH", 20)
    write_example(tmp_path / "disk", accounts=60, seed=5)

    assert digest(tmp_path / "memory") == digest(tmp_path / "disk")


def test_the_eighteen_months_end_on_the_day_asked_for(tmp_path):
    write_example(tmp_path, accounts=30, seed=7, last_on=date(2025, 12, 31))
    days = sorted(path.name for path in (tmp_path / "files").iterdir())

    assert days[0] == "2024-07-01"
    assert days[-1] <= "2025-12-31"
    assert "activated_on: 2025-12-01" in (tmp_path / "office.yaml").read_text()


def test_progress_is_told_up_to_the_last_account(tmp_path):
    told: list[tuple[int, int]] = []
    write_example(tmp_path, accounts=450, seed=7, progress=lambda done, of: told.append((done, of)))

    assert told == sorted(told)
    assert told[-1] == (450, 450)
