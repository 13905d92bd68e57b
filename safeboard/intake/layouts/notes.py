"""An agency's words in its own workbook: a sheet of notes in the template's form, or free cells."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from safeboard.intake.finding import Finding, Severity
from safeboard.intake.layouts.block import sheet_and_cells
from safeboard.intake.layouts.placing import PlacedLayout, find_sheet
from safeboard.intake.reading.notes import NotesSheet, ReadNotes, open_notes, read_notes
from safeboard.intake.reading.shares import Shares
from safeboard.intake.reading.target import Targets
from safeboard.intake.submission import Note
from safeboard.intake.template.sheets import plain
from safeboard.intake.workbook.cells import CELLS, CellKind, Workbook
from safeboard.vocabulary.area import Area


@dataclass(frozen=True)
class Said:
    """Where a layout finds notes: a sheet taken apart, or cells of free words; or nowhere."""

    sheet: NotesSheet | None = None
    name: str = ""
    free: pl.DataFrame = field(default_factory=CELLS.to_frame)

    @property
    def entries(self) -> pl.DataFrame:
        """Return the cells that hold an agency's words."""
        return self.sheet.entries if self.sheet else self.free

    def about(self, area: str, targets: Targets, shares: Shares) -> ReadNotes:
        """Return what is said about an area."""
        if self.sheet:
            rows = shares.rows_for(area, self.sheet)
            read = read_notes(self.sheet, rows, targets, area)
            read.findings += [*self.sheet.about_strays(), *shares.about_all(self.sheet)]
            return read
        read = ReadNotes()
        for cell, text, kind in self.free.select("cell", "text", "kind").iter_rows():
            if kind in (CellKind.ERROR, CellKind.FORMULA):
                message = "this cell shows an error, or a formula without a result. Type its text."
                error = Finding(Severity.ERROR, "error-cell", self.name, cell, message)
                read.findings.append(error)
            else:
                read.notes.append(Note(area=area, text=text.strip(), sheet=self.name, cell=cell))
        return read


def find_said(workbook: Workbook, placed: PlacedLayout) -> Said:
    """Return where the notes stand; nowhere, if the layout or the workbook has none."""
    if not placed.layout.notes:
        return Said()
    named, block = sheet_and_cells(placed.layout.notes)
    name = find_sheet(workbook, named)
    if name is None:
        return Said()
    cells = workbook.sheets[name]
    if block is None:
        return Said(sheet=open_notes(name, cells), name=name)
    return Said(name=name, free=cells.filter(block.holds()))


def shares_of(placed: PlacedLayout, areas: Sequence[Area]) -> Shares:
    """Return which words in a note name which area; here each area stands for its own counts."""
    names: dict[str, frozenset[str]] = {}
    for number in placed.areas:
        said = [text for text, meant in placed.words.areas.items() if meant == number]
        names[number] = frozenset(said)
    everywhere = {plain(text) for area in areas for text in (area.number, area.name)}
    return Shares(names, frozenset(everywhere))
