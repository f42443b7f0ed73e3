"""YAML that remembers its lines, so that a fault in a file can be shown where it stands. Duplicate keys are faults."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

import yaml

from remindful.core.words.findings import At, Finding

Loader = yaml.CSafeLoader | yaml.SafeLoader
Plain = str | int | float | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar. `raw` is the text as written: a ZIP keeps its zeros."""

    line: int
    value: Plain
    raw: str


@dataclass(frozen=True, slots=True)
class Row:
    """A list."""

    line: int
    items: tuple["Lined", ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping. Keys are text as written, or days. `key_lines` says where each stands."""

    line: int
    items: dict[str | date, "Lined"]
    key_lines: dict[str | date, int] = field(default_factory=dict)

    def get(self, word: str) -> "Lined | None":
        """What stands under a word; None where it is missing."""
        return self.items.get(word)


Lined = Leaf | Row | Table


def read_lined(text: str, *, name: str, start: int = 1) -> tuple[Lined | None, list[Finding]]:
    """The tree of a YAML text, and what is wrong with the YAML. `start`: the line of `text` within the file `name`."""
    findings: list[Finding] = []
    loader = yaml.CSafeLoader(text) if yaml.__with_libyaml__ else yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None, [Finding("yaml.empty", At(name, start), "The file is empty.", "Write it, or remove the file.")]
        return _read_node(node, loader, name, start, findings), findings
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = None if mark is None else mark.line + start
        problem = getattr(error, "problem", None) or str(error)
        return None, [
            Finding("yaml.broken", At(name, line), f"This is not YAML: {problem}.", "Fix the indentation or quotes.")
        ]
    finally:
        loader.dispose()


def _read_node(node: yaml.Node, loader: Loader, name: str, start: int, findings: list[Finding]) -> Lined:
    line = node.start_mark.line + start
    if isinstance(node, yaml.SequenceNode):
        return Row(line, tuple(_read_node(item, loader, name, start, findings) for item in node.value))
    if isinstance(node, yaml.MappingNode):
        table = Table(line, {})
        for key_node, item in node.value:
            key, key_line = _read_key(key_node, loader), key_node.start_mark.line + start
            if key in table.items:
                message = f"`{key}` is listed twice, so one of the two would be lost."
                findings.append(Finding("yaml.twice", At(name, key_line), message, "Keep one."))
            table.items[key] = _read_node(item, loader, name, start, findings)
            table.key_lines[key] = key_line
        return table
    try:
        value = loader.construct_object(node)
    except ValueError as error:
        message = f"{node.value!r} cannot be read: {error}."
        findings.append(Finding("yaml.value", At(name, line), message, "Write a real day, as 2026-03-08."))
        value = None
    # The words of a block text begin a line below its mark.
    is_block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    return Leaf(line + is_block, value, node.value)


def _read_key(node: yaml.Node, loader: Loader) -> str | date:
    if not isinstance(node, yaml.ScalarNode):
        return "[a list or table]"
    # YAML 1.1 reads the key `on` as true: a key is its text, unless it is a day.
    if node.tag.endswith(":timestamp"):
        try:
            found = loader.construct_object(node)
        except ValueError:
            return str(node.value)
        return found.date() if isinstance(found, datetime) else found
    return str(node.value)


def plain(node: Lined | None) -> object:
    """The tree without its lines."""
    match node:
        case None:
            return None
        case Leaf():
            return node.value
        case Row():
            return [plain(item) for item in node.items]
        case Table():
            return {key: plain(item) for key, item in node.items.items()}


def each(node: Lined | None) -> Iterator[Lined]:
    """The items of a list; a single thing counts as a list of one; nothing as an empty list."""
    match node:
        case None:
            return
        case Row():
            yield from node.items
        case _:
            yield node
