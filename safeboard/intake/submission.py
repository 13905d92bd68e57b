"""A submission: what one agency sends for one period, for one or more areas."""

from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from safeboard.vocabulary.period import Period

COUNTS = pl.Schema(
    {
        "area": pl.String,
        "item": pl.String,
        "period": pl.String,
        "dimension": pl.String,
        "category": pl.String,
        "value": pl.Int64,
        "state": pl.String,
        "flag": pl.String,
        "definition": pl.String,
        "sheet": pl.String,
        "cell": pl.String,
    }
)
"""One row for each count that an agency answered.

`area` is an authority's number, `period` a period's code; `dimension` and `category` are empty
for a total. `value` is null exactly where `state` (a CountState) is no number. `flag` is a Flag's
letter or empty. `definition` is the ISO date from which the item's definition was in force at the
period's end, empty where none was yet. `sheet` and `cell` say where the count was read.
"""


CODED = pl.Schema(
    {
        name: pl.Categorical() if kind == pl.String and name != "cell" else kind
        for name, kind in COUNTS.items()
    }
)
"""COUNTS whose texts are categories: a quarter as large, and as quickly compared as numbers."""


class Readers(StrEnum):
    """Who may read a note."""

    BOARD = "the board"
    ANALYST = "the analyst only"


@dataclass(frozen=True)
class Note:
    """An agency's words about its counts.

    Without an item it is the return's context. Without a period it is about the item in every
    period of the return; without a category about the total and all its categories.
    """

    area: str
    text: str
    readers: Readers = Readers.BOARD
    item: str = ""
    period: str = ""
    dimension: str = ""
    category: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True)
class Submission:
    """One agency's counts and notes for one period. `counts` is COUNTS, or CODED."""

    agency: str
    period: Period
    areas: tuple[str, ...]
    catalogue_version: str
    counts: pl.DataFrame
    notes: tuple[Note, ...]
