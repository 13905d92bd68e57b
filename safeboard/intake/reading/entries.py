"""The entries on a sheet of counts: what was typed in each cell, and whether it is a count."""

from collections.abc import Collection, Iterator

import polars as pl

from safeboard.intake.finding import Finding, Severity
from safeboard.intake.reading.answer import PROBLEMS, in_words, read_answers
from safeboard.intake.reading.strays import about_strays
from safeboard.intake.reading.table import PLACE, Table
from safeboard.intake.template import sheets
from safeboard.intake.template.sheets import plain, plain_column

ENTRIES = pl.Schema(
    {
        "row": pl.Int64,
        "column": pl.Int64,
        "cell": pl.String,
        "text": pl.String,
        "item": pl.String,
        "dimension": pl.String,
        "category": pl.String,
        "period": pl.String,
        "value": pl.Int64,
        "state": pl.String,
        "problem": pl.String,
    }
)
"""One row for each cell of the sheet that is not blank and not its own words.

`problem` is the check that a cell failed, or its row or column did; null for a count that can be
stored, and only for that are item, period and `state` (a CountState) certain to be there. `value`
is null where the state is no number.
"""

_FIXED = [plain(text) for text in (sheets.COUNTS_TITLE, sheets.COUNTS_HINT, sheets.PERIOD_CODES)]

_NOT_COLLECTED = (
    "this item is not counted for this period. Move the count to a white cell of its row, "
    "or clear the cell."
)


def read_entries(
    cells: pl.DataFrame, table: Table, asked: pl.DataFrame, own_cells: Collection[str]
) -> pl.DataFrame:
    """Return every entry on the sheet with what it counts: ENTRIES.

    `asked` is EXPECTED; `own_cells` hold the lines at the top.
    """
    return (
        cells.filter(~_is_own(table, own_cells))
        .join(table.rows.rename({"problem": "row_problem"}), on="row", how="left")
        .join(table.columns.rename({"problem": "column_problem"}), on="column", how="left")
        .join(
            asked.select(*PLACE, "period", pl.lit(True).alias("is_asked")),
            on=[*PLACE, "period"],
            how="left",
        )
        .pipe(read_answers)
        .with_columns(pl.coalesce(_misplaced(table), "problem").alias("problem"))
        .with_columns(pl.when(pl.col("problem").is_null()).then(pl.col("state", "value")))
        .sort("row", "column")
        .select(ENTRIES.names())
    )


def about_entries(sheet: str, entries: pl.DataFrame) -> Iterator[Finding]:
    """Find each entry that is not a count; those of a bad row or column are found with it."""
    yield from about_strays(sheet, entries.filter(problem="stray"))
    told = ["not-collected", *PROBLEMS]
    for entry in entries.filter(pl.col("problem").is_in(told)).iter_rows(named=True):
        check, is_placed = entry["problem"], entry["problem"] in PROBLEMS
        message = in_words(check, entry["text"]) if is_placed else _NOT_COLLECTED
        yield Finding(Severity.ERROR, check, sheet, entry["cell"], message)


def _is_own(table: Table, own_cells: Collection[str]) -> pl.Expr:
    """Tell whether a cell holds the sheet's own words: its top, its headings, its row labels."""
    row, outline = pl.col("row"), table.outline
    in_keys = pl.col("column").is_in(list(outline.keys.values()))
    labels = row.is_in(table.rows["row"].to_list()) & in_keys
    has_heading = pl.col("column").is_in(table.columns["column"].to_list())
    headings = row.is_in(outline.heading_rows) & has_heading
    headings |= (row == outline.heading_row) & in_keys
    fixed = (row <= outline.heading_row) & plain_column("text").is_in(_FIXED)
    top = pl.col("cell").is_in(list(own_cells))
    return labels | headings | fixed | top


def _misplaced(table: Table) -> pl.Expr:
    """Return why an entry cannot be a count where it stands, or null."""
    in_table = pl.col("row").is_in(table.rows["row"].to_list())
    in_table &= pl.col("column").is_in(table.columns["column"].to_list())
    return pl.coalesce(
        pl.when(~in_table).then(pl.lit("stray")),
        "row_problem",
        "column_problem",
        pl.when(pl.col("is_asked").is_null()).then(pl.lit("not-collected")),
    )
