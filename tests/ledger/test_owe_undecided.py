"""What a payer has not decided, though a remittance names it, keeps the visit with the payer."""

from datetime import date

import polars as pl

from remindful.core.coverage import adjudications_in_force
from remindful.core.words.frames import StoredRemitClaims
from tests.ledger.conftest import NOON, Store, frame_of


def two_lines(*payers: str) -> Store:
    return Store().visit(payers=payers or ("commercial",)).charge(10_000).charge(5_000, item=2)


def test_a_line_under_review_keeps_the_whole_visit_with_the_payer():
    store = two_lines().answer((1, 8_000, "PR2:2000"), (2, 0, "OA133:5000"))

    assert ("payer", "waits_for_payer", 2_000, 0) == store.owed(1)
    assert ("payer", "waits_for_payer", 5_000, 0) == store.owed(2)


def test_the_line_that_was_under_review_is_decided_by_a_second_part():
    store = (
        two_lines()
        .answer((1, 8_000, "PR2:2000"), (2, 0, "OA133:5000"))
        .answer((2, 4_000, "PR2:1000"), on=date(2026, 2, 1))
    )

    assert ("patient", "share", 2_000, 2_000) == store.owed(1)
    assert ("patient", "share", 1_000, 1_000) == store.owed(2)


def test_a_claim_that_was_sent_on_waits_for_the_next_payer_though_the_claim_names_none():
    store = two_lines().answer((1, 8_000, "PR2:2000"), (2, 4_000, "PR2:1000"), status="19")

    assert ("payer", "waits_for_payer", 2_000, 0) == store.owed(1)


def test_the_next_payers_decision_ends_the_wait():
    store = two_lines().answer((1, 8_000, "PR2:2000"), (2, 4_000, "PR2:1000"), status="19")
    store.answer((1, 1_500, "PR2:500"), (2, 1_000, ""), level=2, status="2", on=date(2026, 2, 1))

    assert ("patient", "share", 500, 500) == store.owed(1)
    assert ("settled", "settled", 0, 0) == store.owed(2)


# --- which decision stands ------------------------------------------------------------------------------------------------


def stands(*rows: tuple[int, str, int, int | None]) -> list[int]:
    """rows: (remit_claim_id, status, paid, takes_back_id), a day apart, of one level."""
    claims = [
        {"remit_claim_id": number, "organization_id": 1, "remit_id": number, "visit_id": 1, "level_no": 1, "status_code": status,
         "charge_cents": 100, "paid_cents": paid, "takes_back_id": back, "adjudicated_on": date(2026, 1, number), "recorded_at": NOON,
         "remark_codes": []}
        for number, status, paid, back in rows
    ]  # fmt: skip
    standing = adjudications_in_force(frame_of(StoredRemitClaims, claims), day=date.max)
    return standing.select(pl.col("remit_claim_id")).to_series().to_list()


def test_a_decision_stands_in_the_place_of_the_denial_that_it_names():
    assert [2] == stands((1, "4", 0, None), (2, "1", 60, 1))


def test_its_reversal_brings_no_denial_back():
    assert [] == stands((1, "4", 0, None), (2, "1", 60, 1), (3, "22", -60, 2))
    assert [4] == stands((1, "4", 0, None), (2, "1", 60, 1), (3, "22", -60, 2), (4, "1", 50, None))
