"""Plain charts: a line of windows, or bars of categories. Their data stand in the table beside."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from safeboard.catalogue.breakdown import Breakdown
from safeboard.catalogue.indicator import Indicator
from safeboard.publishing.charts.chart import Chart
from safeboard.publishing.charts.drawing import Bar, Point, bars, line
from safeboard.publishing.released import ReleasedFigure
from safeboard.publishing.wording import in_two_parts, share, shown
from safeboard.vocabulary.figure import Flag
from safeboard.vocabulary.form import Form

FEWEST_POINTS = 4
"""A series of fewer windows is read as easily in its table."""

FEWEST_BARS = 3
"""So are fewer categories."""


def of_series(indicator: Indicator, series: Sequence[ReleasedFigure]) -> Chart | None:
    """Return a line over windows that follow one another; None where it has too few numbers."""
    numbers = [each for each in series if each.symbol is None]
    if len(numbers) < FEWEST_POINTS:
        return None
    values = [
        float(each.figure.value) if isinstance(each.figure.value, Decimal) else None
        for each in series
    ]
    windows = [in_two_parts(each.window) for each in series]
    said = [shown(each, indicator) for each in series]
    is_last = [each is series[-1] for each in series]
    told = zip(windows, values, said, _runs(series), is_last, _dips(values), strict=True)
    points = [Point(*each) for each in told]
    unit = ", per 10,000" if indicator.form is Form.RATE else ""
    title = f"{indicator.title}{unit}, {series[0].window} to {series[-1].window}"
    sentence = _series_sentence(indicator, series)
    return Chart(title, sentence, line(points, sentence))


def of_categories(
    indicator: Indicator, breakdown: Breakdown, figures: Sequence[ReleasedFigure]
) -> Chart | None:
    """Return bars of the categories that are in the base; None where too few have numbers."""
    made = [
        Bar(
            category=breakdown.categories[each.place.category].label,
            value=float(each.figure.value),
            said=share(each, indicator, in_base=True),
        )
        for each in figures
        if isinstance(each.figure.value, Decimal)
        and breakdown.categories[each.place.category].in_base
    ]
    if len(made) < FEWEST_BARS:
        return None
    title = f"{indicator.title}, {figures[0].window}"
    said = "; ".join(f"{bar.category}, {bar.said}" for bar in made)
    sentence = f"Bar chart of {title}: {said}."
    return Chart(title, sentence, bars(made, sentence))


def _runs(series: Sequence[ReleasedFigure]) -> list[int]:
    """Return the stretch each figure is in: after a gap or a break in series another begins."""
    runs, current = [0], 0
    for before, each in pairwise(series):
        redefined = before.definition != each.definition
        if before.symbol or redefined or Flag.BREAK in each.figure.flags:
            current += 1
        runs.append(current)
    return runs


def _dips(values: Sequence[float | None]) -> list[bool]:
    """Return which values lie so far below their neighbours that the line leaves no room above."""
    highest = max(value for value in values if value is not None)
    dips = []
    for before, value, after in zip([None, *values], values, [*values[1:], None], strict=False):
        beside = [each for each in (before, after) if each is not None]
        # A label beneath needs a quarter of the height.
        has_room = value is not None and value > highest / 4
        falls = [each - value for each in beside] if value is not None else []
        dips.append(has_room and sum(falls) > len(falls) * highest / 20)
    return dips


def _series_sentence(indicator: Indicator, series: Sequence[ReleasedFigure]) -> str:
    """Return one sentence with every number, and every window that has none."""
    unit = f", {indicator.form}" if indicator.form is Form.RATE else ""
    numbers = ", ".join(
        f"{shown(each, indicator)} in {each.window}" for each in series if each.symbol is None
    )
    missing = ", ".join(str(each.window) for each in series if each.symbol)
    gap = f"; no figure for {missing}" if missing else ""
    return f"Line chart of {indicator.title}{unit}: {numbers}{gap}."
