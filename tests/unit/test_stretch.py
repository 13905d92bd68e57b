"""Stretches: months in a row that are no period, as files and people write them."""

import pytest

from safeboard.vocabulary.period import Period, UnknownPeriodError
from safeboard.vocabulary.stretch import Stretch, covering, parse_covered, shortest_first

APRIL_2017 = 2017 * 12 + 3


@pytest.mark.parametrize(
    ("first", "last", "code", "shown"),
    [
        (0, 5, "2017-04-to-2017-09", "April to September 2017"),
        (0, 8, "2017-04-to-2017-12", "April to December 2017"),
        (3, 14, "2017-07-to-2018-06", "July 2017 to June 2018"),
        (1, 3, "2017-05-to-2017-07", "May to July 2017"),
        (0, 0, "2017-04", "April 2017"),
        (0, 2, "2017-18-Q1", "Q1 2017/18"),
        (0, 11, "2017-18", "2017/18"),
    ],
)
def test_months_in_a_row_are_a_period_where_there_is_one_and_a_stretch_elsewhere(
    first: int, last: int, code: str, shown: str
) -> None:
    made = covering(APRIL_2017 + first, APRIL_2017 + last)
    assert (made.code, str(made)) == (code, shown)
    assert parse_covered(code) == made


def test_a_stretch_has_a_first_and_a_last_day() -> None:
    made = Stretch(APRIL_2017, APRIL_2017 + 5)
    assert (made.first_day.isoformat(), made.last_day.isoformat()) == ("2017-04-01", "2017-09-30")


@pytest.mark.parametrize(
    "text",
    ["2017-04-to-2017-06", "2017-04-to-2017-04", "2017-09-to-2017-04", "2017-04-to-2018", "spring"],
)
def test_what_is_no_stretch_or_has_another_name_is_refused(text: str) -> None:
    with pytest.raises(UnknownPeriodError, match=f"'{text}' is not a period"):
        parse_covered(text)


def test_months_come_before_quarters_and_quarters_before_what_is_longer() -> None:
    codes = ["2017-18", "2017-18-Q2", "2017-09", "2017-04-to-2017-09", "2017-08", "2017-09"]
    assert [each.code for each in shortest_first(map(parse_covered, codes))] == [
        "2017-08", "2017-09", "2017-18-Q2", "2017-04-to-2017-09", "2017-18",
    ]  # fmt: skip


def test_a_period_that_is_one_is_the_same_whoever_asks() -> None:
    assert covering(APRIL_2017, APRIL_2017 + 2) == Period.quarter(2017, 1)
