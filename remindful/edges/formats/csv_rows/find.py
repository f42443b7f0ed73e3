"""Finds the mapping file of a CSV file: beside it, or in the folder `mappings` beside it."""

from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from remindful.edges.formats.csv_rows.encoding import detect_delimiter, split_header
from remindful.edges.formats.csv_rows.known import kind_of_header
from remindful.edges.formats.csv_rows.mapping import read_mapping

SUFFIX = ".mapping.yaml"
#: Files that came by day and organization lie this deep below their office's mappings.
_FOLDERS_ABOVE = 4


def find_mapping(path: Path) -> Path | None:
    """The one mapping file for this CSV file; None where there is none, or more than one (reading then says which).

    First NAME.mapping.yaml beside it (aging.csv.mapping.yaml or aging.mapping.yaml); else, of all *.mapping.yaml
    beside it and all *.yaml in `mappings/` beside it, the one whose `file:` pattern fits its name, case ignored; else
    the same in the folder above, and so on for a few folders.
    """
    found = mappings_for(path)
    return found[0] if len(found) == 1 else None


def mappings_for(path: Path) -> list[Path]:
    """Every mapping file that claims this file; the one of its own name alone where there is one."""
    beside = [path.with_name(path.name + SUFFIX), path.with_name(path.stem + SUFFIX)]
    if named := [each for each in beside if each.is_file()]:
        return named[:1]
    for folder in path.resolve().parents[:_FOLDERS_ABOVE]:
        shared = [*sorted(folder.glob(f"*{SUFFIX}")), *sorted((folder / "mappings").glob("*.yaml"))]
        if fitting := [each for each in shared if _is_for(each, path.name)]:
            return fitting
    return []


def organization_of(mapping_path: Path) -> str | None:
    """The key of the organization that a mapping file names; None where it names none or cannot be read."""
    mapping, _ = read_mapping(mapping_path)
    return mapping.organization if mapping else None


def kind_of(path: Path, mapping_path: Path | None) -> str | None:
    """Which kind of rows a CSV file holds: as its mapping says, else by its own names; None where neither tells."""
    if mapping_path is not None:
        mapping, _ = read_mapping(mapping_path)
        return mapping.kind.name if mapping else None
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        first = file.readline()
    kind = kind_of_header(split_header(first, detect_delimiter(first, wanted=[])))
    return kind.name if kind else None


def _is_for(mapping_path: Path, name: str) -> bool:
    pattern = _pattern_of(mapping_path, mapping_path.stat().st_mtime_ns)
    return pattern is not None and fnmatchcase(name.lower(), pattern.lower())


@cache
def _pattern_of(mapping_path: Path, changed_ns: int) -> str | None:  # noqa: ARG001  the change makes it another question
    """The `file:` pattern of a mapping: asked for every file of a folder, read once."""
    mapping, _ = read_mapping(mapping_path)
    return mapping.file if mapping else None
