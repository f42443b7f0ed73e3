"""Texts that wait for their file: kept in memory up to a limit, then on disk, so that memory stays flat."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

LIMIT_BYTES = 48_000_000
COPY_BYTES = 1 << 20


class Spool:
    """Appends texts under names, and gives each name's bytes back in the order in which they came."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: dict[str, list[str]] = {}
        self._chars = 0
        self._spilled: set[str] = set()

    def add(self, name: str, text: str) -> None:
        """Append a text under a name."""
        waiting = self._waiting.get(name)
        if waiting is None:
            self._waiting[name] = [text]
        else:
            waiting.append(text)
        self._chars += len(text)
        if self._chars > LIMIT_BYTES:
            self._spill()

    def texts(self, name: str) -> Iterator[bytes]:
        """The bytes under a name; afterwards they are gone."""
        if name in self._spilled:
            path = self._path(name)
            with path.open("rb") as file:
                while piece := file.read(COPY_BYTES):
                    yield piece
            path.unlink()
            self._spilled.discard(name)
        yield "".join(self._waiting.pop(name, [])).encode()

    def copy(self, name: str, file: BinaryIO) -> None:
        """Write the bytes under a name into a file."""
        for piece in self.texts(name):
            file.write(piece)

    def close(self) -> None:
        """Remove the folder; everything must have been taken."""
        assert not self._waiting, sorted(self._waiting)[:3]
        assert not self._spilled, sorted(self._spilled)[:3]
        if self._folder.exists():
            self._folder.rmdir()

    def _path(self, name: str) -> Path:
        return self._folder / name.replace("/", "+")

    def _spill(self) -> None:
        self._folder.mkdir(exist_ok=True)
        for name, texts in self._waiting.items():
            with self._path(name).open("ab") as file:
                file.write("".join(texts).encode())
            self._spilled.add(name)
        self._waiting.clear()
        self._chars = 0
