"""Which encounters go out, as what; and which payer is asked next."""

from datetime import date

import polars as pl
import pytest

from remindful.core.billing import choose_frequency, find_next_payers, find_obstacles
from remindful.core.words import frames
from tests.billing.rows import DAY, care_frames, charge, encounter, frame

SENT = {
    "claim_sent_id": 1, "organization_id": 1, "visit_id": 7, "control_number": "V1", "level_no": 1, "form": "P",
    "frequency_code": "1", "charge_cents": 15_000, "service_from_on": DAY, "sent_on": DAY, "file_name": "f", "interchange_number": "1",
    "group_number": "1", "set_number": "1", "is_resubmission": False,
}  # fmt: skip
ANSWER = {
    "remit_claim_id": 1, "organization_id": 1, "remit_id": 1, "visit_id": 7, "level_no": 1, "control_number": "V1", "status_code": "1",
    "payer_control_number": "ICN9", "adjudicated_on": date(2026, 3, 20),
}  # fmt: skip


def standing(sent, state, number):
    rows = frame(frames.SentClaims, *sent)
    return rows.with_columns(state=pl.lit(state), payer_control_number=pl.lit(number, dtype=pl.String))


def choose(*, visit_id: int | None, charges=None, sent=(), answers=(), state="written", number=None):
    rows = care_frames([encounter()], charges=[charge()] if charges is None else charges).encounters
    known = rows.drop("frequency_code", "payer_claim_number").with_columns(visit_id=pl.lit(visit_id, dtype=pl.Int64))
    chosen = choose_frequency(
        known,
        frame(frames.Charges, *([charge()] if charges is None else charges)),
        claim_states=standing(sent, state, number),
        adjudications=frame(frames.StoredRemitClaims, *answers),
    )
    return chosen.select("frequency_code", "payer_claim_number", "was_sent").row(0)


@pytest.mark.parametrize(
    ("case", "wanted"),
    [
        ({"visit_id": None}, ("1", None, False)),
        ({"visit_id": 7, "sent": [SENT], "answers": [ANSWER]}, ("7", "ICN9", True)),
        (
            {"visit_id": 7, "sent": [SENT], "state": "accepted", "number": "ICN8"},
            ("7", "ICN8", True),
        ),
        ({"visit_id": 7, "sent": [SENT], "state": "rejected"}, ("1", None, True)),
        ({"visit_id": 7, "sent": [SENT], "state": "rejected", "answers": [ANSWER]}, ("7", "ICN9", True)),
        ({"visit_id": 7, "sent": [SENT]}, ("7", None, True)),
        ({"visit_id": 7, "sent": [SENT], "answers": [ANSWER], "charges": []}, ("8", "ICN9", True)),
        ({"visit_id": 7}, ("7", None, False)),
    ],
    ids=["new", "answered", "accepted", "rejected", "rejected_then_answered", "silence", "nothing_left", "self_pay"],
)
def test_a_claim_goes_out_as_what_it_is(case, wanted):
    assert wanted == choose(**case)


def obstacles(rows, charges, *, people=("ann",), visit_id=None, **columns):
    encounters = care_frames(rows, charges=charges).encounters.with_columns(
        visit_id=pl.lit(visit_id, dtype=pl.Int64),
        was_sent=pl.lit(value=True),
        **{name: pl.lit(value) for name, value in columns.items()},
    )
    found = find_obstacles(encounters, frame(frames.Charges, *charges), pl.DataFrame({"party_key": list(people)}))
    return found["edit"].to_list()


def test_a_whole_encounter_has_nothing_against_it():
    assert [] == obstacles([encounter()], [charge()])


def test_nobody_known_nothing_charged_and_no_price_each_keep_it_back():
    assert ["encounter.patient_unknown"] == obstacles([encounter()], [charge()], people=("bob",))
    assert ["charge.missing"] == obstacles([encounter()], [])
    assert ["charge.unpriced"] == obstacles([encounter()], [charge(cents=None)])


def test_a_charge_of_nothing_is_a_price():
    assert [] == obstacles([encounter()], [charge(cents=0)])


def test_a_correction_waits_for_the_payers_own_number():
    said = {"frequency_code": "7", "payer_claim_number": None}

    assert ["claim.waits_for_payer_number"] == obstacles([encounter()], [charge()], visit_id=7, **said)
    assert [] == obstacles([encounter()], [charge()], visit_id=7, frequency_code="7", payer_claim_number="ICN9")


def payers(*levels: int) -> pl.DataFrame:
    return pl.DataFrame(
        {"visit_id": [7] * len(levels), "level_no": levels}, schema={"visit_id": pl.Int64, "level_no": pl.Int64}
    )


def next_levels(levels, answers, sent=(SENT,)):
    answered = frame(
        frames.StoredRemitClaims,
        *[ANSWER | {"remit_claim_id": number} | said for number, said in enumerate(answers, start=1)],
    )
    return find_next_payers(payers(*levels), answered, frame(frames.SentClaims, *sent))["level_no"].to_list()


@pytest.mark.parametrize(
    ("levels", "answers", "sent", "wanted"),
    [
        ((1, 2), [], [SENT], []),
        ((1, 2), [{}], [SENT], [2]),
        ((1,), [{}], [SENT], []),
        ((1, 2), [{"status_code": "19"}], [SENT], []),
        ((1, 2), [{}], [SENT, SENT | {"claim_sent_id": 2, "level_no": 2}], []),
        ((1, 2, 3), [{}, {"level_no": 2, "status_code": "2"}], [SENT], [3]),
        ((1, 2), [{}, {"status_code": "22"}], [SENT], []),
        ((1, 2), [{}, {"status_code": "22"}, {"status_code": "1"}], [SENT], [2]),
    ],
    ids=["silence", "answered", "alone", "crossed_over", "asked_before", "tertiary", "taken_back", "corrected"],
)  # fmt: skip
def test_the_next_payer_is_asked_once_when_the_one_before_has_answered(levels, answers, sent, wanted):
    assert wanted == next_levels(levels, answers, sent)
