"""A night shown and not done: the same pure functions, nothing written, nothing sent."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from remindful.core.words.findings import Out
from remindful.edges.store import reads
from remindful.flow.books.position import take_position
from remindful.flow.night.night_report import add_held, count_held, count_no_step, owed_by
from remindful.flow.night.stations import choose_from, judge_position, owe_position, split_by_free
from remindful.flow.office.desk import OrganizationDesk, open_desk
from remindful.flow.office.exceptions import count_exceptions
from remindful.flow.office.report import HeldCount, NightReport, StationCount
from remindful.flow.office.tonight import Tonight


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What tonight would do at one organization."""

    items: pl.DataFrame  # ItemBalances
    owed: Out  # items, by whether they are the patient's
    judged: Out  # accounts that owe something, by whether an act is free
    chosen: Out
    held: tuple[HeldCount, ...]


def try_night(tonight: Tonight) -> NightReport:
    """What tonight would owe, judge and choose. Money that `settle` would move counts against what is due all the same."""
    with open_desk(tonight.clock, on=tonight.day) as desk:
        looks = [_look(one, tonight) for one in desk]
        exceptions = count_exceptions(reads.open_findings(desk.store))
    would_send = Counter(act for look in looks for act in look.chosen.frame["act"])
    return NightReport(
        day=tonight.day,
        state="dry_run",
        stations=(
            _count("owe", [look.owed for look in looks], "decide who owes each open balance"),
            _count("judge", [look.judged for look in looks], f"{len(tonight.rulebook.rules)} rules"),
            _count("choose", [look.chosen for look in looks], "would be sent"),
        ),
        owed_cents=owed_by([look.items for look in looks]),
        sent={},
        not_sent={f"would be sent: {act}": number for act, number in sorted(would_send.items())},
        no_step=count_no_step([look.chosen.exceptions for look in looks]),
        held=add_held(look.held for look in looks),
        exceptions=exceptions,
    )


def _look(one: OrganizationDesk, tonight: Tonight) -> Look:
    position = take_position(one.store, account_ids=None, day=tonight.day)
    items, balances = position.item_balances, position.balances
    due = balances.filter(pl.col("due_cents") > 0)
    judged = judge_position(position, tonight=tonight).join(due.select("account_id"), on="account_id", how="semi")
    chosen = choose_from(one.store, judged, items=items, balances=balances, tonight=tonight)
    return Look(
        items,
        owe_position(position, tonight=tonight).out,
        split_by_free(judged, due=due, tonight=tonight).out,
        chosen,
        count_held(
            judged, chosen.exceptions, accounts=position.accounts.select("account_id", "account_key"), tonight=tonight
        ),
    )


def _count(station: str, outs: Sequence[Out], message: str) -> StationCount:
    into, exceptions = sum(out.frame.height for out in outs), sum(out.exceptions.height for out in outs)
    return StationCount(station, into + exceptions, into, exceptions, message)
