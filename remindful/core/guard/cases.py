"""The cases of rules, run: each rule alone must give the verdict that its own examples want."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from remindful.core.guard.content import RenderedMessage, judge_message
from remindful.core.guard.plan import forbids_expr, rule_scope, until_expr
from remindful.core.law.formula import RuleContext, Vocabulary
from remindful.core.law.rule import Case, Content, Rule
from remindful.core.words.facts import DTYPES, Fact
from remindful.core.words.findings import Finding
from remindful.core.words.kinds import Verdict


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What a rule alone said of a case."""

    rule: Rule
    case: Case
    verdict: Verdict
    until: date | None

    @property
    def passes(self) -> bool:
        """Whether that is what the case wants."""
        return self.verdict is self.case.want and (not self.case.asks_until or self.until == self.case.until)

    def finding(self) -> Finding:
        """The failure as a finding."""
        wanted = f"{self.case.want} until {self.case.until}" if self.case.asks_until else f"{self.case.want}"
        message = f"Case {self.case.says!r} wants {wanted}, but the rule gives {self.verdict} until {self.until}."
        return Finding(
            "law.case_fails", self.case.at, message, "One of the two is wrong: read the law again, then correct it."
        )


def run_cases(rules: Iterable[Rule], facts: Mapping[str, Fact]) -> list[CaseResult]:
    """Every case of the rules. Cases of one rule, day and act go through one frame together.

    A case tests what the rule says: a rule from knowledge counts as signed, a doubtful one holds where it would free.
    """
    results: list[CaseResult] = []
    for rule in rules:
        if isinstance(rule.form, Content):
            results += [_run_content(rule, case, facts) for case in rule.cases]
            continue
        groups: dict[tuple[object, object], list[Case]] = {}
        for case in rule.cases:
            groups.setdefault((case.day, case.act), []).append(case)
        found = {id(case): result for group in groups.values() for case, result in _run_group(rule, group, facts)}
        results += [found[id(case)] for case in rule.cases]
    return results


def case_facts(cases: list[Case], facts: Mapping[str, Fact], names: Iterable[str]) -> pl.DataFrame:
    """One row a case: its facts in the columns of its act. All cases must be of one act."""
    act = cases[0].act
    fact_names = dict.fromkeys(("patient_state", "facility_state", *names))
    columns = {
        facts[name].column(act): pl.Series([case.facts.get(name) for case in cases], dtype=DTYPES[facts[name].type])
        for name in fact_names
        if name != "organization_kind"
    }
    return pl.DataFrame(
        {"account_id": range(1, len(cases) + 1), "organization_kind": [str(c.party) for c in cases], **columns}
    )


def _run_group(rule: Rule, cases: list[Case], facts: Mapping[str, Fact]) -> list[tuple[Case, CaseResult]]:
    day, act = cases[0].day, cases[0].act
    if act not in rule.acts or not rule.is_in_force(day):
        return [(case, CaseResult(rule, case, Verdict.FREE, None)) for case in cases]
    context = RuleContext(Vocabulary(facts, rule.terms), day, act)
    forbids = forbids_expr(rule, context)
    if rule.is_uncertain:
        forbids = forbids | pl.lit(None, dtype=pl.Boolean)
    value = rule_scope(rule, context) & forbids
    until = until_expr(rule, context)
    frame = case_facts(cases, facts, rule.fact_names)
    judged = frame.select("account_id", value=value, until=until if until is not None else pl.lit(None, dtype=pl.Date))
    return [
        (case, say_result(rule, case, forbids=row["value"], until=row["until"]))
        for case, row in zip(cases, judged.to_dicts(), strict=True)
    ]


def say_result(rule: Rule, case: Case, *, forbids: bool | None, until: date | None) -> CaseResult:
    """A case's result in words."""
    verdict = Verdict.HOLD if forbids is None else Verdict.FORBID if forbids else Verdict.FREE
    return CaseResult(rule, case, verdict, None if verdict is Verdict.FREE else until)


def _run_content(rule: Rule, case: Case, facts: Mapping[str, Fact]) -> CaseResult:
    frame = case_facts([case], facts, rule.fact_names)
    # A case names the notices that its message carries; their wording is the templates' own matter.
    message = RenderedMessage(case.message or "", dict.fromkeys(case.notices, ""), case.language)
    verdict = judge_message(rule, frame, facts, message=message, act=case.act, day=case.day)
    return CaseResult(rule, case, verdict, None)
