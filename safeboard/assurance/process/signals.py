"""Signals: the points of a series that do not vary as the others do, by four rules."""

from enum import StrEnum

import polars as pl

from safeboard.assurance.process.limits import Kind, beside, limits_of_points, runs
from safeboard.assurance.process.preset import Preset

SIGNALS = pl.Schema(
    {
        "chart": pl.String,
        "segment": pl.Int64,
        "point": pl.Int64,
        "value": pl.Float64,
        "mean": pl.Float64,
        "lower": pl.Float64,
        "upper": pl.Float64,
        "outside": pl.Boolean,
        "trend": pl.Boolean,
        "two_in_three": pl.Boolean,
        "shift": pl.Boolean,
        "signal": pl.String,
        "direction": pl.Int64,
    }
)
"""One row for each point. The four rules are false where there are no limits.

`signal` is the first Signal that holds, null for common cause; `direction` is then 1 for high or
rising and -1 for low or falling.
"""


class Signal(StrEnum):
    """The rules, in the order in which they name a point."""

    OUTSIDE = "outside"
    TREND = "trend"
    TWO_IN_THREE = "two_in_three"
    SHIFT = "shift"


def signals(points: pl.DataFrame, preset: Preset) -> pl.DataFrame:
    """Return the columns of SIGNALS for `points` (POINTS, COUNTED or not), in their order.

    Outside: beyond a limit; on it is inside. Trend: a run of points each above, or each below, the
    one before; all of its points, from the first. Two in three: of three in a row on one side of
    the mean, two near a limit and not outside; the near ones. Shift: a run on one side of the mean,
    but not where so few events are usual that most points lie below it.
    """
    known = limits_of_points(points.with_row_index("row"), preset)
    has_middle = (pl.col("kind") == Kind.XMR) | (pl.col("mean_events") >= preset.shift_mean)
    value = pl.col("value")
    return (
        known.with_columns(
            outside=(value > pl.col("upper")) | (value < pl.col("lower")),
            side=(value - pl.col("mean")).sign(),
        )
        .with_columns(
            step=(value - beside("value", 1)).sign(),
            near=~pl.col("outside")
            & ((value > pl.col("near_upper")) | (value < pl.col("near_lower"))),
        )
        .with_columns(of_side=runs("stretch", "side"), of_step=runs("stretch", "step"))
        .with_columns(
            shift=_in_run("side", preset.shift) & has_middle,
            rising_or_falling=_in_run("step", preset.trend - 1),
            two_in_three=pl.col("near") & _two_near_beside(),
        )
        .with_columns(starts=beside("rising_or_falling", -1))
        .with_columns(trend=_trend(), travel=_travel())
        .with_columns(_only_with_limits(each.value) for each in Signal)
        .with_columns(signal=_first())
        .with_columns(direction=_direction())
        .sort("row")
        .select(SIGNALS.names())
        .cast(SIGNALS)
    )


def _in_run(column: str, length: int) -> pl.Expr:
    """Tell whether a point is in a run of so many that are alike there, and neither 0 nor null."""
    long = pl.len().over(f"of_{column}") >= length
    return (long & (pl.col(column) != 0)).fill_null(value=False)


def _trend() -> pl.Expr:
    """Tell whether a point is in a trend: in its run of steps, or where one of them starts."""
    return pl.col("rising_or_falling") | pl.col("starts").fill_null(value=False)


def _travel() -> pl.Expr:
    """Return the direction of a trend's point; one that ends one and starts another is the later's.

    So the point at a peak is the fall's.
    """
    return pl.when("starts").then(beside("step", -1)).otherwise("step")


def _two_near_beside() -> pl.Expr:
    """Tell whether a point is among three in a row on one side, of which two or more are near."""
    ends = pl.lit(value=False)
    for last in range(3):
        three = [place - last for place in range(3)]
        sides = [beside("side", place) for place in three]
        near = [beside("near", place).cast(pl.Int64) for place in three]
        alike = (sides[0] == sides[1]) & (sides[1] == sides[2]) & (sides[0] != 0)
        ends |= (alike & (pl.sum_horizontal(near) >= 2)).fill_null(value=False)
    return ends


def _only_with_limits(rule: str) -> pl.Expr:
    return (pl.col(rule) & pl.col("upper").is_not_null()).fill_null(value=False).alias(rule)


def _first() -> pl.Expr:
    return pl.coalesce(pl.when(each.value).then(pl.lit(each.value)) for each in Signal)


def _direction() -> pl.Expr:
    """Return which way a signal points: a trend's the way it goes, another's its side."""
    return (
        pl.when(pl.col("signal") == Signal.TREND)
        .then("travel")
        .when(pl.col("signal").is_not_null())
        .then("side")
    )
