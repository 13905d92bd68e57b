"""The national tool's four files: its values, its measures, its areas and who is whose neighbour.

Source: Department for Education, Local Authority Interactive Tool (LAIT), its public data files.
Areas are known by their numbers in the Department's lists, never by their names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from safeboard.benchmarks.kept import BENCHMARKS
from safeboard.benchmarks.national.tool import AREAS, DICTIONARY, KIND, NEIGHBOURS, REGIONS
from safeboard.benchmarks.sources.accounting import Account, LeftOut, parted
from safeboard.benchmarks.sources.given import Given, Kind
from safeboard.benchmarks.sources.neighbour_sets import read_tools_neighbours
from safeboard.benchmarks.sources.read import ReadSource, origin_of
from safeboard.store.vintages import Source

LAIT = Source(KIND, "LAIT")

FILES = (Kind.TOOL_VALUES, Kind.TOOL_MEASURES, Kind.TOOL_AREAS, Kind.TOOL_NEIGHBOURS)
"""What belongs together: all four make one vintage."""

_ABSENT = ("-", "c", "..", "")
_POLARITIES = {"High": "high", "Low": "low", "-": "neutral", "NA": "neutral"}
_TO_MARCH = ("Financial Year", "Annual")
_SCHOOL = "Academic Year"
_EXCELS_FIRST_DAY = date(1899, 12, 30)


@dataclass(frozen=True)
class _Read:
    """What one of the files holds, with what became of its rows."""

    rows: pl.DataFrame
    account: Account


def read_national_tool(files: Mapping[Kind, Given]) -> ReadSource:
    """Return the tool as it was read from its four files."""
    areas = _areas(files[Kind.TOOL_AREAS])
    measures = _measures(files[Kind.TOOL_MEASURES])
    values = _values(files[Kind.TOOL_VALUES], areas.rows, measures.rows)
    neighbours, regions, account = read_tools_neighbours(files[Kind.TOOL_NEIGHBOURS], areas.rows)
    updated = measures.rows["updated"].max()
    return ReadSource(
        of=LAIT,
        names=tuple(files[kind].name for kind in FILES),
        origin=origin_of(*(files[kind].sha256 for kind in FILES)),
        rows=values.rows,
        tables={
            "measures": measures.rows.select(DICTIONARY.names()),
            "areas": areas.rows,
            "neighbours": neighbours.cast(NEIGHBOURS),
            "regions": regions.cast(REGIONS),
        },
        published=updated if isinstance(updated, date) else None,
        accounts=(values.account, measures.account, areas.account, account),
    )


def _read(given: Given, kept: pl.DataFrame, rows: int, left_out: tuple[LeftOut, ...]) -> _Read:
    return _Read(kept, Account(given.name, str(given.kind), rows, kept.height, left_out))


def _areas(given: Given) -> _Read:
    heading = given.heading("LA Number", "LA Name")
    columns = [given.sheet[heading].index(name) for name in ("LA Number", "LA Name")]
    cells = [
        (place, *(str(row[column]) for column in columns))
        for place, row in enumerate(given.sheet[heading + 1 :], start=heading + 2)
        if any(cell != "" for cell in row)
    ]
    rows = pl.DataFrame(cells, schema=["row", "number", "name"], orient="row")
    number = pl.col("number").cast(pl.Float64, strict=False).cast(pl.Int64, strict=False)
    kept, left_out = parted(
        rows.with_columns(area=number),
        {
            "its number is none": (pl.col("area").is_null(), "number"),
            "an earlier row has its number": (~pl.col("area").is_first_distinct(), "number"),
        },
    )
    return _read(given, kept.select(AREAS.names()), rows.height, left_out)


def _measures(given: Given) -> _Read:
    rows = given.table.with_columns(
        series=pl.col("Measure_short"),
        decimals=pl.col("dps").replace("NA", "1").cast(pl.Int64, strict=False),
        known=pl.col("Polarity").is_in(list(_POLARITIES)),
    )
    kept, left_out = parted(
        rows,
        {
            "it has no title or no short name": (
                (pl.col("Measure") == "") | (pl.col("series") == ""),
                "Measure",
            ),
            "its polarity is neither High, Low, - nor NA": (~pl.col("known"), "Polarity"),
            "its number of decimals is none": (pl.col("decimals").is_null(), "dps"),
        },
    )
    # A discontinued measure is out where its status says so in capitals, as in the tool itself.
    serial = pl.col("Last Update").cast(pl.Int64, strict=False)
    told = kept.select(
        measure="Measure",
        series="series",
        topic="Topic",
        polarity=pl.col("Polarity").replace_strict(_POLARITIES, return_dtype=pl.String),
        unit="y_axis_name",
        decimals="decimals",
        has_bands=pl.col("No_Quartile") != "N",
        is_discontinued=pl.col("Table_status").str.contains("DISCONTINUE", literal=True),
        year_type="Year_Type",
        updated=pl.lit(_EXCELS_FIRST_DAY) + serial * timedelta(days=1),
    )
    return _read(given, told, rows.height, left_out)


def _values(given: Given, areas: pl.DataFrame, measures: pl.DataFrame) -> _Read:
    number = pl.col("said").cast(pl.Float64, strict=False)
    rows = given.table.select(
        "row",
        measure=pl.col("Short Desc").str.strip_chars(),
        year="Years",
        number=pl.col("LA Number").cast(pl.Int64, strict=False),
        said=pl.col("Values").cast(pl.String).str.strip_chars().fill_null(""),
    ).with_columns(value=pl.when(number.is_finite()).then(number))
    label = pl.col("year")
    is_year = label.str.contains("^[0-9]{4}") | (label == "0")
    has_value = pl.col("value").is_not_null() | pl.col("said").is_in(_ABSENT)
    known = measures["series"].unique().to_list()
    kept, left_out = parted(
        rows,
        {
            "no measure has its short name": (~pl.col("measure").is_in(known), "measure"),
            "no area has its number": (~pl.col("number").is_in(areas["area"].to_list()), "number"),
            "its year does not begin with four digits": (~is_year, "year"),
            "its value is neither a number nor missing": (~has_value, "said"),
            "another row gives the same value": (
                pl.struct("measure", "year", "number").is_duplicated(),
                "number",
            ),
        },
    )
    return _read(given, _in_order(kept, measures), rows.height, left_out)


def _in_order(rows: pl.DataFrame, measures: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of BENCHMARKS; each edition's rows follow one another, areas in order."""
    places = rows.select("measure").unique(maintain_order=True).with_row_index("place")
    types = measures.unique("series", keep="first").select(measure="series", year_type="year_type")
    is_missing = pl.col("value").is_null()
    return (
        rows.join(places, on="measure")
        .join(types, on="measure")
        .with_columns(order=pl.col("year").str.head(4).cast(pl.Int64))
        .sort("place", "order", "year", "number")
        .select(
            "measure",
            "year",
            "value",
            category=pl.lit(""),
            period=_period(),
            statistic=pl.lit("value"),
            area=pl.col("number").cast(pl.String),
            area_code=pl.lit(None),
            symbol=pl.when(is_missing).then("said"),
            numerator=pl.lit(None),
            denominator=pl.lit(None),
        )
        .select(BENCHMARKS.names())
        .cast(BENCHMARKS)
    )


def _period() -> pl.Expr:
    """Return the financial year that a label means; 2018 is the year to, or the day of, March 2018.

    A school year has the period of the financial year of the same name, in which it begins: an
    indicator that is compared with it says that it counts by school years. Calendar years, and
    those of three years together, are none.
    """
    label, kind = pl.col("year"), pl.col("year_type")
    ends = label.str.extract("^([0-9]{4})$").cast(pl.Int64)
    begins = label.str.extract(r"^([0-9]{4})[-/][0-9]{2}(?: \(OT\))?$").cast(pl.Int64)
    first = (
        pl.when(kind.is_in([*_TO_MARCH, _SCHOOL]) & ends.is_not_null())
        .then(ends - 1)
        .when(kind.is_in(["Financial Year", _SCHOOL]))
        .then(begins)
    )
    last = ((first + 1) % 100).cast(pl.String).str.zfill(2)
    return pl.format("{}-{}", first, last)
