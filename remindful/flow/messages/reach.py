"""Reaching people: each message is judged again at the moment of sending, its intent written first."""

from dataclasses import dataclass, replace
from datetime import date, datetime

import polars as pl

from remindful.core import guard
from remindful.core.law import Rulebook
from remindful.core.words.findings import At, Finding, WorldFault
from remindful.core.words.frames import Messages
from remindful.core.words.kinds import Act, MessageState, OrganizationKind, Verdict
from remindful.core.words.messages import MessageContent, Rendered
from remindful.edges import channels
from remindful.edges.channels.checking import check_message
from remindful.edges.channels.notices import find_notices
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.books.position import Position, take_position
from remindful.flow.messages.message_content import ContentFrames, build_contents
from remindful.flow.office.actors import NIGHT
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import OrganizationDesk, open_desk
from remindful.flow.office.exceptions import keep_findings
from remindful.flow.office.organizations import build_sender


@dataclass(frozen=True, slots=True)
class ReachSettings:
    """What reaching needs of its run."""

    clock: Clock
    day: date
    rulebook: Rulebook
    send: channels.SendSettings
    run_id: int | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages of one organization and one act that are released together."""

    organization_key: str
    act: Act
    message_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """A message judged free now, and rendered from what is owed now."""

    content: MessageContent
    rendered: Rendered
    account_id: int


@dataclass(frozen=True, slots=True)
class Reader:
    """By what law a text is judged: the organization's kind, the state of its facility, and where the reader lives; null: not known."""

    organization_kind: OrganizationKind
    facility_state: str | None
    state: str | None


def finish_interrupted(settings: ReachSettings) -> None:
    """After a killed run: an intent without an end. Where sending twice is sending once, it waits again; else it is unsure."""
    with open_desk(settings.clock, on=settings.day, actor=NIGHT) as desk:
        for one in desk:
            _finish_interrupted_of(one, settings)


def _finish_interrupted_of(one: OrganizationDesk, settings: ReachSettings) -> None:
    begun = reads.messages(one.store, states=[MessageState.INTENT])
    # An act whose channel is gone is not safe: nobody can tell whether its message left.
    safe = [channel for channel in channels.find_channels() if channel.may_resend(settings.send)]
    is_safe = pl.col("act").is_in([str(act) for channel in safe for act in channel.acts])
    again, unsure = begun.filter(is_safe), begun.filter(~is_safe)
    for channel in safe:
        served = again.filter(pl.col("act").is_in([str(act) for act in channel.acts]))
        for message_id, day in served.select("message_id", "day").rows():
            channel.withdraw(settings.send, day, message_id)
    _set_states(one.store, again.select("message_id"), MessageState.QUEUED)
    why = "the run ended while it was being sent"
    _set_states(one.store, unsure.select("message_id"), MessageState.UNSURE, why=why)
    findings = [
        _say_unsure(message_id, "The run ended while it was being sent.") for message_id in unsure["message_id"]
    ]
    _keep_findings(one, findings, settings)


def reach(settings: ReachSettings) -> None:
    """Send what is queued for the day or earlier, in batches, each judged again just before."""
    batches = plan_batches(settings)
    for act, channel in channels.channel_by_act().items():
        with channel.open_outlet(settings.send) as outlet:
            for batch in batches:
                if batch.act is act:
                    ready = _release(settings, batch, channel=channel)
                    _send_all(settings, batch, ready, channel=channel, outlet=outlet)


def plan_batches(settings: ReachSettings) -> list[Batch]:
    """Queued messages of the day or earlier, each in one batch. One read; what is sent is read again when its batch is released."""
    with open_desk(settings.clock, on=settings.day) as desk:
        queued = [(one.key, reads.messages(one.store, states=[MessageState.QUEUED])) for one in desk]
    batches: list[Batch] = []
    for act, channel in channels.channel_by_act().items():
        size = channel.batch_size
        for key, messages in queued:
            is_waiting = (pl.col("act") == str(act)) & (pl.col("day") <= settings.day)
            ids = messages.filter(is_waiting)["message_id"].sort().to_list()
            batches += [Batch(key, act, tuple(ids[start : start + size])) for start in range(0, len(ids), size)]
    return batches


def _release(settings: ReachSettings, batch: Batch, *, channel: channels.Channel) -> list[Ready]:
    """Judge again what is owed and free now, render it, and write the intent: all in one transaction."""
    with open_desk(settings.clock, on=settings.day, organization=batch.organization_key, actor=NIGHT) as desk:
        one = desk.only()
        messages = reads.messages(one.store, states=[MessageState.QUEUED], message_id=batch.message_ids)
        messages = messages.select(Messages.column_names())
        if messages.is_empty():
            return []
        position = take_position(one.store, account_ids=messages["account_id"].to_list(), day=settings.day)
        verdicts = judge_now(position, settings=settings, now=one.now)
        billable = position.without_planned(day=settings.day)
        checked = _check(messages, position=billable, verdicts=verdicts, day=settings.day)
        stopped = checked.filter(pl.col("why").is_not_null() & ~pl.col("may_wait"))
        one.store.amend(
            "message",
            stopped.select("message_id", "why", state=pl.lit(str(MessageState.SUPPRESSED))),
            on=("message_id",),
        )
        free = checked.filter(pl.col("why").is_null()).drop("due_cents").rename({"due_now_cents": "due_cents"})
        ready = _render(one, free, position=billable, channel=channel, settings=settings)
        _write_intents(one, ready)
    return ready


def judge_now(position: Position, *, settings: ReachSettings, now: datetime) -> guard.Verdicts:
    """Verdicts of these accounts at this moment."""
    facts = position.facts(day=settings.day, at=now)
    return guard.judge(facts, rulebook=settings.rulebook, day=settings.day, acts=channels.find_acts())


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
            .then(pl.lit("nothing is due anymore"))
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
    one: OrganizationDesk,
    messages: pl.DataFrame,
    *,
    position: Position,
    channel: channels.Channel,
    settings: ReachSettings,
) -> list[Ready]:
    if messages.is_empty():
        return []
    contents = build_contents(messages, ContentFrames.of(position), sender=build_sender(one.organization))
    readers = _find_readers(position)
    ready: list[Ready] = []
    for content, leaf, account_id in zip(contents, channel.render(contents), messages["account_id"], strict=True):
        faults = check_text(
            content, leaf, channel=channel, reader=readers[account_id], rulebook=settings.rulebook, day=settings.day
        )
        if faults:
            _stop(one, content.message_id, faults, settings=settings)
        else:
            ready.append(Ready(content, leaf, account_id))
    return ready


def _find_readers(position: Position) -> dict[int, Reader]:
    """Who reads an account's messages, by account_id."""
    states = position.parties.select(guarantor_id="party_id", state="state")
    readers = position.accounts.join(states, on="guarantor_id", how="left")
    rows = readers.select("account_id", "organization_kind", "facility_state", "state").rows()
    return {account_id: Reader(OrganizationKind(kind), *states) for account_id, kind, *states in rows}


def check_text(
    content: MessageContent,
    rendered: Rendered,
    *,
    channel: channels.Channel,
    reader: Reader,
    rulebook: Rulebook,
    day: date,
) -> list[Finding]:
    """What keeps a rendered message back: no address, hard or threatening words, a notice that the law wants and it lacks."""
    missing = channels.missing_fields(channel, content.addressee)
    at = At(f"account {content.account_key}", key=content.template)
    if missing:
        message = f"It cannot be sent: {', '.join(missing)} of the addressee is not known, or is not well formed."
        return [Finding("message.no_address", at, message, "Correct the demographics and import them again.")]
    found = check_message(content, rendered)
    answers = guard.judge_content(
        guard.RenderedMessage(rendered.text, find_notices(content), content.language),
        act=content.act,
        party=reader.organization_kind,
        state=reader.state,
        facility_state=reader.facility_state,
        day=day,
        rulebook=rulebook,
    )
    remedy = "Correct the template or the office's own lines (docs/how-to/templates.md)."
    found = [replace(fault, at=at) for fault in found]
    return found + [Finding("message.content", at, f"{answer.says} ({answer.cite})", remedy) for answer in answers]


def _stop(one: OrganizationDesk, message_id: int, faults: list[Finding], *, settings: ReachSettings) -> None:
    """Keep a message back with its faults; the account is still owed the step."""
    stopped = pl.DataFrame(
        {"message_id": [message_id], "state": [str(MessageState.SUPPRESSED)], "why": [faults[0].code]}
    )
    one.store.amend("message", stopped, on=("message_id",))
    _keep_findings(one, faults, settings)


def _write_intents(one: OrganizationDesk, ready: list[Ready]) -> None:
    if not ready:
        return
    frame = pl.DataFrame(
        {
            "message_id": [message.content.message_id for message in ready],
            "due_cents": [message.content.due_cents for message in ready],
            "rendered_sha256": [message.rendered.sha256 for message in ready],
            "template_version": [message.rendered.template_version for message in ready],
        }
    ).with_columns(state=pl.lit(str(MessageState.INTENT)), intent_at=pl.lit(one.now))
    one.store.amend("message", frame, on=("message_id",))


def _send_all(
    settings: ReachSettings, batch: Batch, ready: list[Ready], *, channel: channels.Channel, outlet: channels.Outlet
) -> None:
    """Send each and note its end: by the batch where the channel may resend, else before the next one leaves."""
    one_at_a_time = not channel.may_resend(settings.send)
    ended: list[tuple[Ready, MessageState, str]] = []
    for one in ready:
        ended.append((one, *_send(one, outlet)))
        if one_at_a_time:
            _note(settings, batch, ended)
            ended = []
    _note(settings, batch, ended)


def _send(one: Ready, outlet: channels.Outlet) -> tuple[MessageState, str]:
    try:
        return MessageState.SENT, outlet.send(one.content, one.rendered).reference
    except WorldFault as fault:
        states = {"passing": MessageState.QUEUED, "permanent": MessageState.FAILED, "unsure": MessageState.UNSURE}
        return states[fault.kind], str(fault)


def _note(settings: ReachSettings, batch: Batch, ended: list[tuple[Ready, MessageState, str]]) -> None:
    """Write how sending ended: the state, the attempt, the event, and the first statement of each visit shown."""
    if not ended:
        return
    table = pl.DataFrame(
        {
            "message_id": [one.content.message_id for one, _, _ in ended],
            "account_id": [one.account_id for one, _, _ in ended],
            "state": [str(state) for _, state, _ in ended],
            "receipt": [message for _, _, message in ended],
        }
    )
    is_sent = pl.col("state") == str(MessageState.SENT)
    unsure = table.filter(pl.col("state") == str(MessageState.UNSURE)).select("message_id", "receipt").rows()
    with open_desk(settings.clock, on=settings.day, organization=batch.organization_key, actor=NIGHT) as desk:
        one = desk.only()
        sent_at = pl.when(is_sent).then(pl.lit(one.now))
        one.store.amend("message", table.select("message_id", "state", "receipt", sent_at=sent_at), on=("message_id",))
        one.store.append(
            "message_attempt", table.select("message_id", "state", "receipt", attempted_at=pl.lit(one.now))
        )
        sent = table.filter(is_sent).with_columns(act=pl.lit(str(batch.act)))
        one.store.append("event", sending_events(sent, day=settings.day, now=one.now))
        if batch.act is Act.STATEMENT:
            shown = [ready.content for ready, state, _ in ended if state is MessageState.SENT]
            _start_clocks(one, shown, day=settings.day)
        _keep_findings(one, [_say_unsure(message_id, receipt) for message_id, receipt in unsure], settings)


def sending_events(sent: pl.DataFrame, *, day: date, now: datetime) -> pl.DataFrame:
    """Events of messages that one organization sent. sent: account_id, message_id, act."""
    serving = channels.channel_by_act().items()
    kinds = {str(act): str(channel.sent_events[act]) for act, channel in serving}
    media = {str(act): str(channel.medium) for act, channel in serving}
    return sent.select(
        "account_id",
        kind=pl.col("act").replace_strict(kinds, return_dtype=pl.String),
        happened_on=pl.lit(day),
        happened_at=pl.lit(now),
        medium=pl.col("act").replace_strict(media, return_dtype=pl.String),
        value=pl.format("message {}", "message_id"),
        source=pl.lit(f"night:{day}"),
    )  # fmt: skip


def _start_clocks(one: OrganizationDesk, sent: list[MessageContent], *, day: date) -> None:
    """The first statement that shows a visit starts its clock (26 CFR 1.501(r)-1(b)(3)); a later one never resets it."""
    shown = sorted({visit.visit_key for content in sent for visit in content.visits})
    if not shown:
        return
    visits = reads.visit_ids(one.store, visit_key=shown).filter(pl.col("first_statement_on").is_null())
    one.store.amend("visit", visits.select("visit_id", first_statement_on=pl.lit(day)), on=("visit_id",))


def _set_states(store: Store, messages: pl.DataFrame, state: MessageState, *, why: str | None = None) -> None:
    if not messages.is_empty():
        frame = messages.with_columns(state=pl.lit(str(state)), why=pl.lit(why, dtype=pl.String))
        store.amend("message", frame, on=("message_id",))


def _say_unsure(message_id: int, message: str) -> Finding:
    return Finding(
        "message.unsure",
        At(f"message {message_id}"),
        f"It may or may not have been sent. {message}",
        "Look in the mail server's log (or ask the patient), then: remindful resolve "
        f"{message_id} --sent, or --not-sent. It is never sent again unasked.",
    )


def _keep_findings(one: OrganizationDesk, findings: list[Finding], settings: ReachSettings) -> None:
    keep_findings(one.store, findings, station="reach", run_id=settings.run_id)


def close_day(settings: ReachSettings) -> None:
    """Let each channel end its day of sending: letters are gathered into batches for the printer."""
    for channel in channels.find_channels():
        channel.close_day(settings.send)
