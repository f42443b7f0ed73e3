"""The synthetic payers answer claims that somebody else wrote, by the decisions that the example practice's payers make.

They read what an 837 says (the frames of its reader) and nothing else. Each payer takes the fees and the plan of the example's payer of
its kind. On top of these come denials for true reasons: sent before, too late, no authorization.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

import polars as pl

from remindful.core.words.kinds import PayerKind
from remindful.edges.example.answers import DENIALS, Answer, Desk, answer_first, answer_rest, deny, take_back
from remindful.edges.example.claims_received import ReceivedClaim, receive_claims
from remindful.edges.example.envelope import make_interchange
from remindful.edges.example.numbers import make_dice
from remindful.edges.example.office import Organization
from remindful.edges.example.plans import make_fees
from remindful.edges.example.remit_frames import make_remit_claim_frames
from remindful.edges.example.remits import Remit, balance_remits, make_header, make_remit_frames
from remindful.edges.example.span import Span, make_span
from remindful.edges.formats.era835 import write_remits

#: Days from service to claim after which each kind of payer denies: CO-29.
LIMIT_DAYS = {PayerKind.COMMERCIAL: 180}
USUAL_LIMIT_DAYS = 365
NEEDS_AUTHORIZATION = {"97110", "97530", "G0202", "45378"}  # by the synthetic plans of commercial payers
DENIED_SHARE, CROSSOVER_SHARE, INTEREST_SHARE = 0.04, 0.6, 0.0025
CROSSOVER_DAYS = 7  # after which the next payer answers what Medicare passed on


@dataclass(slots=True)
class Payers:
    """What the payers remember from one file of claims to the next. answers: those that stand, by claim and payer."""

    seed: int
    span: Span
    desk: Desk
    batches: int = 0  # of claims
    files: int = 0
    remits: int = 0
    carried: dict[tuple[str, str], int] = field(default_factory=dict)
    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)

    @property
    def paid_cents(self) -> int:
        """What the answers that stand pay."""
        return sum(answer.paid_cents for answer in self.answers.values())


def make_payers(seed: int) -> Payers:
    """Payers who have not answered anything yet."""
    span = make_span(date(2026, 10, 31))
    return Payers(seed, span, Desk(make_fees(seed), span, {}))


def answer_claims(frames: Mapping[str, pl.DataFrame], payers: Payers, *, paid_on: date) -> list[tuple[date, str]]:
    """835 files, each with its day, that answer these claims (names as the 837's reader).

    What crosses over is answered by the next payer a week later. A claim that replaces or voids another takes that one's answer back.
    """
    claims = list(receive_claims(frames, payers.span))
    if not claims:
        return []
    payers.batches += 1
    rng = make_dice(payers.seed * 1_009 + payers.batches)
    paid_day = (paid_on - payers.span.first_on).days
    reversals: list[tuple[Organization, Answer]] = []
    answers: list[tuple[Organization, Answer]] = []
    crossed: list[tuple[Organization, Answer]] = []
    for claim in claims:
        is_original = claim.frequency not in {"7", "8"}
        earlier = payers.answers.get(claim.key) if is_original else payers.answers.pop(claim.key, None)
        if not is_original and earlier is not None:
            reversals.append((claim.payee, take_back(earlier, paid_day)))
        if claim.frequency == "8":
            continue
        answer = _answer(claim, payers.desk, paid_day, rng, is_duplicate=is_original and earlier is not None)
        answers.append((claim.payee, answer))
        if is_original and earlier is not None:
            continue
        payers.answers[claim.key] = answer
        if answer.crossover is not None:
            later = answer_rest(answer, claim.visit.coverages[1], payers.desk, paid_day + CROSSOVER_DAYS)
            payers.answers[claim.visit.key, later.coverage.payer.key] = later
            crossed.append((claim.payee, later))
    files = [_write(payers, [*reversals, *answers], paid_day)]
    return [*files, _write(payers, crossed, paid_day + CROSSOVER_DAYS)] if crossed else files


def _answer(claim: ReceivedClaim, desk: Desk, paid_day: int, rng: Random, *, is_duplicate: bool) -> Answer:
    if claim.level_no > 1:
        before = Answer(claim.visit, claim.level_no - 1, claim.visit.coverages[0], "1", "", paid_day, claim.left)
        return answer_rest(before, claim.coverage, desk, paid_day)
    visit = claim.visit
    if rng.random() >= CROSSOVER_SHARE:
        visit = replace(visit, coverages=visit.coverages[:1])  # the office sends the second claim itself
    first = answer_first(visit, claim.coverage, desk, paid_day, rng, is_late=rng.random() < INTEREST_SHARE)
    denial = _denial(claim, rng, is_duplicate=is_duplicate)
    return first if denial is None else deny(first, *denial)


def _denial(claim: ReceivedClaim, rng: Random, *, is_duplicate: bool) -> tuple[str, str, tuple[str, ...]] | None:
    """Group, CARC and remarks, for a true reason or now and then for a usual one."""
    visit, kind = claim.visit, claim.coverage.payer.kind
    if is_duplicate:
        return "CO", "18", ()
    if visit.billed_day - visit.service_day > LIMIT_DAYS.get(kind, USUAL_LIMIT_DAYS):
        return "CO", "29", ()
    codes = {line.code for line in visit.lines}
    if kind is PayerKind.COMMERCIAL and codes & NEEDS_AUTHORIZATION and not visit.authorization:
        return "CO", "197", ()
    if rng.random() >= DENIED_SHARE:
        return None
    group, carc, remarks, _ = rng.choices(DENIALS, weights=[weight for *_, weight in DENIALS])[0]
    return group, carc, remarks


def _write(payers: Payers, answers: Iterable[tuple[Organization, Answer]], paid_day: int) -> tuple[date, str]:
    """One file of these answers, a transaction a payer and payee, in which reversals stand first."""
    remits: dict[tuple[str, str], Remit] = {}
    rows: list[tuple[str, str, Answer]] = []
    for payee, answer in answers:
        payer = answer.coverage.payer
        remit = remits.get((payer.key, payee.key))
        if remit is None:
            payers.remits += 1
            remit = Remit(payers.remits, payer, payee, paid_day, f"-{payers.remits}")
            remits[payer.key, payee.key] = remit
        remit.add(answer)
        rows.append((payer.key, payee.key, answer))
    ordered = [remits[key] for key in sorted(remits)]
    balance_remits(ordered, payers.carried)
    numbers = {key: number for number, key in enumerate(sorted(remits), start=1)}
    numbered = [(numbers[payer, payee], place, answer) for place, (payer, payee, answer) in enumerate(rows, start=1)]
    frames = {
        **make_remit_frames(ordered, payers.span, file_nos=[0] * len(ordered)),
        **make_remit_claim_frames(numbered, payers.span),
    }
    payers.files += 1
    interchange = make_interchange("PAYERS", ordered[0].organization.npi, payers.files, payers.span.sent_at(paid_day))
    crossovers = [answer.crossover for _, _, answer in rows if answer.crossover is not None]
    header = make_header(interchange, [*(remit.payer for remit in ordered), *crossovers])
    return payers.span.on(paid_day), write_remits(frames, header=header)
