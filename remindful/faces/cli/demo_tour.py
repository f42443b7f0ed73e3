"""`remindful demo`: the example practice from its files to its letters, told as it goes."""

import os
import shutil
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from rich.markup import escape
from rich.progress import Progress

from remindful.edges.store.embedded import stop_embedded
from remindful.faces.cli import tables
from remindful.faces.cli.show import ERR, OUT, Exit, count, fail, money, print_table, progress
from remindful.flow.ask import account_inquiry
from remindful.flow.example import examples
from remindful.flow.intake import intake
from remindful.flow.night import nights
from remindful.flow.office.actors import read_actor
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import Home, read_home
from remindful.flow.office.report import ImportReport, NightReport

MARK = ".made-by-remindful-demo"
#: The office switches Remindful on so many days before the end of the example; what came before is imported at once.
NIGHTS = 31
AT = time(16, 30)  # UTC: noon or half past eleven in Tallahassee, an hour earlier in Marianna


def show_tour(out: Path, *, accounts: int, seed: int) -> None:
    """Write the files, import them as they came, run the nights, and show what a biller would look at first."""
    out = out.resolve()
    make_folder(out)
    os.environ["REMINDFUL_HOME"] = str(out / "home")
    files = out / "files"
    counts = examples.write(files, accounts=accounts, seed=seed)
    tables.show_example(counts, out=files)
    days = sorted(folder for folder in (files / "files").iterdir() if folder.is_dir())
    last_on = date.fromisoformat(days[-1].name)
    first_on = last_on - timedelta(days=NIGHTS - 1)
    home = read_home()
    imports: list[ImportReport] = []
    reports: list[NightReport] = []
    with progress("Importing") as bar:
        imports.append(
            _import(
                files,
                [day for day in days if day.name < first_on.isoformat()],
                day=first_on - timedelta(days=1),
                bar=bar,
            )
        )
        task = bar.task_ids[0]
        for number in range(NIGHTS):
            day = first_on + timedelta(days=number)
            bar.update(task, description=f"{day}: import and nightly run", completed=number, total=NIGHTS)
            folder = files / "files" / day.isoformat()
            if folder.exists():
                imports.append(_import(files, [folder], day=day, bar=None))
            reports.append(nights.run_night(home=home, clock=_noon(day), on=day, dry_run=False))
    _show_summary(imports, reports, home=home, out=out)


def make_folder(out: Path) -> None:
    """A fresh folder; an older demo's is removed, anybody else's is not."""
    if out.exists() and any(out.iterdir()):
        if not (out / MARK).exists():
            fail(
                f"{out} has files that were not created by the demo.",
                "Choose another folder with --out.",
                code=Exit.WRONG_USE,
            )
        stop_embedded(out / "home")
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / MARK).touch()


def _noon(day: date) -> Clock:
    return Clock(datetime.combine(day, AT, tzinfo=UTC))


def _import(files: Path, folders: list[Path], *, day: date, bar: Progress | None) -> ImportReport:
    """Import folders of days. The history's files are known from the day on which Remindful was switched on."""

    def tell(done: int, of: int, name: str) -> None:
        if bar is not None:
            bar.update(bar.task_ids[0], description=f"History: {name}", completed=done, total=of)

    return intake.import_office_paths(
        [files / "office.yaml", *folders],
        home=read_home(),
        clock=_noon(day),
        actor=read_actor(),
        organization=None,
        mapping=None,
        tell=tell,
    )


def _show_summary(imports: list[ImportReport], reports: list[NightReport], *, home: Home, out: Path) -> None:
    last = reports[-1]
    read = sum(file.rows_read for report in imports for file in report.files)
    files = sum(len(report.files) for report in imports)
    exceptions = sum(file.state == "set_aside" for report in imports for file in report.files)
    posted = sum(report.posted_cents for report in imports)
    waiting = sum(report.suspense_cents for report in imports)
    print_table(
        "Imported and posted", ("what", "how much"),
        [
            ("files", count(files)), ("of these, rejected or duplicate", count(exceptions + _seen(imports))), ("records read", count(read)),
            ("payer payments posted to claims", money(posted)), ("payer payments not posted yet", money(waiting)),
        ],
        right=("how much",),
    )  # fmt: skip
    sent = _sum([night.sent for night in reports])
    print_table(
        f"Sent in {len(reports)} nightly runs",
        ("what", "how many"),
        [(act, count(n)) for act, n in sorted(sent.items())],
        right=("how many",),
    )
    not_sent = _sum([night.not_sent for night in reports])
    if not_sent:
        print_table(
            "Stopped just before sending",
            ("why", "how many"),
            [(why, count(n)) for why, n in not_sent.items()],
            right=("how many",),
        )
    OUT.print()
    tables.show_night(last)
    _show_whys(home)
    letters = next(
        (out / "home" / "print" / str(night.day) for night in reversed(reports) if night.sent.get("statement")), None
    )
    OUT.print("[bold]Files to open[/]\n")
    for what, place in (("letters and statements", letters), ("emails", str(home.outbox))):
        if place is not None:
            OUT.print(f" {what:22}  {escape(str(place))}", soft_wrap=True)
    ERR.print(
        f"To explore the demo office: export REMINDFUL_HOME={home.path} and run .venv/bin/remindful --help",
        markup=False,
        soft_wrap=True,
    )


def _seen(imports: list[ImportReport]) -> int:
    return sum(file.state == "seen_before" for report in imports for file in report.files)


def _sum(counts: list[dict[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for one in counts:
        for name, number in one.items():
            total[name] = total.get(name, 0) + number
    return dict(sorted(total.items(), key=lambda pair: -pair[1]))


def _show_whys(home: Home) -> None:
    """Three answers: one account that was reached, one that is held or forbidden by law, one whose insurer has not answered."""
    OUT.print("[bold]Why was this account contacted, or not?[/]\n")
    for account, act, moment in account_inquiry.pick_examples(home=home):
        OUT.print(f"[dim]$ remindful why {escape(account)} --act {act}[/]")
        tables.show_why(account_inquiry.ask_account(account, act=act, at=moment, home=home, clock=Clock(moment)))
