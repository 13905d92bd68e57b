"""A released figure: read from a release's frames, for the pages to show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from safeboard.vocabulary.figure import Figure, Flag, Symbol
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.window import Window, WindowKind

PLACE = ("area", "indicator", "window", "period", "dimension", "category")
"""The columns that say which figure: figures, notes and corrections share them."""

_NOT_CALCULATED = "not calculated for this window"


@dataclass(frozen=True)
class Place:
    """Which figure: codes, as in the frames; `category` is empty for the total."""

    area: str
    indicator: str
    window: str
    period: str
    dimension: str = ""
    category: str = ""


@dataclass(frozen=True)
class ReleasedFigure:
    """A figure with its place. `definition` is the day its definition came into force."""

    place: Place
    window: Window
    figure: Figure
    definition: date | None
    population_year: int | None

    @property
    def symbol(self) -> Symbol | None:
        """Return the symbol that stands in for a number, if one does."""
        return self.figure.value if isinstance(self.figure.value, Symbol) else None


def place_of(row: Mapping[str, Any]) -> Place:
    """Return which figure a row of any of the frames is about."""
    return Place(*(row[name] for name in PLACE))


def window_of(window: str, period: str) -> Window:
    """Return the window that two codes name."""
    return Window(WindowKind(window), Period.parse(period))


def released(row: Mapping[str, Any]) -> ReleasedFigure:
    """Return the figure that a row of the figures or the ratings holds.

    A row with neither value nor symbol was never calculated, which is `x`.
    """
    symbol = row["symbol"] or (None if row["value"] is not None else Symbol.NOT_AVAILABLE.value)
    return ReleasedFigure(
        place=place_of(row),
        window=window_of(row["window"], row["period"]),
        figure=Figure(
            value=Symbol(symbol) if symbol else row["value"],
            numerator=row["numerator"],
            denominator=row["denominator"],
            reason=row["reason"] or (_NOT_CALCULATED if symbol else ""),
            flags=frozenset(flags_in(row["flags"])),
        ),
        definition=date.fromisoformat(row["definition"]) if row["definition"] else None,
        population_year=row["population_year"],
    )


def flags_in(letters: str | None) -> Iterable[Flag]:
    """Yield the flags that letters stand for, in order."""
    for letter in letters or "":
        yield Flag(letter)
