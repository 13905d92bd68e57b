"""The others that an area's figure is held against: England, its region, its neighbours."""

from collections.abc import Mapping

import polars as pl

from safeboard.indicators.figures import VALUE
from safeboard.vocabulary.benchmark import Others

ENGLAND = "970"
"""England's number in the Department for Education's lists of areas."""

NEIGHBOURS = {
    "neighbours_mean": "value",
    "neighbours_median": "median",
    "neighbours_with_value": "members",
}
"""The statistics of an area's neighbours, by the column that each is in."""

OTHERS = pl.Schema(
    {
        "benchmark_source": pl.String(),
        "benchmark_measure": pl.String(),
        "benchmark_period": pl.String(),
        "area": pl.String(),
        "others": pl.String(),
        "others_area": pl.String(),
        "value": VALUE,
        "median": VALUE,
        "numerator": pl.Int64(),
        "denominator": pl.Int64(),
        "members": pl.Int64(),
    }
)
"""One row for each measure, year, area and whom it stands beside (an Others), of those published.

`others_area` is the number of England or of the region, null for neighbours. `value` is that
published, and of neighbours the mean of those that have one: `members` says how many of them, and
`median` is theirs; both are null for the others. The counts are null where they are not published.
"""


def others_of(rows: pl.DataFrame, regions: Mapping[str, str | None]) -> pl.DataFrame:
    """Return the columns of OTHERS for areas, each given with the number of its region or None.

    `rows` needs source, measure, period, statistic, area and value.
    """
    named = rows.select(
        pl.col("source").alias("benchmark_source"),
        pl.col("measure").alias("benchmark_measure"),
        pl.col("period").alias("benchmark_period"),
        "statistic",
        pl.col("area").alias("of"),
        "value",
    )
    beside = pl.DataFrame(
        [
            (area, others.value, number)
            for area, region in regions.items()
            for others, number in ((Others.ENGLAND, ENGLAND), (Others.REGION, region))
            if number
        ],
        schema={"area": pl.String, "others": pl.String, "of": pl.String},
        orient="row",
    )
    published = named.filter(pl.col("statistic") == "value").join(beside, on="of")
    values = published.with_columns(others_area=pl.col("of"))
    return _with_all(pl.concat([values, _neighbours(named, regions)], how="diagonal"))


def _neighbours(named: pl.DataFrame, regions: Mapping[str, str | None]) -> pl.DataFrame:
    """Return a row for each area's neighbours whose mean is published."""
    key = ["benchmark_source", "benchmark_measure", "benchmark_period", "of"]
    given = named.filter(
        pl.col("statistic").is_in(list(NEIGHBOURS)), pl.col("of").is_in(list(regions))
    )
    told = given.group_by(key, maintain_order=True).agg(
        pl.col("value").filter(pl.col("statistic") == statistic).first().alias(name)
        for statistic, name in NEIGHBOURS.items()
    )
    return told.filter(pl.col("value").is_not_null()).with_columns(
        pl.col("members").cast(pl.Int64),
        area=pl.col("of"),
        others=pl.lit(Others.NEIGHBOURS.value),
    )


def _with_all(rows: pl.DataFrame) -> pl.DataFrame:
    absent = [name for name in OTHERS if name not in rows.columns]
    known = rows.with_columns(pl.lit(None).alias(name) for name in absent)
    return known.select(OTHERS.names()).cast(OTHERS)
