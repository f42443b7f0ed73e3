"""People and what happens to them: demographics to parties and accounts, contact rows to events."""

from datetime import date

import polars as pl

from remindful.core.words.findings import At, Finding
from remindful.edges import places
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.books.amendments import over_known
from remindful.flow.books.events import append_events

#: What a party's version says; a new version is kept only where one of these differs from the latest.
VERSION_COLUMNS = (
    "guarantor_key", "first_name", "last_name", "birth_on", "sex", "language", "line1", "line2", "city", "state", "zip", "zone",
    "phone", "phone_kind", "phone_zones", "email", "preferred_medium", "is_qmb",
)  # fmt: skip


def store_people(
    store: Store,
    demographics: pl.DataFrame,
    *,
    facility_state: str,
    source_file_id: int | None,
    day: date,
    tellings: pl.DataFrame | None = None,
) -> int:
    """Keep what a demographics file says of each person, and open an account for each guarantor. Returns new versions.

    demographics: Demographics. A person whose guarantor is not known gets an account with nobody to write to: it is held.
    tellings: of a format that tells a person column by column: what it does not tell stays. None: each row is the whole person.
    """
    if demographics.is_empty():
        return 0
    if tellings is not None:
        demographics = _amend(store, demographics, tellings)
    people = _place(demographics).with_columns(
        account_key=pl.coalesce("guarantor_key", "party_key"), effective_on=pl.coalesce("as_of_on", pl.lit(day))
    )
    keys = pl.concat([people.select("party_key"), people.select(party_key="account_key")]).unique(maintain_order=True)
    store.append_new("party", keys, on=("organization_id", "party_key"))
    ids = reads.party_ids(store, party_key=keys["party_key"].to_list()).select("party_key", "party_id")
    people = people.join(ids, on="party_key", maintain_order="left")
    changed = _changed_versions(store, people)
    store.append(
        "party_version",
        changed.select("party_id", "effective_on", *VERSION_COLUMNS).with_columns(
            source_file_id=pl.lit(source_file_id, dtype=pl.Int64)
        ),
    )
    guarantors = (
        people.select("account_key", guarantor_key="guarantor_key")
        .sort("guarantor_key", nulls_last=True)
        .unique("account_key", keep="first", maintain_order=True)
        .join(ids.rename({"party_key": "guarantor_key", "party_id": "guarantor_id"}), on="guarantor_key", how="left")
    )
    _open_accounts(store, guarantors, facility_state=facility_state)
    return changed.height


def _amend(store: Store, people: pl.DataFrame, tellings: pl.DataFrame) -> pl.DataFrame:
    """People as told, and as known where nothing is told. A number told again without its kind keeps its kind."""
    columns = [name for name in VERSION_COLUMNS if name in people.columns]
    known = reads.people(store, party_key=people["party_key"].to_list()).select(
        "party_key", *[pl.col(name).alias(f"{name}_was") for name in columns]
    )
    of_people = tellings.filter(pl.col("frame") == "demographics")
    joined = people.join(known, on="party_key", how="left", maintain_order="left")
    amended = joined.with_columns(over_known(name, key="party_key", tellings=of_people) for name in columns)
    is_same = pl.col("phone") == pl.col("phone_was")
    kind = pl.when(is_same).then(pl.coalesce("phone_kind", "phone_kind_was")).otherwise("phone_kind")
    return amended.with_columns(phone_kind=kind).select(people.columns)


def _place(people: pl.DataFrame) -> pl.DataFrame:
    """Add the zones in which a person may be: that of the ZIP, and those of the phone's prefix."""
    return people.with_columns(
        places.zone_of_zip(people["zip"]).alias("zone"), places.zones_of_phone(people["phone"]).alias("phone_zones")
    )


def _changed_versions(store: Store, people: pl.DataFrame) -> pl.DataFrame:
    latest = reads.people(store, party_id=people["party_id"].to_list()).select(
        "party_id", *[pl.col(name).alias(f"{name}_was") for name in VERSION_COLUMNS]
    )
    joined = people.join(latest, on="party_id", how="left", maintain_order="left").with_columns(
        is_known=pl.col("party_id").is_in(latest["party_id"].implode())
    )
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_was")) for name in VERSION_COLUMNS)
    return joined.filter(~pl.col("is_known") | differs).select(people.columns)


def open_guarantors(store: Store, keys: pl.Series, *, facility_state: str) -> pl.DataFrame:
    """Accounts of these guarantors' numbers, opened where there are none: guarantor_key, guarantor_account_id.

    Of a number that no demographics file has named yet nobody is known to write to: that account is held.
    """
    names = keys.drop_nulls().unique(maintain_order=True)
    accounts = reads.account_ids(store, account_key=names.to_list())
    unknown = names.filter(~names.is_in(accounts["account_key"].implode()))
    if unknown.len():
        store.append_new("party", unknown.to_frame("party_key"), on=("organization_id", "party_key"))
        ids = reads.party_ids(store, party_key=unknown.to_list()).select(
            account_key="party_key", guarantor_id="party_id"
        )
        _open_accounts(store, ids, facility_state=facility_state)
        accounts = reads.account_ids(store, account_key=names.to_list())
    return accounts.select(guarantor_key="account_key", guarantor_account_id="account_id")


def _open_accounts(store: Store, guarantors: pl.DataFrame, *, facility_state: str) -> None:
    accounts = guarantors.select("account_key", "guarantor_id").with_columns(facility_state=pl.lit(facility_state))
    store.append_new("account", accounts, on=("organization_id", "account_key"))
    known = reads.account_ids(store, account_key=guarantors["account_key"].to_list()).filter(
        pl.col("guarantor_id").is_null()
    )
    found = known.select("account_id", "account_key").join(
        guarantors.filter(pl.col("guarantor_id").is_not_null()), on="account_key"
    )
    if not found.is_empty():
        store.amend("account", found.select("account_id", "guarantor_id"), on=("account_id",))


def name_patients(claims: pl.DataFrame) -> pl.DataFrame:
    """Claims of an 837 with a record number of ours for each patient of whom the claim has none."""
    made_key = pl.format(
        "837:{}:{}:{}",
        pl.col("patient_last_name").fill_null("?").str.to_lowercase(),
        pl.col("patient_first_name").fill_null("?").str.to_lowercase(),
        pl.col("patient_birth_on").cast(pl.String).fill_null("?"),
    )
    return claims.with_columns(medical_record_number=pl.coalesce("medical_record_number", made_key))


def people_of_claims(claims: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Patients that an 837 names and no demographics file did, as Demographics. claims: of name_patients; known: reads.party_ids.

    Who owes is taken from the claim only where the patient is the subscriber; else the guarantor stays unknown.
    """
    is_self = pl.col("relationship_code") == "18"
    people = claims.unique("medical_record_number", keep="last", maintain_order=True).select(
        line_no=pl.col("segment_no"),
        party_key="medical_record_number",
        guarantor_key=pl.when(is_self).then("medical_record_number"),
        first_name="patient_first_name",
        last_name="patient_last_name",
        birth_on="patient_birth_on",
        sex=pl.lit(None, dtype=pl.String),
        language=pl.lit(None, dtype=pl.String),
        line1="patient_line1",
        line2=pl.lit(None, dtype=pl.String),
        city="patient_city",
        state="patient_state",
        zip="patient_zip",
        phone=pl.lit(None, dtype=pl.String),
        phone_kind=pl.lit(None, dtype=pl.String),
        email=pl.lit(None, dtype=pl.String),
        preferred_medium=pl.lit(None, dtype=pl.String),
        is_qmb=pl.lit(None, dtype=pl.Boolean),
        as_of_on="billed_on",
    )
    return people.filter(pl.col("party_key").is_in(known["party_key"].implode()).not_())


def store_contacts(store: Store, contacts: pl.DataFrame, *, file: str) -> tuple[int, list[Finding]]:
    """Keep each contact row as an event of its person, account and visit. Rows of people nobody knows are set aside.

    contacts: ContactRows. Returns (events kept, findings). The same row twice is one event; two rows of one
    day with an hour of their own are two.
    """
    if contacts.is_empty():
        return 0, []
    people = reads.party_accounts(store, party_key=contacts["party_key"].unique().to_list())
    visits = reads.visit_ids(store, visit_key=contacts["visit_key"].drop_nulls().unique().to_list())
    rows = contacts.join(
        people.select("party_key", "party_id", "account_id"), on="party_key", how="left", maintain_order="left"
    ).join(
        visits.select("visit_key", "visit_id", visit_account="account_id"),
        on="visit_key",
        how="left",
        maintain_order="left",
    )
    # What happens about a visit is about the account of its guarantor, who may be another than the patient's of today.
    rows = rows.with_columns(account_id=pl.coalesce("visit_account", "account_id"))
    is_lost = pl.col("party_id").is_null() | (pl.col("visit_key").is_not_null() & pl.col("visit_id").is_null())
    events = rows.filter(~is_lost).select(
        "account_id", "party_id", "visit_id", "kind", "happened_on", "happened_at", "medium", "value", "amount_cents",
        source=pl.format("{}:{}", pl.lit(file), "line_no"),
    )  # fmt: skip
    return append_events(store, events), [
        Finding(
            "contact.unknown_person" if row["party_id"] is None else "contact.unknown_visit",
            At(file, row["line_no"], row["party_key"]),
            f"The {row['kind'].replace('_', ' ')} of {row['happened_on']} is about a "
            + ("person" if row["party_id"] is None else f"visit ({row['visit_key']})")
            + " who is not in any imported file, so it was not imported.",
            "Import the demographics (or the claim): the row is tried again every night.",
            raw=str(row),
        )
        for row in rows.filter(is_lost).iter_rows(named=True)
    ]
