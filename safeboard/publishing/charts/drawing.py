"""Drawing: points or bars become an image that keeps without colour."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from markupsafe import Markup

from safeboard.publishing.charts.image import DARK_BLUE, GREY, image

_WIDTH, _HEIGHT = 380, 150
_BAR_HEIGHT = 46
_IS_NUMBER, _IS_LAST, _IS_OTHER = "isValid(datum.value)", "datum.last", "!datum.last"


@dataclass(frozen=True)
class Point:
    """A point of a line: its window in two parts, its number if it has one, and how it is written.

    Only points of one `run` are joined. The label of a dip stands below it, out of the line's way.
    """

    window: str
    value: float | None
    said: str
    run: int
    last: bool
    is_dip: bool = False


@dataclass(frozen=True)
class Bar:
    """A bar: its label, its length, and what is written at its end."""

    category: str
    value: float
    said: str


def line(points: Sequence[Point], sentence: str) -> Markup:
    """Return a line over a base of zero, every point labelled, with symbols in its gaps."""
    rows = [{**asdict(point), "order": order} for order, point in enumerate(points)]
    axis = {
        "labelExpr": "split(datum.label, '|')", "labelAngle": 0, "ticks": False, "labelPadding": 8,
    }  # fmt: skip
    x = {"field": "window", "type": "ordinal", "sort": [each.window for each in points],
         "axis": axis}  # fmt: skip
    y = {"field": "value", "type": "quantitative", "axis": None,
         "scale": {"zero": True, "nice": False}}  # fmt: skip
    at_base = {"y": {"datum": 0}, "text": {"field": "said"}}
    joined = {"y": y, "detail": {"field": "run"}, "order": {"field": "order"}}
    round_point = {"type": "point", "shape": "circle", "opacity": 1, "stroke": DARK_BLUE}
    chart = {
        "width": _WIDTH,
        "height": _HEIGHT,
        "data": {"values": rows},
        "encoding": {"x": x},
        "layer": [
            _layer({"type": "line", "color": DARK_BLUE, "strokeWidth": 2.5}, joined, _IS_NUMBER),
            _layer({**round_point, "fill": "white", "size": 55}, {"y": y}, _IS_NUMBER, _IS_OTHER),
            _layer({**round_point, "fill": DARK_BLUE, "size": 80}, {"y": y}, _IS_NUMBER, _IS_LAST),
            *_labels({"y": y, "text": {"field": "said"}}),
            _layer({"type": "text", "dy": -10, "color": GREY}, at_base, f"!{_IS_NUMBER}"),
        ],
    }
    return image(chart, sentence)


def _layer(mark: Mapping[str, Any], encoding: Mapping[str, Any], *filters: str) -> dict[str, Any]:
    """Return a layer of a chart, of the rows that all the filters let through."""
    chosen = [{"filter": each} for each in filters]
    return {"mark": mark, "encoding": encoding, "transform": chosen}


def _labels(encoding: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the labels of the points: above or below, the last one bold."""
    for is_dip, dy in (("datum.is_dip", 17), ("!datum.is_dip", -15)):
        mark = {"type": "text", "dy": dy}
        yield _layer(mark, encoding, _IS_NUMBER, is_dip, _IS_OTHER)
        yield _layer({**mark, "fontWeight": "bold"}, encoding, _IS_NUMBER, is_dip, _IS_LAST)


def bars(given: Sequence[Bar], sentence: str) -> Markup:
    """Return bars with each label above its bar, so that a long one needs no margin."""
    rows = [{**asdict(bar), "order": order} for order, bar in enumerate(given)]
    longest = max(bar.value for bar in given) or 1.0
    # Room for the words at the end of the longest bar.
    x = {"field": "value", "type": "quantitative", "axis": None,
         "scale": {"domain": [0, longest * 1.5], "nice": False}}  # fmt: skip
    y = {"field": "order", "type": "ordinal", "axis": None,
         "scale": {"paddingInner": 0, "paddingOuter": 0}}  # fmt: skip
    said, category = {"text": {"field": "said"}}, {"text": {"field": "category"}}
    text = {"type": "text", "align": "left"}
    chart = {
        "width": _WIDTH,
        "height": _BAR_HEIGHT * len(given),
        "data": {"values": rows},
        "encoding": {"y": y},
        "layer": [
            _layer({"type": "bar", "color": DARK_BLUE, "height": 15, "yOffset": 9}, {"x": x}),
            _layer({**text, "dy": 9, "dx": 6}, {"x": x, **said}),
            _layer({**text, "dy": -10}, {"x": {"value": 0}, **category}),
        ],
    }
    return image(chart, sentence)
