"""The entries on a sheet of counts: what was typed in each cell, and whether it is a count."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import polars as pl

from safeboard.intake.expected import Expected
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.reading.answer import PROBLEMS, in_words, read_answers
from safeboard.intake.reading.strays import about_strays
from safeboard.intake.reading.table import Table
from safeboard.intake.submission import CODED
from safeboard.intake.template import sheets
from safeboard.intake.template.sheets import plain, plain_column

TYPED = pl.Schema(
    {
        "row": pl.Int64(),
        "column": pl.Int64(),
        "cell": pl.String(),
        "text": pl.String(),
        "problem": pl.Categorical(),
        **{name: CODED[name] for name in ("item", "dimension", "category", "period")},
        **{name: CODED[name] for name in ("value", "state", "definition")},
    }
)
"""What was typed in one cell, and what it counts. `definition` is that of EXPECTED.

`problem` is the check that the cell failed, or its row or column did; null for a count that can be
stored, and only for that are item, period and `state` (a CountState) certain to be there. `value`
is null where the state is no number.
"""


@dataclass(frozen=True)
class Entries:
    """Each cell of a sheet that is not blank and not its own words.

    `counts` can be stored, and `wrong` cannot. They stand in the table of counts, and are TYPED,
    without what says nothing of a good count. `strays`, which are CELLS, stand where nothing is
    read.
    """

    counts: pl.DataFrame
    wrong: pl.DataFrame
    strays: pl.DataFrame

    @property
    def number(self) -> int:
        """Return how many there are."""
        return self.counts.height + self.wrong.height + self.strays.height

    @property
    def answers(self) -> pl.DataFrame:
        """Return the row and column of each that answers what is asked, be it wrong or not."""
        placed = self.wrong.filter(pl.col("problem").is_in([*PROBLEMS]))
        return pl.concat(each.select("row", "column") for each in (self.counts, placed))


_FIXED = [plain(text) for text in (sheets.COUNTS_TITLE, sheets.COUNTS_HINT, sheets.PERIOD_CODES)]

_NOT_COLLECTED = (
    "this item is not counted for this period. Move the count to a white cell of its row, "
    "or clear the cell."
)


def read_entries(
    cells: pl.DataFrame, table: Table, asked: Expected, own_cells: Collection[str]
) -> Entries:
    """Return every entry on the sheet with what it counts.

    `own_cells` hold the lines at the top.
    """
    row, column = pl.col("row"), pl.col("column")
    heading_row, keys = table.outline.heading_row, list(table.outline.keys.values())
    above = cells.filter(row <= heading_row).filter(~_is_own(table, own_cells))
    below = row > heading_row
    is_read = column.is_in(table.columns["column"].to_list())
    is_read |= row.is_in(table.long_rows["row"].to_list())
    is_read &= ~column.is_in(keys)
    typed = _read_counts(cells.filter(below & is_read), table, asked)
    is_good = typed["problem"].is_null()
    return Entries(
        counts=(typed if is_good.all() else typed.filter(is_good)).drop("text", "problem"),
        wrong=typed.filter(~is_good),
        strays=pl.concat([above, cells.filter(below & ~is_read & ~column.is_in(keys))]),
    )


def _read_counts(cells: pl.DataFrame, table: Table, asked: Expected) -> pl.DataFrame:
    """Return the cells of the table of counts with what each says, and of what: TYPED."""
    items, periods = _numbered(asked.periods, "item"), _numbered(asked.periods, "period")
    rows = table.rows.rename({"problem": "row_problem"}).join(items, on="item", how="left")
    columns = table.columns.rename({"problem": "column_problem"})
    pair = pl.col("item_number") * periods.height + pl.col("period_number")
    definitions = asked.periods.join(items, on="item").join(periods, on="period")
    # The cells of a row follow one another, so that there are far fewer rows to look up.
    row = cells["row"]
    of_row = _known_of(row.rle().struct.field("value").alias("row"), rows)[row.rle_id()]
    of_column = _known_of(cells["column"], columns.join(periods, on="period", how="left"))
    of_both = pl.concat([of_row, of_column], how="horizontal")
    pairs = of_both.select(pair.alias("pair")).to_series()
    definition = _known_of(pairs, definitions.select(pair.alias("pair"), "definition"))
    typed = read_answers(cells).hstack([*of_both.drop("row", "column"), definition["definition"]])
    problem = pl.coalesce(_misplaced(), "problem").alias("problem")
    return typed.with_columns(problem).select(TYPED.names())


def _known_of(numbers: pl.Series, known: pl.DataFrame) -> pl.DataFrame:
    """Return what is known by each number, as categories; null where nothing is."""
    coded = known.with_columns(pl.col(pl.String).cast(pl.Categorical()))
    return numbers.to_frame().join(coded, on=numbers.name, how="left", maintain_order="left")


def _numbered(periods: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return each item or period once, with a number: those are found sooner than texts."""
    each = periods.select(pl.col(name).unique(maintain_order=True))
    return each.with_columns(pl.int_range(pl.len()).alias(f"{name}_number"))


def about_entries(sheet: str, entries: Entries) -> Iterator[Finding]:
    """Find each entry that is not a count; those of a bad row or column are found with it."""
    yield from about_strays(sheet, entries.strays)
    told = ["not-collected", *PROBLEMS]
    for entry in entries.wrong.filter(pl.col("problem").is_in(told)).iter_rows(named=True):
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
    top = pl.col("cell").is_in([*own_cells, *table.groups])
    return headings | fixed | top


def _misplaced() -> pl.Expr:
    """Return why an entry cannot be a count where it stands, or null."""
    is_not_asked = pl.col("definition").is_null()
    not_collected = pl.when(is_not_asked).then(pl.lit("not-collected"))
    return pl.coalesce("row_problem", "column_problem", not_collected)
