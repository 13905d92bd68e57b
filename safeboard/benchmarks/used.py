"""What is used of the benchmarks: those that the compared figures stand beside, of all."""

import polars as pl

from safeboard.benchmarks.published import DISTRIBUTIONS

BENCHMARK = ["benchmark_source", "benchmark_measure", "benchmark_period"]
"""The columns that say which measure, and of which year."""

_SHOWN = ("quartile_1", "quartile_2", "quartile_3", "authorities", "england")

QUARTILES = pl.Schema(
    {
        **dict.fromkeys(BENCHMARK, pl.String()),
        **{name: DISTRIBUTIONS[name] for name in _SHOWN},
    }
)
"""One row for each measure and year: its quartiles, how many authorities, and England; or null."""


def quartiles_beside(distributions: pl.DataFrame, compared: pl.DataFrame) -> pl.DataFrame:
    """Return what compared figures are banded by, from DISTRIBUTIONS: the columns of QUARTILES."""
    named = distributions.rename({each.removeprefix("benchmark_"): each for each in BENCHMARK})
    return beside(named, compared).select(QUARTILES.names())


def beside(published: pl.DataFrame, compared: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of the measures and years that compared figures stand beside, in order."""
    asked = compared.select(BENCHMARK).drop_nulls().unique()
    found = published.join(asked, on=BENCHMARK, how="semi", maintain_order="left")
    return found.sort(BENCHMARK, maintain_order=True)
