"""What a night tells of whole offices: open money by whose it is, and the rules that kept accounts from their step."""

import polars as pl

from remindful.core.guard.answer import say_cite
from remindful.core.law import Rulebook
from remindful.flow.office.report import HeldCount


def owed_by(items: pl.DataFrame) -> dict[str, int]:
    """Open cents by whose they are; what is open beside the patient's own part of an item counts where it waits."""
    open_items = items.filter(pl.col("open_cents") != 0)
    return dict(open_items.group_by("whose").agg(pl.col("open_cents").sum()).sort("whose").rows())


def count_held(verdicts: pl.DataFrame, no_step: pl.DataFrame, *, rulebook: Rulebook) -> tuple[HeldCount, ...]:
    """The rules that kept accounts from their next step, with how many accounts each, most first."""
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
    return tuple(sorted(merged.values(), key=lambda row: (-row.accounts, row.rule)))
