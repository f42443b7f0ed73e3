"""Small books for the ledger's tests: one visit, its items, what was posted on them and what payers said."""

from datetime import UTC, date, datetime

import polars as pl
from hypothesis import settings

from remindful.core.ledger import OweFrames, owe
from remindful.core.remits import meaning_expr
from remindful.core.words.frames import (
    ItemBalances,
    Items,
    LedgerLines,
    Parties,
    Responsibilities,
    StoredRemitClaims,
    VisitPayers,
    Visits,
)
from tests.examples import examples

SERVED, BILLED, DAY = date(2026, 1, 5), date(2026, 1, 6), date(2026, 3, 31)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)

#: Properties are never timed: the machine may be busy.
unhurried = settings(deadline=None, max_examples=examples(25))


def frame_of(contract, rows: list[dict]) -> pl.DataFrame:
    """Rows as a frame that keeps the contract; columns that a row does not name are not known."""
    schema = contract.create_empty().schema
    return contract.validate(pl.DataFrame(rows, schema=schema), cast=True)


def balance(
    item_id=1, *, due=0, balance_owner="patient", on=SERVED, visit=None, account=1, paid=0, opened=None
) -> dict:
    """A row of ItemBalances: `due` cents asked of the patient, `paid` by the patient before, nothing else taken off."""
    opened = due if opened is None else opened
    return {
        "item_id": item_id, "visit_id": visit or item_id, "account_id": account, "patient_id": account, "service_on": on,
        "charge_cents": opened + paid, "payer_paid_cents": 0, "contractual_cents": 0, "other_off_cents": 0, "opening_off_cents": 0, "patient_paid_cents": paid,
        "open_cents": opened, "balance_owner": balance_owner, "patient_due_cents": due, "deductible_cents": 0, "coinsurance_cents": 0, "copay_cents": 0,
        "not_covered_cents": 0, "self_pay_cents": 0, "became_patients_on": on, "reason": "self_pay",
    }  # fmt: skip


def balances(*rows: dict) -> pl.DataFrame:
    return frame_of(ItemBalances, list(rows))


def pools(*rows: tuple[int, int | None, int] | tuple[int, int | None, int, int]) -> pl.DataFrame:
    """Unapplied money: (account_id, visit_id it is directed to, cents, and of payments so directed what came back)."""
    names = ("account_id", "visit_id", "unapplied_cents", "returned_cents")
    full = [(*row, 0)[:4] for row in rows]
    return pl.DataFrame(full, schema=dict.fromkeys(names, pl.Int64), orient="row")


def visit_row(visit_id=1, *, account=1, **said) -> dict:
    return {
        "visit_id": visit_id, "organization_id": 1, "account_id": account, "patient_id": 1, "visit_key": f"V{visit_id}",
        "service_from_on": SERVED, "billed_on": BILLED, "is_opening": False,
    } | said  # fmt: skip


class Store:
    """The books of one patient, told step by step; `owed` asks whose each item is. Item 1 of visit 1 unless said otherwise."""

    def __init__(self):
        self.items, self.visits, self.payers, self.legs, self.said, self.answers = [], [], [], [], [], []
        self.is_qmb: bool | None = False

    def visit(self, visit_id=1, *, payers=(), **said):
        """payers: their kinds, by level."""
        self.visits.append(visit_row(visit_id, **said))
        self.payers += [
            {"visit_id": visit_id, "level_no": level, "payer_kind": kind} for level, kind in enumerate(payers, start=1)
        ]
        return self

    def charge(self, cents, *, item=1, visit=1, on=SERVED, kind="charge"):
        self.items.append(
            {"item_id": item, "organization_id": 1, "visit_id": visit, "line_no": item, "service_on": on, "charge_cents": cents}
        )  # fmt: skip
        return self.leg(cents, kind=kind, item=item, on=BILLED)

    def leg(self, cents, *, kind, item=1, on=BILLED, group=None, other="revenue"):
        """An entry of two legs: `cents` on the receivable of an item, the mirror on another ledger account."""
        entry = {
            "entry_id": len(self.legs) // 2 + 1, "kind": kind, "effective_on": on, "recorded_at": NOON, "organization_id": 1,
            "group_code": group,
        }  # fmt: skip
        account = 1 if other == "unapplied" else None
        self.legs += [
            entry | {"ledger_account": "receivable", "item_id": item, "amount_cents": cents},
            entry | {"ledger_account": other, "account_id": account, "amount_cents": -cents},
        ]
        return self

    def pays(self, cents, *, item=1, on=date(2026, 2, 1)):
        return self.leg(-cents, kind="allocation", item=item, on=on, other="unapplied")

    def answer(self, *lines, level=1, status="1", on=date(2026, 1, 20), visit=1):
        """lines: (item_id, paid, "CO45:50 PR2:20"), in cents as written off (`+` before a group: posted) and said."""
        number = len(self.answers) + 1
        kind, sign = ("payer_reversal", -1) if status == "22" else ("adjudication", 1)
        named = {item for item, _, _ in lines}
        charge = sum(one["charge_cents"] for one in self.items if one["item_id"] in named)
        self.answers.append(
            {"remit_claim_id": number, "organization_id": 1, "remit_id": number, "visit_id": visit, "level_no": level,
             "status_code": status, "charge_cents": sign * charge, "paid_cents": sum(paid for _, paid, _ in lines),
             "adjudicated_on": on, "recorded_at": NOON, "remark_codes": []}
        )  # fmt: skip
        for item, paid, text in lines:
            if paid:
                self.leg(-paid, kind=kind, item=item, on=on, other="payer_cash")
            for word in text.split():
                code, cents = word.lstrip("+").split(":")
                group, carc, cents = code[:2], code[2:], int(cents)
                if word.startswith("+"):
                    self.leg(-cents, kind=kind, item=item, on=on, group=group, other="contractual")
                self.said.append(
                    {"item_id": item, "visit_id": visit, "level_no": level, "remit_claim_id": number, "group_code": group,
                     "carc": carc, "amount_cents": cents, "adjudicated_on": on, "recorded_at": NOON}
                )  # fmt: skip
        return self

    def lines(self) -> pl.DataFrame:
        return frame_of(LedgerLines, self.legs)

    def frames(self) -> OweFrames:
        patient = {"party_id": 1, "organization_id": 1, "party_key": "ana", "is_qmb": self.is_qmb}
        return OweFrames(
            items=frame_of(Items, self.items),
            visits=frame_of(Visits, self.visits),
            visit_payers=frame_of(VisitPayers, self.payers),
            ledger_lines=self.lines(),
            responsibilities=frame_of(Responsibilities, self.said).with_columns(meaning=meaning_expr()),
            adjudications=frame_of(StoredRemitClaims, self.answers),
            parties=frame_of(Parties, [patient]),
        )

    def items_owed(self, *, day=DAY) -> pl.DataFrame:
        return owe(self.frames(), day=day).frame

    def owed(self, item=1, *, day=DAY) -> tuple[str, str, int, int]:
        """(whose, reason, open cents, cents the patient is asked for) of an item."""
        row = self.items_owed(day=day).row(by_predicate=pl.col("item_id") == item, named=True)
        return row["balance_owner"], row["reason"], row["open_cents"], row["patient_due_cents"]
