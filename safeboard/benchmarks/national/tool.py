"""The national tool's own files: its values, its measures and who is whose neighbour.

Source: Department for Education, Local Authority Interactive Tool (LAIT), its public data files.
Areas are known by their numbers in the Department's lists, never by their names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import polars as pl
from python_calamine import CalamineError, load_workbook

from safeboard.benchmarks.published import ReferenceFileError

YEARS = pl.Schema({"edition": pl.Int64, "series": pl.String, "year": pl.String, "order": pl.Int64})
"""One row for each year of each series, which is an *edition* of it, known by a number.

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

FIRST_AUTHORITY, LAST_AUTHORITY = 200, 969
"""Higher numbers are England and its regions."""

_VALUES, _MEASURES = "bds_long_0.parquet", "lait_data_dictionary.csv"
_NEIGHBOURS, _AREAS = "sn_may_2025.xlsx", "la_code_list.xlsx"
_ABSENT = ("-", "c", "..", "")
_POLARITIES = {"High": "high", "Low": "low", "-": "neutral", "NA": "neutral"}
_AGAIN = "Fetch the national tool's files again, all from one version"


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


def read_tool(folder: Path) -> NationalTool:
    """Return what the tool's files in a folder hold. Raises: ReferenceFileError."""
    names = {_number(row[0]): str(row[1]) for row in _sheet(folder / _AREAS) if _number(row[0])}
    neighbours, regions = _read_neighbours(folder / _NEIGHBOURS, names)
    years, values = _read_values(folder / _VALUES)
    return NationalTool(
        years=years,
        values=values,
        measures=_read_measures(folder / _MEASURES),
        neighbours=neighbours,
        regions=regions,
        names=names,
    )


def _read_values(path: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the columns of YEARS and of VALUES. Raises: ReferenceFileError."""
    given = _frame(path, ("Short Desc", "Years", "LA Number", "Values"))
    said, key = pl.col("Values").str.strip_chars(), ["series", "year"]
    rows = given.select(
        series=pl.col("Short Desc").str.strip_chars(),
        year="Years",
        area=pl.col("LA Number").cast(pl.Int64),
        said=said,
        value=said.cast(pl.Float64, strict=False),
    )
    years = (
        rows.select(key)
        .unique(maintain_order=True)
        .with_columns(order=pl.col("year").str.head(4).cast(pl.Int64, strict=False))
        .with_row_index("edition")
        .select(YEARS.names())
        .cast(YEARS)
    )
    values = rows.join(years, on=key).sort("edition", "area")
    unread = values.filter(
        (pl.col("value").is_null() & ~pl.col("said").is_in(_ABSENT)) | pl.col("order").is_null()
    )
    if unread.height:
        where = unread.row(0, named=True)
        what = f"'{where['said']}' of '{where['series']}' in '{where['year']}' is not a number"
        raise ReferenceFileError(path, what, _AGAIN)
    values = values.select(VALUES.names())
    if values.select("edition", "area").is_duplicated().any():
        raise ReferenceFileError(path, "it gives a value twice", _AGAIN)
    return years, values


def _read_measures(path: Path) -> pl.DataFrame:
    columns = ("Measure", "Measure_short", "Topic", "Polarity", "y_axis_name", "Table_status")
    given = _frame(path, (*columns, "dps", "No_Quartile"))
    # A discontinued measure is out where its status says so in capitals, as in the tool itself.
    kept = given.filter(~pl.col("Table_status").str.contains("DISCONTINUE", literal=True))
    return kept.unique("Measure", keep="first", maintain_order=True).select(
        measure="Measure",
        series=pl.col("Measure_short").str.strip_chars(),
        topic="Topic",
        polarity=pl.col("Polarity").replace_strict(_POLARITIES, default="neutral"),
        unit="y_axis_name",
        decimals=pl.col("dps").cast(pl.Int64, strict=False).fill_null(1),
        has_bands=pl.col("No_Quartile") != "N",
    )


def _frame(path: Path, columns: tuple[str, ...]) -> pl.DataFrame:
    """Return some columns of a Parquet or CSV file. Raises: ReferenceFileError."""
    try:
        if path.suffix == ".parquet":
            return pl.read_parquet(path, columns=list(columns))
        return pl.read_csv(path, columns=list(columns), infer_schema=False)
    except FileNotFoundError as error:
        raise ReferenceFileError(path, "there is no such file", _AGAIN) from error
    except (pl.exceptions.PolarsError, OSError) as error:
        what = f"it cannot be read, or has no column {' or '.join(columns)}"
        raise ReferenceFileError(path, what, _AGAIN) from error


def _read_neighbours(path: Path, names: Mapping[int, str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the columns of NEIGHBOURS and REGIONS. Raises: ReferenceFileError."""
    rows = _sheet(path)
    numbers = {name: number for number, name in names.items() if number > LAST_AUTHORITY}
    heading = next((row for row in rows if "GOReg" in row and "SN1" in row), None)
    if heading is None:
        raise ReferenceFileError(path, "it has no row with the headings 'GOReg' and 'SN1'", _AGAIN)
    area, region, first = heading.index("LA num"), heading.index("GOReg"), heading.index("SN1")
    # Between and below the authorities, whose numbers have three digits, come gaps and headings.
    authorities = [row for row in rows if _number(row[area]) >= FIRST_AUTHORITY]
    if unknown := sorted({str(row[region]) for row in authorities} - set(numbers)):
        what = f"it names a region '{unknown[0]}' that the list of areas does not have"
        raise ReferenceFileError(path, what, _AGAIN)
    pairs = [
        (_number(row[area]), _number(row[first + 2 * place]), place + 1)
        for row in authorities
        for place in range(10)
    ]
    regions = [(_number(row[area]), numbers[str(row[region])]) for row in authorities]
    return (
        pl.DataFrame(pairs, schema=NEIGHBOURS, orient="row"),
        pl.DataFrame(regions, schema=REGIONS, orient="row"),
    )


def _sheet(path: Path) -> list[list[object]]:
    """Return the cells of a workbook's first sheet. Raises: ReferenceFileError."""
    try:
        with load_workbook(BytesIO(path.read_bytes())) as workbook:
            return [list(row) for row in workbook.get_sheet_by_index(0).to_python()]
    except FileNotFoundError as error:
        raise ReferenceFileError(path, "there is no such file", _AGAIN) from error
    except (CalamineError, OSError) as error:
        raise ReferenceFileError(path, "it is not a workbook that can be read", _AGAIN) from error


def _number(cell: object) -> int:
    """Return the number of an area that a cell holds; 0 where it holds none."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else 0
