"""A funnel equals the written rule: one figure, and one number of events, at a time."""

from math import exp, lgamma, log, sqrt
from statistics import NormalDist

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeboard.assurance.position.funnel import rate_limits, with_funnel
from tests.properties.plain_position import Counts, plain_position

LEVELS = st.sampled_from([0.95, 0.998])


def chance_of_as_many(events: int, expected: float) -> float:
    """Return the chance of so many Poisson events or more, term by term."""
    fewer = (exp(-expected + k * log(expected) - lgamma(k + 1)) for k in range(events))
    return 1 - sum(fewer)


def plain_expected(events: int, chance: float) -> float:
    """Return by halving how many have to be expected for so many or more to have that chance."""
    low, high = 1e-9, 4.0 * events + 40
    for _ in range(200):
        middle = (low + high) / 2
        if chance_of_as_many(events, middle) < chance:
            low = middle
        else:
            high = middle
    return (low + high) / 2


@settings(max_examples=60, deadline=None)
@given(events=st.integers(1, 150), exposure=st.integers(1, 50_000), level=LEVELS)
def test_a_rates_limits_pass_through_every_number_of_events_where_the_rule_has_it(
    events: int, exposure: int, level: float
) -> None:
    tail = (1 - level) / 2
    too_many, too_few = plain_expected(events, tail), plain_expected(events + 1, 1 - tail)
    whole = np.full(2, float(exposure))
    lower, upper = rate_limits(np.array([too_few, too_many]) / exposure, whole, level)
    assert upper[1] * exposure == pytest.approx(events, rel=1e-9)
    assert lower[0] * exposure == pytest.approx(events, rel=1e-9)


def plain_place(figure: Counts, average: float) -> str:
    """Return where a figure lies: a share by its distance, a rate as the average compares."""
    assert figure.part is not None
    assert figure.whole
    if figure.form != "percentage":
        said = plain_position(figure, "neutral", average)
        assert said
        way = {"higher": "above", "lower": "below"}.get(said[0].removeprefix("much "))
        return f"{way} the {said[1]} limit" if way else "within the limits"
    share, base = figure.part / figure.whole, average / 100
    error = sqrt(base * (1 - base) / figure.whole)
    near, far = (NormalDist().inv_cdf((1 + level) / 2) * error for level in (0.95, 0.998))
    if base - near <= 0 and base + near >= 1:
        return "too small"
    way = "above" if share > base else "below"
    if abs(share - base) > far:
        return f"{way} the 99.8% limit"
    return f"{way} the 95% limit" if abs(share - base) > near else "within the limits"


@st.composite
def figures(draw: st.DrawFn) -> tuple[Counts, float]:
    """Draw a figure, and an average that it is as often near as not."""
    form = draw(st.sampled_from(["percentage", "rate per 10,000"]))
    whole = draw(st.one_of(st.integers(1, 20), st.integers(1, 3_000)))
    part = draw(st.one_of(st.integers(0, whole), st.integers(0, min(whole, 15))))
    figure = Counts(form, part, whole)
    near = figure.multiplier * part / whole + draw(st.integers(-40, 40)) / 3
    return figure, min(max(near, 1.0), 99.0) if form == "percentage" else max(near, 0.25)


@settings(max_examples=100, deadline=None)
@given(drawn=st.lists(figures(), min_size=1, max_size=8))
def test_every_place_equals_the_written_rule(drawn: list[tuple[Counts, float]]) -> None:
    rows = [(each.form, each.part, each.whole, each.multiplier, average) for each, average in drawn]
    names = ["form", "numerator", "denominator", "multiplier", "average"]
    ours = with_funnel(pl.DataFrame(rows, schema=names, orient="row"))
    assert ours["place"].to_list() == [plain_place(each, average) for each, average in drawn]
