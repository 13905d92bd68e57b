"""A chart: a drawing under its title, with its sentence, its key and its data as a table."""

from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup


class Shape(StrEnum):
    """What is told apart in a chart without its colour: the shapes of points, and of lines."""

    CIRCLE = "circle"
    UP = "up"
    DOWN = "down"
    RHOMB = "rhomb"
    DOT = "dot"
    LINE = "line"
    DASHED = "dashed"
    THICK = "thick"
    BAND = "band"
    WAVE = "wave"
    TICK = "tick"
    CROSS = "cross"
    RING = "ring"


@dataclass(frozen=True)
class Mark:
    """A mark and its words: an entry of a chart's key, or what the chart says, as an icon.

    `colour` is one of the classes in the style sheet.
    """

    shape: Shape
    words: str
    colour: str = "plain"


@dataclass(frozen=True)
class ChartTable:
    """The data of a chart. The first cell of a row is its heading."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chart:
    """A drawing (SVG) under its title. Its sentence is its accessible name.

    `said` is what a reader who sees it is told beside it; empty where that is said elsewhere.
    `icons` say what it comes to, `listed` what its numbered marks mean. `table` is None where the
    data stand in the table beside it.
    """

    title: str
    sentence: str
    svg: Markup
    said: str = ""
    icons: tuple[Mark, ...] = ()
    key: tuple[Mark, ...] = ()
    listed: tuple[str, ...] = ()
    table: ChartTable | None = None
