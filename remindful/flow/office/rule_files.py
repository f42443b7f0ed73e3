"""The files of the rulebook: Remindful's own and the house's; one is found by its rule's name without reading the others as law."""

import re
from dataclasses import dataclass
from pathlib import Path

import remindful
from remindful.core.facts.facts import FACTS
from remindful.core.law.load import find_files, is_rule_file
from remindful.core.law.read_rule import read_rule
from remindful.core.law.rule import Rule
from remindful.core.words.findings import WorldFault
from remindful.flow.office.home import Home

RULEBOOK = Path(remindful.__file__).parent / "rulebook"
_NAME = re.compile(r"""^rule:[ \t]*["']?([\w.]+)""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RuleFile:
    """Where a rule is written. name: the file's place within the rulebook, as findings show it."""

    name: str
    text: str


def find_rule_files(home: Home) -> dict[str, RuleFile]:
    """Every rule's file by the rule's name. Raises WorldFault where a file is no text, or two bear one name."""
    found: dict[str, RuleFile] = {}
    for name, path in find_files(RULEBOOK, house=home.house).items():
        text = read_text(path) if is_rule_file(name) else ""
        rule = _NAME.search(text)
        if rule is None:
            continue
        if other := found.get(rule.group(1)):
            raise WorldFault(
                "permanent",
                f"`{rule.group(1)}` is the name of two rules: {other.name} and {name}.",
                "Rename one of the two; `remindful law check` tries again.",
            )
        found[rule.group(1)] = RuleFile(name, text)
    return found


def read_rule_file(file: RuleFile) -> Rule:
    """The rule of a file. Raises WorldFault with every fault of the file; what other files make of it is not looked at."""
    rule, findings = read_rule(file.text, file=file.name, facts=FACTS)
    if rule is None:
        raise WorldFault(
            "permanent",
            "The rule cannot be used:\n" + "\n".join(map(str, findings)),
            "Mend these lines; `remindful law check` tries again.",
        )
    return rule


def read_text(path: Path) -> str:
    """A file of ours as text. Raises WorldFault where it is no UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise WorldFault(
            "permanent",
            f"{path} is not UTF-8 text (byte {error.start + 1}).",
            "Save it as UTF-8: most editors ask for the encoding under `save as`.",
        ) from None
