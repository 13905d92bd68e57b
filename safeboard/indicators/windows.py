"""Which windows each indicator can be calculated for, and the parts each item is counted in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import polars as pl

from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.item import Schedule
from safeboard.catalogue.library import Catalogue
from safeboard.vocabulary.area import Origin
from safeboard.vocabulary.item import ItemKind
from safeboard.vocabulary.period import Period, PeriodKind
from safeboard.vocabulary.stretch import Covered
from safeboard.vocabulary.window import Window, WindowKind


@dataclass(frozen=True)
class Asked:
    """The areas and windows that figures are wanted for, and how some of the areas began."""

    areas: tuple[str, ...]
    windows: tuple[Window, ...]
    origins: tuple[Origin, ...] = ()


def windows_around(period: Period, years: int = 2) -> tuple[Window, ...]:
    """Return every window up to the end of `period`, from the start of the year before.

    That is the year before the one in which a quarter last ended; `years` counts both. Snapshots,
    years to date and twelve months are those at the ends of quarters; around a month, the last two
    are those at the ends of months too. Of whole years one more is returned where the latest is not
    over, so that every latest window has the one a year before it.
    """
    quarter_ended = Period(PeriodKind.MONTH, period.last - (period.last + 1) % 3)
    latest = quarter_ended.financial_year
    first = latest.earlier(years - 1).first
    first_of_years = first if latest.last <= period.last else first - 12
    wanted: list[Window] = []
    for kind in PeriodKind:
        start_of_kind = first_of_years if kind is PeriodKind.YEAR else first
        for start in range(start_of_kind, period.last + 1, kind.months):
            each = Period(kind, start)
            if each.last <= period.last:
                wanted += _named_by(each, by_month=period.kind is PeriodKind.MONTH)
    return tuple(wanted)


def _named_by(period: Period, *, by_month: bool) -> Iterator[Window]:
    """Yield the windows that a period names; a month names no year to date unless `by_month`."""
    yield Window(WindowKind(period.kind.value), period)
    is_quarter = period.kind is PeriodKind.QUARTER
    if is_quarter or (by_month and period.kind is PeriodKind.MONTH):
        for kind in (WindowKind.YEAR_TO_DATE, WindowKind.ROLLING):
            window = Window.ending(kind, period)
            if window and window.period == period:
                yield window
    if is_quarter:
        yield Window(WindowKind.SNAPSHOT, period)


@cache
def parts_of(schedule: Schedule, window: Window) -> tuple[Covered, ...]:
    """Return what the counts cover that make an item's count for a window.

    A flow is summed over all of them; of a stock the last one counts; a distinct count is never
    summed, so only the windows it is asked for have any. None means the window cannot be had.
    """
    last = window.period.last
    if schedule.kind is ItemKind.STOCK:
        ends = window.period.ending(schedule.every_in(last))
        return (ends,) if ends and window.kind is WindowKind.SNAPSHOT else ()
    if window.kind is WindowKind.SNAPSHOT:
        return ()
    if schedule.kind is ItemKind.DISTINCT:
        covered = schedule.covers(window)
        return (covered,) if covered else ()
    return tuple(_cut(schedule, window))


def _cut(schedule: Schedule, window: Window) -> list[Period]:
    """Return the periods that a flow's window is made of; none where it would cut one of them."""
    start, last = window.span
    parts: list[Period] = []
    while start <= last:
        kind = schedule.every_in(start)
        part = Period(kind, start)
        if part.last > last or Period(PeriodKind.MONTH, part.last).ending(kind) != part:
            return []
        parts.append(part)
        start = part.last + 1
    return parts


PARTS = pl.Schema(
    {
        "item": pl.String,
        "is_distinct": pl.Boolean,
        "window": pl.String,
        "period": pl.String,
        "part": pl.String,
        "part_shown": pl.String,
        "part_number": pl.Int64,
        "last_day": pl.Date,
        "definition": pl.Date,
    }
)
"""One row for each item, window and part whose count it needs: the part's code, how it is shown,
its place in the window and its last day. `definition` is the day since which the definition holds
that such counts are under, null where none was in force."""


def parts_frame(catalogue: Catalogue, windows: Iterable[Window]) -> pl.DataFrame:
    """Return what every item's windows are made of: columns PARTS."""
    wanted = list(windows)
    schedules = dict.fromkeys(item.schedule for item in catalogue.items.values())
    numbers = {schedule: number for number, schedule in enumerate(schedules)}
    cut = [
        (number, window.kind.value, window.period.code, part.code, str(part), place, part.last_day)
        for schedule, number in numbers.items()
        for window in wanted
        for place, part in enumerate(parts_of(schedule, window))
    ]
    names = ["window", "period", "part", "part_shown", "part_number", "last_day"]
    schema = pl.Schema({"number": pl.Int64} | {name: PARTS[name] for name in names})
    parts = pl.DataFrame(cut, schema=schema, orient="row")
    items = [
        (numbers[item.schedule], item.code, item.kind is ItemKind.DISTINCT)
        for item in catalogue.items.values()
    ]
    columns = ["number", "item", "is_distinct"]
    kinds = [pl.Int64, pl.String, pl.Boolean]
    of_item = pl.DataFrame(items, schema=dict(zip(columns, kinds, strict=True)), orient="row")
    return (
        of_item.join(parts, on="number", maintain_order="left_right")
        .with_row_index("place")
        .sort("last_day")
        .join_asof(
            _definitions_of_items(catalogue).sort("definition"),
            left_on="last_day",
            right_on="definition",
            by="item",
            coalesce=False,
            check_sortedness=False,
        )
        .sort("place")
        .select(PARTS.names())
    )


def _definitions_of_items(catalogue: Catalogue) -> pl.DataFrame:
    """Return the days since which each definition holds that an item is counted under."""
    rows = [
        (item.code, definition.in_force)
        for item in catalogue.items.values()
        for definition in item.definitions
    ]
    return pl.DataFrame(rows, schema={"item": pl.String, "definition": pl.Date}, orient="row")


def definitions_frame(catalogue: Catalogue) -> pl.DataFrame:
    """Return the day since which each definition holds, and whether one held before it."""
    rows = [
        (each.code, definition.in_force, number > 0)
        for each in catalogue.indicators.values()
        for number, definition in enumerate(each.definitions)
    ]
    schema = {"indicator": pl.String, "definition": pl.Date, "is_break": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def windows_of(
    indicator: Indicator, catalogue: Catalogue, windows: Iterable[Window]
) -> list[Window]:
    """Return the windows that all of an indicator's items can be counted in."""
    counted = {catalogue.items[code].schedule for code in indicator.item_codes}
    return [each for each in windows if all(parts_of(one, each) for one in counted)]
