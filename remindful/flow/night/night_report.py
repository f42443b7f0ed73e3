"""What a night tells of whole offices: open money by whose it is, and the rules that kept accounts from their step."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from remindful.core.law import Rulebook
from remindful.core.law.rule import say_cite
from remindful.flow.office.report import HeldCount


def owed_by(items: Sequence[pl.DataFrame]) -> dict[str, int]:
    """Open cents by whose they are; what is open beside the patient's own part of an item counts where it waits.

    items: ItemBalances of each organization.
    """
    open_items = pl.concat([frame.select("balance_owner", "open_cents") for frame in items]).filter(
        pl.col("open_cents") != 0
    )
    return dict(open_items.group_by("balance_owner").agg(pl.col("open_cents").sum()).sort("balance_owner").rows())


def count_no_step(no_step: Sequence[pl.DataFrame]) -> dict[str, int]:
    """Accounts by why they got no step, most first. no_step: the exceptions of `choose` of each organization."""
    reasons = pl.concat([frame.select("why") for frame in no_step])
    return dict(reasons.group_by("why").len().sort("len", "why", descending=[True, False]).rows())


def count_held(verdicts: pl.DataFrame, no_step: pl.DataFrame, *, rulebook: Rulebook) -> tuple[HeldCount, ...]:
    """The rules that kept an organization's accounts from their next step, with how many accounts each, most first."""
    waiting = no_step.filter(pl.col("why") == "not_free").select("account_id")
    judged = verdicts.join(waiting, on="account_id", how="semi")
    rows: list[HeldCount] = []
    for column in judged.columns:
        rule = rulebook.rules.get(column.partition("@")[0])
        if rule is None:
            continue
        for verdict, stopped in (("forbid", judged[column]), ("hold", judged[column].is_null())):
            accounts = int(stopped.sum() or 0)
            if accounts:
                rows.append(HeldCount(rule.id, verdict, accounts, rule.says, say_cite(rule)))
    merged: dict[tuple[str, str], HeldCount] = {}
    for row in rows:
        known = merged.get((row.rule, row.verdict))
        if known is None or known.accounts < row.accounts:
            merged[row.rule, row.verdict] = row
    return _most_first(merged.values())


def add_held(counts: Iterable[tuple[HeldCount, ...]]) -> tuple[HeldCount, ...]:
    """What `count_held` counts of each organization, added up."""
    summed: dict[tuple[str, str], HeldCount] = {}
    for row in (row for rows in counts for row in rows):
        known = summed.get((row.rule, row.verdict))
        accounts = row.accounts + (known.accounts if known else 0)
        summed[row.rule, row.verdict] = replace(row, accounts=accounts)
    return _most_first(summed.values())


def _most_first(rows: Iterable[HeldCount]) -> tuple[HeldCount, ...]:
    return tuple(sorted(rows, key=lambda row: (-row.accounts, row.rule)))
