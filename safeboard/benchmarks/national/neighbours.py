"""What an authority's statistical neighbours have: their mean, their median, and how many of them.

Source: the national tool: the plain mean of those of the ten neighbours that have a value.
"""

import numpy as np
import polars as pl

from safeboard.benchmarks.national.tool import NationalTool

AMONG_NEIGHBOURS = pl.Schema(
    {
        "edition": pl.Int64,
        "area": pl.Int64,
        "neighbour_mean": pl.Float64,
        "neighbour_median": pl.Float64,
        "neighbours_with_value": pl.Int64,
    }
)
"""One row for each edition and authority; null where none of its neighbours has a value."""


def among_neighbours(values: pl.DataFrame, tool: NationalTool) -> pl.DataFrame:
    """Return the columns of AMONG_NEIGHBOURS for the editions of `values` (VALUES)."""
    wide = values.pivot("area", index="edition", values="value", sort_columns=True)
    place = {int(area): column for column, area in enumerate(wide.columns[1:])}
    lists = tool.neighbours.filter(pl.col("neighbour").is_in(list(place))).sort("area", "closest")
    lists = lists.group_by("area", maintain_order=True).agg("neighbour")
    of_areas = wide.drop("edition").to_numpy()
    frames = [
        _summed_up(wide["edition"], area, of_areas[:, [place[each] for each in chosen]])
        for area, chosen in lists.iter_rows()
    ]
    return pl.concat(frames) if frames else AMONG_NEIGHBOURS.to_frame()


def _summed_up(editions: pl.Series, area: int, theirs: np.ndarray) -> pl.DataFrame:
    """Return an authority's rows, from its neighbours' values: an edition a row, a column each.

    They are sorted, with what is missing last, so that the middle is where the count says.
    """
    in_order = np.sort(theirs, axis=1)
    count = np.isfinite(in_order).sum(axis=1)
    rows, last = np.arange(len(count)), in_order.shape[1] - 1
    least, most = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, last)
    most = np.where(count % 2 == 1, least, most)
    middle = (in_order[rows, least] + in_order[rows, most]) / 2
    mean = np.where(count > 0, np.nansum(in_order, axis=1), np.nan) / np.maximum(count, 1)
    columns = {
        "edition": editions,
        "area": np.full(len(count), area),
        "neighbour_mean": mean,
        "neighbour_median": middle,
        "neighbours_with_value": count,
    }
    found = pl.DataFrame(columns, schema=AMONG_NEIGHBOURS)
    return found.with_columns(pl.col("neighbour_mean", "neighbour_median").fill_nan(None))
