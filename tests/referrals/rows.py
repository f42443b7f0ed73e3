"""Rows of the loop for tests: a contract's frame from what a test says, the rest as a plain referral has it."""

from datetime import date

import polars as pl

from remindful.core.referrals import LoopFrames, LoopLimits, RequirementFrames, check_requirements, follow_loops
from remindful.core.words.frames import (
    Appointments,
    Authorizations,
    Charges,
    Coverages,
    Encounters,
    PayerRequirements,
    Referrals,
)
from tests.billing.rows import charge, coverage, encounter, frame

VISIT = date(2026, 3, 2)
THERAPIST, CARDIOLOGIST, REFERRER = "1234567893", "1992999825", "1999999984"


def referral(key: str = "R1", **said: object) -> dict[str, object]:
    return {
        "referral_key": key, "party_key": "ann", "ordered_on": date(2026, 2, 2), "state": "active", "priority": "routine",
        "referred_npi": THERAPIST, "referred_name": "Bay Therapy", "referring_npi": REFERRER, "payer_key": "AETNA", "payer_number": "RF77",
    } | said  # fmt: skip


def authorization(key: str = "A1", **said: object) -> dict[str, object]:
    return {
        "authorization_key": key, "party_key": "ann", "payer_key": "AETNA", "referral_key": "R1", "number": "PA-100",
        "state": "approved", "requested_on": date(2026, 2, 3), "decided_on": date(2026, 2, 6), "from_on": date(2026, 2, 6),
        "to_on": date(2026, 4, 6), "service_codes": "97110:97140", "provider_npi": THERAPIST,
    } | said  # fmt: skip


def appointment(key: str = "P1", **said: object) -> dict[str, object]:
    return {
        "appointment_key": key, "party_key": "ann", "referral_key": "R1", "provider_npi": THERAPIST,
        "booked_on": date(2026, 2, 10), "happens_on": VISIT, "state": "booked",
    } | said  # fmt: skip


def needs(payer: str = "AETNA", *, referral: bool | None = False, codes: str | None = "97*") -> dict[str, object]:
    return {
        "payer_key": payer,
        "needs_referral": referral,
        "authorization_codes": codes,
        "source": "AETNA contract 2026",
    }


def therapy(
    key: str = "V1", line_no: int = 1, code: str = "97110", units: float = 1.0, **said: object
) -> dict[str, object]:
    return charge(key, line_no, code, units=units, **said)


def cover(
    *encounters: dict[str, object],
    charges: list[dict[str, object]] | None = None,
    referrals: list[dict[str, object]] | None = None,
    authorizations: list[dict[str, object]] | None = None,
    coverages: list[dict[str, object]] | None = None,
    asks: list[dict[str, object]] | None = None,
) -> pl.DataFrame:
    """check_cover of what a test says."""
    frames = RequirementFrames(
        frame(Encounters, *encounters),
        frame(Charges, *(charges if charges is not None else [therapy(str(one["encounter_key"]), service_on=one["started_on"]) for one in encounters])),
        frame(Coverages, *(coverages if coverages is not None else [coverage()])),
        frame(Referrals, *(referrals or [])),
        frame(Authorizations, *(authorizations or [])),
        biller_npi="1999999984",
    )  # fmt: skip
    return check_requirements(frames, requirements=frame(PayerRequirements, *(asks if asks is not None else [needs()])))


def told(found: pl.DataFrame) -> list[tuple[str, str, str]]:
    return found.select("encounter_key", "edit", "severity").rows()


__all__ = [
    "appointment",
    "authorization",
    "charge",
    "cover",
    "coverage",
    "encounter",
    "frame",
    "needs",
    "referral",
    "therapy",
    "told",
]


def stages(
    *referrals: dict[str, object],
    day: date = VISIT,
    authorizations: list[dict[str, object]] | None = None,
    appointments: list[dict[str, object]] | None = None,
    encounters: list[dict[str, object]] | None = None,
) -> pl.DataFrame:
    """follow_loops of what a test says, with the house's own limits."""
    frames = LoopFrames(
        frame(Referrals, *(referrals or [referral()])),
        frame(Authorizations, *(authorizations or [])),
        frame(Appointments, *(appointments or [])),
        frame(Encounters, *(encounters or [])),
    )
    return follow_loops(frames, day=day, limits=LoopLimits())


def stage(*referrals: dict[str, object], **said: object) -> dict[str, object]:
    """The one row of `stages`."""
    return stages(*referrals, **said).row(0, named=True)  # type: ignore[arg-type]
