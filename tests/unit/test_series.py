"""Which windows an indicator's table shows beside its headline."""

from dataclasses import replace

from safeboard.publishing.headline import Headline, headlines
from safeboard.publishing.series import series_kind, windows_shown
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.window import ComparedWith, WindowKind
from tests.builders import window
from tests.unit.small_release import catalogue, release


def headline_of(kind: str, period: str) -> Headline:
    """Return a headline for a window."""
    first = next(headlines(release(), catalogue(), "342"))
    now = window(kind, period)
    before = now.compared_with(ComparedWith.SAME_PERIOD_LAST_YEAR)
    return replace(first, released=replace(first.released, window=now), before=before)


def shown(kind: str, period: str, of: str) -> list[str]:
    """Return the windows shown in a release for a period, oldest first, shortest first."""
    windows = windows_shown(headline_of(kind, period), Period.parse(of))
    kinds = list(WindowKind)
    in_order = sorted(windows, key=lambda each: (each.period, kinds.index(each.kind)))
    return [str(each) for each in in_order]


def test_twelve_months_are_shown_from_a_year_before_with_the_months_of_the_period() -> None:
    assert shown("rolling 12 months", "2017-18-Q2", "2017-18-Q2") == [
        "12 months to the end of Q2 2016/17",
        "12 months to the end of Q3 2016/17",
        "12 months to the end of Q4 2016/17",
        "12 months to the end of Q1 2017/18",
        "July 2017",
        "August 2017",
        "September 2017",
        "12 months to the end of Q2 2017/18",
    ]


def test_twelve_months_to_a_month_are_shown_month_by_month() -> None:
    made = shown("rolling 12 months", "2018-02", "2018-02")
    assert len(made) == 13
    assert made[0] == "12 months to the end of February 2017"
    assert made[1] == "12 months to the end of Q4 2016/17"
    assert made[-1] == "12 months to the end of February 2018"


def test_a_year_to_date_that_ends_with_a_month_stands_beside_its_months() -> None:
    assert series_kind(headline_of("year to date", "2018-02")) == "month"
    made = shown("year to date", "2018-02", "2018-02")
    assert made[:2] == ["February 2017", "2016/17 to the end of February"]
    assert made[-2:] == ["February 2018", "2017/18 to the end of February"]
    assert len([each for each in made if "to the end" not in each]) == 13
