"""The crosswalk from other systems' codes: a line of the office's own goes before Remindful's, and a faulty line is named."""

import pytest

from remindful.edges.codes.crosswalk import read_crosswalk


def target_of(crosswalk, code: str) -> list[str]:
    return crosswalk.conditions.filter(crosswalk.conditions["source"] == code)["target"].to_list()


def test_a_line_of_the_office_adds_a_code_and_goes_before_ours(tmp_path):
    own = tmp_path / "crosswalk.yaml"
    own.write_text('conditions:\n  999000111: [M77.10, "our word"]\n  15777000: [R73.09, "as our coder reads it"]\n')
    both = read_crosswalk(own)

    assert ["R73.03"] == target_of(read_crosswalk(), "15777000")
    assert (["M77.10"], ["R73.09"]) == (target_of(both, "999000111"), target_of(both, "15777000"))


def test_a_line_without_its_reason_is_named(tmp_path):
    own = tmp_path / "crosswalk.yaml"
    own.write_text("conditions:\n  999000111: M77.10\n")

    with pytest.raises(ValueError, match="999000111"):
        read_crosswalk(own)
