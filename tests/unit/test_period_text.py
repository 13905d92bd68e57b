"""Periods as people write them: exact tables, written out by hand."""

import pytest

from safeboard.vocabulary.period import Period
from safeboard.vocabulary.period_text import find_covered, find_period


def code(text: str, within: str = "") -> str | None:
    """Return the code of the period that a text means."""
    found = find_period(text, Period.parse(within) if within else None)
    return found.code if found else None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2018-01", "2018-01"),
        ("January 2018", "2018-01"),
        ("JANUARY  2018", "2018-01"),
        ("January\u00a02018", "2018-01"),
        ("Jan 2018", "2018-01"),
        ("Jan. 2018", "2018-01"),
        ("Jan-18", "2018-01"),
        ("Jan\u201318", "2018-01"),
        ("Jan 18", "2018-01"),
        ("January 18", "2018-01"),
        ("Jan '18", "2018-01"),
        ("Jan18", "2018-01"),
        ("January, 2018", "2018-01"),
        ("2018 Jan", "2018-01"),
        ("01/2018", "2018-01"),
        ("1/2018", "2018-01"),
        ("Sept 2017", "2017-09"),
        ("May 2017", "2017-05"),
        ("January 2017/18", "2018-01"),
        ("April 2017/18", "2017-04"),
        ("Jan Q4 2017/18", "2018-01"),
        ("February 2018 2017/18 Qtr 4", "2018-02"),
        ("2018-01-01", "2018-01"),
        ("2018-01-01 00:00:00", "2018-01"),
        ("43101", "2018-01"),
        ("43191", "2018-04"),
    ],
)
def test_a_month_is_read_as_people_write_it(text: str, meant: str) -> None:
    assert code(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        *("2017-18-Q4", "2017-18-q4", "Q4 2017/18", "q4 2017/18", "Q4 17/18", "Q4 2017-18"),
        *("Q4 2017/2018", "Q4, 2017/18", "Q4 (2017/18)", "Q4 - 2017/18", "Q 4 2017/18"),
        *("2017/18 Qtr 4", "2017/18 Q4", "2017-18 Quarter 4", "17/18 Q4", "Quarter 4 2017/18"),
        *(
            "4th quarter 2017/18",
            "Q4 FY17/18",
            "FY 2017/18 Q4",
            "Qtr4 2017 / 18",
            "Q4 2017\u201318",
        ),
        *("Jan-Mar 2018", "January to March 2018", "Jan - Mar 18", "Jan 2018 - Mar 2018"),
    ],
)
def test_a_quarter_is_read_as_people_write_it(text: str) -> None:
    assert code(text) == "2017-18-Q4"


@pytest.mark.parametrize(
    "text",
    [
        *("2017-18", "2017/18", "2017/2018", "2017-2018", "17/18", "FY17/18", "FY 2017/18"),
        *("Financial year 2017/18", "Year 2017/18", "year ending March 2018", "YE Mar 18"),
        *("Year to 31 March 2018", "April 2017 to March 2018", "Apr 17 - Mar 18"),
    ],
)
def test_a_financial_year_is_read_as_people_write_it(text: str) -> None:
    assert code(text) == "2017-18"


@pytest.mark.parametrize(
    "text",
    [
        # A quarter of the calendar, or of a financial year that starts or ends then?
        *("Q4 2017", "Q1 2018", "2018 Q1", "Quarter 4 2018"),
        # A calendar year, or a financial one?
        *("2018", "2017", "FY18", "FY2018", "Year 2018"),
        # December 2013, or the year 2012/13? January 2018, or the first to the eighteenth?
        *("12/13", "01/18", "1-18"),
        # The second of January, or the first of February?
        *("01/02/2018", "1.2.2018"),
        # A day, which is no period.
        *("2018-01-18", "2018-01-31", "43102", "31 March 2018", "18 January"),
        # Years that do not follow one another; stretches that are no quarter.
        *(
            "2017/19",
            "Q4 2017/19",
            "Apr Q4 2017/18",
            "Jan 2017 Q4 2017/18",
            "Feb-Apr 2018",
            "Jan-Feb 2018",
            "Jan 2017 - Mar 2018",
        ),
        # Before April 2012, when our periods begin.
        *("March 2012", "Q4 2011/12", "2011/12", "40909"),
        # Nothing that we know.
        *("", "Q5 2017/18", "Q4", "January", "Total", "2017/18 total", "Month 10", "P10 2017/18"),
        *("Janury 2018", "20178", "Q4 provisional", "99999", "13/2018"),
    ],
)
def test_what_is_not_certain_is_no_period(text: str) -> None:
    assert code(text) is None


@pytest.mark.parametrize(
    ("text", "within", "meant"),
    [
        ("Q4", "2017-18-Q4", "2017-18-Q4"),
        ("Qtr 4", "2017-18-Q4", "2017-18-Q4"),
        ("4th quarter", "2017-18-Q4", "2017-18-Q4"),
        ("Q1", "2017-18", "2017-18-Q1"),
        ("January", "2017-18-Q4", "2018-01"),
        ("Jan", "2017-18", "2018-01"),
        ("April", "2017-18", "2017-04"),
        ("January 2018", "2017-18-Q4", "2018-01"),
    ],
)
def test_within_a_return_a_name_alone_can_be_certain(text: str, within: str, meant: str) -> None:
    assert code(text, within) == meant


@pytest.mark.parametrize(
    ("text", "within"),
    [("Q1", "2017-18-Q4"), ("April", "2017-18-Q4"), ("Q4", "2018-01"), ("Total", "2017-18")],
)
def test_within_a_return_a_name_of_another_period_means_none(text: str, within: str) -> None:
    assert code(text, within) is None


@pytest.mark.parametrize("text", ["2018-01", "2017-18-Q4", "2017-18"])
def test_our_own_way_to_write_a_period_is_read_back(text: str) -> None:
    assert code(str(Period.parse(text))) == text


@pytest.mark.parametrize(
    ("text", "within", "meant"),
    [
        ("April to December 2017", "", "2017-04-to-2017-12"),
        ("Apr\u2013Dec 2017", "", "2017-04-to-2017-12"),
        ("Apr-17 to Dec-17", "", "2017-04-to-2017-12"),
        ("Apr-Dec", "2017-18-Q3", "2017-04-to-2017-12"),
        ("Apr-Dec", "", None),
        ("Dec to Feb", "2017-18-Q4", "2017-12-to-2018-02"),
        ("Jan-Dec", "2017-18-Q3", None),
        ("Jan-Dec 2017", "2017-18-Q3", "2017-01-to-2017-12"),
        ("July 2016 to June 2017", "", "2016-07-to-2017-06"),
        ("July to June 2017", "", "2016-07-to-2017-06"),
        ("Oct-Dec", "2017-18-Q3", "2017-18-Q3"),
        ("Apr-Mar 2018", "", "2017-18"),
        ("12 months to the end of Q1 2017/18", "", "2016-07-to-2017-06"),
        ("Rolling 12 months to Dec 2017", "", "2017-01-to-2017-12"),
        ("12 months to the end of Q4 2017/18", "", "2017-18"),
        ("12 months to summer", "", None),
        ("2017/18 to the end of Q3", "", "2017-04-to-2017-12"),
        ("2017/18 to the end of Q3 2016/17", "", None),
        ("2017-04-to-2017-12", "", "2017-04-to-2017-12"),
        ("2017-12-to-2017-04", "", None),
        ("October 2017 to April 2017", "", None),
        ("December to December 2017", "", None),
        ("April to December 2011", "", None),
        ("January 2018", "", "2018-01"),
        ("Year to date", "2017-18-Q3", None),
    ],
)
def test_a_stretch_is_read_where_its_months_are_certain(
    text: str, within: str, meant: str | None
) -> None:
    found = find_covered(text, Period.parse(within) if within else None)
    assert (found.code if found else None) == meant
