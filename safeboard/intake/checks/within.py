"""The checks on counts that can be read: is each there, and do they fit together."""

from collections.abc import Iterator, Mapping

import polars as pl

from safeboard.catalogue.item import Item
from safeboard.intake.address import cell_name
from safeboard.intake.checks.history import subject_of
from safeboard.intake.expected import numbered_places, places_of
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.reading.table import PLACE, Table
from safeboard.intake.template.sheets import CHOICES_IN_WORDS
from safeboard.intake.workbook.refusal import LAST_COLUMN


def missing(asked: pl.DataFrame, entries: pl.DataFrame, table: Table) -> Iterator[Finding]:
    """Find each count that is asked for and not answered.

    `asked` is EXPECTED, `entries` ENTRIES. An entry that is wrong is found elsewhere. The
    categories of an optional breakdown may all be blank.
    """
    at = _not_filled(asked, entries, table).join(
        table.long_rows, on=PLACE, how="anti", maintain_order="left"
    )
    at = at.filter(~pl.col("optional") | pl.col("is_begun"))
    yield from _missing_rows(table.sheet, at.filter(pl.col("row").is_null(), ~pl.col("optional")))
    there = at.filter(pl.col("row").is_not_null() | pl.col("optional"))
    yield from _missing_columns(table.sheet, there.filter(pl.col("column").is_null()))
    for blank in there.filter(pl.col("column").is_not_null()).iter_rows(named=True):
        yield _blank(table.sheet, blank)


def _not_filled(asked: pl.DataFrame, entries: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return each count without an entry: EXPECTED, its row and column as far as they are there.

    `is_begun` tells whether another category of its breakdown has an entry for the period.
    """
    rows = places_of(asked).join(table.good_rows, on=PLACE, how="left", maintain_order="left")[
        "row"
    ]
    placed = asked.with_columns(rows.gather(numbered_places(asked)).alias("row")).join(
        table.good_columns, on="period", how="left", maintain_order="left"
    )
    place = pl.col("row") * (LAST_COLUMN + 1) + pl.col("column")
    at, filled = placed.select(place).to_series(), entries.select(place).to_series()
    is_filled = at.is_in(filled.implode()).fill_null(value=False)
    blank = placed.filter(~is_filled)
    breakdown = ["item", "dimension", "period"]
    begun = placed.filter(is_filled & placed["optional"]).select(breakdown).unique()
    return blank.join(
        begun.with_columns(is_begun=True), on=breakdown, how="left", maintain_order="left"
    ).with_columns(pl.col("is_begun").fill_null(value=False))


def _missing_rows(sheet: str, rows: pl.DataFrame) -> Iterator[Finding]:
    for row in rows.unique(PLACE, keep="first", maintain_order=True).iter_rows(named=True):
        message = (
            f"there is no row for {_in_words(row)}. "
            "Copy your counts into the template as it was sent."
        )
        yield Finding(Severity.ERROR, "missing-row", sheet, "", message)


def _missing_columns(sheet: str, columns: pl.DataFrame) -> Iterator[Finding]:
    for label in columns["period_label"].unique(maintain_order=True):
        message = (
            f"there is no column for {label}. Copy your counts into the template as it was sent."
        )
        yield Finding(Severity.ERROR, "missing-column", sheet, "", message)


def _blank(sheet: str, blank: Mapping[str, object]) -> Finding:
    """Return the finding about a count that is blank."""
    what = f"{_in_words(blank)} for {blank['period_label']}"
    if blank["optional"]:
        message = (
            f"{what} is blank, and others of its breakdown are not. "
            "Fill in all of that breakdown for the period, or leave all of it blank."
        )
        check = "incomplete-breakdown"
    else:
        message = f"{what} is blank. Write a whole number, or the words {CHOICES_IN_WORDS}."
        check = "missing"
    row, column = blank["row"], blank["column"]
    cell = cell_name(row, column) if isinstance(row, int) and isinstance(column, int) else ""
    return Finding(Severity.ERROR, check, sheet, cell, message)


def totals_unlike_parts(asked: pl.DataFrame, counts: pl.DataFrame) -> Iterator[Finding]:
    """Find each total that is not the sum of a breakdown's categories, if all are numbers."""
    number = counts.filter(pl.col("value").is_not_null())
    categories = places_of(asked).filter(pl.col("category") != "")
    breakdowns = categories.group_by("item", "dimension", maintain_order=True).agg(
        pl.col("dimension_label").first(), pl.len().alias("categories")
    )
    parts = (
        number.filter(pl.col("category") != "")
        .group_by("item", "dimension", "period", maintain_order=True)
        .agg(pl.col("value").sum().alias("sum"), pl.len().alias("numbers"))
        .join(breakdowns, on=["item", "dimension"], maintain_order="left")
        .filter(pl.col("numbers") == pl.col("categories"))
    )
    totals = number.filter(pl.col("category") == "").select(
        "item", "period", "value", "sheet", "cell"
    )
    unlike = parts.join(totals, on=["item", "period"], maintain_order="left").filter(
        pl.col("value") != pl.col("sum")
    )
    for row in unlike.iter_rows(named=True):
        message = (
            f"this total ({row['value']:,}) is not the sum of its categories by "
            f"'{row['dimension_label']}' ({row['sum']:,}). Correct the total or the categories."
        )
        yield Finding(Severity.ERROR, "total-unlike-parts", row["sheet"], row["cell"], message)


def parts_over_wholes(items: Mapping[str, Item], counts: pl.DataFrame) -> Iterator[Finding]:
    """Query each count that is larger than one that contains it, of the same period and category.

    `counts` is COUNTS.
    """
    pairs = [(item.code, whole) for item in items.values() for whole in item.wholes]
    schema = {"item": pl.String, "whole": pl.String}
    number = counts.filter(pl.col("value").is_not_null())
    same = ["area", "period", "dimension", "category"]
    is_whole = pl.col("item").is_in(list({whole for _, whole in pairs}))
    wholes = number.filter(is_whole).select(
        pl.col("item").alias("whole"), *same, "value", "sheet", "cell"
    )
    over = (
        number.join(pl.DataFrame(pairs, schema=schema, orient="row"), on="item")
        .join(wholes, on=["whole", *same], suffix="_of_whole")
        .filter(pl.col("value") > pl.col("value_of_whole"))
        .sort("item", *same, "whole")
    )
    for row in over.iter_rows(named=True):
        elsewhere = row["sheet_of_whole"] != row["sheet"]
        whole_at = f"{row['sheet_of_whole']}!" * elsewhere + row["cell_of_whole"]
        message = (
            f"this count ({row['value']:,}) is larger than the count it is part of: "
            f"'{items[row['whole']].label}', {row['value_of_whole']:,} in {whole_at}. "
            "Correct one of them, or say in a note on this count why it is larger."
        )
        place, about = (row["sheet"], row["cell"]), subject_of(row)
        yield Finding(Severity.QUERY, "part-over-whole", *place, message, about=about)


def _in_words(row: Mapping[str, object]) -> str:
    """Return what a row counts: an item, or one category of it."""
    if not row["category"]:
        return f"'{row['item_label']}'"
    return f"'{row['item_label']}' by '{row['dimension_label']}': '{row['category_label']}'"
