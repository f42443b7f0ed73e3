"""The cast: what must happen to somebody in any example, so that each case can be shown and tested."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random

GROUP, HOSPITAL = "lakeshore-physicians", "capital-memorial"


class Case(StrEnum):
    """A story that is planted on an account. Each stands for something that an office must get right."""

    OPTED_OUT_OF_EMAIL = "opted_out_of_email"
    MAIL_RETURNED = "mail_returned"
    EMAIL_BOUNCED = "email_bounced"
    BANKRUPTCY_FILED = "bankruptcy_filed"
    DIED = "died_without_representative"
    DIED_REPRESENTED = "died_with_representative"
    ASSISTANCE_PENDING = "assistance_pending"
    ASSISTANCE_APPROVED = "assistance_approved"
    ASSISTANCE_DENIED = "assistance_denied"
    ATTORNEY_NAMED = "attorney_named"
    CEASE_REQUESTED = "cease_requested"
    DISPUTED = "disputed"
    ESTIMATE_EXCEEDED = "estimate_exceeded_by_400"
    PLAN_AGREED = "plan_agreed"
    TWO_VISITS = "two_visits"
    RETURNED_CHECK = "returned_check"
    PAID_BEFORE_LETTER = "paid_the_day_before"
    SNOWBIRD = "phone_from_elsewhere"
    NO_GUARANTOR = "guarantor_not_known"
    SELF_PAY = "self_pay"
    CENTRAL_TIME = "central_time"
    GEORGIAN = "lives_in_georgia"
    SPANISH_SPEAKER = "speaks_spanish"
    MINOR = "minor_patient"
    NEWBORN = "newborn_on_mothers_number"
    ADULT_DEPENDENT = "adult_dependent"
    QMB = "qmb"
    MEDIGAP = "medigap_crossover"
    SECONDARY = "secondary_claim_sent"
    MEDICAID = "medicaid"
    MILITARY = "military"
    WORKERS_COMPENSATION = "workers_compensation"
    DENIED = "denied"
    DENIAL_OVERTURNED = "denial_overturned"
    REVERSED = "answer_reversed_and_corrected"
    TAKEN_BACK = "taken_back_by_plb"
    INTEREST = "late_answer_with_interest"
    CAPITATED = "capitated"
    NEVER_ANSWERED = "never_answered"
    ALL_TO_DEDUCTIBLE = "zero_paid_to_deductible"
    INPATIENT = "inpatient_stay"
    REPLACED = "claim_replaced"
    VOIDED = "claim_voided"


@dataclass(frozen=True, slots=True)
class Role:
    """A case, where it plays, how often (of 10,000 accounts), and what the household must be like for it."""

    case: Case
    organization: str
    often: int
    household: str = "adult"  # adult family senior dual
    coverage: str = "bronze"  # bronze self_pay medicare medigap ppo hmo medicaid military workers_compensation
    is_due: bool = True  # leaves the patient a balance, old enough to be written about


_C = Case
ROLES: tuple[Role, ...] = (
    Role(_C.OPTED_OUT_OF_EMAIL, GROUP, 60),
    Role(_C.ASSISTANCE_PENDING, HOSPITAL, 40, coverage="self_pay"),
    Role(_C.MAIL_RETURNED, GROUP, 80),
    Role(_C.ASSISTANCE_APPROVED, HOSPITAL, 30, coverage="self_pay"),
    Role(_C.BANKRUPTCY_FILED, GROUP, 20),
    Role(_C.ASSISTANCE_DENIED, HOSPITAL, 20),
    Role(_C.DIED, GROUP, 15, "senior", "medicare"),
    Role(_C.DIED_REPRESENTED, HOSPITAL, 15, "senior", "medicare"),
    Role(_C.ATTORNEY_NAMED, GROUP, 15),
    Role(_C.CEASE_REQUESTED, GROUP, 15),
    Role(_C.ESTIMATE_EXCEEDED, HOSPITAL, 15, coverage="self_pay"),
    Role(_C.TWO_VISITS, GROUP, 60),
    Role(_C.PAID_BEFORE_LETTER, GROUP, 40),
    Role(_C.RETURNED_CHECK, GROUP, 25),
    Role(_C.PLAN_AGREED, HOSPITAL, 60),
    Role(_C.DISPUTED, GROUP, 25),
    Role(_C.NO_GUARANTOR, GROUP, 10),
    Role(_C.MINOR, GROUP, 30, "family"),
    Role(_C.NEWBORN, HOSPITAL, 25, "family", "ppo", is_due=False),
    Role(_C.ADULT_DEPENDENT, GROUP, 30, "family"),
    Role(_C.QMB, GROUP, 30, "dual", "medicare", is_due=False),
    Role(_C.MEDIGAP, GROUP, 30, "senior", "medigap", is_due=False),
    Role(_C.SECONDARY, GROUP, 30, "family", "ppo", is_due=False),
    Role(_C.DENIED, GROUP, 20, coverage="ppo", is_due=False),
    Role(_C.DENIAL_OVERTURNED, GROUP, 20, coverage="ppo", is_due=False),
    Role(_C.REVERSED, GROUP, 20, coverage="ppo", is_due=False),
    Role(_C.TAKEN_BACK, GROUP, 20, coverage="ppo", is_due=False),
    Role(_C.INTEREST, HOSPITAL, 15, coverage="ppo", is_due=False),
    Role(_C.CAPITATED, GROUP, 15, coverage="hmo", is_due=False),
    Role(_C.INPATIENT, HOSPITAL, 20, "senior", "medigap"),
    Role(_C.REPLACED, GROUP, 20, coverage="ppo", is_due=False),
    Role(_C.VOIDED, GROUP, 20, coverage="ppo", is_due=False),
    Role(_C.EMAIL_BOUNCED, GROUP, 50),
    Role(_C.SNOWBIRD, GROUP, 60),
    Role(_C.SELF_PAY, GROUP, 40, coverage="self_pay"),
    Role(_C.CENTRAL_TIME, GROUP, 20),
    Role(_C.GEORGIAN, HOSPITAL, 20),
    Role(_C.SPANISH_SPEAKER, GROUP, 20),
    Role(_C.MEDICAID, GROUP, 10, "family", "medicaid", is_due=False),
    Role(_C.MILITARY, GROUP, 10, coverage="military"),
    Role(_C.WORKERS_COMPENSATION, GROUP, 5, coverage="workers_compensation", is_due=False),
    Role(_C.NEVER_ANSWERED, GROUP, 15, coverage="ppo", is_due=False),
    Role(_C.ALL_TO_DEDUCTIBLE, GROUP, 30),
)
_OFTEN = sum(role.often for role in ROLES)


def cast_role(number: int, rng: Random) -> Role | None:
    """Who the account plays: of the first, four in five take the roles in turn; later ones by chance, most none."""
    if number < len(ROLES) * 5 // 4:
        return None if number % 5 == 4 else ROLES[number - number // 5]
    place = rng.random() * 10_000
    if place >= _OFTEN:
        return None
    for role in ROLES:
        place -= role.often
        if place < 0:
            return role
    return None
