"""Claims as sent and words as told, for tests: what a test says, the rest as plain ones have it."""

from datetime import date

import polars as pl

from remindful.core.words import frames

DAY = date(2026, 3, 10)


def frame(contract: type, *rows: dict[str, object], **more: pl.DataType) -> pl.DataFrame:
    types = {name: column.dtype for name, column in contract.columns().items()} | more
    return pl.DataFrame([dict.fromkeys(types) | row for row in rows], schema=types)


def sent(*rows: dict[str, object]) -> pl.DataFrame:
    """SentClaims: ACCT-1, ACCT-2 ... in set 0001 of group 7, interchange 7, unless a row says otherwise."""
    plain = [
        {
            "claim_sent_id": number, "organization_id": 1, "visit_id": number, "control_number": f"ACCT-{number}", "level_no": 1,
            "form": "P", "frequency_code": "1", "payer_key": "77777", "charge_cents": 15_000, "service_from_on": date(2026, 3, 2),
            "sent_on": date(2026, 3, 9), "file_name": "clinic-2026-03-09-7.837", "interchange_number": "000000007",
            "group_number": "7", "set_number": "0001", "is_resubmission": False,
        }
        | row
        for number, row in enumerate(rows, start=1)
    ]  # fmt: skip
    return frames.SentClaims.validate(frame(frames.SentClaims, *plain))


def told(*rows: dict[str, object]) -> pl.DataFrame:
    """ClaimStatuses: of a 277CA, told on the day after the claims were sent, unless a row says otherwise."""
    plain = [
        {"status_no": number, "segment_no": 10 + number, "kind": "277CA", "effective_on": DAY} | row
        for number, row in enumerate(rows, start=1)
    ]
    return frames.ClaimStatuses.validate(frame(frames.ClaimStatuses, *plain))


def refused(control: str | None, status: str = "33", **said: object) -> dict[str, object]:
    return {"control_number": control, "category_code": "A7", "status_code": status, "is_accepted": False} | said


def taken(control: str | None, **said: object) -> dict[str, object]:
    return {"control_number": control, "category_code": "A2", "status_code": "20", "is_accepted": True} | said


def of_set(verdict: str, set_number: str | None = "0001", **said: object) -> dict[str, object]:
    return {
        "kind": "999", "group_number": "7", "set_number": set_number, "category_code": verdict,
        "is_accepted": {"A": True, "E": True, "R": False}.get(verdict), "message": "Refused: its count is wrong.",
    } | said  # fmt: skip


def people(*rows: tuple[int, str, str, str]) -> pl.DataFrame:
    """claim_sent_id, member_id, last name, first name."""
    names = ("claim_sent_id", "member_id", "patient_last_name", "patient_first_name")
    return pl.DataFrame([dict(zip(names, row, strict=True)) for row in rows])
