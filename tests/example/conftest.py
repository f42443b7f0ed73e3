"""One example for all tests of this folder, and a plain reader that shares nothing with the project's own."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest

from remindful.edges.example import ExampleCounts, write_example


def cents(text: str) -> int:
    return int(Decimal(text or "0") * 100)


def split_segments(path: Path) -> list[list[str]]:
    text = path.read_text("ascii")
    terminator = text[105]
    return [segment.strip().split("*") for segment in text.split(terminator) if segment.strip()]


@dataclass
class PlainLine:
    charge_cents: int
    paid_cents: int
    code: str
    cas: list[tuple[str, str, int]] = field(default_factory=list)
    number: str = ""

    @property
    def gap_cents(self) -> int:
        return self.charge_cents - self.paid_cents - sum(amount for _, _, amount in self.cas)


@dataclass
class PlainClaim:
    key: str
    status: str
    charge_cents: int
    paid_cents: int
    patient_cents: int
    number: str
    cas: list[tuple[str, str, int]] = field(default_factory=list)
    lines: list[PlainLine] = field(default_factory=list)
    crossover: str = ""

    @property
    def all_cas(self) -> list[tuple[str, str, int]]:
        return self.cas + [each for line in self.lines for each in line.cas]

    @property
    def gap_cents(self) -> int:
        return self.charge_cents - self.paid_cents - sum(amount for _, _, amount in self.all_cas)


@dataclass
class PlainRemit:
    file: Path
    paid_cents: int
    paid_on: str
    trace: str = ""
    payer: str = ""
    npi: str = ""
    claims: list[PlainClaim] = field(default_factory=list)
    plb: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def gap_cents(self) -> int:
        claims_cents = sum(claim.paid_cents for claim in self.claims)
        return claims_cents - sum(amount for _, _, amount in self.plb) - self.paid_cents


def read_remits(path: Path) -> Iterator[PlainRemit]:
    remit: PlainRemit | None = None
    for seg in split_segments(path):
        if seg[0] == "BPR":
            remit = PlainRemit(path, cents(seg[2]), seg[16])
        elif remit is None:
            continue
        elif seg[0] == "SE":
            yield remit
            remit = None
        else:
            _read_remit_segment(remit, seg)


def _read_remit_segment(remit: PlainRemit, seg: list[str]) -> None:
    claim = remit.claims[-1] if remit.claims else None
    match seg:
        case ["TRN", _, trace, *_]:
            remit.trace = trace
        case ["N1", "PR", name, *_]:
            remit.payer = name
        case ["N1", "PE", _, "XX", npi]:
            remit.npi = npi
        case ["CLP", key, status, charge, paid, patient, _, number, *_]:
            remit.claims.append(PlainClaim(key, status, cents(charge), cents(paid), cents(patient), number))
        case ["NM1", "TT", _, name, *_] if claim:
            claim.crossover = name
        case ["SVC", code, charge, paid, *_] if claim:
            claim.lines.append(PlainLine(cents(charge), cents(paid), code))
        case ["CAS", group, *rest] if claim:
            where = claim.lines[-1].cas if claim.lines else claim.cas
            where += [(group, rest[place], cents(rest[place + 1])) for place in range(0, len(rest), 3)]
        case ["REF", "6R", number] if claim and claim.lines:
            claim.lines[-1].number = number
        case ["PLB", _, _, *rest]:
            pairs = [(rest[place], cents(rest[place + 1])) for place in range(0, len(rest), 2)]
            remit.plb += [(*what.split(":"), amount) for what, amount in pairs]
        case _:
            pass


@dataclass
class PlainBill:
    """A CLM of an 837."""

    file: Path
    key: str
    charge_cents: int
    frequency: str
    level: str
    payer: str = ""
    filing: str = ""
    relation: str = ""
    record_number: str = ""
    replaces: str = ""
    service_on: str = ""
    billed_on: str = ""
    patient_paid_cents: int = 0
    other_levels: list[str] = field(default_factory=list)
    prior_paid_cents: int | None = None
    line_cents: list[int] = field(default_factory=list)
    line_numbers: list[str] = field(default_factory=list)
    prior_line_gaps: list[int] = field(default_factory=list)
    diagnoses: list[str] = field(default_factory=list)


def read_bills(path: Path) -> Iterator[PlainBill]:
    bill: PlainBill | None = None
    level, payer, filing, relation, billed_on = "", "", "", "", ""
    for seg in split_segments(path):
        match seg:
            case ["BHT", _, _, _, day, *_]:
                billed_on = day
            case ["HL", _, _, "22", _] | ["SE", *_]:
                if bill:
                    yield bill
                bill = None
                payer = filing = ""
            case ["SBR", where, *rest] if bill is None:
                level, relation, filing = where, rest[0], rest[7] if len(rest) > 7 else ""
            case ["PAT", how] if bill is None:
                relation = how
            case ["NM1", "PR", _, name, *_] if bill is None:
                payer = name
            case ["CLM", key, charge, _, _, place, *_]:
                bill = PlainBill(
                    path, key, cents(charge), place.split(":")[2], level, payer, filing, relation, billed_on=billed_on
                )
            case _ if bill:
                _read_bill_segment(bill, seg)
            case _:
                pass


def _read_bill_segment(bill: PlainBill, seg: list[str]) -> None:
    match seg:
        case ["REF" | "AMT" | "SBR" | "HI", *_]:
            _read_head_segment(bill, seg)
        case ["SV1", _, amount, *_] | ["SV2", _, _, amount, *_]:
            bill.line_cents.append(cents(amount))
        case ["DTP", "472", _, day] if not bill.service_on:
            bill.service_on = day
        case ["DTP", "434", _, days]:
            bill.service_on = days[:8]
        case ["SVD", _, paid, *_]:
            bill.prior_line_gaps.append(bill.line_cents[-1] - cents(paid))
        case ["CAS", _, *rest] if bill.prior_line_gaps and bill.line_cents:
            bill.prior_line_gaps[-1] -= sum(cents(rest[place + 1]) for place in range(0, len(rest), 3))
        case _:
            pass


def _read_head_segment(bill: PlainBill, seg: list[str]) -> None:
    match seg:
        case ["REF", "EA", number]:
            bill.record_number = number
        case ["REF", "F8", number] if not bill.other_levels:
            bill.replaces = number
        case ["REF", "6R", number]:
            bill.line_numbers.append(number)
        case ["AMT", "F5", amount]:
            bill.patient_paid_cents = cents(amount)
        case ["AMT", "D", amount]:
            bill.prior_paid_cents = cents(amount)
        case ["SBR", where, *_]:
            bill.other_levels.append(where)
        case ["HI", *codes]:
            bill.diagnoses += [code.split(":")[1] for code in codes]
        case _:
            pass


@dataclass
class Written:
    """An example on disk, read back plainly."""

    root: Path
    counts: ExampleCounts
    remits: list[PlainRemit]
    bills: list[PlainBill]


def read_written(root: Path, counts: ExampleCounts) -> Written:
    remits = [remit for path in sorted(root.glob("files/*/*/*.835")) for remit in read_remits(path)]
    bills = [bill for path in sorted(root.glob("files/*/*/*.837")) for bill in read_bills(path)]
    return Written(root, counts, remits, bills)


@pytest.fixture(scope="session")
def large(tmp_path_factory) -> Written:
    root = tmp_path_factory.mktemp("example-2000")
    return read_written(root, write_example(root, accounts=2_000, seed=7))


@pytest.fixture(scope="session")
def small(tmp_path_factory) -> Written:
    root = tmp_path_factory.mktemp("example-200")
    return read_written(root, write_example(root, accounts=200, seed=7))


@pytest.fixture(name="split_segments")
def split_segments_fixture():
    return split_segments


@pytest.fixture(name="read_remits")
def read_remits_fixture():
    return read_remits


@pytest.fixture(name="read_rows")
def read_rows_fixture():
    """Rows of the CSV files of a kind, by their own column names, with the file's name."""

    def read(root: Path, pattern: str) -> list[dict[str, str]]:
        found = []
        for path in sorted(root.glob(f"files/*/*/{pattern}")):
            with path.open(encoding="utf-8-sig", newline="") as file:
                found += [row | {"file": path.name, "day": path.parent.parent.name} for row in csv.DictReader(file)]
        return found

    return read
