"""`make docs`: the pictures in docs/pictures, made by the project itself from the example practice. The same bytes each time."""

import os
import shutil
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.text import Text

from remindful.core import guard
from remindful.core.words.kinds import Act
from remindful.core.words.messages import Sender
from remindful.edges.channels.letter import render_png
from remindful.edges.channels.sample import sample_message
from remindful.faces.cli import demo_tour, show
from remindful.faces.lawsite import draw_map
from remindful.flow.office.rule_files import RULEBOOK
from tools import remittance_table

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
SENDER = Sender(
    key="capital-memorial", name="Capital Memorial Hospital", line1="200 Example Way", city="Tallahassee", state="FL", zip="32301",
    phone="(850) 555-0101", hours="Monday to Friday, 8 am to 5 pm", email_from="billing@capital.example.org",
    website="https://capital.example.org", pay_url="https://capital.example.org/pay", assistance_phone="(850) 555-0102",
    assistance_url="https://capital.example.org/help",
)  # fmt: skip


def draw_letters() -> None:
    """One statement, the same in Spanish, one letter."""
    day = date(2026, 10, 5)
    statement = sample_message(SENDER, act=Act.STATEMENT, template="first_statement", language="en", day=day)
    (PICTURES / "statement.png").write_bytes(render_png(statement))
    (PICTURES / "statement-es.png").write_bytes(render_png(replace(statement, language="es")))
    letter = replace(statement, act=Act.LETTER, template="gentle_reminder", day=date(2026, 11, 4))
    (PICTURES / "letter.png").write_bytes(render_png(letter))


def draw_law() -> None:
    """The map of the rulebook: what is modelled of each state."""
    rulebook = guard.load_rulebook(RULEBOOK)
    (PICTURES / "law.svg").write_text(draw_map(rulebook, date(2026, 11, 23)), encoding="utf-8")


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
        begin = next(number for number, line in enumerate(lines) if "Imported and posted" in line)
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
    draw_law()
    remittance_table.main()
    os.environ.pop("DATABASE_URL", None)
    draw_demo()


if __name__ == "__main__":
    main()
