"""ICD-10-CM with the terms of its tabular list, from the package's XML; kept as Parquet, because reading it takes seconds."""

from functools import cache
from importlib.metadata import version
from pathlib import Path

import polars as pl
import yaml

from remindful.core.coding import CodeIndex, build_index

_HERE = Path(__file__).parent
_PACKAGE = "simple-icd-10-cm"


@cache
def icd10cm_index(kept_in: Path) -> CodeIndex:
    """The index of ICD-10-CM. kept_in: a folder for what is costly to read."""
    codes, terms = read_icd10cm(kept_in)
    words = yaml.safe_load((_HERE / "everyday.yaml").read_text("utf-8"))
    entries = [(str(code), str(term), "entry") for code, said in words["entries"].items() for term in said]
    ours = pl.DataFrame(entries, schema=["code", "term", "kind"], orient="row")
    unknown = ours.join(codes, on="code", how="anti")
    assert unknown.is_empty(), f"everyday.yaml names codes that are not in the set: {unknown['code'].to_list()}"
    return build_index(codes, pl.concat([terms, ours]), phrases=words["phrases"])


def read_icd10cm(kept_in: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """codes (code, description, parent, is_billable) and terms (code, term, kind)."""
    edition = version(_PACKAGE)
    places = tuple(kept_in / f"icd10cm-{edition}-{part}.parquet" for part in ("codes", "terms"))
    if not all(place.exists() for place in places):
        kept_in.mkdir(parents=True, exist_ok=True)
        for place, frame in zip(places, _read_package(), strict=True):
            partial = place.with_suffix(".part")
            frame.write_parquet(partial)
            partial.replace(place)
    codes, terms = (pl.read_parquet(place) for place in places)
    return codes, terms


def _read_package() -> tuple[pl.DataFrame, pl.DataFrame]:
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
    return (
        pl.DataFrame(codes, schema=["code", "description", "parent", "is_billable"], orient="row"),
        pl.DataFrame(terms, schema=["code", "term", "kind"], orient="row"),
    )
