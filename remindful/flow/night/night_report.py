"""What a night tells of whole offices: open money by whose it is, and the rules that kept accounts from their step."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from remindful.core import guard
from remindful.core.law import Rulebook
from remindful.core.law.rule import say_cite
from remindful.core.strategy import Ladder
from remindful.core.words.kinds import Act
from remindful.flow.office.report import HeldCount
from remindful.flow.office.tonight import Tonight


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


def count_held(
    verdicts: pl.DataFrame, no_step: pl.DataFrame, *, accounts: pl.DataFrame, tonight: Tonight
) -> tuple[HeldCount, ...]:
    """The rules that kept an organization's accounts from their next step, with the accounts, most first.

    A step may go out by several media. Counted is what stops its last resort: a missing email stops no step that a letter can take.
    verdicts: of `judge`. no_step: the exceptions of `choose`. accounts: account_id, account_key.
    """
    waiting = no_step.filter(pl.col("why") == "not_free").join(_last_resorts(tonight.ladder), on=["segment", "step"])
    found: dict[tuple[str, str], set[str]] = {}
    for (act,), of_act in waiting.partition_by("last_act", as_dict=True).items():
        judged = verdicts.join(of_act, on="account_id", how="semi").join(accounts, on="account_id", how="left")
        for column in guard.plan_rules(tonight.rulebook, tonight.day, (Act(str(act)),)).columns:
            if column.rule not in tonight.rulebook.rules or column.name not in judged.columns:
                continue
            for verdict, stops in (("forbid", pl.col(column.name)), ("hold", pl.col(column.name).is_null())):
                keys = judged.filter(stops)["account_key"].to_list()
                if keys:
                    found.setdefault((column.rule, verdict), set()).update(keys)
    return _most_first(_make_row(rule, verdict, keys, tonight.rulebook) for (rule, verdict), keys in found.items())


def _last_resorts(ladder: Ladder) -> pl.DataFrame:
    """segment, step, last_act: the act that a step takes where no other is free."""
    rows = [(one.segment, step.step, str(step.acts[-1])) for one in ladder.segments for step in one.steps]
    return pl.DataFrame(rows, schema=dict.fromkeys(("segment", "step", "last_act"), pl.String), orient="row")


def _make_row(rule: str, verdict: str, keys: set[str], rulebook: Rulebook) -> HeldCount:
    found = rulebook.rules[rule]
    return HeldCount(rule, verdict, len(keys), found.says, say_cite(found), tuple(sorted(keys)))


def add_held(counts: Iterable[tuple[HeldCount, ...]]) -> tuple[HeldCount, ...]:
    """What `count_held` counts of each organization, added up."""
    summed: dict[tuple[str, str], HeldCount] = {}
    for row in (row for rows in counts for row in rows):
        known = summed.get((row.rule, row.verdict))
        accounts = row.accounts + (known.accounts if known else 0)
        keys = (*(known.account_keys if known else ()), *row.account_keys)
        summed[row.rule, row.verdict] = replace(row, accounts=accounts, account_keys=keys)
    return _most_first(summed.values())


def _most_first(rows: Iterable[HeldCount]) -> tuple[HeldCount, ...]:
    return tuple(sorted(rows, key=lambda row: (-row.accounts, row.rule)))
