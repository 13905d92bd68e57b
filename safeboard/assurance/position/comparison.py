"""A comparison: whether a figure differs from a value that stands for others, and how surely.

Source: Fingertips, single overlapping interval at two levels. A value on an edge is within.
"""

from enum import StrEnum

import polars as pl

from safeboard.vocabulary.polarity import Polarity


class Position(StrEnum):
    """Where a figure lies beside a value; *much* where 99.8% sure, otherwise 95%."""

    MUCH_BETTER = "much better"
    BETTER = "better"
    SIMILAR = "similar"
    WORSE = "worse"
    MUCH_WORSE = "much worse"
    MUCH_HIGHER = "much higher"
    HIGHER = "higher"
    LOWER = "lower"
    MUCH_LOWER = "much lower"


_BY_POLARITY = {
    Polarity.HIGH: {
        2: Position.MUCH_BETTER, 1: Position.BETTER, -1: Position.WORSE, -2: Position.MUCH_WORSE,
    },
    Polarity.LOW: {
        2: Position.MUCH_WORSE, 1: Position.WORSE, -1: Position.BETTER, -2: Position.MUCH_BETTER,
    },
    Polarity.NEUTRAL: {
        2: Position.MUCH_HIGHER, 1: Position.HIGHER, -1: Position.LOWER, -2: Position.MUCH_LOWER,
    },
}  # fmt: skip


def position(reference: str) -> pl.Expr:
    """Return the Position of each figure beside the column `reference`; null where not compared.

    Needed are polarity (a Polarity) and the columns of INTERVALS.
    """
    value = pl.col(reference)
    surely = (
        pl.when(pl.col("lower_998") > value)
        .then(2)
        .when(pl.col("lower_95") > value)
        .then(1)
        .when(pl.col("upper_998") < value)
        .then(-2)
        .when(pl.col("upper_95") < value)
        .then(-1)
        .otherwise(0)
    )
    known = value.is_not_null() & pl.col("lower_95").is_not_null()
    said = [pl.when(surely == 0).then(pl.lit(Position.SIMILAR.value))]
    for polarity, words in _BY_POLARITY.items():
        named = surely.replace_strict(
            {number: word.value for number, word in words.items()},
            default=None,
            return_dtype=pl.String,
        )
        said.append(pl.when(polarity=polarity.value).then(named))
    return pl.when(known).then(pl.coalesce(said))
