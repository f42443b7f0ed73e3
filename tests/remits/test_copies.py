"""A remittance that comes again is known by its trace, originator, amount and claims, whatever its wrapping."""

import polars as pl

from remindful.core.remits import find_copies, find_reused

KNOWN = {"remit_id": pl.Int64, "trace_number": pl.String, "payer_originator": pl.String, "paid_cents": pl.Int64, "control_number": pl.String,
         "status_code": pl.String, "charge_cents": pl.Int64, "claim_paid_cents": pl.Int64}  # fmt: skip
REMIT = {"remit_no": pl.Int64, "trace_number": pl.String, "payer_originator": pl.String, "paid_cents": pl.Int64}
CLAIM = {
    "remit_no": pl.Int64,
    "control_number": pl.String,
    "status_code": pl.String,
    "charge_cents": pl.Int64,
    "paid_cents": pl.Int64,
}
PAID = ("V1", "1", 150, 60)
DENIED = ("V1", "4", 150, 0)


type Remit = tuple[str | None, str | None, int, list[tuple]]


def copies(*remits: Remit, known: list[Remit] = ()) -> list[int]:
    """Numbers of the remittances that are copies. One: (trace, originator, paid, claims); known: the same, stored."""
    return sorted(looked_at(*remits, known=known)[0]["remit_no"].to_list())


def reused(*remits: Remit, known: list[Remit] = ()) -> list[tuple[int, int]]:
    """Those that have the trace number of another payment, with its amount."""
    return looked_at(*remits, known=known)[1].rows()


def looked_at(*remits: Remit, known: list[Remit]) -> tuple[pl.DataFrame, pl.DataFrame]:
    rows = [(n, *one[:3]) for n, one in enumerate(remits, start=1)]
    claims = [(n, *claim) for n, one in enumerate(remits, start=1) for claim in one[3]]
    stored = [
        (n, *one[:3], *claim)
        for n, one in enumerate(known, start=1)
        for claim in (one[3] or [(None, None, None, None)])
    ]
    frame = pl.DataFrame(rows, schema=REMIT, orient="row")
    stored_frame = pl.DataFrame(stored, schema=KNOWN, orient="row")
    found = find_copies(frame, pl.DataFrame(claims, schema=CLAIM, orient="row"), known=stored_frame)
    return found, find_reused(frame, found, known=stored_frame)


def test_the_same_payment_is_known_in_another_file_and_in_the_same_one():
    one = ("T1", "1512345678", 60, [PAID])

    assert [1] == copies(one, known=[one])
    assert [2, 3] == copies(one, one, one)


def test_the_claims_may_come_in_another_order():
    other = ("V2", "1", 90, 0)

    assert [1] == copies(("T1", None, 60, [PAID, other]), known=[("T1", None, 60, [other, PAID])])


def test_another_trace_amount_or_claim_is_another_payment():
    one = ("T1", "X", 60, [PAID])

    assert [] == copies(
        ("T2", "X", 60, [PAID]), ("T1", "X", 50, [PAID]), ("T1", "X", 60, [("V1", "1", 150, 61)]), known=[one]
    )


def test_payments_of_nothing_share_a_trace_and_are_told_apart_by_their_claims():
    assert [] == copies(("NOPAY", "X", 0, [DENIED]), known=[("NOPAY", "X", 0, [("V2", "4", 150, 0)])])
    assert [1] == copies(("NOPAY", "X", 0, [DENIED]), known=[("NOPAY", "X", 0, [DENIED])])


def test_another_originator_is_another_payer_with_the_same_numbers():
    known = [("NOPAY", "1512345678", 0, [DENIED])]

    assert [] == copies(("NOPAY", "1999999999", 0, [DENIED]), known=known)
    assert [1] == copies(("NOPAY", "512345678", 0, [DENIED]), known=known)
    assert [1] == copies(("NOPAY", None, 0, [DENIED]), known=known)


def test_without_a_trace_nothing_is_known_again():
    assert [] == copies((None, "X", 60, [PAID]), (None, "X", 60, [PAID]))


def test_a_trace_number_that_is_used_again_for_another_payment_is_said():
    other = ("T1", "X", 50, [("V2", "1", 90, 50)])

    assert [(1, 60)] == reused(other, known=[("T1", "X", 60, [PAID])])
    assert [(2, 60)] == reused(("T1", "X", 60, [PAID]), other)


def test_copies_other_payers_and_payments_of_nothing_use_no_number_again():
    one = ("T1", "X", 60, [PAID])

    assert [] == reused(
        one, ("T1", "Y", 50, [PAID]), ("T2", "X", 50, [PAID]), ("T1", "X", 0, [DENIED]), (None, "X", 9, []), known=[one]
    )
