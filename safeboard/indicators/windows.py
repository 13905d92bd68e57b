"""Which windows each indicator can be calculated for, and the parts each item is counted in."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.item import Item
from safeboard.catalogue.library import Catalogue
from safeboard.vocabulary.item import ItemKind
from safeboard.vocabulary.period import Period, PeriodKind
from safeboard.vocabulary.window import Window, WindowKind


@dataclass(frozen=True)
class Asked:
    """The areas and windows that figures are wanted for."""

    areas: tuple[str, ...]
    windows: tuple[Window, ...]


def windows_around(period: Period, years: int = 2) -> tuple[Window, ...]:
    """Return every window up to the end of `period`, from the start of the year before.

    That is the year before the one in which a quarter last ended; `years` counts both. Snapshots
    are those at the ends of quarters. Of whole years one more is returned where the latest is not
    over, so that every latest window has the one a year before it.
    """
    quarter_ended = Period(PeriodKind.MONTH, period.last - (period.last + 1) % 3)
    latest = quarter_ended.financial_year
    first = latest.earlier(years - 1).first
    first_of_years = first if latest.last <= period.last else first - 12
    wanted = []
    for kind in PeriodKind:
        start_of_kind = first_of_years if kind is PeriodKind.YEAR else first
        for start in range(start_of_kind, period.last + 1, kind.months):
            each = Period(kind, start)
            if each.last > period.last:
                continue
            wanted.append(Window(WindowKind(kind.value), each))
            if kind is PeriodKind.QUARTER:
                wanted.append(Window(WindowKind.YEAR_TO_DATE, each))
                wanted.append(Window(WindowKind.SNAPSHOT, each))
    return tuple(wanted)


def parts_of(item: Item, window: Window) -> tuple[Period, ...]:
    """Return the periods whose counts make an item's count for a window.

    A flow is summed over all of them; of a stock the last one counts; a distinct count is never
    summed, so only the window it is asked for has any. None means the window cannot be had.
    """
    first, last = window.span
    if item.kind is ItemKind.STOCK:
        ends = window.period.ending(item.every)
        return (ends,) if ends and window.kind is WindowKind.SNAPSHOT else ()
    if window.kind is WindowKind.SNAPSHOT:
        return ()
    covered = Period(PeriodKind.YEAR, first) if last - first == 11 else window.period
    if item.kind is ItemKind.DISTINCT:
        return (covered,) if covered.kind is item.every and covered.first == first else ()
    months = item.every.months
    if (last - first + 1) % months:
        return ()
    return tuple(Period(item.every, start) for start in range(first, last + 1, months))


def parts_frame(items: Iterable[Item], windows: Iterable[Window]) -> pl.DataFrame:
    """Return one row for each item, window and part: item, window, period, part, part_shown."""
    rows = [
        (item.code, window.kind.value, window.period.code, part.code, str(part), number)
        for window in windows
        for item in items
        for number, part in enumerate(parts_of(item, window))
    ]
    columns = ["item", "window", "period", "part", "part_shown", "part_number"]
    kinds = [pl.String] * 5 + [pl.Int64]
    return pl.DataFrame(rows, schema=dict(zip(columns, kinds, strict=True)), orient="row")


def windows_of(
    indicator: Indicator, catalogue: Catalogue, windows: Iterable[Window]
) -> list[Window]:
    """Return the windows that all of an indicator's items can be counted in."""
    items = [catalogue.items[code] for code in indicator.item_codes]
    return [each for each in windows if all(parts_of(item, each) for item in items)]
