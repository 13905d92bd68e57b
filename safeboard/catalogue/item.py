"""An item in the catalogue: a count that one agency supplies, with where it is declared."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from safeboard.catalogue.declared_item import Formerly
from safeboard.catalogue.definition import Definition, in_force_on
from safeboard.vocabulary.item import ItemKind
from safeboard.vocabulary.period import Period, PeriodKind
from safeboard.vocabulary.stretch import Covered, covering, shortest_first
from safeboard.vocabulary.window import Window, WindowKind


@dataclass(frozen=True)
class Schedule:
    """How an item is counted over time: items that are alike in this have counts alike.

    `windows` are what a distinct item is asked for each time that a period of `every` ends.
    """

    kind: ItemKind
    every: PeriodKind
    windows: tuple[WindowKind, ...] = ()
    formerly: tuple[Formerly, ...] = ()

    def __str__(self) -> str:
        """Write how often it is counted, and by which windows: every quarter, by year to date."""
        said = f"every {self.every}"
        if self.windows and [each.value for each in self.windows] != [self.every.value]:
            *others, last = self.windows
            said += f", by {', '.join(others)} and {last}" if others else f", by {last}"
        for each in reversed(self.formerly):
            said += f", until {each.until.day} {each.until:%B %Y} every {each.every}"
        return said

    def every_in(self, month: int) -> PeriodKind:
        """Return how often it was collected in a month, counted as `Period.first` counts them."""
        for each in self.formerly:
            if month <= Period.month(each.until.year, each.until.month).last:
                return each.every
        return self.every

    @property
    def windows_had(self) -> tuple[WindowKind, ...]:
        """Return the windows that its counts are of: of a distinct item, those it is asked for.

        A year to date in the fourth quarter is the whole year, and so are twelve months that end
        then. A flow covers the period that it is collected for, and a stock is taken at its end.
        """
        if self.kind is not ItemKind.DISTINCT:
            own = WindowKind(self.every.value)
            return (own, WindowKind.SNAPSHOT) if self.kind is ItemKind.STOCK else (own,)
        if WindowKind.YEAR_TO_DATE in self.windows or WindowKind.ROLLING in self.windows:
            return tuple(dict.fromkeys((*self.windows, WindowKind.YEAR)))
        return self.windows

    def without(self, windows: Collection[WindowKind]) -> "Schedule":
        """Return the schedule of a distinct item that is not asked for by some windows."""
        return replace(self, windows=tuple(each for each in self.windows if each not in windows))

    def asked_in(self, period: Period) -> tuple[Covered, ...]:
        """Return what a return for a period asks for, the shortest first, in order of time."""
        return _asked_in(self, period)

    def covers(self, window: Window) -> Covered | None:
        """Return what a distinct count covers for a window; None where it is not asked for."""
        asked = window.period.ending(self.every) and any(
            each and each.span == window.span
            for each in (Window.ending(kind, window.period) for kind in self.windows)
        )
        return covering(*window.span) if asked else None


@cache
def _asked_in(schedule: Schedule, period: Period) -> tuple[Covered, ...]:
    """Return what is asked in a period, worked out once for the many items with a schedule."""
    return tuple(shortest_first(_each_asked_in(schedule, period)))


def _each_asked_in(schedule: Schedule, period: Period) -> Iterator[Covered]:
    if schedule.kind is not ItemKind.DISTINCT:
        for kind in PeriodKind:
            parts = period.parts(kind)
            yield from (part for part in parts if schedule.every_in(part.last) is kind)
        return
    for window in schedule.windows:
        for ends in period.parts(schedule.every):
            if asked := Window.ending(window, ends):
                yield covering(*asked.span)


@dataclass(frozen=True)
class Item:
    """A count that an agency supplies.

    `definitions` are those of the indicator that declares it, which may not be used itself. `by`
    names the breakdowns it is asked for beside its total; `wholes` the items that contain it, so
    that a count larger than one of those is queried.
    """

    code: str
    label: str
    schedule: Schedule
    agency: str
    theme: str
    indicator: str
    definitions: tuple[Definition, ...]
    by: tuple[str, ...] = ()
    wholes: tuple[str, ...] = ()
    guidance: str = ""

    @property
    def kind(self) -> ItemKind:
        """Return how its counts combine over time."""
        return self.schedule.kind

    @property
    def every(self) -> PeriodKind:
        """Return how often it is collected now."""
        return self.schedule.every

    def definition_on(self, day: date) -> Definition | None:
        """Return the definition that it is counted under on `day`; None before the first."""
        return in_force_on(self.definitions, day)
