"""Specialties of providers (NUCC taxonomy): common ones in our own plain words, and the whole set from the user's own download."""

from functools import cache
from pathlib import Path

import polars as pl
import yaml

from remindful.edges.codes.load import TABLES, list_editions

_TABLE_FILE = Path(__file__).with_suffix(".yaml")


@cache
def _read_table() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = yaml.safe_load(_TABLE_FILE.read_text(encoding="utf-8"))
    return table


def specialty_name(taxonomy: str | None, *, language: str = "en", stored_in: Path | None = None) -> str | None:
    """The plain name of a common specialty; of another, in English, what the loaded code set calls it; else None. kept_in: the home's code sets."""
    names = _read_table().get(taxonomy or "")
    if names is not None:
        return names[language]
    if stored_in is None or taxonomy is None or language != "en":
        return None
    found = read_taxonomy(stored_in).filter(pl.col("taxonomy") == taxonomy)
    if found.is_empty():
        return None
    name, special = found.select("classification", "specialization").row(0)
    return name if special is None else f"{name} ({special})"


def read_taxonomy(stored_in: Path) -> pl.DataFrame:
    """taxonomy, grouping, classification, specialization: the newest edition that was loaded; without one the common ones in our words."""
    editions = list_editions(stored_in).filter(pl.col("table") == "taxonomy")
    if editions.height:
        return pl.read_parquet(editions.sort("from_on")["path"][-1]).unique(
            "taxonomy", keep="last", maintain_order=True
        )
    return pl.DataFrame(
        [{"taxonomy": code, "classification": names["en"]} for code, names in _read_table().items()],
        schema=TABLES["taxonomy"],
    )
