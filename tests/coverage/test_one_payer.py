"""One payer for one encounter: the claim, the checks before it, the clock and the request for authorization all name the same."""

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remindful.core.billing import compose_claims
from remindful.core.coding.edits import empty_tables
from remindful.core.coding.edits.limits import edit_payer_rules
from remindful.core.coding.edits.tables import SCHEMAS
from remindful.core.coverage import payers_of_person
from remindful.core.referrals import RequirementFrames, check_requirements
from remindful.core.submissions.timely import dues_of_unbilled
from remindful.core.words import frames
from tests.billing.rows import BILLER, DAY, care_frames, charge, coverage, encounter, frame, person

Row = dict[str, object]
Payers = dict[str, str | None]

#: Properties are never timed: the machine may be busy.
unhurried = settings(deadline=None, max_examples=60)
PAYERS = ("A", "B", "C", "D")
CODE = "97110"
VISITS = [
    encounter(f"{who}{number}", party_key=who, started_on=DAY + timedelta(days=number))
    for who in ("ann", "bob")
    for number in (-1, 0, 1)
]
NEAR_DAYS = st.integers(-3, 3).map(lambda days: DAY + timedelta(days=days))
COVERAGES = st.builds(
    lambda who, level_no, payer, from_on, to_on: coverage(level_no, payer, party_key=who, from_on=from_on, to_on=to_on),
    st.sampled_from(["ann", "bob"]), st.integers(1, 4), st.sampled_from(PAYERS), st.just(date(1900, 1, 1)) | NEAR_DAYS, st.none() | NEAR_DAYS,
)  # fmt: skip


def slow_payer(visit: Row, coverages: list[Row], *, level_no: int) -> str | None:
    """The rule once more, coverage by coverage: levels in force, of each the one that began last, counted without gaps."""
    day, by_level = visit["started_on"], {}
    for row in coverages:
        begun, ended = row["from_on"] <= day, row["to_on"] is not None and row["to_on"] < day
        if row["party_key"] != visit["party_key"] or not begun or ended:
            continue
        best = by_level.get(row["level_no"])
        if best is None or (row["from_on"], row["payer_key"]) > (best["from_on"], best["payer_key"]):
            by_level[row["level_no"]] = row
    payers = [str(by_level[level]["payer_key"]) for level in sorted(by_level)]
    return payers[level_no - 1] if level_no <= len(payers) else None


def of_all(found: dict[str, str]) -> Payers:
    return {str(visit["encounter_key"]): found.get(str(visit["encounter_key"])) for visit in VISITS}


def encounters(level_no: int) -> pl.DataFrame:
    return frame(frames.Encounters, *VISITS).with_columns(level_no=pl.lit(level_no, dtype=pl.Int64))


def charges() -> list[Row]:
    return [charge(str(visit["encounter_key"]), code=CODE, service_on=visit["started_on"]) for visit in VISITS]


def claims_payers(coverages: list[Row], *, level_no: int) -> Payers:
    care = care_frames(VISITS, charges=charges(), diagnoses=[], coverages=coverages, people=[person(), person("bob")])
    numbered = care.encounters.with_columns(level_no=pl.lit(level_no, dtype=pl.Int64))
    composed = compose_claims(replace(care, encounters=numbered), biller=BILLER, day=DAY)
    asked = composed.payers.filter("is_destination").join(
        composed.claims.select("claim_no", "control_number"), on="claim_no"
    )
    assert asked["claim_no"].is_unique().all()
    return of_all(dict(asked.select("control_number", "payer_key").rows()))


def checks_payers(coverages: list[Row], *, level_no: int) -> Payers:
    """Each payer needs an authorization, by a source that names it."""
    needs = [{"payer_key": payer, "authorization_codes": "*", "source": payer} for payer in PAYERS]
    whole = RequirementFrames(
        encounters(level_no), frame(frames.Charges, *charges()), frame(frames.Coverages, *coverages),
        frame(frames.Referrals), frame(frames.Authorizations),
    )  # fmt: skip
    found = check_requirements(whole, requirements=frame(frames.PayerRequirements, *needs))
    assert {"authorization.missing"} >= set(found["edit"])
    return of_all(dict(found.select("encounter_key", "source").rows()))


def rules_payers(coverages: list[Row], *, level_no: int) -> Payers:
    """Each payer has a rule for the code, by a source that names it."""
    rules = [{"payer_key": payer, "code": CODE, "needs": "authorization", "source": payer} for payer in PAYERS]
    tables = empty_tables(payer_rules=pl.DataFrame(rules, schema_overrides=SCHEMAS["payer_rules"]).with_columns(
        pl.lit(None, dtype=kind).alias(name) for name, kind in SCHEMAS["payer_rules"].items() if name not in rules[0]
    ))  # fmt: skip
    found = pl.concat(
        edit_payer_rules(
            encounters(level_no), frame(frames.Charges, *charges()), frame(frames.Coverages, *coverages), tables
        )
    )
    named = found.select("encounter_key", pl.col("source").str.strip_prefix("the payer's rule: "))
    return of_all(dict(named.rows()))


def clocks_payers(coverages: list[Row]) -> Payers:
    dues = dues_of_unbilled(
        frame(frames.Encounters, *VISITS), frame(frames.Charges, *charges()), frame(frames.Coverages, *coverages)
    )
    return of_all(dict(dues.select("due_key", "payer_key").rows()))


def requests_payers(coverages: list[Row]) -> Payers:
    """Whom a 278 would ask, had the care been ordered for that day."""
    found = {
        str(visit["encounter_key"]): payers_of_person(
            frame(frames.Coverages, *coverages), party_key=str(visit["party_key"]), day=visit["started_on"]
        )["payer_key"].to_list()[:1]
        for visit in VISITS
    }  # fmt: skip
    return of_all({visit: first[0] for visit, first in found.items() if first})


@unhurried
@given(st.lists(COVERAGES, max_size=7))
def test_claim_checks_rules_clock_and_request_name_one_payer(coverages):
    expected = {str(visit["encounter_key"]): slow_payer(visit, coverages, level_no=1) for visit in VISITS}

    assert expected == claims_payers(coverages, level_no=1)
    assert expected == checks_payers(coverages, level_no=1)
    assert expected == rules_payers(coverages, level_no=1)
    assert expected == clocks_payers(coverages)
    assert expected == requests_payers(coverages)


@unhurried
@given(st.lists(COVERAGES, max_size=9), st.integers(2, 4))
def test_at_a_later_level_claim_checks_and_rules_name_one_payer(coverages, level_no):
    expected = {str(visit["encounter_key"]): slow_payer(visit, coverages, level_no=level_no) for visit in VISITS}

    assert expected == claims_payers(coverages, level_no=level_no)
    assert expected == checks_payers(coverages, level_no=level_no)
    assert expected == rules_payers(coverages, level_no=level_no)


@pytest.mark.parametrize(
    ("coverages", "expected"),
    [
        ([coverage(1, "A", to_on=DAY - timedelta(days=1)), coverage(2, "B")], "B"),
        ([coverage(1, "A"), coverage(2, "B")], "A"),
        ([coverage(1, "A", from_on=DAY + timedelta(days=1)), coverage(3, "C")], "C"),
        ([coverage(1, "A"), coverage(1, "B", from_on=DAY)], "B"),
        ([coverage(1, "A", to_on=DAY - timedelta(days=1))], None),
        ([], None),
    ],
)
def test_the_worked_table_of_the_page_holds_everywhere(coverages, expected):
    found = [
        payers["ann0"]
        for payers in (
            claims_payers(coverages, level_no=1), checks_payers(coverages, level_no=1), rules_payers(coverages, level_no=1),
            clocks_payers(coverages), requests_payers(coverages),
        )
    ]  # fmt: skip

    assert [expected] * 5 == found
