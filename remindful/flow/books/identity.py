"""Numbers of people that a file tells of somebody else: the first person stays, and nothing is sent until a person looks."""

from datetime import date

import polars as pl

from remindful.core.words.findings import At, Finding
from remindful.core.words.kinds import EventKind
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.books.events import append_events

type Frames = dict[str, pl.DataFrame]
CODE = "person.number_used_again"
HOLD = "A file told this person's number with another name and day of birth"
#: Frames of a file that say by `party_key` whose they are, and those that hang on an encounter of one.
OF_ENCOUNTER = ("diagnoses", "charges", "charge_messages")
IDENTITY = ("first_name", "last_name", "birth_on")


def separate_other_people(store: Store, frames: Frames, *, file: str, day: date) -> tuple[Frames, list[Finding]]:
    """(frames without what they tell of people who are others than those on file, findings). Holds the accounts of those on file.

    frames: of one organization, by the name of their contracts. Another person is one whose name and day of birth both differ; what is
    not told, or not known, differs from nothing. 45 CFR 164.530(c): a letter about one person's care never goes to another.
    """
    if "demographics" not in frames or frames["demographics"].is_empty():
        return frames, []
    others = _find_others(store, frames["demographics"])
    if others.is_empty():
        return frames, []
    _hold_accounts(store, others, file=file, day=day)
    return drop_people(frames, others["party_key"]), [_say(row, file) for row in others.iter_rows(named=True)]


def _find_others(store: Store, incoming: pl.DataFrame) -> pl.DataFrame:
    known = reads.people(store, party_key=incoming["party_key"].unique().to_list())
    joined = incoming.join(
        known.select("party_key", *(pl.col(name).alias(f"{name}_was") for name in IDENTITY)),
        on="party_key",
        maintain_order="left",
    )
    is_other_name = _differs("last_name") | _differs("first_name")
    is_other_day = (pl.col("birth_on") != pl.col("birth_on_was")).fill_null(value=False)
    return joined.filter(is_other_name & is_other_day)


def _differs(name: str) -> pl.Expr:
    """Names of which neither is the beginning of the other (cut, or an initial)."""
    one, other = (
        pl.col(column).str.to_uppercase().str.replace_all(r"[^\p{L}]", "") for column in (name, f"{name}_was")
    )
    return ~(one.str.starts_with(other) | other.str.starts_with(one)).fill_null(value=True)


def drop_people(frames: Frames, party_keys: pl.Series) -> Frames:
    """Frames without the rows of these people, and without what hangs on their encounters."""
    is_gone = pl.col("party_key").is_in(party_keys.implode())
    left = {name: frame.filter(~is_gone) if "party_key" in frame.columns else frame for name, frame in frames.items()}
    if "encounters" in frames:
        left |= drop_of_encounters(frames, frames["encounters"].filter(is_gone).select("encounter_key"))
    return left


def drop_of_encounters(frames: Frames, gone: pl.DataFrame) -> Frames:
    """The frames that hang on encounters, without those of `gone` (encounter_key)."""
    return {
        name: frames[name].join(gone, on="encounter_key", how="anti", maintain_order="left")
        for name in OF_ENCOUNTER
        if name in frames
    }


def _hold_accounts(store: Store, others: pl.DataFrame, *, file: str, day: date) -> None:
    """A hold on each account that the person on file has, which a person releases."""
    people = reads.party_accounts(store, party_key=others["party_key"].to_list())
    events = people.join(others.select("party_key", "line_no"), on="party_key").select(
        "account_id", "party_id", kind=pl.lit(str(EventKind.HELD)), happened_on=pl.lit(day), value=pl.lit(HOLD),
        source=pl.format("{}:{}", pl.lit(file), "line_no"),
    )  # fmt: skip
    append_events(store, events.drop_nulls("account_id"))


def _say(row: dict[str, object], file: str) -> Finding:
    incoming, known = (
        " ".join(str(row[f"{name}{of}"]) for name in IDENTITY if row[f"{name}{of}"] is not None) for of in ("", "_was")
    )
    line = row["line_no"]
    return Finding(
        CODE,
        At(file, line if isinstance(line, int) else None, str(row["party_key"])),
        f"The number {row['party_key']} is {known} on file and {incoming} in this file. The person on file stays; nothing that this file "
        "tells of that number was imported, and the account is on hold.",
        "If they are two people, give the other one a number of its own. If it is one person, import the name and the date of birth in two files, one "
        "after the other. Then close this exception (`remindful exceptions close NUMBER --refuse`): the account is released.",
    )
