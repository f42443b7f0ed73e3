"""What was done for patients, as it comes in: coverages, providers, encounters with their codes, referrals, prices. Kept, and kept up to date."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import polars as pl

from remindful.core.words import frames
from remindful.core.words.care import EncounterState
from remindful.edges.formats.hl7v2 import Tellings
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.books.amendments import over_known

#: Frames by the name of their contract: the table, its key within an organization, and what people call the rows.
CARE_TABLES: dict[str, tuple[str, tuple[str, ...], str]] = {
    "coverages": ("coverage", ("party_key", "level_no", "from_on"), "coverages"),
    "providers": ("provider", ("npi",), "providers"),
    "fees": ("fee", ("schedule", "procedure_code", "modifiers", "from_on"), "prices"),
    "referrals": ("referral", ("referral_key",), "referrals"),
    "authorizations": ("authorization", ("authorization_key",), "authorizations"),
    "appointments": ("appointment", ("appointment_key",), "appointments"),
}
ENCOUNTER_TABLES: dict[str, tuple[str, tuple[str, ...], str]] = {
    "encounters": ("encounter", ("encounter_key",), "encounters"),
    "diagnoses": ("diagnosis", ("encounter_key", "rank"), "diagnoses"),
    "charges": ("charge", ("encounter_key", "line_no"), "charges"),
}
#: The rows that an organization has of a frame, those withdrawn too, of these values of the key's first column.
STORED: dict[str, Callable[..., pl.DataFrame]] = {
    "coverages": reads.coverages, "providers": reads.providers, "fees": reads.fees, "referrals": reads.referrals,
    "authorizations": reads.authorizations, "appointments": reads.appointments, "encounters": reads.encounters,
    "diagnoses": partial(reads.diagnoses, with_withdrawn=True), "charges": partial(reads.charges, with_withdrawn=True),
}  # fmt: skip
CONTRACTS = {
    "coverages": frames.Coverages, "providers": frames.Providers, "fees": frames.Fees, "referrals": frames.Referrals,
    "authorizations": frames.Authorizations, "appointments": frames.Appointments, "encounters": frames.Encounters,
    "diagnoses": frames.Diagnoses, "charges": frames.Charges,
}  # fmt: skip
NAMES = tuple(CONTRACTS)


@dataclass(frozen=True, slots=True)
class StoredKeys:
    """What became of the rows of one frame: keys of those that were new or differ from what was there."""

    new: pl.DataFrame
    changed: pl.DataFrame

    @property
    def count(self) -> int:
        """Rows that told something new."""
        return self.new.height + self.changed.height


def store_care(
    store: Store, frames: dict[str, pl.DataFrame], *, source_file_id: int | None, bills_here: bool
) -> list[str]:
    """Keep the care frames among `frames` (names of their contracts), of the one organization whose books are open.

    Returns what was kept, in words: "12 encounters", ...

    The same row again changes nothing. A row that differs amends what was there; what it was is kept by the database. A charge
    with 0 units is withdrawn; diagnoses of an encounter are always told whole, so those that are missing are withdrawn. An
    encounter that was billed and is told otherwise now is opened again, to be billed as a replacement. bills_here: whether Remindful
    writes the organization's claims; else its encounters are kept for their story, and never billed. `tellings` among the frames
    says what of the encounters was deleted, and what was only assumed.
    """
    tellings = frames.get("tellings", Tellings.create_empty())
    counted: list[str] = []
    for name, (table, key, words) in CARE_TABLES.items():
        if name in frames and not frames[name].is_empty():
            stored = _keep(store, name, table, key, frames[name], tellings)
            counted.append(f"{stored.count:,} {words}")
    touched: list[pl.DataFrame] = []
    for name, (table, key, words) in ENCOUNTER_TABLES.items():
        if name not in frames or frames[name].is_empty():
            continue
        rows = frames[name]
        if name == "encounters":
            begins = EncounterState.OPEN if bills_here else EncounterState.NOT_BILLED
            rows = rows.with_columns(source_file_id=pl.lit(source_file_id, dtype=pl.Int64), state=pl.lit(str(begins)))
        if name == "diagnoses":
            rows = _with_withdrawn(store, rows)
        if name == "charges":
            rows = _without_withdrawn(store, rows)
            if "charge_messages" in frames:
                rows = rows.join(frames["charge_messages"], on=key, how="left", maintain_order="left")
        stored = _keep(store, name, table, key, rows, tellings)
        counted.append(f"{stored.count:,} {words}")
        touched += [stored.new.select("encounter_key"), stored.changed.select("encounter_key")]
    if touched:
        _open_again(store, pl.concat(touched).unique())
    return counted


def _keep(
    store: Store,
    name: str,
    table: str,
    key: tuple[str, ...],
    rows: pl.DataFrame,
    tellings: pl.DataFrame,
) -> StoredKeys:
    """Add rows whose key is new, and amend those that differ. Of a key told twice in a file, the last holds."""
    rows = rows.unique(key, keep="last", maintain_order=True)
    there = _stored(store, name, rows, key[0])
    # Which file told it, how far it is, and when it was first entered are not what a file tells anew.
    never_compared = {*key, "source_file_id", "captured_on", "message_key"} | (
        {"state"} if name == "encounters" else set()
    )
    compared = [one for one in rows.columns if one not in never_compared and one in there.columns]
    # Null where a file does not tell is no news, but for what was deleted: only what is told differently amends.
    joined = rows.join(there.select(*key, *compared), on=key, how="inner", suffix="_was", maintain_order="left")
    of_frame = tellings.filter(pl.col("frame") == name)
    amended = joined.with_columns(over_known(one, key=key[0], tellings=of_frame) for one in compared)
    changed = amended.filter(pl.any_horizontal(pl.col(one).ne_missing(pl.col(f"{one}_was")) for one in compared))
    new = rows.join(there.select(key), on=key, how="anti", maintain_order="left")
    store.append(table, new)
    store.amend(table, changed.select(*key, *compared), on=key)
    return StoredKeys(new.select(key), changed.select(key))


def _stored(store: Store, name: str, rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """What the organization has of a frame for the keys of these rows, what was withdrawn too."""
    return STORED[name](store, **{column: rows[column].unique().to_list()})


def _with_withdrawn(store: Store, diagnoses: pl.DataFrame) -> pl.DataFrame:
    """The diagnoses of a file, and those of the same encounters that it no longer has."""
    there = _stored(store, "diagnoses", diagnoses, "encounter_key")
    gone = there.join(diagnoses.select("encounter_key", "rank"), on=["encounter_key", "rank"], how="anti")
    current = diagnoses.with_columns(is_withdrawn=pl.lit(value=False))
    return pl.concat(
        [current, gone.select(diagnoses.columns).with_columns(is_withdrawn=pl.lit(value=True))], how="vertical_relaxed"
    )


def _without_withdrawn(store: Store, charges: pl.DataFrame) -> pl.DataFrame:
    """The charges told, those with 0 units as withdrawn: what they were stays, for a void. One that was never told is nothing."""
    there = _stored(store, "charges", charges, "encounter_key").select("encounter_key", "line_no")
    is_gone = pl.col("units") == 0
    known = charges.join(there.unique(), on=["encounter_key", "line_no"], how="semi", maintain_order="left")
    gone = known.filter(is_gone).with_columns(
        pl.lit(None, dtype=charges.schema[name]).alias(name)
        for name in charges.columns
        if name not in {"encounter_key", "line_no"}
    )
    rows = [
        charges.filter(~is_gone).with_columns(is_withdrawn=pl.lit(value=False)),
        gone.with_columns(is_withdrawn=pl.lit(value=True)),
    ]
    return pl.concat(rows)


def _open_again(store: Store, touched: pl.DataFrame) -> None:
    """Encounters that were billed or held and of which something is new now are looked at again."""
    states = [str(EncounterState.BILLED), str(EncounterState.HELD)]
    again = reads.encounters(store, encounter_key=touched["encounter_key"].to_list()).filter(
        pl.col("state").is_in(states)
    )
    opened = again.select("encounter_key", state=pl.lit(str(EncounterState.OPEN)))
    store.amend("encounter", opened, on=("encounter_key",))
