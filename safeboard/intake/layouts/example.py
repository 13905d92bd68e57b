"""Work a layout's example: its cells, and the counts that they give."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from safeboard.catalogue.library import Catalogue
from safeboard.catalogue.problems import line_of
from safeboard.intake.address import cell_name
from safeboard.intake.finding import Severity
from safeboard.intake.layouts.layout import CountExpected, Layout, LayoutExample, given_rows
from safeboard.intake.layouts.placing import place_layout
from safeboard.intake.layouts.through import ReadThrough, read_through
from safeboard.intake.workbook.cells import CELLS, CellKind, Workbook
from safeboard.vocabulary.area import Area
from safeboard.vocabulary.item import CountState


def unheld(
    layout: Layout, content: Mapping[str, Any], catalogue: Catalogue, areas: Sequence[Area]
) -> list[str]:
    """Return what is wrong with the worked examples that do not hold, each with its line."""
    problems = []
    for number, example in enumerate(layout.examples):
        where = f"line {line_of(content, ('examples', number))}: the example '{example.name}'"
        for what in _worked(layout, example, catalogue, areas):
            problems.append(f"{where} does not hold: {what}")
    return problems


def _worked(
    layout: Layout, example: LayoutExample, catalogue: Catalogue, areas: Sequence[Area]
) -> Iterator[str]:
    """Yield what an example does otherwise than it says."""
    sheets = {name: _cells(rows) for name, rows in given_rows(example).items()}
    workbook = Workbook(f"{example.file or example.name}.xlsx", sheets)
    placed, findings = place_layout(workbook, layout, catalogue, areas)
    if placed is None:
        yield from (str(each) for each in findings)
        return
    read = read_through(workbook, placed, catalogue)
    yield from (str(each) for each in read.findings if each.severity is Severity.ERROR)
    made = _made(read)
    said = {cell: _said(each, placed.only_area) for cell, each in example.expect.items()}
    for cell in sorted(made.keys() | said.keys()):
        if made.get(cell) != said.get(cell):
            yield _unlike(cell, made.get(cell), said.get(cell), placed.only_area)


Count = tuple[str, str, str, str, str]
"""What a count says: area, item, category, period, and the count or its word."""


def _made(read: ReadThrough) -> dict[str, Count]:
    """Return the counts that were read, by cell."""
    rows = read.counts.filter(pl.col("cell") != "").iter_rows(named=True)
    return {
        f"{row['sheet']}!{row['cell']}": (
            row["area"],
            row["item"],
            f"{row['dimension']}/{row['category']}" if row["category"] else "total",
            row["period"],
            str(row["value"]) if row["state"] == CountState.COUNTED else row["state"],
        )
        for row in rows
    }


def _said(each: CountExpected, only_area: str | None) -> Count:
    return (each.area or only_area or "", each.item, each.category, each.period, str(each.count))


def _unlike(cell: str, made: Count | None, said: Count | None, only_area: str | None) -> str:
    """Return how what a cell gives is unlike what is expected; a count also as the file has it."""
    mend = "Correct the cells, the layout or what is expected"
    what = f"{cell} gives {_in_words(made)}, and it expects {_in_words(said)}. {mend}"
    return f"{what}: '{_as_written(cell, made, only_area)}'." if made else f"{what}."


def _as_written(cell: str, count: Count, only_area: str | None) -> str:
    """Return an expected count as a layout's file has it."""
    area, item, category, period, said = count
    parts = {"item": item, "category": category, "area": area, "period": period, "count": said}
    needless = [("category", "total"), ("area", only_area)]
    told = ", ".join(f"{key}: {of}" for key, of in parts.items() if (key, of) not in needless)
    return f"{cell}: {{{told}}}"


def _in_words(count: Count | None) -> str:
    if count is None:
        return "no count"
    area, item, category, period, said = count
    of = item if category == "total" else f"{item} by {category}"
    return f"{said} of {of} for {period} in {area or 'no area'}"


def _cells(rows: list[tuple[int, int, int | float | str]]) -> pl.DataFrame:
    """Return an example's cells as a workbook's: CELLS."""
    found = [
        {
            "row": row,
            "column": column,
            "cell": cell_name(row, column),
            "text": value if isinstance(value, str) else f"{value:.15g}",
            "kind": (CellKind.TEXT if isinstance(value, str) else CellKind.NUMBER).value,
            "number": None if isinstance(value, str) else float(value),
        }
        for row, column, value in rows
    ]
    return pl.DataFrame(found, schema=CELLS).sort("row", "column")
