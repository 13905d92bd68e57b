"""A comparison: whether a figure differs from what it stands beside, and how surely.

Source: Fingertips, single and double overlapping intervals at two levels. A value on an edge is
within, and intervals that touch overlap.
"""

from collections.abc import Mapping
from enum import StrEnum

import polars as pl

from safeboard.assurance.position.comparator import EDGES, with_comparator_intervals
from safeboard.assurance.position.intervals import INTERVALS, with_intervals
from safeboard.assurance.small_numbers import SMALL_DENOMINATOR
from safeboard.vocabulary.form import Form
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


class Refusal(StrEnum):
    """Why a figure is not compared; the first that holds, in this order."""

    ITSELF = "an area is not compared with itself"
    NO_FIGURE = "a count of the figure is missing"
    NO_FORM = "a number or a length of time has no interval"
    NO_BASE = "there is nothing to divide by"
    PART_OVER_WHOLE = "the part is larger than the whole it is part of"
    TOO_SMALL = "numbers too small to judge: a percentage of fewer than 10"
    NO_VALUE = "it has no value"
    NO_COMPARATOR_INTERVAL = "its own counts have no interval"


POSITIONS = pl.Schema(
    {
        **INTERVALS,
        "basis": pl.String(),
        "comparator_value": pl.Float64(),
        "comparator_method": pl.String(),
        **dict.fromkeys((f"comparator_{edge}" for edge in EDGES), pl.Float64()),
        "position": pl.String(),
        "level": pl.String(),
        "refusal": pl.String(),
    }
)
"""What a comparison adds: the figure's interval and its method, and what it was held against.

`basis` is a Basis. Where the comparator is taken as exact its edges are its value, and
`comparator_method` is null. Exactly one of `position` (a Position) and `refusal` (a Refusal) is
set. `level` is that at which the figure differs, 95% or 99.8%, and 95% where it does not; null
where it is not compared.
"""

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


def compare(figures: pl.DataFrame) -> pl.DataFrame:
    """Return figures, each beside its comparator, with the columns of POSITIONS.

    Needed are area (a code), form (a Form), polarity (a Polarity), numerator, denominator,
    multiplier and the columns of COMPARATORS.
    """
    known = with_comparator_intervals(with_intervals(figures)).with_columns(refusal=_refusal())
    compared = pl.col("refusal").is_null()
    surely = _surely({edge: pl.col(f"comparator_{edge}") for edge in EDGES})
    level = pl.when(surely.abs() == 2).then(pl.lit("99.8%")).otherwise(pl.lit("95%"))
    return known.with_columns(
        position=pl.when(compared).then(_named(surely)),
        level=pl.when(compared).then(level),
    )


def position(reference: str) -> pl.Expr:
    """Return the Position of each figure beside the column `reference`; null where not compared.

    Needed are polarity (a Polarity) and the columns of INTERVALS.
    """
    value = pl.col(reference)
    known = value.is_not_null() & pl.col("lower_95").is_not_null()
    return pl.when(known).then(_named(_surely(dict.fromkeys(EDGES, value))))


def _surely(other: Mapping[str, pl.Expr]) -> pl.Expr:
    """Return 2 or 1 where the figure lies above the other's edges, -2 or -1 below, 0 neither."""
    return (
        pl.when(pl.col("lower_998") > other["upper_998"])
        .then(2)
        .when(pl.col("lower_95") > other["upper_95"])
        .then(1)
        .when(pl.col("upper_998") < other["lower_998"])
        .then(-2)
        .when(pl.col("upper_95") < other["lower_95"])
        .then(-1)
        .otherwise(0)
    )


def _named(surely: pl.Expr) -> pl.Expr:
    """Return the word for how surely a figure lies above or below, by its polarity."""
    said = [pl.when(surely == 0).then(pl.lit(Position.SIMILAR.value))]
    for polarity, words in _BY_POLARITY.items():
        named = surely.replace_strict(
            {number: word.value for number, word in words.items()},
            default=None,
            return_dtype=pl.String,
        )
        said.append(pl.when(polarity=polarity.value).then(named))
    return pl.coalesce(said)


def _refusal() -> pl.Expr:
    """Return the first Refusal that holds, null where none does."""
    part, whole = pl.col("numerator"), pl.col("denominator")
    is_share = pl.col("form") == Form.PERCENTAGE.value
    divides = pl.col("form").is_in([Form.PERCENTAGE.value, Form.RATE.value])
    holds = {
        Refusal.ITSELF: pl.col("area") == pl.col("comparator_area"),
        Refusal.NO_FIGURE: part.is_null() | (divides & whole.is_null()),
        Refusal.NO_FORM: ~divides,
        Refusal.NO_BASE: whole <= 0,
        Refusal.PART_OVER_WHOLE: is_share & (part > whole),
        Refusal.TOO_SMALL: is_share & (whole < SMALL_DENOMINATOR),
        Refusal.NO_VALUE: pl.col("comparator_value").is_null(),
        Refusal.NO_COMPARATOR_INTERVAL: pl.col("comparator_lower_95").is_null(),
    }
    return pl.coalesce(pl.when(where).then(pl.lit(why.value)) for why, where in holds.items())
