"""Reading fields out of a YAML tree: each wrong one becomes a finding with its line, and reading goes on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from remindful.core.law.formula import did_you_mean
from remindful.core.law.lined import Leaf, Lined, Row, Table, each, plain
from remindful.core.words.findings import At, Finding
from remindful.core.words.kinds import CONTACT_ACTS, EXTRAORDINARY_ACTS, Act, OrganizationKind

ACT_GROUPS: Mapping[str, frozenset[Act]] = {
    "any": frozenset(Act),
    "contact": CONTACT_ACTS,
    "extraordinary": EXTRAORDINARY_ACTS,
}
MOST_SAYS_CHARS = 300


@dataclass(slots=True)
class Fields:
    """Reads fields of one file and collects what is wrong.

    key: the rule's id once it is known. noun: what the file is; findings are coded `<noun>.<fault>`.
    """

    file: str
    findings: list[Finding] = field(default_factory=list)
    key: str | None = None
    noun: str = "law"

    def at(self, line: int | None) -> At:
        """A place in the file."""
        return At(self.file, line, self.key)

    def fault(self, code: str, line: int | None, message: str, remedy: str) -> None:
        """Note what is wrong, and go on."""
        self.findings.append(Finding(f"{self.noun}.{code}", self.at(line), message, remedy))

    def table(self, node: Lined | None, line: int, what: str, known: tuple[str, ...]) -> Table | None:
        """The node as a table whose words are all known."""
        if not isinstance(node, Table):
            self.fault(
                "shape", node.line if node else line, f"{what} must be a table.", f"Its words: {', '.join(known)}."
            )
            return None
        for word, key_line in node.key_lines.items():
            if not isinstance(word, str) or word not in known:
                self.fault("unknown_word", key_line, f"{what} has no word `{word}`.", did_you_mean(str(word), known))
        return node

    def rows(self, node: Lined | None, line: int, what: str) -> tuple[Lined, ...]:
        """The items of a list; none where there is no list."""
        if node is None:
            return ()
        if not isinstance(node, Row):
            self.fault(
                "shape", node.line or line, f"{what} must be a list.", "Write each item on its own line with `- `."
            )
            return ()
        return node.items

    def text(self, table: Table, word: str, what: str, *, needed: bool = True) -> str | None:
        """A text as written; None where it is missing."""
        node = table.get(word)
        if node is None or (isinstance(node, Leaf) and node.value is None):
            if needed:
                self.fault("missing", table.line, f"{what} lacks `{word}`.", f"Add `{word}:`.")
            return None
        if not isinstance(node, Leaf):
            self.fault("shape", node.line, f"`{word}` of {what} must be a text.", "Write one plain sentence.")
            return None
        return node.raw.strip()

    def day(self, table: Table, word: str, what: str, *, needed: bool = True) -> date | None:
        """A day; None where it is missing."""
        node = table.get(word)
        if node is None or (isinstance(node, Leaf) and node.value is None):
            if needed:
                self.fault(
                    "missing", table.line, f"{what} lacks `{word}`.", f"Add `{word}:` with a day, as 2026-03-08."
                )
            return None
        value = plain(node)
        if isinstance(value, datetime) or not isinstance(value, date):
            self.fault("shape", node.line, f"`{word}` of {what} is {value!r}, no day.", "Write a day, as 2026-03-08.")
            return None
        return value

    def one_of(self, node: Lined | None, line: int, what: str, known: tuple[str, ...]) -> str | None:
        """A word of a closed list; None, with a finding, where it is another."""
        word = str(node.raw) if isinstance(node, Leaf) else None
        if word is None or word not in known:
            shown = "missing" if node is None else f"{plain(node)!r}"
            self.fault(
                "unknown_word", node.line if node else line, f"{what} is {shown}.", did_you_mean(str(word), known)
            )
            return None
        return word

    def kinds[K: StrEnum](
        self, node: Lined | None, what: str, kind: Callable[[str], K], groups: Mapping[str, frozenset[K]]
    ) -> tuple[K, ...]:
        """Words of a closed list as they are named; a group is spelled out in the list's order."""
        found: list[K] = []
        for item in each(node):
            word = str(item.raw) if isinstance(item, Leaf) else str(plain(item))
            if word in groups:
                found += sorted(groups[word], key=list(type(next(iter(groups[word])))).index)
                continue
            try:
                found.append(kind(word))
            except ValueError:
                every = [*groups, *(str(one) for one in next(iter(groups.values())))]
                self.fault("unknown_word", item.line, f"{what} `{word}` is not known.", did_you_mean(word, every))
        return tuple(dict.fromkeys(found))

    def acts(self, node: Lined | None, what: str) -> tuple[Act, ...]:
        """Acts and groups of acts."""
        return self.kinds(node, what, Act, ACT_GROUPS)

    def parties(self, node: Lined | None, what: str) -> tuple[OrganizationKind, ...]:
        """Kinds of organizations; `any` for all."""
        return self.kinds(node, what, OrganizationKind, {"any": frozenset(OrganizationKind)})
