"""The commands of the pages are run: the README's on the example practice, and each story of its page through `why --story`."""

import json
import re

import pytest

from remindful.core.guard import load_rulebook
from remindful.flow.ask import account_inquiry
from tests.docs.pages import ROOT, blocks, commands
from tests.faces.conftest import open_desk

pytestmark = pytest.mark.xdist_group("docs-run")

README = (ROOT / "README.md").read_text()
STORIES = re.findall(
    r"```yaml\n(.*?)```\n\nAsked: may we (?:bring a )?`(\w+)` at `([^`]+)`\?\n\n```json\n(.*?)```",
    (ROOT / "docs" / "how-to" / "stories.md").read_text(),
    re.DOTALL,
)
AFTER_THE_EXAMPLE = "2026-11-02T16:30+00:00"


@pytest.fixture(scope="module")
def desk(store_server):
    with open_desk(store_server) as desk:
        yield desk


def test_the_readmes_commands_run_in_order_on_the_example(desk):
    example = desk.folder / "example"
    [block] = [one for one in blocks(README, "") if "remindful import" in one]
    written = desk.run("example", "--out", example, "--accounts", "30", "--json").json
    [account, *_] = [row["account_key"] for row in written["planted"] if row["case"] == "two_visits"]
    stand_in = {"office.yaml": example / "office.yaml", "folder-of-files": example / "files", "ACCOUNT": account}
    shown = commands(f"```\n{block}```")
    told = [desk.run(*(stand_in.get(word, word) for word in words), REMINDFUL_NOW=AFTER_THE_EXAMPLE) for words in shown]

    assert ["import", "import", "night", "night", "why"] == [words[0] for words in shown]
    assert [0, 3, 0, 0, 0] == [one.code for one in told], "the example holds faulty files on purpose"
    assert "dry run; nothing was done" in told[2].out
    assert re.search(r"^ (statement|letter|email) +[1-9]", told[3].out, re.MULTILINE)
    assert f"{account}, letter at 2026-11-02" in told[4].out


@pytest.mark.parametrize(("story", "act", "at", "answer"), STORIES)
def test_a_story_of_the_page_gives_its_answer_through_why(desk, monkeypatch, story, act, at, answer):
    small = load_rulebook(ROOT / "tests" / "law" / "rulebook_small")
    monkeypatch.setattr(account_inquiry, "read_rulebook", lambda home: small)
    told = desk.run(
        "why", "--story", desk.file("story.yaml", story), "--act", act, "--at", at.replace(" ", "T"), "--json"
    )

    assert 3 == len(STORIES)
    assert (0, json.loads(answer)) == (told.code, told.json)
