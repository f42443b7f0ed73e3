"""What `doctor` looks at: the database, the office, the rulebook, the ladder, the channels, and what waits for a person."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from remindful.core.words.findings import Refusal, WorldFault
from remindful.core.words.kinds import MessageState
from remindful.edges import channels
from remindful.edges.store import reads, server_report
from remindful.flow.ask.books_examination import examine_ledger
from remindful.flow.messages.rehearsal import rehearse
from remindful.flow.office.clock import PRACTICE_CLOCK, Clock
from remindful.flow.office.desk import open_desk
from remindful.flow.office.home import Home
from remindful.flow.office.tonight import read_ladder, read_rulebook, read_send_settings


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: how it is, and where it is not well, what to do."""

    what: str
    is_well: bool
    message: str


@dataclass(frozen=True, slots=True)
class Examination:
    """All checks of an installation."""

    checks: tuple[Check, ...]

    @property
    def is_well(self) -> bool:
        """Whether every check is."""
        return all(check.is_well for check in self.checks)


def examine(*, home: Home, clock: Clock) -> Examination:
    """Look at everything; one fault never hides another."""
    looks: tuple[tuple[str, Callable[[Home, Clock], str]], ...] = (
        ("home", _look_at_home),
        ("database", _look_at_database),
        ("office", _look_at_office),
        ("books", _look_at_ledger),
        ("rulebook", _look_at_rulebook),
        ("ladder", _look_at_ladder),
        ("templates", _look_at_templates),
        ("channels", _look_at_channels),
        ("messages", _look_at_messages),
        ("clock", _look_at_clock),
    )
    return Examination(tuple(_look(what, look, home, clock) for what, look in looks))


def _look(what: str, look: Callable[[Home, Clock], str], home: Home, clock: Clock) -> Check:
    try:
        return Check(what, True, look(home, clock))
    except (Refusal, WorldFault, OSError) as fault:
        return Check(what, False, str(fault))


def _look_at_home(home: Home, clock: Clock) -> str:
    home.path.mkdir(parents=True, exist_ok=True)
    if not os.access(home.path, os.W_OK):
        raise WorldFault(
            "permanent", f"{home.path} cannot be written.", "Give yourself the right, or set REMINDFUL_HOME."
        )
    return str(home.path)


def _look_at_database(home: Home, clock: Clock) -> str:
    with open_desk(clock, requires_office=False):  # prepares the database where nobody has worked in it yet
        report = server_report()
    if not report.rows_are_guarded:
        raise WorldFault("permanent", " ".join(report.notes), "Until then one organization could see another's rows.")
    kind = "embedded" if report.is_embedded else "your own"
    return (
        f"PostgreSQL {report.version}, {kind}, {report.size_bytes // 1_000_000} MB, in {report.where}; rows are kept apart. "
        + " ".join(report.notes)
    )


def _look_at_office(home: Home, clock: Clock) -> str:
    with open_desk(clock) as desk:
        return "; ".join(f"{one.organization.name} ({one.organization.kind})" for one in desk)


def _look_at_ledger(home: Home, clock: Clock) -> str:
    with open_desk(clock, requires_office=False) as desk:
        found = [f"{one.key}: {finding.message}" for one in desk for finding in examine_ledger(one)]
    if found:
        raise WorldFault("permanent", " ".join(found), "Nothing may be sent until it is mended: please report it.")
    return "entries add up, one decision stands per payer level, no line is open for more than its charge, cash posted is cash told"


def _look_at_rulebook(home: Home, clock: Clock) -> str:
    rulebook = read_rulebook(home)
    return f"{len(rulebook.rules)} rules, version {rulebook.version}"


def _look_at_ladder(home: Home, clock: Clock) -> str:
    ladder = read_ladder(home)
    return f"{ladder.ladder}, version {ladder.version}, {len(ladder.segments)} segments, sends at {ladder.send_at:%H:%M} where the reader is"


def _look_at_templates(home: Home, clock: Clock) -> str:
    ladder, rulebook = read_ladder(home), read_rulebook(home)
    with open_desk(clock, requires_office=False) as desk:
        faults = [
            fault
            for one in desk
            for fault in rehearse(ladder, rulebook=rulebook, organizations=[one.organization], day=one.day)
        ]
    if faults:
        problems = "; ".join(dict.fromkeys(fault.message for fault in faults))
        raise WorldFault("permanent", f"{len(faults)} would be held: {problems}", faults[0].remedy)
    return "what the ladder sends carries every notice that the law of its organizations wants"


def _look_at_channels(home: Home, clock: Clock) -> str:
    send = read_send_settings(home, clock.now().date())
    return "; ".join(f"{channel.name}: {channel.describe_outlet(send)}" for channel in channels.find_channels())


def _look_at_messages(home: Home, clock: Clock) -> str:
    with open_desk(clock, requires_office=False) as desk:
        unsure = reads.messages(desk.store, states=[MessageState.UNSURE])["message_id"].to_list()
    if unsure:
        raise WorldFault(
            "unsure",
            f"{len(unsure)} message(s) may or may not have been sent: {', '.join(str(one) for one in unsure[:20])}.",
            "Find out, then: remindful resolve NUMBER --sent, or --not-sent.",
        )
    return "none waits for anybody's word"


def _look_at_clock(home: Home, clock: Clock) -> str:
    return (
        f"practice clock at {clock.now():%Y-%m-%d %H:%M} UTC ({PRACTICE_CLOCK})"
        if clock.is_practice
        else "the machine's"
    )
