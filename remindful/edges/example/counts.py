"""What was written, counted: files by kind, people, money, and every planted case with where it lies."""

from dataclasses import dataclass, field
from enum import StrEnum

from remindful.edges.example.cast import Case

NAMED_EACH = 40  # instances of a case that are named; all are counted


class Wrong(StrEnum):
    """What is planted wrong, so that it must be noticed."""

    BAD_DATE = "payment_with_a_bad_date"  # the row is set aside
    NOBODY_KNOWN = "contact_of_nobody_known"  # the row is set aside
    OUT_OF_BALANCE = "answer_out_of_balance"  # the claim waits for a person
    NOBODY_BILLED = "answer_nobody_billed"  # its money goes to suspense
    SAME_FILE_AGAIN = "same_file_under_another_name"  # nothing of it is posted
    CORRECTED_FILE = "corrected_file_of_the_same_day"  # only its additional row is posted


@dataclass(frozen=True, slots=True)
class Planted:
    """One instance of a case. amount_cents: how far out of balance, or how much money it is about."""

    case: str
    organization: str
    account_key: str | None = None
    visit_key: str | None = None
    file: str | None = None  # under the example's folder
    amount_cents: int | None = None


@dataclass(frozen=True, slots=True)
class ExampleCounts:
    """Everything that an example holds. Amounts are those of the files, without what is planted wrong."""

    accounts: int
    people: int
    visits: int
    claims: int  # in 837 files, self-pay bills among them
    self_pay_bills: int
    answers: int  # CLP segments
    remits: int  # ST..SE of 835 files
    opening_balances: int
    payments: int
    events: int
    charge_cents: int  # billed, and standing on the last day
    payer_paid_cents: int
    patient_paid_cents: int
    files: dict[str, int]  # claims remits demographics contacts payments opening mappings
    cases: dict[str, int]  # by Case and Wrong
    planted: tuple[Planted, ...]


@dataclass(slots=True)
class Tally:
    """Counts while they grow."""

    accounts: int = 0
    people: int = 0
    visits: int = 0
    claims: int = 0
    self_pay_bills: int = 0
    answers: int = 0
    opening_balances: int = 0
    payments: int = 0
    events: int = 0
    charge_cents: int = 0
    payer_paid_cents: int = 0
    patient_paid_cents: int = 0
    cases: dict[str, int] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)

    def plant(self, planted: Planted) -> None:
        """Count a case, and name it where few of it are named yet."""
        seen = self.cases.get(planted.case, 0)
        self.cases[planted.case] = seen + 1
        if seen < NAMED_EACH:
            self.planted.append(planted)

    def close(self, *, remits: int, files: dict[str, int]) -> ExampleCounts:
        """The finished counts, every case named even where there is none of it."""
        cases = {str(case): self.cases.get(str(case), 0) for case in (*Case, *Wrong)}
        assert not self.cases.keys() - cases.keys(), self.cases.keys() - cases.keys()
        return ExampleCounts(
            self.accounts, self.people, self.visits, self.claims, self.self_pay_bills, self.answers, remits,
            self.opening_balances, self.payments, self.events, self.charge_cents, self.payer_paid_cents,
            self.patient_paid_cents, files, cases, tuple(self.planted),
        )  # fmt: skip
