"""Billing by hand and by night: every organization for which Remindful bills, each in its own transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

from remindful.core.billing import CareFrames, price_charges
from remindful.core.measures import find_first_passes, rate_clean_claims, watch_charges
from remindful.core.words.care import EncounterState
from remindful.core.words.findings import WorldFault
from remindful.core.words.frames import EditFindings
from remindful.edges.store import prepare, reads
from remindful.edges.store.books import open_books
from remindful.flow.claims import billing, claim_files
from remindful.flow.codes.editing import make_check
from remindful.flow.office.billing_terms import terms_of
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import Home
from remindful.flow.office.runs import only_one


@dataclass(frozen=True, slots=True)
class EditCount:
    """One kind of edit that keeps encounters back, with one of them in full."""

    edit: str
    count: int
    says: str
    mend: str


@dataclass(frozen=True, slots=True)
class BillingReport:
    """What was billed, over all organizations that bill here. Cents."""

    is_dry: bool
    came_in: int
    billed: int
    held: int
    charge_cents: int
    next_payer_claims: int
    part_of_others: int  # charges that are none of their own, by the crosswalk
    part_of_others_cents: int
    clean_rate: float | None  # first-pass clean claim rate, 0 to 1; null: no encounter was reviewed for the first time
    files: tuple[str, ...]
    edits: tuple[EditCount, ...]  # that keep encounters back
    warnings: tuple[EditCount, ...]  # told, and billed all the same


def bill_now(*, home: Home, clock: Clock, on: date | None, dry_run: bool) -> BillingReport:
    """Bill what is finished, by hand. Raises WorldFault where Remindful bills for nobody, the day is to come, or a night is running."""
    prepare()
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        offices, terms = reads.organizations(books), terms_of(books)
    if not terms:
        raise WorldFault(
            "permanent",
            "Remindful writes no claims for any organization of this office.",
            claim_files.NO_TERMS,
        )
    today = clock.today(offices["zone"][0])
    if on is not None and on > today and not dry_run:
        raise WorldFault("permanent", f"The day {on} has not come yet: today is {today}.", "Correct --on.")
    with only_one(home, "night"):
        return bill_all(home=home, clock=clock, day=on or today, organizations=tuple(terms), dry_run=dry_run)


def bill_all(
    *,
    home: Home,
    clock: Clock,
    day: date,
    organizations: tuple[int, ...],
    dry_run: bool = False,
    run_id: int | None = None,
) -> BillingReport:
    """Bill what is finished, of these organizations. Under the night's lock."""
    check = make_check(home, day=day)
    claim_files.finish(home, now=clock.now())
    done = [
        _bill_one(one, home=home, clock=clock, day=day, dry_run=dry_run, check=check, run_id=run_id)
        for one in sorted(organizations)
    ]
    claim_files.finish(home, now=clock.now())
    edits = pl.concat([EditFindings.create_empty(), *[edits for _, edits, _, _ in done]])
    others = [cents for _, _, _, part in done for cents in part["charge_cents"].fill_null(0)]
    billed = [one for one, _, _, _ in done]
    return BillingReport(
        is_dry=dry_run,
        came_in=sum(one.came_in for one in billed),
        billed=sum(one.billed for one in billed),
        held=sum(one.held for one in billed),
        charge_cents=sum(one.charge_cents for one in billed),
        next_payer_claims=sum(one.next_payer_claims for one in billed),
        part_of_others=len(others),
        part_of_others_cents=sum(others),
        clean_rate=rate_clean_claims(pl.concat([first for _, _, first, _ in done])) if done else None,
        files=tuple(str(home.claims / name) for one in billed for name in one.files),
        edits=_count_edits(edits.filter(pl.col("severity") == billing.STOP)),
        warnings=_count_edits(edits.filter(pl.col("severity") != billing.STOP)),
    )


def _bill_one(
    organization_id: int,
    *,
    home: Home,
    clock: Clock,
    day: date,
    dry_run: bool,
    check: Callable[[CareFrames], pl.DataFrame],
    run_id: int | None,
) -> tuple[billing.Billed, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """(what was billed, edits, find_first_passes, charges that are none of their own)."""
    with open_books(organizations=[organization_id], now=clock.now(), read_only=dry_run) as books:
        terms = terms_of(books)[organization_id]
        office = billing.open_office(books, organization_id, terms, home=home, day=day, now=clock.now())
        ready = billing.prepare_claims(books, office, check=check)
        first_passes = find_first_passes(ready.encounters, ready.edits)
        billed = (
            billing.look(ready) if dry_run else billing.bill(books, office, ready, run_id=run_id)
        )  # fmt: skip
    return billed, ready.edits, first_passes, ready.part_of_others


def _count_edits(edits: pl.DataFrame) -> tuple[EditCount, ...]:
    counted = edits.group_by("edit").agg(count=pl.len(), says=pl.col("says").first(), mend=pl.col("mend").first())
    return tuple(EditCount(**row) for row in counted.sort("count", "edit", descending=[True, False]).to_dicts())


def leave_unbilled(encounter: str, *, clock: Clock) -> None:
    """A person says that an encounter is nobody's bill. Raises WorldFault where it is not known, or is billed already."""
    prepare()
    with open_books(organizations="all", now=clock.now()) as books:
        found = reads.encounters(books).filter(pl.col("encounter_key") == encounter)
        if found.is_empty():
            raise WorldFault(
                "permanent", f"There is no encounter {encounter}.", "`remindful bill --dry-run` lists those that wait."
            )
        if found["state"].eq(str(EncounterState.BILLED)).any():
            raise WorldFault(
                "permanent",
                f"The encounter {encounter} is billed.",
                "Withdraw its charges (0 units) instead: then a void goes out and the books take it back.",
            )
        books.amend(
            "encounter",
            found.select("organization_id", "encounter_key", state=pl.lit(str(EncounterState.NOT_BILLED))),
            on=("organization_id", "encounter_key"),
        )
        billing.settle_findings(
            books, found["organization_id"][0], found, pl.DataFrame(schema={"encounter_key": pl.String, "edit": pl.String, "says": pl.String}),
            now=clock.now(),
        )  # fmt: skip


def watch_charge_lag(*, clock: Clock, on: date | None) -> pl.DataFrame:
    """How long charges take to be entered, by provider: billing.watch_charges of every encounter of the office, with provider names."""
    prepare()
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        offices = reads.organizations(books)
        day = on or (clock.today(offices["zone"][0]) if offices.height else clock.now().date())
        charges = price_charges(reads.charges(books), reads.fees(books))
        watched = watch_charges(reads.encounters(books), charges, day=day)
        names = reads.providers(books).select("npi", "last_name", "first_name").unique("npi")
    return watched.join(names, left_on="provider_npi", right_on="npi", how="left", maintain_order="left")
