"""How often a jump is queried where nothing is wrong, and how often a slip is found: measured.

The shares that docs/explanation/history.md states are held here, on series drawn with fixed seeds.
"""

import numpy as np
import polars as pl
import pytest
from numpy.random import default_rng
from numpy.typing import NDArray

from safeboard.intake.checks.history import HISTORY, past_and_present
from safeboard.intake.checks.jumps import far_outside
from tests.builders import Count, counts_frame, monthly

Series = NDArray[np.int64]
"""A row for each series, a column for each month."""

DRAWN = 20_000
MEANS = [2, 10, 50, 400]
MONTHS_BEFORE = [4, 12, 24]


def queried(series: Series) -> float:
    """Return the share of series whose last count is queried, in per cent."""
    drawn, months = len(series), len(series[0])
    periods = [each.period for each in monthly("visits", "2015-04", [0] * months)]
    like = counts_frame([Count("visits", "2015-04", 0)]).drop("area", "period", "value")
    counts = pl.DataFrame(
        {
            "area": np.repeat(np.arange(drawn), months).astype(str),
            "period": periods * drawn,
            "value": series.ravel().astype(np.int64),
        }
    ).join(like, how="cross")
    is_last = pl.col("period") == periods[-1]
    history = counts.filter(~is_last).select(HISTORY.names())
    found = far_outside(past_and_present(counts.filter(is_last), history)).height
    return 100.0 * found / drawn


def by_chance(mean: float, months: int) -> Series:
    """Draw series of counts that vary by chance alone: Poisson's."""
    return default_rng(months).poisson(mean, (DRAWN, months))


def in_clusters(mean: float, months: int) -> Series:
    """Draw series whose variance is twice their mean, as where a family's children are counted."""
    return default_rng(months).negative_binomial(mean, 0.5, (DRAWN, months))


def with_last(series: Series, value: int) -> Series:
    """Return the series with another last count."""
    return np.column_stack([series[:, :-1], np.full(len(series), value)])


@pytest.mark.parametrize("months_before", MONTHS_BEFORE)
@pytest.mark.parametrize("mean", MEANS)
def test_of_counts_that_vary_by_chance_at_most_one_in_two_thousand_is_queried(
    mean: int, months_before: int
) -> None:
    assert queried(by_chance(mean, months_before + 1)) <= 0.05


@pytest.mark.parametrize("months_before", MONTHS_BEFORE)
@pytest.mark.parametrize("mean", MEANS)
def test_of_counts_of_families_at_most_three_in_a_thousand_are_queried(
    mean: int, months_before: int
) -> None:
    assert queried(in_clusters(mean, months_before + 1)) <= 0.3


@pytest.mark.parametrize(
    ("usual", "typed"), [(23, 230), (3, 30), (400, 4000), (400, 40), (50, 5), (120, 210)]
)
def test_a_slip_of_a_digit_is_found_in_19_of_20_series(usual: int, typed: int) -> None:
    assert queried(with_last(by_chance(usual, 13), typed)) >= 95


@pytest.mark.parametrize(("row", "other"), [(60, 120), (120, 60), (15, 60), (400, 200)])
def test_a_count_in_the_row_of_another_is_found_in_7_of_8_series(row: int, other: int) -> None:
    assert queried(with_last(by_chance(row, 13), other)) >= 87.5


@pytest.mark.parametrize(("row", "other"), [(12, 30), (20, 40)])
def test_a_small_count_in_the_row_of_another_is_mostly_not_told_from_chance(
    row: int, other: int
) -> None:
    assert queried(with_last(by_chance(row, 13), other)) < 50
