"""Tests between two periods that do not overlap, for where there is no series to judge by.

Source: Newcombe 1998, method 10, for the difference between two proportions; Fisher's exact test
where a cell is small; the exact conditional test of two Poisson counts, as R's poisson.test.
The distributions are `exact_tests`: scipy.stats answers the same in a hundred times the time.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.special import betaincinv, ndtr, ndtri

from safeboard.assurance.exact_tests import binomial_tests, fisher_tests

LEVELS = (0.95, 0.998)
"""The level shown as evidence, and the level that a rating needs."""

SMALL_CELL = 5
"""Below this count in any cell of two proportions, Fisher's exact test decides."""

PAIRS = pl.Schema(
    {
        "is_share": pl.Boolean,
        "before": pl.Int64,
        "before_of": pl.Int64,
        "after": pl.Int64,
        "after_of": pl.Int64,
        "dispersion": pl.Float64,
    }
)
"""One row for each two periods: counts of events, or parts of wholes where it is a share.

`before_of` and `after_of` are the wholes, or what events were exposed to: days (times children, for
a rate). The indicator's `dispersion` widens every interval; 1 is what the tests suppose.
"""

TESTED = pl.Schema(
    {
        "test": pl.String,
        "p_value": pl.Float64,
        "at_95": pl.Boolean,
        "at_998": pl.Boolean,
        "low_95": pl.Float64,
        "high_95": pl.Float64,
        "low_998": pl.Float64,
        "high_998": pl.Float64,
    }
)
"""One row for each pair: the test, and whether it is significant at each of LEVELS.

`p_value` is null where an interval decides. Intervals are of the difference in percentage points,
or of the ratio between two rates.
"""

INTERVALS = ("low_95", "high_95", "low_998", "high_998")
"""The columns of the two intervals."""

FISHER = "Fisher's exact test"
NEWCOMBE = "Newcombe's interval"
POISSON = "exact conditional Poisson test"


@dataclass(frozen=True)
class Verdict:
    """What one row of TESTED says, as a judgement takes it."""

    test: str
    at_95: bool
    at_998: bool
    p_value: float | None
    intervals: tuple[tuple[float, float], ...]


def verdicts(pairs: pl.DataFrame) -> list[Verdict]:
    """Return the verdict of each of `pairs` (PAIRS)."""
    told = compare(pairs).select("test", "at_95", "at_998", "p_value", *INTERVALS)
    return [
        Verdict(test, at_95, at_998, p_value, ((low_95, high_95), (low_998, high_998)))
        for test, at_95, at_998, p_value, low_95, high_95, low_998, high_998 in told.iter_rows()
    ]


def compare(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of TESTED for `pairs` (PAIRS), in their order."""
    numbered = pairs.with_row_index("row")
    found = [
        test(part).with_columns(row=part["row"])
        for test, is_share in ((compare_proportions, True), (compare_events, False))
        for part in [numbered.filter(is_share=is_share)]
    ]
    return pl.concat(found).sort("row").select(TESTED.names())


def compare_proportions(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return TESTED of shares: whether they differ, by Newcombe's interval or Fisher's test.

    Needs the columns of PAIRS, but for `is_share`.
    """
    before, before_of, after, after_of, stretch = _columns(pairs)
    intervals = [
        100 * np.stack(newcombe((before, before_of), (after, after_of), _z(level) * stretch))
        for level in LEVELS
    ]
    cells = np.stack([before, before_of - before, after, after_of - after])
    is_small = cells.min(axis=0, initial=SMALL_CELL) < SMALL_CELL
    p_values = np.full(len(before), np.nan)
    small = [each[is_small] for each in (before, before_of, after, after_of)]
    p_values[is_small] = stretched(fisher_tests(*small), stretch[is_small])
    excludes = [(low > 0) | (high < 0) for low, high in intervals]
    sure = [
        np.where(is_small, p_values < 1 - level, outside)
        for level, outside in zip(LEVELS, excludes, strict=True)
    ]
    return _told(np.where(is_small, FISHER, NEWCOMBE), p_values, sure, intervals)


def compare_events(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return TESTED of events: whether their rates differ, by the exact binomial test.

    Given their total; without any event in either period nothing tells them apart. Needs the
    columns of PAIRS, but for `is_share`.
    """
    before, before_of, after, after_of, stretch = _columns(pairs)
    exact = binomial_tests(after, after_of, before, before_of)
    p_values = stretched(exact, stretch)
    scale = before_of / after_of
    intervals = [_ratios(before, after, ndtr(-_z(level) * stretch), scale) for level in LEVELS]
    sure = [p_values < 1 - level for level in LEVELS]
    return _told(np.full(len(before), POISSON), p_values, sure, intervals)


def stretched(p_value: np.ndarray, stretch: np.ndarray) -> np.ndarray:
    """Return p-values whose standard errors are taken to be so many times as large."""
    found: np.ndarray = np.where(stretch == 1, p_value, 2 * ndtr(ndtri(p_value / 2) / stretch))
    return found


Shares = tuple[np.ndarray, np.ndarray]
"""The parts and the wholes of many shares, or the lower and upper edges of intervals."""


def newcombe(before: Shares, after: Shares, z: np.ndarray) -> Shares:
    """Return the intervals of `after` less `before`, from the Wilson intervals of both."""
    first, second = (part / whole for part, whole in (before, after))
    low_first, high_first = wilson(before, z)
    low_second, high_second = wilson(after, z)
    difference = second - first
    below = np.sqrt((second - low_second) ** 2 + (high_first - first) ** 2)
    above = np.sqrt((high_second - second) ** 2 + (first - low_first) ** 2)
    return difference - below, difference + above


def wilson(given: Shares, z: np.ndarray) -> Shares:
    """Return Wilson's intervals of shares, between 0 and 1."""
    part, whole = given
    spread = z * np.sqrt(z**2 + 4 * part * (whole - part) / whole)
    middle, base = 2 * part + z**2, 2 * (whole + z**2)
    low = np.where(part == 0, 0.0, (middle - spread) / base)
    return low, np.where(part == whole, 1.0, (middle + spread) / base)


def _ratios(
    before: np.ndarray, after: np.ndarray, tail: np.ndarray, scale: np.ndarray
) -> np.ndarray:
    """Return the intervals of the ratios of rates, from Clopper and Pearson's of the shares."""
    with np.errstate(all="ignore"):
        share = np.where(after == 0, 0.0, betaincinv(after, before + 1, tail))
        # The other one's share, because 1 less a tail that is tiny has lost its digits.
        other = np.where(before == 0, 0.0, betaincinv(before, after + 1, tail))
        ratios: np.ndarray = np.stack([share / (1 - share), (1 - other) / other]) * scale
    return ratios


def _columns(pairs: pl.DataFrame) -> tuple[np.ndarray, ...]:
    """Return the counts, what they are of, and how much the dispersion stretches an error."""
    names = ("before", "before_of", "after", "after_of")
    return *(pairs[name].to_numpy() for name in names), np.sqrt(pairs["dispersion"].to_numpy())


def _z(level: float) -> float:
    """Return how many standard errors lie on either side at a level."""
    return float(ndtri((1 + level) / 2))


def _told(
    test: np.ndarray, p_value: np.ndarray, sure: list[np.ndarray], intervals: list[np.ndarray]
) -> pl.DataFrame:
    (low_95, high_95), (low_998, high_998) = intervals
    columns = test, p_value, *sure, low_95, high_95, low_998, high_998
    told = pl.DataFrame(
        {
            name: pl.Series(column, dtype=kind)
            for (name, kind), column in zip(TESTED.items(), columns, strict=True)
        }
    )
    return told.with_columns(pl.col("p_value").fill_nan(None))
