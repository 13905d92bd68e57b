"""The sheet 'Notes' of a template: a box for context, and a table of notes."""

from xlsxwriter.worksheet import Worksheet

from safeboard.intake.address import column_letters
from safeboard.intake.expected import collection_periods
from safeboard.intake.submission import Readers
from safeboard.intake.template import sheets
from safeboard.intake.template.order import ReturnOrder
from safeboard.intake.template.sheets import (
    CONTEXT_ROW,
    COUNTS,
    HEADING_ROW,
    KEYS,
    NOTE_HEADING_ROW,
    NOTE_ROWS,
    NoteColumn,
    note_columns,
)
from safeboard.intake.template.start_sheet import Lists
from safeboard.intake.template.styles import Styles, print_on_a4, protect

_WIDTHS = (40, 28, 18, 60, 16, 18)
_HEIGHT_OF_BOX = 80


def write_notes(sheet: Worksheet, styles: Styles, order: ReturnOrder, lists: Lists) -> None:
    """Write the sheet."""
    sheet.write_string(0, 0, sheets.NOTES_TITLE, styles["title"])
    sheet.write_string(1, 0, sheets.NOTES_HINT, styles["hint"])
    sheet.write_string(CONTEXT_ROW - 1, 0, sheets.CONTEXT, styles["heading"])
    columns = note_columns(several_areas=False)
    box = (CONTEXT_ROW, 0, CONTEXT_ROW, len(columns) - 1)
    sheet.merge_range(*box, "", styles["words"])
    sheet.set_row(CONTEXT_ROW, _HEIGHT_OF_BOX)
    for column, heading in enumerate(columns):
        sheet.write_string(NOTE_HEADING_ROW - 1, column, heading.value, styles["column"])
        sheet.set_column(column, column, _WIDTHS[column])
    for row in range(NOTE_HEADING_ROW, NOTE_HEADING_ROW + NOTE_ROWS):
        for column in range(len(columns)):
            sheet.write_blank(row, column, None, styles["words"])
    _offer(sheet, order, lists)
    sheet.freeze_panes(NOTE_HEADING_ROW, 0)
    print_on_a4(sheet, repeat_to_row=NOTE_HEADING_ROW)
    protect(sheet)


def _offer(sheet: Worksheet, order: ReturnOrder, lists: Lists) -> None:
    """Offer what each column may hold; other text can be typed, and the check says if it fits."""
    count = len(collection_periods(order.catalogue, order.agency, order.period))
    first, last = column_letters(len(KEYS) + 1), column_letters(len(KEYS) + count)
    offered: dict[NoteColumn, str | list[str] | None] = {
        NoteColumn.ITEM: lists.items,
        NoteColumn.CATEGORY: lists.categories,
        NoteColumn.PERIOD: f"='{COUNTS}'!${first}${HEADING_ROW}:${last}${HEADING_ROW}",
        NoteColumn.MARK: list(sheets.MARKS),
        NoteColumn.READERS: [each.value for each in Readers],
    }
    for column, heading in enumerate(note_columns(several_areas=False)):
        if source := offered.get(heading):
            rule = {
                "validate": "list",
                "source": source,
                "error_type": "warning",
                "error_title": heading.value,
                "error_message": "Choose one of the list, so that your note finds its place.",
            }
            rows = NOTE_HEADING_ROW, NOTE_HEADING_ROW + NOTE_ROWS - 1
            sheet.data_validation(rows[0], column, rows[1], column, rule)
