"""The how-to's own files are read as its text says."""

import re
from pathlib import Path

import pytest

from remindful.core.words.kinds import EventKind
from remindful.edges.formats import csv_rows, sniff_format
from remindful.edges.formats.csv_rows.known import KINDS
from remindful.flow.office.organizations import read_office

HOW_TO = Path(__file__).parents[3] / "docs/how-to/your-own-files.md"
BLOCK = re.compile(r"^```\w+ file=(\S+)\n(.*?)^```$", re.M | re.S)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    blocks = BLOCK.findall(HOW_TO.read_text("utf-8"))
    assert len(blocks) == 7
    for name, text in blocks:
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def _read(path: Path):
    fmt, mapping = sniff_format(path), csv_rows.find_mapping(path)
    assert fmt is csv_rows.FORMAT
    assert mapping is not None
    (piece,) = fmt.read(path, mapping)
    return piece, mapping


def test_the_open_balances_are_read_as_the_text_says(folder):
    piece, mapping = _read(folder / "open_ar_2025-06-30.csv")
    balances = piece.frames["open_balances"]

    assert balances["line_no"].to_list() == [2, 3, 4]
    assert balances["charge_cents"].to_list() == [18_500, 6_200, 124_000]
    assert balances["open_cents"].to_list() == [4_000, 6_200, 31_000]
    assert balances["reason"].to_list() == ["copay", "deductible", "coinsurance"]
    assert balances["guarantor_key"].to_list() == ["100345", "100345", None]
    assert csv_rows.organization_of(mapping) == "bayview"
    assert {f.at.line: f.code for f in reversed(piece.findings)} == {
        5: "balance.negative",
        6: "row.day",
        7: "row.missing",
    }
    assert (piece.rows_read, piece.exception_count) == (6, 3)


def test_the_payments_are_read_as_the_text_says(folder):
    piece, _ = _read(folder / "payments_2025-07-01.txt")
    payments = piece.frames["payments"]

    assert payments["payment_key"].to_list() == ["0701-1", "0701-2", "0701-3", "0701-6"]
    assert payments["amount_cents"].to_list() == [4_000, 2_550, 10_000, -2_550]
    assert payments["method"].to_list() == ["card", "check", "check", "check"]
    assert {f.at.line: f.code for f in piece.findings} == {5: "payment.zero", 6: "row.duplicate", 7: "csv.fields"}


def test_the_office_is_read(folder):
    offices = read_office(folder / "office.yaml")

    assert [office.key for office in offices] == ["bayview", "bayview-hospital"]


def test_the_table_of_columns_names_every_column_and_marks_the_needed_ones():
    text = HOW_TO.read_text("utf-8")
    for kind in KINDS.values():
        row = re.search(rf"^\| `{kind.name}` \| (.*) \|$", text, re.M)
        assert row

        assert kind.names == [name.strip("*") for name in row[1].split()]
        assert kind.required == [name.strip("*") for name in row[1].split() if name.startswith("**")]


def test_every_event_that_the_text_names_is_one():
    text = HOW_TO.read_text("utf-8")
    passage = text[text.index("law permits: ") : text.index(" and the rest of `EventKind`")]
    named = re.findall(r"`(\w+)`", passage)

    assert len(named) > 5
    assert set(named) <= set(EventKind)


def test_the_charge_capture_is_read_as_the_text_says(folder):
    path = folder / "charges_2026-03-05.csv"
    pieces = list(csv_rows.FORMAT.read(path, csv_rows.find_mapping(path)))
    frames = {name: frame for piece in pieces for name, frame in piece.frames.items()}

    assert [["V-500", "V-501"], 3] == [frames["encounters"]["encounter_key"].to_list(), frames["charges"].height]
    assert [4_000, None] == frames["encounters"]["patient_paid_cents"].to_list()
    assert ["1:2", "1", "1"] == frames["charges"]["diagnosis_pointers"].to_list()
    assert ["E11.9", "I10", "M54.50"] == frames["diagnoses"]["code"].to_list()
    assert {f.at.line: f.code for piece in pieces for f in reversed(piece.findings)} == {
        5: "charge.pointer",
        6: "row.npi",
        7: "row.missing",
    }
    assert (6, 3) == (sum(piece.rows_read for piece in pieces), sum(piece.exception_count for piece in pieces))
