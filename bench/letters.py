"""Bench of the letters: statements a second and memory, against one Typst compile of the same pages in the same run."""

import io
import multiprocessing
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pypdf

from remindful.core.words.kinds import Act
from remindful.core.words.messages import Addressee, MessageContent, Sender, StatementLine, StatementVisit
from remindful.edges.channels import letter
from remindful.edges.channels.letter import pages, sheet

DAY = date(2025, 3, 3)
STATEMENTS = 200
ROUNDS = 3
#: `together` sets this many at once; a thousand in one compile want more than a gigabyte.
SHEETS_A_COMPILE = 100


@dataclass(frozen=True, slots=True)
class Measured:
    """One way, measured. ratio: to one Typst compile of the same pages, above 1 = this way is faster."""

    name: str
    statements: int
    pages: int
    seconds: float
    statements_a_second: float
    peak_mib: int
    ratio: float


def run(folder: Path, *, quick: bool = False) -> list[tuple[str, ...]]:
    """Rows to print: the floor, then ours, with its ratio to the floor."""
    measured = measure(20 if quick else STATEMENTS, rounds=1 if quick else ROUNDS)
    return [
        (
            f"{way.name:30}",
            f"{way.statements_a_second:6.1f} statements/s",
            f"{way.pages / way.seconds:6.1f} pages/s",
            f"peak {way.peak_mib} MiB",
            f"ratio {way.ratio:.2f}",
        )
        for way in measured
    ]


def measure(statements: int, *, rounds: int) -> list[Measured]:
    """Both ways in turn, each in a process of its own so that each has its own peak; the best round of each counts."""
    ways: dict[str, Callable[[int], tuple[float, int, int]]] = {
        "one Typst compile of many": set_together,
        "ours: one PDF/UA a statement": set_each,
    }
    found: dict[str, list[tuple[float, int, int]]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
                found[name].append(pool.submit(way, statements).result())
    best = {name: min(outcomes) for name, outcomes in found.items()}
    standard_s = best["one Typst compile of many"][0]
    return [
        Measured(name, statements, page_count, seconds, statements / seconds, peak_mib, standard_s / seconds)
        for name, (seconds, page_count, peak_mib) in best.items()
    ]


def set_each(statements: int) -> tuple[float, int, int]:
    """As the channel does it: composed, set, hashed, one PDF each. Seconds, pages, peak MiB."""
    contents = make_statements(statements)
    warm_up()
    began = time.perf_counter()
    bodies = [rendered.body for rendered in letter.render(contents)]
    seconds = time.perf_counter() - began
    return seconds, count_pages(bodies), peak_mib()


def set_together(statements: int) -> tuple[float, int, int]:
    """The floor: the same sheets, composed beforehand, set in few large compiles. Seconds, pages, peak MiB."""
    sheets = [sheet.compose_sheet(content) for content in make_statements(statements)]
    warm_up()
    began = time.perf_counter()
    bodies = [
        pages.typeset(sheets[start : start + SHEETS_A_COMPILE], day=DAY)
        for start in range(0, statements, SHEETS_A_COMPILE)
    ]
    seconds = time.perf_counter() - began
    return seconds, count_pages(bodies), peak_mib()


def warm_up() -> None:
    """Load the fonts, so that neither way pays for them."""
    list(letter.render(make_statements(1)))


def count_pages(bodies: list[bytes]) -> int:
    """Pages in all PDFs, outside the measured time."""
    return sum(len(pypdf.PdfReader(io.BytesIO(body)).pages) for body in bodies)


def peak_mib() -> int:
    """The most memory that this process held, in MiB (Linux counts in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def make_statements(count: int) -> list[MessageContent]:
    """Statements of one to three visits of one to six lines, no two alike, by a rule and not by chance."""
    sender = Sender(
        key="lakeside",
        name="Lakeside Family Medicine",
        line1="410 Harbor Street",
        city="Pensacola",
        state="FL",
        zip="32502",
        phone="(850) 555-0100",
        hours="Monday to Friday, 8 am to 5 pm",
        email_from="billing@lakeside.example",
        website="https://lakeside.example",
        pay_url="https://pay.lakeside.example/b/7Q2M",
        assistance_phone=None,
        assistance_url=None,
    )
    return [make_statement(number, sender) for number in range(count)]


def make_statement(number: int, sender: Sender) -> MessageContent:
    """One statement; what each line explains is its charge."""
    visits = tuple(make_visit(number * 7 + visit, lines=1 + (number + visit) % 6) for visit in range(1 + number % 3))
    return MessageContent(
        message_id=number,
        day=DAY,
        act=Act.STATEMENT,
        template="first_statement",
        language="es" if number % 5 == 0 else "en",
        sender=sender,
        addressee=Addressee(f"Ana Lopez {number}", f"{number} Palm Avenue", None, "Pensacola", "FL", "32507", None),
        account_key=f"LFM-{number:06d}",
        visits=visits,
        unapplied_cents=0,
        due_cents=sum(line.due_cents for visit in visits for line in visit.lines),
    )


def make_visit(number: int, *, lines: int) -> StatementVisit:
    """A visit with an insurer, deductible and coinsurance."""
    service_on = DAY - timedelta(days=30 + number % 300)
    return StatementVisit(
        visit_key=f"V{number}",
        patient_name=f"Ana Lopez {number}",
        service_on=service_on,
        payers=("Gulf Health Plan",),
        lines=tuple(
            StatementLine(
                service_on=service_on,
                message=f"Office visit, {10 + line * 5} minutes",
                charge_cents=12_000 + line,
                payer_paid_cents=5_000,
                contract_cents=3_000 + line,
                other_off_cents=0,
                patient_paid_cents=0,
                deductible_cents=2_500,
                coinsurance_cents=1_500,
                copay_cents=0,
                not_covered_cents=0,
                self_pay_cents=0,
                due_cents=4_000,
            )
            for line in range(lines)
        ),
    )
