"""Calculation: what a figure is where counts are there, missing, none or cannot be had."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from safeboard.catalogue.indicator import Indicator
from safeboard.indicators.figures import FIGURES
from safeboard.vocabulary.window import Window
from tests.builders import (
    HALTON,
    RESIDENCE,
    ST_HELENS,
    Count,
    catalogue,
    definition,
    figures_of,
    indicator,
    item,
    monthly,
    percentage,
    populations_frame,
    rate,
    stock,
    window,
)

Q4 = window("quarter", "2017-18-Q4")


def figure(
    measured: Indicator,
    counts: Iterable[Count],
    covered: Window = Q4,
    populations: pl.DataFrame | None = None,
    category: str = "",
) -> dict[str, Any]:
    """Return the one figure that counts make of an indicator for a window and category."""
    given = catalogue(measured, residence=RESIDENCE)
    made = figures_of(given, counts, covered, populations=populations)
    return made.row(by_predicate=pl.col("category") == category, named=True)


def said(row: dict[str, Any]) -> tuple[object, str | None, str]:
    """Return a figure's value, its symbol and the reason of the symbol."""
    return row["value"], row["symbol"], row["reason"]


def suppressed(code: str, period: str) -> Count:
    """Return a count that its agency keeps back."""
    return Count(code, period, None, state="suppressed")


# --- Windows over months ---


def test_a_quarter_is_the_sum_of_its_three_months() -> None:
    row = figure(indicator(), monthly("visits", "2018-01", [20, 18, 10]))
    assert said(row) == (48, None, "")
    assert (row["numerator"], row["denominator"]) == (48, None)


def test_a_quarter_with_a_missing_month_has_no_figure_and_names_the_month() -> None:
    row = figure(indicator(), monthly("visits", "2018-01", [20, None, 10]))
    assert said(row) == (None, "x", "not submitted: February 2018")
    assert row["numerator"] is None


def test_a_quarter_with_two_missing_months_names_both_in_order() -> None:
    row = figure(indicator(), monthly("visits", "2018-01", [None, 18, None]))
    assert row["reason"] == "not submitted: January 2018, March 2018"


def test_a_quarter_with_no_month_submitted_names_none_of_them() -> None:
    assert said(figure(indicator(), [])) == (None, "x", "not submitted")


def test_months_around_the_quarter_are_no_part_of_it() -> None:
    row = figure(indicator(), monthly("visits", "2017-12", [500, 20, 18, 10, 700]))
    assert row["value"] == 48


def test_none_in_every_month_is_zero_and_not_missing() -> None:
    counts = [
        Count("visits", month, 0, state="none") for month in ("2018-01", "2018-02", "2018-03")
    ]
    assert said(figure(indicator(), counts)) == (0, None, "")


def test_the_three_ways_of_being_absent_are_told_apart() -> None:
    counts = [
        Count("visits", "2018-02", None, state="not yet available"),
        Count("visits", "2018-03", None, state="not held by us"),
    ]
    assert figure(indicator(), counts)["reason"] == (
        "not submitted: January 2018; not yet available: February 2018; "
        "not held by the agency: March 2018"
    )


def test_a_quarter_with_a_suppressed_month_is_confidential_and_names_the_month() -> None:
    counts = [*monthly("visits", "2018-01", [20, None, 10]), suppressed("visits", "2018-02")]
    assert said(figure(indicator(), counts)) == (
        None, "c", "suppressed by the agency: February 2018",
    )  # fmt: skip


def test_where_another_month_was_never_sent_a_quarter_is_not_said_to_be_kept_back() -> None:
    counts = [*monthly("visits", "2018-01", [20]), suppressed("visits", "2018-02")]
    assert said(figure(indicator(), counts)) == (
        None, "x", "not submitted: March 2018; suppressed by the agency: February 2018",
    )  # fmt: skip


def test_a_percentage_of_a_suppressed_part_is_confidential_and_keeps_its_base() -> None:
    counts = [
        *(suppressed("in_time", f"2018-0{month}") for month in (1, 2, 3)),
        *monthly("visits", "2018-01", [20, 20, 20]),
    ]
    made = figure(percentage(), counts)
    assert said(made) == (None, "c", "suppressed by the agency")
    assert (made["numerator"], made["denominator"]) == (None, 60)


def test_a_percentage_whose_base_was_not_sent_says_that_before_what_is_suppressed() -> None:
    counts = [suppressed("in_time", f"2018-0{month}") for month in (1, 2, 3)]
    assert said(figure(percentage(), counts)) == (None, "x", "not submitted")


@pytest.mark.parametrize(
    ("state", "reason"),
    [("not yet available", "not yet available"), ("not held by us", "not held by the agency")],
)
def test_a_quarter_absent_for_one_reason_throughout_gives_only_the_reason(
    state: str, reason: str
) -> None:
    counts = [
        Count("visits", month, None, state=state) for month in ("2018-01", "2018-02", "2018-03")
    ]
    assert said(figure(indicator(), counts)) == (None, "x", reason)


def test_the_year_to_date_runs_from_april_to_the_end_of_the_quarter() -> None:
    months = [5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 7, 7]
    counts = monthly("visits", "2017-04", months)
    assert figure(indicator(), counts, window("year to date", "2017-18-Q1"))["value"] == 7
    assert figure(indicator(), counts, window("year to date", "2017-18-Q3"))["value"] == 13
    assert figure(indicator(), counts, window("year to date", "2017-18-Q4"))["value"] == 28
    assert figure(indicator(), counts, window("year", "2017-18"))["value"] == 28


def test_a_flow_collected_each_quarter_has_no_month() -> None:
    measured = indicator(items={"visits": item(every="quarter")})
    given = catalogue(measured)
    counts = [Count("visits", "2017-18-Q4", 12)]
    windows = [window("month", "2018-03"), Q4, window("year", "2017-18")]
    made = figures_of(given, counts, *windows)
    assert made["window"].to_list() == ["quarter", "year"]
    assert made["value"].to_list() == [12, None]
    assert made["reason"][1] == "not submitted: Q1 2017/18, Q2 2017/18, Q3 2017/18"


def test_a_quarters_own_count_of_a_monthly_item_is_not_used() -> None:
    row = figure(indicator(), [Count("visits", "2017-18-Q4", 48)])
    assert said(row) == (None, "x", "not submitted")


# --- Stocks and distinct counts ---


def test_a_snapshot_of_a_stock_collected_monthly_is_the_last_month_and_no_sum() -> None:
    measured = stock(items={"open": item("Open", kind="stock", every="month")})
    row = figure(
        measured, monthly("open", "2018-01", [90, 94, 96]), window("snapshot", "2017-18-Q4")
    )
    assert said(row) == (96, None, "")


def test_a_snapshot_does_not_fall_back_on_an_earlier_month() -> None:
    measured = stock(items={"open": item("Open", kind="stock", every="month")})
    row = figure(measured, monthly("open", "2018-01", [90, 94]), window("snapshot", "2017-18-Q4"))
    assert said(row) == (None, "x", "not submitted")


def test_a_stock_collected_once_a_year_has_a_snapshot_at_the_years_end_only() -> None:
    measured = stock(items={"open": item("Open", kind="stock", every="year")})
    ends = [window("snapshot", f"2017-18-Q{number}") for number in (3, 4)]
    made = figures_of(catalogue(measured), [Count("open", "2017-18", 96)], *ends)
    assert made["period"].to_list() == ["2017-18-Q4"]
    assert made["value"].to_list() == [96]


def test_a_stock_has_a_snapshot_and_no_other_window() -> None:
    windows = [Q4, window("year", "2017-18"), window("year to date", "2017-18-Q4")]
    made = figures_of(catalogue(stock()), [Count("open", "2017-18-Q4", 96)], *windows)
    assert made.is_empty()


def test_children_counted_once_are_never_summed_over_months() -> None:
    measured = indicator(items={"visits": item(kind="distinct", every="month")}, window="month")
    counts = monthly("visits", "2018-01", [4, 5, 6])
    made = figures_of(catalogue(measured), counts, window("month", "2018-03"), Q4)
    assert made["window"].to_list() == ["month"]
    assert made["value"].to_list() == [6]


def test_children_counted_once_in_a_year_have_the_year_and_no_quarter() -> None:
    measured = indicator(items={"visits": item(kind="distinct", every="year")}, window="year")
    windows = [Q4, *(window("year to date", f"2017-18-Q{n}") for n in (3, 4))]
    made = figures_of(
        catalogue(measured), [Count("visits", "2017-18", 61)], *windows, window("year", "2017-18")
    )
    assert made.select("window", "period", "value").rows() == [
        ("year to date", "2017-18-Q4", 61),
        ("year", "2017-18", 61),
    ]


# --- Division ---


def in_time(parts: list[int | None], wholes: list[int | None]) -> list[Count]:
    return monthly("in_time", "2018-01", parts) + monthly("visits", "2018-01", wholes)


def test_a_percentage_is_of_the_summed_counts_and_not_a_mean_of_months() -> None:
    row = figure(percentage(), in_time([1, 1, 98], [1, 1, 198]))
    assert said(row) == (Decimal("50.0"), None, "")
    assert (row["numerator"], row["denominator"]) == (100, 200)


def test_a_half_is_rounded_up() -> None:
    assert figure(percentage(), in_time([1, 0, 0], [16, 0, 0]))["value"] == Decimal("6.3")
    assert figure(percentage(decimals=0), in_time([3, 0, 0], [8, 0, 0]))["value"] == 38
    assert figure(percentage(decimals=4), in_time([1, 0, 0], [3, 0, 0]))["value"] == Decimal(
        "33.3333"
    )


def test_no_visits_leave_nothing_to_divide_by() -> None:
    row = figure(percentage(), in_time([0, 0, 0], [0, 0, 0]))
    assert said(row) == (None, "z", "nothing to divide by")
    assert (row["numerator"], row["denominator"]) == (0, 0)


def test_none_of_many_is_zero_per_cent() -> None:
    assert said(figure(percentage(), in_time([0, 0, 0], [3, 4, 5]))) == (0, None, "")


def test_a_percentage_without_its_denominator_keeps_its_numerator() -> None:
    row = figure(percentage(), in_time([1, 2, 3], [4, None, 6]))
    assert said(row) == (None, "x", "not submitted: February 2018")
    assert (row["numerator"], row["denominator"]) == (6, None)


def test_of_two_missing_counts_the_numerator_gives_the_reason() -> None:
    counts = [
        Count("in_time", f"2018-0{month}", None, state="not held by us") for month in (1, 2, 3)
    ]
    assert figure(percentage(), counts)["reason"] == "not held by the agency"


# --- Categories ---

BY_RESIDENCE: dict[str, object] = {"items": {"visits": item(by=["residence"])}, "by": ["residence"]}


def by_residence(
    inside: int | None, outside: int | None, not_recorded: int | None, code: str = "visits"
) -> list[Count]:
    given = {"inside": inside, "outside": outside, "not_recorded": not_recorded}
    return [
        Count(code, "2017-18-Q4", value, category=category)
        for category, value in given.items()
        if value is not None
    ]


def share(**changes: object) -> Indicator:
    """Return the share of each residence among visits, which are counted each quarter."""
    declared: dict[str, object] = {
        "items": {"visits": item(every="quarter", by=["residence"])},
        "numerator": "visits",
        "denominator": "whole",
        "by": ["residence"],
        "decimals": 0,
    }
    return percentage("visits-by-residence", **(declared | changes))


def test_a_share_is_of_the_categories_in_the_base_and_the_rest_has_none() -> None:
    counts = by_residence(55, 41, 8)
    assert said(figure(share(), counts, category="inside")) == (57, None, "")
    assert said(figure(share(), counts, category="outside")) == (43, None, "")
    outside_base = figure(share(), counts, category="not_recorded")
    assert said(outside_base) == (None, "z", "no part of the base")
    assert (outside_base["numerator"], outside_base["denominator"]) == (8, 96)


def test_the_base_of_a_share_is_not_the_items_own_total() -> None:
    counts = [*by_residence(55, 41, 8), Count("visits", "2017-18-Q4", 104)]
    assert figure(share(), counts, category="inside")["denominator"] == 96


def test_shares_have_no_total() -> None:
    made = figures_of(catalogue(share(), residence=RESIDENCE), by_residence(55, 41, 8), Q4)
    assert made["category"].to_list() == ["inside", "outside", "not_recorded"]
    assert made["dimension"].unique().to_list() == ["residence"]


def test_a_share_of_nobody_is_not_applicable() -> None:
    row = figure(share(), by_residence(0, 0, 3), category="inside")
    assert said(row) == (None, "z", "nothing to divide by")


def test_a_share_whose_base_lacks_a_category_is_not_available() -> None:
    row = figure(share(), by_residence(55, None, 8), category="inside")
    assert said(row) == (None, "x", "not submitted")
    assert (row["numerator"], row["denominator"]) == (55, None)


def test_a_share_does_not_need_the_category_outside_its_base() -> None:
    assert figure(share(), by_residence(55, 41, None), category="inside")["value"] == 57
    lacking = figure(share(), by_residence(55, 41, None), category="not_recorded")
    assert said(lacking) == (None, "x", "not submitted")


def test_where_categories_lack_for_different_reasons_the_first_says_why() -> None:
    counts = [
        Count("visits", "2017-18-Q4", 12, category="not_recorded"),
        Count("visits", "2017-18-Q4", None, category="inside", state="not held by us"),
    ]
    for _ in range(20):  # the order of rows within a group is not a promise
        row = figure(share(), counts, category="not_recorded")
        assert said(row) == (None, "x", "not held by the agency")


def test_a_count_by_category_has_a_total_and_every_category() -> None:
    measured = indicator(
        items={"visits": item(every="quarter", by=["residence"])}, by=["residence"]
    )
    counts = [Count("visits", "2017-18-Q4", 104), *by_residence(55, 41, 8)]
    made = figures_of(catalogue(measured, residence=RESIDENCE), counts, Q4)
    assert made.select("category", "value").rows() == [
        ("", 104),
        ("inside", 55),
        ("outside", 41),
        ("not_recorded", 8),
    ]


def test_a_category_is_divided_by_the_same_category_where_that_is_collected() -> None:
    measured = percentage(
        items={
            "in_time": item(every="quarter", by=["residence"]),
            "visits": item(every="quarter", by=["residence"]),
        },
        by=["residence"],
    )
    counts = [*by_residence(1, 3, 0, "in_time"), *by_residence(4, 4, 0)]
    row = figure(measured, counts, category="outside")
    assert (row["numerator"], row["denominator"], row["value"]) == (3, 4, 75)


def test_a_category_is_divided_by_the_total_where_only_that_is_collected() -> None:
    measured = percentage(
        items={
            "in_time": item(every="quarter", by=["residence"]),
            "visits": item(every="quarter"),
        },
        by=["residence"],
    )
    counts = [*by_residence(1, 3, 0, "in_time"), Count("visits", "2017-18-Q4", 12)]
    row = figure(measured, counts, category="outside")
    assert (row["numerator"], row["denominator"], row["value"]) == (3, 12, 25)


# --- Populations ---


def people(*rows: tuple[str, int, int]) -> pl.DataFrame:
    return populations_frame(*rows)


def test_a_rate_is_for_every_10_000_children_of_the_mid_year_before_march() -> None:
    # Children in need at 31 March 2018, as published: 1,569 of 36,647 in mid-2017.
    measured = rate(items={"visits": item(kind="stock", every="quarter")}, window="snapshot")
    known = people((ST_HELENS, 2016, 36387), (ST_HELENS, 2017, 36647), (ST_HELENS, 2018, 36900))
    row = figure(
        measured, [Count("visits", "2017-18-Q4", 1569)], window("snapshot", "2017-18-Q4"), known
    )
    assert (row["value"], row["denominator"], row["population_year"]) == (
        Decimal("428.1"),
        36647,
        2017,
    )


def test_without_its_own_mid_year_a_rate_takes_the_latest_earlier_estimate_and_names_it() -> None:
    known = people((ST_HELENS, 2014, 30000), (ST_HELENS, 2016, 40000), (ST_HELENS, 2018, 50000))
    row = figure(rate(), monthly("visits", "2018-01", [2, 1, 1]), populations=known)
    assert (row["value"], row["denominator"], row["population_year"]) == (1, 40000, 2016)


def test_a_flow_rate_of_a_quarter_is_not_made_into_a_years() -> None:
    known = people((ST_HELENS, 2017, 10000))
    assert figure(rate(), monthly("visits", "2018-01", [2, 1, 1]), populations=known)["value"] == 4


@pytest.mark.parametrize(
    "known", [people(), people((ST_HELENS, 2018, 1)), people((HALTON, 2016, 1))]
)
def test_without_an_estimate_there_is_no_rate(known: pl.DataFrame) -> None:
    row = figure(rate(), monthly("visits", "2018-01", [2, 1, 1]), populations=known)
    assert said(row) == (None, "x", "no population estimate for mid-2017 or earlier")
    assert row["population_year"] is None


def test_the_last_month_of_a_financial_year_still_has_its_own_mid_year() -> None:
    known = people((ST_HELENS, 2017, 10000), (ST_HELENS, 2018, 20000))
    march, april = window("month", "2018-03"), window("month", "2018-04")
    counts = monthly("visits", "2018-03", [10, 10])
    assert figure(rate(), counts, march, known)["population_year"] == 2017
    assert figure(rate(), counts, april, known)["population_year"] == 2018


# --- Definitions ---


def dated(*days: str) -> dict[str, object]:
    return {
        "definitions": [{"from": day, "text": "What is counted.", "source": "Ours"} for day in days]
    }


COUNTED = monthly("visits", "2018-01", [20, 18, 10])


def test_before_any_definition_there_is_no_figure_whatever_was_counted() -> None:
    row = figure(indicator(**dated("2018-04-01")), COUNTED)
    assert said(row) == (None, "z", "no definition was in force yet")
    assert (row["numerator"], row["definition"]) == (None, None)


def test_a_definition_that_came_into_force_within_the_window_leaves_it_without_a_figure() -> None:
    row = figure(indicator(**dated("2018-02-05")), COUNTED)
    assert said(row) == (
        None,
        "z",
        "its definition came into force within this window, on 5 February 2018",
    )
    assert (row["numerator"], row["definition"]) == (None, None)


def test_a_definition_in_force_from_the_windows_first_day_covers_it() -> None:
    row = figure(indicator(**dated("2018-01-01")), COUNTED)
    assert (row["value"], row["definition"]) == (48, "2018-01-01")


def test_each_window_is_computed_under_the_definition_in_force() -> None:
    measured = indicator(**dated("2016-04-01", "2018-02-01", "2019-01-01"))
    months = [window("month", f"2018-0{number}") for number in (1, 2)]
    made = figures_of(catalogue(measured), COUNTED, *months, Q4)
    assert made.select("period", "definition", "value").rows() == [
        ("2018-01", "2016-04-01", 20),
        ("2018-02", "2018-02-01", 18),
        ("2017-18-Q4", None, None),
    ]


def test_a_snapshot_asks_only_for_a_definition_on_its_day() -> None:
    counts = [Count("open", "2017-18-Q4", 96)]
    snapshot = window("snapshot", "2017-18-Q4")
    row = figure(stock(**dated("2018-03-31")), counts, snapshot)
    assert (row["value"], row["definition"]) == (96, "2018-03-31")
    assert figure(stock(**dated("2018-04-01")), counts, snapshot)["symbol"] == "z"


# --- Flags ---


@pytest.mark.parametrize(
    ("of_part", "of_whole", "flags"),
    [("", "", ""), ("p", "", "p"), ("", "p", "p"), ("e", "p", "ep"), ("p", "e", "ep")],
)
def test_a_flag_of_any_count_is_carried_by_the_figure(
    of_part: str, of_whole: str, flags: str
) -> None:
    counts = in_time([1, 2, 3], [4, 5, 6])
    counts[1].flag, counts[5].flag = of_part, of_whole
    assert figure(percentage(), counts)["flags"] == flags


def test_a_symbol_carries_no_flag() -> None:
    counts = monthly("visits", "2018-01", [20, 18], flag="p")
    row = figure(indicator(), counts)
    assert (row["symbol"], row["flags"]) == ("x", "")


def test_a_share_carries_the_flag_of_any_category_in_its_base() -> None:
    counts = by_residence(55, 41, 8)
    counts[1].flag = "p"
    counts[2].flag = "e"
    assert figure(share(), counts, category="inside")["flags"] == "p"


# --- The whole matrix ---


def test_every_area_indicator_window_and_category_has_one_row_in_order() -> None:
    given = catalogue(
        indicator(**BY_RESIDENCE),
        percentage(items={"in_time": item()}, uses=["visits"]),
        residence=RESIDENCE,
    )
    windows = [window("month", "2018-03"), Q4]
    made = figures_of(given, [], *windows, areas=(ST_HELENS, HALTON))
    categories = ["", "inside", "outside", "not_recorded"]
    rows = [
        (area, code, covered.kind.value, category)
        for area in (ST_HELENS, HALTON)
        for code, shown in (("visits", categories), ("seen-in-time", [""]))
        for covered in windows
        for category in shown
    ]
    assert made.select("area", "indicator", "window", "category").rows() == rows
    assert made["symbol"].unique().to_list() == ["x"]
    assert made.schema == FIGURES


def test_areas_have_their_own_counts_and_one_that_was_not_asked_for_has_none() -> None:
    counts = [
        *monthly("visits", "2018-01", [1, 2, 3]),
        *monthly("visits", "2018-01", [10, 20, 30], area=HALTON),
        *monthly("visits", "2018-01", [100, 200, 300], area="340"),
    ]
    made = figures_of(catalogue(indicator()), counts, Q4, areas=(HALTON, ST_HELENS))
    assert made.select("area", "value").rows() == [(HALTON, 60), (ST_HELENS, 6)]


def test_counts_that_nothing_asks_for_change_nothing() -> None:
    strangers = [
        Count("nobody_asks", "2018-01", 9),
        Count("visits", "2018-01", 9, category="inside"),
        Count("visits", "2018-01", 9, category="elsewhere", dimension="planet"),
    ]
    row = figure(indicator(), [*COUNTED, *strangers])
    assert row["value"] == 48


def test_without_windows_or_areas_there_are_no_figures() -> None:
    given = catalogue(indicator())
    assert figures_of(given, COUNTED).is_empty()
    assert figures_of(given, COUNTED, Q4, areas=()).is_empty()
    assert figures_of(given, COUNTED).schema == FIGURES


# --- Twelve months, and months to date ---


def test_twelve_months_are_the_sum_of_the_twelve_that_end_with_the_quarter() -> None:
    counts = monthly("visits", "2016-09", [900, *range(1, 13), 900])
    assert said(figure(indicator(), counts, window("rolling 12 months", "2017-18-Q2"))) == (
        78, None, "",
    )  # fmt: skip


def test_twelve_months_without_one_name_it() -> None:
    counts = monthly("visits", "2016-10", [5, 5, 5, 5, None, 5, 5, 5, 5, 5, 5, 5])
    made = figure(indicator(), counts, window("rolling 12 months", "2017-18-Q2"))
    assert said(made) == (None, "x", "not submitted: February 2017")


def test_a_rate_over_twelve_months_is_of_the_population_of_the_year_they_end_in() -> None:
    counts = monthly("visits", "2016-07", [10] * 12)
    people = populations_frame((ST_HELENS, 2016, 30_000), (ST_HELENS, 2017, 40_000))
    covered = window("rolling 12 months", "2017-18-Q1")
    made = figure(rate(), counts, covered, populations=people)
    assert (made["value"], made["population_year"]) == (Decimal("30.0"), 2017)


def test_a_year_to_date_may_end_with_a_month() -> None:
    counts = monthly("visits", "2018-03", [900, 4, 5])
    assert figure(indicator(), counts, window("year to date", "2018-05"))["value"] == 9


# --- Collected by quarter, then by month ---


def formerly_by_quarter() -> Indicator:
    """Return a count of visits that were collected by quarter until March 2017."""
    formerly = [{"every": "quarter", "until": "2017-03-31"}]
    return indicator(items={"visits": item() | {"formerly": formerly}})


def test_twelve_months_on_both_sides_of_a_change_add_quarters_and_months() -> None:
    counts = [
        *(Count("visits", f"2016-17-Q{n}", 100 * n) for n in (1, 2, 3, 4)),
        *monthly("visits", "2017-04", [1, 2, 3]),
    ]
    made = figure(formerly_by_quarter(), counts, window("rolling 12 months", "2017-18-Q1"))
    assert said(made) == (906, None, "")


def test_months_that_were_sent_where_a_quarter_was_collected_are_not_used() -> None:
    counts = monthly("visits", "2017-01", [1, 2, 3])
    made = figure(formerly_by_quarter(), counts, window("quarter", "2016-17-Q4"))
    assert said(made) == (None, "x", "not submitted")


# --- Changed definitions ---


def redefined(*days: str) -> Indicator:
    """Return a count of visits under definitions from these days on."""
    return indicator(definitions=[definition(day) for day in days])


def test_a_count_under_another_definition_than_the_one_that_holds_is_not_used() -> None:
    counts = [
        Count("visits", "2018-01", 5, definition="2017-01-01"),
        Count("visits", "2018-02", 5, definition="2012-04-01"),
        Count("visits", "2018-03", 5, definition="2017-01-01"),
    ]
    assert said(figure(redefined("2012-04-01", "2017-01-01"), counts)) == (
        None, "z", "counted under another definition: February 2018",
    )  # fmt: skip


def test_the_first_quarter_under_a_definition_that_followed_another_is_a_break() -> None:
    measured = redefined("2012-04-01", "2017-07-01")
    counts = monthly("visits", "2017-04", [1] * 9)
    quarters = [window("quarter", f"2017-18-Q{n}") for n in (1, 2, 3)]
    made = figures_of(catalogue(measured), counts, *quarters)
    assert made["flags"].to_list() == ["", "b", ""]


def test_the_first_definition_breaks_nothing() -> None:
    made = figure(redefined("2018-01-01"), monthly("visits", "2018-01", [1, 1, 1]))
    assert (made["value"], made["flags"]) == (3, "")


def test_years_to_date_break_once_in_the_year_that_a_definition_begins() -> None:
    measured = redefined("2012-04-01", "2017-04-01")
    counts = monthly("visits", "2017-04", [1] * 6)
    windows = [window("year to date", f"2017-18-Q{n}") for n in (1, 2)]
    assert figures_of(catalogue(measured), counts, *windows)["flags"].to_list() == ["b", ""]
