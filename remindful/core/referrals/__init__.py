"""Referrals and authorizations: where each stands, what is overdue, and whether a claim has the cover that its payer asks for."""

from remindful.core.referrals.denials import MISSING_BY_CARC, Missing, cause_of
from remindful.core.referrals.follow import follow_loops
from remindful.core.referrals.happened import LoopFrames
from remindful.core.referrals.limits import LoopLimits, StepLimits
from remindful.core.referrals.payer_requirements import RequirementFrames, check_requirements
from remindful.core.referrals.used import used_authorizations

__all__ = [
    "MISSING_BY_CARC",
    "LoopFrames",
    "LoopLimits",
    "Missing",
    "RequirementFrames",
    "StepLimits",
    "cause_of",
    "check_requirements",
    "follow_loops",
    "used_authorizations",
]
