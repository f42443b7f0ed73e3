"""Folds the changelog fragments in changes/ into CHANGELOG.md: `python -m tools.fold_changes 0.2.0 2026-12-01`. `--check` only reads them.

A fragment is a file NNN.kind.md, NNN being the number of its issue or pull request: one or more sentences that a user understands.
"""

import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Kinds of changes, in the order in which a release lists them, with their headings.
KINDS = {
    "security": "Security",
    "breaking": "Changes that need your attention",
    "feature": "New",
    "fix": "Fixed",
    "docs": "Documentation",
}
NAME = re.compile(r"(\d{1,6})\.([a-z]+)\.md")
UNRELEASED = "## Unreleased"


def list_fragments(folder: Path) -> list[Path]:
    """The fragments of a folder, by number; its README is none."""
    files = [path for path in folder.iterdir() if path.name != "README.md"]
    return sorted(files, key=lambda path: (int(path.name.split(".")[0]) if path.name[0].isdigit() else 0, path.name))


def faults_of(path: Path) -> list[str]:
    """What is wrong with a fragment; nothing where it can be folded."""
    named = NAME.fullmatch(path.name)
    if named is None:
        return [f"{path.name}: name it NNN.kind.md, for example 123.fix.md."]
    faults = [] if named[2] in KINDS else [f"{path.name}: {named[2]} is no kind; use one of {', '.join(KINDS)}."]
    text = path.read_text(encoding="utf-8").strip()
    if not text.endswith("."):
        faults.append(f"{path.name}: write at least one whole sentence, with its period.")
    if re.search(r"^\s*([-*#]|$)", text, re.MULTILINE):
        faults.append(f"{path.name}: write one paragraph, without bullets, headings or empty lines.")
    return faults


def fold(changelog: str, fragments: Sequence[tuple[str, str]], *, version: str, day: date) -> str:
    """The changelog with a section for a version: what stood under Unreleased, then the fragments (file name, text) by kind.

    Raises ValueError where the changelog has no heading Unreleased.
    """
    head, found, rest = changelog.partition(f"{UNRELEASED}\n")
    if not found:
        raise ValueError(f"CHANGELOG.md has no heading {UNRELEASED!r}.")
    unreleased, mark, older = rest.partition("\n## ")
    sections = [unreleased.strip()] if unreleased.strip() else []
    for kind, heading in KINDS.items():
        texts = [text.strip() for name, text in fragments if name.split(".")[1] == kind]
        if texts:
            sections.append(f"### {heading}\n\n" + "\n".join("- " + text.replace("\n", "\n  ") for text in texts))
    section = "\n\n".join([f"## {version} ({day})", *sections])
    return f"{head}{UNRELEASED}\n\n{section}\n{mark}{older}"


def main(arguments: Sequence[str]) -> int:
    """Fold, or only check. Returns 0, or 1 where a fragment is faulty and 2 for wrong use; then nothing is changed."""
    is_check = list(arguments) == ["--check"]
    if not is_check and len(arguments) != 2:
        sys.stderr.write("Use: python -m tools.fold_changes VERSION DAY, or --check\n")
        return 2
    fragments = list_fragments(ROOT / "changes")
    faults = [fault for path in fragments for fault in faults_of(path)]
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    if faults or is_check:
        return 1 if faults else 0
    page = ROOT / "CHANGELOG.md"
    texts = [(path.name, path.read_text(encoding="utf-8")) for path in fragments]
    version, day = arguments
    page.write_text(
        fold(page.read_text(encoding="utf-8"), texts, version=version, day=date.fromisoformat(day)), encoding="utf-8"
    )
    for path in fragments:
        path.unlink()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
