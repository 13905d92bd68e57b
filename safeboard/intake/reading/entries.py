"""The entries on the sheet Counts: what was typed in each cell, and whether it is a count."""

from collections.abc import Collection, Iterator

import polars as pl

from safeboard.intake.finding import Finding, Severity
from safeboard.intake.reading.table import PLACE, Table
from safeboard.intake.template import sheets
from safeboard.intake.template.sheets import COUNTS, KEYS, plain, plain_column
from safeboard.intake.workbook.cells import CellKind
from safeboard.vocabulary.item import CountState

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
"""One row for each cell of Counts that is not blank and not the sheet's own words.

`problem` is the check that a cell failed, or its row or column did; null for a count that can be
stored, and only for that are item, period and `state` (a CountState) certain to be there. `value`
is null where the state is no number.
"""

_LARGEST = 999_999_999
_WHOLE = r"^[-−]?(?:[0-9]{1,15}|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.0)?$"
_DECIMAL = r"^[-−]?[0-9]+\.[0-9]+$"

_FIXED = [
    plain(text)
    for text in (sheets.COUNTS_TITLE, sheets.COUNTS_HINT, sheets.PERIOD_CODES, *sheets.KEYS)
]

_ALLOWED = f"a whole number or the words {sheets.CHOICES_IN_WORDS}"

_MESSAGES = {
    "stray": (
        "this stands outside the cells that are read, so nothing was done with it. "
        "Move it to where it belongs, or clear the cell."
    ),
    "not-a-count": (
        f"this is not {_ALLOWED}. Write one of those, and anything else on the sheet "
        f"'{sheets.NOTES}'."
    ),
    "date-for-count": (
        "this is a date and not a count. Clear the cell, set its format to a number, "
        "and type the count again."
    ),
    "error-cell": (
        "this cell shows an error ({text}) in place of a count. "
        "Mend its formula, or type the count."
    ),
    "formula-without-result": (
        "this cell holds a formula whose result was not saved. "
        "Open and save the workbook in a spreadsheet program, or type the count."
    ),
    "negative": f"this count ({{text}}) is below 0. Write {_ALLOWED}.",
    "fractional": (
        "this count ({text}) is not written as a whole number. Write how many there were, "
        "not a share or an average."
    ),
    "too-large": "this count ({text}) is larger than any count can be. Correct it.",
    "not-collected": (
        "this item is not counted for this period. Move the count to a white cell of its row, "
        "or clear the cell."
    ),
}


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
        .with_columns(_number().alias("parsed"), plain_column("text").alias("key"))
        .with_columns(_problem(table).alias("problem"))
        .with_columns(_state().alias("state"))
        .with_columns(_value().alias("value"))
        .sort("row", "column")
        .select(ENTRIES.names())
    )


def about_entries(entries: pl.DataFrame) -> Iterator[Finding]:
    """Find each entry that is not a count; those of a bad row or column are found with it."""
    for entry in entries.filter(pl.col("problem").is_in(list(_MESSAGES))).iter_rows(named=True):
        check = entry["problem"]
        severity = Severity.QUERY if check == "stray" else Severity.ERROR
        message = _MESSAGES[check].format(text=entry["text"].strip())
        yield Finding(severity, check, COUNTS, entry["cell"], message)


def _is_own(table: Table, own_cells: Collection[str]) -> pl.Expr:
    """Tell whether a cell holds the sheet's own words: its top, its headings, its row labels."""
    row, column = pl.col("row"), pl.col("column")
    labels = row.is_in(table.rows["row"].to_list()) & (column <= len(KEYS))
    headings = row.is_between(table.heading_row - 1, table.heading_row) & (column > len(KEYS))
    fixed = (row <= table.heading_row) & plain_column("text").is_in(_FIXED)
    top = pl.col("cell").is_in(list(own_cells))
    return labels | headings | fixed | top


def _number() -> pl.Expr:
    """Return what a cell says as a number: typed as one, or as a text that can only mean one."""
    said = pl.col("text").str.strip_chars()
    digits = said.str.replace_all(",", "").str.replace("−", "-", literal=True)
    is_number = said.str.contains(_WHOLE) | said.str.contains(_DECIMAL)
    as_text = pl.when(is_number).then(digits.cast(pl.Float64, strict=False))
    return pl.when(pl.col("kind") == CellKind.TEXT).then(as_text).otherwise("number")


def _problem(table: Table) -> pl.Expr:
    """Return the first check that an entry fails, or null."""
    kind, parsed, is_text = pl.col("kind"), pl.col("parsed"), pl.col("kind") == CellKind.TEXT
    in_table = pl.col("row").is_in(table.rows["row"].to_list())
    in_table &= pl.col("column").is_in(table.columns["column"].to_list())
    decimal_text = is_text & ~pl.col("text").str.strip_chars().str.contains(_WHOLE)
    choices = [each.value for each in sheets.CHOICES]
    checks = [
        (kind == CellKind.ERROR, "error-cell"),
        (kind == CellKind.FORMULA, "formula-without-result"),
        (kind == CellKind.DATE, "date-for-count"),
        (kind == CellKind.TRUTH, "not-a-count"),
        (is_text & parsed.is_null() & ~pl.col("key").is_in(choices), "not-a-count"),
        (parsed < 0, "negative"),
        ((parsed % 1 != 0) | (decimal_text & parsed.is_not_null()), "fractional"),
        (parsed > _LARGEST, "too-large"),
    ]
    of_cell = pl.coalesce(pl.when(fails).then(pl.lit(check)) for fails, check in checks)
    placed = pl.coalesce(
        pl.when(~in_table).then(pl.lit("stray")),
        "row_problem",
        "column_problem",
        pl.when(pl.col("is_asked").is_null()).then(pl.lit("not-collected")),
    )
    return pl.coalesce(placed, of_cell)


def _state() -> pl.Expr:
    """Return what an entry says of a count; null where it is no count."""
    counted = pl.when(pl.col("parsed").is_not_null()).then(pl.lit(CountState.COUNTED.value))
    return pl.when(pl.col("problem").is_null()).then(counted.otherwise("key"))


def _value() -> pl.Expr:
    """Return the number that an entry counts; *none* is a true 0."""
    counted = pl.when(pl.col("state") == CountState.COUNTED).then(pl.col("parsed"))
    none = pl.when(pl.col("state") == CountState.NONE).then(0.0)
    return pl.coalesce(counted, none).cast(pl.Int64)
