"""Every X12 file of the example is whole: ISA of 106 bytes, counts that are right, a hierarchy that holds."""

from pathlib import Path

from remindful.edges.example.office import ORGANIZATIONS


def x12_files(root: Path) -> list[Path]:
    return sorted([*root.glob("files/*/*/*.837"), *root.glob("files/*/*/*.835")])


def test_every_interchange_header_has_106_bytes_and_says_that_it_is_a_test(large):
    files = x12_files(large.root)

    assert len(files) > 500
    for path in files:
        head = path.read_bytes()[:106]
        assert (head[:4], head[105:106], head[104:105], head[102:103]) == (b"ISA*", b"~", b":", b"T"), path


def test_every_trailer_counts_what_is_there(large, split_segments):
    for path in x12_files(large.root):
        segments = split_segments(path)
        sets, started, control = 0, 0, ""
        for place, seg in enumerate(segments):
            if seg[0] == "ST":
                sets, started, control = sets + 1, place, seg[2]
            elif seg[0] == "SE":
                assert [str(place - started + 1), control] == seg[1:], path
        gs, ge, iea = segments[1], segments[-2], segments[-1]
        assert ["GE", str(sets), gs[6]] == ge, path
        assert ["IEA", "1", segments[0][13]] == iea, path


def test_interchange_control_numbers_are_never_used_twice(large, split_segments):
    numbers = [split_segments(path)[0][13] for path in x12_files(large.root) if "_RESENT" not in path.name]

    assert len(numbers) == len(set(numbers))


def test_every_hierarchical_level_stands_under_the_right_one(large, split_segments):
    dependents = 0
    for path in sorted(large.root.glob("files/*/*/*.837")):
        levels = [seg for seg in split_segments(path) if seg[0] == "HL"]
        kinds = {seg[1]: seg[3] for seg in levels}
        assert [str(place) for place in range(1, len(levels) + 1)] == [seg[1] for seg in levels], path
        for place, (_, _, parent, kind, has_child) in enumerate(levels):
            assert {"20": None, "22": "20", "23": "22"}[kind] == kinds.get(parent), path
            below = levels[place + 1][3] if place + 1 < len(levels) else ""
            assert has_child == ("1" if kind == "20" or below == "23" else "0"), path
            dependents += kind == "23"

    assert dependents > 300


def test_a_dependent_is_named_in_a_loop_of_its_own_and_a_subscriber_is_not(large, split_segments):
    for path in sorted(large.root.glob("files/*/*/837P_LPG_2*.837"))[:30]:
        level = ""
        for seg in split_segments(path):
            if seg[0] == "HL":
                level = seg[3]
            if seg[:2] == ["NM1", "QC"] or seg[0] == "PAT":
                assert level == "23", path


def test_files_lie_in_the_folder_of_their_organization(large, split_segments):
    for path in x12_files(large.root):
        organization = ORGANIZATIONS[path.parent.name]
        named = {
            seg[4] if seg[0] == "N1" else seg[9]
            for seg in split_segments(path)
            if seg[:2] in (["NM1", "85"], ["N1", "PE"])
        }
        assert {organization.npi} == named, path
