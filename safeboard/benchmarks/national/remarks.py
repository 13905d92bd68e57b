"""Remarks: what is put right in a year of the national tool, and what to beware of, in words."""

import polars as pl

from safeboard.benchmarks.national.abolished import reaches, were_abolished
from safeboard.benchmarks.national.england import of_england
from safeboard.benchmarks.national.standing import EXACT_DIGITS
from safeboard.benchmarks.national.tool import LAST_AUTHORITY, NationalTool

STALE_YEARS = 3
"""A series whose latest year lies so many years behind the newest of the tool is called old."""

MOST_MISSING = 0.25
"""The share of authorities without a value from which quartiles are said to be uncertain."""


_WHOLE = 100


def remarks(tool: NationalTool) -> pl.DataFrame:
    """Return one row for each edition: edition, remarks."""
    found = _facts(tool).join(of_england(tool), on="edition", how="left")
    said = [
        pl.when(pl.col("abolished") > 0).then(
            pl.format("what was abolished is left out ({})", "abolished")
        ),
        pl.when("noisy").then(pl.lit("values that only arithmetic told apart are ties")),
        pl.when(~pl.col("is_possible")).then(
            pl.lit("England is left out: its rate lies outside the range of its regions'")
        ),
        pl.when(pl.col("behind") >= STALE_YEARS).then(
            pl.format("its latest year is {} years behind the newest", "behind")
        ),
        pl.when(pl.col("missing") >= MOST_MISSING * pl.col("authorities")).then(
            pl.format("{} of {} authorities have no value", "missing", "authorities")
        ),
        pl.when("is_share", pl.col("above") > 0).then(pl.format("values above 100%: {}", "above")),
    ]
    return found.select("edition", remarks=pl.concat_str(said, separator="; ", ignore_nulls=True))


def _shares(tool: NationalTool) -> list[str]:
    """Return the series that are percentages."""
    return tool.measures.filter(pl.col("unit").str.starts_with("%"))["series"].unique().to_list()


def _facts(tool: NationalTool) -> pl.DataFrame:
    """Return what there is to remark on in each edition."""
    lives, value = ~pl.col("is_abolished"), pl.col("value")
    newest = pl.col("order").max()
    years = tool.years.with_columns(behind=newest - newest.over("series"), reaches=reaches())
    exact = value.round_sig_figs(EXACT_DIGITS)
    return (
        tool.values.filter(pl.col("area") <= LAST_AUTHORITY)
        .join(years, on="edition")
        .with_columns(is_abolished=were_abolished(), exact=exact)
        .group_by("edition")
        .agg(
            abolished=(~lives & value.is_not_null()).sum(),
            authorities=lives.sum(),
            missing=(lives & value.is_null()).sum(),
            noisy=value.filter(lives).n_unique() > pl.col("exact").filter(lives).n_unique(),
            behind=pl.col("behind").first(),
            above=(lives & (value > _WHOLE)).sum(),
            is_share=pl.col("series").first().is_in(_shares(tool)),
        )
    )
