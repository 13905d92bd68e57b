"""A made-up partnership of any size: its catalogue, its counts, and what they are compared with."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl

from safeboard.benchmarks.published import DISTRIBUTIONS
from safeboard.catalogue import declarations, rules
from safeboard.catalogue.breakdown import Breakdown
from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.library import Catalogue
from safeboard.indicators.windows import Asked, windows_around
from safeboard.intake.submission import COUNTS
from safeboard.vocabulary.agency import Agency
from safeboard.vocabulary.area import Area
from safeboard.vocabulary.item import CountState
from safeboard.vocabulary.period import Period

LAST = Period.parse("2022-23-Q4")
"""The last quarter of every workload."""

AS_OF = date(2024, 1, 31)
"""A day on which all of a workload is known."""

AGENCIES = ("social-care", "police", "health", "education")


@dataclass(frozen=True)
class Sizes:
    """How large a workload is. A quarter of its indicators is also counted by category."""

    indicators: int = 200
    months: int = 60
    areas: int = 20
    categories: int = 5
    seed: int = 342

    def times(self, factor: int) -> "Sizes":
        """Return the same with so many times as many indicators, and so as many counts."""
        return replace(self, indicators=factor * self.indicators)


@dataclass(frozen=True)
class Workload:
    """What a store is filled with and what is asked of it; the same sizes always make the same."""

    sizes: Sizes

    @property
    def areas(self) -> list[Area]:
        """Return the areas."""
        return [
            Area(f"{101 + number}", f"Area {1 + number}", f"E{10_000_000 + number}")
            for number in range(self.sizes.areas)
        ]

    @property
    def months(self) -> list[Period]:
        """Return the months that are counted, the last of LAST coming last."""
        last = Period.month(2023, 3)
        return [last.earlier(back) for back in reversed(range(self.sizes.months))]

    @property
    def asked(self) -> Asked:
        """Return every window within the months, for every area."""
        numbers = tuple(area.number for area in self.areas)
        windows = windows_around(LAST, years=-(-self.sizes.months // 12))
        first = self.months[0].first
        return Asked(numbers, tuple(each for each in windows if each.span[0] >= first))

    @cached_property
    def catalogue(self) -> Catalogue:
        """Return the indicators, an eighth of each kind, shared out among four agencies."""
        indicators = [_indicator(number) for number in range(self.sizes.indicators)]
        located = [(Path(f"{each.theme}/{each.code}.yaml"), each) for each in indicators]
        items = declarations.items_declared(located)
        kinds = {f"kind_{n}": {"label": f"Kind {n}"} for n in range(self.sizes.categories)}
        breakdown = Breakdown.model_validate({"label": "Kind", "categories": kinds})
        rules.hold_between_files(located, items, set(AGENCIES), {"kind": breakdown})
        return Catalogue(
            indicators={each.code: each for each in indicators},
            items=items,
            breakdowns={"kind": breakdown},
            agencies={code: Agency(code, code.capitalize()) for code in AGENCIES},
            themes={"made-up": "Made up"},
            version="performance",
        )

    @cached_property
    def counts(self) -> pl.DataFrame:
        """Return what the agencies answered: columns COUNTS. A few are missing, or late."""
        places = self._places().join(pl.DataFrame({"area": self.asked.areas}), how="cross")
        months = pl.DataFrame({"period": [each.code for each in self.months]})
        frame = places.with_row_index("series").join(months, how="cross")
        drawn = np.random.default_rng(self.sizes.seed)
        series = frame["series"].to_numpy()
        usual, drift = drawn.gamma(1.2, 40, len(places)), drawn.normal(0, 0.01, len(places))
        usual = usual[series] * np.exp(drift[series] * np.tile(np.arange(len(months)), len(places)))
        part = pl.Series("value", drawn.poisson(usual), dtype=pl.Int64)
        # The whole is its part and something more, so that a share is a share.
        rest = pl.Series("rest", drawn.poisson(2 * usual[: part.len()]), dtype=pl.Int64)
        chance = pl.Series("chance", drawn.random(part.len()))
        made = frame.with_columns(part, rest, chance)
        of_part = pl.col("value").sum().over("number", "category", "area", "period")
        of_whole = of_part + pl.col("rest")
        late = pl.col("chance") < 0.002
        return (
            made.with_columns(value=pl.when("is_whole").then(of_whole).otherwise("value"))
            .filter(pl.col("chance") < 0.998)
            .select(
                "area", "item", "period", "dimension", "category",
                value=pl.when(~late).then("value"),
                state=pl.when(late).then(pl.lit(CountState.NOT_YET_AVAILABLE.value))
                .otherwise(pl.lit(CountState.COUNTED.value)),
                flag=pl.when(pl.col("chance").is_between(0.01, 0.02)).then(pl.lit("p"))
                .otherwise(pl.lit("")),
                definition=pl.lit("2012-04-01"),
                sheet=pl.lit("Counts"),
                cell=pl.lit("E") + pl.int_range(11, 11 + pl.len()).cast(pl.String),
            )
            .cast(COUNTS)
        )  # fmt: skip

    @property
    def populations(self) -> pl.DataFrame:
        """Return each area's children in each year: area, mid_year, population."""
        years = range(LAST.first // 12 - self.sizes.months // 12 - 1, LAST.first // 12 + 1)
        rows = [
            (area, year, 20_000 + 1_000 * number + 137 * (year - 2000))
            for number, area in enumerate(self.asked.areas)
            for year in years
        ]
        schema = {"area": pl.String, "mid_year": pl.Int64, "population": pl.Int64}
        return pl.DataFrame(rows, schema=schema, orient="row")

    @property
    def distributions(self) -> pl.DataFrame:
        """Return national quartiles for each indicator that has a benchmark: DISTRIBUTIONS."""
        rows = [
            {
                "source": "National",
                "measure": each.code,
                "period": year.code,
                "published": date(2023, 11, 1),
                "quartile_1": Decimal("30.5"),
                "quartile_2": Decimal(34),
                "quartile_3": Decimal("37.25"),
                "authorities": Decimal(152),
                "england": Decimal(34),
            }
            for each in self.catalogue.indicators.values()
            if each.national
            for year in (Period.year(2021), Period.year(2022))
        ]
        return pl.DataFrame(rows, schema=DISTRIBUTIONS)

    def _places(self) -> pl.DataFrame:
        """Return what is counted: number of the indicator, item, whether it is a whole, place."""
        rows = [
            (
                int(item.indicator.split("-")[1]),
                item.code,
                "whole" in item.code,
                dimension,
                category,
            )
            for item in self.catalogue.items.values()
            for dimension, category in [("", ""), *_categories(item.by, self.catalogue)]
        ]
        names = ["number", "item", "is_whole", "dimension", "category"]
        types = [pl.Int64, pl.String, pl.Boolean, pl.String, pl.String]
        return pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row")


def _categories(dimensions: tuple[str, ...], catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for dimension in dimensions:
        yield from ((dimension, code) for code in catalogue.breakdowns[dimension].categories)


def _indicator(number: int) -> Indicator:
    """Return an indicator: percentages (half of them by category), rates, counts and stocks."""
    part, whole = f"part_{number:04d}", f"whole_{number:04d}"
    kind, code = number % 8, f"measure-{number:04d}"
    item: dict[str, object] = {"label": f"Part {number}", "kind": "flow", "every": "month"}
    declared: dict[str, object] = {
        "code": code,
        "theme": "made-up",
        "title": f"Measure {number}",
        "question": "Is it better?",
        "agency": AGENCIES[number // 8 % 4],
        "polarity": ("high", "low", "neutral")[number // 8 % 3],
        "definitions": [{"from": "2012-04-01", "text": "Made up.", "source": "Made up."}],
        "numerator": part,
        "form": "count",
        "decimals": 0,
        "change": "number",
        "window": "quarter" if kind < 4 else "year to date",
        "compare_with": "same period last year",
        "benchmark": "none",
        "rating": "significant-change",
        "examples": [{"name": "none", "given": {}, "expect": "[x]"}],
    }
    if kind in (0, 1, 4, 5):
        by = ["kind"] if kind in (0, 4) else []
        item |= {"by": by}
        declared |= {"form": "percentage", "decimals": 1, "change": "percentage points"}
        declared |= {"denominator": whole, "by": by}
        declared |= {"items": {part: item, whole: item | {"label": f"Whole {number}"}}}
    elif kind in (2, 6):
        declared |= {"form": "rate per 10,000", "decimals": 1, "change": "per cent"}
        declared |= {"denominator": "population_0_17", "items": {part: item}}
    elif kind == 3:
        declared |= {"items": {part: item}}
    else:
        declared |= {"items": {part: item | {"kind": "stock"}}, "window": "snapshot"}
    if kind in (4, 5) and declared["polarity"] != "neutral":
        declared |= {"rating": "band-or-change", "benchmark": _benchmark(code)}
    return Indicator.model_validate(declared)


def _benchmark(measure: str) -> dict[str, str]:
    said = {"source": "National", "measure": measure, "title": "Nationally"}
    return said | {"window": "year", "match": "same"}
