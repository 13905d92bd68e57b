"""A sheet of notes: an agency's words about its counts, and what it says of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from safeboard.intake.address import corners
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.reading.note_row import Mark, NoteRow, TypedCell, read_row
from safeboard.intake.reading.strays import about_strays
from safeboard.intake.reading.target import Targets
from safeboard.intake.submission import Note
from safeboard.intake.template import sheets
from safeboard.intake.template.sheets import NoteColumn, plain, plain_column, saying
from safeboard.intake.workbook.cells import CellKind, extent

_FIXED = [
    plain(text)
    for text in (sheets.NOTES_TITLE, sheets.NOTES_HINT, sheets.NOTES_HINT_OF_AREAS, sheets.CONTEXT)
]
_COLUMNS = {plain(each): each for each in NoteColumn}


@dataclass(frozen=True)
class NotesSheet:
    """A sheet of notes, taken apart: its context, its rows, and what belongs to neither.

    Each is empty where the headings are gone. `entries` are the cells that are not blank and not
    the sheet's own words.
    """

    name: str
    entries: pl.DataFrame
    columns: dict[NoteColumn, int]
    context: pl.DataFrame
    rows: tuple[NoteRow, ...]
    strays: pl.DataFrame

    @property
    def has_areas(self) -> bool:
        """Tell whether each row may say which area it is about."""
        return NoteColumn.AREA in self.columns

    def about_strays(self) -> Iterator[Finding]:
        """Find what cannot be read whichever area it is about."""
        if not self.columns and self.entries.height:
            message = (
                f"there is no row with the headings '{NoteColumn.ITEM}' and '{NoteColumn.NOTE}', "
                "so nothing here was read. Copy your notes into the template as it was sent."
            )
            cells = extent(self.entries)
            yield Finding(Severity.ERROR, "no-table", self.name, cells, message)
        yield from about_strays(self.name, self.strays)

    def unnamed(self, findings: Iterable[Finding]) -> pl.DataFrame:
        """Return the entries that no finding names."""
        unnamed = self.entries.join(self.strays, on="cell", how="anti", maintain_order="left")
        for finding in findings:
            if finding.sheet == self.name and finding.check != "stray":
                (top, left), (bottom, right) = corners(finding.cell)
                rows = pl.col("row").is_between(top, bottom)
                unnamed = unnamed.filter(~(rows & pl.col("column").is_between(left, right)))
        return unnamed


@dataclass
class ReadNotes:
    """What sheets of notes say about one area, and everything wrong with it."""

    notes: list[Note] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def find_note_headings(cells: pl.DataFrame) -> int | None:
    """Return the first row that heads notes, if there is one."""
    headings = saying(cells, (NoteColumn.ITEM, NoteColumn.NOTE))
    found = headings.group_by("row").agg(pl.col("key").n_unique())
    rows = found.filter(pl.col("key") == 2)["row"].sort()
    return int(rows[0]) if rows.len() else None


def open_notes(name: str, cells: pl.DataFrame) -> NotesSheet:
    """Return a sheet of notes, taken apart."""
    keyed = cells.with_columns(plain_column("text").alias("key"))
    heading_row = find_note_headings(cells)
    # A heading that is there twice heads the first of its columns; the other is an entry.
    headings = (
        keyed.filter(pl.col("row") == (heading_row or 0), pl.col("key").is_in(list(_COLUMNS)))
        .sort("column")
        .unique("key", keep="first", maintain_order=True)
    )
    is_own = pl.col("key").is_in(_FIXED) & (pl.col("row") < (heading_row or 0))
    is_own |= pl.col("cell").is_in(headings["cell"].to_list())
    entries = keyed.filter(~is_own)
    if heading_row is None:
        nothing = entries.clear()
        return NotesSheet(name, entries, {}, nothing, (), nothing)
    columns = {_COLUMNS[key]: at for key, at in headings.select("key", "column").iter_rows()}
    label = keyed.filter(pl.col("key") == plain(sheets.CONTEXT), pl.col("row") < heading_row)
    context = label["row"].first(), label["column"].first()
    in_box = (
        pl.col("row").is_between(pl.lit(context[0]), heading_row, closed="none")
        & (pl.col("column") == pl.lit(context[1]))
    ).fill_null(value=False)
    in_table = (pl.col("row") > heading_row) & pl.col("column").is_in(list(columns.values()))
    rows = tuple(_rows(name, columns, entries.filter(in_table)))
    strays = entries.filter(~in_box & ~in_table)
    return NotesSheet(name, entries, columns, entries.filter(in_box), rows, strays)


def read_notes(
    sheet: NotesSheet, rows: Sequence[NoteRow], targets: Targets, area: str
) -> ReadNotes:
    """Return what the context and some rows of a sheet say about an area."""
    read = ReadNotes()
    _read_context(read, sheet, area)
    for each in rows:
        row = replace(each, findings=[*each.findings])
        note, mark = read_row(row, targets, area)
        read.notes += [note] if note else []
        read.marks += [mark] if mark else []
        read.findings += row.findings
    return read


def written(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the cells that do not hold the sheet's own words, wherever those stand."""
    return cells.filter(~plain_column("text").is_in([*_FIXED, *_COLUMNS]))


def _read_context(read: ReadNotes, sheet: NotesSheet, area: str) -> None:
    for cell, text, kind in sheet.context.select("cell", "text", "kind").iter_rows():
        if kind in (CellKind.ERROR, CellKind.FORMULA):
            message = "this box shows an error, or a formula without a result. Type its text."
            read.findings.append(Finding(Severity.ERROR, "error-cell", sheet.name, cell, message))
        else:
            read.notes.append(Note(area=area, text=text.strip(), sheet=sheet.name, cell=cell))


def _rows(name: str, columns: dict[NoteColumn, int], table: pl.DataFrame) -> Iterator[NoteRow]:
    """Yield each row with something in it."""
    headings = {at: column for column, at in columns.items()}
    for (number,), cells in table.group_by("row", maintain_order=True):
        typed = {
            headings[column]: TypedCell(text, kind)
            for column, text, kind in cells.select("column", "text", "kind").iter_rows()
        }
        yield NoteRow(name, int(str(number)), columns, typed)
