"""Denials as work: what counts, what it is worth, until when, and in what order."""

from datetime import date

import polars as pl
import pytest

from remindful.core.remits import AppealLimit, DenialFrames, Way, denial_work, meaning_expr, sum_denials
from remindful.core.words.frames import ItemBalances, Items, VisitPayers
from tests.remits.conftest import ANSWERED, SERVED, frame_of

DAY = date(2026, 2, 1)
SAID = {"item_id": pl.Int64, "visit_id": pl.Int64, "level_no": pl.Int64, "remit_claim_id": pl.Int64, "group_code": pl.String,
        "carc": pl.String, "amount_cents": pl.Int64, "adjudicated_on": pl.Date}  # fmt: skip


def work_of(*said: str, kind="medicare", remarks=(), sent=None, limits=None, day=DAY, due=0, standing=True, **balance):
    """The work on visits 1, 2 ...: each one line of $150 of which `said` tells ("CO197:15000 PR1:100"), open but for its write-offs."""
    rows = [
        (number, number, 1, number, word[:2], word.split(":")[0][2:], int(word.split(":")[1]), ANSWERED)
        for number, text in enumerate(said, start=1)
        for word in text.split()
    ]
    frame = pl.DataFrame(rows, schema=SAID, orient="row").with_columns(meaning=meaning_expr())
    numbers = range(1, len(said) + 1)
    off = frame.filter(pl.col("meaning") == "off").group_by("item_id").agg(pl.col("amount_cents").sum())
    cut = dict(off.rows())
    zeros = dict.fromkeys(("payer_paid_cents", "other_off_cents", "opening_off_cents", "patient_paid_cents", "deductible_cents", "coinsurance_cents",
                           "copay_cents", "not_covered_cents", "self_pay_cents"), 0)  # fmt: skip
    balances = [
        {"item_id": n, "visit_id": n, "account_id": n, "patient_id": n, "service_on": SERVED, "charge_cents": 15_000,
         "contractual_cents": cut.get(n, 0), "open_cents": 15_000 - cut.get(n, 0), "balance_owner": "denied", "patient_due_cents": due,
         "reason": "denied"} | zeros | balance
        for n in numbers
    ]  # fmt: skip
    items = [
        {"item_id": n, "organization_id": 1, "visit_id": n, "line_no": 1, "procedure_code": "99213", "service_on": SERVED, "charge_cents": 15_000}
        for n in numbers
    ]  # fmt: skip
    payers = [
        {"visit_id": n, "level_no": 1, "payer_name": "PLAN", "payer_key": "P1", "payer_kind": kind} for n in numbers
    ]
    answers = frame.select("visit_id", "level_no", "remit_claim_id", "adjudicated_on").unique(maintain_order=True)
    visits = pl.DataFrame(
        {"visit_id": numbers, "organization_id": 1, "account_id": numbers, "visit_key": [f"V{n}" for n in numbers]}
    )
    again = {"visit_id": pl.Int64, "level_no": pl.Int64, "sent_on": pl.Date}
    return denial_work(
        DenialFrames(
            items=frame_of(Items, items), item_balances=frame_of(ItemBalances, balances), responsibilities=frame,
            adjudications=answers if standing else answers.head(0),
            remarks=pl.DataFrame({"remit_claim_id": numbers, "remark_codes": [list(remarks) for _ in numbers]},
                                 schema_overrides={"remark_codes": pl.List(pl.String)}),
            visit_payers=frame_of(VisitPayers, payers),
            visits=visits.with_columns(provider_npi=pl.lit(None, dtype=pl.String)),
            sent=pl.DataFrame([(1, 1, sent)] if sent else [], schema=again, orient="row"),
        ),
        day=day,
        limits=limits or {},
    )  # fmt: skip


def test_a_denial_is_one_row_with_its_cause_its_money_and_its_last_day():
    row = work_of("CO197:15000").row(0, named=True)

    assert ("V1", "CO", "197", "authorization", "appeal") == tuple(
        row[name] for name in ("visit_key", "group_code", "carc", "cause", "way")
    )
    assert (15_000, 15_000, 6_000) == (row["denied_cents"], row["recoverable_cents"], row["expected_cents"])
    assert (date(2026, 5, 20), 108) == (row["deadline_on"], row["days_left"])
    assert "42 CFR 405.942" in row["deadline_text"]
    assert row["next_step"].endswith("Never bill the patient.")


@pytest.mark.parametrize(
    "said", ["PR1:15000", "CO45:15000", "CO253:300", "OA23:15000", "PR96:15000", "CO24:15000", "CO133:100"]
)
def test_shares_contracts_and_what_is_still_decided_are_no_denials(said):
    assert work_of(said).is_empty()


def test_a_bundled_line_that_was_written_off_can_still_be_had():
    row = work_of("CO97:15000").row(0, named=True)

    assert (True, "bundling", 15_000) == (row["is_written_off"], row["cause"], row["recoverable_cents"])


def test_what_is_the_patients_or_was_paid_since_is_not_to_be_had():
    assert [10_000] == work_of("CO197:12000 PR1:3000", due=5_000)["recoverable_cents"].to_list()
    assert work_of("CO197:15000", open_cents=0).is_empty()


def test_an_answer_that_no_longer_stands_is_no_work():
    assert work_of("CO197:15000", standing=False).is_empty()


def test_the_code_of_the_largest_amount_names_the_row():
    row = work_of("CO16:2000 CO197:9000 CO45:4000").row(0, named=True)

    assert ("197", 11_000, 11_000) == (row["carc"], row["denied_cents"], row["recoverable_cents"])


def test_a_remark_says_what_the_vague_code_does_not():
    vague, plain = work_of("CO16:15000"), work_of("CO16:15000", remarks=["N290"])

    assert ["information", "enrollment"] == [frame["cause"][0] for frame in (vague, plain)]
    assert "Correct the rendering NPI." == plain["next_step"][0]


def test_a_remark_does_not_change_a_code_that_says_it_all():
    assert "authorization" == work_of("CO197:15000", remarks=["N290"])["cause"][0]


@pytest.mark.parametrize(
    ("kind", "way", "days"),
    [
        ("commercial", "CO197", 180),
        ("medicaid", "CO197", None),
        ("medicare", "CO18", 120),
        ("medicare_advantage", "CO197", None),
    ],
)
def test_a_deadline_that_no_law_gives_is_not_known(kind, way, days):
    row = work_of(f"{way}:15000", kind=kind).row(0, named=True)
    known = None if row["deadline_on"] is None else (row["deadline_on"] - ANSWERED).days

    assert days == known
    assert (days is None) == ("not known" in row["deadline_text"])


def test_the_offices_own_limit_goes_before_the_laws_and_the_payers_before_its_kinds():
    limits = {
        "medicare": {Way.APPEAL: AppealLimit(30, False, "kind")},
        "P1": {Way.APPEAL: AppealLimit(60, True, "payer")},
    }
    row = work_of("CO197:15000", limits=limits).row(0, named=True)

    assert (date(2026, 3, 6), "payer") == (row["deadline_on"], row["deadline_text"])
    assert "kind" == work_of("CO197:15000", limits={"medicare": limits["medicare"]})["deadline_text"][0]


@pytest.mark.parametrize(
    ("day", "factor"),
    [
        ("2026-05-21", 1),
        ("2026-05-20", 16),
        ("2026-05-06", 16),
        ("2026-05-05", 8),
        ("2026-04-05", 8),
        ("2026-04-04", 4),
    ],
)
def test_the_nearer_the_last_day_the_more_pressing_until_it_has_passed(day, factor):
    assert factor * 6_000 == work_of("CO197:15000", day=date.fromisoformat(day))["priority"][0]


def test_an_unknown_deadline_is_not_a_distant_one():
    assert 8 * 6_000 == work_of("CO197:15000", kind="medicaid")["priority"][0]


def test_what_went_out_again_waits_for_its_answer():
    row = work_of("CO4:15000", sent=date(2026, 1, 25)).row(0, named=True)

    assert date(2026, 1, 25) == row["resent_on"]
    assert row["next_step"].startswith("A claim went out again on 2026-01-25")
    assert work_of("CO4:15000", sent=ANSWERED)["resent_on"][0] is None


def test_the_most_pressing_comes_first_and_sums_keep_every_cent():
    work = work_of("CO29:15000", "CO4:15000", "CO97:5000", "CO4:2000")
    sums = sum_denials(work, by="cause")

    assert ["V2", "V1", "V3", "V4"] == work["visit_key"].to_list()
    assert [("coding", 2, 17_000), ("timely_filing", 1, 15_000), ("bundling", 1, 5_000)] == sums.select(
        "cause", "lines", "recoverable_cents"
    ).rows()


def test_a_code_of_no_table_is_work_with_a_question_to_the_payer():
    row = work_of("CO999:15000").row(0, named=True)

    assert ("information", 15_000) == (row["cause"], row["recoverable_cents"])
    assert "no table knows" in row["message"]
