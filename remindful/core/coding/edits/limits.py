"""Edits against CMS's tables: units that are medically unlikely, and pairs that are not paid together; and the payer's own rules."""

import polars as pl

from remindful.core.coding.edits.charges import APART
from remindful.core.coding.edits.found import STOP, find
from remindful.core.coding.edits.tables import EditTables, in_force


def edit_units(encounters: pl.DataFrame, charges: pl.DataFrame, tables: EditTables) -> list[pl.DataFrame]:
    """Units above CMS's medically unlikely edits: indicator 1 by line, 2 and 3 by the day of a provider and patient."""
    if tables.units.is_empty():
        return []
    rows = _lines(encounters, charges)
    dated = rows.join(tables.units, on=["code", "form"]).filter(in_force(pl.col("service_on")))
    by_line = dated.filter((pl.col("indicator") == "1") & (pl.col("units") > pl.col("most")))
    of_day = ["party_key", "provider", "service_on", "code"]
    daily = dated.filter(pl.col("indicator") != "1").with_columns(sum=pl.col("units").sum().over(of_day))
    by_day = daily.filter(pl.col("sum") > pl.col("most"))
    source = pl.format("CMS NCCI medically unlikely edits, {}, adjudication indicator {}", "edition", "indicator")
    return [
        find(
            by_line,
            "units.mue_line",
            severity=STOP,
            says=pl.format("Line {}: {} units of {}; at most {} a line.", "line_no", "units", "code", "most"),
            mend="Correct the units, or split the line with 59, 76, 77, 91 or an anatomic modifier where the record supports it.",
            source=source,
        ),
        find(
            by_day,
            "units.mue_day",
            severity=STOP,
            says=pl.format(
                "Line {}: {} units of {} on {}; at most {} a day.", "line_no", "sum", "code", "service_on", "most"
            ),
            mend="Correct the units. Indicator 2 is absolute; with 3 a payer may pay more on appeal, with the record.",
            source=source,
        ),
    ]


def edit_pairs(encounters: pl.DataFrame, charges: pl.DataFrame, tables: EditTables) -> list[pl.DataFrame]:
    """Pairs of one patient, provider and day that CMS does not pay together (NCCI procedure-to-procedure edits)."""
    if tables.pairs.is_empty():
        return []
    rows = _lines(encounters, charges).with_columns(
        is_apart=pl.col("modifiers").fill_null("").str.split(":").list.eval(pl.element().is_in(APART)).list.any()
    )
    group = ["party_key", "provider", "service_on", "form"]
    shared = rows.filter(pl.len().over(group) > 1)
    first = shared.select(*group, "encounter_key", "line_no", first="code", first_apart="is_apart")
    second = shared.select(
        *group, other_key="encounter_key", other_line="line_no", second="code", second_apart="is_apart"
    )
    # The pairs table is the large one: it is met only by codes that share a day.
    codes = shared.select("code").unique()
    small = tables.pairs.join(codes.rename({"code": "first"}), on="first", how="semi").join(
        codes.rename({"code": "second"}), on="second", how="semi"
    )
    met = first.join(small, on=["first", "form"]).join(second, on=[*group, "second"])
    hit = met.filter(in_force(pl.col("service_on")) & (pl.col("indicator") != "9"))
    never = hit.filter(pl.col("indicator") == "0")
    untold = hit.filter((pl.col("indicator") == "1") & ~pl.col("first_apart") & ~pl.col("second_apart"))
    source = pl.format("CMS NCCI procedure-to-procedure edits, {}, modifier indicator {}", "edition", "indicator")
    line = {"encounter_key": pl.col("other_key"), "line_no": pl.col("other_line")}
    return [
        find(
            never.with_columns(**line),
            "pair.never",
            severity=STOP,
            says=pl.format("Line {}: {} is not paid beside {} on one day.", "line_no", "second", "first"),
            mend="Take it away: no modifier changes that.",
            source=source,
            code="second",
            other="first",
        ),
        find(
            untold.with_columns(**line),
            "pair.needs_modifier",
            severity=STOP,
            says=pl.format(
                "Line {}: {} is part of {} of the same day, unless a modifier tells them apart.",
                "line_no",
                "second",
                "first",
            ),
            mend="Take it away, or add 59, an X or an anatomic modifier where the record shows a separate service.",
            source=source,
            code="second",
            other="first",
        ),
    ]


def edit_payer_rules(
    encounters: pl.DataFrame, charges: pl.DataFrame, coverages: pl.DataFrame, tables: EditTables
) -> list[pl.DataFrame]:
    """What the first payer asks for a code: a modifier, an authorization, a referral; or that it does not cover it."""
    if tables.payer_rules.is_empty():
        return []
    held = encounters.select("encounter_key", "party_key", "started_on", "authorization_number", "referral_key").join(
        coverages.filter(pl.col("level_no") == 1).select("party_key", "payer_key", "from_on", "to_on"), on="party_key"
    )
    payer = (
        held.filter(in_force(pl.col("started_on")))
        .drop("from_on", "to_on")
        .unique("encounter_key", keep="last", maintain_order=True)
    )
    rows = charges.select("encounter_key", "line_no", "modifiers", "service_on", code="procedure_code").join(
        payer, on="encounter_key"
    )
    ruled = rows.join(tables.payer_rules, on=["payer_key", "code"]).filter(in_force(pl.col("service_on")))
    has = pl.col("modifiers").fill_null("").str.split(":").list.contains(pl.col("value"))
    need = pl.col("needs")
    asked = pl.format("Line {}: {} asks", "line_no", "payer_key")
    source = pl.format("the payer's rule: {}", "source")
    return [
        find(
            ruled.filter((need == "modifier") & ~has),
            "payer.modifier",
            severity=STOP,
            says=asked + pl.format(" for modifier {} with {}.", "value", "code"),
            mend="Add it where it is true.",
            source=source,
        ),
        find(
            ruled.filter((need == "authorization") & pl.col("authorization_number").is_null()),
            "authorization.missing",
            severity=STOP,
            says=asked + pl.format(" for an authorization of {}, and the encounter has no number.", "code"),
            mend="Enter the number, or ask the payer for one (278).",
            source=source,
        ),
        find(
            ruled.filter((need == "referral") & pl.col("referral_key").is_null()),
            "referral.missing",
            severity=STOP,
            says=asked + pl.format(" for a referral for {}, and the encounter has none.", "code"),
            mend="Enter the referral, or ask the referring office.",
            source=source,
        ),
        find(
            ruled.filter(need == "not_covered"),
            "payer.not_covered",
            severity=STOP,
            says=pl.format("Line {}: {} does not cover {}.", "line_no", "payer_key", "code"),
            mend="Tell the patient before the care and have it agreed in writing; then bill it as their own.",
            source=source,
        ),
    ]


def _lines(encounters: pl.DataFrame, charges: pl.DataFrame) -> pl.DataFrame:
    """Charge lines with their patient, provider and form."""
    of = encounters.select("encounter_key", "party_key", "form", whose="rendering_npi")
    return (
        charges.join(of, on="encounter_key", maintain_order="left")
        .with_columns(provider=pl.coalesce("rendering_npi", "whose", pl.lit("?")), code=pl.col("procedure_code"))
        .filter(pl.col("code").is_not_null())
        .drop("whose")
    )
