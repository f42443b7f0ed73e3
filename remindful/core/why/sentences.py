"""A verdict in sentences: for staff (what to do), for a patient (plainly), for an auditor (all, with its law)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import assert_never

from remindful.core.guard.answer import RuleAnswer
from remindful.core.guard.explain import Explanation
from remindful.core.words.facts import Fact
from remindful.core.words.kinds import Act, Verdict
from remindful.core.words.money import say_cents

#: What each act does, after "may not" or "will".
VERBS: Mapping[Act, str] = {
    Act.STATEMENT: "mail a statement",
    Act.LETTER: "mail a letter",
    Act.WARNING_LETTER: "mail a letter that warns of an action",
    Act.EMAIL: "send an email",
    Act.TEXT: "send a text",
    Act.CALL: "call",
    Act.PRERECORDED_CALL: "call with a recorded voice",
    Act.PORTAL_MESSAGE: "write in the portal",
    Act.DISCOUNT_OFFER: "offer a discount",
    Act.PLAN_OFFER: "agree on this payment plan",
    Act.AGENCY_PLACEMENT: "give the account to an agency",
    Act.CREDIT_REPORT: "report the debt to a credit bureau",
    Act.SALE: "sell the debt",
    Act.SUIT: "sue",
    Act.LIEN: "take a lien",
    Act.FORECLOSURE: "foreclose",
    Act.GARNISHMENT: "garnish wages",
    Act.ATTACHMENT: "attach property",
    Act.ARREST: "have a person arrested",
    Act.CARE_DENIAL: "defer or deny care",
    Act.INTEREST: "charge interest",
    Act.LATE_FEE: "charge a late fee",
    Act.BAD_DEBT: "claim it as a Medicare bad debt",
    Act.KEEP_CREDIT: "keep what was overpaid",
}
assert set(VERBS) == set(Act), "an act without its verb"


def say_day(day: date) -> str:
    """2026-03-08 -> March 8, 2026."""
    return f"{day:%B} {day.day}, {day.year}"


def say_for_staff(explanation: Explanation, facts: Mapping[str, Fact]) -> list[str]:
    """What may be done, each reason with its law, and what to find out. Rules that lack the same fact share a line."""
    lines = [_say_verdict(explanation)]
    for answer in _stopping(explanation.rules, Verdict.FORBID):
        until = f" Until {say_day(answer.until)}." if answer.until else ""
        lines.append(f"{answer.says}{until} ({answer.cite}) {_say_facts(answer, facts)}".strip())
    missing: dict[tuple[str, ...], list[RuleAnswer]] = {}
    for answer in _stopping(explanation.rules, Verdict.HOLD):
        unknown = tuple(name for name, value in answer.facts.items() if value is None)
        if answer.note is not None or not unknown:
            lines.append(f"{answer.says} ({answer.cite}) {answer.note or 'The reason is not known.'}")
        else:
            missing.setdefault(unknown, []).append(answer)
    lines += [_say_missing(names, answers, facts) for names, answers in missing.items()]
    return lines


def say_for_patient(explanation: Explanation) -> str:
    """One or two plain sentences that may be read to the patient: no rule's name, no threat."""
    verb = VERBS[explanation.act]
    match explanation.verdict:
        case Verdict.FREE:
            return f"We may {verb}."
        case Verdict.HOLD:
            return f"We will not {verb} until a person has looked at your account."
        case Verdict.FORBID:
            if explanation.until is None:
                return f"We will not {verb}. The law, or your own wish, does not allow it now."
            return f"We will not {verb} before {say_day(explanation.until)}. The law gives you this time."
        case _:
            assert_never(explanation.verdict)


def say_for_auditor(explanation: Explanation, facts: Mapping[str, Fact]) -> list[str]:
    """All that the verdict rests on, one line a rule: verdict, day, law, how it was read, facts and their sources."""
    until = f" until {explanation.until}" if explanation.until else ""
    head = (
        f"Account {explanation.account_id}, {explanation.act}, {explanation.day}: {explanation.verdict}{until}. "
        f"Rulebook {explanation.version}."
    )
    lines = [head]
    for answer in explanation.rules:
        day = f" until {answer.until}" if answer.until else ""
        read = "; ".join(
            f"{name} = {_say_value(name, value, facts)} [{answer.sources[name]}]"
            for name, value in answer.facts.items()
        )
        note = f" {answer.note}" if answer.note else ""
        law = f"{answer.cite} (read: {answer.law_read})"
        lines.append(f"{answer.rule}: {answer.verdict}{day}. {answer.says} Law: {law}. Facts: {read or 'none'}.{note}")
    return lines


def _say_verdict(explanation: Explanation) -> str:
    verb = VERBS[explanation.act]
    match explanation.verdict:
        case Verdict.FREE:
            return f"You may {verb} on {say_day(explanation.day)}."
        case Verdict.HOLD:
            return f"Do not {verb} yet: something is not known, so a person decides."
        case Verdict.FORBID:
            until = (
                f" before {say_day(explanation.until)}" if explanation.until else "; no day is known on which this ends"
            )
            return f"You may not {verb}{until}."
        case _:
            assert_never(explanation.verdict)


def _stopping(answers: Iterable[RuleAnswer], verdict: Verdict) -> list[RuleAnswer]:
    return [answer for answer in answers if answer.verdict is verdict]


def _say_missing(names: Sequence[str], answers: Sequence[RuleAnswer], facts: Mapping[str, Fact]) -> str:
    wanted = " ".join(f"{facts[name].meaning}" for name in names)
    if len(answers) == 1:
        return f"Not known: {wanted} It decides: {answers[0].says} ({answers[0].cite})"
    return f"Not known: {wanted} {len(answers)} rules wait for it, among them: {answers[0].says} ({answers[0].cite})"


def _say_facts(answer: RuleAnswer, facts: Mapping[str, Fact]) -> str:
    known = [f"{name} is {_say_value(name, value, facts)}" for name, value in answer.facts.items() if value is not None]
    return f"Here {', '.join(known)}." if known else ""


def _say_value(name: str, value: object, facts: Mapping[str, Fact]) -> str:  # noqa: PLR0911
    """A fact's value as people write it."""
    unit = facts[name].unit
    match value:
        case None:
            return "not known"
        case bool():
            return "true" if value else "false"
        case int() if unit == "cents":
            return say_cents(value)
        case int() if unit == "minutes":
            return f"{value // 60:02d}:{value % 60:02d}"
        case int():
            return f"{value} {unit}" if unit else str(value)
        case date():
            return value.isoformat()
        case list():
            return ", ".join(_say_value(name, item, facts) for item in value) or "none"
        case _:
            return str(value)
