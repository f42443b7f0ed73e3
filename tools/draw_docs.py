"""`make docs`: the pictures in docs/pictures, made by the project itself from the example practice. The same bytes each time."""

import os
import shutil
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.text import Text

from remindful.core.words.kinds import Act
from remindful.core.words.messages import Addressee, MessageContent, Sender, StatementLine, StatementVisit
from remindful.edges.channels.letter import render_png
from remindful.faces.cli import demo_tour, show

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
SENDER = Sender(
    key="capital-memorial", name="Capital Memorial Hospital", line1="200 Example Way", city="Tallahassee", state="FL", zip="32301",
    phone="(850) 555-0101", hours="Monday to Friday, 8 am to 5 pm", email_from="billing@capital.example.org",
    website="https://capital.example.org", pay_url="https://capital.example.org/pay", assistance_phone="(850) 555-0102",
    assistance_url="https://capital.example.org/help",
)  # fmt: skip


def a_line(
    says: str, day: date, charge: int, paid: int, contract: int, deductible: int, coinsurance: int
) -> StatementLine:
    """One explained line; amounts in cents."""
    return StatementLine(
        service_on=day, says=says, charge_cents=charge, payer_paid_cents=paid, contract_cents=contract, other_off_cents=0,
        patient_paid_cents=0, deductible_cents=deductible, coinsurance_cents=coinsurance, copay_cents=0, not_covered_cents=0,
        self_pay_cents=0, due_cents=deductible + coinsurance,
    )  # fmt: skip


def a_statement() -> MessageContent:
    """A mother's statement: her own visit and her child's."""
    own = StatementVisit(
        "CH0000101", "Ana Example", date(2026, 9, 14), ("Palmetto Mutual",),
        (
            a_line("Emergency visit", date(2026, 9, 14), 98_000, 41_200, 36_800, 15_000, 5_000),
            a_line("Blood test", date(2026, 9, 14), 12_400, 4_960, 6_200, 0, 1_240),
        ),
    )  # fmt: skip
    childs = StatementVisit(
        "CH0000102", "Leo Example", date(2026, 9, 21), ("Palmetto Mutual",),
        (a_line("X-ray of the wrist", date(2026, 9, 21), 31_000, 12_000, 16_000, 3_000, 0),),
    )  # fmt: skip
    due = sum(line.due_cents for visit in (own, childs) for line in visit.lines)
    home = Addressee("Ana Example", "1 Sample Street", None, "Tallahassee", "FL", "32301", "ana@example.org")
    return MessageContent(
        1, date(2026, 10, 5), Act.STATEMENT, "first_statement", "en", SENDER, home, "CM0000017", (own, childs), 0, due
    )


def draw_letters() -> None:
    """One statement, the same in Spanish, one letter."""
    statement = a_statement()
    (PICTURES / "statement.png").write_bytes(render_png(statement))
    (PICTURES / "statement-es.png").write_bytes(render_png(replace(statement, language="es")))
    letter = replace(statement, act=Act.LETTER, template="gentle_reminder", day=date(2026, 11, 4))
    (PICTURES / "letter.png").write_bytes(render_png(letter))


def draw_demo() -> None:
    """The demo's terminal, as an SVG: run for real in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="remindful-docs-"))
    folder.chmod(0o755)
    console = Console(record=True, width=120, file=(folder / "out.txt").open("w"), force_terminal=True, highlight=False)
    show.OUT = console
    for module in (demo_tour, demo_tour.tables):
        module.OUT = console
    try:
        demo_tour.show_tour(folder / "demo", accounts=200, seed=7)
        text = console.export_text(clear=False, styles=True).replace(str(folder) + "/", "")
        lines = text.splitlines()
        begin = next(number for number, line in enumerate(lines) if "Read and posted" in line)
        shown = Console(
            record=True, width=120, file=(folder / "again.txt").open("w"), force_terminal=True, highlight=False
        )
        shown.print(Text.from_ansi("\n".join(lines[begin:])))
        shown.save_svg(str(PICTURES / "demo.svg"), title="make demo")
    finally:
        demo_tour.stop_embedded(folder / "demo" / "home")
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Draw everything."""
    PICTURES.mkdir(exist_ok=True)
    draw_letters()
    os.environ.pop("DATABASE_URL", None)
    draw_demo()


if __name__ == "__main__":
    main()
