"""Edits against CMS's tables: units that are medically unlikely, and pairs that are not paid together; and the payer's own rules."""

from functools import partial

import polars as pl

from remindful.core import coverage
from remindful.core.coding.edits.charges import APART
from remindful.core.coding.edits.found import STOP, find
from remindful.core.coding.edits.tables import EditTables
from remindful.core.words.spans import in_force

#: Codes of one day up to which each two of them are looked up; beyond it they are too many, and the table's pairs are followed instead.
WIDE_DAY = 50


def count_days(lines: pl.DataFrame) -> pl.DataFrame:
    """Coded lines as CMS's limits count them: encounter_key, line_no, code, units, form, service_on, is_apart, and day_no.

    lines: as join_lines gives them. day_no is one for each patient, provider, day and form. is_apart: a modifier sets the line apart from others.
    """
    coded = lines.lazy().filter(pl.col("code").is_not_null()).with_row_index("row_no")
    days = coded.with_columns(
        day_no=pl.col("row_no").min().over("party_key", "provider", "service_on", "form"),
        is_apart=pl.col("mods").list.eval(pl.element().is_in(APART)).list.any(),
    )
    return days.select(
        "encounter_key", "line_no", "code", "units", "form", "service_on", "is_apart", "day_no"
    ).collect()


def edit_units(days: pl.DataFrame, tables: EditTables) -> list[pl.DataFrame]:
    """Units above CMS's medically unlikely edits: indicator 1 by line, 2 and 3 by the day of a provider and patient. days: count_days."""
    if tables.units.is_empty():
        return []
    dated = days.join(tables.units, on=["code", "form"]).filter(in_force(pl.col("service_on")))
    by_line = dated.filter((pl.col("indicator") == "1") & (pl.col("units") > pl.col("most")))
    daily = dated.filter(pl.col("indicator") != "1").with_columns(sum=pl.col("units").sum().over("day_no", "code"))
    by_day = daily.filter(pl.col("sum") > pl.col("most"))
    source = pl.format("CMS NCCI medically unlikely edits, {}, adjudication indicator {}", "edition", "indicator")
    return [
        find(
            by_line,
            "units.mue_line",
            severity=STOP,
            message=pl.format("Line {}: {} units of {}; at most {} a line.", "line_no", "units", "code", "most"),
            remedy="Correct the units, or split the line with 59, 76, 77, 91 or an anatomic modifier where the record supports it.",
            source=source,
        ),
        find(
            by_day,
            "units.mue_day",
            severity=STOP,
            message=pl.format(
                "Line {}: {} units of {} on {}; at most {} a day.", "line_no", "sum", "code", "service_on", "most"
            ),
            remedy="Correct the units. Indicator 2 is absolute; with 3 a payer may pay more on appeal, with the record.",
            source=source,
        ),
    ]


def edit_pairs(days: pl.DataFrame, tables: EditTables) -> list[pl.DataFrame]:
    """Pairs of one patient, provider and day that CMS does not pay together (NCCI procedure-to-procedure edits). days: count_days.

    One finding a line of the second code and a first code, however many lines have the first.
    """
    if tables.pairs.is_empty():
        return []
    shared = days.filter(pl.len().over("day_no") > 1)
    seconds = shared.select("day_no", "encounter_key", "line_no", "is_apart", second="code")
    hit = find_pairs(shared, tables.pairs).join(seconds, on=["day_no", "second"])
    never = hit.filter(pl.col("indicator") == "0")
    untold = hit.filter((pl.col("indicator") == "1") & pl.col("is_bare") & ~pl.col("is_apart"))
    source = pl.format("CMS NCCI procedure-to-procedure edits, {}, modifier indicator {}", "edition", "indicator")
    return [
        find(
            never,
            "pair.never",
            severity=STOP,
            message=pl.format("Line {}: {} is not paid with {} on one day.", "line_no", "second", "first"),
            remedy="Take it away: no modifier changes that.",
            source=source,
            code="second",
            other="first",
        ),
        find(
            untold,
            "pair.needs_modifier",
            severity=STOP,
            message=pl.format(
                "Line {}: {} is part of {} on the same day, unless a modifier shows that it was separate.",
                "line_no",
                "second",
                "first",
            ),
            remedy="Take it away, or add 59, an X or an anatomic modifier where the record shows a separate service.",
            source=source,
            code="second",
            other="first",
        ),
    ]


def find_pairs(days: pl.DataFrame, pairs: pl.DataFrame, *, wide_day: int = WIDE_DAY) -> pl.DataFrame:
    """day_no, first, second, indicator, edition and is_bare of every pair that counts on a day. is_bare: a line of `first` is not set apart.

    A day of few codes is looked at two by two; one of many is followed along the table, so that both cost as much as what they find.
    Codes are numbered here, and a pair is one number: millions of them are met.
    """
    names = days["code"].unique().sort()
    is_hospital = (pl.col("form") == "I").cast(pl.Int64)

    def number(code: str) -> pl.Expr:
        return pl.col(code).cast(pl.Enum(names), strict=False).to_physical().cast(pl.Int64)

    codes = (
        days.with_columns(code_no=number("code"))
        .group_by("day_no", "code_no")
        .agg(pl.col("form", "service_on").first(), is_bare=(~pl.col("is_apart")).any())
        .with_columns(is_wide=pl.len().over("day_no") > wide_day, first_no=pl.col("code_no") * 2 + is_hospital)
    )
    live = (
        pairs.filter(pl.col("indicator") != "9")
        .with_columns(first_no=number("first") * 2 + is_hospital, second_no=number("second"))
        .drop_nulls(["first_no", "second_no"])
        .with_columns(pair_no=pl.col("first_no") * len(names) + pl.col("second_no"))
    )
    first, second = (
        codes.select("day_no", "is_wide", "first_no"),
        codes.select("day_no", "is_wide", second_no="code_no"),
    )
    is_wide, pair_no = pl.col("is_wide"), pl.col("first_no") * len(names) + pl.col("second_no")
    two_by_two = first.filter(~is_wide).join(second.filter(~is_wide), on="day_no").select("day_no", pair_no=pair_no)
    along = first.filter(is_wide).join(live, on="first_no").join(second.filter(is_wide), on=["day_no", "second_no"])
    met = pl.concat([two_by_two.join(live, on="pair_no"), along], how="diagonal")
    dated = met.join(codes.select("day_no", "first_no", "service_on", "is_bare"), on=["day_no", "first_no"])
    return dated.filter(in_force(pl.col("service_on"))).select(
        "day_no", "first", "second", "indicator", "edition", "is_bare"
    )


def edit_payer_rules(
    encounters: pl.DataFrame, charges: pl.DataFrame, coverages: pl.DataFrame, tables: EditTables
) -> list[pl.DataFrame]:
    """What the claim's payer requires for a code: a modifier, an authorization, a referral; or that it does not cover it."""
    if tables.payer_rules.is_empty():
        return []
    ruled = _join_payer_rules(encounters, charges, coverages, tables)
    has = pl.col("modifiers").fill_null("").str.split(":").list.contains(pl.col("value"))
    need = pl.col("needs")
    line_text = pl.format("Line {}: {} asks", "line_no", "payer_key")
    stop = partial(find, severity=STOP, source=pl.format("the payer's rule: {}", "source"))
    return [
        stop(
            ruled.filter((need == "modifier") & ~has),
            "payer.modifier",
            message=line_text + pl.format(" for modifier {} with {}.", "value", "code"),
            remedy="Add it where it is true.",
        ),
        stop(
            ruled.filter((need == "authorization") & pl.col("authorization_number").is_null()),
            "authorization.missing",
            message=line_text + pl.format(" for an authorization of {}, and the encounter has no number.", "code"),
            remedy="Enter the number, or ask the payer for one (278).",
        ),
        stop(
            ruled.filter((need == "referral") & pl.col("referral_key").is_null()),
            "referral.missing",
            message=line_text + pl.format(" for a referral for {}, and the encounter has none.", "code"),
            remedy="Enter the referral, or ask the referring office.",
        ),
        stop(
            ruled.filter(need == "not_covered"),
            "payer.not_covered",
            message=pl.format("Line {}: {} does not cover {}.", "line_no", "payer_key", "code"),
            remedy="Tell the patient before the service and get a signed agreement (for Medicare, an ABN); then bill the patient.",
        ),
    ]


def _join_payer_rules(
    encounters: pl.DataFrame, charges: pl.DataFrame, coverages: pl.DataFrame, tables: EditTables
) -> pl.DataFrame:
    """Charge lines beside each rule that their claim's payer has for their code on the day of service."""
    payers = coverage.payer_to_bill(encounters, coverages).select("encounter_key", "payer_key")
    numbers = encounters.select("encounter_key", "authorization_number", "referral_key")
    lines = charges.select("encounter_key", "line_no", "modifiers", "service_on", code="procedure_code")
    ruled = lines.join(tables.payer_rules, on="code", how="semi")
    of_payer = ruled.join(payers, on="encounter_key").join(numbers, on="encounter_key")
    return of_payer.join(tables.payer_rules, on=["payer_key", "code"]).filter(in_force(pl.col("service_on")))
