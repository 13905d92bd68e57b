"""The table of counts on a sheet: which row counts what, and which column is for which period."""

from dataclasses import dataclass

import polars as pl

from safeboard.intake.expected import Expected
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.reading.columns import about_columns, read_columns
from safeboard.intake.reading.outline import CountsSheet, Outline
from safeboard.intake.reading.rows import PLACE, about_labels, about_rows, read_rows
from safeboard.intake.workbook.lengths import longer_rows
from safeboard.vocabulary.period import Period

__all__ = ["PLACE", "Table", "read_table"]


@dataclass(frozen=True)
class Table:
    """What the rows and columns mean, and everything wrong with that.

    `rows` has row, PLACE, place (its number among those expected) and problem; `columns` has
    column, period and problem. `problem` is the check that a row or column failed, null where it
    can be read; what it counts may then be null. `groups` are the cells that head several columns.
    """

    sheet: str
    outline: Outline
    rows: pl.DataFrame
    columns: pl.DataFrame
    findings: tuple[Finding, ...]
    groups: frozenset[str]

    @property
    def good_rows(self) -> pl.DataFrame:
        """Return the rows that can be read: row and place."""
        return _good(self.rows).select("row", "place")

    @property
    def long_rows(self) -> pl.DataFrame:
        """Return the rows that are longer than the headings: row and place."""
        return self.rows.filter(problem="row-too-long").select("row", "place")

    @property
    def good_columns(self) -> pl.DataFrame:
        """Return the columns that can be read: column and period."""
        return _good(self.columns).select("column", "period")


def read_table(sheet: CountsSheet, asked: Expected, within: Period) -> Table:
    """Return what the table's rows and columns mean, beside what is asked.

    `within` is the period of the return. A row or column for nothing that is asked is only queried
    where everything that is asked has its own: then no count can be hidden in it.
    """
    outline = sheet.outline
    columns, groups = read_columns(sheet.cells, outline, asked.periods, within)
    rows = read_rows(sheet.cells, outline, columns["column"].to_list(), asked.places)
    longer = pl.col("row").is_in(longer_rows(sheet.cells, sheet.lengths, outline.heading_rows))
    too_long = pl.when(longer).then(pl.lit("row-too-long"))
    rows = rows.with_columns(pl.coalesce("problem", too_long).alias("problem"))
    has_rows = _good(rows).height == asked.places.height
    has_columns = asked.periods.join(_good(columns), on="period", how="anti").is_empty()
    beyond = Severity.QUERY if has_rows and has_columns else Severity.ERROR
    return Table(
        sheet.name,
        outline,
        rows.select("row", *PLACE, "place", "problem"),
        columns.select("column", "period", "problem"),
        (
            *about_rows(sheet, rows, asked.places, beyond),
            *about_labels(sheet.name, rows, outline),
            *about_columns(sheet, columns, asked.periods, beyond),
        ),
        groups,
    )


def _good(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("problem").is_null())
