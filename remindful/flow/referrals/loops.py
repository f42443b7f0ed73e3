"""Referrals of the office: where each stands, what is left of authorizations, what a claim lacks, and what a person notes."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import polars as pl

from remindful.core import referrals
from remindful.core.referrals import CoverFrames, LoopFrames, LoopLimits, StepLimits
from remindful.core.words.contracts import schema_of
from remindful.core.words.findings import WorldFault
from remindful.core.words.frames import AuthorizationUse, CoverNeeds, LoopStages
from remindful.edges.store import prepare, reads
from remindful.edges.store.books import Books, open_books
from remindful.flow.office.clock import Clock

NEEDS, LIMITS = "cover_needs", "referral_limits"


@dataclass(frozen=True, slots=True)
class Need:
    """What a payer asks for. authorization_codes: joined by ":", `97*` = all that begin so, `*` = all, None = none."""

    payer: str
    needs_referral: bool | None
    authorization_codes: str | None
    source: str | None


def list_loops(*, on: date | None, clock: Clock) -> pl.DataFrame:
    """LoopStages of all organizations, with organization_id: the most overdue first."""
    prepare()
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        rows = find_loops(books, day=_day(books, on, clock))
    return rows.sort("overdue_days", "due_on", "referral_key", descending=[True, False, False], nulls_last=True)


def find_loops(books: Books, *, day: date) -> pl.DataFrame:
    """LoopStages of the books' organizations, with organization_id first."""
    frames = LoopFrames(
        reads.referrals(books), reads.authorizations(books), reads.appointments(books), reads.encounters(books)
    )
    limits = limits_of(books)
    stages = [
        referrals.follow_loops(
            LoopFrames(*[_of(frame, one) for frame in (frames.referrals, frames.authorizations, frames.appointments, frames.encounters)]),
            day=day, limits=limits.get(one, LoopLimits()),
        ).select(pl.lit(one, dtype=pl.Int64).alias("organization_id"), pl.all())
        for one in frames.referrals["organization_id"].unique().sort()
    ]  # fmt: skip
    empty = LoopStages.create_empty().select(pl.lit(0, dtype=pl.Int64).alias("organization_id"), pl.all())
    return pl.concat([empty, *stages])


def show_referral(name: str, *, on: date | None, clock: Clock) -> tuple[dict[str, Any], dict[str, Any]]:
    """(the referral, its stage). name: its key, or organization/key. Raises WorldFault where there is none, or several."""
    prepare()
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        referral = find_referral(books, name)
        stages = find_loops(books, day=_day(books, on, clock))
    mine = stages.filter(
        (pl.col("organization_id") == referral["organization_id"]) & (pl.col("referral_key") == referral["referral_key"])
    )  # fmt: skip
    if mine.is_empty():
        raise WorldFault(
            "permanent", f"The referral {name} was ordered on {referral['ordered_on']}, after this day.", "Name a later --on."
        )  # fmt: skip
    return referral, mine.row(0, named=True)


def find_referral(books: Books, name: str) -> dict[str, Any]:
    """A referral by its key, or organization/key."""
    offices = reads.organizations(books).select("organization_id", office="key")
    rows = reads.referrals(books).join(offices, on="organization_id")
    full = pl.format("{}/{}", "office", "referral_key")
    found = rows.filter((pl.col("referral_key") == name) | (full == name)).drop("office")
    if found.is_empty():
        raise WorldFault("permanent", f"There is no referral {name}.", "`remindful referrals list` shows them.")
    if found.height > 1:
        raise WorldFault(
            "permanent", f"{found.height} organizations have a referral {name}.", "Write it as organization/key."
        )
    return found.row(0, named=True)


def list_authorizations(*, on: date | None, clock: Clock) -> pl.DataFrame:
    """AuthorizationUse of all organizations, with organization_id: those about to run out first."""
    prepare()
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        day = _day(books, on, clock)
        held, done, charges = reads.authorizations(books), reads.encounters(books), reads.charges(books)
    used = [
        referrals.used_authorizations(_of(held, one), _of(done, one), _of(charges, one), day=day).select(
            pl.lit(one, dtype=pl.Int64).alias("organization_id"), pl.all()
        )
        for one in held["organization_id"].unique().sort()
    ]
    empty = AuthorizationUse.create_empty().select(pl.lit(0, dtype=pl.Int64).alias("organization_id"), pl.all())
    rows = pl.concat([empty, *used])
    return rows.sort(
        "is_running_out", "days_left", "authorization_key", descending=[True, False, False], nulls_last=True
    )


def find_cover_edits(
    books: Books, *, encounters: pl.DataFrame, charges: pl.DataFrame, coverages: pl.DataFrame, biller_npi: str | None
) -> pl.DataFrame:
    """EditFindings of encounters: what their claims lack of referral and authorization. books: those of one organization.

    encounters: all of the organization, billed or not; charges: Charges as they were captured; coverages: Coverages.
    """
    [organization_id] = books.organizations
    frames = CoverFrames(
        encounters=encounters,
        charges=charges,
        coverages=coverages,
        referrals=reads.referrals(books),
        authorizations=reads.authorizations(books),
        biller_npi=biller_npi,
    )
    return referrals.check_cover(frames, needs=needs_of(books).get(organization_id, CoverNeeds.create_empty()))


# --- what the office was told of its payers, and its own limits -------------------------------------------------------


def needs_of(books: Books) -> dict[int, pl.DataFrame]:
    """CoverNeeds by organization_id."""
    schema = schema_of(CoverNeeds)
    return {
        one: pl.DataFrame([{"payer_key": payer} | said for payer, said in table.items()], schema=schema)
        for one, table in _settings(books, NEEDS).items()
    }


def keep_need(need: Need, *, organization: str | None, clock: Clock) -> None:
    """Keep what a payer asks for, in place of what was known of it."""
    prepare()
    with open_books(organizations="all", now=clock.now()) as books:
        one = _one_office(books, organization)
        table = _settings(books, NEEDS).get(one, {})
        said = asdict(need)
        table[said.pop("payer")] = said
        _keep(books, one, NEEDS, table)


def limits_of(books: Books) -> dict[int, LoopLimits]:
    """The house's limits by organization_id; what it did not set is ours."""
    return {
        one: LoopLimits(**{priority: StepLimits(**steps) for priority, steps in table.items()})
        for one, table in _settings(books, LIMITS).items()
    }


def keep_limits(limits: LoopLimits, *, organization: str | None, clock: Clock) -> None:
    """Keep the limits of one organization."""
    prepare()
    with open_books(organizations="all", now=clock.now()) as books:
        _keep(books, _one_office(books, organization), LIMITS, asdict(limits))


def _settings(books: Books, name: str) -> dict[int, dict[str, Any]]:
    rows = reads.office_settings(books).filter(pl.col("name") == name)
    return {one: json.loads(value) for one, value in rows.select("organization_id", "value").rows()}


def _keep(books: Books, organization_id: int, name: str, table: dict[str, Any]) -> None:
    row = pl.DataFrame({"organization_id": [organization_id], "name": [name], "value": [json.dumps(table)]})
    books.append_new("office_setting", row, on=("organization_id", "name"))
    books.amend("office_setting", row, on=("organization_id", "name"))


def _one_office(books: Books, organization: str | None) -> int:
    offices = reads.organizations(books)
    named = offices if organization is None else offices.filter(pl.col("key") == organization)
    if named.height != 1:
        says = f"No organization has the key {organization!r}." if organization else "There are several organizations."
        raise WorldFault("permanent", says, "Name one with --org.")
    return int(named["organization_id"][0])


def _of(frame: pl.DataFrame, organization_id: int) -> pl.DataFrame:
    return frame.filter(pl.col("organization_id") == organization_id)


def _day(books: Books, on: date | None, clock: Clock) -> date:
    zones = reads.organizations(books)["zone"]
    return on or (clock.today(zones[0]) if len(zones) else clock.now().date())
