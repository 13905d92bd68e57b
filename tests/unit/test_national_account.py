"""What is said of one authority in one measure, and the ranges that are printed for bands."""

import pytest

from safeboard.benchmarks.national.account import Place, account
from safeboard.benchmarks.national.labels import labels, rounded
from safeboard.benchmarks.national.standing import Mode
from tests.unit.national_tool import ENGLAND, NORTH_EAST, Values, a_tool, of_authorities

TWO_YEARS: Values = {
    "2017": of_authorities(10, 20, 30, 40, 50) | {ENGLAND: 30.0, NORTH_EAST: 31.0},
    "2018": of_authorities(12, 20, 25, 40, None) | {ENGLAND: 29.0, NORTH_EAST: 28.0},
}


def told(area: int, year: str = "latest", polarity: str = "low") -> list[str]:
    place = Place("Visits in time", year, area)
    return account(a_tool(TWO_YEARS, polarity=polarity), place, Mode.NATIONAL)


def test_a_rise_is_worse_where_low_is_good() -> None:
    assert told(301) == [
        "Visits in time, 2018: Authority 301 (301)",
        "Its value is 12.0 (% of visits). Low is good.",
        "That is 2.0 more than in the tool's year before, which is worse.",
        "It is number 1 of 4 authorities with a value; 1 is best.",
        "It is in band A. The quartiles are 18, 22.5, 28.75; printed, A is 12 to 18; "
        "B is 18.1 to 22.5; C is 22.6 to 28.8; D is 28.9 to 40.",
        "England: 29.0; North East: 28.0.",
        "Statistical neighbours: a mean of 28.3 and a median of 25.0; 3 of the 10 have a value.",
    ]


def test_a_fall_is_worse_where_high_is_good() -> None:
    assert told(303, polarity="high")[2] == (
        "That is 5.0 less than in the tool's year before, which is worse."
    )


def test_a_fall_is_only_a_fall_where_neither_way_is_good() -> None:
    lines = told(303, polarity="neutral")
    assert lines[1:4] == [
        "Its value is 25.0 (% of visits). Neither way is good.",
        "That is 5.0 less than in the tool's year before.",
        "It is not ranked among the 4 authorities with a value.",
    ]


def test_what_did_not_change_is_said_so() -> None:
    assert told(302)[2] == "It is what it was in the tool's year before."


def test_the_first_year_has_nothing_to_be_compared_with() -> None:
    assert told(302, "2017")[2] == "There is no earlier value to measure a change from."


def test_without_a_value_the_others_are_still_told() -> None:
    lines = told(305)
    assert lines[1] == "It has no value. The tool does not say why: it may be suppressed."
    assert lines[2] == "England: 29.0; North East: 28.0."


@pytest.mark.parametrize(("area", "year"), [(999, "latest"), (301, "1999")])
def test_where_there_is_no_such_row_nothing_is_told(area: int, year: str) -> None:
    assert told(area, year) == []


def test_all_years_are_told_one_after_the_other() -> None:
    lines = told(301, "all")
    assert [line for line in lines if line.startswith("Visits in time")] == [
        "Visits in time, 2017: Authority 301 (301)",
        "Visits in time, 2018: Authority 301 (301)",
    ]


def test_the_range_of_band_c_overlaps_that_of_b_in_the_tool_and_not_when_corrected() -> None:
    edges = (10.0, 20.0, 30.0, 40.0, 50.0)
    national = labels(edges, "high", 1, Mode.NATIONAL)
    assert national == {
        "A": "50 to 40.1",
        "B": "40 to 30.1",
        "C": "30.1 to 20.1",
        "D": "20 to 10",
    }
    assert labels(edges, "high", 1, Mode.CORRECTED) == {**national, "C": "30 to 20.1"}


def test_there_is_no_range_where_neither_way_is_good() -> None:
    assert labels((1, 2, 3, 4, 5), "neutral", 1, Mode.NATIONAL) == {}


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    # As R 4 answers: 4.45 lies nearer to 4.4 than to 4.5 as doubles do, and 2.5 is a tie.
    [
        (4.45, 1, 4.4),
        (2.5, 0, 2.0),
        (3.5, 0, 4.0),
        (16.25, 1, 16.2),
        (24.025, 1, 24.0),
        (-0.5, 0, 0.0),
    ],
)
def test_a_range_is_rounded_as_r_rounds(value: float, decimals: int, expected: float) -> None:
    assert rounded(value, decimals) == expected
