"""The how-to "a statute changed", followed to the letter."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

from remindful.core.facts import FACTS
from remindful.core.guard import check
from remindful.core.guard.mutate import find_survivors
from remindful.core.law import read_rulebook
from remindful.flow.office.rule_files import RULEBOOK

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "a-statute-changed.md").read_text()
RULE, FILE = "md.wait_240", "states/md/wait_240.yaml"


def yaml_block(word):
    return re.search(rf"```yaml\n{word}:\n(.*?)```", PAGE, re.DOTALL).group(1)


def changed(folder, *, with_cases):
    copy = folder / "new-law"
    shutil.copytree(RULEBOOK, copy)
    place = copy / FILE
    text = re.sub(r"^  wait: \{.*\}\n", yaml_block("terms"), place.read_text(), flags=re.MULTILINE)
    text = text.replace("law:\n", "law:\n" + yaml_block("law"))
    place.write_text(text + (yaml_block("cases") if with_cases else ""))
    return copy


def survivors(rulebook):
    """Changes to the page's rule that none of its cases notices. Those to the other rules: test_shipped_rulebook.py."""
    found, mutants = find_survivors([read_rulebook(rulebook, facts=FACTS)[0].rules[RULE]], FACTS)

    assert mutants > 5
    return [mutant.finding() for mutant in found]


def test_whoever_follows_the_page_has_a_sound_rulebook_with_every_boundary_shown(tmp_path, monkeypatch):
    rulebook = changed(tmp_path, with_cases=True)
    days = check.change_days
    monkeypatch.setattr(check, "change_days", lambda whole: days(replace(whole, rules={RULE: whole.rules[RULE]})))
    found = check.check_rulebook(rulebook)

    assert () == found.findings
    assert found.days_compiled >= 4, "the page changes a rule from one day on"
    assert [] == survivors(rulebook)


def test_without_the_new_cases_the_check_says_which_boundary_is_not_shown(tmp_path):
    found = survivors(changed(tmp_path, with_cases=False))

    assert {FILE} == {finding.at.file for finding in found}
    assert all("2027-01-01" in finding.message for finding in found)
