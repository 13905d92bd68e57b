"""A verdict: what a process chart says of its latest point, and of whether its target is met."""

from enum import StrEnum

import polars as pl

from safeboard.assurance.process.limits import State, limits
from safeboard.assurance.process.preset import Preset
from safeboard.assurance.process.signals import signals
from safeboard.vocabulary.polarity import Polarity

VERDICTS = pl.Schema(
    {
        "chart": pl.String,
        "state": pl.String,
        "signal": pl.String,
        "variation": pl.String,
        "assurance": pl.String,
    }
)
"""One row for each chart: the state of its latest segment, and what that gives.

`signal` and `variation` (a Variation) are of the latest point alone, whatever happened before it;
null where there are no limits. `assurance` (an Assurance) is null without a target or where neither
way is good.
"""


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


def verdicts(points: pl.DataFrame, charts: pl.DataFrame, preset: Preset) -> pl.DataFrame:
    """Return the columns of VERDICTS for `points` (POINTS), a row for each of `charts`.

    `charts` has chart, polarity (a Polarity) and target (null for none). A target on a limit is not
    beyond it. A process that never varies is held to its target directly.
    """
    latest = signals(points, preset).group_by("chart").agg(pl.all().sort_by("point").last())
    of_segment = limits(points, preset)
    judged = (
        charts.join(latest, on="chart", how="left", maintain_order="left")
        .join(of_segment, on=["chart", "segment"], how="left", maintain_order="left")
        .with_columns(variation=_variation(), assurance=_assurance())
    )
    return judged.select(VERDICTS.names()).cast(VERDICTS)


def _variation() -> pl.Expr:
    good = pl.col("polarity").replace_strict(
        {Polarity.HIGH.value: 1, Polarity.LOW.value: -1, Polarity.NEUTRAL.value: 0},
        return_dtype=pl.Int64,
    )
    return (
        pl.when(pl.col("upper").is_null())
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
