"""Series: the figures of windows that follow one another, each with its days."""

from functools import cache

import polars as pl

from safeboard.indicators.series import POINTS
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.window import Window, WindowKind

DATED = pl.Schema(
    {"day": pl.Date, "days": pl.Int64, "last": pl.Int64, "rank": pl.Int64, "end": pl.Int64}
)
"""What is added to each figure of a series.

`day` is its first day, of a snapshot its only one, and `days` how many it covers, 0 of a snapshot.
`last` is its last month and `end` that of its headline, counted as `Period.first` counts them.
`rank` is its window's place in POINTS, the shortest first.
"""


def dated(series: pl.DataFrame, headlines: pl.DataFrame) -> pl.DataFrame:
    """Return the totals of `series` (FIGURES) up to the headline of each, with DATED.

    `headlines` needs area, indicator and period.
    """
    return (
        series.filter(pl.col("category") == "")
        .join(_ends(headlines), on=["area", "indicator"])
        .join(_days(series), on=["window", "period"])
        .filter(pl.col("last") <= pl.col("end"))
    )


def _ends(headlines: pl.DataFrame) -> pl.DataFrame:
    """Return the last month of each headline."""
    last = {code: Period.parse(code).last for code in headlines["period"].unique()}
    end = pl.col("period").replace_strict(last, default=None, return_dtype=pl.Int64)
    return headlines.select("area", "indicator", end=end)


def _days(series: pl.DataFrame) -> pl.DataFrame:
    """Return the days and the last month of each window; there are few among many rows."""
    rows = [
        (kind, code, window.first_day, window.days, window.period.last, POINTS.index(window.kind))
        for kind, code in series.select("window", "period").unique().iter_rows()
        if (window := _window(kind, code)).kind in POINTS
    ]
    names = {name: kind for name, kind in DATED.items() if name != "end"}
    schema = pl.Schema({"window": pl.String(), "period": pl.String(), **names})
    return pl.DataFrame(rows, schema=schema, orient="row")


@cache
def _window(kind: str, code: str) -> Window:
    return Window(WindowKind(kind), Period.parse(code))
