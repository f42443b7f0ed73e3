"""Turns a batch of records into rows of the contract and findings: text, then values, then what is wrong with them."""

from collections.abc import Sequence

import polars as pl

from remindful.core.words import contracts
from remindful.core.words.care import CodeSystem
from remindful.core.words.findings import At, Finding
from remindful.edges.formats import Reading
from remindful.edges.formats.csv_rows.care_lists import diagnosis_systems_by_form, systems_by_form
from remindful.edges.formats.csv_rows.faults import TEXT, Fault, faults_of
from remindful.edges.formats.csv_rows.kinds import Kind, RowKind, Shape
from remindful.edges.formats.csv_rows.mapping import Mapping, Source
from remindful.edges.formats.csv_rows.records import Batch
from remindful.edges.formats.csv_rows.shapes import dtype_of, read_column

OF_CHARGES = (RowKind.CHARGES, RowKind.CHARGE_CAPTURE)
RAW = "raw:"  # before the name of a source column
AT = "at_line_no"  # the row's own line; charges have a line_no that is their number
NO_VALUE = ("", "null", "NULL", "Null", "\\N", "n/a", "N/A", "#N/A")
DAMAGED_MESSAGE = "A character of this row is damaged: a name or a number in it may be wrong."
DAMAGED_REMEDY = (
    "Export the file again as UTF-8, or name its `encoding:` in the mapping file (cp1252 for older Windows programs)."
)
#: Columns of people that tell nothing of a person.
UNTOLD = ("party_key", "as_of_on")
REPEAT_REMEDY = "Leave only the row that is right in the file; rows that belong together are summed before the export."


class RowReader:
    """Reads batches of one file. It remembers the keys seen, about 30 bytes a row, so that none comes twice."""

    def __init__(self, mapping: Mapping, header: Sequence[str], file: str) -> None:
        self.mapping, self.file = mapping, file
        self.positions = {name.casefold(): position for position, name in enumerate(header)}
        self.faults = faults_of(mapping)
        self.seen = pl.DataFrame(schema={"key": pl.String, "first_line_no": pl.Int64})

    def read(self, batch: Batch) -> Reading:
        """One piece: the batch's good rows by the kind's name, and a finding for all that is wrong."""
        table = self._values(batch)
        findings = [
            Finding(each.code, At(self.file, each.line_no), each.message, each.remedy, each.raw)
            for each in batch.broken
        ]
        excluded: set[int] = set()
        for fault in [_damaged(batch), *self.faults]:
            excluded |= self._report(fault, table, batch, findings)
        sound = _fill(table.filter(~pl.col("row_no").is_in(sorted(excluded))), self.mapping.kind)
        excluded |= self._exclude_repeats(sound, batch, findings)
        good = sound.filter(~pl.col("row_no").is_in(sorted(excluded)))
        rows = _keep(good, self.mapping.kind)
        rows_read = len(batch.rows) + len(batch.broken)
        assert rows_read == rows.height + len(excluded) + len(batch.broken), "a row was lost"
        findings.sort(key=lambda finding: finding.at.line or 0)
        frames = {self.mapping.kind.name.value: rows} | self._tellings(rows)
        return Reading(frames, findings, rows_read, len(excluded) + len(batch.broken))

    def _values(self, batch: Batch) -> pl.DataFrame:
        """row_no, line_no, and for each column of the contract its text and its value."""
        columns = list(zip(*batch.rows, strict=True)) or [()] * len(self.positions)
        needed = {name.casefold() for source in self.mapping.sources.values() for name in source.columns}
        raw = [_trim(pl.Series(RAW + name, columns[self.positions[name]], dtype=pl.String)) for name in sorted(needed)]
        line_nos = pl.Series(AT, batch.line_nos, dtype=pl.Int64)
        table = pl.DataFrame([line_nos, *raw]).with_row_index("row_no")
        shapes = {column.name: column.shape for column in self.mapping.kind.columns}
        table = table.select(
            "row_no",
            AT,
            *(_text(source, shapes[name]).alias(TEXT + name) for name, source in self.mapping.sources.items()),
        )
        values = [
            read_column(table[TEXT + column.name], column, self.mapping).alias(column.name)
            if column.name in self.mapping.sources
            else pl.lit(None, dtype_of(column)).alias(column.name)
            for column in self.mapping.kind.columns
        ]
        absent = [pl.lit(None, pl.String).alias(TEXT + name) for name in shapes if TEXT + name not in table.columns]
        read = table.with_columns(*values, *absent)
        return _read_vaccines(read) if self.mapping.kind.name in OF_CHARGES else read

    def _tellings(self, rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
        """Of people whose file lacks some columns: `tellings` (frame, key, column, how), so that what it does not have stays as it was.

        A column that the file has and that is empty in a row is told to be empty. A file of all columns needs no tellings.
        """
        kind, has = self.mapping.kind, self.mapping.sources
        if kind.name is not RowKind.DEMOGRAPHICS or all(name in has for name in kind.names if name not in UNTOLD):
            return {}
        given = [name for name in kind.names if name in has and name not in UNTOLD]
        emptied = [rows.filter(pl.col(name).is_null()).select(key="party_key", column=pl.lit(name)) for name in given]
        named = pl.concat(emptied) if emptied else pl.DataFrame(schema={"key": pl.String, "column": pl.String})
        frame, how = pl.lit(kind.name.value).alias("frame"), pl.lit("deleted").alias("how")
        return {"tellings": named.select(frame, "key", "column", how)}

    def _report(self, fault: Fault, table: pl.DataFrame, batch: Batch, findings: list[Finding]) -> set[int]:
        bad = table.filter(fault.when).select("row_no", AT, message=fault.message)
        for row_no, line_no, message in bad.rows():
            findings.append(Finding(fault.code, At(self.file, line_no), message, fault.remedy, batch.raw(row_no)))
        return set(bad["row_no"].to_list()) if fault.is_exception else set()

    def _exclude_repeats(self, sound: pl.DataFrame, batch: Batch, findings: list[Finding]) -> set[int]:
        names = self.mapping.kind.unique
        if not names:
            return set()
        sound = sound.with_columns(key=pl.concat_str([pl.col(name).cast(pl.String) for name in names], separator=" / "))
        firsts = sound.group_by("key").agg(first_line_no=pl.col(AT).min())
        known = self.seen.join(firsts, on="key", how="semi")
        fresh = firsts.join(known, on="key", how="anti")
        self.seen = pl.concat([self.seen, fresh])
        repeats = sound.join(pl.concat([known, fresh]), on="key").filter(pl.col(AT) != pl.col("first_line_no"))
        message = pl.format(
            " / ".join(names) + ' "{}" is a duplicate of line {}: only the first one was imported.',
            "key",
            "first_line_no",
        )
        return self._report(
            Fault("row.duplicate", pl.lit(value=True), message, REPEAT_REMEDY), repeats, batch, findings
        )


def _read_vaccines(rows: pl.DataFrame) -> pl.DataFrame:
    """Codes of vaccines (CVX), which have two or three digits where a procedure's code has five."""
    text = pl.col(TEXT + "procedure_code").str.strip_suffix(".0")
    is_vaccine = (pl.col("system") == str(CodeSystem.CVX)) & text.str.contains(r"^[0-9]{1,3}$")
    return rows.with_columns(procedure_code=pl.when(is_vaccine).then(text.str.zfill(2)).otherwise("procedure_code"))


def _fill(rows: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """What stands in columns that are never null where the file tells nothing: defaults, and code sets by the form of the code."""
    defaults = [pl.col(one.name).fill_null(one.default) for one in kind.columns if one.default is not None]
    match kind.name:
        case RowKind.DIAGNOSES:
            systems = [pl.col("system").fill_null(diagnosis_systems_by_form(pl.col("code")))]
        case _ if kind.name in OF_CHARGES:
            systems = [pl.col("system").fill_null(systems_by_form(pl.col("procedure_code")))]
        case _:
            systems = []
    return rows.with_columns(*defaults, *systems)


def _keep(good: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """The contract's columns; of charge capture, all columns and the row's line."""
    if kind.contract is None:
        return good.select(AT, *kind.names)
    numbered = good.with_columns(line_no=AT) if "line_no" not in kind.names else good
    rows: pl.DataFrame = contracts.check(kind.contract, numbered)
    return rows


def _trim(raw: pl.Series) -> pl.Series:
    trimmed = raw.str.strip_chars()
    if trimmed.str.starts_with('="').any():
        # ="00123" is how programs keep a spreadsheet from dropping zeros.
        trimmed = trimmed.str.replace(r'^="(.*)"$', "${1}").str.strip_chars()
    return trimmed


def _text(source: Source, shape: Shape) -> pl.Expr:
    """The source's text: a part of it if so mapped, then by the value map; null where it is empty."""
    no_value = ("",) if shape is Shape.TEXT else NO_VALUE
    if source.constant is not None:
        return pl.lit(source.constant)
    parts = [pl.col(RAW + name.casefold()).replace(no_value, [None] * len(no_value)) for name in source.columns]
    text = parts[0] if len(parts) == 1 else pl.concat_str(parts, separator=source.join)
    if source.split is not None:
        text = text.str.split(source.split).list.get(source.part - 1, null_on_oob=True).str.strip_chars()
    if source.values:
        text = text.fill_null("")
        words, meanings = pl.Series(list(source.values)), pl.Series(list(source.values.values()))
        text = text.str.to_lowercase().replace_strict(words, meanings, default=text)
    return text.replace([""], [None])


def _damaged(batch: Batch) -> Fault:
    text = "".join(batch.lines)
    rows = range(len(batch.rows)) if "\ufffd" in text or "\0" in text else ()
    damaged = [row_no for row_no in rows if "\ufffd" in batch.raw(row_no) or "\0" in batch.raw(row_no)]
    return Fault("csv.encoding", pl.col("row_no").is_in(damaged), pl.lit(DAMAGED_MESSAGE), DAMAGED_REMEDY)
