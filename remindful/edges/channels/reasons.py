"""Reasons: why a person owes what a message asks for, in plain words, tied to the cent."""

from collections.abc import Sequence

from remindful.core.words.messages import MessageContent, StatementLine
from remindful.core.words.money import say_cents
from remindful.edges.channels import wording

__all__ = ["PARTS", "assert_ties", "say_line_reasons", "say_why"]

PARTS = ("deductible", "coinsurance", "copay", "not_covered", "self_pay")
PARTS_A_SENTENCE = 2


def assert_ties(content: MessageContent) -> None:
    """Each line explains its charge to the cent; lines less unapplied money are what is asked for."""
    for line in all_lines(content):
        explained = (
            line.payer_paid_cents
            + line.contract_cents
            + line.other_off_cents
            + line.opening_off_cents
            + line.patient_paid_cents
        )
        assert line.charge_cents == explained + line.due_cents + line.elsewhere_cents, (
            f"message {content.message_id}: a line does not tie"
        )
    due_cents = sum(line.due_cents for line in all_lines(content)) - content.unapplied_cents
    assert due_cents == content.due_cents, f"message {content.message_id}: lines and amount due do not tie"


def all_lines(content: MessageContent) -> list[StatementLine]:
    """The lines of all visits, in order."""
    return [line for visit in content.visits for line in visit.lines]


def part_cents(line: StatementLine, part: str) -> int:
    """One of the five parts of the patient's share."""
    return int(getattr(line, f"{part}_cents"))


def say_line_reasons(line: StatementLine, words: wording.Wording) -> tuple[str, ...]:
    """The parts of a line's share: "Your plan's deductible: $50.00"."""
    sentences = tuple(
        words.say(f"line_{part}", amount=say_cents(part_cents(line, part))) for part in PARTS if part_cents(line, part)
    )
    if not sentences and line.due_cents > 0:
        return (words.say("line_carried", amount=say_cents(line.due_cents)),)
    return sentences


def say_why(content: MessageContent, words: wording.Wording) -> str:
    """Why this much: the share and its parts, what was taken off and paid, and what that leaves.

    The subtraction is told only where it comes out at the amount due; else the parts are named without sums.
    """
    if content.due_cents < 0:
        return words.say("why_credit", amount=say_cents(-content.due_cents))
    if content.due_cents == 0:
        return words.say("why_nothing")
    lines = all_lines(content)
    parts = {part: sum(part_cents(line, part) for line in lines) for part in PARTS}
    parts = {part: cents for part, cents in parts.items() if cents}
    share_cents = sum(parts.values())
    if not share_cents:
        return words.say("why_carried")
    paid_cents = sum(line.patient_paid_cents for line in lines)
    left_cents = share_cents - paid_cents - content.unapplied_cents
    off_cents = left_cents - content.due_cents
    # other_off was taken before the payer split the charge (then off is 0) or from the share (then it is all of it).
    if off_cents not in (0, sum(line.other_off_cents for line in lines)) or min(paid_cents, off_cents) < 0:
        if len(parts) > PARTS_A_SENTENCE:
            return words.say("why_carried")
        return words.say("why_parts_only", parts=words.join([words.labels[part] for part in parts]))
    sentences = [_say_share(content, parts, words)]
    if off_cents:
        sentences.append(words.say("why_helped", amount=say_cents(off_cents)))
    if paid_cents:
        sentences.append(words.say("why_paid", amount=say_cents(paid_cents)))
    if content.unapplied_cents:
        sentences.append(words.say("why_unapplied", amount=say_cents(content.unapplied_cents)))
    if len(sentences) > 1:
        sentences.append(words.say("why_left", amount=say_cents(content.due_cents)))
    return " ".join(sentences)


def _say_share(content: MessageContent, parts: dict[str, int], words: wording.Wording) -> str:
    # "Has answered" is only said where every visit went to a payer.
    voice = "insured" if content.visits and all(visit.payers for visit in content.visits) else "uninsured"
    share = say_cents(sum(parts.values()))
    if len(parts) == 1:
        return words.say(f"why_one_{voice}", share=share, part=words.labels[next(iter(parts))])
    if len(parts) > PARTS_A_SENTENCE:  # a sentence each: one with more amounts than two is hard to follow
        named = [words.say(f"line_{part}", amount=say_cents(cents)) for part, cents in parts.items()]
        return " ".join([words.say(f"why_sum_{voice}", share=share), *(f"{one}." for one in named)])
    sentences = [
        words.say("part_of", amount=say_cents(cents), part=words.labels[part]) for part, cents in parts.items()
    ]
    return words.say(f"why_{voice}", share=share, parts=words.join(sentences))


def used_parts(lines: Sequence[StatementLine]) -> list[str]:
    """The parts that some line has, in the order in which they are explained."""
    return [part for part in PARTS if any(part_cents(line, part) for line in lines)]
