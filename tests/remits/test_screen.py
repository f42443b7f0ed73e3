"""One decision stands per visit and payer level: which decisions and reversals may be posted, and why the others wait."""

from datetime import date

import polars as pl
import pytest

from remindful.core.remits import find_excess, find_repeated, mark_denials, pair_waiting, screen_adjudications
from remindful.core.words.frames import RemitAdjustments, Responsibilities
from tests.remits.conftest import frame_of

CLAIM = {"claim_no": pl.Int64, "visit_id": pl.Int64, "level_no": pl.Int64, "status_code": pl.String, "charge_cents": pl.Int64,
         "paid_cents": pl.Int64, "payer_control_number": pl.String}  # fmt: skip
STANDING = {"remit_claim_id": pl.Int64, "visit_id": pl.Int64, "level_no": pl.Int64, "charge_cents": pl.Int64, "paid_cents": pl.Int64,
            "payer_control_number": pl.String, "adjudicated_on": pl.Date}  # fmt: skip


def standing(*rows: tuple[int, int, str, str]) -> pl.DataFrame:
    """Decisions 1, 2 ... of visit 1: (charge, paid, payer's number, "CO45:40 PR1:5"), all at level 1."""
    stood = [
        (n, 1, 1, charge, paid, number, date(2026, 1, n)) for n, (charge, paid, number, _) in enumerate(rows, start=1)
    ]
    said = [
        {"item_id": 1, "visit_id": 1, "level_no": 1, "remit_claim_id": n, "group_code": word[:2], "carc": word[2:].split(":")[0],
         "amount_cents": int(word.split(":")[1]), "adjudicated_on": date(2026, 1, n), "recorded_at": pl.datetime}
        for n, row in enumerate(rows, start=1)
        for word in row[3].split()
    ]  # fmt: skip
    schema = Responsibilities.create_empty().schema
    amounts = pl.DataFrame([row | {"recorded_at": None} for row in said], schema=schema)
    return mark_denials(pl.DataFrame(stood, schema=STANDING, orient="row"), amounts)


def screened(
    *rows: tuple[int, int, str, str], status="1", charge=100, paid=60, number="N", cas="", level=1, by_hand=False
):
    """(takes_back_id, is_mirror) of a claim that may be posted, else why not. rows: of `standing`. The visit is charged 100."""
    said = [
        {"claim_no": 1, "segment_no": 1, "group_code": word[:2], "carc": word[2:].split(":")[0], "amount_cents": int(word.split(":")[1])}
        for word in cas.split()
    ]  # fmt: skip
    posted, waiting = screen_adjudications(
        pl.DataFrame([(1, 1, level, status, charge, paid, number)], schema=CLAIM, orient="row"),
        in_force=standing(*rows),
        adjustments=frame_of(RemitAdjustments, said),
        visit_charges=pl.DataFrame({"visit_id": [1], "visit_cents": [100]}),
        by_hand=by_hand,
    )
    return waiting["why"][0] if posted.is_empty() else (posted["takes_back_id"][0], posted["is_mirror"][0])


PAID = (100, 60, "N", "CO45:40")
DENIED = (100, 0, "N", "CO16:100")


def test_a_decision_of_a_level_that_has_none_is_posted():
    assert (None, False) == screened()
    assert (None, False) == screened(PAID, level=2)


def test_a_second_decision_of_a_level_waits():
    assert "second_adjudication" == screened(PAID, paid=70)
    assert "second_adjudication" == screened(PAID, paid=0, cas="CO29:100")


def test_a_decision_after_an_outright_denial_stands_in_its_place():
    assert (1, False) == screened(DENIED, cas="CO45:40")
    assert (1, False) == screened(DENIED, paid=0, cas="CO29:100")


def test_a_denial_that_asked_the_patient_or_wrote_off_is_no_outright_denial():
    assert "second_adjudication" == screened((100, 0, "N", "PR1:100"))
    assert "second_adjudication" == screened((100, 0, "N", "CO45:40 CO16:60"))
    assert "second_adjudication" == screened((100, 60, "N", "CO16:40"))


def test_of_several_denials_the_one_of_the_same_charge_is_meant():
    assert (2, False) == screened((40, 0, "A", "CO16:40"), (60, 0, "B", "CO16:60"), charge=60, paid=30)
    assert "second_adjudication" == screened((40, 0, "A", "CO16:40"), (60, 0, "B", "CO16:60"))


def test_parts_of_a_split_claim_stand_beside_each_other_up_to_the_charge():
    assert (None, False) == screened((40, 30, "N", ""), charge=60, paid=10)
    assert "second_adjudication" == screened((40, 30, "N", ""), charge=61, paid=10)
    assert (None, False) == screened((40, 0, "N", "CO16:40"), charge=60, paid=10)


def test_lines_that_wait_for_a_decision_leave_room_for_it():
    assert (None, False) == screened((100, 30, "N", "OA133:60"), charge=60, paid=10)


def test_a_duplicate_denial_says_that_another_decision_stands():
    assert ["duplicate_denial"] * 2 == [screened(PAID, paid=0, cas=f"OA{carc}:100") for carc in ("18", "B13")]
    assert (None, False) == screened(paid=0, cas="OA18:100")
    assert "second_adjudication" == screened(PAID, paid=30, cas="CO45:10 OA18:60")


def test_a_claim_under_review_is_not_decided():
    assert "pending" == screened(paid=0, cas="OA133:100")
    assert (None, False) == screened(paid=30, cas="CO45:10 OA133:60")


@pytest.mark.parametrize(("charge", "paid"), [(-100, -60), (100, -1), (-1, 0)])
def test_a_negative_decision_that_is_no_reversal_waits(charge, paid):
    assert "negative_decision" == screened(charge=charge, paid=paid)
    assert "negative_decision" == screened(PAID, charge=charge, paid=paid)


def test_a_reversal_takes_back_what_it_mirrors():
    assert (1, True) == screened(PAID, status="22", charge=-100, paid=-60)
    assert "nothing_to_reverse" == screened(status="22", charge=-100, paid=-60)
    assert "reversal_charge" == screened(PAID, status="22", paid=-60)
    assert "nothing_to_reverse" == screened(PAID, status="22", charge=-90, paid=-1, level=2, number="OTHER")


def test_a_reversal_of_other_amounts_waits_for_a_person():
    for charge, paid in ((-100, -61), (-99, -60), (0, -60)):
        assert "reversal_differs" == screened(PAID, status="22", charge=charge, paid=paid)
        assert (1, False) == screened(PAID, status="22", charge=charge, paid=paid, by_hand=True)


def test_of_two_alike_the_payers_number_tells_which_is_taken_back():
    twice = [(50, 30, "A", ""), (50, 30, "B", "")]

    assert [(1, True), (2, True)] == [screened(*twice, status="22", charge=-50, paid=-30, number=n) for n in "AB"]


# --- what lines and amounts tell ------------------------------------------------------------------------------------------


def repeated(*, takes_back: int | None = None, level=1, items=(1,), decided=((1, 1),)) -> bool:
    """decided: (level, item) of what stands."""
    claims = pl.DataFrame(
        {"claim_no": [1], "level_no": [level], "takes_back_id": [takes_back]},
        schema_overrides={"takes_back_id": pl.Int64},
    )
    found = find_repeated(
        claims,
        answered=pl.DataFrame({"claim_no": [1] * len(items), "item_id": list(items)}),
        decided=pl.DataFrame(
            [(9, *one) for one in decided], schema=["remit_claim_id", "level_no", "item_id"], orient="row"
        ),
    )
    return not found.is_empty()


def test_a_part_about_lines_that_are_decided_is_a_copy():
    assert repeated()
    assert repeated(items=(2, 1))
    assert not repeated(items=(2,))
    assert not repeated(level=2)
    assert not repeated(takes_back=9)


def excess(*moves: tuple[bool, int], charge=100, taken_off=0) -> list[str]:
    rows = [(1, 1, *one) for one in moves]
    found = find_excess(
        pl.DataFrame({"claim_no": [1], "status_code": ["1"]}),
        moves=pl.DataFrame(rows, schema=["claim_no", "item_id", "is_payment", "amount_cents"], orient="row"),
        balances=pl.DataFrame({"item_id": [1], "charge_cents": [charge], "taken_off_cents": [taken_off]}),
    )
    return found["why"].to_list()


def test_a_write_off_never_takes_more_off_than_is_left():
    assert [] == excess((True, 60), (False, 40))
    assert ["write_off_exceeds"] == excess((True, 60), (False, 41))
    assert ["write_off_exceeds"] == excess((False, 1), taken_off=100)


def test_a_payment_alone_may_overpay():
    assert [] == excess((True, 101))
    assert [] == excess((True, 10), taken_off=100)


def test_no_more_is_taken_back_than_was_taken_off():
    assert [] == excess((True, -60), (False, -40), taken_off=100)
    assert ["takeback_exceeds"] == excess((True, -60), (False, -41), taken_off=100)


# --- what waits -----------------------------------------------------------------------------------------------------------

WAITING = {"remit_claim_id": pl.Int64, "near_key": pl.String, "status_code": pl.String, "charge_cents": pl.Int64, "paid_cents": pl.Int64,
           "payer_control_number": pl.String}  # fmt: skip


def paired(reversals: list[tuple], waiting: list[tuple]) -> list[tuple[int, int]]:
    frames = [pl.DataFrame(rows, schema=WAITING, orient="row") for rows in (reversals, waiting)]
    return pair_waiting(*frames).sort("remit_claim_id").rows()


def test_a_reversal_of_a_decision_that_waits_settles_both():
    back = (9, "V1", "22", -100, -60, "N")

    assert [(9, 2)] == paired([back], [(1, "V1", "1", 100, 70, "N"), (2, "V1", "1", 100, 60, "N"), back])
    assert [(9, 1)] == paired([back], [(1, "V1", "1", 100, 60, "N"), (2, "V1", "1", 100, 60, "M")])
    assert [] == paired([back], [(1, "V2", "1", 100, 60, "N"), back])


def test_one_waiting_decision_is_taken_back_once():
    back = [(8, "V1", "22", -100, -60, "N"), (9, "V1", "22", -100, -60, "N")]

    assert [(8, 1)] == paired(back, [(1, "V1", "1", 100, 60, "N")])
