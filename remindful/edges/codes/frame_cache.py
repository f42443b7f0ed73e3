"""What is costly to read from an installed package, kept as Parquet: in the user's cache folder, else in the home. It may be deleted at any time."""

import hashlib
import os
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

import platformdirs
import polars as pl

from remindful.core import coding

PACKAGE = "simple-icd-10-cm"


def cached_frames(
    names: tuple[str, ...], make: Callable[[], Mapping[str, pl.DataFrame]], *, stored_in: Path, also: str = ""
) -> dict[str, pl.DataFrame]:
    """The frames that `make` makes of the package. Another edition of it, or other code or words of ours, makes them anew.

    also: names what else they are made of, where there is something.
    """
    stem = f"icd10cm-{version(PACKAGE)}-{_source_digest()}{also and f'-{also}'}"
    folders = (platformdirs.user_cache_path("remindful"), stored_in)
    for folder in folders:
        paths = {name: folder / f"{stem}-{name}.parquet" for name in names}
        if all(path.exists() for path in paths.values()):
            return {name: pl.read_parquet(path) for name, path in paths.items()}
    made = dict(make())
    for folder in folders:
        try:
            _write({folder / f"{stem}-{name}.parquet": frame for name, frame in made.items()})
        except OSError:
            continue  # a service's account may have no folder of its own, and a disk may be full: then it is read again next time
        break
    return made


@cache
def _source_digest() -> str:
    """Of all that frames are made by: this folder, its words, and the code that parts them."""
    folders = (Path(__file__).parent, Path(coding.__file__).parent)
    files = sorted(file for folder in folders for ending in ("*.py", "*.yaml") for file in folder.rglob(ending))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def _write(frames: Mapping[Path, pl.DataFrame]) -> None:
    for path, frame in frames.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}.part")
        try:
            frame.write_parquet(partial, compression="lz4")  # larger, and read in half the time
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
