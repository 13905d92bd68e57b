"""Which windows a release asks for, and which of them an indicator can be calculated for."""

import pytest

from safeboard.benchmarks.headlines import headline_window
from safeboard.indicators.windows import parts_of, windows_around, windows_of
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.window import WindowKind
from tests.builders import catalogue, indicator, item, percentage, stock, window


def periods_asked(period: str, kind: str) -> list[str]:
    """Return the periods of the windows of one kind that a release for a period asks for."""
    return [
        each.period.code
        for each in windows_around(Period.parse(period))
        if each.kind is WindowKind(kind)
    ]


def test_a_release_covers_its_financial_year_and_the_one_before() -> None:
    months = periods_asked("2017-18-Q4", "month")
    assert (months[0], months[-1], len(months)) == ("2016-04", "2018-03", 24)
    assert periods_asked("2017-18-Q2", "quarter") == [
        "2016-17-Q1", "2016-17-Q2", "2016-17-Q3", "2016-17-Q4", "2017-18-Q1", "2017-18-Q2",
    ]  # fmt: skip
    assert periods_asked("2017-18-Q4", "year") == ["2016-17", "2017-18"]


@pytest.mark.parametrize("period", ["2017-18-Q4", "2017-18-Q2", "2017-11"])
def test_years_to_date_and_snapshots_are_those_at_the_ends_of_quarters(period: str) -> None:
    quarters = periods_asked(period, "quarter")
    assert periods_asked(period, "year to date") == quarters
    assert periods_asked(period, "snapshot") == quarters


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
    measured = indicator(window=kind, compare_with=basis)
    asked = windows_around(Period.parse(period))
    headline = headline_window(measured, Period.parse(period))
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
        ("year to date", "2018-05", "2017-18-Q4"),
        ("snapshot", "2017-18-Q4", "2017-18-Q4"),
        ("snapshot", "2017-18", "2017-18-Q4"),
        ("snapshot", "2018-02", "2017-18-Q3"),
    ],
)
def test_a_headline_is_of_the_indicators_own_kind_and_the_last_that_ended(
    kind: str, period: str, headline: str
) -> None:
    measured = indicator(window=kind)
    assert headline_window(measured, Period.parse(period)) == window(kind, headline)


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
        ("distinct", "quarter", ("quarter", "2017-18-Q4"), ["2017-18-Q4"]),
        ("distinct", "quarter", ("year to date", "2017-18-Q1"), ["2017-18-Q1"]),
        ("distinct", "quarter", ("year to date", "2017-18-Q2"), []),
        ("distinct", "month", ("quarter", "2017-18-Q4"), []),
        ("distinct", "year", ("year to date", "2017-18-Q4"), ["2017-18"]),
    ],
)
def test_a_window_is_made_of_the_periods_that_the_item_is_counted_in(
    kind: str, every: str, covered: tuple[str, str], parts: list[str]
) -> None:
    given = catalogue(indicator(
        items={"visits": item(kind=kind, every=every)},
        window="snapshot" if kind == "stock" else "year",
    ))  # fmt: skip
    found = parts_of(given.items["visits"], window(*covered))
    assert [part.code for part in found] == parts


def test_an_indicator_has_the_windows_that_both_of_its_items_have() -> None:
    measured = percentage(items={"in_time": item(), "visits": item(every="quarter")})
    asked = windows_around(Period.parse("2017-18-Q1"), years=1)
    assert [str(each) for each in windows_of(measured, catalogue(measured), asked)] == [
        "Q1 2017/18",
        "2017/18 to the end of Q1",
        "2016/17",
    ]


def test_a_stock_has_snapshots_only() -> None:
    asked = windows_around(Period.parse("2017-18-Q2"), years=1)
    assert [str(each) for each in windows_of(stock(), catalogue(stock()), asked)] == [
        "30 June 2017",
        "30 September 2017",
    ]
