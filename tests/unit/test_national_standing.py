"""Ranks, bands, changes and neighbours in a national tool of five authorities, worked by hand."""

import polars as pl
import pytest

from safeboard.benchmarks.national.bands import bands
from safeboard.benchmarks.national.standing import Mode, Years
from tests.unit.national_tool import (
    ENGLAND,
    NORTH_EAST,
    NORTH_WEST,
    Values,
    a_tool,
    column,
    of_authorities,
)


def latest(
    values: Values,
    mode: Mode = Mode.NATIONAL,
    *,
    polarity: str = "low",
    unit: str = "% of visits",
    has_bands: bool = True,
) -> pl.DataFrame:
    tool = a_tool(values, polarity=polarity, unit=unit, has_bands=has_bands)
    return bands(tool, Years("latest"), mode)


def test_the_lowest_is_first_where_low_is_good() -> None:
    table = latest({"2018": of_authorities(10, 20, 30, 40, 50)})
    assert column(table, "rank") == [1, 2, 3, 4, 5]
    # The quartiles are 20, 30 and 40, and each belongs to the band below it.
    assert column(table, "band") == ["A", "A", "B", "C", "D"]


def test_the_highest_is_first_where_high_is_good_and_a_quartile_belongs_below() -> None:
    table = latest({"2018": of_authorities(10, 20, 30, 40, 50)}, polarity="high")
    assert column(table, "rank") == [5, 4, 3, 2, 1]
    assert column(table, "band") == ["D", "D", "C", "B", "A"]


def test_quartiles_lie_between_values_in_proportion() -> None:
    table = latest({"2018": of_authorities(1, 2, 4, 8, None)})
    # Of four values the quartiles stand at places 1.75, 2.5 and 3.25.
    assert table.select("q25", "q50", "q75").row(0) == (1.75, 3.0, 5.0)
    assert column(table, "of") == [4] * 5


def test_equal_values_share_the_better_rank_and_the_next_is_left_out() -> None:
    table = latest({"2018": of_authorities(10, 10, 30, None, 50)})
    assert column(table, "rank") == [1, 1, 3, None, 4]


def test_an_authority_without_a_value_has_neither_rank_nor_band() -> None:
    table = latest({"2018": of_authorities(10, 20, 30, 40, None)})
    assert table.select("rank", "band").row(-1) == (None, None)


@pytest.mark.parametrize(("polarity", "has_bands"), [("neutral", True), ("low", False)])
def test_a_measure_without_bands_says_so(polarity: str, *, has_bands: bool) -> None:
    values = {"2018": of_authorities(10, 20, 30, 40, 50)}
    table = latest(values, polarity=polarity, has_bands=has_bands)
    assert column(table, "band") == ["-"] * 5


def test_where_neither_way_is_good_there_is_no_rank() -> None:
    table = latest({"2018": of_authorities(10, 20, 30, 40, 50)}, polarity="neutral")
    assert column(table, "rank") == [None] * 5


def test_a_change_is_from_the_row_before_even_if_a_year_is_left_out() -> None:
    years = {"2016": of_authorities(5, 5, None, 5, 5), "2018": of_authorities(7, 4, 5, None, 5)}
    table = latest(years)
    assert column(table, "change") == [2, -1, None, None, 0]
    assert column(table, "direction") == ["up", "down", None, None, "level"]


def test_the_latest_year_is_one_for_all_even_where_an_authority_has_no_value() -> None:
    years = {"2017": of_authorities(1, 2, 3, 4, 5), "2018": of_authorities(None, 2, 3, 4, 5)}
    assert latest(years)["year"].unique().to_list() == ["2018"]


def test_neighbours_are_summed_up_over_those_with_a_value() -> None:
    table = latest({"2018": of_authorities(1, 2, 3, 10, None)})
    # The first authority's neighbours have 2, 3, 10 and nothing; the last one's 1, 2, 3 and 10.
    assert column(table, "neighbours_with_value") == [3, 3, 3, 3, 4]
    assert table["neighbour_mean"].to_list()[0::4] == [5, 4]
    assert table["neighbour_median"].to_list()[0::4] == [3, 2.5]


def test_without_any_neighbours_value_there_is_no_mean() -> None:
    table = latest({"2018": of_authorities(1, None, None, None, None)})
    assert table.select("neighbour_mean", "neighbour_median", "neighbours_with_value").row(0) == (
        None,
        None,
        0,
    )


def test_an_england_above_all_its_regions_is_left_out_when_corrected() -> None:
    nation = {ENGLAND: 100.0, NORTH_EAST: 20.0, NORTH_WEST: 30.0}
    years = {"2018": of_authorities(10, 20, 30, 40, 50) | nation}
    assert column(latest(years), "england") == [100.0] * 5
    corrected = latest(years, Mode.CORRECTED)
    assert column(corrected, "england") == [None] * 5
    said = "England is left out: its rate lies outside the range of its regions'"
    assert column(corrected, "remarks") == [said] * 5


def test_an_england_of_a_number_may_be_above_its_regions() -> None:
    nation = {ENGLAND: 100.0, NORTH_EAST: 20.0, NORTH_WEST: 30.0}
    years = {"2018": of_authorities(10, 20, 30, 40, 50) | nation}
    corrected = latest(years, Mode.CORRECTED, unit="Number of children")
    assert column(corrected, "england") == [100.0] * 5


@pytest.mark.parametrize(
    ("year", "ranked"), [("2023", True), ("2024", False), ("2022-23", True), ("2023/24", False)]
)
def test_an_abolished_authority_counts_until_its_last_day(year: str, *, ranked: bool) -> None:
    years = {year: of_authorities(10, 20, 30, 40, 50) | {909: 0.0}}
    assert latest(years)["of"].to_list() == [6] * 6
    corrected = latest(years, Mode.CORRECTED)
    assert corrected["la_number"].to_list()[-1] == ("909" if ranked else "305")
    left_out = "" if ranked else "what was abolished is left out (1)"
    assert corrected["remarks"].unique().to_list() == [left_out]


def test_ties_that_arithmetic_broke_are_ties_when_corrected() -> None:
    years = {"2018": of_authorities(95.4, 95.399999999999991, 10, 20, 30)}
    assert latest(years)["rank"].to_list() == [5, 4, 1, 2, 3]
    corrected = latest(years, Mode.CORRECTED)
    assert corrected["rank"].to_list() == [4, 4, 1, 2, 3]
    assert column(corrected, "remarks") == ["values that only arithmetic told apart are ties"] * 5


def test_a_distribution_with_many_missing_is_said_to_be_so() -> None:
    years = {"2018": of_authorities(1, 2, None, None, 5)}
    remark = latest(years, Mode.CORRECTED)["remarks"].to_list()[0]
    assert remark == "2 of 5 authorities have no value"
