"""A rule as the engine knows it, and a rulebook: everything that was read, frozen."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from remindful.core.words.facts import Fact, FactType
from remindful.core.words.findings import At
from remindful.core.words.kinds import Act, OrganizationKind, Verdict

#: How a citation was read, best first. `house`: the office's own wish, nobody's law.
READS = ("primary", "secondary", "house", "knowledge", "uncertain")
STATUSES = ("modelled", "none_found", "unread")
Read = Literal["primary", "secondary", "house", "knowledge", "uncertain"]
Status = Literal["modelled", "none_found", "unread"]
Where = Literal["either", "patient", "facility"]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where the law stands, and how it was read."""

    cite: str
    read_on: date
    read: Read
    reader: str | None
    source: str | None
    says: str | None


@dataclass(frozen=True, slots=True)
class Term:
    """A number that the law fixes, by the day from which it counts. None: not modelled from that day on."""

    name: str
    unit: str
    values: tuple[tuple[date, int | None], ...]  # oldest first

    def on(self, day: date) -> int | None:
        """The value in force on a day; None before the first and where it is not modelled."""
        return next((value for since, value in reversed(self.values) if since <= day), None)


@dataclass(frozen=True, slots=True)
class Formula:
    """A checked expression over facts, terms and `day`. names: the facts that it reads."""

    text: str
    tree: ast.expr
    type: FactType
    names: tuple[str, ...]
    at: At


@dataclass(frozen=True, slots=True)
class Wait:
    """Forbids while day < lifts_on."""

    lifts_on: Formula


@dataclass(frozen=True, slots=True)
class Limit:
    """Forbids while day < dates[most - 1] + days: so many, of the newest, stand in the window."""

    dates: str
    most: str
    days: str


@dataclass(frozen=True, slots=True)
class Require:
    """Forbids when false."""

    formula: Formula


@dataclass(frozen=True, slots=True)
class ForbidWhen:
    """Forbids when true."""

    formula: Formula


@dataclass(frozen=True, slots=True)
class Must:
    """A message must carry a notice (by name), or a text (in its language)."""

    notice: str | None
    text: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Content:
    """What the rendered message must, and must not, carry. must_not: regular expressions, case ignored."""

    must: tuple[Must, ...]
    must_not: tuple[str, ...]


Form = Wait | Limit | Require | ForbidWhen | Content


@dataclass(frozen=True, slots=True)
class Case:
    """An example that the rule is held to. Facts not given are not known. until: checked only where `asks_until`."""

    says: str
    day: date
    act: Act
    party: OrganizationKind
    facts: Mapping[str, object]
    want: Verdict
    until: date | None
    asks_until: bool
    message: str | None
    notices: tuple[str, ...]
    language: str
    at: At


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule. jurisdiction: us, a state's two letters, program or house. where: whose state makes it bind."""

    id: str
    says: str
    law: tuple[Citation, ...]
    topic: str
    jurisdiction: str
    acts: tuple[Act, ...]
    parties: tuple[OrganizationKind, ...]
    where: Where | None
    starts_on: date | None
    ends_on: date | None  # first day on which it is no longer in force
    when: Formula | None
    unless: Formula | None
    form: Form
    until: Formula | None
    overrides: tuple[str, ...]
    terms: Mapping[str, Term]
    cases: tuple[Case, ...]
    at: At

    @property
    def is_state_rule(self) -> bool:
        """Whether it binds by the account's states."""
        return self.where is not None

    @property
    def is_law(self) -> bool:
        """Whether a legislature, an agency or a program made it; a rule of the house is none."""
        return self.jurisdiction != "house"

    def is_in_force(self, day: date) -> bool:
        """Whether it is law on a day."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day < self.ends_on)

    @property
    def is_uncertain(self) -> bool:
        """Some of its law is doubtful, so it never frees."""
        return any(citation.read == "uncertain" for citation in self.law)

    @property
    def best_read(self) -> str:
        """The best way in which any of its citations was read."""
        return min((citation.read for citation in self.law), key=READS.index)

    @property
    def lifts_on(self) -> Formula | None:
        """The formula of the first day on which it lets go, where it has one."""
        return self.form.lifts_on if isinstance(self.form, Wait) else self.until

    @property
    def fact_names(self) -> tuple[str, ...]:
        """Every fact that it reads, in reading order, without the states of its place."""
        names: list[str] = []
        for formula in (self.when, self.unless, self.until):
            names += formula.names if formula is not None else ()
        match self.form:
            case Wait(formula) | Require(formula) | ForbidWhen(formula):
                names += formula.names
            case Limit(dates):
                names.append(dates)
            case Content():
                pass
        return tuple(dict.fromkeys(names))


def say_cite(rule: Rule) -> str:
    """All citations of a rule, in its order."""
    return "; ".join(citation.cite for citation in rule.law)


@dataclass(frozen=True, slots=True)
class Topic:
    """A question that law answers. acts: what it concerns."""

    topic: str
    asks: str
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class LawCoverage:
    """What was read of a topic in a jurisdiction, for some acts and parties."""

    jurisdiction: str
    topic: str
    status: Status
    read_on: date | None
    reader: str | None
    source: str | None
    acts: tuple[Act, ...]
    parties: tuple[OrganizationKind, ...]
    note: str | None
    at: At


@dataclass(frozen=True, slots=True)
class SignOff:
    """A person of the house vouches for a rule that was written from knowledge."""

    rule: str
    by: str
    on: date
    at: At


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """All rules, what was read where, and who signed. `version` changes with any byte of any file."""

    version: str
    rules: Mapping[str, Rule]
    topics: Mapping[str, Topic]
    coverage: tuple[LawCoverage, ...]
    signoffs: Mapping[str, SignOff]
    facts: Mapping[str, Fact] = field(repr=False)

    def is_signed(self, rule: Rule) -> bool:
        """Whether somebody of the house vouches for it."""
        return rule.id in self.signoffs

    def frees(self, rule: Rule) -> bool:
        """Whether the rule's `false` may free: not when doubtful, nor when from knowledge alone and nobody signed."""
        return not rule.is_uncertain and (rule.best_read != "knowledge" or self.is_signed(rule))
