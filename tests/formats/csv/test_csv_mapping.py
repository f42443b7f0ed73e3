"""Mapping files: what they can say, what is wrong with them, and how they are found."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from remindful.edges.formats import csv_rows
from remindful.edges.formats.csv_rows.mapping import read_mapping

PAYMENTS = """kind: payments
money: dollars
columns:
  payment_key: No
  party_key: Acct
  paid_on: Day
  amount_cents: Amt
"""


def test_columns_are_found_whatever_their_capitals_and_spaces(read_text):
    whole = read_text(" no ,ACCT,Day,amt\nK1,P1,2025-02-03,$1.50\n", PAYMENTS)

    assert whole.frames["payments"]["amount_cents"].to_list() == [150]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_detected(read_text, delimiter):
    rows = [["No", "Acct, Pt; x", "Acct", "Day", "Amt"], ["K1", "", "P1", "2025-02-03", "2"]]
    text = "\n".join(delimiter.join(f'"{value}"' for value in row) for row in rows)
    whole = read_text(text, PAYMENTS)

    assert whole.frames["payments"]["amount_cents"].to_list() == [200]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_detected(read_text, encoding):
    text = "No,Acct,Day,Amt\n" + "".join(f"K{n},P{n},2025-02-03,2\n" for n in range(5)) + "K9,Peña,2025-02-03,2\n"
    whole = read_text(text.encode(encoding), PAYMENTS)

    assert whole.frames["payments"]["party_key"][-1] == "Peña"


def test_one_damaged_byte_sets_one_row_aside_and_spares_the_other_accents(read_text):
    text = "No,Acct,Day,Amt\nK1,Peña,2025-02-03,2\nK2,Muñoz,2025-02-03,2\n".encode() + b"K3,Pe\xf1a,2025-02-03,2\n"
    whole = read_text(text, PAYMENTS)

    assert whole.codes() == [(4, "csv.encoding")]
    assert whole.frames["payments"]["party_key"].to_list() == ["Peña", "Muñoz"]


def test_titles_above_the_header_are_skipped_and_lines_still_count_from_the_top(read_text):
    whole = read_text("Report\n\nNo,Acct,Day,Amt\nK1,P1,2025-02-03,2\n", PAYMENTS + "header_line: 3\n")

    assert whole.frames["payments"]["line_no"].to_list() == [4]


def test_constants_joins_parts_value_lists_and_turned_signs(read_text):
    mapping = """kind: payments
money: cents
columns:
  payment_key: {columns: [Batch, No], join: "/"}
  party_key: {column: Who, split: " - ", part: 2}
  paid_on: {constant: 2025-02-03}
  amount_cents: {column: Amt, negate: yes}
  method: {column: How, values: {"7": card, "": cash, x: ""}}
"""
    rows = ["B,1,Ana - P1,-500,7", "B,2,Bo - P2,(20),", "B,3,Bo - P2,-20,X", "B,,Bo - P2,-20,7", "B,5,Bo,-20,7"]
    text = "\n".join(["Batch,No,Who,Amt,How", *rows])
    whole = read_text(text, mapping)
    payments = whole.frames["payments"]

    assert payments["payment_key"].to_list() == ["B/1", "B/2", "B/3"]
    assert payments["party_key"].to_list() == ["P1", "P2", "P2"]
    assert payments["amount_cents"].to_list() == [500, 20, 20]
    assert payments["method"].to_list() == ["card", "cash", None]
    assert {date(2025, 2, 3)} == set(payments["paid_on"])
    assert whole.codes() == [(5, "row.missing"), (6, "row.missing")]


def test_days_are_read_in_the_named_forms_only(read_text):
    mapping = PAYMENTS + "dates: [DD.MM.YYYY, D-MON-YY]\n"
    whole = read_text("No,Acct,Day,Amt\nK1,P,04.03.2025,1\nK2,P,4-Mar-25,1\nK3,P,2025-03-04,1\n", mapping)

    assert [date(2025, 3, 4)] * 2 == whole.frames["payments"]["paid_on"].to_list()
    assert whole.codes() == [(4, "row.day")]


def test_an_instant_gives_the_local_day_and_a_doubtful_hour_stays_unknown(read_text):
    mapping = """kind: contacts
zone: America/New_York
columns: {party_key: P, kind: {constant: call_placed}, happened_at: At}
"""
    whole = read_text("P,At\nA,2025-03-04 22:30\nB,2025-11-02 01:30\nC,2025-03-04T22:30:00Z\n", mapping)
    contacts = whole.frames["contacts"]

    assert [date(2025, 3, 4), date(2025, 11, 2), date(2025, 3, 4)] == contacts["happened_on"].to_list()
    assert [
        datetime(2025, 3, 5, 3, 30, tzinfo=UTC),
        None,
        datetime(2025, 3, 4, 22, 30, tzinfo=UTC),
    ] == contacts["happened_at"].to_list()
    assert whole.codes() == [(3, "contact.instant")]


def test_a_spreadsheets_guarded_zeros_are_kept(read_text):
    whole = read_text('No,Acct,Day,Amt\n="0012",="007",2025-02-03,2\n', PAYMENTS)

    assert whole.frames["payments"].select("payment_key", "party_key").rows() == [("0012", "007")]


def test_only_mapped_columns_are_read_and_a_column_may_be_called_like_ours(read_text):
    text = "row_no,line_no,No,Acct,Day,Amt,SSN\n9,9,K1,P1,2025-02-03,2,999-00-0000\n"
    whole = read_text(text, PAYMENTS)

    assert whole.frames["payments"]["line_no"].to_list() == [2]
    assert "999" not in str(whole.frames["payments"].rows())


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("No,Acct,Date,Amt", "no column 'Day', which paid_on is read from"),
        ("No,Acct,Days,Amt", "Is 'Days' meant?"),
        ("No,Acct,Day,Amt,day", "has the column 'Day' 2 times"),
    ],
)
def test_a_header_without_a_mapped_column_is_one_finding_and_no_rows(read_text, header, message):
    whole = read_text(header + "\nK1,P1,2025-02-03,2,\n", PAYMENTS)

    assert whole.codes() == [(1, "csv.header")]
    assert message in whole.findings[0].message
    assert whole.rows_read == 0


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("kind: [", 1, "not readable YAML"),
        ("", None, "`kind:` is missing"),
        ("- a\n", 1, "A mapping file is a list of names"),
        ("kind: payment\n", 1, "'payment' is no kind of file"),
        ("kind: payments\nmoney: dollars\n", None, "`columns:` is missing"),
        (PAYMENTS.replace("money: dollars\n", ""), 1, "`money:` is missing"),
        (PAYMENTS.replace("dollars", "euros"), 2, "'euros' is no money"),
        (PAYMENTS + "  metod: How\n", 8, "'metod' is no column of payments. Did you mean 'method'?"),
        (PAYMENTS + "colums: x\n", 8, "'colums' is no option. Did you mean 'columns'?"),
        (PAYMENTS.replace("  paid_on: Day\n", ""), 3, "needs paid_on"),
        (PAYMENTS + "kind: payments\n", 8, "'kind' is listed twice"),
        (PAYMENTS + "dates: [MM/DD/YYYY, DD/MM/YYYY]\n", 8, "03/04 would be two days"),
        (PAYMENTS + "dates: American\n", 8, "is not a form of a day"),
        (PAYMENTS + "zone: Florida\n", 8, "'Florida' is not a zone"),
        (PAYMENTS + "header_line: two\n", 8, "'two' is not a line number"),
        (PAYMENTS + "delimiter: colon\n", 8, "'colon' is no delimiter"),
        (PAYMENTS + "  method: {column: How, constant: cash}\n", 8, "exactly one of column, columns and constant"),
        (PAYMENTS + "  method: {column: How, vales: {}}\n", 8, "'vales' is no part of a column"),
        (PAYMENTS + "  method: [a, b]\n", 8, "is the name of a column"),
    ],
)  # fmt: skip
def test_a_bad_mapping_is_one_finding_with_its_line(read_text, text, line, message):
    whole = read_text("No,Acct,Day,Amt\nK1,P1,2025-02-03,2\n", text)

    assert len(whole.findings) == 1
    assert whole.findings[0].code.startswith("mapping.")
    assert message in whole.findings[0].message
    assert line in {None, whole.findings[0].at.line}
    assert whole.frames == {}


def test_a_bare_no_stays_the_word_that_it_is(tmp_path):
    path = tmp_path / "m.yaml"
    path.write_text(PAYMENTS.replace("payment_key: No", "payment_key: {column: No, values: {no: off, 007: bond}}"))
    mapping, findings = read_mapping(path)

    assert findings == []
    assert mapping
    assert mapping.sources["payment_key"].values == {"no": "off", "007": "bond"}
    assert mapping.sources["payment_key"].columns == ("No",)


class TestFinding:
    def _write(self, folder: Path, name: str, pattern: str | None) -> Path:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(PAYMENTS + (f'file: "{pattern}"\n' if pattern else ""))
        return path

    def test_a_mapping_of_the_files_own_name_wins(self, tmp_path):
        self._write(tmp_path, "all.mapping.yaml", "*.csv")
        own = self._write(tmp_path, "pay.mapping.yaml", None)

        assert own == csv_rows.find_mapping(tmp_path / "pay.csv")

    def test_a_pattern_finds_files_beside_it_and_beside_its_folder(self, tmp_path):
        shared = self._write(tmp_path, "mappings/pay.yaml", "pay_*.csv")

        assert shared == csv_rows.find_mapping(tmp_path / "PAY_june.CSV")
        assert csv_rows.find_mapping(tmp_path / "other.csv") is None

    def test_two_that_fit_are_none_and_reading_says_which(self, tmp_path):
        self._write(tmp_path, "a.mapping.yaml", "pay*")
        self._write(tmp_path, "b.mapping.yaml", "*.csv")
        path = tmp_path / "pay.csv"
        path.write_text("No,Acct,Day,Amt\nK1,P1,2025-02-03,2\n")

        assert csv_rows.find_mapping(path) is None
        (piece,) = csv_rows.FORMAT.read(path, None)
        assert piece.findings[0].code == "mapping.rivals"
        assert "a.mapping.yaml, b.mapping.yaml" in piece.findings[0].message
