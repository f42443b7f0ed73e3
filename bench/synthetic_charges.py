"""Made-up encounters with their charge lines and diagnoses, and edit tables of the size that CMS publishes. Seeded; no code means anything."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from remindful.core.coding.edits import EditTables
from remindful.core.coding.edits.tables import SCHEMAS
from remindful.core.words import frames
from remindful.core.words.contracts import complete
from remindful.edges.codes.edit_tables import read_edit_tables

LAST_DAY = date(2026, 6, 30)
FIRST_DAY = date(2026, 4, 1)
VISITS = ["99202", "99203", "99204", "99205", "99211", "99212", "99213", "99214", "99215", "99283", "99284", "99285"]
CPT_CODES, HCPCS_CODES, DIAGNOSES, PAYERS = 9_000, 3_000, 6_000, 30
PAIRS, QUICK_PAIRS = 600_000, 60_000
#: How many lines an encounter has, of 100: 2.5 on average. A few, of a hospital's kind, have 30.
LINES_OF_100 = {1: 44, 2: 23, 3: 13, 4: 8, 5: 6, 7: 4, 9: 1, 30: 1}
DIAGNOSES_OF_100 = {1: 40, 2: 28, 3: 16, 4: 10, 5: 3, 8: 3}


@dataclass(frozen=True, slots=True)
class Care:
    """What edit_encounters is given beside the tables."""

    encounters: pl.DataFrame
    diagnoses: pl.DataFrame
    charges: pl.DataFrame
    people: pl.DataFrame
    coverages: pl.DataFrame

    def keep(self, folder: Path) -> None:
        """Write each frame as Parquet."""
        for name in self.__slots__:
            getattr(self, name).write_parquet(folder / f"care-{name}.parquet")


def read_care(folder: Path) -> Care:
    """What `keep` wrote."""
    return Care(**{name: pl.read_parquet(folder / f"care-{name}.parquet") for name in Care.__slots__})


def procedures(seed: int) -> list[str]:
    """Codes in the order of how often they are used: visits, then others shaped like CPT and HCPCS."""
    chance = np.random.default_rng(seed)
    cpt = [f"{number:05}" for number in chance.choice(np.arange(10_000, 99_000), CPT_CODES, replace=False)]
    hcpcs = [
        f"{letter}{number:04}"
        for letter, number in zip(
            chance.choice(list("AEGJLQ"), HCPCS_CODES * 2), chance.integers(0, 9_999, HCPCS_CODES * 2), strict=True
        )
    ]
    others = list(dict.fromkeys([*cpt, *hcpcs]))[: CPT_CODES + HCPCS_CODES - len(VISITS)]
    return [*VISITS, *chance.permutation([code for code in others if code not in VISITS]).tolist()]


def make_tables(folder: Path, *, seed: int, quick: bool) -> EditTables:
    """ICD-10-CM as shipped; the others made up: a limit for each code, pairs of which a fifth are a procedure and a visit."""
    chance = np.random.default_rng(seed + 1)
    shipped = read_edit_tables(folder)
    codes = np.array(procedures(seed))
    count = len(codes)
    wanted = QUICK_PAIRS if quick else PAIRS
    others = np.arange(len(VISITS), count)
    first = chance.choice(others, wanted * 2)
    second = np.where(
        chance.random(wanted * 2) < 0.2, chance.integers(0, len(VISITS), wanted * 2), chance.choice(others, wanted * 2)
    )
    pairs = (
        pl.DataFrame({"first": codes[first], "second": codes[second], "indicator": chance.choice(["0", "1", "9"], wanted * 2, p=[0.3, 0.65, 0.05])})
        .filter(pl.col("first") != pl.col("second"))
        .unique(["first", "second"], maintain_order=True)
        .head(wanted)
        .with_columns(
            # A visit is paid beside a procedure with modifier 25; a tenth of all pairs have ended.
            indicator=pl.when(pl.col("second").is_in(VISITS)).then(pl.lit("1")).otherwise("indicator"),
            form=pl.lit("P"), from_on=pl.lit(date(2020, 1, 1)),
            to_on=pl.when(pl.Series(chance.random(wanted) < 0.1)).then(pl.lit(date(2026, 3, 31))), edition=pl.lit("made up"),
        )
    )  # fmt: skip
    units = pl.DataFrame(
        {
            "code": codes, "indicator": chance.choice(["1", "2", "3"], count),
            "most": chance.choice([1, 2, 3, 4, 6, 10, 50], count, p=[0.4, 0.2, 0.1, 0.1, 0.1, 0.05, 0.05]),
        }
    ).with_columns(form=pl.lit("P"), from_on=pl.lit(FIRST_DAY), edition=pl.lit("made up"))  # fmt: skip
    known = pl.DataFrame({"code": codes}).with_columns(
        system=_system(), from_on=pl.lit(date(2020, 1, 1)), edition=pl.lit("made up")
    )
    modifiers = pl.DataFrame({"modifier": ["25", "26", "59", "76", "GP", "GT", "KX", "LT", "RT", "TC", "XS", "95"]})
    rules = pl.DataFrame(
        {"payer_key": [f"PAYER{number % PAYERS}" for number in range(2_000)], "code": chance.choice(codes[500:], 2_000)}
    ).with_columns(pl.lit("authorization").alias("needs"), source=pl.lit("made up"))
    made = {"pairs": pairs, "units": units, "procedures": known, "modifiers": modifiers, "payer_rules": rules}
    return EditTables(
        diagnoses=shipped.diagnoses,
        excludes=shipped.excludes,
        groups=shipped.groups,
        **{name: _fit(frame, name) for name, frame in made.items()},
    )


def make_care(tables: EditTables, *, lines: int, seed: int) -> Care:
    """About this many charge lines, 2.5 an encounter, of the three months before LAST_DAY."""
    chance = np.random.default_rng(seed + 2)
    encounters, people = int(lines / 2.5), int(lines / 7)
    day = pl.lit(FIRST_DAY) + pl.duration(days=pl.col("day"))
    of = pl.DataFrame(
        {
            "number": np.arange(encounters), "party": chance.integers(0, people, encounters), "day": chance.integers(0, 91, encounters),
            "form": chance.choice(["P", "I"], encounters, p=[0.92, 0.08]),
            "place_of_service": chance.choice(["11", "21", "22", "10", "23"], encounters, p=[0.8, 0.06, 0.06, 0.05, 0.03]),
            "npi": chance.integers(0, 300, encounters), "lines": _spread(chance, LINES_OF_100, encounters), "dx": _spread(chance, DIAGNOSES_OF_100, encounters),
        }
    ).with_columns(
        encounter_key=pl.format("V{}", "number"), party_key=pl.format("P{}", "party"), started_on=day,
        rendering_npi=pl.lit(1_000_000_000) + pl.col("npi"), is_finished=pl.lit(value=True), referral_key=pl.lit("R1"),
    )  # fmt: skip
    return Care(
        complete(frames.Encounters, of),
        _diagnoses(of, tables, chance),
        _charges(of, chance, seed),
        pl.select(party_key=pl.format("P{}", pl.int_range(people))).with_columns(
            birth_on=pl.date(1940 + pl.int_range(pl.len()) % 68, 6, 15), sex=pl.when(pl.int_range(pl.len()) % 2 == 0).then(pl.lit("F")).otherwise(pl.lit("M"))
        ),
        complete(
            frames.Coverages,
            pl.select(number=pl.int_range(people)).with_columns(
                party_key=pl.format("P{}", "number"), level_no=pl.lit(1), from_on=pl.lit(date(2024, 1, 1)),
                payer_key=pl.format("PAYER{}", pl.col("number") % PAYERS), payer_kind=pl.lit("commercial"),
            ),
        ),
    )  # fmt: skip


#: Encounters whose pairs would be too many, were each two looked at.
SHAPES = ("5,000 lines of different codes", "5,000 lines of two codes", "5,000 lines and diagnoses")


def make_one(many: int, *, shape: str, seed: int, tables: EditTables) -> Care:
    """One encounter of a shape, of this many lines, and of two diagnoses or as many."""
    few = make_care(tables, lines=10, seed=seed)
    key, on = few.encounters.select("encounter_key", "started_on").row(0)
    # Two codes that are never paid together, and still are not.
    two = tables.pairs.filter((pl.col("indicator") == "0") & pl.col("to_on").is_null()).select("first", "second").row(0)
    codes_of_shape = {SHAPES[0]: procedures(seed), SHAPES[1]: list(two), SHAPES[2]: procedures(seed)}[shape]
    lines = pl.select(line_no=pl.int_range(1, many + 1)).with_columns(
        encounter_key=pl.lit(key), units=pl.lit(1.0), diagnosis_pointers=pl.lit("1"), service_on=pl.lit(on),
        procedure_code=pl.lit(pl.Series(codes_of_shape)).implode().list.get(pl.col("line_no") % len(codes_of_shape)),
    )  # fmt: skip
    codes = (
        tables.diagnoses.filter(pl.col("code").str.contains(r"^[A-N]") & pl.col("is_billable"))["code"].unique().sort()
    )
    ranks = pl.DataFrame({"code": codes.sample(many if shape == SHAPES[2] else 2, seed=seed)}).with_columns(
        encounter_key=pl.lit(key), rank=pl.int_range(1, pl.len() + 1), system=pl.lit("icd10cm")
    )
    return Care(
        few.encounters.head(1).with_columns(form=pl.lit("P")),
        complete(frames.Diagnoses, ranks),
        complete(frames.Charges, lines.with_columns(system=_system("procedure_code"))),
        few.people,
        few.coverages,
    )


def _charges(of: pl.DataFrame, chance: np.random.Generator, seed: int) -> pl.DataFrame:
    """The first line of two encounters in three is a visit; one line of another kind in seven has a modifier."""
    codes = np.array(procedures(seed))
    rows = (
        of.select("encounter_key", "lines", "day", "started_on", "dx")
        .with_columns(line_no=pl.int_ranges(1, pl.col("lines") + 1))
        .explode("line_no")
    )
    count = rows.height
    is_visit = (rows["line_no"].to_numpy() == 1) & (chance.random(count) < 0.66)
    chosen = np.where(
        is_visit,
        chance.integers(0, len(VISITS) - 3, count),
        len(VISITS) + _often(chance, len(codes) - len(VISITS), count),
    )
    other = np.where(
        chance.random(count) < 0.86, "", chance.choice(["59", "26", "TC", "RT", "LT", "GP", "KX", "XS:RT", "76"], count)
    )
    visit = np.where((rows["lines"].to_numpy() > 1) & (chance.random(count) < 0.95), "25", "")
    made = rows.with_columns(
        procedure_code=pl.Series(codes[chosen]), modifiers=pl.Series(np.where(is_visit, visit, other)),
        units=pl.Series(chance.choice([1.0, 2.0, 4.0, 20.0], count, p=[0.88, 0.08, 0.035, 0.005])), service_on="started_on",
        diagnosis_pointers=pl.when(pl.col("dx") > 1).then(pl.lit("1:2")).otherwise(pl.lit("1")),
    ).with_columns(modifiers=pl.when(pl.col("modifiers") != "").then("modifiers"), system=_system("procedure_code"))  # fmt: skip
    return complete(frames.Charges, made)


def _diagnoses(of: pl.DataFrame, tables: EditTables, chance: np.random.Generator) -> pl.DataFrame:
    """Codes of all ages and both sexes, most of them billable."""
    pool = tables.diagnoses.filter(
        pl.col("code").str.contains(r"^[A-NR-UZ]") & (pl.col("is_billable") | (pl.col("code").hash(7) % 200 == 0))
    )["code"]
    codes = pool.sample(DIAGNOSES, seed=7, shuffle=True).to_numpy()
    rows = of.select("encounter_key", "dx").with_columns(rank=pl.int_ranges(1, pl.col("dx") + 1)).explode("rank")
    made = rows.with_columns(code=pl.Series(codes[_often(chance, DIAGNOSES, rows.height)]), system=pl.lit("icd10cm"))
    return complete(frames.Diagnoses, made)


def _often(chance: np.random.Generator, count: int, size: int) -> np.ndarray:
    """Places in a list, the first ones far oftener: half of all among its first sixteenth."""
    return (count * chance.random(size) ** 4).astype(np.int64)


def _spread(chance: np.random.Generator, of_100: dict[int, int], size: int) -> np.ndarray:
    return chance.choice(list(of_100), size, p=[share / 100 for share in of_100.values()])


def _system(code: str = "code") -> pl.Expr:
    return pl.when(pl.col(code).str.contains(r"^[A-V]")).then(pl.lit("hcpcs")).otherwise(pl.lit("cpt"))


def _fit(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    lacking = [
        pl.lit(None, dtype=dtype).alias(column)
        for column, dtype in SCHEMAS[name].items()
        if column not in frame.columns
    ]
    return frame.with_columns(lacking).select([pl.col(column).cast(dtype) for column, dtype in SCHEMAS[name].items()])
