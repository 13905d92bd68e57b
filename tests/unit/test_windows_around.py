"""Which windows a release asks for, and which of them an indicator can be calculated for."""

import pytest

from safeboard.benchmarks.headlines import headline_window
from safeboard.catalogue.declared_item import Formerly
from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.item import Schedule
from safeboard.indicators.series import of_series, with_series
from safeboard.indicators.windows import Asked, parts_of, windows_around, windows_of
from safeboard.vocabulary.item import ItemKind
from safeboard.vocabulary.period import Period, PeriodKind
from safeboard.vocabulary.window import WindowKind
from tests.builders import catalogue, indicator, item, percentage, stock, window


def periods_asked(period: str, kind: str) -> list[str]:
    """Return the periods of the windows of one kind that a release for a period asks for."""
    return [
        each.period.code
        for each in windows_around(Period.parse(period))
        if each.kind is WindowKind(kind)
    ]


def shown_by(kind: str, **changes: object) -> Indicator:
    """Return an indicator that is shown by a kind of window, of what is counted monthly."""
    made = stock if kind == "snapshot" else indicator
    return made(window=kind, **changes)


def test_a_release_covers_its_financial_year_and_the_one_before() -> None:
    months = periods_asked("2017-18-Q4", "month")
    assert (months[0], months[-1], len(months)) == ("2016-04", "2018-03", 24)
    assert periods_asked("2017-18-Q2", "quarter") == [
        "2016-17-Q1", "2016-17-Q2", "2016-17-Q3", "2016-17-Q4", "2017-18-Q1", "2017-18-Q2",
    ]  # fmt: skip
    assert periods_asked("2017-18-Q4", "year") == ["2016-17", "2017-18"]


@pytest.mark.parametrize("period", ["2017-18-Q4", "2017-18-Q2", "2017-18"])
def test_years_to_date_and_twelve_months_are_those_at_the_ends_of_quarters(period: str) -> None:
    quarters = periods_asked(period, "quarter")
    assert periods_asked(period, "year to date") == quarters
    assert periods_asked(period, "rolling 12 months") == quarters


@pytest.mark.parametrize("period", ["2017-18-Q4", "2017-11"])
def test_snapshots_are_those_at_the_ends_of_quarters(period: str) -> None:
    assert periods_asked(period, "snapshot") == periods_asked(period, "quarter")


@pytest.mark.parametrize("kind", ["year to date", "rolling 12 months"])
def test_around_a_month_years_to_date_and_twelve_months_end_with_each_month_once(kind: str) -> None:
    assert set(periods_asked("2017-05", kind)) == {
        "2015-04", "2015-05", "2015-16-Q1", "2015-07", "2015-08", "2015-16-Q2",
        "2015-10", "2015-11", "2015-16-Q3", "2016-01", "2016-02", "2015-16-Q4",
        "2016-04", "2016-05", "2016-17-Q1", "2016-07", "2016-08", "2016-17-Q2",
        "2016-10", "2016-11", "2016-17-Q3", "2017-01", "2017-02", "2016-17-Q4",
        "2017-04", "2017-05",
    }  # fmt: skip


def test_twelve_months_of_what_is_counted_by_quarter_end_with_a_quarter_in_a_months_release() -> (
    None
):
    measured = indicator(items={"visits": item(every="quarter")}, window="rolling 12 months")
    found = headline_window(measured, catalogue(measured), Period.parse("2018-02"))
    assert found == window("rolling 12 months", "2017-18-Q3")


def test_before_the_year_is_over_the_last_year_still_has_one_before_it() -> None:
    assert periods_asked("2017-18-Q3", "year") == ["2015-16", "2016-17"]


def test_nothing_later_than_the_period_is_asked_for() -> None:
    last = Period.parse("2017-11").last
    assert max(each.period.last for each in windows_around(Period.parse("2017-11"))) == last


@pytest.mark.parametrize("period", ["2017-18-Q1", "2017-18-Q4", "2017-18", "2017-11", "2018-04"])
@pytest.mark.parametrize("kind", list(WindowKind))
@pytest.mark.parametrize("basis", ["same period last year", "previous period"])
def test_a_headline_and_the_one_it_is_compared_with_are_always_asked_for(
    period: str, kind: WindowKind, basis: str
) -> None:
    measured = shown_by(kind, compare_with=basis)
    asked = windows_around(Period.parse(period))
    headline = headline_window(measured, catalogue(measured), Period.parse(period))
    assert headline in asked
    assert headline.compared_with(measured.compare_with) in asked


@pytest.mark.parametrize(
    ("kind", "period", "headline"),
    [
        ("quarter", "2017-18-Q4", "2017-18-Q4"),
        ("quarter", "2017-18", "2017-18-Q4"),
        ("quarter", "2018-02", "2017-18-Q3"),
        ("month", "2017-18-Q4", "2018-03"),
        ("year", "2017-18-Q4", "2017-18"),
        ("year", "2017-18-Q3", "2016-17"),
        ("year to date", "2018-05", "2018-05"),
        ("year to date", "2018-03", "2017-18-Q4"),
        ("rolling 12 months", "2017-18-Q2", "2017-18-Q2"),
        ("rolling 12 months", "2018-01", "2018-01"),
        ("rolling 12 months", "2017-18", "2017-18-Q4"),
        ("snapshot", "2017-18-Q4", "2017-18-Q4"),
        ("snapshot", "2017-18", "2017-18-Q4"),
        ("snapshot", "2018-02", "2017-18-Q3"),
    ],
)
def test_a_headline_is_of_the_indicators_own_kind_and_the_last_that_ended(
    kind: str, period: str, headline: str
) -> None:
    measured = shown_by(kind)
    found = headline_window(measured, catalogue(measured), Period.parse(period))
    assert found == window(kind, headline)


@pytest.mark.parametrize(
    ("kind", "every", "covered", "parts"),
    [
        ("flow", "month", ("quarter", "2017-18-Q4"), ["2018-01", "2018-02", "2018-03"]),
        ("flow", "quarter", ("year to date", "2017-18-Q2"), ["2017-18-Q1", "2017-18-Q2"]),
        ("flow", "year", ("year to date", "2017-18-Q4"), ["2017-18"]),
        ("flow", "year", ("year to date", "2017-18-Q3"), []),
        ("flow", "month", ("snapshot", "2017-18-Q4"), []),
        ("stock", "month", ("snapshot", "2017-18-Q4"), ["2018-03"]),
        ("stock", "quarter", ("snapshot", "2017-18-Q4"), ["2017-18-Q4"]),
        ("stock", "quarter", ("snapshot", "2018-02"), []),
        ("stock", "year", ("snapshot", "2017-18-Q4"), ["2017-18"]),
        ("stock", "month", ("month", "2018-03"), []),
        (
            "flow",
            "quarter",
            ("rolling 12 months", "2017-18-Q1"),
            ["2016-17-Q2", "2016-17-Q3", "2016-17-Q4", "2017-18-Q1"],
        ),
        ("flow", "quarter", ("rolling 12 months", "2018-02"), []),
        ("flow", "month", ("year to date", "2017-05"), ["2017-04", "2017-05"]),
        ("flow", "year", ("rolling 12 months", "2017-18-Q1"), []),
        ("flow", "year", ("rolling 12 months", "2017-18-Q4"), ["2017-18"]),
    ],
)
def test_a_window_is_made_of_the_periods_that_the_item_is_counted_in(
    kind: str, every: str, covered: tuple[str, str], parts: list[str]
) -> None:
    found = parts_of(Schedule(ItemKind(kind), PeriodKind(every)), window(*covered))
    assert [part.code for part in found] == parts


@pytest.mark.parametrize(
    ("every", "windows", "covered", "part"),
    [
        ("quarter", ["quarter"], ("quarter", "2017-18-Q4"), "2017-18-Q4"),
        ("quarter", ["quarter"], ("year to date", "2017-18-Q1"), "2017-18-Q1"),
        ("quarter", ["quarter"], ("year to date", "2017-18-Q2"), None),
        ("quarter", ["quarter"], ("rolling 12 months", "2017-18-Q2"), None),
        ("quarter", ["year to date"], ("year to date", "2017-18-Q2"), "2017-04-to-2017-09"),
        ("quarter", ["year to date"], ("year to date", "2017-18-Q4"), "2017-18"),
        ("quarter", ["year to date"], ("year", "2017-18"), "2017-18"),
        ("quarter", ["year to date"], ("rolling 12 months", "2017-18-Q4"), "2017-18"),
        ("quarter", ["year to date"], ("quarter", "2017-18-Q2"), None),
        ("quarter", ["year to date"], ("snapshot", "2017-18-Q1"), None),
        ("quarter", ["rolling 12 months"], ("rolling 12 months", "2017-18-Q2"),
         "2016-10-to-2017-09"),
        ("quarter", ["rolling 12 months"], ("rolling 12 months", "2018-02"), None),
        ("month", ["rolling 12 months"], ("rolling 12 months", "2018-02"), "2017-03-to-2018-02"),
        ("month", ["month"], ("quarter", "2017-18-Q4"), None),
        ("month", ["month", "quarter"], ("quarter", "2017-18-Q4"), "2017-18-Q4"),
        ("year", ["year"], ("year to date", "2017-18-Q4"), "2017-18"),
        ("year", ["year"], ("rolling 12 months", "2017-18-Q4"), "2017-18"),
    ],
)  # fmt: skip
def test_a_distinct_count_is_had_only_for_the_stretch_it_is_asked_for(
    every: str, windows: list[str], covered: tuple[str, str], part: str | None
) -> None:
    kinds = tuple(WindowKind(each) for each in windows)
    schedule = Schedule(ItemKind.DISTINCT, PeriodKind(every), kinds)
    found = parts_of(schedule, window(*covered))
    assert [each.code for each in found] == ([part] if part else [])


def parts_of_changed(covered: tuple[str, str], kind: str = "flow") -> list[str]:
    """Return the parts of what was counted by quarter until 2016/17, and then by month."""
    formerly = Formerly.model_validate({"every": "quarter", "until": "2017-03-31"})
    schedule = Schedule(ItemKind(kind), PeriodKind.MONTH, formerly=(formerly,))
    return [part.code for part in parts_of(schedule, window(*covered))]


def test_what_was_counted_by_quarter_and_then_by_month_is_cut_as_it_was_counted() -> None:
    assert parts_of_changed(("rolling 12 months", "2017-18-Q1")) == [
        "2016-17-Q2", "2016-17-Q3", "2016-17-Q4", "2017-04", "2017-05", "2017-06",
    ]  # fmt: skip
    assert parts_of_changed(("quarter", "2016-17-Q4")) == ["2016-17-Q4"]
    assert parts_of_changed(("quarter", "2017-18-Q1")) == ["2017-04", "2017-05", "2017-06"]


def test_no_month_is_derived_from_what_was_counted_by_quarter() -> None:
    assert parts_of_changed(("month", "2017-03")) == []
    assert parts_of_changed(("rolling 12 months", "2018-01")) == []
    assert parts_of_changed(("month", "2017-04")) == ["2017-04"]


def test_a_stock_is_taken_from_the_period_that_was_counted_then() -> None:
    assert parts_of_changed(("snapshot", "2016-17-Q4"), "stock") == ["2016-17-Q4"]
    assert parts_of_changed(("snapshot", "2017-18-Q1"), "stock") == ["2017-06"]


def test_an_indicator_has_the_windows_that_both_of_its_items_have() -> None:
    measured = percentage(items={"in_time": item(), "visits": item(every="quarter")})
    asked = windows_around(Period.parse("2017-18-Q1"), years=1)
    assert [str(each) for each in windows_of(measured, catalogue(measured), asked)] == [
        "Q1 2017/18",
        "2017/18 to the end of Q1",
        "12 months to the end of Q1 2017/18",
        "2016/17",
    ]


def test_a_stock_has_snapshots_only() -> None:
    asked = windows_around(Period.parse("2017-18-Q2"), years=1)
    assert [str(each) for each in windows_of(stock(), catalogue(stock()), asked)] == [
        "30 June 2017",
        "30 September 2017",
    ]


@pytest.mark.parametrize(
    ("period", "first"), [("2016-17-Q1", "2012-04"), ("2018-03", "2012-04"), ("2019-06", "2014-04")]
)
def test_a_series_begins_five_years_before_its_own_and_no_earlier_than_periods_do(
    period: str, first: str
) -> None:
    asked = of_series(Asked((), ()), with_series(catalogue(indicator())), Period.parse(period))
    months = [each.period for each in asked.windows if each.kind is WindowKind.MONTH]
    assert min(months).code == first
