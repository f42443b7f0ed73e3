"""Encounters at the desk: which wait and for what, one in full, and what a person decides of its codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from remindful.core.billing import CareFrames
from remindful.core.coding.crosswalk import cross_charges, cross_diagnoses
from remindful.core.coding.suggest import Suggestion, suggest_codes
from remindful.core.words.care import CodeSystem, EncounterState
from remindful.core.words.contracts import frame_of
from remindful.core.words.frames import Charges, Diagnoses, Encounters
from remindful.edges.codes import icd10cm_index
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.claims.billing import STATION
from remindful.flow.claims.names import name_column
from remindful.flow.codes.claim_edits import make_check, read_house_crosswalk
from remindful.flow.codes.code_shorthand import TypedLine, read_diagnoses, read_line
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import OrganizationDesk, open_desk
from remindful.flow.office.home import Home
from remindful.flow.office.records import Encounter

#: What an encounter waits for, in the order in which it is done.
WAITS = ("its end", "diagnoses", "charges", "correction", "billing")


@dataclass(frozen=True, slots=True)
class EncounterView:
    """One encounter in full. edits: EditFindings as of today; suggestions: from the reason that was written."""

    encounter: Encounter
    organization: str  # its key
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
    """organization (its key), encounter_key, name (what `desk.find` finds it by), patient, started_on, state, diagnoses, charges, says,
    waits_for of each that is not billed (every: of all), the oldest first."""
    with open_desk(clock) as desk:
        listed = [_list_one(one, every=every, is_shared=desk.is_shared) for one in desk]
    return pl.concat(listed).sort("started_on", "encounter_key", maintain_order=True)


def _list_one(one: OrganizationDesk, *, every: bool, is_shared: bool) -> pl.DataFrame:
    open_states = [str(EncounterState.OPEN), str(EncounterState.HELD)]
    encounters = reads.encounters(one.store, state=None if every else open_states)
    keys = None if every else encounters["encounter_key"].to_list()
    counted = encounters
    for name, rows in (
        ("diagnoses", reads.diagnoses(one.store, encounter_key=keys)),
        ("charges", reads.charges(one.store, encounter_key=keys)),
    ):
        counts = rows.group_by("encounter_key").agg(pl.len().alias(name))
        counted = counted.join(counts, on="encounter_key", how="left", maintain_order="left").with_columns(
            pl.col(name).fill_null(0)
        )
    found = reads.open_findings(one.store, station=[STATION])
    first_findings = found.group_by("at_key", maintain_order=True).agg(pl.col("message").first())
    patients = encounters["party_key"].unique().to_list()
    return (
        counted.join(first_findings, left_on="encounter_key", right_on="at_key", how="left", maintain_order="left")
        .join(_people(one.store, patients), on="party_key", how="left", maintain_order="left")
        .select(
            "encounter_key", "patient", "started_on", "state", "diagnoses", "charges", "message", organization=pl.lit(one.key),
            name=name_column(one, "encounter_key", is_shared=is_shared), waits_for=_waits_for(pl.col("state").is_in(open_states)),
        )
    )  # fmt: skip


def _waits_for(is_open: pl.Expr) -> pl.Expr:
    """One of WAITS. Of columns is_finished, diagnoses, charges, state."""
    return (
        pl.when(~is_open).then(None)
        .when(~pl.col("is_finished")).then(pl.lit(WAITS[0]))
        .when(pl.col("diagnoses") == 0).then(pl.lit(WAITS[1]))
        .when(pl.col("charges") == 0).then(pl.lit(WAITS[2]))
        .when(pl.col("state") == str(EncounterState.HELD)).then(pl.lit(WAITS[3]))
        .otherwise(pl.lit(WAITS[4]))
    )  # fmt: skip


def show_encounter(name: str, *, home: Home, clock: Clock) -> EncounterView:
    """One encounter (its key, or organization/key), with what stands against its codes today. Raises Refusal where there is none."""
    with open_desk(clock) as desk:
        one, encounter = desk.find(Encounter, name)
        return view_encounter(one, encounter, home=home)


def view_encounter(one: OrganizationDesk, encounter: Encounter, *, home: Home) -> EncounterView:
    """An encounter of an organization in full."""
    diagnoses = reads.diagnoses(one.store, encounter_key=[encounter.encounter_key])
    charges = reads.charges(one.store, encounter_key=[encounter.encounter_key])
    patient = _people(one.store, [encounter.party_key])
    reason = encounter.reason or ""
    return EncounterView(
        encounter=encounter,
        organization=one.key,
        patient=patient["patient"][0] if patient.height else "(not known yet)",
        diagnoses=diagnoses.sort("rank"),
        charges=charges.sort("line_no"),
        edits=make_check(home, day=one.day)(_read_care(one.store, encounter, diagnoses, charges, home=home)),
        suggestions=tuple(suggest(reason, home=home)) if reason else (),
    )


def _read_care(
    store: Store, encounter: Encounter, diagnoses: pl.DataFrame, charges: pl.DataFrame, *, home: Home
) -> CareFrames:
    """An encounter's care in the codes of claims, as its edits look at it."""
    crosswalk = read_house_crosswalk(home)
    encounters = reads.encounters(store, encounter_key=[encounter.encounter_key])
    npis = encounters.select("rendering_npi", "referring_npi", "facility_npi").row(0)
    return CareFrames(
        encounters=encounters,
        diagnoses=cross_diagnoses(diagnoses, crosswalk),
        charges=cross_charges(charges, encounters, crosswalk),
        coverages=reads.coverages(store, party_key=[encounter.party_key]),
        people=reads.people(store, party_key=[encounter.party_key]),
        providers=reads.providers(store, npi=[npi for npi in npis if npi is not None]),
    )


def suggest(text: str, *, home: Home) -> list[Suggestion]:
    """Diagnoses that a text names, with the words that led to each. Nothing is assigned."""
    return suggest_codes(text, icd10cm_index(home.codes))


def frames_of_decision(one: OrganizationDesk, encounter: Encounter, decided: Decided) -> dict[str, pl.DataFrame]:
    """What was decided, as a file would tell it: the frames that `store_care` keeps. Empty: nothing was decided.

    Raises Refusal where a code is none by its shape, or lines point beyond the diagnoses.
    """
    key = encounter.encounter_key
    frames: dict[str, pl.DataFrame] = {}
    decided_codes = None if decided.diagnoses is None else read_diagnoses(decided.diagnoses)
    known = reads.diagnoses(one.store, encounter_key=[key])["code"]
    codes = tuple(known) if decided_codes is None else decided_codes
    if decided.is_finished is not None:
        columns = {name: getattr(encounter, name) for name in Encounters.column_names()}
        frames["encounters"] = frame_of(Encounters, [columns | {"is_finished": decided.is_finished}])
    if decided_codes is not None:
        rows = [
            {"encounter_key": key, "rank": rank, "system": str(CodeSystem.ICD10CM), "code": code}
            for rank, code in enumerate(decided_codes, start=1)
        ]
        frames["diagnoses"] = frame_of(Diagnoses, rows)
    if decided.lines is not None:
        lines = [read_line(line, diagnoses=len(codes)) for line in decided.lines]
        there = reads.charges(one.store, encounter_key=[key])
        frames["charges"] = _lines(lines, there, encounter, day=one.day)
    return frames


def _lines(lines: Sequence[TypedLine], there: pl.DataFrame, encounter: Encounter, *, day: date) -> pl.DataFrame:
    """Lines as charges; those that were there beyond them are taken back."""
    key, service_on = encounter.encounter_key, encounter.started_on
    rows: list[dict[str, object]] = [
        {
            "encounter_key": key, "line_no": number, "system": str(line.system), "procedure_code": line.procedure_code, "modifiers": line.modifiers,
            "units": line.units, "charge_cents": line.charge_cents, "diagnosis_pointers": line.pointers, "service_on": service_on, "captured_on": day,
        }
        for number, line in enumerate(lines, start=1)
    ]  # fmt: skip
    gone = there.filter(pl.col("line_no") > len(lines)).with_columns(units=pl.lit(0.0)).select(Charges.column_names())
    return pl.concat([frame_of(Charges, rows), gone])


def _people(store: Store, party_keys: Sequence[str]) -> pl.DataFrame:
    """party_key, patient: names of these people."""
    named = pl.concat_str(pl.col("last_name").fill_null("?"), pl.lit(", "), pl.col("first_name").fill_null("?"))
    return reads.people(store, party_key=party_keys).select("party_key", patient=named)
