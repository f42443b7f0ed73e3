"""A made-up message, for looking at a template before anybody gets it: a mother's statement, her own visit and her child's."""

from datetime import date

from remindful.core.words.kinds import Act
from remindful.core.words.messages import Addressee, MessageContent, Sender, StatementLine, StatementVisit

__all__ = ["sample_message"]


def sample_message(sender: Sender, *, act: Act, template: str, language: str, day: date) -> MessageContent:
    """A message of two visits with every kind of share. The addressee lives where the sender is."""
    mothers = StatementVisit(
        "CH0000101", "Ana Example", date(2026, 9, 14), ("Palmetto Mutual",),
        (
            _line("Emergency visit", date(2026, 9, 14), 98_000, 41_200, 36_800, 15_000, 5_000),
            _line("Blood test", date(2026, 9, 14), 12_400, 4_960, 6_200, 0, 1_240),
        ),
    )  # fmt: skip
    childs = StatementVisit(
        "CH0000102", "Leo Example", date(2026, 9, 21), ("Palmetto Mutual",),
        (_line("X-ray of the wrist", date(2026, 9, 21), 31_000, 12_000, 16_000, 3_000, 0),),
    )  # fmt: skip
    due = sum(line.due_cents for visit in (mothers, childs) for line in visit.lines)
    home = Addressee(
        "Ana Example", "1 Sample Street", None, sender.city, sender.state, sender.zip, "ana@example.org", "+18505550142"
    )
    return MessageContent(1, day, act, template, language, sender, home, "CM0000017", (mothers, childs), 0, due)


def _line(
    description: str, day: date, charge: int, paid: int, contract: int, deductible: int, coinsurance: int
) -> StatementLine:
    """One explained line; amounts in cents."""
    return StatementLine(
        service_on=day, description=description, charge_cents=charge, payer_paid_cents=paid, contract_cents=contract, other_off_cents=0,
        patient_paid_cents=0, deductible_cents=deductible, coinsurance_cents=coinsurance, copay_cents=0, not_covered_cents=0,
        self_pay_cents=0, due_cents=deductible + coinsurance,
    )  # fmt: skip
