"""Denials for a referral or an authorization: what was missing, by the payer's reason code (CARC). None of them is the patient's."""

from enum import StrEnum


class Missing(StrEnum):
    """What the payer says was not there."""

    AUTHORIZATION = "authorization"
    NOTICE_IN_TIME = "notice_in_time"  # it was asked for or told too late
    AMOUNT = "amount"  # more was done than authorized
    FITTING_NUMBER = "fitting_number"  # a number is there, and it is for something or somebody else
    APPROVAL = "approval"  # it was asked for and refused
    REFERRAL = "referral"


#: Also codes that payers may no longer use: old answers are still on the books.
MISSING_BY_CARC: dict[str, Missing] = {
    "15": Missing.FITTING_NUMBER,  # until 2018-05-01
    "38": Missing.AUTHORIZATION,  # until 2013-01-01
    "39": Missing.APPROVAL,
    "62": Missing.AMOUNT,  # until 2007-04-01; also said where there was none
    "165": Missing.REFERRAL,  # until 2018-05-01
    "197": Missing.AUTHORIZATION,
    "198": Missing.AMOUNT,
    "210": Missing.NOTICE_IN_TIME,
    "243": Missing.AUTHORIZATION,
    "284": Missing.FITTING_NUMBER,
    "288": Missing.REFERRAL,
    "296": Missing.FITTING_NUMBER,
    "302": Missing.NOTICE_IN_TIME,
}


def cause_of(carc: str) -> str | None:
    """`referral` or `authorization` (a kinds.Cause) for a CARC of this kind, else None."""
    missing = MISSING_BY_CARC.get(carc)
    if missing is None:
        return None
    return "referral" if missing is Missing.REFERRAL else "authorization"
