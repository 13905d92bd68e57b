"""What is kept of a vintage: one table, whatever the source, in a Parquet file.

Smaller tables that belong to it, such as the national tool's measures, are notes in the same file.
"""

from collections.abc import Mapping
from io import BytesIO

import polars as pl

BENCHMARKS = pl.Schema(
    {
        "measure": pl.String,
        "category": pl.String,
        "year": pl.String,
        "period": pl.String,
        "statistic": pl.String,
        "area": pl.String,
        "area_code": pl.String,
        "value": pl.Float64,
        "symbol": pl.String,
        "numerator": pl.Float64,
        "denominator": pl.Float64,
    }
)
"""One row for each measure, category, year, statistic and area.

`measure` is named as its source names it, and `year` labelled so; `period` is the financial year
that it is, null where it is another kind of year. `statistic` is `value`, or of all authorities
together `quartile_1`, `quartile_2`, `quartile_3` or `authorities`; then `area`, which is a number
in the Department for Education's lists, is "". What is kept by hand may have an area's neighbours
too. `area_code` is the ONS code in the source, if it has
one. Exactly one of `value` and `symbol`, the source's own sign for a value that is missing, is set.
`numerator` and `denominator` are null where the source does not give them.
"""


def packed(rows: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> bytes:
    """Return the Parquet file of rows, with tables in its notes."""
    into = BytesIO()
    rows.write_parquet(into, metadata={name: table.write_json() for name, table in tables.items()})
    return into.getvalue()


def rows_in(content: bytes) -> pl.DataFrame:
    """Return the rows of a vintage's Parquet file."""
    return pl.read_parquet(BytesIO(content))


def table_in(content: bytes, name: str, schema: pl.Schema) -> pl.DataFrame:
    """Return one of the tables in the notes of a vintage's Parquet file."""
    notes = pl.read_parquet_metadata(BytesIO(content))
    return pl.read_json(BytesIO(notes[name].encode()), schema=schema)
