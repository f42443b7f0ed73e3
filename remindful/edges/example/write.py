"""Writes the whole example practice into a folder."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

from remindful.edges.example.answers import Desk
from remindful.edges.example.cast import GROUP, HOSPITAL, Role, cast_role
from remindful.edges.example.counts import ExampleCounts, Tally
from remindful.edges.example.frame_spool import FrameSpool
from remindful.edges.example.numbers import make_dice
from remindful.edges.example.office import write_office
from remindful.edges.example.people import make_household
from remindful.edges.example.plans import make_fees
from remindful.edges.example.planted import number_of_faults, plant_files, plant_rows
from remindful.edges.example.practice import Practice, tell_account
from remindful.edges.example.span import make_span
from remindful.edges.example.spool import Spool
from remindful.edges.example.write_835 import Remits
from remindful.edges.example.write_837 import ClaimFiles
from remindful.edges.example.write_csv import CsvFiles, write_mappings

LAST_ON = date(2026, 10, 31)
TELL_EVERY = 200


def write_example(
    out: Path, *, accounts: int, seed: int, last_on: date = LAST_ON, progress: Callable[[int, int], None] | None = None
) -> ExampleCounts:
    """Write office.yaml, mappings/ and files/ under `out`, eighteen months up to `last_on`.

    The same (accounts, seed, last_on) gives the same bytes, on any machine. accounts: guarantors at an organization.
    progress: called with (accounts told, accounts). Raises ValueError for fewer than one account.
    """
    if accounts < 1:
        raise ValueError(f"an example needs at least one account, not {accounts}")
    span = make_span(last_on)
    out.mkdir(parents=True, exist_ok=True)
    spool = Spool(out / ".waiting")
    faults = number_of_faults(accounts)
    practice = Practice(
        span=span,
        desk=Desk(make_fees(seed), span, {}),
        claims=ClaimFiles(span, FrameSpool(out / ".waiting_claims")),
        remits=Remits(span, FrameSpool(out / ".waiting_remits")),
        tables=CsvFiles(span, spool, {}),
        tally=Tally(),
        numbers={GROUP: 0, HOSPITAL: 0},
        receipts={GROUP: 0, HOSPITAL: 0},
        wrong_left=faults,
    )
    _tell_accounts(practice, accounts=accounts, seed=seed, progress=progress)
    plant_rows(practice, faults)
    return _write_files(practice, out, faults)


def _tell_accounts(
    practice: Practice, *, accounts: int, seed: int, progress: Callable[[int, int], None] | None
) -> None:
    number, first_person, report_at = 0, 1, TELL_EVERY
    while practice.tally.accounts < accounts:
        rng = make_dice(seed * 1_000_003 + number)
        role = cast_role(number, rng)
        organizations = _organizations(role, rng, room=accounts - practice.tally.accounts)
        household = make_household(first_person, role=role, organizations=organizations, rng=rng, span=practice.span)
        for organization in organizations:
            tell_account(practice, household, organization, rng)
        # A deductible is met within one household, so that nothing of it need be remembered.
        practice.desk.met_cents.clear()
        first_person += len(household.people)
        number += 1
        if progress is not None and practice.tally.accounts >= report_at:
            progress(practice.tally.accounts, accounts)
            report_at = practice.tally.accounts + TELL_EVERY
    if progress is not None:
        progress(accounts, accounts)


def _organizations(role: Role | None, rng: Random, *, room: int) -> tuple[str, ...]:
    if role is not None:
        return (role.organization,)
    chance = rng.random()
    if chance < 0.2 and room > 1:
        return (GROUP, HOSPITAL)
    return (GROUP,) if chance < 0.83 else (HOSPITAL,)


def _write_files(practice: Practice, out: Path, faults: int) -> ExampleCounts:
    folder = out / "files"
    folder.mkdir(exist_ok=True)
    write_office(out / "office.yaml", activated_on=practice.span.on(practice.span.activated_day))
    claim_files = practice.claims.write(folder, 1)
    remit_paths = practice.remits.write(folder, claim_files + 1)
    tables = practice.tables.write(folder)
    added = plant_files(practice, folder, remit_paths, faults)
    for spool in (practice.claims.spool, practice.remits.spool, practice.tables.spool):
        spool.close()
    files = {
        "claims": claim_files,
        "remits": len(remit_paths) + added["remits"],
        **{kind: tables.get(kind, 0) for kind in ("demographics", "opening", "contacts")},
        "payments": tables.get("payments", 0) + added["payments"],
        "mappings": write_mappings(out / "mappings"),
    }
    return practice.tally.close(remits=len(practice.remits.remits), files=files)
