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
    """Return what `query` selects: the columns of `schema`, in its order."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return pl.DataFrame(cursor.fetchall(), schema=schema, orient="row")
