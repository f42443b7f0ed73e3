"""What a billing did, over all organizations that bill here."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from remindful.core.measures import find_first_passes, rate_clean_claims
from remindful.core.words.frames import EditFindings
from remindful.flow.claims.billing import STOP, Billed, ReadyClaims
from remindful.flow.office.home import Home


@dataclass(frozen=True, slots=True)
class EditCount:
    """One kind of edit that keeps encounters back, with one of them in full."""

    edit: str
    count: int
    message: str
    remedy: str


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
    organizations: tuple[str, ...]  # keys of those that bill here


@dataclass(frozen=True, slots=True)
class OrganizationBilling:
    """What was billed for one organization, by its key, and what was found before."""

    organization: str
    billed: Billed
    ready: ReadyClaims


def sum_billings(done: Sequence[OrganizationBilling], *, home: Home, is_dry: bool) -> BillingReport:
    """The organizations' billings as one report."""
    billed = [one.billed for one in done]
    edits = pl.concat([EditFindings.create_empty(), *[one.ready.edits for one in done]])
    others = [cents for one in done for cents in one.ready.part_of_others["charge_cents"].fill_null(0)]
    first_passes = [find_first_passes(one.ready.encounters, one.ready.edits) for one in done]
    return BillingReport(
        is_dry=is_dry,
        came_in=sum(one.came_in for one in billed),
        billed=sum(one.billed for one in billed),
        held=sum(one.held for one in billed),
        charge_cents=sum(one.charge_cents for one in billed),
        next_payer_claims=sum(one.next_payer_claims for one in billed),
        part_of_others=len(others),
        part_of_others_cents=sum(others),
        clean_rate=rate_clean_claims(pl.concat(first_passes)) if first_passes else None,
        files=tuple(str(home.claims / name) for one in billed for name in one.files),
        edits=_count_edits(edits.filter(pl.col("severity") == STOP)),
        warnings=_count_edits(edits.filter(pl.col("severity") != STOP)),
        organizations=tuple(one.organization for one in done),
    )


def _count_edits(edits: pl.DataFrame) -> tuple[EditCount, ...]:
    counted = edits.group_by("edit").agg(
        count=pl.len(), message=pl.col("message").first(), remedy=pl.col("remedy").first()
    )
    return tuple(EditCount(**row) for row in counted.sort("count", "edit", descending=[True, False]).to_dicts())
