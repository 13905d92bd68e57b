"""Tests between two periods that do not overlap, for where there is no series to judge by.

Source: Newcombe 1998, method 10, for the difference between two proportions; Fisher's exact test
where a cell is small; the exact conditional test of two Poisson counts, as R's poisson.test.
The distributions are `exact_tests`: scipy.stats answers the same in a hundred times the time.
"""

from dataclasses import dataclass
from math import sqrt

from scipy.special import betaincinv, ndtri

from safeboard.assurance.exact_tests import binomial_test, fisher_test

LEVELS = (0.95, 0.998)
"""The level shown as evidence, and the level that a rating needs."""

_Z = {level: float(ndtri((1 + level) / 2)) for level in LEVELS}
"""How many standard errors lie on either side at each of LEVELS."""

SMALL_CELL = 5
"""Below this count in any cell of two proportions, Fisher's exact test decides."""


@dataclass(frozen=True)
class Proportion:
    """A part and the whole it is part of."""

    part: int
    whole: int


@dataclass(frozen=True)
class Events:
    """A count of events, and the days (times children, for a rate) that it was exposed to."""

    count: int
    exposure: int


@dataclass(frozen=True)
class Verdict:
    """What a test found: its name, and whether it is significant at each of LEVELS.

    `p_value` is None where an interval decides. `intervals` holds one interval for each level: of
    the difference in percentage points, or of the ratio between two rates.
    """

    test: str
    at_95: bool
    at_998: bool
    p_value: float | None
    intervals: tuple[tuple[float, float], ...]


def compare_proportions(before: Proportion, after: Proportion) -> Verdict:
    """Return whether two proportions differ, by Newcombe's interval or Fisher's exact test."""
    intervals = tuple(newcombe(before, after, level) for level in LEVELS)
    in_points = tuple((100 * low, 100 * high) for low, high in intervals)
    cells = [before.part, before.whole - before.part, after.part, after.whole - after.part]
    if min(cells) < SMALL_CELL:
        p_value = fisher_test(before.part, before.whole, after.part, after.whole)
        return Verdict("Fisher's exact test", *_below(p_value), p_value, in_points)
    excludes = [low > 0 or high < 0 for low, high in intervals]
    return Verdict("Newcombe's interval", excludes[0], excludes[1], None, in_points)


def compare_events(before: Events, after: Events) -> Verdict:
    """Return whether two rates of events differ, given their total, by the exact binomial test.

    Without any event in either period nothing tells them apart.
    """
    p_value = binomial_test((before.count, after.count), (before.exposure, after.exposure))
    ratios = tuple(_ratio(before, after, level) for level in LEVELS)
    return Verdict("exact conditional Poisson test", *_below(p_value), p_value, ratios)


def newcombe(before: Proportion, after: Proportion, level: float) -> tuple[float, float]:
    """Return the interval of `after` less `before`, from the two Wilson intervals."""
    first, second = before.part / before.whole, after.part / after.whole
    low_first, high_first = wilson(before, level)
    low_second, high_second = wilson(after, level)
    difference = second - first
    below = sqrt((second - low_second) ** 2 + (high_first - first) ** 2)
    above = sqrt((high_second - second) ** 2 + (first - low_first) ** 2)
    return difference - below, difference + above


def wilson(given: Proportion, level: float) -> tuple[float, float]:
    """Return Wilson's interval of a proportion, between 0 and 1."""
    z = _Z[level]
    part, whole = given.part, given.whole
    spread = z * sqrt(z**2 + 4 * part * (whole - part) / whole)
    middle, base = 2 * part + z**2, 2 * (whole + z**2)
    low = 0.0 if part == 0 else (middle - spread) / base
    high = 1.0 if part == whole else (middle + spread) / base
    return low, high


def _ratio(before: Events, after: Events, level: float) -> tuple[float, float]:
    """Return the interval of the ratio of two rates, from Clopper and Pearson's of the share."""
    total, tail = before.count + after.count, (1 - level) / 2
    low = 0.0 if after.count == 0 else betaincinv(after.count, before.count + 1, tail)
    high = 1.0 if before.count == 0 else betaincinv(after.count + 1, before.count, 1 - tail)
    scale = before.exposure / after.exposure
    if total == 0 or high == 1.0:
        return float(low / (1 - low) * scale) if low < 1 else 0.0, float("inf")
    return float(low / (1 - low) * scale), float(high / (1 - high) * scale)


def _below(p_value: float) -> tuple[bool, bool]:
    return p_value < 1 - LEVELS[0], p_value < 1 - LEVELS[1]
