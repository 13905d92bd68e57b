"""Sparks: a series with its limits, as small as a word, in the summary."""

import re
from typing import Any

import polars as pl

from safeboard.publishing.charts.chart import Shape
from safeboard.publishing.charts.process import processes_of
from safeboard.publishing.charts.spark import Spark, spark_of
from safeboard.publishing.folder import files_of
from safeboard.publishing.headline import headlines
from tests.acceptance.reading import read_page
from tests.unit.process_points import points, saying
from tests.unit.small_release import catalogue, release


def spark(given: pl.DataFrame, **said: Any) -> Spark | None:  # noqa: ANN401 - a column's value
    """Return the spark of visits; their limits are 10 and 22 around 16."""
    known = release(charts=given, sayings=saying(**said))
    headline = next(headlines(known, catalogue(), "342"))
    return spark_of(headline, processes_of(known, "342")["visits"])


def drawn(given: pl.DataFrame, **said: Any) -> Spark:  # noqa: ANN401
    made = spark(given, **said)
    assert made
    return made


def test_the_least_stands_at_the_bottom_and_the_greatest_at_the_top() -> None:
    made = drawn(points(10, 22, 16, 13))
    # Four places from 5 to 95, and heights from 21 for 10 up to 5 for 22.
    assert made.line == "M5.0 21.0L35.0 5.0L65.0 13.0L95.0 17.0"
    assert made.band == "M5.0 5.0L95.0 5.0L95.0 21.0L5.0 21.0Z"
    assert made.mean == "M5.0 13.0L95.0 13.0"
    assert made.latest == ("95.0", "17.0")


def test_a_gap_breaks_the_line_and_a_latest_month_without_a_figure_has_no_mark() -> None:
    made = drawn(points(10, 22, None, 16, 13, None))
    assert made.line.count("M") == 2
    assert made.latest is None


def test_a_break_begins_another_band_and_mean() -> None:
    cut: dict[str, list[Any]] = {"segment": [0, 0, 1, 1], "begins": [None, None, "break", "break"]}
    made = drawn(points(10, 22, 16, 13, **cut))
    assert (made.band.count("Z"), made.mean.count("M"), made.line.count("M")) == (2, 2, 2)


def test_the_latest_point_has_the_shape_of_its_signal() -> None:
    signal: dict[str, list[Any]] = {
        "signal": [None, None, None, "outside"], "direction": [None, None, None, 1],
    }  # fmt: skip
    assert drawn(points(15, 18, 14, 40, **signal)).shape is Shape.UP
    assert drawn(points(15, 18, 14, 17)).shape is Shape.CIRCLE


def test_only_a_chart_that_rates_has_a_colour_beside_the_rating() -> None:
    assert drawn(points(15, 18, 14, 17)).colour == "grey"
    assert drawn(points(15, 18, 14, 17), is_judged=False).colour == "plain"


def test_a_series_that_never_varied_can_be_drawn() -> None:
    none: list[Any] = [None] * 4
    made = drawn(points(16, 16, 16, 16, lower=none, upper=none))
    assert (made.band, made.line) == ("", "M5.0 21.0L35.0 21.0L65.0 21.0L95.0 21.0")


def test_too_few_points_have_no_spark() -> None:
    assert spark(points(15, 18, 14)) is None


def test_the_summary_has_the_spark_for_the_eye_alone_and_says_what_it_is() -> None:
    known = release(charts=points(15, 18, 14, 17), sayings=saying())
    text = files_of(known, catalogue())["index.html"].decode()
    page = read_page(text)
    row = page.one("table", class_="summary").one("tr", data_indicator="visits")
    (made,) = row.all("svg", class_="spark")
    assert made.attributes["aria-hidden"] == "true"
    assert "The small lines are the months or quarters of each series" in text
    assert len(re.findall('class="spark"', text)) == 1


def test_a_summary_without_a_series_says_nothing_of_small_lines() -> None:
    text = files_of(release(), catalogue())["index.html"].decode()
    assert "small lines" not in text
