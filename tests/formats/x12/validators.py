"""Two validators that nobody here wrote, and that share no code: what they say against an 837 or an 835. Both silent: [] ."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pyx12.params
import pyx12.x12n_document
from x12sdk.io import X12ModelReader


def by_pyx12(text: str, folder: Path) -> list[str]:
    """pyx12: the maps of the guides, their codes of about 2015, dates, counts."""
    path = folder / "validated.x12"
    path.write_text(text)
    said = io.StringIO()
    logging.disable(logging.CRITICAL)
    try:
        is_valid = pyx12.x12n_document.x12n_document(pyx12.params.ParamsBase(), str(path), None, None, None, said)
    finally:
        logging.disable(logging.NOTSET)
    return [] if is_valid else list(_errors(json.loads(said.getvalue()))) or ["invalid"]


def _errors(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        yield from [node["err_str"]] if "err_str" in node else []
        node = list(node.values())
    for child in node if isinstance(node, list) else []:
        yield from _errors(child)


def by_x12sdk(text: str) -> list[str]:
    """x12sdk: typed models of X221A1, X222A2 and X223A3: loops, codes, HL, and that CLM02 is the sum of its lines."""
    logging.disable(logging.CRITICAL)
    try:
        # Its reader drops segments that begin with white space, so line ends go first.
        with X12ModelReader(text.replace("\r", "").replace("~\n", "~")) as reader:
            return [] if sum(1 for _ in reader.models()) else ["nothing was read"]
    except (ValueError, KeyError) as wrong:
        return [f"{type(wrong).__name__}: {wrong}"]
    finally:
        logging.disable(logging.NOTSET)
