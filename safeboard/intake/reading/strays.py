"""Strays: what was typed where nothing is read."""

from collections.abc import Iterator

import polars as pl

from safeboard.intake.finding import Finding, Severity
from safeboard.intake.workbook.cells import extent

_MOST_BY_THEMSELVES = 50
"""Beyond this, nobody reads them one by one: they are named together, by the range around them."""


def about_strays(sheet: str, cells: pl.DataFrame) -> Iterator[Finding]:
    """Query each of some cells (row, column and cell of CELLS), or many of them together."""
    if cells.height > _MOST_BY_THEMSELVES:
        message = (
            f"{cells.height:,} cells within this range stand outside the cells that are read, so "
            "nothing was done with them. Move them to where they belong, or clear them."
        )
        yield Finding(Severity.QUERY, "stray", sheet, extent(cells), message)
        return
    message = (
        "this stands outside the cells that are read, so nothing was done with it. "
        "Move it to where it belongs, or clear the cell."
    )
    for cell in cells["cell"]:
        yield Finding(Severity.QUERY, "stray", sheet, cell, message)
