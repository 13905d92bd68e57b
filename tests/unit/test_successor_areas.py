"""Areas that were made of others: what is counted before they began, and what cannot be."""

from datetime import date

import polars as pl

from safeboard.catalogue.indicator import Indicator
from safeboard.indicators.annotation import merger_notes, tie_notes
from safeboard.indicators.windows import Asked
from safeboard.vocabulary.area import Area, Origin
from safeboard.vocabulary.window import Window
from tests.builders import (
    Count,
    catalogue,
    figures_for,
    indicator,
    item,
    monthly,
    populations_frame,
    rate,
    stock,
    window,
)

BOURNEMOUTH = Area("837", "Bournemouth", "E06000028")
POOLE = Area("836", "Poole", "E06000029")
NORTHAMPTONSHIRE = Area("928", "Northamptonshire", "E10000021")
TOGETHER = Origin("839", date(2019, 4, 1), (BOURNEMOUTH, POOLE), is_merger=True)
WEST = Origin("941", date(2021, 4, 1), (NORTHAMPTONSHIRE,), is_merger=False)

BEFORE, AFTER = window("quarter", "2018-19-Q4"), window("quarter", "2019-20-Q1")
ACROSS = window("rolling 12 months", "2019-20-Q1")


def said(
    measured: Indicator,
    counts: list[Count],
    covered: Window,
    origin: Origin = TOGETHER,
    populations: pl.DataFrame | None = None,
) -> tuple[object, str | None, str]:
    """Return the value, symbol and reason of the one figure of an area for a window."""
    asked = Asked((origin.area,), (covered,), (origin,))
    made = figures_for(catalogue(measured), counts, asked, populations)
    return made.select("value", "symbol", "reason").row(0)


def of_both(bournemouth: list[int | None], poole: list[int | None]) -> list[Count]:
    """Return monthly visits from January 2019 in the two areas that merged in April 2019."""
    return [
        *monthly("visits", "2019-01", bournemouth, area="837"),
        *monthly("visits", "2019-01", poole, area="836"),
    ]


def test_before_areas_merged_their_counts_are_added_up() -> None:
    assert said(indicator(), of_both([1, 2, 3], [10, 20, 30]), BEFORE) == (66, None, "")


def test_a_month_that_one_of_them_did_not_send_is_named_with_its_area() -> None:
    assert said(indicator(), of_both([1, 2, 3], [10, None, 30]), BEFORE) == (
        None, "x", "not submitted: February 2019 (Poole)",
    )  # fmt: skip


def test_a_window_across_the_day_adds_theirs_and_its_own() -> None:
    counts = [
        *monthly("visits", "2018-07", [1] * 9, area="837"),
        *monthly("visits", "2018-07", [10] * 9, area="836"),
        *monthly("visits", "2019-04", [100, 200, 300], area="839"),
    ]
    assert said(indicator(), counts, ACROSS) == (699, None, "")


def test_after_the_day_only_its_own_counts_are_used() -> None:
    counts = of_both([9] * 6, [9] * 6)
    assert said(indicator(), counts, AFTER) == (None, "x", "not submitted")


def test_its_own_count_of_an_earlier_month_comes_before_theirs() -> None:
    counts = [
        *of_both([1, 2, 3], [10, 20, 30]),
        *monthly("visits", "2019-01", [50, 50, 50], area="839"),
    ]
    assert said(indicator(), counts, BEFORE) == (150, None, "")


def test_stocks_are_added_up_too() -> None:
    counts = [
        Count("open", "2018-19-Q4", 100, area="837"),
        Count("open", "2018-19-Q4", 60, area="836"),
    ]
    assert said(stock(), counts, window("snapshot", "2018-19-Q4")) == (160, None, "")


def test_children_counted_once_in_each_are_not_added_up() -> None:
    children = item("Children", kind="distinct", every="quarter")
    measured = indicator(items={"seen": children}, numerator="seen")
    counts = [
        Count("seen", "2018-19-Q4", 10, area="837"),
        Count("seen", "2018-19-Q4", 20, area="836"),
    ]
    assert said(measured, counts, BEFORE) == (
        None, "z",
        "counted apart by Bournemouth and Poole until 1 April 2019, and a child may be in two of "
        "them",
    )  # fmt: skip


def test_a_rate_from_before_is_of_their_populations_together() -> None:
    people = populations_frame(("837", 2018, 20_000), ("836", 2018, 13_000))
    counts = of_both([11, 11, 11], [22, 22, 22])
    assert said(rate(), counts, BEFORE, populations=people) == (30, None, "")


def test_an_area_cut_out_of_another_has_no_figure_from_before() -> None:
    counts = monthly("visits", "2021-01", [900, 900, 900], area="928")
    assert said(indicator(), counts, window("quarter", "2020-21-Q4"), WEST) == (
        None, "z", "part of Northamptonshire until 1 April 2021",
    )  # fmt: skip


def test_a_window_that_reaches_back_to_the_other_area_names_the_months() -> None:
    counts = monthly("visits", "2021-04", [5, 5, 5], area="941")
    measured = indicator(items={"visits": item(every="quarter")})
    counts = [Count("visits", "2021-22-Q1", 5, area="941")]
    assert said(measured, counts, window("rolling 12 months", "2021-22-Q1"), WEST) == (
        None, "z",
        "part of Northamptonshire until 1 April 2021: Q2 2020/21, Q3 2020/21, Q4 2020/21",
    )  # fmt: skip


def test_a_number_that_reaches_back_says_whose_counts_it_is_made_of() -> None:
    asked = Asked(("839",), (BEFORE, AFTER), (TOGETHER,))
    counts = [
        *of_both([1, 2, 3], [10, 20, 30]),
        *monthly("visits", "2019-04", [1, 2, 3], area="839"),
    ]
    given = catalogue(indicator())
    made = merger_notes(figures_for(given, counts, asked), given, asked)
    assert made.select("area", "period", "text").rows() == [
        (
            "839", "2018-19-Q4",
            "Before 1 April 2019 these are the counts of Bournemouth and Poole together.",
        )
    ]  # fmt: skip


def test_children_counted_once_in_the_new_area_are_not_said_to_be_a_sum() -> None:
    asked = Asked(("839",), (BEFORE,), (TOGETHER,))
    children = item("Children", kind="distinct", every="quarter")
    given = catalogue(indicator(items={"seen": children}, numerator="seen"))
    counts = [Count("seen", "2018-19-Q4", 10, area="839")]
    figures = figures_for(given, counts, asked)
    assert figures["value"].to_list() == [10]
    assert merger_notes(figures, given, asked).is_empty()


def test_a_note_on_the_count_of_an_area_that_merged_is_not_lost() -> None:
    asked = Asked(("839",), (BEFORE,), (TOGETHER,))
    given = catalogue(indicator())
    notes = pl.DataFrame(
        {
            "area": ["836"], "item": ["visits"], "period": ["2019-02"], "dimension": [""],
            "category": [""], "text": ["Two teams joined."], "return_period": ["2018-19-Q4"],
        }
    )  # fmt: skip
    figures = figures_for(given, of_both([1, 2, 3], [10, 20, 30]), asked)
    tied = tie_notes(notes, figures, given, asked)
    assert tied.select("area", "text").rows() == [("839", "Poole: Two teams joined.")]
