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
    """Return the columns of AMONG_NEIGHBOURS for the editions of `values` (VALUES), in order."""
    wide = values.pivot("area", index="edition", values="value", sort_columns=True)
    place = {int(area): column for column, area in enumerate(wide.columns[1:])}
    # An authority with fewer neighbours than ten has a column without any value in their place.
    of_areas = np.column_stack([wide.drop("edition").to_numpy(), np.full(wide.height, np.nan)])
    lists = tool.neighbours.filter(pl.col("neighbour").is_in(list(place))).sort("area", "closest")
    lists = lists.group_by("area", maintain_order=True).agg("neighbour")
    most = int(lists["neighbour"].list.len().max() or 0)  # type: ignore[arg-type]
    columns = [
        [*(place[each] for each in chosen), *[-1] * (most - len(chosen))]
        for chosen in lists["neighbour"]
    ]
    if not columns:
        return AMONG_NEIGHBOURS.to_frame()
    return _summed_up(wide["edition"], lists["area"], of_areas[:, np.array(columns)])


def _summed_up(editions: pl.Series, areas: pl.Series, theirs: np.ndarray) -> pl.DataFrame:
    """Return the rows of editions and areas from the values of neighbours, along the last axis.

    They are sorted, with what is missing last, so that the middle is where the count says.
    """
    in_order = np.sort(theirs, axis=2)
    count = np.isfinite(in_order).sum(axis=2)
    last = in_order.shape[2] - 1
    least, most = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, last)
    most = np.where(count % 2 == 1, least, most)
    middle = (_picked(in_order, least) + _picked(in_order, most)) / 2
    mean = np.where(count > 0, np.nansum(in_order, axis=2), np.nan) / np.maximum(count, 1)
    columns = {
        "edition": np.repeat(editions.to_numpy(), len(areas)),
        "area": np.tile(areas.to_numpy(), len(editions)),
        "neighbour_mean": mean.ravel(),
        "neighbour_median": middle.ravel(),
        "neighbours_with_value": count.ravel(),
    }
    found = pl.DataFrame(columns, schema=AMONG_NEIGHBOURS)
    return found.with_columns(pl.col("neighbour_mean", "neighbour_median").fill_nan(None))


def _picked(values: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return the value at one place of the last axis, for each of the others."""
    return np.take_along_axis(values, places[:, :, np.newaxis], axis=2)[:, :, 0]
