"""Bench of the 835 reader: against pyx12's segment reader and a bare split of the text, in the same run; its memory."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from pyx12 import x12file

from remindful.edges.example import write_big_835
from remindful.edges.formats import era835

_MB = 1_000_000
_TIMES = 3
_FILE_MB = 100
#: pyx12 reads a few MB a second: it gets a shorter file of the same kind.
_PYX12_MB = 8
_MEMORY_MB = (25, 100)
_QUICK_MB = 16
_QUICK_MEMORY_MB = (10, 40)

_SEED = 7


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
    ]


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
        done = subprocess.run([sys.executable, "-m", __name__, str(path)], check=True, capture_output=True, text=True)
        rows.append((f"peak memory, 835 of {size_mb} MB", f"{int(done.stdout)} MB"))
        path.unlink()
    return rows


def _own_peak_mb() -> int:
    # Not ru_maxrss: a child inherits its parent's.
    status = Path("/proc/self/status")
    if status.exists():
        peak_kib = next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(peak_kib) // 1024
    return psutil.Process().memory_info().rss // _MB


if __name__ == "__main__":
    read_ours(Path(sys.argv[1]))
    sys.stdout.write(f"{_own_peak_mb()}\n")
