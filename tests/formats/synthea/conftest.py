"""Writes small Synthea folders: only the columns that are read, and the numbers that never may be."""

import csv
from pathlib import Path

import polars as pl
import pytest

from remindful.core.words.findings import Finding
from remindful.edges.formats.synthea import read_folder
from remindful.edges.formats.synthea.tables import COLUMNS

type Row = dict[str, object]
DAY = "2024-03-01T10:00:00Z"
PAYERS = [
    ("pay-care", "Medicare", "GOVERNMENT"),
    ("pay-caid", "Medicaid", "GOVERNMENT"),
    ("pay-dual", "Dual Eligible", "GOVERNMENT"),
    ("pay-hum", "Humana", "PRIVATE"),
    ("pay-none", "NO_INSURANCE", "NO_INSURANCE"),
]


class Folder:
    """A Synthea folder in the making. Amounts are dollars, as Synthea writes them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}
        self.rows["payers"] = [dict(zip(COLUMNS["payers"], row, strict=True)) for row in PAYERS]
        self.charge_no = 0

    def patient(self, key: str, birth: str = "1980-01-01", **more: object) -> None:
        base = {
            "Id": key,
            "BIRTHDATE": birth,
            "FIRST": "Ana481",
            "LAST": "Lakin515",
            "GENDER": "F",
            "ADDRESS": "1 Main",
        }
        place = {"CITY": "Boston", "STATE": "Massachusetts", "ZIP": "02108", "SSN": "999-12-3456", "DRIVERS": "S9"}
        self.rows["patients"].append(base | place | more)

    def claim(self, key: str, primary: str | None, secondary: str | None = None, **more: object) -> None:
        base: Row = {"Id": key, "PATIENTID": "ana", "SERVICEDATE": DAY, "HEALTHCARECLAIMTYPEID1": "1"}
        payers = {"PRIMARYPATIENTINSURANCEID": primary, "SECONDARYPATIENTINSURANCEID": secondary}
        billed = {f"LASTBILLEDDATE{who}": "2024-03-05T10:00:00Z" for who in "12P"}
        closed = {f"STATUS{who}": "CLOSED" for who in "12P"} | {f"OUTSTANDING{who}": "0" for who in "12P"}
        self.rows["claims"].append(base | payers | billed | closed | more)

    def line(self, claim: str, *steps: tuple[str, ...]) -> None:
        """Steps: ("charge", amount, asked), (method, amount, left), ("adjust", amount, left), ("to", asked, amount)."""
        for step in steps:
            row: Row = {"ID": f"t{self.charge_no}", "CLAIMID": claim, "CHARGEID": self.charge_no, "PATIENTID": "ana"}
            row |= {"FROMDATE": DAY, "UNITS": "1", "PROCEDURECODE": "185345009", "NOTES": "Encounter"}
            self.charge_no += 1
            match step:
                case ("charge", amount, asked):
                    row |= {"TYPE": "CHARGE", "AMOUNT": amount, "TRANSFERTYPE": asked, "OUTSTANDING": "0.00"}
                case ("out", left):
                    row |= {"TYPE": "TRANSFEROUT", "OUTSTANDING": left}
                case ("to", asked, amount):
                    row |= {"TYPE": "TRANSFERIN", "AMOUNT": amount, "TRANSFERTYPE": asked, "OUTSTANDING": amount}
                case ("adjust", amount, left):
                    row |= {"TYPE": "ADJUSTMENT", "ADJUSTMENTS": amount, "OUTSTANDING": left}
                case (method, amount, left):
                    row |= {"TYPE": "PAYMENT", "METHOD": method.upper(), "PAYMENTS": amount, "OUTSTANDING": left}
            self.rows["claims_transactions"].append(row)

    def write(self) -> Path:
        for name, rows in self.rows.items():
            extra = ("SSN", "DRIVERS", "PASSPORT") if name == "patients" else ("LINENOTE",)
            with (self.path / f"{name}.csv").open("w", newline="") as file:
                writer = csv.DictWriter(file, [*COLUMNS[name][:3], *extra, *COLUMNS[name][3:]])
                writer.writeheader()
                writer.writerows(rows)
        return self.path

    def read(self) -> tuple[dict[str, pl.DataFrame], list[Finding]]:
        """All frames of all pieces, and all findings; every row is accounted for."""
        frames: dict[str, list[pl.DataFrame]] = {}
        findings: list[Finding] = []
        rows_read = exception_count = 0
        for piece in read_folder(self.write()):
            findings += piece.findings
            rows_read, exception_count = rows_read + piece.rows_read, exception_count + piece.exception_count
            for name, frame in piece.frames.items():
                frames.setdefault(name, []).append(frame)
        written = sum(len(self.rows[name]) for name in ("patients", "claims", "claims_transactions"))
        assert rows_read == written or not frames
        assert (exception_count > 0) == bool(findings) or not frames
        return {name: pl.concat(pieces) for name, pieces in frames.items()}, findings


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path)
    made.patient("ana")
    return made
