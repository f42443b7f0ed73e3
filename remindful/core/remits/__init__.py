"""What payers decided: tied out, matched to visits and items, and posted."""

from remindful.core.remits.balance import Checked, check_remits
from remindful.core.remits.carcs import MEANINGS, Meaning, meaning_expr
from remindful.core.remits.lines import find_items, spread_claim
from remindful.core.remits.match import REVERSAL, match_claims, say_unmatched
from remindful.core.remits.post import Posted, post_answers, post_pairs

__all__ = [
    "MEANINGS",
    "REVERSAL",
    "Checked",
    "Meaning",
    "Posted",
    "check_remits",
    "find_items",
    "match_claims",
    "meaning_expr",
    "post_answers",
    "post_pairs",
    "say_unmatched",
    "spread_claim",
]
