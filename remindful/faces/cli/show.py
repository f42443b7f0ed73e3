"""How the command line speaks: tables for people, JSON for machines, one exit code each."""

import dataclasses
import json
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from enum import IntEnum
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import polars as pl
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from remindful.core.words.findings import Refusal, WorldFault
from remindful.core.words.money import say_cents

#: Tables go to standard output, progress and errors to standard error, so that output can be piped.
OUT = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
ERR = Console(stderr=True, highlight=False)


class Exit(IntEnum):
    """What a command's end means."""

    DONE = 0
    FAILED = 1
    WRONG_USE = 2
    WITH_EXCEPTIONS = 3


def fail(message: str, remedy: str, *, code: Exit = Exit.FAILED) -> NoReturn:
    """End with what is wrong and what to do, and no stack trace."""
    ERR.print(message, style="bold red", markup=False, soft_wrap=True)
    ERR.print(remedy, markup=False, soft_wrap=True)
    raise SystemExit(int(code))


def guarded[**P](command: Callable[P, None]) -> Callable[P, None]:
    """What is refused, and what the world does wrong, ends in a sentence and a cure, never in a stack trace."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except Refusal as refusal:
            fail(refusal.message, refusal.remedy, code=Exit.WRONG_USE)
        except WorldFault as fault:
            fail(fault.message, fault.remedy)
        except KeyboardInterrupt:
            fail("Stopped.", "Run the same command again: it continues where it stopped, and nothing is done twice.")
        except BrokenPipeError:
            sys.stderr.close()
        except OSError as fault:
            fail(
                f"{fault.filename or 'A file or folder'}: {fault.strerror or fault}.",
                "Check that it exists, that you have permission to read and write it, and that the disk is not full. Then try again.",
            )
        except UnicodeDecodeError as fault:
            fail(
                f"A file that should be text is not UTF-8 (byte {fault.start}: {fault.reason}).",
                "Save it as UTF-8, then try again.",
            )

    return run


def print_json(value: object) -> None:
    """A dataclass, or plain values, as JSON on standard output."""
    sys.stdout.write(json.dumps(_plain(value), indent=2, ensure_ascii=False) + "\n")


def _plain(item: object) -> Any:  # noqa: ANN401  JSON is what it is
    if dataclasses.is_dataclass(item) and not isinstance(item, type):
        return {spot.name: _plain(getattr(item, spot.name)) for spot in dataclasses.fields(item)}
    if isinstance(item, Mapping):
        return {str(name): _plain(value) for name, value in item.items()}
    if isinstance(item, date | datetime):
        return item.isoformat()
    if isinstance(item, Path):
        return str(item)
    if isinstance(item, Sequence) and not isinstance(item, str):
        return [_plain(value) for value in item]
    return item


def print_table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], *, right: Sequence[str] = ()
) -> None:
    """A table with a title; columns named in `right` are aligned to the right. Brackets are shown as written, save in a Text."""
    OUT.print(f"[bold]{escape(title)}[/]", soft_wrap=True)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="dim")
    for column in columns:
        table.add_column(
            column, justify="right" if column in right else "left", overflow="fold", no_wrap=column in right
        )
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else escape("" if cell is None else str(cell)) for cell in row))
    OUT.print(table)


def name_keys(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """Rows with keys that people can type: organization/key where rows of several organizations are shown together."""
    if rows["organization"].n_unique() < 2:
        return rows
    return rows.with_columns(pl.format("{}/{}", "organization", column).alias(column))


def money(cents: int) -> str:
    """Cents as people write them."""
    return say_cents(cents)


def count(number: int) -> str:
    """A number with its thousands apart."""
    return f"{number:,}"


@contextmanager
def progress(message: str) -> Generator[Progress]:
    """A progress bar on standard error; silent where that is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=ERR, transient=True, disable=not ERR.is_terminal) as bar:
        bar.add_task(message, total=None)
        yield bar


def say_words(name: str) -> str:
    """A machine's name as people read it."""
    return name.replace("_", " ")
