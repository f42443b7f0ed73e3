"""The engine agrees with a plain slow evaluator: random accounts, every act, a small and the real rulebook."""

import ast
import importlib.util
import os
import random
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remindful.core.guard import judge, load_rulebook
from remindful.core.guard.check import change_days
from remindful.core.guard.plan import needed_columns, plan_rules
from remindful.core.law.check_rule import formulas
from remindful.core.words.facts import DTYPES
from remindful.core.words.kinds import Act, OrganizationKind
from tests.examples import examples

HERE = Path(__file__).parent
spec = importlib.util.spec_from_file_location("slow_law", HERE / "slow_law.py")
slow_law = importlib.util.module_from_spec(spec)
spec.loader.exec_module(slow_law)

SMALL = load_rulebook(HERE.parent / "law" / "rulebook_small")
REAL = HERE.parents[1] / "remindful" / "rulebook"

#: Accounts x acts that are judged twice; `make test-long`: 100,000.
JUDGMENTS = int(os.environ.get("REMINDFUL_JUDGMENTS", "25000"))
JUDGMENTS_OF_A_DAY = 2_500


class Accounts:
    """Random accounts whose facts lie about the rulebook's boundaries, each not known now and then."""

    def __init__(self, rulebook, seed):
        self.rulebook, self.random = rulebook, random.Random(seed)
        rules = list(rulebook.rules.values())
        numbers = {
            value for rule in rules for term in rule.terms.values() for _, value in term.values if value is not None
        }
        words = [
            node.value
            for rule in rules
            for formula in formulas(rule)
            for node in ast.walk(formula.tree)
            if isinstance(node, ast.Constant)
        ]
        self.numbers = sorted(numbers | {word for word in words if type(word) is int} | {0})
        self.states = sorted({r.jurisdiction.upper() for r in rules if r.is_state_rule} | {"FL", "NY", "TX", "PR"})
        self.texts = sorted({word for word in words if isinstance(word, str)} | set(self.states))
        self.day = self.random.choice([*change_days(rulebook), date(2026, 3, 8), date(2026, 11, 23)])

    def frame(self, count):
        # A fact sits in the column of each medium and act that may ask for it.
        fact_of = {column: fact for fact in self.rulebook.facts.values() for column in fact.columns()}
        names = {name: fact_of[name] for name in needed_columns(self.rulebook, Act)}
        columns = {
            name: pl.Series([self.value(name, fact) for _ in range(count)], dtype=DTYPES[fact.type])
            for name, fact in names.items()
            if name != "organization_kind"
        }
        kinds = [str(self.random.choice(list(OrganizationKind))) for _ in range(count)]
        return pl.DataFrame({"account_id": range(count), "organization_kind": kinds, **columns})

    def value(self, name, fact):  # noqa: PLR0911
        if self.random.random() < 0.12:
            return None
        if name.endswith("_state"):
            return self.random.choice(self.states)
        match fact.type:
            case "bool":
                return self.random.random() < 0.5
            case "int":
                return self.random.choice(self.numbers) + self.random.choice([-1, 0, 0, 1])
            case "text":
                return self.random.choice(list(fact.values or self.texts))
            case "date":
                return self.near()
            case "dates":
                return sorted((self.near(short=True) for _ in range(self.random.randrange(9))), reverse=True)

    def near(self, *, short=False):
        back = self.random.randrange(12) if short else self.random.choice(self.numbers[:40]) % 4000
        return self.day - timedelta(days=back) + timedelta(days=self.random.choice([-1, 0, 0, 1]))


def check_agrees(rulebook, seed, count):
    accounts = Accounts(rulebook, seed)
    frame = accounts.frame(count)
    verdicts = judge(frame, rulebook=rulebook, day=accounts.day).frame
    slow = slow_law.SlowLaw(rulebook, accounts.day)
    columns = {act: plan_rules(rulebook, accounts.day, tuple(Act)).of_act(act) for act in Act}
    for row, judged in zip(frame.to_dicts(), verdicts.to_dicts(), strict=True):
        for act in Act:
            stops = {column.rule: judged[column.name] for column in columns[act] if judged[column.name] is not False}
            got = (judged[f"verdict_{act}"], judged[f"until_{act}"], stops)
            assert slow.judge(row, act) == got, (accounts.day, act, row)
    return verdicts


@settings(max_examples=examples(25), deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_the_engine_agrees_with_a_slow_evaluator_on_the_small_rulebook(seed):
    check_agrees(SMALL, seed, 12)


def test_random_accounts_see_all_three_verdicts_and_days():
    frames = [check_agrees(SMALL, seed, 60) for seed in range(6)]
    seen = {frame[f"verdict_{act}"][place] for frame in frames for act in Act for place in range(60)}
    untils = [frame[f"until_{act}"].drop_nulls().len() for frame in frames for act in Act]

    assert {"free", "hold", "forbid"} == seen
    assert sum(untils) > 0


def test_the_engine_agrees_with_a_slow_evaluator_on_the_real_rulebook():
    if not (REAL / "topics.yaml").exists():
        pytest.skip("the real rulebook is not written yet")
    rulebook = load_rulebook(REAL)
    for seed in range(8):
        check_agrees(rulebook, seed, 12)


@pytest.mark.parametrize("part", range(4))
def test_of_many_accounts_and_acts_none_is_free_while_a_rule_stops_it(part):
    rulebook = load_rulebook(REAL)
    days = JUDGMENTS // JUDGMENTS_OF_A_DAY  # among them those on which some law changes
    for number in range(part, days, 4):
        check_agrees(rulebook, 100 + number, -(-JUDGMENTS_OF_A_DAY // len(Act)))

    assert days >= 4, "a part looked at no day"
