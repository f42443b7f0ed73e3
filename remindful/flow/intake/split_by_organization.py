"""Whose each part of a file is: claims and remittances name their provider; answers have the numbers of what was sent."""

from pathlib import Path

import polars as pl
import yaml

from remindful.core.submissions.senders import Split, split_authorizations, split_statuses
from remindful.edges.formats import ack999, authorization278, status277
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.claims.sent_claims import match_to_sent
from remindful.flow.office.desk import Desk, OrganizationDesk

#: Frames that hang on a claim or on a remittance, with the column that ties them to it.
OF_CLAIM = ("claim_payers", "claim_lines")
OF_REMIT = ("remit_claims", "remit_provider_adjustments")
OF_REMIT_CLAIM = ("remit_lines", "remit_adjustments")
NAMED_BY_ITSELF = ("claims", "remits")
NAMED_BY_CALLER = (
    "demographics", "open_balances", "payments", "contacts", "coverages", "providers", "fees", "referrals", "authorizations",
    "appointments", "encounters", "diagnoses", "charges", "claim_statuses",
)  # fmt: skip

#: Formats that answer what was sent: their frame, and its key.
ANSWERS = {
    ack999.FORMAT.name: ("claim_statuses", "status_no"),
    status277.FORMAT.name: ("claim_statuses", "status_no"),
    authorization278.FORMAT.name: ("authorizations", "authorization_key"),
}

Frames = dict[str, pl.DataFrame]
type Targets = list[tuple[OrganizationDesk, Frames]]


def organization_of_mapping(mapping: Path | None) -> str | None:
    """The organization that a mapping file names, if it names one."""
    if mapping is None:
        return None
    table = yaml.safe_load(mapping.read_text(encoding="utf-8"))
    named = table.get("organization") if isinstance(table, dict) else None
    return None if named is None else str(named)


def split_file(desk: Desk, format_name: str | None, frames: Frames) -> tuple[dict[int, Frames], str | None]:
    """(frames by organization_id, why not all of them are somebody's: null where they are).

    Where an office has one organization, all is its own: a sole practice needs no NPI to know itself.
    """
    if not desk.is_shared:
        return {desk.organizations[0].organization_id: frames}, None
    if format_name in ANSWERS:
        return _split_answers(desk.store, frames, *ANSWERS[format_name])
    parts, lost = _split_by_provider(frames, reads.organizations(desk.store))
    if not lost:
        return parts, None
    if set(NAMED_BY_ITSELF) & set(frames):
        who = "a provider (NPI or tax number) that is not one of this office's organizations"
        return parts, f"{lost} of its claims or remittances name {who}."
    return parts, "Nothing in it says which organization its rows belong to, and the office has several."


def _split_by_provider(frames: Frames, offices: pl.DataFrame) -> tuple[dict[int, Frames], int]:
    """(frames by organization_id, number of claims and remittances that are nobody's)."""
    parts: dict[int, Frames] = {}
    lost = 0
    for name, npi, tax_id in (("claims", "billing_npi", "billing_tax_id"), ("remits", "payee_npi", "payee_tax_id")):
        if name not in frames or frames[name].is_empty():
            continue
        owners = _owners(frames[name], offices, npi=npi, tax_id=tax_id)
        lost += int(owners["organization_id"].null_count())
        for organization_id, rows in _by_organization(owners.drop_nulls("organization_id")).items():
            parts.setdefault(organization_id, {}).update(_part(frames, name, rows))
    nameless = [name for name in NAMED_BY_CALLER if name in frames and not frames[name].is_empty()]
    return parts, lost + len(nameless)


def _split_answers(store: Store, frames: Frames, name: str, key: str) -> tuple[dict[int, Frames], str | None]:
    """A file that answers what was sent: all of it finds its organizations, or none of it does, as a file is taken in only once."""
    rows = frames[name]
    split = _split_statuses(store, rows) if name == "claim_statuses" else _split_authorizations(store, rows)
    owned = rows.join(split.rows, on=key, maintain_order="left")
    parts: dict[int, Frames] = {
        one: {name: of_organization} for one, of_organization in _by_organization(owned).items()
    }
    return parts, None if split.why is None else f"The office has several organizations, and {split.why}."


def _by_organization(rows: pl.DataFrame) -> dict[int, pl.DataFrame]:
    """Rows by their organization_id, without it."""
    apart = rows.partition_by("organization_id", as_dict=True, maintain_order=True, include_key=False)
    return {int(str(one)): of_organization for (one,), of_organization in apart.items()}


def _split_statuses(store: Store, statuses: pl.DataFrame) -> Split:
    sent = reads.sent_claims(store)
    matched = match_to_sent(store, statuses, sent=sent).frame
    return split_statuses(statuses, sent=sent, requests=reads.sent_requests(store), matched=matched)


def _split_authorizations(store: Store, answers: pl.DataFrame) -> Split:
    return split_authorizations(
        answers,
        requests=reads.sent_requests(store),
        authorizations=reads.authorizations(store),
        coverages=reads.coverages(store),
    )


def _owners(rows: pl.DataFrame, offices: pl.DataFrame, *, npi: str, tax_id: str) -> pl.DataFrame:
    """Rows with the organization_id that they name. A number that two organizations share names neither."""
    by_npi = offices.filter(pl.col("npi").is_not_null() & ~pl.col("npi").is_duplicated()).select(
        pl.col("npi").alias(npi), by_npi="organization_id"
    )
    by_tax = (
        offices.filter(pl.col("tax_id").is_not_null() & ~pl.col("tax_id").is_duplicated())
        .select(pl.col("tax_id").str.replace_all("-", "").alias(tax_id), by_tax="organization_id")
    )  # fmt: skip
    bare = rows.with_columns(pl.col(tax_id).str.replace_all("-", ""))
    return (
        bare.join(by_npi, on=npi, how="left", maintain_order="left")
        .join(by_tax, on=tax_id, how="left", maintain_order="left")
        .with_columns(organization_id=pl.coalesce("by_npi", "by_tax"))
        .drop("by_npi", "by_tax")
    )


def _part(frames: Frames, name: str, rows: pl.DataFrame) -> Frames:
    """One organization's rows of a file, with all that hangs on them."""
    if name == "claims":
        return {"claims": rows} | {
            other: frames[other].join(rows.select("claim_no"), on="claim_no", how="semi", maintain_order="left")
            for other in OF_CLAIM
        }
    part = {"remits": rows} | {
        other: frames[other].join(rows.select("remit_no"), on="remit_no", how="semi", maintain_order="left")
        for other in OF_REMIT
    }
    claims = part["remit_claims"].select("claim_no")
    return part | {
        other: frames[other].join(claims, on="claim_no", how="semi", maintain_order="left") for other in OF_REMIT_CLAIM
    }
