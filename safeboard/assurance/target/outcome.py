"""An outcome: whether each figure meets its target, by the figure before it is rounded.

Source: Fingertips' targets, with or without an interval; the tolerance is our own. A figure on its
target meets it, whichever way is good.
"""

from collections.abc import Mapping
from enum import StrEnum

import polars as pl

from safeboard.assurance.small_numbers import SMALL_DENOMINATOR
from safeboard.assurance.target.targets import BOUNDS, EXACT, TARGETS, with_targets
from safeboard.vocabulary.form import Form
from safeboard.vocabulary.rating import Rating


class NoOutcome(StrEnum):
    """Why a figure is not held against a target; the first that holds, in this order."""

    NO_WAY = "neither way is good, so that its trajectory is neither a least nor a most"
    NO_STEP = "its trajectory names no target for this period"
    NO_TARGET = "none holds for this period"
    NO_FIGURE = "a count of the figure is missing"
    NO_BASE = "there is nothing to divide by"
    PART_OVER_WHOLE = "the part is larger than the whole it is part of"
    TOO_SMALL = "numbers too small to judge: a percentage of fewer than 10"
    NO_INTERVAL = "it has no interval to hold against its target"

    @property
    def rating(self) -> Rating:
        """Return the rating that says so."""
        return {
            NoOutcome.NO_STEP: Rating.NO_TARGET,
            NoOutcome.NO_TARGET: Rating.NO_TARGET,
            NoOutcome.NO_FIGURE: Rating.NOT_AVAILABLE,
            NoOutcome.NO_BASE: Rating.NOT_APPLICABLE,
            NoOutcome.TOO_SMALL: Rating.TOO_SMALL,
        }.get(self, Rating.NO_RULE)


OUTCOMES = pl.Schema(
    {
        **{name: kind for name, kind in TARGETS.items() if name != "indicator"},
        "no_outcome": pl.String(),
        "target_rating": pl.String(),
        "rating_as_shown": pl.String(),
    }
)
"""What is added to each figure: its target, and the Rating that says whether it meets it.

`no_outcome` is a NoOutcome, null where the figure was held against a target. `rating_as_shown` is
what the rounded figure would have: where it is another, a reader needs to be told. It is null where
an interval was held against the target, and where nothing was.
"""


def outcomes(figures: pl.DataFrame, targets: pl.DataFrame) -> pl.DataFrame:
    """Return figures with the columns of OUTCOMES, by their `targets` (TARGETS).

    Needed are indicator, period, form, multiplier, numerator, denominator and value (as FIGURES has
    it); and the columns of INTERVALS.
    """
    held = with_targets(figures, targets).with_columns(no_outcome=_no_outcome())
    refused = pl.col("no_outcome").is_not_null()
    by_interval = pl.col("target_level").is_not_null()
    # Whole numbers, multiplied across, so that nothing is rounded before it is compared.
    ten_thousandths = pl.col("multiplier").cast(pl.Int128) * pl.col("numerator") * 10_000
    divisor = pl.when(_divides()).then("denominator").otherwise(1).cast(pl.Int128)
    exact = _held(ten_thousandths, divisor)
    shown = _held(pl.col("value").cast(EXACT).to_physical(), pl.lit(1, pl.Int128))
    no_rating = pl.col("no_outcome").replace_strict(
        {each.value: each.rating.value for each in NoOutcome}, return_dtype=pl.String
    )
    return held.with_columns(
        target_rating=pl.when(refused)
        .then(no_rating)
        .when(by_interval)
        .then(_interval_held())
        .otherwise(exact),
        rating_as_shown=pl.when(~refused & ~by_interval).then(shown),
    ).drop("is_moving")


def _held(part: pl.Expr, divisor: pl.Expr) -> pl.Expr:
    """Return the Rating of `part` over `divisor`, in ten-thousandths as a bound is held."""
    tolerance = pl.col("tolerance").to_physical()

    def within(beyond: pl.Expr) -> pl.Expr:
        bounds = {name: pl.col(name).to_physical() for name in BOUNDS}
        return pl.all_horizontal(
            (part >= (bounds["at_least"] - beyond) * divisor).fill_null(value=True),
            (part <= (bounds["at_most"] + beyond) * divisor).fill_null(value=True),
            (part < (bounds["below"] + beyond) * divisor).fill_null(value=True),
        )

    return _rated(met=within(pl.lit(0)), missed=~within(tolerance))


def _interval_held() -> pl.Expr:
    """Return the Rating of a whole interval: it meets a bound, misses it, or holds it within."""
    lower, upper = (_edge(side) for side in ("lower", "upper"))
    tolerance = pl.col("tolerance")
    met = pl.all_horizontal(
        (lower >= _bound("at_least")).fill_null(value=True),
        (upper <= _bound("at_most")).fill_null(value=True),
        (upper < _bound("below")).fill_null(value=True),
    )
    missed = pl.any_horizontal(
        (upper < (pl.col("at_least") - tolerance).cast(pl.Float64)).fill_null(value=False),
        (lower > (pl.col("at_most") + tolerance).cast(pl.Float64)).fill_null(value=False),
        (lower >= (pl.col("below") + tolerance).cast(pl.Float64)).fill_null(value=False),
    )
    return _rated(met=met, missed=missed)


def _rated(*, met: pl.Expr, missed: pl.Expr) -> pl.Expr:
    return (
        pl.when(met)
        .then(pl.lit(Rating.TARGET_MET.value))
        .when(missed)
        .then(pl.lit(Rating.TARGET_MISSED.value))
        .otherwise(pl.lit(Rating.CLOSE_TO_TARGET.value))
    )


def _bound(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Float64)


def _edge(side: str) -> pl.Expr:
    """Return the edge of the figure's interval at the target's level."""
    at_998 = pl.col("target_level") == "99.8%"
    return pl.when(at_998).then(f"{side}_998").otherwise(f"{side}_95")


def _divides() -> pl.Expr:
    return pl.col("form") != Form.COUNT.value


def _no_outcome() -> pl.Expr:
    """Return the first NoOutcome that holds, null where none does."""
    part, whole = pl.col("numerator"), pl.col("denominator")
    is_share = pl.col("form") == Form.PERCENTAGE.value
    absent = pl.all_horizontal(pl.col(BOUNDS).is_null())
    by_interval = pl.col("target_level").is_not_null()
    holds: Mapping[NoOutcome, pl.Expr] = {
        NoOutcome.NO_WAY: absent & pl.col("target_from").is_not_null(),
        NoOutcome.NO_STEP: absent & pl.col("is_moving"),
        NoOutcome.NO_TARGET: absent,
        NoOutcome.NO_FIGURE: part.is_null() | (_divides() & whole.is_null()),
        NoOutcome.NO_BASE: _divides() & (whole <= 0),
        NoOutcome.PART_OVER_WHOLE: is_share & (part > whole),
        NoOutcome.TOO_SMALL: is_share & (whole < SMALL_DENOMINATOR),
        NoOutcome.NO_INTERVAL: by_interval & _edge("lower").is_null(),
    }
    return pl.coalesce(pl.when(where).then(pl.lit(why.value)) for why, where in holds.items())
