"""What is wrong on purpose, a known number of each: rows, answers and files that an office must not simply believe."""

from dataclasses import replace
from pathlib import Path
from shutil import copyfile

from remindful.edges.example.cast import GROUP
from remindful.edges.example.counts import Planted, Wrong
from remindful.edges.example.practice import Practice
from remindful.edges.example.write_csv import payment_fields

UNKNOWN_GUARANTOR_KEY = "LP999999"
ACCOUNTS_A_FAULT = 1_000


def number_of_faults(accounts: int) -> int:
    """How many of each are planted."""
    return max(1, accounts // ACCOUNTS_A_FAULT)


def plant_rows(practice: Practice, number: int) -> None:
    """Before files are written: rows that cannot be read, people nobody knows, answers to claims nobody sent."""
    for place, payment in enumerate(_some(practice.payment_witnesses, number)):
        organization = payment.visit.organization
        fields = payment_fields(payment, f"BAD{place + 1:04d}", organization, practice.span, names_visit=False)
        fields[3] = "13/45/2026"
        day = practice.span.money_day(max(payment.day, 0))
        practice.tables.add("payments", organization, day, fields)
        practice.tally.plant(
            Planted(Wrong.BAD_DATE, organization, payment.visit.guarantor.key(organization), amount_cents=payment.cents)
        )
    for place in range(number):
        day = practice.span.money_day(60 + 7 * place)
        practice.tables.add(
            "contacts",
            GROUP,
            day,
            [UNKNOWN_GUARANTOR_KEY, "", "Attorney", practice.span.say_us(day - 1), "", "Wren Alderton", ""],
        )
        practice.tally.plant(Planted(Wrong.NOBODY_KNOWN, GROUP, UNKNOWN_GUARANTOR_KEY))
    for place, answer in enumerate(_some(practice.answer_witnesses, number)):
        key = f"ZZ{place + 1:07d}"
        unknown = replace(
            answer,
            visit=replace(answer.visit, key=key),
            number=practice.desk.number(answer.coverage.payer, answer.paid_day),
        )
        assert practice.remits.add(unknown)
        practice.tally.plant(
            Planted(Wrong.NOBODY_BILLED, answer.visit.organization, None, key, amount_cents=answer.paid_cents)
        )


def plant_files(practice: Practice, folder: Path, remit_paths: list[Path], number: int) -> dict[str, int]:
    """After files are written: a remittance again under another name, payments sent twice. Returns files added."""
    added = {"remits": 0, "payments": 0}
    span = practice.span
    for path in _some([path for path in remit_paths if _day_of(path, practice) + 8 <= span.last_day], number):
        later = folder / span.say_iso(_day_of(path, practice) + 7) / path.parent.name / f"{path.stem}_RESENT.835"
        later.parent.mkdir(parents=True, exist_ok=True)
        copyfile(path, later)
        added["remits"] += 1
        practice.tally.plant(
            Planted(Wrong.SAME_FILE_AGAIN, path.parent.name, file=str(later.relative_to(folder.parent)))
        )
    long_ones = [key for key, rows in sorted(practice.tables.rows.items()) if key[0] == "payments" and rows >= 2]
    for key in _some(long_ones, number):
        path = practice.tables.path(folder, key)
        whole = path.read_bytes()
        lines = whole.splitlines(keepends=True)
        corrected = path.with_name(f"{path.stem}_corrected.csv")
        corrected.write_bytes(whole)
        # The first export stopped too early: its last row came only with the correction.
        path.write_bytes(b"".join(lines[:-1]))
        added["payments"] += 1
        practice.tally.plant(Planted(Wrong.CORRECTED_FILE, key[1], file=str(corrected.relative_to(folder.parent))))
    return added


def _day_of(path: Path, practice: Practice) -> int:
    return practice.span.iso.index(path.parent.parent.name) - practice.span.iso.index(
        practice.span.first_on.isoformat()
    )


def _some[T](found: list[T], number: int) -> list[T]:
    """So many of a list, spread over it."""
    if len(found) <= number:
        return found
    return [found[(2 * place + 1) * len(found) // (2 * number)] for place in range(number)]
