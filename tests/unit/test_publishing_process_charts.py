"""Process charts: drawn from the release alone, and read without colour."""

import re
from datetime import date
from itertools import pairwise
from typing import Any

import polars as pl
import pytest

from safeboard.publishing.charts.chart import Chart, Mark, Shape
from safeboard.publishing.charts.process import of_process, processes_of
from safeboard.publishing.folder import files_of
from safeboard.publishing.headline import headlines
from tests.acceptance.reading import read_page
from tests.builders import catalogue as catalogue_of
from tests.builders import indicator
from tests.unit.process_points import SENTENCE, happened, points, saying
from tests.unit.small_release import catalogue, ratings, release

STEADY = (15, 18, 14, 17)
"""Four months, all within their limits."""

AIM = {
    "by": ["target"],
    "target": {"at_most": 19, "from": "2018-02-01", "source": "The board"},
}
"""A rule that rates by a target, in force since the third of those months."""

Event = tuple[date, str, str, str]


def chart_of(
    given: pl.DataFrame, *events: Event, measures: dict[str, Any] | None = None, **rated: str
) -> Chart | None:
    """Return the chart of monthly visits, of which few are good, with such points."""
    declared = indicator(**({"polarity": "low", "window": "month"} | (measures or {})))
    row = {"window": "month", "period": "2018-03", "before_period": "2017-03"} | rated
    headline = (
        ratings()
        .filter(indicator="visits")
        .with_columns(pl.lit(value).alias(name) for name, value in row.items())
    )
    known = release(charts=given, sayings=saying(), happened=happened(*events), ratings=headline)
    (only,) = headlines(known, catalogue_of(declared), "342")
    return of_process(only, processes_of(known, "342")["visits"])


def drawn(given: pl.DataFrame, *events: Event, **others: Any) -> Chart:  # noqa: ANN401
    """Return a chart that is there."""
    chart = chart_of(given, *events, **others)
    assert chart
    return chart


def signals(direction: int, polarity: str) -> Chart:
    """Return a chart whose last month is a signal that points one way."""
    given = points(
        15, 18, 14, 40, signal=[None] * 3 + ["outside"], direction=[None] * 3 + [direction]
    )
    return drawn(given, measures={"polarity": polarity})


def lines_in(chart: Chart, colour: str) -> list[int]:
    """Return of each line that is drawn in a colour how many points it joins."""
    paths = re.findall(rf'<path d="(M[^"Z]*)" stroke="{colour}"', chart.svg)
    return [path.count("L") + 1 for path in paths]


def words_in(chart: Chart) -> list[str]:
    return re.findall(r">([^<>]+)</t", chart.svg)


def test_a_chart_is_named_by_what_it_shows_and_by_the_sentence_of_its_rating() -> None:
    sentence = f"Process chart of Visits, December 2017 to March 2018. {SENTENCE}"
    chart = drawn(points(*STEADY))
    assert chart.sentence == sentence
    assert f'aria-label="{sentence}"' in chart.svg


def test_its_table_has_every_point_with_its_limits_and_its_signal() -> None:
    given = points(
        15, 30, None, 17.5, 16,
        signal=[None, "outside", None, None, None], direction=[None, 1, None, None, None],
    )  # fmt: skip
    table = drawn(given).table
    assert table
    assert table.headings == ("Period", "Number", "Mean", "Lower limit", "Upper limit", "Signal")
    assert table.rows == (
        ("November 2017", "15", "16", "10", "22", ""),
        ("December 2017", "30", "16", "10", "22", "Above upper limit"),
        ("January 2018", "No figure", "16", "10", "22", ""),
        ("February 2018", "17.5", "16", "10", "22", ""),
        ("March 2018", "16", "16", "10", "22", ""),
    )


@pytest.mark.parametrize(
    ("signal", "direction", "words"),
    [
        ("outside", -1, "Below lower limit"),
        ("trend", 1, "Run that rises"),
        ("trend", -1, "Run that falls"),
        ("two_in_three", 1, "Two of three near upper limit"),
        ("shift", -1, "Run below mean"),
    ],
)
def test_a_signal_is_said_by_its_rule_and_its_way(signal: str, direction: int, words: str) -> None:
    given = points(*STEADY, signal=[None] * 3 + [signal], direction=[None] * 3 + [direction])
    table = drawn(given).table
    assert table
    assert table.rows[-1][-1] == words


@pytest.mark.parametrize(
    ("direction", "polarity", "shape", "colour"),
    [
        (1, "low", Shape.UP, "red"),
        (-1, "low", Shape.DOWN, "green"),
        (1, "high", Shape.UP, "green"),
        (-1, "high", Shape.DOWN, "red"),
        (1, "neutral", Shape.UP, "blue"),
        (-1, "neutral", Shape.DOWN, "blue"),
    ],
)
def test_a_signal_has_a_shape_by_its_way_and_a_colour_by_what_is_good(
    direction: int, polarity: str, shape: Shape, colour: str
) -> None:
    key = signals(direction, polarity).key
    assert [(mark.shape, mark.colour) for mark in key[:2]] == [
        (Shape.CIRCLE, "grey"),
        (shape, colour),
    ]


def test_a_signal_is_drawn_in_another_shape_than_the_usual_points() -> None:
    points_drawn = re.findall(r'd="(M[^"]*)" fill="[^"]*" stroke="(#\w+)"', signals(1, "low").svg)
    usual = {shape for shape, colour in points_drawn if colour == "#5A6570"}
    signal = {shape for shape, colour in points_drawn if colour == "#801650"}
    assert (len(usual), len(signal)) == (1, 1)
    assert "A" in next(iter(usual))
    assert "A" not in next(iter(signal))


def test_the_key_names_only_what_is_drawn() -> None:
    assert drawn(points(*STEADY)).key == (
        Mark(Shape.CIRCLE, "As usual", "grey"),
        Mark(Shape.LINE, "Mean", "grey"),
        Mark(Shape.BAND, "Between the limits", "blue"),
    )


def test_trial_limits_are_broken_lines() -> None:
    chart = drawn(points(*STEADY, state=["trial limits"] * 4))
    assert Mark(Shape.DASHED, "Trial limits, from few points", "blue") in chart.key
    assert len(re.findall(r'stroke="#12436D"[^>]*stroke-dasharray="5,4"', chart.svg)) == 2
    assert "stroke-dasharray" not in drawn(points(*STEADY)).svg


def test_no_line_is_drawn_over_a_gap() -> None:
    assert lines_in(drawn(points(15, 18, None, 14, 17, 16)), "#1B2733") == [2, 3]


@pytest.mark.parametrize(("begins", "joined"), [("break", [2, 3]), ("rebase", [5])])
def test_points_are_joined_over_a_rebase_and_not_over_a_break(
    begins: str, joined: list[int]
) -> None:
    given = points(
        15, 18, 14, 17, 16, segment=[0, 0, 1, 1, 1], begins=[None, None, begins, begins, begins]
    )
    chart = drawn(given)
    assert lines_in(chart, "#1B2733") == joined
    # Limits and mean of either stretch, each from its first point to its last.
    assert lines_in(chart, "#12436D") == [2, 2, 2, 2]
    assert lines_in(chart, "#5A6570") == [2, 2]


def test_what_happened_is_drawn_with_a_number_and_listed_with_who_decided_so() -> None:
    chart = drawn(
        points(*STEADY),
        (date(2018, 1, 1), "rebase", "A new front door", "A. Analyst"),
        (date(2018, 2, 20), "event", "Snow.", ""),
    )
    assert chart.listed == (
        "1 January 2018, rebase, by A. Analyst: A new front door.",
        "20 February 2018, event: Snow.",
    )
    assert {"1", "2"} <= set(words_in(chart))
    # Four months on 305 pixels: the rebase before the second, the event on the third.
    rules = re.findall(r'<line transform="translate\(([\d.]+),\d+\)" x2="0" y2="190"', chart.svg)
    assert [float(x) for x in rules] == [76.25, 190.62]


def test_a_target_is_drawn_from_when_it_holds() -> None:
    chart = drawn(points(*STEADY), measures={"rating": AIM}, target_rating="Target met")
    assert "aim 19" in words_in(chart)
    assert Mark(Shape.THICK, "Target", "plain") in chart.key
    (line,) = re.findall(r'<line [^>]*stroke-dasharray="9,3"', chart.svg)
    assert re.findall(r' x2="([\d.]+)"', line) == ["152.5"]


@pytest.mark.parametrize(
    "rated", [{"target_rating": "No target"}, {"target_rating": "Target met", "window": "quarter",
              "period": "2017-18-Q4", "before_period": "2016-17-Q4"}],
)  # fmt: skip
def test_a_target_that_is_not_judged_or_is_of_another_window_is_not_drawn(
    rated: dict[str, str],
) -> None:
    chart = drawn(points(*STEADY), measures={"rating": AIM}, **rated)
    assert "aim 19" not in words_in(chart)


def test_a_limit_that_no_figure_can_reach_is_not_drawn() -> None:
    chart = drawn(points(*STEADY, lower=[-2.0] * 4))
    assert lines_in(chart, "#12436D") == [2]
    assert "-2" not in words_in(chart)


def test_what_stands_at_the_right_never_overlaps() -> None:
    near = {"mean": [16.0] * 5, "lower": [15.9] * 5, "upper": [16.1] * 5}
    chart = drawn(points(15, 18, 14, 17, 90, **near))
    heights = [float(y) for y in re.findall(r'translate\(311,([\d.]+)\)"[^>]*>1[56]', chart.svg)]
    assert len(heights) == 3
    assert all(below - above >= 15 for above, below in pairwise(heights))


def test_a_chart_for_information_says_so_and_needs_limits() -> None:
    informs = saying(is_judged=False)
    known = release(charts=points(*STEADY), sayings=informs)
    page = read_page(files_of(known, catalogue())["index.html"].decode())
    section = page.one("article", id="indicator-visits")
    assert section.one("p", class_="chart-said").words == (
        f"For information: no rating comes from this chart. {SENTENCE}"
    )
    without = points(*STEADY, lower=[None] * 4, upper=[None] * 4)
    known = release(charts=without, sayings=informs)
    page = read_page(files_of(known, catalogue())["index.html"].decode())
    assert page.one("article", id="indicator-visits").all("p", class_="chart-said") == []


def test_the_page_has_the_chart_its_icon_and_its_data_in_place_of_the_line() -> None:
    known = release(charts=points(*STEADY), sayings=saying(variation="concern"))
    page = read_page(files_of(known, catalogue())["index.html"].decode())
    section = page.one("article", id="indicator-visits")
    assert len(section.all("figure")) == 1
    assert section.one("p", class_="icons").words == "Concern"
    data = section.one("details", class_="chart-data")
    assert data.one("summary").words == "The data of this chart"
    assert data.one("tbody").all("tr")[0].words == "December 2017 15 16 10 22"


def test_fewer_than_four_points_are_left_to_the_line_of_windows() -> None:
    assert chart_of(points(15, None, 18, 14)) is None
