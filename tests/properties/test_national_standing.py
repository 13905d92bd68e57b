"""Ranks, quartiles, bands and neighbours equal the written rule, followed one value at a time."""

from math import ceil, floor
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeboard.benchmarks.national.bands import bands
from safeboard.benchmarks.national.standing import Mode, Years
from tests.unit.national_tool import AUTHORITIES, a_tool

Given = dict[int, float | None]

# Few different values, so that ties and values on an edge are common; and some that are anything.
NUMBERS = st.one_of(
    st.none(),
    st.integers(0, 6).map(float),
    st.sampled_from([0.1, 0.2, 0.30000000000000004, 0.3]),
    st.floats(-1e6, 1e6, allow_nan=False, allow_subnormal=False),
)


def of_authorities() -> st.SearchStrategy[Given]:
    return st.fixed_dictionaries(dict.fromkeys(AUTHORITIES, NUMBERS))


def plain_quartile(values: list[float], part: float) -> float | None:
    """Return R's quantile of type 7, as `quantile` in R works it out."""
    if not values:
        return None
    in_order = sorted(values)
    place = 1 + (len(in_order) - 1) * part
    low, high = in_order[floor(place) - 1], in_order[ceil(place) - 1]
    share = place - floor(place)
    return (1 - share) * low + share * high if share > 0 and high != low else low


def plain_rank(value: float | None, values: list[float], polarity: str) -> int | None:
    """Return one more than how many are better."""
    if value is None or polarity == "neutral":
        return None
    better = [each for each in values if (each < value if polarity == "low" else each > value)]
    return 1 + len(better)


def plain_band(value: float | None, values: list[float], polarity: str) -> str | None:
    """Return the band whose upper edge is the first that the value does not pass."""
    if polarity == "neutral":
        return "-"
    if value is None:
        return None
    letters = "ABCD" if polarity == "low" else "DCBA"
    for part, letter in zip((0.25, 0.5, 0.75), letters, strict=False):
        edge = plain_quartile(values, part)
        assert edge is not None
        if value <= edge:
            return letter
    return letters[3]


@settings(max_examples=60, deadline=None)
@given(of_year=of_authorities(), polarity=st.sampled_from(["low", "high", "neutral"]))
def test_each_authority_stands_where_the_rule_puts_it(of_year: Given, polarity: str) -> None:
    table = bands(a_tool({"2018": of_year}, polarity=polarity), Years("all"), Mode.NATIONAL)
    values = [each for each in of_year.values() if each is not None]
    for row in table.iter_rows(named=True):
        value = of_year[int(row["la_number"])]
        assert row["rank"] == plain_rank(value, values, polarity)
        assert row["band"] == plain_band(value, values, polarity)
        assert [row["q25"], row["q50"], row["q75"]] == [
            plain_quartile(values, part) for part in (0.25, 0.5, 0.75)
        ]


@settings(max_examples=60, deadline=None)
@given(of_year=of_authorities())
def test_neighbours_have_the_mean_and_median_of_those_with_a_value(of_year: Given) -> None:
    table = bands(a_tool({"2018": of_year}), Years("all"), Mode.NATIONAL)
    for row in table.iter_rows(named=True):
        others = [value for area, value in of_year.items() if area != int(row["la_number"])]
        known = [value for value in others if value is not None]
        assert row["neighbours_with_value"] == len(known)
        if not known:
            assert (row["neighbour_mean"], row["neighbour_median"]) == (None, None)
        else:
            mean = sum(known) / len(known)
            assert row["neighbour_mean"] == pytest.approx(mean, rel=1e-9, abs=1e-9)
            assert row["neighbour_median"] == pytest.approx(median(known), rel=1e-12)


@settings(max_examples=30, deadline=None)
@given(years=st.lists(of_authorities(), min_size=1, max_size=4))
def test_a_change_is_from_the_year_before_where_both_have_a_value(years: list[Given]) -> None:
    tool = a_tool({str(2015 + number): values for number, values in enumerate(years)})
    table = bands(tool, Years("all"), Mode.NATIONAL)
    for row in table.iter_rows(named=True):
        area, number = int(row["la_number"]), int(row["year"]) - 2015
        value = years[number][area]
        before = years[number - 1][area] if number else None
        expected = None if value is None or before is None else value - before
        assert row["change"] == expected
