"""Imported estimates of how many children live in an area, where none is kept by hand."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

import polars as pl

from safeboard.benchmarks.current import current_benchmarks
from safeboard.benchmarks.published import Published

MEASURE, CHILDREN = "population", "0 to 17"
"""How a vintage of estimates names the children that rates are divided by."""


def with_imported_people(
    kept: Published, areas: Collection[str], as_of: date, until: datetime
) -> Published:
    """Return what is known, with the imported estimates of areas and years that the file lacks.

    Each is the one published last by `as_of`, of those imported by `until`. The store must be open.
    """
    year = ["area", "mid_year"]
    rows = current_benchmarks([MEASURE], as_of, until).filter(
        pl.col("category") == CHILDREN,
        pl.col("statistic") == "value",
        pl.col("value").is_not_null(),
        pl.col("area").is_in(list(areas)),
    )
    found = (
        rows.with_columns(mid_year=pl.col("year").cast(pl.Int64, strict=False))
        .filter(pl.col("mid_year").is_not_null())
        .sort("published", "vintage")
        .unique(year, keep="last", maintain_order=True)
        .join(kept.populations, on=year, how="anti")
    )
    people = found.select(*year, population=pl.col("value").round().cast(pl.Int64))
    named = found.select(pl.format("vintage {}", "vintage"), "sha256").unique().iter_rows()
    return replace(
        kept,
        populations=pl.concat([kept.populations, people]).sort(year),
        vintages={**kept.vintages, **dict(named)},
    )
