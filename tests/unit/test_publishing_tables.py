"""Tables: their windows in order of time, and no table of nothing."""

from dataclasses import replace

import polars as pl

from safeboard.catalogue.library import Catalogue
from safeboard.disclosure.release import Context, Release
from safeboard.publishing.page import page_of
from safeboard.publishing.sections import IndicatorSection, ThemeSection
from safeboard.publishing.tables import Table
from safeboard.vocabulary.agency import Agency
from safeboard.vocabulary.period import Period
from tests.unit.small_release import Q4, catalogue, notes, release

IS_CATEGORY = pl.col("category") != ""


def themes(given: Release, known: Catalogue | None = None) -> tuple[ThemeSection, ...]:
    """Return the themes of a release of one area."""
    return page_of(given, known or catalogue()).areas[0].themes


def section(code: str, given: Release) -> IndicatorSection:
    """Return an indicator's section."""
    sections = [each for theme in themes(given) for each in theme.indicators]
    (found,) = [each for each in sections if each.headline.indicator.code == code]
    return found


def cells(table: Table) -> list[tuple[str, ...]]:
    """Return each row's heading and cells."""
    return [(row.heading, *row.cells) for row in table.rows]


def nobody_sent_categories(**changes: object) -> Release:
    """Return the release where no category was submitted."""
    figures = release().figures
    absent = {
        "numerator": pl.lit(None, pl.Int64),
        "value": pl.lit(None, figures.schema["value"]),
        "symbol": pl.lit("x"),
        "reason": pl.lit("not submitted"),
    }
    changed = {name: pl.when(IS_CATEGORY).then(new).otherwise(name) for name, new in absent.items()}
    return release(figures=figures.with_columns(**changed), **changes)


def with_quarters(code: str, periods: list[str]) -> Release:
    """Return the release with an indicator's figure of the year for each quarter as well."""
    given = release().figures
    one = given.filter(indicator=code, period=Q4)
    added = [one.with_columns(window=pl.lit("quarter"), period=pl.lit(each)) for each in periods]
    return release(figures=pl.concat([given, *added]))


def test_the_months_come_first_then_the_quarters_from_a_year_before() -> None:
    (table,) = section("visits", release()).tables
    assert cells(table) == [
        ("January 2018", "16"),
        ("February 2018", "15"),
        ("March 2018", "17"),
        ("Q4 2016/17", "56"),
        ("Q1 2017/18", "50"),
        ("Q2 2017/18", "52"),
        ("Q3 2017/18", "0"),
        ("Q4 2017/18", "48"),
    ]
    assert [len(group) for group in table.groups] == [3, 5]


def test_the_order_of_rows_in_the_data_is_not_the_order_of_the_page() -> None:
    turned = release(figures=release().figures.reverse())
    assert cells(section("visits", turned).tables[0]) == cells(
        section("visits", release()).tables[0]
    )


def test_a_figure_of_more_than_a_year_ago_is_left_to_the_data() -> None:
    older = release().figures.with_columns(
        period=pl.when(pl.col("period") == "2016-17-Q4")
        .then(pl.lit("2016-17-Q3"))
        .otherwise("period")
    )
    (table,) = section("visits", release(figures=older)).tables
    assert "Q3 2016/17" not in [row.heading for row in table.rows]


def test_each_number_of_a_percentage_has_its_column() -> None:
    (table,) = section("second-plans", release()).tables
    assert table.headings == ("Period", "Per cent", "Number", "Out of", "Notes")
    assert cells(table) == [
        ("2016/17", "23.5%", "54", "230"),
        ("2017/18", "9.9%", "16", "161"),
    ]


def test_a_rate_is_out_of_the_children_of_the_area() -> None:
    (table,) = section("rate-of-children-open", release()).tables
    assert table.headings[1:4] == ("Rate per 10,000", "Number", "Children aged 0 to 17")
    assert cells(table)[1] == ("31 March 2018", "428.1", "1,569", "36,647")


def test_a_year_to_date_has_its_quarters_and_their_chart_but_no_chart_of_its_own() -> None:
    periods = ["2017-18-Q1", "2017-18-Q2", "2017-18-Q3", "2017-18-Q4"]
    (table,) = section("second-plans", with_quarters("second-plans", periods)).tables
    assert [row.heading for row in table.rows] == [
        *("Q1 2017/18", "Q2 2017/18", "Q3 2017/18", "Q4 2017/18", "2016/17", "2017/18")
    ]
    assert table.chart
    assert table.chart.title == "Second plans, Q1 2017/18 to Q4 2017/18"


def test_a_figure_under_another_definition_says_which() -> None:
    earlier = release().figures.with_columns(
        definition=pl.when(pl.col("period") == "2016-17-Q4")
        .then(pl.lit("2011-10-01"))
        .otherwise("definition")
    )
    (table,) = section("late-visits", release(figures=earlier)).tables
    assert [row.remarks for row in table.rows] == [("Under the definition of 1 October 2011",), ()]


def test_a_breakdown_that_nobody_sent_is_one_sentence_and_no_table() -> None:
    (table,) = section("open-by-residence", nobody_sent_categories()).tables
    assert table.rows == ()
    assert table.instead == "Where they live, 31 March 2018: [x] not submitted."


def test_notes_on_a_breakdown_that_nobody_sent_stand_once_with_that_sentence() -> None:
    told = notes(
        ("open-by-residence", "snapshot", Q4, "inside", "We moved system."),
        ("open-by-residence", "snapshot", Q4, "outside", "We moved system."),
    )
    (table,) = section("open-by-residence", nobody_sent_categories(notes=told)).tables
    assert [each.number for each in table.citations] == [1]


def test_words_of_an_agency_without_an_indicator_are_not_lost() -> None:
    housing = Agency("housing", "Housing")
    words = Context(housing, Period.parse(Q4), "We have nothing to count.", "342")
    page = page_of(replace(release(), contexts=(words,)), catalogue())
    assert page.contexts == (words,)
    assert [theme.contexts for theme in page.areas[0].themes] == [(), (), ()]
