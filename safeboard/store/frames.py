"""Frames in and out of the tables, in bulk. Their columns hold whole numbers and texts."""

from io import BytesIO
from typing import Any

import polars as pl
from django.db import connection, models


def write_frame(table: type[models.Model], frame: pl.DataFrame) -> None:
    """Insert the rows of `frame`, whose columns are named as the table's."""
    insert_frame(table._meta.db_table, frame)


def insert_frame(table: str, frame: pl.DataFrame) -> None:
    """Do the same for a table that is named as the database knows it."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column) for column in frame.columns)
    into = f"{quote(table)} ({columns})"
    cursor: Any
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # In CSV as both write and read it, a text that is empty is "", and null is nothing.
            rows = frame.write_csv(include_header=False).encode()
            with (
                connection.wrap_database_errors,
                cursor.copy(f"COPY {into} FROM STDIN (FORMAT csv)") as copy,
            ):
                copy.write(rows)
        else:
            places = ", ".join("%s" for _ in frame.columns)
            cursor.executemany(f"INSERT INTO {into} VALUES ({places})", frame.rows())


def read_frame(query: str, parameters: tuple[Any, ...], schema: pl.Schema) -> pl.DataFrame:
    """Return what `query` selects, in no order: texts and whole numbers, the columns of `schema`.

    It is one statement on the connection that there is, so it sees what its transaction sees.
    """
    if connection.vendor == "postgresql":
        return _copied(query, parameters, schema)
    with connection.cursor() as cursor:
        cursor.execute(_in_columns(query, schema), parameters)
        row = cursor.fetchall()
    return pl.DataFrame(row, schema=schema.names(), orient="row").select(
        pl.col(name).str.json_decode(pl.List(of)).explode(empty_as_null=False)
        for name, of in schema.items()
    )


def _copied(query: str, parameters: tuple[Any, ...], schema: pl.Schema) -> pl.DataFrame:
    """Return what `query` selects in PostgreSQL, which sends rows fastest as CSV."""
    cursor: Any
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)", parameters) as copy,
    ):
        rows = b"".join(copy)
    # The reader of CSV refuses a file without a line.
    return (
        pl.read_csv(BytesIO(rows), has_header=False, schema=schema) if rows else schema.to_frame()
    )


def _in_columns(query: str, schema: pl.Schema) -> str:
    """Return a query for each column of `query` as one text, an array in JSON.

    A million rows are then a few texts, and not ten million objects of Python.
    """
    names = [connection.ops.quote_name(name) for name in schema]
    arrays = ", ".join(f"json_group_array({name})" for name in names)
    return f"WITH selected ({', '.join(names)}) AS ({query}) SELECT {arrays} FROM selected"
