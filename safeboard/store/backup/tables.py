"""Tables as lines of JSON and back: exact, and the same from every kind of database.

A whole number is a number, a text a text, a day 2018-06-30, a time 2018-06-30T12:00:00.000000Z in
UTC, and what is not there is null, which is not an empty text.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import islice
from typing import IO, Any

import polars as pl
from django.db import connection, models

from safeboard.store.frames import insert_frame, read_frame

ROWS = 50_000
"""How many rows are in memory at once."""

WHOLE, TEXT, DAY, TIME = "whole number", "text", "day", "time"
_TYPE = {WHOLE: pl.Int64(), TEXT: pl.String(), DAY: pl.String(), TIME: pl.String()}
_ISO = "%Y-%m-%dT%H:%M:%S%.6fZ"
_SPACED = "%Y-%m-%d %H:%M:%S"


def columns_of(model: type[models.Model]) -> dict[str, str]:
    """Return the kind of each column of a table."""
    return {field.column: _kind(field) for field in model._meta.concrete_fields}


def lines_of(model: type[models.Model]) -> Iterator[tuple[int, bytes]]:
    """Yield a table's rows in the order of their keys: how many, and their lines."""
    columns = columns_of(model)
    key = next(field.column for field in model._meta.concrete_fields if field.primary_key)
    quote = connection.ops.quote_name
    selected = ", ".join(quote(column) for column in columns)
    schema = pl.Schema({column: _TYPE[kind] for column, kind in columns.items()})
    after, parameters = "", tuple[Any, ...]()
    while True:
        rows = read_frame(
            f"SELECT {selected} FROM {quote(model._meta.db_table)} {after} "
            f"ORDER BY {quote(key)} LIMIT {ROWS}",
            parameters,
            schema,
        ).sort(key)
        if rows.is_empty():
            return
        times = [column for column, kind in columns.items() if kind == TIME]
        written = rows.with_columns(_in_iso(time) for time in times).write_ndjson()
        yield rows.height, written.encode()
        after, parameters = f"WHERE {quote(key)} > %s", (rows[key][-1],)


def write_lines(table: str, columns: Mapping[str, str], lines: IO[bytes]) -> int:
    """Insert the rows of a table from their lines, and return how many there were."""
    schema = {column: _TYPE[kind] for column, kind in columns.items()}
    times = [column for column, kind in columns.items() if kind == TIME]
    written = 0
    while piece := b"".join(islice(lines, ROWS)):
        rows = pl.read_ndjson(BytesIO(piece), schema=schema)
        insert_frame(table, rows.with_columns(_as_stored(time) for time in times))
        written += rows.height
    return written


def _kind(field: "models.Field[Any, Any]") -> str:
    """Return the kind of a column; one that refers to another is of that one's."""
    if isinstance(field, models.ForeignKey):
        return _kind(field.target_field)
    if isinstance(field, models.IntegerField | models.AutoField):
        return WHOLE
    if isinstance(field, models.DateTimeField):
        return TIME
    if isinstance(field, models.DateField):
        return DAY
    if isinstance(field, models.CharField | models.TextField):
        return TEXT
    raise TypeError(f"no kind of column for {field}")


def _in_iso(column: str) -> pl.Expr:
    """Return times as they are in a backup. PostgreSQL gives them with the zone, SQLite without."""
    plain = pl.col(column).str.strip_suffix("+00")
    return plain.str.to_datetime(f"{_SPACED}%.f", time_unit="us").dt.strftime(_ISO)


def _as_stored(column: str) -> pl.Expr:
    """Return times as the database holds them: SQLite as texts that Django wrote and compares."""
    if connection.vendor != "sqlite":
        return pl.col(column)
    time = pl.col(column).str.to_datetime(_ISO, time_unit="us")
    return (
        pl.when(time.dt.microsecond() == 0)
        .then(time.dt.strftime(_SPACED))
        .otherwise(time.dt.strftime(f"{_SPACED}%.6f"))
        .alias(column)
    )
