"""Coding edits of long days and long lists: the quick ways find what looking at each two finds, and a day before a table's first is not judged."""

from datetime import date
from random import Random

import polars as pl
import pytest

from bench.edit_charges import edit
from bench.synthetic_charges import Care, make_care, make_tables
from remindful.core.coding.edits import EditTables, edit_encounters, empty_tables
from remindful.core.coding.edits.diagnoses import edit_diagnoses
from remindful.core.coding.edits.limits import count_days, find_pairs
from remindful.core.coding.edits.lines import join_lines
from remindful.core.coding.edits.tables import SCHEMAS
from remindful.core.words import frames
from remindful.edges.codes.edit_tables import read_edit_tables
from tests.billing.rows import charge, coverage, diagnosis, encounter, frame, person

TODAY = date(2026, 6, 1)
DAY = date(2026, 3, 2)
CODES = [f"{number:05}" for number in range(10_000, 10_040)]


def table(name: str, *rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame([dict.fromkeys(SCHEMAS[name]) | row for row in rows], schema=SCHEMAS[name])


def found(
    tables: EditTables, *, charges: list[dict[str, object]], dx: list[dict[str, object]] | None = None, **said: object
) -> pl.DataFrame:
    keys = sorted({str(row["encounter_key"]) for row in charges})
    said = {"party_key": "ann", "started_on": DAY} | said
    return edit_encounters(
        frame(frames.Encounters, *[encounter(key, **said) for key in keys]),
        frame(frames.Diagnoses, *(dx or [diagnosis(key, 1, "I10") for key in keys])),
        frame(frames.Charges, *charges),
        pl.DataFrame([person()], schema_overrides={"birth_on": pl.Date}),
        frame(frames.Coverages, coverage()),
        tables=tables,
        day=TODAY,
    )


@pytest.fixture(scope="module")
def shipped(tmp_path_factory) -> EditTables:
    return read_edit_tables(tmp_path_factory.mktemp("codes"))


# --- pairs ------------------------------------------------------------------------------------------------------------


def made_up_days(seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Days of 2 to 40 different codes, and a table in which one pair in twelve is named, some of them no longer or not yet."""
    chance = Random(seed)
    encounters = [encounter(f"V{number}", party_key=f"P{number % 7}", form=chance.choice("PI")) for number in range(14)]
    charges = [
        charge(
            row["encounter_key"], line_no, chance.choice(CODES), modifiers=chance.choice([None, "59", "KX", "KX:XS"])
        )
        for row in encounters
        for line_no in range(1, chance.choice([3, 4, 60]))
    ]
    pairs = [
        {
            "first": first, "second": second, "form": chance.choice("PI"), "indicator": chance.choice("019"), "edition": "made up",
            "from_on": chance.choice([None, DAY, date(2026, 3, 3)]), "to_on": chance.choice([None, DAY, date(2026, 3, 1)]),
        }
        for first in CODES
        for second in CODES
        if first != second and chance.random() < 0.08
    ]  # fmt: skip
    lines = join_lines(frame(frames.Encounters, *encounters), frame(frames.Charges, *charges))
    return count_days(lines), table("pairs", *pairs)


def look_at_each_two(days: pl.DataFrame, pairs: pl.DataFrame) -> set[tuple[object, ...]]:
    """What find_pairs says of itself, one line beside one line."""
    live: dict[tuple[object, ...], list[dict[str, object]]] = {}
    for pair in pairs.filter(pl.col("indicator") != "9").iter_rows(named=True):
        counts = (pair["from_on"] or DAY) <= DAY <= (pair["to_on"] or DAY)
        if counts:
            live.setdefault((pair["first"], pair["second"], pair["form"]), []).append(pair)
    rows = days.rows(named=True)
    bare = {(row["day_no"], row["code"]) for row in rows if not row["is_apart"]}
    return {
        (
            one["day_no"],
            one["code"],
            other["code"],
            pair["indicator"],
            pair["edition"],
            (one["day_no"], one["code"]) in bare,
        )
        for one in rows
        for other in rows
        if one["day_no"] == other["day_no"]
        for pair in live.get((one["code"], other["code"], one["form"]), [])
    }


@pytest.mark.parametrize("seed", range(5))
def test_pairs_are_the_same_looked_at_two_by_two_or_along_the_table(seed):
    days, pairs = made_up_days(seed)
    wanted = look_at_each_two(days, pairs)

    assert len(wanted) > 5
    for wide_day in (0, 2, 10, 1_000):
        met = find_pairs(days, pairs, wide_day=wide_day).rows()
        assert wanted == set(met), f"wide_day={wide_day}"
        assert len(wanted) == len(met), "each once"


def test_a_thousand_lines_of_two_codes_have_one_finding_a_line_of_the_second():
    pairs = table("pairs", {"first": "10000", "second": "10001", "form": "P", "indicator": "0", "edition": "made up"})
    charges = [charge("V1", line_no, CODES[line_no % 2]) for line_no in range(1, 1_001)]
    never = found(empty_tables(pairs=pairs), charges=charges).filter(pl.col("edit") == "pair.never")

    assert list(range(1, 1_001, 2)) == never["line_no"].sort().to_list()
    assert {("10001", "10000")} == set(never.select("code", "other_code").rows())


def test_one_line_that_is_not_set_apart_is_enough_for_a_pair():
    pairs = table("pairs", {"first": "10000", "second": "10001", "form": "P", "indicator": "1", "edition": "made up"})
    second = charge("V1", 3, "10001")
    apart, bare = (charge("V1", 1, "10000", modifiers="59"), charge("V1", 2, "10000"))
    edits = {
        told: found(empty_tables(pairs=pairs), charges=[*lines, second])["edit"].to_list()
        for told, lines in {"both": (apart, bare), "apart": (apart,)}.items()
    }

    assert "pair.needs_modifier" in edits["both"]
    assert "pair.needs_modifier" not in edits["apart"]


def test_pairs_are_met_across_the_encounters_of_a_day():
    pairs = table("pairs", {"first": "10000", "second": "10001", "form": "P", "indicator": "1", "edition": "made up"})
    edits = found(empty_tables(pairs=pairs), charges=[charge("V1", 1, "10000"), charge("V2", 1, "10001")])

    assert [("V2", 1)] == edits.filter(pl.col("edit") == "pair.needs_modifier").select(
        "encounter_key", "line_no"
    ).rows()


# --- pointers ---------------------------------------------------------------------------------------------------------

POINTERS = (None, "", "1", "2", "3", "1:2", "3:1", "01", "13", "0:1", "x", "2:", "12:1")
RANKS = ([], [1], [1, 2], [2, 3], [1, 3], list(range(1, 13)))


def test_pointers_are_held_against_the_ranks_of_their_encounter_one_by_one():
    cases = {
        f"V{number}": (form, ranks)
        for number, (form, ranks) in enumerate((form, ranks) for form in "PI" for ranks in RANKS)
    }
    charges = [
        charge(key, line_no, diagnosis_pointers=pointers)
        for key in cases
        for line_no, pointers in enumerate(POINTERS, start=1)
    ]
    dx = [diagnosis(key, rank, f"A{rank:02}") for key, (_, ranks) in cases.items() for rank in ranks]
    edits = edit_encounters(
        frame(frames.Encounters, *[encounter(key, form=form) for key, (form, _) in cases.items()]),
        frame(frames.Diagnoses, *dx),
        frame(frames.Charges, *charges),
        pl.DataFrame([person()], schema_overrides={"birth_on": pl.Date}),
        frame(frames.Coverages, coverage()),
        tables=empty_tables(),
        day=TODAY,
    )
    wanted = {
        (key, line_no, edit)
        for key, (form, ranks) in cases.items()
        for line_no, pointers in enumerate(POINTERS, start=1)
        for edit, is_so in {
            "pointer.missing": pointers in {None, ""} and len(ranks) > 1,
            "pointer.to_nothing": pointers is not None and ranks and not {*pointers.split(":")} & {*map(str, ranks)},
        }.items()
        if form == "P" and is_so
    }
    found_rows = (
        edits.filter(pl.col("edit").str.starts_with("pointer.")).select("encounter_key", "line_no", "edit").rows()
    )

    assert 20 < len(wanted)
    assert wanted == set(found_rows)
    assert len(wanted) == len(found_rows), "each once"
    assert {"V0"} == set(edits.filter(pl.col("edit") == "dx.missing")["encounter_key"]), "of the professional ones"


# --- whatever the order -----------------------------------------------------------------------------------------------


def test_rows_in_another_order_give_the_same_findings(tmp_path):
    tables = make_tables(tmp_path, seed=3, quick=True)
    given = make_care(tables, lines=4_000, seed=3)
    wanted = edit(given, tables)
    for seed in (1, 2):
        shuffled = Care(
            *[getattr(given, name).sample(fraction=1.0, shuffle=True, seed=seed) for name in Care.__slots__]
        )
        turned = EditTables(
            **{name: getattr(tables, name).sample(fraction=1.0, shuffle=True, seed=seed) for name in SCHEMAS}
        )
        assert wanted.equals(edit(shuffled, turned)), f"seed={seed}"

    assert 15 < wanted["edit"].n_unique()
    assert 1_000 < wanted.height


# --- units ------------------------------------------------------------------------------------------------------------


def test_units_of_a_day_are_summed_by_form():
    units = table(
        "units", *[{"code": "85025", "form": form, "most": 1, "indicator": "3", "edition": "made up"} for form in "PI"]
    )
    encounters = frame(frames.Encounters, encounter("V1"), encounter("V2", form="I"))
    charges = frame(frames.Charges, charge("V1", 1, "85025"), charge("V2", 1, "85025"), charge("V2", 2, "85025"))
    edits = edit_encounters(
        encounters,
        frame(frames.Diagnoses, diagnosis("V1"), diagnosis("V2")),
        charges,
        pl.DataFrame([person()], schema_overrides={"birth_on": pl.Date}),
        frame(frames.Coverages, coverage()),
        tables=empty_tables(units=units),
        day=TODAY,
    ).filter(pl.col("edit") == "units.mue_day")

    assert [("V2", 1), ("V2", 2)] == edits.select("encounter_key", "line_no").rows()


# --- Excludes1 --------------------------------------------------------------------------------------------------------


def exclude_each_other(
    one: str, other: str, tables: dict[str, list[tuple[str, str | None]]], above: dict[str, list[str]]
) -> bool:
    owners = [*{one[:width] for width in (3, 5, 6, 7, 8)}, *above.get(one[:3], [])]
    return any(
        (other.startswith(first) if last is None else first <= other and other[: len(last)] <= last)
        for owner in owners
        if not other.startswith(owner)
        for first, last in tables.get(owner, [])
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_excludes_are_those_of_each_two_diagnoses(seed, shipped):
    notes: dict[str, list[tuple[str, str | None]]] = {}
    for owner, first, last in shipped.excludes.rows():
        notes.setdefault(owner, []).append((first, last))
    above: dict[str, list[str]] = {}
    for category, owner in shipped.groups.rows():
        above.setdefault(category, []).append(owner)
    codes = shipped.diagnoses.filter("is_billable")["code"].unique().sort().sample(250, seed=seed).to_list()
    dx = [diagnosis("V1", rank, code) for rank, code in enumerate(codes, start=1)]
    edits = edit_diagnoses(
        frame(frames.Encounters, encounter("V1")), frame(frames.Diagnoses, *dx), pl.DataFrame([person()]), shipped
    )
    told = pl.concat(edits).filter(pl.col("edit") == "dx.excludes1").select("code", "other_code").rows()
    wanted = {
        frozenset((one, other))
        for one in codes
        for other in codes
        if one != other and exclude_each_other(one, other, notes, above)
    }

    assert 20 < len(wanted)
    assert wanted == {frozenset(pair) for pair in told}
    assert len(wanted) == len(told), "each pair once"


@pytest.mark.parametrize(
    ("codes", "is_told"),
    [
        (("I65.21", "I63.231"), True),  # at I65: (I63.0-I63.2)
        (("I65.21", "I63.9"), False),
        (("I66.01", "I63.411"), True),  # at I66: (I63.3-I63.5)
        (("I66.01", "I63.231"), False),
    ],
)
def test_a_span_of_codes_in_a_note_ends_where_it_says(codes, is_told, shipped):
    dx = [diagnosis("V1", rank, code) for rank, code in enumerate(codes, start=1)]

    assert is_told == ("dx.excludes1" in found(shipped, charges=[charge()], dx=dx)["edit"].to_list())


# --- days before a table's first --------------------------------------------------------------------------------------


def edits_on(day: date, tables: EditTables, line: dict[str, object], **said: object) -> list[str]:
    return found(tables, charges=[line | {"service_on": day}], started_on=day, **said)["edit"].to_list()


def test_a_cpt_code_is_judged_from_the_first_day_that_the_table_tells_of():
    cpt = {"code": "99213", "system": "cpt", "from_on": date(2026, 1, 1)}
    hcpcs = {"code": "G0439", "system": "hcpcs"}
    tables = empty_tables(procedures=table("procedures", cpt, hcpcs))
    other = charge("V1", 1, "99214")

    assert "charge.not_in_force" in edits_on(date(2026, 1, 1), tables, other)
    assert "charge.not_in_force" not in edits_on(date(2025, 12, 31), tables, other)
    assert "charge.cpt_unchecked" in edits_on(date(2025, 12, 31), tables, other), "and it is said that nobody looked"
    assert "charge.not_in_force" in edits_on(date(2025, 12, 31), tables, charge("V1", 1, "G9999", system="hcpcs"))


def test_modifiers_are_judged_from_their_tables_first_day_and_by_whose_they_are():
    tables = empty_tables(modifiers=table("modifiers", {"modifier": "KX", "from_on": date(2026, 1, 1)}))
    unknown, cpt = charge("V1", 1, modifiers="ZZ"), charge("V1", 1, modifiers="25")

    assert "modifier.not_in_force" in edits_on(date(2026, 1, 1), tables, unknown)
    assert "modifier.not_in_force" not in edits_on(date(2025, 12, 31), tables, unknown)
    assert "modifier.not_in_force" not in edits_on(date(2026, 1, 1), tables, cpt), (
        "no table of CPT's modifiers is loaded"
    )


def test_a_place_is_judged_by_the_loaded_table_from_its_first_day_and_before_by_ours():
    rows = [{"place": "11", "from_on": date(2026, 1, 1)}, {"place": "67", "from_on": date(2026, 1, 1)}]
    tables = empty_tables(places=table("places", *rows))
    told = {
        (day.year, place): "place.unknown" in edits_on(day, tables, charge(), place_of_service=place)
        for day in (date(2025, 12, 31), date(2026, 1, 1))
        for place in ("11", "67", "21")
    }

    assert {(2025, "67"), (2026, "21")} == {asked for asked, is_unknown in told.items() if is_unknown}
