"""The mapping file: which column of an office's export is which of ours, and how its days and amounts are written."""

import zoneinfo
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import yaml

from remindful.core.words.findings import At, Finding
from remindful.edges.formats.csv_rows.dates import DEFAULT_DATES, check_dates
from remindful.edges.formats.csv_rows.encoding import DELIMITERS
from remindful.edges.formats.csv_rows.kinds import Kind, RowKind
from remindful.edges.formats.csv_rows.known import KINDS

OPTIONS = ("kind", "file", "organization", "delimiter", "encoding", "header_line", "dates", "money", "zone", "columns")
ENCODINGS = {
    "utf-8": "utf-8-sig",
    "utf8": "utf-8-sig",
    "utf-16": "utf-16",
    "cp1252": "cp1252",
    "windows-1252": "cp1252",
}
SOURCE_OPTIONS = ("column", "columns", "join", "constant", "values", "split", "part", "negate")
REMEDY = "Correct the mapping file, then import again; docs/how-to/your-own-files.md shows two complete ones."

type Node = str | list["Node"] | dict[str, "Node"]
type Where = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a column comes from: a source column, several joined, or a constant; then a part, then a value map."""

    columns: tuple[str, ...] = ()
    join: str = "-"
    constant: str | None = None
    values: MappingOf[str, str] = field(default_factory=dict)  # by lower-case text; "" = not known
    split: str | None = None
    part: int = 1
    is_negated: bool = False

    def __str__(self) -> str:
        return " + ".join(f"{column!r}" for column in self.columns) or "a constant"


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping file, read and found sound."""

    kind: Kind
    sources: MappingOf[str, Source]
    file: str | None = None  # glob of the files that it is for
    organization: str | None = None
    delimiter: str | None = None  # None = detected
    encoding: str | None = None
    header_line: int = 1
    dates: tuple[str, ...] = DEFAULT_DATES
    money: str = "cents"  # dollars | cents
    zone: str | None = None  # of instants that are written without one
    office_zone: str | None = None  # no part of the file: in which instants become days


class MappingError(Exception):
    """What is wrong in a mapping file, at which place. Never leaves this module."""

    def __init__(self, where: Where, message: str) -> None:
        super().__init__(message)
        self.where = where


def identity_mapping(kind: Kind, header: list[str]) -> Mapping:
    """The mapping of a file whose header uses our own names: amounts are whole cents, days ISO or MM/DD/YYYY."""
    present = {name.casefold(): name for name in header}
    sources = {name: Source(columns=(present[name],)) for name in kind.names if name in present}
    return Mapping(kind, sources)


def read_mapping(path: Path) -> tuple[Mapping | None, list[Finding]]:
    """The mapping in a YAML file, or what is wrong with it, with the line."""
    try:
        root = yaml.compose(path.read_text("utf-8-sig"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        message = f"The mapping file is not readable YAML: {getattr(error, 'problem', None) or error}."
        return None, [Finding("mapping.yaml", At(path.name, mark and mark.line + 1), message, REMEDY)]
    lines: dict[Where, int] = {}
    try:
        plain = _plain(root, (), lines) if root is not None else {}
        return _mapping_of(plain), []
    except MappingError as bad:
        return None, [Finding("mapping.bad", At(path.name, lines.get(bad.where)), f"{bad}", REMEDY)]


def _plain(node: yaml.Node, where: Where, lines: dict[Where, int]) -> Node:
    """Texts, lists and dicts only: in YAML a bare No, 2025-06-30 or 007 would not stay the text that the file shows."""
    lines[where] = node.start_mark.line + 1
    match node:
        case yaml.ScalarNode():
            return "" if node.tag.endswith(":null") else str(node.value)
        case yaml.SequenceNode():
            return [_plain(child, where, {}) for child in node.value]
        case yaml.MappingNode():
            found: dict[str, Node] = {}
            for name_node, child in node.value:
                name = str(name_node.value)
                if name in found:
                    lines[(*where, name)] = name_node.start_mark.line + 1
                    raise MappingError((*where, name), f"{name!r} is listed twice.")
                found[name] = _plain(child, (*where, name), lines)
                lines[(*where, name)] = name_node.start_mark.line + 1
            return found
        case _:
            raise MappingError(where, "This is neither a text, a list nor a list of names.")


def _mapping_of(plain: Node) -> Mapping:
    if not isinstance(plain, dict):
        raise MappingError((), "A mapping file is a list of names: kind, columns and so on.")
    _refuse_unknown(plain, OPTIONS, (), "option")
    kind = _kind(_text(plain, "kind"))
    money = _text(plain, "money")
    columns = plain.get("columns")
    if money is None and kind.is_money_required(columns if isinstance(columns, dict) else ()):
        raise MappingError((), "`money:` is missing (dollars or cents): 5000 may be 50 dollars or 5,000.")
    dates = plain.get("dates")
    dates = (
        tuple(str(each) for each in dates) if isinstance(dates, list) else (dates,) if isinstance(dates, str) else None
    )
    if dates is not None and (message := check_dates(dates)):
        raise MappingError(("dates",), message)
    zone = _text(plain, "zone")
    if zone is not None and zone not in zoneinfo.available_timezones():
        raise MappingError(("zone",), f"{zone!r} is not a zone such as America/New_York.")
    header_line = _text(plain, "header_line") or "1"
    if not header_line.isdecimal() or header_line == "0":
        raise MappingError(("header_line",), f"{header_line!r} is not a line number; 1 is the first line.")
    return Mapping(
        kind,
        _sources(plain, kind),
        file=_text(plain, "file"),
        organization=_text(plain, "organization"),
        delimiter=_one_of(
            _text(plain, "delimiter"), DELIMITERS | {sign: sign for sign in DELIMITERS.values()}, "delimiter"
        ),
        encoding=_one_of(_text(plain, "encoding"), ENCODINGS, "encoding"),
        header_line=int(header_line),
        dates=dates or DEFAULT_DATES,
        money=_one_of(money, {"dollars": "dollars", "cents": "cents"}, "money") or "cents",
        zone=zone,
    )


def _kind(name: str | None) -> Kind:
    if name not in set(RowKind):
        problem = "`kind:` is missing" if name is None else f"{name!r} is no kind of file"
        raise MappingError(("kind",), f"{problem}: it is one of {', '.join(RowKind)}.")
    return KINDS[RowKind(name)]


def _sources(plain: dict[str, Node], kind: Kind) -> dict[str, Source]:
    columns = plain.get("columns")
    if not isinstance(columns, dict) or not columns:
        raise MappingError(("columns",), "`columns:` is missing: for each of our columns, the name of yours.")
    _refuse_unknown(columns, kind.names, ("columns",), f"column of {kind.name}")
    sources = {name: _source(node, ("columns", name)) for name, node in columns.items()}
    if "happened_at" in sources and "happened_on" not in sources:
        sources["happened_on"] = sources["happened_at"]
    missing = [name for name in kind.required if name not in sources]
    if missing:
        raise MappingError(
            ("columns",), f"A row of {kind.name} needs {', '.join(missing)}, which `columns:` does not name."
        )
    return sources


def _source(node: Node, where: Where) -> Source:
    if isinstance(node, str):
        if not node:
            raise MappingError(where, f"{where[-1]} names no column.")
        return Source(columns=(node,))
    if not isinstance(node, dict):
        raise MappingError(where, f"{where[-1]} is the name of a column, or {{column: ..., values: ...}}.")
    _refuse_unknown(node, SOURCE_OPTIONS, where, "part of a column")
    listed = node.get("columns", [])
    columns = tuple(str(each) for each in listed) if isinstance(listed, list) else ()
    column, constant = _text(node, "column"), _text(node, "constant")
    if (column is not None) + bool(columns) + (constant is not None) != 1:
        raise MappingError(where, f"{where[-1]} needs exactly one of column, columns and constant.")
    values = node.get("values", {})
    if not isinstance(values, dict):
        raise MappingError(where, f"The values of {where[-1]} are a list such as {{M: mobile, H: landline}}.")
    part = _text(node, "part") or "1"
    if not part.isdecimal() or part == "0":
        raise MappingError(where, f"{part!r} is no part; the first is 1.")
    split = node.get("split")
    return Source(
        columns=(column,) if column is not None else columns,
        join=_text(node, "join") or "-",
        constant=constant,
        values={name.strip().lower(): str(value) for name, value in values.items()},
        split=split if isinstance(split, str) and split else None,
        part=int(part),
        is_negated=_one_of(_text(node, "negate"), {"true": "yes", "yes": "yes", "false": "", "no": ""}, "negate")
        == "yes",
    )


def _refuse_unknown(found: dict[str, Node], known: tuple[str, ...] | list[str], where: Where, what: str) -> None:
    for name in found:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else f" There are: {', '.join(known)}."
            raise MappingError((*where, name), f"{name!r} is no {what}.{hint}")


def _text(plain: dict[str, Node], name: str) -> str | None:
    value = plain.get(name)
    if isinstance(value, list | dict):
        raise MappingError((name,), f"`{name}:` is one text, not a list.")
    return value or None


def _one_of(value: str | None, known: dict[str, str], name: str) -> str | None:
    if value is None:
        return None
    if value.casefold() not in known:
        raise MappingError((name,), f"{value!r} is no {name}: there are {', '.join(known)}.")
    return known[value.casefold()]
