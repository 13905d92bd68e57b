"""The plan of a calculation: one row for each figure that is due, with what it is made from."""

from collections.abc import Iterator

import polars as pl

from safeboard.catalogue.indicator import POPULATION, WHOLE, Indicator
from safeboard.catalogue.library import Catalogue
from safeboard.indicators.windows import Asked, windows_of
from safeboard.vocabulary.window import Window

PLAN = pl.Schema(
    {
        "indicator": pl.String,
        "window": pl.String,
        "period": pl.String,
        "first_day": pl.Date,
        "last_day": pl.Date,
        "first_day_before": pl.Date,
        "mid_year": pl.Int64,
        "dimension": pl.String,
        "category": pl.String,
        "in_base": pl.Boolean,
        "numerator_item": pl.String,
        "denominator_item": pl.String,
        "denominator_dimension": pl.String,
        "denominator_category": pl.String,
        "multiplier": pl.Int64,
        "decimals": pl.Int64,
        "divides": pl.Boolean,
    }
)
"""`denominator_item` is an item's code, WHOLE or POPULATION, or null for a count; `mid_year` the
year whose population a rate is divided by, `first_day_before` the first day of the window before
in its series; the rest is as in FIGURES and the catalogue."""


def plan(catalogue: Catalogue, asked: Asked) -> pl.DataFrame:
    """Return a row for each indicator, window and category, before areas: columns PLAN."""
    of_indicator, of_window = [], []
    rows_of = {window: _window_row(window) for window in asked.windows}
    for indicator in catalogue.indicators.values():
        of_indicator += list(_category_rows(indicator, catalogue))
        of_window += [
            (indicator.code, *rows_of[window])
            for window in windows_of(indicator, catalogue, asked.windows)
        ]
    window_columns = [
        *("indicator", "window", "period"),
        *("first_day", "last_day", "first_day_before", "mid_year"),
    ]
    rows = pl.DataFrame(
        of_indicator,
        schema={n: t for n, t in PLAN.items() if n not in window_columns[1:]},
        orient="row",
    )
    windows = pl.DataFrame(
        of_window, schema={name: PLAN[name] for name in window_columns}, orient="row"
    )
    due = windows.join(rows, on="indicator", maintain_order="left_right")
    return due.select(PLAN.names())


def _window_row(window: Window) -> tuple[object, ...]:
    """Return a window's kind, period, first and last day, and the rest of PLAN's window columns.

    Source: DfE, Children in need: a year ending March Y is divided by the estimate of mid-(Y-1).
    """
    days = window.first_day, window.period.last_day, window.earlier().first_day
    mid_year = window.period.financial_year.first_day.year
    return window.kind.value, window.period.code, *days, mid_year


def _category_rows(indicator: Indicator, catalogue: Catalogue) -> Iterator[tuple[object, ...]]:
    """Yield the rows that an indicator has in every window: its total, and each category."""
    form = indicator.form

    def row(dimension: str, category: str, *, in_base: bool) -> tuple[object, ...]:
        return (
            indicator.code,
            dimension,
            category,
            in_base,
            indicator.numerator,
            indicator.denominator,
            *_place_of_denominator(indicator, catalogue, dimension, category),
            form.multiplier,
            indicator.decimals,
            form.divides,
        )

    if indicator.denominator != WHOLE:
        yield row("", "", in_base=True)
    for dimension in indicator.by:
        for code, category in catalogue.breakdowns[dimension].categories.items():
            yield row(dimension, code, in_base=category.in_base)


def _place_of_denominator(
    indicator: Indicator, catalogue: Catalogue, dimension: str, category: str
) -> tuple[str, str]:
    """Return where a category's denominator is counted.

    The same category, where its item is collected by it; otherwise the item's total.
    """
    code = indicator.denominator
    if code in (None, WHOLE, POPULATION):
        return (dimension if code == WHOLE else "", "")
    collected = dimension in catalogue.items[code].by
    return (dimension, category) if collected else ("", "")
