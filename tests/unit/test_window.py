"""Windows: the stretch that a figure covers, its days, and what it is compared with."""

import pytest

from safeboard.vocabulary.period import Period, PeriodKind
from safeboard.vocabulary.window import ComparedWith, ImpossibleWindowError, Window, WindowKind
from tests.builders import window


@pytest.mark.parametrize(
    ("kind", "period", "shown", "days"),
    [
        ("month", "2018-01", "January 2018", 31),
        ("quarter", "2017-18-Q4", "Q4 2017/18", 90),
        ("year to date", "2017-18-Q1", "2017/18 to the end of Q1", 91),
        ("year to date", "2017-18-Q3", "2017/18 to the end of Q3", 275),
        ("year to date", "2019-20-Q4", "2019/20", 366),
        ("year to date", "2018-05", "2018/19 to the end of May", 61),
        ("rolling 12 months", "2017-18-Q2", "12 months to the end of Q2 2017/18", 365),
        ("rolling 12 months", "2020-02", "12 months to the end of February 2020", 366),
        ("year", "2017-18", "2017/18", 365),
        ("snapshot", "2017-18-Q4", "31 March 2018", 0),
        ("snapshot", "2020-02", "29 February 2020", 0),
        ("snapshot", "2017-18", "31 March 2018", 0),
    ],
)
def test_a_window_is_shown_as_people_write_it_and_has_its_days_as_exposure(
    kind: str, period: str, shown: str, days: int
) -> None:
    made = window(kind, period)
    assert (str(made), made.days) == (shown, days)


def test_a_year_to_date_begins_in_april_and_other_windows_with_their_period() -> None:
    def spans(kind: str, period: str) -> tuple[str, str]:
        first, last = window(kind, period).span
        return Period(PeriodKind.MONTH, first).code, Period(PeriodKind.MONTH, last).code

    assert spans("year to date", "2017-18-Q3") == ("2017-04", "2017-12")
    assert spans("year to date", "2017-18-Q1") == ("2017-04", "2017-06")
    assert spans("quarter", "2017-18-Q3") == ("2017-10", "2017-12")
    assert spans("rolling 12 months", "2017-18-Q1") == ("2016-07", "2017-06")
    assert spans("rolling 12 months", "2018-01") == ("2017-02", "2018-01")
    assert spans("year to date", "2018-01") == ("2017-04", "2018-01")
    assert spans("year", "2017-18") == ("2017-04", "2018-03")
    assert spans("month", "2018-02") == ("2018-02", "2018-02")


def test_a_whole_year_and_rolling_twelve_months_are_twelve_months() -> None:
    assert window("rolling 12 months", "2017-18-Q1").is_twelve_months
    assert window("year", "2017-18").is_twelve_months
    assert window("year to date", "2017-18-Q4").is_twelve_months
    assert not window("year to date", "2017-18-Q3").is_twelve_months
    assert not window("quarter", "2017-18-Q4").is_twelve_months
    assert not window("snapshot", "2017-18").is_twelve_months


@pytest.mark.parametrize(
    ("kind", "period", "basis", "before"),
    [
        ("quarter", "2017-18-Q1", ComparedWith.SAME_PERIOD_LAST_YEAR, "2016-17-Q1"),
        ("quarter", "2017-18-Q1", ComparedWith.PREVIOUS_PERIOD, "2016-17-Q4"),
        ("month", "2018-01", ComparedWith.PREVIOUS_PERIOD, "2017-12"),
        ("year", "2017-18", ComparedWith.PREVIOUS_PERIOD, "2016-17"),
        ("snapshot", "2017-18-Q4", ComparedWith.PREVIOUS_PERIOD, "2017-18-Q3"),
        ("snapshot", "2017-18-Q4", ComparedWith.SAME_PERIOD_LAST_YEAR, "2016-17-Q4"),
    ],
)
def test_a_change_is_measured_from_the_window_that_the_indicator_names(
    kind: str, period: str, basis: ComparedWith, before: str
) -> None:
    assert window(kind, period).compared_with(basis) == window(kind, before)


@pytest.mark.parametrize("period", ["2017-18-Q3", "2018-01"])
def test_twelve_months_are_compared_with_the_twelve_before_which_they_do_not_overlap(
    period: str,
) -> None:
    made = window("rolling 12 months", period)
    for basis in ComparedWith:
        before = made.compared_with(basis)
        assert before == Window(WindowKind.ROLLING, made.period.year_before())
        assert not made.overlaps(before)


def test_twelve_months_overlap_those_that_end_within_them() -> None:
    made = window("rolling 12 months", "2017-18-Q3")
    assert made.overlaps(window("rolling 12 months", "2016-17-Q4"))
    assert made.overlaps(window("quarter", "2016-17-Q4"))
    assert not made.overlaps(window("quarter", "2016-17-Q3"))


@pytest.mark.parametrize(
    ("kind", "period", "year"),
    [
        ("year to date", "2017-18-Q4", "2017-18"),
        ("quarter", "2017-18-Q2", "2017-18"),
        ("rolling 12 months", "2017-18-Q4", "2017-18"),
        ("rolling 12 months", "2017-18-Q3", "2016-17"),
        ("rolling 12 months", "2018-04", "2017-18"),
    ],
)
def test_a_window_is_set_beside_the_year_it_lies_in_or_the_last_that_was_over(
    kind: str, period: str, year: str
) -> None:
    assert window(kind, period).benchmark_year.code == year


@pytest.mark.parametrize(
    ("kind", "period", "earlier"),
    [
        ("rolling 12 months", "2017-18-Q1", "2016-17-Q4"),
        ("rolling 12 months", "2018-02", "2018-01"),
        ("rolling 12 months", "2018-04", "2017-18-Q4"),
        ("year to date", "2017-18-Q1", "2016-17-Q4"),
        ("snapshot", "2017-18-Q1", "2016-17-Q4"),
        ("month", "2018-01", "2017-12"),
    ],
)
def test_a_series_goes_back_one_window_at_a_time(kind: str, period: str, earlier: str) -> None:
    assert window(kind, period).earlier() == window(kind, earlier)


def test_a_year_to_date_is_compared_with_the_year_before_whatever_is_named() -> None:
    made = window("year to date", "2017-18-Q3")
    for basis in ComparedWith:
        assert made.compared_with(basis) == window("year to date", "2016-17-Q3")


@pytest.mark.parametrize(
    ("kind", "period"),
    [
        ("month", "2017-18-Q4"),
        ("quarter", "2018-03"),
        ("quarter", "2017-18"),
        ("year", "2017-18-Q4"),
        ("year to date", "2018-03"),
        ("year to date", "2017-18"),
        ("rolling 12 months", "2018-03"),
        ("rolling 12 months", "2017-18"),
    ],
)
def test_a_window_refuses_a_period_that_it_cannot_end_with(kind: str, period: str) -> None:
    with pytest.raises(ImpossibleWindowError):
        window(kind, period)


def test_the_refusal_names_window_and_period() -> None:
    with pytest.raises(ImpossibleWindowError) as caught:
        window("quarter", "2018-02")
    assert str(caught.value) == (
        "no quarter ends with February 2018. Choose another window or period."
    )


@pytest.mark.parametrize(
    ("kind", "period", "ending"),
    [
        ("month", "2017-18-Q4", "2018-03"),
        ("quarter", "2017-18", "2017-18-Q4"),
        ("year to date", "2018-03", "2017-18-Q4"),
        ("snapshot", "2018-02", "2018-02"),
        ("year", "2017-18-Q4", "2017-18"),
        ("year", "2017-18-Q3", None),
        ("quarter", "2018-02", None),
    ],
)
def test_the_window_of_a_kind_that_ends_when_a_period_ends(
    kind: str, period: str, ending: str | None
) -> None:
    found = Window.ending(WindowKind(kind), Period.parse(period))
    assert found == (window(kind, ending) if ending else None)
