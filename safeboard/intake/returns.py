"""A return is read and checked: an agency's workbook becomes a submission, or findings."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from safeboard.catalogue.library import Catalogue
from safeboard.intake.address import position
from safeboard.intake.checks import within
from safeboard.intake.checks.within import Place
from safeboard.intake.expected import expected
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.known import Known
from safeboard.intake.reading.entries import about_entries, read_entries
from safeboard.intake.reading.heading import Heading, own_cells, read_heading, read_lines
from safeboard.intake.reading.marks import set_marks
from safeboard.intake.reading.notes import ReadNotes, read_notes, written
from safeboard.intake.reading.start_strays import typed_on_start
from safeboard.intake.reading.table import PLACE, find_heading_row, read_table
from safeboard.intake.reading.target import Targets
from safeboard.intake.submission import COUNTS as COUNT_COLUMNS
from safeboard.intake.submission import Note, Submission
from safeboard.intake.template.sheets import COUNTS, KEYS, NOTES, SHEETS
from safeboard.intake.workbook.arrival import read_workbook
from safeboard.intake.workbook.cells import CELLS, Workbook, extent


@dataclass(frozen=True)
class CheckedReturn:
    """What came of a return: a submission unless a finding is an error, and every finding.

    `cells_read` counts the entries: each cell of the sheets Counts and Notes that is not blank and
    not the template's own words (its titles, headings, top lines and row labels). `cells_stored`
    counts those that the submission holds, or would hold if there were no error elsewhere. Every
    other entry is named, by itself or within a range, by a finding on its sheet. A finding may also
    name a cell that is stored (a query) or blank (a count that is missing). Where the return
    cannot be placed, every cell of Counts is an entry.
    """

    submission: Submission | None
    findings: tuple[Finding, ...]
    cells_read: int
    cells_stored: int


@dataclass(frozen=True)
class _Placed:
    """A return whose table was found, and that says whose it is."""

    heading: Heading
    heading_row: int
    own_cells: frozenset[str]


def read_return(content: bytes, name: str, known: Known) -> CheckedReturn:
    """Return what a workbook holds for the store, and everything that its checks noticed.

    Raises: NotAWorkbookError where it cannot be read at all.
    """
    workbook = read_workbook(content, name)
    placed, findings = _place(workbook, known)
    findings += _about_other_sheets(workbook)
    if placed is None:
        return _unplaced(workbook, findings)
    return _checked(workbook, placed, known.catalogue, findings)


def _place(workbook: Workbook, known: Known) -> tuple[_Placed | None, list[Finding]]:
    """Return where the table stands and whose it is; None, and why, where that is not known."""
    if COUNTS not in workbook.sheets:
        message = (
            f"{workbook.name}: there is no sheet called '{COUNTS}'. "
            "Use the template that you were sent, or ask for one."
        )
        return None, [Finding(Severity.ERROR, "no-counts-sheet", "", "", message)]
    cells = workbook.sheets[COUNTS]
    heading_row = find_heading_row(cells)
    if heading_row is None:
        message = (
            f"there is no heading '{KEYS[0]}' in column A. "
            "Copy your counts into the template as it was sent."
        )
        return None, [Finding(Severity.ERROR, "no-table", COUNTS, "", message)]
    lines = read_lines(cells, before=heading_row)
    heading, findings = read_heading(lines, known.catalogue, known.areas)
    if heading is None:
        return None, findings
    return _Placed(heading, heading_row, own_cells(lines)), findings


def _unplaced(workbook: Workbook, findings: list[Finding]) -> CheckedReturn:
    """Return what can be said of a return that cannot be placed: that nothing in it was read."""
    entries = {
        COUNTS: workbook.sheets.get(COUNTS, _NO_CELLS),
        NOTES: written(workbook.sheets.get(NOTES, _NO_CELLS)),
    }
    for sheet, cells in entries.items():
        if cells.height:
            message = (
                "nothing here was checked, because of what else is wrong. "
                "Put that right, then check the return again."
            )
            finding = Finding(Severity.ERROR, "not-checked", sheet, extent(cells), message)
            findings.append(finding)
    read = sum(cells.height for cells in entries.values())
    return CheckedReturn(None, tuple(sorted(findings, key=_order)), read, 0)


def _checked(
    workbook: Workbook, placed: _Placed, catalogue: Catalogue, findings: list[Finding]
) -> CheckedReturn:
    """Return what a return holds, and what every check noticed."""
    heading, cells = placed.heading, workbook.sheets[COUNTS]
    asked = expected(catalogue, heading.agency, heading.period)
    table = read_table(cells, placed.heading_row, asked)
    entries = read_entries(cells, table, asked, placed.own_cells)
    note_cells = workbook.sheets.get(NOTES, _NO_CELLS)
    notes = read_notes(note_cells, Targets.of(asked), heading.area)
    good = entries.filter(pl.col("problem").is_null())
    counts, about_marks = set_marks(good, notes.marks)
    missing = list(within.missing(asked, entries, table))
    findings = [
        *findings,
        *_about_version(heading, catalogue, [*table.findings, *missing]),
        *table.findings,
        *about_entries(entries),
        *missing,
        *within.totals_unlike_parts(asked, counts),
        *within.parts_over_wholes(catalogue.items, counts, _answers(notes.notes)),
        *notes.findings,
        *about_marks,
        *typed_on_start(workbook, heading, catalogue),
    ]
    has_error = any(finding.severity is Severity.ERROR for finding in findings)
    submission = None
    if not has_error:
        submission = _submission(heading, catalogue, _as_stored(counts, asked, heading), notes)
    read = entries.height + len(notes.cells)
    stored = counts.height + len(_good_cells(notes, findings))
    return CheckedReturn(submission, tuple(sorted(findings, key=_order)), read, stored)


_NO_CELLS = CELLS.to_frame()


def _submission(
    heading: Heading, catalogue: Catalogue, counts: pl.DataFrame, notes: ReadNotes
) -> Submission:
    return Submission(
        agency=heading.agency,
        period=heading.period,
        areas=(heading.area,),
        catalogue_version=catalogue.version,
        counts=counts,
        notes=tuple(notes.notes),
    )


def _as_stored(counts: pl.DataFrame, asked: pl.DataFrame, heading: Heading) -> pl.DataFrame:
    """Return the counts with the columns that a submission has."""
    place = [*PLACE, "period"]
    definitions = asked.select(*place, "definition")
    return (
        counts.join(definitions, on=place, how="left", maintain_order="left")
        .with_columns(pl.lit(heading.area).alias("area"), pl.lit(COUNTS).alias("sheet"))
        .select(COUNT_COLUMNS.names())
        .cast(COUNT_COLUMNS)
    )


def _answers(notes: list[Note]) -> dict[Place, str]:
    """Return the words said of single counts; a note on all periods answers no query."""
    answers: dict[Place, str] = {}
    for note in notes:
        if note.item and note.period:
            place = (note.item, note.dimension, note.category, note.period)
            answers[place] = f"{answers.get(place, '')} {note.text}".strip()
    return answers


def _good_cells(notes: ReadNotes, findings: list[Finding]) -> frozenset[str]:
    """Return the cells of the notes that no finding names."""
    of_notes = [finding for finding in findings if finding.sheet == NOTES]
    if any(finding.check == "no-table" for finding in of_notes):
        return frozenset()
    return notes.cells - {finding.cell for finding in of_notes}


def _about_version(
    heading: Heading, catalogue: Catalogue, about_places: list[Finding]
) -> Iterator[Finding]:
    """Query a template made from another catalogue, where that made a difference."""
    changed = {"unknown-item", "unknown-category", "missing-row", "missing-column"}
    differs = any(finding.check in changed for finding in about_places)
    version = heading.catalogue_version
    if version.code != catalogue.version and differs:
        message = (
            "this return was made when other items were asked for. "
            "Ask for a new template, and copy your counts into it."
        )
        cell = version.code_cell
        yield Finding(Severity.QUERY, "another-catalogue", COUNTS, cell, message)


def _about_other_sheets(workbook: Workbook) -> list[Finding]:
    message = (
        f"this sheet was not read. Put its counts on '{COUNTS}' and its words on '{NOTES}', "
        "or take it out."
    )
    return [
        Finding(Severity.QUERY, "sheet-not-read", name, "", message)
        for name, cells in workbook.sheets.items()
        if name not in SHEETS and cells.height
    ]


def _order(finding: Finding) -> tuple[int, tuple[int, int], str]:
    """Order findings as a reader meets them: by sheet, then from the top left."""
    sheets = ("", COUNTS, NOTES)
    sheet = sheets.index(finding.sheet) if finding.sheet in sheets else len(sheets)
    return sheet, position(finding.cell), finding.check
