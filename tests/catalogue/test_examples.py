"""Every indicator's worked examples hold, worked here once more by hand with exact fractions."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from safeboard.catalogue import library
from safeboard.catalogue.indicator import Example, Indicator

MULTIPLIERS = {"count": 1, "percentage": 100, "rate per 10,000": 10_000}

INDICATORS = list(library.read().indicators.values())
EXAMPLES = [
    pytest.param(indicator, example, id=f"{indicator.code}: {example.name}")
    for indicator in INDICATORS
    for example in indicator.examples
]


def figure(numerator: int | None, denominator: int | None, indicator: Indicator) -> str:
    """Return the figure as it is written in a table, from two counts."""
    if numerator is None or (indicator.denominator and denominator is None):
        return "[x]"
    if denominator == 0:
        return "[z]"
    exact = Fraction(numerator, denominator or 1) * MULTIPLIERS[indicator.form]
    places = Decimal(10) ** -indicator.decimals
    return str((Decimal(exact.numerator) / exact.denominator).quantize(places, ROUND_HALF_UP))


def written(expected: object, indicator: Indicator) -> str:
    """Return what an example expects as it is written in a table."""
    if isinstance(expected, str):
        return expected
    return f"{expected:.{indicator.decimals}f}"


@pytest.mark.parametrize(("indicator", "example"), EXAMPLES)
def test_a_worked_example_holds(indicator: Indicator, example: Example) -> None:
    numerators = example.given.get(indicator.numerator)
    denominator = example.given.get(indicator.denominator or "")
    if isinstance(numerators, dict):
        if indicator.denominator == "whole":
            denominator = sum(numerators.values())
        assert isinstance(example.expect, dict)
        for category, count in numerators.items():
            of = denominator[category] if isinstance(denominator, dict) else denominator
            expected = written(example.expect[category], indicator)
            assert figure(count, of, indicator) == expected
    else:
        assert not isinstance(denominator, dict)
        assert figure(numerators, denominator, indicator) == written(example.expect, indicator)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.code)
def test_an_indicator_has_an_example_with_a_figure_and_one_at_the_edge(
    indicator: Indicator,
) -> None:
    expected = [
        value
        for example in indicator.examples
        for value in (
            example.expect.values() if isinstance(example.expect, dict) else [example.expect]
        )
    ]
    assert len(indicator.examples) >= 2
    assert any(isinstance(value, int | float) and value > 0 for value in expected)
    assert any(value in (0, "[x]", "[z]") for value in expected)
    if indicator.denominator:
        assert "[z]" in expected
