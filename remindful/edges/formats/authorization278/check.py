"""What is wrong with a 278, and what a payer did not decide: told with reason and cure."""

from collections.abc import Iterator, Sequence

from remindful.core.words.care import AuthorizationState
from remindful.core.words.findings import At, Finding
from remindful.edges.formats.authorization278 import words
from remindful.edges.formats.authorization278.events import LEVELS, Review, Segment, read_days
from remindful.edges.formats.authorization278.shape import Decision, find_refusals, has_pattern

_ASK = "Ask the payer for a corrected response, or look it up on its portal."
_CALL = "CT"
_KNOWN_TEXT = """
    ST BHT HL TRN AAA UM HCR REF DTP HI HSD CRC CL1 CR1 CR2 CR5 CR6 CR7 PWK MSG NM1 N2 N3 N4 PER PRV DMG INS SV1 SV2 SV3 TOO SE
"""
_KNOWN_IDS = frozenset(_KNOWN_TEXT.split())


def check_review(review: Review, decisions: Sequence[Decision], *, file: str) -> Iterator[Finding]:
    """Every finding on one set."""
    yield from _say_undecided(review, decisions, file)
    for one in decisions:
        yield from _say_decision(one, file)
    yield from _say_places(review, file)
    for one in [*review.head, *(segment for loop in review.loops for segment in loop.segments)]:
        yield from _say_segment(one, file)


def _say_undecided(review: Review, decisions: Sequence[Decision], file: str) -> Iterator[Finding]:
    """Requests that could not be reviewed (AAA), each reason once; and sets without any event."""
    reported: set[int] = set()
    refusals = [(one, refused) for one in decisions for refused in find_refusals(review, one.loop)]
    bare = [] if decisions else [one for loop in review.loops for one in loop.pick("AAA")]
    for key, refused in [
        *((one.row["authorization_key"], refused) for one, refused in refusals),
        *((None, one) for one in bare),
    ]:
        if refused.number in reported:
            continue
        reported.add(refused.number)
        reason, cure = words.say_reason(refused.at(3))
        following = words.NEXT_STEPS.get(refused.at(4) or "", "")
        message = f"The payer did not review the request {key or '(no event is named)'}: {reason}. {following}".strip()
        yield Finding("authorization.not_reviewed", At(file, refused.number, key), message, cure, refused.text)
    if not decisions and not bare:
        message = "This 278 holds no event (HL*EV), so it has no request and no decision."
        yield Finding(
            "authorization.no_event", At(file, review.set_segment.number), message, _ASK, review.set_segment.text
        )


def _say_decision(one: Decision, file: str) -> Iterator[Finding]:
    decision, key = one.decision, one.row["authorization_key"]
    if one.row["party_key"] == "unknown":
        message = f"The authorization {key} names no patient with a number."
        yield Finding(
            "authorization.patient_unknown", At(file, one.loop.segment.number, key), message, "Match it manually."
        )
    if decision is None:
        return
    at, code = At(file, decision.number, key), decision.at(1)
    if code not in words.DECISIONS:
        message = (
            f'"{code or ""}" is not a known decision code, so the authorization {key} counts as requested, not decided.'
        )
        yield Finding("authorization.decision_unknown", at, message, _ASK, decision.text)
    elif one.row["state"] in (str(AuthorizationState.DENIED), str(AuthorizationState.PENDED)):
        reason, cure = words.say_reason(decision.at(3))
        reason, cure = ("the payer wants a call", "Call the payer.") if code == _CALL else (reason, cure)
        noun = "denied" if one.row["state"] == str(AuthorizationState.DENIED) else "pending"
        yield Finding(f"authorization.{noun}", at, f"The authorization {key} is {noun}: {reason}.", cure, decision.text)
    elif (
        one.row["state"] in (str(AuthorizationState.APPROVED), str(AuthorizationState.PARTLY))
        and one.row["number"] is None
    ):
        message = f"The authorization {key} is approved without a number, so no claim can show it."
        yield Finding("authorization.without_number", at, message, "Ask the payer for the number.", decision.text)


def _say_places(review: Review, file: str) -> Iterator[Finding]:
    """Loops of no known level, and decisions that stand where nothing is asked."""
    for loop in review.loops:
        if loop.level not in LEVELS:
            message = (
                f'The loop {loop.segment.at(1)} has a level "{loop.level}" that a 278 does not have: it is not read.'
            )
            yield Finding("authorization.loop_wrong", At(file, loop.segment.number), message, _ASK, loop.segment.text)
        if loop.level not in ("EV", "SS"):
            for one in loop.pick("HCR"):
                message = "A decision (HCR) is outside of any event or service, so it is not known what it applies to."
                yield Finding("authorization.outside_event", At(file, one.number), message, _ASK, one.text)
        if loop.level == "SS" and loop.up("EV") is None:
            message = "A service is outside of any event: it was not read."
            yield Finding(
                "authorization.outside_event", At(file, loop.segment.number), message, _ASK, loop.segment.text
            )


def _say_segment(one: Segment, file: str) -> Iterator[Finding]:
    if one.name not in _KNOWN_IDS:
        message = f'A 278 has no segment "{one.name[:20]}"; it was skipped, so something may be missing.'
        yield Finding("x12.unknown_segment", At(file, one.number), message, _ASK, one.text)
    if one.name == "HSD" and has_pattern(one):
        message = f'The payer allows a pattern in time ("{one.text}"), not a number of visits: how many are left is not counted.'
        yield Finding(
            "authorization.pattern",
            At(file, one.number),
            message,
            "Note the pattern with the referral, and count manually.",
            one.text,
        )
    if one.name == "DTP" and None in read_days(one):
        message = f'"{one.at(3) or ""}" is not a date or date range, so it counts as not known.'
        yield Finding("authorization.day_unreadable", At(file, one.number), message, _ASK, one.text)
