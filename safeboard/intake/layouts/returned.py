"""A return that came as an agency's own workbook: read through its layout, and checked."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from safeboard.intake.address import corners
from safeboard.intake.answers import with_answers
from safeboard.intake.ended import about_ended
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.known import Known
from safeboard.intake.layouts.block import sheet_and_cells
from safeboard.intake.layouts.layout import Layout
from safeboard.intake.layouts.missing import about_missing, absent_counts
from safeboard.intake.layouts.notes import Said, find_said, shares_of
from safeboard.intake.layouts.placing import PlacedLayout, find_sheet, place_layout
from safeboard.intake.layouts.through import ReadThrough, read_through
from safeboard.intake.part import NOT_CHECKED, Part, about_counts
from safeboard.intake.reading.heading import Heading, Line
from safeboard.intake.reading.marks import set_marks
from safeboard.intake.reading.notes import ReadNotes
from safeboard.intake.reading.target import Targets
from safeboard.intake.submission import CODED
from safeboard.intake.workbook.cells import Workbook, extent


@dataclass(frozen=True)
class LaidReturn:
    """What came of an agency's own workbook: a part for each area, and every finding.

    `cells_read` counts the cells that are counts or notes by the layout, and those that the layout
    says nothing of; `cells_stored` those that are stored unless there is an error elsewhere.
    """

    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]
    cells_read: int
    cells_stored: int


def read_laid_return(workbook: Workbook, layout: Layout, known: Known) -> LaidReturn:
    """Return what a workbook holds by a layout, and everything that its checks noticed."""
    placed, findings = place_layout(workbook, layout, known.catalogue, known.areas)
    if placed is None:
        return not_read(workbook, findings, layout.ignore)
    read = read_through(workbook, placed, known.catalogue)
    if not read.asked.height:
        return not_read(workbook, [_nothing_asked(placed, known)], layout.ignore)
    said = find_said(workbook, placed)
    shares = shares_of(placed, known.areas)
    targets = Targets(read.expected)
    missing = about_missing(read, layout.absent, known.areas)
    parts = tuple(
        _part(read, said.about(area, targets, shares), missing[area], known, (placed, area))
        for area in placed.areas
    )
    findings = [each.finding for each in read.about]
    findings += [finding for part in parts for finding in part.findings]
    if said.sheet:
        findings += shares.about_nobody(said.sheet)
    stored = sum(part.counts.filter(pl.col("cell") != "").height for part in parts)
    return LaidReturn(
        parts,
        tuple(findings),
        read.cells_read + said.entries.height,
        stored + _unnamed(said, findings),
    )


def not_read(
    workbook: Workbook, findings: Sequence[Finding], ignore: Sequence[str] = ()
) -> LaidReturn:
    """Return what can be said of a workbook that cannot be placed: that nothing in it was read."""
    whole = [name for name, block in map(sheet_and_cells, ignore) if block is None]
    ignored = [find_sheet(workbook, name) for name in whole]
    unread = {
        name: cells
        for name, cells in workbook.sheets.items()
        if cells.height and name not in ignored
    }
    unchecked = [
        Finding(Severity.ERROR, "not-checked", name, extent(cells), NOT_CHECKED)
        for name, cells in unread.items()
    ]
    height = sum(cells.height for cells in unread.values())
    return LaidReturn((), (*findings, *unchecked), height, 0)


def _part(
    read: ReadThrough,
    said: ReadNotes,
    missing: Sequence[Finding],
    known: Known,
    of: tuple[PlacedLayout, str],
) -> Part:
    """Return what came of the counts and notes of one area of a workbook."""
    placed, area = of
    layout = placed.layout
    absent = absent_counts(read, layout.absent).filter(area=area)
    own = pl.concat([read.counts.filter(area=area), absent])
    marked, about_marks = set_marks(own.cast(CODED), said.marks)
    counts = marked.select(CODED.names())
    heading = Heading(layout.agency, area, placed.words.period, Line(0, (), ()))
    findings = [
        *(each.finding for each in read.about if each.stops(area)),
        *about_ended(known.areas, heading),
        *read.about_entries(area),
        *missing,
        *about_counts(known, read.expected, counts, placed.words.period),
        *said.findings,
        *about_marks,
    ]
    cells = read.entries.filter(area=area).height
    notes = tuple(said.notes)
    answered = tuple(with_answers(findings, notes))
    return Part("", heading, answered, cells, counts, notes)


def _nothing_asked(placed: PlacedLayout, known: Known) -> Finding:
    sender = known.catalogue.agencies[placed.layout.agency].name
    message = (
        f"nothing is asked of {sender} in a return for {placed.words.period}. "
        "Correct the period, or use the template that you were sent for it."
    )
    return Finding(Severity.ERROR, "agency-not-expected", "", "", message)


def _unnamed(said: Said, findings: Sequence[Finding]) -> int:
    """Return how many cells of the notes no finding names."""
    if said.sheet:
        return said.sheet.unnamed(findings).height
    unnamed = said.entries
    for finding in findings:
        if finding.sheet == said.name and finding.cell:
            (top, left), (bottom, right) = corners(finding.cell)
            rows = pl.col("row").is_between(top, bottom)
            unnamed = unnamed.filter(~(rows & pl.col("column").is_between(left, right)))
    return unnamed.height
