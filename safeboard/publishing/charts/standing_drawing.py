"""Drawing where a figure stands: on one scale with others, over the bands of all authorities."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from safeboard.publishing.charts.image import DARK_BLUE, GAPS, GREY, INK, PALE, RULE, TEXT, image

_WIDTH, _LANE, _TOP = 372, 38, 18
_BANDS = {"A": "#E2F3F0", "B": "#F3F6F9", "C": "#F3F6F9", "D": "#F9E6EF"}
"""The outer bands are tinted, as their ratings are; each is named by its letter too."""

_FAR = 0.62
"""From so far across the chart on, a value is written to the left of its mark."""


@dataclass(frozen=True)
class Stand:
    """A line of the chart: whose value it is, how it is written, and whether it is the area's."""

    label: str
    value: float
    said: str
    is_own: bool = False


@dataclass(frozen=True)
class Edges:
    """The edges between the bands, how each is written, and the bands' letters from the left."""

    values: tuple[float, float, float]
    said: tuple[str, str, str]
    letters: str


def standing(
    stands: Sequence[Stand], edges: Edges | None, every: Sequence[float], sentence: str
) -> Markup:
    """Return a chart with a line for each of `stands`, and one with a stroke for every authority.

    There are no bands without `edges`, and no strokes without `every`.
    """
    lanes = len(stands) + bool(every)
    height = _TOP + _LANE * lanes
    domain = _domain([*(one.value for one in stands), *(edges.values if edges else ()), *every])
    chart = {
        "width": _WIDTH,
        "height": height,
        "encoding": {"x": _across(domain, edges)},
        "layer": [
            *(_bands(edges, domain, height) if edges else ()),
            *(_strokes(every, height) if every else ()),
            *_stands(stands, domain),
        ],
    }
    return image(chart, sentence)


def _domain(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = (high - low or high or 1.0) * 0.1
    return max(low - room, 0.0), high + room


def _across(domain: tuple[float, float], edges: Edges | None) -> dict[str, Any]:
    """Return the scale: with the edges of the bands under it, or else with a few round numbers."""
    axis: dict[str, Any] = {"tickCount": 5, "grid": False}
    if edges:
        first, second, third = edges.said
        # The middle one stands a line lower, so that they have room beside one another.
        said = f"{[[first], ['', second], [third]]}[round(datum.index * 2)]"
        axis = {"values": list(edges.values), "labelExpr": said, "labelOverlap": False}
    return {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": list(domain), "nice": False, "zero": False},
        "axis": axis,
    }


def _bands(edges: Edges, domain: tuple[float, float], height: int) -> Iterator[dict[str, Any]]:
    """Yield the bands, each from edge to edge under its letter; the outer ones have no end."""
    ends = [domain[0], *edges.values, domain[1]]
    rows = [
        {"value": low, "to": high, "middle": (low + high) / 2, "letter": letter}
        for (low, high), letter in zip(pairwise(ends), edges.letters, strict=True)
    ]
    whole = {"y": {"value": 0}, "y2": {"value": height}}
    for row in rows:
        yield {
            "data": {"values": [row]},
            "mark": {"type": "rect", "color": _BANDS[str(row["letter"])]},
            "encoding": {"x2": {"field": "to"}, **whole},
        }
    yield {
        "data": {"values": rows[1:]},
        "mark": {"type": "rule", "color": RULE, "strokeDash": [3, 3]},
        "encoding": whole,
    }
    yield {
        "data": {"values": rows},
        "mark": {"type": "text", "fontWeight": "bold", "color": GREY},
        "encoding": {"x": {"field": "middle", "type": "quantitative"}, "y": {"value": 9},
                     "text": {"field": "letter"}},
    }  # fmt: skip


def _strokes(every: Sequence[float], height: int) -> Iterator[dict[str, Any]]:
    """Yield a stroke for every authority, in the lowest line."""
    top = height - _LANE
    # One line with gaps, which weighs a tenth of so many lines.
    tops_and_ends = [
        {"value": end, "at": at}
        for value in every
        for end, at in ((value, top + 16), (value, top + 32), (None, top))
    ]
    yield {
        "data": {"values": [{**each, "order": order} for order, each in enumerate(tops_and_ends)]},
        "mark": {"type": "line", "color": GREY, "strokeWidth": 1, "opacity": 0.6, **GAPS},
        "encoding": {"y": {"field": "at", "type": "quantitative", "scale": None, "axis": None},
                     "order": {"field": "order"}},
    }  # fmt: skip
    yield _label(f"Every authority with a value ({len(every)})", top, bold=False)


def _label(label: str, top: int, *, bold: bool) -> dict[str, Any]:
    weight = {"fontWeight": "bold"} if bold else {}
    return {
        "data": {"values": [{}]},
        "mark": {"type": "text", "align": "left", "text": label, "fontSize": TEXT - 1, **weight},
        "encoding": {"x": {"value": 4}, "y": {"value": top + 7}},
    }


def _stands(stands: Sequence[Stand], domain: tuple[float, float]) -> Iterator[dict[str, Any]]:
    """Yield a line for each: its label, a thin line, and its mark with its value beside it."""
    for number, one in enumerate(stands):
        top = _TOP + _LANE * number
        data, at = {"values": [asdict(one)]}, {"y": {"value": top + 24}}
        is_far = (one.value - domain[0]) / (domain[1] - domain[0]) > _FAR
        side = {"align": "right", "dx": -11} if is_far else {"align": "left", "dx": 11}
        look = (
            {"shape": "diamond", "size": 170, "fill": DARK_BLUE, "stroke": DARK_BLUE}
            if one.is_own
            else {"shape": "circle", "size": 70, "fill": "white", "stroke": INK}
        )
        yield {
            "data": {"values": [{}]},
            "mark": {"type": "rule", "color": PALE},
            "encoding": {"x": {"value": 0}, "x2": {"value": _WIDTH}, **at},
        }
        yield {"data": data, "mark": {"type": "point", "opacity": 1, **look}, "encoding": at}
        bold = {"fontWeight": "bold"} if one.is_own else {}
        yield {
            "data": data,
            "mark": {"type": "text", "text": one.said, **side, **bold},
            "encoding": at,
        }
        yield _label(one.label, top, bold=one.is_own)
