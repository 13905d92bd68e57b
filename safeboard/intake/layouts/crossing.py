"""A crossing: a cell, by what the label of its row and the heading of its column say together."""

from collections.abc import Iterator, Mapping

import polars as pl

from safeboard.intake.address import cell_name
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.layouts.axis import Axis, of_other_period, what_is_wrong
from safeboard.intake.layouts.declared_table import LISTED
from safeboard.intake.layouts.touching import Touching, areas_of, touching
from safeboard.intake.layouts.words import MEANT, Words, as_rows, said_together
from safeboard.intake.template.sheets import plain

CROSSED = tuple(f"{name}_crossed" for name in MEANT)
"""The columns of what a label and a heading mean together: MEANT, null where each says enough."""


def crossed(cells: pl.DataFrame, rows: Axis, columns: Axis, words: Words) -> pl.DataFrame:
    """Return cells (row, column) with what their label and heading mean together: CROSSED."""
    table = rows.table
    if not table.shared and not table.skipped_crossings:
        return cells.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in CROSSED)
    labels, of_row = _told_apart(rows, "row")
    headings, of_column = _told_apart(columns, "column")
    by = ["of_row", "of_column"]
    placed = cells.join(of_row, on="row", how="left", maintain_order="left").join(
        of_column, on="column", how="left", maintain_order="left"
    )
    pairs = placed.select(by).unique().rows()
    meant = [words.of_crossing(table, labels[row], headings[column]) for row, column in pairs]
    schema = dict.fromkeys(by, pl.Int64) | dict.fromkeys(CROSSED, pl.String)
    known = [(*pair, *said) for pair, said in zip(pairs, as_rows(meant), strict=True)]
    together = pl.DataFrame(known, schema=schema, orient="row")
    return placed.join(together, on=by, how="left", maintain_order="left").drop(by)


def about_crossings(
    entries: pl.DataFrame, axes: tuple[Axis, Axis], layout: str, area: str | None
) -> Iterator[Touching]:
    """Find what a label and a heading say together and is not known, and what is gone.

    `entries` is LAID; what is wrong with a whole row or column is said of that alone.
    """
    rows, columns = axes
    crossing = entries.filter(
        pl.col("row").is_in(list(rows.good)), pl.col("column").is_in(list(columns.good))
    )
    unknown = crossing.filter(problem="unknown-heading")
    for row, column, of in unknown.select("row", "column", "area").iter_rows():
        said = f"'{said_together(rows.said[row], columns.said[column])[:80]}'"
        severity, message = what_is_wrong("unknown-heading", "cell", said, layout)
        error = Finding(severity, "unknown-heading", rows.sheet, cell_name(row, column), message)
        yield Touching(error, areas_of([of]))
    others = crossing.filter(problem="other-period").sort("column", "row")
    runs = others.with_columns(run=pl.col("row") - pl.int_range(pl.len()).over("column"))
    for _, run in runs.group_by("column", "run", maintain_order=True):
        yield of_other_period(rows.sheet, run)
    yield from touching(_gone(rows, columns, layout), area)


def _gone(rows: Axis, columns: Axis, layout: str) -> Iterator[Finding]:
    """Find whatever the layout counts on that no label and heading say together."""
    for level in rows.table.shared:
        labels = {plain(said[level]) for said in rows.said.values() if level in said}
        headings = {plain(said[level]) for said in columns.said.values() if level in said}
        for wanted in getattr(rows.table, LISTED[level]) if level in LISTED else ():
            begun = [each for each in labels if plain(wanted).startswith(f"{each} / ")]
            if any(plain(wanted).removeprefix(f"{each} / ") in headings for each in begun):
                continue
            message = (
                f"by the layout '{layout}' a label and a heading say '{wanted}' together, and none "
                "do. Write them as they were, or mend the layout if the workbook has changed."
            )
            at = (columns if begun else rows).place(level)
            yield Finding(Severity.ERROR, "heading-gone", rows.sheet, at, message)


def _told_apart(axis: Axis, index: str) -> tuple[list[Mapping[str, str]], pl.DataFrame]:
    """Return what the labels or headings say, each once; and by row or column which of those."""
    texts = list({tuple(said.items()): said for said in axis.said.values()}.values())
    numbers = {tuple(said.items()): number for number, said in enumerate(texts)}
    rows = [(number, numbers[tuple(said.items())]) for number, said in axis.said.items()]
    schema = {index: pl.Int64, f"of_{index}": pl.Int64}
    return texts, pl.DataFrame(rows, schema=schema, orient="row")
