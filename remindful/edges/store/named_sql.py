"""Named SQL: the statements of queries/*.sql, with :name for a value."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path

from psycopg import sql

type Value = bool | int | str | date | datetime | Sequence[int | str | date] | None

type Keys = Sequence[int] | Sequence[str] | Sequence[date]

_FOLDER = Path(__file__).parent / "queries"
_PARAMETER = re.compile(r"(?<![:\w]):([a-z][a-z_0-9]*)")


@cache
def read_query(name: str) -> str:
    """The text of a query, without its comments. Asserts that there is one of this name."""
    path = _FOLDER / f"{name}.sql"
    assert path.is_file(), f"there is no query {name}; there are {', '.join(query_names())}"
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("--"))


def query_names() -> list[str]:
    """All names, sorted."""
    return sorted(path.stem for path in _FOLDER.glob("*.sql"))


def parameters(name: str) -> set[str]:
    """What a query asks for."""
    return set(_PARAMETER.findall(read_query(name)))


def fill_query(name: str, values: Mapping[str, Value]) -> str:
    """The query with its values written in, quoted by the driver. Asserts that its values are those asked for."""
    expected = parameters(name)
    assert expected == set(values), f"query {name} asks for {sorted(expected)} and was given {sorted(values)}"
    return _PARAMETER.sub(lambda found: write_value(values[found.group(1)]), read_query(name))


def narrow_query(statement: str, only: Mapping[str, Keys | None]) -> str:
    """A statement's rows with only these values of its columns; None: of all. Asserts that the columns are plain names."""
    given = {column: values for column, values in only.items() if values is not None}
    if not given:
        return statement
    assert all(re.fullmatch("[a-z_0-9]+", column) for column in given), sorted(given)
    where = " AND ".join(_write_condition(column, values) for column, values in given.items())
    return f"SELECT * FROM ({statement.rstrip().rstrip(';')}) narrowed WHERE {where}"  # noqa: S608  plain names, and values quoted by the driver


def _write_condition(column: str, values: Keys) -> str:
    storable = [value for value in values if _can_be_stored(value)]
    if not storable:
        return "false"
    kind = {int: "bigint", str: "text", date: "date"}[type(storable[0])]
    return f'"{column}" = ANY ({write_value(storable)}::{kind}[])'


def _can_be_stored(value: int | str | date) -> bool:
    """Whether a row can have the value at all: no text has a NUL or half a character, no number more than 64 bits."""
    if isinstance(value, int):
        return -(2**63) <= value < 2**63
    return not isinstance(value, str) or ("\0" not in value and _is_utf8(value))


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def write_value(value: Value) -> str:
    """A value as SQL."""
    if isinstance(value, datetime):
        assert value.tzinfo is not None, "an instant without a time zone"
    if isinstance(value, Sequence) and not isinstance(value, str):
        storable = [one for one in value if _can_be_stored(one)]  # a list: psycopg writes no tuple as an array
        return sql.Literal(storable).as_string(None)
    return sql.Literal(value).as_string(None)
