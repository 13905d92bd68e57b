"""The sheet Notes: an agency's words about its counts, and what it says of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from safeboard.intake.finding import Finding, Severity
from safeboard.intake.reading.note_row import Mark, NoteRow, TypedCell, read_row
from safeboard.intake.reading.target import Targets
from safeboard.intake.submission import Note
from safeboard.intake.template import sheets
from safeboard.intake.template.sheets import NOTES, NoteColumn, plain, plain_column
from safeboard.intake.workbook.cells import CellKind, extent

_FIXED = [
    plain(text) for text in (sheets.NOTES_TITLE, sheets.NOTES_HINT, sheets.CONTEXT, *NoteColumn)
]


@dataclass
class ReadNotes:
    """What the sheet holds, and everything wrong with it.

    `cells` are those that are not blank and not the sheet's own words.
    """

    notes: list[Note] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    cells: frozenset[str] = frozenset()


def read_notes(cells: pl.DataFrame, targets: Targets, area: str) -> ReadNotes:
    """Return the notes on a sheet: its context first, then one for each row."""
    read = ReadNotes()
    keyed = cells.with_columns(plain_column("text").alias("key"))
    heading_row = _find_row(keyed, NoteColumn.ITEM)
    is_own = pl.col("key").is_in(_FIXED) & (pl.col("row") <= (heading_row or 0))
    entries = keyed.filter(~is_own)
    if heading_row is None:
        read.findings = list(_without_headings(entries))
    else:
        context_row = _find_row(keyed, sheets.CONTEXT)
        box = (pl.col("row") == (context_row or -1) + 1) & (pl.col("column") == 1)
        table = (pl.col("row") > heading_row) & (pl.col("column") <= len(NoteColumn))
        _read_context(read, entries.filter(box), area)
        for row in _rows(entries.filter(table)):
            note, mark = read_row(row, targets, area)
            read.notes += [note] if note else []
            read.marks += [mark] if mark else []
            read.findings += row.findings
        read.findings += _strays(entries.filter(~box & ~table))
    read.cells = frozenset(entries["cell"])
    return read


def written(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the cells that do not hold the sheet's own words, wherever those stand."""
    return cells.filter(~plain_column("text").is_in(_FIXED))


def _find_row(keyed: pl.DataFrame, text: str) -> int | None:
    """Return the first row whose column A says `text`, if there is one."""
    found = keyed.filter(pl.col("column") == 1, pl.col("key") == plain(text))
    return found["row"].item(0) if found.height else None


def _read_context(read: ReadNotes, box: pl.DataFrame, area: str) -> None:
    for cell, text, kind in box.select("cell", "text", "kind").iter_rows():
        if kind in (CellKind.ERROR, CellKind.FORMULA):
            message = "this box shows an error, or a formula without a result. Type its text."
            read.findings.append(Finding(Severity.ERROR, "error-cell", NOTES, cell, message))
        else:
            read.notes.append(Note(area=area, text=text.strip(), sheet=NOTES, cell=cell))


def _rows(table: pl.DataFrame) -> Iterator[NoteRow]:
    """Yield each row with something in it."""
    columns = list(NoteColumn)
    for (number,), cells in table.group_by("row", maintain_order=True):
        typed = {
            columns[column - 1]: TypedCell(text, kind)
            for column, text, kind in cells.select("column", "text", "kind").iter_rows()
        }
        yield NoteRow(int(str(number)), typed)


def _without_headings(entries: pl.DataFrame) -> Iterator[Finding]:
    """Find everything on a sheet whose headings are gone, as one range."""
    if entries.height:
        message = (
            f"there is no heading '{NoteColumn.ITEM}' in column A, so nothing here was read. "
            "Copy your notes into the template as it was sent."
        )
        yield Finding(Severity.ERROR, "no-table", NOTES, extent(entries), message)


def _strays(cells: pl.DataFrame) -> Iterator[Finding]:
    message = (
        "this stands outside the cells that are read, so nothing was done with it. "
        "Move it to where it belongs, or clear the cell."
    )
    for cell in cells["cell"]:
        yield Finding(Severity.QUERY, "stray", NOTES, cell, message)
