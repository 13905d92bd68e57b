"""Where the table of counts stands on a sheet: found by its headings, wherever they were moved."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from safeboard.intake.template.sheets import KEYS, PERIOD_CODES, NoteColumn, plain, plain_column
from safeboard.vocabulary.period_text import find_period

CODE, LABEL, BREAKDOWN, CATEGORY = KEYS

_KEY_OF = {plain(key): key for key in KEYS}


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


def find_outlines(cells: pl.DataFrame) -> list[Outline]:
    """Return each table of counts on a sheet: CELLS. There should be one.

    A table is known by the heading of its item codes; where no column has that, by the heading of
    its items with that of their breakdowns or a period beside it.
    """
    keyed = cells.with_columns(plain_column("text").alias("key"))
    headings = keyed.filter(pl.col("key").is_in(list(_KEY_OF)))
    found = headings.filter(pl.col("key") == plain(CODE))
    if not found.height:
        found = headings.filter(pl.col("key") == plain(LABEL))
        rows = [row for row in found["row"] if _heads_counts(keyed.filter(pl.col("row") == row))]
        found = found.filter(pl.col("row").is_in(rows))
    return [_outline(keyed, headings, row) for row in found["row"]]


def _heads_counts(row: pl.DataFrame) -> bool:
    """Tell whether a row that names items heads counts, as against notes or a list."""
    keys = set(row["key"])
    if plain(NoteColumn.NOTE) in keys:
        return False
    beside = {plain(BREAKDOWN), plain(CATEGORY)} & keys
    return bool(beside) or any(find_period(text) for text in row["text"])


def _outline(keyed: pl.DataFrame, headings: pl.DataFrame, row: int) -> Outline:
    codes = keyed.filter(pl.col("key") == plain(PERIOD_CODES), pl.col("row") < row)["row"]
    here = headings.filter(pl.col("row") == row).unique("key", keep="first", maintain_order=True)
    keys = {_KEY_OF[key]: column for key, column in here.select("key", "column").iter_rows()}
    return Outline(row, codes[-1] if codes.len() else None, keys)
