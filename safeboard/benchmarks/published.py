"""Published reference figures: the small CSV files of benchmarks and populations.

`docs/how-to/keep-benchmarks.md` describes both files for the people who keep them.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from safeboard.benchmarks.others import ENGLAND, NEIGHBOURS, others_of
from safeboard.errors import SettingsError
from safeboard.indicators.figures import VALUE
from safeboard.vocabulary.period import Period, PeriodKind, UnknownPeriodError

OF_ALL = ("quartile_1", "quartile_2", "quartile_3", "authorities")
STATISTICS = ("value", *OF_ALL, *NEIGHBOURS)

BENCHMARK_COLUMNS = (
    "source", "measure", "period", "label", "published", "statistic", "area", "value", "note",
)  # fmt: skip
POPULATION_COLUMNS = ("area", "age_group", "mid_year", "population", "source", "published")

_NOBODY: Mapping[str, str | None] = {}

DISTRIBUTIONS = pl.Schema(
    {
        "source": pl.String(),
        "measure": pl.String(),
        "period": pl.String(),
        "published": pl.Date(),
        "quartile_1": VALUE,
        "quartile_2": VALUE,
        "quartile_3": VALUE,
        "authorities": VALUE,
        "england": VALUE,
        "remarks": pl.String(),
    }
)
"""One row for each source, measure and year; null where the source publishes no such statistic.

`remarks` say in words what to beware of in it, "" for nothing.
"""


VALUES = pl.Schema(
    {
        "benchmark_source": pl.String(),
        "benchmark_measure": pl.String(),
        "benchmark_period": pl.String(),
        "area": pl.String(),
        "value": pl.Float64(),
        "numerator": pl.Int64(),
        "denominator": pl.Int64(),
    }
)
"""One row for each measure, year and authority that has a value; the counts null without any."""


class ReferenceFileError(SettingsError):
    """A benchmark or population file is missing, or a row in it cannot be read."""

    def __init__(self, path: Path, what: str, remedy: str) -> None:
        super().__init__(f"{path.name}: {what}. {remedy}.")


@dataclass(frozen=True)
class Published:
    """Reference figures as they were known on a day.

    `distributions` has the columns of DISTRIBUTIONS; `populations` area, mid_year and population.
    `others` those of OTHERS. `vintages` gives, by file, the SHA-256 of what had been published by
    then, so that a row that is published later changes nothing. `values` has the columns of VALUES.
    """

    distributions: pl.DataFrame
    others: pl.DataFrame
    populations: pl.DataFrame
    vintages: dict[str, str]
    values: pl.DataFrame = field(default_factory=VALUES.to_frame)


def read_published(
    benchmarks: Path, populations: Path, as_of: date, regions: Mapping[str, str | None] = _NOBODY
) -> Published:
    """Return what had been published by the end of `as_of`; of revised figures the latest.

    `regions` names the areas that stand beside others, each with the number of its region.
    Raises: ReferenceFileError.
    """
    known, people = _benchmark_rows(benchmarks, as_of), _populations(populations, as_of)
    return Published(
        distributions=_distributions(known),
        others=others_of(known, regions),
        populations=people,
        vintages={benchmarks.name: digest_of(known), populations.name: digest_of(people)},
    )


def _rows(path: Path, columns: tuple[str, ...], numbers: tuple[str, ...]) -> pl.DataFrame:
    """Return a CSV's rows with their `line`; all text but `numbers` and the date of publication.

    Raises: ReferenceFileError.
    """
    try:
        rows = pl.read_csv(path, infer_schema=False, encoding="utf8")
    except FileNotFoundError as error:
        remedy = "Put it back, or name another file in safeboard.toml"
        raise ReferenceFileError(path, "there is no such file", remedy) from error
    except (pl.exceptions.PolarsError, OSError) as error:
        remedy = "Save it as CSV (UTF-8) with the columns " + ", ".join(columns)
        raise ReferenceFileError(path, "it is not a CSV file in UTF-8", remedy) from error
    if absent := [name for name in columns if name not in rows.columns]:
        remedy = "Its first line should be " + ",".join(columns)
        raise ReferenceFileError(path, f"it has no column {', '.join(absent)}", remedy)
    # An empty line, which spreadsheets like to leave at the end, is no row.
    filled = pl.any_horizontal(pl.col(columns).is_not_null())
    given = rows.select(*columns, filled=filled).with_row_index("line", offset=2).filter("filled")
    typed = given.select("line", *(_typed(name, numbers) for name in columns))
    for name in (*numbers, "published"):
        if wrong := _first(given.filter(typed[name].is_null())):
            shape = "a date such as 2018-10-25" if name == "published" else "a number"
            what = f"line {wrong['line']}: its {name} '{wrong[name] or ''}' is not {shape}"
            raise ReferenceFileError(path, what, "Correct it there")
    return typed


def _first(rows: pl.DataFrame) -> dict[str, Any] | None:
    return next(rows.iter_rows(named=True), None)


def _typed(name: str, numbers: tuple[str, ...]) -> pl.Expr:
    """Return a column as it is used: null where it cannot be."""
    if name in numbers:
        return pl.col(name).cast(VALUE, strict=False)
    if name == "published":
        return pl.col(name).str.to_date("%Y-%m-%d", strict=False)
    return pl.col(name).fill_null("")


def _benchmark_rows(path: Path, as_of: date) -> pl.DataFrame:
    rows = _rows(path, BENCHMARK_COLUMNS, ("value",))
    if wrong := _first(rows.filter(~pl.col("statistic").is_in(STATISTICS))):
        what = f"line {wrong['line']}: there is no statistic '{wrong['statistic']}'"
        raise ReferenceFileError(path, what, "Use one of " + ", ".join(STATISTICS))
    years = [code for code in rows["period"].unique() if is_year(code)]
    if wrong := _first(rows.filter(~pl.col("period").is_in(years))):
        what = f"line {wrong['line']}: its period '{wrong['period']}' is not a financial year"
        raise ReferenceFileError(path, what, "Write it as 2017-18; the earliest is 2012-13")
    key = ["source", "measure", "period", "statistic", "area"]
    return _latest(path, rows, key, as_of)


def is_year(code: str) -> bool:
    """Say whether a code is that of a financial year."""
    try:
        return Period.parse(code).kind is PeriodKind.YEAR
    except UnknownPeriodError:
        return False


def _latest(path: Path, rows: pl.DataFrame, key: list[str], as_of: date) -> pl.DataFrame:
    """Return of each value what had been published last by the end of `as_of`.

    Raises: ReferenceFileError where one value is given twice with one date of publication.
    """
    first = pl.struct(*key, "published").is_first_distinct()
    if wrong := _first(rows.filter(~first)):
        remedy = "Keep one of the two, or give the later its own date of publication"
        what = f"line {wrong['line']}: it gives a value that an earlier line gives"
        raise ReferenceFileError(path, what, remedy)
    known = rows.drop("line").filter(pl.col("published") <= as_of)
    return known.sort("published", maintain_order=True).unique(
        key, keep="last", maintain_order=True
    )


def _distributions(rows: pl.DataFrame) -> pl.DataFrame:
    def statistic(name: str, area: str = "") -> pl.Expr:
        chosen = (pl.col("statistic") == name) & (pl.col("area") == area)
        return pl.col("value").filter(chosen).first()

    return (
        rows.group_by("source", "measure", "period", maintain_order=True)
        .agg(
            published=pl.col("published").max(),
            **{name: statistic(name) for name in OF_ALL},
            england=statistic("value", ENGLAND),
            remarks=pl.lit(""),
        )
        .select(DISTRIBUTIONS.names())
        .cast(DISTRIBUTIONS)
    )


def _populations(path: Path, as_of: date) -> pl.DataFrame:
    rows = _rows(path, POPULATION_COLUMNS, ("mid_year", "population"))
    children = rows.filter(pl.col("age_group") == "0 to 17")
    return (
        _latest(path, children, ["area", "mid_year"], as_of)
        .select("area", pl.col("mid_year", "population").cast(pl.Int64))
        .sort("area", "mid_year")
    )


def digest_of(frame: pl.DataFrame) -> str:
    """Return the SHA-256 of a frame's content, whatever the order of its rows."""
    ordered = frame.select(sorted(frame.columns))
    return hashlib.sha256(ordered.sort(ordered.columns).write_csv().encode()).hexdigest()
