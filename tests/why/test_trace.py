"""Back to the cause: each open amount in one row with one cause, in the order of the chain."""

from datetime import date

import polars as pl
import pytest

from remindful.core.measures import sum_causes
from remindful.core.why.trace import TraceFrames, trace
from remindful.core.words import frames
from tests.billing.rows import charge, encounter, frame

DAY = date(2026, 6, 1)
VISIT = {
    "visit_id": 7, "organization_id": 1, "account_id": 3, "patient_id": 4, "visit_key": "V1", "service_from_on": date(2026, 3, 2),
    "billed_on": date(2026, 3, 6), "is_opening": False,
}  # fmt: skip
ITEM = {
    "item_id": 11, "visit_id": 7, "account_id": 3, "patient_id": 4, "service_on": date(2026, 3, 2), "open_cents": 15_000,
    "balance_owner": "payer", "reason": "waits_for_payer", "procedure_code": "99213",
} | dict.fromkeys(
    (
        "charge_cents", "payer_paid_cents", "contractual_cents", "other_off_cents", "opening_off_cents", "patient_paid_cents", "patient_due_cents",
        "deductible_cents", "coinsurance_cents", "copay_cents", "not_covered_cents", "self_pay_cents",
    ),
    0,
)  # fmt: skip
SENT = {"state": "written", "claim_sent_id": 1, "visit_id": 7, "sent_on": date(2026, 3, 6), "level_no": 1}
ANSWER = {"remit_claim_id": 1, "visit_id": 7, "level_no": 1, "adjudicated_on": date(2026, 4, 3)}


def item_frame(*rows):
    types = {name: column.dtype for name, column in frames.ItemBalances.columns().items()} | {
        "procedure_code": pl.String
    }
    return pl.DataFrame([dict.fromkeys(types) | ITEM | row for row in rows], schema=types)


def encounter_frame(*rows):
    base = frame(
        frames.Encounters,
        *[encounter(**{k: v for k, v in row.items() if k not in ("state", "visit_id")}) for row in rows],
    )
    own = {"state": [row.get("state", "billed") for row in rows], "visit_id": [row.get("visit_id") for row in rows]}
    return base.hstack(pl.DataFrame(own, schema={"state": pl.String, "visit_id": pl.Int64}))


def sent_frame(*rows):
    base = frame(frames.SentClaims, *[{k: v for k, v in row.items() if k != "state"} for row in rows])
    return base.with_columns(state=pl.Series([row["state"] for row in rows], dtype=pl.String))


def traced(
    *,
    items=(),
    encounters=(),
    edits=(),
    sent=(),
    told=(),
    answers=(),
    referrals=(),
    authorizations=(),
    charges=(),
    levels=(1, 2),
):
    statuses = frame(frames.ClaimStatuses, *told).hstack(
        pl.DataFrame(
            {"claim_sent_id": [1] * len(told), "claim_status_id": list(range(len(told)))},
            schema={"claim_sent_id": pl.Int64, "claim_status_id": pl.Int64},
        )
    )
    held = [
        {"severity": "stop", "says": "x", "remedy": "y", "source": "z", "encounter_key": "V1", "edit": edit}
        for edit in edits
    ]
    return trace(
        TraceFrames(
            item_balances=item_frame(*items),
            visits=frame(frames.Visits, VISIT),
            visit_payers=frame(frames.VisitPayers, *[{"visit_id": 7, "level_no": no, "payer_key": f"P{no}", "payer_kind": "commercial"} for no in levels]),
            encounters=encounter_frame(*encounters),
            charges=frame(frames.Charges, *charges),
            edits=frame(frames.EditFindings, *held),
            referrals=frame(frames.Referrals, *referrals),
            authorizations=frame(frames.Authorizations, *authorizations),
            sent=sent_frame(*sent),
            statuses=statuses,
            adjudications=frame(frames.StoredRemitClaims, *answers),
            roots=pl.DataFrame({"carc": ["197", "29"], "root": ["authorization", "timely_filing"]}),
        ),
        day=DAY,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ({"items": [{"balance_owner": "credit", "open_cents": -500}]}, "credit"),
        ({"items": [{"balance_owner": "not_billable"}]}, "protected"),
        ({"items": [{"balance_owner": "needs_review"}]}, "under_review"),
        ({"items": [{}], "sent": [SENT | {"state": "rejected"}], "told": [{"is_accepted": False}]}, "rejection"),
        ({"items": [{}], "sent": [SENT | {"sent_on": date(2026, 4, 17)}]}, "payer"),
        ({"items": [{}], "sent": [SENT | {"sent_on": date(2026, 4, 16)}]}, "payer_late"),
        ({"items": [{}], "answers": [ANSWER | {"adjudicated_on": date(2026, 5, 1)}]}, "next_payer"),
        ({"items": [{"balance_owner": "patient", "self_pay_cents": 15_000}]}, "self_pay"),
        ({"items": [{"balance_owner": "patient"}]}, "patient_share"),
        ({"items": [{"balance_owner": "denied", "carc": "197"}]}, "authorization"),
        ({"items": [{"balance_owner": "denied", "carc": "29"}]}, "timely_filing"),
        ({"items": [{"balance_owner": "denied", "carc": "999"}]}, "denial"),
    ],
)
def test_each_open_item_has_the_cause_of_whose_it_is(said, cause):
    assert [cause] == traced(**said)["cause"].to_list()


def test_what_is_settled_is_not_traced():
    assert traced(items=[{"open_cents": 0, "balance_owner": "settled"}]).is_empty()


@pytest.mark.parametrize(
    ("said", "edits", "cause"),
    [
        ({"is_finished": False, "state": "open"}, [], "documentation"),
        ({"state": "open"}, [], "coding"),
        ({"state": "held"}, ["dx.not_billable", "authorization.missing"], "authorization"),
        ({"state": "held"}, ["authorization.missing", "referral.expired"], "referral"),
        ({"state": "held"}, ["charge.unpriced", "pair.ptp"], "charge_capture"),
        ({"state": "held"}, ["encounter.patient_unknown"], "registration"),
    ],
)
def test_an_unbilled_encounter_stands_at_the_first_thing_of_the_chain(said, edits, cause):
    assert [cause] == traced(encounters=[said], edits=edits, charges=[charge()])["cause"].to_list()


def test_an_unbilled_encounter_costs_its_charges():
    row = traced(encounters=[{"state": "held"}], charges=[charge(), charge(line_no=2, cents=4_000)])

    assert [19_000] == row["open_cents"].to_list()


def test_what_is_nobodys_bill_is_not_traced():
    assert traced(encounters=[{"state": "not_billed"}]).is_empty()


def test_the_days_of_every_stage_are_told():
    [row] = traced(
        items=[{"balance_owner": "denied", "carc": "197"}],
        encounters=[{"visit_id": 7, "referral_key": "R1", "authorization_number": "A1"}],
        referrals=[{"referral_key": "R1", "ordered_on": date(2026, 2, 10)}],
        authorizations=[{"number": "A1", "decided_on": date(2026, 2, 14)}],
        charges=[charge(captured_on=date(2026, 3, 5))],
        sent=[SENT],
        told=[{"is_accepted": True, "effective_on": date(2026, 3, 7)}],
        answers=[ANSWER],
    ).to_dicts()

    wanted = ["2026-02-10", "2026-02-14", "2026-03-02", "2026-03-05", "2026-03-06", "2026-03-07", "2026-04-03"]
    stages = ("ordered_on", "authorized_on", "service_on", "captured_on", "billed_on", "accepted_on", "adjudicated_on")
    assert wanted == [str(row[name]) for name in stages]
    assert ("CARC 197", "P1", 91) == (row["detail"], row["payer_key"], row["open_days"])


def test_a_report_sums_to_the_traces_to_the_cent():
    rows = traced(
        items=[
            {"item_id": 1, "open_cents": 7},
            {"item_id": 2, "open_cents": 11, "balance_owner": "patient"},
            {"item_id": 3, "open_cents": 13},
        ]
    )
    sums = sum_causes(rows, by=("payer_key",))

    assert 31 == sums["open_cents"].sum()
    assert 3 == sums["rows"].sum()
