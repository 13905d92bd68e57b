"""The columns of a table of counts: which period each is for."""

from collections.abc import Iterator

import polars as pl

from safeboard.intake.address import column_letters, range_name
from safeboard.intake.expected import period_labels
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.reading.groups import group_headings
from safeboard.intake.reading.outline import CountsSheet, Outline
from safeboard.intake.template.sheets import PERIOD_CODES, plain, plain_column
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.period_text import find_period
from safeboard.vocabulary.stretch import parse_covered


def read_columns(
    cells: pl.DataFrame, outline: Outline, periods: pl.DataFrame, within: Period
) -> tuple[pl.DataFrame, frozenset[str]]:
    """Return each column with a heading, left to right, with its period and its `problem`.

    `periods` is what is expected, `within` the period of the return. Columns: column, period,
    problem, first_column (the first for the same period), top (its first row). The second are the
    cells that head several of them together.
    """
    named = _named(periods)
    covered = {text: parse_covered(code) for text, code in named.items()}
    groups = group_headings(cells, outline, covered, within)
    in_heading_rows = cells.filter(
        pl.col("row").is_in(outline.heading_rows), ~pl.col("cell").is_in(list(groups))
    )
    beside = in_heading_rows.filter(~pl.col("column").is_in(list(outline.keys.values())))
    headings = beside.filter(plain_column("text") != plain(PERIOD_CODES))
    meanings = {
        text: named.get(plain(text)) or _code(find_period(text, within))
        for text in headings["text"].unique()
    }
    meant = pl.col("text").replace_strict(meanings, return_dtype=pl.String)
    columns = (
        headings.with_columns(meant.alias("meant"))
        .group_by("column")
        .agg(
            pl.col("meant").first().alias("period"),
            pl.col("meant").null_count().alias("unread"),
            pl.col("meant").n_unique().alias("meanings"),
            pl.col("row").min().alias("top"),
        )
        .sort("column")
        .with_columns(pl.col("column").min().over("period").alias("first_column"))
        .with_columns(_problem(periods).alias("problem"))
    )
    return columns, groups


def about_columns(
    sheet: CountsSheet, columns: pl.DataFrame, periods: pl.DataFrame, severity: Severity
) -> Iterator[Finding]:
    """Find each column that cannot be read, as one range with all its counts.

    `severity` is that of a column for no period of the return.
    """
    known = period_labels(periods)
    bad = columns.filter(pl.col("problem").is_not_null())
    extent = sheet.cells.join(bad, on="column", how="semi").group_by("column")
    bad = bad.join(extent.agg(pl.col("row").max().alias("bottom")), on="column")
    for column in bad.sort("column").iter_rows(named=True):
        check = column["problem"]
        if check == "unknown-period":
            message = (
                f"the heading is not a period of this return. It has: {known}. "
                "Correct the heading, or take the column out."
            )
        elif check == "headings-disagree":
            message = (
                "the code of the period and the heading below it are not the same period. "
                "Correct the one that is wrong."
            )
        else:
            letters = column_letters(column["first_column"])
            message = f"column {letters} is for the same period. Keep one of the two."
        how_bad = severity if check == "unknown-period" else Severity.ERROR
        last = (column["bottom"], column["column"])
        cells = range_name((column["top"], column["column"]), last)
        yield Finding(how_bad, check, sheet.name, cells, message)


def _named(periods: pl.DataFrame) -> dict[str, str]:
    """Return the codes of what is expected, by what the template calls it."""
    pairs = periods.select("period", "period_label").unique().iter_rows()
    return {plain(text): code for code, label in pairs for text in (code, label)}


def _code(period: Period | None) -> str | None:
    return period.code if period else None


def _problem(periods: pl.DataFrame) -> pl.Expr:
    known = periods["period"].unique().to_list()
    return (
        pl.when((pl.col("unread") > 0) | ~pl.col("period").is_in(known))
        .then(pl.lit("unknown-period"))
        .when(pl.col("meanings") > 1)
        .then(pl.lit("headings-disagree"))
        .when(pl.col("column") > pl.col("first_column"))
        .then(pl.lit("same-period-twice"))
    )
