"""Which accounts law forbids to reach, and not only a rule of the house."""

from datetime import date

import polars as pl

from remindful.core.guard.plan import plan_rules
from remindful.core.law.rule import Rulebook
from remindful.core.words.kinds import Act


def find_forbidden_by_law(judged: pl.DataFrame, *, rulebook: Rulebook, day: date, act: Act) -> pl.DataFrame:
    """account_id of the accounts for which a rule of federal, program or state law forbids `act`.

    Left out: what only a house rule forbids, and what only an unknown fact holds. judged: the frame of Verdicts, of `day`, for
    acts among which is `act`. A rule that the rulebook has gained since then has no column there and does not count.
    """
    columns = plan_rules(rulebook, day, (act,)).columns
    lawful = {rule.id for rule in rulebook.rules.values() if rule.is_law}
    names = [column.name for column in columns if column.rule in lawful and column.name in judged.columns]
    return judged.filter(pl.any_horizontal(pl.lit(value=False), *names)).select("account_id")
