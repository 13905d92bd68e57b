"""The same bands in pandas, on whole columns, as an analyst at home in it would write them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from safeboard.benchmarks.national.tool import NationalTool

LAST_AUTHORITY, ENGLAND = 969, 970


@dataclass(frozen=True)
class Tables:
    """The tool's tables, as frames of pandas."""

    years: Any
    values: Any
    measures: Any
    neighbours: Any


def tables(tool: NationalTool) -> Tables:
    """Return the tool's tables, before the clock is started."""
    given = (tool.years, tool.values, tool.measures, tool.neighbours)
    return Tables(*(pd.DataFrame(each.to_dict(as_series=False)) for each in given))


def bands(given: Tables, years: str) -> Any:  # noqa: ANN401 as pandas has no types
    """Return a row for each title, year and authority."""
    rows = given.values[given.values["area"] <= LAST_AUTHORITY].merge(given.years, on="edition")
    rows = rows.sort_values(["series", "area", "order"])
    rows["change"] = rows.groupby(["series", "area"], sort=False)["value"].diff()
    if years == "latest":
        rows = rows[rows["order"] == rows.groupby("series")["order"].transform("max")]
    by_edition = rows.groupby("edition")["value"]
    rows = rows.assign(
        rising=by_edition.rank(method="min"),
        falling=by_edition.rank(method="min", ascending=False),
        of=by_edition.transform("count"),
    )
    quartiles = by_edition.quantile([0.0, 0.25, 0.5, 0.75, 1.0]).unstack()
    quartiles.columns = ["q0", "q25", "q50", "q75", "q100"]
    rows = rows.merge(quartiles, left_on="edition", right_index=True)
    rows = rows.merge(_among_neighbours(given, rows), on=["edition", "area"], how="left")
    england = given.values.loc[given.values["area"] == ENGLAND, ["edition", "value"]]
    rows = rows.merge(england.rename(columns={"value": "england"}), on="edition", how="left")
    table = rows.merge(given.measures, on="series")
    return _judged(table)


def _judged(table: Any) -> Any:  # noqa: ANN401 as pandas has no types
    """Return the table with rank, band and direction."""
    value, is_low = table["value"], table["polarity"] == "low"
    is_neutral = table["polarity"] == "neutral"
    rank = table["rising"].where(is_low, table["falling"]).mask(is_neutral)
    edges = [value <= table[name] for name in ("q25", "q50", "q75")]
    quarter = np.select(edges, [0, 1, 2], 3)
    letter = np.array(list("ABCD"))[np.where(is_low, quarter, 3 - quarter)]
    no_bands = is_neutral | ~table["has_bands"]
    band = pd.Series(np.where(no_bands, "-", letter), index=table.index)
    change = table["change"]
    direction = np.select([change > 0, change < 0, change == 0], ["up", "down", "level"], "")
    return table.assign(rank=rank, band=band.where(no_bands | value.notna()), direction=direction)


def _among_neighbours(given: Tables, rows: Any) -> Any:  # noqa: ANN401 as pandas has no types
    """Return the mean, the median and the number of each authority's neighbours with a value."""
    wide = rows.pivot(index="edition", columns="area", values="value")
    found = {}
    for area, neighbours in given.neighbours.groupby("area")["neighbour"]:
        theirs = wide[list(neighbours)]
        found[area] = pd.DataFrame(
            {
                "neighbour_mean": theirs.mean(axis=1),
                "neighbour_median": theirs.median(axis=1),
                "neighbours_with_value": theirs.count(axis=1),
            }
        )
    return pd.concat(found, names=["area"]).reset_index()
