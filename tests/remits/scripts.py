"""Lives of visits, written down: payers that decide, repeat, take back and correct themselves, patients who pay, claims that are replaced.

A step is (what happens, and two numbers by which it is chosen). The same script is played to the books and to the reference ledger.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from tests.remits.reference_ledger import Claim, Line, Payment, ReferenceLedger
from tests.stories.practice import GROUP, NPI, dollars_of, envelope, signed

Step = tuple[int, int, int]
START = date(2026, 1, 10)
STEPS = 9
SIZES = ((15_000, 4_000), (21_000, 7_000), (33_300, 11_100), (52_100, 17_900), (81_000, 23_000))


def _shares(charge: int, *cents: int) -> tuple[int, ...]:
    """Hundredths of a charge; the last takes the rest."""
    parts = [charge * one // 100 for one in cents]
    return (*parts, charge - sum(parts))


def _paid(charge: int, n: int) -> tuple[int, tuple[tuple[str, str, int], ...]]:
    paid, off, rest = _shares(charge, 30 + n % 20, 25)
    return paid, (("CO", "45", off), ("PR", "2", rest))


def _deductible(charge: int, n: int):
    off, rest = _shares(charge, 20 + n % 20)
    return 0, (("CO", "45", off), ("PR", "1", rest))


def _secondary(charge: int, n: int):
    paid, prior, rest = _shares(charge, 10 + n % 9, 70)
    return paid, (("OA", "23", prior), ("PR", "2", rest))


def _from_full_charge(charge: int, n: int):
    paid, prior, off, rest = _shares(charge, 10 + n % 9, 5, 45)
    return paid, (("OA", "23", prior), ("CO", "45", off), ("PR", "2", rest))


def _repeating(charge: int, n: int):
    paid, off, rest = _shares(charge, 10 + n % 9, 50)
    return paid, (("CO", "45", off), ("PR", "2", rest))


def _all(group: str, carc: str):
    return lambda charge, n: (0, ((group, carc, charge),))


STYLES: tuple[Callable[[int, int], tuple[int, tuple[tuple[str, str, int], ...]]], ...] = (
    _paid, _paid, _paid, _deductible, _all("CO", "16"), _all("OA", "18"), _all("OA", "133"), _all("OA", "109"),
)  # fmt: skip
LATER_STYLES = (_secondary, _secondary, _secondary, _from_full_charge, _repeating, _all("CO", "16"))


@dataclass
class Visit:
    """One visit with its script: what its payers send each day, and the reference ledger of it."""

    key: str
    payers: tuple[str, ...]
    ledger: ReferenceLedger = field(init=False)
    sent: list[Payment] = field(default_factory=list)
    paid: list[int] = field(default_factory=list)
    generation: int = 0

    def __post_init__(self) -> None:
        self.ledger = ReferenceLedger(self.payers)
        self.ledger.charge(self.lines(), START)

    def lines(self) -> list[tuple[str, int]]:
        return [(f"9{self.generation}21{n}", cents) for n, cents in enumerate(SIZES[self.generation])]

    def play(self, step: Step, day: date) -> tuple[list[Payment], int, bool]:
        """(payments of its payers, cents of the patient, is the claim replaced) of a day. The ledger has them."""
        what, a, b = step
        payments, cents, is_replaced = self._send(what % 12, a, b), 0, False
        if what % 12 == 9:
            cents = 100 * (1 + b % 90)
            self.paid.append(cents)
        elif what % 12 == 10 and self.paid:
            cents = -self.paid.pop(a % len(self.paid))
        elif what % 12 == 11 and self.generation + 1 < len(SIZES) and b % 2:
            self.generation += 1
            is_replaced = True
            self.ledger.charge(self.lines(), day)
        self.sent += [one for one in payments if one not in self.sent]
        self.ledger.receive(payments, day)
        self.ledger.pay(cents)
        return payments, cents, is_replaced

    def _send(self, what: int, a: int, b: int) -> list[Payment]:
        """What payers send: decisions, copies, new issues, takebacks, corrections, parts, claims that were sent on."""
        claim = self._pick(a)
        match what:
            case 0 | 1:
                return [self._pay(self._decide(a, b))]
            case 2:
                return [self._pay(self._decide_later(a, b), level=2)]
            case 3 | 4 if self.sent:
                one = self.sent[a % len(self.sent)]
                return [one] * (1 + b % 2) if what == 3 else [replace(one, trace=f"{self.key}AGAIN{len(self.sent)}")]
            case 5 if claim:
                return [self._pay(self._reverse(claim, b))]
            case 6 if claim:
                both = [self._reverse(claim, 0), self._decide(b, a)]
                return [self._pay(*(both if b % 2 else reversed(both)))]
            case _:
                return self._send_pieces(what, a, b)

    def _send_pieces(self, what: int, a: int, b: int) -> list[Payment]:
        whole = replace(self._decide(0, b), status="1")
        if what == 7:
            return [self._pay(replace(whole, lines=(whole.lines[n % 2],), number=f"P{n}")) for n in (a, a + b)]
        return [self._pay(replace(whole, status=("19", "23")[a % 2]))] if what == 8 else []

    def _pay(self, *claims: Claim, level: int = 1) -> Payment:
        self.traces = getattr(self, "traces", 0) + 1
        payer = self.payers[min(level, len(self.payers)) - 1] if self.traces % 7 else "ANOTHER"
        return Payment(f"{self.key}T{self.traces}", payer, tuple(claims))

    def _decide(self, a: int, b: int) -> Claim:
        style = STYLES[a % len(STYLES)]
        lines = [Line(code, charge, *style(charge, b)) for code, charge in self.lines()]
        if b % 11 == 0:  # a line that the payer has not decided
            code, charge = self.lines()[-1]
            lines[-1] = Line(code, charge, 0, (("OA", "133", charge),))
        status = "4" if style is STYLES[4] or style is STYLES[5] else "1"
        return Claim(status, f"N{b % 3}", tuple(lines))

    def _decide_later(self, a: int, b: int) -> Claim:
        style = LATER_STYLES[a % len(LATER_STYLES)]
        lines = tuple(Line(code, charge, *style(charge, b)) for code, charge in self.lines())
        return Claim("1" if b % 4 == 0 else "2", f"S{b % 3}", lines)

    def _pick(self, a: int) -> Claim | None:
        claims = [claim for payment in self.sent for claim in payment.claims if claim.status != "22"]
        return claims[a % len(claims)] if claims else None

    def _reverse(self, claim: Claim, b: int) -> Claim:
        lines = tuple(line.negated() for line in claim.lines)
        match b % 8:
            case 6:  # of another payment
                first = lines[0]
                group, carc, cents = first.cas[0]
                lines = (
                    replace(first, paid=first.paid - 7, cas=((group, carc, cents + 7), *first.cas[1:])),
                    *lines[1:],
                )
            case 7:  # not marked
                return replace(claim, status="1", lines=lines)
            case 5:  # with a positive charge
                return replace(claim, status="22")
            case _:
                pass
        return replace(claim, status="22", lines=lines)


def remit_text(payments: list[tuple[Visit, Payment]], *, day: date) -> str:
    """An 835 of these payments, each a transaction of its own. What a payer would have to ask back it carries forward."""
    return "".join(_set_text(visit, payment, day=day) for visit, payment in payments)


def _set_text(visit: Visit, payment: Payment, *, day: date) -> str:
    npi, tax_id = NPI[GROUP]
    loops = [segment for claim in payment.claims for segment in _claim_segments(visit.key, claim)]
    paid = sum(claim.paid for claim in payment.claims)
    carried = [f"PLB*{npi}*20261231*FB:{payment.trace}*{signed(paid)}"] if paid < 0 else []
    segments = [
        f"BPR*I*{dollars_of(max(paid, 0))}*C*ACH*CCP*01*111*DA*33*1234567890**01*111*DA*22*{day:%Y%m%d}",
        f"TRN*1*{payment.trace}*1512345678", f"N1*PR*{payment.payer}*XV*{payment.payer}", f"N1*PE*LAKESHORE*XX*{npi}",
        f"REF*TJ*{tax_id}", "LX*1", *loops, *carried,
    ]  # fmt: skip
    return envelope("HP", "005010X221A1", "835", segments, day=f"{day:%Y%m%d}").replace("*0*T*", "*0*P*")


def _claim_segments(key: str, claim: Claim) -> list[str]:
    segments = [
        f"CLP*{key}*{claim.status}*{signed(claim.charge)}*{signed(claim.paid)}**12*{claim.number}*11*1",
        "NM1*QC*1*EXAMPLE*X",
    ]
    for line in claim.lines:
        place = int(line.code[-1]) + 1
        segments += [f"SVC*HC:{line.code}*{signed(line.charge)}*{signed(line.paid)}**1", "DTM*472*20260105"]
        segments += [f"CAS*{group}*{carc}*{signed(cents)}" for group, carc, cents in line.cas if cents]
        segments.append(f"REF*6R*{key}-{place}")
    return segments


def day_of(number: int) -> date:
    return START + timedelta(days=number)


# --- plays ------------------------------------------------------------------------------------------------------------------

type Lives = list[tuple[tuple[str, ...], list[Step]]]


def lives_of(count: int) -> st.SearchStrategy[Lives]:
    """So many visits, each with its payers and its script."""
    numbers = st.integers(0, 97)
    scripts = st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=STEPS)
    payers = st.sampled_from([("ACME",), ("ACME", "BETA")])
    return st.lists(st.tuples(payers, scripts), min_size=count, max_size=count)


def random_lives(count: int, *, seed: int) -> Lives:
    """So many visits, each with a full script."""
    dice = Random(seed)
    return [
        (
            dice.choice([("ACME",), ("ACME", "BETA")]),
            [(dice.randrange(98), dice.randrange(98), dice.randrange(98)) for _ in range(STEPS)],
        )
        for _ in range(count)
    ]


def open_visits(lives: Lives) -> list[tuple[Visit, list[Step]]]:
    return [(Visit(f"V{n}", payers), script) for n, (payers, script) in enumerate(lives, start=1)]


@dataclass
class Day:
    """What happens on a day, to all visits. The reference ledgers have had their night where there is one."""

    sent: list[tuple[Visit, Payment]]
    paid: list[tuple[Visit, int]]
    replaced: list[Visit]
    has_night: bool


def play_day(playing: list[tuple[Visit, list[Step]]], number: int) -> Day:
    """The step of this number of every script that has one; each second day has a night."""
    played = Day([], [], [], has_night=number % 2 == 1)
    for visit, script in playing:
        if number <= len(script):
            payments, cents, is_replaced = visit.play(script[number - 1], day_of(number))
            played.sent += [(visit, payment) for payment in payments]
            played.paid += [(visit, cents)] if cents else []
            played.replaced += [visit] if is_replaced else []
        if played.has_night:
            visit.ledger.retry()
            visit.ledger.settle()
    return played


def items_wanted(visit: Visit) -> list[tuple[object, ...]]:
    """(charge, payers paid, written off, patient paid, open, owner, reason, due) of each item."""
    return [
        (item.worth, item.payer_paid, item.written_off, item.patient_paid, item.open, *owner)
        for item, owner in zip(visit.ledger.items, visit.ledger.owed(), strict=True)
    ]


def waiting_wanted(visit: Visit) -> Counter[tuple[str, int, int]]:
    """How many claims of each (status, charge, paid) wait."""
    return Counter((one.claim.status, one.claim.charge, one.claim.paid) for one, _ in visit.ledger.waiting)
