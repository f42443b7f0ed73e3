"""Questions: why may this be done or not, who owes what, how old is it. Nothing is changed by asking."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from remindful.core import guard, ledger
from remindful.core.training import story as stories
from remindful.core.words.findings import Refusal
from remindful.core.words.kinds import Act, BalanceOwner
from remindful.core.words.money import say_cents
from remindful.edges import channels, places
from remindful.edges.store import reads
from remindful.flow.books.position import Position, take_position
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import open_desk
from remindful.flow.office.home import Home
from remindful.flow.office.records import Account
from remindful.flow.office.tonight import read_rulebook

OWNER_WORDS = {
    BalanceOwner.PATIENT: "is patient responsibility",
    BalanceOwner.PAYER: "is waiting for a payer's decision",
    BalanceOwner.DENIED: "was denied and has to be appealed or corrected",
    BalanceOwner.NEEDS_REVIEW: "has to be reviewed by your staff",
    BalanceOwner.NOT_BILLABLE: "may not be billed to the patient by law",
    BalanceOwner.CREDIT: "is overpaid",
    BalanceOwner.SETTLED: "is settled",
}

REASON_WORDS = {
    "opening": ", carried over from the previous system",
    "self_pay": " (self-pay)",
    "share": ", after the last payer's adjudication",
    "medicaid_copay": " (Medicaid copay)",
    "code_needs_a_person": ", because its adjustment code needs a decision",
    "opening_reason_unknown": ", because the reason for the balance is missing",
    "paid_at_visit": ", of which the claim says that a part was paid at the visit; that payment is not on file",
    "copay_paid_at_visit": " (Medicaid copay), of which the claim says that a part was paid at the visit; that payment is not on file",
    "unexplained": ", because no payer adjudication explains it",
    "discharged": " (discharged in bankruptcy: to be written off)",
    "medicaid": " (Medicaid paid)",
    "qmb": " (Qualified Medicare Beneficiary)",
}


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """What one rule says, with the facts that it read and where they come from."""

    rule: str
    verdict: str
    until: date | None
    cite: str
    message: str
    facts: Mapping[str, object]
    sources: Mapping[str, str]
    note: str | None


@dataclass(frozen=True, slots=True)
class ActVerdict:
    """Why one act may be done to one account at one moment, or not."""

    account: str
    act: str
    at: datetime
    verdict: str
    until: date | None
    owed: str
    rules: tuple[RuleVerdict, ...]
    rules_checked: int
    rulebook_version: str
    coverage: Mapping[str, str]


def ask_account(
    named: str, *, act: Act | str | None, at: datetime | None, home: Home, clock: Clock
) -> list[ActVerdict]:
    """Judge one account: the same code as the night's, on one row. `at` without an offset is where the account is."""
    acts = channels.find_acts() if act is None else (Act(act),)
    rulebook = read_rulebook(home)
    with open_desk(clock) as desk:
        office, account = desk.find(Account, named)
        account_id, zone = account.account_id, office.organization.zone
        moment = _moment(at, zone=zone, clock=clock)
        day = moment.astimezone(ZoneInfo(zone)).date()
        position = take_position(office.store, account_ids=[account_id], day=day)
    facts = position.facts(day=day, at=moment).collect()
    verdicts = guard.judge(facts, rulebook=rulebook, day=day, acts=acts)
    owed = say_owed(position.item_balances)
    judged = []
    for each in acts:
        explained = guard.explain(verdicts, facts, account_id=account_id, act=each, rulebook=rulebook)
        checked = sum(each in rule.acts for rule in rulebook.rules.values())
        read = {name.partition("@")[0] for rule in explained.rules for name in rule.facts}
        evidence = position.evidence(account_id=account_id, names=read, day=day)
        rules = tuple(_explain_rule(rule, evidence) for rule in explained.rules)
        judged.append(
            ActVerdict(
                named,
                each,
                moment,
                explained.verdict,
                explained.until,
                owed,
                rules,
                checked,
                rulebook.version,
                explained.coverage,
            )
        )
    return judged


def _explain_rule(rule: guard.RuleAnswer, evidence: Mapping[str, str]) -> RuleVerdict:
    """A rule's answer, with the very row behind each fact where an event made it, else the frames it is derived from."""
    sources = {name: evidence.get(name.partition("@")[0], source) for name, source in rule.sources.items()}
    return RuleVerdict(rule.rule, rule.verdict, rule.until, rule.cite, rule.says, rule.facts, sources, rule.note)


def _moment(at: datetime | None, *, zone: str, clock: Clock) -> datetime:
    if at is None:
        return clock.now()
    return at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if at.tzinfo is None else at.astimezone(UTC)


def say_owed(items: pl.DataFrame) -> str:
    """An account's open money in a sentence, by whose it is and why."""
    open_items = items.filter(pl.col("open_cents") != 0)
    if open_items.is_empty():
        return "Nothing is open."
    grouped = open_items.group_by("balance_owner", "reason", maintain_order=True).agg(pl.col("open_cents").sum())
    parts = [
        f"{say_cents(row['open_cents'])} {OWNER_WORDS[BalanceOwner(row['balance_owner'])]}{REASON_WORDS.get(row['reason'], '')}"
        for row in grouped.to_dicts()
    ]
    return "; ".join(parts) + "."


def ask_story(path: Path, *, act: Act, at: datetime | None, home: Home, clock: Clock) -> dict[str, object]:
    """Judge the account of a story file, without a database."""
    try:
        return stories.judge_story(
            _read_story(path),
            name=path.name,
            act=act,
            at=at or clock.now(),
            rulebook=read_rulebook(home),
            zone_of_zip=places.zone_of_one_zip,
            zones_of_phone=places.zones_of_one_phone,
        )
    except stories.StoryError as error:
        raise Refusal(f"The story cannot be judged:\n{error}", "The format: docs/how-to/stories.md.") from None


def _read_story(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(
            f"{path} is not UTF-8 text (byte {error.start + 1}).", "Save it as UTF-8, then try again."
        ) from None


def owed_by_account(named: str, *, day: date, known_at: datetime) -> dict[str, int]:
    """Open cents of an account by whose they are, and `due`, on a day as known at a moment."""
    with open_desk(Clock(known_at), on=day) as desk:
        one, account = desk.find(Account, named)
        position = take_position(one.store, account_ids=[account.account_id], day=one.day)
    return _by_owner(position)


def _by_owner(position: Position) -> dict[str, int]:
    open_items = position.item_balances.filter(pl.col("open_cents") != 0)
    owed = dict(open_items.group_by("balance_owner").agg(pl.col("open_cents").sum()).rows())
    return owed | {"due": int(position.balances["due_cents"].sum())}


def age_balances(*, on: date | None, start: str, known_at: datetime | None, clock: Clock) -> pl.DataFrame:
    """Open cents by whose they are (rows) and age (columns) on a day (default: today, where each organization is), as known at a moment.

    A last row sums. Raises Refusal for a start that is none of ledger.AGING_STARTS.
    """
    if start not in ledger.AGING_STARTS:
        raise Refusal(f"{start!r} starts no clock.", f"Known: {', '.join(ledger.AGING_STARTS)}.")
    moment = known_at.astimezone(UTC) if known_at else None
    with open_desk(clock, on=on, known_at=moment) as desk:
        aged = [take_position(one.store, account_ids=None, day=one.day).age(day=one.day, start=start) for one in desk]
    summed = pl.concat(aged).group_by("balance_owner").agg(pl.all().sum())
    return summed.sort(pl.col("balance_owner") == "total", "balance_owner")


def pick_examples(*, home: Home) -> list[tuple[str, Act, datetime]]:
    """Three accounts worth asking about, from the last night: one reached, one stopped by a rule of law, one that waits for its payer."""
    day = max(folder.name for folder in (home.path / "nights").iterdir())
    folder = home.night(day)

    def read(name: str) -> pl.DataFrame:
        """What the night kept under this name, of all its organizations."""
        return pl.concat([pl.read_parquet(place) for place in sorted(folder.glob(f"{name}.*.parquet"))], how="diagonal")

    steps, no_step, items, balances, verdicts = map(read, ("steps", "no_step", "items", "balances", "verdicts"))
    moment = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(hours=16, minutes=30)
    waiting = (
        items.filter(pl.col("balance_owner") == str(BalanceOwner.PAYER))
        .join(balances.filter(pl.col("due_cents") == 0), on="account_id", how="semi")
        .select("account_id")
    )
    forbidden = guard.find_forbidden_by_law(
        verdicts, rulebook=read_rulebook(home), day=date.fromisoformat(day), act=Act.LETTER
    )
    stopped = no_step.filter(pl.col("why") == "not_free").join(forbidden, on="account_id", how="semi")
    picked = [
        (frame["account_id"][0], act)
        for frame, act in ((steps, Act.STATEMENT), (stopped, Act.LETTER), (waiting, Act.STATEMENT))
        if not frame.is_empty()
    ]
    account_ids = [account_id for account_id, _ in picked]
    with open_desk(Clock(moment)) as desk:
        name_of = {
            account_id: f"{one.key}/{account_key}"
            for one in desk
            for account_id, account_key in reads.account_ids(one.store, account_id=account_ids)
            .select("account_id", "account_key")
            .iter_rows()
        }
    return [(name_of[account_id], act, moment) for account_id, act in picked]
