"""Loads code sets and edit tables as CMS publishes them, and the user's own CPT file and payer rules. Bad rows are set aside with their line."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl

from remindful.core.coding.edits.tables import SCHEMAS
from remindful.core.words.findings import At, Finding

CODE = re.compile(r"[A-Z0-9]{5}$")
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file gave. frame: the table's columns."""

    table: str
    frame: pl.DataFrame
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: the table that it fills, what it is, and how a line of it is read (None: no row, ValueError: a bad one)."""

    table: str
    says: str
    read: Callable[[list[str], dict[str, int]], Row | None]
    needs: tuple[tuple[str, ...], ...]  # header names, one of each group
    delimiters: str = ",\t"


def _day(text: str) -> date | None:
    text = text.strip()
    if text in {"", "*"}:
        return None
    for form in ("%Y%m%d", "%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a calendar day
        except ValueError:
            continue
    raise ValueError(f"{text!r} is no day")


def _code(text: str) -> str:
    code = text.strip().upper()
    if not CODE.match(code):
        raise ValueError(f"{text!r} is no code of five characters")
    return code


def _field(fields: list[str], header: dict[str, int], *names: str) -> str:
    return next((fields[header[name]] for name in names if name in header and header[name] < len(fields)), "")


def _pair(fields: list[str], header: dict[str, int]) -> Row | None:
    indicator = _field(fields, header, "modifier", "modifier indicator").strip()[:1]
    if indicator not in {"0", "1", "9"}:
        raise ValueError(f"the modifier indicator is {indicator!r}, not 0, 1 or 9")
    return {
        "first": _code(_field(fields, header, "column 1")), "second": _code(_field(fields, header, "column 2")), "indicator": indicator,
        "from_on": _day(_field(fields, header, "effective date")), "to_on": _day(_field(fields, header, "deletion date")),
    }  # fmt: skip


def _units(fields: list[str], header: dict[str, int]) -> Row | None:
    most = _field(fields, header, *UNITS_HEADINGS).strip()
    if not most.isdigit():
        raise ValueError(f"the number of units is {most!r}")
    indicator = _field(fields, header, "mue adjudication indicator").strip()[:1]
    if indicator not in {"1", "2", "3"}:
        raise ValueError(f"the adjudication indicator is {indicator!r}, not 1, 2 or 3")
    return {
        "code": _code(_field(fields, header, "hcpcs/cpt code", "hcpcs/ cpt code")),
        "most": int(most),
        "indicator": indicator,
    }


def _procedure(system: str) -> Callable[[list[str], dict[str, int]], Row | None]:
    def read(fields: list[str], header: dict[str, int]) -> Row | None:
        text = _field(fields, header, "hcpc", "hcpcs_code", "hcpcs", "code", "cpt code")
        if len(text.strip()) == 2:
            return None  # the HCPCS file lists modifiers beside codes
        begun = _field(fields, header, "add dt", "add_date", "date_added", "from", "effective date", "act eff dt")
        ended = _field(fields, header, "term dt", "term_date", "date_term", "to", "termination date")
        return {"code": _code(text), "system": system, "from_on": _day(begun), "to_on": _day(ended)}

    return read


def _modifier(fields: list[str], header: dict[str, int]) -> Row | None:
    text = _field(fields, header, "modifier", "hcpc", "code").strip().upper()
    if not re.fullmatch(r"[A-Z0-9]{2}", text):
        raise ValueError(f"{text!r} is no modifier of two characters")
    return {"modifier": text, "from_on": None, "to_on": None}


def _diagnosis(fields: list[str], header: dict[str, int]) -> Row | None:
    text = _field(fields, header, "code", "icd10cm", "icd_10_cm").strip().upper().replace(".", "")
    if not re.fullmatch(r"[A-Z]\d[0-9A-Z]{1,5}", text):
        raise ValueError(f"{text!r} is no ICD-10-CM code")
    billable = _field(fields, header, "billable", "is_billable", "valid", "header").strip().lower()
    return {
        "code": text if len(text) == 3 else f"{text[:3]}.{text[3:]}", "is_billable": billable in {"1", "true", "yes", "y", "t"},
        "description": _field(fields, header, "description", "long_description", "title"),
    }  # fmt: skip


def _payer_rule(fields: list[str], header: dict[str, int]) -> Row | None:
    needs = _field(fields, header, "needs").strip()
    if needs not in {"modifier", "authorization", "referral", "not_covered"}:
        raise ValueError(f"needs is {needs!r}, not modifier, authorization, referral or not_covered")
    value = _field(fields, header, "value").strip() or None
    if needs == "modifier" and value is None:
        raise ValueError("the modifier is not named (column value)")
    return {
        "payer_key": _field(fields, header, "payer_key").strip(), "code": _code(_field(fields, header, "code")), "needs": needs, "value": value,
        "from_on": _day(_field(fields, header, "from_on")), "to_on": _day(_field(fields, header, "to_on")),
        "source": _field(fields, header, "source").strip() or "as the office entered it",
    }  # fmt: skip


UNITS_HEADINGS = (
    "practitioner services mue values",
    "outpatient hospital services mue values",
    "dme supplier services mue values",
    "mue value",
)
_PTP, _MUE = "CMS NCCI procedure-to-procedure edits", "CMS NCCI medically unlikely edits"
_PAIR_NEEDS = (("column 1",), ("column 2",), ("effective date",), ("modifier", "modifier indicator"))
_UNIT_NEEDS = (("hcpcs/cpt code", "hcpcs/ cpt code"), UNITS_HEADINGS, ("mue adjudication indicator",))
KINDS: dict[str, Kind] = {
    "ptp-practitioner": Kind("pairs", f"{_PTP}, practitioner", _pair, _PAIR_NEEDS),
    "ptp-hospital": Kind("pairs", f"{_PTP}, outpatient hospital", _pair, _PAIR_NEEDS),
    "mue-practitioner": Kind("units", f"{_MUE}, practitioner", _units, _UNIT_NEEDS),
    "mue-hospital": Kind("units", f"{_MUE}, outpatient hospital", _units, _UNIT_NEEDS),
    "hcpcs": Kind("procedures", "HCPCS level II (CMS)", _procedure("hcpcs"), (("hcpc", "hcpcs_code", "hcpcs", "code"),)),
    "cpt": Kind("procedures", "CPT, from your own licensed file", _procedure("cpt"), (("code", "cpt code"),)),
    "modifiers": Kind("modifiers", "HCPCS modifiers", _modifier, (("modifier", "hcpc", "code"),)),
    "icd10cm": Kind("diagnoses", "ICD-10-CM: the order file (icd10cm-order-YYYY.txt), or a CSV", _diagnosis, (("code", "icd10cm", "icd_10_cm"),)),
    "payer-rules": Kind(
        "payer_rules", "payers' rules: payer_key, code, needs, value, from_on, to_on, source", _payer_rule, (("payer_key",), ("code",), ("needs",))
    ),
}  # fmt: skip


def load_file(path: Path, kind_name: str, *, from_on: date) -> Loaded:
    """Read a file of a kind whose edition begins on a day. Raises ValueError where it is no such file."""
    kind = KINDS[kind_name]
    rows: list[Row] = []
    findings: list[Finding] = []
    lines = _order_lines(path) if kind_name == "icd10cm" and _is_order_file(path) else _lines(path, kind)
    header: dict[str, int] = {}
    for number, fields, names in lines:
        header = names
        try:
            row = kind.read(fields, header)
        except ValueError as error:
            findings.append(
                Finding(
                    "codes.bad_row",
                    At(path.name, number),
                    f"This row is set aside: {error}.",
                    "Correct it, and load the file again.",
                    raw=",".join(fields),
                )
            )
            continue
        if row is not None:
            rows.append(row)
    schema = SCHEMAS[kind.table]
    extra: Row = {"edition": f"{kind.says}, {path.stem}"} if "edition" in schema else {}
    if "form" in schema:
        extra["form"] = "I" if kind_name.endswith("hospital") else "P"
    frame = pl.DataFrame([dict.fromkeys(schema) | row | extra for row in rows], schema=schema)
    return Loaded(kind.table, _begin(frame, kind.table, from_on), tuple(findings))


def _begin(frame: pl.DataFrame, table: str, from_on: date) -> pl.DataFrame:
    """Rows without a first day of their own begin with their edition."""
    if table == "diagnoses":
        flags = ("is_manifestation", "has_code_first", "is_sideless", "is_unspecified")
        frame = frame.with_columns(pl.col(*flags).fill_null(value=False))
    return frame if table == "pairs" else frame.with_columns(pl.col("from_on").fill_null(from_on))


def _lines(path: Path, kind: Kind) -> Iterator[tuple[int, list[str], dict[str, int]]]:
    """(line number, fields, header) of a delimited file; what stands above the header (a copyright, a title) is passed over."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    delimiter = max(kind.delimiters, key=text[:20_000].count)
    header: dict[str, int] | None = None
    for number, fields in enumerate(csv.reader(text.splitlines(), delimiter=delimiter), start=1):
        if not any(field.strip() for field in fields):
            continue
        if header is None:
            names = {re.sub(r"\s+", " ", field.strip().lower()): place for place, field in enumerate(fields)}
            if all(any(name in names for name in group) for group in kind.needs):
                header = names
            continue
        yield number, fields, header
    if header is None:
        wanted = "; ".join(" or ".join(group) for group in kind.needs)
        raise ValueError(
            f"{path.name} has no heading with the columns {wanted}. Save the published file as CSV or tab-delimited text"
        )


def _is_order_file(path: Path) -> bool:
    with path.open(encoding="utf-8", errors="replace") as file:
        return re.match(r"\d{5} [A-Z]\d", file.readline()) is not None


def _order_lines(path: Path) -> Iterator[tuple[int, list[str], dict[str, int]]]:
    """Lines of CMS's order file: fixed columns, code at 7, header flag at 15, long title from 78."""
    names = {"code": 0, "billable": 1, "description": 2}
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        if line.strip():
            yield number, [line[6:13], line[14:15], line[77:].strip()], names


def keep_edition(loaded: Loaded, kind_name: str, *, from_on: date, kept_in: Path) -> Path:
    """Keep a loaded edition beside the others. One of the same kind and day is replaced."""
    kept_in.mkdir(parents=True, exist_ok=True)
    place = kept_in / f"{loaded.table}.{kind_name}@{from_on}.parquet"
    partial = place.with_suffix(".part")
    loaded.frame.write_parquet(partial)
    partial.replace(place)
    return place


def list_editions(kept_in: Path) -> pl.DataFrame:
    """kind, table, from_on, to_on, rows: every edition that is kept. An edition counts until the next of its kind begins."""
    rows: list[Row] = []
    for path in sorted(kept_in.glob("*@*.parquet")):
        name, _, day = path.stem.partition("@")
        table, _, kind = name.partition(".")
        height = pl.scan_parquet(path).select(pl.len()).collect().item()
        rows.append(
            {"kind": kind, "table": table, "from_on": date.fromisoformat(day), "rows": height, "path": str(path)}
        )
    schema = {"kind": pl.String, "table": pl.String, "from_on": pl.Date, "rows": pl.Int64, "path": pl.String}
    frame = pl.DataFrame(rows, schema=schema).sort("kind", "from_on")
    return frame.with_columns(to_on=pl.col("from_on").shift(-1).over("kind") - timedelta(days=1))
