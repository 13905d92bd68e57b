"""A comparator: what a figure is set beside, and whether its own error is counted."""

from enum import StrEnum

import polars as pl

from safeboard.assurance.position.intervals import INTERVALS, with_intervals
from safeboard.vocabulary.benchmark import Others


class Basis(StrEnum):
    """How a comparator is taken: as a value without error, or with an interval of its own.

    England and a region are large beside one of their areas, so their value is taken to be exact.
    Neighbours pooled are few, so that their own error counts; where their counts are not known, all
    there is to take is the plain mean of their values, without its error.
    """

    VALUE = "one value"
    POOLED = "counts pooled, with their own interval"
    MEAN = "plain mean, without its error"


EDGES = ("lower_95", "upper_95", "lower_998", "upper_998")
"""The edges of an interval, as columns name them."""

COMPARATORS = pl.Schema(
    {
        "comparator": pl.String,
        "comparator_area": pl.String,
        "comparator_value": pl.Float64,
        "comparator_numerator": pl.Int64,
        "comparator_denominator": pl.Int64,
        "comparator_members": pl.Int64,
    }
)
"""What stands beside a figure, in the figure's own unit.

`comparator` is an Others; `comparator_area` its code, null for neighbours. A value that is null
is worked out from the two counts, which are null where they are not known. `comparator_members` is
how many neighbours have a value, null for the others.
"""


def with_comparator_intervals(figures: pl.DataFrame) -> pl.DataFrame:
    """Return figures with `basis`, `comparator_value`, `comparator_method` and its four edges.

    Needed are form, multiplier and the columns of COMPARATORS. The edges are those of the pooled
    counts' interval, null where they have none, and the value itself where it is taken as exact.
    """
    counted = pl.all_horizontal(
        pl.col("comparator_numerator", "comparator_denominator").is_not_null()
    )
    neighbours = pl.col("comparator") == Others.NEIGHBOURS.value
    basis = (
        pl.when(neighbours & counted)
        .then(pl.lit(Basis.POOLED.value))
        .when(neighbours)
        .then(pl.lit(Basis.MEAN.value))
        .otherwise(pl.lit(Basis.VALUE.value))
    )
    numerator, denominator = pl.col("comparator_numerator"), pl.col("comparator_denominator")
    quotient = pl.when(denominator > 0).then(pl.col("multiplier") * numerator / denominator)
    taken = figures.with_columns(pl.col("comparator_value").fill_nan(None), basis=basis)
    pooled = pl.col("basis") == Basis.POOLED.value
    stated = pl.coalesce("comparator_value", quotient)
    taken = taken.with_columns(comparator_value=pl.when(pooled).then(quotient).otherwise(stated))
    own = _own_intervals(figures)
    edges = (
        pl.when(pooled).then(own[edge]).otherwise("comparator_value").alias(f"comparator_{edge}")
        for edge in EDGES
    )
    return taken.with_columns(*edges, comparator_method=pl.when(pooled).then(own["method"]))


def _own_intervals(figures: pl.DataFrame) -> pl.DataFrame:
    counts = figures.select(
        "form",
        "multiplier",
        numerator="comparator_numerator",
        denominator="comparator_denominator",
    )
    return with_intervals(counts).select(INTERVALS.names())
