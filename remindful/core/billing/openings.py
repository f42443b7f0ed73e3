"""Open balances that come again: the same as on file, or another. See docs/how-to/your-own-files.md."""

import json
from dataclasses import dataclass

import polars as pl

from remindful.core.words.findings import At, Finding
from remindful.core.words.money import say_cents


@dataclass(frozen=True, slots=True)
class ComparedBalances:
    """OpenBalances by what the books have of their visits. `changed` carries visit_id and account_id: nothing is asked there meanwhile."""

    new: pl.DataFrame
    repeated: pl.DataFrame
    changed: pl.DataFrame
    findings: tuple[Finding, ...]


def compare_openings(balances: pl.DataFrame, opened: pl.DataFrame, *, file: str) -> ComparedBalances:
    """Sort open balances into new ones, those on file with the same content, and those that are on file with other content.

    balances: OpenBalances. opened: visits on file, visit_key, visit_id, account_id, is_opening, party_key, account_key, service_on,
    charge_cents, opened_cents (as it was brought in), open_cents (now). An amount that is what is open here now agrees: both systems
    know of the same payments.
    """
    rows = balances.join(
        opened.rename({name: f"{name}_was" for name in opened.columns if name in balances.columns and name != "visit_key"}),
        on="visit_key", how="left", maintain_order="left",
    )  # fmt: skip
    is_known = pl.col("visit_id").is_not_null()
    is_same_amount = (pl.col("open_cents") == pl.col("opened_cents")) | (
        pl.col("open_cents") == pl.col("open_cents_was")
    )
    differs = [
        pl.col("party_key") != pl.col("party_key_was"),
        pl.col("service_on") != pl.col("service_on_was"),
        pl.col("charge_cents") != pl.col("charge_cents_was"),
        pl.col("guarantor_key").fill_null(pl.col("account_key")) != pl.col("account_key"),
        ~is_same_amount,
        ~pl.col("is_opening"),
    ]
    is_changed = is_known & pl.any_horizontal(one.fill_null(value=True) for one in differs)
    changed = rows.filter(is_changed)
    return ComparedBalances(
        rows.filter(~is_known).select(balances.columns),
        rows.filter(is_known & ~is_changed),
        changed,
        _say_changed_rows(changed, file),
    )


def split_claims_of_openings(
    claims: pl.DataFrame, openings: pl.DataFrame, *, file: str
) -> tuple[pl.DataFrame, pl.DataFrame, list[Finding]]:
    """Claims of visits that are no open balances; those that are, with visit_id and account_id; and a finding for each of these.

    claims: Claims. openings: visit_key, visit_id, account_id, opened_cents. Such a claim changes nothing: whether its payer has answered, and
    what the former system made of it, is not known.
    """
    marked = claims.join(openings, left_on="control_number", right_on="visit_key", how="left", maintain_order="left")
    is_opening = pl.col("visit_id").is_not_null()
    of_openings = marked.filter(is_opening)
    return marked.filter(~is_opening).select(claims.columns), of_openings, _say_claims(of_openings, file)


def _say_claims(of_openings: pl.DataFrame, file: str) -> list[Finding]:
    return [
        Finding(
            "claim.of_opening",
            At(file, row["segment_no"], row["control_number"]),
            f"Claim {row['control_number']} of {_cents(row['charge_cents'])} is for a visit that was brought in as an open balance of "
            f"{_cents(row['opened_cents'])} from another system, so it was not booked. Its payer may still have to answer: the account is on hold.",
            "Find out whether the balance is what the payer left to the patient. If it is, `remindful exceptions close NUMBER --refuse` leaves it as it "
            "is and releases the account. If the payer has not answered, keep the hold until it has.",
            amount_cents=row["charge_cents"],
        )
        for row in of_openings.iter_rows(named=True)
    ]


def _say_changed_rows(changed: pl.DataFrame, file: str) -> tuple[Finding, ...]:
    return tuple(_say_changed(row, file) for row in changed.iter_rows(named=True))


def _say_changed(row: dict[str, object], file: str) -> Finding:
    at = At(file, int(str(row["line_no"])), str(row["visit_key"]))
    if not row["is_opening"]:
        return Finding(
            "opening.visit_on_file",
            at,
            f"Visit {row['visit_key']} is on file from a claim, so its open balance of {_cents(row['open_cents'])} was not booked.",
            "Leave visits whose claims are imported out of the export of open balances, then close this exception.",
            raw=_keep_row(row),
            amount_cents=int(str(row["open_cents"])),
        )
    described = _describe(
        row["party_key"], row["service_on"], row["charge_cents"], row["guarantor_key"] or row["account_key"]
    )
    was = _describe(row["party_key_was"], row["service_on_was"], row["charge_cents_was"], row["account_key"])
    other = "" if described == was else f" On file it is {was}; this row says {described}."
    return Finding(
        "opening.changed",
        at,
        f"The open balance of visit {row['visit_key']} was {_cents(row['opened_cents'])} when it was brought in, is {_cents(row['open_cents_was'])} "
        f"here now, and is {_cents(row['open_cents'])} in this row.{other} It was not changed, and its account is on hold.",
        "Find out in the former system which is right. `remindful exceptions close NUMBER --accept` books the new balance, "
        "`--refuse` leaves the one on file; both release the account.",
        raw=_keep_row(row),
        account_key=str(row["account_key"]),
        amount_cents=int(str(row["open_cents"])),
    )


def _keep_row(row: dict[str, object]) -> str:
    """The row as JSON, with what was on file, so that accepting it needs nothing else."""
    return json.dumps(row, default=str)


def _describe(patient: object, served_on: object, charge_cents: object, guarantor: object) -> str:
    return f"{_cents(charge_cents)} for patient {patient} on {served_on}, billed to {guarantor}"


def _cents(cents: object) -> str:
    return say_cents(int(str(cents or 0)))
