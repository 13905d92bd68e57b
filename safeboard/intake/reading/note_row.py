"""One row of the notes: what it is about, its words, and what it says of a count."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from safeboard.intake.address import cell_name, range_name
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.reading.target import Names, Targets, labels
from safeboard.intake.submission import Note, Readers
from safeboard.intake.template.sheets import MARKS, NoteColumn, plain
from safeboard.intake.workbook.cells import CellKind
from safeboard.vocabulary.figure import Flag
from safeboard.vocabulary.period_text import find_period

_MARKS = {plain(word): {word: word} for word in MARKS}
_READERS = {plain(each): {each.value: each.value} for each in Readers}

_CHECKS = {
    NoteColumn.AREA: "note-unknown-area",
    NoteColumn.ITEM: "note-unknown-item",
    NoteColumn.CATEGORY: "note-unknown-category",
    NoteColumn.PERIOD: "note-unknown-period",
    NoteColumn.MARK: "note-unknown-mark",
    NoteColumn.READERS: "note-unknown-readers",
}


@dataclass(frozen=True)
class TypedCell:
    """What was typed in a cell; `kind` is a CellKind."""

    text: str
    kind: str


@dataclass(frozen=True)
class Mark:
    """What an agency says of its counts: of one, or of all that an empty field leaves open."""

    flag: Flag
    item: str
    period: str
    dimension: str
    category: str
    sheet: str
    cell: str


@dataclass
class NoteRow:
    """A row of the notes with something in it, and everything found wrong while it is read.

    `columns` says where on the sheet each column of notes stands.
    """

    sheet: str
    number: int
    columns: Mapping[NoteColumn, int]
    cells: Mapping[NoteColumn, TypedCell]
    findings: list[Finding] = field(default_factory=list)

    def cell(self, column: NoteColumn) -> str:
        """Return the name of one of its cells."""
        return cell_name(self.number, self.columns[column])

    @property
    def range(self) -> str:
        """Return the range of its cells."""
        filled = [self.columns[column] for column in self.cells]
        return range_name((self.number, min(filled)), (self.number, max(filled)))

    def text(self, column: NoteColumn) -> str:
        """Return what a cell says; nothing where it is blank, or shows an error."""
        typed = self.cells.get(column)
        if typed is None or typed.kind in (CellKind.ERROR, CellKind.FORMULA):
            return ""
        return typed.text.strip()

    def meaning(self, column: NoteColumn, names: Names) -> str:
        """Return the code of what a cell names; nothing, and a finding, where that is not clear."""
        text = self.text(column)
        meant = names.get(plain(text), {})
        if not meant and column is NoteColumn.PERIOD and (period := find_period(text)):
            meant = names.get(plain(period.code), {})
        if len(meant) > 1:
            which = " or ".join(sorted(f"'{code}'" for code in meant))
            self.refuse(_CHECKS[column], column, f"this could mean {which}. Write which of them.")
        elif not meant and text:
            choices = f"Choose one of: {labels(names)}." if names else "Clear the cell."
            if column is NoteColumn.ITEM:
                choices = "Choose one from the list."
            what = f"there is no such {column.lower()} here. {choices}"
            if column in (NoteColumn.MARK, NoteColumn.READERS):
                what = f"this is not one of the choices. {choices}"
            self.refuse(_CHECKS[column], column, what)
        return next(iter(meant)) if len(meant) == 1 else ""

    def refuse(self, check: str, column: NoteColumn, message: str) -> None:
        """Add the finding about one of its cells."""
        place = (self.sheet, self.cell(column))
        self.findings.append(Finding(Severity.ERROR, check, *place, message))


def read_row(row: NoteRow, targets: Targets, area: str) -> tuple[Note | None, Mark | None]:
    """Return the note that a row holds and the mark it sets; neither if it has findings."""
    _refuse_errors(row)
    item = row.meaning(NoteColumn.ITEM, targets.items)
    dimension = category = period = ""
    if item:
        if row.text(NoteColumn.CATEGORY):
            place = row.meaning(NoteColumn.CATEGORY, targets.categories_of(item))
            dimension, _, category = place.partition("/")
        if row.text(NoteColumn.PERIOD):
            period = row.meaning(NoteColumn.PERIOD, targets.periods_of(item))
    elif NoteColumn.ITEM not in row.cells:
        _refuse_what_needs_an_item(row)
    mark = row.meaning(NoteColumn.MARK, _MARKS)
    readers = row.meaning(NoteColumn.READERS, _READERS) or Readers.BOARD
    if NoteColumn.NOTE not in row.cells:
        words = "there are no words in this row's note. Write them, or clear the row."
        row.refuse("note-without-text", NoteColumn.NOTE, words)
    if row.findings:
        return None, None
    note = Note(
        area=area,
        text=row.text(NoteColumn.NOTE),
        readers=Readers(readers),
        item=item,
        period=period,
        dimension=dimension,
        category=category,
        sheet=row.sheet,
        cell=row.cell(NoteColumn.NOTE),
    )
    if not mark:
        return note, None
    where = (row.sheet, row.cell(NoteColumn.MARK))
    return note, Mark(MARKS[mark], item, period, dimension, category, *where)


def _refuse_errors(row: NoteRow) -> None:
    for column, typed in row.cells.items():
        if typed.kind in (CellKind.ERROR, CellKind.FORMULA):
            message = "this cell shows an error, or a formula without a result. Type its text."
            row.refuse("error-cell", column, message)


def _refuse_what_needs_an_item(row: NoteRow) -> None:
    """Refuse a category, a period or a mark that stands without the item it is of."""
    needing = (NoteColumn.CATEGORY, NoteColumn.PERIOD, NoteColumn.MARK)
    if any(row.text(column) for column in needing):
        for column in (NoteColumn.ITEM, *(each for each in needing if row.text(each))):
            message = "this row does not say which item it is about. Choose it."
            row.refuse("note-without-item", column, message)
