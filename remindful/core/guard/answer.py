"""What one rule says of one account and act, with the facts that it read and the law behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from remindful.core.law.rule import Rule, Rulebook
from remindful.core.words.kinds import Verdict


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """facts: what the rule read, None = not known. sources: where each fact comes from. law_read: how its law was read.

    note: why it holds although nothing that it reads is missing (nobody signed, law doubtful, law not read).
    """

    rule: str
    topic: str
    verdict: Verdict
    until: date | None
    cite: str
    says: str
    facts: Mapping[str, object]
    sources: Mapping[str, str]
    law_read: str
    note: str | None = None


def say_law_read(rule: Rule, rulebook: Rulebook) -> str:
    """How the law of a rule was read, when and by whom, and who vouches for it."""
    read = [
        f"{citation.read} {citation.read_on}" + (f" by {citation.reader}" if citation.reader else "")
        for citation in rule.law
    ]
    signoff = rulebook.signoffs.get(rule.id)
    signed = f"; signed off by {signoff.by} on {signoff.on}" if signoff else ""
    return "; ".join(dict.fromkeys(read)) + signed


def say_note(rule: Rule, rulebook: Rulebook, verdict: Verdict, *, is_known: bool) -> str | None:
    """Why a rule holds although all that it reads is known."""
    if verdict is not Verdict.HOLD:
        return None
    if rule.is_uncertain:
        return "The law is doubtful here, so the rule never frees: a person decides."
    if not rulebook.frees(rule):
        return "The law behind this rule was not reviewed yet, and your office has not approved the rule."
    return "A number of the law is not modelled for this day." if is_known else None
