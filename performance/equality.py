"""Hold what two programs answer to one another, cell by cell."""

from typing import Any

import numpy as np
import polars as pl

from performance.national_tool import MadeTool
from performance.process_charts import ProcessCharts, judge
from performance.rivals import numpy_charts, pandas_bands
from performance.rivals.polars_script import FIGURE
from safeboard.benchmarks.national.bands import bands
from safeboard.benchmarks.national.standing import Mode, Years

_BANDED = [
    *("measure", "year", "area", "value", "rank", "of", "band", "q0", "q25", "q50", "q75", "q100"),
    *("change", "direction", "neighbour_mean", "neighbour_median", "neighbours_with_value"),
    "england",
]


class UnequalError(AssertionError):
    """Two programs that should do the same arithmetic do not."""

    def __init__(self, what: str, ours: pl.DataFrame, theirs: pl.DataFrame) -> None:
        different = ours.height != theirs.height or ours.columns != theirs.columns
        shown = f"{ours.height} rows against {theirs.height}"
        if not different:
            apart = ~pl.Series(
                [one == other for one, other in zip(ours.rows(), theirs.rows(), strict=True)]
            )
            shown = f"{ours.filter(apart).head(3)}\nagainst\n{theirs.filter(apart).head(3)}"
        super().__init__(f"the {what} differ: {shown}")


def hold_figures(ours: pl.DataFrame, theirs: pl.DataFrame) -> int:
    """Return how many figures are the same in value and symbol; refuse a single other one."""
    units = (pl.col("value") * 10_000).cast(pl.Int64)
    return _hold("figures", ours.with_columns(units=units), theirs, [*FIGURE, "units", "symbol"])


def hold_ratings(ours: pl.DataFrame, theirs: pl.DataFrame) -> int:
    """Return how many headlines have the same rating; refuse a single other one."""
    return _hold("ratings", ours, theirs, ["area", "indicator", "rating"])


def hold_charts(made: ProcessCharts) -> int:
    """Return how many charts are judged alike, point by point; refuse a single other one.

    Limits are held to 1e-9, since the two programs add up in another order.
    """
    told, found = judge(*made.frames)
    theirs = numpy_charts.judge(made.values, made.counted, made.good, made.targets)
    shape = made.values.shape
    for name in ("lower", "upper"):
        limits = np.broadcast_to(getattr(theirs, name), shape).ravel()
        np.testing.assert_allclose(told[name].fill_null(np.nan), limits, rtol=1e-9, atol=1e-9)
    points = pl.DataFrame({"signal": theirs.signal.ravel(), "direction": theirs.direction.ravel()})
    told = told.select(pl.col("signal").fill_null(""), pl.col("direction").fill_null(0))
    if not told.equals(points.cast({"direction": pl.Int64})):
        raise UnequalError("signals", told, points)
    names = ["state", "variation", "assurance"]
    verdicts = pl.DataFrame({name: getattr(theirs, name) for name in names})
    found = found.select(pl.col(names).fill_null(""))
    if not found.equals(verdicts):
        raise UnequalError("verdicts", found, verdicts)
    return found.height


def _hold(what: str, ours: pl.DataFrame, theirs: pl.DataFrame, columns: list[str]) -> int:
    key = [name for name in columns if name not in ("units", "symbol", "rating")]
    ours, theirs = (each.select(columns).sort(key) for each in (ours, theirs))
    if not ours.equals(theirs):
        raise UnequalError(what, ours, theirs)
    return ours.height


def hold_bands(made: MadeTool, years: str) -> int:
    """Return how many rows of bands are the same in pandas; refuse a single other one."""
    ours = bands(made.tool, Years(years), Mode.NATIONAL)
    found = pandas_bands.bands(pandas_bands.tables(made.tool), years)
    theirs = pl.DataFrame({name: _column(found[name]) for name in _BANDED}, nan_to_null=True)
    theirs = theirs.with_columns(
        pl.col("area").cast(pl.String).alias("la_number"), pl.col("direction").replace("", None)
    )
    held = ["measure", "year", "la_number", *_BANDED[3:]]
    return _hold("bands", _exact(ours.select(held)), _exact(theirs.select(held)), held)


def _column(column: Any) -> Any:  # noqa: ANN401 as pandas has no types
    """Return a column of pandas; texts, of which one may be missing, as a list."""
    if column.dtype.kind in "if":
        return column.to_numpy()
    return [each if isinstance(each, str) else None for each in column]


def _exact(table: pl.DataFrame) -> pl.DataFrame:
    """Return a table whose numbers are the same where they differ by rounding alone."""
    numbers = pl.selectors.numeric().cast(pl.Float64).round(9)
    return table.with_columns(numbers, pl.selectors.string().cast(pl.String))
