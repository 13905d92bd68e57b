"""Drawing a funnel: every authority by how much it counts, between the limits of chance."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from markupsafe import Markup

from safeboard.publishing.charts.image import DARK_BLUE, GAPS, GREY, PALE, SKY, image

_WIDTH, _HEIGHT = 340, 200


@dataclass(frozen=True)
class Funnelled:
    """An authority: its denominator, its figure, and the limits for as many; None where none."""

    size: int
    value: float
    lower_95: float | None
    upper_95: float | None
    lower_998: float | None
    upper_998: float | None


def funnel(
    everyone: Sequence[Funnelled], own: Funnelled | None, average: float, sentence: str
) -> Markup:
    """Return a funnel, its points in the order of their size; `own` is drawn larger."""
    ordered = sorted(everyone, key=lambda each: each.size)
    domain = _domain(ordered)
    chart = {
        "width": _WIDTH,
        "height": _HEIGHT,
        "data": {"values": [_row(each, domain) for each in ordered]},
        "encoding": {
            "x": {"field": "size", "type": "quantitative",
                  "axis": {"tickCount": 4, "labelFlush": False},
                  "scale": {"zero": True, "nice": False}},
            "y": {"field": "value", "type": "quantitative",
                  "axis": {"tickCount": 5, "grid": True, "gridColor": PALE, "gridOpacity": 0.5,
                           "ticks": False, "domain": False},
                  "scale": {"zero": False, "domain": list(domain)}},
        },
        "layer": [*_limits(average), *_points(ordered, own)],
    }  # fmt: skip
    return image(chart, sentence)


def _row(each: Funnelled, domain: tuple[float, float]) -> dict[str, float | None]:
    """Return an authority with the limits that have room: those of the smallest lie far out."""
    low, high = domain
    row = asdict(each)
    for name in ("lower_95", "upper_95", "lower_998", "upper_998"):
        row[name] = row[name] if row[name] is not None and low <= row[name] <= high else None
    if each.lower_95 is not None and each.upper_95 is not None:
        row |= {"bottom": max(each.lower_95, low), "top": min(each.upper_95, high)}
    return row


def _domain(ordered: Sequence[Funnelled]) -> tuple[float, float]:
    """Return the least and the most value, with room."""
    low, high = (choose(each.value for each in ordered) for choose in (min, max))
    room = (high - low or high or 1.0) * 0.15
    return max(low - room, 0.0), high + room


def _limits(average: float) -> Iterator[dict[str, Any]]:
    """Yield what lies within the 95% limits, both pairs of limits, and the average."""
    yield {
        "transform": [{"filter": "isValid(datum.top)"}],
        "mark": {"type": "area", "color": SKY},
        "encoding": {"y": {"field": "bottom", "type": "quantitative"}, "y2": {"field": "top"}},
    }  # fmt: skip
    for level, dash in (("95", {"strokeDash": [5, 4]}), ("998", {})):
        for side in ("lower", "upper"):
            edge = f"{side}_{level}"
            yield {
                "transform": [{"filter": f"isValid(datum.{edge})"}],
                "mark": {"type": "line", "color": DARK_BLUE, "strokeWidth": 1, **dash},
                "encoding": {"y": {"field": edge, "type": "quantitative"}},
            }  # fmt: skip
    yield {
        "data": {"values": [{"value": average}]},
        "mark": {"type": "rule", "color": GREY, "strokeWidth": 1.5},
        "encoding": {"x": {"value": 0}, "x2": {"value": _WIDTH}},
    }


def _points(ordered: Sequence[Funnelled], own: Funnelled | None) -> Iterator[dict[str, Any]]:
    """Yield every authority as a dot, and its own as a diamond."""
    # One line of lengths of nothing with round ends, which weighs a tenth of so many dots.
    dots = [
        dot
        for each in ordered
        for dot in ({"size": each.size, "value": each.value}, {"size": each.size, "value": None})
    ]
    yield {
        "data": {"values": [{**dot, "order": order} for order, dot in enumerate(dots)]},
        "mark": {"type": "line", "color": GREY, "strokeWidth": 4.5, "strokeCap": "round", **GAPS},
        "encoding": {"order": {"field": "order"}},
    }
    if own:
        look = {"shape": "diamond", "size": 190, "fill": DARK_BLUE, "stroke": "white"}
        yield {"data": {"values": [asdict(own)]}, "mark": {"type": "point", "opacity": 1, **look}}
