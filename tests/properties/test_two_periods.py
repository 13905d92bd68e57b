"""Tests between two periods equal the written rule, mirror one another and keep to their levels."""

from collections.abc import Sequence
from fractions import Fraction
from math import comb, sqrt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, norm
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from safeboard.assurance.two_periods import LEVELS, PAIRS, Verdict, verdicts

Pair = tuple[int, int]
"""A part and its whole, or a count of events and the days that they were exposed to."""

SHARES = st.one_of(st.integers(1, 60), st.integers(1, 3000)).flatmap(
    lambda whole: st.tuples(st.integers(0, whole), st.just(whole))
)
EVENTS = st.tuples(
    st.one_of(st.integers(0, 8), st.integers(0, 400)),
    st.sampled_from([28, 30, 90, 91, 92, 365, 366]),
)
DISPERSIONS = st.sampled_from([1.0, 1.0, 1.5, 4.0])


def verdict_of(is_share: bool, before: Pair, after: Pair, dispersion: float = 1.0) -> Verdict:
    row = (is_share, *before, *after, dispersion)
    return verdicts(pl.DataFrame([row], schema=PAIRS, orient="row"))[0]


def close(value: float) -> object:
    return pytest.approx(value, rel=1e-7, abs=1e-9)


# --- The rule as it is written ---


def plain_fisher(before: Pair, after: Pair) -> float:
    """Return the sum of the chances of all tables that are no likelier, in whole numbers."""
    (part, whole), (other, other_whole) = before, after
    parts = part + other
    ways = {
        each: comb(whole, each) * comb(other_whole, parts - each)
        for each in range(max(0, parts - other_whole), min(whole, parts) + 1)
    }
    no_likelier = sum(each for each in ways.values() if each <= ways[part])
    return float(Fraction(no_likelier, sum(ways.values())))


def plain_poisson(before: Pair, after: Pair) -> float:
    """Return the sum of the chances of all shares of the total that are no likelier."""
    (first, days), (second, other_days) = before, after
    total = first + second
    ways = [
        comb(total, each) * other_days**each * days ** (total - each) for each in range(total + 1)
    ]
    no_likelier = sum(each for each in ways if each <= ways[second])
    return float(Fraction(no_likelier, sum(ways)))


def plain_wilson(part: int, whole: int, z: float) -> tuple[float, float]:
    share = part / whole
    middle = (share + z**2 / (2 * whole)) / (1 + z**2 / whole)
    half = z / (1 + z**2 / whole) * sqrt(share * (1 - share) / whole + z**2 / (4 * whole**2))
    return middle - half, middle + half


def plain_newcombe(before: Pair, after: Pair, z: float) -> tuple[float, float]:
    (first, second) = (part / whole for part, whole in (before, after))
    (low_first, high_first), (low_second, high_second) = (
        plain_wilson(*each, z) for each in (before, after)
    )
    below = sqrt((second - low_second) ** 2 + (high_first - first) ** 2)
    above = sqrt((high_second - second) ** 2 + (first - low_first) ** 2)
    return second - first - below, second - first + above


def plain_ratio(before: Pair, after: Pair, z: float) -> tuple[float, float]:
    (first, days), (second, other_days) = before, after
    tail, scale = norm.sf(z), days / other_days
    least = beta.ppf(tail, second, first + 1) if second else 0.0
    # What is left for the first at the other end, which keeps its digits where it is tiny.
    left = beta.ppf(tail, first, second + 1) if first else 0.0
    return least / (1 - least) * scale, (1 - left) / left * scale if left else float("inf")


def plain_verdict(is_share: bool, before: Pair, after: Pair, dispersion: float) -> Verdict:
    """Return what the rule says: standard errors are multiplied by the dispersion's root."""
    root = sqrt(dispersion)
    errors = [root * norm.isf((1 - level) / 2) for level in LEVELS]
    if is_share:
        intervals = tuple(plain_newcombe(before, after, z) for z in errors)
        in_points = tuple((100 * low, 100 * high) for low, high in intervals)
        cells = [each for part, whole in (before, after) for each in (part, whole - part)]
        if min(cells) >= 5:
            at = [low > 0 or high < 0 for low, high in intervals]
            return Verdict("Newcombe's interval", at[0], at[1], None, in_points)
        p_value = 2 * norm.sf(norm.isf(plain_fisher(before, after) / 2) / root)
        name = "Fisher's exact test"
    else:
        in_points = tuple(plain_ratio(before, after, z) for z in errors)
        p_value = 2 * norm.sf(norm.isf(plain_poisson(before, after) / 2) / root)
        name = "exact conditional Poisson test"
    return Verdict(name, p_value < 0.05, p_value < 0.002, p_value, in_points)


PAIRS_OF_BOTH = st.one_of(
    st.tuples(st.just(True), SHARES, SHARES, DISPERSIONS),
    st.tuples(st.just(False), EVENTS, EVENTS, DISPERSIONS),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PAIRS_OF_BOTH, max_size=8))
def test_many_pairs_at_once_equal_the_written_rule(
    drawn: Sequence[tuple[bool, Pair, Pair, float]],
) -> None:
    rows = [(kind, *before, *after, factor) for kind, before, after, factor in drawn]
    ours = verdicts(pl.DataFrame(rows, schema=PAIRS, orient="row"))
    assert len(ours) == len(drawn)
    for found, each in zip(ours, drawn, strict=True):
        expected = plain_verdict(*each)
        assert found.test == expected.test
        assert (found.at_95, found.at_998) == (expected.at_95, expected.at_998)
        assert found.p_value == (
            None if expected.p_value is None else pytest.approx(expected.p_value, rel=1e-9)
        )
        for interval, its in zip(found.intervals, expected.intervals, strict=True):
            assert interval == pytest.approx(its, rel=1e-7, abs=1e-9)


# --- What must hold besides ---


def agrees(verdict: Verdict) -> None:
    """Check that the stricter level implies the other, and has the wider interval."""
    assert verdict.at_95 or not verdict.at_998
    (low_95, high_95), (low_998, high_998) = verdict.intervals
    assert low_998 <= low_95 <= high_95 <= high_998
    if verdict.p_value is not None:
        assert 0 <= verdict.p_value <= 1
        assert verdict.at_95 == (verdict.p_value < 0.05)
        assert verdict.at_998 == (verdict.p_value < 0.002)


@settings(deadline=None)
@given(SHARES, SHARES, DISPERSIONS)
def test_swapping_two_proportions_mirrors_the_interval_and_keeps_the_verdict(
    one: Pair, other: Pair, dispersion: float
) -> None:
    there, back = (verdict_of(True, *pair, dispersion) for pair in ((one, other), (other, one)))
    agrees(there)
    assert (there.test, there.at_95, there.at_998) == (back.test, back.at_95, back.at_998)
    for (low, high), (low_back, high_back) in zip(there.intervals, back.intervals, strict=True):
        assert (low, high) == (close(-high_back), close(-low_back))


@settings(deadline=None)
@given(EVENTS, EVENTS, DISPERSIONS)
def test_swapping_two_counts_inverts_the_ratio_and_keeps_the_p_value(
    one: Pair, other: Pair, dispersion: float
) -> None:
    there, back = (verdict_of(False, *pair, dispersion) for pair in ((one, other), (other, one)))
    agrees(there)
    assert there.p_value == close(back.p_value or 0)
    for (low, high), (low_back, high_back) in zip(there.intervals, back.intervals, strict=True):
        assert low == (0 if high_back == float("inf") else close(1 / high_back))
        assert high == (float("inf") if low_back == 0 else close(1 / low_back))


@settings(deadline=None)
@given(PAIRS_OF_BOTH)
def test_more_dispersion_never_makes_a_change_surer(
    drawn: tuple[bool, Pair, Pair, float],
) -> None:
    is_share, before, after, factor = drawn
    less, more = (verdict_of(is_share, before, after, each * factor) for each in (1, 2))
    assert less.at_95 or not more.at_95
    assert less.at_998 or not more.at_998
    for (low, high), (lower, higher) in zip(less.intervals, more.intervals, strict=True):
        assert lower <= low
        assert high <= higher


@settings(deadline=None)
@given(SHARES, SHARES)
def test_the_difference_lies_within_its_interval_and_significance_has_its_direction(
    before: Pair, after: Pair
) -> None:
    verdict = verdict_of(True, before, after)
    points = 100 * (after[0] / after[1] - before[0] / before[1])
    for low, high in verdict.intervals:
        assert low - 1e-9 <= points <= high + 1e-9
    if verdict.p_value is None and verdict.at_95:
        low, high = verdict.intervals[0]
        assert (low > 0) == (points > 0)
        assert (high < 0) == (points < 0)


@settings(deadline=None)
@given(SHARES, st.booleans())
def test_a_period_never_differs_from_itself(given_: Pair, is_share: bool) -> None:
    assert not verdict_of(is_share, given_, given_).at_95


@settings(max_examples=50, deadline=None)
@given(SHARES, SHARES)
def test_the_intervals_are_those_of_statsmodels_at_both_levels(before: Pair, after: Pair) -> None:
    verdict = verdict_of(True, before, after)
    for level, (low, high) in zip(LEVELS, verdict.intervals, strict=True):
        theirs = confint_proportions_2indep(*after, *before, method="newcomb", alpha=1 - level)
        assert (low / 100, high / 100) == (close(theirs[0]), close(theirs[1]))


@settings(max_examples=50, deadline=None)
@given(EVENTS, EVENTS)
def test_the_ratio_is_clopper_and_pearsons_share_at_both_levels(before: Pair, after: Pair) -> None:
    total = before[0] + after[0]
    if not total:
        return
    scale = before[1] / after[1]
    verdict = verdict_of(False, before, after)
    for level, (low, high) in zip(LEVELS, verdict.intervals, strict=True):
        share = proportion_confint(after[0], total, alpha=1 - level, method="beta")
        assert low == close(share[0] / (1 - share[0]) * scale)
        if before[0]:
            assert high == close(share[1] / (1 - share[1]) * scale)
