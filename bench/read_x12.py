"""Bench of the 835 reader: against pyx12's segment reader and a bare split of the text, in the same run; its memory.

`run(folder)` writes a synthetic 835 there (or takes the file that it is given) and returns rows to print.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from pyx12 import x12file

from remindful.edges.formats import era835

_MB = 1 << 20
_TIMES = 3
_FILE_MB = 100
#: pyx12 reads a few MB a second: it gets a shorter file of the same claims.
_PYX12_MB = 8
_MEMORY_MB = (25, 100)
_QUICK_MB = 16
_QUICK_MEMORY_MB = (10, 40)

_HEAD = (
    "ISA*00*          *00*          *ZZ*BENCH PAYER    *ZZ*BENCH CLINIC   *260301*1200*^*00501*000000001*0*T*:~"
    "GS*HP*BENCHPAYER*BENCHCLINIC*20260301*1200*1*X*005010X221A1~"
)
_SET = (
    "ST*835*{number:04}~BPR*I*{paid}*C*ACH*CCP*01*000000000*DA*000*1999999999**01*000000000*DA*000*20260302~"
    "TRN*1*BENCH{number}*1999999999~DTM*405*20260301~N1*PR*BENCH PAYER~N3*1 SAMPLE WAY~N4*SAMPLETON*ZZ*00000~"
    "PER*BL*DESK*TE*5550100000~N1*PE*BENCH CLINIC*XX*1999999992~REF*TJ*999999999~LX*1~"
)
_CLAIMS = (
    "CLP*B{no}A*1*250.00*180.00*20.00*12*PCN{no}A*11*1~NM1*QC*1*SAMPLE*PAT*A***MI*M{no}A~"
    "NM1*82*2*BENCH CLINIC*****XX*1999999992~REF*1L*GROUP77~REF*CE*PPO~DTM*232*20260201~DTM*233*20260201~"
    "DTM*050*20260210~AMT*AU*200~SVC*HC:99213:25*150.00*110.00**1~DTM*472*20260201~CAS*CO*45*20.00~CAS*PR*3*20.00~REF*6R*L{no}1~AMT*B6*130~"
    "LQ*HE*N130~SVC*HC:80053*100.00*70.00**1~DTM*472*20260201~CAS*CO*45*30.00~REF*6R*L{no}2~AMT*B6*70~",
    "CLP*B{no}B*1*480.5*0*480.5*MB*PCN{no}B*11*1~NM1*QC*1*EXAMPLE*LEE****MI*M{no}B~MOA***MA01*MA18~"
    "NM1*82*1*DOCTOR*ANY****XX*1999999992~DTM*232*20260203~SVC*HC:99285*480.5*0**1~DTM*472*20260203~"
    "CAS*PR*1*400**2*80.5~REF*6R*L{no}3~AMT*B6*480.5~",
    "CLP*B{no}C*4*90*0**12*PCN{no}C~NM1*QC*1*TRIAL*SAM****MI*M{no}C~DTM*232*20260204~SVC*HC:97110:GP*90*0**2~"
    "DTM*472*20260204~CAS*CO*197*90~REF*6R*L{no}4~LQ*HE*M62~",
)
_SEGMENTS_OF_SET = 11
_CLAIMS_OF_SET = 3_000
_PAID_OF_ROUND = 180


def run(folder: Path, *, quick: bool = False) -> list[tuple[str, ...]]:
    """MB/s of our reader, pyx12's, and a bare split; their ratios (median of 3); peak memory for 1x and 4x the text."""
    path = folder if folder.suffix else folder / "bench.835"
    if not path.exists():
        write_file(path, size_mb=_QUICK_MB if quick else _FILE_MB)
    small = path.with_name("small.835")
    write_file(small, size_mb=_PYX12_MB)
    speeds: dict[str, list[float]] = {"ours": [], "pyx12": [], "split": []}
    for _ in range(_TIMES):
        speeds["ours"].append(_speed(read_ours, path))
        speeds["pyx12"].append(_speed(read_pyx12, small))
        speeds["split"].append(_speed(split_bare, path))
    small.unlink()
    ours, pyx12, split = (statistics.median(speeds[name]) for name in ("ours", "pyx12", "split"))
    return [
        ("835 to claim frames", f"{ours:.1f} MB/s"),
        ("pyx12 segment reader", f"{pyx12:.1f} MB/s", f"ours is {ours / pyx12:.1f} x as fast (aim: 10)"),
        ("bare Python split", f"{split:.1f} MB/s", f"ours is {ours / split:.2f} x as fast (aim: 0.5)"),
        *_memory_rows(path.parent, sizes_mb=_QUICK_MEMORY_MB if quick else _MEMORY_MB),
    ]


def write_file(path: Path, *, size_mb: int) -> None:
    """A synthetic 835 of about this size: transactions of 3,000 claims each, all of it invented."""
    round_text = "".join(_CLAIMS)
    rounds = _CLAIMS_OF_SET // len(_CLAIMS)
    segments = _SEGMENTS_OF_SET + rounds * round_text.count("~") + 1
    sets, no = 0, 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        written = file.write(_HEAD)
        while written < size_mb * _MB:
            sets += 1
            body = "".join(round_text.replace("{no}", str(no + place)) for place in range(rounds))
            no += rounds
            head = _SET.format(number=sets, paid=rounds * _PAID_OF_ROUND)
            written += file.write(f"{head}{body}SE*{segments}*{sets:04}~")
        file.write(f"GE*{sets}*1~IEA*1*000000001~")


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
        write_file(path, size_mb=size_mb)
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
