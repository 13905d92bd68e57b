"""The table of bands: every measure of the national tool for every authority, one tidy frame."""

import polars as pl

from safeboard.benchmarks.national.codes import CODES
from safeboard.benchmarks.national.england import of_england
from safeboard.benchmarks.national.neighbours import among_neighbours
from safeboard.benchmarks.national.places import gathered, places_of
from safeboard.benchmarks.national.remarks import remarks
from safeboard.benchmarks.national.standing import Mode, Years, standing
from safeboard.benchmarks.national.tool import NationalTool

BANDS = pl.Schema(
    {
        "measure": pl.String,
        "la_number": pl.String,
        "area_code": pl.String,
        "year": pl.String,
        "value": pl.Float64,
        "rank": pl.Int64,
        "of": pl.Int64,
        "band": pl.String,
        "q0": pl.Float64,
        "q25": pl.Float64,
        "q50": pl.Float64,
        "q75": pl.Float64,
        "q100": pl.Float64,
        "change": pl.Float64,
        "direction": pl.String,
        "neighbour_mean": pl.Float64,
        "neighbour_median": pl.Float64,
        "neighbours_with_value": pl.Int64,
        "england": pl.Float64,
        "remarks": pl.String,
    }
)
"""One row for each measure, authority and year, as STANDING, with England and the neighbours.

`area_code` is the ONS code of the authority, null where nobody told it. `remarks` says in words
what is corrected in the row's distribution, and what to beware of; as the national tool has it,
there are none.
"""


def bands(
    tool: NationalTool, years: Years, mode: Mode, codes: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Return the table: columns BANDS, by measure as the tool lists them, then year, then area.

    `codes` has the columns of CODES.
    """
    rows = standing(tool, years, mode)
    chosen = tool.values.join(
        rows.select("edition").unique(), on="edition", how="semi", maintain_order="left"
    )
    neighbours = among_neighbours(chosen, tool)
    near = gathered(neighbours, places_of(neighbours, rows["edition"], rows["area"]))
    told = gathered(_of_editions(tool, mode).drop("edition"), rows["edition"])
    wide = rows.hstack(near.drop("edition", "area")).hstack(told)
    return wide.hstack(_named(rows["area"], codes)).select(BANDS.names()).cast(BANDS)


def _named(areas: pl.Series, codes: pl.DataFrame | None) -> pl.DataFrame:
    """Return la_number and area_code of each area."""
    known = CODES.to_frame() if codes is None else codes
    distinct = areas.unique().sort()
    names = distinct.to_frame().select(la_number=pl.col("area").cast(pl.String))
    named = names.join(known, on="la_number", how="left", maintain_order="left")
    return gathered(named, distinct.search_sorted(areas))


def _of_editions(tool: NationalTool, mode: Mode) -> pl.DataFrame:
    """Return what is one for all authorities: edition, england and remarks, in order."""
    found = tool.years.select("edition").join(of_england(tool), on="edition", how="left")
    found = found.sort("edition")
    if mode is Mode.NATIONAL:
        return found.select("edition", "england", remarks=pl.lit(""))
    possible = pl.when("is_possible").then("england").alias("england")
    said = found.with_columns(possible).join(remarks(tool), on="edition", how="left")
    return said.select("edition", "england", pl.col("remarks").fill_null("")).sort("edition")
