"""Claims to the books: what core.billing makes of them, with the store's own numbers."""

from datetime import date

import polars as pl

from remindful.core import billing
from remindful.core.words.findings import Finding
from remindful.core.words.kinds import EventKind
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.books.events import append_events
from remindful.flow.books.people import name_patients, people_of_claims, store_people
from remindful.flow.books.position import post_entries


def read_known(
    store: Store, *, visit_keys: pl.Series, party_keys: pl.Series, visits: int, items: int
) -> billing.KnownRecords:
    """What the books of the open organization have of these visits and people, and free numbers for so many new visits and items."""
    visits_on_file = reads.visit_ids(store, visit_key=_values(visit_keys))
    patients = reads.parties(store, party_id=visits_on_file["patient_id"].unique().to_list())
    known = visits_on_file.join(
        patients.select(patient_id="party_id", patient_name="last_name", patient_born_on="birth_on"), on="patient_id", how="left",
        maintain_order="left",
    ).select("visit_id", "visit_key", "patient_id", "patient_name", "patient_born_on", known_from_on="service_from_on")  # fmt: skip
    charged = reads.charged_items(store, visit_id=known["visit_id"].to_list())
    people = reads.party_accounts(store, party_key=_values(party_keys))
    return billing.KnownRecords(
        visits=known,
        items=charged.select("item_id", "visit_id", "line_no", "procedure_code", "revenue_code", "charge_cents"),
        people=people.select("party_key", "party_id", "account_id"),
        first_visit_id=store.reserve_ids("visit", max(visits, 1)),
        first_item_id=store.reserve_ids("item", max(items, 1)),
    )


def _values(keys: pl.Series) -> list[str]:
    return keys.drop_nulls().unique().to_list()


def book_claims(
    store: Store,
    frames: dict[str, pl.DataFrame],
    *,
    facility_state: str,
    file: str,
    source_file_id: int,
    day: date,
) -> tuple[int, list[Finding]]:
    """Book the claims of a file. Patients whom only the claim names become known by it. Returns (claims booked, findings)."""
    claims, sent_as = find_replaced(store, name_patients(frames["claims"]))
    claims, held = _without_openings(store, claims, file=file, day=day)
    known_people = reads.party_ids(store, party_key=_values(claims["medical_record_number"]))
    newcomers = people_of_claims(claims, known_people)
    store_people(
        store,
        newcomers,
        facility_state=facility_state,
        source_file_id=source_file_id,
        day=day,
    )
    lines = frames["claim_lines"]
    known = _known_of_claims(store, claims, lines)
    booked = billing.book_claims(
        claims, frames["claim_payers"], lines, known=known, file=file, file_key=str(source_file_id), day=day
    )
    write_booked(store, booked)
    replaced = sent_as.join(booked.exceptions.select("claim_no"), on="claim_no", how="anti").unique("control_number")
    store.append_new("claim_number", replaced.drop("claim_no"), on=("organization_id", "control_number"))
    return booked.booked, [*held, *booked.findings]


def _without_openings(
    store: Store, claims: pl.DataFrame, *, file: str, day: date
) -> tuple[pl.DataFrame, list[Finding]]:
    """The claims but for those of open balances, whose accounts are held: nobody knows whether the payer has answered."""
    visits = reads.visit_ids(store, visit_key=_values(claims["control_number"])).filter("is_opening")
    if visits.is_empty():
        return claims, []
    openings = reads.opened_balances(store, visit_id=visits["visit_id"].to_list())
    openings = openings.select("visit_key", "visit_id", "account_id", "opened_cents")
    others, of_openings, findings = billing.split_claims_of_openings(claims, openings, file=file)
    events = of_openings.select(
        "account_id", "visit_id", kind=pl.lit(str(EventKind.HELD)), happened_on=pl.lit(day), happened_at=pl.lit(store.now),
        value=pl.format("claim of the open balance {}", "control_number"), source=pl.format("{}:{}", pl.lit(file), "segment_no"),
    )  # fmt: skip
    append_events(store, events)
    return others, findings


def find_replaced(store: Store, claims: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(claims with the number of the visit that each is of; claim_no, visit_id and control_number of replacements under a new number).

    A number that a replacement had before is its visit's. A replacement or void under a number of its own names the claim that it
    corrects by the payer's number for it (REF*F8), which that claim's remittance gave (CLP07). One that names several visits names none.
    """
    numbers = reads.visit_numbers(store, visit_key=_values(claims["control_number"]))
    keyed = claims.join(
        numbers.select("visit_id", control_number="visit_key"), on="control_number", how="left", maintain_order="left"
    )
    wanted = keyed.filter(pl.col("visit_id").is_null() & pl.col("frequency_code").is_in(["7", "8"]))
    answers = reads.remit_claims(store, payer_control_number=_values(wanted["payer_claim_number"]))
    named = answers.drop_nulls("visit_id").select("visit_id", payer_claim_number="payer_control_number").unique()
    named = named.filter(~pl.col("payer_claim_number").is_duplicated())
    found = (
        wanted.drop("visit_id").join(named, on="payer_claim_number").select("claim_no", "visit_id", "control_number")
    )
    of_visits = pl.concat(
        [keyed.drop_nulls("visit_id").select("claim_no", "visit_id"), found.select("claim_no", "visit_id")]
    )
    keys = reads.visit_ids(store, visit_id=_values_of(of_visits["visit_id"])).select("visit_id", number="visit_key")
    renamed = claims.join(of_visits.join(keys, on="visit_id"), on="claim_no", how="left", maintain_order="left")
    renamed = renamed.with_columns(control_number=pl.coalesce("number", "control_number"))
    return renamed.drop("number", "visit_id"), found


def _values_of(ids: pl.Series) -> list[int]:
    return ids.unique().to_list()


def book_composed(
    store: Store,
    claims: pl.DataFrame,
    payers: pl.DataFrame,
    lines: pl.DataFrame,
    *,
    file: str,
    file_key: str,
    day: date,
) -> tuple[billing.Booked, pl.DataFrame]:
    """Book claims that were composed here, of patients whom the books know. Returns (what was booked, visit_id and visit_key of each)."""
    known = _known_of_claims(store, claims, lines)
    booked = billing.book_claims(claims, payers, lines, known=known, file=file, file_key=file_key, day=day)
    write_booked(store, booked)
    return booked, pl.concat([one.select("visit_id", "visit_key") for one in (known.visits, booked.visits)])


def _known_of_claims(store: Store, claims: pl.DataFrame, lines: pl.DataFrame) -> billing.KnownRecords:
    return read_known(
        store, visit_keys=claims["control_number"], party_keys=claims["medical_record_number"],
        visits=claims.height, items=lines.height,
    )  # fmt: skip


def write_booked(store: Store, booked: billing.Booked) -> None:
    """Write what core.billing made: visits, payer levels, items, entries with their postings."""
    store.append("visit", booked.visits)
    if booked.corrected is not None:
        store.amend("visit", booked.corrected, on=("visit_id",))
    store.append_new("visit_payer", booked.visit_payers, on=("visit_id", "level_no"))
    store.append("item", booked.items)
    post_entries(store, booked.entries, booked.postings)
