"""What payers decided: tied out, matched to visits and items, posted; why they did not pay, and what can be done."""

from remindful.core.coverage import REVERSAL
from remindful.core.remits.admit import admit_remits
from remindful.core.remits.balance import TiedRemits, check_remits, tie_claims
from remindful.core.remits.candidates import score_candidates
from remindful.core.remits.carcs import CARCS, GROUPS, MEANINGS, Carc, Meaning, carc_frame, meaning_expr
from remindful.core.remits.causes import REMEDIES, Recovery, RootCause, Way
from remindful.core.remits.copies import find_copies, find_reused
from remindful.core.remits.dated import check_codes
from remindful.core.remits.denials import DenialFrames, denial_work, sum_denials
from remindful.core.remits.levels import find_level
from remindful.core.remits.limits import AppealLimit, AppealLimits
from remindful.core.remits.lines import find_items, find_unmatched_lines, spread_claim
from remindful.core.remits.match import (
    WAITING_CODES,
    WHY,
    comparable_number,
    find_patient_mismatches,
    match_claims,
    normalized_control_number,
    say_unmatched,
)
from remindful.core.remits.pairs import offer_taken_back
from remindful.core.remits.plbs import PLBS, Plb, PlbKind
from remindful.core.remits.post import Posted, mirror_adjudications, post_adjudications, post_pairs, take_off
from remindful.core.remits.provider import (
    FORWARD,
    find_carried,
    pair_forwards,
    pair_within,
    read_forwards,
    say_provider,
    tie_provider,
)
from remindful.core.remits.rarcs import RARCS, Rarc, rarc_frame
from remindful.core.remits.screen import (
    PENDING_CARC,
    find_excess,
    find_repeated,
    mark_denials,
    pair_waiting,
    screen_adjudications,
)
from remindful.core.remits.underpaid import ContractTerms, compare_contract

__all__ = [
    "CARCS",
    "FORWARD",
    "GROUPS",
    "MEANINGS",
    "PENDING_CARC",
    "PLBS",
    "RARCS",
    "REMEDIES",
    "REVERSAL",
    "WAITING_CODES",
    "WHY",
    "AppealLimit",
    "AppealLimits",
    "Carc",
    "ContractTerms",
    "DenialFrames",
    "Meaning",
    "Plb",
    "PlbKind",
    "Posted",
    "Rarc",
    "Recovery",
    "RootCause",
    "TiedRemits",
    "Way",
    "admit_remits",
    "carc_frame",
    "check_codes",
    "check_remits",
    "comparable_number",
    "compare_contract",
    "denial_work",
    "find_carried",
    "find_copies",
    "find_excess",
    "find_items",
    "find_level",
    "find_patient_mismatches",
    "find_repeated",
    "find_reused",
    "find_unmatched_lines",
    "mark_denials",
    "match_claims",
    "meaning_expr",
    "mirror_adjudications",
    "normalized_control_number",
    "offer_taken_back",
    "pair_forwards",
    "pair_waiting",
    "pair_within",
    "post_adjudications",
    "post_pairs",
    "rarc_frame",
    "read_forwards",
    "say_provider",
    "say_unmatched",
    "score_candidates",
    "screen_adjudications",
    "spread_claim",
    "sum_denials",
    "take_off",
    "tie_claims",
    "tie_provider",
]
