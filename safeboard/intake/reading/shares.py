"""Which rows of notes are about which area, where a return is about several."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from safeboard.intake.finding import Finding, Severity
from safeboard.intake.reading.note_row import NoteRow
from safeboard.intake.reading.notes import NotesSheet
from safeboard.intake.template.sheets import NoteColumn, plain
from safeboard.intake.workbook.cells import extent


@dataclass(frozen=True)
class Shares:
    """How notes are shared out among the sheets of counts.

    `names` has, by sheet of counts, the plain texts by which notes name its area; `elsewhere` those
    of areas that this return is not about.
    """

    names: Mapping[str, frozenset[str]]
    elsewhere: frozenset[str]

    def rows_for(self, counts_sheet: str, notes: NotesSheet) -> list[NoteRow]:
        """Return the rows about the area of a sheet of counts; one without an area is about all.

        A row whose area nobody knows may be about any, so it is given to all, with a finding.
        """
        rows = []
        for row in notes.rows:
            area = plain(row.text(NoteColumn.AREA))
            if not area or area in self.names[counts_sheet]:
                rows.append(row)
            elif not any(area in names for names in (*self.names.values(), self.elsewhere)):
                message = "there is no such area here. Choose one from the list."
                wrong = replace(row, findings=[])
                wrong.refuse("note-unknown-area", NoteColumn.AREA, message)
                rows.append(wrong)
        return rows

    def named_rows(self, counts_sheet: str, notes: NotesSheet) -> list[NoteRow]:
        """Return the rows that name the area of a sheet of counts."""
        names = self.names[counts_sheet]
        return [row for row in notes.rows if plain(row.text(NoteColumn.AREA)) in names]

    def about_all(self, notes: NotesSheet) -> Iterator[Finding]:
        """Find notes without a column for areas, where they could be about any of several."""
        says_something = notes.rows or notes.context.height
        if len(self.names) > 1 and says_something and not notes.has_areas:
            message = (
                f"this file is about several areas, and there is no column '{NoteColumn.AREA}' "
                "here, so nobody can tell which of them these notes are about. Add it, with the "
                "name of the area in each row."
            )
            cells = extent(notes.entries)
            yield Finding(Severity.ERROR, "notes-without-areas", notes.name, cells, message)

    def about_nobody(self, notes: NotesSheet) -> Iterator[Finding]:
        """Find each row about an area whose counts are not in this return."""
        here = frozenset().union(*self.names.values())
        for row in notes.rows:
            if plain(row.text(NoteColumn.AREA)) in self.elsewhere - here:
                message = (
                    "this row is about an area whose counts are not in this file, so it was not "
                    "read. Send it with that area's counts, or correct the area."
                )
                where = (notes.name, row.range)
                yield Finding(Severity.ERROR, "note-about-another-area", *where, message)
