"""The how-to "a statute changed", followed to the letter."""

import re
import shutil
from pathlib import Path

from remindful.core.facts import FACTS
from remindful.core.guard.check import check_rulebook
from remindful.core.guard.mutate import find_survivors
from remindful.core.law import read_rulebook
from remindful.flow.office.tonight import RULEBOOK

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "a-statute-changed.md").read_text()
FILE = "states/md/wait_240.yaml"


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
    rules = [rule for rule in read_rulebook(rulebook, facts=FACTS)[0].rules.values() if rule.at.file == FILE]
    found, mutants = find_survivors(rules, FACTS)

    assert mutants > 5
    return [mutant.finding() for mutant in found]


def test_whoever_follows_the_page_has_a_sound_rulebook_with_every_boundary_shown(tmp_path):
    rulebook = changed(tmp_path, with_cases=True)

    assert () == check_rulebook(rulebook).findings
    assert [] == survivors(rulebook)


def test_without_the_new_cases_the_check_says_which_boundary_is_not_shown(tmp_path):
    found = survivors(changed(tmp_path, with_cases=False))

    assert {FILE} == {finding.at.file for finding in found}
    assert all("2027-01-01" in finding.says for finding in found)
