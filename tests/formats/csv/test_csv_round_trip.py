"""Rows written as CSV in any way are read back as they were; damaged text never loses or adds a row."""

import csv
import io
import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from remindful.edges.formats import csv_rows

HEADER = ["payment_key", "party_key", "visit_key", "paid_on", "amount_cents", "method"]
TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\ufffd", exclude_categories=["Cs"]), min_size=1, max_size=12
)
WORD = TEXT.map(lambda text: " ".join(("k", text.strip(), "k"))).filter(
    lambda text: text.splitlines() == [text] or "\n" in text
)
ROW = st.tuples(
    WORD, WORD, st.none() | WORD, st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.integers(-(10**12), 10**12).filter(bool),
    st.sampled_from([None, "cash", "check", "card", "ach"]),
)  # fmt: skip


def _read(content: bytes):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        path.write_bytes(content)
        return list(csv_rows.FORMAT.read(path, None))


def _write(rows, delimiter: str, quoting: int, line_end: str) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=line_end)
    writer.writerow(HEADER)
    writer.writerows(rows)
    return out.getvalue()


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(ROW, max_size=8, unique_by=lambda row: row[0]),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_rows_written_in_any_way_are_read_back_equal(rows, delimiter, quoting, line_end, encoding):
    text = _write(rows, delimiter, quoting, line_end)
    (piece,) = _read(text.encode(encoding))

    assert list(piece.findings) == []
    assert rows == piece.frames["payments"].drop("line_no").rows()
    assert (len(rows), 0) == (piece.rows_read, piece.rows_aside)


@settings(max_examples=100, deadline=None)
@given(
    rows=st.lists(ROW, min_size=1, max_size=6, unique_by=lambda row: row[0]),
    cuts=st.lists(
        st.tuples(st.integers(0, 400), st.sampled_from(['"', ",", "\n", "\0", "\xff", "x", '""'])), max_size=4
    ),
)
def test_damaged_text_never_loses_or_adds_a_row(rows, cuts):
    text = _write(rows, ",", csv.QUOTE_MINIMAL, "\n")
    head, body = text.split("\n", 1)
    for place, damage in cuts:
        body = body[:place] + damage + body[place:]
    pieces = _read(f"{head}\n{body}".encode())
    kept = sum(frame.height for piece in pieces for frame in piece.frames.values())
    read, aside = sum(piece.rows_read for piece in pieces), sum(piece.rows_aside for piece in pieces)

    assert read == kept + aside
    assert aside <= sum(len(piece.findings) for piece in pieces)
    assert all(finding.at.line and finding.says and finding.mend for piece in pieces for finding in piece.findings)
