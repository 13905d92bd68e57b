"""The chain of one headline: everything that its rating rests on, gathered to be told in words."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from safeboard.catalogue.indicator import WHOLE, Indicator
from safeboard.catalogue.library import Catalogue
from safeboard.indicators.windows import parts_frame
from safeboard.vocabulary.area import Area
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.window import Window, WindowKind

USED = pl.Schema(
    {
        "item": pl.String,
        "window": pl.String,
        "window_period": pl.String,
        "part": pl.String,
        "part_shown": pl.String,
        "part_number": pl.Int64,
        "area": pl.String,
        "dimension": pl.String,
        "category": pl.String,
        "value": pl.Int64,
        "state": pl.String,
        "flag": pl.String,
        "submission": pl.Int64,
        "sheet": pl.String,
        "cell": pl.String,
    }
)
"""One row for each count that a headline, or the figure before it, is made of.

`part` is what the count covers, in the window of `window_period`. A part that nobody submitted has
a row without a submission.
"""


@dataclass(frozen=True)
class Chain:
    """One headline with what it is made of: a row of RATED, and `before_population_year`.

    `used` has the columns of USED. `returns` says by submission's number what was received.
    `notes` are the agencies' words on the figure and on the one before.
    """

    indicator: Indicator
    catalogue: Catalogue
    area: Area
    row: Mapping[str, Any]
    used: pl.DataFrame
    returns: Mapping[int, str]
    notes: Sequence[str]

    @cached_property
    def evidence(self) -> Mapping[str, Any]:
        """Return what the rating rests on."""
        told: Mapping[str, Any] = json.loads(self.row["evidence"])
        return told

    @property
    def windows(self) -> tuple[Window, Window]:
        """Return the headline's window and the earlier one."""
        return windows_of_row(self.row)


def windows_of_row(row: Mapping[str, Any]) -> tuple[Window, Window]:
    """Return the window of a headline and that of the figure before it."""
    kind = WindowKind(row["window"])
    now, before = (Window(kind, Period.parse(row[name])) for name in ("period", "before_period"))
    return now, before


def used_in(
    counts: pl.DataFrame, indicator: Indicator, catalogue: Catalogue, chosen: tuple[Area, Window]
) -> pl.DataFrame:
    """Return the counts that a window of an area is made of: the columns of USED.

    `counts` needs item, period, area, dimension, category, value, state, flag, submission, sheet
    and cell. Of an area that others merged into, a count that it has itself stands before theirs.
    """
    area, window = chosen
    only_shares = indicator.denominator == WHOLE
    parts = parts_frame(catalogue, [window]).filter(pl.col("item").is_in(indicator.item_codes))
    due = parts.select(
        "item", "window", "part", "part_shown", "part_number", window_period="period"
    )
    dimensions = indicator.by if only_shares else [""]
    given = counts.filter(
        pl.col("area").is_in(list(_numbers(area))), pl.col("dimension").is_in(dimensions)
    )
    joined = due.join(given.rename({"period": "part"}), on=["item", "part"], how="left")
    is_own = pl.col("area") == area.number
    has_own = is_own.any().over("item", "part", "dimension", "category")
    order = {code: place for place, code in enumerate(indicator.item_codes)}
    return (
        joined.filter(is_own | ~has_own.fill_null(value=False) | pl.col("area").is_null())
        .sort(pl.col("item").replace_strict(order), "part_number", "area", maintain_order=True)
        .select(USED.names())
        .cast(USED)
    )


def _numbers(area: Area) -> Iterator[str]:
    yield area.number
    if area.origin and area.origin.is_merger:
        yield from (each.number for each in area.origin.predecessors)
