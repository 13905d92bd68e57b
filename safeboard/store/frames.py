"""Frames in and out of the tables, in bulk."""

from typing import Any

import polars as pl
from django.db import connection, models


def write_frame(table: type[models.Model], frame: pl.DataFrame) -> None:
    """Insert the rows of `frame`, whose columns are named as the table's."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column) for column in frame.columns)
    places = ", ".join("%s" for _ in frame.columns)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(table._meta.db_table)} ({columns}) VALUES ({places})",
            frame.rows(),
        )


def read_frame(query: str, parameters: tuple[Any, ...], schema: pl.Schema) -> pl.DataFrame:
    """Return what `query` selects, in no order: texts and whole numbers, the columns of `schema`.

    It is one statement on the connection that there is, so it sees what its transaction sees.
    """
    with connection.cursor() as cursor:
        cursor.execute(_in_columns(query, schema), parameters)
        row = cursor.fetchall()
    return pl.DataFrame(row, schema=schema.names(), orient="row").select(
        pl.col(name).str.json_decode(pl.List(of)).explode(empty_as_null=False)
        for name, of in schema.items()
    )


def _in_columns(query: str, schema: pl.Schema) -> str:
    """Return a query for each column of `query` as one text, an array in JSON.

    A million rows are then a few texts, and not ten million objects of Python.
    """
    names = [connection.ops.quote_name(name) for name in schema]
    arrays = ", ".join(f"json_group_array({name})" for name in names)
    return f"WITH selected ({', '.join(names)}) AS ({query}) SELECT {arrays} FROM selected"
