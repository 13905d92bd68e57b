"""A verdict: what a process chart says of its latest point, and of whether its target is met."""

from enum import StrEnum

import polars as pl

from safeboard.assurance.process.limits import State, limits
from safeboard.assurance.process.preset import Preset
from safeboard.assurance.process.segments import Beginning
from safeboard.assurance.process.signals import signals
from safeboard.vocabulary.polarity import Polarity

VERDICTS = pl.Schema(
    {
        "chart": pl.String,
        "state": pl.String,
        "kind": pl.String,
        "signal": pl.String,
        "variation": pl.String,
        "assurance": pl.String,
        "earlier_point": pl.Int64,
        "earlier_state": pl.String,
        "earlier_signal": pl.String,
        "earlier_variation": pl.String,
        "earlier_assurance": pl.String,
    }
)
"""One row for each chart: the state and kind of its latest segment, and what that gives.

`signal` and `variation` (a Variation) are of the latest point alone, whatever happened before it;
null where there are no limits, or no value. `assurance` (an Assurance) is null without a target or
where neither way is good. Where a rebase left too few points to rate by, `earlier_` is what the
last point before it was judged to be, for its words and no colour; a break leaves nothing that
could be said again.
"""


_SEGMENT = ["chart", "segment"]


class Variation(StrEnum):
    """How the latest point varies."""

    COMMON_CAUSE = "common cause"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    HIGH = "unusually high"
    LOW = "unusually low"


class Assurance(StrEnum):
    """Whether a process that goes on as it does will meet its target."""

    PASSES = "consistently passes"
    HIT_OR_MISS = "hit or miss"
    FAILS = "consistently fails"


def verdicts(
    points: pl.DataFrame,
    charts: pl.DataFrame,
    preset: Preset,
    *,
    told: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return the columns of VERDICTS for `points` (POINTS, SEGMENTED), a row for each of `charts`.

    `charts` has chart, polarity (a Polarity) and target (null for none). A target on a limit is not
    beyond it. A process that never varies is held to its target directly. `told` are the SIGNALS of
    the same points, where they are known already.
    """
    if told is None:
        told = signals(points, preset)
    if "begins" not in points.columns:
        points = points.with_columns(begins=pl.lit(None, pl.String))
    judged = _judged(points, told, charts, preset)
    earlier = _earlier(judged, preset)
    latest = judged.group_by("chart", maintain_order=True).last()
    found = charts.select("chart")
    for each in (latest, earlier):
        found = found.join(each, on="chart", how="left", maintain_order="left")
    return found.select(VERDICTS.names()).cast(VERDICTS)


def _judged(
    points: pl.DataFrame, told: pl.DataFrame, charts: pl.DataFrame, preset: Preset
) -> pl.DataFrame:
    """Return what the latest point of each segment gives, in the order of time."""
    last = pl.col("signal", "direction", "point", "value").last()
    begins = points.group_by(_SEGMENT).agg(pl.col("begins").first())
    return (
        told.sort(*_SEGMENT, "point")
        .group_by(_SEGMENT, maintain_order=True)
        .agg(last)
        .join(limits(points, preset), on=_SEGMENT, how="left", maintain_order="left")
        .join(begins, on=_SEGMENT, how="left", maintain_order="left")
        .join(charts, on="chart", how="inner", maintain_order="left")
        .with_columns(variation=_variation(), assurance=_assurance())
    )


def _earlier(judged: pl.DataFrame, preset: Preset) -> pl.DataFrame:
    """Return the judgement of the last segment that was long enough, where the latest is not.

    Only rebases may lie between them.
    """
    is_long = pl.col("points") >= preset.full_points
    is_break = pl.col("begins").eq_missing(pl.lit(Beginning.BREAK.value))
    breaks = is_break.cum_sum().over("chart")
    since_a_break = judged.filter(breaks == breaks.last().over("chart"))
    found = since_a_break.filter(~is_long.last().over("chart")).filter(is_long)
    names = ["point", "state", "signal", "variation", "assurance"]
    return found.group_by("chart").agg(
        pl.col(name).last().name.prefix("earlier_") for name in names
    )


def _variation() -> pl.Expr:
    good = pl.col("polarity").replace_strict(
        {Polarity.HIGH.value: 1, Polarity.LOW.value: -1, Polarity.NEUTRAL.value: 0},
        return_dtype=pl.Int64,
    )
    return (
        pl.when(pl.col("upper").is_null() | pl.col("value").is_null())
        .then(None)
        .when(pl.col("signal").is_null())
        .then(pl.lit(Variation.COMMON_CAUSE.value))
        .when(good == pl.col("direction"))
        .then(pl.lit(Variation.IMPROVEMENT.value))
        .when(good == -pl.col("direction"))
        .then(pl.lit(Variation.CONCERN.value))
        .when(pl.col("direction") > 0)
        .then(pl.lit(Variation.HIGH.value))
        .otherwise(pl.lit(Variation.LOW.value))
    )


def _assurance() -> pl.Expr:
    """Return whether the target is met by all, by some or by none of what the process gives."""
    target, never_varies = pl.col("target"), pl.col("state") == State.NO_VARIATION.value
    upper = pl.when(never_varies).then("mean").otherwise("upper")
    lower = pl.when(never_varies).then("mean").otherwise("lower")
    high_is_good = pl.col("polarity") == Polarity.HIGH.value
    met_by_all = pl.when(high_is_good).then(target < lower).otherwise(target > upper)
    met_by_none = pl.when(high_is_good).then(target > upper).otherwise(target < lower)
    return (
        pl.when(target.is_null() | (pl.col("polarity") == Polarity.NEUTRAL.value))
        .then(None)
        .when(upper.is_null())
        .then(None)
        .when(met_by_all | (never_varies & (target == pl.col("mean"))))
        .then(pl.lit(Assurance.PASSES.value))
        .when(met_by_none)
        .then(pl.lit(Assurance.FAILS.value))
        .otherwise(pl.lit(Assurance.HIT_OR_MISS.value))
    )
