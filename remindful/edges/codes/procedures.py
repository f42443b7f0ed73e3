"""HCPCS level II, and CPT from the user's own licensed file, ready to be searched: the editions that the office loaded."""

from datetime import date
from functools import lru_cache
from pathlib import Path

import polars as pl
import yaml

from remindful.core.coding import CodeIndex, build_index
from remindful.core.coding.words import SMALL
from remindful.core.words.spans import in_force
from remindful.edges.codes.edit_tables import read_table

_HERE = Path(__file__).parent


def procedures_index(stored_in: Path, *, on: date) -> CodeIndex | None:
    """The index of what can be charged on a day. None: the office has loaded neither HCPCS nor CPT."""
    editions = tuple((path.name, path.stat().st_mtime_ns) for path in sorted(stored_in.glob("procedures.*.parquet")))
    return _build(stored_in, on, editions) if editions else None


@lru_cache(maxsize=4)
def _build(stored_in: Path, on: date, editions: tuple[tuple[str, int], ...]) -> CodeIndex:
    """editions: what is on the disk; another file there is another index."""
    assert editions
    codes = (
        read_table(stored_in, "procedures")
        .filter(in_force(pl.lit(on)))
        .select(
            "code",
            pl.col("description").fill_null(""),
            parent=pl.lit(None, dtype=pl.String),
            is_billable=pl.lit(value=True),
        )
        .unique("code", keep="last", maintain_order=True)
    )
    titles = codes.select("code", term="description", kind=pl.lit("title"))
    procedures = yaml.safe_load((_HERE / "everyday_procedures.yaml").read_text("utf-8"))
    entries = [(str(code), str(term), "entry") for code, terms in procedures["entries"].items() for term in terms]
    ours = pl.DataFrame(entries, schema=["code", "term", "kind"], orient="row").join(codes, on="code", how="semi")
    return build_index(codes, pl.concat([titles, ours]), phrases=procedures["phrases"], empty=SMALL)
