"""A workbook as it was received: every cell that holds something, as it was typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

import polars as pl

from safeboard.intake.address import column_letters, range_name
from safeboard.intake.workbook.refusal import (
    LAST_COLUMN,
    LAST_ROW,
    LONGEST_TEXT,
    MOST_CELLS,
    Refusal,
    RefusedError,
)


class CellKind(StrEnum):
    """What a cell holds.

    The value of a linked cell comes from another workbook, which is not here: it may be out of
    date, and nobody can see from what it was made.
    """

    NUMBER = "number"
    PERCENTAGE = "percentage"
    DISGUISED = "number shown as something else"
    ALTERED = "raised or struck out, in part or whole"
    TEXT = "text"
    DATE = "date"
    TRUTH = "true or false"
    ERROR = "error"
    FORMULA = "formula without a result"
    LINKED = "value from another workbook"


CELLS = pl.Schema(
    {
        "row": pl.Int64(),
        "column": pl.Int64(),
        "cell": pl.String(),
        "text": pl.String(),
        "kind": pl.Enum(CellKind),
        "number": pl.Float64(),
    }
)
"""One row for each cell that is not blank; one with only spaces is blank.

`row` and `column` count from 1, `cell` is their name (E9). `text` is what was typed, a date as ISO;
`kind` a CellKind. `number` is null where the kind is not a number.
"""


@dataclass(frozen=True)
class Workbook:
    """A workbook: its sheets by name, in order, each a frame of CELLS.

    `lengths` is LENGTHS where it is a text file, which has one sheet; and else None.
    """

    name: str
    sheets: Mapping[str, pl.DataFrame]
    lengths: pl.DataFrame | None = None


Typed = tuple[int, int, str, CellKind, float | None]
"""A cell's row, column, text, kind and number."""


class Tally:
    """How many cells of a workbook have been found, on all its sheets."""

    def __init__(self) -> None:
        self._found = 0

    def add(self, cells: int) -> None:
        """Count some more. Raises: RefusedError where a workbook cannot have so many."""
        self.expect(cells)
        self._found += cells

    def expect(self, cells: int) -> None:
        """Make sure that some more can be counted. Raises: RefusedError."""
        if self._found + cells > MOST_CELLS:
            raise RefusedError(Refusal.TOO_MANY_CELLS)


def frame(found: Iterable[Typed], tally: Tally) -> pl.DataFrame:
    """Return cells that are not blank, in order of rows and then columns: CELLS.

    Raises: RefusedError where one cannot stand there, or hold so much.
    """
    cells = iter(found)
    frames = [CELLS.to_frame()]
    while some := list(islice(cells, _AT_ONCE)):
        tally.add(len(some))
        frames.append(hold_to_limits(_named(some)))
    return in_order(pl.concat(frames))


_AT_ONCE = 50_000


def hold_to_limits(cells: pl.DataFrame) -> pl.DataFrame:
    """Return cells as they are. Raises: RefusedError where no program could have written them."""
    if cells.select(
        (pl.col("row") > LAST_ROW).any() | (pl.col("column") > LAST_COLUMN).any()
    ).item():
        raise RefusedError(Refusal.TOO_FAR)
    if cells.select((pl.col("text").str.len_chars() > LONGEST_TEXT).any()).item():
        raise RefusedError(Refusal.TOO_LONG)
    return cells


def in_order(cells: pl.DataFrame) -> pl.DataFrame:
    """Return cells by rows and then columns.

    Raises: RefusedError where a place is there twice, because no cell can then be trusted.
    """
    place = cells["row"] * (LAST_COLUMN + 1) + cells["column"]
    if place.is_sorted() and not (place.diff() == 0).any():
        return cells
    if place.n_unique() < cells.height:
        raise RefusedError(Refusal.DAMAGED)
    return cells.sort("row", "column")


def _named(found: list[Typed]) -> pl.DataFrame:
    columns = ["row", "column", "text", "kind", "number"]
    typed = pl.DataFrame(found, schema={name: CELLS[name] for name in columns}, orient="row")
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
