"""What a workbook should have answered, by what is asked of its agency, and has not."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from safeboard.intake.finding import Finding, Severity
from safeboard.intake.layouts.through import WHOLE_PLACE, ReadThrough
from safeboard.intake.submission import COUNTS
from safeboard.intake.template.sheets import CHOICES_IN_WORDS


def absent_counts(read: ReadThrough, absent: Mapping[str, str]) -> pl.DataFrame:
    """Return what is said of the counts that a workbook never has: COUNTS, without a cell."""
    states = pl.DataFrame(
        list(absent.items()), schema={"item": pl.String, "state": pl.String}, orient="row"
    )
    return (
        read.asked.filter(~pl.col("optional"))
        .join(states, on="item", maintain_order="left")
        .with_columns(
            pl.lit(None, dtype=pl.Int64).alias("value"),
            *(pl.lit("").alias(name) for name in ("flag", "sheet", "cell")),
        )
        .select(COUNTS.names())
        .cast(COUNTS)
    )


def about_missing(read: ReadThrough, absent: Mapping[str, str], area: str) -> Iterator[Finding]:
    """Find each count of an area that is asked for and not answered.

    The categories of an optional breakdown may all be blank. Where the workbook has no place for a
    count, and something else is wrong with its headings, only that is said.
    """
    entries = read.entries.select(*WHOLE_PLACE, pl.lit(True).alias("is_filled")).unique()
    spots = read.laid.spots.unique(WHOLE_PLACE, keep="first", maintain_order=True)
    at = (
        read.asked.filter(pl.col("area") == area, ~pl.col("item").is_in(list(absent)))
        .join(entries, on=WHOLE_PLACE, how="left", maintain_order="left")
        .join(
            spots.select(*WHOLE_PLACE, "sheet", "cell"),
            on=WHOLE_PLACE,
            how="left",
            maintain_order="left",
        )
        .with_columns(pl.col("is_filled").fill_null(value=False))
        .with_columns(
            pl.col("is_filled").any().over("item", "dimension", "period").alias("is_begun")
        )
        .filter(~pl.col("is_filled") & (~pl.col("optional") | pl.col("is_begun")))
    )
    for row in at.filter(pl.col("cell").is_not_null()).iter_rows(named=True):
        yield _blank(row)
    if not any(each.severity is Severity.ERROR for each in read.about_all):
        yield from _nowhere(read, at.filter(pl.col("cell").is_null()))


def _blank(row: Mapping[str, Any]) -> Finding:
    what = f"{_in_words(row)} for {row['period_label']} is blank"
    if row["optional"]:
        check = "incomplete-breakdown"
        message = (
            f"{what}, and others of its breakdown are not. "
            "Fill in all of that breakdown for the period, or leave all of it blank."
        )
    else:
        check = "missing"
        message = f"{what}. Write a whole number, or the words {CHOICES_IN_WORDS}."
    return Finding(Severity.ERROR, check, row["sheet"], row["cell"], message)


def _nowhere(read: ReadThrough, rows: pl.DataFrame) -> Iterator[Finding]:
    """Find each item and category for which the workbook has no place in some periods."""
    of_item = ["area", "item", "dimension", "category"]
    labels = pl.col("item_label", "dimension_label", "category_label").first()
    grouped = rows.group_by(of_item, maintain_order=True).agg(pl.col("period_label"), labels)
    for row in grouped.iter_rows(named=True):
        where = f" in {row['area']}" if read.asked["area"].n_unique() > 1 else ""
        message = (
            f"there is no count of {_in_words(row)}{where} for {', '.join(row['period_label'])}. "
            "Add it to the workbook; or, if the workbook never has it, name the item under "
            "'absent' in the layout."
        )
        yield Finding(Severity.ERROR, "missing-place", "", "", message)


def _in_words(row: Mapping[str, Any]) -> str:
    if not row["category"]:
        return f"'{row['item_label']}'"
    return f"'{row['item_label']}' by '{row['dimension_label']}': '{row['category_label']}'"
