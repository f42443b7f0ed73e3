"""A plain, slow ledger of one visit: what it must be owed, by whom, whatever payers and patients do in whatever order. No frames."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

MEANINGS = {
    "45": "off", "1": "deductible", "2": "coinsurance", "16": "denied", "18": "denied", "133": "denied", "23": "prior_payer",
    "109": "coverage",
}  # fmt: skip
SHARES = ("deductible", "coinsurance")
NAMED_LEVELS = {"1": 1, "19": 1, "2": 2, "20": 2}


@dataclass(frozen=True)
class Line:
    """What a payer says of a charge: charge, payment and adjustments in cents, negative in a reversal."""

    code: str
    charge: int
    paid: int
    cas: tuple[tuple[str, str, int], ...] = ()  # (group, CARC, cents)

    def negated(self) -> "Line":
        return Line(
            self.code, -self.charge, -self.paid, tuple((group, carc, -cents) for group, carc, cents in self.cas)
        )


@dataclass(frozen=True)
class Claim:
    """A CLP."""

    status: str
    number: str
    lines: tuple[Line, ...]

    @property
    def charge(self) -> int:
        return sum(line.charge for line in self.lines)

    @property
    def paid(self) -> int:
        return sum(line.paid for line in self.lines)


@dataclass(frozen=True)
class Payment:
    """An ST of an 835. No trace of another payment is alike, unless it is a copy."""

    trace: str
    payer: str
    claims: tuple[Claim, ...]

    @property
    def identity(self) -> tuple[object, ...]:
        return self.trace, tuple(sorted((claim.status, claim.charge, claim.paid) for claim in self.claims))


@dataclass
class Item:
    """A charge line."""

    code: str
    charge: int
    charged_on: date
    is_charged: bool = True
    payer_paid: int = 0
    written_off: int = 0
    patient_paid: int = 0

    @property
    def worth(self) -> int:
        return self.charge if self.is_charged else 0

    @property
    def open(self) -> int:
        return self.worth - self.payer_paid - self.written_off - self.patient_paid


@dataclass
class Decision:
    """A claim of a remittance, as it came in."""

    order: tuple[int, int]  # of its payment, in it
    claim: Claim
    payer: str
    day: date
    level: int = 0
    moves: list[tuple[str, str, int]] = field(default_factory=list)  # (code of the item, paid | off, cents)

    @property
    def is_reversal(self) -> bool:
        return self.claim.status == "22"

    @property
    def carcs(self) -> set[str]:
        return {carc for line in self.claim.lines for _, carc, _ in line.cas}

    @property
    def pending(self) -> int:
        return sum(cents for line in self.claim.lines for _, carc, cents in line.cas if carc == "133")

    @property
    def is_denial(self) -> bool:
        meanings = {MEANINGS[carc] for line in self.claim.lines for _, carc, cents in line.cas if cents}
        return self.claim.paid == 0 and bool(meanings) and meanings <= {"denied", "coverage"}


@dataclass
class ReferenceLedger:
    """One visit. payers: by level, the first at 1."""

    payers: tuple[str, ...]
    items: list[Item] = field(default_factory=list)
    standing: list[Decision] = field(default_factory=list)
    waiting: list[tuple[Decision, str]] = field(default_factory=list)
    known: set[tuple[object, ...]] = field(default_factory=set)
    cash: int = 0
    unapplied: int = 0
    payments: int = 0

    def charge(self, lines: list[tuple[str, int]], day: date) -> None:
        """A claim, or its replacement: what was charged is taken back."""
        for item in self.items:
            item.is_charged = False
        self.items += [Item(code, cents, day) for code, cents in lines]

    # --- payers -----------------------------------------------------------------------------------------------------------

    def receive(self, payments: list[Payment], day: date) -> None:
        """A file of payments."""
        new = []
        for payment in payments:
            if payment.identity in self.known:
                continue
            self.known.add(payment.identity)
            self.payments += 1
            self.cash += sum(claim.paid for claim in payment.claims)
            new += [Decision((self.payments, n), claim, payment.payer, day) for n, claim in enumerate(payment.claims)]
        self._try(new)

    def retry(self) -> None:
        """What waits is tried again."""
        again = [one for one, _ in self.waiting]
        self._try(again, is_retry=True)

    def _try(self, decisions: list[Decision], *, is_retry: bool = False) -> None:
        """Payment by payment; of one payment reversals first, where there is something to take back."""
        has_decision = bool(self.standing)
        for one in sorted(
            decisions, key=lambda one: (one.order[0], not (one.is_reversal and has_decision), one.order[1])
        ):
            if is_retry and all(one is not still for still, _ in self.waiting):
                continue  # settled meanwhile by a reversal
            self.waiting = [(other, why) for other, why in self.waiting if other is not one]
            why = self._post(one)
            if why is None:
                continue
            self.waiting.append((one, why))
            if why in ("nothing_to_reverse", "reversal_differs"):
                self._settle(one)

    def _settle(self, reversal: Decision) -> None:
        mirrored = [
            one
            for one, _ in self.waiting
            if not one.is_reversal
            and (one.claim.charge, one.claim.paid) == (-reversal.claim.charge, -reversal.claim.paid)
        ]
        if mirrored:
            best = max(mirrored, key=lambda one: (one.claim.number == reversal.claim.number, one.order))
            self.waiting = [(one, why) for one, why in self.waiting if one is not best and one is not reversal]

    def _stands_at(self, level: int | None) -> list[Decision]:
        return [one for one in self.standing if one.level == level]

    def _find_level(self, one: Decision) -> tuple[int, bool]:
        """(level, is it doubtful)."""
        in_order = sorted(self.standing, key=lambda other: (other.day, other.order))
        by_number = [other.level for other in in_order if other.claim.number == one.claim.number]
        of_payer = self.payers.index(one.payer) + 1 if one.payer in self.payers else None
        named = NAMED_LEVELS.get(one.claim.status)
        undecided = [n for n in range(1, len(self.payers) + 1) if not self._stands_at(n)]
        last = in_order[-1].level if in_order else None
        if one.is_reversal:
            return (by_number[-1] if by_number else of_payer or last or 1), False
        if named and of_payer and named != of_payer:
            return of_payer, not (self._stands_at(named) and of_payer > named)
        return named or of_payer or (by_number[-1] if by_number else 0) or (
            undecided[0] if undecided else 0
        ) or last or 0, False

    def _post(self, one: Decision) -> str | None:
        if one.claim.status == "23":
            return "forwarded"
        one.level, is_doubtful = self._find_level(one)
        if is_doubtful:
            return "level_differs"
        return self._take_back(one) if one.is_reversal else self._decide(one)

    def _take_back(self, one: Decision) -> str | None:
        if one.claim.charge > 0:
            return "reversal_charge"
        alike = [
            other
            for other in self.standing
            if (other.claim.charge, other.claim.paid) == (-one.claim.charge, -one.claim.paid)
        ]
        if not alike:
            likely = [o for o in self.standing if o.level == one.level or o.claim.number == one.claim.number]
            return "reversal_differs" if likely else "nothing_to_reverse"
        back = max(alike, key=lambda o: (o.claim.number == one.claim.number, o.level == one.level, o.day, o.order))
        self._move(back.moves, -1)
        self.standing = [other for other in self.standing if other is not back]
        return None

    def _decide(self, one: Decision) -> str | None:
        there = self._stands_at(one.level)
        undecided = self._find_undecided(one, there)
        if undecided is not None:
            return undecided
        denials = [] if self._is_part(one, there) else [d for d in there if self._may_follow(one, d, there)]
        replaced = max(denials, key=lambda d: (d.day, d.order)) if denials else None
        if there and replaced is None and not self._is_part(one, there):
            return "second_adjudication"
        charged = {item.code: item for item in self.items if item.is_charged}
        if any(line.code not in charged or charged[line.code].charge != line.charge for line in one.claim.lines):
            return "no_line"
        if replaced is None and self._names_decided(one, there):
            return "second_adjudication"
        one.moves = self._find_moves(one)
        if self._exceeds(one, charged):
            return "write_off_exceeds"
        self._move(one.moves, 1)
        self.standing = [other for other in self.standing if other is not replaced] + [one]
        return None

    @staticmethod
    def _find_undecided(one: Decision, there: list[Decision]) -> str | None:
        """Why the claim by itself decides nothing."""
        claim = one.claim
        if claim.charge < 0 or claim.paid < 0:
            return "negative_decision"
        if claim.paid == 0 and "133" in one.carcs:
            return "pending"
        return "duplicate_denial" if there and claim.paid == 0 and one.carcs & {"18", "B13"} else None

    def _is_part(self, one: Decision, there: list[Decision]) -> bool:
        decided = sum(other.claim.charge - other.pending for other in there)
        return decided + one.claim.charge <= sum(item.worth for item in self.items)

    @staticmethod
    def _may_follow(one: Decision, denial: Decision, there: list[Decision]) -> bool:
        return denial.is_denial and (denial.claim.charge == one.claim.charge or len(there) == 1)

    @staticmethod
    def _names_decided(one: Decision, there: list[Decision]) -> bool:
        decided = {
            line.code for other in there for line in other.claim.lines if all(carc != "133" for _, carc, _ in line.cas)
        }
        return any(line.code in decided for line in one.claim.lines)

    @staticmethod
    def _find_moves(one: Decision) -> list[tuple[str, str, int]]:
        writes_off = one.level == 1 or "23" in one.carcs
        moves = [(line.code, "paid", line.paid) for line in one.claim.lines]
        if writes_off:
            moves += [
                (line.code, "off", c)
                for line in one.claim.lines
                for group, carc, c in line.cas
                if carc == "45" and group != "PR"
            ]
        return moves

    @staticmethod
    def _exceeds(one: Decision, charged: dict[str, Item]) -> bool:
        off, everything = Counter(), Counter()
        for code, kind, cents in one.moves:
            everything[code] += cents
            off[code] += cents if kind == "off" else 0
        before = {code: charged[code].payer_paid + charged[code].written_off for code in everything}
        return any(off[code] > 0 and before[code] + everything[code] > charged[code].charge for code in everything)

    def _move(self, moves: list[tuple[str, str, int]], sign: int) -> None:
        for code, kind, cents in moves:
            [item] = [item for item in self.items if item.code == code]
            if kind == "paid":
                item.payer_paid += sign * cents
            else:
                item.written_off += sign * cents

    # --- patients -----------------------------------------------------------------------------------------------------------

    def pay(self, cents: int) -> None:
        self.unapplied += cents

    def settle(self) -> None:
        """Patients' money goes to what the patient owes, and comes off the newest line where more came back."""
        for item, (_, _, due) in zip(self.items, self.owed(), strict=True):
            moved = min(due, max(self.unapplied, 0))
            item.patient_paid += moved
            self.unapplied -= moved
        for item in reversed(self.items):
            back = min(item.patient_paid, max(-self.unapplied, 0))
            item.patient_paid -= back
            self.unapplied += back

    # --- whose it is --------------------------------------------------------------------------------------------------------

    def owed(self) -> list[tuple[str, str, int]]:
        """(owner, reason, cents that the patient is asked for) of each item."""
        shares, rooms = [], []
        final = max((one.level for one in self.standing), default=0)
        for item in self.items:
            said = [
                (group, MEANINGS[carc], cents)
                for one in self._stands_at(final)
                for line in one.claim.lines
                for group, carc, cents in line.cas
                if line.code == item.code and carc != "133" and cents
            ]
            share = sum(cents for group, meaning, cents in said if group == "PR" and meaning in SHARES)
            shares.append((said, share))
            rooms.append(max(share - item.patient_paid, 0))
        opens = [max(item.open, 0) for item in self.items]
        rows = max((len({(g, m) for g, m, _ in said}) for said, _ in shares), default=0)
        comes_out = sum(rooms) == sum(opens) and max(abs(r - o) for r, o in zip(rooms, opens, strict=True)) <= rows
        return [self._owner(item, *shares[n], room=rooms[n], comes_out=comes_out) for n, item in enumerate(self.items)]

    def _owner(self, item: Item, said: list, share: int, *, room: int, comes_out: bool) -> tuple[str, str, int]:
        if item.open <= 0:
            return ("credit", "overpaid", 0) if item.open else ("settled", "settled", 0)
        if not self._is_decided(item, has_said=bool(said)):
            return "payer", "waits_for_payer", 0
        denied = sum(cents for _, meaning, cents in said if meaning == "denied")
        due = item.open if comes_out and not denied else min(room, item.open)
        if any(meaning == "coverage" for _, meaning, _ in said):
            return "needs_review", "code_needs_a_person", 0
        if due > 0:
            return "patient", "share", due
        return ("denied", "denied", 0) if denied else ("needs_review", "unexplained", 0)

    def _is_decided(self, item: Item, *, has_said: bool) -> bool:
        levels = range(1, len(self.payers) + 1)
        if not all(self._stands_at(level) for level in levels):
            return False
        last = max(one.level for one in self.standing)
        if any(one.claim.status in ("19", "20") for one in self._stands_at(last)):
            return False
        worth = sum(one.worth for one in self.items)
        decided = {n: sum(one.claim.charge - one.pending for one in self._stands_at(n)) for n in levels}
        if any(decided[n] < worth and any(one.pending for one in self._stands_at(n)) for n in levels):
            return False
        untouched = not has_said and item.payer_paid == 0 and item.written_off == 0
        decided_on = max(one.day for one in self.standing if one.level in levels)
        return not (untouched and (item.charged_on > decided_on or min(decided.values()) < worth))
