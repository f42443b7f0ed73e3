"""ICD-10-CM with the terms of its tabular list, from the package's XML; kept as Parquet, because reading it takes seconds."""

from dataclasses import fields
from functools import lru_cache
from pathlib import Path

import polars as pl

from remindful.core.coding import CodeIndex, IndexFrames, exact_key, prepare_index, read_words
from remindful.edges.codes.everyday import everyday_entries, everyday_phrases
from remindful.edges.codes.frame_cache import cached_frames


def icd10cm_index(stored_in: Path) -> CodeIndex:
    """The index of ICD-10-CM. stored_in: the home's folder of code sets: what is costly to read, and the Alphabetic Index where the office loaded it."""
    alphabetic = max(stored_in.glob("index_terms.*@*.parquet"), key=lambda path: path.name, default=None)
    return _build(stored_in, alphabetic, alphabetic.stat().st_mtime_ns if alphabetic else 0)


@lru_cache(maxsize=2)
def _build(stored_in: Path, alphabetic: Path | None, changed: int) -> CodeIndex:
    """changed: when the Alphabetic Index was loaded; another one there is another index."""
    names = tuple(part.name for part in fields(IndexFrames))
    stored = cached_frames(
        tuple(f"search-{name}" for name in names),
        lambda: _prepare(stored_in, alphabetic),
        stored_in=stored_in,
        also=f"{alphabetic.stem}-{changed}" if alphabetic else "",
    )
    return CodeIndex(IndexFrames(**{name: stored[f"search-{name}"] for name in names}))


def _prepare(stored_in: Path, alphabetic: Path | None) -> dict[str, pl.DataFrame]:
    codes, terms = read_icd10cm(stored_in)
    entries = _check_entries(everyday_entries(), codes)
    every = pl.concat([terms, entries.drop("key")])
    if alphabetic is not None:
        official = pl.read_parquet(alphabetic).join(codes, on="code", how="semi", maintain_order="left")
        every = pl.concat([every, official.select("code", "term", kind=pl.lit("index"))])
    frames = prepare_index(codes, every, phrases=everyday_phrases(), exact=entries)
    return {f"search-{part.name}": getattr(frames, part.name) for part in fields(frames)}


def _check_entries(entries: pl.DataFrame, codes: pl.DataFrame) -> pl.DataFrame:
    """The entries, each of a code of the set, with their exact_key."""
    unknown = entries.join(codes, on="code", how="anti")["code"].unique().to_list()
    assert not unknown, f"the everyday words name codes that are not in the set: {unknown}"
    keys = [exact_key(read_words(term, keeps_numbers=True)) for term in entries["term"]]
    return entries.with_columns(key=pl.Series(keys, dtype=pl.String))


def read_icd10cm(stored_in: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """codes (code, description, parent, is_billable) and terms (code, term, kind)."""
    cached = cached_frames(("codes", "terms"), _read_package, stored_in=stored_in)
    return cached["codes"], cached["terms"]


def _read_package() -> dict[str, pl.DataFrame]:
    import simple_icd_10_cm as package  # noqa: PLC0415  seconds

    codes: list[tuple[str, str, str | None, bool]] = []
    terms: list[tuple[str, str, str]] = []
    for code in package.get_all_codes():
        # A block of one category bears the category's name.
        if not package.is_category_or_subcategory(code):
            continue
        parent = package.get_parent(code)
        codes.append((code, package.get_description(code), parent or None, package.is_leaf(code)))
        terms.append((code, package.get_description(code), "title"))
        terms += [(code, term, "inclusion") for term in package.get_inclusion_term(code)]
    return {
        "codes": pl.DataFrame(codes, schema=["code", "description", "parent", "is_billable"], orient="row"),
        "terms": pl.DataFrame(terms, schema=["code", "term", "kind"], orient="row"),
    }
