"""Small builders: a catalogue in memory, a frame of counts, and the row of a headline."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from safeboard.catalogue import declarations, rules
from safeboard.catalogue.breakdown import Breakdown
from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.library import Catalogue
from safeboard.indicators.calculation import calculate
from safeboard.indicators.windows import Asked
from safeboard.intake.checks.history import HISTORY, History
from safeboard.intake.submission import COUNTS
from safeboard.vocabulary.agency import Agency
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.window import Window, WindowKind

ST_HELENS, HALTON = "342", "876"

RESIDENCE = Breakdown.model_validate(
    {
        "label": "Where they live",
        "categories": {
            "inside": "Inside the area",
            "outside": "Outside the area",
            "not_recorded": {"label": "Not recorded", "in_base": False},
        },
    }
)
"""A breakdown with two categories in its base and one that is not."""


def item(label: str = "Visits", **changes: object) -> dict[str, object]:
    """Return an item as a file declares it: a flow collected monthly, but for `changes`."""
    return {"label": label, "kind": "flow", "every": "month"} | changes


def benchmark(**changes: object) -> dict[str, object]:
    """Return a benchmark as a file declares it: the same definition, with a band."""
    return {
        "source": "LAIT",
        "measure": "Visits",
        "title": "Visits, nationally",
        "window": "year",
        "match": "same",
    } | changes


def indicator(code: str = "visits", /, **changes: object) -> Indicator:
    """Return an indicator: a count of monthly visits by quarter, but for `changes`."""
    declared: dict[str, object] = {
        "code": code,
        "theme": "visits",
        "title": "Visits",
        "question": "Are children seen?",
        "agency": "police",
        "polarity": "neutral",
        "form": "count",
        "decimals": 0,
        "definitions": [definition("2012-04-01")],
        "items": {"visits": item()},
        "numerator": "visits",
        "window": "quarter",
        "compare_with": "same period last year",
        "change": "number",
        "benchmark": "none",
        "rating": "significant-change",
        "examples": [{"name": "two", "given": {}, "expect": "[x]"}],
    }
    return Indicator.model_validate(declared | changes)


def percentage(code: str = "seen-in-time", /, **changes: object) -> Indicator:
    """Return an indicator: the share of monthly visits that were in time, but for `changes`."""
    declared: dict[str, object] = {
        "title": "Visits in time",
        "polarity": "high",
        "form": "percentage",
        "decimals": 1,
        "items": {"in_time": item("Visits in time"), "visits": item()},
        "numerator": "in_time",
        "denominator": "visits",
        "change": "percentage points",
    }
    return indicator(code, **(declared | changes))


def rate(code: str = "rate-of-visits", /, **changes: object) -> Indicator:
    """Return an indicator: monthly visits for every 10,000 children, but for `changes`."""
    declared: dict[str, object] = {
        "title": "Rate of visits",
        "form": "rate per 10,000",
        "decimals": 1,
        "denominator": "population_0_17",
        "change": "per cent",
    }
    return indicator(code, **(declared | changes))


def stock(code: str = "children-open", /, **changes: object) -> Indicator:
    """Return an indicator: the children open at a day, counted each quarter, but for `changes`."""
    declared: dict[str, object] = {
        "title": "Children open",
        "items": {"open": item("Children open", kind="stock", every="quarter")},
        "numerator": "open",
        "window": "snapshot",
    }
    return indicator(code, **(declared | changes))


def definition(in_force: str) -> dict[str, object]:
    """Return a definition in force from a day on."""
    return {"from": in_force, "text": "What is counted.", "source": "The partnership's own"}


def catalogue(*indicators: Indicator, **breakdowns: Breakdown) -> Catalogue:
    """Return a catalogue of these indicators, in this order, all the police's."""
    located = [(Path(f"{each.theme}/{each.code}.yaml"), each) for each in indicators]
    items = declarations.items_declared(located)
    rules.hold_between_files(located, items, {"police"}, breakdowns)
    return Catalogue(
        indicators={each.code: each for each in indicators},
        items=items,
        breakdowns=breakdowns,
        agencies={"police": Agency("police", "Police")},
        themes={each.theme: each.theme.capitalize() for each in indicators},
        version="a-test",
    )


@dataclass
class Count:
    """A count as it was submitted; where it is no number, `state` says why."""

    item: str
    period: str
    value: int | None
    category: str = ""
    state: str = ""
    area: str = ST_HELENS
    flag: str = ""
    dimension: str = field(default="")
    definition: str = ""

    def __post_init__(self) -> None:
        """Fill in what follows: the only breakdown used here, and the state of a number."""
        if self.category and not self.dimension:
            self.dimension = "residence"
        if not self.state:
            self.state = "counted" if self.value is not None else "not yet available"


def monthly(item: str, first: str, values: Sequence[int | None], **others: str) -> list[Count]:
    """Return counts for months in a row, from `first` on; None leaves a month out."""
    start = Period.parse(first)
    return [
        Count(item, start.earlier(-number).code, value, **others)
        for number, value in enumerate(values)
        if value is not None
    ]


def counts_frame(counts: Iterable[Count]) -> pl.DataFrame:
    """Return counts as a submission holds them: columns COUNTS."""
    rows = [{**vars(each), "sheet": "Counts", "cell": "C7"} for each in counts]
    return pl.DataFrame(rows, schema=COUNTS)


def held(counts: Iterable[Count]) -> History:
    """Return a history that holds counts, as a store gives it."""
    return held_in(counts_frame(counts))


def held_in(counts: pl.DataFrame) -> History:
    """Return a history that holds the counts of a frame."""
    every = counts.select(HISTORY.names())
    return lambda area, items: every.filter(pl.col("area") == area, pl.col("item").is_in(items))


def populations_frame(*rows: tuple[str, int, int]) -> pl.DataFrame:
    """Return populations: area, mid-year and number of children."""
    schema = {"area": pl.String, "mid_year": pl.Int64, "population": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def window(kind: str, period: str) -> Window:
    """Return a window from its words."""
    return Window(WindowKind(kind), Period.parse(period))


def figures_of(
    given: Catalogue,
    counts: Iterable[Count],
    *windows: Window,
    populations: pl.DataFrame | None = None,
    areas: tuple[str, ...] = (ST_HELENS,),
) -> pl.DataFrame:
    """Return the figures that counts make."""
    return figures_for(given, counts, Asked(areas, windows), populations)


def figures_for(
    given: Catalogue,
    counts: Iterable[Count],
    asked: Asked,
    populations: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return the figures that counts make, of what is asked."""
    people = populations_frame() if populations is None else populations
    return calculate(given, counts_frame(counts).lazy(), people, asked)


def compared_row(**changes: object) -> dict[str, Any]:
    """Return a headline's row: 8 visits in time of 40, against 10 of 40 a year before."""
    row: dict[str, Any] = {
        "area": ST_HELENS,
        "indicator": "seen-in-time",
        "window": "quarter",
        "period": "2017-18-Q4",
        "dimension": "",
        "category": "",
        "definition": "2012-04-01",
        "numerator": 8,
        "denominator": 40,
        "value": Decimal("20.0"),
        "symbol": None,
        "reason": "",
        "flags": "",
        "population_year": None,
        "before_period": "2016-17-Q4",
        "before_definition": "2012-04-01",
        "before_numerator": 10,
        "before_denominator": 40,
        "before_value": Decimal("25.0"),
        "before_symbol": None,
        "before_reason": "",
        "comparison": "no national referent",
        "comparison_text": "No national referent.",
        "band": None,
        "before_band": None,
        "england": None,
        "distribution": None,
        "benchmark_title": None,
        "benchmark_source": None,
        "benchmark_measure": None,
        "benchmark_period": None,
        "vintage": None,
    }
    assert changes.keys() <= row.keys(), changes.keys() - row.keys()
    return row | changes


def as_mapping(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return the named columns of a row."""
    return {name: row[name] for name in names}
