"""Staging: how a frame's rows get into a table. Row-level security refuses COPY, so they pass a temporary table."""

import polars as pl

#: PostgreSQL's type of a column, and what a frame may bring for it. Anything else is our mistake, not the data's.
_FITS: dict[str, tuple[type[pl.DataType], ...]] = {
    "bigint": (pl.Int64, pl.Int32, pl.Int16, pl.Int8, pl.UInt32, pl.UInt16, pl.UInt8, pl.Null),
    "text": (pl.String, pl.Enum, pl.Categorical, pl.Null),
    "jsonb": (pl.String, pl.Null),
    "date": (pl.Date, pl.Null),
    "timestamp with time zone": (pl.Datetime, pl.Null),
    "boolean": (pl.Boolean, pl.Null),
    "double precision": (pl.Float64, pl.Float32, pl.Int64, pl.Int32, pl.Null),
    "text[]": (pl.List, pl.Null),
    "bigint[]": (pl.List, pl.Null),
}


def fit_columns(table: str, frame: pl.DataFrame, types: dict[str, str]) -> pl.DataFrame:
    """The frame as the driver takes it: plain text for enums, text for unknowns without a type.

    Asserts that each column is the table's and of its type, and that instants say where they are.
    """
    casts: list[pl.Expr] = []
    for name, dtype in frame.schema.items():
        assert name in types, f"{table} has no column {name}; it has {', '.join(sorted(types))}"
        assert isinstance(dtype, _FITS[types[name]]), f"{table}.{name} is {types[name]}, and the frame brings {dtype}"
        if isinstance(dtype, pl.Enum | pl.Categorical | pl.Null):
            casts.append(pl.col(name).cast(pl.String))
        elif isinstance(dtype, pl.List) and isinstance(dtype.inner, pl.Enum | pl.Categorical | pl.Null):
            casts.append(pl.col(name).cast(pl.List(pl.String)))
        elif isinstance(dtype, pl.Datetime):
            assert dtype.time_zone is not None, f"{table}.{name} is an instant, and the frame's has no time zone"
            casts.append(pl.col(name).dt.convert_time_zone("UTC").cast(pl.Datetime("us", "UTC")))
        elif isinstance(dtype, pl.UInt32 | pl.UInt16 | pl.UInt8 | pl.Int16 | pl.Int8):
            casts.append(pl.col(name).cast(pl.Int64))
    return frame.with_columns(casts)


def insert_sql(table: str, staged: str, frame: pl.DataFrame, types: dict[str, str]) -> str:
    """INSERT of all staged rows."""
    names = ", ".join(f'"{name}"' for name in frame.columns)
    values = ", ".join(f's."{name}"::{types[name]}' for name in frame.columns)
    return f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{staged}" s'  # noqa: S608  names are the catalog's


def update_sql(table: str, staged: str, frame: pl.DataFrame, types: dict[str, str], *, on: tuple[str, ...]) -> str:
    """UPDATE of the frame's other columns where the keys agree."""
    values = ", ".join(f'"{name}" = s."{name}"::{types[name]}' for name in frame.columns if name not in on)
    keys = " AND ".join(f't."{name}" = s."{name}"::{types[name]}' for name in on)
    return f'UPDATE "{table}" t SET {values} FROM "{staged}" s WHERE {keys}'  # noqa: S608  names are the catalog's
