"""Bench of the 835 and 837 readers and of the claim writer: against pyx12's segment reader and a bare split, in the same run; memory."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import psutil
from pyx12 import x12file

from remindful.edges.example import write_big_835, write_example
from remindful.edges.formats import claim837, era835
from remindful.edges.formats.claim837.submission_edits import find_submission_edits
from remindful.edges.formats.claim837.write import ClaimHeader, render_claims
from remindful.edges.x12.write import Interchange

_MB = 1_000_000
_TIMES = 3
_FILE_MB = 100
#: pyx12 reads a few MB a second: it gets a shorter file of the same kind.
_PYX12_MB = 8
_MEMORY_MB = (25, 100)
_QUICK_MB = 16
_QUICK_MEMORY_MB = (10, 40)

_SEED = 7
_CLAIM_MB, _QUICK_CLAIM_MB = 100, 12
_ACCOUNTS = 2_000  # of the example whose claim files are put together until they are long enough
_WRITE_MB = 20
_NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
_HEADER = ClaimHeader(
    Interchange("SAMPLECLINIC", "CLEARING", 1, 1, _NOW, is_production=False),
    submitter_name="SAMPLE CLINIC",
    submitter_key="SUB1",
    contact_name="DESK",
    contact_phone="8505550100",
    receiver_name="SAMPLE CLEARING HOUSE",
    receiver_key="REC1",
)


def run(folder: Path, *, quick: bool = False) -> list[tuple[str, ...]]:
    """MB/s of our reader, pyx12's, and a bare split; their ratios (median of 3); peak memory for 1x and 4x the text."""
    path, small = folder / "bench.835", folder / "small.835"
    write_big_835(path, megabytes=_QUICK_MB if quick else _FILE_MB, seed=_SEED)
    write_big_835(small, megabytes=_PYX12_MB, seed=_SEED)
    speeds: dict[str, list[float]] = {"ours": [], "pyx12": [], "split": []}
    for _ in range(_TIMES):
        speeds["ours"].append(_speed(read_ours, path))
        speeds["pyx12"].append(_speed(read_pyx12, small))
        speeds["split"].append(_speed(split_bare, path))
    ours, pyx12, split = (statistics.median(speeds[name]) for name in ("ours", "pyx12", "split"))
    return [
        ("835 to claim frames", f"{ours:.1f} MB/s"),
        ("pyx12 segment reader", f"{pyx12:.1f} MB/s", f"ours is {ours / pyx12:.1f} x as fast (aim: 10)"),
        ("bare Python split", f"{split:.1f} MB/s", f"ours is {ours / split:.2f} x as fast (aim: 0.5)"),
        *_memory_rows(folder, sizes_mb=_QUICK_MEMORY_MB if quick else _MEMORY_MB),
        *_claim_rows(folder, quick=quick),
    ]


def _claim_rows(folder: Path, *, quick: bool) -> list[tuple[str, ...]]:
    """837: MB/s of our reader, pyx12's and a bare split; peak memory; claims a second checked and written."""
    path, small = folder / "bench.837", folder / "small.837"
    claims_mb = _QUICK_CLAIM_MB if quick else _CLAIM_MB
    example = _example_claims(folder)
    for target, megabytes in ((path, claims_mb), (small, _PYX12_MB)):
        target.write_bytes(example * (megabytes * _MB // len(example) + 1))
    speeds = {"ours": [_speed(read_claims, path) for _ in range(_TIMES)]}
    speeds["pyx12"] = [_speed(read_pyx12, small) for _ in range(_TIMES)]
    speeds["split"] = [_speed(split_bare, path) for _ in range(_TIMES)]
    ours, pyx12, split = (statistics.median(speeds[name]) for name in ("ours", "pyx12", "split"))
    small.write_bytes(example * (_WRITE_MB * _MB // len(example) + 1))
    return [
        ("837 to seven frames", f"{ours:.1f} MB/s"),
        ("pyx12 segment reader", f"{pyx12:.1f} MB/s", f"ours is {ours / pyx12:.1f} x as fast"),
        ("bare Python split", f"{split:.1f} MB/s", f"ours is {ours / split:.2f} x as fast"),
        (f"peak memory, 837 of {claims_mb} MB", f"{_peak_mb(path)} MB"),
        *_write_rows(small),
    ]


def _example_claims(folder: Path) -> bytes:
    write_example(folder / "example", accounts=_ACCOUNTS, seed=_SEED)
    return b"".join(path.read_bytes() for path in sorted((folder / "example").glob("files/*/*/*.837")))


def _write_rows(path: Path) -> list[tuple[str, ...]]:
    """Claims a second: held against the guide, and written."""
    pieces = [reading.frames for reading in claim837.FORMAT.read(path, None)]
    frames = {name: pl.concat([piece[name] for piece in pieces]) for name in pieces[0]}
    count = frames["claims"].height
    checked: list[float] = []
    written: list[float] = []
    for _ in range(_TIMES):
        begun = time.perf_counter()
        find_submission_edits(frames, day=_NOW.date())
        between = time.perf_counter()
        text, _sent = render_claims(frames, header=_HEADER)
        if text.count("CLM*") != count:
            raise ValueError("claims were lost in writing")
        checked.append(count / (between - begun))
        written.append(count / (time.perf_counter() - between))
    return [
        ("claims checked before writing", f"{statistics.median(checked):,.0f} claims/s"),
        ("claims written", f"{statistics.median(written):,.0f} claims/s", "aim: 20,000"),
    ]


def read_claims(path: Path) -> int:
    """Every frame of a claim file; returns the number of claims."""
    return sum(reading.frames["claims"].height for reading in claim837.FORMAT.read(path, None))


def read_ours(path: Path) -> int:
    """Every frame of the file, one piece after the other; returns the number of claims."""
    claims = 0
    for reading in era835.FORMAT.read(path, None):
        if reading.findings:
            raise ValueError(str(reading.findings[0]))
        claims += reading.frames["remit_claims"].height
    return claims


def read_pyx12(path: Path) -> int:
    """Every segment, by pyx12; returns their number."""
    with x12file.X12Reader(str(path)) as reader:
        return sum(1 for _ in reader)


def split_bare(path: Path) -> int:
    """The least that any reader in Python must do: split segments, split elements, keep nothing."""
    count = 0
    for segment in path.read_text().split("~"):
        segment.split("*")
        count += 1
    return count


def _speed(read: Callable[[Path], int], path: Path) -> float:
    begun = time.perf_counter()
    if read(path) == 0:
        raise ValueError(f"{read.__name__} read nothing of {path}")
    return path.stat().st_size / _MB / (time.perf_counter() - begun)


def _memory_rows(folder: Path, *, sizes_mb: tuple[int, ...]) -> list[tuple[str, ...]]:
    """Peak memory of a process of its own that reads a file, and one four times as long."""
    rows: list[tuple[str, ...]] = []
    for size_mb in sizes_mb:
        path = folder / f"memory.{size_mb}.835"
        write_big_835(path, megabytes=size_mb, seed=_SEED)
        rows.append((f"peak memory, 835 of {size_mb} MB", f"{_peak_mb(path)} MB"))
        path.unlink()
    return rows


def _peak_mb(path: Path) -> int:
    done = subprocess.run([sys.executable, "-m", __name__, str(path)], check=True, capture_output=True, text=True)
    return int(done.stdout)


def process_peak_mb() -> int:
    """The most memory that this process has held, as far as the system tells."""
    # Not ru_maxrss: a child inherits its parent's.
    status = Path("/proc/self/status")
    if status.exists():
        peak_kib = next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(peak_kib) // 1024
    return psutil.Process().memory_info().rss // _MB


if __name__ == "__main__":
    claim_or_remit_file = Path(sys.argv[1])
    (read_claims if claim_or_remit_file.suffix == ".837" else read_ours)(claim_or_remit_file)
    sys.stdout.write(f"{process_peak_mb()}\n")
