"""Looking at the rulebook: lists, checks and coverage, with the office's own house rules."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, time
from pathlib import Path

import polars as pl

from remindful.core import guard
from remindful.core.guard import check as checking
from remindful.core.law.rule import Rule, Rulebook
from remindful.core.words.kinds import Act
from remindful.flow.ask.rule import RuleRow, rule_row
from remindful.flow.books.position import take_position
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import OrganizationDesk, open_desk
from remindful.flow.office.home import Home
from remindful.flow.office.rule_files import RULEBOOK
from remindful.flow.office.tonight import read_ladder, read_rulebook

TERRITORIES = frozenset({"pr", "vi", "gu", "as", "mp"})


def list_rules(*, home: Home, state: str | None, act: Act | None, on: date | None) -> list[RuleRow]:
    """Rules that fit, by id. `state`: federal, programs, house, and this state's."""
    rules = read_rulebook(home).rules.values()
    fitting = [
        rule
        for rule in rules
        if (state is None or rule.jurisdiction in {"us", "program", "house", state.lower()})
        and (act is None or act in rule.acts)
        and (on is None or _is_in_force(rule, on))
    ]
    return [rule_row(rule) for rule in sorted(fitting, key=lambda rule: rule.id)]


def _is_in_force(rule: Rule, day: date) -> bool:
    return (rule.starts_on is None or rule.starts_on <= day) and (rule.ends_on is None or day < rule.ends_on)


def summarize(*, home: Home) -> dict[str, int]:
    """How many rules, cases, terms and citations there are, how the citations were read, and what is covered."""
    rulebook = read_rulebook(home)
    rules = rulebook.rules.values()
    reads = Counter(citation.read for rule in rules for citation in rule.law)
    covered = Counter((_group(line.jurisdiction), line.status.replace("_", " ")) for line in rulebook.coverage)
    return (
        {
            "rules": len(rules),
            "cases": sum(len(rule.cases) for rule in rules),
            "terms": sum(len(rule.terms) for rule in rules),
            "citations": sum(reads.values()),
        }
        | {f"citations read: {read}": number for read, number in sorted(reads.items())}
        | {f"topics of {group}: {status}": number for (group, status), number in sorted(covered.items())}
    )


def _group(jurisdiction: str) -> str:
    if jurisdiction == "us":
        return "federal law"
    return "the territories" if jurisdiction in TERRITORIES else "50 states and DC"


def check(*, home: Home, today: date, with_mutants: bool = False, folder: Path | None = None) -> checking.RulebookCheck:
    """Everything that is wrong with the rulebook (or the one in `folder`) and the house's own part of it."""
    return checking.check_rulebook(folder or RULEBOOK, house=_house(home), with_mutants=with_mutants, today=today)


def _house(home: Home) -> Path | None:
    return home.house if any(home.house.glob("*.yaml")) else None


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """Accounts whose verdict on an act would change alike, and the rules that make it so."""

    act: str
    was: str
    becomes: str
    accounts: int
    because: str
    example: str


@dataclass(frozen=True, slots=True)
class LawDiff:
    """What sets two rulebooks apart, and what that would change tonight. changes: empty where there is no office."""

    old_version: str
    new_version: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    accounts: int
    changes: tuple[VerdictChange, ...]


def diff(old: Path, new: Path, *, home: Home, clock: Clock, on: date | None) -> LawDiff:
    """Judge tonight's accounts by two rulebooks, all acts. old, new: rulebook folders, laid out as remindful/rulebook."""
    one, two = (read_rulebook(home, folder=folder) for folder in (old, new))
    both = one.rules.keys() & two.rules.keys()
    accounts, changes = _compare_verdicts(one, two, home=home, clock=clock, on=on)
    return LawDiff(
        old_version=one.version,
        new_version=two.version,
        added=tuple(sorted(two.rules.keys() - both)),
        removed=tuple(sorted(one.rules.keys() - both)),
        changed=tuple(sorted(name for name in both if _meaning(one.rules[name]) != _meaning(two.rules[name]))),
        accounts=accounts,
        changes=changes,
    )


def _meaning(rule: Rule) -> str:
    """What a rule says, its place in the file left aside."""
    return re.sub(r"At\([^)]*\)|<ast[^>]*>", "", repr(replace(rule, cases=())))


def _compare_verdicts(
    old: Rulebook, new: Rulebook, *, home: Home, clock: Clock, on: date | None
) -> tuple[int, tuple[VerdictChange, ...]]:
    """How many accounts were judged, and what would change of them. Without an office there are none: rulebooks are compared anyway."""
    send_at = read_ladder(home).send_at
    with open_desk(clock, on=on, requires_office=False) as desk:
        compared = [_compare_organization(one, old, new, send_at=send_at) for one in desk]
        prefix = {one.key: f"{one.key}/" if desk.is_shared else "" for one in desk}
    if not compared:
        return 0, ()
    moved = pl.concat([moved for _, moved in compared])
    example = pl.col("organization").replace_strict(prefix, return_dtype=pl.String) + pl.col("account_key")
    grouped = moved.group_by("act", "was", "becomes", "because", maintain_order=True).agg(
        accounts=pl.len(), example=example.sort_by("account_id").first()
    )
    changes = [
        VerdictChange(**row) for row in grouped.sort("accounts", descending=True, maintain_order=True).to_dicts()
    ]
    return sum(accounts for accounts, _ in compared), tuple(changes)


def _compare_organization(
    one: OrganizationDesk, old: Rulebook, new: Rulebook, *, send_at: time
) -> tuple[int, pl.DataFrame]:
    """How many accounts an organization has, and those whose verdict on an act moves: organization, account_key, columns of _find_moved."""
    position = take_position(one.store, account_ids=None, day=one.day)
    facts = position.facts(day=one.day, at=send_at).collect()
    before, after = (guard.judge(facts, rulebook=book, day=one.day).frame for book in (old, new))
    moved = pl.concat([_find_moved(act, before=before, after=after) for act in Act])
    keys = position.accounts.select("account_id", "account_key", organization=pl.lit(one.key))
    return facts.height, moved.join(keys, on="account_id", how="left", maintain_order="left")


def _find_moved(act: Act, *, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """account_id, act, was, becomes, because (rules, joined by a comma) of each account whose verdict on an act is another one."""
    name = f"verdict_{act}"
    verdicts = before.select("account_id", act=pl.lit(str(act)), was=pl.col(name).cast(pl.String))
    moved = verdicts.with_columns(becomes=after[name].cast(pl.String)).filter(pl.col("was") != pl.col("becomes"))
    columns = [column for column in after.columns if "." in column]
    rows_before = before.join(moved, on="account_id", how="semi")
    rows_after = after.join(moved, on="account_id", how="semi")
    because = [
        pl.when(differs).then(pl.lit(column.partition("@")[0]))
        for column in sorted({*columns, *(name for name in before.columns if "." in name)})
        if (differs := _differs(column, rows_before, rows_after)) is not None
    ]
    if not because:
        return moved.with_columns(because=pl.lit(""))
    rules = pl.concat_list(because).list.drop_nulls().list.unique().list.sort()
    return moved.with_columns(because=rules.list.join(", "))


def _differs(column: str, before: pl.DataFrame, after: pl.DataFrame) -> pl.Series | None:
    """Where a rule's column is not the same in both; a rule that only one has counts as false in the other."""
    no = pl.repeat(value=False, n=before.height, eager=True)
    was = before[column] if column in before.columns else no
    becomes = after[column] if column in after.columns else no
    found = was.ne_missing(becomes)
    return found if found.any() else None


def coverage(*, home: Home, state: str | None, today: date) -> pl.DataFrame:
    """What was read of each topic: jurisdiction, topic, status, read_on, reader, note. What stands nowhere is unread."""
    return checking.coverage_table(read_rulebook(home), state=state, today=today)
