"""The tables of edits: ICD-10-CM from the package, and what the office loaded, by kind and edition. Kept as Parquet."""

import re
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

import polars as pl

from remindful.core.coding.edits.tables import SCHEMAS, EditTables
from remindful.edges.codes.frame_cache import PACKAGE, cached_frames
from remindful.edges.codes.load import list_editions
from remindful.edges.codes.titles import flag_titles, is_manifestation

#: The first day of the edition that comes along with it.
SHIPPED_FROM = date(2026, 4, 1)


def read_edit_tables(stored_in: Path) -> EditTables:
    """Every table. kept_in: the home's folder of code sets, with what was loaded.

    An edition counts until the next of its kind begins; of pairs, whose rows bear their own days, the newest edition counts. ICD-10-CM as it
    comes along is an edition too, and stands in for the days before the first that was loaded.
    """
    shipped = _read_icd10cm(stored_in)
    editions = list_editions(stored_in)
    tables = {name: _join_editions(name, editions.filter(pl.col("table") == name)) for name in SCHEMAS}
    return EditTables(**tables | shipped | {"diagnoses": _join_diagnoses(tables["diagnoses"], shipped["diagnoses"])})


def read_table(stored_in: Path, name: str) -> pl.DataFrame:
    """One table as the office loaded it, without reading the others: pairs have millions of rows."""
    return _join_editions(name, list_editions(stored_in).filter(pl.col("table") == name))


def _join_editions(table: str, editions: pl.DataFrame) -> pl.DataFrame:
    if table == "pairs":
        editions = editions.unique("kind", keep="last", maintain_order=True)
    empty = pl.DataFrame(schema=SCHEMAS[table])
    parts: list[pl.DataFrame] = []
    for path, to_on in editions.select("path", "to_on").rows():
        # A file that was kept before a column was thought of has null there.
        part = pl.concat([empty, pl.read_parquet(path)], how="diagonal").select(empty.columns)
        last = pl.lit(to_on, dtype=pl.Date)
        parts.append(part if table == "pairs" else part.with_columns(to_on=pl.min_horizontal("to_on", last)))
    return pl.concat([empty, *parts])


def _join_diagnoses(loaded: pl.DataFrame, shipped: pl.DataFrame) -> pl.DataFrame:
    """Loaded editions and ours. Notes to code something else first are the tabular list's, which ours alone has: loaded codes take them from it."""
    if loaded.is_empty():
        return shipped
    notes = shipped.select("code", "has_code_first").unique("code", maintain_order=True)
    noted = loaded.drop("has_code_first").join(notes, on="code", how="left", maintain_order="left")
    published = noted.with_columns(pl.col("has_code_first").fill_null(value=False)).with_columns(
        is_manifestation=is_manifestation()
    )
    begun = published["from_on"].unique().sort().to_list()
    later = [day for day in begun if day >= SHIPPED_FROM]
    before = shipped.with_columns(to_on=pl.lit(begun[0], dtype=pl.Date).dt.offset_by("-1d"))
    if begun[0] >= SHIPPED_FROM:
        return pl.concat([before, published.select(shipped.columns)])
    # Older editions than ours count until ours begins; one that begins with ours or after it takes its place.
    until = pl.lit(later[0] if later else None, dtype=pl.Date).dt.offset_by("-1d")
    ours = shipped.with_columns(from_on=pl.lit(SHIPPED_FROM), to_on=until)
    is_older = pl.col("from_on") < SHIPPED_FROM
    clipped = published.with_columns(
        to_on=pl.when(is_older)
        .then(pl.min_horizontal("to_on", pl.lit(SHIPPED_FROM).dt.offset_by("-1d")))
        .otherwise("to_on")
    )
    current_rows = ours if later[:1] != [SHIPPED_FROM] else ours.clear()
    return pl.concat([before, clipped.select(shipped.columns), current_rows])


@cache
def _read_icd10cm(stored_in: Path) -> dict[str, pl.DataFrame]:
    return cached_frames(("diagnoses", "excludes", "groups"), _read_package, stored_in=stored_in)


def _read_package() -> dict[str, pl.DataFrame]:
    import simple_icd_10_cm as package  # noqa: PLC0415  seconds

    codes: list[tuple[str, str, bool, bool]] = []
    excludes: list[tuple[str, str, str | None]] = []
    groups: list[tuple[str, str]] = []
    for code in package.get_all_codes():
        excludes += [(code, first, last) for note in package.get_excludes1(code) for first, last in codes_of_note(note)]
        if not package.is_category_or_subcategory(code):
            continue
        codes.append(
            (
                code,
                package.get_description(code),
                package.is_leaf(code),
                bool(package.get_code_first(code, True)),
            )
        )
        if len(code) == 3:
            groups += [(code, above) for above in package.get_ancestors(code)]
    frame = pl.DataFrame(codes, schema=["code", "description", "is_billable", "has_code_first"], orient="row")
    return {
        "diagnoses": _flag(frame, version(PACKAGE)).select(list(SCHEMAS["diagnoses"])),
        "excludes": pl.DataFrame(excludes, schema=SCHEMAS["excludes"], orient="row").unique(maintain_order=True),
        "groups": pl.DataFrame(groups, schema=SCHEMAS["groups"], orient="row"),
    }


def _flag(codes: pl.DataFrame, edition: str) -> pl.DataFrame:
    """Manifestations, and codes that leave the side or more open though others say it."""
    return flag_titles(codes).with_columns(
        is_manifestation=is_manifestation(),
        from_on=pl.lit(None, dtype=pl.Date), to_on=pl.lit(None, dtype=pl.Date), edition=pl.lit(f"April 2026 ({PACKAGE} {edition})"),
    )  # fmt: skip


def codes_of_note(note: str) -> list[tuple[str, str | None]]:
    """(first, last) of every code that a note names in brackets, and of every span; last null: that code and all below it."""
    found: list[tuple[str, str | None]] = []
    for part in re.findall(r"\(([^()]*)\)", note):
        for code_text in part.split(","):
            code = r"([A-Z](?:\d[0-9A-Z]|A\d)(?:\.[0-9A-Z]{1,4})?)\.?"
            span = re.fullmatch(rf"\s*{code}-{code}-?\s*", code_text)
            one = re.fullmatch(rf"\s*{code}-?\s*", code_text)
            if span:
                found.append((span.group(1), span.group(2)))
            elif one:
                found.append((one.group(1), None))
    return found
