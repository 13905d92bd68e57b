"""The region that an authority is compared with in the national tool."""

import polars as pl

from safeboard.benchmarks.national.tool import NationalTool

_LONDON, _PARTS_OF_LONDON = 986, (987, 988)


def region_of(tool: NationalTool, area: int, series: str) -> int | None:
    """Return the number of an authority's region for a series.

    It is inner or outer London's own, unless that has no value in the series' latest year: then it
    is London as a whole.
    """
    found = tool.regions.filter(area=area)["region"].to_list()
    if not found:
        return None
    region = int(found[0])
    if region in _PARTS_OF_LONDON:
        latest = tool.years.filter(series=series).sort("order")["edition"].to_list()[-1]
        part = tool.values.filter(edition=latest, area=region)["value"].to_list()
        return region if part and part[0] is not None else _LONDON
    return region


def value_of(tool: NationalTool, edition: int, area: int | None) -> float | None:
    """Return an area's value in an edition, if it has one."""
    found = tool.values.filter(pl.col("edition") == edition, pl.col("area") == area)["value"]
    return None if found.is_empty() else found.item()
