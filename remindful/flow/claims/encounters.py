"""Encounters at the desk: which wait and for what, one in full, and its codes as a person decides them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from remindful.core.coding.suggest import Suggestion, suggest_codes
from remindful.core.words.care import CodeSystem, EncounterState
from remindful.core.words.contracts import frame_of
from remindful.core.words.findings import WorldFault
from remindful.core.words.frames import Charges, Diagnoses, EditFindings, Encounters
from remindful.edges.codes import icd10cm_index
from remindful.edges.store import prepare, reads
from remindful.edges.store.books import Books, open_books
from remindful.flow.books.care import store_care
from remindful.flow.claims.billing import STATION, narrow, read_care
from remindful.flow.codes.editing import make_check, read_house_crosswalk
from remindful.flow.codes.told_codes import ToldLine, read_diagnoses, read_line
from remindful.flow.office.billing_terms import terms_of
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import Home

#: What an encounter waits for, in the order in which it is done.
WAITS = ("its end", "diagnoses", "charges", "correction", "billing")


@dataclass(frozen=True, slots=True)
class EncounterView:
    """One encounter in full. edits: EditFindings as of today; suggestions: from the reason that was written."""

    encounter: dict[str, object]
    patient: str
    diagnoses: pl.DataFrame
    charges: pl.DataFrame
    edits: pl.DataFrame
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person says of an encounter. None: as it is."""

    diagnoses: Sequence[str] | None = None
    lines: Sequence[str] | None = None
    is_finished: bool | None = None


def list_encounters(*, clock: Clock, every: bool = False) -> pl.DataFrame:
    """encounter_key, patient, started_on, state, waits_for, says of each that is not billed (every: of all), the oldest first."""
    prepare()
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        key = ["organization_id", "encounter_key"]
        encounters = reads.encounters(books)
        for name in ("diagnoses", "charges"):
            counts = getattr(reads, name)(books).group_by(key).agg(pl.len().alias(name))
            encounters = encounters.join(counts, on=key, how="left", maintain_order="left").with_columns(
                pl.col(name).fill_null(0)
            )
        said = (
            reads.open_findings(books)
            .filter(pl.col("station") == STATION)
            .group_by("organization_id", "at_key", maintain_order=True)
            .agg(pl.col("says").first())
        )
        people = _people(books)
    listed = encounters.join(
        said, left_on=key, right_on=["organization_id", "at_key"], how="left", maintain_order="left"
    ).join(people, on=["organization_id", "party_key"], how="left", maintain_order="left")
    is_open = pl.col("state").is_in([str(EncounterState.OPEN), str(EncounterState.HELD)])
    waits = (
        pl.when(~is_open).then(None)
        .when(~pl.col("is_finished")).then(pl.lit(WAITS[0]))
        .when(pl.col("diagnoses") == 0).then(pl.lit(WAITS[1]))
        .when(pl.col("charges") == 0).then(pl.lit(WAITS[2]))
        .when(pl.col("state") == str(EncounterState.HELD)).then(pl.lit(WAITS[3]))
        .otherwise(pl.lit(WAITS[4]))
    )  # fmt: skip
    return (
        listed.filter(pl.lit(every) | is_open)
        .sort("started_on", "encounter_key")
        .select("encounter_key", "patient", "started_on", "state", "diagnoses", "charges", says="says", waits_for=waits)
    )


def show_encounter(named: str, *, home: Home, clock: Clock) -> EncounterView:
    """One encounter, with what stands against its codes today. Raises WorldFault where there is none of that number."""
    prepare()
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        return _view(books, _find(books, named), home=home, day=_today(books, clock))


def code_encounter(named: str, decided: Decided, *, home: Home, clock: Clock) -> EncounterView:
    """Keep an encounter's codes as a person decided them: its diagnoses whole, its lines whole. Billed ones are billed anew.

    What it was before is kept by the database. Raises WorldFault where a code is none by its shape, or lines point beyond the diagnoses.
    """
    prepare()
    with open_books(organizations="all", now=clock.now()) as books:
        found = _find(books, named)
        organization_id = int(str(found["organization_id"]))
        frames = _frames(books, found, decided, day=_today(books, clock))
        if not frames:
            raise WorldFault("permanent", "Nothing was decided.", "Give --diagnosis, --line, or --finished.")
        store_care(
            books.of(organization_id),
            frames,
            source_file_id=None,
            bills_here=organization_id in terms_of(books),
        )
        return _view(books, _find(books, named), home=home, day=_today(books, clock))


def suggest(text: str, *, home: Home) -> list[Suggestion]:
    """Diagnoses that a text names, with the words that led to each. Nothing is assigned."""
    return suggest_codes(text, icd10cm_index(home.codes))


def _frames(books: Books, encounter: dict[str, object], decided: Decided, *, day: date) -> dict[str, pl.DataFrame]:
    """What was decided, as a file would tell it."""
    key = encounter["encounter_key"]
    frames: dict[str, pl.DataFrame] = {}
    there = _own(reads.diagnoses(books), encounter)
    codes = read_diagnoses(decided.diagnoses) if decided.diagnoses is not None else tuple(there["code"])
    if decided.is_finished is not None:
        columns = {name: encounter[name] for name in Encounters.column_names()}
        frames["encounters"] = frame_of(Encounters, [columns | {"is_finished": decided.is_finished}])
    if decided.diagnoses is not None:
        rows = [
            {"encounter_key": key, "rank": rank, "system": str(CodeSystem.ICD10CM), "code": code}
            for rank, code in enumerate(codes, start=1)
        ]
        frames["diagnoses"] = frame_of(Diagnoses, rows)
    if decided.lines is not None:
        lines = [read_line(one, diagnoses=len(codes)) for one in decided.lines]
        frames["charges"] = _lines(lines, _own(reads.charges(books), encounter), encounter, day=day)
    return frames


def _lines(lines: Sequence[ToldLine], there: pl.DataFrame, encounter: dict[str, object], *, day: date) -> pl.DataFrame:
    """Lines as charges; those that were there beyond them are taken back."""
    key, service_on = encounter["encounter_key"], encounter["started_on"]
    told: list[dict[str, object]] = [
        {
            "encounter_key": key, "line_no": number, "system": str(line.system), "procedure_code": line.procedure_code, "modifiers": line.modifiers,
            "units": line.units, "charge_cents": line.charge_cents, "diagnosis_pointers": line.pointers, "service_on": service_on, "captured_on": day,
        }
        for number, line in enumerate(lines, start=1)
    ]  # fmt: skip
    gone = there.filter(pl.col("line_no") > len(lines)).with_columns(units=pl.lit(0.0)).select(Charges.column_names())
    return pl.concat([frame_of(Charges, told), gone])


def _view(books: Books, encounter: dict[str, object], *, home: Home, day: date) -> EncounterView:
    organization_id = int(str(encounter["organization_id"]))
    frames = read_care(books, organization_id, read_house_crosswalk(home))
    frames = narrow(
        replace(frames, encounters=frames.encounters.filter(pl.col("encounter_key") == encounter["encounter_key"]))
    )
    people = _people(books).filter(pl.col("party_key") == encounter["party_key"])
    reason = str(encounter["reason"] or "")
    return EncounterView(
        encounter=encounter,
        patient=people["patient"][0] if people.height else "(not known yet)",
        diagnoses=_own(reads.diagnoses(books), encounter).sort("rank"),
        charges=_own(reads.charges(books), encounter).sort("line_no"),
        edits=make_check(home, day=day)(frames) if frames.encounters.height else EditFindings.create_empty(),
        suggestions=tuple(suggest(reason, home=home)) if reason else (),
    )


def _own(rows: pl.DataFrame, encounter: dict[str, object]) -> pl.DataFrame:
    return rows.filter(
        (pl.col("organization_id") == encounter["organization_id"])
        & (pl.col("encounter_key") == encounter["encounter_key"])
    )


def _find(books: Books, named: str) -> dict[str, object]:
    found = reads.encounters(books).filter(pl.col("encounter_key") == named)
    if found.is_empty():
        raise WorldFault(
            "permanent", f"There is no encounter {named}.", "`remindful encounters list --all` shows all of them."
        )
    if found.height > 1:
        raise WorldFault(
            "permanent", f"Two organizations have an encounter {named}.", "Give one of them another number."
        )
    return found.row(0, named=True)


def _people(books: Books) -> pl.DataFrame:
    """organization_id, party_key, patient."""
    named = pl.concat_str(pl.col("last_name").fill_null("?"), pl.lit(", "), pl.col("first_name").fill_null("?"))
    return reads.people(books).select("organization_id", "party_key", patient=named)


def _today(books: Books, clock: Clock) -> date:
    offices = reads.organizations(books)
    return clock.today(offices["zone"][0] if offices.height else "UTC")
