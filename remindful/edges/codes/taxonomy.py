"""Specialties of providers (NUCC taxonomy): common ones in our own plain words, and the whole set from the user's own download."""

from functools import cache
from pathlib import Path

import polars as pl
import yaml

from remindful.core.words.findings import At, Finding

_OWN = Path(__file__).with_suffix(".yaml")
_KEPT = "nucc_taxonomy.parquet"
_CODE = r"^[0-9A-Z]{9}X$"
#: What the columns are called in the NUCC file, and what we call them.
_COLUMNS = {
    "Code": "taxonomy",
    "Grouping": "grouping",
    "Classification": "classification",
    "Specialization": "specialization",
}


@cache
def _own() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = yaml.safe_load(_OWN.read_text(encoding="utf-8"))
    return table


def specialty_name(taxonomy: str | None, *, language: str = "en") -> str | None:
    """The plain name of a common specialty, else None."""
    said = _own().get(taxonomy or "")
    return None if said is None else said[language]


def load_taxonomy(path: Path, *, kept_in: Path) -> tuple[pl.DataFrame, list[Finding]]:
    """Read the NUCC CSV (nucc_taxonomy_NNN.csv) and keep it as Parquet. Rows without a taxonomy code are told, and left out."""
    raw = pl.read_csv(path, infer_schema=False, encoding="utf8-lossy", truncate_ragged_lines=True)
    lacks = [name for name in _COLUMNS if name not in raw.columns]
    if lacks:
        says = f"The file has no column {', '.join(lacks)}: it is not the NUCC code set."
        return read_taxonomy(kept_in), [
            Finding("taxonomy.columns", At(path.name), says, "Download nucc_taxonomy CSV from nucc.org, and load that.")
        ]
    rows = raw.with_row_index("line", offset=2).select(
        "line", *[pl.col(theirs).str.strip_chars().alias(ours) for theirs, ours in _COLUMNS.items()]
    )
    is_code = pl.col("taxonomy").str.contains(_CODE).fill_null(value=False)
    findings = [
        Finding(
            "taxonomy.code",
            At(path.name, line=line),
            f"{code!r} is no taxonomy code.",
            "Leave it, or load a newer file.",
        )
        for line, code in rows.filter(~is_code).select("line", "taxonomy").rows()
    ]
    good = rows.filter(is_code).drop("line").unique("taxonomy", keep="last", maintain_order=True)
    place = kept_in / _KEPT
    partial = place.with_suffix(".part")
    kept_in.mkdir(parents=True, exist_ok=True)
    good.write_parquet(partial)
    partial.replace(place)
    return good, findings


def read_taxonomy(kept_in: Path) -> pl.DataFrame:
    """taxonomy, grouping, classification, specialization: what was loaded; without a load the common ones in our words."""
    place = kept_in / _KEPT
    if place.exists():
        return pl.read_parquet(place)
    schema = dict.fromkeys(_COLUMNS.values(), pl.String)
    return pl.DataFrame(
        [{"taxonomy": code, "classification": names["en"]} for code, names in _own().items()], schema=schema
    )
