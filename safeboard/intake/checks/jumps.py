"""Jumps: a count far outside its own past, which more often than not is a slip of the hand.

The rule, in one place. Counts vary the more the larger they are, so they are compared as
√x + √(x + 1), on which scale chance alone spreads any count by about 1 (Freeman and Tukey, 1950).
A series' own spread is the median range between neighbours, divided by 0.954 as on an XmR chart
drawn from median ranges (Wheeler, 1993), and never less than that 1: so one wrong count in the
past moves neither the middle nor the spread. A count is queried where it is more than `FAR`
spreads from the middle of up to `MOST` counts before it, of which there are at least `FEWEST`;
and as far from the count just before it, so that a new level is queried once; and as far from the
same period of each of the `YEARS` years before, so that the holidays are not queried every summer.
Until a series is known for a year nobody can tell a season from a slip, so it takes twice as much.

How often it is wrong, and what it finds, is measured in tests/specification/test_jumps.py.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from safeboard.intake.checks.history import subject_of
from safeboard.intake.finding import Finding, Severity

FAR = 3.5
FAR_IN_THE_FIRST_YEAR = 7.0
FEWEST, MOST = 4, 12
YEARS = 3
MEDIAN_RANGE_OF_CHANCE = 0.954
"""What the median range between neighbours comes to where the spread is 1."""


def jumps(known: pl.DataFrame) -> Iterator[Finding]:
    """Query each count of a return that is far from its past, in what `past_and_present` gives."""
    for row in far_outside(known).iter_rows(named=True):
        message = (
            f"this count ({row['value']:,}) is far from what was sent before: {_past(row)}. "
            "Correct it, or say in a note on this count why it changed so much."
        )
        about = subject_of(row)
        yield Finding(Severity.QUERY, "jump", row["sheet"], row["cell"], message, about=about)


def far_outside(known: pl.DataFrame) -> pl.DataFrame:
    """Return the counts of the return that are queried, with `middle`, `low`, `high` and `past`.

    Most returns have none that could be, which is soon told.
    """
    every = known.with_columns(_spread_alike(pl.col("value")).alias("scaled"))
    suspect = every.filter(_may_be_far()).select("series").unique()
    if suspect.is_empty():
        return suspect
    scaled = every.join(suspect, on="series", how="semi", maintain_order="left")
    spread = pl.max_horizontal(pl.col("range_between") / MEDIAN_RANGE_OF_CHANCE, pl.lit(1.0))
    is_known_for_a_year = pl.col("first").min().over("series") <= pl.col("first") - 12
    far = pl.when(is_known_for_a_year).then(FAR).otherwise(FAR_IN_THE_FIRST_YEAR)
    measured = scaled.with_columns(*_of_the_past()).with_columns((spread * far).alias("limit"))
    far_from_the_last = measured.filter(
        pl.col("cell").is_not_null(),
        pl.col("past") >= FEWEST,
        _is_far(_spread_alike(pl.col("middle"))),
        _is_far(pl.col("before")),
    )
    years = (_is_far(pl.col(f"year_{year}")) for year in range(1, YEARS + 1))
    return (
        _same_period(far_from_the_last, scaled)
        .filter(*years)
        .sort("area", "item", "first", "dimension", "category")
    )


def _may_be_far() -> pl.Expr:
    """Tell whether a count has enough of a past, and is as far as it must be from the last one.

    Few counts are, so only their series have to be looked at more closely.
    """
    began = pl.col("first").filter(pl.col("series").is_first_distinct()).gather(pl.col("series"))
    limit = pl.when(began <= pl.col("first") - 12).then(FAR).otherwise(FAR_IN_THE_FIRST_YEAR)
    has_a_past = pl.col("series") == pl.col("series").shift(FEWEST)
    return pl.col("cell").is_not_null() & has_a_past & (pl.col("scaled").diff().abs() > limit)


def _is_far(other: pl.Expr) -> pl.Expr:
    """Tell whether a count is far from another on the scale; from one that is not known, it is."""
    return ((pl.col("scaled") - other).abs() > pl.col("limit")).fill_null(value=True)


def _spread_alike(counts: pl.Expr) -> pl.Expr:
    """Return counts on the scale on which chance spreads large and small ones alike."""
    return counts.sqrt() + (counts + 1).sqrt()


def _of_the_past() -> list[pl.Expr]:
    """Return what is known of the counts before each one in its series.

    A range is between neighbours in time: there is none over a gap.
    """
    value, scaled = pl.col("value"), pl.col("scaled")
    is_next = pl.col("first").diff().over("series") == pl.col("months")
    between = pl.when(is_next).then(scaled.diff().over("series").abs())
    past = value.shift(1).over("series")
    return [
        past.rolling_median(MOST, min_samples=1).over("series").alias("middle"),
        past.rolling_min(MOST, min_samples=1).over("series").alias("low"),
        past.rolling_max(MOST, min_samples=1).over("series").alias("high"),
        pl.col("first").cum_count().over("series").sub(1).clip(0, MOST).alias("past"),
        scaled.shift(1).over("series").alias("before"),
        between.shift(1)
        .over("series")
        .rolling_median(MOST - 1, min_samples=1)
        .over("series")
        .fill_null(0.0)
        .alias("range_between"),
    ]


def _same_period(counts: pl.DataFrame, scaled: pl.DataFrame) -> pl.DataFrame:
    """Return counts with those of the same period in the years before, `year_1` and so on."""
    for year in range(1, YEARS + 1):
        earlier = scaled.select(
            "series", pl.col("first") + 12 * year, pl.col("scaled").alias(f"year_{year}")
        )
        counts = counts.join(earlier, on=["series", "first"], how="left")
    return counts


def _past(row: dict[str, Any]) -> str:
    """Return a count's past in words."""
    usual, period = int(row["middle"] + 0.5), row["every"]
    spread = f"{row['low']:,} to {row['high']:,}"
    if row["low"] == row["high"]:
        return f"{usual:,} in each of the {row['past']} {period}s known before it"
    return f"about {usual:,}, and {spread} in the {row['past']} {period}s known before it"
