"""Populations: what rates are divided by."""

from collections.abc import Iterable

import polars as pl

from safeboard.catalogue.indicator import POPULATION
from safeboard.indicators.supplied import SYMBOL
from safeboard.vocabulary.area import Origin


def with_population(
    figures: pl.LazyFrame, populations: pl.DataFrame, origins: Iterable[Origin]
) -> pl.LazyFrame:
    """Divide rates by the population of their mid-year, or the latest earlier estimate.

    An area that others merged into has the sum of theirs, for a year in which it has none itself.
    """
    given = populations.select("area", pl.col("population").cast(pl.Int64), "mid_year")
    summed = [_sums(given, each) for each in origins if each.is_merger]
    estimates = pl.concat([given, *summed]).rename({"mid_year": "population_year"}).lazy()
    estimates = estimates.sort("population_year")
    is_rate = pl.col("denominator_item") == POPULATION
    unknown = is_rate & pl.col("population").is_null()
    lacking = pl.format("no population estimate for mid-{} or earlier", pl.col("mid_year"))
    known = (
        figures.select("area", "mid_year")
        .unique()
        .sort("mid_year")
        .join_asof(
            estimates,
            left_on="mid_year",
            right_on="population_year",
            by="area",
            coalesce=False,
            check_sortedness=False,
        )
    )
    return figures.join(
        known, on=["area", "mid_year"], how="left", maintain_order="left"
    ).with_columns(
        population_year=pl.when(is_rate).then("population_year"),
        denominator=pl.when(is_rate).then("population").otherwise("denominator"),
        denominator_missing=pl.when(unknown).then(lacking).otherwise("denominator_missing"),
        denominator_lack=pl.when(unknown)
        .then(pl.lit("x", dtype=SYMBOL))
        .otherwise("denominator_lack"),
    )


def _sums(given: pl.DataFrame, origin: Origin) -> pl.DataFrame:
    """Return an area's populations in the years for which only those that merged have one."""
    parts = [each.number for each in origin.predecessors]
    own = given.filter(pl.col("area") == origin.area)
    return (
        given.filter(pl.col("area").is_in(parts))
        .group_by("mid_year")
        .agg(pl.col("population").sum(), of=pl.len())
        .filter(pl.col("of") == len(parts))
        .join(own, on="mid_year", how="anti")
        .select(pl.lit(origin.area).alias("area"), "population", "mid_year")
    )
