"""What was sent before: the counts that a return is checked against, and each item's past."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import polars as pl

from safeboard.intake.checks.numbering import numbered
from safeboard.intake.finding import Subject
from safeboard.intake.submission import CODED
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.stretch import Covered, parse_covered

HISTORY = pl.Schema(
    {
        "area": pl.String,
        "item": pl.String,
        "period": pl.String,
        "dimension": pl.String,
        "category": pl.String,
        "value": pl.Int64,
        "state": pl.String,
        "definition": pl.String,
    }
)
"""One row for each count in force before a return is read. The columns are those of COUNTS.

`value` is null where the agency gave no number. What nobody ever answered has no row.
"""

History = Callable[[str, Sequence[str]], pl.DataFrame]
"""Gives what is held of some items in an area: HISTORY."""


def nothing_held(_area: str, _items: Sequence[str]) -> pl.DataFrame:
    """Return what is held where nothing was sent before: HISTORY without a row."""
    return HISTORY.to_frame()


PAST = pl.Schema({name: CODED[name] for name in HISTORY})
"""HISTORY whose texts are categories, as those of CODED are."""

PLACE = ["area", "item", "dimension", "category"]
"""What is counted, and where. With its period it is one count."""

SERIES = ["area", "item", "dimension", "category", "definition", "every"]
"""What makes counts comparable over time: a changed definition begins another series."""

_LAST_MONTH = 12 * 10_000
"""Beyond any month, counted as `Period.first` counts them."""

_PERIODS = pl.Schema(
    {
        "period": pl.Categorical(),
        "every": pl.Categorical(),
        "first": pl.Int64(),
        "months": pl.Int64(),
        "label": pl.Categorical(),
    }
)


def past_and_present(counts: pl.DataFrame, history: pl.DataFrame) -> pl.DataFrame:
    """Return every number known of what a return counts, in order of time.

    Columns: those of HISTORY; `every`, `first`, `months` and `label` of the period; `series`, a
    number for each SERIES; `sheet` and `cell`, null for what only the history holds.

    An item and period that the return counts again stands as the return has it, as it will in the
    store: so it is checked alike before and after.
    """
    numbers = pl.col("value").is_not_null()
    schema = pl.Schema({name: CODED[name] for name in (*HISTORY, "sheet", "cell")})
    present = counts.select(schema.names()).cast(schema)
    earlier = history.cast(PAST)
    if earlier.height:
        of_item = ["area", "item", "period"]
        earlier = earlier.join(present.select(PLACE).unique(), on=PLACE, how="semi")
        earlier = earlier.join(present.select(of_item).unique(), on=of_item, how="anti")
    known = pl.concat([earlier, present], how="diagonal") if earlier.height else present
    known = known.filter(numbers)
    known = known.join(_periods(known), on="period", maintain_order="left")
    series, _ = numbered(known, SERIES)
    in_time = series.cast(pl.Int64) * _LAST_MONTH + known["first"]
    known = known.with_columns(series.alias("series"))
    return known if in_time.is_sorted() else known[in_time.arg_sort()]


@cache
def period(code: str) -> Covered:
    """Return the period or stretch with a code."""
    return parse_covered(code)


def subject_of(row: Mapping[str, Any], *, or_item: bool = False) -> Subject:
    """Return the count that a row is of."""
    return Subject(
        area=row["area"],
        item=row["item"],
        period=row["period"],
        dimension=row["dimension"],
        category=row["category"],
        or_item=or_item,
    )


def _every(each: Covered) -> str:
    """Return what a count covers as its kind, by which those that are alike are compared."""
    if isinstance(each, Period):
        return each.kind.value
    return f"{each.last - each.first + 1}-month count"


def _periods(known: pl.DataFrame) -> pl.DataFrame:
    rows = [
        (each.code, _every(each), each.first, each.last - each.first + 1, str(each))
        for each in map(period, known["period"].unique())
    ]
    return pl.DataFrame(rows, schema=_PERIODS, orient="row")
