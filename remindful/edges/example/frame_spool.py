"""Frames that wait for their files: kept in memory up to a limit, then on disk, so that memory stays flat."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

LIMIT_BYTES = 96_000_000
BATCH = 20_000  # claims that are made to frames, and written, at once


def batches[T](files: Sequence[T], claims: Sequence[int]) -> Iterator[list[T]]:
    """Files in their order, together as long as they hold no more claims than are written at once. claims: of each file."""
    batch: list[T] = []
    size = 0
    for file, count in zip(files, claims, strict=True):
        if batch and size + count > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(file)
        size += count
    if batch:
        yield batch


class FrameSpool:
    """Appends frames under names, and gives back the rows of each name that are wanted, in the order in which they came."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._frames: dict[str, list[pl.DataFrame]] = {}
        self._paths: dict[str, list[Path]] = {}
        self._bytes = 0

    def add(self, frames: dict[str, pl.DataFrame]) -> None:
        """Append each frame under its name."""
        for name, frame in frames.items():
            self._frames.setdefault(name, []).append(frame)
            self._bytes += int(frame.estimated_size())
        if self._bytes > LIMIT_BYTES:
            self._spill()

    def join(self, name: str, numbers: pl.DataFrame, *, on: str) -> pl.DataFrame:
        """The rows under a name that have one of these numbers, with the columns of `numbers` beside them."""
        pieces = [
            *(pl.scan_parquet(path) for path in self._paths.get(name, [])),
            *(f.lazy() for f in self._frames[name]),
        ]
        wanted = [piece.join(numbers.lazy(), on=on, maintain_order="left") for piece in pieces]
        return pl.concat(pl.collect_all(wanted))

    def close(self) -> None:
        """Remove what was written to disk."""
        for path in (path for paths in self._paths.values() for path in paths):
            path.unlink()
        self._paths.clear()
        self._frames.clear()
        if self._folder.exists():
            self._folder.rmdir()

    def _spill(self) -> None:
        self._folder.mkdir(exist_ok=True)
        for name, frames in self._frames.items():
            paths = self._paths.setdefault(name, [])
            path = self._folder / f"{name}-{len(paths):06d}.parquet"
            pl.concat(frames).write_parquet(path)
            paths.append(path)
            self._frames[name] = [frames[0].clear()]
        self._bytes = 0
