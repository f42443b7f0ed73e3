"""Our own index of everyday words: what people say for what a code set says, and the terms by which they mean a code."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import polars as pl

from remindful.edges.codes.yaml_files import read_yaml

_HERE = Path(__file__).parent
ENTRIES = {"code": pl.String, "term": pl.String, "kind": pl.String}


@cache
def everyday_phrases() -> Mapping[str, str]:
    """What people say -> what code sets say, for diagnoses and procedures alike."""
    return {str(phrase): str(meant) for phrase, meant in _read("phrases").items()}


def everyday_entries() -> pl.DataFrame:
    """code, term, kind (entry): the terms by which people mean a diagnosis."""
    files = sorted(path.stem for path in (_HERE / "everyday").glob("[A-Z].yaml"))
    rows = [(str(code), str(term), "entry") for name in files for code, terms in _read(name).items() for term in terms]
    return pl.DataFrame(rows, schema=ENTRIES, orient="row")


def _read(name: str) -> dict[object, list[object]]:
    words: dict[object, list[object]] = read_yaml(_HERE / "everyday" / f"{name}.yaml")
    return words
