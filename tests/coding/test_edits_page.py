"""The page of coding edits tells every edit of the code, and as stopping or warning as it does."""

import re
from pathlib import Path

import remindful.core.coding.edits as edits

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "algorithms" / "coding_edits.md").read_text(encoding="utf-8")
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path(edits.__file__).parent.glob("*.py")))
NAME = r"(?:dx|charge|modifier|place|pointer|units|pair|payer|authorization|referral)\.[a-z0-9_]+"


def told_on(page: str) -> dict[str, str]:
    """Each edit of the tables of a page, and whether it stops or warns."""
    rows = re.findall(rf"^\| ({NAME}(?:, {NAME})*) \| (stop|warn) \|", page, re.MULTILINE)
    return {name: severity for names, severity in rows for name in names.split(", ")}


def made_in(code: str) -> dict[str, str]:
    """Each edit that code makes, and its severity. Edits of people stop where nothing else is said."""
    found = re.findall(rf'"({NAME})",(.*?)(?="{NAME}"|\Z)', code, re.DOTALL)
    return {name: "warn" if re.search(r"severity=WARN|^\s*WARN,", rest) else "stop" for name, rest in found}


def test_the_page_tells_every_edit_and_no_other():
    made = made_in(CODE)

    assert 50 <= len(made)
    assert made == told_on(PAGE)


def test_an_edit_that_the_page_lacks_or_has_wrong_is_seen():
    made = made_in('find(a, "dx.one", severity=STOP, x=1), find(b, "dx.two", severity=WARN)')

    assert {"dx.one": "stop", "dx.two": "warn"} == made
    assert made != told_on("| dx.one | stop | x |\n")
    assert made != told_on("| dx.one, dx.two | stop | x |\n")
    assert made == told_on("| dx.one | stop | x |\n| dx.two | warn | y |\n")
