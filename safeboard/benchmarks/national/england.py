"""What the national tool says of England, and whether it can be so."""

import polars as pl

from safeboard.benchmarks.national.tool import NationalTool

_ENGLAND, _FIRST_REGION = 970, 980


def of_england(tool: NationalTool) -> pl.DataFrame:
    """Return England's value in each edition: edition, england, is_possible.

    England's rate or percentage lies within the range of its regions', since it is their mean with
    some weights. Where it does not, as where the regions' rates were added up, it is not possible.
    """
    is_share = pl.col("unit").str.contains(r"(?i)rate|%|percentage")
    shares = tool.measures.filter(is_share).select("series", is_share=True).unique()
    of_regions = pl.col("value").filter(pl.col("area") >= _FIRST_REGION)
    england = pl.col("value").filter(pl.col("area") == _ENGLAND).first()
    within = england.is_between(of_regions.min(), of_regions.max())
    return (
        tool.values.filter(pl.col("area") >= _ENGLAND)
        .group_by("edition")
        .agg(england=england, is_within=within)
        .join(tool.years.select("edition", "series"), on="edition")
        .join(shares, on="series", how="left")
        .select(
            "edition",
            "england",
            is_possible=pl.col("is_share").is_null() | pl.col("is_within").fill_null(value=True),
        )
    )
