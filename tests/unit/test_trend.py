"""The trend of the last five years, and why there is none to tell."""

import polars as pl
import pytest

from safeboard.assurance.trend import YEARS, cochran_armitage, trends

Year = tuple[int | None, int | None]

RISING = ((20, 200), (30, 200), (40, 200), (50, 200), (60, 200))
FALLING = tuple(reversed(RISING))
RATES = ((100, 40_000), (130, 40_100), (170, 40_200), (200, 40_300), (240, 40_400))


def trend(
    *years: Year, form: str = "percentage", window: str = "year", broken_at: int = 0
) -> tuple[str | None, str | None]:
    """Return the trend of one chart, or why it was not tested."""
    rows = [
        ("plans", int(place >= broken_at > 0), place, *year) for place, year in enumerate(years)
    ]
    charts = pl.DataFrame({"chart": ["plans"], "form": [form], "window": [window]})
    found = trends(pl.DataFrame(rows, schema=YEARS, orient="row"), charts)
    row: tuple[str | None, str | None] = found.select("trend", "not_tested").row(0)
    return row


def test_a_share_that_rises_every_year_is_increasing() -> None:
    assert trend(*RISING) == ("increasing", None)


def test_a_share_that_falls_every_year_is_decreasing() -> None:
    assert trend(*FALLING) == ("decreasing", None)


def test_a_rate_is_tested_by_its_intervals() -> None:
    assert trend(*RATES, form="rate per 10,000") == ("increasing", None)
    assert trend(*reversed(RATES), form="rate per 10,000") == ("decreasing", None)


def test_a_share_that_barely_moves_has_no_significant_change() -> None:
    assert trend(*((each, 200) for each in (40, 41, 39, 42, 41)))[0] == "no significant change"


def test_chi_squared_of_a_trend_is_worked_by_hand() -> None:
    # 200 of 1,000 in all, with 20, 30, 40, 50 and 60 in years 1 to 5: the sum of part times year is
    # 700, of whole times year 3,000, of whole times year squared 11,000. So chi-squared is
    # 1000 (1000 x 700 - 200 x 3000)^2 / (200 x 800 x (1000 x 11000 - 3000^2)) = 31.25.
    years = pl.DataFrame(RISING, schema=["part", "whole"], orient="row")
    part, whole = (years[name].to_numpy().reshape(1, 5) for name in ("part", "whole"))
    assert cochran_armitage(part, whole).tolist() == [31.25]


def test_one_year_that_makes_the_whole_trend_makes_none() -> None:
    # Without its last year the series falls, so the slopes do not agree.
    years = ((60, 1000), (58, 1000), (56, 1000), (54, 1000), (200, 1000))
    rows = [("plans", 0, place, *year) for place, year in enumerate(years)]
    charts = pl.DataFrame({"chart": ["plans"], "form": ["percentage"], "window": ["year"]})
    found = trends(pl.DataFrame(rows, schema=YEARS, orient="row"), charts).row(0, named=True)
    assert found["chi_squared"] > 9.55
    assert (found["slopes_agree"], found["trend"]) == (False, "no significant change")


def test_a_share_that_never_moves_goes_no_way() -> None:
    rows = [("plans", 0, place, 100, 200) for place in range(5)]
    charts = pl.DataFrame({"chart": ["plans"], "form": ["percentage"], "window": ["year"]})
    found = trends(pl.DataFrame(rows, schema=YEARS, orient="row"), charts).row(0, named=True)
    assert (found["chi_squared"], found["slopes_agree"]) == (0, False)
    assert found["trend"] == "no significant change"


def test_only_the_last_five_years_count() -> None:
    assert trend((190, 200), (180, 200), *RISING) == ("increasing", None)


@pytest.mark.parametrize("form", ["count", "days"])
def test_counts_and_days_are_not_tested(form: str) -> None:
    said = "only percentages and rates are tested for a trend"
    assert trend(*RISING, form=form) == (None, said)


@pytest.mark.parametrize(
    "window", ["month", "quarter", "year to date", "rolling 12 months", "snapshot"]
)
def test_only_years_are_tested(window: str) -> None:
    said = "only figures for years are tested for a trend"
    assert trend(*RISING, window=window) == (None, said)


@pytest.mark.parametrize("count", [0, 1, 4])
def test_fewer_than_five_years_are_not_tested(count: int) -> None:
    assert trend(*RISING[:count]) == (None, "there are fewer than five years")


def test_no_trend_is_told_across_a_break() -> None:
    said = "the series breaks within its last five years"
    assert trend(*RISING, broken_at=1) == (None, said)
    assert trend((5, 200), *RISING, broken_at=1) == ("increasing", None)


@pytest.mark.parametrize("missing", [(None, 200), (40, None), (None, None)])
def test_a_missing_year_breaks_the_trend(missing: Year) -> None:
    said = "one of the last five years has no figure"
    assert trend(*RISING[:2], missing, *RISING[3:]) == (None, said)


@pytest.mark.parametrize("extreme", [(0, 200), (200, 200), (0, 0), (210, 200)])
def test_a_share_of_none_or_of_all_cannot_be_tested(extreme: Year) -> None:
    said = "in one of the last five years it was none or all"
    assert trend(*RISING[:4], extreme) == (None, said)


def test_a_rate_without_events_in_a_year_can_be_tested() -> None:
    found = trend((0, 40_000), *RATES[1:], form="rate per 10,000")
    assert found == ("increasing", None)


def test_a_rate_among_nobody_has_no_interval() -> None:
    found = trend(*RATES[:4], (3, 0), form="rate per 10,000")
    assert found == (None, "one of the last five years has no interval")


def test_every_chart_has_an_answer_in_the_order_asked() -> None:
    rows = [
        (name, 0, place, *year)
        for name, years in (("falls", FALLING), ("rises", RISING))
        for place, year in enumerate(years)
    ]
    charts = pl.DataFrame(
        {"chart": ["rises", "none", "falls"], "form": ["percentage"] * 3, "window": ["year"] * 3}
    )
    found = trends(pl.DataFrame(rows, schema=YEARS, orient="row"), charts)
    assert found.select("chart", "trend").rows() == [
        ("rises", "increasing"), ("none", None), ("falls", "decreasing"),
    ]  # fmt: skip
