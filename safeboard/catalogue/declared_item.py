"""An item as an indicator's file declares it: a count that an agency is asked for."""

from datetime import date
from typing import Self

from pydantic import model_validator

from safeboard.catalogue.declared import Code, Declared, Text
from safeboard.catalogue.problems import UnfitKeyError
from safeboard.vocabulary.item import ItemKind
from safeboard.vocabulary.period import Period, PeriodKind
from safeboard.vocabulary.window import WindowKind

WINDOWS_OF = {
    PeriodKind.MONTH: tuple(kind for kind in WindowKind if kind is not WindowKind.SNAPSHOT),
    PeriodKind.QUARTER: (
        WindowKind.QUARTER,
        WindowKind.YEAR_TO_DATE,
        WindowKind.ROLLING,
        WindowKind.YEAR,
    ),
    PeriodKind.YEAR: (WindowKind.YEAR,),
}
"""The windows of events that can end with a period: what is counted every quarter has no months."""


class Formerly(Declared):
    """How often an item was collected before it changed."""

    every: PeriodKind
    """How often it was collected."""
    until: date
    """The last day on which it was, as 2018-03-31: the end of a period of either kind."""


class DeclaredItem(Declared):
    """A count that an agency is asked for."""

    label: Text
    """What the agency sees in its workbook."""
    kind: ItemKind
    """How its counts combine over time: flow, stock or distinct."""
    every: PeriodKind
    """How often it is collected. No finer period is ever derived."""
    formerly: tuple[Formerly, ...] = ()
    """How often it was collected before, the earliest first, where that has changed."""
    windows: tuple[WindowKind, ...] = ()
    """What a distinct item is asked for whenever it is collected; if nothing, that period."""
    by: tuple[Code, ...] = ()
    """The breakdowns that it is asked for by, beside its total."""
    part_of: Code | None = None
    """The item whose counts contain it, so that a larger count is queried."""
    guidance: str = ""
    """How to count: events or children, in which month, what to leave out."""

    @model_validator(mode="after")
    def _windows_fit(self) -> Self:
        if self.windows and self.kind is not ItemKind.DISTINCT:
            raise UnfitKeyError(
                "windows",
                f"a {self.kind} is not asked for by window: only a distinct item is. "
                "Take the line 'windows' out",
            )
        for window in self.windows:
            if window not in WINDOWS_OF[self.every]:
                raise UnfitKeyError(
                    "windows",
                    f"no {window} can be asked for every {self.every}. "
                    f"Use some of {', '.join(WINDOWS_OF[self.every])}",
                )
        return self

    @model_validator(mode="after")
    def _changes_fit(self) -> Self:
        if self.formerly and self.kind is ItemKind.DISTINCT:
            raise UnfitKeyError(
                "formerly",
                "a distinct item is asked for by window, so it cannot have changed. Declare "
                "another item for what was asked for before",
            )
        dates = [each.until for each in self.formerly]
        if dates != sorted(set(dates)):
            raise UnfitKeyError(
                "formerly", "changes must each be later than the one before. Order them"
            )
        kinds = [*(each.every for each in self.formerly), self.every]
        for each, kind in zip(self.formerly, kinds[1:], strict=True):
            month = Period.month(each.until.year, each.until.month)
            ends = [month.ending(every) for every in (each.every, kind)]
            if month.last_day != each.until or None in ends:
                raise UnfitKeyError(
                    "formerly",
                    f"{each.until} is not the last day of both a {each.every} and a {kind}, so a "
                    "period would be cut. Correct the day",
                )
        return self
