"""The small files that a partnership keeps by hand, benchmarks and populations, as vintages.

Each of their rows has its own day of publication, and what had been published by one day is a
vintage. So a file makes one for each of its days: everything in it that was known by then.
"""

from collections.abc import Iterator
from datetime import date

import polars as pl

from safeboard.benchmarks.kept import BENCHMARKS
from safeboard.benchmarks.published import OF_ALL, STATISTICS, digest_of, is_year
from safeboard.benchmarks.sources.accounting import Account, LeftOut, parted
from safeboard.benchmarks.sources.given import Given, Kind
from safeboard.benchmarks.sources.open_data import POPULATIONS
from safeboard.benchmarks.sources.read import ReadSource, origin_of
from safeboard.store.vintages import Source

KEPT = "kept by hand"

_KEY = ["measure", "category", "year", "statistic", "area"]
_TWICE = "another row gives the same value with the same day of publication"


def read_kept_by_hand(given: Given) -> Iterator[ReadSource]:
    """Yield the vintages that a file makes, by source and day; one alone tells of the rows."""
    is_population = given.kind is Kind.KEPT_POPULATIONS
    rows, left_out = (_populations if is_population else _benchmarks)(given.table)
    account = Account(given.name, str(given.kind), given.table.height, rows.height, left_out)
    days = rows.select("source", "published").unique().sort("source", "published")
    for place, (source, day) in enumerate(days.iter_rows()):
        of = Source(POPULATIONS if is_population else KEPT, source, KEPT)
        told = () if place else (account,)
        yield _as_at(given, of, rows.filter(source=source), day, told)
    if days.is_empty():
        yield _as_at(given, Source(KEPT, KEPT), rows, date.min, (account,))


def _as_at(
    given: Given, of: Source, rows: pl.DataFrame, day: date, accounts: tuple[Account, ...]
) -> ReadSource:
    """Return what had been published by a day; of a number that was revised, the latest."""
    known = rows.filter(pl.col("published") <= day).sort("published", maintain_order=True)
    latest = known.unique(_KEY, keep="last").sort(_KEY).select(BENCHMARKS.names()).cast(BENCHMARKS)
    return ReadSource(
        of=of,
        names=(given.name,),
        origin=origin_of(digest_of(latest)),
        rows=latest,
        published=day,
        accounts=accounts,
        dates_itself=True,
        tables={},
    )


def _benchmarks(table: pl.DataFrame) -> tuple[pl.DataFrame, tuple[LeftOut, ...]]:
    years = [code for code in table["period"].unique() if is_year(code)]
    of_all = pl.col("statistic").is_in(OF_ALL)
    label = pl.when(pl.col("label") == "").then("period").otherwise("label")
    rows = _typed(table, "value").with_columns(year=label, category=pl.lit(""))
    return parted(
        rows,
        {
            **_untyped("value"),
            "its statistic is none of those that there are": (
                ~pl.col("statistic").is_in(STATISTICS),
                "statistic",
            ),
            "its period is not a financial year": (~pl.col("period").is_in(years), "period"),
            "its area is no area's number": (~of_all & ~_is_number(), "area"),
            "it is of all authorities, and names an area": (
                of_all & (pl.col("area") != pl.lit("")),
                "area",
            ),
            _TWICE: (pl.struct("source", *_KEY, "published").is_duplicated(), "measure"),
        },
    )


def _populations(table: pl.DataFrame) -> tuple[pl.DataFrame, tuple[LeftOut, ...]]:
    rows = _typed(table, "population").with_columns(
        measure=pl.lit("population"),
        category="age_group",
        year="mid_year",
        period=pl.lit(None, pl.String),
        statistic=pl.lit("value"),
        source=pl.lit("ONS"),
    )
    return parted(
        rows,
        {
            **_untyped("population"),
            "its area is no area's number": (~_is_number(), "area"),
            "its year is none": (~pl.col("mid_year").str.contains("^[0-9]{4}$"), "mid_year"),
            _TWICE: (pl.struct("source", *_KEY, "published").is_duplicated(), "area"),
        },
    )


def _typed(table: pl.DataFrame, number: str) -> pl.DataFrame:
    """Return the rows with the columns of BENCHMARKS that are not texts, and their day."""
    value = pl.col(number).cast(pl.Float64, strict=False)
    return table.with_columns(
        said=pl.col(number),
        value=pl.when(value.is_finite()).then(value),
        dated=pl.col("published"),
        published=pl.col("published").str.to_date("%Y-%m-%d", strict=False),
        area_code=pl.lit(None),
        symbol=pl.lit(None),
        numerator=pl.lit(None),
        denominator=pl.lit(None),
    )


def _untyped(number: str) -> dict[str, tuple[pl.Expr, str]]:
    return {
        f"its {number} is not a number": (pl.col("value").is_null(), "said"),
        "its day of publication is not one such as 2018-10-25": (
            pl.col("published").is_null(),
            "dated",
        ),
    }


def _is_number() -> pl.Expr:
    return pl.col("area").str.contains("^[0-9]{3}$")
