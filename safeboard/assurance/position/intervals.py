"""Confidence intervals of percentages and rates, for whole columns at once.

Source: Public Health England's methods (PHEindicatormethods 2.1): Wilson for a percentage; for a
rate Byar's, and the exact Poisson interval below ten events.
"""

from enum import StrEnum

import numpy as np
import polars as pl
from scipy.special import chdtri, ndtri

from safeboard.vocabulary.form import Form

LEVELS = {"95": 0.95, "998": 0.998}
"""The two levels, as columns name them: about two and three standard deviations."""

FEW_EVENTS = 10
"""Below so many events a rate's interval is exact, since Byar's fails at 0 and 1."""

INTERVALS = pl.Schema(
    {
        "lower_95": pl.Float64,
        "upper_95": pl.Float64,
        "lower_998": pl.Float64,
        "upper_998": pl.Float64,
        "method": pl.String,
    }
)
"""The columns that are added, in the figure's own unit: per cent, or per so many.

They are null, and `method` (a Method) says so, where a figure has no interval: a count without a
base, no denominator, or a part that is larger than its whole.
"""


class Method(StrEnum):
    """How an interval was worked out."""

    WILSON = "Wilson"
    BYAR = "Byar's"
    EXACT = "exact Poisson"
    NONE = "no interval"


def with_intervals(figures: pl.DataFrame) -> pl.DataFrame:
    """Return figures with the columns of INTERVALS.

    Needed are form (a Form), numerator, denominator and multiplier: 100 for a percentage.
    """
    part, whole = (
        figures[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
        for name in ("numerator", "denominator")
    )
    multiplier = figures["multiplier"].cast(pl.Float64).to_numpy()
    which = _methods(figures["form"], part, whole)
    names = [each.value for each in Method]
    columns = {"method": pl.Series(np.select(which, names[:3], names[3]), dtype=pl.String)}
    with np.errstate(all="ignore"):
        for name, level in LEVELS.items():
            wilson, byar, exact = (
                wilson_of(part, whole, level),
                byar_of(part, level),
                exact_of(part, level),
            )
            for place, side in enumerate(("lower", "upper")):
                edges = [wilson[place], byar[place] / whole, exact[place] / whole]
                edge = np.select(which, edges, np.nan) * multiplier
                columns[f"{side}_{name}"] = pl.Series(edge).fill_nan(None)
    return figures.with_columns(columns[name].alias(name) for name in INTERVALS.names())


def _methods(form: pl.Series, part: np.ndarray, whole: np.ndarray) -> list[np.ndarray]:
    """Return which figures have an interval by each method, in the order of Method."""
    is_share = (form == Form.PERCENTAGE.value).to_numpy()
    is_rate = (form == Form.RATE.value).to_numpy()
    has_base = np.nan_to_num(whole) > 0
    return [
        is_share & has_base & (part <= whole),
        is_rate & has_base & (part >= FEW_EVENTS),
        is_rate & has_base & (part < FEW_EVENTS),
    ]


Edges = tuple[np.ndarray, np.ndarray]
"""The lower and the upper edges of many intervals."""


def wilson_of(part: np.ndarray, whole: np.ndarray, level: float) -> Edges:
    """Return Wilson's score interval of a share."""
    z = ndtri((1 + level) / 2)
    middle = 2 * part + z**2
    width = z * np.sqrt(z**2 + 4 * part * (1 - part / whole))
    base = 2 * (whole + z**2)
    # At none and at all, the outer edge is exactly 0 or 1, which rounding would miss.
    lower = np.where(part == 0, 0.0, (middle - width) / base)
    return lower, np.where(part == whole, 1.0, (middle + width) / base)


def byar_of(events: np.ndarray, level: float) -> Edges:
    """Return Byar's interval of a number of events."""
    z = ndtri((1 + level) / 2)
    lower = events * (1 - 1 / (9 * events) - z / (3 * np.sqrt(events))) ** 3
    more = events + 1
    return lower, more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3


def exact_of(events: np.ndarray, level: float) -> Edges:
    """Return the exact Poisson interval of a number of events."""
    outside = (1 - level) / 2
    lower = np.where(events == 0, 0.0, chdtri(2 * events, 1 - outside) / 2)
    return lower, chdtri(2 * events + 2, outside) / 2
