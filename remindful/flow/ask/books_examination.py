"""What `doctor` looks at in the books: that they add up, that one decision stands, that cash posted is cash told."""

from datetime import date

import polars as pl

from remindful.core import ledger
from remindful.core.words.findings import Finding
from remindful.core.words.kinds import LedgerAccount
from remindful.edges.store import reads
from remindful.flow.books.matching import read_decisions
from remindful.flow.books.position import take_position
from remindful.flow.office.desk import OrganizationDesk


def examine_ledger(one: OrganizationDesk) -> list[Finding]:
    """What is wrong with the books of an organization, on all days that they know. See docs/algorithms/tie_out.md."""
    position = take_position(one.store, account_ids=None, day=date.max)
    decisions = read_decisions(one.store, position.visits["visit_id"].to_list())
    return [
        *position.findings,
        *ledger.check_items(position.item_balances),
        *ledger.check_decisions(decisions.in_force.select("remit_claim_id", "visit_id", "level_no"), decisions.lines()),
        *_check_cash(one),
    ]


def _check_cash(one: OrganizationDesk) -> list[Finding]:
    lines = reads.ledger_lines(one.store)
    sums = dict(lines.group_by("ledger_account").agg(pl.col("amount_cents").sum()).rows())
    waiting = reads.remit_claims(one.store, only_unmatched=True)
    return ledger.check_cash(
        remitted_cents=int(reads.remits(one.store)["paid_cents"].sum()),
        posted_cents=int(sums.get(str(LedgerAccount.PAYER_CASH), 0)),
        waiting_cents=int(waiting["paid_cents"].sum()),
        suspense_cents=-int(sums.get(str(LedgerAccount.PAYER_SUSPENSE), 0)),
    )
