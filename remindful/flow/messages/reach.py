"""The station that reaches people: each message is judged again at the moment of sending, its intent written first."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import polars as pl

from remindful.core import guard
from remindful.core.law import Rulebook
from remindful.core.words.findings import At, Finding, WorldFault
from remindful.core.words.frames import Messages
from remindful.core.words.kinds import ACT_MEDIUM, Act, EventKind, MessageState, OrganizationKind, Verdict
from remindful.core.words.messages import MessageContent, Rendered, Sender
from remindful.edges import channels
from remindful.edges.channels import files
from remindful.edges.channels.checking import check_message
from remindful.edges.channels.letter import close_batch
from remindful.edges.channels.notices import find_notices
from remindful.edges.store import reads
from remindful.edges.store.books import Books, open_books
from remindful.flow.books.position import Position, take_position
from remindful.flow.messages.contents import ContentFrames, build_contents
from remindful.flow.office.exceptions import keep_findings
from remindful.flow.office.organizations import build_sender, of_row

#: Letters and .eml files are written by name, so doing one twice is doing it once. Mail over SMTP is not: one at a time.
LETTERS_A_BATCH = 200
EMAILS_A_BATCH = 20

SENT_EVENTS = {
    Act.STATEMENT: EventKind.STATEMENT_SENT,
    Act.LETTER: EventKind.LETTER_SENT,
    Act.EMAIL: EventKind.EMAIL_SENT,
}


@dataclass(frozen=True, slots=True)
class ReachSettings:
    """What reaching needs of its run."""

    organizations: tuple[int, ...]
    day: date
    now: datetime
    rulebook: Rulebook
    send: channels.SendSettings
    run_id: int | None

    @property
    def sends_again_safely(self) -> bool:
        """Whether sending the same email twice is sending it once: true of the outbox folder, not of a mail server."""
        return self.send.smtp is None and self.send.django_backend is None


@dataclass(frozen=True, slots=True)
class Ready:
    """A message judged free now, and rendered from what is owed now."""

    content: MessageContent
    rendered: Rendered
    organization_id: int
    account_id: int


def mend_unfinished(settings: ReachSettings) -> list[Finding]:
    """After a killed run: an intent without an end. Where sending twice is sending once, it waits again; else it is unsure."""
    findings: list[Finding] = []
    with open_books(organizations=settings.organizations, now=settings.now) as books:
        begun = reads.messages(books, states=[MessageState.INTENT])
        safe = pl.col("act") != str(Act.EMAIL)
        if settings.sends_again_safely:
            safe = pl.lit(value=True)
        again, unsure = begun.filter(safe), begun.filter(~safe)
        for message_id, day in again.select("message_id", "day").rows():
            files.take_back(settings.send.home, day, message_id)
        _set_states(books, again.select("message_id"), MessageState.QUEUED)
        _set_states(
            books, unsure.select("message_id"), MessageState.UNSURE, why="the run ended while it was being sent"
        )
        findings += [
            _say_unsure(row["message_id"], "The run ended while it was being sent.") for row in unsure.to_dicts()
        ]
        _keep_findings(books, findings, settings)
    return findings


def reach(settings: ReachSettings) -> None:
    """Send what is queued for the day or earlier, in batches, each judged again just before."""
    for act, size in ((Act.STATEMENT, LETTERS_A_BATCH), (Act.LETTER, LETTERS_A_BATCH), (Act.EMAIL, EMAILS_A_BATCH)):
        channel = channels.channel_for(act)
        assert channel is not None, act
        with channel.open_outlet(settings.send) as outlet:
            for batch in _batches(settings, act=act, size=size):
                ready = _release(settings, batch, channel=channel)
                _send_all(settings, ready, outlet=outlet, act=act)


def _batches(settings: ReachSettings, *, act: Act, size: int) -> Iterator[list[int]]:
    """Ids of queued messages, some at a time, each once."""
    with open_books(organizations=settings.organizations, now=settings.now, read_only=True) as books:
        queued = reads.messages(books, states=[MessageState.QUEUED])
    waiting = queued.filter((pl.col("act") == str(act)) & (pl.col("day") <= settings.day)).sort("message_id")
    ids = waiting["message_id"].to_list()
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _release(settings: ReachSettings, message_ids: list[int], *, channel: channels.Channel) -> list[Ready]:
    """Judge again what is owed and free now, render it, and write the intent: all in one transaction."""
    with open_books(organizations=settings.organizations, now=settings.now) as books:
        messages = reads.messages(books, states=[MessageState.QUEUED]).filter(pl.col("message_id").is_in(message_ids))
        messages = messages.select(Messages.column_names())
        if messages.is_empty():
            return []
        position = take_position(books, account_ids=messages["account_id"].to_list(), day=settings.day)
        verdicts = judge_now(position, settings=settings)
        checked = _check(messages, position=position, verdicts=verdicts, day=settings.day)
        stopped = checked.filter(pl.col("why").is_not_null() & ~pl.col("may_wait"))
        books.amend(
            "message",
            stopped.select("message_id", "why", state=pl.lit(str(MessageState.SUPPRESSED))),
            on=("message_id",),
        )
        free = checked.filter(pl.col("why").is_null()).drop("due_cents").rename({"due_now_cents": "due_cents"})
        ready = _render(books, free, position=position, channel=channel, settings=settings)
        _write_intents(books, ready, settings=settings)
    return ready


def judge_now(position: Position, *, settings: ReachSettings) -> guard.Verdicts:
    """Verdicts of these accounts at this moment."""
    facts = position.facts(day=settings.day, at=settings.now)
    acts = (Act.STATEMENT, Act.LETTER, Act.EMAIL)
    return guard.judge(facts, rulebook=settings.rulebook, day=settings.day, acts=acts)


def _check(messages: pl.DataFrame, *, position: Position, verdicts: guard.Verdicts, day: date) -> pl.DataFrame:
    """Add why (null: may be sent), may_wait (later today it may be free) and due_now_cents to the messages."""
    judged = verdicts.frame
    acts = sorted(set(messages["act"].to_list()))
    verdict = pl.coalesce([pl.when(pl.col("act") == act).then(f"verdict_{act}") for act in acts]).cast(pl.String)
    until = pl.coalesce([pl.when(pl.col("act") == act).then(f"until_{act}") for act in acts])
    due = position.balances.select("account_id", due_now_cents="due_cents")
    return (
        messages.join(judged, on="account_id", how="left", suffix="_judged")
        .join(due, on="account_id", how="left")
        .with_columns(pl.col("due_now_cents").fill_null(0), verdict=verdict, until=until)
        .with_columns(
            why=pl.when(pl.col("due_now_cents") <= 0)
            .then(pl.lit("nothing is due any more"))
            .when(pl.col("verdict") != str(Verdict.FREE))
            .then(pl.format("{} at the moment of sending", "verdict"))
            .when(pl.col("verdict").is_null())
            .then(pl.lit("not judged")),
            # An hour of the day lifts by itself: the message stays queued and goes out later today.
            may_wait=((pl.col("until") <= day) & (pl.col("due_now_cents") > 0)).fill_null(value=False),
        )
        .select(*messages.columns, "why", "may_wait", "due_now_cents")
    )


def _render(
    books: Books, messages: pl.DataFrame, *, position: Position, channel: channels.Channel, settings: ReachSettings
) -> list[Ready]:
    if messages.is_empty():
        return []
    senders: dict[int, Sender] = {
        row["organization_id"]: build_sender(of_row(row, billing=None))
        for row in reads.organizations(books).iter_rows(named=True)
    }
    contents = build_contents(messages, ContentFrames.of(position), senders=senders)
    owners = position.accounts.select(
        "account_id", "organization_id", "organization_kind", "facility_state", "guarantor_id"
    ).join(position.parties.select(guarantor_id="party_id", state="state"), on="guarantor_id", how="left")
    owner_of = {row["account_id"]: row for row in owners.iter_rows(named=True)}
    ready: list[Ready] = []
    for content, leaf, account_id in zip(contents, channel.render(contents), messages["account_id"], strict=True):
        owner = owner_of[account_id]
        faults = check_text(content, leaf, channel=channel, owner=owner, rulebook=settings.rulebook, day=settings.day)
        if faults:
            _stop(books, content.message_id, faults, settings=settings)
        else:
            ready.append(Ready(content, leaf, owner["organization_id"], account_id))
    return ready


def check_text(
    content: MessageContent,
    rendered: Rendered,
    *,
    channel: channels.Channel,
    owner: dict[str, Any],
    rulebook: Rulebook,
    day: date,
) -> list[Finding]:
    """What keeps a rendered message back: no address, hard or threatening words, a notice that the law wants and it lacks."""
    missing = channels.missing_needs(channel, content.addressee)
    at = At(f"account {content.account_key}", key=content.template)
    if missing:
        says = f"It cannot be sent: {', '.join(missing)} of the addressee is not known, or is not well formed."
        return [Finding("message.no_address", at, says, "Correct the demographics and import them again.")]
    found = check_message(content, rendered)
    answers = guard.judge_content(
        guard.Message(rendered.text, find_notices(content), content.language),
        act=content.act,
        party=OrganizationKind(owner["organization_kind"]),
        state=owner["state"],
        facility_state=owner["facility_state"],
        day=day,
        rulebook=rulebook,
    )
    mend = "Correct the template or the office's own lines (docs/how-to/templates.md)."
    found = [replace(fault, at=at) for fault in found]
    return found + [Finding("message.content", at, f"{answer.says} ({answer.cite})", mend) for answer in answers]


def _stop(books: Books, message_id: int, faults: list[Finding], *, settings: ReachSettings) -> None:
    """Keep a message back with its faults; the account is still owed the step."""
    stopped = pl.DataFrame(
        {"message_id": [message_id], "state": [str(MessageState.SUPPRESSED)], "why": [faults[0].code]}
    )
    books.amend("message", stopped, on=("message_id",))
    _keep_findings(books, faults, settings)


def _write_intents(books: Books, ready: list[Ready], *, settings: ReachSettings) -> None:
    if not ready:
        return
    frame = pl.DataFrame(
        {
            "message_id": [one.content.message_id for one in ready],
            "due_cents": [one.content.due_cents for one in ready],
            "rendered_sha256": [one.rendered.sha256 for one in ready],
            "template_version": [one.rendered.template_version for one in ready],
        }
    ).with_columns(state=pl.lit(str(MessageState.INTENT)), intent_at=pl.lit(settings.now))
    books.amend("message", frame, on=("message_id",))


def _send_all(settings: ReachSettings, ready: list[Ready], *, outlet: channels.Outlet, act: Act) -> None:
    """Send each and note its end. Letters are noted by the batch; an email over the wire at once."""
    one_at_a_time = act is Act.EMAIL and not settings.sends_again_safely
    ended: list[tuple[Ready, MessageState, str]] = []
    for one in ready:
        ended.append((one, *_send(one, outlet)))
        if one_at_a_time:
            _note(settings, ended, act=act)
            ended = []
    _note(settings, ended, act=act)


def _send(one: Ready, outlet: channels.Outlet) -> tuple[MessageState, str]:
    try:
        return MessageState.SENT, outlet.send(one.content, one.rendered).reference
    except WorldFault as fault:
        states = {"passing": MessageState.QUEUED, "permanent": MessageState.FAILED, "unsure": MessageState.UNSURE}
        return states[fault.kind], str(fault)


def _note(settings: ReachSettings, ended: list[tuple[Ready, MessageState, str]], *, act: Act) -> None:
    """Write how sending ended: the state, the attempt, the event, and the first statement of each visit shown."""
    if not ended:
        return
    table = pl.DataFrame(
        {
            "message_id": [one.content.message_id for one, _, _ in ended],
            "organization_id": [one.organization_id for one, _, _ in ended],
            "account_id": [one.account_id for one, _, _ in ended],
            "state": [str(state) for _, state, _ in ended],
            "receipt": [says for _, _, says in ended],
        }
    )
    is_sent = pl.col("state") == str(MessageState.SENT)
    with open_books(organizations=settings.organizations, now=settings.now) as books:
        books.amend(
            "message",
            table.select("message_id", "state", "receipt", sent_at=pl.when(is_sent).then(pl.lit(settings.now))),
            on=("message_id",),
        )
        books.append(
            "message_attempt",
            table.select("message_id", "organization_id", "state", "receipt", attempted_at=pl.lit(settings.now)),
        )
        sent = table.filter(is_sent).with_columns(act=pl.lit(str(act)))
        books.append("event", sending_events(sent, day=settings.day, now=settings.now))
        if act is Act.STATEMENT:
            _start_clocks(books, [one for one, state, _ in ended if state is MessageState.SENT], day=settings.day)
        findings = [
            _say_unsure(row["message_id"], row["receipt"]) for row in table.to_dicts() if row["state"] == "unsure"
        ]
        _keep_findings(books, findings, settings)


def sending_events(sent: pl.DataFrame, *, day: date, now: datetime) -> pl.DataFrame:
    """Events of messages that went out. sent: organization_id, account_id, message_id, act."""
    return sent.select(
        "organization_id", "account_id",
        kind=pl.col("act").replace_strict({str(act): str(kind) for act, kind in SENT_EVENTS.items()}, return_dtype=pl.String),
        happened_on=pl.lit(day),
        happened_at=pl.lit(now),
        medium=pl.col("act").replace_strict({str(act): str(ACT_MEDIUM[act]) for act in SENT_EVENTS}, return_dtype=pl.String),
        value=pl.format("message {}", "message_id"),
        source=pl.lit(f"night:{day}"),
    )  # fmt: skip


def _start_clocks(books: Books, sent: list[Ready], *, day: date) -> None:
    """The first statement that shows a visit starts its clock (26 CFR 1.501(r)-1(b)(3)); a later one never resets it."""
    keys = {(one.organization_id, visit.visit_key) for one in sent for visit in one.content.visits}
    if not keys:
        return
    shown = pl.DataFrame(sorted(keys), schema={"organization_id": pl.Int64, "visit_key": pl.String}, orient="row")
    visits = reads.visit_ids(books).filter(pl.col("first_statement_on").is_null())
    fresh = visits.join(shown, on=["organization_id", "visit_key"], how="semi")
    books.amend("visit", fresh.select("visit_id", first_statement_on=pl.lit(day)), on=("visit_id",))


def _set_states(books: Books, messages: pl.DataFrame, state: MessageState, *, why: str | None = None) -> None:
    if not messages.is_empty():
        frame = messages.with_columns(state=pl.lit(str(state)), why=pl.lit(why, dtype=pl.String))
        books.amend("message", frame, on=("message_id",))


def _say_unsure(message_id: int, says: str) -> Finding:
    return Finding(
        "message.unsure",
        At(f"message {message_id}"),
        f"It may or may not have been sent. {says}",
        "Look in the mail server's log (or ask the patient), then: remindful resolve "
        f"{message_id} --sent, or --not-sent. It is never sent again unasked.",
    )


def _keep_findings(books: Books, findings: list[Finding], settings: ReachSettings) -> None:
    keep_findings(books, findings, station="reach", run_id=settings.run_id, organization_id=settings.organizations[0])


def close_letters(settings: ReachSettings) -> None:
    """Gather the day's letters into batches for the printer, each with its manifest."""
    close_batch(settings.send.home, settings.day)
