"""Say in words what a benchmark tells of a figure, with its year, its edges and its source."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.library import Catalogue
from safeboard.vocabulary.benchmark import Comparison, Match
from safeboard.vocabulary.form import Form, written
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.window import Window, WindowKind

_QUARTER_OF = {
    "A": "the best quarter",
    "B": "the second-best quarter",
    "C": "the third-best quarter",
    "D": "the lowest-placed quarter",
}


@dataclass(frozen=True)
class Words:
    """A comparison in words; England's value and the vintage, None where there is none.

    `distribution` has in JSON the numbers that were published, None where there are none.
    """

    text: str
    england: str | None
    vintage: str | None
    distribution: str | None = None


def in_words(row: Mapping[str, Any], catalogue: Catalogue, as_of: date) -> Words:
    """Return what a compared row says, in one to three plain sentences."""
    indicator = catalogue.indicators[row["indicator"]]
    declared = indicator.national
    if declared is None:
        return Words("No national referent.", None, None)
    known = row["year"] is not None
    england = _shown(row["england"], indicator) if known and row["england"] is not None else None
    vintage = f"{declared.source}, published {_day(row['published'])}" if known else None
    beware = f"Of that distribution: {row['remarks']}." if known and row["remarks"] else ""
    state = f"{_difference(indicator)}{_state(row, indicator, as_of)}".strip()
    said = " ".join(filter(None, [state, _england(row, england), beware]))
    return Words(said, england, vintage, _distribution(row) if known else None)


def _distribution(row: Mapping[str, Any]) -> str:
    """Return what was published of all authorities, for the figure's year and the one before."""
    told = {
        name: {
            "year": Period.year(row[f"{prefix}year"]).code,
            "quartiles": [_plain(row[f"{prefix}quartile_{number}"]) for number in (1, 2, 3)],
            "authorities": _plain(row[f"{prefix}authorities"]),
            "england": _plain(row[f"{prefix}england"]),
        }
        for name, prefix in (("now", ""), ("before", "before_"))
        if row[f"{prefix}year"] is not None
    }
    return json.dumps(told)


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _difference(indicator: Indicator) -> str:
    """Say how the definitions differ where a figure is rated all the same, and why it is."""
    declared, despite = indicator.national, indicator.rule.position.despite_difference
    if declared is None or declared.match is not Match.DIFFERS or not despite:
        return ""
    return (
        f"Definition differs from the national one: {declared.because}. It is rated against it all "
        f"the same: {despite}. "
    )


def _state(row: Mapping[str, Any], indicator: Indicator, as_of: date) -> str:
    declared = indicator.national
    if declared is None:
        return ""
    match Comparison(row["comparison"]):
        case Comparison.NO_FIGURE:
            return "There is a national referent, and no figure to set beside it."
        case Comparison.DEFINITION_DIFFERS:
            return f"Definition differs from the national one: {declared.because}. Not banded."
        case Comparison.PART_OF_A_YEAR:
            return "Part of a year against a year: not banded."
        case Comparison.ANOTHER_DATE:
            return "A snapshot at another date than the national one: not banded."
        case Comparison.NOT_PUBLISHED:
            return f"National referent: no year had been published by {_day(as_of)}."
        case Comparison.NO_BAND:
            because = declared.unbanded_because or "the source publishes no quartiles for it"
            return f"National referent without a band: {because}."
        case _:
            return _banded(row, indicator)


def _banded(row: Mapping[str, Any], indicator: Indicator) -> str:
    of = f" of {row['authorities']:.0f} local authorities" if row["authorities"] else ""
    before = ""
    if row["before_band"]:
        window = Window(WindowKind(row["window"]), Period.parse(row["before_period"]))
        own, year = window.period.financial_year, Period.year(row["before_year"])
        by = "quartiles" if own == year else f"by the quartiles of {year}:"
        of_before = window if window.kind is WindowKind.ROLLING else own
        edges_before = _edges(row, indicator, "before_")
        england = row["before_england"]
        beside = f"; England {_shown(england, indicator)}" if england is not None else ""
        before = f" Band {row['before_band']} in {of_before} ({by} {edges_before}{beside})."
    return (
        f"Band {row['band']}: {_QUARTER_OF[row['band']]}{of} (quartiles "
        f"{_edges(row, indicator, '')}).{before}"
    )


def _edges(row: Mapping[str, Any], indicator: Indicator, prefix: str) -> str:
    """Write the three quartiles, with all the decimals they have."""
    first, second, third = (
        _shown(row[f"{prefix}quartile_{number}"], indicator, exact=True) for number in (1, 2, 3)
    )
    return f"{first}, {second} and {third}"


def _england(row: Mapping[str, Any], england: str | None) -> str:
    """Return England's value with its year, and the lag where that is not the figure's own."""
    if row["year"] is None:
        return ""
    year = Period.year(row["year"])
    window = Window(WindowKind(row["window"]), Period.parse(row["period"]))
    lag = (window.benchmark_year.first - year.first) // 12
    who = f"England {england} in" if england else "The national figures are those of"
    if not lag and window.benchmark_year != window.period.financial_year:
        return f"{who} {year}, the last whole year by then."
    if not lag:
        return f"{who} {year}." if england else ""
    years = "one year" if lag == 1 else f"{lag} years"
    return f"{who} {year}, {years} before: the latest published."


def _shown(value: Decimal, indicator: Indicator, *, exact: bool = False) -> str:
    """Write a published value; a quartile's edge with all the decimals it has."""
    if not exact:
        return written(value, indicator.form, indicator.decimals)
    unit = "%" if indicator.form is Form.PERCENTAGE else ""
    return f"{value.normalize():f}{unit}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
