"""Rows of a text file that are longer than the headings above them, so that a comma may part one.

Where nobody put quotation marks around 1,150 it is two cells, and every count behind it stands
one column too far to the right.
"""

from collections.abc import Collection

import polars as pl

LENGTHS = pl.Schema({"row": pl.Int64, "length": pl.Int64})
"""How many cells a row of a text file has, those at its end that are blank among them."""


def longer_rows(
    cells: pl.DataFrame, lengths: pl.DataFrame | None, headings: Collection[int]
) -> list[int]:
    """Return the rows with more cells than some rows of headings have: none of a spreadsheet.

    `lengths` is LENGTHS, and None for a spreadsheet, in which a comma parts nothing.
    """
    if lengths is None:
        return []
    ends = cells.group_by("row").agg(pl.col("column").max().alias("last")).join(lengths, on="row")
    heads = ends.filter(pl.col("row").is_in(list(headings)))
    is_longer = pl.any_horizontal(
        pl.col(name) > pl.lit(heads[name].max(), dtype=pl.Int64) for name in ("last", "length")
    )
    return ends.filter(is_longer, ~pl.col("row").is_in(heads["row"].to_list()))["row"].to_list()
