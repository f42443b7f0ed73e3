"""A rulebook folder, read whole: every rule, what was read where, and every fault found, not only the first."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from remindful.core.law.cross_check import check_across
from remindful.core.law.fields import Fields
from remindful.core.law.read_coverage import read_coverage, read_signoffs, read_topics
from remindful.core.law.read_rule import read_rule
from remindful.core.law.rule import Rule, Rulebook
from remindful.core.words.facts import Fact
from remindful.core.words.findings import At, Finding

ROOMS = ("federal", "states", "programs", "house")
#: Files of house/ that hold no rule.
NOT_RULES = ("ladder.yaml", "signoff.yaml")


class RulebookError(Exception):
    """The rulebook is wrong. No night runs on half a law."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = tuple(findings)


def load_rulebook(path: Path, *, facts: Mapping[str, Fact], house: Path | None = None) -> Rulebook:
    """The rulebook of a folder, with the office's own house folder. Raises RulebookError with all faults."""
    rulebook, findings = read_rulebook(path, facts=facts, house=house)
    if findings:
        raise RulebookError(findings)
    return rulebook


def read_rulebook(
    path: Path, *, facts: Mapping[str, Fact], house: Path | None = None
) -> tuple[Rulebook, list[Finding]]:
    """What could be read, and all faults. house: a folder laid out as rulebook/house, read beside it."""
    files = find_files(path, house=house)
    texts = {name: file.read_text(encoding="utf-8") for name, file in files.items()}
    findings: list[Finding] = []
    rules = _read_rules(texts, facts, findings)
    broken = {finding.at.key for finding in findings}
    topics_file, coverage_file = Fields("topics.yaml", findings), Fields("coverage.yaml", findings)
    for needed in ("topics.yaml", "coverage.yaml"):
        if needed not in texts:
            message = "There is no such file, so it is not known which laws were reviewed."
            findings.append(
                Finding("law.missing", At(f"{path}/{needed}"), message, "Write it: docs/how-to/write-a-rule.md.")
            )
    topics = read_topics(texts.get("topics.yaml", ""), topics_file)
    states = tuple(state.lower() for state in facts["patient_state"].values or ())
    coverage = read_coverage(texts.get("coverage.yaml", ""), coverage_file, topics, ("us", *states))
    signoffs = {
        rule: signoff
        for name, text in texts.items()
        if name.endswith("signoff.yaml")
        for rule, signoff in read_signoffs(text, Fields(name, findings)).items()
    }
    rulebook = Rulebook(_version(texts), rules, topics, tuple(coverage), signoffs, facts)
    findings += check_across(rulebook, broken)
    return rulebook, sorted(set(findings), key=lambda finding: (finding.at.file, finding.at.line or 0))


def find_files(path: Path, *, house: Path | None) -> dict[str, Path]:
    """The YAML files of a rulebook and of a house folder beside it, by the names that findings give them."""
    return _files(path) | ({f"house/{name}": file for name, file in _files(house, "own").items()} if house else {})


def is_rule_file(name: str) -> bool:
    """Whether a file of a rulebook should hold a rule."""
    return name.rsplit("/", maxsplit=1)[-1] not in NOT_RULES and name not in ("topics.yaml", "coverage.yaml")


def _files(path: Path, *under: str) -> dict[str, Path]:
    found = {"/".join([*under, *file.relative_to(path).parts]): file for file in path.rglob("*.yaml")}
    return dict(sorted(found.items()))


def _version(texts: Mapping[str, str]) -> str:
    whole = hashlib.sha256()
    for name, text in sorted(texts.items()):
        whole.update(f"{name}\0{text}\0".encode())
    return whole.hexdigest()[:12]


def _read_rules(texts: Mapping[str, str], facts: Mapping[str, Fact], findings: list[Finding]) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for name, text in texts.items():
        if not is_rule_file(name):
            continue
        if name.split("/")[0] not in ROOMS:
            message = "No rule is looked for here, so this one would never bind."
            findings.append(Finding("law.place", At(name), message, f"Move it under one of {', '.join(ROOMS)}."))
            continue
        rule, faults = read_rule(text, file=name, facts=facts)
        findings += faults
        if rule is not None and rule.id in rules:
            message = f"`{rule.id}` is also the name of {rules[rule.id].at.file}."
            findings.append(Finding("law.id", rule.at, message, "Rename one of the two."))
        elif rule is not None:
            rules[rule.id] = rule
    return rules
