"""The commands of a group as they are, not as the table of commands names them."""

from typing import Any

from remindful.faces.cli.command_table import LazyCommand


def load_commands(group: Any) -> dict[str, Any]:
    """Commands and groups below a group of Typer's, by name; each one's module is imported."""
    return {
        name: command.load() if isinstance(command, LazyCommand) else command
        for name, command in group.commands.items()
    }
