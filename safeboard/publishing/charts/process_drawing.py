"""Drawing a process chart: its points, limits, breaks and target, on a scale of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any

from markupsafe import Markup

from safeboard.publishing.charts.chart import Shape
from safeboard.publishing.charts.image import (
    DARK_BLUE,
    GREEN,
    GREY,
    INK,
    PALE,
    RED,
    SKY,
    TEXT,
    image,
)

_WIDTH, _HEIGHT = 305, 190
_ROOM = 15
"""Labels that stand under one another are so many pixels apart."""

_COLOURS = {"grey": GREY, "green": GREEN, "red": RED, "blue": DARK_BLUE}
_SYMBOLS = {Shape.UP: "triangle-up", Shape.DOWN: "triangle-down"}
_MANY = 36
"""Of more points than this each is drawn smaller."""


@dataclass(frozen=True)
class Plotted:
    """A point as it is drawn, at `place` from the left, under its label in two parts.

    Its limits are None where there are none, or where no figure could reach them. Only points of
    one `run` are joined.
    """

    place: int
    label: str
    value: float | None
    mean: float | None
    lower: float | None
    upper: float | None
    segment: int
    run: int
    is_trial: bool
    shape: Shape
    colour: str


@dataclass(frozen=True)
class Upright:
    """A line across the chart at which something happened, with its number in the list below it."""

    place: float
    number: int
    begins: bool


@dataclass(frozen=True)
class Level:
    """A height that is written at the right: a mean, a limit or a target, which is also drawn."""

    value: float
    said: str
    is_target: bool = False
    since: int = 0


def process(
    points: Sequence[Plotted],
    uprights: Sequence[Upright],
    levels: Sequence[Level],
    sentence: str,
) -> Markup:
    """Return a process chart; the last point has a label of its own on the axis."""
    domain = _domain(points, levels)
    chart = {
        "width": _WIDTH,
        "height": _HEIGHT,
        "data": {"values": [asdict(point) for point in points]},
        "encoding": {"x": _across(points), "y": _up(domain)},
        "layer": [
            *_limits(points, domain[0]),
            *_uprights(uprights),
            *_targets(levels, len(points)),
            *_points(points),
            _levels(levels, domain),
        ],
    }
    return image(chart, sentence)


def _domain(points: Sequence[Plotted], levels: Sequence[Level]) -> tuple[float, float]:
    """Return the least and the most that is drawn, with room; from 0 where that is not far."""
    heights = [
        height
        for point in points
        for height in (point.value, point.mean, point.lower, point.upper)
        if height is not None
    ]
    heights += [level.value for level in levels]
    low, high = min(heights), max(heights)
    room = (high - low or high or 1.0) * 0.08
    return (0.0 if low - room < 0.3 * high else low - room), high + room


def _across(points: Sequence[Plotted]) -> dict[str, Any]:
    """Return the axis of time: a few labels, counted back from the last point."""
    step = -(-len(points) // 5)
    places = list(range(len(points) - 1, -1, -step))
    labels = [point.label.split("|") for point in points]
    return {
        "field": "place",
        "type": "quantitative",
        "scale": {"domain": [-0.5, len(points) - 0.5], "nice": False},
        "axis": {"values": places, "labelExpr": f"{labels}[datum.value]", "labelOverlap": False,
                 "labelFlush": False},
    }  # fmt: skip


def _up(domain: tuple[float, float]) -> dict[str, Any]:
    return {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": list(domain), "nice": False, "zero": False},
        "axis": {"tickCount": 4, "domain": False, "grid": True, "gridColor": PALE,
                 "gridOpacity": 0.5, "ticks": False, "labelPadding": 6},
    }  # fmt: skip


def _limits(points: Sequence[Plotted], lowest: float) -> Iterator[dict[str, Any]]:
    """Yield the band between the limits, and its edges and mean; of trial limits broken edges."""
    rows = [
        {**asdict(point), "bottom": lowest if point.lower is None else point.lower}
        for point in corners(points)
    ]
    data = {"values": rows}
    by_segment = {"detail": {"field": "segment"}}
    yield {
        "data": data,
        "transform": [{"filter": "isValid(datum.upper)"}],
        "mark": {"type": "area", "color": SKY},
        "encoding": {"y": {"field": "bottom", "type": "quantitative"}, "y2": {"field": "upper"},
                     **by_segment},
    }  # fmt: skip
    for edge, is_trial in product(("lower", "upper"), (False, True)):
        if is_trial not in {point.is_trial for point in points}:
            continue
        dash = {"strokeDash": [5, 4]} if is_trial else {}
        chosen = "datum.is_trial" if is_trial else "!datum.is_trial"
        yield {
            "data": data,
            "transform": [{"filter": f"{chosen} && isValid(datum.{edge})"}],
            "mark": {"type": "line", "color": DARK_BLUE, "strokeWidth": 1, **dash},
            "encoding": {"y": {"field": edge, "type": "quantitative"}, **by_segment},
        }
    yield {
        "data": data,
        "transform": [{"filter": "isValid(datum.mean)"}],
        "mark": {"type": "line", "color": GREY, "strokeWidth": 1.5},
        "encoding": {"y": {"field": "mean", "type": "quantitative"}, **by_segment},
    }


def corners(points: Sequence[Plotted]) -> Iterator[Plotted]:
    """Yield the points at which the limits begin, end or differ from those beside them."""
    for before, each, after in zip([None, *points], points, [*points[1:], None], strict=False):
        alike = [
            beside is not None
            and (beside.segment, beside.lower, beside.upper)
            == (each.segment, each.lower, each.upper)
            for beside in (before, after)
        ]
        if not all(alike):
            yield each


def _points(points: Sequence[Plotted]) -> Iterator[dict[str, Any]]:
    """Yield the line that joins the points, and the points by their shape and colour."""
    is_number = {"filter": "isValid(datum.value)"}
    yield {
        "transform": [is_number],
        "mark": {"type": "line", "color": INK, "strokeWidth": 1.2},
        "encoding": {"detail": {"field": "run"}},
    }
    small = len(points) > _MANY
    looks = dict.fromkeys((point.shape, point.colour) for point in points)
    for shape, colour in looks:
        usual = shape is Shape.CIRCLE
        yield {
            "transform": [
                is_number, {"filter": f"datum.shape == '{shape}' && datum.colour == '{colour}'"},
            ],
            "mark": {"type": "point", "shape": _SYMBOLS.get(shape, "circle"), "opacity": 1,
                     "size": (14 if small else 28) if usual else (55 if small else 90),
                     "fill": "white" if usual else _COLOURS[colour], "stroke": _COLOURS[colour],
                     "strokeWidth": 1.4 if usual else 1},
        }  # fmt: skip


def _uprights(uprights: Sequence[Upright]) -> Iterator[dict[str, Any]]:
    """Yield the lines where something happened; broken ones where the limits go on."""
    for each in uprights:
        data = {"values": [{"place": each.place}]}
        broken = {} if each.begins else {"strokeDash": [2, 3]}
        top = {"y": {"value": 0}}
        yield {
            "data": data,
            "mark": {"type": "rule", "color": INK, **broken},
            "encoding": {**top, "y2": {"value": _HEIGHT}},
        }
        circle = {"type": "point", "shape": "circle", "size": 190, "fill": INK, "stroke": INK}
        yield {"data": data, "mark": {**circle, "opacity": 1}, "encoding": top}
        number = {"type": "text", "text": str(each.number), "color": "white", "fontSize": 11}
        yield {"data": data, "mark": {**number, "fontWeight": "bold"}, "encoding": top}


def _targets(levels: Sequence[Level], points: int) -> Iterator[dict[str, Any]]:
    for each in levels:
        if each.is_target:
            ends = {"place": each.since - 0.5, "to": points - 0.5, "value": each.value}
            yield {
                "data": {"values": [ends]},
                "mark": {"type": "rule", "color": INK, "strokeWidth": 2.5, "strokeDash": [9, 3]},
                "encoding": {"x2": {"field": "to"}},
            }


def _levels(levels: Sequence[Level], domain: tuple[float, float]) -> dict[str, Any]:
    """Return what is written at the right, moved apart where it would overlap."""
    low, high = domain
    ordered = sorted(levels, key=lambda level: -level.value)
    heights: list[float] = []
    for level in ordered:
        height = _HEIGHT * (high - level.value) / (high - low)
        heights.append(max(height, heights[-1] + _ROOM) if heights else height)
    # What was moved down too far goes up again.
    for number in range(len(heights) - 1, -1, -1):
        lowest = heights[number + 1] - _ROOM if number + 1 < len(heights) else _HEIGHT - 4
        heights[number] = min(heights[number], lowest)
    rows = [
        {"at": height, "said": level.said, "weight": "bold" if level.is_target else "normal"}
        for height, level in zip(heights, ordered, strict=True)
    ]
    return {
        "data": {"values": rows},
        "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": TEXT - 1,
                 "fontWeight": {"expr": "datum.weight"}},
        "encoding": {"x": {"value": _WIDTH}, "y": {"field": "at", "type": "quantitative",
                     "scale": None, "axis": None}, "text": {"field": "said"}},
    }  # fmt: skip
