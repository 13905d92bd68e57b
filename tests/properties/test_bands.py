"""Bands follow the national tool's rule, whatever the value, the quartiles and the polarity."""

from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from safeboard.benchmarks.comparison import compare
from safeboard.benchmarks.published import DISTRIBUTIONS
from safeboard.indicators.figures import FIGURES
from safeboard.vocabulary.period import Period
from tests.builders import benchmark, catalogue, percentage
from tests.unit.test_comparison import AS_OF, year

PERIOD = Period.parse("2017-18-Q4")
TENTHS = st.integers(0, 1000).map(lambda number: Decimal(number) / 10)
THOUSANDTHS = st.integers(0, 100_000).map(lambda number: Decimal(number) / 1000)
CATALOGUE = {
    polarity: catalogue(percentage(window="year to date", polarity=polarity, benchmark=benchmark()))
    for polarity in ("low", "high")
}
LETTERS = {"low": "ABCD", "high": "DCBA"}


def bands(values: list[Decimal], quartiles: list[Decimal], polarity: str) -> list[str]:
    """Return the bands of areas with these values."""
    figures = pl.DataFrame(
        [
            {
                "area": f"{number:03}",
                "indicator": "seen-in-time",
                "window": "year to date",
                "period": PERIOD.code,
                "dimension": "",
                "category": "",
                "definition": "2012-04-01",
                "numerator": 1,
                "denominator": 1,
                "value": value,
                "reason": "",
                "flags": "",
            }
            for number, value in enumerate(values)
        ],
        schema=FIGURES,
    )
    edges = {f"quartile_{number}": edge for number, edge in enumerate(quartiles, start=1)}
    published = pl.DataFrame([year("2017-18", **edges)], schema=DISTRIBUTIONS)
    made = compare(figures, CATALOGUE[polarity], published, PERIOD, AS_OF)
    return made["band"].to_list()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(TENTHS, min_size=1, max_size=20),
    st.lists(st.one_of(TENTHS, THOUSANDTHS), min_size=3, max_size=3).map(sorted),
    st.sampled_from(["low", "high"]),
)
def test_a_band_is_the_number_of_quartiles_that_a_value_lies_above(
    values: list[Decimal], quartiles: list[Decimal], polarity: str
) -> None:
    values = [*values, *(edge.quantize(Decimal("0.1")) for edge in quartiles)]
    plain = [LETTERS[polarity][sum(value > edge for edge in quartiles)] for value in values]
    assert bands(values, quartiles, polarity) == plain


@settings(max_examples=20, deadline=None)
@given(
    st.lists(TENTHS, min_size=2, max_size=20).map(sorted),
    st.lists(THOUSANDTHS, min_size=3, max_size=3).map(sorted),
)
def test_a_lower_value_never_has_a_worse_band_where_low_is_good(
    values: list[Decimal], quartiles: list[Decimal]
) -> None:
    assert bands(values, quartiles, "low") == sorted(bands(values, quartiles, "low"))
    high = bands(values, quartiles, "high")
    assert high == sorted(high, reverse=True)
