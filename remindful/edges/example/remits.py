"""Remittances while they grow, balanced, and as frames: what a payer pays an organization on a day, less what it takes back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from remindful.core.words import frames
from remindful.edges.example import plans
from remindful.edges.example.answers import Answer
from remindful.edges.example.frames import make_dates, make_frame
from remindful.edges.example.office import Organization
from remindful.edges.example.plans import Payer
from remindful.edges.example.span import Span
from remindful.edges.formats.era835 import BankAccount, Interchange, PayerContact, RemitHeader

CAPITATION_CENTS = 4_150  # a capitated patient and visit, paid as a sum
_ROUTING = "999999992"  # no bank has it
_PAYEE_ACCOUNT = BankAccount(_ROUTING, "00099")


@dataclass(slots=True)
class Remit:
    """One ST while it grows. number: unique among the remits of its maker. suffix: of the trace, where a day has several."""

    number: int
    payer: Payer
    organization: Organization
    day: int
    suffix: str = ""
    claims: int = 0
    paid_cents: int = 0
    capitated: int = 0
    adjustments: list[tuple[str, str, int]] = field(default_factory=list)  # PLB: reason, reference, cents

    @property
    def net_cents(self) -> int:
        """BPR02."""
        return self.paid_cents - sum(cents for _, _, cents in self.adjustments)

    def add(self, answer: Answer) -> None:
        """Count an answer, with its interest and what is announced to be taken back later."""
        self.claims += 1
        self.paid_cents += answer.sign * answer.paid_cents
        self.capitated += answer.coverage.plan.is_capitated
        if answer.interest_cents:
            self.adjustments.append(("L6", answer.number, -answer.interest_cents))
        if answer.added_back_cents:
            self.adjustments.append(("WO", answer.number, -answer.added_back_cents))


def balance_remits(remits: Iterable[Remit], carried: dict[tuple[str, str], int]) -> None:
    """Add what each remit recovers of an earlier one and leaves to the next, where more is taken back than paid (PLB FB).

    carried: (organization, payer) -> cents that wait for the next remit; changed.
    """
    for remit in remits:
        key = (remit.organization.key, remit.payer.key)
        if remit.capitated:
            remit.adjustments.append(("CT", "CAPITATION", -remit.capitated * CAPITATION_CENTS))
        owed_cents = carried.pop(key, 0)
        if owed_cents:
            remit.adjustments.append(("FB", f"{remit.payer.key}FB", owed_cents))
        net_cents = remit.net_cents
        if net_cents < 0:
            remit.adjustments.append(("FB", f"{remit.payer.key}FB", net_cents))
            carried[key] = -net_cents


def make_remit_frames(
    remits: Sequence[Remit], span: Span, *, file_nos: Sequence[int], first_control: int = 1
) -> dict[str, pl.DataFrame]:
    """remits (with file_no) and remit_provider_adjustments, remit_no counted from 1. Nothing paid: a notice without money."""
    days = [remit.day for remit in remits]
    first_of_file = {file_no: place for place, file_no in reversed(list(enumerate(file_nos)))}
    controls = [f"{place - first_of_file[file_no] + first_control:04d}" for place, file_no in enumerate(file_nos)]
    assert all(remit.net_cents >= 0 for remit in remits)
    return {
        "remits": make_frame(
            frames.Remits,
            {
                "remit_no": range(1, len(remits) + 1),
                "file_no": file_nos,
                "control_number": controls,
                "trace_number": [_trace(remit, span) for remit in remits],
                "payer_originator": [remit.payer.originator for remit in remits],
                "handling_code": ["I" if remit.net_cents else "H" for remit in remits],
                "method": ["ACH" if remit.net_cents else "NON" for remit in remits],
                "paid_cents": [remit.net_cents for remit in remits],
                "paid_on": make_dates(days, span),
                "payer_name": [remit.payer.name for remit in remits],
                "payer_key": [remit.payer.key for remit in remits],
                "payee_name": [remit.organization.name.upper() for remit in remits],
                "payee_npi": [remit.organization.npi for remit in remits],
                "payee_tax_id": [remit.organization.x12_tax_id for remit in remits],
            },
            file_no=pl.Int64(),
        ),
        "remit_provider_adjustments": _provider_adjustments(remits, span),
    }


def _trace(remit: Remit, span: Span) -> str:
    return f"{remit.payer.key}{span.on(remit.day):%Y%m%d}{remit.organization.short}{remit.suffix}"


def _provider_adjustments(remits: Sequence[Remit], span: Span) -> pl.DataFrame:
    rows = [
        (remit_no, remit.organization.npi, date(span.on(remit.day).year, 12, 31), *adjustment)
        for remit_no, remit in enumerate(remits, start=1)
        for adjustment in remit.adjustments
    ]
    names = ("remit_no", "provider_key", "fiscal_end_on", "reason_code", "reference", "amount_cents")
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    return make_frame(frames.RemitProviderAdjustments, columns)


def make_header(interchange: Interchange, payers: Iterable[Payer]) -> RemitHeader:
    """What the frames do not tell of these payers, and of those to whom they pass claims on."""
    return RemitHeader(
        interchange,
        payers={payer.key: _contact(payer) for payer in payers},
        payee_account=_PAYEE_ACCOUNT,
        crossover_keys={payer.name: payer.key for payer in plans.PAYERS} | {payer.name: payer.key for payer in payers},
    )


def _contact(payer: Payer) -> PayerContact:
    account = BankAccount(_ROUTING, f"00{payer.originator[-2:]}")
    return PayerContact(*payer.address, contact_name="REMITTANCE DESK", phone="8005550100", account=account)
