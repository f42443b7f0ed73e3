"""Referrals of the office: where each is in its loop, what is left of authorizations, and what a claim lacks of them."""

from dataclasses import dataclass, fields
from datetime import date

import polars as pl

from remindful.core import referrals
from remindful.core.referrals import LoopFrames, LoopLimits, RequirementFrames
from remindful.core.words.contracts import schema_of
from remindful.core.words.findings import Refusal
from remindful.core.words.frames import PayerRequirements
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.office import settings
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import OrganizationDesk, open_desk
from remindful.flow.office.records import Referral
from remindful.flow.office.settings import Setting

REQUIREMENTS = "cover_needs"


@dataclass(frozen=True, slots=True)
class PayerRequirement:
    """What a payer asks for. authorization_codes: joined by ":", `97*` = all that begin so, `*` = all, None = none."""

    payer: str
    needs_referral: bool | None
    authorization_codes: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a referral is at the end of a day: a row of LoopStages."""

    referral_key: str
    party_key: str
    priority: str
    referred_npi: str | None
    referred_name: str | None
    stage: str  # LoopStage
    since_on: date | None
    due_on: date | None
    overdue_days: int
    is_overdue: bool
    waits_for: str
    next_step: str
    ordered_on: date
    sent_on: date | None
    requested_on: date | None
    decided_on: date | None
    authorization_number: str | None
    booked_on: date | None
    visit_on: date | None
    seen_on: date | None
    reported_on: date | None
    expires_on: date | None
    sending_days: int | None
    authorizing_days: int | None
    booking_days: int | None
    waiting_days: int | None
    reporting_days: int | None


def list_loops(*, on: date | None, clock: Clock) -> pl.DataFrame:
    """LoopStages of all organizations, with organization_id and organization (its key): the most overdue first."""
    with open_desk(clock, on=on) as desk:
        rows = pl.concat([_with_organization(find_loops(one.store, day=one.day), one) for one in desk])
    return rows.sort("overdue_days", "due_on", "referral_key", descending=[True, False, False], nulls_last=True)


def find_loops(store: Store, *, day: date, referral_key: str | None = None) -> pl.DataFrame:
    """LoopStages of the one organization that is open, with organization_id first. referral_key: of this one only."""
    [organization_id] = store.organizations
    keys = None if referral_key is None else [referral_key]
    frames = LoopFrames(
        reads.referrals(store, referral_key=keys),
        reads.authorizations(store, referral_key=keys),
        reads.appointments(store, referral_key=keys),
        reads.encounters(store, referral_key=keys),
    )
    stages = referrals.follow_loops(frames, day=day, limits=LoopLimits())
    return stages.select(pl.lit(organization_id, dtype=pl.Int64).alias("organization_id"), pl.all())


def _with_organization(rows: pl.DataFrame, one: OrganizationDesk) -> pl.DataFrame:
    """Rows of an organization that people see beside those of others."""
    return rows.with_columns(organization=pl.lit(one.key))


def show_referral(name: str, *, on: date | None, clock: Clock) -> tuple[Referral, Stage]:
    """The referral, and how far it is. name: its key, or organization/key. Raises Refusal where there is none, or several."""
    with open_desk(clock, on=on) as desk:
        one, referral = desk.find(Referral, name)
        stage = find_stage(one, referral, day=one.day)
    if stage is None:
        raise Refusal(
            f"The referral {name} was ordered on {referral.ordered_on}, after this day.", "Name a later --on."
        )
    return referral, stage


def find_stage(one: OrganizationDesk, referral: Referral, *, day: date) -> Stage | None:
    """How far a referral is at the end of a day; None where it was ordered later."""
    found = find_loops(one.store, day=day, referral_key=referral.referral_key)
    if found.is_empty():
        return None
    row = found.row(0, named=True)
    return Stage(**{spot.name: row[spot.name] for spot in fields(Stage)})


def list_authorizations(*, on: date | None, clock: Clock) -> pl.DataFrame:
    """AuthorizationUse of all organizations, with organization_id and organization (its key): what is about to run out first."""
    with open_desk(clock, on=on) as desk:
        rows = pl.concat([_with_organization(_use_authorizations(one), one) for one in desk])
    return rows.sort(
        "is_running_out", "days_left", "authorization_key", descending=[True, False, False], nulls_last=True
    )


def _use_authorizations(one: OrganizationDesk) -> pl.DataFrame:
    used = referrals.used_authorizations(
        reads.authorizations(one.store), reads.encounters(one.store), reads.charges(one.store), day=one.day
    )
    return used.select(pl.lit(one.organization_id, dtype=pl.Int64).alias("organization_id"), pl.all())


def find_requirement_edits(
    store: Store, *, encounters: pl.DataFrame, charges: pl.DataFrame, coverages: pl.DataFrame, biller_npi: str | None
) -> pl.DataFrame:
    """EditFindings of encounters: what their claims lack of referral and authorization. books: those of one organization.

    encounters: all of the organization, billed or not; charges: Charges as they were captured; coverages: Coverages.
    """
    [organization_id] = store.organizations
    frames = RequirementFrames(
        encounters=encounters,
        charges=charges,
        coverages=coverages,
        referrals=reads.referrals(store),
        authorizations=reads.authorizations(store),
        biller_npi=biller_npi,
    )
    return referrals.check_requirements(
        frames, requirements=requirements_of(store).get(organization_id, PayerRequirements.create_empty())
    )


# --- what payers ask for ----------------------------------------------------------------------------------------------


def requirements_of(store: Store) -> dict[int, pl.DataFrame]:
    """PayerRequirements of the organizations that are open, by organization_id."""
    return {one: _requirements_frame(value) for one, value in settings.read_all(store, REQUIREMENTS).items()}


def _requirements_frame(value: Setting) -> pl.DataFrame:
    """PayerRequirements of a setting as keep_need keeps it: by payer."""
    assert isinstance(value, dict)
    rows = [{"payer_key": payer} | requirement for payer, requirement in value.items() if isinstance(requirement, dict)]
    return pl.DataFrame(rows, schema=schema_of(PayerRequirements))


def find_authorizations(store: Store, referral: Referral) -> pl.DataFrame:
    """The authorizations of a referral, and the requests for one."""
    return reads.authorizations(store, party_key=[referral.party_key], referral_key=[referral.referral_key])


def name_request(referral: Referral, authorizations: pl.DataFrame) -> str:
    """The key of a new request for a referral. authorizations: find_authorizations."""
    return f"{referral.referral_key}-A{authorizations.height + 1}"
