"""One area's part of a return: a sheet of counts and the notes about it, read and checked."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from safeboard.catalogue.library import Catalogue
from safeboard.intake.answers import with_answers
from safeboard.intake.checks import within
from safeboard.intake.checks.against_history import against_history
from safeboard.intake.ended import about_ended
from safeboard.intake.expected import Expected, expected
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.known import Known
from safeboard.intake.reading.entries import about_entries, read_entries
from safeboard.intake.reading.heading import Heading, HeadingReader, Lines, own_cells
from safeboard.intake.reading.marks import set_marks
from safeboard.intake.reading.notes import NotesSheet, ReadNotes, read_notes
from safeboard.intake.reading.outline import CountsSheet
from safeboard.intake.reading.shares import Shares
from safeboard.intake.reading.table import read_table
from safeboard.intake.reading.target import Targets
from safeboard.intake.submission import CODED, Note
from safeboard.intake.template.sheets import KEYS, Top
from safeboard.intake.workbook.cells import extent
from safeboard.vocabulary.period import Period

NOT_CHECKED = (
    "nothing here was checked, because of what else is wrong. "
    "Put that right, then check the return again."
)


@dataclass(frozen=True)
class Part:
    """What came of one sheet of counts, and of what the notes say about its area.

    `heading` is None where agency or period is not known, so that nothing could be read. `counts`
    is CODED: those that are stored, unless a finding is an error. `cells_read`
    counts the entries on the sheet.
    """

    sheet: str
    heading: Heading | None
    findings: tuple[Finding, ...]
    cells_read: int
    counts: pl.DataFrame = field(default_factory=CODED.to_frame)
    notes: tuple[Note, ...] = ()

    @property
    def is_good(self) -> bool:
        """Tell whether it can be stored."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)

    def with_error(self, check: str, message: str) -> "Part":
        """Return the part with an error about its whole sheet."""
        error = Finding(Severity.ERROR, check, self.sheet, "", message)
        return replace(self, findings=(error, *self.findings))


def read_part(
    sheet: CountsSheet, lines: Lines, known: Known, notes: Sequence[NotesSheet], shares: Shares
) -> Part:
    """Return what a sheet of counts and the notes about its area hold, and what is wrong."""
    if len(sheet.outlines) > 1:
        message = (
            f"there is more than one table with the heading '{KEYS[0]}' on this sheet, so nobody "
            "can tell which of them holds your counts. Keep one."
        )
        findings = [Finding(Severity.ERROR, "two-tables", sheet.name, "", message)]
        return _unplaced(sheet, findings, notes, shares)
    heading, findings = HeadingReader(sheet.name, lines, known.catalogue, known.areas).read()
    if heading is None:
        return _unplaced(sheet, findings, notes, shares)
    area_cell = lines[Top.AREA][0].code_cell
    findings += about_ended(known.areas, heading, sheet.name, area_cell)
    asked = expected(known.catalogue, heading.agency, heading.period)
    said = _read_notes(sheet.name, Targets(asked), heading.area, notes, shares)
    part = _checked(sheet, (heading, own_cells(lines)), known, asked, said)
    return replace(part, findings=(*findings, *part.findings))


def _unplaced(
    sheet: CountsSheet, findings: list[Finding], notes: Sequence[NotesSheet], shares: Shares
) -> Part:
    """Return what can be said of a sheet that cannot be placed: that nothing in it was read."""
    places = [(sheet.name, extent(sheet.cells))]
    for each in notes:
        places += [(each.name, row.range) for row in shares.named_rows(sheet.name, each)]
    unread = [Finding(Severity.ERROR, "not-checked", *place, NOT_CHECKED) for place in places]
    return Part(sheet.name, None, (*findings, *unread), sheet.cells.height)


def hold_together(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return the parts of one return, with errors where they cannot be parts of one.

    No area may be there twice. Parts without errors have to be of one agency and period.
    """
    held = tuple(parts)
    areas = Counter(part.heading.area for part in held if part.heading)
    message = (
        "another sheet of this file has counts for the same area, and nobody can tell which of "
        "them is right. Keep one, and take the other out: it may be a hidden sheet."
    )
    held = tuple(
        part.with_error("same-area-twice", message)
        if part.heading and part.heading.area and areas[part.heading.area] > 1
        else part
        for part in held
    )
    headings = [part.heading for part in held if part.heading and part.is_good]
    if len({(heading.agency, heading.period) for heading in headings}) > 1:
        message = (
            "the sheets of this file are of different agencies or periods. "
            "Send a file for each agency and period."
        )
        return tuple(part.with_error("different-returns", message) for part in held)
    return held


def _read_notes(
    sheet: str, targets: Targets, area: str, notes: Sequence[NotesSheet], shares: Shares
) -> ReadNotes:
    """Return what every sheet of notes says about the area of a sheet of counts."""
    said = ReadNotes()
    for each in notes:
        read = read_notes(each, shares.rows_for(sheet, each), targets, area)
        said.notes += read.notes
        said.marks += read.marks
        said.findings += [*each.about_strays(), *shares.about_all(each), *read.findings]
    return said


def _checked(
    sheet: CountsSheet,
    top: tuple[Heading, frozenset[str]],
    known: Known,
    asked: Expected,
    said: ReadNotes,
) -> Part:
    """Return what a sheet's table holds, and what every check noticed."""
    (heading, top_cells), catalogue = top, known.catalogue
    table = read_table(sheet, asked, heading.period)
    entries = read_entries(sheet.cells, table, asked, top_cells)
    marked, about_marks = set_marks(entries.counts, said.marks)
    counts = _as_stored(marked, heading, sheet.name)
    missing = list(within.missing(asked, entries.answers, table))
    findings = [
        *_about_version(sheet.name, heading, catalogue, [*table.findings, *missing]),
        *table.findings,
        *about_entries(sheet.name, entries),
        *missing,
        *about_counts(known, asked, counts, heading.period),
        *said.findings,
        *about_marks,
    ]
    notes = tuple(said.notes)
    answered = tuple(with_answers(findings, notes))
    return Part(sheet.name, heading, answered, entries.number, counts, notes)


def about_counts(
    known: Known, asked: Expected, counts: pl.DataFrame, covered: Period
) -> list[Finding]:
    """Return what does not fit in an area's counts, CODED, of a return for the period `covered`."""
    return [
        *within.totals_unlike_parts(asked.places, counts),
        *within.suppressed_but_told(asked.places, counts),
        *within.parts_over_wholes(known.catalogue.items, counts),
        *against_history(known.catalogue, counts, known.history, covered),
    ]


def _as_stored(counts: pl.DataFrame, heading: Heading, sheet: str) -> pl.DataFrame:
    """Return the counts with the columns that a submission has: CODED."""
    where = (pl.lit(heading.area).alias("area"), pl.lit(sheet).alias("sheet"))
    return counts.with_columns(where).select(CODED.names()).cast(CODED)


def _about_version(
    sheet: str, heading: Heading, catalogue: Catalogue, about_places: list[Finding]
) -> Iterator[Finding]:
    """Query a template made from another catalogue, where that made a difference."""
    changed = {"unknown-item", "unknown-category", "missing-row", "missing-column"}
    differs = any(finding.check in changed for finding in about_places)
    if differs and not heading.is_of(catalogue):
        message = (
            "this return was made when other items were asked for. "
            "Ask for a new template, and copy your counts into it."
        )
        yield Finding(
            Severity.QUERY, "another-catalogue", sheet, heading.catalogue_version.code_cell, message
        )
