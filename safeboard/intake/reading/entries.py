"""The entries on a sheet of counts: what was typed in each cell, and whether it is a count."""

from collections.abc import Collection, Iterator

import polars as pl

from safeboard.intake.expected import totals_of
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.reading.answer import PROBLEMS, in_words, read_answers
from safeboard.intake.reading.strays import about_strays
from safeboard.intake.reading.table import Table
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
        "definition": pl.String,
    }
)
"""One row for each cell of the sheet that is not blank and not its own words.

`problem` is the check that a cell failed, or its row or column did; null for a count that can be
stored, and only for that are item, period and `state` (a CountState) certain to be there. `value`
is null where the state is no number. `definition` is that of EXPECTED.
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
    row, column = pl.col("row"), pl.col("column")
    heading_row, keys = table.outline.heading_row, list(table.outline.keys.values())
    above = cells.filter(row <= heading_row).filter(~_is_own(table, own_cells))
    below = cells.filter(row > heading_row, ~column.is_in(keys))
    is_read = below["column"].is_in(table.columns["column"].to_list())
    is_read |= below["row"].is_in(table.long_rows["row"].to_list())
    strays = pl.concat([above, below.filter(~is_read)]).with_columns(problem=pl.lit("stray"))
    counts = _read_counts(below.filter(is_read), table, asked)
    if strays.is_empty():
        return counts
    return pl.concat([counts, strays.select(_or_null(strays))]).sort("row", "column")


def _read_counts(cells: pl.DataFrame, table: Table, asked: pl.DataFrame) -> pl.DataFrame:
    """Return the cells of the table of counts with what each says, and of what: ENTRIES."""
    totals = totals_of(asked)
    items, periods = _numbered(totals, "item"), _numbered(totals, "period")
    rows = table.rows.rename({"problem": "row_problem"})
    columns = table.columns.rename({"problem": "column_problem"})
    pair = pl.col("item_number") * periods.height + pl.col("period_number")
    definitions = totals.join(items, on="item").join(periods, on="period")
    return (
        cells.pipe(_beside, rows.join(items, on="item", how="left"), "row")
        .pipe(_beside, columns.join(periods, on="period", how="left"), "column")
        .with_columns(pair.alias("pair"))
        .pipe(_beside, definitions.select(pair.alias("pair"), "definition"), "pair")
        .pipe(read_answers)
        .with_columns(pl.coalesce(_misplaced(), "problem").alias("problem"))
        .with_columns(pl.when(pl.col("problem").is_null()).then(pl.col("state", "value")))
        .select(ENTRIES.names())
    )


def _beside(cells: pl.DataFrame, known: pl.DataFrame, number: str) -> pl.DataFrame:
    """Return cells with what is known by a number of theirs, null where nothing is."""
    return cells.join(known, on=number, how="left", maintain_order="left")


def _numbered(totals: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return each item or period once, with a number: those are found sooner than texts."""
    each = totals.select(pl.col(name).unique(maintain_order=True))
    return each.with_columns(pl.int_range(pl.len()).alias(f"{name}_number"))


def _or_null(cells: pl.DataFrame) -> list[pl.Expr]:
    """Return the columns of ENTRIES, null where cells do not have them."""
    return [
        pl.col(name) if name in cells.columns else pl.lit(None, kind).alias(name)
        for name, kind in ENTRIES.items()
    ]


def about_entries(sheet: str, entries: pl.DataFrame) -> Iterator[Finding]:
    """Find each entry that is not a count; those of a bad row or column are found with it."""
    yield from about_strays(sheet, entries.filter(problem="stray"))
    told = ["not-collected", *PROBLEMS]
    for entry in entries.filter(pl.col("problem").is_in(told)).iter_rows(named=True):
        check, is_placed = entry["problem"], entry["problem"] in PROBLEMS
        message = in_words(check, entry["text"]) if is_placed else _NOT_COLLECTED
        yield Finding(Severity.ERROR, check, sheet, entry["cell"], message)


def _is_own(table: Table, own_cells: Collection[str]) -> pl.Expr:
    """Tell whether a cell above the counts holds the sheet's own words: its top, its headings."""
    row, outline = pl.col("row"), table.outline
    in_keys = pl.col("column").is_in(list(outline.keys.values()))
    has_heading = pl.col("column").is_in(table.columns["column"].to_list())
    headings = row.is_in(outline.heading_rows) & has_heading
    headings |= (row == outline.heading_row) & in_keys
    fixed = plain_column("text").is_in(_FIXED)
    top = pl.col("cell").is_in(list(own_cells))
    return headings | fixed | top


def _misplaced() -> pl.Expr:
    """Return why an entry cannot be a count where it stands, or null."""
    is_not_asked = pl.col("definition").is_null()
    not_collected = pl.when(is_not_asked).then(pl.lit("not-collected"))
    return pl.coalesce("row_problem", "column_problem", not_collected)
