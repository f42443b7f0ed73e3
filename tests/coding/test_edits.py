"""Coding edits: every case of edits_cases.yaml alone, all together, and shuffled."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

import polars as pl
import pytest
import yaml

from remindful.core.coding.edits import EditTables, edit_encounters
from remindful.core.coding.edits.tables import SCHEMAS
from remindful.core.words import frames
from remindful.edges.codes.edit_tables import codes_of_note, read_edit_tables
from tests.billing.rows import charge, coverage, diagnosis, encounter, frame, person

CASES = yaml.safe_load((Path(__file__).parent / "edits_cases.yaml").read_text(encoding="utf-8"))
QUIET = {"dx.unspecified", "dx.side_not_said", "charge.cpt_unchecked", "dx.code_first"}
TODAY = date(2026, 6, 1)
JAN = date(2026, 1, 1)


def table(name: str, *rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame([dict.fromkeys(SCHEMAS[name]) | row for row in rows], schema=SCHEMAS[name])


@pytest.fixture(scope="session")
def tables(tmp_path_factory) -> EditTables:
    """ICD-10-CM as shipped, with two made-up dated codes, and small made-up tables of the other kinds."""
    shipped = read_edit_tables(tmp_path_factory.mktemp("codes"))
    flags = dict.fromkeys(("is_manifestation", "has_code_first", "is_sideless", "is_unspecified"), False)
    dated = table(
        "diagnoses",
        {"code": "T99.1", "description": "Ended", "is_billable": True, "to_on": date(2025, 9, 30), "edition": "made up"}
        | flags,
        {
            "code": "T99.2",
            "description": "Begun",
            "is_billable": True,
            "from_on": date(2025, 10, 1),
            "edition": "made up",
        }
        | flags,
    )
    return EditTables(
        diagnoses=pl.concat([shipped.diagnoses, dated]),
        excludes=shipped.excludes,
        groups=shipped.groups,
        procedures=table(
            "procedures",
            {"code": "G0439", "system": "hcpcs"},
            {"code": "G8888", "system": "hcpcs", "to_on": date(2025, 12, 31)},
            {"code": "G7777", "system": "hcpcs", "from_on": JAN},
        ),
        modifiers=table("modifiers"),
        units=table(
            "units",
            {
                "code": "97110",
                "form": "P",
                "most": 6,
                "indicator": "1",
                "from_on": date(2025, 1, 1),
                "edition": "made up",
            },
            {"code": "85025", "form": "P", "most": 2, "indicator": "3", "edition": "made up"},
            {"code": "45378", "form": "P", "most": 1, "indicator": "2", "edition": "made up"},
        ),
        pairs=table(
            "pairs",
            {"first": "45378", "second": "45380", "form": "P", "indicator": "1", "from_on": JAN, "edition": "made up"},
            {
                "first": "93000",
                "second": "93005",
                "form": "P",
                "indicator": "0",
                "to_on": date(2026, 6, 30),
                "edition": "made up",
            },
            {"first": "80053", "second": "80048", "form": "P", "indicator": "9", "edition": "made up"},
        ),
        payer_rules=table(
            "payer_rules",
            {"payer_key": "AETNA", "code": "97110", "needs": "modifier", "value": "GP", "source": "made up"},
            {"payer_key": "AETNA", "code": "70551", "needs": "authorization", "source": "made up"},
            {"payer_key": "AETNA", "code": "99243", "needs": "referral", "source": "made up"},
            {"payer_key": "AETNA", "code": "15824", "needs": "not_covered", "from_on": JAN, "source": "made up"},
        ),
    )


def frames_of(case: dict[str, object], key: str) -> dict[str, list[dict[str, object]]]:
    """The rows of a case, its patient named as its encounter."""
    on = date.fromisoformat(str(case.get("on", "2026-03-02")))
    years = case.get("age", 40)
    birth = None if years is None else date(on.year - int(str(years)), on.month, on.day)
    if "age_days" in case:
        birth = on - timedelta(days=int(str(case["age_days"])))
    told = case.get("dx", ["I10"])
    dx = [("icd10cm", one) if isinstance(one, str) else one for one in told]
    lines = case.get("lines", [{"code": "99213"}])
    return {
        "encounters": [
            encounter(key, party_key=key, started_on=on, form=case.get("form", "P"), place_of_service=case.get("pos", "11"))
            | dict(case.get("enc", {}))
        ],
        "diagnoses": [diagnosis(key, rank, code, system=system) for rank, (system, code) in enumerate(dx, start=1)],
        "charges": [
            charge(
                key, number, line["code"], modifiers=line.get("mods") or None, units=float(line.get("units", 1)), system=line.get("system", "cpt"),
                service_on=date.fromisoformat(line.get("on", str(on))), diagnosis_pointers=line.get("ptr", "1"), rendering_npi=line.get("npi"),
            )
            for number, line in enumerate(lines, start=1)
        ],
        "people": [person(key, birth_on=birth, sex=case.get("sex", "U"))],
        "coverages": [coverage(payer=str(case.get("payer", "AETNA")), party_key=key)],
    }  # fmt: skip


def edit(rows: dict[str, list[dict[str, object]]], tables: EditTables, day: date) -> pl.DataFrame:
    return edit_encounters(
        frame(frames.Encounters, *rows["encounters"]),
        frame(frames.Diagnoses, *rows["diagnoses"]),
        frame(frames.Charges, *rows["charges"]),
        pl.DataFrame(rows["people"], schema_overrides={"birth_on": pl.Date}),
        frame(frames.Coverages, *rows["coverages"]),
        tables=tables,
        day=day,
    )


def wanted_of(case: dict[str, object], found: list[str]) -> list[str]:
    """Of what was found, what the case speaks of."""
    only = case.get("only")
    return sorted({one for one in found if (one in only if only else one not in QUIET)})


def test_there_are_at_least_two_hundred_cases_each_with_its_source():
    assert len(CASES) >= 200
    assert [] == [case["case"] for case in CASES if not case.get("source")]
    assert len(CASES) == len({case["case"] for case in CASES})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_case_breaks_the_edits_that_it_names(case, tables):
    day = date.fromisoformat(case.get("today", "2026-06-01"))
    found = edit(frames_of(case, "K1"), tables, day)

    assert case["want"] == wanted_of(case, found["edit"].to_list()), found.select("edit", "message").rows()


@pytest.mark.parametrize("seed", [None, 1, 2])
def test_all_cases_in_one_frame_break_the_same_edits(seed, tables):
    cases = [(f"K{number}", case) for number, case in enumerate(CASES) if "today" not in case]
    if seed is not None:
        Random(seed).shuffle(cases)
    rows: dict[str, list[dict[str, object]]] = {}
    for key, case in cases:
        for name, some in frames_of(case, key).items():
            rows.setdefault(name, []).extend(some)
    found = edit(rows, tables, TODAY)
    by_key = dict(found.group_by("encounter_key").agg("edit").rows())

    assert [] == [case["case"] for key, case in cases if case["want"] != wanted_of(case, by_key.get(key, []))]


def test_every_finding_says_what_where_from_and_what_to_do(tables):
    rows: dict[str, list[dict[str, object]]] = {}
    for number, case in enumerate(CASES):
        for name, some in frames_of(case, f"K{number}").items():
            rows.setdefault(name, []).extend(some)
    found = edit(rows, tables, TODAY)

    assert found.select(pl.all_horizontal(pl.col("message", "remedy", "source").str.len_chars() > 3).all()).item()
    assert 40 <= found["edit"].n_unique()


def test_nothing_to_look_at_is_nothing_found(tables):
    assert edit(
        {name: [] for name in ("encounters", "diagnoses", "charges", "coverages")} | {"people": [person()]},
        tables,
        TODAY,
    ).is_empty()


@pytest.mark.parametrize(
    ("note", "codes"),
    [
        ("type 1 diabetes mellitus (E10.-)", [("E10", None)]),
        ("gestational diabetes (O24.4-)", [("O24.4", None)]),
        ("conditions of pregnancy (O00-O9A)", [("O00", "O9A")]),
        ("fungal infections (B35.-, B36.0)", [("B35", None), ("B36.0", None)]),
        ("no code at all", []),
    ],
)
def test_the_codes_of_a_note_are_read(note, codes):
    assert codes == codes_of_note(note)
