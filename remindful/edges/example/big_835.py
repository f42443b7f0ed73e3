"""Writes one remittance file as large as wanted, for measuring: several payees, transactions and adjustments."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from remindful.edges.example import names
from remindful.edges.example.cast import GROUP, HOSPITAL
from remindful.edges.example.envelope import Envelope
from remindful.edges.example.numbers import make_dice, say_amount
from remindful.edges.example.office import ORGANIZATIONS, Organization
from remindful.edges.example.plans import GULF_BLUE
from remindful.edges.example.remit_texts import remit_head, split_provider_adjustments
from remindful.edges.example.span import make_span

CLAIMS_A_SET = 2_000
PARTS = 4  # remits over which an overpayment is recovered
_T = "~\n"
_CODES = (("99213", 19_000), ("99214", 27_500), ("80053", 7_500), ("36415", 1_800), ("93000", 9_500), ("20610", 26_500))


@dataclass(frozen=True, slots=True)
class BigCounts:
    """What a big file holds. paid_cents: the sum of BPR02."""

    remits: int
    claims: int
    lines: int
    size_bytes: int
    paid_cents: int


def write_big_835(out: Path, *, megabytes: int, seed: int) -> BigCounts:
    """Write one 835 of about so many million bytes; every claim and transaction ties. Same arguments, same bytes."""
    rng = make_dice(seed * 31 + 5)
    span = make_span(date(2026, 10, 31))
    day = span.say_x12(400)
    envelope = Envelope("HP", "005010X221A1", "GULFBLUE", "EXAMPLEOFFICE", 1, 400, _T)
    remits = claims = lines = paid_total = 0
    owed: dict[str, list[tuple[str, int]]] = {GROUP: [], HOSPITAL: []}  # parts still to be recovered
    carried: dict[str, int] = {GROUP: 0, HOSPITAL: 0}
    with out.open("wb") as stream:
        size_bytes = stream.write(envelope.opening(span).encode())
        while size_bytes < megabytes * 1_000_000:
            organization = ORGANIZATIONS[HOSPITAL if remits % 3 == 2 else GROUP]
            body, paid_cents, line_count = _write_claims(rng, claims, day)
            adjustments = _adjust(organization, remits, paid_cents, owed[organization.key], carried)
            net_cents = paid_cents - sum(cents for _, _, cents in adjustments)
            text = _write_set(organization, day, net_cents, remits + 1, body, adjustments)
            size_bytes += stream.write(text.encode())
            remits, claims, lines, paid_total = (
                remits + 1,
                claims + CLAIMS_A_SET,
                lines + line_count,
                paid_total + net_cents,
            )
        size_bytes += stream.write(envelope.closing(remits).encode())
    return BigCounts(remits, claims, lines, size_bytes, paid_total)


def _write_set(
    organization: Organization,
    day: str,
    net_cents: int,
    number: int,
    body: str,
    adjustments: list[tuple[str, str, int]],
) -> str:
    head = [*remit_head(GULF_BLUE, organization, day, net_cents, number), "LX*1"]
    # The trace number tells the transactions of one day apart.
    head[2] = f"{head[2].rsplit('*', 1)[0]}{number}*{head[2].rsplit('*', 1)[1]}"
    tail = split_provider_adjustments(organization, adjustments, day[:4])
    count = len(head) + body.count("~") + len(tail) + 1
    return f"{_T.join(head)}{_T}{body}{''.join(segment + _T for segment in tail)}SE*{count}*{number:04d}{_T}"


def _write_claims(rng: Random, first: int, day: str) -> tuple[str, int, int]:
    """The claims of one transaction: text, what they pay, number of lines."""
    texts: list[str] = []
    paid_total = line_count = 0
    random = rng.random
    for number in range(first + 1, first + CLAIMS_A_SET + 1):
        key = f"BG{number:09d}"
        lines: list[str] = []
        charge_total = paid_sum = share_total = 0
        for line_no in range(1, 2 + int(random() * 3)):
            code, charge = _CODES[int(random() * 6)]
            off = charge * (40 + int(random() * 25)) // 100
            share = (charge - off) * 20 // 100 if random() < 0.6 else 0
            paid = charge - off - share
            charge_total, paid_sum, share_total = charge_total + charge, paid_sum + paid, share_total + share
            bears = f"CAS*PR*2*{say_amount(share)}~\n" if share else ""
            lines.append(
                f"SVC*HC:{code}*{say_amount(charge)}*{say_amount(paid)}**1~\nDTM*472*{day}~\nCAS*CO*45*{say_amount(off)}~\n{bears}"
                f"REF*6R*{key}-{line_no}~\nAMT*B6*{say_amount(paid + share)}~\n"
            )
        last, given = names.LAST[int(random() * len(names.LAST))], names.WOMEN[int(random() * len(names.WOMEN))]
        texts.append(
            f"CLP*{key}*1*{say_amount(charge_total)}*{say_amount(paid_sum)}*{say_amount(share_total)}*12*GB{number:011d}*11*1~\n"
            f"NM1*QC*1*{last.upper()}*{given.upper()}****MI*XGB98{number:07d}~\nREF*EA*BG{number:07d}~\nDTM*232*{day}~\nDTM*233*{day}~\n"
            f"{''.join(lines)}"
        )
        paid_total += paid_sum
        line_count += len(lines)
    return "".join(texts), paid_total, line_count


def _adjust(
    organization: Organization, number: int, paid_cents: int, owed: list[tuple[str, int]], carried: dict[str, int]
) -> list[tuple[str, str, int]]:
    """Interest, what is not reimbursed, a refund acknowledged, an overpayment in parts, a balance carried forward."""
    adjustments = [("L6", f"INTEREST{number}", -1_234), ("J1", f"NONREIMB{number}", 2_500)]
    # The provider sent money back: the payer takes the overpayment (WO) and acknowledges the return (72).
    adjustments += [("72", f"RETURN{number}", -7_700), ("WO", f"RETURN{number}", 7_700)]
    if owed:
        reference, cents = owed.pop(0)
        adjustments.append(("WO", reference, cents))
    elif number % 5 == 0:
        over_cents = 1_000_003
        part = over_cents // PARTS
        adjustments.append(("WO", f"OVERPAID{number}", -over_cents))
        owed += [(f"OVERPAID{number}", part)] * (PARTS - 1) + [(f"OVERPAID{number}", over_cents - part * (PARTS - 1))]
    if carried[organization.key]:
        adjustments.append(("FB", f"FORWARD{organization.short}", carried[organization.key]))
        carried[organization.key] = 0
    elif number % 4 == 1:
        # Paid in the next transaction of this payee instead.
        adjustments.append(("FB", f"FORWARD{organization.short}", 50_000))
        carried[organization.key] = -50_000
    assert paid_cents > sum(cents for _, _, cents in adjustments)
    return adjustments
