"""One rule of the rulebook, in a list or by itself."""

from dataclasses import dataclass
from difflib import get_close_matches

from remindful.core.law.rule import Rule, say_cite
from remindful.core.words.findings import Refusal
from remindful.core.words.kinds import Act
from remindful.flow.office.home import Home
from remindful.flow.office.rule_files import find_rule_files, read_rule_file


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in a list."""

    rule: str
    jurisdiction: str
    topic: str
    acts: str
    parties: str
    says: str
    cite: str
    read: str
    in_force: str


def rule_row(rule: Rule) -> RuleRow:
    """A rule as a list shows it."""
    return RuleRow(
        rule=rule.id,
        jurisdiction=rule.jurisdiction,
        topic=rule.topic,
        acts="any" if len(rule.acts) == len(Act) else ", ".join(rule.acts),
        parties=", ".join(rule.parties),
        says=rule.says,
        cite=say_cite(rule),
        read=", ".join(sorted({citation.read for citation in rule.law})),
        in_force=f"from {rule.starts_on or 'ever'}" + (f" to {rule.ends_on}" if rule.ends_on else ""),
    )


def show_rule(name: str, *, home: Home) -> tuple[Rule, RuleRow, str]:
    """One rule, its row, and its file as written. Only that file is read as law: what is wrong elsewhere, `law check` tells.

    Raises Refusal naming the rules that are spelled alike, WorldFault naming the faults of its file.
    """
    files = find_rule_files(home)
    file = files.get(name)
    if file is None:
        near = [*get_close_matches(name, files, n=5), *(other for other in files if name in other)]
        known = ", ".join(dict.fromkeys(near)) or "`remindful law list` shows all"
        raise Refusal(f"There is no rule {name!r}.", f"Near it: {known}.")
    rule = read_rule_file(file)
    return rule, rule_row(rule), file.text
