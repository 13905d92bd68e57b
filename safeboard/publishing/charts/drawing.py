"""Drawing: points or bars become an image that keeps without colour."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import altair as alt
from markupsafe import Markup

from safeboard.publishing.charts.image import CONFIG, DARK_BLUE, GREY, RULE, image

_WIDTH, _HEIGHT = 380, 150
_BAR_HEIGHT = 46
_IS_NUMBER, _IS_LAST = "isValid(datum.value)", "datum.last"


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
    axis = alt.Axis(
        labelExpr="split(datum.label, '|')", labelAngle=0, title=None, ticks=False,
        domainColor=RULE, labelPadding=8,
    )  # fmt: skip
    windows = [point.window for point in points]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("window:O", sort=windows, axis=axis)
    )
    y = alt.Y("value:Q", axis=None, scale=alt.Scale(zero=True, nice=False))
    numbers = base.transform_filter(_IS_NUMBER).encode(y=y)
    last, others = numbers.transform_filter(_IS_LAST), numbers.transform_filter(f"!{_IS_LAST}")
    missing = base.transform_filter(f"!{_IS_NUMBER}").encode(y=alt.YDatum(0), text="said:N")
    joined = numbers.encode(detail="run:N", order="order:Q")
    chart = alt.layer(
        joined.mark_line(color=DARK_BLUE, strokeWidth=2.5),
        others.mark_point(fill="white", stroke=DARK_BLUE, strokeWidth=2, size=55, opacity=1),
        last.mark_point(fill=DARK_BLUE, stroke=DARK_BLUE, strokeWidth=2, size=80, opacity=1),
        *_labels(numbers.encode(text="said:N")),
        missing.mark_text(dy=-10, color=GREY),
    )
    return _image(chart.properties(width=_WIDTH, height=_HEIGHT), sentence)


def _labels(numbers: alt.Chart) -> Iterator[alt.Chart]:
    """Yield the labels of the points: above or below, the last one bold."""
    for is_dip, dy in (("datum.is_dip", 17), ("!datum.is_dip", -15)):
        chosen = numbers.transform_filter(is_dip)
        yield chosen.transform_filter(f"!{_IS_LAST}").mark_text(dy=dy)
        yield chosen.transform_filter(_IS_LAST).mark_text(dy=dy, fontWeight="bold")


def bars(given: Sequence[Bar], sentence: str) -> Markup:
    """Return bars with each label above its bar, so that a long one needs no margin."""
    rows = [{**asdict(bar), "order": order} for order, bar in enumerate(given)]
    longest = max(bar.value for bar in given) or 1.0
    # Room for the words at the end of the longest bar.
    x = alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, longest * 1.5], nice=False))
    y = alt.Y("order:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=y)
    chart = alt.layer(
        base.encode(x=x).mark_bar(color=DARK_BLUE, height=15, yOffset=9),
        base.encode(x=x, text="said:N").mark_text(dy=9, dx=6, align="left"),
        base.encode(x=alt.value(0), text="category:N").mark_text(dy=-10, align="left"),
    )
    return _image(chart.properties(width=_WIDTH, height=_BAR_HEIGHT * len(given)), sentence)


def _image(chart: alt.LayerChart | alt.FacetChart, sentence: str) -> Markup:
    # Altair's own look would come in place of ours.
    return image({**chart.to_dict(validate=False), "config": CONFIG}, sentence)
