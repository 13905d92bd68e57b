"""A funnel: how far figures of each size may lie from what they have in common, by chance.

Source: Public Health England's methods (PHEindicatormethods 2.1). Round a percentage the limits are
where Wilson's interval just reaches the average; round a rate, where the exact Poisson one does.
"""

from enum import StrEnum

import numpy as np
import polars as pl
from scipy.special import gammainc, ndtri

from safeboard.assurance.position.comparator import EDGES
from safeboard.assurance.position.intervals import LEVELS, Edges, with_intervals
from safeboard.vocabulary.form import Form


class Place(StrEnum):
    """Where a figure lies in a funnel. On a limit is within it."""

    ABOVE_998 = "above the 99.8% limit"
    ABOVE_95 = "above the 95% limit"
    WITHIN = "within the limits"
    BELOW_95 = "below the 95% limit"
    BELOW_998 = "below the 99.8% limit"
    TOO_SMALL = "too small"


FUNNEL = pl.Schema(
    {
        **dict.fromkeys((f"limit_{edge}" for edge in EDGES), pl.Float64()),
        **dict.fromkeys((f"drawn_{edge}" for edge in EDGES), pl.Float64()),
        "place": pl.String(),
    }
)
"""The limits at a figure's denominator, in its own unit, and where it lies among them.

`limit_…` is what is judged by; `drawn_…` is the same but for a percentage's limits below 0 or over
100. They are null where there is no denominator or no average, or the form has no funnel. `place`
is a Place, null also without a numerator: so limits can be had for a line to draw. A percentage of
so few that neither none nor all of them would lie outside the limits is too small.
"""


def pooled_average() -> pl.Expr:
    """Return what figures have in common: all of their numerators over all their denominators."""
    both = pl.all_horizontal(pl.col("numerator", "denominator").is_not_null())
    numerator, denominator = (
        pl.col(name).filter(both).sum() for name in ("numerator", "denominator")
    )
    return pl.when(denominator > 0).then(pl.col("multiplier").first() * numerator / denominator)


def with_funnel(figures: pl.DataFrame) -> pl.DataFrame:
    """Return figures with the columns of FUNNEL.

    Needed are form (a Form), numerator, denominator, multiplier and average, in the figure's unit.
    """
    whole, multiplier, average = (
        figures[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
        for name in ("denominator", "multiplier", "average")
    )
    base = np.where(whole > 0, average / multiplier, np.nan)
    is_share = (figures["form"] == Form.PERCENTAGE.value).to_numpy()
    is_rate = (figures["form"] == Form.RATE.value).to_numpy()
    columns = []
    with np.errstate(all="ignore"):
        for name, level in LEVELS.items():
            share = share_limits(base, whole, level)
            # Only of rates, because they take a hundred times as long.
            rate = rate_limits(base[is_rate], whole[is_rate], level)
            for side, of_share, of_rate in zip(("lower", "upper"), share, rate, strict=True):
                limit = np.where(is_share, of_share, np.nan)
                limit[is_rate] = of_rate
                columns.append(pl.Series(f"limit_{side}_{name}", multiplier * limit).fill_nan(None))
    own = with_intervals(figures).select(pl.col(edge).alias(f"own_{edge}") for edge in EDGES)
    found = figures.with_columns(columns).hstack(own)
    return found.with_columns(*_drawn(), place=_place()).drop(own.columns)


def share_limits(base: np.ndarray, whole: np.ndarray, level: float) -> Edges:
    """Return the limits of a share. Wilson's interval leaves the base out exactly beyond them."""
    spread = ndtri((1 + level) / 2) * np.sqrt(base * (1 - base) / whole)
    return base - spread, base + spread


def rate_limits(base: np.ndarray, whole: np.ndarray, level: float) -> Edges:
    """Return the limits of a rate: where the exact Poisson interval just reaches the base.

    They lie between numbers of events. Where even none would not be too few, the lower one is 0.
    """
    expected, outside = base * whole, (1 - level) / 2
    upper = _events(expected, outside)
    lower = np.maximum(_events(expected, 1 - outside) - 1, 0)
    return lower / whole, upper / whole


def _events(expected: np.ndarray, chance: float) -> np.ndarray:
    """Return the number of events that there are as many of, or more, by so much chance.

    It is found by halving: the gamma distribution has no inverse in its shape, which they are.
    """
    low = np.zeros_like(expected)
    high = expected + 10 * np.sqrt(expected) + 30
    for _ in range(60):
        middle = (low + high) / 2
        too_few = gammainc(middle, expected) > chance
        low, high = np.where(too_few, middle, low), np.where(too_few, high, middle)
    return np.select([np.isnan(expected), expected == 0], [np.nan, 0.0], (low + high) / 2)


def _drawn() -> list[pl.Expr]:
    """Return the limits as they are drawn: a percentage is neither below 0 nor over 100."""
    of_shares = pl.when(form=Form.PERCENTAGE.value)
    return [
        of_shares.then(pl.col(f"limit_{edge}").clip(0, pl.col("multiplier")))
        .otherwise(f"limit_{edge}")
        .alias(f"drawn_{edge}")
        for edge in EDGES
    ]


def _place() -> pl.Expr:
    """Return the Place: of a percentage by its limits, of a rate by its own interval."""
    is_share = pl.col("form") == Form.PERCENTAGE.value
    value = pl.col("multiplier") * pl.col("numerator") / pl.col("denominator")
    none_is_low = pl.col("limit_lower_95") > 0
    all_is_high = pl.col("limit_upper_95") < pl.col("multiplier")
    average = pl.col("average")

    def beyond(side: str, level: str) -> pl.Expr:
        limit = pl.col(f"limit_{side}_{level}")
        if side == "upper":
            own = pl.col(f"own_lower_{level}") > average
            return pl.when(is_share).then(value > limit).otherwise(own)
        own = pl.col(f"own_upper_{level}") < average
        return pl.when(is_share).then(value < limit).otherwise(own)

    known = pl.col("limit_upper_95").is_not_null() & pl.col("own_upper_95").is_not_null()
    places = {
        Place.TOO_SMALL: is_share & ~none_is_low & ~all_is_high,
        Place.ABOVE_998: beyond("upper", "998"),
        Place.ABOVE_95: beyond("upper", "95"),
        Place.BELOW_998: beyond("lower", "998"),
        Place.BELOW_95: beyond("lower", "95"),
        Place.WITHIN: pl.lit(value=True),
    }
    named = (pl.when(where).then(pl.lit(place.value)) for place, where in places.items())
    return pl.when(known).then(pl.coalesce(named))
