"""Charts: described in one sentence that holds every number, and drawn the same each time."""

import re
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from safeboard.publishing.charts.chart import Chart
from safeboard.publishing.charts.drawing import Bar, bars
from safeboard.publishing.charts.plain import of_categories, of_series
from safeboard.publishing.released import Place, ReleasedFigure
from safeboard.vocabulary.figure import Figure, Flag, Symbol
from safeboard.vocabulary.period import Period
from tests.builders import RESIDENCE, indicator, percentage, window


def quarters(*numbers: int | None) -> list[ReleasedFigure]:
    """Return visits in quarters up to Q4 2017/18; None is a gap."""
    made = []
    for back, number in zip(range(len(numbers) - 1, -1, -1), numbers, strict=True):
        at = window("quarter", Period.quarter(2017, 4).earlier(back).code)
        figure = Figure(Symbol.NOT_AVAILABLE if number is None else Decimal(number), number)
        place = Place("342", "visits", "quarter", at.period.code)
        made.append(ReleasedFigure(place, at, figure, None, None))
    return made


def line_of(*numbers: int | None) -> Chart:
    """Return the chart of visits in quarters."""
    chart = of_series(indicator(), quarters(*numbers))
    assert chart
    return chart


def shares(**categories: tuple[int, str]) -> list[ReleasedFigure]:
    """Return the share that each category has of 31, and what it comes to."""
    at = window("snapshot", "2017-18-Q4")
    return [
        ReleasedFigure(
            Place("342", "visits", "snapshot", "2017-18-Q4", "residence", category),
            at,
            Figure(Decimal(value), number, 31),
            None,
            None,
        )
        for category, (number, value) in categories.items()
    ]


def words_in(chart: Chart) -> list[str]:
    """Return the words that are drawn."""
    drawn = ElementTree.fromstring(chart.svg).iter()
    return [each.text for each in drawn if each.text and each.text.strip()]


def lines_in(chart: Chart) -> list[list[tuple[Decimal, Decimal]]]:
    """Return the lines that join points, each with its points from left to right."""
    paths = re.findall(r'<path d="(M[^"]*)" stroke="#12436D" stroke-width="2.5"', chart.svg)
    return [
        [(Decimal(x), Decimal(y)) for x, y in re.findall(r"([\d.]+),([\d.]+)", path)]
        for path in paths
    ]


def test_a_line_says_every_number_and_every_gap_in_one_sentence() -> None:
    assert line_of(40, 31, 28, None, 62).sentence == (
        "Line chart of Visits: 40 in Q4 2016/17, 31 in Q1 2017/18, 28 in Q2 2017/18, "
        "62 in Q4 2017/18; no figure for Q3 2017/18."
    )


def test_bars_say_every_category_of_the_base_in_one_sentence() -> None:
    three = RESIDENCE.model_copy(
        update={"categories": {**RESIDENCE.categories, "abroad": RESIDENCE.categories["inside"]}}
    )
    given = shares(
        inside=(11, "35.5"), outside=(15, "48.4"), abroad=(5, "16.1"), not_recorded=(8, "0.0")
    )
    chart = of_categories(percentage(), three, given)
    assert chart
    assert chart.sentence == (
        "Bar chart of Visits in time, 31 March 2018: Inside the area, 11 of 31 (35.5%); "
        "Outside the area, 15 of 31 (48.4%); Inside the area, 5 of 31 (16.1%)."
    )
    assert len(words_in(chart)) == 6


def test_the_sentence_is_the_name_of_the_outermost_drawing_and_of_nothing_within() -> None:
    chart = line_of(40, 31, 28, 62)
    root = ElementTree.fromstring(chart.svg)
    assert (root.get("role"), root.get("aria-label")) == ("img", chart.sentence)
    within = [name for each in list(root.iter())[1:] for name in each.attrib]
    assert not [name for name in within if name in {"role", "id"} or name.startswith("aria-")]


def test_the_same_numbers_are_drawn_the_same() -> None:
    assert line_of(40, 31, 28, 62) == line_of(40, 31, 28, 62)


@pytest.mark.parametrize("numbers", [(1, 2, 3), (1, None, None, 2, 3), (5,), ()])
def test_fewer_than_four_numbers_are_left_to_their_table(numbers: tuple[int | None, ...]) -> None:
    assert of_series(indicator(), quarters(*numbers)) is None


def test_two_categories_are_left_to_their_table() -> None:
    given = shares(inside=(11, "35.5"), outside=(20, "64.5"))
    assert of_categories(percentage(), RESIDENCE, given) is None


def test_each_point_is_labelled_and_a_gap_has_its_symbol() -> None:
    assert {"40", "31", "28", "62", "[x]"} <= set(words_in(line_of(40, 31, 28, None, 62)))


def test_no_line_is_drawn_over_a_gap() -> None:
    first, last = lines_in(line_of(40, 31, 28, None, 62, 60))
    assert (len(first), len(last)) == (3, 2)


def test_no_line_is_drawn_over_a_break_in_series() -> None:
    given = quarters(40, 31, 28, 62)
    broken = replace(given[2], figure=replace(given[2].figure, flags=frozenset({Flag.BREAK})))
    chart = of_series(indicator(), [*given[:2], broken, given[3]])
    assert chart
    assert [len(line) for line in lines_in(chart)] == [2, 2]


def test_twice_as_much_is_twice_as_high() -> None:
    (line,) = lines_in(line_of(50, 100, 0, 25))
    bottom = line[2][1]
    assert [bottom - y for _, y in line] == [75, 150, 0, Decimal("37.5")]


def test_windows_stand_in_order_of_time_from_left_to_right() -> None:
    (line,) = lines_in(line_of(4, 3, 2, 1, 9))
    assert [x for x, _ in line] == sorted(x for x, _ in line)
    windows = [word for word in words_in(line_of(4, 3, 2, 1, 9)) if "/" in word or "Q" in word]
    assert windows[:4] == ["Q4", "2016/17", "Q1", "2017/18"]


def test_a_sentence_cannot_break_out_of_its_attribute() -> None:
    drawing = bars([Bar("<b>", 1.0, '"1"')], 'Bars of "<a>" & more')
    assert ElementTree.fromstring(drawing).get("aria-label") == 'Bars of "<a>" & more'


def test_bars_of_nothing_but_zeros_can_be_drawn() -> None:
    assert "0 of 4 (0%)" in bars([Bar("One", 0.0, "0 of 4 (0%)")], "None.")


def test_the_label_of_a_dip_stands_below_the_line_and_others_above() -> None:
    chart = line_of(47, 31, 69, 53)
    (line,) = lines_in(chart)
    heights = {
        word: Decimal(y)
        for y, word in re.findall(r'translate\([\d.]+,(-?[\d.]+)\)"[^>]*>(\d+)</text>', chart.svg)
    }
    below = [heights[word] > y for word, (_, y) in zip(("47", "31", "69"), line, strict=False)]
    assert below == [False, True, False]


@pytest.mark.parametrize(
    ("last", "words"),
    [("2017-18-Q4", ["to Q4", "2017/18"]), ("2018-02", ["to Feb", "2018"])],
)
def test_twelve_months_are_labelled_by_where_they_end(last: str, words: list[str]) -> None:
    now = window("rolling 12 months", last)
    windows = [now]
    while len(windows) < 4:
        windows.insert(0, windows[0].earlier())
    series = [
        replace(each, window=covered)
        for each, covered in zip(quarters(4, 3, 2, 9), windows, strict=True)
    ]
    chart = of_series(indicator(), series)
    assert chart
    drawn = words_in(chart)
    assert [word for word in drawn if word in words][-2:] == words
