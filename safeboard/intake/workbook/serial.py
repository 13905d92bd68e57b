"""Numbers that Excel shows as something else: a date, which is a count of days, or a percentage."""

import re

import polars as pl

_BUILT_IN = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Formats that every program knows by number; those of dates and times (ECMA-376, 18.8.30)."""

_PERCENT = frozenset((9, 10))
"""Those of percentages."""

_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_SECONDS = 86_400
_EPOCH = 25_569
_FROM_1904 = 1_462
_LAST = 2_958_466


def is_date_format(number: int, code: str) -> bool:
    """Tell whether a format shows a date or a time; `code` is empty for a built-in one."""
    if not code:
        return number in _BUILT_IN
    shown = _NOT_SHOWN.sub("", code.partition(";")[0]).lower()
    return "general" not in shown and any(letter in shown for letter in "dmyhs")


def is_percent_format(number: int, code: str) -> bool:
    """Tell whether a format shows a percentage, so that 1 may stand for 100%."""
    return "%" in code.partition(";")[0] if code else number in _PERCENT


def as_dates(serials: pl.Series, *, from_1904: bool) -> pl.Series:
    """Return serial numbers as ISO dates, with the time where there is one; below 1 as a time.

    What lies before the calendar or beyond the year 9999 stays a number, as Excel cannot show it.
    Before March 1900 Excel's days are one short: it takes 1900 for a leap year.
    """
    days = serials + _FROM_1904 if from_1904 else serials
    days = pl.select(pl.when((days >= 1) & (days < 60)).then(days + 1).otherwise(days)).to_series()
    seconds = ((days - _EPOCH) * _SECONDS).round().cast(pl.Int64, strict=False)
    moments = (seconds * 1000).cast(pl.Datetime("ms"))
    whole = seconds % _SECONDS == 0
    table = pl.DataFrame({"days": days, "moment": moments, "whole": whole})
    moment = pl.col("moment")
    return table.select(
        pl.when((pl.col("days") < 0) | (pl.col("days") >= _LAST))
        .then(pl.col("days").cast(pl.String))
        .when(pl.col("days") < 1)
        .then(moment.dt.strftime("%H:%M:%S"))
        .when("whole")
        .then(moment.dt.strftime("%Y-%m-%d"))
        .otherwise(moment.dt.strftime("%Y-%m-%d %H:%M:%S"))
    ).to_series()
