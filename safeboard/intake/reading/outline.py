"""Where the table of counts stands on a sheet: found by its headings, wherever they were moved."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from safeboard.intake.template.sheets import KEYS, PERIOD_CODES, NoteColumn, plain, saying
from safeboard.vocabulary.period_text import find_period

CODE, LABEL, BREAKDOWN, CATEGORY = KEYS

_KEY_OF = {plain(key): key for key in KEYS}
_MOST_TRIED = 100
"""How many rows that name items are looked at for the headings of counts beside them."""


@dataclass(frozen=True)
class Outline:
    """The row of a table's headings, that of its periods' codes, and the columns of its KEYS.

    The row of codes and some of the columns may have been taken out.
    """

    heading_row: int
    codes_row: int | None
    keys: Mapping[str, int]

    @property
    def heading_rows(self) -> list[int]:
        """Return the rows in which a period may be named."""
        return [self.heading_row, *([self.codes_row] if self.codes_row else [])]


@dataclass(frozen=True)
class CountsSheet:
    """A sheet with a table of counts: its name, its CELLS, and where such tables stand: one.

    `lengths` is LENGTHS of a text file.
    """

    name: str
    cells: pl.DataFrame
    outlines: tuple[Outline, ...]
    lengths: pl.DataFrame | None = None

    @property
    def outline(self) -> Outline:
        """Return where the table stands, or the first."""
        return self.outlines[0]


def find_outlines(cells: pl.DataFrame) -> list[Outline]:
    """Return the table of counts on a sheet: CELLS. Where there are more, the first two.

    A table is known by the heading of its item codes; where no column has that, by the heading of
    its items with that of their breakdowns or a period beside it.
    """
    headings = saying(cells, [*KEYS, PERIOD_CODES])
    found = headings.filter(pl.col("key") == plain(CODE))
    if not found.height:
        found = headings.filter(pl.col("key") == plain(LABEL))
        likely = cells.filter(pl.col("row").is_in(found["row"].head(_MOST_TRIED).to_list()))
        rows = [row for (row,), beside in likely.group_by("row") if _heads_counts(beside)]
        found = found.filter(pl.col("row").is_in(rows))
    return [_outline(headings, row) for row in found["row"].head(2)]


def _heads_counts(row: pl.DataFrame) -> bool:
    """Tell whether a row that names items heads counts, as against notes or a list."""
    keys = {plain(text) for text in row["text"]}
    if plain(NoteColumn.NOTE) in keys:
        return False
    beside = {plain(BREAKDOWN), plain(CATEGORY)} & keys
    return bool(beside) or any(find_period(text) for text in row["text"])


def _outline(headings: pl.DataFrame, row: int) -> Outline:
    codes = headings.filter(pl.col("key") == plain(PERIOD_CODES), pl.col("row") < row)["row"]
    here = headings.filter(pl.col("row") == row).unique("key", keep="first", maintain_order=True)
    columns = dict(here.select("key", "column").iter_rows())
    keys = {heading: columns[key] for key, heading in _KEY_OF.items() if key in columns}
    return Outline(row, codes[-1] if codes.len() else None, keys)
