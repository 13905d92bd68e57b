"""A return is read and checked: an agency's workbook becomes a submission, or findings.

A file may be about several areas, each on a sheet of counts of its own. Each stands alone: what is
wrong with one keeps none of the others from being stored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from safeboard.intake.address import position
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.known import Known
from safeboard.intake.layouts.layout import Layout
from safeboard.intake.layouts.placing import nearly, recognising
from safeboard.intake.layouts.returned import not_read, read_laid_return
from safeboard.intake.marked.findings_sheet import set_apart
from safeboard.intake.part import NOT_CHECKED, Part, hold_together, read_part
from safeboard.intake.reading.heading import Lines, area_names, read_lines
from safeboard.intake.reading.notes import open_notes, written
from safeboard.intake.reading.outline import CountsSheet
from safeboard.intake.reading.roles import Roles, find_roles, is_in_template_form
from safeboard.intake.reading.shares import Shares
from safeboard.intake.reading.start_strays import typed_on_start
from safeboard.intake.submission import Submission
from safeboard.intake.template.sheets import COUNTS, KEYS, NOTES, plain
from safeboard.intake.workbook.arrival import read_workbook
from safeboard.intake.workbook.cells import Workbook, extent


@dataclass(frozen=True)
class CheckedReturn:
    """What came of a return: its parts, one for each area, and every finding.

    `submission` holds the areas whose parts have no error; None where there are none.
    `cells_read` counts the entries: each cell of a sheet of counts or notes that is not blank and
    not the template's own words (its titles, headings, top lines and row labels). `cells_stored`
    counts those that the submission holds, or would hold if there were no error elsewhere. Every
    other entry is named, by itself or within a range, by a finding on its sheet. A finding may also
    name a cell that is stored (a query) or blank (a count that is missing). Where a sheet of counts
    cannot be placed, its every cell is an entry. `notes` is where a layout lets the agency write
    words: a sheet, some cells, or nowhere (empty). None is the template's own sheet.
    """

    submission: Submission | None
    findings: tuple[Finding, ...]
    cells_read: int
    cells_stored: int
    parts: tuple[Part, ...] = ()
    notes: str | None = None

    @property
    def refused(self) -> tuple[Part, ...]:
        """Return the parts that cannot be stored."""
        return tuple(part for part in self.parts if not part.is_good)

    @property
    def stored_findings(self) -> tuple[Finding, ...]:
        """Return the findings that are stored with the submission: no error is among them.

        Each has the area of the part that it was found in. One that was found in several, or in
        none, is of the whole file.
        """
        areas: dict[Finding, set[str]] = {}
        for part in self.parts:
            for finding in part.findings:
                areas.setdefault(finding, set()).add(part.heading.area if part.heading else "")
        refused = {finding for part in self.refused for finding in part.findings}
        kept = {finding for part in self.parts if part.is_good for finding in part.findings}
        return tuple(
            replace(finding, area=min(found_for) if len(found_for) == 1 else "")
            for finding in self.findings
            for found_for in [areas.get(finding, set())]
            if finding.severity is Severity.QUERY and (finding in kept or finding not in refused)
        )


def read_return(content: bytes, name: str, known: Known) -> CheckedReturn:
    """Return what a workbook holds for the store, and everything that its checks noticed.

    Raises: NotAWorkbookError where it cannot be read at all.
    """
    workbook, about_ours = set_apart(read_workbook(content, name))
    checked = check_workbook(workbook, known)
    return replace(checked, findings=(*checked.findings, *about_ours))


def check_workbook(workbook: Workbook, known: Known) -> CheckedReturn:
    """Return what a workbook that was read holds, and everything that its checks noticed."""
    if known.layout:
        return _by_layout(workbook, [known.layout], known)
    roles = find_roles(workbook)
    if not is_in_template_form(roles) and (layouts := recognising(workbook, known.layouts)):
        return _by_layout(workbook, layouts, known)
    sheets = [_open(name, workbook, roles) for name in roles.counts]
    notes = [open_notes(name, workbook.sheets[name]) for name in roles.notes]
    shares = _shares(sheets, known)
    parts = hold_together(read_part(*each, known, notes, shares) for each in sheets)
    if not any(part.heading for part in parts):
        return _unplaced(workbook, roles, parts, known)
    findings = [
        *(finding for part in parts for finding in part.findings),
        *(finding for each in notes for finding in shares.about_nobody(each)),
        *_about_start(workbook, roles, parts, known),
        *_about_other_sheets(roles),
    ]
    return CheckedReturn(
        _submission(parts, known),
        _in_order(findings, (*roles.counts, *roles.notes)),
        sum(part.cells_read for part in parts) + sum(each.entries.height for each in notes),
        sum(part.counts.height for part in parts)
        + sum(each.unnamed(findings).height for each in notes),
        parts,
    )


def _by_layout(workbook: Workbook, layouts: Sequence[Layout], known: Known) -> CheckedReturn:
    """Return what an agency's own workbook holds by its layout, if it has one alone."""
    if len(layouts) > 1:
        names = ", ".join(each.name for each in layouts)
        message = (
            f"several layouts recognise this workbook: {names}. "
            "Name the one to read it by with --layout."
        )
        laid = not_read(workbook, [Finding(Severity.ERROR, "several-layouts", "", "", message)])
    else:
        laid = read_laid_return(workbook, layouts[0], known)
    sheets = tuple(workbook.sheets)
    return CheckedReturn(
        _submission(laid.parts, known),
        _in_order(laid.findings, sheets),
        laid.cells_read,
        laid.cells_stored,
        laid.parts,
        notes=(len(layouts) == 1 and layouts[0].notes) or "",
    )


def _open(name: str, workbook: Workbook, roles: Roles) -> tuple[CountsSheet, Lines]:
    cells = workbook.sheets[name]
    sheet = CountsSheet(name, cells, roles.outlines[name], workbook.lengths)
    return sheet, read_lines(cells, before=sheet.outline.heading_row)


def _shares(sheets: Sequence[tuple[CountsSheet, Lines]], known: Known) -> Shares:
    names = {sheet.name: area_names(lines, known.areas) for sheet, lines in sheets}
    everywhere = {plain(text) for area in known.areas for text in (area.number, area.name)}
    return Shares(names, frozenset(everywhere))


def _submission(parts: Sequence[Part], known: Known) -> Submission | None:
    """Return what can be stored: the parts without an error, if there are any."""
    good = [part for part in parts if part.is_good]
    headings = [part.heading for part in good if part.heading]
    if not headings:
        return None
    return Submission(
        agency=headings[0].agency,
        period=headings[0].period,
        areas=tuple(heading.area for heading in headings),
        catalogue_version=known.catalogue.version,
        counts=pl.concat(part.counts for part in good),
        notes=tuple(note for part in good for note in part.notes),
    )


def _unplaced(
    workbook: Workbook, roles: Roles, parts: tuple[Part, ...], known: Known
) -> CheckedReturn:
    """Return what can be said of a return that cannot be placed: that nothing in it was read."""
    tables = [] if parts else _likely_counts(workbook)
    findings = [finding for part in parts for finding in part.findings]
    if not parts:
        findings += _about_no_table(tables)
        findings += (finding for each in known.layouts for finding in nearly(workbook, each))
    unread = {name: workbook.sheets[name] for name in tables}
    unread |= {name: written(workbook.sheets[name]) for name in roles.notes}
    findings += [
        Finding(Severity.ERROR, "not-checked", name, extent(cells), NOT_CHECKED)
        for name, cells in unread.items()
        if cells.height
    ]
    findings += _about_start(workbook, roles, parts, known)
    findings += [each for each in _about_other_sheets(roles) if each.sheet not in tables]
    read = sum(part.cells_read for part in parts) + sum(each.height for each in unread.values())
    in_order = _in_order(findings, (*roles.counts, *roles.notes))
    return CheckedReturn(None, in_order, read, 0, parts)


def _likely_counts(workbook: Workbook) -> list[str]:
    """Return the sheet that should have had the table of counts: by its name, or the only one."""
    names = list(workbook.sheets)
    return [name for name in names if len(names) == 1 or plain(name) == plain(COUNTS)]


def _about_no_table(sheets: Sequence[str]) -> list[Finding]:
    """Find that nothing in a workbook can be a table of counts."""
    if not sheets:
        message = (
            f"no sheet has a table with the heading '{KEYS[0]}'. "
            f"Use the template that you were sent, or add a layout for this workbook."
        )
        return [Finding(Severity.ERROR, "no-counts-sheet", "", "", message)]
    message = (
        f"there is no table with the heading '{KEYS[0]}' here. "
        "Copy your counts into the template as it was sent, or add a layout for this workbook."
    )
    return [Finding(Severity.ERROR, "no-table", name, "", message) for name in sheets]


def _about_start(
    workbook: Workbook, roles: Roles, parts: Sequence[Part], known: Known
) -> Iterator[Finding]:
    heading = next((part.heading for part in parts if part.heading), None)
    for name in roles.start:
        yield from typed_on_start(name, workbook.sheets[name], heading, known.catalogue)


def _about_other_sheets(roles: Roles) -> list[Finding]:
    message = (
        f"this sheet was not read. Put its counts on '{COUNTS}' and its words on '{NOTES}', "
        "or take it out."
    )
    return [Finding(Severity.QUERY, "sheet-not-read", name, "", message) for name in roles.others]


def _in_order(findings: Sequence[Finding], in_turn: Sequence[str]) -> tuple[Finding, ...]:
    """Return each finding once, as a reader meets them: by sheet, then from the top left."""
    sheets = ["", *in_turn]

    def place(finding: Finding) -> tuple[int, tuple[int, int], str]:
        known = finding.sheet in sheets
        sheet = sheets.index(finding.sheet) if known else len(sheets)
        return sheet, position(finding.cell), finding.check

    return tuple(sorted(dict.fromkeys(findings), key=place))
