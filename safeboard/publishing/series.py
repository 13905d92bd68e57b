"""Which windows an indicator's table shows: those of the period, and a year to compare with."""

from collections.abc import Iterator

import polars as pl

from safeboard.disclosure.release import Release
from safeboard.publishing.headline import Headline
from safeboard.publishing.released import ReleasedFigure, released
from safeboard.vocabulary.period import Period, PeriodKind
from safeboard.vocabulary.window import ComparedWith, Window, WindowKind

_ORDER = list(WindowKind)


def series_kind(headline: Headline) -> WindowKind:
    """Return the kind of window that a series shows; years to date contain each other."""
    now = headline.released.window
    if now.kind is not WindowKind.YEAR_TO_DATE:
        return now.kind
    return WindowKind.MONTH if now.period.kind is PeriodKind.MONTH else WindowKind.QUARTER


def windows_shown(headline: Headline, period: Period) -> tuple[Window, ...]:
    """Return the windows of a table, in no order.

    They are the months of the release's period, the windows from a year before up to now, the
    headline, what it is compared with, and beside a quarter its year to date.
    """
    now = headline.released.window
    wanted = {now, headline.before, *_since_a_year_before(series_kind(headline), now, period)}
    if now.kind is not WindowKind.SNAPSHOT and period.kind is not PeriodKind.MONTH:
        wanted |= {Window(WindowKind.MONTH, each) for each in period.parts(PeriodKind.MONTH)}
    if now.kind is WindowKind.QUARTER:
        wanted.add(Window(WindowKind.YEAR_TO_DATE, now.period))
    return tuple(wanted)


def figures_shown(release: Release, headlines: list[Headline]) -> list[ReleasedFigure]:
    """Return an area's figures that its tables show, shortest windows first, in order of time.

    They are the total of each window, and the categories of the headline's.
    """
    rows = [
        (each.released.place.area, each.indicator.code, window.kind.value, window.period.code,
         window == each.released.window)
        for each in headlines
        for window in windows_shown(each, release.period)
    ]  # fmt: skip
    columns = ["area", "indicator", "window", "period"]
    schema = {**dict.fromkeys(columns, pl.String), "is_headline": pl.Boolean}
    wanted = pl.DataFrame(rows, schema=schema, orient="row")
    found = release.figures.join(wanted, on=columns, how="inner", maintain_order="left").filter(
        (pl.col("category") == "") | pl.col("is_headline")
    )
    return sorted((released(row) for row in found.iter_rows(named=True)), key=_in_order)


def _in_order(each: ReleasedFigure) -> tuple[int, Period]:
    return _ORDER.index(each.window.kind), each.window.period


def _since_a_year_before(kind: WindowKind, now: Window, period: Period) -> Iterator[Window]:
    """Yield the windows of a kind from the same one of last year up to that which ends now."""
    last = now if now.kind is kind else Window.ending(kind, period)
    if last is None:
        return
    if kind is WindowKind.ROLLING and period.kind is PeriodKind.MONTH:
        months = (Period(PeriodKind.MONTH, last.period.last - back) for back in range(13))
        yield from filter(None, (Window.ending(kind, month) for month in months))
        return
    first = last.compared_with(ComparedWith.SAME_PERIOD_LAST_YEAR)
    each = last
    while each.period >= first.period:
        yield each
        each = each.earlier()
