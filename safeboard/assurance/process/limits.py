"""The limits of each stretch of a series: its mean, and how far its points usually lie from it."""

from enum import StrEnum

import polars as pl

from safeboard.assurance.process.preset import Preset

POINTS = pl.Schema(
    {
        "chart": pl.String,
        "segment": pl.Int64,
        "point": pl.Int64,
        "value": pl.Float64,
        "is_basis": pl.Boolean,
    }
)
"""One row for each point of each chart, in the order of time.

A segment begins where the process is known to have changed; nothing is compared across its edge.
`value` is null where the point has none. Limits come from the points that are their basis.
"""

LIMITS = pl.Schema(
    {
        "chart": pl.String,
        "segment": pl.Int64,
        "points": pl.Int64,
        "mean": pl.Float64,
        "lower": pl.Float64,
        "upper": pl.Float64,
        "near_lower": pl.Float64,
        "near_upper": pl.Float64,
        "state": pl.String,
    }
)
"""One row for each segment. The limits are null exactly where `state` (a State) gives none.

`points` counts the values. Limits are not cut off at 0 or at 100%: that is for drawing only.
"""


class State(StrEnum):
    """Whether a segment has limits, and how far they may be trusted."""

    FULL = "limits"
    TRIAL = "trial limits"
    TOO_FEW_POINTS = "too few points"
    NO_VARIATION = "no variation"
    TOO_FEW_RANGES = "too few ranges that are not 0"

    @property
    def has_limits(self) -> bool:
        """Tell whether there are limits."""
        return self in (State.FULL, State.TRIAL)


_SEGMENT = ["chart", "segment"]


def limits(points: pl.DataFrame, preset: Preset) -> pl.DataFrame:
    """Return the columns of LIMITS for `points` (POINTS).

    Outliers are not taken out of the mean. A point without a value drops the two ranges that touch
    it. Where fewer than half of the ranges differ from 0, a single spike would make every other
    point a signal, so there are no limits.
    """
    value = pl.when("is_basis").then("value")
    moving = points.with_columns(basis=value).with_columns(
        range=pl.col("basis").diff().abs().over(_SEGMENT, order_by="point")
    )
    kept = pl.col("range")
    if preset.screen is not None:
        kept = kept.filter(pl.col("range") < preset.screen * pl.col("range").mean())
    ranges = pl.col("range").drop_nulls()
    found = moving.group_by(_SEGMENT, maintain_order=True).agg(
        points=pl.col("value").count().cast(pl.Int64),
        mean=pl.col("basis").mean(),
        half_width=preset.factor * kept.mean(),
        varying=(ranges > 0).sum(),
        ranges=ranges.len(),
    )
    has_limits = pl.col("state").is_in([each.value for each in State if each.has_limits])
    half = pl.col("half_width")
    edges = {"lower": -half, "upper": half}
    edges |= {"near_lower": -preset.near * half, "near_upper": preset.near * half}
    return (
        found.with_columns(state=_state(preset))
        .with_columns(
            pl.when(has_limits).then(pl.col("mean") + edge).alias(name)
            for name, edge in edges.items()
        )
        .select(LIMITS.names())
        .cast(LIMITS)
    )


def _state(preset: Preset) -> pl.Expr:
    return (
        pl.when(pl.col("points") < preset.least_points)
        .then(pl.lit(State.TOO_FEW_POINTS.value))
        .when(pl.col("varying") == 0)
        .then(pl.lit(State.NO_VARIATION.value))
        .when(2 * pl.col("varying") < pl.col("ranges"))
        .then(pl.lit(State.TOO_FEW_RANGES.value))
        .when(pl.col("points") < preset.full_points)
        .then(pl.lit(State.TRIAL.value))
        .otherwise(pl.lit(State.FULL.value))
    )
