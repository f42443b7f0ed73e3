"""Rows written as CSV in any way are read back as they were; damaged text never loses or adds a row."""

import csv
import io
import tempfile
from datetime import date
from pathlib import Path
from unittest import mock

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from remindful.core.words.kinds import EventKind
from remindful.edges.formats import csv_rows
from remindful.edges.formats.csv_rows import records
from tests.examples import examples

HEADER = ["party_key", "visit_key", "kind", "happened_on", "medium", "value", "amount_cents"]
CHARACTERS = st.characters(codec="utf-8", exclude_characters="\0\ufffd", exclude_categories=["Cs"])
TEXT = st.text(CHARACTERS, max_size=12).map(lambda text: f"k {text} k")
KEY = TEXT.filter(lambda text: not {"\r", "\n"} & set(text))
ROW = st.tuples(
    KEY,
    st.none() | KEY,
    st.sampled_from([str(kind) for kind in EventKind if kind is not EventKind.CONSENT_GIVEN]),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.sampled_from([None, "mail", "email", "text", "call", "portal"]),
    st.none() | TEXT,
    st.none() | st.integers(-(10**12), 10**12),
)


BATCHES = st.sampled_from([40, records.BATCH_CHARS])


def _read(content: bytes, batch_chars: int):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        path.write_bytes(content)
        with mock.patch.object(records, "BATCH_CHARS", batch_chars):
            return list(csv_rows.FORMAT.read(path, None))


def _write(rows, delimiter: str, quoting: int, line_end: str) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=line_end)
    writer.writerow(HEADER)
    writer.writerows(rows)
    return out.getvalue()


@settings(max_examples=examples(25), deadline=None)
@given(
    rows=st.lists(ROW, max_size=8),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    batch_chars=BATCHES,
)
def test_rows_written_in_any_way_are_read_back_equal(rows, delimiter, quoting, line_end, encoding, batch_chars):
    text = _write(rows, delimiter, quoting, line_end)
    pieces = _read(text.encode(encoding), batch_chars)
    contacts = pl.concat(piece.frames["contacts"] for piece in pieces)

    assert [finding for piece in pieces for finding in piece.findings] == []
    assert rows == contacts.drop("line_no", "happened_at").rows()
    assert len(rows) == sum(piece.rows_read for piece in pieces)


@settings(max_examples=examples(40), deadline=None)
@given(
    rows=st.lists(ROW, min_size=1, max_size=6),
    cuts=st.lists(
        st.tuples(st.integers(0, 400), st.sampled_from(['"', ",", "\n", "\0", "\xff", "x", '""'])), max_size=4
    ),
    batch_chars=BATCHES,
)
def test_damaged_text_never_loses_or_adds_a_row(rows, cuts, batch_chars):
    text = _write(rows, ",", csv.QUOTE_MINIMAL, "\n")
    head, body = text.split("\n", 1)
    for place, damage in cuts:
        body = body[:place] + damage + body[place:]
    pieces = _read(f"{head}\n{body}".encode(), batch_chars)
    kept = sum(frame.height for piece in pieces for frame in piece.frames.values())
    read, aside = sum(piece.rows_read for piece in pieces), sum(piece.exception_count for piece in pieces)

    assert read == kept + aside
    assert aside <= sum(len(piece.findings) for piece in pieces)
    assert all(finding.at.line and finding.message and finding.remedy for piece in pieces for finding in piece.findings)
