"""Periods: months, financial quarters and years, as people and files write them."""

from collections.abc import Iterable
from datetime import date

import pytest

from safeboard.vocabulary.period import Period, PeriodKind, UnknownPeriodError

WRITTEN = [
    ("2018-01", "January 2018", date(2018, 1, 1), date(2018, 1, 31), 31),
    ("2012-04", "April 2012", date(2012, 4, 1), date(2012, 4, 30), 30),
    ("2018-02", "February 2018", date(2018, 2, 1), date(2018, 2, 28), 28),
    ("2020-02", "February 2020", date(2020, 2, 1), date(2020, 2, 29), 29),
    ("2012-12", "December 2012", date(2012, 12, 1), date(2012, 12, 31), 31),
    ("2017-18-Q1", "Q1 2017/18", date(2017, 4, 1), date(2017, 6, 30), 91),
    ("2017-18-Q2", "Q2 2017/18", date(2017, 7, 1), date(2017, 9, 30), 92),
    ("2017-18-Q3", "Q3 2017/18", date(2017, 10, 1), date(2017, 12, 31), 92),
    ("2017-18-Q4", "Q4 2017/18", date(2018, 1, 1), date(2018, 3, 31), 90),
    ("2019-20-Q4", "Q4 2019/20", date(2020, 1, 1), date(2020, 3, 31), 91),
    ("2017-18", "2017/18", date(2017, 4, 1), date(2018, 3, 31), 365),
    ("2019-20", "2019/20", date(2019, 4, 1), date(2020, 3, 31), 366),
    ("2012-13", "2012/13", date(2012, 4, 1), date(2013, 3, 31), 365),
    ("2099-00", "2099/00", date(2099, 4, 1), date(2100, 3, 31), 365),
]


@pytest.mark.parametrize(("code", "shown", "first", "last", "days"), WRITTEN)
def test_a_period_is_read_shown_and_measured_by_the_calendar(
    code: str, shown: str, first: date, last: date, days: int
) -> None:
    period = Period.parse(code)
    assert (period.code, str(period)) == (code, shown)
    assert (period.first_day, period.last_day, period.days) == (first, last, days)


def test_a_period_is_the_same_however_it_was_made() -> None:
    assert Period.parse("2018-01") == Period.month(2018, 1)
    assert Period.parse("2017-18-Q4") == Period.quarter(2017, 4)
    assert Period.parse("2017-18") == Period.year(2017)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2018",
        "2018-1",
        "2018-00",
        "2018-13",
        "2017-19",
        "2017-17",
        "2017-18-Q0",
        "2017-18-Q5",
        "2017-18-q4",
        "2017/18",
        "Q4 2017/18",
        "2018-01-31",
        " 2018-01",
        "2018-01\n",
        "\uff12\uff10\uff11\uff18-01",
    ],
)
def test_a_text_that_is_no_period_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(UnknownPeriodError) as caught:
        Period.parse(text)
    assert str(caught.value) == (
        f"'{text}' is not a period. Write a month as 2018-01, a quarter as 2017-18-Q4, "
        "a financial year as 2017-18; the earliest is April 2012."
    )


@pytest.mark.parametrize("code", ["2011-12", "2012-03", "2011-12-Q4", "2010-11", "2001-02"])
def test_before_april_2012_where_a_month_and_a_year_are_written_alike_nothing_is_read(
    code: str,
) -> None:
    with pytest.raises(UnknownPeriodError):
        Period.parse(code)


def codes(periods: Iterable[Period]) -> list[str]:
    return [period.code for period in periods]


def test_a_year_has_four_quarters_and_twelve_months_from_april_to_march() -> None:
    year = Period.parse("2017-18")
    assert codes(year.parts(PeriodKind.QUARTER)) == [
        "2017-18-Q1", "2017-18-Q2", "2017-18-Q3", "2017-18-Q4",
    ]  # fmt: skip
    assert codes(year.parts(PeriodKind.MONTH)) == [
        "2017-04", "2017-05", "2017-06", "2017-07", "2017-08", "2017-09",
        "2017-10", "2017-11", "2017-12", "2018-01", "2018-02", "2018-03",
    ]  # fmt: skip
    assert codes(year.parts(PeriodKind.YEAR)) == ["2017-18"]


def test_a_quarter_is_made_of_no_year_and_a_month_of_no_quarter() -> None:
    assert codes(Period.parse("2017-18-Q4").parts(PeriodKind.YEAR)) == []
    assert codes(Period.parse("2018-01").parts(PeriodKind.QUARTER)) == []


@pytest.mark.parametrize(
    ("code", "kind", "ending"),
    [
        ("2018-03", PeriodKind.QUARTER, "2017-18-Q4"),
        ("2018-03", PeriodKind.YEAR, "2017-18"),
        ("2018-02", PeriodKind.QUARTER, None),
        ("2017-18-Q4", PeriodKind.YEAR, "2017-18"),
        ("2017-18-Q3", PeriodKind.YEAR, None),
        ("2017-18-Q3", PeriodKind.MONTH, "2017-12"),
        ("2017-18", PeriodKind.QUARTER, "2017-18-Q4"),
        ("2017-18", PeriodKind.MONTH, "2018-03"),
    ],
)
def test_the_period_of_another_kind_that_ends_on_the_same_day(
    code: str, kind: PeriodKind, ending: str | None
) -> None:
    found = Period.parse(code).ending(kind)
    assert (found.code if found else None) == ending


@pytest.mark.parametrize(
    ("code", "year"),
    [("2018-03", "2017-18"), ("2018-04", "2018-19"), ("2017-18-Q1", "2017-18")],
)
def test_the_financial_year_turns_on_the_first_of_april(code: str, year: str) -> None:
    assert Period.parse(code).financial_year.code == year


def test_the_period_before_and_the_same_period_a_year_before() -> None:
    assert Period.parse("2017-18-Q1").earlier().code == "2016-17-Q4"
    assert Period.parse("2018-01").earlier().code == "2017-12"
    assert Period.parse("2017-18").earlier(2).code == "2015-16"
    assert Period.parse("2017-18-Q1").year_before().code == "2016-17-Q1"
    assert Period.parse("2020-02").year_before().code == "2019-02"


def test_a_period_contains_itself_and_what_lies_within_it() -> None:
    quarter = Period.parse("2017-18-Q4")
    assert quarter.contains(quarter)
    assert quarter.contains(Period.parse("2018-02"))
    assert not quarter.contains(Period.parse("2018-04"))
    assert not quarter.contains(Period.parse("2017-18"))


def test_periods_are_ordered_by_where_they_end_and_the_shorter_comes_first() -> None:
    ordered = ["2017-18-Q3", "2018-01", "2018-03", "2017-18-Q4", "2017-18", "2018-04"]
    assert codes(sorted(Period.parse(code) for code in reversed(ordered))) == ordered
