"""What payers decide: paid, adjusted, denied, taken back; for each visit the answers in the order of payment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from remindful.core.words.kinds import PayerKind
from remindful.edges.example import plans
from remindful.edges.example.cast import Case
from remindful.edges.example.numbers import percent_of
from remindful.edges.example.people import Coverage
from remindful.edges.example.plans import Fees, Payer
from remindful.edges.example.services import LineKind
from remindful.edges.example.span import CLAIM_WEEKDAY, Span
from remindful.edges.example.visits import Line, Visit

Adjustment = tuple[str, str, int]  # group code, CARC, cents

#: Group, CARC, remark codes, weight, whether the line stays the patient's.
DENIALS: tuple[tuple[str, str, tuple[str, ...], int], ...] = (
    ("CO", "197", (), 22),
    ("CO", "16", ("M51",), 12),
    ("CO", "16", ("N290",), 12),
    ("CO", "29", (), 8),
    ("CO", "96", ("N130",), 8),
    ("PR", "96", ("N130",), 8),
    ("PR", "27", (), 10),
    ("CO", "22", (), 10),
    ("CO", "50", ("N115",), 10),
)
#: How long payers take, in percent of their median: log-normal, sigma 0.38, at each twentieth.
WAIT_PERCENTS = (47, 58, 65, 70, 75, 80, 84, 88, 93, 98, 102, 107, 113, 119, 126, 133, 143, 155, 173, 211)
CAPITATED_KINDS = {LineKind.OFFICE, LineKind.PREVENTIVE, LineKind.LAB}
MENDABLE = {"197", "16", "22", "50"}
_DENIAL_STEPS = [sum(denial[3] for denial in DENIALS[: place + 1]) for place in range(len(DENIALS))]


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """What a payer said of one line: charge = paid + adjustments."""

    line: Line
    line_no: int
    paid_cents: int
    adjustments: tuple[Adjustment, ...]
    remarks: tuple[str, ...] = ()

    @property
    def share_cents(self) -> int:
        """What it leaves to the patient."""
        return sum(cents for group, _, cents in self.adjustments if group == "PR")

    @property
    def allowed_cents(self) -> int:
        """What its contract allows. What sequestration takes was allowed before."""
        sequestered = sum(cents for _, carc, cents in self.adjustments if carc == "253")
        return self.paid_cents + self.share_cents + sequestered


@dataclass(frozen=True, slots=True)
class Answer:
    """One CLP. sign: -1 takes an earlier answer back."""

    visit: Visit
    level_no: int
    coverage: Coverage
    status: str
    number: str  # the payer's claim number
    paid_day: int
    lines: tuple[LineAnswer, ...]
    sign: int = 1
    remarks: tuple[str, ...] = ()
    interest_cents: int = 0
    crossover: Payer | None = None
    is_claim_level: bool = False
    frequency: str = "1"
    added_back_cents: int = 0  # reported as not yet recovered (PLB, negative)
    out_of_balance_cents: int = 0  # a planted error

    @property
    def paid_cents(self) -> int:
        """CLP04, unsigned."""
        return sum(line.paid_cents for line in self.lines)

    @property
    def share_cents(self) -> int:
        """What it leaves to the patient."""
        return sum(line.share_cents for line in self.lines)

    def adjustments(self) -> Iterator[tuple[int | None, list[Adjustment]]]:
        """What it adjusts on each line, or, without a line number, on the claim: signed, in order of groups, equal reasons added up."""
        if self.is_claim_level:
            yield None, _add_up([each for line in self.lines for each in line.adjustments], self.sign)
            return
        for place, line in enumerate(self.lines):
            adjustments = list(line.adjustments)
            if self.out_of_balance_cents and place == 0:
                # A planted error: the payer left out a part of what it adjusted.
                group, carc, cents = adjustments[0]
                adjustments[0] = (group, carc, cents - self.out_of_balance_cents)
            yield line.line_no, _add_up(adjustments, self.sign)


def _add_up(adjustments: list[Adjustment], sign: int) -> list[Adjustment]:
    groups: dict[str, dict[str, int]] = {}
    for group, carc, cents in adjustments:
        carcs = groups.setdefault(group, {})
        carcs[carc] = carcs.get(carc, 0) + sign * cents
    return [(group, carc, cents) for group, carcs in groups.items() for carc, cents in carcs.items()]


@dataclass(frozen=True, slots=True)
class Recoupment:
    """A PLB WO in a later remit: what an earlier one paid too much."""

    payer: Payer
    organization: str
    paid_day: int
    reference: str
    cents: int


@dataclass(slots=True)
class Desk:
    """What the payers' desks remember: fee schedules, deductibles met, running claim numbers."""

    fees: Fees
    span: Span
    met_cents: dict[tuple[str, int, bool], int]
    claim_no: int = 0

    def number(self, payer: Payer, day: int) -> str:
        """A new claim number of a payer."""
        self.claim_no += 1
        return f"{payer.key[1:3]}{self.span.on(day):%y%m%d}{self.claim_no:07d}"

    def payment_day(self, payer: Payer, day: int) -> int:
        """The first day of payment on or after `day`."""
        paid_day = self.span.weekday_from(day, payer.bundle.weekday)
        weeks = (paid_day + 7) // 7 % payer.bundle.every_weeks
        return paid_day + (payer.bundle.every_weeks - weeks) % payer.bundle.every_weeks * 7


def answer_visit(visit: Visit, desk: Desk, *, rng: Random, case: Case | None) -> tuple[list[Answer], list[Recoupment]]:
    """Every answer to a visit, in the order of payment, and what is recovered later. Self-pay and unanswered: none."""
    if not visit.coverages or case is Case.NEVER_ANSWERED or (case is None and rng.random() < 0.015):
        return [], []
    coverage = visit.coverages[0]
    payer = coverage.payer
    soonest, median = payer.lag_days
    # A table, not a logarithm: its last digit may differ between machines.
    wait_percent = WAIT_PERCENTS[int(rng.random() * len(WAIT_PERCENTS))]
    lag_days = min(60, max(soonest, median * wait_percent // 100))
    lag_days = 58 if case is Case.INTEREST else lag_days
    paid_day = desk.payment_day(payer, visit.billed_day + lag_days)
    denied = case in {Case.DENIED, Case.DENIAL_OVERTURNED} or (case is None and rng.random() < 0.065)
    first = answer_first(visit, coverage, desk, paid_day, rng, is_late=lag_days > 45)
    if denied:
        return _deny(first, desk, rng, case), []
    answers, recoupments = _maybe_correct(first, desk, rng, case)
    return [*answers, *_second_answers(answers[-1], desk, rng)], recoupments


def answer_first(visit: Visit, coverage: Coverage, desk: Desk, paid_day: int, rng: Random, *, is_late: bool) -> Answer:
    """What the first payer decides of a claim that it does not deny. is_late: it owes interest."""
    decide = _decider(visit, coverage, desk)
    lines = tuple(decide(line, number) for number, line in enumerate(visit.lines, start=1))
    if rng.random() < 0.03 and len(lines) > 1:
        lines = (*lines[:-1], _bundle(lines[-1]))
    paid_cents = sum(line.paid_cents for line in lines)
    second = visit.coverages[1].payer if len(visit.coverages) > 1 else None
    crosses = second if second is not None and coverage.payer.kind is PayerKind.MEDICARE else None
    remarks = ("MA01", "MA18") if crosses is plans.CANOPY else ("MA01", "MA07", "N781") if crosses else ()
    remarks = remarks or (("MA01",) if coverage.payer.kind is PayerKind.MEDICARE else ())
    return Answer(
        visit, 1, coverage, "19" if crosses else "1", desk.number(coverage.payer, paid_day), paid_day, lines,
        remarks=remarks,
        interest_cents=percent_of(paid_cents, 1) if is_late and paid_cents and not _is_public(coverage.payer) else 0,
        crossover=crosses,
        is_claim_level=visit.is_stay and coverage.payer.kind is PayerKind.MEDICARE,
    )  # fmt: skip


def _is_public(payer: Payer) -> bool:
    return payer.kind in {PayerKind.MEDICARE, PayerKind.MEDICAID, PayerKind.MILITARY}


def _decider(visit: Visit, coverage: Coverage, desk: Desk) -> Callable[[Line, int], LineAnswer]:
    """How this plan decides on a line, remembering the deductible between lines and visits of a year."""
    payer, plan = coverage.payer, coverage.plan
    year = desk.span.on(visit.service_day).year
    is_stay = visit.is_stay and payer.kind is PayerKind.MEDICARE
    deductible_cents = plan.deductible_cents
    if payer.kind is PayerKind.MEDICARE:
        table = plans.PART_A_DEDUCTIBLES if is_stay else plans.PART_B_DEDUCTIBLES
        deductible_cents = table.get(year, table[max(table)])
    met_key = (coverage.member_id + coverage.relation, year, is_stay)
    copay_left = _copay_cents(visit, coverage)
    elsewhere_cents = _met_elsewhere(coverage, year, deductible_cents, visit, desk) if not is_stay else 0

    def decide(line: Line, line_no: int) -> LineAnswer:
        nonlocal copay_left
        allowed_cents = min(
            line.charge_cents,
            desk.fees.allowed_cents(payer, line.fee_key, line.charge_cents // line.units) * line.units,
        )
        taken_off = line.charge_cents - allowed_cents
        if plan.is_capitated and line.kind in CAPITATED_KINDS:
            copay = min(copay_left, allowed_cents) if line.kind is LineKind.OFFICE else 0
            copay_left -= copay
            return _answer(line, line_no, 0, ("CO", "24", line.charge_cents - copay), ("PR", "3", copay))
        deductible, coinsurance, copay = 0, 0, 0
        if line.kind in {LineKind.PREVENTIVE, LineKind.SHOT}:
            pass
        elif copay_left and line.kind in {LineKind.OFFICE, LineKind.EMERGENCY, LineKind.STAY}:
            copay = min(copay_left, allowed_cents)
            copay_left -= copay
        elif not (plan.copay_cents and line.kind is LineKind.OFFICE):
            met_cents = desk.met_cents.get(met_key, 0)
            deductible = min(allowed_cents, max(0, deductible_cents - elsewhere_cents - met_cents))
            desk.met_cents[met_key] = met_cents + deductible
            if not is_stay and not (line.kind in plans.PAYS_AT_CHARGE and plan is not plans.BRONZE):
                coinsurance = percent_of(allowed_cents - deductible, plan.coinsurance_percent)
        payable = allowed_cents - deductible - coinsurance - copay
        sequestered = percent_of(payable, 2) if payer.sequesters else 0
        return _answer(
            line, line_no, payable - sequestered,
            ("CO", "45", taken_off), ("CO", "253", sequestered),
            ("PR", "1", deductible), ("PR", "2", coinsurance), ("PR", "3", copay),
        )  # fmt: skip

    return decide


def _met_elsewhere(coverage: Coverage, year: int, deductible_cents: int, visit: Visit, desk: Desk) -> int:
    """What other providers have taken of the year's deductible: little in January, most of it by spring."""
    if coverage.plan is plans.BRONZE:
        return 0
    month = desk.span.on(visit.service_day).month
    pace = (coverage.subscriber.number * 7 + year) % 10  # some need little care elsewhere
    return deductible_cents if pace >= 7 else min(deductible_cents, deductible_cents * (month - 1) * (pace + 3) // 12)


def _copay_cents(visit: Visit, coverage: Coverage) -> int:
    plan = coverage.plan
    if visit.is_stay:
        return plan.day_copay_cents * min(5, visit.until_day - visit.service_day)
    is_emergency = any(line.kind is LineKind.EMERGENCY for line in visit.lines)
    return plan.emergency_copay_cents if is_emergency else 0 if visit.is_institutional else plan.copay_cents


def expected_copay_cents(visit: Visit) -> int:
    """What the front desk asks on the day: the copay on the card, for office visits with one payer."""
    has_office = any(line.kind is LineKind.OFFICE for line in visit.lines)
    return (
        _copay_cents(visit, visit.coverages[0])
        if len(visit.coverages) == 1 and has_office and not visit.is_institutional
        else 0
    )


def _answer(line: Line, line_no: int, paid_cents: int, *adjustments: Adjustment) -> LineAnswer:
    return LineAnswer(line, line_no, paid_cents, tuple(each for each in adjustments if each[2]))


def _bundle(answer: LineAnswer) -> LineAnswer:
    """The line is part of another: paid nothing, and the patient owes nothing of it."""
    return LineAnswer(answer.line, answer.line_no, 0, (("CO", "97", answer.line.charge_cents),), ("M15",))


def deny(first: Answer, group: str, carc: str, remarks: tuple[str, ...]) -> Answer:
    """The denial of a whole claim, in the place of what would have been answered."""
    denied_lines = tuple(
        LineAnswer(each.line, each.line_no, 0, ((group, carc, each.line.charge_cents),), remarks)
        for each in first.lines
    )
    return replace(
        first, status="4" if carc in {"27", "29"} else "1", lines=denied_lines, crossover=None, interest_cents=0,
        remarks=("MA01", "MA130") if carc == "16" else first.remarks, is_claim_level=False,
    )  # fmt: skip


def take_back(answer: Answer, paid_day: int) -> Answer:
    """The reversal of an answer."""
    return replace(answer, status="22", sign=-1, paid_day=paid_day, crossover=None, interest_cents=0, remarks=())


def _deny(first: Answer, desk: Desk, rng: Random, case: Case | None) -> list[Answer]:
    """A denial of the whole claim; some are mended: taken back and paid in the same remit."""
    group, carc, remarks, _ = rng.choices(DENIALS, cum_weights=_DENIAL_STEPS)[0]
    if case is not None:
        group, carc, remarks, _ = DENIALS[0]
    denial = deny(first, group, carc, remarks)
    wins = case is Case.DENIAL_OVERTURNED or (case is None and carc in MENDABLE and rng.random() < 0.55)
    if not wins:
        return [denial]
    paid_day = desk.payment_day(first.coverage.payer, first.paid_day + 25 + int(rng.random() * 35))
    taken_back = take_back(denial, paid_day)
    paid = replace(
        first, paid_day=paid_day, number=desk.number(first.coverage.payer, paid_day), interest_cents=0, frequency="7"
    )
    return [denial, taken_back, paid, *_second_answers(paid, desk, rng)]


def _maybe_correct(first: Answer, desk: Desk, rng: Random, case: Case | None) -> tuple[list[Answer], list[Recoupment]]:
    """A few answers are taken back and given again with another amount; some overpayments are recovered later."""
    is_chosen = case in {Case.REVERSED, Case.TAKEN_BACK} or (case is None and rng.random() < 0.018)
    best = max(first.lines, key=lambda line: line.paid_cents)
    if not is_chosen or best.paid_cents < 2_000 or first.is_claim_level:
        return [first], []
    payer = first.coverage.payer
    paid_day = desk.payment_day(payer, first.paid_day + 30 + int(rng.random() * 40))
    is_taken_back = case is Case.TAKEN_BACK or (case is None and rng.random() < 0.5)
    change = percent_of(best.paid_cents, 40 if is_taken_back else 15)
    change = change if is_taken_back or rng.random() < 0.5 else -min(change, _contractual(best))
    lines = tuple(_move_to_contract(line, change) if line is best else line for line in first.lines)
    reversal = take_back(first, paid_day)
    corrected = replace(
        first, paid_day=paid_day, lines=lines, number=desk.number(payer, paid_day), interest_cents=0, crossover=None
    )
    corrected = replace(corrected, status="1" if first.status == "19" else first.status)
    if not is_taken_back:
        return [first, reversal, corrected], []
    corrected = replace(corrected, added_back_cents=change)
    later_day = desk.payment_day(payer, paid_day + 20)
    return [first, reversal, corrected], [
        Recoupment(payer, first.visit.organization, later_day, corrected.number, change)
    ]


def _contractual(answer: LineAnswer) -> int:
    return sum(cents for group, carc, cents in answer.adjustments if (group, carc) == ("CO", "45"))


def _move_to_contract(answer: LineAnswer, cents: int) -> LineAnswer:
    """The same line, `cents` of its payment now written off by contract."""
    others = tuple(each for each in answer.adjustments if each[:2] != ("CO", "45"))
    taken_off = _contractual(answer) + cents
    adjustments = (*((("CO", "45", taken_off),) if taken_off else ()), *others)
    return replace(answer, paid_cents=answer.paid_cents - cents, adjustments=adjustments)


def claim_day_of_second(first: Answer, span: Span) -> int:
    """The Friday on which the office sends the second payer's claim, where the first payer did not."""
    return span.weekday_from(first.paid_day + 5, CLAIM_WEEKDAY)


def _second_answers(first: Answer, desk: Desk, rng: Random) -> list[Answer]:
    """The second payer's answer to what the first left: what was settled before is OA-23."""
    if len(first.visit.coverages) < 2 or not first.share_cents:
        return []
    coverage = first.visit.coverages[1]
    payer = coverage.payer
    sent_day = first.paid_day if first.crossover else claim_day_of_second(first, desk.span)
    paid_day = desk.payment_day(payer, sent_day + payer.lag_days[0] + int(rng.random() * 8))
    return [answer_rest(first, coverage, desk, paid_day)]


def answer_rest(first: Answer, coverage: Coverage, desk: Desk, paid_day: int) -> Answer:
    """What the payer behind another pays of what that one left."""
    payer = coverage.payer
    lines = tuple(_settle_rest(line, coverage) for line in first.lines)
    remarks = ("N781",) if payer.kind is PayerKind.MEDICAID else ()
    level_no = first.level_no + 1
    number = desk.number(payer, paid_day)
    return Answer(
        first.visit, level_no, coverage, str(level_no), number, paid_day, lines, remarks=remarks, is_claim_level=first.is_claim_level
    )  # fmt: skip


def _settle_rest(first: LineAnswer, coverage: Coverage) -> LineAnswer:
    left = first.share_cents
    before = ("OA", "23", first.line.charge_cents - left)
    deductible = sum(cents for group, carc, cents in first.adjustments if (group, carc) == ("PR", "1"))
    if coverage.payer.kind is PayerKind.MEDICAID:
        paid = percent_of(left, 35)
        return _answer(first.line, first.line_no, paid, before, ("CO", "45", left - paid))
    if coverage.plan is plans.MEDIGAP_G:
        # This Medigap design pays coinsurance, never the deductible.
        return _answer(first.line, first.line_no, left - deductible, before, ("PR", "1", deductible))
    paid = percent_of(left, 70)
    return _answer(first.line, first.line_no, paid, before, ("PR", "2", left - paid))
