"""The documentation under test: what a page names is there, and what is there is named on a page."""

import ast
import importlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from remindful.core.facts import FACTS
from remindful.core.guard import check as checking
from remindful.core.law import Rulebook
from remindful.core.words.facts import FactType
from tests.docs.pages import NAMES, PAGES, ROOT, USER_PAGES, all_commands, blocks, broken_links, commands, faults_of

CODE = [path for part in ("remindful", "tools") for path in sorted((ROOT / part).rglob("*.py"))]
USER_TEXT = "\n".join(page.read_text() for page in USER_PAGES)


@pytest.mark.parametrize("page", PAGES, ids=NAMES.get)
def test_every_relative_link_leads_somewhere(page):
    assert [] == broken_links(page.read_text(), folder=page.parent)


def test_a_planted_broken_link_is_seen():
    text = '[a](no.md#x) [b](README.md) [c](https://x.y) [d](#e) <img src="no.png" alt="x">'

    assert ["no.md", "no.png"] == broken_links(text, folder=ROOT)


@pytest.mark.parametrize("page", PAGES, ids=NAMES.get)
def test_every_command_shown_would_be_taken(page):
    faults = {" ".join(words): faults_of(words) for words in commands(page.read_text())}

    assert {} == {words: fault for words, fault in faults.items() if fault}


def test_commands_are_found_on_the_pages():
    assert 20 < sum(len(commands(page.read_text())) for page in PAGES)


@pytest.mark.parametrize(
    ("shown", "fault"),
    [
        ("dance", "no command dance"),
        ("law dance", "no command dance"),
        ("night --loud", "No such option: --loud"),
        ("night --on", "'--on' requires an argument"),
        ("why A --act dance", "'dance' is not one of"),
        ("why A B", "extra argument(s) (B)"),
        ("night --on DAY --dry-run", None),
        ("import a b c --org KEY", None),
    ],
)
def test_a_planted_wrong_command_is_seen(shown, fault):
    [words] = commands(f"```sh\n.venv/bin/remindful {shown}   # why\n```\n")
    found = faults_of(words)

    assert (fault is None) == (found is None)
    assert (fault or "") in (found or "")


def test_every_command_is_on_a_users_page():
    shown = {" ".join(words) for page in USER_PAGES for words in commands(page.read_text())}

    assert 12 <= len(all_commands())
    assert [] == [name for name in all_commands() if not any(f"{one} ".startswith(f"{name} ") for one in shown)]


def settings_read(text: str) -> set[str]:
    """Environment variables of ours that a program names as a whole string."""
    return {
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"REMINDFUL_[A-Z_]+|DATABASE_URL", node.value)
    }  # fmt: skip


def test_a_setting_is_seen_where_it_is_read_and_not_where_it_is_mentioned():
    assert {"REMINDFUL_X"} == settings_read(
        "import os\nx = os.environ['REMINDFUL_X']  # REMINDFUL_Y\ny = 'Set REMINDFUL_Z.'"
    )


def test_every_setting_that_is_read_is_on_a_users_page():
    found = set().union(*(settings_read(path.read_text()) for path in CODE))

    assert {"REMINDFUL_HOME", "DATABASE_URL", "REMINDFUL_SMTP"} <= found
    assert [] == [name for name in sorted(found) if f"`{name}`" not in USER_TEXT]


def test_every_setting_on_a_page_is_read():
    found = set().union(*(settings_read(path.read_text()) for path in CODE))

    assert set(re.findall(r"REMINDFUL_[A-Z_]+", USER_TEXT)) <= found


def test_every_json_promise_holds():
    without = [name for name in all_commands() if "--json" in (faults_of([*name.split(), "--json"]) or "")]

    assert ["demo"] == without
    assert "Each command but `demo` has `--json`" in USER_TEXT


def test_every_make_target_of_the_readme_is_in_the_makefile():
    shown = re.findall(r"^make (\w+)", (ROOT / "README.md").read_text(), re.MULTILINE)
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE)

    assert {"demo", "test"} <= set(shown) <= set(targets)


def drawn_places(text: str) -> set[str]:
    """Every folder and file that a tree of the map draws, by its indentation."""
    places, above = set(), []
    for line in "\n".join(blocks(text, "")).splitlines():
        indent, name = len(line) - len(line.lstrip()), line.split()[0] if line.split() else ""
        if name.endswith("/") or re.fullmatch(r"\w+\.py", name):
            above = [(depth, place) for depth, place in above if depth < indent]
            place = "/".join([*(place for _, place in above[-1:]), name.rstrip("/")])
            above.append((indent, place))
            places |= {place, *(str(parent) for parent in Path(place).parents)}
    return places - {"."}


MAP = (ROOT / "docs" / "map.md").read_text()
ROOMS = {path.parent.relative_to(ROOT).as_posix() for path in (ROOT / "remindful").glob("*/*/__init__.py")}
HOUSES = {
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "remindful").iterdir()
    if path.is_dir() and any(path.rglob("*.*"))
}


def test_every_room_of_the_map_is_there():
    drawn = drawn_places(MAP)

    assert 25 < len(drawn)
    assert [] == sorted(place for place in drawn if not (ROOT / place).exists())


def test_every_room_is_on_the_map():
    rooms = {place for place in ROOMS | HOUSES if not place.endswith("__pycache__")}

    assert {"remindful/core/guard", "remindful/edges/store", "remindful/flow"} <= rooms
    assert [] == sorted(rooms - drawn_places(MAP))


def test_the_map_is_read_by_its_indentation():
    tree = "```\nremindful/\n  core/     PURE\n    guard/    x\n  faces/cli/  y\n    app.py  z\ntests/  w\n```"

    assert {"remindful/core/guard", "remindful/faces", "remindful/faces/cli/app.py", "tests"} <= drawn_places(tree)
    assert 7 == len(drawn_places(tree))


PLACE = re.compile(r"`((?:remindful|core|edges|flow|faces|rulebook|tests|docs|tools|bench)/[\w./-]+)`")


def missing_places(text: str) -> list[str]:
    shown = [place for place in PLACE.findall(text) if "/xx" not in place]
    return [place for place in shown if not (ROOT / place).exists() and not (ROOT / "remindful" / place).exists()]


@pytest.mark.parametrize("page", PAGES, ids=NAMES.get)
def test_every_place_in_the_code_that_a_page_names_is_there(page):
    assert [] == missing_places(page.read_text())


def test_a_planted_missing_place_is_seen():
    assert ["core/law/none.py"] == missing_places("`core/law/none.py`, `core/law`, `rulebook/states/xx/`")


def test_every_page_that_an_error_sends_people_to_is_there():
    sent = {page for path in CODE for page in re.findall(r"docs/[\w/-]+\.md", path.read_text())}

    assert "docs/how-to/your-own-files.md" in sent
    assert [] == sorted(page for page in sent if not (ROOT / page).exists())


def names_of(block: str) -> list[tuple[str, str | None]]:
    """What a Python block imports: (module, name)."""
    found: list[tuple[str, str | None]] = []
    for node in ast.walk(ast.parse(block)):
        if isinstance(node, ast.ImportFrom):
            found += [(str(node.module), one.name) for one in node.names]
        elif isinstance(node, ast.Import):
            found += [(one.name, None) for one in node.names]
    return found


@pytest.mark.parametrize("page", PAGES, ids=NAMES.get)
def test_every_import_that_a_page_shows_works(page):
    for module, name in [pair for block in blocks(page.read_text(), "python") for pair in names_of(block)]:
        loaded = importlib.import_module(module)
        if name is not None and not hasattr(loaded, name):
            importlib.import_module(f"{module}.{name}")


def test_every_fact_is_described_by_its_table_and_the_pages_point_there():
    assert "core/facts/facts.py" in (ROOT / "docs" / "how-to" / "write-a-rule.md").read_text()
    assert 50 < len(FACTS)
    assert [] == [
        name for name, fact in FACTS.items() if not re.fullmatch(r"[A-Z].{9,}\.", fact.meaning) or not fact.source
    ]
    assert [] == [name for name, fact in FACTS.items() if fact.type is FactType.INT and not fact.unit]


def test_the_rule_of_the_page_is_sound_in_the_shipped_rulebook(tmp_path, monkeypatch):
    [text] = [
        block
        for block in blocks((ROOT / "docs" / "how-to" / "write-a-rule.md").read_text(), "yaml")
        if block.startswith("rule:")
    ]
    rule = yaml.safe_load(text)
    book = tmp_path / "rulebook"
    for path in (ROOT / "remindful" / "rulebook").rglob("*"):
        if path.is_file():
            copy_file(path, book / path.relative_to(ROOT / "remindful" / "rulebook"))
    place = book / "federal" / "regf" / "call_count.yaml"
    place.write_text(text)
    # Compiled on the days on which this rule changes; on those of the others: tests/law/test_shipped_rulebook.py.
    days = checking.change_days
    monkeypatch.setattr(checking, "change_days", lambda whole: days(only(whole, rule["rule"])))

    assert "us.regf.call_count" == rule["rule"]
    assert [] == [str(finding) for finding in checking.check_rulebook(book, house=None).findings]
    place.write_text(text.replace("want: free", "want: forbid"))
    assert [] != [*checking.check_rulebook(book, house=None).findings], "the check looked at nothing"


def only(rulebook: Rulebook, name: str) -> Rulebook:
    return replace(rulebook, rules={rule.id: rule for rule in rulebook.rules.values() if rule.id == name})


def copy_file(path: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(path.read_bytes())
