"""Make a small national tool in memory: some authorities, some years of one or two measures."""

from collections.abc import Mapping, Sequence

import polars as pl

from safeboard.benchmarks.national.tool import (
    MEASURES,
    NEIGHBOURS,
    REGIONS,
    VALUES,
    YEARS,
    NationalTool,
)

AUTHORITIES = (301, 302, 303, 304, 305)
"""Five authorities; each has the four others as its neighbours."""

ENGLAND, NORTH_EAST, NORTH_WEST = 970, 980, 981

Values = Mapping[str, Mapping[int, float | None]]
"""By year, by area."""


def a_tool(
    values: Values, *, polarity: str = "low", unit: str = "% of visits", has_bands: bool = True
) -> NationalTool:
    """Return a tool with one measure."""
    years = [(number, "Visits", year, int(year[:4])) for number, year in enumerate(values)]
    rows = [
        (number, area, value)
        for number, of_areas in enumerate(values.values())
        for area, value in sorted(of_areas.items())
    ]
    measure = ("Visits in time", "Visits", "Visits", polarity, unit, 1, has_bands)
    pairs = [
        (area, other, place + 1)
        for area in AUTHORITIES
        for place, other in enumerate(each for each in AUTHORITIES if each != area)
    ]
    return NationalTool(
        years=pl.DataFrame(years, schema=YEARS, orient="row"),
        values=pl.DataFrame(rows, schema=VALUES, orient="row"),
        measures=pl.DataFrame([measure], schema=MEASURES, orient="row"),
        neighbours=pl.DataFrame(pairs, schema=NEIGHBOURS, orient="row"),
        regions=pl.DataFrame(
            [(area, NORTH_EAST) for area in AUTHORITIES], schema=REGIONS, orient="row"
        ),
        names={
            **{area: f"Authority {area}" for area in AUTHORITIES},
            **{ENGLAND: "England", NORTH_EAST: "North East", NORTH_WEST: "North West"},
        },
    )


def of_authorities(*values: float | None) -> dict[int, float | None]:
    """Return a value for each authority, in order."""
    return dict(zip(AUTHORITIES, values, strict=True))


def column(table: pl.DataFrame, name: str) -> Sequence[object]:
    """Return one column, in the order of the authorities."""
    return table[name].to_list()
