"""The table on the sheet Counts: which row counts what, and which column is for which period."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from safeboard.intake.address import column_letters, range_name
from safeboard.intake.expected import period_labels
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.template.sheets import COUNTS, KEYS, plain, plain_column

PLACE = ["item", "dimension", "category"]
"""What a row counts: an item's total, or one category of one breakdown."""


@dataclass(frozen=True)
class Table:
    """What the rows and columns mean, and everything wrong with that.

    `rows` has row, PLACE and problem; `columns` has column, period and problem. `problem` is the
    check that a row or column failed, null where it can be read; PLACE and period may then be null.
    """

    heading_row: int
    rows: pl.DataFrame
    columns: pl.DataFrame
    findings: tuple[Finding, ...]

    @property
    def good_rows(self) -> pl.DataFrame:
        """Return the rows that can be read: row and PLACE."""
        return self.rows.filter(pl.col("problem").is_null()).select("row", *PLACE)

    @property
    def good_columns(self) -> pl.DataFrame:
        """Return the columns that can be read: column and period."""
        return self.columns.filter(pl.col("problem").is_null()).select("column", "period")


def find_heading_row(cells: pl.DataFrame) -> int | None:
    """Return the row of the table's headings, if the sheet has it."""
    found = cells.filter(pl.col("column") == 1, plain_column("text") == plain(KEYS[0]))
    return found["row"].item(0) if found.height else None


def read_table(cells: pl.DataFrame, heading_row: int, asked: pl.DataFrame) -> Table:
    """Return what the table's rows and columns mean, beside what is asked: EXPECTED."""
    rows = _rows(cells.filter(pl.col("row") > heading_row), asked)
    columns = _columns(cells.filter(pl.col("row") >= heading_row - 1), heading_row, asked)
    return Table(
        heading_row,
        rows.select("row", *PLACE, "problem"),
        columns.select("column", "period", "problem"),
        (*_about_rows(rows, asked), *_about_labels(rows), *_about_columns(columns, asked)),
    )


def _rows(below: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Return each row that has a code, with what it counts and its `problem`."""
    keys = ["item_key", "dimension_key", "category_key"]
    rows = below.filter(pl.col("column") == 1).select(
        "row", pl.col("text").str.strip_chars().alias("code"), plain_column("text").alias(keys[0])
    )
    for column, name in ((2, "label_key"), (3, keys[1]), (4, keys[2])):
        texts = below.filter(pl.col("column") == column)
        rows = rows.join(
            texts.select("row", plain_column("text").alias(name)), on="row", how="left"
        )
    last = below.group_by("row").agg(pl.col("column").max().alias("last_column"))
    asked_items = asked["item"].unique().to_list()
    return (
        rows.join(last, on="row")
        .with_columns(pl.col("label_key", *keys).fill_null(""))
        .join(_row_keys(asked), on=keys, how="left")
        .sort("row")
        .with_columns(pl.col("row").min().over(PLACE).alias("first_row"))
        .with_columns(
            pl.when(~pl.col("item_key").is_in(asked_items))
            .then(pl.lit("unknown-item"))
            .when(pl.col("item").is_null())
            .then(pl.lit("unknown-category"))
            .when(pl.col("row") > pl.col("first_row"))
            .then(pl.lit("same-item-twice"))
            .alias("problem")
        )
    )


def _row_keys(asked: pl.DataFrame) -> pl.DataFrame:
    """Return the texts by which a row may say what it counts: labels, or the catalogue's codes."""
    places = asked.select(*PLACE, "row_label", "item_label", "dimension_label", "category_label")
    places = places.unique(PLACE, keep="first", maintain_order=True)
    by_label = places.with_columns(
        plain_column("dimension_label").alias("dimension_key"),
        plain_column("category_label").alias("category_key"),
    )
    by_code = places.with_columns(
        pl.col("dimension").alias("dimension_key"), pl.col("category").alias("category_key")
    )
    keys = ["item_key", "dimension_key", "category_key"]
    both = pl.concat([by_label, by_code]).with_columns(plain_column("item").alias("item_key"))
    return both.unique(keys, keep="first", maintain_order=True).select(
        *keys, *PLACE, "item_label", "row_label"
    )


def _columns(cells: pl.DataFrame, heading_row: int, asked: pl.DataFrame) -> pl.DataFrame:
    """Return each column that has a heading, with its period and its `problem`."""
    beside = cells.filter(pl.col("column") > len(KEYS))
    headings = beside.filter(pl.col("row") <= heading_row).with_columns(plain_column("text"))
    periods = asked.select("period", "period_label").unique(maintain_order=True)
    by_code = periods.select(plain_column("period").alias("code"), "period")
    by_name = periods.select(
        plain_column("period_label").alias("name"), pl.col("period").alias("named_period")
    )
    of_row = headings.filter
    return (
        headings.select("column")
        .unique()
        .join(
            of_row(pl.col("row") < heading_row).select("column", code="text"),
            on="column",
            how="left",
        )
        .join(
            of_row(pl.col("row") == heading_row).select("column", name="text"),
            on="column",
            how="left",
        )
        .join(by_code, on="code", how="left")
        .join(by_name, on="name", how="left")
        .join(_extent(beside), on="column")
        .with_columns(
            pl.when(pl.col("code").is_null())
            .then("named_period")
            .otherwise("period")
            .alias("period")
        )
        .sort("column")
        .with_columns(pl.col("column").min().over("period").alias("first_column"))
        .with_columns(_column_problem().alias("problem"))
    )


def _column_problem() -> pl.Expr:
    named = pl.col("name").is_not_null()
    return (
        pl.when(pl.col("period").is_null())
        .then(pl.lit("unknown-period"))
        .when(named & pl.col("named_period").ne_missing(pl.col("period")))
        .then(pl.lit("headings-disagree"))
        .when(pl.col("column") > pl.col("first_column"))
        .then(pl.lit("same-period-twice"))
    )


def _extent(beside: pl.DataFrame) -> pl.DataFrame:
    return beside.group_by("column").agg(
        pl.col("row").min().alias("top"), pl.col("row").max().alias("bottom")
    )


def _about_rows(rows: pl.DataFrame, asked: pl.DataFrame) -> Iterator[Finding]:
    """Find each row that cannot be read, as one range with all its counts."""
    for row in rows.filter(pl.col("problem").is_not_null()).iter_rows(named=True):
        if row["problem"] == "unknown-item":
            message = (
                f"'{row['code'][:40]}' is not an item of this return. "
                "Correct its code from the template, or take the row out."
            )
        elif row["problem"] == "unknown-category":
            of_item = asked.filter(pl.col("item") == row["item_key"], pl.col("category") != "")
            labels = ", ".join(of_item["category_label"].unique(maintain_order=True))
            message = (
                "this row names a breakdown and category that its item does not have. "
                + (f"It has: {labels}. " if labels else "It has none. ")
                + "Correct the category, or take the row out."
            )
        else:
            message = f"row {row['first_row']} counts the same. Keep one of the two."
        cells = range_name((row["row"], 1), (row["row"], row["last_column"]))
        yield Finding(Severity.ERROR, row["problem"], COUNTS, cells, message)


def _about_labels(rows: pl.DataFrame) -> Iterator[Finding]:
    """Query a row whose label is not its code's: perhaps the counts are another item's."""
    expected = pl.concat_list(plain_column("item_label"), plain_column("row_label"))
    differs = (pl.col("label_key") != "") & ~pl.col("label_key").is_in(expected)
    for row in rows.filter(pl.col("problem").is_null() & differs).iter_rows(named=True):
        message = (
            f"by its code this row is '{row['item_label']}', and its label says otherwise. "
            "We go by the code: check that its counts are in the right row."
        )
        yield Finding(Severity.QUERY, "label-differs", COUNTS, f"B{row['row']}", message)


def _about_columns(columns: pl.DataFrame, asked: pl.DataFrame) -> Iterator[Finding]:
    """Find each column that cannot be read, as one range with all its counts."""
    known = period_labels(asked)
    for column in columns.filter(pl.col("problem").is_not_null()).iter_rows(named=True):
        if column["problem"] == "unknown-period":
            message = (
                f"the heading is not a period of this return. It has: {known}. "
                "Correct the heading, or take the column out."
            )
        elif column["problem"] == "headings-disagree":
            message = (
                "the code of the period and the heading below it are not the same period. "
                "Correct the one that is wrong."
            )
        else:
            letters = column_letters(column["first_column"])
            message = f"column {letters} is for the same period. Keep one of the two."
        last = (column["bottom"], column["column"])
        cells = range_name((column["top"], column["column"]), last)
        yield Finding(Severity.ERROR, column["problem"], COUNTS, cells, message)
