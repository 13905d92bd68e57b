"""The national tool: its values, its measures and who is whose neighbour, as a vintage holds them.

Source: Department for Education, Local Authority Interactive Tool (LAIT), its public data files.
Areas are known by their numbers in the Department's lists, never by their names.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from safeboard.benchmarks.kept import rows_in, table_in

KIND = "national tool"
"""The kind of vintage that holds one."""

YEARS = pl.Schema({"edition": pl.Int64, "series": pl.String, "year": pl.String, "order": pl.Int64})
"""One row for each year of each series, which is an *edition* of it, known by its place here.

`year` is as the tool labels it and `order` its first four characters, by which years follow one
another.
"""

VALUES = pl.Schema({"edition": pl.Int64, "area": pl.Int64, "value": pl.Float64})
"""One row for each edition and area, in this order.

`value` is the double that the tool itself reads, null where it has a dash: suppressed, not
collected and not applicable cannot be told apart there.
"""

MEASURES = pl.Schema(
    {"measure": pl.String, "series": pl.String, "topic": pl.String, "polarity": pl.String,
     "unit": pl.String, "decimals": pl.Int64, "has_bands": pl.Boolean}
)  # fmt: skip
"""One row for each title. `polarity` is a Polarity; a few series have two titles."""

NEIGHBOURS = pl.Schema({"area": pl.Int64, "neighbour": pl.Int64, "closest": pl.Int64})
"""One row for each of an authority's ten statistical neighbours, the closest first."""

REGIONS = pl.Schema({"area": pl.Int64, "region": pl.Int64})
"""The region that each authority is compared with, both by number."""

AREAS = pl.Schema({"area": pl.Int64, "name": pl.String})
"""What the tool calls each area."""

DICTIONARY = pl.Schema(
    {"measure": pl.String, "series": pl.String, "topic": pl.String, "polarity": pl.String,
     "unit": pl.String, "decimals": pl.Int64, "has_bands": pl.Boolean,
     "is_discontinued": pl.Boolean}
)  # fmt: skip
"""Titles as the tool's own list has them: with those that it no longer shows, and some twice."""

FIRST_AUTHORITY, LAST_AUTHORITY = 200, 969
"""Higher numbers are England and its regions."""


@dataclass(frozen=True)
class NationalTool:
    """What the tool's files hold: the columns of YEARS, VALUES, MEASURES, NEIGHBOURS, REGIONS.

    `names` is what the tool calls each area, by its number.
    """

    years: pl.DataFrame
    values: pl.DataFrame
    measures: pl.DataFrame
    neighbours: pl.DataFrame
    regions: pl.DataFrame
    names: Mapping[int, str]


def read_tool(content: bytes) -> NationalTool:
    """Return the tool that a vintage holds, from the Parquet file of its values.

    There each edition's rows follow one another, in the order of areas.
    """
    given = rows_in(content)
    begins = (pl.col("measure") != pl.col("measure").shift()) | (
        pl.col("year") != pl.col("year").shift()
    )
    rows = given.select(
        edition=begins.fill_null(value=True).cum_sum().cast(pl.Int64) - 1,
        area=pl.col("area").cast(pl.Int64),
        value="value",
        is_first=begins.fill_null(value=True),
        series="measure",
        year="year",
        order=pl.col("year").str.head(4).cast(pl.Int64),
    )
    titles = table_in(content, "measures", DICTIONARY).filter(~pl.col("is_discontinued"))
    shown = titles.unique("measure", keep="first", maintain_order=True)
    return NationalTool(
        years=rows.filter("is_first").select(YEARS.names()),
        values=rows.select(VALUES.names()),
        measures=shown.select(MEASURES.names()),
        neighbours=table_in(content, "neighbours", NEIGHBOURS),
        regions=table_in(content, "regions", REGIONS),
        names=dict(table_in(content, "areas", AREAS).iter_rows()),
    )
