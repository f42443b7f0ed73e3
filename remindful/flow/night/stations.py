"""The work of each station: read frames, call one pure function, and sort what came in into the frame that goes on and the exceptions."""

import polars as pl

from remindful.core import guard, strategy
from remindful.core.words.care import EncounterState
from remindful.core.words.findings import Out
from remindful.core.words.kinds import BalanceOwner, LedgerAccount, MessageState, Verdict
from remindful.edges import channels
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.books import posting
from remindful.flow.books.position import Position, position_of_night, post_entries, take_position
from remindful.flow.books.receive import list_files
from remindful.flow.claims.acts import bill_all
from remindful.flow.intake import intake, waiting_rows
from remindful.flow.messages import reach as reaching
from remindful.flow.night.line import NightFrame, Work
from remindful.flow.office.actors import NIGHT
from remindful.flow.office.desk import OrganizationDesk, open_desk
from remindful.flow.office.runs import Run
from remindful.flow.office.tonight import Tonight
from remindful.flow.referrals.loops import find_loops

#: Open amounts by who acts on them: what is settled goes on with what the patient owes, the rest waits for somebody else.
OF_PATIENTS = (BalanceOwner.PATIENT, BalanceOwner.SETTLED)
OF_OTHERS = (
    BalanceOwner.PAYER,
    BalanceOwner.DENIED,
    BalanceOwner.NEEDS_REVIEW,
    BalanceOwner.NOT_BILLABLE,
    BalanceOwner.CREDIT,
)
#: What became of a message when sending is over. INTENT is in neither: a message in it was left half-way.
NOT_SENT = (MessageState.QUEUED, MessageState.SUPPRESSED, MessageState.FAILED, MessageState.UNSURE)


def receive(tonight: Tonight, _: Run) -> Work:
    """Import what is in the inbox folder of the home; each file in its own transaction, then out of the inbox."""
    inbox = tonight.home.inbox
    listed = list_files([inbox], mapping=None)
    report = intake.import_paths(
        [file.path for file in listed], home=tonight.home, clock=tonight.clock, actor=NIGHT, on=tonight.day
    )
    intake.empty_inbox(report, inbox=inbox)
    imported = _number_copies([file.file for file in report.files]).with_columns(
        state=pl.Series([file.state for file in report.files], dtype=pl.String)
    )
    return Work(
        _number_copies([file.name for file in listed]),
        Out(
            imported.filter(pl.col("state").is_in(["posted", "partly", "seen_before"])),
            exceptions=imported.filter(pl.col("state") == "set_aside"),
        ),
    )


def _number_copies(names: list[str]) -> pl.DataFrame:
    """file, copy: files of one name are numbered by their place in the list."""
    files = pl.DataFrame({"file": pl.Series(names, dtype=pl.String)})
    return files.with_columns(copy=pl.int_range(pl.len()).over("file"))


def refer(one: OrganizationDesk, _: Tonight) -> Work:
    """Follow every referral; those that are overdue wait for somebody (`remindful referrals list`)."""
    ordered = reads.referrals(one.store).filter(pl.col("ordered_on") <= one.day)
    loops = find_loops(one.store, day=one.day)
    is_overdue = pl.col("overdue_days") > 0
    on_time = (~is_overdue).fill_null(value=True)  # what is never due has no days
    return Work(ordered, Out(loops.filter(on_time), exceptions=loops.filter(is_overdue)))


def bill(tonight: Tonight, run: Run) -> Work:
    """Bill finished encounters of the organizations for which Remindful bills; each organization in its own transaction."""
    unbilled = [str(EncounterState.OPEN), str(EncounterState.HELD)]
    ready = pl.col("is_finished") & (pl.col("started_on") <= tonight.day)
    nothing = pl.DataFrame(schema={"organization_id": pl.Int64, "encounter_key": pl.String})
    with open_desk(tonight.clock, on=tonight.day) as desk:
        here = tuple(one.organization_id for one in desk if one.organization.billing)
        waiting = [reads.encounters(desk.of(one).store, state=unbilled).filter(ready) for one in here]
    came_in = pl.concat([nothing, *(frame.select(nothing.columns) for frame in waiting)])
    report = bill_all(home=tonight.home, clock=tonight.clock, actor=NIGHT, on=tonight.day, run_id=run.run_id)
    with open_desk(tonight.clock, on=tonight.day) as desk:
        now = reads.encounters(desk.store, encounter_key=came_in["encounter_key"].unique().to_list())
    now = now.join(came_in, on=nothing.columns, how="semi")
    is_billed = pl.col("state") == str(EncounterState.BILLED)
    # Held, or withdrawn since it was read: marked as not billed, or no longer finished. Open and finished: lost.
    is_held = pl.col("state").is_in([str(EncounterState.HELD), str(EncounterState.NOT_BILLED)])
    is_withdrawn = (pl.col("state") == str(EncounterState.OPEN)) & ~pl.col("is_finished")
    files = f"{len(report.files)} files of claims, {report.next_payer_claims} for a next payer"
    return Work(
        came_in,
        Out(now.filter(is_billed), exceptions=now.filter(is_held | is_withdrawn)),
        message=files if here else "this office does not bill encounters here",
    )


def post(one: OrganizationDesk, tonight: Tonight) -> Work:
    """Try again the payer answers that no claim explained when they came, once the rows that waited for another file are in."""
    waiting_rows.try_again(one, home=tonight.home)
    waiting = reads.waiting_claims(one.store)
    posting.post_waiting(one.store, home=tonight.home)
    ids = waiting["remit_claim_id"].to_list()
    still = reads.waiting_claims(one.store, remit_claim_id=ids)
    settled = reads.remit_claims(one.store, remit_claim_id=ids).join(still, on="remit_claim_id", how="anti")
    return Work(waiting, Out(settled, exceptions=still))


def settle(one: OrganizationDesk, _: Tonight) -> Work:
    """Put patients' money on the items that it pays: as directed, else the oldest first."""
    pools = reads.unapplied_pools(one.store, day=one.day)
    sums = pools.group_by("account_id").agg(pl.col("unapplied_cents", "returned_cents").sum())
    # A payment that came back for one visit and in again for another moves money though the account's sum is nothing.
    looked_at = sums.filter((pl.col("unapplied_cents") != 0) | (pl.col("returned_cents") != 0))
    moved = pl.DataFrame(schema={"account_id": pl.Int64})
    if not looked_at.is_empty():
        position = take_position(one.store, account_ids=looked_at["account_id"].to_list(), day=one.day)
        allocated = position.allocate(pools.join(looked_at, on="account_id", how="semi"), day=one.day)
        post_entries(one.store, allocated.entries, allocated.postings)
        moved = allocated.entries.select("account_id")
    is_moved = pl.col("account_id").is_in(moved["account_id"].implode())
    held = looked_at.filter((pl.col("unapplied_cents") != 0) | is_moved)
    return Work(held, Out(held.filter(is_moved), exceptions=held.filter(~is_moved)))


def owe(one: OrganizationDesk, tonight: Tonight) -> Work:
    """Derive every open item's owner, and each account's balance."""
    return owe_position(take_position(one.store, account_ids=None, day=one.day), tonight=tonight)


def owe_position(position: Position, *, tonight: Tonight) -> Work:
    """Items of a position that were charged by the night's day, by whose their open amount is."""
    is_charged = (pl.col("ledger_account") == str(LedgerAccount.RECEIVABLE)) & (pl.col("effective_on") <= tonight.day)
    charged = position.ledger_lines.filter(is_charged).select("item_id").drop_nulls().unique()
    items = position.item_balances

    def of(owners: tuple[BalanceOwner, ...]) -> pl.DataFrame:
        return items.filter(pl.col("balance_owner").is_in([str(one) for one in owners]))

    return Work(
        charged,
        Out(of(OF_PATIENTS), exceptions=of(OF_OTHERS), findings=position.findings),
        frames=(NightFrame("items", items), NightFrame("balances", position.balances)),
    )


def judge(one: OrganizationDesk, tonight: Tonight) -> Work:
    """Judge every account that owes something, for the minute at which the house sends."""
    items, balances = tonight.read("items", one.organization_id), tonight.read("balances", one.organization_id)
    due = balances.filter(pl.col("due_cents") > 0)
    position = position_of_night(one.store, items=items, balances=due)
    return split_by_free(judge_position(position, tonight=tonight), due=due, tonight=tonight)


def judge_position(position: Position, *, tonight: Tonight) -> pl.DataFrame:
    """Verdicts of a night's acts, one row an account, with has_address@<medium> beside them."""
    facts = position.facts(day=tonight.day, at=tonight.ladder.send_at).collect()
    judged = guard.judge(facts, rulebook=tonight.rulebook, day=tonight.day, acts=channels.find_acts()).frame
    reachable = [name for name in facts.columns if name.startswith("has_address@")]
    return judged.join(facts.select("account_id", *reachable), on="account_id", maintain_order="left")


def split_by_free(judged: pl.DataFrame, *, due: pl.DataFrame, tonight: Tonight) -> Work:
    """Accounts that owe something, by whether any of a night's acts is free. judged: of judge_position. due: AccountBalances."""
    verdicts = [pl.col(f"verdict_{act}").cast(pl.String) == str(Verdict.FREE) for act in channels.find_acts()]
    is_free = pl.any_horizontal(verdicts).fill_null(value=False)
    return Work(
        due,
        Out(judged.filter(is_free), exceptions=judged.filter(~is_free)),
        frames=(NightFrame("verdicts", judged),),
        message=f"{len(tonight.rulebook.rules)} rules",
    )


def choose(one: OrganizationDesk, tonight: Tonight) -> Work:
    """At most one step an account, queued as a message in the reader's language."""
    judged, items, balances = (tonight.read(name, one.organization_id) for name in ("verdicts", "items", "balances"))
    out = choose_from(one.store, judged, items=items, balances=balances, tonight=tonight)
    accounts, parties = reads.accounts(one.store), reads.parties(one.store)
    one.store.append("message", _messages(out.frame, accounts=accounts, parties=parties))
    return Work(
        judged,
        out,
        frames=(NightFrame("steps", out.frame), NightFrame("no_step", out.exceptions)),
        message=tonight.ladder.ladder,
    )


def choose_from(
    store: Store, judged: pl.DataFrame, *, items: pl.DataFrame, balances: pl.DataFrame, tonight: Tonight
) -> Out:
    """The next step of each judged account. What a former system, the desk or a vendor sent counts as sent."""
    sent_elsewhere = strategy.messages_sent_elsewhere(
        reads.events(store), steps=_steps_of_events(tonight.ladder), day=tonight.day
    )
    return strategy.choose_steps(
        judged,
        balances=balances,
        messages=reads.messages(store),
        sent_elsewhere=sent_elsewhere,
        unstated=strategy.find_unstated(items, reads.visits(store), sent_elsewhere=sent_elsewhere),
        ladder=tonight.ladder,
        day=tonight.day,
    )


def _steps_of_events(ladder: strategy.Ladder) -> dict[str, int]:
    """The events that tell of a message, and the step that each counts as: the first, where the ladder begins with its act."""
    first = {act for segment in ladder.segments for act in segment.steps[0].acts}
    events = [(event, act) for channel in channels.find_channels() for act, event in channel.sent_events.items()]
    return {str(event): int(act in first) for event, act in sorted(events, key=lambda pair: pair[1] in first)}


def _messages(steps: pl.DataFrame, *, accounts: pl.DataFrame, parties: pl.DataFrame) -> pl.DataFrame:
    spoken = parties.select(guarantor_id="party_id", language="language")
    return (
        steps.join(accounts.select("account_id", "guarantor_id"), on="account_id", maintain_order="left")
        .join(spoken, on="guarantor_id", how="left", maintain_order="left")
        .with_columns(
            language=pl.coalesce(*(_text_language(channel) for channel in channels.find_channels()), pl.lit("en")),
            state=pl.lit(str(MessageState.QUEUED)),
        )
        .drop("guarantor_id")
    )


def _text_language(channel: channels.Channel) -> pl.Expr:
    """A step's language where the channel serves its act and has texts in it, else null."""
    is_served = pl.col("act").is_in([str(act) for act in channel.acts])
    return pl.when(is_served & pl.col("language").is_in(channel.languages)).then("language")


def reach(tonight: Tonight, run: Run) -> Work:
    """Send what is queued, and report what became of the day's messages."""
    queued = _messages_of_day(tonight)
    send_queued(tonight, run)
    now = _messages_of_day(tonight)
    return Work(
        queued,
        Out(
            now.filter(pl.col("state") == str(MessageState.SENT)),
            exceptions=now.filter(pl.col("state").is_in([str(state) for state in NOT_SENT])),
        ),
    )


def _messages_of_day(tonight: Tonight) -> pl.DataFrame:
    with open_desk(tonight.clock, on=tonight.day) as desk:
        return reads.messages(desk.store, day=[tonight.day]).select("message_id", "state")


def send_queued(tonight: Tonight, run: Run) -> None:
    """Send what waits, of this day or earlier. What a killed run left half-way is mended first; each message ends once."""
    settings = reaching.ReachSettings(
        clock=tonight.clock, day=tonight.day, rulebook=tonight.rulebook, send=tonight.send, run_id=run.run_id
    )
    reaching.finish_interrupted(settings)
    reaching.reach(settings)
    reaching.close_day(settings)
