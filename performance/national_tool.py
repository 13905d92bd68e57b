"""The national tool made up in its own size, as Safeboard is given it and as pandas is."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from safeboard.benchmarks.national.tool import (
    MEASURES,
    NEIGHBOURS,
    REGIONS,
    VALUES,
    YEARS,
    NationalTool,
)

YEARS_OF_SERIES = np.repeat([10, 9, 8, 7, 6, 4, 1], [187, 120, 48, 42, 13, 13, 11])
"""How many years each of the tool's 434 series has, nearly."""

_POLARITIES = ("high", "high", "low", "neutral")
_AUTHORITIES = np.arange(201, 359)
_ENGLAND = 970
_OTHERS = np.array([_ENGLAND, *range(980, 991)])


@dataclass(frozen=True)
class MadeTool:
    """So many series of 158 authorities, and a title more for one in 37; always the same."""

    series: int = 434
    seed: int = 342

    @property
    def titles(self) -> int:
        """Return how many titles there are."""
        return self.tool.measures.height

    @cached_property
    def tool(self) -> NationalTool:
        """Return the tool. One value in seven is missing, and many are the same."""
        random = np.random.default_rng(self.seed)
        lengths = np.resize(random.permutation(YEARS_OF_SERIES), self.series)
        names = np.repeat([f"series {number:04d}" for number in range(self.series)], lengths)
        order = np.concatenate([np.arange(2026 - length, 2026) for length in lengths])
        editions = np.arange(len(order))
        areas = np.concatenate([_AUTHORITIES, _OTHERS])
        # Halves, whose quartiles are exact in whatever order they are added up.
        values = random.gamma(4, 10, (len(editions), len(areas)))
        values = np.where(random.random(values.shape) < 1 / 7, np.nan, np.round(2 * values) / 2)
        table = {
            "edition": np.repeat(editions, len(areas)),
            "area": np.tile(areas, len(editions)),
            "value": values.ravel(),
        }
        years = {"edition": editions, "series": names, "year": order.astype(str), "order": order}
        return NationalTool(
            years=pl.DataFrame(years, schema=YEARS),
            values=pl.DataFrame(table, schema=VALUES).with_columns(pl.col("value").fill_nan(None)),
            measures=self._measures(),
            neighbours=_neighbours(random),
            regions=pl.DataFrame({"area": _AUTHORITIES, "region": 980}, schema=REGIONS),
            names={},
        )

    def _measures(self) -> pl.DataFrame:
        numbers = [*range(self.series), *range(0, self.series, 37)]
        rows = [
            (
                *(f"title {place:04d}", f"series {number:04d}", "topic"),
                *(_POLARITIES[number % 4], "number", 1, number % 16 != 0),
            )
            for place, number in enumerate(numbers)
        ]
        return pl.DataFrame(rows, schema=MEASURES, orient="row")


def _neighbours(random: np.random.Generator) -> pl.DataFrame:
    """Return ten of the other authorities for each."""
    rows = [
        (area, neighbour, place + 1)
        for area in _AUTHORITIES
        for place, neighbour in enumerate(
            random.choice(_AUTHORITIES[area != _AUTHORITIES], 10, replace=False)
        )
    ]
    return pl.DataFrame(rows, schema=NEIGHBOURS, orient="row")
