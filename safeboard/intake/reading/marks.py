"""Marks: an agency's *provisional* and *estimated*, set beside the counts they are said of."""

from collections.abc import Iterator, Sequence

import polars as pl

from safeboard.intake.finding import Finding, Severity
from safeboard.intake.reading.note_row import Mark
from safeboard.intake.submission import CODED

_MARKS = {
    "said": pl.String(),
    "item": pl.Categorical(),
    "marked_period": pl.Categorical(),
    "marked_dimension": pl.Categorical(),
    "marked_category": pl.Categorical(),
    "mark_sheet": pl.String(),
    "mark_cell": pl.String(),
}

_MARK = ["mark_sheet", "mark_cell"]


def set_marks(counts: pl.DataFrame, marks: Sequence[Mark]) -> tuple[pl.DataFrame, list[Finding]]:
    """Return the counts, CODED, with what is said of them as their `flag`, and what is wrong.

    Only a number can be marked. A mark without a period or a category is of all of them.
    """
    flag = pl.repeat("", counts.height, dtype=pl.String, eager=True).alias("flag")
    if not marks:
        return counts.with_columns(flag.cast(CODED["flag"])), []
    rows = [
        (m.flag.value, m.item, m.period, m.dimension, m.category, m.sheet, m.cell) for m in marks
    ]
    said = pl.DataFrame(rows, schema=_MARKS, orient="row")
    every_period = pl.col("marked_period") == ""
    every_category = pl.col("marked_category") == ""
    same_category = (pl.col("marked_dimension") == pl.col("dimension")) & (
        pl.col("marked_category") == pl.col("category")
    )
    marked = (
        counts.with_row_index("count")
        .filter(pl.col("item").is_in(said["item"].implode()))
        .join(said, on="item")
        .filter(
            pl.col("value").is_not_null(),
            every_period | (pl.col("marked_period") == pl.col("period")),
            every_category | same_category,
        )
    )
    flags = marked.group_by("count").agg(
        pl.col("said").unique().sort(), pl.struct(_MARK).alias("mark")
    )
    findings = [*_marked_twice(flags), *_marking_nothing(said, marked)]
    flag = flag.scatter(flags["count"], flags["said"].list.first())
    return counts.with_columns(flag.cast(CODED["flag"])), findings


def _marked_twice(flags: pl.DataFrame) -> Iterator[Finding]:
    """Find each mark that contradicts another on the same count."""
    contradicting = flags.filter(pl.col("said").list.len() > 1).select("mark").explode("mark")
    for sheet, cell in contradicting.unnest("mark").unique().sort(_MARK).iter_rows():
        message = (
            "two rows mark the same count, one as provisional and one as estimated. Keep one mark."
        )
        yield Finding(Severity.ERROR, "marked-twice", sheet, cell, message)


def _marking_nothing(said: pl.DataFrame, marked: pl.DataFrame) -> Iterator[Finding]:
    """Query a mark of something that has no number."""
    for sheet, cell in said.join(marked, on=_MARK, how="anti").select(_MARK).iter_rows():
        message = "there is no number to mark here. Clear this cell, or correct what the row is on."
        yield Finding(Severity.QUERY, "nothing-to-mark", sheet, cell, message)
