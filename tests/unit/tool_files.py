"""Make the national tool's four files, small: five authorities, England and one region."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import xlsxwriter

AUTHORITIES = (301, 302, 303, 304, 305)
ENGLAND, NORTH_EAST = 970, 980
DICTIONARY = (
    "Measure,Measure_short,Topic,Polarity,y_axis_name,Table_status,dps,No_Quartile,Year_Type,"
    "Last Update\n"
)
VISITS = "Visits in time,Visits,Visits,Low,% of visits,,1,,Financial Year,43189\n"
"""A measure; 43189 is 30 March 2018, as Excel counts days."""

Values = Mapping[str, Mapping[int, str]]
"""By year, by area, as the tool writes them."""


def of_authorities(*values: str) -> dict[int, str]:
    """Return a value for each authority, in order."""
    return dict(zip(AUTHORITIES, values, strict=True))


def write_tool(
    folder: Path, values: Values, *, measures: str = VISITS, series: str = "Visits"
) -> Path:
    """Write the four files into a new folder, and return it."""
    folder.mkdir()
    rows = [
        {"Short Desc": f"{series} ", "Years": year, "LA Number": float(area), "Values": value}
        for year, of_areas in values.items()
        for area, value in of_areas.items()
    ]
    pl.DataFrame(rows).write_parquet(folder / "values.parquet")
    (folder / "measures.csv").write_text(DICTIONARY + measures, encoding="utf-8")
    names = [(area, f"Authority {area}") for area in AUTHORITIES]
    names += [(ENGLAND, "England"), (NORTH_EAST, "North East")]
    write_sheet(folder / "areas.xlsx", [("LA Number", "LA Name"), *names])
    heading = ["LA num", "GOReg", *(name for place in range(1, 11) for name in (f"SN{place}", "P"))]
    others = [(area, [each for each in AUTHORITIES if each != area]) for area in AUTHORITIES]
    near = [
        (area, "North East", *(cell for place in range(10) for cell in (four[place % 4], "Close")))
        for area, four in others
    ]
    write_sheet(folder / "neighbours.xlsx", [heading, *near])
    return folder


def write_sheet(path: Path, rows: "list[tuple[object, ...] | list[str]]") -> None:
    """Write a workbook with one sheet."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
