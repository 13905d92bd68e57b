"""Tests between two periods mirror one another and agree with their own intervals."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from safeboard.assurance.two_periods import (
    LEVELS,
    Events,
    Proportion,
    Verdict,
    compare_events,
    compare_proportions,
    wilson,
)

PROPORTIONS = st.integers(1, 3000).flatmap(
    lambda whole: st.builds(Proportion, st.integers(0, whole), st.just(whole))
)
EVENTS = st.builds(Events, st.integers(0, 400), st.sampled_from([28, 30, 90, 91, 92, 365, 366]))


def close(value: float) -> object:
    return pytest.approx(value, rel=1e-7, abs=1e-9)


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
@given(PROPORTIONS, PROPORTIONS)
def test_swapping_two_proportions_mirrors_the_interval_and_keeps_the_verdict(
    one: Proportion, other: Proportion
) -> None:
    there, back = compare_proportions(one, other), compare_proportions(other, one)
    agrees(there)
    assert (there.test, there.at_95, there.at_998) == (back.test, back.at_95, back.at_998)
    for (low, high), (low_back, high_back) in zip(there.intervals, back.intervals, strict=True):
        assert (low, high) == (close(-high_back), close(-low_back))


@settings(deadline=None)
@given(EVENTS, EVENTS)
def test_swapping_two_counts_inverts_the_ratio_and_keeps_the_p_value(
    one: Events, other: Events
) -> None:
    there, back = compare_events(one, other), compare_events(other, one)
    agrees(there)
    assert there.p_value == close(back.p_value or 0)
    for (low, high), (low_back, high_back) in zip(there.intervals, back.intervals, strict=True):
        assert low == (0 if high_back == float("inf") else close(1 / high_back))
        assert high == (float("inf") if low_back == 0 else close(1 / low_back))


@settings(deadline=None)
@given(PROPORTIONS, PROPORTIONS)
def test_the_difference_lies_within_its_interval_and_significance_has_its_direction(
    before: Proportion, after: Proportion
) -> None:
    verdict = compare_proportions(before, after)
    points = 100 * (after.part / after.whole - before.part / before.whole)
    for low, high in verdict.intervals:
        assert low - 1e-9 <= points <= high + 1e-9
    if verdict.p_value is None and verdict.at_95:
        low, high = verdict.intervals[0]
        assert (low > 0) == (points > 0)
        assert (high < 0) == (points < 0)


@settings(deadline=None)
@given(PROPORTIONS)
def test_a_period_never_differs_from_itself(given_: Proportion) -> None:
    assert not compare_proportions(given_, given_).at_95
    counted = Events(given_.part, 90)
    assert not compare_events(counted, counted).at_95


@settings(max_examples=50, deadline=None)
@given(PROPORTIONS, PROPORTIONS)
def test_the_intervals_are_those_of_statsmodels_at_both_levels(
    before: Proportion, after: Proportion
) -> None:
    verdict = compare_proportions(before, after)
    for level, (low, high) in zip(LEVELS, verdict.intervals, strict=True):
        theirs = confint_proportions_2indep(
            after.part, after.whole, before.part, before.whole, method="newcomb", alpha=1 - level
        )
        assert (low / 100, high / 100) == (close(theirs[0]), close(theirs[1]))
        one = proportion_confint(after.part, after.whole, alpha=1 - level, method="wilson")
        assert wilson(after, level) == (close(one[0]), close(one[1]))


@settings(max_examples=50, deadline=None)
@given(EVENTS, EVENTS)
def test_the_ratio_is_clopper_and_pearsons_share_at_both_levels(
    before: Events, after: Events
) -> None:
    total = before.count + after.count
    if not total:
        return
    scale = before.exposure / after.exposure
    verdict = compare_events(before, after)
    for level, (low, high) in zip(LEVELS, verdict.intervals, strict=True):
        share = proportion_confint(after.count, total, alpha=1 - level, method="beta")
        assert low == close(share[0] / (1 - share[0]) * scale)
        if before.count:
            assert high == close(share[1] / (1 - share[1]) * scale)
