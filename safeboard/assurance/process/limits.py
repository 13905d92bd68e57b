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

COUNTED = pl.Schema({"events": pl.Float64, "exposure": pl.Float64})
"""What POINTS have besides where their values are events, or events for each unit of exposure.

`exposure` is null of a count, and otherwise in the unit that the value is told for: a percentage of
250 has 2.5, a rate per 10,000 among 20,000 children has 2. Both are of all of a segment's points.
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
        "kind": pl.String,
    }
)
"""One row for each segment. The limits are null exactly where `state` (a State) gives none.

`points` counts the values. A u chart's limits are narrower the more was exposed: these are those of
the segment's latest value. Limits are not cut off at 0 or at 100%: that is for drawing only.
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

    @property
    def may_be_rated(self) -> bool:
        """Tell whether something may be rated by the limits."""
        return self is State.FULL


class Kind(StrEnum):
    """What the limits come from: moving ranges, or the Poisson mean of counts that are small."""

    XMR = "XmR chart"
    C = "c chart"
    U = "u chart"


_SEGMENT = ["chart", "segment"]


def limits(points: pl.DataFrame, preset: Preset) -> pl.DataFrame:
    """Return the columns of LIMITS for `points` (POINTS, with or without COUNTED), by segment.

    Outliers are not taken out of the mean. A point without a value drops the two ranges that touch
    it. Where fewer than half of the ranges differ from 0, a single spike would make every other
    point a signal, so there are no limits. Small counts have Poisson's, whatever their ranges.
    """
    found = _segments(_in_order(points), preset)
    return found.with_columns(_edges(pl.col("latest_exposure"), preset)).select(LIMITS.names())


def limits_of_points(points: pl.DataFrame, preset: Preset) -> pl.DataFrame:
    """Return `points` in order, each with its own limits, and mean, state and kind, as in LIMITS.

    `mean_events` is how many events there are on average; null where values are not counted.
    `stretch` numbers the segments of all charts.
    """
    ordered = _in_order(points)
    found = _segments(ordered, preset).select(
        "stretch", "mean", "half_width", "mean_events", "state", "kind"
    )
    joined = ordered.join(found, on="stretch", how="left", maintain_order="left")
    return joined.with_columns(_edges(_exposed(), preset)).drop("half_width")


def _in_order(points: pl.DataFrame) -> pl.DataFrame:
    absent = [name for name in COUNTED if name not in points.columns]
    ordered = points.with_columns(pl.lit(None, COUNTED[name]).alias(name) for name in absent)
    return ordered.sort(*_SEGMENT, "point").with_columns(stretch=runs(*_SEGMENT))


def runs(*columns: str) -> pl.Expr:
    """Return the number of the run of rows that a row is in, all of whose columns are alike."""
    changed = [pl.col(name).ne_missing(pl.col(name).shift()) for name in columns]
    return pl.any_horizontal(changed).cum_sum()


def beside(column: str, places: int) -> pl.Expr:
    """Return what a column has so many points earlier in the same stretch; null where none is."""
    in_one = pl.col("stretch") == pl.col("stretch").shift(places)
    return pl.when(in_one).then(pl.col(column).shift(places))


def _exposed() -> pl.Expr:
    return pl.col("exposure").fill_null(1)


def _segments(ordered: pl.DataFrame, preset: Preset) -> pl.DataFrame:
    """Return each segment's mean, state and kind, and what its limits are worked out from."""
    moving = ordered.with_columns(
        basis=pl.when("is_basis").then("value"), known=pl.col("value").is_not_null()
    ).with_columns(range=(pl.col("basis") - beside("basis", 1)).abs())
    kept = pl.col("range")
    if preset.screen is not None:
        kept = kept.filter(pl.col("range") < preset.screen * pl.col("range").mean())
    in_basis = pl.col("basis").is_not_null()
    events, exposed = pl.col("events").filter(in_basis), _exposed().filter(in_basis)
    found = moving.group_by("stretch", maintain_order=True).agg(
        pl.col(_SEGMENT).first(),
        points=pl.col("value").count().cast(pl.Int64),
        in_basis=pl.col("basis").count(),
        average=pl.col("basis").mean(),
        least=pl.col("value").min(),
        is_constant=pl.col("value").min() == pl.col("value").max(),
        half_width=preset.factor * kept.mean(),
        varying=(pl.col("range") > 0).sum(),
        ranges=pl.col("range").count(),
        mean_events=events.mean(),
        rate=events.sum() / exposed.sum(),
        has_exposure=pl.col("exposure").is_not_null().any(),
        latest_exposure=_exposed().filter("known").last(),
    )
    is_small = (pl.col("mean_events") < preset.least_mean).fill_null(value=False)
    of_counts = pl.when("has_exposure").then(pl.lit(Kind.U.value)).otherwise(pl.lit(Kind.C.value))
    return found.with_columns(
        kind=pl.when(is_small).then(of_counts).otherwise(pl.lit(Kind.XMR.value)),
        # Not an average, which would miss a value like 0.1 by rounding.
        mean=pl.when("is_constant").then("least").when(is_small).then("rate").otherwise("average"),
        half_width=pl.when(~is_small).then("half_width"),
        state=_state(preset, is_small),
    )


def _edges(exposure: pl.Expr, preset: Preset) -> list[pl.Expr]:
    """Return the four limits of a point with such an exposure; none where its state has none."""
    poisson = preset.deviations * (pl.col("mean") / exposure).sqrt()
    has_limits = pl.col("state").is_in([each.value for each in State if each.has_limits])
    half = pl.when(has_limits).then(pl.coalesce("half_width", poisson))
    return [
        (pl.col("mean") + share * half).alias(name)
        for name, share in {
            "lower": -1,
            "upper": 1,
            "near_lower": -preset.near,
            "near_upper": preset.near,
        }.items()
    ]


def _state(preset: Preset, is_small: pl.Expr) -> pl.Expr:
    return (
        pl.when(pl.col("in_basis") < preset.least_points)
        .then(pl.lit(State.TOO_FEW_POINTS.value))
        .when("is_constant")
        .then(pl.lit(State.NO_VARIATION.value))
        .when(~is_small & ((pl.col("varying") == 0) | (2 * pl.col("varying") < pl.col("ranges"))))
        .then(pl.lit(State.TOO_FEW_RANGES.value))
        .when(pl.col("points") < preset.full_points)
        .then(pl.lit(State.TRIAL.value))
        .otherwise(pl.lit(State.FULL.value))
    )
