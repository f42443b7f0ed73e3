"""Questions to payers what became of a claim (X12 276): from the claims as they were sent."""

from collections.abc import Iterator

import dataframely as dy
import polars as pl

from remindful.core.words import contracts
from remindful.core.words.findings import At, Finding, Out
from remindful.core.words.frames import key

SELF = "18"


class StatusRequests(dy.Schema):
    """One row a claim that a payer is asked about. The patient's columns are null where the subscriber is the patient."""

    control_number = key(primary_key=True)  # CLM01; comes back as TRN02 and REF*EJ
    form = dy.String(nullable=True)  # P I D
    payer_key = key()
    payer_name = key()
    payer_control_number = dy.String(nullable=True)  # REF*1K, where the payer told it
    bill_type = dy.String(nullable=True)  # institutional: three digits
    provider_npi = key()
    provider_name = key()
    member_id = key()
    group_number = dy.String(nullable=True)
    subscriber_last_name = key()
    subscriber_first_name = dy.String(nullable=True)
    subscriber_birth_on = dy.Date(nullable=True)
    subscriber_sex = dy.String(nullable=True)
    patient_last_name = dy.String(nullable=True)
    patient_first_name = dy.String(nullable=True)
    patient_birth_on = dy.Date(nullable=True)
    patient_sex = dy.String(nullable=True)
    charge_cents = dy.Int64(nullable=False)
    service_from_on = dy.Date(nullable=False)
    service_to_on = dy.Date(nullable=True)


#: What a question cannot do without, and what to do about it.
_NEEDED = {
    "payer_key": ("the payer has no number", "Give the payer's number as the clearinghouse lists it."),
    "payer_name": ("the payer has no name", "Give the payer's name."),
    "provider_npi": ("the billing provider has no NPI", "Enter the NPI."),
    "provider_name": ("the billing provider has no name", "Enter the name."),
    "member_id": ("the member ID is missing", "Enter the member ID of the coverage."),
    "subscriber_last_name": ("the subscriber has no name", "Enter the subscriber of the coverage."),
    "charge_cents": ("the claim has no charge", "Look at the claim: without a charge it was never billed."),
    "service_from_on": ("the claim has no day of service", "Look at the claim."),
    "birth_on": ("the patient's date of birth is missing", "Enter the date of birth."),
}


def compose_requests(inquiries: pl.DataFrame, *, claims: pl.DataFrame, payers: pl.DataFrame) -> Out:
    """StatusRequests of the claims that are asked about. exceptions and findings: those that lack what the request requires.

    inquiries: control_number, payer_control_number (null: not known). claims, payers: Claims and ClaimPayers of the file that was sent.
    """
    destination = payers.filter("is_destination").unique("claim_no", keep="first", maintain_order=True)
    last = claims.filter(pl.col("control_number").is_not_null()).unique(
        "control_number", keep="last", maintain_order=True
    )
    rows = (
        inquiries.select("control_number", "payer_control_number")
        .unique("control_number", keep="last", maintain_order=True)
        .join(last, on="control_number", how="left", maintain_order="left")
        .join(destination, on="claim_no", how="left", maintain_order="left", suffix="_of_payer")
    )
    relation = pl.coalesce("relationship_code_of_payer", "relationship_code")
    is_self = (relation == SELF).fill_null(pl.col("patient_last_name").is_null())
    rows = rows.with_columns(is_self=is_self, provider_npi="billing_npi", provider_name="billing_name")
    patient = [
        pl.when(pl.col("is_self")).then(None).otherwise(pl.col(name)).alias(name)
        for name in ("patient_last_name", "patient_first_name", "patient_birth_on", "patient_sex")
    ]
    subscriber = [
        pl.when(pl.col("is_self")).then(pl.coalesce(f"subscriber_{name}", f"patient_{name}")).otherwise(f"subscriber_{name}").alias(
            f"subscriber_{name}"
        )
        for name in ("last_name", "first_name", "birth_on", "sex")
    ]  # fmt: skip
    born = pl.when(pl.col("is_self")).then("subscriber_birth_on").otherwise("patient_birth_on")
    bill_type = pl.when(pl.col("form") == "I").then(pl.col("facility_code") + pl.col("frequency_code"))
    rows = rows.with_columns(subscriber).with_columns(birth_on=born, bill_type=bill_type).with_columns(patient)
    lacks = [pl.when(pl.col(name).is_null()).then(pl.lit(name)) for name in _NEEDED]
    rows = rows.with_columns(lacking=pl.coalesce(lacks))
    whole = rows.filter(pl.col("lacking").is_null())
    lacking_claims = rows.filter(pl.col("lacking").is_not_null())
    frame = contracts.check(StatusRequests, whole)
    return Out(frame, lacking_claims, list(_say_lacking(lacking_claims)))


def _say_lacking(lacking_claims: pl.DataFrame) -> Iterator[Finding]:
    for row in lacking_claims.iter_rows(named=True):
        reason, cure = _NEEDED[row["lacking"]]
        if row["claim_no"] is None:
            reason = "the file that it was sent in is not among the files of claims"
            cure = "Put the file back, or ask the payer by telephone or at its portal."
        at = At("claims to ask about", key=row["control_number"])
        message = f"The status of claim {row['control_number']} cannot be requested electronically: {reason}."
        yield Finding("status.cannot_ask", at, message, cure)
