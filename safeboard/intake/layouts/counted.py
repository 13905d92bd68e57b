"""A workbook read through its layout: each cell is a count, a word of its own, or a stray."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

import polars as pl

from safeboard.intake.finding import Finding, Severity
from safeboard.intake.layouts.block import Block, sheet_and_cells
from safeboard.intake.layouts.declared_table import LayoutCell, LayoutTable
from safeboard.intake.layouts.layout import Layout
from safeboard.intake.layouts.pattern import find_said
from safeboard.intake.layouts.placing import PlacedLayout, find_sheet, sheet_gone
from safeboard.intake.layouts.table import (
    LAID,
    SPOTS,
    Laid,
    differing,
    own_frame,
    read_laid_table,
    said_by,
)
from safeboard.intake.layouts.touching import touching
from safeboard.intake.layouts.window import by_window
from safeboard.intake.layouts.words import Meant, Words, as_literals
from safeboard.intake.workbook.cells import CELLS, Workbook

WHERE = {"sheet": pl.String, "row": pl.Int64, "column": pl.Int64}
"""Where a cell is."""


def read_laid(workbook: Workbook, placed: PlacedLayout) -> Laid:
    """Return everything that a layout finds in a workbook; the period and area are filled in."""
    found = list(_parts(workbook, placed))
    of_all = {"period": placed.words.period.code, "area": placed.only_area}
    filled = [
        pl.col(name).fill_null(pl.lit(said, dtype=pl.String)) for name, said in of_all.items()
    ]
    entries = pl.concat([LAID.to_frame(), *(each.entries for each in found)])
    spots = pl.concat([SPOTS.to_frame(), *(each.spots for each in found)])
    return Laid(
        by_window(entries.with_columns(filled)),
        by_window(spots.with_columns(filled)),
        pl.concat([_top(workbook, placed.layout), *(each.own for each in found)]),
        tuple(chain.from_iterable(each.findings for each in found)),
    )


def strays(workbook: Workbook, layout: Layout, laid: Laid) -> pl.DataFrame:
    """Return the cells that nothing in a layout speaks of: CELLS with their sheet."""
    where = [*WHERE]
    known = pl.concat([laid.own.select(where), laid.entries.select(where), _left(workbook, layout)])
    sheets = [cells.with_columns(sheet=pl.lit(name)) for name, cells in workbook.sheets.items()]
    everything = pl.concat([_NO_CELLS, *(each.select(_NO_CELLS.columns) for each in sheets)])
    return everything.join(known, on=where, how="anti", maintain_order="left")


_NO_CELLS = pl.DataFrame(schema={**CELLS, "sheet": pl.String()})


def _parts(workbook: Workbook, placed: PlacedLayout) -> Iterator[Laid]:
    for table in placed.layout.tables:
        sheets = list(sheets_of(workbook, table, placed.words))
        if not sheets:
            yield _nothing(sheet_gone(table.sheet, placed.layout), table.area)
        for sheet in sheets:
            yield read_laid_table(workbook.sheets[sheet], sheet, table, placed.words)
    for place, single in placed.layout.cells.items():
        name, _, cell = place.rpartition("!")
        found = find_sheet(workbook, name)
        if found is None:
            yield _nothing(sheet_gone(name, placed.layout))
        else:
            yield _read_cell(workbook.sheets[found], (found, cell), single, placed.words)


def sheets_of(workbook: Workbook, table: LayoutTable, words: Words) -> Iterator[str]:
    """Yield the sheets that a table stands on: by name, with a period or an area that is known."""
    for sheet in workbook.sheets:
        said = find_said(table.sheet, sheet)
        if said is not None and words.of_texts(said).problem != "unknown-heading":
            yield sheet


def _read_cell(
    cells: pl.DataFrame, place: tuple[str, str], single: LayoutCell, words: Words
) -> Laid:
    """Return the count of a single cell."""
    sheet, cell = place
    wrong = list(differing(cells, sheet, single.says, words))
    dimension, category = single.place
    said = words.said_in(said_by(cells, single.says))
    meant = replace(
        said,
        item=single.item,
        dimension=dimension,
        category=category,
        window=single.window.value if single.window else None,
    )
    if wrong:
        meant = Meant(area=said.area, problem="not-checked")
        message = "this was not read, because of what else is wrong. Put that right first."
        wrong.append(Finding(Severity.ERROR, "not-checked", sheet, cell, message))
    of_cell = {"sheet": pl.lit(sheet), **as_literals(meant)}
    entry = cells.filter(cell=cell).with_columns(**of_cell).select(LAID.names())
    if meant.problem == "other-period" and entry.height:
        message = (
            "this count is for another period than the return, so it was not read. "
            "If it has changed, send it in a return for that period."
        )
        wrong.append(Finding(Severity.QUERY, "other-period", sheet, cell, message))
    spot = pl.DataFrame({"cell": [cell]}).with_columns(**of_cell)
    beside = cells.filter(pl.col("cell").is_in(list(single.says)))
    return Laid(
        entry,
        spot.select(SPOTS.names()).filter(pl.col("problem").is_null()),
        own_frame(beside, sheet),
        tuple(touching(wrong, said.area)),
    )


def _top(workbook: Workbook, layout: Layout) -> pl.DataFrame:
    """Return where the cells are by which the workbook is known."""
    rows = []
    for place in layout.says:
        name, block = sheet_and_cells(place)
        if block is not None:
            rows.append((find_sheet(workbook, name) or name, block.top, block.left))
    return pl.DataFrame(rows, schema=WHERE, orient="row")


def _left(workbook: Workbook, layout: Layout) -> pl.DataFrame:
    """Return where the cells are that hold nothing for us, and those of the notes."""
    frames = [pl.DataFrame(schema=WHERE)]
    for said in [*layout.ignore, *([layout.notes] if layout.notes else [])]:
        name, block = sheet_and_cells(said)
        sheet = find_sheet(workbook, name)
        if sheet is not None:
            cells = workbook.sheets[sheet]
            within = block or Block.parse("A1:XFD")
            frames.append(own_frame(cells.filter(within.holds()), sheet))
    return pl.concat(frames)


def _nothing(finding: Finding, area: str | None = None) -> Laid:
    own = pl.DataFrame(schema=WHERE)
    return Laid(LAID.to_frame(), SPOTS.to_frame(), own, tuple(touching([finding], area)))
