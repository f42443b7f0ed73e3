"""A night shown and not done: the same pure functions, nothing written, nothing sent."""

import polars as pl

from remindful.core.words.kinds import Whose
from remindful.edges.store import reads
from remindful.edges.store.books import open_books
from remindful.flow.books.position import take_position
from remindful.flow.night.stations import choose_from, is_reachable, judge_position
from remindful.flow.night.telling import count_held, owed_by
from remindful.flow.office.exceptions import count_asides
from remindful.flow.office.report import NightReport, StationCount
from remindful.flow.office.tonight import Tonight


def try_night(tonight: Tonight) -> NightReport:
    """What tonight would owe, judge and choose. Money that `settle` would move counts against what is due all the same."""
    with open_books(organizations=tonight.organizations, now=tonight.now, read_only=True) as books:
        position = take_position(books, account_ids=None, day=tonight.day)
        due = position.balances.filter(pl.col("due_cents") > 0)
        judged = judge_position(position, tonight=tonight).join(due.select("account_id"), on="account_id", how="semi")
        out = choose_from(books, judged, items=position.item_balances, balances=position.balances, tonight=tonight)
        asides = count_asides(reads.open_findings(books))
    items = position.item_balances
    patients = items.filter(pl.col("whose").is_in([str(Whose.PATIENT), str(Whose.NOBODY)])).height
    free = judged.filter(is_reachable()).height
    return NightReport(
        day=tonight.day,
        state="dry_run",
        stations=(
            StationCount("owe", items.height, patients, items.height - patients, "whose each open amount is"),
            StationCount("judge", judged.height, free, judged.height - free, f"{len(tonight.rulebook.rules)} rules"),
            StationCount("choose", judged.height, out.frame.height, out.exceptions.height, "would be sent"),
        ),
        owed_cents=owed_by(items),
        sent={},
        not_sent={
            f"would be sent: {act}": number for act, number in out.frame.group_by("act").len().sort("act").rows()
        },
        no_step=dict(out.exceptions.group_by("why").len().sort("len", descending=True).rows()),
        held=count_held(judged, out.exceptions, rulebook=tonight.rulebook),
        asides=asides,
    )
