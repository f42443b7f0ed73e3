"""The tables of edits: ICD-10-CM from the package, and what the office loaded, by kind and edition. Kept as Parquet."""

import re
from functools import cache
from importlib.metadata import version
from pathlib import Path

import polars as pl

from remindful.core.coding.edits.tables import SCHEMAS, EditTables
from remindful.edges.codes.load import list_editions

_PACKAGE = "simple-icd-10-cm"


def read_edit_tables(kept_in: Path) -> EditTables:
    """Every table. kept_in: the home's folder of code sets, with what was loaded.

    An edition counts until the next of its kind begins; of pairs, whose rows bear their own days, the newest file counts. ICD-10-CM of the
    package counts until the first edition that was loaded.
    """
    own = dict(_read_icd10cm(kept_in))
    editions = list_editions(kept_in)
    for table in editions["table"].unique(maintain_order=True):
        own[table] = _join_editions(table, editions.filter(pl.col("table") == table), own.get(table))
    return EditTables(**{name: own.get(name, pl.DataFrame(schema=schema)) for name, schema in SCHEMAS.items()})


def _join_editions(table: str, editions: pl.DataFrame, shipped: pl.DataFrame | None) -> pl.DataFrame:
    if table == "pairs":
        editions = editions.unique("kind", keep="last", maintain_order=True)
    parts: list[pl.DataFrame] = []
    for path, to_on in editions.select("path", "to_on").rows():
        part = pl.read_parquet(path).select(list(SCHEMAS[table]))
        last = pl.lit(to_on, dtype=pl.Date)
        parts.append(part if table == "pairs" else part.with_columns(to_on=pl.min_horizontal("to_on", last)))
    if shipped is not None:
        first = editions["from_on"].min()
        parts.insert(0, shipped.with_columns(to_on=pl.lit(first, dtype=pl.Date).dt.offset_by("-1d")))
    return pl.concat(parts)


@cache
def _read_icd10cm(kept_in: Path) -> dict[str, pl.DataFrame]:
    edition = version(_PACKAGE)
    names = ("diagnoses", "excludes", "groups")
    places = {name: kept_in / f"icd10cm-{edition}-{name}.parquet" for name in names}
    if not all(place.exists() for place in places.values()):
        kept_in.mkdir(parents=True, exist_ok=True)
        for name, frame in _read_package(edition).items():
            partial = places[name].with_suffix(".part")
            frame.write_parquet(partial)
            partial.replace(places[name])
    return {name: pl.read_parquet(place) for name, place in places.items()}


def _read_package(edition: str) -> dict[str, pl.DataFrame]:
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
        "diagnoses": _flag(frame, edition).select(list(SCHEMAS["diagnoses"])),
        "excludes": pl.DataFrame(excludes, schema=SCHEMAS["excludes"], orient="row").unique(maintain_order=True),
        "groups": pl.DataFrame(groups, schema=SCHEMAS["groups"], orient="row"),
    }


def _flag(codes: pl.DataFrame, edition: str) -> pl.DataFrame:
    """Manifestations, and codes that leave the side or more open though others say it."""
    text = pl.col("description")
    titles = codes["description"].implode()
    turned = [text.str.replace(f"unspecified {word}", f"right {word}", literal=True) for word in ("", *SITES)]
    turned.append(
        text.str.replace(r"^(.*)unspecified ", "${1}right ")
    )  # the last one: "of unspecified site of unspecified breast"
    sided = pl.any_horizontal((other != text) & other.is_in(titles) for other in turned)
    return codes.with_columns(
        is_manifestation=text.str.contains("classified elsewhere") & pl.col("has_code_first"),
        is_sideless=sided,
        is_unspecified=text.str.contains(r"unspecified$|^Unspecified|, unspecified"),
        from_on=pl.lit(None, dtype=pl.Date), to_on=pl.lit(None, dtype=pl.Date), edition=pl.lit(f"April 2026 ({_PACKAGE} {edition})"),
    )  # fmt: skip


#: Words before which "unspecified" may stand for a side.
SITES = ("ankle", "arm", "breast", "ear", "elbow", "eye", "femur", "finger", "foot", "forearm", "hand", "hip", "humerus", "knee", "leg", "lower", "lung",
         "ovary", "shoulder", "side", "thigh", "thumb", "toe", "toes", "upper", "wrist", "clavicle", "radius", "tibia", "fibula", "ulna", "kidney")  # fmt: skip


def codes_of_note(note: str) -> list[tuple[str, str | None]]:
    """(first, last) of every code that a note names in brackets; last null: that code and all below it."""
    found: list[tuple[str, str | None]] = []
    for part in re.findall(r"\(([^()]*)\)", note):
        for said in part.split(","):
            span = re.fullmatch(r"\s*([A-Z]\d[0-9A-Z])(?:\.[0-9A-Z]*)?-([A-Z]\d[0-9A-Z])(?:\.[0-9A-Z-]*)?\s*", said)
            one = re.fullmatch(r"\s*([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)(?:\.?-)?\s*", said)
            if span:
                found.append((span.group(1), span.group(2)))
            elif one:
                found.append((one.group(1), None))
    return found
