"""The words of a process chart: its signals, its icons, and how its numbers are written."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from safeboard.catalogue.indicator import Indicator
from safeboard.publishing.charts.chart import Mark, Shape
from safeboard.vocabulary.form import Form, written
from safeboard.vocabulary.polarity import Polarity

USUAL = 0, ""

SIGNS = {
    USUAL: Mark(Shape.CIRCLE, "As usual", "grey"),
    (1, "green"): Mark(Shape.UP, "Signal: high or rising, which is better", "green"),
    (-1, "green"): Mark(Shape.DOWN, "Signal: low or falling, which is better", "green"),
    (1, "red"): Mark(Shape.UP, "Signal: high or rising, which is worse", "red"),
    (-1, "red"): Mark(Shape.DOWN, "Signal: low or falling, which is worse", "red"),
    (1, "blue"): Mark(Shape.UP, "Signal: high or rising", "blue"),
    (-1, "blue"): Mark(Shape.DOWN, "Signal: low or falling", "blue"),
}
"""The mark of a point, by its direction and its colour."""

_VARIATIONS = {
    "common cause": Mark(Shape.WAVE, "Varies as usual", "grey"),
    "improvement": Mark(Shape.TICK, "Improvement", "green"),
    "concern": Mark(Shape.CROSS, "Concern", "red"),
    "unusually high": Mark(Shape.UP, "Unusually high", "blue"),
    "unusually low": Mark(Shape.DOWN, "Unusually low", "blue"),
}
_ASSURANCES = {
    "consistently passes": Mark(Shape.TICK, "Meets its target consistently", "green"),
    "hit or miss": Mark(Shape.WAVE, "Hits or misses its target by chance", "amber"),
    "consistently fails": Mark(Shape.CROSS, "Misses its target consistently", "red"),
}
_STATES = {
    "trial limits": "Trial limits: not rated",
    "too few points": "Too few points for limits",
    "no variation": "Never varied",
    "too few ranges that are not 0": "Varied too seldom for limits",
}


def way_of(point: Mapping[str, Any], indicator: Indicator) -> tuple[int, str]:
    """Return which way a point's signal goes, and the colour of what that means."""
    if point["signal"] is None:
        return USUAL
    direction: int = point["direction"]
    if indicator.polarity is Polarity.NEUTRAL:
        return direction, "blue"
    is_better = (direction > 0) == (indicator.polarity is Polarity.HIGH)
    return direction, "green" if is_better else "red"


def icons(saying: Mapping[str, Any]) -> Iterator[Mark]:
    """Yield what a chart comes to: how its latest point varies, and whether its target is met."""
    if saying["state"] == "limits":
        if saying["variation"] in _VARIATIONS:
            yield _VARIATIONS[saying["variation"]]
    else:
        yield Mark(Shape.RING, _STATES[saying["state"]], "grey")
    may_be_told = saying["state"] in ("limits", "no variation")
    if may_be_told and saying["assurance"] in _ASSURANCES:
        yield _ASSURANCES[saying["assurance"]]


def signal_words(point: Mapping[str, Any]) -> str:
    """Say which rule a point breaks, and which way; empty where it varies as usual."""
    up = point["direction"] is not None and point["direction"] > 0
    match point["signal"]:
        case None:
            return ""
        case "outside":
            return "Above upper limit" if up else "Below lower limit"
        case "trend":
            return "Run that rises" if up else "Run that falls"
        case "two_in_three":
            return f"Two of three near {'upper' if up else 'lower'} limit"
        case _:
            return f"Run {'above' if up else 'below'} mean"


def plotted_number(value: float, indicator: Indicator) -> str:
    """Write a number of a chart in its unit, to the indicator's decimals and at least one."""
    text = written(Decimal(repr(value)), indicator.form, max(indicator.decimals, 1))
    is_whole = indicator.form is Form.COUNT and value.is_integer()
    return text.removesuffix(".0") if is_whole else text
