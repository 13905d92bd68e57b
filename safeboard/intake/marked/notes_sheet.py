"""The sheet of notes that a copy gets where its return has none, as a text file never has.

A query is answered by a note. So whoever gets a copy back needs a place to write one.
"""

from safeboard.intake.address import cell_name
from safeboard.intake.marked.lines import PAGE, SHEET, columns, line
from safeboard.intake.marked.looks import Looks
from safeboard.intake.reading.roles import find_roles, is_in_template_form
from safeboard.intake.template import sheets
from safeboard.intake.template.notes_sheet import WIDTHS
from safeboard.intake.template.sheets import (
    CONTEXT_ROW,
    NOTE_HEADING_ROW,
    NOTE_ROWS,
    note_columns,
    plain,
)
from safeboard.intake.workbook.cells import Workbook

_HEIGHT, _HEIGHT_OF_TWO_LINES, _HEIGHT_OF_BOX = 17, 30, 80


def areas_without_notes(workbook: Workbook, notes: str | None) -> int:
    """Return for how many areas a sheet of notes has to be added; none where there is one.

    `notes` is where a layout expects it, for any number of areas; None is the template's own form.
    """
    if notes is not None:
        there = {plain(name) for name in workbook.sheets}
        return 2 if notes and "!" not in notes and plain(notes) not in there else 0
    roles = find_roles(workbook)
    is_without = not roles.notes and is_in_template_form(roles)
    return len(roles.counts) if is_without else 0


def notes_xml(looks: Looks, *, several_areas: bool) -> str:
    """Return the part of an empty sheet of notes, in the template's form."""
    headings = note_columns(several_areas=several_areas)
    hint = sheets.NOTES_HINT_OF_AREAS if several_areas else sheets.NOTES_HINT
    across = range(1, len(headings) + 1)
    blank = [(column, "", looks.cell) for column in across]
    heads = [(column, text, looks.heading) for column, text in zip(across, headings, strict=True)]
    lines = [
        line(1, [(1, sheets.NOTES_TITLE, looks.title)], _HEIGHT_OF_TWO_LINES),
        line(2, [(1, hint, looks.cell), *blank[1:]], _HEIGHT_OF_TWO_LINES),
        line(CONTEXT_ROW, [(1, sheets.CONTEXT, looks.severity)], _HEIGHT_OF_TWO_LINES),
        line(CONTEXT_ROW + 1, blank, _HEIGHT_OF_BOX),
        line(NOTE_HEADING_ROW, heads, _HEIGHT),
        *(line(NOTE_HEADING_ROW + row, blank, _HEIGHT) for row in range(1, NOTE_ROWS + 1)),
    ]
    merged = "".join(
        f'<mergeCell ref="A{row}:{cell_name(row, len(headings))}"/>' for row in (2, CONTEXT_ROW + 1)
    )
    return (
        f'{SHEET}<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0">'
        f'<pane ySplit="{NOTE_HEADING_ROW}" topLeftCell="A{NOTE_HEADING_ROW + 1}" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns([WIDTHS[each] for each in headings])}</cols>"
        f"<sheetData>{''.join(lines)}</sheetData>"
        f'<mergeCells count="2">{merged}</mergeCells>{PAGE}</worksheet>'
    )
