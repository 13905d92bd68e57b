"""A process chart as a release holds it: points by hand, what it says, and what happened."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from safeboard.assurance.process.charted import CHARTED
from safeboard.assurance.process.shown import HAPPENED, SAYINGS
from safeboard.vocabulary.period import Period, PeriodKind

SENTENCE = "17 in March 2018, the latest month, varies as usual."


def points(*values: float | None, **changes: Sequence[Any]) -> pl.DataFrame:
    """Return months up to March 2018 of mean 16 and limits 10 to 22; CHARTED.

    `changes` gives a column a value for each month.
    """
    last = Period.month(2018, 3).first
    rows = []
    for number, value in enumerate(values):
        month = Period(PeriodKind.MONTH, last - len(values) + 1 + number)
        row = {
            "area": "342", "indicator": "visits", "window": "month", "period": month.code,
            "day": month.first_day, "segment": 0, "begins": None, "numerator": None,
            "denominator": None, "value": value, "mean": 16.0, "lower": 10.0, "upper": 22.0,
            "state": "limits", "kind": "XmR chart", "signal": None, "direction": None,
        }  # fmt: skip
        rows.append(row | {name: given[number] for name, given in changes.items()})
    return pl.DataFrame(rows, schema=CHARTED)


def saying(**changes: Any) -> pl.DataFrame:  # noqa: ANN401 - a column's value
    """Return what the chart of visits says: that it varies as usual, by which it is judged."""
    row = {
        "area": "342", "indicator": "visits", "state": "limits", "kind": "XmR chart",
        "variation": "common cause", "assurance": None, "is_judged": True, "sentence": SENTENCE,
    }  # fmt: skip
    return pl.DataFrame([row | changes], schema=SAYINGS)


def happened(*events: tuple[date, str, str, str]) -> pl.DataFrame:
    """Return what happened to visits: day, kind, words and who decided so."""
    rows = [("342", "visits", *each) for each in events]
    return pl.DataFrame(rows, schema=HAPPENED, orient="row")
