"""The work of each station: read frames, call one pure function, write frames, findings and counts in one transaction."""

import polars as pl

from remindful.core import guard, strategy
from remindful.core.words.findings import Out
from remindful.core.words.kinds import Act, MessageState, Verdict, Whose
from remindful.edges.store import reads
from remindful.edges.store.books import Books, open_books
from remindful.flow.books import posting
from remindful.flow.books.position import Position, position_of_night, post_entries, take_position
from remindful.flow.claims.acts import bill_all
from remindful.flow.intake import intake
from remindful.flow.messages import reach as reaching
from remindful.flow.office.actors import NIGHT
from remindful.flow.office.exceptions import keep_findings
from remindful.flow.office.report import StationCount
from remindful.flow.office.runs import Run, end_station
from remindful.flow.office.tonight import Tonight
from remindful.flow.referrals.loops import find_loops

#: Acts that a night can do. The others are judged when somebody asks.
NIGHT_ACTS = (Act.STATEMENT, Act.LETTER, Act.EMAIL)
LANGUAGES = ("en", "es")


def receive(tonight: Tonight, run: Run) -> StationCount:
    """Import what lies in the inbox folder of the home; each file in its own transaction, then out of the inbox."""
    inbox = tonight.home.inbox
    report = intake.import_paths([inbox], home=tonight.home, clock=tonight.clock, actor=NIGHT, on=tonight.day)
    intake.empty_inbox(report, inbox=inbox)
    aside = sum(1 for file in report.files if file.state == "set_aside")
    count = StationCount("receive", len(report.files), len(report.files) - aside, aside, f"{len(report.files)} files")
    with open_books(organizations=tonight.organizations, now=tonight.now) as books:
        end_station(books, run, count)
    return count


def refer(tonight: Tonight, run: Run) -> StationCount:
    """Follow every referral; those that are overdue wait for somebody (`remindful referrals list`)."""
    with open_books(organizations=tonight.organizations, now=tonight.now) as books:
        loops = find_loops(books, day=tonight.day)
        tonight.keep("loops", loops)
        overdue = loops.filter(pl.col("overdue_days") > 0).height
        count = StationCount("refer", loops.height, loops.height - overdue, overdue, f"{overdue} referrals overdue")
        end_station(books, run, count)
    return count


def bill(tonight: Tonight, run: Run) -> StationCount:
    """Bill finished encounters of the organizations for which Remindful bills; each in its own transaction."""
    report = bill_all(home=tonight.home, clock=tonight.clock, actor=NIGHT, on=tonight.day, run_id=run.run_id)
    files = f"{len(report.files)} files of claims, {report.next_payer_claims} for a next payer"
    says = files if report.organizations else "others bill"
    count = StationCount("bill", report.came_in, report.billed, report.held, says)
    with open_books(organizations=tonight.organizations, now=tonight.now) as books:
        end_station(books, run, count)
    return count


def post(tonight: Tonight, run: Run) -> StationCount:
    """Try again the payer answers that no claim explained when they came."""
    with open_books(organizations=tonight.organizations, now=tonight.now) as books:
        waiting, posted = posting.post_waiting(books, home=tonight.home)
        count = StationCount(
            "post", waiting, posted, waiting - posted, f"{posted} of {waiting} waiting answers matched"
        )
        end_station(books, run, count)
    return count


def settle(tonight: Tonight, run: Run) -> StationCount:
    """Put patients' money on the items that it pays: as directed, else the oldest first."""
    with open_books(organizations=tonight.organizations, now=tonight.now) as books:
        pools = reads.unapplied_pools(books, day=tonight.day)
        held = pools.group_by("account_id").agg(pl.col("unapplied_cents").sum()).filter(pl.col("unapplied_cents") != 0)
        accounts = held["account_id"].to_list()
        settled = 0
        if accounts:
            position = take_position(books, account_ids=accounts, day=tonight.day)
            allocated = position.allocate(pools.join(held, on="account_id", how="semi"), day=tonight.day)
            settled = post_entries(books, allocated.entries, allocated.postings)
        count = StationCount("settle", len(accounts), settled, len(accounts) - settled, f"{settled} accounts")
        end_station(books, run, count)
    return count


def owe(tonight: Tonight, run: Run) -> StationCount:
    """Derive every open item's owner, and each account's balance."""
    with open_books(organizations=tonight.organizations, now=tonight.now) as books:
        position = take_position(books, account_ids=None, day=tonight.day)
        tonight.keep("items", position.item_balances)
        tonight.keep("balances", position.balances)
        is_patients = position.item_balances["whose"].is_in([str(Whose.PATIENT), str(Whose.NOBODY)])
        came_in, into = position.item_balances.height, int(is_patients.sum())
        keep_findings(books, position.findings, station="owe", organization_id=run.organizations[0], run_id=run.run_id)
        count = StationCount("owe", came_in, into, came_in - into, f"{came_in:,} items")
        end_station(books, run, count)
    return count


def judge(tonight: Tonight, run: Run) -> StationCount:
    """Judge every account that owes something, for the minute at which the house sends."""
    balances = tonight.read("balances").filter(pl.col("due_cents") > 0)
    with open_books(organizations=tonight.organizations, now=tonight.now) as books:
        position = position_of_night(books, items=tonight.read("items"), balances=balances)
        judged = judge_position(position, tonight=tonight)
        tonight.keep("verdicts", judged)
        free = judged.filter(is_reachable()).height
        count = StationCount("judge", judged.height, free, judged.height - free, f"{len(tonight.rulebook.rules)} rules")
        end_station(books, run, count)
    return count


def judge_position(position: Position, *, tonight: Tonight) -> pl.DataFrame:
    """Verdicts of a night's acts, one row an account, with has_address@<medium> beside them."""
    facts = position.facts(day=tonight.day, at=tonight.ladder.send_at).collect()
    judged = guard.judge(facts, rulebook=tonight.rulebook, day=tonight.day, acts=NIGHT_ACTS).frame
    reachable = [name for name in facts.columns if name.startswith("has_address@")]
    return judged.join(facts.select("account_id", *reachable), on="account_id", maintain_order="left")


def is_reachable() -> pl.Expr:
    """Whether any of a night's acts is free."""
    return pl.any_horizontal(pl.col(f"verdict_{act}").cast(pl.String) == str(Verdict.FREE) for act in NIGHT_ACTS)


def choose(tonight: Tonight, run: Run) -> StationCount:
    """At most one step an account, queued as a message in the reader's language."""
    with open_books(organizations=tonight.organizations, now=tonight.now) as books:
        judged = tonight.read("verdicts")
        out = choose_from(
            books, judged, items=tonight.read("items"), balances=tonight.read("balances"), tonight=tonight
        )
        tonight.keep("steps", out.frame)
        tonight.keep("no_step", out.exceptions)
        books.append("message", _messages(out.frame, accounts=reads.accounts(books), parties=reads.parties(books)))
        count = StationCount("choose", judged.height, out.frame.height, out.exceptions.height, tonight.ladder.ladder)
        end_station(books, run, count)
    return count


def choose_from(
    books: Books, judged: pl.DataFrame, *, items: pl.DataFrame, balances: pl.DataFrame, tonight: Tonight
) -> Out:
    """The next step of each judged account."""
    return strategy.choose_steps(
        judged,
        balances=balances,
        messages=reads.messages(books),
        unstated=_unstated(items, reads.visits(books)),
        ladder=tonight.ladder,
        day=tonight.day,
    )


def _unstated(items: pl.DataFrame, visits: pl.DataFrame) -> pl.DataFrame:
    """Accounts with a due visit that no statement has shown: account_id, last_unstated_on."""
    return (
        items.filter(pl.col("patient_due_cents") > 0)
        .join(visits.filter(pl.col("first_statement_on").is_null()).select("visit_id"), on="visit_id", how="semi")
        .group_by("account_id")
        .agg(last_unstated_on=pl.col("became_patients_on").max())
    )


def _messages(steps: pl.DataFrame, *, accounts: pl.DataFrame, parties: pl.DataFrame) -> pl.DataFrame:
    spoken = parties.select(guarantor_id="party_id", language="language")
    return (
        steps.join(
            accounts.select("account_id", "organization_id", "guarantor_id"), on="account_id", maintain_order="left"
        )
        .join(spoken, on="guarantor_id", how="left", maintain_order="left")
        .with_columns(
            language=pl.when(pl.col("language").is_in(LANGUAGES)).then("language").otherwise(pl.lit("en")),
            state=pl.lit(str(MessageState.QUEUED)),
        )
        .drop("guarantor_id")
    )


def reach(tonight: Tonight, run: Run) -> StationCount:
    """Send what is queued, and count what became of the day's messages."""
    send_queued(tonight, run)
    with open_books(organizations=tonight.organizations, now=tonight.now) as books:
        today = reads.messages(books).filter(pl.col("day") == tonight.day)
        sent = today.filter(pl.col("state") == str(MessageState.SENT)).height
        count = StationCount("reach", today.height, sent, today.height - sent, "messages of this day")
        end_station(books, run, count)
    return count


def send_queued(tonight: Tonight, run: Run) -> None:
    """Send what waits, of this day or earlier. What a killed run left half-way is mended first; each message ends once."""
    settings = reaching.ReachSettings(
        organizations=tonight.organizations,
        day=tonight.day,
        now=tonight.now,
        rulebook=tonight.rulebook,
        send=tonight.send,
        run_id=run.run_id,
    )
    reaching.mend_unfinished(settings)
    reaching.reach(settings)
    reaching.close_letters(settings)
