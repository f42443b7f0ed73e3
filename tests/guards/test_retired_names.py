"""Names say what they hold. Words that tell the manner instead ("told", "kept", "mine") are retired as parts of identifiers."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("remindful", "tools", "bench")
#: Migrations are history: they name columns as they were.
SKIPPED = "remindful/edges/store/migrations"
#: Parts of a name (split at underscores and capitals), and what to write instead.
RETIRED = {
    "told": "what was reported: statuses, requests, the frame's name",
    "said": "what was said: adjustments, findings, text",
    "says": "message; `says` is the rulebook's key for what a rule, a citation or a case says",
    "kept": "what is stored: copies, rows, limits",
    "asked": "requested, requests, the name of what was asked for",
    "stands": "current, in_force, state",
    "own": "whose it is: office_, home_, local_, house_",
    "mine": "whose it is, or what the rows are",
    "mend": "remedy",
    "aside": "exception, exceptions",
    "asides": "exceptions",
    "unwritable": "submission edits",
    "cover": "coverage (a patient's), requirements (a payer's)",
    "strangers": "patient mismatches",
    "stranger": "patient mismatch",
    "strays": "unmatched lines, unexpected segments",
    "stray": "unmatched, unexpected",
    "fate": "disposition",
    "fates": "dispositions",
    "standing": "state, decisions, positions",
    "whose": "balance_owner, or the owner's name",
    "books": "store, ledger",
}
#: Retired as the last part only: `needs_authorization` is a verb, `payer_needs` is a noun.
RETIRED_LAST = {"needs": "requirements, required_fields"}
#: Retired wherever they occur in a name.
RETIRED_PHRASES = {"made_up": "synthetic", "near_number": "normalized_control_number"}
ALLOWED = {
    "KEPT": "an appointment that took place was kept",
    "appointment_kept_on": "an appointment that took place was kept",
    "own_remark_codes": "the remark codes of the claim, apart from those of its lines",
}
#: Where the rulebook is read, judged, explained and shown, `says` is the rulebook's own key.
SAYS_OF_THE_LAW = (
    "remindful/core/law/", "remindful/core/guard/", "remindful/core/training/story.py", "remindful/core/why/",
    "remindful/faces/lawsite/", "remindful/faces/cli/law_desk.py", "remindful/faces/cli/rule_desk.py", "remindful/flow/ask/account_inquiry.py",
    "remindful/flow/ask/law_desk.py", "remindful/flow/ask/rule.py", "remindful/flow/messages/reach.py", "remindful/flow/night/night_report.py",
)  # fmt: skip


def find_retired(root: Path) -> list[str]:
    """`file:line name: what to write instead` of each identifier under `root` that is made of a retired word. Fails where it read none."""
    found: list[str] = []
    read = 0
    for file in sorted(file for folder in FOLDERS for file in (root / folder).rglob("*.py")):
        path = file.relative_to(root).as_posix()
        if path.startswith(SKIPPED):
            continue
        for line, name in identifiers(ast.parse(file.read_text(encoding="utf-8"))):
            read += 1
            found += [f"{path}:{line} {name}: write {better}" for better in instead_of(name, path=path)]
    assert read, f"no identifier was read under {root}"
    return found


def identifiers(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every name that a module defines or uses, with its line: variables, attributes, arguments, keywords, functions, classes, imports."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name
            case (
                ast.TypeAlias(name=ast.Name(id=name)) | ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name)
            ):
                yield node.lineno, name
            case ast.keyword(arg=str(name)) | ast.alias(asname=str(name)):
                yield node.lineno, name
            case ast.alias(name=name):
                yield node.lineno, name.rpartition(".")[2]
            case ast.TypeVar(name=name) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield node.lineno, name
            case _:
                pass


def instead_of(name: str, *, path: str) -> list[str]:
    """What to write instead of each retired word in a name."""
    if name in ALLOWED:
        return []
    parts = [part for part in re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_") if part]
    if path.startswith(SAYS_OF_THE_LAW):
        parts = [part for part in parts if part != "says"]
    better = [RETIRED[part] for part in parts if part in RETIRED]
    better += [RETIRED_LAST[part] for part in parts[-1:] if part in RETIRED_LAST]
    return better + [words for phrase, words in RETIRED_PHRASES.items() if phrase in "_".join(parts)]


def test_no_identifier_is_made_of_a_retired_word():
    assert [] == find_retired(ROOT)


@pytest.mark.parametrize(
    "code",
    [
        "told = 1",
        "def read_kept(): ...",
        "class AskedClaim: ...",
        "class Row:\n    rows_aside: int",
        "def read(*, mine): ...",
        "frame.with_columns(said_cents=0)",
        "remit.standing",
        "import strays",
        "from remindful.flow.claims import billing as books",
        "PAYER_NEEDS = 1",
        "is_made_up = True",
        "match row:\n    case {'a': whose}:\n        pass",
        "[own for own in range(3)]",
    ],
)
def test_a_planted_retired_word_is_found(tmp_path: Path, code: str):
    file = tmp_path / "tools" / "planted.py"
    file.parent.mkdir()
    file.write_text(code, encoding="utf-8")

    assert 1 <= len(find_retired(tmp_path))


@pytest.mark.parametrize("code", ["needs_authorization = 1", "appointment_kept_on = 1", "known = owner = coverage = 1"])
def test_a_name_that_says_what_it_holds_passes(tmp_path: Path, code: str):
    file = tmp_path / "bench" / "named.py"
    file.parent.mkdir()
    file.write_text(code, encoding="utf-8")

    assert [] == find_retired(tmp_path)


def test_what_a_rule_says_is_named_so_where_the_law_is_read_only():
    assert [] == instead_of("says", path="remindful/core/law/rule.py")
    assert [RETIRED["says"]] == instead_of("says", path="remindful/core/ledger/owe.py")


def test_it_fails_where_it_inspects_nothing(tmp_path: Path):
    with pytest.raises(AssertionError, match="no identifier was read"):
        find_retired(tmp_path)


def test_each_exception_is_still_used():
    names = {
        name
        for file in ROOT.joinpath("remindful").rglob("*.py")
        for _, name in identifiers(ast.parse(file.read_text("utf-8")))
    }

    assert set() == ALLOWED.keys() - names
    assert [] == [path for path in SAYS_OF_THE_LAW if not (ROOT / path).exists()]
