"""The trend of five years equals the written rule, and what statsmodels answers."""

from collections.abc import Sequence
from fractions import Fraction
from math import log, sqrt

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import chi2
from statsmodels.stats.contingency_tables import Table

from safeboard.assurance.trend import YEARS, trends

Year = tuple[int, int]
SHARES = st.integers(2, 400).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
RATES = st.tuples(st.integers(0, 60), st.integers(0, 3)).map(lambda each: (each[0], 500 * each[1]))
SOME_OF_ALL = st.integers(2, 400).flatmap(
    lambda whole: st.tuples(st.integers(1, whole - 1), st.just(whole))
)
AMONG_SOME = st.tuples(st.integers(0, 60), st.integers(1, 3).map(lambda each: 500 * each))
YEARS_OF = {"percentage": SHARES, "rate per 10,000": RATES}


def slope(times: Sequence[float], values: Sequence[float], weights: Sequence[float]) -> float:
    """Return the slope of a weighted regression, from its deviations."""
    total = sum(weights)
    middle = sum(w * t for w, t in zip(weights, times, strict=True)) / total
    mean = sum(w * y for w, y in zip(weights, values, strict=True)) / total
    above = sum(
        w * (t - middle) * (y - mean) for w, t, y in zip(weights, times, values, strict=True)
    )
    return above / sum(w * (t - middle) ** 2 for w, t in zip(weights, times, strict=True))


def error_of_rate(events: int, whole: int) -> float:
    """Return the standard error of a rate: its 95% interval (exact below 10) over 3.92."""
    if events >= 10:
        z, more = 1.959963984540054, events + 1
        lower = events * (1 - 1 / (9 * events) - z / (3 * sqrt(events))) ** 3
        upper = more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3
    else:
        lower = chi2.ppf(0.025, 2 * events) / 2 if events else 0.0
        upper = chi2.ppf(0.975, 2 * events + 2) / 2
    return float(upper - lower) / whole / 3.92


def plain_trend(years: Sequence[Year], form: str) -> tuple[str, float, bool] | str:
    """Return trend, chi-squared and whether the slopes agree, or why there is none."""
    if len(years) < 5:
        return "there are fewer than five years"
    last, times = years[-5:], [1, 2, 3, 4, 5]
    if form == "percentage":
        if any(part in (0, whole) for part, whole in last):
            return "in one of the last five years it was none or all"
        values = [log(part / (whole - part)) for part, whole in last]
        weights = [1.0] * 5
        chi_squared = plain_cochran_armitage(last)
    else:
        if any(whole == 0 for _, whole in last):
            return "one of the last five years has no interval"
        values = [events / whole for events, whole in last]
        weights = [1 / error_of_rate(*each) ** 2 for each in last]
        total = sum(weights)
        middle = sum(w * t for w, t in zip(weights, times, strict=True)) / total
        spread = sum(w * (t - middle) ** 2 for w, t in zip(weights, times, strict=True))
        chi_squared = slope(times, values, weights) ** 2 * spread
    slopes = [slope(times, values, weights)]
    for left_out in range(5):
        rest = [place for place in range(5) if place != left_out]
        t, y, w = ([float(each[place]) for place in rest] for each in (times, values, weights))
        slopes.append(slope(t, y, w))
    # Slopes that are 0 but for rounding have no sign that two ways of adding up could agree on.
    assume(all(abs(each) > 1e-9 * max(map(abs, values)) for each in slopes))
    agree = all(each > 0 for each in slopes) or all(each < 0 for each in slopes)
    if not agree or chi_squared <= 9.54953570608324:
        return "no significant change", chi_squared, agree
    return "increasing" if slopes[0] > 0 else "decreasing", chi_squared, agree


def plain_cochran_armitage(years: Sequence[Year]) -> float:
    timed = list(enumerate(years, start=1))
    parts, wholes = sum(part for part, _ in years), sum(whole for _, whole in years)
    part_times = sum(part * time for time, (part, _) in timed)
    whole_times = sum(whole * time for time, (_, whole) in timed)
    whole_squares = sum(whole * time**2 for time, (_, whole) in timed)
    above = wholes * (wholes * part_times - parts * whole_times) ** 2
    below = parts * (wholes - parts) * (wholes * whole_squares - whole_times**2)
    return float(Fraction(above, below))


def ours(years: Sequence[Year], form: str) -> dict[str, object]:
    rows = [("one", 0, place, *year) for place, year in enumerate(years)]
    charts = pl.DataFrame({"chart": ["one"], "form": [form], "window": ["year"]})
    return trends(pl.DataFrame(rows, schema=YEARS, orient="row"), charts).row(0, named=True)


@st.composite
def series(draw: st.DrawFn) -> tuple[list[Year], str]:
    """Draw an annual series: any years, or years that mostly rise or fall."""
    form = draw(st.sampled_from(sorted(YEARS_OF)))
    years = draw(st.lists(YEARS_OF[form], min_size=3, max_size=7))
    if draw(st.booleans()):
        years.sort(key=lambda year: year[0] / (year[1] or 1), reverse=draw(st.booleans()))
    return years, form


@settings(max_examples=300, deadline=None)
@given(series())
def test_the_trend_equals_the_written_rule(drawn: tuple[list[Year], str]) -> None:
    years, form = drawn
    expected, found = plain_trend(years, form), ours(years, form)
    if isinstance(expected, str):
        assert (found["trend"], found["not_tested"]) == (None, expected)
        return
    said, chi_squared, agree = expected
    assert (found["trend"], found["slopes_agree"], found["not_tested"]) == (said, agree, None)
    assert found["chi_squared"] == pytest.approx(chi_squared, rel=1e-9, abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(st.lists(SOME_OF_ALL, min_size=5, max_size=5))
def test_the_test_of_shares_is_statsmodels_but_for_one_in_the_number_of_children(
    years: list[Year],
) -> None:
    table = Table(np.array([[part, whole - part] for part, whole in years]), shift_zeros=False)
    theirs = table.test_ordinal_association(np.arange(1, 6), np.array([1, 0]))
    everyone = sum(whole for _, whole in years)
    expected = theirs.zscore**2 * everyone / (everyone - 1)
    assert ours(years, "percentage")["chi_squared"] == pytest.approx(expected, rel=1e-9, abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(st.lists(AMONG_SOME, min_size=5, max_size=5))
def test_the_test_of_rates_is_statsmodels_regression_with_known_weights(years: list[Year]) -> None:
    rates = [events / whole for events, whole in years]
    weights = [1 / error_of_rate(*each) ** 2 for each in years]
    fitted = sm.WLS(rates, sm.add_constant(np.arange(1, 6)), weights).fit(
        cov_type="fixed scale", cov_kwds={"scale": 1.0}
    )
    found = ours(years, "rate per 10,000")["chi_squared"]
    assert found == pytest.approx(float(fitted.tvalues[1]) ** 2, rel=1e-9, abs=1e-9)
