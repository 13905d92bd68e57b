"""A spark: a series with its limits, as small as a word, for the summary."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from safeboard.publishing.charts.chart import Shape
from safeboard.publishing.charts.process import Process, plotted
from safeboard.publishing.charts.process_drawing import Plotted, corners
from safeboard.publishing.headline import Headline

WIDTH, HEIGHT = 100, 26
_EDGE = 5
"""Room for the mark of the latest point."""


@dataclass(frozen=True)
class Spark:
    """What its template draws: paths, and where the latest point stands, if it has a figure.

    `shape` and `colour` are those of the point in its chart; but one that is for information has no
    colour, since it would stand beside a rating of another.
    """

    band: str
    mean: str
    line: str
    latest: tuple[str, str] | None
    shape: Shape
    colour: str


def spark_of(headline: Headline, given: Process) -> Spark | None:
    """Return the spark of an indicator; None where it has no chart."""
    if not given.is_drawn:
        return None
    points = list(plotted(given, headline.indicator))
    scale = _Scale.of(points)
    last = points[-1]
    return Spark(
        band="".join(_bands(points, scale)),
        mean="".join(_means(points, scale)),
        line="".join(_runs(points, scale)),
        latest=None if last.value is None else (scale.across(last.place), scale.up(last.value)),
        shape=last.shape,
        colour=last.colour if given.saying["is_judged"] else "plain",
    )


@dataclass(frozen=True)
class _Scale:
    """Where a place and a value stand, in the units of the drawing, to a tenth."""

    places: int
    low: float
    high: float

    @classmethod
    def of(cls, points: Sequence[Plotted]) -> "_Scale":
        values = [
            each
            for point in points
            for each in (point.value, point.mean, point.lower, point.upper)
            if each is not None
        ]
        return cls(len(points), min(values), max(values))

    def across(self, place: int) -> str:
        return f"{_EDGE + (WIDTH - 2 * _EDGE) * place / (self.places - 1):.1f}"

    def up(self, value: float) -> str:
        share = (value - self.low) / ((self.high - self.low) or 1.0)
        return f"{HEIGHT - _EDGE - (HEIGHT - 2 * _EDGE) * share:.1f}"


def _bands(points: Sequence[Plotted], scale: _Scale) -> Iterator[str]:
    """Yield an outline of what lies between the limits of each stretch."""
    for _, stretch in groupby(corners(points), key=lambda point: point.segment):
        limited = [point for point in stretch if point.upper is not None]
        if not limited:
            continue
        above = [(point.place, point.upper or 0.0) for point in limited]
        below = [
            (point.place, scale.low if point.lower is None else point.lower)
            for point in reversed(limited)
        ]
        yield f"M{_joined([*above, *below], scale)}Z"


def _means(points: Sequence[Plotted], scale: _Scale) -> Iterator[str]:
    for _, stretch in groupby(points, key=lambda point: point.segment):
        first, *rest = list(stretch)
        if rest and first.mean is not None:
            ends = [(first.place, first.mean), (rest[-1].place, first.mean)]
            yield f"M{_joined(ends, scale)}"


def _runs(points: Sequence[Plotted], scale: _Scale) -> Iterator[str]:
    """Yield a line for each stretch without a gap or a break."""
    for _, run in groupby(points, key=lambda point: point.run):
        known = [(point.place, point.value) for point in run if point.value is not None]
        if known:
            yield f"M{_joined(known, scale)}"


def _joined(places: Sequence[tuple[int, float]], scale: _Scale) -> str:
    return "L".join(f"{scale.across(place)} {scale.up(value)}" for place, value in places)
