"""Published reference figures: the small CSV files of benchmarks and populations.

`docs/how-to/keep-benchmarks.md` describes both files for the people who keep them.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from safeboard.errors import SettingsError
from safeboard.indicators.figures import VALUE

ENGLAND = "970"
"""England's number in the Department for Education's lists of areas."""

STATISTICS = ("value", "quartile_1", "quartile_2", "quartile_3", "authorities")

BENCHMARK_COLUMNS = (
    "source", "measure", "period", "label", "published", "statistic", "area", "value", "note",
)  # fmt: skip
POPULATION_COLUMNS = ("area", "age_group", "mid_year", "population", "source", "published")

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
    }
)
"""One row for each source, measure and year; null where the source publishes no such statistic."""


class ReferenceFileError(SettingsError):
    """A benchmark or population file is missing, or a row in it cannot be read."""

    def __init__(self, path: Path, what: str, remedy: str) -> None:
        super().__init__(f"{path.name}: {what}. {remedy}.")


@dataclass(frozen=True)
class Published:
    """Reference figures as they were known on a day.

    `distributions` has the columns of DISTRIBUTIONS; `populations` area, mid_year and population.
    `vintages` gives, by file, the SHA-256 of what had been published by then, so that a row that
    is published later changes nothing.
    """

    distributions: pl.DataFrame
    populations: pl.DataFrame
    vintages: dict[str, str]


def read_published(benchmarks: Path, populations: Path, as_of: date) -> Published:
    """Return what had been published by the end of `as_of`; of revised figures the latest.

    Raises: ReferenceFileError.
    """
    known, people = _benchmark_rows(benchmarks, as_of), _populations(populations, as_of)
    return Published(
        distributions=_distributions(known),
        populations=people,
        vintages={benchmarks.name: digest_of(known), populations.name: digest_of(people)},
    )


def _rows(path: Path, columns: tuple[str, ...], numbers: tuple[str, ...]) -> pl.DataFrame:
    """Return a CSV's rows, all text but for `numbers` and the date of publication."""
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
    typed = rows.select(
        pl.col(name).cast(VALUE, strict=False)
        if name in numbers
        else pl.col(name).str.to_date("%Y-%m-%d", strict=False)
        if name == "published"
        else pl.col(name).fill_null("")
        for name in columns
    )
    for name in (*numbers, "published"):
        wrong = typed.with_row_index("line", offset=2).filter(pl.col(name).is_null())
        if not wrong.is_empty():
            line, given = wrong["line"][0], rows[name][wrong["line"][0] - 2]
            shape = "a date such as 2018-10-25" if name == "published" else "a number"
            raise ReferenceFileError(
                path, f"line {line}: its {name} '{given or ''}' is not {shape}", "Correct it there"
            )
    return typed


def _benchmark_rows(path: Path, as_of: date) -> pl.DataFrame:
    rows = _rows(path, BENCHMARK_COLUMNS, ("value",))
    unknown = rows.with_row_index("line", offset=2).filter(~pl.col("statistic").is_in(STATISTICS))
    if not unknown.is_empty():
        line, said = unknown["line"][0], unknown["statistic"][0]
        remedy = "Use one of " + ", ".join(STATISTICS)
        raise ReferenceFileError(path, f"line {line}: there is no statistic '{said}'", remedy)
    key = ["source", "measure", "period", "statistic", "area"]
    twice = rows.with_row_index("line", offset=2).filter(
        pl.struct(*key, "published").is_first_distinct().not_()
    )
    if not twice.is_empty():
        remedy = "Keep one of the two, or give the later its own date of publication"
        raise ReferenceFileError(
            path, f"line {twice['line'][0]}: it gives a value that an earlier line gives", remedy
        )
    known = rows.filter(pl.col("published") <= as_of)
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
            **{name: statistic(name) for name in STATISTICS if name != "value"},
            england=statistic("value", ENGLAND),
        )
        .select(DISTRIBUTIONS.names())
        .cast(DISTRIBUTIONS)
    )


def _populations(path: Path, as_of: date) -> pl.DataFrame:
    rows = _rows(path, POPULATION_COLUMNS, ("mid_year", "population"))
    return (
        rows.filter((pl.col("published") <= as_of) & (pl.col("age_group") == "0 to 17"))
        .sort("published", maintain_order=True)
        .unique(["area", "mid_year"], keep="last", maintain_order=True)
        .select("area", pl.col("mid_year", "population").cast(pl.Int64))
        .sort("area", "mid_year")
    )


def digest_of(frame: pl.DataFrame) -> str:
    """Return the SHA-256 of a frame's content, whatever the order of its rows."""
    ordered = frame.select(sorted(frame.columns))
    return hashlib.sha256(ordered.sort(ordered.columns).write_csv().encode()).hexdigest()
