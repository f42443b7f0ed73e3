"""Commands known by their names and one line of help; the module of one is imported when it is run, asked for help, or completed."""

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group


@dataclass(frozen=True, slots=True)
class Entry:
    """A command, or a group that one module holds. place: module below this package, and the name of its function or app."""

    name: str
    place: str
    help: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group whose commands are imported one by one."""

    name: str
    help: str
    entries: Sequence[Entry]


class LazyCommand(TyperCommand):
    """What `--help` lists of a command. The command itself is behind `load`."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(name=entry.name, help=entry.help)
        self.place = entry.place

    def load(self) -> TyperCommand | TyperGroup:
        """The command or group of the module."""
        module, _, attribute = self.place.partition(":")
        found = getattr(importlib.import_module(f"{__package__}.{module}"), attribute)
        if isinstance(found, typer.Typer):
            return get_group(found)
        alone = typer.Typer(add_completion=False)
        alone.command(self.name)(found)
        command = get_command(alone)
        assert isinstance(command, TyperCommand)
        return command

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:  # noqa: ANN401  Typer's own classes are private
        """The context of the command itself, so that whoever runs or completes it meets the real one."""
        return self.load().make_context(info_name, args, parent=parent, **extra)


def list_commands(entries: Sequence[Entry | Group]) -> dict[str, TyperCommand | TyperGroup]:
    """Commands by name, in the order of the table."""
    return {entry.name: LazyCommand(entry) if isinstance(entry, Entry) else _open_group(entry) for entry in entries}


def _open_group(group: Group) -> TyperGroup:
    opened = TyperGroup(name=group.name, help=group.help, no_args_is_help=True)
    opened.commands.update(list_commands(group.entries))
    return opened
