"""Dispersion: how much more an indicator's own figures vary than a test of chance supposes.

Brothers and sisters are referred together and one plan covers a family, so counts of children vary
more than Poisson's. Where that is not allowed for, a test calls chance a change too often.
Source: Pearson's chi-squared over its degrees of freedom; McCullagh and Nelder 1989, 4.5 and 6.2.
"""

from dataclasses import dataclass

import polars as pl

LEAST_PERIODS = 8
"""From fewer periods than this no dispersion is told."""

HISTORY = pl.Schema(
    {"series": pl.String, "is_share": pl.Boolean, "count": pl.Int64, "of": pl.Int64}
)
"""One row for each earlier period of each series, none of which overlap.

`count` is of events, or a part of a whole where it is a share; `of` is the whole, or what events
were exposed to. A period of which either is null, or `of` is 0, tells nothing.
"""

DISPERSIONS = pl.Schema({"series": pl.String, "periods": pl.Int64, "dispersion": pl.Float64})
"""One row for each series with periods that tell something.

`dispersion` is the variance over what chance alone would bring, and never less than 1, which is
also what it is where there are fewer than LEAST_PERIODS, or nothing ever happened.
"""


@dataclass(frozen=True)
class Dispersion:
    """How many times chance's variance a series has, how many periods tell so, and their counts."""

    factor: float = 1.0
    periods: int = 0
    points: str = ""


def dispersions(history: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of DISPERSIONS for `history` (HISTORY), in its order.

    A level that drifted counts as dispersion: then a test says less often that it is a change.
    """
    series = ["series", "is_share"]
    known = history.drop_nulls(["count", "of"]).filter(pl.col("of") > 0)
    level = pl.col("count").sum().over(series) / pl.col("of").sum().over(series)
    expected = pl.col("of") * pl.col("level")
    variance = expected * pl.when("is_share").then(1 - pl.col("level")).otherwise(1)
    found = (
        known.with_columns(level=level)
        .group_by(series, maintain_order=True)
        .agg(
            periods=pl.len().cast(pl.Int64),
            chi_squared=((pl.col("count") - expected) ** 2 / variance).sum(),
            varies=(variance > 0).all(),
        )
    )
    estimate = pl.col("chi_squared") / (pl.col("periods") - 1)
    is_told = (pl.col("periods") >= LEAST_PERIODS) & pl.col("varies") & (estimate > 1)
    return (
        found.with_columns(dispersion=pl.when(is_told).then(estimate).otherwise(1.0))
        .select(DISPERSIONS.names())
        .cast(DISPERSIONS)
    )
