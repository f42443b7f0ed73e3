"""Loads code sets and edit tables as CMS publishes them, and the user's own CPT file and payer rules. Bad rows are set aside with their line."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import polars as pl

from remindful.core.coding.edits.tables import SCHEMAS
from remindful.core.words.findings import At, Finding
from remindful.edges.codes.published import (
    RequiredHeadings,
    is_order_file,
    read_index_lines,
    read_lines,
    read_order_lines,
)
from remindful.edges.codes.titles import flag_titles

#: Columns of each table that can be loaded: those of edits, and the names of specialties.
TABLES: dict[str, dict[str, pl.DataType | type[pl.DataType]]] = {
    **SCHEMAS, "index_terms": {"code": pl.String, "term": pl.String},
    "taxonomy": {"taxonomy": pl.String, "grouping": pl.String, "classification": pl.String, "specialization": pl.String},
}  # fmt: skip
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
    description: str
    read: Callable[[list[str], dict[str, int]], Row | None]
    required_headings: RequiredHeadings  # headings, one of each group


@lru_cache(maxsize=10_000)  # a table of a million rows has few days
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
    if (
        not _field(fields, header, "column 1").strip()
        and not _field(fields, header, "effective date").strip().isdigit()
    ):
        return None  # the heading goes on over several lines
    indicator = _field(fields, header, "modifier").strip()[:1]
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
        "code": _code(_field(fields, header, "hcpcs/cpt code")),
        "most": int(most),
        "indicator": indicator,
    }


def _procedure(system: str) -> Callable[[list[str], dict[str, int]], Row | None]:
    def read(fields: list[str], header: dict[str, int]) -> Row | None:
        text = _field(fields, header, "hcpc", "hcpcs_code", "hcpcs", "code", "cpt code")
        if len(text.strip()) == 2:
            return None  # the HCPCS file lists modifiers beside codes
        begun, ended = _field(fields, header, *BEGUN_HEADINGS), _field(fields, header, *ENDED_HEADINGS)
        if _field(fields, header, "hcpcs_desc_type").strip().lower() == "short":
            return None  # its long description has a row of its own
        described = _field(fields, header, *DESCRIPTION_HEADINGS).strip()
        return {
            "code": _code(text), "system": system, "description": described or None, "from_on": _day(begun), "to_on": _day(ended),
        }  # fmt: skip

    return read


def _modifier(fields: list[str], header: dict[str, int]) -> Row | None:
    text = _field(fields, header, "modifier", "hcpc", "hcpcs_code", "code").strip().upper()
    if len(text) == 5 and CODE.match(text) and "modifier" not in header:
        return None  # the HCPCS file lists codes beside modifiers
    if not re.fullmatch(r"[A-Z0-9]{2}", text):
        raise ValueError(f"{text!r} is no modifier of two characters")
    return {
        "modifier": text, "from_on": _day(_field(fields, header, *BEGUN_HEADINGS)), "to_on": _day(_field(fields, header, *ENDED_HEADINGS)),
    }  # fmt: skip


def _place(fields: list[str], header: dict[str, int]) -> Row | None:
    text, name = _field(fields, header, *PLACE_HEADINGS).strip(), _field(fields, header, *PLACE_NAME_HEADINGS)
    if name.strip().lower().startswith("unassigned"):
        return None
    if not re.fullmatch(r"\d{1,2}", text):
        raise ValueError(f"{text!r} is no place of service of two digits")
    return {
        "place": text.zfill(2), "from_on": _day(_field(fields, header, *BEGUN_HEADINGS)), "to_on": _day(_field(fields, header, *ENDED_HEADINGS)),
    }  # fmt: skip


def _diagnosis(fields: list[str], header: dict[str, int]) -> Row | None:
    text = _field(fields, header, "code", "icd10cm", "icd_10_cm").strip().upper().replace(".", "")
    if not re.fullmatch(r"[A-Z][0-9A-Z]{2,6}", text):
        raise ValueError(f"{text!r} is no ICD-10-CM code")
    billable = _field(fields, header, *BILLABLE_HEADINGS).strip().lower()
    if billable not in {*YES, *NO}:
        raise ValueError(f"whether it is billable is {billable!r}, not 1 or 0")
    return {
        "code": text if len(text) == 3 else f"{text[:3]}.{text[3:]}", "is_billable": billable in YES,
        "description": _field(fields, header, "description", "long_description", "title"),
    }  # fmt: skip


def _index_term(fields: list[str], header: dict[str, int]) -> Row | None:
    code = _field(fields, header, "code").strip().upper().rstrip("-").rstrip(".")
    if not re.fullmatch(r"[A-Z][0-9A-Z]{2}(?:\.[0-9A-Z]{1,4})?", code):
        raise ValueError(f"{code!r} is no ICD-10-CM code")
    return {"code": code, "term": _field(fields, header, "term")}


def _specialty(fields: list[str], header: dict[str, int]) -> Row | None:
    text = _field(fields, header, "code").strip()
    if not re.fullmatch(r"[0-9A-Z]{9}X", text):
        raise ValueError(f"{text!r} is no taxonomy code: ten signs, the last X")
    names = ("grouping", "classification", "specialization")
    return {"taxonomy": text, **{name: _field(fields, header, name).strip() or None for name in names}}


def _payer_rule(fields: list[str], header: dict[str, int]) -> Row | None:
    requirement = _field(fields, header, "needs").strip()
    if requirement not in {"modifier", "authorization", "referral", "not_covered"}:
        raise ValueError(f"needs is {requirement!r}, not modifier, authorization, referral or not_covered")
    value = _field(fields, header, "value").strip() or None
    if requirement == "modifier" and value is None:
        raise ValueError("the modifier is not named (column value)")
    payer_key = _field(fields, header, "payer_key").strip()
    if not payer_key:
        raise ValueError("the payer is not named (column payer_key)")
    return {
        "payer_key": payer_key, "code": _code(_field(fields, header, "code")), "needs": requirement, "value": value,
        "from_on": _day(_field(fields, header, "from_on")), "to_on": _day(_field(fields, header, "to_on")),
        "source": _field(fields, header, "source").strip() or "as the office entered it",
    }  # fmt: skip


DESCRIPTION_HEADINGS = ("long description", "hcpcs_description", "long_description", "description", "short description")
BEGUN_HEADINGS = ("add dt", "add_date", "date_added", "from", "from_on", "effective date", "act eff dt")
ENDED_HEADINGS = ("term dt", "term_date", "date_term", "to", "to_on", "termination date")
BILLABLE_HEADINGS = ("billable", "is_billable", "valid", "header")
YES, NO = ("1", "true", "yes", "y", "t"), ("0", "false", "no", "n", "f")
PLACE_HEADINGS = ("place of service code(s)", "place of service code", "pos_code", "place", "code")
PLACE_NAME_HEADINGS = ("place of service name", "pos_name", "name")
_PRACTITIONER_UNITS = ("practitioner services mue values", "mue value")
_HOSPITAL_UNITS = ("outpatient hospital services mue values", "mue value")
UNITS_HEADINGS = (*_PRACTITIONER_UNITS, *_HOSPITAL_UNITS)
_PTP, _MUE = "CMS NCCI procedure-to-procedure edits", "CMS NCCI medically unlikely edits"
_PAIR_HEADINGS = (("column 1",), ("column 2",), ("effective date",), ("deletion date",), ("modifier",))
_UNIT_HEADINGS = (("hcpcs/cpt code",), ("mue adjudication indicator",))
KINDS: dict[str, Kind] = {
    "ptp-practitioner": Kind("pairs", f"{_PTP}, practitioner", _pair, _PAIR_HEADINGS),
    "ptp-hospital": Kind("pairs", f"{_PTP}, outpatient hospital", _pair, _PAIR_HEADINGS),
    "mue-practitioner": Kind("units", f"{_MUE}, practitioner", _units, (*_UNIT_HEADINGS, _PRACTITIONER_UNITS)),
    "mue-hospital": Kind("units", f"{_MUE}, outpatient hospital", _units, (*_UNIT_HEADINGS, _HOSPITAL_UNITS)),
    "hcpcs": Kind("procedures", "HCPCS level II (CMS)", _procedure("hcpcs"), (("hcpc", "hcpcs_code", "hcpcs", "code"),)),
    "cpt": Kind("procedures", "CPT, from your own licensed file", _procedure("cpt"), (("code", "cpt code"),)),
    "modifiers": Kind("modifiers", "modifiers: HCPCS's, and CPT's by your own list", _modifier, (("modifier", "hcpc", "hcpcs_code", "code"),)),
    "places": Kind("places", "place of service codes (CMS)", _place, (PLACE_HEADINGS, PLACE_NAME_HEADINGS)),
    "icd10cm": Kind(
        "diagnoses", "ICD-10-CM (icd10cm-order-YYYY.txt, or a CSV)", _diagnosis, (("code", "icd10cm", "icd_10_cm"), BILLABLE_HEADINGS)
    ),
    "icd10cm-index": Kind("index_terms", "ICD-10-CM's Alphabetic Index (icd10cm-index-YYYY.xml), for the search", _index_term, ()),
    "taxonomy": Kind(
        "taxonomy", "NUCC's specialties of providers (nucc_taxonomy_NNN.csv)", _specialty, (("code",), ("grouping",), ("classification",), ("specialization",))
    ),
    "payer-rules": Kind(
        "payer_rules", "payers' rules: payer_key, code, needs, value, from_on, to_on, source", _payer_rule, (("payer_key",), ("code",), ("needs",))
    ),
}  # fmt: skip


def load_file(path: Path, kind_name: str, *, from_on: date) -> Loaded:
    """Read a file of a kind whose edition begins on a day. Raises ValueError where it is no such file."""
    return load_files([path], kind_name, from_on=from_on)


def load_files(paths: Iterable[Path], kind_name: str, *, from_on: date) -> Loaded:
    """Read the files of one edition: CMS publishes its pairs in several parts. Raises ValueError where one is no such file."""
    kind = KINDS[kind_name]
    parts = [_read_part(path, kind, form="I" if kind_name.endswith("hospital") else "P") for path in paths]
    findings = tuple(finding for _, some in parts for finding in some)
    return Loaded(kind.table, _begin(pl.concat([frame for frame, _ in parts]), kind.table, from_on), findings)


def _read_part(path: Path, kind: Kind, *, form: str) -> tuple[pl.DataFrame, list[Finding]]:
    schema = TABLES[kind.table]
    same: Row = {"edition": f"{kind.description}, {path.stem}", "form": form}
    rows: list[tuple[object, ...]] = []
    findings: list[Finding] = []
    if kind.table == "index_terms":
        lines = read_index_lines(path)
    elif kind.table == "diagnoses" and is_order_file(path):
        lines = read_order_lines(path)
    else:
        lines = read_lines(path, kind.required_headings)
    for number, fields, header in lines:
        try:
            row = kind.read(fields, header)
        except ValueError as error:
            message, remedy = f"This row was skipped: {error}.", "Correct it, and load the file again."
            findings.append(Finding("codes.bad_row", At(path.name, number), message, remedy, raw=",".join(fields)))
            continue
        if row is not None:
            rows.append(tuple(row.get(name, same.get(name)) for name in schema))
    return pl.DataFrame(rows, schema=schema, orient="row"), findings


def _begin(frame: pl.DataFrame, table: str, from_on: date) -> pl.DataFrame:
    """Rows without a first day of their own begin with their edition. A long description may go on in a further row of its code."""
    if table == "procedures":
        described = pl.col("description").drop_nulls().unique(maintain_order=True).str.join(" ")
        rest = [name for name in frame.columns if name not in {"code", "system", "description"}]
        frame = (
            frame.group_by("code", "system", maintain_order=True)
            .agg(described, pl.col(rest).drop_nulls().first())
            .select(frame.columns)
        )
    if table == "diagnoses":
        frame = flag_titles(frame)
    return (
        frame
        if table in {"pairs", "taxonomy", "index_terms"}
        else frame.with_columns(pl.col("from_on").fill_null(from_on))
    )


def keep_edition(loaded: Loaded, kind_name: str, *, from_on: date, stored_in: Path) -> Path:
    """Keep a loaded edition beside the others. One of the same kind and day is replaced."""
    stored_in.mkdir(parents=True, exist_ok=True)
    path = stored_in / f"{loaded.table}.{kind_name}@{from_on}.parquet"
    partial = path.with_suffix(".part")
    loaded.frame.write_parquet(partial)
    partial.replace(path)
    return path


def list_editions(stored_in: Path) -> pl.DataFrame:
    """kind, table, from_on, to_on, rows: every edition that is kept. An edition counts until the next of its kind begins."""
    rows: list[Row] = []
    for path in sorted(stored_in.glob("*@*.parquet")):
        name, _, day = path.stem.partition("@")
        table, _, kind = name.partition(".")
        height = pl.scan_parquet(path).select(pl.len()).collect().item()
        rows.append(
            {"kind": kind, "table": table, "from_on": date.fromisoformat(day), "rows": height, "path": str(path)}
        )
    schema = {"kind": pl.String, "table": pl.String, "from_on": pl.Date, "rows": pl.Int64, "path": pl.String}
    frame = pl.DataFrame(rows, schema=schema).sort("kind", "from_on")
    return frame.with_columns(to_on=pl.col("from_on").shift(-1).over("kind") - timedelta(days=1))
