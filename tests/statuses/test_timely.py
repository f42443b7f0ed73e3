"""Timely filing, on each side of each last day."""

from datetime import date, timedelta

import polars as pl
import pytest

from remindful.core.submissions import claim_states, statuses, timely
from remindful.core.submissions.timely import FilingAct, FilingLimit
from remindful.core.words import frames
from remindful.core.words.kinds import PayerKind
from tests.billing.rows import DAY as CARE_DAY
from tests.billing.rows import charge, coverage, encounter
from tests.statuses.rows import DAY, frame, of_set, refused, sent, taken, told


def due(**said):
    plain = {
        "due_key": "ACCT-1/1", "act": "claim", "form": "P", "payer_key": "77777", "payer_kind": "medicare",
        "service_from_on": date(2025, 3, 10), "service_to_on": date(2025, 3, 12), "is_filed": False,
    }  # fmt: skip
    return timely.FilingDues.validate(frame(timely.FilingDues, plain | said))


def clock(day, **said):
    (row,) = timely.filing_clocks(due(**said), day=day).iter_rows(named=True)
    return row


@pytest.mark.parametrize(
    ("kind", "act", "last"),
    [
        ("medicare", "claim", date(2026, 3, 10)),
        ("medicare", "secondary", date(2026, 3, 10)),
        ("medicare", "corrected", date(2026, 3, 10)),
        ("medicare", "appeal", date(2025, 10, 29)),
        ("medicaid", "claim", date(2026, 3, 10)),
        ("military", "claim", date(2026, 3, 10)),
        ("commercial", "claim", date(2025, 6, 8)),
        ("commercial", "secondary", date(2025, 9, 29)),
        ("commercial", "corrected", date(2025, 9, 29)),
        ("commercial", "appeal", date(2025, 8, 30)),
        ("medicare_advantage", "claim", date(2025, 6, 8)),
        ("auto", "claim", None),
        ("workers_compensation", "claim", None),
        ("unknown", "claim", None),
    ],
)
def test_each_kind_of_payer_has_its_last_day(kind, act, last):
    assert last == clock(DAY, payer_kind=kind, act=act, remit_on=date(2025, 7, 1))["last_day_on"]


@pytest.mark.parametrize(
    ("day", "state", "left"),
    [
        (date(2026, 2, 23), "open", 15),
        (date(2026, 2, 24), "near", 14),
        (date(2026, 3, 10), "near", 0),
        (date(2026, 3, 11), "past", -1),
    ],
)
def test_the_last_day_itself_is_in_time(day, state, left):
    row = clock(day)

    assert (state, left) == (row["state"], row["left_days"])


def test_an_institutional_claim_counts_from_its_last_day_of_service():
    assert date(2026, 3, 12) == clock(DAY, form="I")["last_day_on"]


def test_a_year_from_february_29_ends_on_february_28():
    assert date(2025, 2, 28) == clock(DAY, service_from_on=date(2024, 2, 29))["last_day_on"]


def test_a_payers_own_limit_replaces_its_kinds_shorter_or_longer():
    own = [
        *timely.DEFAULT_LIMITS,
        FilingLimit(FilingAct.CLAIM, "180d", "service", "contract of 2024, 4.2", payer_key="77777"),
    ]
    (row,) = timely.filing_clocks(due(), day=DAY, limits=own).iter_rows(named=True)

    assert (date(2025, 9, 6), "contract of 2024, 4.2") == (row["last_day_on"], row["source"])


def test_of_two_limits_the_later_day_counts():
    limits = [
        FilingLimit(FilingAct.SECONDARY, "12mo", "service", "state", payer_kind=PayerKind.MEDICAID),
        FilingLimit(FilingAct.SECONDARY, "6mo", "remit", "42 CFR 447.45(d)(4)(ii)", payer_kind=PayerKind.MEDICAID),
    ]
    late = due(payer_kind="medicaid", act="secondary", remit_on=date(2026, 1, 15))
    unknown = due(payer_kind="medicaid", act="secondary")

    assert [date(2026, 7, 15)] == timely.filing_clocks(late, day=DAY, limits=limits)["last_day_on"].to_list()
    assert [date(2026, 3, 10)] == timely.filing_clocks(unknown, day=DAY, limits=limits)["last_day_on"].to_list()


def test_a_day_that_nobody_knows_is_unknown_and_no_permission():
    clocks = timely.filing_clocks(due(payer_kind="commercial", act="secondary"), day=DAY)

    assert ["unknown"] == clocks["state"].to_list()
    assert ["timely.unknown"] == [finding.code for finding in timely.say_timely(clocks)]


def test_findings_say_by_when_why_and_what_to_do():
    clocks = timely.filing_clocks(due(), day=date(2026, 3, 5))
    (near,) = timely.say_timely(clocks)
    (past,) = timely.say_timely(timely.filing_clocks(due(), day=date(2026, 3, 20)))

    assert (
        near.message
        == "The claim of ACCT-1/1 must be there by 2026-03-10 (1y from 2025-03-10; 42 CFR 424.44(a)): in 5 days."
    )
    assert past.code == "timely.past"
    assert "10 days ago" in past.message


def test_what_is_filed_or_far_off_raises_nothing():
    late = timely.filing_clocks(due(is_filed=True), day=date(2027, 1, 1))

    assert ["filed"] == late["state"].to_list()
    assert [] == timely.say_timely(late)
    assert [] == timely.say_timely(timely.filing_clocks(due(), day=date(2025, 4, 1)))


def dues(*words, ours):
    stood = claim_states.find_claim_states(ours, statuses.match_statuses(told(*words), sent=ours).frame)
    payers = ours.select("visit_id", "level_no", payer_kind=pl.lit("commercial"))
    remits = pl.DataFrame(
        {"visit_id": [1], "level_no": [1], "adjudicated_on": [date(2026, 3, 20)]},
        schema_overrides={"visit_id": pl.Int64},
    )
    return timely.dues_of_sent(stood, payers=payers, remits=remits)


@pytest.mark.parametrize(
    ("words", "is_filed"),
    [
        ((), False),
        ((of_set("A"),), False),
        ((refused("ACCT-1"),), False),
        ((of_set("R"),), False),
        ((taken("ACCT-1"),), True),
    ],
)
def test_only_a_claim_that_was_taken_in_is_filed(words, is_filed):
    assert [is_filed] == dues(*words, ours=sent({}))["is_filed"].to_list()


def test_a_correction_counts_from_its_own_answer_and_a_later_payers_claim_from_the_answer_before():
    ours = sent(
        {"frequency_code": "7"},
        {"control_number": "ACCT-1", "visit_id": 1, "level_no": 2},
        {"visit_id": 3, "frequency_code": "7"},
    )
    found = dues(ours=ours)

    assert found.select("due_key", "act", "remit_on").rows() == [
        ("ACCT-1/1", "corrected", date(2026, 3, 20)),
        ("ACCT-1/2", "secondary", date(2026, 3, 20)),
        ("ACCT-3/1", "corrected", None),
    ]


def test_a_frame_of_many_gives_what_each_gives_alone():
    rows = [
        due(
            due_key=f"{kind}-{act}-{number}",
            payer_kind=kind,
            act=act,
            service_from_on=date(2025, 3, 10) + timedelta(days=number),
        )
        for kind in ("medicare", "commercial", "auto")
        for act in ("claim", "appeal")
        for number in range(3)
    ]
    alone = pl.concat([timely.filing_clocks(row, day=DAY) for row in rows])

    assert timely.filing_clocks(pl.concat(rows), day=DAY).equals(alone)


def unbilled(*encounters, charges=(), coverages=()):
    return timely.dues_of_unbilled(
        frame(frames.Encounters, *encounters), frame(frames.Charges, *charges), frame(frames.Coverages, *coverages)
    )


def test_an_encounter_that_is_not_billed_is_due_at_its_payer_with_its_charges():
    stay = encounter("V1", form="I", ended_on=DAY + timedelta(days=4))
    found = unbilled(
        stay, encounter("V2"), charges=[charge("V1"), charge("V1", 2, cents=4_000)], coverages=[coverage(2, "CIGNA")]
    )

    assert found.select(
        "due_key", "act", "form", "payer_key", "service_from_on", "service_to_on", "amount_cents"
    ).rows() == [
        ("V1", "claim", "I", "CIGNA", CARE_DAY, DAY + timedelta(days=4), 19_000),
        ("V2", "claim", "P", "CIGNA", CARE_DAY, CARE_DAY, None),
    ]
    assert [False, False] == found["is_filed"].to_list()


@pytest.mark.parametrize(("to_on", "keys"), [(CARE_DAY, ["V1"]), (CARE_DAY - timedelta(days=1), [])])
def test_a_payer_whose_coverage_ended_before_the_service_gives_no_clock(to_on, keys):
    assert keys == unbilled(encounter(), coverages=[coverage(to_on=to_on)])["due_key"].to_list()
