"""Open data of the Department for Education: a row for each area and year, a column a measure.

Source: the Department's open data standards: columns that say when and where, filters, and values,
with a letter where there is none. Its numbers are rounded as it publishes them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from safeboard.benchmarks.kept import BENCHMARKS
from safeboard.benchmarks.sources.accounting import Account, parted
from safeboard.benchmarks.sources.area_codes import placed, wrong_places
from safeboard.benchmarks.sources.given import Given, Kind
from safeboard.benchmarks.sources.read import ReadSource, origin_of
from safeboard.benchmarks.sources.shares import DENOMINATORS, numerator_of
from safeboard.store.vintages import Source

OPEN_DATA, POPULATIONS = "open data", "populations"
ESTIMATES = Source(POPULATIONS, "ONS", "mid-year population estimates")

SIGNS = ("c", "k", "u", "x", "z", "low", ":", "-", "..", "~", "")
"""What stands for a value that is missing."""

_LEAD = ("time_period", "time_identifier", "geographic_level")
_YEARS = ("Reporting year", "Financial year", "Calendar year", "Academic year")
_TO_MARCH = ("Reporting year", "Financial year")


@dataclass(frozen=True)
class _Columns:
    """Which of a file's columns hold measures, and which tell rows of one area and year apart."""

    measures: list[str]
    filters: list[str]


def read_open_data(given: Given, known: pl.DataFrame) -> ReadSource:
    """Return a file as it was read; `known` has the pairs of numbers and codes known before."""
    columns = _columns(given.table)
    rows = placed(given.table, known).with_columns(
        label=_label(), odd=_odd(columns.measures), category=_category(given.table, columns.filters)
    )
    place = pl.struct("area", "label", "category")
    kept, left_out = parted(
        rows,
        {
            **wrong_places(),
            "its time period is not a year": (~_is_year(), "time_period"),
            "a value is neither a number nor a sign for a missing one": (
                pl.col("odd").is_not_null(),
                "odd",
            ),
            "another row gives the same area and year": (place.is_duplicated(), "time_period"),
        },
    )
    told = [kept.select(_of_measure(name, columns.measures)) for name in columns.measures]
    values = pl.concat(told) if told else BENCHMARKS.to_frame()
    is_population = given.kind is Kind.POPULATIONS
    return ReadSource(
        of=ESTIMATES if is_population else Source(OPEN_DATA, "DfE", dataset_of(given.stem)),
        names=(given.name,),
        origin=origin_of(given.sha256),
        rows=_of_people(values) if is_population else values,
        published=None,
        accounts=(Account(given.name, str(given.kind), rows.height, kept.height, left_out),),
        tables={},
    )


def dataset_of(stem: str) -> str:
    """Return the name of a file's data, without the years that it covers."""
    return re.sub(r"_\d{4}(?:_to_\d{4})?$", "", stem)


def _columns(table: pl.DataFrame) -> _Columns:
    """Tell columns of values from filters: half of their cells and more are numbers or signs."""
    others = [
        name
        for name in table.columns
        if name not in ("row", *_LEAD) and not name.endswith(("_code", "_name"))
    ]
    shares = table.select((_is_value(name)).mean().alias(name) for name in others)
    measures = [name for name in others if (shares[name][0] or 0) >= 0.5]
    return _Columns(measures, [name for name in others if name not in measures])


def _is_value(name: str) -> pl.Expr:
    number = pl.col(name).cast(pl.Float64, strict=False)
    return number.is_finite().fill_null(value=False) | pl.col(name).is_in(SIGNS)


def _odd(measures: Sequence[str]) -> pl.Expr:
    """Return the first value of a row that cannot be read, with its column."""
    return pl.coalesce(
        pl.lit(None, pl.String),
        *(
            pl.when(~_is_value(name)).then(pl.format("{} in {}", name, pl.lit(name)))
            for name in measures
        ),
    )


def _category(table: pl.DataFrame, filters: Sequence[str]) -> pl.Expr:
    """Return what the filters say that differ from row to row; an age always."""
    telling = [name for name in filters if name == "age_group" or table[name].n_unique() > 1]
    said = [pl.format("{}: {}", pl.lit(name), name) for name in telling]
    return pl.concat_str(said, separator="; ") if said else pl.lit("")


def _label() -> pl.Expr:
    """Return the source's own name for a stretch: its year, with what else tells it apart."""
    period, kind = pl.col("time_period"), pl.col("time_identifier")
    return pl.when(kind.is_in(_YEARS)).then(period).otherwise(pl.format("{} {}", period, kind))


def _is_year() -> pl.Expr:
    return pl.col("time_period").str.contains("^(?:[0-9]{4}|[0-9]{6})$")


def _period() -> pl.Expr:
    """Return the financial year: 2025 and 202425 both are the one to March 2025."""
    period = pl.col("time_period")
    first = (
        pl.when(period.str.len_chars() == 4)
        .then(period.cast(pl.Int64) - 1)
        .otherwise(period.str.head(4).cast(pl.Int64))
    )
    last = ((first + 1) % 100).cast(pl.String).str.zfill(2)
    is_to_march = pl.col("time_identifier").is_in(_TO_MARCH)
    return pl.when(is_to_march).then(pl.format("{}-{}", first, last))


def _of_measure(name: str, measures: Sequence[str]) -> list[pl.Expr]:
    """Return the columns of BENCHMARKS for one of a file's columns."""
    value = _number(name)
    numerator = numerator_of(name, measures)
    denominator = DENOMINATORS.get(name, "")
    expressions = {
        "measure": pl.lit(name),
        "category": pl.col("category"),
        "year": pl.col("label"),
        "period": _period(),
        "statistic": pl.lit("value"),
        "area": pl.col("area"),
        "area_code": pl.col("area_code"),
        "value": value,
        "symbol": pl.when(value.is_null()).then(pl.col(name)),
        "numerator": _number(numerator) if numerator else pl.lit(None),
        "denominator": _number(denominator) if denominator in measures else pl.lit(None),
    }
    return [expressions[column].cast(kind).alias(column) for column, kind in BENCHMARKS.items()]


def _number(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Float64, strict=False)


def _of_people(values: pl.DataFrame) -> pl.DataFrame:
    """Return estimates of the middle of a year, which is no financial year, by age."""
    ages = pl.col("category").str.extract(r"([0-9]+ to [0-9]+)")
    return values.with_columns(
        measure=pl.lit("population"),
        category=pl.coalesce(ages, "category"),
        period=pl.lit(None, pl.String),
    )
