"""Changelog fragments are well formed, and a release folds them into the changelog under their headings."""

from datetime import date

import pytest

from tests.docs.pages import ROOT
from tools.fold_changes import faults_of, fold, list_fragments

CHANGELOG = "# Changes\n\n## Unreleased\n\n- Older entry.\n\n## 0.1.0 (2026-01-01)\n\n- First.\n"


def test_every_fragment_is_well_formed():
    assert (ROOT / "changes" / "README.md").is_file()
    assert [] == [fault for path in list_fragments(ROOT / "changes") for fault in faults_of(path)]


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("12.fix.md", "An import stops no longer.", None),
        ("12.fix.md", "One sentence\nover two lines.", None),
        ("fix.md", "A change.", "name it NNN.kind.md"),
        ("12.fix.txt", "A change.", "name it NNN.kind.md"),
        ("12.oops.md", "A change.", "oops is no kind"),
        ("12.fix.md", "", "whole sentence"),
        ("12.fix.md", "No period", "whole sentence"),
        ("12.fix.md", "- A bullet.", "without bullets"),
        ("12.fix.md", "One.\n\nTwo.", "without bullets"),
    ],
)
def test_a_faulty_fragment_is_seen(tmp_path, name, text, fault):
    path = tmp_path / name
    path.write_text(text)
    faults = faults_of(path)

    assert (fault is None) == (faults == [])
    assert fault is None or fault in faults[0]


def test_fragments_are_listed_by_number_and_the_readme_is_none(tmp_path):
    for name in ("10.fix.md", "9.fix.md", "README.md"):
        (tmp_path / name).write_text("A change.")

    assert ["9.fix.md", "10.fix.md"] == [path.name for path in list_fragments(tmp_path)]


def test_fragments_are_folded_under_their_version_by_kind():
    folded = fold(
        CHANGELOG,
        [("9.fix.md", "Fixed\ntwo lines."), ("8.feature.md", "New.\n")],
        version="0.2.0",
        day=date(2026, 12, 1),
    )

    assert (
        "# Changes\n\n## Unreleased\n\n## 0.2.0 (2026-12-01)\n\n- Older entry.\n\n### New\n\n- New.\n\n### Fixed\n\n"
        "- Fixed\n  two lines.\n\n## 0.1.0 (2026-01-01)\n\n- First.\n"
    ) == folded


def test_a_first_release_has_no_older_section():
    folded = fold("# Changes\n\n## Unreleased\n", [("1.fix.md", "A.")], version="0.1.0", day=date(2026, 1, 2))

    assert folded.endswith("## Unreleased\n\n## 0.1.0 (2026-01-02)\n\n### Fixed\n\n- A.\n")
