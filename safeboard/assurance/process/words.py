"""What a process chart says, in one sentence with every number that it rests on."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from safeboard.assurance.process.limits import Kind
from safeboard.assurance.process.signals import Signal
from safeboard.catalogue.indicator import Indicator
from safeboard.vocabulary.form import Form, written
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.window import Window, WindowKind


def said(latest: Mapping[str, Any], indicator: Indicator, points: int, *, screened: bool) -> str:
    """Say of the latest point (a row of CHARTED) where it lies, and what that means.

    `points` is how many the limits come from; `screened` whether some ranges were left out of them.
    """
    value, mean, lower, upper = (
        number(latest[name], indicator) for name in ("value", "mean", "lower", "upper")
    )
    unit = unit_of(latest)
    limits = f"{lower} to {upper} of {points} {unit}s (mean {mean}; {_method(latest, screened)})"
    where = f"{value} in {window_of(latest)}, the latest {unit}"
    match latest["signal"]:
        case None:
            return (
                f"{where}, varies as usual: within the limits {limits}, and no run or trend ends "
                "there."
            )
        case Signal.OUTSIDE:
            beyond = "above" if latest["direction"] > 0 else "below"
            return f"{where}, lies {beyond} the limits {limits}: chance alone seldom does that."
        case Signal.TREND:
            way = "risen" if latest["direction"] > 0 else "fallen"
            return f"{where}, ends a run that has {way} {unit} by {unit}; limits {limits}."
        case Signal.TWO_IN_THREE:
            side = "upper" if latest["direction"] > 0 else "lower"
            return f"{where}, is one of two in three near the {side} of the limits {limits}."
        case _:
            side = "above" if latest["direction"] > 0 else "below"
            return f"{where}, is in a long run of {unit}s {side} the mean; limits {limits}."


def limits(latest: Mapping[str, Any], indicator: Indicator) -> str:
    """Write the limits of the latest point, or what a process that never varies always gives."""
    if latest["upper"] is None:
        return f"always {number(latest['value'], indicator)}"
    lower, upper = (number(latest[name], indicator) for name in ("lower", "upper"))
    return f"with limits of {lower} to {upper}"


def unit_of(point: Mapping[str, Any]) -> str:
    """Return what a point covers: month, quarter or snapshot."""
    return str(point["window"])


def window_of(point: Mapping[str, Any]) -> str:
    """Write the window of a point."""
    return _shown(point["window"], point["period"])


@cache
def _shown(window: str, period: str) -> str:
    return str(Window(WindowKind(window), Period.parse(period)))


def number(value: float, indicator: Indicator) -> str:
    """Write a number of a chart in its unit, to the indicator's decimals and at least one."""
    decimals = max(indicator.decimals, 1)
    text = written(Decimal(repr(value)), indicator.form, decimals)
    whole = indicator.form is Form.COUNT and value.is_integer()
    return text.removesuffix(".0") if whole else text


def _method(latest: Mapping[str, Any], screened: bool) -> str:
    if latest["kind"] != Kind.XMR.value:
        return f"{latest['kind']}: small counts, limits of their Poisson mean"
    return "moving ranges, outlying ones left out" if screened else "moving ranges"
