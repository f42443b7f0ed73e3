"""Reads crosswalks: Remindful's own, and the office's before it."""

from pathlib import Path

import polars as pl

from remindful.core.coding.crosswalk import Crosswalk
from remindful.edges.codes.yaml_files import read_yaml

SHIPPED_FILE = Path(__file__).with_name("crosswalk.yaml")
SECTIONS = ("conditions", "encounters", "procedures", "immunizations")


def read_crosswalk(*office_files: Path) -> Crosswalk:
    """The crosswalk of these files and of ours; of a code in several, the first file holds. Raises ValueError naming the file and line of a fault."""
    frames: dict[str, list[pl.DataFrame]] = {section: [] for section in SECTIONS}
    for path in (*office_files, SHIPPED_FILE):
        table = read_yaml(path)
        if not isinstance(table, dict):
            raise ValueError(f"{path} is no crosswalk: it has no sections {', '.join(SECTIONS)}.")
        for section in SECTIONS:
            rows = table.get(section) or {}
            faults = [key for key, value in rows.items() if not (isinstance(value, list) and len(value) == 2)]  # pyright: ignore[reportUnknownArgumentType]
            if faults:
                raise ValueError(f"{path}: {section}: {faults[0]}: write [TARGET, why] or [none, why].")
            frames[section].append(
                pl.DataFrame(
                    {"source": [str(key) for key in rows], "target": [str(value[0]) for value in rows.values()]},
                    schema={"source": pl.String, "target": pl.String},
                )
            )
    joined = {
        section: pl.concat(each).unique("source", keep="first", maintain_order=True) for section, each in frames.items()
    }
    plain = joined["encounters"].with_columns(pl.col("source").str.split("/").list.last())
    joined["encounters"] = pl.concat([joined["encounters"], plain]).unique("source", keep="first", maintain_order=True)
    return Crosswalk(**joined)
