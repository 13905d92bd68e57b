"""Where a figure lies in a funnel, and the limits that are drawn."""

from typing import Any

import numpy as np
import polars as pl
import pytest

from safeboard.assurance.position.funnel import (
    FUNNEL,
    pooled_average,
    rate_limits,
    with_funnel,
)

COUNTS = {"numerator": pl.Int64, "denominator": pl.Int64, "multiplier": pl.Int64}
SHARE: dict[str, Any] = {"form": "percentage", "multiplier": 100, "average": 50.0}
RATE: dict[str, Any] = {"form": "rate per 10,000", "multiplier": 10_000, "average": 10.0}


def in_funnel(kind: dict[str, Any], numerator: int | None, denominator: int | None) -> Any:  # noqa: ANN401
    row = {**kind, "numerator": numerator, "denominator": denominator}
    types = {**COUNTS, "average": pl.Float64}
    return with_funnel(pl.DataFrame([row], schema_overrides=types)).row(0, named=True)


def test_a_percentages_limits_are_so_many_standard_errors_from_the_average() -> None:
    # Of 2,500 at 50%, the standard error is one point; z is 1.959964 and 3.090232.
    found = in_funnel(SHARE, 1_250, 2_500)
    limits = [found[f"limit_{edge}"] for edge in ("lower_95", "upper_95", "lower_998", "upper_998")]
    assert limits == pytest.approx([48.040036, 51.959964, 46.909768, 53.090232], abs=1e-6)


@pytest.mark.parametrize(
    ("numerator", "place"),
    [
        (1_172, "below the 99.8% limit"),
        (1_173, "below the 95% limit"),
        (1_201, "below the 95% limit"),
        (1_202, "within the limits"),
        (1_298, "within the limits"),
        (1_299, "above the 95% limit"),
        (1_327, "above the 95% limit"),
        (1_328, "above the 99.8% limit"),
    ],
)
def test_a_percentage_beyond_a_limit_is_told_from_one_within(numerator: int, place: str) -> None:
    assert in_funnel(SHARE, numerator, 2_500)["place"] == place


def test_a_percentage_on_a_limit_is_within_the_limits() -> None:
    # Where nothing can vary the limits are the average itself.
    assert in_funnel({**SHARE, "average": 0.0}, 0, 20)["place"] == "within the limits"
    assert in_funnel({**SHARE, "average": 0.0}, 1, 20)["place"] == "above the 99.8% limit"
    assert in_funnel({**SHARE, "average": 100.0}, 20, 20)["place"] == "within the limits"


@pytest.mark.parametrize(
    ("denominator", "place"), [(1, "too small"), (3, "too small"), (4, "below the 95% limit")]
)
def test_where_neither_none_nor_all_would_be_unusual_there_are_too_few(
    denominator: int, place: str
) -> None:
    # Of 3 at 50% the limits are -6.6% and 106.6%; of 4 they are 1.0% and 99.0%.
    assert in_funnel(SHARE, 0, denominator)["place"] == place


def test_drawn_limits_stay_between_none_and_all_and_those_that_judge_do_not() -> None:
    found = in_funnel(SHARE, 1, 1)
    assert found["limit_lower_95"] == pytest.approx(-47.998, abs=1e-3)
    assert found["limit_upper_95"] == pytest.approx(147.998, abs=1e-3)
    assert (found["drawn_lower_95"], found["drawn_upper_95"]) == (0, 100)
    shares_of_one = in_funnel({"form": "percentage", "multiplier": 1, "average": 0.5}, 1, 1)
    assert (shares_of_one["drawn_lower_998"], shares_of_one["drawn_upper_998"]) == (0, 1)


# The exact interval of 5 is 1.62349 to 11.66833 at 95%: so 5 are just too many where 1.62349 are
# expected, and just too few where 11.66833 are.
@pytest.mark.parametrize(("expected", "side"), [(1.623486389, "upper"), (11.668332081, "lower")])
def test_a_rates_limit_is_where_the_exact_interval_just_reaches_the_average(
    expected: float, side: str
) -> None:
    lower, upper = rate_limits(np.array([expected / 100]), np.array([100.0]), 0.95)
    assert 100 * {"lower": lower, "upper": upper}[side][0] == pytest.approx(5, abs=1e-8)


def test_where_none_would_not_be_too_few_a_rates_lower_limit_is_nought() -> None:
    # None have a chance of 2.5% where 3.69 are expected.
    lower, _ = rate_limits(np.array([0.036, 0.037]), np.array([100.0, 100.0]), 0.95)
    assert lower[0] == 0
    assert lower[1] > 0


def test_without_any_event_at_all_a_rates_limits_are_nought() -> None:
    lower, upper = rate_limits(np.array([0.0]), np.array([100.0]), 0.998)
    assert (lower[0], upper[0]) == (0, 0)


# With 10 expected among 10,000, 9 has the exact interval up to 17.08, and 18 Byar's from 10.66.
@pytest.mark.parametrize(
    ("events", "place"),
    [
        (1, "below the 99.8% limit"),
        (2, "below the 95% limit"),
        (3, "below the 95% limit"),
        (4, "within the limits"),
        (17, "within the limits"),
        (18, "above the 95% limit"),
        (23, "above the 99.8% limit"),
    ],
)
def test_a_rates_place_is_that_of_the_average_beside_its_interval(events: int, place: str) -> None:
    assert in_funnel(RATE, events, 10_000)["place"] == place


@pytest.mark.parametrize(
    ("kind", "numerator", "denominator"),
    [
        (SHARE, None, 20),
        (SHARE, 21, 20),
        (SHARE, 1, 0),
        (SHARE, 1, None),
        ({**SHARE, "average": None}, 1, 20),
        ({**SHARE, "form": "count"}, 1, 20),
        (RATE, 1, 0),
    ],
)
def test_what_has_no_limits_or_no_value_has_no_place(
    kind: dict[str, Any], numerator: int | None, denominator: int | None
) -> None:
    assert in_funnel(kind, numerator, denominator)["place"] is None


def test_limits_can_be_had_for_a_line_to_draw_without_a_numerator() -> None:
    assert in_funnel(SHARE, None, 2_500)["limit_upper_95"] == pytest.approx(51.959964, abs=1e-6)
    assert in_funnel({**SHARE, "form": "count"}, 1, 20)["limit_upper_95"] is None


def test_the_average_is_all_of_the_numerators_over_all_of_the_denominators() -> None:
    figures = pl.DataFrame(
        {"numerator": [1, 8, None, 5], "denominator": [10, 20, 70, None], "multiplier": [100] * 4}
    )
    # 9 of 30: what has no numerator or no denominator is in neither sum.
    assert figures.select(pooled_average()).item() == 30.0
    assert figures.head(0).select(pooled_average()).item() is None


def test_the_columns_that_are_added_are_those_declared() -> None:
    row = {**SHARE, "numerator": 1, "denominator": 20}
    found = with_funnel(pl.DataFrame([row]))
    assert found.select(FUNNEL.names()).schema == FUNNEL
    assert set(found.columns) == {*row, *FUNNEL}
