"""A workbook as it was received: every cell that holds something, as it was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from safeboard.intake.address import column_letters, range_name

CELLS = pl.Schema(
    {
        "row": pl.Int64,
        "column": pl.Int64,
        "cell": pl.String,
        "text": pl.String,
        "kind": pl.String,
        "number": pl.Float64,
    }
)
"""One row for each cell that is not blank; one with only spaces is blank.

`row` and `column` count from 1, `cell` is their name (E9). `text` is what was typed, a date as ISO;
`kind` a CellKind. `number` is null where the kind is not a number.
"""


class CellKind(StrEnum):
    """What a cell holds.

    The value of a linked cell comes from another workbook, which is not here: it may be out of
    date, and nobody can see from what it was made.
    """

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    TRUTH = "true or false"
    ERROR = "error"
    FORMULA = "formula without a result"
    LINKED = "value from another workbook"


@dataclass(frozen=True)
class Workbook:
    """A workbook: its sheets by name, in order, each a frame of CELLS."""

    name: str
    sheets: Mapping[str, pl.DataFrame]


Typed = tuple[int, int, str, CellKind, float | None]
"""A cell's row, column, text, kind and number."""


def frame(found: list[Typed]) -> pl.DataFrame:
    """Return cells that are not blank, in order of rows and then columns: CELLS."""
    columns = ["row", "column", "text", "kind", "number"]
    typed = pl.DataFrame(found, schema={name: CELLS[name] for name in columns}, orient="row")
    return named(typed.sort("row", "column"))


def named(typed: pl.DataFrame) -> pl.DataFrame:
    """Return cells with their names: CELLS."""
    letters = {column: column_letters(column) for column in typed["column"].unique()}
    name = pl.col("column").replace_strict(letters, return_dtype=pl.String)
    return typed.with_columns(cell=name + pl.col("row").cast(pl.String)).select(CELLS.names())


def extent(cells: pl.DataFrame) -> str:
    """Return the range that holds all of some cells; an empty text where there are none."""
    if not cells.height:
        return ""
    (top, left), (bottom, right) = (
        cells.select(pl.col("row", "column").min()).row(0),
        cells.select(pl.col("row", "column").max()).row(0),
    )
    return range_name((top, left), (bottom, right))
